"""What the portal printed, read back out of its CSV, its workbook and its PDF."""

import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal

import openpyxl
import pypdfium2

from renstra_portal.lib.values import TIDAK_DIRENCANAKAN, Nilai, round_half_up
from renstra_portal.reporting.csv import render_csv
from renstra_portal.reporting.html import render_page_html
from renstra_portal.reporting.model import NUMERIC_KINDS, Paper, Report, header_rows, leaves
from renstra_portal.reporting.pdf import html_to_pdf
from renstra_portal.reporting.xlsx import render_xlsx

Line = dict[str, Nilai | str]
_HEADING_LINES = ("number", "title", "organisation", "unit_note")
_NUMBER_FORMAT = re.compile(r'#,##0(?:\.(?P<decimals>0+))?(?:" ?(?P<unit>[^"†]+)")?("†")?')


@dataclass(frozen=True)
class Sheet:
    """The rows of a printed table read from a workbook, which cells are formulas, and the units shown in cells."""

    rows: list[Line]
    formulas: dict[tuple[int, str], str]
    units: dict[tuple[int, str], str]


def numeric_ids(report: Report) -> set[str]:
    return {column.id for column in leaves(report.columns) if column.kind in NUMERIC_KINDS}


def from_csv(report: Report) -> list[Line]:
    """The filled cells of every row; figures as `Nilai`, with the decimals that stand there."""
    figures = numeric_ids(report)
    lines: list[Line] = []
    for row in csv.DictReader(io.StringIO(render_csv(report), newline="")):
        row.pop("level")
        lines.append({name: _figure(text) if name in figures else text for name, text in row.items() if text})
    return lines


def _figure(text: str) -> Nilai:
    """A figure of the CSV, where a grade stands without the mark of an encoded text."""
    return Nilai.teks(text) if text[0].isalpha() or text.count(" ") else Nilai.decode(text)


def from_xlsx(report: Report) -> Sheet:
    """The filled cells of every row of the sheet, by what Excel shows: cached values in their number format."""
    data = io.BytesIO(render_xlsx(report))
    values = openpyxl.load_workbook(data, data_only=True).active
    formulas = openpyxl.load_workbook(data).active
    ids = [column.id for column in leaves(report.columns)]
    figures = numeric_ids(report)
    heading = sum(bool(getattr(report, name)) for name in _HEADING_LINES) + len(report.subtitle)
    first = heading + len(header_rows(report.columns)) + 1
    lines: list[Line] = []
    found: dict[tuple[int, str], str] = {}
    units: dict[tuple[int, str], str] = {}
    for index in range(len(report.rows)):
        line: Line = {}
        for column, name in enumerate(ids, 1):
            cell = values.cell(first + index, column)
            if cell.value is None:
                continue
            formula = formulas.cell(first + index, column).value
            if isinstance(formula, str) and formula.startswith("=SUM("):
                found[index, name] = formula
            line[name] = str(cell.value)
            if name in figures:
                line[name], unit = _shown(cell)
                if unit:
                    units[index, name] = unit
        lines.append(line)
    return Sheet(lines, found, units)


def _shown(cell: openpyxl.cell.Cell) -> tuple[Nilai, str]:
    if cell.value == "-":
        return TIDAK_DIRENCANAKAN, ""
    if isinstance(cell.value, str):
        return Nilai.teks(cell.value), ""
    assert isinstance(cell.value, int | float), cell.value
    form = _NUMBER_FORMAT.fullmatch(cell.number_format)
    assert form, cell.number_format
    # Fifteen digits are what Excel keeps and shows; the largest figure of the documents has thirteen.
    decimals = len(form["decimals"] or "")
    amount = round_half_up(Decimal(f"{cell.value:.15g}"), decimals)
    return Nilai.of(amount, decimals=decimals), form["unit"] or ""


def pdf_text(report: Report, paper: Paper) -> str:
    """The words of all pages in reading order, without blanks, line-end hyphens and footnote marks."""
    document = pypdfium2.PdfDocument(html_to_pdf(render_page_html(report, paper)))
    return squeezed("".join(page.get_textpage().get_text_range() for page in document))


def squeezed(text: str) -> str:
    """Text without what a line break on paper adds or takes away: blanks, and the hyphens inside words.

    A hyphen that ends a line is reported as U+FFFE or U+0002 whether the word has it or only the line.
    """
    together = re.sub(r"[\u2010\u00ad\ufffe\x02†\s]", "", text)
    return re.sub(r"(?<=[^\W\d_])-(?=[^\W\d_])", "", together)
