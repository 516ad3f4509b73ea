"""What a printed table is: columns, rows, cells, merges, sums, marks, notes and signatures.

Everything is an immutable value, so that one `Report` can be handed to any number of renderers and the figure
on the screen, on paper, in the workbook and in the CSV is the same object.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from decimal import Decimal
from typing import Literal

from renstra_portal.lib.values import Nilai

ColumnKind = Literal["text", "value", "rupiah", "integer", "code"]
Align = Literal["left", "center", "right"]
CellStyle = Literal["", "bold", "italic", "muted"]
CellValue = Nilai | Decimal | int | str | Sequence[str] | None

NUMERIC_KINDS: frozenset[str] = frozenset({"value", "rupiah", "integer"})


class ReportError(Exception):
    """A report could not be rendered; the message is Indonesian and may be shown to the user."""


@dataclass(frozen=True, slots=True)
class Column:
    """One printed column.

    `id` is the stable name used by CSV heads and by `Row.cells`; `width` is relative to the other columns;
    `number` is the column number or formula printed under the head, such as "(5)" or "8 = 7/6". `least` is the room
    in em that a column keeps on paper even while it is blank, to be filled in by hand.
    """

    id: str
    title: str
    width: float = 1.0
    kind: ColumnKind = "text"
    number: str = ""
    align: Align | None = None
    least: float = 0.0

    @property
    def alignment(self) -> Align:
        """Where the cells stand: figures right unless the declaration says otherwise."""
        return self.align or ("right" if self.kind in NUMERIC_KINDS else "left")


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """Columns (or groups of columns) under one common head such as "Target Tahun".

    `number` is the one column number or formula that all of them share, as the pairs K and Rp of an evaluation form do.
    """

    title: str
    columns: tuple[Column | ColumnGroup, ...]
    number: str = ""


Heading = Column | ColumnGroup


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """One cell of the table head: its text and the rows and columns it covers."""

    title: str
    column: int
    rowspan: int = 1
    colspan: int = 1
    is_number: bool = False


def leaves(columns: Sequence[Heading]) -> tuple[Column, ...]:
    """The printed columns from left to right, whatever groups they stand in."""
    found: list[Column] = []
    for heading in columns:
        if isinstance(heading, Column):
            found.append(heading)
        else:
            found.extend(leaves(heading.columns))
    return tuple(found)


def _depth(heading: Heading) -> int:
    if isinstance(heading, Column):
        return 1
    return 1 + max((_depth(child) for child in heading.columns), default=0)


def header_rows(columns: Sequence[Heading]) -> list[list[HeaderCell]]:
    """The table head as merged cells, top row first; a last row of column numbers when any column has one."""
    depth = max((_depth(heading) for heading in columns), default=0)
    rows: list[list[HeaderCell]] = [[] for _ in range(depth)]

    def place(heading: Heading, level: int, column: int) -> int:
        if isinstance(heading, Column):
            rows[level].append(HeaderCell(heading.title, column, rowspan=depth - level))
            return 1
        width = len(leaves(heading.columns))
        rows[level].append(HeaderCell(heading.title, column, colspan=width))
        for child in heading.columns:
            column += place(child, level + 1, column)
        return width

    position = 0
    for heading in columns:
        position += place(heading, 0, position)
    numbers = list(_numbers(columns, 0))
    if any(cell.title for cell in numbers):
        rows.append(numbers)
    return rows


def _numbers(columns: Sequence[Heading], position: int) -> Iterator[HeaderCell]:
    """The row of column numbers from `position` on; a group with a number of its own has one cell for all."""
    for heading in columns:
        width = len(leaves((heading,)))
        if isinstance(heading, Column) or heading.number:
            yield HeaderCell(heading.number, position, colspan=width, is_number=True)
        else:
            yield from _numbers(heading.columns, position)
        position += width


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell.

    `value` may be a `Nilai`, an amount (rupiah or a count), a text (newlines are kept), or a list of lines.
    `sum_of` holds indexes into `Report.rows` whose cell in the same column adds up to this one, `sum_across` the ids
    of columns whose cells in the same row do.
    `align` overrides where the column's cells stand, for a text in a column of figures.
    `mark` is the symbol of a footnote explained in `Report.marks`; `percent` prints "%" after a number, `unit` a
    word ("7 dokumen"); `decimals` overrides the number of decimals the value was typed with.
    """

    value: CellValue = None
    _: KW_ONLY
    style: CellStyle = ""
    indent: int = 0
    rowspan: int = 1
    colspan: int = 1
    sum_of: tuple[int, ...] = ()
    sum_across: tuple[str, ...] = ()
    align: Align | None = None
    mark: str = ""
    decimals: int | None = None
    percent: bool = False
    unit: str = ""


