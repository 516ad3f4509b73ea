"""Reads the sheet "Program Kegiatan": the tree of programmes with its indicators, targets and pagu (table 4.3)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
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
from renstra_portal.lib.text import normalise_name, similarity
from renstra_portal.lib.values import Nilai

from ..levels import Level
from ..writing.draft import IndicatorDraft, NodeDraft
from .grid import Cells, Table
from .names import SIMILAR, Match
from .reading import (
    SILENT,
    Reading,
    Statement,
    ids_of,
    is_dash,
    place_of,
    read_figure,
    read_money,
    text_of,
)
from .schema import TINGKAT_PROGRAM

L = Level
_DEPTH = {
    L.PERANGKAT_DAERAH: 0,
    L.URUSAN: 1,
    L.BIDANG_URUSAN: 2,
    L.PROGRAM: 3,
    L.OUTCOME: 4,
    L.KEGIATAN: 5,
    L.SUB_KEGIATAN: 6,
    L.OUTPUT: 7,
}
_CODED = frozenset({L.URUSAN, L.BIDANG_URUSAN, L.PROGRAM, L.KEGIATAN, L.SUB_KEGIATAN})
_JENIS = {
    L.PROGRAM: frozenset({"outcome"}),
    L.OUTCOME: frozenset({"outcome"}),
    L.KEGIATAN: frozenset({"output"}),
    L.SUB_KEGIATAN: frozenset({"output"}),
    L.OUTPUT: frozenset({"output"}),
}
_TINGKAT = {normalise_name(name): level for name, level in TINGKAT_PROGRAM.items()} | {
    "subkegiatan": L.SUB_KEGIATAN,
    "sub kegiatan": L.SUB_KEGIATAN,
    "opd": L.PERANGKAT_DAERAH,
    "skpd": L.PERANGKAT_DAERAH,
    "bidang": L.BIDANG_URUSAN,
    "indikator": None,
}
_PREFIX = re.compile(
    r"(program|kegiatan|sub[ -]?kegiatan|outcome|output|indikator)\s*(?:\d+(?:\.\d+)*)?\s*:\s*(?=\S)", re.IGNORECASE
)
_INDICATOR_PREFIX = re.compile(r"indikator\s*(?:\d+(?:\.\d+)*)?\s*:\s*", re.IGNORECASE)
_TOTAL = re.compile(
    r"(?:grand\s+|sub\s*)?(?:jumlah|total)\b[^a-z]*(?:total|jumlah|keseluruhan|seluruhnya|pagu|anggaran|belanja|program|"
    r"kegiatan|tahun|rp|semua|[\s\d.:/()-])*",
    re.IGNORECASE,
)
_OFFICE = re.compile(r"(dinas|badan|kantor|sekretariat|inspektorat)\b", re.IGNORECASE)


class _Row:
    """One row as its cells say, before it is known what it is."""

    __slots__ = ("cells", "indicator_text", "name", "number", "satuan", "sumber")

    def __init__(self, number: int, cells: Cells, name: str, indicator_text: str, satuan: str, sumber: str) -> None:
        self.number = number
        self.cells = cells
        self.name = name
        self.indicator_text = indicator_text
        self.satuan = satuan
        self.sumber = sumber


class ProgrammeReader:
    """Walks the rows once, keeping the node that is open at each level."""

    def __init__(self, table: Table, reading: Reading) -> None:
        self.table = table
        self.reading = reading
        self.context = reading.context
        self.problems = reading.problems
        head = table.head
        self.targets = sorted(head.yearly["target"].items())
        self.money = sorted(head.yearly["pagu"].items())
        self.baseline = head.columns.get("baseline")
        self.at = {one.key: head.columns.get(one.key) for one in table.sheet.columns if not one.yearly}
        self.code_cells = head.repeated.get("kode", [])
        fields = {"kode", "uraian"} | ({"lokasi", "penanggung_jawab", "keterangan", "nomor"} & head.columns.keys())
        values = {("target", year) for year, _ in self.targets}
        if self.baseline is not None:
            values.add(("baseline", self.context.tahun_dasar))
        common: dict[str, Any] = {
            "fields": frozenset(fields),
            "indicators": True,
            "indicator_fields": frozenset({"teks"} | ({"satuan"} & head.columns.keys())),
            "values": frozenset(values),
        }
        self.statement = Statement(**common)
        self.sub_statement = Statement(**common, pagu=frozenset(year for year, _ in self.money))
        links = frozenset({L.SASARAN, L.TUJUAN}) if table.has("sasaran") else frozenset()
        self.linked_statement = Statement(**common, links=links)

        self.open: dict[Level, NodeDraft] = {}
        self.by_code: dict[str, NodeDraft] = {}
        self.code_row: dict[str, int] = {}
        self.last: NodeDraft | None = None
        self.outcomes: dict[NodeDraft, list[NodeDraft]] = defaultdict(list)
        self.run: dict[NodeDraft, list[NodeDraft]] = {}
        self.after_kegiatan: dict[NodeDraft, bool] = {}
        self.overrides: list[tuple[NodeDraft, NodeDraft, str, int]] = []
        self.upper_money: list[tuple[NodeDraft, int, dict[int, tuple[Nilai, int]]]] = []
        self.skipped_totals: list[int] = []
        self.lost = NodeDraft(L.OUTPUT)
        self.levels_by_name: dict[str, set[Level]] = defaultdict(set)
        for node in self.context.cascade.walk():
            if node.level in _DEPTH:
                self.levels_by_name[normalise_name(node.uraian)].add(node.level)
        office = self.context.cascade.office
        self.office = NodeDraft(L.PERANGKAT_DAERAH, self.context.nama_perangkat_daerah, id=office and office.id)
        self.office_stated = False
        reading.note(self.office, SILENT)
        reading.draft.add(self.office)
        self.first_bidang = self._find_first_bidang()

    def read(self) -> None:
        """Read every row; the tree is then in the reading's draft."""
        self.open[L.PERANGKAT_DAERAH] = self.office
        for number, cells in self.table.rows:
            self._row(number, cells)
        self._settle_outcomes()
        self._settle_upper_money()
        if self.skipped_totals:
            rows = ", ".join(map(str, self.skipped_totals[:20]))
            self.problems.catatan(
                f"Baris jumlah tidak dibaca karena portal menjumlahkannya sendiri: baris {rows}.",
                sheet=self.table.name,
            )

    # --- rows ------------------------------------------------------------------------------------------------------

    def _text(self, cells: Cells, key: str) -> str:
        index = self.at[key]
        return text_of(cells[index]) if index is not None else ""

    def _row(self, number: int, cells: Cells) -> None:
        row = _Row(
            number,
            cells,
            self._text(cells, "uraian"),
            _INDICATOR_PREFIX.sub("", self._text(cells, "indikator"), count=1),
            self._text(cells, "satuan"),
            self._text(cells, "sumber_dana"),
        )
        code = self._code_values(cells)
        if not row.name and not code:
            self._further(row)
            return
        tingkat, sound = self._tingkat(row)
        node_ids, indicator_ids = ids_of(cells[self.at["id"]]) if self.at["id"] is not None else ([], [])
        node_id: int | None = None
        if node_ids and (known := self.context.node(node_ids[0])) is not None and known.level in _DEPTH:
            if tingkat is None and not code:
                tingkat = known.level
            node_id = node_ids[0]
        elif node_ids and self.context.trust_ids and self.context.cascade.by_id:
            self.problems.catatan(
                "Baris dengan tanda ini tidak ada (lagi) pada rencana; dicocokkan menurut kode atau nama.",
                **self.table.place(number, "id"), found=f"S{node_ids[0]}",
            )  # fmt: skip
        if not sound:
            self.last = self.lost
            return
        if not code and tingkat is None and _TOTAL.fullmatch(row.name) and not row.indicator_text:
            self.skipped_totals.append(number)
            return
        if tingkat is None and (match := _PREFIX.match(row.name)):
            word = normalise_name(match[1])
            row.name = row.name[match.end() :]
            if word == "indikator":
                row.indicator_text, row.name = row.indicator_text or row.name, ""
                self._further(row)
                return
            tingkat = _TINGKAT[word]
        if self._is_indicator_row(row):
            row.indicator_text, row.name = row.indicator_text or row.name, ""
            self._further(row)
            return
        level, kode = self._level_and_code(row, code, tingkat, node_id)
        if level is None:
            self.last = self.lost
            return
        node = self._place(row, level, kode, node_id)
        if node is None:
            self.last = self.lost
            return
        self.last = node
        self._fill(row, node, indicator_ids)

    def _is_indicator_row(self, row: _Row) -> bool:
        index = self.at["tingkat"]
        return index is not None and normalise_name(text_of(row.cells[index])) == "indikator"

    def _tingkat(self, row: _Row) -> tuple[Level | None, bool]:
        index = self.at["tingkat"]
        if index is None:
            return None, True
        text = text_of(row.cells[index])
        if not text:
            return None, True
        name = normalise_name(text)
        if name not in _TINGKAT:
            self.problems.galat(
                "Tingkat tidak dikenal.", **self.table.place(row.number, "tingkat"), found=text,
                hint=f"Pilih: {', '.join(TINGKAT_PROGRAM)}.",
            )  # fmt: skip
            return None, False
        return _TINGKAT[name], True

    def _further(self, row: _Row) -> None:
        """A row without a name: one more indicator, and or one more sumber dana, of the node above."""
        node = self.last
        has_money = any(row.cells[index].value is not None for _, index in self.money)
        if not row.indicator_text and not row.sumber and not has_money:
            if any(row.cells[index].value is not None for _, index in self.targets):
                self._nameless(row, node)
            return
        if node is None:
            self.problems.galat(
                "Baris tanpa nama berdiri di atas baris pertama yang bernama.",
                **self.table.place(row.number, "uraian"), hint="Isi nama barisnya.",
            )  # fmt: skip
            return
        if row.indicator_text:
            _, ids = ids_of(row.cells[self.at["id"]]) if self.at["id"] is not None else ([], [])
            one = self._indicator(row, node, ids)
            if one is not None and (ket := self._text(row.cells, "keterangan")):
                one.keterangan = ket
        elif any(row.cells[index].value is not None for _, index in self.targets):
            self._nameless(row, node)
        if has_money:
            self._money(row, node)

    def _fill(self, row: _Row, node: NodeDraft, indicator_ids: list[int]) -> None:
        cells = row.cells
        if (index := self.at["lokasi"]) is not None:
            node.lokasi = text_of(cells[index])
        if (index := self.at["penanggung_jawab"]) is not None:
            node.penanggung_jawab = self._limited(row, "penanggung_jawab", 200)
        if (index := self.at["keterangan"]) is not None:
            node.keterangan = text_of(cells[index])
        if self.at["nomor"] is not None:
            node.nomor = self._limited(row, "nomor", 30)
        if row.indicator_text:
            self._indicator(row, node, indicator_ids)
        elif any(cells[index].value is not None for _, index in self.targets):
            self._tell_nameless(row, indicator_ids)
            self._indicator(row, node, indicator_ids)
        self._money(row, node)
        if (index := self.at["sasaran"]) is not None and cells[index].value is not None:
            text = text_of(cells[index])
            if node.level in (L.PROGRAM, L.OUTCOME):
                place = self.table.place(row.number, index)
                self.reading.later.append(
                    lambda plan: plan.link(node, text, (L.SASARAN, L.TUJUAN), place, numbered=True)
                )

    def _tell_nameless(self, row: _Row, indicator_ids: list[int]) -> None:
        """Targets beside a name but without an indicator's text: documents print this, so the figures are kept."""
        tell = self.problems.catatan if indicator_ids and self.context.trust_ids else self.problems.peringatan
        tell(
            "Baris ini berisi target tetapi teks indikatornya kosong; angkanya disimpan tanpa teks indikator.",
            **self.table.place(row.number, "indikator"), hint="Isi teks indikatornya.",
        )  # fmt: skip

    def _nameless(self, row: _Row, node: NodeDraft | None) -> None:
        """Targets on a row without any text: a known indicator without text, or figures of nobody knows what."""
        _, ids = ids_of(row.cells[self.at["id"]]) if self.at["id"] is not None else ([], [])
        if node is not None and ids and self.context.trust_ids:
            self._tell_nameless(row, ids)
            self._indicator(row, node, ids)
            return
        self.problems.galat(
            "Baris ini berisi target tetapi tidak bernama dan teks indikatornya kosong.",
            **self.table.place(row.number, "indikator"),
            hint="Isi teks indikatornya, atau kosongkan targetnya.",
        )

    def _limited(self, row: _Row, key: str, limit: int) -> str:
        text = self._text(row.cells, key)
        if len(text) > limit:
            self.problems.galat(
                f"Isi sel lebih panjang dari {limit} huruf.", **self.table.place(row.number, key), found=text
            )
        return text

    def _indicator(self, row: _Row, node: NodeDraft, ids: list[int]) -> IndicatorDraft | None:
        if len(row.satuan) > 120:
            self._limited(row, "satuan", 120)
        table, number, cells, satuan = self.table, row.number, row.cells, row.satuan
        one = IndicatorDraft(
            teks=row.indicator_text,
            satuan=satuan,
            jenis=_JENIS.get(node.level, frozenset()),
            place=place_of(table, number),
        )
        if ids:
            one.id = self.reading.take_id("I", ids[0], table, number)
        values = one.values
        found_unit = ""
        for year, index in self.targets:
            cell = cells[index]
            if cell.value is not None:
                nilai, unit = read_figure(table, number, index, cell, satuan)
                if nilai is not None:
                    if nilai.is_filled:
                        values["target", year] = nilai
                    found_unit = found_unit or unit
        if self.baseline is not None and cells[self.baseline].value is not None:
            nilai, unit = read_figure(table, number, self.baseline, cells[self.baseline], satuan)
            if nilai is not None:
                if nilai.is_filled:
                    values["baseline", self.context.tahun_dasar] = nilai
                found_unit = found_unit or unit
        if not satuan:
            one.satuan = found_unit
        node.indikator.append(one)
        return one

    def _money(self, row: _Row, node: NodeDraft) -> None:
        cells = row.cells
        target = node
        if node.level == L.OUTPUT and node is not self.lost:
            target = self.open.get(L.SUB_KEGIATAN) or node
        is_leaf = target.level == L.SUB_KEGIATAN
        upper: dict[int, tuple[Nilai, int]] = {}
        sumber = row.sumber
        if len(sumber) > 120:
            self._limited(row, "sumber_dana", 120)
        for year, index in self.money:
            cell = cells[index]
            if cell.value is None:
                continue
            nilai = read_money(self.table, row.number, index, cell)
            if nilai is None or not nilai.is_filled:
                continue
            if not is_leaf:
                upper[year] = (nilai, index)
                continue
            held = target.pagu.get((year, sumber))
            if held is None:
                target.pagu[year, sumber] = nilai
            elif held != nilai or not row.indicator_text:
                self.problems.galat(
                    f"Pagu {year} untuk sumber dana “{sumber or 'tidak disebut'}” sudah diisi di atasnya.",
                    **self.table.place(row.number, index),
                    found=cell.value,
                    hint="Isi Sumber Dana yang berbeda pada baris ini.",
                )
        if upper and target is not self.lost:
            if target.level == L.OUTPUT:
                year, (nilai, index) = next(iter(upper.items()))
                self.problems.galat(
                    "Pagu pada baris output harus berada di bawah sub-kegiatan.",
                    **self.table.place(row.number, index), found=nilai.plain(),
                    hint="Pindahkan pagu ke baris sub-kegiatannya.",
                )  # fmt: skip
            else:
                self.upper_money.append((target, row.number, upper))

    # --- what a row is ---------------------------------------------------------------------------------------------

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
        name_index = self.at["uraian"]
        for _, cells in self.table.rows if name_index is not None else ():
            name = text_of(cells[name_index])
            if name and (found := self.context.names.named(L.BIDANG_URUSAN, name)) and found[0].kode != XX:
                return found[0].kode
        for _, cells in self.table.rows if name_index is not None else ():
            name = text_of(cells[name_index])
            if name and (found := self.context.names.named(L.PROGRAM, name)):
                bidang = parent_kode(found[0].kode)
                if bidang and bidang != XX:
                    return bidang
        return None

    def _parse_code(self, row: _Row, values: list[Any]) -> tuple[str | None, bool]:
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
        self, row: _Row, code: list[Any], tingkat: Level | None, node_id: int | None
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

    def _glued_code(self, row: _Row) -> str:
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

    def _code_by_name(self, row: _Row, level: Level) -> str:
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

    def _tell_filled(self, row: _Row, match: Match) -> None:
        alike = "" if match.score >= 1 else f" (kemiripan {match.score:.0%}: “{match.entry.uraian}”)"
        self.problems.catatan(
            f"Kode {match.kode} diisi menurut nama dari nomenklatur{alike}.",
            **self.table.place(row.number, "uraian"),
            found=row.name,
        )

    def _level_by_name(self, row: _Row) -> tuple[Level | None, str]:
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

    # --- where it stands -------------------------------------------------------------------------------------------

    def _place(self, row: _Row, level: Level, kode: str, node_id: int | None) -> NodeDraft | None:
        if level == L.PERANGKAT_DAERAH:
            return self._place_office(row)
        if kode and (earlier := self.by_code.get(kode)) is not None:
            return self._repeated(row, level, kode, earlier)
        parent = self._parent(row, level, kode)
        if parent is None:
            return None
        node = NodeDraft(level, row.name, kode, place=place_of(self.table, row.number))
        if node_id is not None:
            node.id = self.reading.take_id("S", node_id, self.table, row.number)
        if kode:
            self.by_code[kode] = node
            self.code_row[kode] = row.number
            self._check_name(row, node)
        parent.children.append(node)
        depth = _DEPTH[level]
        for other in tuple(self.open):
            if _DEPTH[other] >= depth:
                del self.open[other]
        self.open[level] = node
        if level == L.SUB_KEGIATAN:
            self.reading.note(node, self.sub_statement)
        elif level in (L.PROGRAM, L.OUTCOME):
            self.reading.note(node, self.linked_statement)
        else:
            self.reading.note(node, self.statement)
        if level == L.OUTCOME:
            self._open_outcome(parent, node)
        elif level == L.KEGIATAN:
            self._close_outcomes(row, node)
        return node

    def _place_office(self, row: _Row) -> NodeDraft:
        if self.office_stated:
            self.problems.peringatan(
                "Perangkat daerah disebut lebih dari sekali; baris ini dianggap sama dengan yang pertama.",
                **self.table.place(row.number, "uraian"), found=row.name,
            )  # fmt: skip
            return self.office
        self.office_stated = True
        self.office.uraian = row.name
        self.office.place = place_of(self.table, row.number)
        self.reading.note(self.office, self.statement)
        return self.office

    def _repeated(self, row: _Row, level: Level, kode: str, earlier: NodeDraft) -> NodeDraft | None:
        same = normalise_name(row.name) == normalise_name(earlier.uraian)
        if same and level == L.SUB_KEGIATAN and earlier is self.open.get(level) and row.sumber:
            sources = {sumber for _, sumber in earlier.pagu}
            if row.sumber not in sources:
                return earlier
        self.problems.galat(
            f"Kode {kode} sudah dipakai di baris {self.code_row.get(kode, '?')} (“{earlier.uraian}”).",
            **self.table.place(row.number, "kode"),
            found=f"{kode} {row.name}",
            hint="Betulkan kodenya, atau hapus baris yang berulang.",
        )
        return None

    def _parent(self, row: _Row, level: Level, kode: str) -> NodeDraft | None:
        if level == L.URUSAN:
            return self.office
        if level == L.BIDANG_URUSAN:
            return self._urusan(kode)
        if level == L.PROGRAM:
            if kode:
                return self._bidang(parent_kode(kode) or "")
            if found := self.open.get(L.BIDANG_URUSAN):
                return found
            if self.first_bidang:
                return self._bidang(self.first_bidang)
            self.problems.galat(
                "Bidang urusan program ini tidak diketahui.", **self.table.place(row.number, "uraian"),
                found=row.name, hint="Isi kodenya, atau tambahkan baris bidang urusan di atasnya.",
            )  # fmt: skip
            return None
        if level == L.OUTCOME:
            return self._above(row, L.PROGRAM, level)
        if level == L.OUTPUT:
            found = self.open.get(L.SUB_KEGIATAN) or self.open.get(L.KEGIATAN)
            return found if found is not None else self._above(row, L.KEGIATAN, level)
        above_level = L.PROGRAM if level == L.KEGIATAN else L.KEGIATAN
        if not kode:
            parent = self._above(row, above_level, level)
        else:
            parent = self._above_by_code(row, above_level, level, kode)
        if parent is None or level == L.SUB_KEGIATAN:
            return parent
        return self._outcome_for(row, parent)

    def _above(self, row: _Row, above: Level, level: Level) -> NodeDraft | None:
        found = self.open.get(above)
        if found is None:
            self.problems.galat(
                f"{level.label} ini tidak berada di bawah {above.label.lower()} mana pun.",
                **self.table.place(row.number, "uraian"),
                found=row.name,
                hint=f"Tambahkan baris {above.label.lower()} di atasnya.",
            )
        return found

    def _above_by_code(self, row: _Row, above: Level, level: Level, kode: str) -> NodeDraft | None:
        wanted = parent_kode(kode) or ""
        current = self.open.get(above)
        if current is not None and current.kode == wanted:
            return current
        if current is not None and not current.kode and wanted not in self.by_code:
            # The row above has no code of its own: its child tells it.
            if above == L.KEGIATAN and wanted.rsplit(".", 2)[0] != self._kode_of(L.PROGRAM):
                pass
            else:
                return current
        place = self.table.place(row.number, "kode")
        found = f"{kode} {row.name}"
        if wanted in self.by_code:
            here = f"{current.kode} {current.uraian}" if current is not None else "baris lain"
            self.problems.galat(
                f"Kode {kode} milik {above.label.lower()} {wanted} (baris {self.code_row.get(wanted, '?')}), tetapi "
                f"berdiri di bawah {here}.",
                **place, found=found, hint="Betulkan kodenya, atau pindahkan barisnya.",
            )  # fmt: skip
        elif self._comes_later(row, wanted):
            self.problems.galat(
                f"Baris {level.label.lower()} ini berdiri sebelum {above.label.lower()} {wanted}.",
                **place, found=found, hint=f"Pindahkan ke bawah baris {wanted}.",
            )  # fmt: skip
        elif current is not None and current.kode:
            self.problems.galat(
                f"Kode {kode} tidak cocok dengan {above.label.lower()} di atasnya, {current.kode} "
                f"{current.uraian}.",
                **place, found=found,
                hint=f"Betulkan kodenya, atau tambahkan baris {above.label.lower()} {wanted} di atasnya.",
            )  # fmt: skip
        else:
            self.problems.galat(
                f"Tidak ada baris {above.label.lower()} {wanted} di atas baris ini.",
                **place, found=found, hint=f"Tambahkan baris {wanted}.",
            )  # fmt: skip
        return None

    def _comes_later(self, row: _Row, wanted: str) -> bool:
        for number, cells in self.table.rows:
            if number > row.number and (values := self._code_values(cells)):
                try:
                    text = (parse_kode(values[0]) if len(values) == 1 else parse_kode_cells(values)).text
                except KodeProblem:
                    continue
                if text == wanted:
                    return True
        return False

    def _urusan(self, bidang: str) -> NodeDraft:
        if not bidang:
            if (found := self.open.get(L.URUSAN)) is not None:
                return found
            return self._inserted(L.URUSAN, (self.first_bidang or "2")[0], self.office)
        kode = bidang.split(".")[0]
        return self.by_code.get(kode) or self._inserted(L.URUSAN, kode, self.office)

    def _bidang(self, kode: str) -> NodeDraft:
        if found := self.by_code.get(kode):
            return found
        # A bidang whose code is not written but whose row stands open is this one.
        standing = self.open.get(L.BIDANG_URUSAN)
        if standing is not None and not standing.kode:
            return standing
        return self._inserted(L.BIDANG_URUSAN, kode, self._urusan(kode))

    def _inserted(self, level: Level, kode: str, parent: NodeDraft) -> NodeDraft:
        """An urusan or bidang urusan that the sheet leaves out, named by the nomenclature."""
        entry = self.context.names.get(kode)
        name = entry.uraian if entry else f"{level.label} {kode}"
        node = NodeDraft(level, name, kode, nomenklatur_id=entry.id if entry else None)
        parent.children.append(node)
        self.by_code[kode] = node
        self.reading.note(node, SILENT)
        if not any(one.level == level and one.kode == kode for one in self.context.cascade.walk()):
            self.problems.catatan(
                f"{level.label} {kode} tidak ada pada lembar ini dan ditambahkan: {name}.", sheet=self.table.name
            )
        self.open[level] = node
        return node

    def _check_name(self, row: _Row, node: NodeDraft) -> None:
        entry = self.context.names.get(node.kode)
        if entry is None:
            return
        node.nomenklatur_id = entry.id
        if entry.uraian == node.uraian:
            return
        words, official = (set(normalise_name(text).split()) for text in (node.uraian, entry.uraian))
        if len(words & official) >= 0.6 * len(words | official):
            return
        alike = similarity(node.uraian, entry.uraian)
        if alike < 0.8:
            self.problems.peringatan(
                f"Nama untuk kode {node.kode} berbeda dari nomenklatur, “{entry.uraian}” (kemiripan {alike:.0%}).",
                **self.table.place(row.number, "uraian"),
                found=node.uraian,
                hint="Periksa apakah kodenya benar.",
            )

    # --- outcomes --------------------------------------------------------------------------------------------------

    def _open_outcome(self, program: NodeDraft, node: NodeDraft) -> None:
        self.outcomes[program].append(node)
        if self.after_kegiatan.get(program, True):
            self.run[program] = []
        self.run[program].append(node)
        self.after_kegiatan[program] = False

    def _outcome_for(self, row: _Row, program: NodeDraft) -> NodeDraft:
        """A single outcome owns the kegiatan after it; several in a row leave them to the program."""
        run = self.run.get(program, [])
        return run[0] if len(run) == 1 else program

    def _close_outcomes(self, row: _Row, kegiatan: NodeDraft) -> None:
        program = self.open[L.PROGRAM]
        run = self.run.get(program, [])
        if len(run) > 1 and not self.after_kegiatan[program]:
            self.problems.catatan(
                f"{len(run)} outcome berurutan: kegiatan sesudahnya langsung berada di bawah program "
                f"{program.kode or program.uraian}.",
                **self.table.place(row.number, "uraian"),
                hint="Isi kolom “Outcome induk” bila kegiatannya terbagi menurut outcome.",
            )
        if program in self.after_kegiatan:
            self.after_kegiatan[program] = True
        if len(run) == 1:
            self.open[L.OUTCOME] = run[0]
        stated = self._text(row.cells, "outcome")
        if stated:
            self.overrides.append((program, kegiatan, stated, row.number))

    def _settle_outcomes(self) -> None:
        for program, kegiatan, stated, number in self.overrides:
            outcomes = self.outcomes.get(program, [])
            if is_dash(stated):
                owner: NodeDraft | None = program
            elif stated.isdigit():
                owner = outcomes[int(stated) - 1] if 0 < int(stated) <= len(outcomes) else None
            else:
                wanted = normalise_name(stated)
                owner = next((one for one in outcomes if normalise_name(one.uraian) == wanted), None)
            if owner is None:
                self.problems.galat(
                    f"Program ini tidak mempunyai outcome “{stated}”.", **self.table.place(number, "outcome"),
                    found=stated, hint=f"Isi nomor 1–{len(outcomes)}, atau -." if outcomes else "Kosongkan.",
                )  # fmt: skip
                continue
            for other in (program, *outcomes):
                if kegiatan in other.children and other is not owner:
                    other.children.remove(kegiatan)
                    owner.children.append(kegiatan)
        # Moving can upset the order in which the kegiatan of an owner stand on the sheet.
        for program, outcomes in self.outcomes.items():
            if any(one[0] is program for one in self.overrides):
                for owner in (program, *outcomes):
                    owner.children.sort(key=_sheet_row)

    # --- money above the leaves ------------------------------------------------------------------------------------

    def _settle_upper_money(self) -> None:
        """A sum of the leaves is no news; any other amount above them is a plafon."""
        if not self.upper_money:
            return
        totals: dict[NodeDraft, dict[int, Any]] = {}

        def add_up(node: NodeDraft) -> dict[int, Any]:
            total: dict[int, Any] = {}
            for (year, _), nilai in node.pagu.items():
                if nilai.number is not None:
                    total[year] = total.get(year, 0) + nilai.number
            for child in node.children:
                for year, amount in add_up(child).items():
                    total[year] = total.get(year, 0) + amount
            totals[node] = total
            return total

        add_up(self.office)
        kept: dict[tuple[NodeDraft, int], list[int]] = defaultdict(list)
        stated: dict[tuple[NodeDraft, int], tuple[Nilai, int, int]] = {}
        for node, number, upper in self.upper_money:
            for year, (nilai, index) in upper.items():
                amount = nilai.number
                if amount is None or amount == totals.get(node, {}).get(year, 0):
                    continue
                node.plafon[year] = nilai
                kept[node, number].append(year)
                stated[node, year] = (nilai, number, index)
        for (node, number), years in kept.items():
            self.problems.catatan(
                f"Jumlah pada baris {node.level.label.lower()} ini berbeda dari jumlah rinciannya dan disimpan sebagai "
                f"plafon ({', '.join(map(str, years))}).",
                **self.table.place(number, "uraian"),
                found=f"{node.kode} {node.uraian}".strip(),
            )
        remember: Callable[[Any], None] = lambda plan: plan.stated_plafon.update(  # noqa: E731
            {key: (nilai, self.table.name, self.table.label(number, index))
             for key, (nilai, number, index) in stated.items()}
        )  # fmt: skip
        self.reading.later.insert(0, remember)


def _sheet_row(node: NodeDraft) -> int:
    return int(node.place.rpartition("!")[2] or 0)


def read_programme(table: Table, reading: Reading) -> None:
    """Read the sheet into the reading's draft."""
    ProgrammeReader(table, reading).read()
