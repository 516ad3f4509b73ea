"""Opens a workbook and finds, on each sheet, the head of its table and the rows under it.

Heads may stand below titles, take several rows with merged year cells, repeat at page breaks, and be followed by a
row of column numbers: all that is recognised here, so that the readers of the sheets see plain rows.
"""

from __future__ import annotations

import itertools
import re
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from .cells import Cells, raw_text, squash, texts_of
from .columns import Column, Sheet
from .formulas import Places, uncached_formulas
from .problems import Problem, Problems, Severity, Unreadable
from .remarks import without_remarks
from .schema import SHEETS

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 200_000
_MAX_UNPACKED = 400 * 1024 * 1024
_MAX_COLUMNS = 300
_HEAD_WITHIN = 40
_HEAD_DEPTH = 5

_YEAR = re.compile(r"(?:19|20)\d\d")
_COLUMN_NUMBER = re.compile(r"\(?\s*(\d{1,2})\s*(?:=.*)?\)?")
_THOUSANDS = re.compile(r"\b000\b|\brp\W*1?\W*000\b|\bribu", re.IGNORECASE)
_MILLIONS = re.compile(r"\bjuta", re.IGNORECASE)
_DATE = re.compile(r"\b\d{1,2}(?:\s+[a-z]{3,9}\s+|[-/.]\d{1,2}[-/.])(?:19|20)\d\d\b", re.IGNORECASE)
_RELATIVE = re.compile(r".*?(?:tahun(?:ke)?|th(?:ke)?|ke|t)(\d)")
_CODE_PARTS = re.compile(r"(bidang)?(urusan|unsur)*|program|(sub)?kegiatan|kode")
#: What opening a damaged workbook, or going through its rows, may raise.
READ_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    KeyError,
    ValueError,
    OSError,
    EOFError,
    NotImplementedError,
)


@dataclass(slots=True)
class Head:
    """The head of a table: where each column of the schema stands, by index from 0."""

    columns: dict[str, int] = field(default_factory=dict)
    yearly: dict[str, dict[int, int]] = field(default_factory=dict)
    repeated: dict[str, list[int]] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)
    signature: frozenset[str] = frozenset()


@dataclass(slots=True)
class Table:
    """One sheet as read: its head and its rows as (row number, cells), every row as wide as `width`.

    `titles` are those above it; `uncached` the cells (row number, column index) whose formula has no
    stored value, and so read as blank.
    """

    sheet: Sheet
    name: str
    head: Head
    rows: list[tuple[int, Cells]]
    problems: Problems
    top: list[tuple[int, Cells]]
    uncached: Places = frozenset()
    titles: tuple[str, ...] = ()
    factors: dict[int, int] = field(default_factory=dict)

    def factor(self, index: int) -> int:
        """How many rupiah one unit of a column of money is: 1, or what its heading or the title says (Rp.000, juta)."""
        if index not in self.factors:
            heading = self.head.headings.get(index, "")
            units = (
                [heading] if _money_unit(heading) > 1 else [one for one in self.titles if "rupiah" in one.casefold()]
            )
            self.factors[index] = max(map(_money_unit, units), default=1)
            if self.factors[index] > 1:
                what = "ribuan" if self.factors[index] == 1000 else "jutaan"
                place = self.place(self.top[0][0], index)
                self.problems.catatan(f"Angka kolom ini dibaca dalam {what} rupiah, menurut judulnya.", **place)
        return self.factors[index]

    def has(self, key: str) -> bool:
        """Whether the workbook has this column at all; what it lacks is left as it is in the plan."""
        return key in self.head.columns

    def index(self, key: str) -> int | None:
        """The column's index from 0, or None."""
        return self.head.columns.get(key)

    def place(self, row: int, column: str | int | None = None) -> dict[str, Any]:
        """Keywords for `Problems.add` that name a cell by row number and column key or index."""
        index = self.head.columns.get(column) if isinstance(column, str) else column
        heading = self.head.headings.get(index, "") if index is not None else ""
        return {"sheet": self.name, "row": row, "index": index, "heading": heading}

    def label(self, row: int, index: int) -> str:
        """A cell as messages about another cell name it: "F12"."""
        return f"{get_column_letter(index + 1)}{row}"


def _money_unit(text: str) -> int:
    return 1000 if _THOUSANDS.search(text) else 1_000_000 if _MILLIONS.search(text) else 1


