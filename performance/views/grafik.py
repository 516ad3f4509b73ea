"""The charts of one kinerja plan: on a page, and each as an SVG file."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, re_path
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from planning.cascade import load
from planning.models.indikator import TRIWULAN
from planning.views.downloads import file_response
from planning.views.plans import plan_tabs

from ..charts import Chart, charts_of
from .access import kinerja_plan
from .triwulan import asked_triwulan

SVG = "image/svg+xml"


def _drawn(chart: Chart) -> tuple[Chart, SafeString]:
    # The engine escapes every text itself.
    return chart, mark_safe(chart.svg)


@require_safe
def chart_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Every chart of the year; `?triwulan=2` draws it up to the end of a triwulan."""
    rencana = kinerja_plan(request, slug)
    triwulan = asked_triwulan(request)
    charts = charts_of(load(rencana), triwulan)
    query = request.GET.urlencode()
    context = {
        "rencana": rencana,
        "tab": plan_tabs(rencana, "grafik"),
        "kelompok": [(name, [_drawn(one) for one in found]) for name, found in groupby(charts, attrgetter("kelompok"))],
        "triwulan": triwulan,
        "pilihan_triwulan": TRIWULAN,
        "query": f"?{query}" if query else "",
    }
    return render(request, "performance/grafik.html", context)


@require_safe
def chart_download(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One chart as an SVG file."""
    rencana = kinerja_plan(request, slug)
    chart = next((one for one in charts_of(load(rencana), asked_triwulan(request)) if one.key == key), None)
    if chart is None:
        raise Http404("Grafik itu tidak ada.")
    name = f"grafik-{chart.key}-{rencana.slug.replace('/', '-')}.svg"
    return file_response(chart.svg.encode(), SVG, name)


urlpatterns: list[URLPattern] = [
    path("", chart_page, name="kinerja-grafik"),
    re_path(r"^(?P<key>[a-z0-9-]+)\.svg$", chart_download, name="kinerja-grafik-unduh"),
]
