"""The entry grid: its page, and the whole grid as JSON. The other modules isian_* answer what the page asks for."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, URLPattern, URLResolver, include, path, reverse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from ..cascade import load
from ..entry_locks import locks_for
from ..grid.rows import grid_data
from ..grid.sections import GridSection, section_named, sections_of
from ..grid.standard_rows import standard_rows
from ..levels import Level
from ..models import Rencana, Simpul
from ..policies import lock_on, reason_not_writable
from .access import visible_plan
from .isian_json import json_view, readable_plan, refuse, signed_in
from .plans import plan_tabs

#: What the page's script calls, by the name it knows.
_ADDRESSES = ("data", "sel", "periksa", "perubahan", "riwayat", "urungan", "urungkan", "baris", "nomenklatur")


def _addresses(rencana: Rencana, section: GridSection) -> dict[str, str]:
    found = {name: reverse(f"isian-{name}", args=[rencana]) for name in _ADDRESSES}
    if not section.is_main:
        found["data"] += f"?bagian={section.key}"
    if section.triwulan:
        found |= _explanation(rencana, section.triwulan)
    # The script puts an id in place of the 0.
    found |= {name: reverse(f"isian-{name}", args=[rencana, 0]) for name in ("panel", "formulir")}
    return found | {"masuk": reverse("masuk")}


def _explanation(rencana: Rencana, triwulan: int) -> dict[str, str]:
    """Where the performance and the money of a triwulan are explained, when an app that explains is installed."""
    names = {"jelaskan": "kinerja-jelaskan", "jelaskan_anggaran": "kinerja-jelaskan-anggaran"}
    try:
        return {key: f"{reverse(name, args=[rencana, 0])}?triwulan={triwulan}" for key, name in names.items()}
    except NoReverseMatch:
        return {}


@require_safe
@ensure_csrf_cookie
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One section of the grid (`?bagian=`), for those who may write and those who may only read."""
    rencana = visible_plan(request, slug)
    section = section_named(rencana, request.GET.get("bagian", ""))
    if section is None:
        raise Http404("Bagian ini tidak ada dalam rencana ini.")
    kunci = lock_on(signed_in(request), rencana)
    context = {
        "rencana": rencana,
        "tab": plan_tabs(rencana, "isian"),
        "kunci": kunci,
        "bisa_mengisi": kunci is None,
        "bagian": section,
        "semua_bagian": sections_of(rencana),
        "ada_baku": not section.is_programme and bool(standard_rows(section.levels[0])),
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
            "bagian": section.key,
            "urls": _addresses(rencana, section),
        },
    }
    return render(request, "planning/isian.html", context)


@json_view("GET", "HEAD")
@gzip_page
def data(request: HttpRequest, slug: str) -> HttpResponse:
    """Columns and rows of a whole section (`?bagian=`), without it of the programme tree.

    Compressed to a twentieth, which a slow line notices: nothing in it is secret together with something that a
    stranger could put there, so its length tells nobody anything.
    """
    rencana = readable_plan(request, slug)
    section = section_named(rencana, request.GET.get("bagian", ""))
    if section is None:
        return refuse("Bagian ini tidak ada dalam rencana ini.", 404)
    user = signed_in(request)
    reason = reason_not_writable(user, rencana, may_write=rencana.dapat_diubah)
    return JsonResponse(
        grid_data(load(rencana), reason=reason, section=section, locks=locks_for(rencana, user)),
        json_dumps_params={"separators": (",", ":")},
        headers={"Cache-Control": "no-store"},
    )


urlpatterns: list[URLPattern | URLResolver] = [
    path("", page, name="rencana-isian"),
    path("data.json", data, name="isian-data"),
    path("", include("planning.views.isian_sel")),
    path("", include("planning.views.isian_riwayat")),
    path("", include("planning.views.isian_baris")),
    path("", include("planning.views.isian_formulir")),
]
