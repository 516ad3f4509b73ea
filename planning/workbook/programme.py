"""Reads the sheet "Program Kegiatan": the tree of programmes with its indicators, targets and pagu (table 4.3)."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from typing import Any

from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import Nilai

from ..cascade import CascadeNode
from ..levels import Level, usual_kinds
from ..writing.draft import IndicatorDraft, NodeDraft
from .cells import Cells
from .goals import Goals
from .grid import Table, tell_uncached
from .placing import ROW_TEXTS, Placer
from .reading import Reading, ids_of, is_dash, is_total_name, place_of, read_figure, read_money, text_of
from .recognise import DEPTH, TINGKAT, Row

L = Level
_PREFIX = re.compile(
    r"(program|kegiatan|sub[ -]?kegiatan|outcome|output|indikator)\s*(?:\d+(?:\.\d+)*)?\s*:\s*(?=\S)", re.IGNORECASE
)
_INDICATOR_PREFIX = re.compile(r"indikator\s*(?:\d+(?:\.\d+)*)?\s*:\s*", re.IGNORECASE)
_SOURCES = re.compile(r"\s*[;\n]\s*")


class ProgrammeReader(Placer):
    """Walks the rows once: names open nodes, rows without a name add indicators and sumber dana to the last one."""

    def __init__(self, table: Table, reading: Reading) -> None:
        super().__init__(table, reading)
        self.targets = sorted(table.head.yearly["target"].items())
        self.money = sorted(table.head.yearly["pagu"].items())
        self.baseline = table.head.columns.get("baseline")
        self.upper_money: list[tuple[NodeDraft, int, dict[int, tuple[Nilai, int]]]] = []
        self.skipped_totals: list[int] = []
        self.upper_sources: list[tuple[NodeDraft, int, str]] = []
        self.lost = NodeDraft(L.OUTPUT)
        self.goals = Goals(self)
        self.uncached: dict[int, list[int]] = defaultdict(list)

    def read(self) -> None:
        """Read every row; the tree is then in the reading's draft."""
        for number, cells in self.table.rows:
            self._row(number, cells)
        self._settle_outcomes()
        self._settle_upper_money()
        self._tell_upper_sources()
        for index, rows in self.uncached.items():
            tell_uncached(self.table, index, rows)
        if self.skipped_totals:
            skipped = ", ".join(map(str, self.skipped_totals[:20]))
            self.problems.catatan(
                f"Baris jumlah tidak dibaca karena portal menjumlahkannya sendiri: baris {skipped}.",
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
        if not code and self.goals.take(row):
            return
        bidang = self.goals.bidang(row, has_code=bool(code))
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
        if not code and tingkat is None and is_total_name(row.name) and not row.indicator_text:
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
        if bidang and kode.count(".") > 1 and not kode.startswith(f"{bidang}."):
            self.problems.peringatan(
                f"Kode {kode} bukan kode bidang urusan {bidang} yang tertulis di sampingnya.",
                **self.table.place(number, "bidang_urusan"), found=self._text(cells, "bidang_urusan"),
                hint="Periksa apakah kodenya benar.",
            )  # fmt: skip
        node = self._place(row, level, kode, node_id)
        if node is None:
            self.last = self.lost
            return
        self.last = node
        self._fill(row, node, indicator_ids)

    def _further(self, row: Row) -> None:
        """A row without a name: one more indicator, and or one more sumber dana, of the node above."""
        node = self.last
        has_money = any(
            row.cells[index].value is not None or (row.number, index) in self.table.uncached for _, index in self.money
        )
        if has_money and not row.indicator_text and not row.sumber and self._is_nameless_total(row):
            self.skipped_totals.append(row.number)
            return
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
        for name, limit in ROW_TEXTS.items():
            if self.at.get(name) is not None:
                setattr(node, name, self._limited(row, name, limit) if limit else self._text(cells, name))
        if row.indicator_text:
            self._indicator(row, node, indicator_ids)
        elif any(cells[index].value is not None for _, index in self.targets):
            self._tell_nameless(row, indicator_ids)
            self._indicator(row, node, indicator_ids)
        self._money(row, node)
        if self.goals.wide:
            if node.level == L.PROGRAM:
                self.goals.serve(row, node)
        elif (index := self.at["sasaran"]) is not None and cells[index].value is not None:
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
            jenis=usual_kinds(node.level),
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
        if not satuan and found_unit:
            one.satuan = found_unit
            self.reading.units.add(one)
        node.indikator.append(one)
        return one

    def _money(self, row: Row, node: NodeDraft) -> None:
        cells = row.cells
        target = node
        if node.level == L.OUTPUT and node is not self.lost:
            target = self.open.get(L.SUB_KEGIATAN) or node
        is_leaf = target.level == L.SUB_KEGIATAN
        upper: dict[int, tuple[Nilai, int]] = {}
        sumber = self._source(row, target) if is_leaf else row.sumber
        if row.sumber and not is_leaf and target is not self.lost:
            self.upper_sources.append((target, row.number, row.sumber))
        for year, index in self.money:
            cell = cells[index]
            if cell.value is None:
                if is_leaf and (row.number, index) in self.table.uncached:
                    self.uncached[index].append(row.number)
                continue
            nilai = read_money(self.table, row.number, index, cell)
            if nilai is None or not nilai.is_filled:
                continue
            if not is_leaf:
                upper[year] = (nilai, index)
                continue
            if sumber is None:
                continue
            held = target.pagu.get((year, sumber))
            if held is None and not (row.name or sumber) and any(of == year for of, _ in target.pagu):
                self.problems.galat(
                    "Baris ini hanya berisi jumlah rupiah dan tidak sama dengan jumlah baris di atasnya.",
                    **self.table.place(row.number, index), found=cell.value,
                    hint="Isi Sumber Dana bila ini sumber berikutnya, atau hapus barisnya bila ini jumlah.",
                )  # fmt: skip
            elif held is None:
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

    def _source(self, row: Row, leaf: NodeDraft) -> str | None:
        """The sumber dana of the row's money; None when the cell names several whose amounts stand in the plan already.

        Printed tables join the sources of a sub-kegiatan in one cell, and their amounts in one sum.
        """
        parts = [part for part in _SOURCES.split(row.sumber) if part]
        if len(parts) > 1:
            held = self._held(leaf)
            years = {year: read_money(self.table, row.number, index, row.cells[index]) for year, index in self.money}
            if (
                held is not None
                and set(parts) == {source for _, source in held.pagu}
                and all(nilai is not None and nilai.same_amount(held.pagu_at(year)) for year, nilai in years.items())
            ):
                leaf.pagu.update({key: nilai for key, nilai in held.pagu.items() if key[0] in years})
                return None
            if any(nilai is not None and nilai.is_filled for nilai in years.values()):
                self.problems.peringatan(
                    "Sel ini menyebut beberapa sumber dana, tetapi pagunya satu; disimpan sebagai satu sumber.",
                    **self.table.place(row.number, "sumber_dana"), found=row.sumber,
                    hint="Tulis setiap sumber di baris sendiri dengan pagunya.",
                )  # fmt: skip
        sumber = "; ".join(parts)
        if len(sumber) > 120:
            self._limited(row, "sumber_dana", 120)
        return sumber

    def _held(self, leaf: NodeDraft) -> CascadeNode | None:
        if (known := self.context.node(leaf.id)) is not None:
            return known
        nodes = self.context.cascade.at(L.SUB_KEGIATAN) if leaf.kode else ()
        return next((node for node in nodes if node.kode == leaf.kode), None)

    def _is_nameless_total(self, row: Row) -> bool:
        """Whether a row of nothing but rupiah sums up all above it, or the open program or kegiatan."""
        amounts = {
            year: nilai.number
            for year, index in self.money
            if (nilai := read_money(self.table, row.number, index, row.cells[index])) is not None and nilai.is_filled
        }
        if not amounts:
            return False
        for node in (self.office, self.open.get(L.PROGRAM), self.open.get(L.KEGIATAN)):
            sums: dict[int, Decimal] = defaultdict(Decimal)
            for one in node.walk() if node is not None else ():
                for (year, _), nilai in one.pagu.items():
                    sums[year] += nilai.number or 0
            if all(amount is None or _is_total(amount, sums[year]) for year, amount in amounts.items()):
                return True
        return False

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

    def _tell_upper_sources(self) -> None:
        """Name the rows whose sumber dana is not that of the sub-kegiatan below them: theirs alone is held."""
        lost = []
        for node, number, text in self.upper_sources:
            below = {normalise_name(source) for one in node.walk() for _, source in one.pagu}
            if any(normalise_name(part) not in below for part in re.split(r"[;,/\n]", text)) and (
                normalise_name(text) not in below and not is_dash(text)
            ):
                lost.append((number, text))
        if lost:
            rows = ", ".join(str(number) for number, _ in lost[:20])
            self.problems.peringatan(
                f"Sumber dana di atas sub-kegiatan dirangkum dari sub-kegiatannya; yang tertulis di baris {rows} tidak "
                "disimpan.",
                **self.table.place(lost[0][0], "sumber_dana"), found=lost[0][1],
                hint="Isi sumber dana pada sub-kegiatannya.",
            )  # fmt: skip

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
