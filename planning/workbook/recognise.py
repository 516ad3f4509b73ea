"""Tells what a row of "Program Kegiatan" is: its level and its code, from code, Tingkat, prefix, name or typography."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from renstra_portal.lib.codes import (
    XX,
    KodeProblem,
    child_kode,
    level_kode,
    parent_kode,
    parse_kode,
    parse_kode_cells,
    resolve_xx,
    split_kode_nama,
)
from renstra_portal.lib.text import normalise_name

from ..levels import Level
from ..writing.draft import NodeDraft
from .cells import Cells
from .grid import Table
from .names import SIMILAR, Match
from .reading import Reading, text_of
from .schema import TINGKAT_PROGRAM

L = Level
#: How deep each level of the programme tree stands.
DEPTH = {
    L.PERANGKAT_DAERAH: 0,
    L.URUSAN: 1,
    L.BIDANG_URUSAN: 2,
    L.PROGRAM: 3,
    L.OUTCOME: 4,
    L.KEGIATAN: 5,
    L.SUB_KEGIATAN: 6,
    L.OUTPUT: 7,
}
#: What the column Tingkat, or a prefix before a name, may say; None stands for a further indicator.
TINGKAT = {normalise_name(name): level for name, level in TINGKAT_PROGRAM.items()} | {
    "subkegiatan": L.SUB_KEGIATAN,
    "sub kegiatan": L.SUB_KEGIATAN,
    "opd": L.PERANGKAT_DAERAH,
    "skpd": L.PERANGKAT_DAERAH,
    "bidang": L.BIDANG_URUSAN,
    "indikator": None,
}
_OFFICE = re.compile(r"(dinas|badan|kantor|sekretariat|inspektorat)\b", re.IGNORECASE)


class Row:
    """One row as its cells say, before it is known what it is."""

    __slots__ = ("cells", "indicator_text", "name", "number", "satuan", "sumber")

    def __init__(self, number: int, cells: Cells, name: str, indicator_text: str, satuan: str, sumber: str) -> None:
        self.number = number
        self.cells = cells
        self.name = name
        self.indicator_text = indicator_text
        self.satuan = satuan
        self.sumber = sumber


class Recogniser:
    """Knows what stands open above a row, and from that and the nomenclature what the row must be."""

    def __init__(self, table: Table, reading: Reading) -> None:
        self.table = table
        self.reading = reading
        self.context = reading.context
        self.problems = reading.problems
        self.at = {one.key: table.head.columns.get(one.key) for one in table.sheet.columns if not one.yearly}
        self.code_cells = table.head.repeated.get("kode", [])
        self.open: dict[Level, NodeDraft] = {}
        self.by_code: dict[str, NodeDraft] = {}
        self.last: NodeDraft | None = None
        self.office_stated = False
        self.levels_by_name: dict[str, set[Level]] = defaultdict(set)
        for node in self.context.cascade.walk():
            if node.level in DEPTH:
                self.levels_by_name[normalise_name(node.uraian)].add(node.level)
        self.first_bidang = self._find_first_bidang()

    def _text(self, cells: Cells, key: str) -> str:
        index = self.at.get(key)
        return text_of(cells[index]) if index is not None else ""

    def _limited(self, row: Row, key: str, limit: int) -> str:
        text = self._text(row.cells, key)
        if len(text) > limit:
            self.problems.galat(
                f"Isi sel lebih panjang dari {limit} huruf.", **self.table.place(row.number, key), found=text
            )
        return text

    def _is_indicator_row(self, row: Row) -> bool:
        index = self.at["tingkat"]
        return index is not None and normalise_name(text_of(row.cells[index])) == "indikator"

    def _tingkat(self, row: Row) -> tuple[Level | None, bool]:
        index = self.at["tingkat"]
        if index is None:
            return None, True
        text = text_of(row.cells[index])
        if not text:
            return None, True
        name = normalise_name(text)
        if name not in TINGKAT:
            self.problems.galat(
                "Tingkat tidak dikenal.", **self.table.place(row.number, "tingkat"), found=text,
                hint=f"Pilih: {', '.join(TINGKAT_PROGRAM)}.",
            )  # fmt: skip
            return None, False
        return TINGKAT[name], True

    def _code_values(self, cells: Cells) -> list[Any]:
        values = [cells[index].value for index in self.code_cells]
        if not any(value is not None and (type(value) is not str or value.strip()) for value in values):
            return []
        return values

    def _find_first_bidang(self) -> str | None:
        """The office's own bidang urusan, which programme 01 is printed under: the first one named by a code."""
        for _, cells in self.table.rows:
            values = [value for value in self._code_values(cells) if value is not None]
            if not values:
                continue
            text = ".".join(str(value).strip() for value in values)
            if match := re.match(r"\s*([1-9])\s*[. /]\s*(\d\d)\b", text):
                return f"{match[1]}.{match[2]}"
        for node in self.context.cascade.walk():
            if node.level == L.BIDANG_URUSAN and node.kode and node.kode != XX:
                return node.kode
        index = self.at["uraian"]
        names = [name for _, cells in self.table.rows if (name := text_of(cells[index]))] if index is not None else []
        for name in names:
            if (found := self.context.names.named(L.BIDANG_URUSAN, name)) and found[0].kode != XX:
                return found[0].kode
        for name in names:
            if found := self.context.names.named(L.PROGRAM, name):
                bidang = parent_kode(found[0].kode)
                if bidang and bidang != XX:
                    return bidang
        return None

    def _parse_code(self, row: Row, values: list[Any]) -> tuple[str | None, bool]:
        """The canonical code of the row's code cells; (None, False) when it cannot be read."""
        filled = [index for index, value in enumerate(values) if value is not None and str(value).strip()]
        index = self.code_cells[filled[0]]
        try:
            if len(values) == 1 or filled == [0]:
                raw = values[filled[0]]
                try:
                    text = parse_kode(raw).text
                except KodeProblem:
                    text = self._own_segment(str(raw).strip()) if isinstance(raw, str) else ""
                    if not text:
                        raise
            elif filled[0] == 0:
                text = parse_kode_cells(values).text
            else:
                text = self._indented_code(values, filled)
            if text.startswith("X"):
                if self.first_bidang is None:
                    raise KodeProblem("Kode X.XX belum dapat diganti karena bidang urusan perangkat daerah ini belum "
                                      "diketahui. Tulis kodenya lengkap, misalnya 2.07.01.")  # fmt: skip
                text = resolve_xx(text, self.first_bidang)
        except KodeProblem as problem:
            found = " | ".join(str(value) for value in values if value is not None)
            self.problems.galat(str(problem), **self.table.place(row.number, index), found=found)
            return None, False
        return text, True

    def _own_segment(self, raw: str) -> str:
        """The code of a row that prints only its last segment under the open kegiatan or program."""
        for level, shape in ((L.KEGIATAN, r"\d{2}|\d{4}"), (L.PROGRAM, r"[1-8][.]\s?\d{2}")):
            above = self.open.get(level)
            if above is not None and above.kode and re.fullmatch(shape, raw):
                return child_kode(above.kode, raw).text
        return ""

    def _indented_code(self, values: list[Any], filled: list[int]) -> str:
        """A code whose leading cells are blank because they repeat the rows above."""
        above = {2: L.BIDANG_URUSAN, 3: L.PROGRAM, 4: L.KEGIATAN}.get(filled[0])
        parent = self.open.get(above) if above else None
        if parent is None or not parent.kode:
            return parse_kode_cells(values).text
        kode = parent.kode
        for value in values[filled[0] : filled[-1] + 1]:
            kode = child_kode(kode, value).text
        return kode

    def _level_and_code(
        self, row: Row, code: list[Any], tingkat: Level | None, node_id: int | None
    ) -> tuple[Level | None, str]:
        if tingkat in (L.OUTCOME, L.OUTPUT, L.PERANGKAT_DAERAH):
            return tingkat, ""
        kode: str | None = ""
        if code:
            kode, sound = self._parse_code(row, code)
            if not sound:
                return None, ""
        elif row.name[:1].isdigit() or row.name.startswith("X."):
            kode = self._glued_code(row)
        if kode:
            level = Level(level_kode(kode))
            if tingkat is not None and tingkat != level:
                self.problems.galat(
                    f"Kode {kode} adalah kode {level.label.lower()}, tetapi kolom Tingkat berisi "
                    f"{tingkat.label.lower()}.",
                    **self.table.place(row.number, "kode"), found=kode, hint="Betulkan salah satunya.",
                )  # fmt: skip
                return None, ""
            if not row.name:
                entry = self.context.names.get(kode)
                if entry is None:
                    self.problems.galat(
                        f"Baris {kode} tidak bernama.", **self.table.place(row.number, "uraian"),
                        hint="Isi namanya.",
                    )  # fmt: skip
                    return None, ""
                row.name = entry.uraian
                self.problems.catatan(
                    f"Nama diisi dari nomenklatur: {entry.uraian}.", **self.table.place(row.number, "uraian")
                )
            return level, kode
        if tingkat is not None:
            return tingkat, "" if node_id is not None else self._code_by_name(row, tingkat)
        return self._level_by_name(row)

    def _glued_code(self, row: Row) -> str:
        """A code that stands before the name in the same cell: "2.07.03 PROGRAM …" or "06 Penatausahaan …"."""
        raw, name = split_kode_nama(row.name)
        if not raw or not name:
            return ""
        try:
            text = parse_kode(raw).text
            if text.count(".") < 1:
                return ""
        except KodeProblem:
            try:
                text = self._own_segment(raw)
            except KodeProblem:
                return ""
        if text.startswith("X"):
            text = resolve_xx(text, self.first_bidang) if self.first_bidang else ""
        if text:
            row.name = name
        return text

    def _code_by_name(self, row: Row, level: Level) -> str:
        """The code of a row whose level is known, filled in from the nomenclature by its name within the parent."""
        match = self._match_at(row.name, level)
        if match is None or match.kode in self.by_code:
            return ""
        self._tell_filled(row, match)
        return match.kode

    def _match_at(self, name: str, level: Level) -> Match | None:
        names = self.context.names
        if level == L.SUB_KEGIATAN:
            above = self.open.get(L.KEGIATAN)
            return names.find(above.kode, level, name) if above is not None and above.kode else None
        if level == L.KEGIATAN:
            above = self.open.get(L.PROGRAM)
            return names.find(above.kode, level, name) if above is not None and above.kode else None
        if level == L.PROGRAM:
            for bidang in filter(None, (self._kode_of(L.BIDANG_URUSAN), self.first_bidang)):
                if match := names.find(bidang, level, name):
                    return match
        found = [one for one in names.named(level, name) if not one.kode.startswith("X") or self.first_bidang]
        if len(found) == 1 or (found and level in (L.URUSAN, L.BIDANG_URUSAN)):
            return Match(found[0], resolve_xx(found[0].kode, self.first_bidang or "9.99"), 1.0)
        return None

    def _kode_of(self, level: Level) -> str:
        node = self.open.get(level)
        return node.kode if node is not None else ""

    def _tell_filled(self, row: Row, match: Match) -> None:
        place = self.table.place(row.number, "uraian")
        if match.score >= 1:
            self.problems.catatan(f"Kode {match.kode} diisi menurut nama dari nomenklatur.", **place, found=row.name)
            return
        self.problems.peringatan(
            f"Kode {match.kode} diisi menurut nama dari nomenklatur (kemiripan {match.score:.0%}: "
            f"“{match.entry.uraian}”).",
            **place, found=row.name, hint="Periksa apakah kodenya benar, atau isi kolom Kode.",
        )  # fmt: skip

    def _level_by_name(self, row: Row) -> tuple[Level | None, str]:
        name = row.name
        office = normalise_name(self.context.nama_perangkat_daerah)
        if normalise_name(name) == office or (not self.office_stated and _OFFICE.match(name) and self.last is None):
            return L.PERANGKAT_DAERAH, ""
        found: list[tuple[float, Level, Match]] = []
        for level in (L.SUB_KEGIATAN, L.KEGIATAN, L.PROGRAM, L.BIDANG_URUSAN, L.URUSAN):
            match = self._match_at(name, level)
            if match is not None and match.kode not in self.by_code:
                found.append((match.score, level, match))
        if found:
            score, level, match = max(found, key=lambda one: one[0])
            if score >= SIMILAR:
                self._tell_filled(row, match)
                return level, match.kode
        known = self.levels_by_name.get(normalise_name(name), set())
        if len(known) == 1:
            level = next(iter(known))
            self.problems.catatan(
                f"Tingkat diketahui dari baris bernama sama pada rencana: {level.label.lower()}.",
                **self.table.place(row.number, "uraian"), found=name,
            )  # fmt: skip
            return level, ""
        if name == name.upper():
            cue = next(
                (
                    level
                    for start, level in (
                        ("PROGRAM ", L.PROGRAM),
                        ("URUSAN PEMERINTAHAN BIDANG ", L.BIDANG_URUSAN),
                        ("BIDANG URUSAN ", L.BIDANG_URUSAN),
                        ("URUSAN ", L.URUSAN),
                    )
                    if name.startswith(start)
                ),
                None,
            )
            if cue is not None:
                self.problems.catatan(
                    f"Dibaca sebagai {cue.label.lower()} karena ditulis dengan huruf besar.",
                    **self.table.place(row.number, "uraian"), found=name,
                )  # fmt: skip
                return cue, ""
        self.problems.galat(
            "Tingkat baris ini tidak dapat dikenali dari kode maupun namanya.",
            **self.table.place(row.number, "uraian"),
            found=name,
            hint="Isi kolom Kode atau kolom Tingkat.",
        )
        return None, ""
