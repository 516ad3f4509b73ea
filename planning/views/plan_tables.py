"""The regulated tables of a plan: on screen, as downloads, and as a preview true to the PDF."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, re_path, reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from renstra_portal.lib.dates import roman
from renstra_portal.reporting.csv import render_csv
from renstra_portal.reporting.html import render_table_html
from renstra_portal.reporting.model import ReportError
from renstra_portal.reporting.xlsx import render_xlsx

from ..models import Rencana
from ..models.indikator import TRIWULAN
from ..policies import lock_on
from ..printing import PrintJob
from ..tables import TABLES, TableOptions, UnknownTable, find_table, tables_for
from ..versions.origins import comparisons_of
from .access import visible_plan
from .downloads import XLSX, file_response
from .isian_json import signed_in
from .plans import plan_tabs, table_entries

#: The table that opens first, by kind of plan: the one with programs and money.
MAIN_TABLE = {"renstra": "4.3", "renja": "T-C.33", "kinerja": "E.81"}


def _job(request: HttpRequest, slug: str, table: str) -> PrintJob:
    """The table and options that the address asks for; 404 for a table this kind of plan does not have."""
    rencana = visible_plan(request, slug)
    try:
        definition = find_table(table)
    except UnknownTable as error:
        raise Http404(str(error)) from error
    if definition not in tables_for(rencana.jenis, comparisons_of(rencana)):
        raise Http404(f"Tabel {table} bukan tabel {rencana.get_jenis_display()}.")
    kertas = request.GET.get("kertas", "")
    pagu = request.GET.get("pagu", "")
    bentuk = request.GET.get("bentuk", "")
    triwulan = request.GET.get("triwulan", "")
    form = definition.form(rencana.bentuk_rumusan, bentuk if bentuk in Rencana.BentukRumusan.values else "")
    options = TableOptions(
        kertas=definition.sheet(kertas if kertas in Rencana.Kertas.values else rencana.kertas, form),
        pagu=pagu if pagu in Rencana.CetakPagu.values else rencana.cetak_pagu,
        bentuk=form,
        hanya_berubah="hanya_berubah" in request.GET,
        triwulan=int(triwulan) if definition.per_triwulan and triwulan in ("1", "2", "3") else 4,
    )
    return PrintJob(rencana, definition.id, options)


@require_safe
def table_index(request: HttpRequest, slug: str) -> HttpResponse:
    """Opens the plan's main table (4.3 of a Renstra, T-C.33 of a Renja, E.81 of a year); tabs lead to the others."""
    rencana = visible_plan(request, slug)
    return redirect("rencana-tabel-satu", rencana, MAIN_TABLE[rencana.jenis])


@require_safe
def table_page(request: HttpRequest, slug: str, table: str) -> HttpResponse:
    """One table on screen, with the list of tables and the ways to print it."""
    job = _job(request, slug, table)
    report = job.report()
    query = request.GET.urlencode()
    context = {
        "rencana": job.rencana,
        "tab": plan_tabs(job.rencana, "tabel"),
        "daftar": table_entries(job.rencana),
        "tabel": TABLES[job.table],
        "report": report,
        # The engine escapes every text itself.
        "isi_tabel": mark_safe(render_table_html(report, for_screen=True)),
        "kertas": _sheets(job),
        "cetak_pagu": Rencana.CetakPagu.choices,
        "bentuk": (("ringkas", "Baku"), ("lebar", "Lebar")),
        "triwulan": [(number, f"s.d. {roman(number)}") for number in TRIWULAN],
        "pilihan": job.options,
        "query": f"?{query}" if query else "",
        "isian": _entry(request, job),
    }
    return render(request, "planning/tabel.html", context)


def _sheets(job: PrintJob) -> list[tuple[str, str]]:
    """The papers, with their names, on which the table can be printed."""
    table, form = TABLES[job.table], job.options.bentuk
    return [(paper, str(name)) for paper, name in Rencana.Kertas.choices if table.sheet(paper, form) == paper]


def _entry(request: HttpRequest, job: PrintJob) -> str:
    """Where the table's rows are entered; "" for a table over several sections, and for those who may not write."""
    section = TABLES[job.table].bagian
    if not section or lock_on(signed_in(request), job.rencana):
        return ""
    return f"{reverse('rencana-isian', args=[job.rencana])}?{urlencode({'bagian': section})}"


@require_safe
def table_preview(request: HttpRequest, slug: str, table: str) -> HttpResponse:
    """The pages of the PDF as pictures: what is seen here is what comes out of the printer."""
    job = _job(request, slug, table)
    query = request.GET.urlencode()
    try:
        pages = job.page_count()
    except ReportError as error:
        messages.error(request, str(error))
        return redirect("rencana-tabel-satu", job.rencana, job.table)
    context = {
        "rencana": job.rencana,
        "tabel": TABLES[job.table],
        "halaman": range(1, pages + 1),
        "pilihan": job.options,
        "query": f"?{query}" if query else "",
    }
    return render(request, "planning/tabel_pratinjau.html", context)


@require_safe
def table_page_png(request: HttpRequest, slug: str, table: str, nomor: int) -> HttpResponse:
    """One page of the PDF as a picture."""
    picture = _job(request, slug, table).page_png(nomor)
    if picture is None:
        raise Http404("Halaman itu tidak ada.")
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": "private, max-age=300"})


@require_safe
def table_download(request: HttpRequest, slug: str, table: str, format: str) -> HttpResponse:
    """The table as a file: pdf, xlsx or csv."""
    job = _job(request, slug, table)
    if format == "pdf":
        try:
            content = job.pdf()
        except ReportError as error:
            messages.error(request, str(error))
            return redirect("rencana-tabel-satu", job.rencana, job.table)
        return file_response(content, "application/pdf", f"{job.report().file_stem}.pdf")
    report = job.report()
    if format == "xlsx":
        return file_response(render_xlsx(report, job.paper), XLSX, f"{report.file_stem}.xlsx")
    # A byte order mark lets Excel read the accents and dashes of the file as they are.
    return file_response(("\ufeff" + render_csv(report)).encode(), "text/csv; charset=utf-8", f"{report.file_stem}.csv")


urlpatterns: list[URLPattern] = [
    path("", table_index, name="rencana-tabel"),
    path("<str:table>/", table_page, name="rencana-tabel-satu"),
    path("<str:table>/pratinjau/", table_preview, name="rencana-tabel-pratinjau"),
    path("<str:table>/pratinjau/<int:nomor>.png", table_page_png, name="rencana-tabel-halaman"),
    re_path(r"^(?P<table>[^/]+)/unduh\.(?P<format>pdf|xlsx|csv)$", table_download, name="rencana-tabel-unduh"),
]
