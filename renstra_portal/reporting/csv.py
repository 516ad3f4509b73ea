"""A report as comma-separated values: stable column ids, plain values, one line per printed row."""

from __future__ import annotations

import csv
import io
import re

from .figures import plain
from .model import Cell, Report, leaves

# A dash alone says "not planned", and one with a blank after it begins an item of a list.
_DANGEROUS = re.compile(r"[=+@\t\r]|-[^ ]")


def safe_text(text: str) -> str:
    """The text, with an apostrophe before it when a spreadsheet would take it for a formula."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def render_csv(report: Report) -> str:
    """The report with the head `level`, then the column ids; lines end with CRLF (RFC 4180).

    Only texts are ever prefixed, never a number or "-"; cells covered by a merge stay empty. Units printed beside
    figures of a column stand in a column `<id>_satuan` of their own.
    Encode as "utf-8-sig" when people are to open it in Excel.
    """
    ids = [column.id for column in leaves(report.columns)]
    with_units = {
        column_id
        for row in report.rows
        for column_id, value in row.cells.items()
        if isinstance(value, Cell) and value.unit
    }
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    heads = [[column_id, f"{column_id}_satuan"] if column_id in with_units else [column_id] for column_id in ids]
    writer.writerow(["level", *(head for group in heads for head in group)])
    for row in report.rows:
        line = [row.level]
        for column_id in ids:
            value, unit = row.cells.get(column_id), ""
            if isinstance(value, Cell):
                unit = value.unit or ("%" if value.percent else "")
                value = value.value
            text = plain(value)
            line.append(safe_text(text) if isinstance(value, (str, list, tuple)) else text)
            if column_id in with_units:
                line.append(safe_text(unit))
        writer.writerow(line)
    return target.getvalue()
