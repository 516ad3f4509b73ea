"""Reads a realisation workbook against a plan: which cell of the plan each filled cell is, and what it says.

A workbook of the portal tells its rows by "ID baris" and holds what stood in each cell when it was written, so that
only what was changed in it counts, and a cell that somebody else changed meanwhile is a conflict. Any other workbook
with the same columns is matched by code, words and the text of the indicator; there a blank cell says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from planning.cascade import Cascade, CascadeIndicator, CascadeNode
from planning.levels import Level
from planning.policies import Kunci
from planning.workbook.grid import READ_ERRORS, Book, Table, Years, read_table
from planning.workbook.problems import Problems
from planning.workbook.reading import ids_of, place_of, read_figure, read_money, text_of
from renstra_portal.lib.codes import KodeProblem, parse_kode
from renstra_portal.lib.text import closest, normalise_name
from renstra_portal.lib.values import KOSONG, Jenis, Nilai, format_nilai

from ..capaian import Kinerja
from .layout import ACCOUNTS, BASE_SHEET, NOTE_ROLES, Ref, role_of, sheets
from .lines import Cells, sources_of

_LONGEST_NOTE = 4000
_MONEY_LEVELS = frozenset({Level.SUB_KEGIATAN, *ACCOUNTS})


@dataclass(frozen=True, slots=True)
class Stated:
    """What a cell of the workbook says, and where it stands (keywords of `Problems.add`)."""

    nilai: Nilai
    place: dict[str, Any]
    line: str


@dataclass(slots=True)
class Base:
    """What the workbook was written from: the plan, and what stood in each cell. Blank for other workbooks."""

    slug: str = ""
    cells: dict[str, Nilai] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ubah:
    """One cell of the plan that the workbook changes."""

    ref: Ref
    semula: Nilai
    menjadi: Nilai
    line: str


def read_base(book: Book) -> Base:
    """The hidden sheet of a workbook of the portal; a blank one where there is none."""
    sheet = next((one for one in book.unknown if one.title == BASE_SHEET), None)
    if sheet is None:
        return Base()
    try:
        rows = iter(sheet.iter_rows(values_only=True))
        head = [str(value or "") for value in next(rows, ())]
        if len(head) < 4 or head[0] != "rencana":
            return Base()
        cells = {str(row[0]): Nilai.decode(str(row[1] or "") or None) for row in rows if row and row[0]}
    except (IndexError, *READ_ERRORS):
        book.problems.peringatan(
            "Catatan tersembunyi buku kerja ini rusak; barisnya dikenali dari kode dan teksnya.", sheet=BASE_SHEET
        )
        return Base()
    return Base(head[1], cells)


class Reader:
    """One reading of a workbook against a plan. Every problem is noted; nothing is written."""

    def __init__(self, book: Book, cascade: Cascade, base: Base, locks: Mapping[str, Kunci]) -> None:
        self.book = book
        self.cascade = cascade
        self.problems: Problems = book.problems
        self.base = base if base.slug == cascade.plan.slug else Base()
        self.locks = locks
        self.tahun = cascade.plan.tahun_awal
        self.cells = Cells(cascade)
        self.kinerja = Kinerja(cascade)
        self._stated: dict[Ref, Stated] = {}

    def read(self) -> list[Ubah]:
        """The cells that the workbook changes, in its order."""
        worksheets = {one.title.strip().casefold(): one for one in (*self.book.unknown, *self.book.sheets.values())}
        found = False
        for sheet in sheets():
            names = (sheet.name, *sheet.aliases)
            worksheet = next((worksheets[name.casefold()] for name in names if name.casefold() in worksheets), None)
            if worksheet is None:
                continue
            found = True
            self.book.sheets[sheet.key] = worksheet
            self.book.uncached[sheet.key] = self.book.uncached.get(worksheet.title, frozenset())
            table = read_table(self.book, sheet, Years(None, self.tahun))
            if table is not None:
                _TableReader(self, table, frozenset(sheet.levels)).read()
        if not found:
            expected = ", ".join(f"“{one.name}”" for one in sheets())
            self.problems.galat(
                "Buku kerja ini tidak berisi lembar realisasi.",
                hint=f"Namai lembarnya {expected}, atau unduh buku kerja realisasi dari portal.",
            )
        return list(self._changes())

    def state(self, ref: Ref, stated: Stated) -> None:
        """Keep what a cell says; two filled cells that say different things of one are a fault."""
        before = self._stated.get(ref)
        if before is None or not before.nilai.is_filled:
            self._stated[ref] = stated
        elif stated.nilai.is_filled and not _same(stated.nilai, before.nilai):
            self.problems.galat(
                f"Sel rencana yang sama sudah diisi lain di {before.line.replace('!', ' baris ')}.",
                **stated.place,
                found=format_nilai(stated.nilai),
                hint="Sisakan satu isian saja.",
            )

    def _changes(self) -> Iterator[Ubah]:
        for ref, stated in self._stated.items():
            now, was = self.cells.at(ref), self.base.cells.get(str(ref))
            if was is None and not stated.nilai.is_filled:
                continue
            if (was is not None and _same(stated.nilai, was)) or _same(stated.nilai, now):
                continue
            if kunci := self.locks.get(ref.role):
                self.problems.galat(str(kunci), **stated.place, found=format_nilai(stated.nilai))
            elif was is not None and not _same(now, was):
                self.problems.galat(
                    f"Sel ini sudah diubah di portal sejak buku kerja diunduh: semula {_said(was)}, kini {_said(now)}.",
                    **stated.place,
                    found=format_nilai(stated.nilai),
                    hint="Unduh lagi buku kerjanya, atau tulis nilai yang kini berlaku.",
                )
            else:
                yield Ubah(ref, now, stated.nilai, stated.line)


class _TableReader:
    """Reads the rows of one sheet."""

    def __init__(self, reader: Reader, table: Table, levels: frozenset[Level]) -> None:
        self.reader = reader
        self.table = table
        self.problems = reader.problems
        self.cascade = reader.cascade
        self.nodes = [node for node in reader.cascade.strategy_first() if node.level in levels]
        self.known = {node.id: node for node in self.nodes}
        self.by_code: dict[str, list[CascadeNode]] = defaultdict(list)
        self.by_name: dict[str, list[CascadeNode]] = defaultdict(list)
        for node in self.nodes:
            if code := node.kode or (node.nomor if node.level == Level.DATA else ""):
                self.by_code[code.casefold()].append(node)
            self.by_name[normalise_name(node.uraian)].append(node)
        self.last: CascadeNode | None = None
        self.coded: CascadeNode | None = None

    def read(self) -> None:
        """Every row that fills in something."""
        for number, cells in self.table.rows:
            filled = {
                key: index
                for key, index in self.table.head.columns.items()
                if role_of(key) and not self._is_computed(key)
            }
            has_figures = any(_is_filled(cells[index]) for index in filled.values())
            node = self._node(number, cells, has_figures)
            if node is None:
                continue
            indicator = self._indicator(number, cells, node, filled)
            for key, index in filled.items():
                self._cell(number, key, index, cells[index], node, indicator, cells)

    def _is_computed(self, key: str) -> bool:
        return self.table.sheet.column(key).computed

    # Which row ----------------------------------------------------------------------------------------

    def _text(self, cells: tuple[Any, ...], key: str) -> str:
        index = self.table.index(key)
        return "" if index is None else text_of(cells[index])

    def _node(self, number: int, cells: tuple[Any, ...], has_figures: bool) -> CascadeNode | None:
        """The row of the plan that a row of the sheet is; a row that fills in something and is none is a fault."""
        index = self.table.index("id")
        ids = ids_of(cells[index])[0] if index is not None and self.reader.base.slug else []
        code, name = self._code(self._text(cells, "kode")), self._text(cells, "uraian")
        if ids:
            node = self.known.get(ids[0])
            if node is not None and self._speaks_of_another(node, code):
                self.problems.galat(
                    "Kode baris ini bukan kode baris yang ditunjuk kolom ID baris.",
                    **self.table.place(number, "kode"), found=code,
                    hint="Kembalikan urutan kolomnya, atau kosongkan ID baris.",
                )  # fmt: skip
                return None
            if node is None and has_figures:
                self.problems.galat(
                    "Baris ini sudah tidak ada di rencana.", **self.table.place(number, "uraian"), found=name,
                    hint="Unduh lagi buku kerjanya.",
                )  # fmt: skip
            self.last = node
            return node
        if not code and not name:
            # A further indicator or sumber dana of the row above.
            return self.last
        node = self._found(code, name, self._text(cells, "tingkat"))
        self.last = node
        if node is None and has_figures:
            guess = closest(name, [one.uraian for one in self.nodes], cutoff=0.6) if name else None
            self.problems.galat(
                "Baris ini tidak ditemukan di rencana.",
                **self.table.place(number, "kode" if code else "uraian"),
                found=f"{code} {name}".strip(),
                hint=f"Maksud Anda “{guess}”?" if guess else "Tulis kode dan uraian seperti di rencana.",
            )
        if node is not None and node.kode:
            self.coded = node
        return node

    def _code(self, text: str) -> str:
        try:
            return parse_kode(text).text if text and self.table.sheet.key == "realisasi" else text
        except KodeProblem:
            return text

    def _speaks_of_another(self, node: CascadeNode, code: str) -> bool:
        """Whether the visible code is that of another row of the plan: rows and ids were mixed up."""
        others = self.by_code.get(code.casefold(), []) if code else []
        return bool(others) and all(one.id != node.id for one in others)

    def _found(self, code: str, name: str, tingkat: str) -> CascadeNode | None:
        """By code, else by words: first under the last row that has a code, then anywhere if only one bears them."""
        wanted = normalise_name(name)
        if code:
            held = self.by_code.get(code.casefold(), [])
            same = [one for one in held if normalise_name(one.uraian) == wanted] or held
            return same[0] if same else None
        held = self.by_name.get(wanted, [])
        if tingkat:
            held = [one for one in held if one.level.label.casefold() == tingkat.casefold()] or held
        below = {one.id for one in self.coded.walk()} if self.coded else set()
        near = [one for one in held if one.id in below]
        return near[0] if len(near) == 1 else (held[0] if len(held) == 1 else None)

    def _indicator(
        self, number: int, cells: tuple[Any, ...], node: CascadeNode, filled: Mapping[str, int]
    ) -> CascadeIndicator | None:
        """The indicator of the row; a realisation without one is a fault."""
        index = self.table.index("id")
        ids = ids_of(cells[index])[1] if index is not None and self.reader.base.slug else []
        if ids:
            return next((one for one in node.indikator if one.id == ids[0]), None)
        figures = [key for key, at in filled.items() if key.startswith("realisasi_") and _is_filled(cells[at])]
        teks = self._text(cells, "indikator")
        held = (*node.indikator, *(one for child in node.children for one in child.indikator if not child.kode))
        if self.table.sheet.key == "data" or (not teks and len(held) == 1):
            return held[0] if held else None
        wanted = normalise_name(teks)
        matches = [one for one in held if normalise_name(one.teks) == wanted]
        if len(matches) == 1:
            return matches[0]
        if figures:
            guess = closest(teks, [one.teks for one in held], cutoff=0.6) if teks else None
            self.problems.galat(
                "Indikator ini tidak ditemukan pada barisnya."
                if not matches
                else "Baris ini punya dua indikator sama.",
                **self.table.place(number, "indikator"),
                found=teks,
                hint=f"Maksud Anda “{guess}”?" if guess else "Tulis teks indikator seperti di rencana.",
            )
        return None

    # What it says -------------------------------------------------------------------------------------

    def _cell(
        self,
        number: int,
        key: str,
        index: int,
        cell: Any,
        node: CascadeNode,
        indicator: CascadeIndicator | None,
        cells: tuple[Any, ...],
    ) -> None:
        what = (role_of(key) or ("", 0))[0]
        if what == "realisasi":
            self._performance(number, key, index, cell, indicator)
        elif what == "keuangan":
            self._money(number, key, index, cell, node, cells)
        else:
            self._told(number, key, index, cell, node, what)

    def _performance(self, number: int, key: str, index: int, cell: Any, one: CascadeIndicator | None) -> None:
        if one is None:
            return
        ref = Ref("I", one.id, f"{key}:{self.reader.tahun}")
        nilai, _ = read_figure(self.table, number, index, cell, one.satuan) if _is_filled(cell) else (KOSONG, "")
        if nilai is None:
            return
        was = self.reader.base.cells.get(str(ref), KOSONG)
        if self.reader.kinerja.is_rasio(one):
            if nilai.is_filled and not _same(nilai, was):
                self.problems.peringatan(
                    "Indikator ini dihitung portal dari lembar Data; isian ini tidak dibaca.",
                    **self.table.place(number, index),
                    found=cell.value,
                    hint=f"Isi data {one.data_pembilang} dan {one.data_penyebut}.",
                )
            return
        if nilai.kind is Jenis.TEKS and nilai != was and one.target_at(self.reader.tahun).amount is not None:
            self.problems.peringatan(
                "Target indikator ini angka, tetapi realisasinya kata; capaiannya tidak dapat dihitung.",
                **self.table.place(number, index),
                found=cell.value,
                hint="Tulis angkanya saja.",
            )
        self._state(number, index, ref, nilai)

    def _money(self, number: int, key: str, index: int, cell: Any, node: CascadeNode, cells: tuple[Any, ...]) -> None:
        if node.level not in _MONEY_LEVELS:
            if _is_filled(cell):
                self.problems.catatan(
                    "Realisasi keuangan hanya dibaca pada sub-kegiatan; baris ini dijumlahkan portal.",
                    **self.table.place(number, index),
                )
            return
        stated = self._text(cells, "sumber")
        held = sources_of(node, self.reader.tahun) or ("",)
        source = next((one for one in held if normalise_name(one) == normalise_name(stated)), None)
        if source is None and not stated and len(held) == 1:
            source = held[0]
        if source is None:
            if _is_filled(cell):
                self.problems.galat(
                    "Sumber dana ini tidak ada pada barisnya." if stated else "Sumber dana belum disebut.",
                    **self.table.place(number, "sumber"),
                    found=stated,
                    hint=f"Pilih salah satu: {', '.join(one or '(tanpa sumber dana)' for one in held)}.",
                )
            return
        nilai = read_money(self.table, number, index, cell) if _is_filled(cell) else KOSONG
        if nilai is not None:
            self._state(number, index, Ref("S", node.id, f"{key}:{self.reader.tahun}:{source}"), nilai)

    def _told(self, number: int, key: str, index: int, cell: Any, node: CascadeNode, what: str) -> None:
        ref = Ref("S", node.id, f"{key}:{self.reader.tahun}")
        if what in NOTE_ROLES:
            text = text_of(cell)
            if len(text) > _LONGEST_NOTE:
                self.problems.galat(
                    f"Isi sel lebih panjang dari {_LONGEST_NOTE} huruf.", **self.table.place(number, index)
                )
                return
            self._state(number, index, ref, Nilai.teks(text) if text else KOSONG)
            return
        if node.level != Level.SUB_KEGIATAN:
            if _is_filled(cell):
                self.problems.catatan(
                    "Fisik hanya dibaca pada sub-kegiatan; baris ini dihitung portal.",
                    **self.table.place(number, index),
                )
            return
        nilai, _ = read_figure(self.table, number, index, cell, "%") if _is_filled(cell) else (KOSONG, "")
        if nilai is None:
            return
        if nilai.kind is Jenis.TEKS or (nilai.amount is not None and not 0 <= nilai.amount <= 100):
            self.problems.galat(
                "Fisik harus angka 0 sampai 100 (persen).", **self.table.place(number, index), found=cell.value
            )
            return
        self._state(number, index, ref, nilai)

    def _state(self, number: int, index: int, ref: Ref, nilai: Nilai) -> None:
        self.reader.state(ref, Stated(nilai, self.table.place(number, index), place_of(self.table, number)))


def _is_filled(cell: Any) -> bool:
    return cell.value is not None and str(cell.value).strip() != ""


def _same(first: Nilai, second: Nilai) -> bool:
    """Whether two values say the same, however many decimals they were typed with."""
    return first == second or first.same_amount(second)


def _said(nilai: Nilai) -> str:
    return f"“{format_nilai(nilai)}”" if nilai.is_filled else "kosong"
