"""The plan's workbook: as a download, and blank for a plan to come."""

from __future__ import annotations

import io
import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..cascade import load
from ..models import Rencana
from ..plan_pages import excel_of
from ..workbook import write_blank, write_workbook
from .access import visible_plan
from .downloads import XLSX, file_response


@require_safe
def workbook_download(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole plan as the workbook that can be imported again; a plan of a kind without one leads to its own page."""
    rencana = visible_plan(request, slug)
    if page := excel_of(rencana.jenis):
        return redirect(page.alamat, rencana)
    stream = io.BytesIO()
    write_workbook(load(rencana), stream)
    return file_response(stream.getvalue(), XLSX, f"buku-kerja-{rencana.slug.replace('/', '-')}.xlsx")


@require_safe
def blank_workbook(request: HttpRequest) -> HttpResponse:
    """An empty workbook with instructions, drop-downs and an example, for a plan that is not in the portal yet.

    `?jenis=renja` gives that of a Renja, `?tahun=` the (first) year; by default of the period that begins in 2025, and
    of the next year for a Renja.
    """
    jenis = Rencana.Jenis.RENJA if request.GET.get("jenis") == "renja" else Rencana.Jenis.RENSTRA
    stated = request.GET.get("tahun", "")
    tahun = int(stated) if re.fullmatch(r"20\d\d", stated) else None
    stream = io.BytesIO()
    if jenis == Rencana.Jenis.RENJA:
        tahun = tahun or timezone.localdate().year + 1
        write_blank(stream, jenis=jenis.value, tahun_awal=tahun)
        return file_response(stream.getvalue(), XLSX, f"buku-kerja-renja-{tahun}-kosong.xlsx")
    tahun = tahun or 2025
    write_blank(stream, tahun_awal=tahun, tahun_akhir=tahun + 5)
    return file_response(stream.getvalue(), XLSX, "buku-kerja-renstra-kosong.xlsx")


urlpatterns: list[URLPattern] = [
    path("buku-kerja.xlsx", workbook_download, name="rencana-buku-kerja"),
]