@dataclass(slots=True)
class Book:
    """An opened workbook: its known sheets by key, and the cells of each whose formula has no stored value.

    `unknown` are the sheets that the names of the schema do not tell; their formulas are held under their titles.
    """

    sheets: dict[str, Any]
    problems: Problems
    row_count: int = 0
    uncached: dict[str, Places] = field(default_factory=dict)
    unknown: list[Any] = field(default_factory=list)


def open_book(file: str | Path | IO[bytes]) -> Book:
    """Open a workbook for reading. Raises `Unreadable` for whatever is not an .xlsx file of a size we can take."""
    source: Any = file
    if isinstance(file, str | Path):
        path = Path(file)
        if not path.is_file():
            raise _unreadable("Berkas tidak ditemukan.", "Periksa nama dan letak berkasnya.", str(file))
        size = path.stat().st_size
        with path.open("rb") as stream:
            start = stream.read(8)
        source = str(path)
    else:
        file.seek(0, 2)
        size = file.tell()
        file.seek(0)
        start = file.read(8)
        file.seek(0)
    if size > MAX_BYTES:
        raise _unreadable(
            f"Berkas lebih besar dari {MAX_BYTES // 1024 // 1024} MB.",
            "Hapus gambar dan lembar yang tidak perlu, lalu unggah lagi.",
        )
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise _unreadable(
            "Berkas ini bersandi atau berformat Excel lama (.xls).",
            "Buka di Excel, hapus sandinya, lalu simpan sebagai Buku Kerja Excel (.xlsx).",
        )
    try:
        with zipfile.ZipFile(source) as archive:
            if sum(one.file_size for one in archive.infolist()) > _MAX_UNPACKED:
                raise _unreadable(
                    "Isi berkas terlalu besar setelah dibuka.", "Hapus baris dan format yang tidak terpakai."
                )
        workbook = load_workbook(source, read_only=True, data_only=True)
    except READ_ERRORS as error:
        raise _unreadable(
            "Berkas ini tidak dapat dibaca sebagai buku kerja Excel (.xlsx).",
            "Simpan ulang dari Excel atau LibreOffice sebagai .xlsx, lalu coba lagi.",
        ) from error
    names = {squash(name): sheet.key for sheet in SHEETS for name in (sheet.name, *sheet.aliases)}
    problems = Problems()
    found: dict[str, Any] = {}
    unknown: list[Any] = []
    for worksheet in workbook.worksheets:
        key = names.get(squash(worksheet.title))
        if key is None:
            unknown.append(worksheet)
        elif key in found:
            problems.galat(
                f"Lembar ini sama dengan lembar “{found[key].title}”.",
                sheet=worksheet.title,
                hint="Sisakan satu saja.",
            )
        else:
            found[key] = worksheet
    all_sheets = {**{worksheet.title: worksheet for worksheet in unknown}, **found}
    paths = {key: getattr(worksheet, "_worksheet_path", "") for key, worksheet in all_sheets.items()}
    try:
        with zipfile.ZipFile(source) as archive:
            uncached = {key: uncached_formulas(archive, path) for key, path in paths.items()}
    except READ_ERRORS as error:
        raise _unreadable(
            "Berkas ini rusak dan tidak dapat dibaca.", "Simpan ulang berkasnya dari Excel atau LibreOffice."
        ) from error
    return Book(found, problems, uncached=uncached, unknown=unknown)


def read_rows(book: Book, key: str) -> list[tuple[int, Cells]]:
    """Every row of a sheet that holds something, with its number. Raises `Unreadable`."""
    worksheet = book.sheets[key]
    # The size a file states about itself may be wrong; the rows themselves are what counts.
    worksheet.reset_dimensions()
    rows: list[tuple[int, Cells]] = []
    try:
        for number, cells in enumerate(worksheet.iter_rows(), 1):
            if number + book.row_count > MAX_ROWS:
                raise _unreadable(
                    f"Buku kerja berisi lebih dari {MAX_ROWS:,} baris.".replace(",", "."),
                    "Hapus baris kosong di bawah tabel (Ctrl+End menunjukkan sel terakhir), lalu simpan.",
                    sheet=worksheet.title,
                )
            for cell in cells:
                if cell.value is not None:
                    rows.append((number, cells))
                    break
    except READ_ERRORS as error:
        raise _unreadable(
            "Lembar ini rusak dan tidak dapat dibaca.",
            "Simpan ulang berkasnya dari Excel atau LibreOffice.",
            sheet=worksheet.title,
        ) from error
    book.row_count += rows[-1][0] if rows else 0
    return rows


