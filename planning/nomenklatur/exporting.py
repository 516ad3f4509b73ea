"""The nomenclature as CSV or Excel, in the columns that the import reads back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

import xlsxwriter

from planning.models import Nomenklatur
from renstra_portal.reporting.csv import safe_text

from .index import printed_kode

COLUMNS = (
    "edisi",
    "kewenangan",
    "kode",
    "level",
    "uraian",
    "kinerja",
    "indikator",
    "satuan",
    "definisi_operasional",
    "sumber",
)
_WIDTHS = (16, 11, 20, 14, 60, 50, 50, 14, 50, 40)


def export_csv(entries: Iterable[Nomenklatur]) -> bytes:
    """Entries (with `edisi` selected along) as UTF-8 CSV with a byte order mark, as Excel expects it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([safe_text(text) for text in _row(entry)] for entry in entries)
    return out.getvalue().encode("utf-8-sig")


def export_xlsx(entries: Iterable[Nomenklatur]) -> bytes:
    """Entries (with `edisi` selected along) as a workbook; every cell is text, so that codes keep their zeros."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        sheet = workbook.add_worksheet("Nomenklatur")
        heading = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        body = workbook.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        for column, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, heading)
        last = 0
        for last, entry in enumerate(entries, start=1):
            for column, text in enumerate(_row(entry)):
                sheet.write_string(last, column, text, body)
        sheet.freeze_panes(1, 3)
        sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    return out.getvalue()


def _row(entry: Nomenklatur) -> tuple[str, ...]:
    return (
        entry.edisi.kode,
        entry.kewenangan,
        printed_kode(entry),
        entry.level,
        entry.uraian,
        entry.kinerja,
        entry.indikator,
        entry.satuan,
        entry.definisi_operasional,
        entry.sumber,
    )
