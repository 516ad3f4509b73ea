"""The triwulan that a page is about, as its address says."""

from __future__ import annotations

from django.http import HttpRequest

from planning.models.indikator import TRIWULAN

_NAMES = {str(one): one for one in TRIWULAN}


def asked_triwulan(request: HttpRequest) -> int:
    """The triwulan up to whose end the page tells (`?triwulan=`); the whole year by default."""
    return _NAMES.get(request.GET.get("triwulan", ""), TRIWULAN[-1])