@dataclass(frozen=True, slots=True)
class Years:
    """Which years the columns of a table may have (None: any), and what a column that states none may mean.

    `first` is the first year of the plan; a plan of `one_year` has its own year and that of the prakiraan maju.
    """

    allowed: frozenset[int] | None
    first: int
    one_year: bool = False

    def implied(self, path: list[str]) -> int | None:
        """The year that the texts of a heading mean without stating it: "Tahun ke-2", "Prakiraan Maju"."""
        if self.allowed is None:
            return None
        number = relative_year(path)
        if number is not None:
            return self.first + number - 1 if number and not self.one_year else None
        if self.one_year and any("maju" in squash(text) for text in path):
            return self.first + 1
        return None


def relative_year(path: list[str]) -> int | None:
    """The number of a heading that counts years ("Tahun ke-1", "T1", or 1 under "tahun ke-"), None without one."""
    for position, text in enumerate(path):
        squashed = _YEAR.sub("", squash(text))
        if match := _RELATIVE.fullmatch(squashed):
            return int(match[1])
        counted = any(squash(one).endswith("ke") for one in path[position + 1 :])
        if counted and squashed.isdigit() and len(squashed) == 1:
            return int(squashed)
    return None


def read_table(book: Book, sheet: Sheet, years: Years) -> Table | None:
    """The table of a sheet, or None when it has no usable head (the problem is then noted)."""
    rows = read_rows(book, sheet.key)
    name = book.sheets[sheet.key].title
    vocabulary = _Vocabulary(sheet)
    for position, (number, cells) in enumerate(rows[:_HEAD_WITHIN]):
        texts = [raw_text(cell) for cell in cells[:_MAX_COLUMNS]]
        if vocabulary.score(texts) < 2:
            continue
        depth, levels = 1, [texts]
        while depth < _HEAD_DEPTH and position + depth < len(rows):
            below = [raw_text(cell) for cell in rows[position + depth][1][:_MAX_COLUMNS]]
            if not vocabulary.continues_head(levels, below):
                break
            levels.append(below)
            depth += 1
        said = Problems()
        head, sound = _head(sheet, vocabulary, levels, said, name, number, years)
        bottom = rows[position + depth - 1][0]
        uncached = frozenset(one for one in book.uncached.get(sheet.key, ()) if one[0] > bottom)
        table = Table(sheet, name, head, [], book.problems, rows[position : position + depth], uncached)
        width = max(head.headings, default=0) + 1
        titles = tuple(texts[0] for _, above in rows[:position] if len(texts := texts_of(above)) == 1)
        code, name_at = head.columns.get("kode", -1), head.columns.get("uraian", -1)
        body = without_remarks(
            rows[position + depth :], frozenset(map(squash, titles)), name, book.problems, code=code, uraian=name_at
        )
        table.titles = titles
        table.rows = _data_rows(body, head, width)
        _tell_uncached(table)
        _tell_untitled(table, said)
        # A head without rows, as in the blank workbook, says nothing about the plan, so it cannot be wrong.
        if not table.rows:
            return None
        book.problems.found.extend(said.found)
        return table if sound else None
    required = ", ".join(f"“{one.heading}”" for one in sheet.columns if one.required)
    book.problems.galat("Baris judul kolom tidak ditemukan.", sheet=name, hint=f"Kolom yang diperlukan: {required}.")
    return None


def _tell_uncached(table: Table) -> None:
    """Refuse formulas without a stored value where their value is read, one fault for each column.

    Sums on "Program Kegiatan" are left to its reader, which needs only those of the leaves.
    """
    computed = {one.key for one in table.sheet.columns if one.computed}
    where = {
        index: key
        for key, indexes in (
            *((key, [index]) for key, index in table.head.columns.items()),
            *((key, list(years.values())) for key, years in table.head.yearly.items()),
            *table.head.repeated.items(),
        )
        for index in indexes
    }
    rows: dict[int, list[int]] = {}
    for row, index in sorted(table.uncached):
        key = where.get(index)
        if key is not None and key not in computed and (key, table.sheet.key) != ("pagu", "program"):
            rows.setdefault(index, []).append(row)
    for index, numbers in rows.items():
        tell_uncached(table, index, numbers)


