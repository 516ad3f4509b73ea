"""Fetching a plan through the person's scope: what lies outside it does not exist."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from ..models import Rencana


def visible_plan(request: HttpRequest, slug: str) -> Rencana:
    """The plan version of that slug if the person may read it; otherwise 404."""
    plans = Rencana.objects.visible_to(request.user).select_related("edisi", "perangkat_daerah__daerah")
    return get_object_or_404(plans, slug=slug)
