"""A report as comma-separated values: stable column ids, plain values, one line per printed row."""

from __future__ import annotations

import csv
import io

from .figures import plain
from .model import Cell, Report, leaves

_DANGEROUS = ("=", "+", "@", "\t")


def safe_text(text: str) -> str:
    """The text, with an apostrophe before it when a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def render_csv(report: Report) -> str:
    """The report with the head `level`, then the column ids; lines end with CRLF (RFC 4180).

    Only texts are ever prefixed, never a number or "-"; cells covered by a merge stay empty.
    Encode as "utf-8-sig" when people are to open it in Excel.
    """
    ids = [column.id for column in leaves(report.columns)]
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(["level", *ids])
    for row in report.rows:
        line = [row.level]
        for column_id in ids:
            value = row.cells.get(column_id)
            if isinstance(value, Cell):
                value = value.value
            text = plain(value)
            line.append(safe_text(text) if isinstance(value, (str, list, tuple)) else text)
        writer.writerow(line)
    return target.getvalue()