def _tell_untitled(table: Table, problems: Problems) -> None:
    """Name the columns that hold something but bear no heading: nobody can know what it is."""
    known = table.head.headings.keys() | set(table.head.repeated.get("kode", ()))
    first: dict[int, int] = {}
    for number, cells in table.rows:
        for index, cell in enumerate(cells[:_MAX_COLUMNS]):
            if index not in known and cell.value is not None and raw_text(cell):
                first.setdefault(index, number)
    for index, number in first.items():
        problems.peringatan(
            "Kolom ini tidak berjudul dan tidak dibaca.", **table.place(number, index),
            hint="Beri judul, termasuk tahunnya bila berisi target atau pagu, atau kosongkan.",
        )  # fmt: skip


def tell_uncached(table: Table, index: int, rows: list[int]) -> None:
    """Note that cells of a column hold formulas whose values the file does not hold."""
    more = f" Begitu pula baris {', '.join(map(str, rows[1:20]))}." if len(rows) > 1 else ""
    table.problems.galat(
        f"Rumus tanpa nilai tersimpan.{more}", **table.place(rows[0], index),
        hint="Buka berkasnya di Excel, simpan, lalu impor lagi.",
    )  # fmt: skip


class _Vocabulary:
    """What the headings of one sheet may say."""

    def __init__(self, sheet: Sheet) -> None:
        self.exact: dict[str, str] = {}
        self.patterns: list[tuple[re.Pattern[str], str]] = []
        self.yearly = [one.key for one in sheet.columns if one.yearly]
        self.kinds = [(one.key, re.compile(one.pattern)) for one in sheet.columns if one.yearly]
        self.kind_names = {squash(name) for one in sheet.columns if one.yearly for name in one.aliases}
        self.beside = re.compile(sheet.beside) if sheet.beside else None
        for one in sheet.columns:
            if one.yearly:
                continue
            for text in (one.heading.replace("{dasar}", ""), *one.aliases):
                self.exact.setdefault(squash(text), one.key)
            if one.pattern:
                self.patterns.append((re.compile(one.pattern), one.key))

    def key(self, text: str) -> str | None:
        squashed = squash(text)
        if not squashed:
            return None
        plain = _YEAR.sub("", squashed)
        if found := self.exact.get(squashed) or self.exact.get(plain):
            return found
        return next((key for pattern, key in self.patterns if plain and pattern.fullmatch(plain)), None)

    def kind(self, text: str) -> str | None:
        """Which yearly column a heading speaks of, when it speaks of exactly one."""
        squashed = _YEAR.sub("", squash(text))
        found = [key for key, pattern in self.kinds if squashed and pattern.search(squashed)]
        return found[0] if len(found) == 1 else None

    def score(self, texts: list[str]) -> int:
        return len({key for text in texts if text and len(text) < 120 and (key := self.key(text))})

    def continues_head(self, levels: list[list[str]], below: list[str]) -> bool:
        """Whether a row under the head still belongs to it: only years, kinds and headings stand in it."""
        filled = [(index, text) for index, text in enumerate(below) if text]
        if filled and all(relative_year([text, _above(levels, index)]) is not None for index, text in filled):
            return True
        if not filled or _is_column_numbers([text for _, text in filled]):
            return False
        for index, text in filled:
            squashed = squash(_DATE.sub(" ", text))
            bare = _YEAR.sub("", squashed).removeprefix("tahun")
            if relative_year([text, _above(levels, index)]) is not None:
                continue
            if not bare or squashed in self.exact or bare in self.kind_names:
                continue
            # A year makes even a long text a heading: "Realisasi Renja PD sampai dengan Tahun 2022".
            longest = 80 if _YEAR.search(squashed) else 24
            if len(bare) < longest and _is_heading(text) and self.kind(text):
                continue
            # The heads of two halves repeat each other: "Pagu Indikatif (Rp.000)".
            if self.beside and len(bare) < 40 and self.key(_YEAR.sub("", text)):
                continue
            if _CODE_PARTS.fullmatch(bare) and self.key(_above(levels, index)) == "kode":
                continue
            return False
        return True


def _is_heading(text: str) -> bool:
    """Whether a short text can be the name of a kind of figure, not a figure: no digits but a year's."""
    return not any(map(str.isdigit, _YEAR.sub("", text)))


def _above(levels: list[list[str]], index: int) -> str:
    """The head's text over a column, merged cells filled to the right."""
    for level in reversed(levels):
        for position in range(min(index, len(level) - 1), -1, -1):
            if level[position]:
                return level[position]
    return ""


