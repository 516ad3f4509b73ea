"""The page that the entry grid is measured against: Tabulator alone with the same rows and columns, unpainted."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import path
from django.views.decorators.gzip import gzip_page

from planning.cascade import load
from planning.grid.rows import grid_data
from planning.models import Rencana
from renstra_portal.urls import urlpatterns as portal
from tests.planning.factories import SLUG

HERE = Path(__file__).parent
#: Width in pixels by the kind of column, as in the portal's grid.
WIDTHS = {"teks": 230, "nilai": 76, "rupiah": 120}


def page(request: HttpRequest) -> HttpResponse:
    """The page itself."""
    return HttpResponse((HERE / "grid_bare.html").read_text("utf-8").replace("{{ static }}", static("")))


def script(request: HttpRequest) -> HttpResponse:
    """Its one script."""
    text = (HERE / "grid_bare.js").read_text("utf-8").replace("STATIC", static(""))
    return HttpResponse(text, content_type="text/javascript")


@gzip_page
def data(request: HttpRequest) -> HttpResponse:
    """The cells of the measured plan, as the grid gets them, without what the grid knows about them."""
    found = grid_data(load(Rencana.objects.get(slug=SLUG)), reason=None)
    columns = [
        {"title": one["judul"], "field": one["col"], "width": WIDTHS[one["jenis"]], "frozen": one["col"] == "uraian"}
        for one in found["columns"]
        if not one["plafon"]
    ]
    rows = [{"id": one["row"], **one["cells"]} for one in found["rows"]]
    return JsonResponse({"columns": columns, "rows": rows})


urlpatterns = [
    path("pembanding/", page),
    path("pembanding/skrip.js", script),
    path("pembanding/data.json", data),
    *portal,
]
