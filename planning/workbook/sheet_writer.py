"""Writes the sheets of a workbook cell by cell: headings, widths, drop-downs, numbers as they were typed, live sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from renstra_portal.lib.numbers import retype
from renstra_portal.lib.values import Jenis, Nilai, parse_nilai

from ..cascade import PlanInfo
from .columns import Column, Sheet
from .grid import column_heading

File = str | Path | IO[bytes]

_BLANK_ROWS = 1500
_EXACT_DIGITS = 15


@dataclass(slots=True)
class Line:
    """One row to be written: texts by column key, figures by (column key, year), ids, and rows whose pagu it sums."""

    texts: dict[str, str] = field(default_factory=dict)
    figures: dict[tuple[str, int | None], Nilai] = field(default_factory=dict)
    ids: str = ""
    strong: bool = False
    sums: list[Line] | None = None
    block_end: Line | None = None
    totals: dict[int, Decimal] = field(default_factory=dict)


class SheetWriter:
    """An .xlsx file in the making. `plan` gives the years of the headings."""

    def __init__(self, plan: PlanInfo, file: File) -> None:
        self.plan = plan
        target = str(file) if isinstance(file, Path) else file
        self.book = xlsxwriter.Workbook(
            target,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False},
        )
        self._formats: dict[Any, Any] = {}

    def format(self, *, kind: str = "text", decimals: int = 0, strong: bool = False, grey: bool = False) -> Any:
        """The cell format for a kind of content: head, text, plain (to the right) or number. Each is made once."""
        key = (kind, decimals, strong, grey)
        if key not in self._formats:
            properties: dict[str, Any] = {"valign": "top", "border": 1, "border_color": "#C9CED6", "font_size": 10}
            if kind == "head":
                properties |= {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True,
                               "align": "center", "valign": "vcenter"}  # fmt: skip
            elif kind == "text":
                properties |= {"text_wrap": True, "num_format": "@"}
            elif kind == "plain":
                properties |= {"align": "right"}
            else:
                properties |= {"num_format": "#,##0" + (f".{'0' * decimals}" if decimals else "")}
            if strong:
                properties |= {"bold": True, "bg_color": "#EEF3F8"}
            if grey:
                properties |= {"font_color": "#9AA1AB", "bg_color": "#F2F2F2", "text_wrap": False}
            self._formats[key] = self.book.add_format(properties)
        return self._formats[key]

    def _write_nilai(self, sheet: Any, row: int, column: int, nilai: Nilai, *, strong: bool) -> None:
        number = nilai.number
        if number is None:
            text = nilai.plain()
            if nilai.kind is Jenis.TEKS and parse_nilai(text).nilai != nilai:
                text = f"'{text}"
            sheet.write_string(row, column, text, self.format(kind="plain", strong=strong))
        elif len(number.as_tuple().digits) > _EXACT_DIGITS:
            # Excel keeps fifteen digits; longer numbers travel as text.
            sheet.write_string(row, column, retype(number), self.format(kind="plain", strong=strong))
        else:
            style = self.format(kind="number", decimals=nilai.decimals, strong=strong)
            sheet.write_number(row, column, float(number), style)

    def _expanded(self, sheet: Sheet, years: Mapping[str, tuple[int, ...]]) -> list[tuple[Column, int | None]]:
        """The sheet's columns with yearly ones repeated; target and pagu of one year stand side by side."""
        expanded: list[tuple[Column, int | None]] = []
        yearly = [one for one in sheet.columns if one.yearly]
        done = False
        for one in sheet.columns:
            if one.pasted:
                continue
            if not one.yearly:
                expanded.append((one, None))
            elif sheet.key != "program":
                expanded.extend((one, year) for year in years.get(one.key, self.plan.tahun_tabel))
            elif not done:
                expanded.extend((other, year) for year in self.plan.tahun_tabel for other in yearly)
                done = True
        return expanded

    def write_sheet(self, schema_sheet: Sheet, lines: list[Line], years: Mapping[str, tuple[int, ...]]) -> None:
        """Write a sheet with its head, its lines and drop-downs for more of them.

        `years` are those of its yearly columns by key; others have those that the plan prints.
        """
        sheet = self.book.add_worksheet(schema_sheet.name)
        columns = self._expanded(schema_sheet, years)
        frozen = next((i for i, (one, year) in enumerate(columns) if year is not None or one.kind != "teks"), 2)
        sheet.freeze_panes(1, min(frozen, 3))
        sheet.set_row(0, 32)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        last = max(len(lines), _BLANK_ROWS)
        for index, (one, year) in enumerate(columns):
            heading = column_heading(one, tahun=year, dasar=self.plan.tahun_dasar)
            sheet.write_string(0, index, heading, self.format(kind="head"))
            sheet.write_comment(0, index, one.meaning)
            sheet.set_column(index, index, one.width)
            if one.choices:
                sheet.data_validation(
                    1, index, last, index,
                    {"validate": "list", "source": list(one.choices), "error_title": "Pilihan tidak dikenal",
                     "error_message": "Pilih dari daftar."},
                )  # fmt: skip
        if lines:
            sheet.autofilter(0, 0, len(lines), len(columns) - 1)
        where = {id(line): number for number, line in enumerate(lines, 1)}
        for number, line in enumerate(lines, 1):
            for index, (one, year) in enumerate(columns):
                key = one.key
                if key == "id":
                    sheet.write_string(number, index, line.ids, self.format(grey=True))
                elif one.kind == "teks" and year is None:
                    sheet.write_string(number, index, line.texts.get(key, ""), self.format(strong=line.strong))
                elif key == "pagu" and line.sums is not None:
                    self._write_sum(sheet, number, index, line, where, year or 0)
                elif (nilai := line.figures.get((key, year))) is not None and nilai.is_filled:
                    self._write_nilai(sheet, number, index, nilai, strong=line.strong)
                else:
                    sheet.write_blank(number, index, None, self.format(kind="plain", strong=line.strong))

    def _write_sum(self, sheet: Any, row: int, column: int, line: Line, where: dict[int, int], year: int) -> None:
        total = line.totals.get(year, Decimal(0))
        decimals = 0 if total == total.to_integral_value() else 2
        style = self.format(kind="number", decimals=decimals, strong=line.strong)
        if line.block_end is not None:
            first, last = row + 1, where[id(line.block_end)]
            parts = f"{xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(last, column)}"
        else:
            cells = [xl_rowcol_to_cell(where[id(one)], column) for one in line.sums or ()]
            # Excel takes at most 255 arguments of a function; sums of sums have no such limit.
            groups = [",".join(cells[start : start + 200]) for start in range(0, len(cells), 200)]
            parts = groups[0] if len(groups) == 1 else ",".join(f"SUM({group})" for group in groups)
        sheet.write_formula(row, column, f"=SUM({parts})", style, float(total))
