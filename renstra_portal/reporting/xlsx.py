"""A report as an Excel workbook: real numbers, live sums with cached values, and a sheet ready to print.

XlsxWriter runs in its ordinary mode, not `constant_memory`: that one forgets a row once the next is begun,
and merged heads and cells write below the current row. 5,000 lines need a few tens of megabytes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from renstra_portal.lib.memory import collections_paused

from .figures import figure_of, number_of, printed
from .levels import level_style
from .metrics import longest_word, text_width, wrapped_lines
from .model import (
    A4,
    BLANK,
    NUMERIC_KINDS,
    Cell,
    Column,
    Paper,
    Report,
    Row,
    header_rows,
    leaves,
    placed_rows,
)

# Excel has no number for F4 (330 × 215 mm); 14 is folio, 8.5 × 13 inch, which is the same sheet but for 1 mm.
_PAPER_CODE = {"A3": 8, "A4": 9, "F4": 14}
_FONT = "Arial"
_FONT_PT = 9
_LINE_PT = 12.0
_CHARACTER_EM = 7 / 12
"""One unit of column width (7 pixels, a digit of the workbook's own font) in em of the 9-point (12 pixel) type."""
_AVERAGE_CHARACTERS = 13.0
_WIDEST_CHARACTERS = 60.0
_TALLEST_PT = 409.0
_FROZEN_CHARACTERS = 50.0
_LONGEST_FORMULA = 8000
_MOST_ARGUMENTS = 250
_SIGNING_ROWS = 4

_FormatKey = tuple[str, str, str, str, int]


class _Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[object, Any] = {}

    def plain(self, **properties: Any) -> Any:
        """A format by its XlsxWriter properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            base = {"font_name": _FONT, "font_size": _FONT_PT}
            self._made[key] = self._workbook.add_format(base | properties)
        return self._made[key]

    def body(self, key: _FormatKey) -> Any:
        """The format of a body cell by (number format, alignment, level, style, indent)."""
        found = self._made.get(key)
        if found is None:
            number_format, align, level, style, indent = key
            look = level_style(level)
            properties: dict[str, Any] = {
                "border": 1,
                "border_color": "#666666",
                "valign": "top",
                "align": align,
            }
            if number_format != "General":
                properties["num_format"] = number_format
            if number_format in {"General", "@"}:
                properties["text_wrap"] = True
            if look.bold or style == "bold":
                properties["bold"] = True
            if look.italic or style == "italic":
                properties["italic"] = True
            if style == "muted":
                properties["font_color"] = "#555555"
            if look.tint:
                properties["bg_color"] = look.tint
            if indent:
                properties["indent"] = indent
            found = self._made[key] = self.plain(**properties)
        return found


def render_xlsx(report: Report, paper: Paper = A4) -> bytes:
    """The report as the bytes of an .xlsx file with one sheet.

    "-" stays a text, nihil is 0, a blank stays blank, codes and NIP are texts, no text becomes a formula. A
    cell with `sum_of` becomes a SUM with its value cached, provided that its parts add up to it: a figure
    that a document prints otherwise stays that figure, so that opening the workbook cannot change it.
    """
    return render_workbook((report,), paper)


@collections_paused()
def render_workbook(reports: Sequence[Report], paper: Paper = A4) -> bytes:
    """Several reports as one .xlsx file, a sheet for each, named by its number or id; see `render_xlsx`."""
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    workbook = xlsxwriter.Workbook(target, options)
    first = reports[0]
    workbook.set_properties({"title": f"{first.number} {first.title}".strip(), "author": first.organisation})
    formats = _Formats(workbook)
    for report in reports:
        _write_sheet(workbook.add_worksheet(_sheet_name(report)), formats, report, paper)
    workbook.close()
    return target.getvalue()


def _write_sheet(sheet: Any, formats: _Formats, report: Report, paper: Paper) -> None:
    """One report on its sheet."""
    columns = leaves(report.columns)
    widths = _declared_widths(columns)
    last = max(len(columns) - 1, 0)

    top = _write_heading(sheet, formats, report, last)
    first_body = _write_head(sheet, formats, report, top, widths)
    figures = _write_body(sheet, formats, report, columns, widths, first_body)
    for index, width in enumerate(widths):
        room = max(width, _characters(text_width(figures[index]) * 1.1))
        sheet.set_column(index, index, min(room, _WIDEST_CHARACTERS), formats.plain())
    _write_foot(sheet, formats, report, first_body + len(report.rows), last)

    sheet.freeze_panes(first_body, 1 if widths and widths[0] <= _FROZEN_CHARACTERS else 0)
    _set_up_page(sheet, report, paper, top, first_body)


def _sheet_name(report: Report) -> str:
    name = "".join("-" if character in "[]:*?/\\" else character for character in report.number or report.id)
    return name.strip("'")[:31] or "Tabel"


def _declared_widths(columns: Sequence[Column]) -> list[float]:
    """Widths in Excel characters by declared weight, but never too narrow for the words of the head."""
    total = sum(column.width for column in columns) or 1.0
    scale = _AVERAGE_CHARACTERS * len(columns) / total
    return [
        min(max(column.width * scale, _characters(longest_word(column.title) * 1.1)), _WIDEST_CHARACTERS)
        for column in columns
    ]


def _characters(em: float) -> float:
    """The column width in Excel characters that holds a text of so many em."""
    return em / _CHARACTER_EM + 1.2


def _write_line(sheet: Any, row: int, last: int, text: str, form: Any) -> None:
    if last:
        sheet.merge_range(row, 0, row, last, text, form)
    else:
        sheet.write_string(row, 0, text, form)


def _write_heading(sheet: Any, formats: _Formats, report: Report, last: int) -> int:
    """The title block over the whole width; returns the first row of the head."""
    title = formats.plain(bold=True, align="center", font_size=12)
    strong = formats.plain(bold=True, align="center", font_size=11)
    normal = formats.plain(align="center", font_size=10)
    lines = [(report.number, normal), (report.title, title), (report.organisation, strong)]
    lines += [(line, normal) for line in report.subtitle]
    lines.append((report.unit_note, formats.plain(italic=True, align="right")))
    row = 0
    for text, form in lines:
        if text:
            _write_line(sheet, row, last, text, form)
            row += 1
    return row


def _write_head(sheet: Any, formats: _Formats, report: Report, top: int, widths: Sequence[float]) -> int:
    """The merged multi-row head and the column numbers; returns the first row of the body."""
    look: dict[str, Any] = {"border": 1, "border_color": "#666666", "align": "center", "valign": "vcenter"}
    head_format = formats.plain(**look, bold=True, text_wrap=True, bg_color="#e3e8ee")
    number_format = formats.plain(**look, font_size=8, bg_color="#f3f5f8")
    rows = header_rows(report.columns)
    heights = [1.0] * len(rows)
    for offset, line in enumerate(rows):
        for cell in line:
            row = top + offset
            form = number_format if cell.is_number else head_format
            if cell.rowspan > 1 or cell.colspan > 1:
                bottom, right = row + cell.rowspan - 1, cell.column + cell.colspan - 1
                sheet.merge_range(row, cell.column, bottom, right, "", form)
            sheet.write_string(row, cell.column, cell.title, form)
            width = sum(widths[cell.column : cell.column + cell.colspan]) * _CHARACTER_EM
            needed = wrapped_lines(cell.title, width / 1.1) / cell.rowspan
            for covered in range(offset, offset + cell.rowspan):
                heights[covered] = max(heights[covered], needed)
    for offset, needed in enumerate(heights):
        sheet.set_row(top + offset, needed * _LINE_PT + 3)
    return top + len(rows)


def _write_body(
    sheet: Any,
    formats: _Formats,
    report: Report,
    columns: Sequence[Column],
    widths: Sequence[float],
    first: int,
) -> list[str]:
    """The lines of the table. Returns, per column, a figure as large and as precise as any that stands in it."""
    figures = [column.kind in NUMERIC_KINDS for column in columns]
    alignments = [column.alignment for column in columns]
    positions = {column.id: index for index, column in enumerate(columns)}
    text_formats = ["@" if column.kind == "code" else "General" for column in columns]
    # A little less than there is, because bold runs wider than the metrics and no line may be clipped.
    room = [width * _CHARACTER_EM * 0.93 - 0.4 for width in widths]
    body_format = formats.body
    write_number, write_string, write_blank = sheet.write_number, sheet.write_string, sheet.write_blank
    longest_unit = [""] * len(columns)
    known_lines: dict[tuple[int, int, str], int] = {}
    bare_forms: dict[tuple[int, int, str], Any] = {}
    row_lines: list[int] = []
    largest = [Decimal(0)] * len(columns)
    most_decimals = [0] * len(columns)
    tall_merges: list[tuple[int, int, int]] = []

    for offset, (line, placed) in enumerate(placed_rows(report)):
        row = first + offset
        level = line.level
        tallest = 1
        for index, value in placed:
            cell = BLANK
            if isinstance(value, Cell):
                cell, value = value, value.value
            merged = cell is not BLANK and (cell.rowspan > 1 or cell.colspan > 1)
            figure = figure_of(value, columns[index], cell.decimals) if figures[index] and value is not None else None
            if figure is not None:
                number, decimals = figure
                if number > largest[index]:
                    largest[index] = number
                elif -number > largest[index]:
                    largest[index] = -number
                if decimals > most_decimals[index]:
                    most_decimals[index] = decimals
                if cell is BLANK:
                    bare_key = (index, decimals, level)
                    form = bare_forms.get(bare_key)
                    if form is None:
                        number_format = _number_format(decimals, False, "", "")
                        form = bare_forms[bare_key] = body_format((number_format, alignments[index], level, "", 0))
                    write_number(row, index, number, form)
                    continue
                if cell.unit and len(cell.unit) > len(longest_unit[index]):
                    longest_unit[index] = cell.unit
                number_format = _number_format(decimals, cell.percent, cell.unit, cell.mark)
                form = body_format((number_format, alignments[index], level, cell.style, cell.indent))
                if merged:
                    _merge(sheet, row, index, cell, form)
                formula = _sum_formula(report, columns[index].id, index, cell, number, first) if cell.sum_of else None
                if cell.sum_across and not formula:
                    formula = _row_sum_formula(line, positions, cell, number, row)
                if formula:
                    sheet.write_formula(row, index, formula, form, number)
                else:
                    write_number(row, index, number, form)
                continue
            if value is None:
                text = ""
            elif isinstance(value, str):
                text = value
            else:
                text = printed(cell if cell is not BLANK else Cell(value), columns[index])
            align = cell.align or ("center" if text == "-" and figures[index] else alignments[index])
            form = body_format((text_formats[index], align, level, cell.style, cell.indent))
            if merged:
                _merge(sheet, row, index, cell, form)
            if not text:
                if not merged:
                    write_blank(row, index, None, form)
                continue
            write_string(row, index, f"{text}{cell.mark}" if cell.mark else text, form)
            if len(text) < 8:
                continue
            key = (index, cell.colspan + 100 * cell.indent, text)
            lines = known_lines.get(key)
            if lines is None:
                lines = wrapped_lines(text, sum(room[index : index + cell.colspan]) - cell.indent)
                known_lines[key] = lines
            if cell.rowspan > 1:
                tall_merges.append((offset, cell.rowspan, lines))
            elif lines > tallest:
                tallest = lines
        row_lines.append(tallest)

    for offset, rowspan, lines in tall_merges:
        # Excel clips a merged text that is taller than its rows, so the last of them makes up for it.
        missing = lines - sum(row_lines[offset : offset + rowspan])
        if missing > 0:
            row_lines[offset + rowspan - 1] += missing
    for offset, lines in enumerate(row_lines):
        if lines > 1:
            sheet.set_row(first + offset, min(lines * _LINE_PT + 2, _TALLEST_PT))
    # "-" and "%" make room for a sign and a percent where a column has them.
    return [
        f"-{printed(Cell(largest[index], decimals=most_decimals[index]), column)}% {longest_unit[index]}".rstrip()
        if figures[index]
        else ""
        for index, column in enumerate(columns)
    ]


def _merge(sheet: Any, row: int, column: int, cell: Cell, form: Any) -> None:
    sheet.merge_range(row, column, row + cell.rowspan - 1, column + cell.colspan - 1, "", form)


@lru_cache(maxsize=256)
def _number_format(decimals: int, percent: bool, unit: str, mark: str) -> str:
    """The format that shows a number as it was typed; Excel puts its own country's separators in."""
    text = "#,##0" if not decimals else "#,##0." + "0" * decimals
    if percent:
        text += '"%"'
    if unit:
        name = unit.replace('"', "")
        text += f'" {name}"'
    return f'{text}"{mark}"' if mark else text


def _sum_formula(report: Report, column_id: str, column: int, cell: Cell, number: Decimal, first: int) -> str | None:
    """SUM over the rows of `sum_of`, neighbours as ranges; None when they do not add up to the figure."""
    total = Decimal(0)
    for index in cell.sum_of:
        part = report.rows[index].cells.get(column_id)
        total += number_of(part.value if isinstance(part, Cell) else part) or 0
    if total != number:
        return None
    name = xl_col_to_name(column)
    ranges: list[list[int]] = []
    for index in sorted(cell.sum_of):
        if ranges and index == ranges[-1][1] + 1:
            ranges[-1][1] = index
        else:
            ranges.append([index, index])
    references = [
        f"{name}{first + start + 1}" if start == end else f"{name}{first + start + 1}:{name}{first + end + 1}"
        for start, end in ranges
    ]
    # Excel allows 255 arguments to a function.
    parts = [
        f"SUM({','.join(references[i : i + _MOST_ARGUMENTS])})" for i in range(0, len(references), _MOST_ARGUMENTS)
    ]
    formula = "=" + "+".join(parts)
    return formula if len(formula) <= _LONGEST_FORMULA else None


def _row_sum_formula(line: Row, positions: Mapping[str, int], cell: Cell, number: Decimal, row: int) -> str | None:
    """SUM over the cells of `sum_across` in the same row; None when they do not add up to the figure."""
    total = Decimal(0)
    for column_id in cell.sum_across:
        part = line.cells.get(column_id)
        total += number_of(part.value if isinstance(part, Cell) else part) or 0
    if total != number:
        return None
    names = [f"{xl_col_to_name(positions[column_id])}{row + 1}" for column_id in cell.sum_across]
    return f"=SUM({','.join(names)})"


def _write_foot(sheet: Any, formats: _Formats, report: Report, row: int, last: int) -> None:
    """Source, explanation of marks, notes and signatures, below the table."""
    small = formats.plain(font_size=8)
    lines = [f"Sumber: {report.source}"] if report.source else []
    lines += [f"{mark} {text}" for mark, text in report.marks.items()]
    lines += [f"Catatan: {note}" for note in report.notes]
    row += 1 if lines else 0
    for text in lines:
        sheet.write_string(row, 0, text, small)
        row += 1
    if not report.signatures:
        return
    row += 1
    normal = formats.plain(align="center")
    name = formats.plain(align="center", bold=True, underline=1)
    signers = len(report.signatures)
    slots = signers if signers > 1 else 3
    before = max(len(signature.lines_before) for signature in report.signatures)
    for position, signature in enumerate(report.signatures, start=slots - signers):
        left = (last + 1) * position // slots
        right = max((last + 1) * (position + 1) // slots - 1, left)
        under = row + 1 + before + _SIGNING_ROWS
        texts = [(row, signature.place_date, normal)]
        texts += [(row + 1 + i, line, normal) for i, line in enumerate(signature.lines_before)]
        texts.append((under, signature.name, name))
        texts.append((under + 1, signature.rank, normal))
        texts.append((under + 2, f"NIP {signature.nip}" if signature.nip else "", normal))
        for line_row, text, form in texts:
            if not text:
                continue
            if right > left:
                sheet.merge_range(line_row, left, line_row, right, "", form)
            sheet.write_string(line_row, left, text, form)


def _set_up_page(sheet: Any, report: Report, paper: Paper, top: int, first_body: int) -> None:
    """Paper, one page wide, the head repeated on every page, and what the foot says."""
    if paper.orientation == "landscape":
        sheet.set_landscape()
    sheet.set_paper(_PAPER_CODE[paper.name])
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.47, right=0.47, top=0.5, bottom=0.6)
    if first_body > top:
        sheet.repeat_rows(top, first_body - 1)
    left, middle = (text.replace("&", "&&") for text in (report.version_line, report.number))
    # Excel refuses a foot of more than 255 characters.
    sheet.set_footer(f"&L&8{left[:150]}&C&8{middle[:40]}&R&8Halaman &P dari &N")
    sheet.set_header("")
