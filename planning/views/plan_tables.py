"""The regulated tables of a plan: on screen, as downloads, and as a preview true to the PDF."""

from __future__ import annotations

import io

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from renstra_portal.reporting.csv import render_csv
from renstra_portal.reporting.html import render_table_html
from renstra_portal.reporting.model import Paper, ReportError
from renstra_portal.reporting.xlsx import render_xlsx

from ..cascade import load
from ..models import Rencana
from ..printing import PrintJob
from ..tables import TABLES, TableOptions, UnknownTable, find_table, tables_for
from ..workbook import write_workbook
from .access import visible_plan
from .plans import plan_tabs, table_entries

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _job(request: HttpRequest, slug: str, table: str) -> PrintJob:
    """The table and options that the address asks for; 404 for a table this kind of plan does not have."""
    rencana = visible_plan(request, slug)
    try:
        definition = find_table(table)
    except UnknownTable as error:
        raise Http404(str(error)) from error
    if definition not in tables_for(rencana.jenis):
        raise Http404(f"Tabel {table} bukan tabel {rencana.get_jenis_display()}.")
    kertas = request.GET.get("kertas", "")
    pagu = request.GET.get("pagu", "")
    options = TableOptions(
        kertas=kertas if kertas in Rencana.Kertas.values else rencana.kertas,
        pagu=pagu if pagu in Rencana.CetakPagu.values else rencana.cetak_pagu,
    )
    return PrintJob(rencana, definition.id, options)


@require_safe
def table_index(request: HttpRequest, slug: str) -> HttpResponse:
    """Opens the plan's first table; the tabs lead to the others."""
    rencana = visible_plan(request, slug)
    chosen = "4.3" if TABLES["4.3"] in tables_for(rencana.jenis) else tables_for(rencana.jenis)[0].id
    return redirect("rencana-tabel-satu", rencana, chosen)


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
        "kertas": Rencana.Kertas.choices,
        "cetak_pagu": Rencana.CetakPagu.choices,
        "pilihan": job.options,
        "query": f"?{query}" if query else "",
    }
    return render(request, "planning/tabel.html", context)


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
        return _file(content, "application/pdf", f"{job.report().file_stem}.pdf")
    report = job.report()
    if format == "xlsx":
        return _file(render_xlsx(report, Paper(job.options.kertas)), XLSX, f"{report.file_stem}.xlsx")
    # A byte order mark lets Excel read the accents and dashes of the file as they are.
    return _file(("\ufeff" + render_csv(report)).encode(), "text/csv; charset=utf-8", f"{report.file_stem}.csv")


@require_safe
def workbook_download(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole plan as the workbook that can be imported again."""
    rencana = visible_plan(request, slug)
    stream = io.BytesIO()
    write_workbook(load(rencana), stream)
    return _file(stream.getvalue(), XLSX, f"buku-kerja-{rencana.slug.replace('/', '-')}.xlsx")


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})

