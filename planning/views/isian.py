"""The entry grid: its page, and the whole grid as JSON. The other modules isian_* answer what the page asks for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from ..cascade import load
from ..grid.rows import grid_data
from ..levels import Level
from ..models import Rencana, Simpul
from ..policies import lock_on, reason_not_writable
from .access import visible_plan
from .isian_json import json_view, readable_plan, signed_in
from .plans import plan_tabs

#: What the page's script calls, by the name it knows.
_ADDRESSES = ("data", "sel", "periksa", "perubahan", "riwayat", "urungan", "urungkan", "baris", "nomenklatur")


def _addresses(rencana: Rencana) -> dict[str, str]:
    found = {name: reverse(f"isian-{name}", args=[rencana]) for name in _ADDRESSES}
    # The script puts an id in place of the 0.
    found |= {name: reverse(f"isian-{name}", args=[rencana, 0]) for name in ("panel", "formulir")}
    return found | {"masuk": reverse("masuk")}


@require_safe
@ensure_csrf_cookie
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The grid's page, for those who may write and those who may only read."""
    rencana = visible_plan(request, slug)
    kunci = lock_on(signed_in(request), rencana)
    context = {
        "rencana": rencana,
        "tab": plan_tabs(rencana, "isian"),
        "kunci": kunci,
        "bisa_mengisi": kunci is None,
        # For those without JavaScript: each has a form of its own.
        "sub_kegiatan": Simpul.objects.filter(rencana=rencana, level=Level.SUB_KEGIATAN)
        .order_by("kode", "urutan", "pk")
        .only("pk", "kode", "uraian"),
        "konfigurasi": {
            "writable": kunci is None,
            "reason": str(kunci) if kunci else None,
            "revisi": rencana.revisi,
            "tahun": rencana.tahun_tabel,
            "tahun_dasar": rencana.tahun_dasar,
            "urls": _addresses(rencana),
        },
    }
    return render(request, "planning/isian.html", context)


@json_view("GET", "HEAD")
def data(request: HttpRequest, slug: str) -> HttpResponse:
    """Columns and rows of the whole plan."""
    rencana = readable_plan(request, slug)
    reason = reason_not_writable(signed_in(request), rencana, may_write=rencana.dapat_diubah)
    return JsonResponse(grid_data(load(rencana), reason=reason), headers={"Cache-Control": "no-store"})


urlpatterns: list[URLPattern | URLResolver] = [
    path("", page, name="rencana-isian"),
    path("data.json", data, name="isian-data"),
    path("", include("planning.views.isian_sel")),
    path("", include("planning.views.isian_riwayat")),
    path("", include("planning.views.isian_baris")),
    path("", include("planning.views.isian_formulir")),
]
