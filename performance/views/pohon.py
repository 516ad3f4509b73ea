"""Pohon kinerja of a plan of any kind: on screen to zoom, walk and fold, and as PDF on A3."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from planning.cascade import Cascade, load
from planning.models import Rencana
from planning.views.access import visible_plan
from planning.views.downloads import file_response
from planning.views.plans import plan_tabs
from renstra_portal.reporting.model import ReportError

from ..pohon.arrangement import LEVELS, Box, build_tree, default_year
from ..pohon.drawing import draw
from ..pohon.layout import lay_out
from ..pohon.printing import tree_html
from ..printed import PrintedDocument

_TAB = "pohon"
#: Up to how many boxes the picture opens whole; a larger one opens down to its programs.
MOST_OPEN = 40
#: How long the PDF of a very large tree (a hundred pages) may take.
_SECONDS = 300.0


@require_safe
def tree_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture with its list; `?tahun=` chooses whose targets it tells."""
    rencana = visible_plan(request, slug)
    cascade = load(rencana)
    tahun = _year(request, cascade)
    roots = build_tree(cascade, tahun)
    layout = lay_out(roots)
    held = {box.content.level for box in layout.boxes}
    context = {
        "rencana": rencana,
        "tab": plan_tabs(rencana, _TAB),
        "tahun": tahun,
        "semua_tahun": cascade.plan.tahun_tabel,
        # Every text in it is escaped where it is drawn.
        "gambar": mark_safe(draw(layout, title=f"Pohon kinerja {rencana.judul}", for_screen=True)),
        "daftar": mark_safe("".join(_listed(root) for root in roots)),
        "banyak": len(layout.boxes),
        "tingkat": [(level.label, LEVELS.index(level)) for level in LEVELS if level in held],
        "terbuka": len(LEVELS) if len(layout.boxes) <= MOST_OPEN else 2,
        "tanpa_sasaran": sum(root.column > 1 for root in roots),
    }
    return render(request, "performance/pohon.html", context)


@require_safe
def tree_download(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole tree as PDF, A3 lying."""
    rencana = visible_plan(request, slug)
    tahun = _asked_year(request, rencana)
    today = timezone.localdate()

    def html() -> str:
        cascade = load(rencana)
        year = tahun or default_year(cascade)
        return tree_html(cascade, build_tree(cascade, year), year, today)

    printed = PrintedDocument(f"pohon:{rencana.pk}:{rencana.revisi}:{rencana.status}:{tahun}:{today}", html, _SECONDS)
    try:
        content = printed.pdf()
    except ReportError as error:
        messages.error(request, str(error))
        return redirect("kinerja-pohon", rencana)
    return file_response(content, "application/pdf", f"pohon-kinerja-{rencana.slug.replace('/', '-')}.pdf")


def _year(request: HttpRequest, cascade: Cascade) -> int:
    asked = request.GET.get("tahun", "")
    known = {str(year): year for year in cascade.plan.tahun_tabel}
    return known.get(asked, default_year(cascade))


def _asked_year(request: HttpRequest, rencana: Rencana) -> int | None:
    """The year asked for, None where none or one that the plan does not print."""
    asked = request.GET.get("tahun", "")
    return {str(year): int(year) for year in rencana.tahun_tabel}.get(asked)


def _listed(box: Box) -> str:
    """The box and all under it as an item of a nested list."""
    indicators = format_html_join(
        "", "<li>{} <strong>{}</strong></li>", ((one.teks, one.target) for one in box.indikator)
    )
    told = format_html('<ul class="pohon-indikator">{}</ul>', indicators) if box.indikator else ""
    below = mark_safe("".join(_listed(child) for child in box.children))
    note = format_html(' <span class="redup">({})</span>', box.catatan) if box.catatan else ""
    return format_html(
        '<li class="level-{}"><span class="pohon-tanda">{}</span> {}{}{}{}</li>',
        box.level.value,
        box.tanda,
        box.uraian,
        note,
        told,
        format_html("<ul>{}</ul>", below) if box.children else "",
    )


urlpatterns: list[URLPattern] = [
    path("", tree_page, name="kinerja-pohon"),
    path("unduh.pdf", tree_download, name="kinerja-pohon-unduh"),
]
