"""The plan's workbook: as a download, and blank for a plan to come."""

from __future__ import annotations

import io

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from ..cascade import load
from ..workbook import write_blank, write_workbook
from .access import visible_plan
from .downloads import XLSX, file_response


@require_safe
def workbook_download(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole plan as the workbook that can be imported again."""
    rencana = visible_plan(request, slug)
    stream = io.BytesIO()
    write_workbook(load(rencana), stream)
    return file_response(stream.getvalue(), XLSX, f"buku-kerja-{rencana.slug.replace('/', '-')}.xlsx")


@require_safe
def blank_workbook(request: HttpRequest) -> HttpResponse:
    """An empty workbook with instructions, drop-downs and an example, for a plan that is not in the portal yet."""
    stream = io.BytesIO()
    write_blank(stream)
    return file_response(stream.getvalue(), XLSX, "buku-kerja-renstra-kosong.xlsx")


urlpatterns: list[URLPattern] = [
    path("buku-kerja.xlsx", workbook_download, name="rencana-buku-kerja"),
]