def _is_column_numbers(texts: list[str]) -> bool:
    if len(texts) < 2:
        return False
    numbers: list[int] = []
    for text in texts:
        match = _COLUMN_NUMBER.fullmatch(text)
        if match is None:
            return False
        numbers.append(int(match[1]))
    steps = [after - before for before, after in itertools.pairwise(numbers)]
    # Documents forget to print a number now and then.
    return numbers[0] in (1, 2) and all(0 <= step <= 2 for step in steps) and 2 * steps.count(1) >= len(steps) > 0


def _paths(levels: list[list[str]]) -> list[list[str]]:
    """For each column its texts from the lowest row of the head up, with merged cells filled to the right."""
    width = max(len(level) for level in levels)
    grid = [level + [""] * (width - len(level)) for level in levels]
    paths: list[list[str]] = []
    for index in range(width):
        path: list[str] = []
        for depth in range(len(grid) - 1, -1, -1):
            text = grid[depth][index]
            if not text and path:
                left = next((p for p in range(index - 1, -1, -1) if grid[depth][p]), None)
                # A cell spans to the right only when something stands below it, too.
                if left is not None and any(grid[lower][left] for lower in range(depth + 1, len(grid))):
                    text = grid[depth][left]
            if text:
                path.append(text)
        paths.append(path)
    return paths


def _head(
    sheet: Sheet,
    vocabulary: _Vocabulary,
    levels: list[list[str]],
    problems: Problems,
    name: str,
    number: int,
    years: Years,
) -> tuple[Head, bool]:
    head = Head(yearly={key: {} for key in vocabulary.yearly})
    sound = True
    after_code = beside_told = False
    allowed = years.allowed
    known = {one.key for one in sheet.columns}
    computed = {one.key for one in sheet.columns if one.computed}
    waiting: list[tuple[int, str, list[str]]] = []
    for index, path in enumerate(_paths(levels)):
        if not path:
            # The cells under a merged "Kode" have no text of their own.
            if after_code:
                head.repeated["kode"].append(index)
            continue
        heading = " ".join(reversed(list(dict.fromkeys(path)))).replace("\n", " ")
        head.headings[index] = heading
        place = {"sheet": name, "row": number, "index": index, "heading": heading}
        path = [_DATE.sub(" ", text) for text in path]
        key, year = _column_of(vocabulary, path)
        after_code = key == "kode"
        if key is not None and key.startswith("beside_") and key not in known:
            if not beside_told:
                problems.catatan("Separuh tabel ini tidak dibaca di sini; isinya berasal dari lembar lain.", **place)
            beside_told = True
        elif key is None and (kind := next((kind for text in path if (kind := vocabulary.kind(text))), None)):
            waiting.append((index, kind, path))
        elif key is None:
            problems.catatan("Kolom ini tidak dikenal dan tidak dibaca.", **place)
        elif key in computed:
            # What the portal works out itself may stand there for every year, or twice.
            head.columns.setdefault(key, index)
        elif year is not None:
            if allowed is not None and year not in allowed:
                problems.galat(
                    f"Tahun {year} tidak termasuk tahun rencana ini ({_span(allowed)}).",
                    **place,
                    hint="Hapus kolomnya, atau ubah “Tahun pada tabel” di lembar Identitas.",
                )
            elif year in head.yearly[key]:
                problems.galat(f"Kolom {key} tahun {year} ada dua kali.", **place, hint="Hapus salah satu.")
                sound = False
            else:
                head.yearly[key][year] = index
        elif key in ("kode", "tahap"):
            head.columns.setdefault(key, index)
            head.repeated.setdefault(key, []).append(index)
        elif key in head.columns:
            problems.galat(
                f"Kolom ini ada dua kali (juga “{head.headings[head.columns[key]]}”).", **place,
                hint="Hapus salah satu.",
            )  # fmt: skip
            sound = False
        else:
            head.columns[key] = index
    _place_yearless(head, waiting, years, problems, {"sheet": name, "row": number})
    missing = [one for one in sheet.columns if one.required and one.key not in head.columns]
    for one in missing:
        problems.galat(
            f"Kolom wajib “{one.heading}” tidak ada.",
            sheet=name,
            row=number,
            hint=f"Tambahkan kolom “{one.heading}”: {one.meaning}",
        )
    head.signature = frozenset(squash(text) for level in levels for text in level if text)
    return head, sound and not missing


