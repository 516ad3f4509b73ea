"""A list or mapping file as rows: CSV or Excel, columns in any order, usual headings, code in one cell or in several.

The national Excel list spreads the code over five columns (urusan, bidang urusan, program, kegiatan, sub-kegiatan),
under one merged heading "Kode" or under a heading each; further heading rows and column numbers are left out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from renstra_portal.lib.text import clean_text, normalise_name

#: Field of a row → the headings under which it stands in practice (as `normalise_name` writes them).
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "kode": ("kode", "kode nomenklatur", "kode rekening", "kode sub kegiatan", "kode subkegiatan", "kd"),
    "level": ("level", "tingkat", "jenjang"),
    "uraian": (
        "uraian",
        "nomenklatur",
        "nama",
        "nama nomenklatur",
        "uraian nomenklatur",
        "urusan bidang urusan program kegiatan sub kegiatan",
        "urusan bidang urusan program kegiatan dan sub kegiatan",
        "bidang urusan program kegiatan sub kegiatan",
        "program kegiatan sub kegiatan",
        "program kegiatan dan sub kegiatan",
    ),
    "kinerja": ("kinerja", "kinerja sub kegiatan", "sasaran kinerja"),
    "indikator": (
        "indikator",
        "indikator kinerja",
        "indikator sub kegiatan",
        "indikator kinerja sub kegiatan",
    ),
    "satuan": ("satuan", "unit"),
    "kewenangan": ("kewenangan", "daerah"),
    "sumber": ("sumber",),
    "edisi": ("edisi", "edisi nomenklatur", "versi", "peraturan"),
    "definisi_operasional": ("definisi operasional", "definisi"),
    # The mapping files.
    "versi_lama": ("versi lama", "edisi lama"),
    "kode_lama": ("kode lama",),
    "versi_baru": ("versi baru", "edisi baru"),
    "kode_baru": ("kode baru",),
    "sebelumnya": ("subkegiatan sebelumnya", "sub kegiatan sebelumnya"),
    "status": ("status", "keterangan"),
}
#: Headings of the five code columns of the national list.
SEGMENT_HEADINGS = frozenset(
    {
        "urusan",
        "urusan unsur",
        "bidang urusan",
        "bidang urusan bidang unsur",
        "bidang urusan unsur",
        "program",
        "kegiatan",
        "sub kegiatan",
        "subkegiatan",
    }
)
_FIELD_OF = {heading: name for name, headings in HEADINGS.items() for heading in headings}
_HEADING_ROWS_SEARCHED = 30
_IN_BRACKETS = re.compile(r"\([^)]*\)")


class UnreadableFile(ValueError):
    """A file that is no list at all; `str()` says in Indonesian what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file: `row` as Excel counts it (None: the whole file), `column` as its heading says."""

    message: str
    row: int | None = None
    column: str = ""
    sheet: str = ""

    def __str__(self) -> str:
        place = [
            self.sheet,
            f"baris {self.row}" if self.row else "",
            f"kolom {self.column}" if self.column else "",
        ]
        where = ", ".join(part for part in place if part)
        return f"{where[:1].upper()}{where[1:]}: {self.message}" if where else self.message

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {"lembar": self.sheet, "baris": self.row, "kolom": self.column, "pesan": self.message}


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of a file: its texts by field, and the cells of its code as they stand (for `parse_kode_cells`)."""

    number: int
    sheet: str
    texts: Mapping[str, str]
    code_cells: tuple[object, ...]

    def text(self, name: str) -> str:
        """The text of a field; "" when the file has no such column or the cell is empty."""
        return self.texts.get(name, "")


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was read: its rows, which `fields` it has, and how the file itself calls them."""

    rows: tuple[SourceRow, ...]
    fields: frozenset[str]
    headings: Mapping[str, str] = field(default_factory=dict)
    #: "kab/kota" or "provinsi" where the headings or sheet names say so, by sheet.
    kewenangan: Mapping[str, str] = field(default_factory=dict)

    def problem(self, row: SourceRow, name: str, message: str) -> Problem:
        """A problem at a field of a row, in the file's own words for the place."""
        return Problem(message, row.number, self.headings.get(name, name), row.sheet)


def read_file(path: Path) -> Table:
    """Read a .csv or .xlsx file. Raises `UnreadableFile` when it is neither, or holds no list."""
    if not path.is_file():
        raise UnreadableFile(f"Berkas {path} tidak ditemukan. Periksa nama dan foldernya.")
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return table_from_sheets({"": _csv_rows(path.read_bytes())})
    if suffix == ".xlsx":
        return table_from_sheets(_xlsx_sheets(path))
    raise UnreadableFile(f"{path.name} bukan berkas .csv atau .xlsx. Simpan ulang daftar itu sebagai salah satunya.")


