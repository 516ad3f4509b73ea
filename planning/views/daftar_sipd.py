"""The entry-order list for the national system: what to type, field by field, with ticks for what is done."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from renstra_portal.reporting.xlsx import render_xlsx

from ..cascade import load
from ..levels import Level
from ..models import Rencana
from ..sipd import NOT_OFFICIAL, entries, sipd_report
from .access import visible_plan
from .downloads import XLSX, file_response
from .plans import plan_tabs

#: Sub-kegiatan on one page: short enough to find one's way, long enough for a kegiatan.
PER_PAGE = 10


@require_safe
def sipd_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The fields of every sub-kegiatan in the order of the national form; `?program=<id>` narrows to one program.

    A Renstra has no such list; its page says so.
    """
    rencana = visible_plan(request, slug)
    context: dict[str, object] = {"rencana": rencana, "tab": plan_tabs(rencana, "sipd"), "bukan_resmi": NOT_OFFICIAL}
    if rencana.jenis == Rencana.Jenis.RENJA:
        cascade = load(rencana)
        programs = [(str(node.id), f"{node.kode} {node.uraian}".strip()) for node in cascade.at(Level.PROGRAM)]
        asked = request.GET.get("program", "")
        chosen = asked if asked in dict(programs) else ""
        everything = entries(cascade)
        shown = [one for one in everything if not chosen or str(one.program_id) == chosen]
        context |= {
            "program": programs,
            "dipilih": chosen,
            "page_obj": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
            "semua": " ".join(str(one.id) for one in everything),
            "jumlah": len(everything),
        }
    return render(request, "planning/daftar_sipd.html", context)


@require_safe
def sipd_download(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole list as a workbook."""
    rencana = visible_plan(request, slug)
    if rencana.jenis != Rencana.Jenis.RENJA:
        return redirect("rencana-sipd", rencana)
    report = sipd_report(load(rencana))
    return file_response(render_xlsx(report), XLSX, f"{report.file_stem}.xlsx")


urlpatterns: list[URLPattern] = [
    path("", sipd_page, name="rencana-sipd"),
    path("unduh.xlsx", sipd_download, name="rencana-sipd-unduh"),
]