def _place_yearless(
    head: Head, waiting: list[tuple[int, str, list[str]]], years: Years, problems: Problems, place: dict[str, Any]
) -> None:
    """Give columns of figures without a year the one year that they can mean, and say so; name all others."""
    plain = Counter(kind for _, kind, path in waiting if years.implied(path) is None and relative_year(path) is None)
    for index, kind, path in waiting:
        at = {**place, "index": index, "heading": head.headings[index]}
        year = years.implied(path)
        number = relative_year(path)
        if number == 0 and years.allowed is not None and not years.one_year and "baseline" not in head.columns:
            head.columns["baseline"] = index
            continue
        if year is None and number is None and years.one_year and years.allowed is not None and plain[kind] == 1:
            year = years.first
        if year is not None and year not in head.yearly[kind] and years.allowed is not None and year in years.allowed:
            head.yearly[kind][year] = index
            problems.catatan(f"Judul kolom ini tidak menyebut tahun; dibaca sebagai tahun {year}.", **at)
        elif number is not None and years.allowed is None:
            problems.galat(
                "Tahun kolom ini tidak diketahui.", **at, hint="Tulis tahunnya pada judul kolom, misalnya 2024."
            )
        else:
            problems.peringatan(
                "Judul kolom ini tidak menyebut tahun; isinya tidak dibaca.", **at,
                hint="Tulis tahunnya pada judul kolom, misalnya Target 2026, atau hapus kolomnya.",
            )  # fmt: skip


def _column_of(vocabulary: _Vocabulary, path: list[str]) -> tuple[str | None, int | None]:
    """The column's key and, for a yearly one, its year."""
    if vocabulary.beside and any(vocabulary.beside.fullmatch(squash(text)) for text in path[1:]):
        return f"beside_{vocabulary.key(path[0]) or ''}", None
    years = [int(found[0]) for text in path if (found := _YEAR.findall(squash(text)))]
    if years and vocabulary.yearly:
        kind = next((kind for text in path if (kind := vocabulary.kind(text))), None)
        named = next((key for text in path if (key := vocabulary.key(text))), None)
        if kind and not (named and named not in ("indikator", "uraian", "sasaran", "tujuan")):
            return kind, years[0]
        if named is None:
            bare = [_YEAR.sub("", squash(text)).removeprefix("tahun") for text in path]
            return (vocabulary.yearly[0], years[0]) if not any(bare) else (None, None)
    whole = " ".join(reversed(path))
    for text in (*path, whole):
        if key := vocabulary.key(text):
            return key, None
    return None, None


def _span(years: frozenset[int]) -> str:
    return f"{min(years)}–{max(years)}" if len(years) > 1 else str(min(years))


def _data_rows(rows: list[tuple[int, Cells]], head: Head, width: int) -> list[tuple[int, Cells]]:
    """The rows under the head, padded to one width, without repeated heads and rows of column numbers."""
    kept: list[tuple[int, Cells]] = []
    blank = (EMPTY_CELL,) * width
    signature = head.signature
    for number, cells in rows:
        missing = width - len(cells)
        if missing > 0:
            cells = cells + blank[:missing]
        first: Any = None
        for cell in cells:
            first = cell.value
            if first is not None:
                break
        if type(first) is str:
            if squash(first) in signature or first.startswith("("):
                texts = [raw_text(cell) for cell in cells if cell.value is not None]
                if len(texts) > 1 and all(squash(text) in signature for text in texts):
                    continue
                if _is_column_numbers(texts):
                    continue
            elif first.isdigit() and _is_column_numbers([raw_text(c) for c in cells if c.value is not None]):
                continue
        elif first in (1, 2) or (type(first) is int and str(first) in signature):
            texts = [raw_text(cell) for cell in cells if cell.value is not None]
            # The row of years of a repeated head holds numbers only.
            if _is_column_numbers(texts) or all(squash(text) in signature for text in texts):
                continue
        kept.append((number, cells))
    return kept


def _unreadable(message: str, hint: str, found: str = "", sheet: str = "") -> Unreadable:
    return Unreadable(Problem(Severity.GALAT, message, sheet=sheet, found=found, hint=hint))


def column_heading(column: Column, *, tahun: int | None = None, dasar: int | None = None) -> str:
    """The heading as it is written for a year."""
    return column.heading.replace("{tahun}", str(tahun)).replace("{dasar}", str(dasar or "")).strip()