def table_from_sheets(sheets: Mapping[str, Iterable[Sequence[object]]]) -> Table:
    """The list in the sheets that hold one (a row of headings with a code and a name). Raises `UnreadableFile`."""
    rows: list[SourceRow] = []
    fields: set[str] = set()
    headings: dict[str, str] = {}
    kewenangan: dict[str, str] = {}
    found = 0
    for name, cells in sheets.items():
        numbered = enumerate(cells, start=1)
        layout = _find_layout(numbered)
        if layout is None:
            continue
        found += 1
        fields |= layout.fields
        headings = {**layout.headings, **headings}
        said = _kewenangan_in(f"{layout.headings.get('uraian', '')} {name}")
        if said:
            kewenangan[name] = said
        rows.extend(layout.rows(numbered, name))
    if not found:
        raise UnreadableFile(
            "Tidak ada baris judul yang dikenali. Berkas harus memuat kolom “kode” dan “uraian” (atau “nomenklatur”)."
        )
    if len(sheets) == 1:
        only = next(iter(sheets))
        rows = [SourceRow(row.number, "", row.texts, row.code_cells) for row in rows]
        kewenangan = {"": kewenangan[only]} if only in kewenangan else {}
    return Table(tuple(rows), frozenset(fields), headings, kewenangan)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which columns hold what: single columns by field, and the columns of the code."""

    columns: Mapping[str, int]
    code_columns: tuple[int, ...]
    headings: Mapping[str, str]
    header: tuple[str, ...]

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(self.columns) | ({"kode"} if self.code_columns else frozenset())

    def rows(self, numbered: Iterator[tuple[int, Sequence[object]]], sheet: str) -> Iterator[SourceRow]:
        for number, cells in numbered:
            if self._is_decoration(cells):
                continue
            texts = {name: _text(_at(cells, column)) for name, column in self.columns.items()}
            code = tuple(_at(cells, column) for column in self.code_columns)
            if any(texts.values()) or any(_text(cell) for cell in code):
                yield SourceRow(number, sheet, texts, code)

    def _is_decoration(self, cells: Sequence[object]) -> bool:
        """A further heading row, the headings repeated on a new page, or the numbers of the columns."""
        names = [normalise_name(_text(cell)) for cell in cells if _text(cell)]
        if len(names) < 3:
            return False
        numbers = [int(name) for name in names if name.isdecimal()]
        if len(numbers) == len(names) and all(b - a == 1 for a, b in pairwise(numbers)):
            return True
        return all(name in self.header or name in SEGMENT_HEADINGS for name in names)


def _find_layout(numbered: Iterator[tuple[int, Sequence[object]]]) -> _Layout | None:
    for number, cells in numbered:
        layout = _layout_of(cells)
        if layout is not None:
            return layout
        if number >= _HEADING_ROWS_SEARCHED:
            return None
    return None


def _layout_of(cells: Sequence[object]) -> _Layout | None:
    """The layout that a row of headings declares, or None when the row is no such row."""
    names = [normalise_name(_IN_BRACKETS.sub("", _text(cell))) for cell in cells]
    segments = tuple(column for column, name in enumerate(names) if name in SEGMENT_HEADINGS)
    columns: dict[str, int] = {}
    headings: dict[str, str] = {}
    for column, name in enumerate(names):
        known = _field_of(name)
        if known and known not in columns:
            columns[known] = column
            headings[known] = _text(cells[column])
    code_columns: tuple[int, ...] = ()
    if "kode" in columns:
        start = columns.pop("kode")
        end = start + 1
        # A merged heading leaves the cells to its right empty.
        while end < len(names) and not names[end]:
            end += 1
        code_columns = tuple(range(start, end))
    elif len(segments) >= 4:
        code_columns = segments
        headings["kode"] = " – ".join(get_column_letter(column + 1) for column in (segments[0], segments[-1]))
    is_list = bool(code_columns) and "uraian" in columns
    is_mapping = "kode_lama" in columns and "kode_baru" in columns
    if not is_list and not is_mapping:
        return None
    return _Layout(columns, code_columns, headings, tuple(name for name in names if name))


def _field_of(name: str) -> str | None:
    if name in _FIELD_OF:
        return _FIELD_OF[name]
    if name.endswith((" lama", " baru")):
        return None
    for start in ("nomenklatur", "uraian", "indikator", "kinerja"):
        if name.startswith(f"{start} "):
            return _FIELD_OF[start]
    return None


def _kewenangan_in(text: str) -> str:
    words = normalise_name(text)
    provinsi = "provinsi" in words
    kabupaten = "kabupaten" in words or "kab kota" in words
    if provinsi == kabupaten:
        return ""
    return "provinsi" if provinsi else "kab/kota"


def _at(cells: Sequence[object], column: int) -> object:
    return cells[column] if column < len(cells) else None


def _text(cell: object) -> str:
    if cell is None:
        return ""
    # A line break inside a cell is only how the list was laid out.
    return clean_text(str(cell)).replace("\n", " ")


def _csv_rows(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel writes on an Indonesian Windows when one chooses plain "CSV".
        text = content.decode("cp1252", errors="replace")
    head = text.splitlines()[:_HEADING_ROWS_SEARCHED]
    # Names are full of commas: the right delimiter is the one that makes a row of headings.
    delimiter = next((mark for mark in ",;\t" if any(map(_layout_of, csv.reader(head, delimiter=mark)))), ",")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _xlsx_sheets(path: Path) -> dict[str, list[tuple[object, ...]]]:
    try:
        workbook = load_workbook(path, read_only=True, data_only=True)
        try:
            return {
                sheet.title: [tuple(map(_xlsx_value, cells)) for cells in sheet.iter_rows()]
                for sheet in workbook.worksheets
            }
        finally:
            workbook.close()
    except (BadZipFile, InvalidFileException, KeyError, OSError) as error:
        raise UnreadableFile(
            f"{path.name} tidak dapat dibuka sebagai Excel. Buka dan simpan ulang sebagai .xlsx."
        ) from error


def _xlsx_value(cell: object) -> object:
    """The value of a cell; a number shown with two decimals keeps its zero, so that 2.10 does not become 2.1."""
    value: object = getattr(cell, "value", None)
    if isinstance(value, float) and getattr(cell, "number_format", "") == "0.00":
        return f"{value:.2f}"
    return value
