"""Fetching a kinerja plan through the person's scope."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from planning.models import Rencana
from planning.views.access import visible_plan


def kinerja_plan(request: HttpRequest, slug: str) -> Rencana:
    """The kinerja plan of that slug if the person may read it; otherwise 404."""
    rencana = visible_plan(request, slug)
    if rencana.jenis != Rencana.Jenis.KINERJA:
        raise Http404("Halaman ini hanya ada pada rencana kinerja.")
    return rencana