BLANK = Cell()


@dataclass(frozen=True, slots=True)
class Row:
    """One printed line: its level, its cells by column id, and a key (such as a node id) for links.

    An absent cell is blank, or covered by a merged cell to the left or above. `keep_with_next` marks a line
    that introduces what follows and so must not end a page.
    """

    level: str
    cells: Mapping[str, Cell | CellValue]
    keep_with_next: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """What is signed: place and date, the office, room to sign, name, rank and NIP (a text of 18 digits)."""

    place_date: str = ""
    lines_before: tuple[str, ...] = ()
    name: str = ""
    rank: str = ""
    nip: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A whole table, ready to be rendered.

    `marks` explains each footnote symbol; `unit_note` is printed above the table, e.g. "(dalam rupiah)";
    `version_line` in the page foot tells which version of the plan a loose page came from; `stem` is the file
    name without extension (derived from number and title when empty); `paraf` names who initials each page.
    """

    id: str
    number: str
    title: str
    columns: tuple[Heading, ...]
    rows: Sequence[Row]
    organisation: str = ""
    subtitle: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    source: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)
    signatures: tuple[Signature, ...] = ()
    unit_note: str = ""
    version_line: str = ""
    stem: str = ""
    paraf: tuple[str, ...] = ()

    @property
    def file_stem(self) -> str:
        """A file name without extension, made of ASCII letters, digits, dots and hyphens only."""
        raw = self.stem or f"{self.number} {self.title}"
        ascii_text = unicodedata.normalize("NFKD", raw).encode("ascii", "ignore").decode()
        return re.sub(r"[^A-Za-z0-9.]+", "-", ascii_text).strip("-.").lower()[:100] or self.id


def as_cell(value: Cell | CellValue) -> Cell:
    """The cell itself, or a plain cell around a bare value."""
    return value if isinstance(value, Cell) else Cell(value)


PlacedCell = tuple[int, Cell | CellValue]


def placed_rows(report: Report) -> Iterator[tuple[Row, list[PlacedCell]]]:
    """Each row with the (column index, cell) pairs to be drawn; cells covered by a merge are left out.

    Raises `ReportError` when two merged cells overlap or a merge runs out of the table.
    """
    columns = leaves(report.columns)
    ids = [column.id for column in columns]
    total = len(report.rows)
    covered_until = [0] * len(ids)
    for index, row in enumerate(report.rows):
        get = row.cells.get
        placed: list[PlacedCell] = []
        skip_to = 0
        for column, column_id in enumerate(ids):
            value = get(column_id)
            if column < skip_to or covered_until[column] > index:
                if isinstance(value, Cell) and (value.rowspan > 1 or value.colspan > 1):
                    raise ReportError(f"{report.number}: sel gabungan bertumpuk di baris {index + 1}.")
                continue
            if isinstance(value, Cell) and (value.rowspan > 1 or value.colspan > 1):
                skip_to = column + value.colspan
                if skip_to > len(ids) or index + value.rowspan > total:
                    raise ReportError(f"{report.number}: sel gabungan lewat tepi di baris {index + 1}.")
                for covered in range(column, skip_to):
                    covered_until[covered] = index + value.rowspan
            placed.append((column, value))
        yield row, placed


PaperName = Literal["A3", "A4", "F4"]
Orientation = Literal["landscape", "portrait"]

_PAPER_MM: dict[str, tuple[int, int]] = {"A3": (420, 297), "A4": (297, 210), "F4": (330, 215)}
_LARGEST_PT: dict[str, float] = {"A3": 9.0, "A4": 8.0, "F4": 8.5}


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet: A3, A4 or F4 (folio as Indonesian offices use it, 330 × 215 mm), lying or upright.

    `margin_mm` is the mean of opposite margins; `type_pt` the size of type of a table where the sheet's own does not
    suit the text around it, 0 for the sheet's own.
    """

    name: PaperName = "A4"
    orientation: Orientation = "landscape"
    margin_mm: float = 12.0
    type_pt: float = 0.0

    @property
    def width_mm(self) -> int:
        """Width of the sheet in millimetres."""
        long, short = _PAPER_MM[self.name]
        return long if self.orientation == "landscape" else short

    @property
    def height_mm(self) -> int:
        """Height of the sheet in millimetres."""
        long, short = _PAPER_MM[self.name]
        return short if self.orientation == "landscape" else long

    @property
    def largest_font_pt(self) -> float:
        """The table's type size in points when nothing forces it to be smaller."""
        return self.type_pt or _LARGEST_PT[self.name]


A3 = Paper("A3")
A4 = Paper("A4")
F4 = Paper("F4")
