"""The pohon kinerja on paper: A3 lying, over as many pages as its branches take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from planning.cascade import Cascade
from planning.tables.base import organisation, version_line
from renstra_portal.reporting.html import css_string, paper_css
from renstra_portal.reporting.model import A3

from .arrangement import Box
from .drawing import draw, texts_css, texts_html
from .pages import paginate

_POINTS_PER_MM = 72 / 25.4
MARGIN_MM = 11.0
FOOT_MM = 14.0
_HEAD_PT = 46.0
_EDGE = 1.0
#: What a page has for the picture, in points, inside margins and head.
PAGE_WIDTH = (A3.width_mm - 2 * MARGIN_MM) * _POINTS_PER_MM
PAGE_HEIGHT = (A3.height_mm - MARGIN_MM - FOOT_MM) * _POINTS_PER_MM - _HEAD_PT

_CSS = """
.lembar-pohon { break-after: page; }
.lembar-pohon:last-child { break-after: auto; }
.kepala-pohon { height: 40pt; overflow: hidden; }
.kepala-pohon h1 { font-size: 11.5pt; margin: 0 0 1pt; }
.kepala-pohon p { font-size: 9pt; margin: 0; }
.kepala-pohon .cabang { font-size: 8pt; color: #333; white-space: nowrap; overflow: hidden; }
.bidang { position: relative; }
.bidang svg { display: block; }
"""


def tree_html(cascade: Cascade, roots: Sequence[Box], tahun: int, printed_on: date) -> str:
    """The whole printable document; each page names the branch that it shows."""
    plan = cascade.plan
    title = f"Pohon Kinerja {organisation(plan)}"
    first_column = min((box.column for root in roots for box in root.walk()), default=0)
    pages = paginate(roots, PAGE_HEIGHT)
    said = f"{plan.judul} · target tahun {tahun}"
    body = []
    for page in pages:
        layout = page.layout(first_column)
        body.append(
            f'<section class="lembar-pohon"><div class="kepala-pohon"><h1>{escape(title)}</h1>'
            f'<p>{escape(said)}</p><p class="cabang">{escape(page.cabang)}</p></div><div class="bidang">'
            f"{draw(layout, margin=_EDGE, with_texts=False)}{texts_html(layout, _EDGE)}</div></section>\n"
        )
    if not body:
        body.append(f"<h1>{escape(title)}</h1><p>Belum ada tujuan, sasaran atau program.</p>")
    foot = "vertical-align: top; padding-top: 5pt; font-size: 7pt; color: #333"
    rules = (
        f"@page {{ size: {A3.width_mm}mm {A3.height_mm}mm; margin: {MARGIN_MM}mm {MARGIN_MM}mm {FOOT_MM}mm;"
        f"@bottom-left {{ content: {css_string(version_line(plan, printed_on))}; {foot} }}"
        f'@bottom-right {{ content: "Halaman " counter(page) " dari " counter(pages); {foot} }} }}'
    )
    return (
        f'<!DOCTYPE html>\n<html lang="id">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        f"<style>\n{paper_css()}{_CSS}{texts_css()}{rules}\n</style>\n</head>\n<body>\n{''.join(body)}</body>\n</html>\n"
    )
