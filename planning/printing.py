"""Printed tables for pages: one table of one plan version as PDF, workbook or page pictures, kept while it holds."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace

import pypdfium2
from django.core.cache import caches
from django.utils import timezone

from renstra_portal import __version__
from renstra_portal.reporting.html import render_page_html
from renstra_portal.reporting.model import Paper, Report
from renstra_portal.reporting.pdf import render_pdf_in_subprocess

from .cascade import load, plan_info
from .models import Rencana
from .tables import TABLES, TableOptions, build_table
from .versions.origins import compared_with, origin_plan

#: Pictures are drawn at this many pixels for each PDF point: sharp on a laptop, small on the line.
PREVIEW_SCALE = 1.6


def with_sources(options: TableOptions, rencana: Rencana, table: str) -> TableOptions:
    """The options with the other versions read into them that the table (canonical id) compares with or asks for."""
    definition = TABLES[table]
    if other := origin_plan(rencana, definition.compares):
        options = replace(options, counterpart=compared_with(rencana, other))
    if definition.sources:
        options = replace(options, sources=tuple(load(one) for one in definition.sources(rencana)))
    return options


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One table of one plan version, on one paper, with one choice of pagu. `table` is a canonical id."""

    rencana: Rencana
    table: str
    options: TableOptions

    @property
    def key(self) -> str:
        """Changes whenever the printed page would: the versions' revision and status, the options, the day."""
        plan, table = self.rencana, TABLES[self.table]
        other = origin_plan(plan, table.compares)
        read = [*((other,) if other else ()), *(table.sources(plan) if table.sources else ())]
        return ":".join(
            str(part)
            for part in (
                __version__,
                plan.pk,
                plan.revisi,
                plan.status,
                self.table,
                self.options.kertas,
                self.options.pagu,
                self.options.bentuk,
                self.options.hanya_berubah,
                self.options.triwulan,
                *(part for one in read for part in (one.pk, one.revisi, one.status)),
                timezone.localdate(),
            )
        )

    @property
    def paper(self) -> Paper:
        """The sheet it is printed on."""
        return self.options.paper(plan_info(self.rencana))

    def report(self) -> Report:
        """The table as a report, freshly read."""
        options = with_sources(self.options, self.rencana, self.table)
        return build_table(self.table, load(self.rencana), options)

    def pdf(self) -> bytes:
        """The PDF, rendered once and kept. Raises `ReportError` when it could not be rendered."""
        cache = caches["cetak"]
        kept: bytes | None = cache.get(f"pdf:{self.key}")
        if kept is None:
            kept = render_pdf_in_subprocess(render_page_html(self.report(), self.paper))
            cache.set(f"pdf:{self.key}", kept)
        return kept

    def page_count(self) -> int:
        """How many pages the PDF has."""
        return len(pypdfium2.PdfDocument(self.pdf()))

    def page_png(self, number: int) -> bytes | None:
        """A picture of the given page (from 1), or None when there is no such page."""
        cache = caches["cetak"]
        key = f"png:{number}:{self.key}"
        kept: bytes | None = cache.get(key)
        if kept is None:
            document = pypdfium2.PdfDocument(self.pdf())
            if not 1 <= number <= len(document):
                return None
            picture = document[number - 1].render(scale=PREVIEW_SCALE).to_pil()
            stream = io.BytesIO()
            picture.save(stream, format="PNG", optimize=True)
            kept = stream.getvalue()
            cache.set(key, kept)
        return kept
