"""Reads the sheet "Program Kegiatan": the tree of programmes with its indicators, targets and pagu (table 4.3)."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from typing import Any

from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import Nilai

from ..levels import Level
from ..writing.draft import IndicatorDraft, NodeDraft
from .grid import Cells, Table
from .placing import Placer
from .reading import Reading, ids_of, place_of, read_figure, read_money, text_of
from .recognise import DEPTH, TINGKAT, Row

L = Level
_JENIS = {
    L.PROGRAM: frozenset({"outcome"}),
    L.OUTCOME: frozenset({"outcome"}),
    L.KEGIATAN: frozenset({"output"}),
    L.SUB_KEGIATAN: frozenset({"output"}),
    L.OUTPUT: frozenset({"output"}),
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


class ProgrammeReader(Placer):
    """Walks the rows once: names open nodes, rows without a name add indicators and sumber dana to the last one."""

    def __init__(self, table: Table, reading: Reading) -> None:
        super().__init__(table, reading)
        self.targets = sorted(table.head.yearly["target"].items())
        self.money = sorted(table.head.yearly["pagu"].items())
        self.baseline = table.head.columns.get("baseline")
        self.upper_money: list[tuple[NodeDraft, int, dict[int, tuple[Nilai, int]]]] = []
        self.skipped_totals: list[int] = []
        self.lost = NodeDraft(L.OUTPUT)

    def read(self) -> None:
        """Read every row; the tree is then in the reading's draft."""
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

    def _row(self, number: int, cells: Cells) -> None:
        row = Row(
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
        if node_ids and (known := self.context.node(node_ids[0])) is not None and known.level in DEPTH:
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
            tingkat = TINGKAT[word]
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

    def _further(self, row: Row) -> None:
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

    def _fill(self, row: Row, node: NodeDraft, indicator_ids: list[int]) -> None:
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

    def _tell_nameless(self, row: Row, indicator_ids: list[int]) -> None:
        """Targets beside a name but without an indicator's text: documents print this, so the figures are kept."""
        tell = self.problems.catatan if indicator_ids and self.context.trust_ids else self.problems.peringatan
        tell(
            "Baris ini berisi target tetapi teks indikatornya kosong; angkanya disimpan tanpa teks indikator.",
            **self.table.place(row.number, "indikator"), hint="Isi teks indikatornya.",
        )  # fmt: skip

    def _nameless(self, row: Row, node: NodeDraft | None) -> None:
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

    def _indicator(self, row: Row, node: NodeDraft, ids: list[int]) -> IndicatorDraft | None:
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

    def _money(self, row: Row, node: NodeDraft) -> None:
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

    # --- money above the leaves ------------------------------------------------------------------------------------

    def _settle_upper_money(self) -> None:
        """A sum of the leaves is no news; any other amount above them is a plafon."""
        if not self.upper_money:
            return
        totals: dict[NodeDraft, dict[int, Decimal]] = {}

        def add_up(node: NodeDraft) -> dict[int, Decimal]:
            total: dict[int, Decimal] = {}
            for (year, _), nilai in node.pagu.items():
                if nilai.number is not None:
                    total[year] = total.get(year, Decimal(0)) + nilai.number
            for child in node.children:
                for year, amount in add_up(child).items():
                    total[year] = total.get(year, Decimal(0)) + amount
            totals[node] = total
            return total

        add_up(self.office)
        kept: dict[tuple[NodeDraft, int], list[int]] = defaultdict(list)
        stated: dict[tuple[NodeDraft, int], tuple[Nilai, int, int]] = {}
        for node, number, upper in self.upper_money:
            for year, (nilai, index) in upper.items():
                amount = nilai.number
                if amount is None or _is_total(amount, totals.get(node, {}).get(year, Decimal(0))):
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
        if stated:
            self.reading.later.insert(0, lambda plan: self._tell_plafon(plan, stated))

    def _tell_plafon(self, plan: Any, stated: dict[tuple[NodeDraft, int], tuple[Nilai, int, int]]) -> None:
        """Let the sheet "Plafon" know which ceilings stand here already, and where."""
        for key, (nilai, number, index) in stated.items():
            plan.stated_plafon[key] = (nilai, self.table.name, self.table.label(number, index))


def _is_total(amount: Decimal, total: Decimal) -> bool:
    """Whether a sum on the sheet is the sum of the leaves; Excel keeps but fifteen digits of it."""
    return abs(amount - total) <= abs(total).scaleb(-14)


def read_programme(table: Table, reading: Reading) -> None:
    """Read the sheet into the reading's draft."""
    ProgrammeReader(table, reading).read()
