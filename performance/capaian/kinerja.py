"""The year as it was carried out: every figure of realisation, capaian and money, computed from one cascade.

`Kinerja` is made once for a page or a table. It computes what is asked for, keeps it, and issues no query. Levels of
achievement are neither rounded nor capped: see `cetak` for how they print.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import cast

from planning.capaian import Capaian, capaian
from planning.cascade import Cascade, CascadeIndicator, CascadeNode
from planning.levels import Level
from planning.realisasi import Realisasi
from renstra_portal.lib.numbers import round_half_up
from renstra_portal.lib.values import Nilai

from .anggaran import TANPA_ANGGARAN, Anggaran
from .cetak import DESIMAL_SERAPAN, desimal_capaian, tercetak
from .efisiensi import Efisiensi, Metode, efisiensi
from .penjelasan import Penjelasan, PenjelasanAnggaran, explain, explain_money
from .rata_rata import RataRata, rata_rata


@dataclass(frozen=True, slots=True)
class CapaianSasaran:
    """What a sasaran (or tujuan) reached and what its programs cost.

    `capaian` is the mean of its indicators that have one, in percent and unrounded; `program` are the rows linked to
    it, whose money counts in full even where a program serves several sasaran.
    """

    node: CascadeNode
    indikator: tuple[tuple[CascadeIndicator, Capaian], ...]
    capaian: Decimal | None
    program: tuple[CascadeNode, ...]
    anggaran: Anggaran
    efisiensi: Efisiensi


class Kinerja(Realisasi):
    """What one year reached. `triwulan` is 1 to 4 everywhere and means: up to the end of that triwulan."""

    def __init__(self, cascade: Cascade) -> None:
        super().__init__(cascade)
        self._capaian: dict[tuple[int, int], Capaian] = {}
        self._fisik: dict[tuple[int, int], tuple[Decimal, Decimal] | None] = {}

    # Performance ------------------------------------------------------------------------------------------------

    def target_pada(self, one: CascadeIndicator, triwulan: int) -> Nilai:
        """The target of one triwulan in the rencana aksi; of a cumulative indicator for that triwulan alone."""
        return one.at(f"target_{triwulan}", self.tahun)

    def capaian(self, one: CascadeIndicator, triwulan: int = 4) -> Capaian:
        """`sampai` against the target of the year in percent, unrounded and uncapped, or why there is none."""
        key = (one.id, triwulan)
        if key not in self._capaian:
            reason = self.rasio(one, triwulan).alasan if self.is_rasio(one) else None
            self._capaian[key] = (
                Capaian(None, reason)
                if reason
                else capaian(self.sampai(one, triwulan), self.target(one), one.arah, self.plan.rumus_turun)
            )
        return self._capaian[key]

    def rata_rata(self, triwulan: int = 4, rows: Iterable[CascadeNode] | None = None) -> RataRata:
        """Mean performance and mean absorption over the rows that have one (foot of E.81); sub-kegiatan by default."""
        chosen = self.cascade.at(Level.SUB_KEGIATAN) if rows is None else tuple(rows)
        reached = [found for node in chosen if (found := self.capaian_baris(node, triwulan)) is not None]
        spent = [found for node in chosen if (found := self.anggaran(node, triwulan).persen) is not None]
        return RataRata(rata_rata(reached), rata_rata(spent), len(chosen), len(reached), len(spent))

    def capaian_baris(self, node: CascadeNode, triwulan: int = 4) -> Decimal | None:
        """Mean capaian of the indicators a row shows (its own and its outputs'); None where none has one."""
        return rata_rata(self.capaian(one, triwulan).persen for one in node.achievements)

    # Money and physical progress --------------------------------------------------------------------------------

    def anggaran(self, node: CascadeNode, triwulan: int = 4) -> Anggaran:
        """Pagu of the year and what was spent by the end of that triwulan, of everything below the row."""
        spent = [self.keuangan_pada(node, number) for number in range(1, triwulan + 1)]
        entered = [one for one in spent if one is not None]
        return Anggaran(node.total.get(self.tahun, Decimal(0)), sum(entered, Decimal(0)), bool(entered))

    def keuangan_pada(self, node: CascadeNode, triwulan: int) -> Decimal | None:
        """Rupiah spent in one triwulan by everything below the row; None where nothing was entered."""
        return node.total_keuangan.get((f"keuangan_{triwulan}", self.tahun))

    def fisik(self, node: CascadeNode, triwulan: int = 4) -> Decimal | None:
        """Physical progress in percent by the end of that triwulan, unrounded.

        On a sub-kegiatan the last one entered; above it the mean of those entered, weighted by pagu. A row with
        nothing entered does not count as 0. None where there is none, or where none of those entered has pagu.
        """
        if node.level == Level.SUB_KEGIATAN:
            return self._fisik_entered(node, triwulan)
        weighted = self._fisik_weighted(node, triwulan)
        return weighted[0] / weighted[1] if weighted and weighted[1] else None

    # Sasaran ----------------------------------------------------------------------------------------------------

    def sasaran(self, node: CascadeNode, triwulan: int = 4) -> CapaianSasaran:
        """What a sasaran or tujuan reached, the money of the programs linked to it, and how efficient that was.

        Of a tujuan the programs of its sasaran count too. Efficiency follows the plan's method, from unrounded
        figures or from those that are printed (`dasar_efisiensi`).
        """
        chosen = node.indicators_for("sasaran", "tujuan") or node.indikator
        measured = tuple((one, self.capaian(one, triwulan)) for one in chosen)
        programs = self.program_of(node)
        money = sum((self.anggaran(one, triwulan) for one in programs), TANPA_ANGGARAN)
        reached = [(one, found.persen) for one, found in measured if found.persen is not None]
        serapan = money.persen
        if self.plan.dasar_efisiensi == "tercetak":
            counted = [tercetak(self.plan, found, desimal_capaian(self.plan, one)) for one, found in reached]
            serapan = None if serapan is None else round_half_up(serapan, DESIMAL_SERAPAN)
        else:
            counted = [found for _, found in reached]
        return CapaianSasaran(
            node,
            measured,
            rata_rata(found for _, found in reached),
            programs,
            money,
            efisiensi(cast(Metode, self.plan.metode_efisiensi), counted, serapan),
        )

    def program_of(self, node: CascadeNode) -> tuple[CascadeNode, ...]:
        """The programs linked to a sasaran, or to a tujuan and its sasaran, in printed order.

        An outcome that is linked by itself stands for its own kegiatan, unless its program is linked.
        """
        wanted = {one.id for one in node.walk() if one.level in (Level.TUJUAN, Level.SASARAN)}
        linked = {one for target in wanted for one in self._linked_from.get(target, ())}
        found = [one for one in self._programs if one.id in linked]
        return tuple(one for one in found if one.level == Level.PROGRAM or one.parent_id not in linked)

    # Why --------------------------------------------------------------------------------------------------------

    def jelaskan(self, one: CascadeIndicator, triwulan: int = 4) -> Penjelasan:
        """Where the capaian of an indicator comes from: formula, inputs with their cells, steps."""
        return explain(self, one, triwulan)

    def jelaskan_anggaran(self, node: CascadeNode, triwulan: int = 4) -> PenjelasanAnggaran:
        """Where the money of a row comes from: the rows below it, or the cells entered on it."""
        return explain_money(self, node, triwulan)

    # ------------------------------------------------------------------------------------------------------------

    @cached_property
    def _programs(self) -> tuple[CascadeNode, ...]:
        return self.cascade.at(Level.PROGRAM, Level.OUTCOME)

    @cached_property
    def _linked_from(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for node in self._programs:
            for target in node.kaitan:
                found[target].append(node.id)
        return found

    def _fisik_entered(self, node: CascadeNode, triwulan: int) -> Decimal | None:
        for number in range(triwulan, 0, -1):
            amount = node.nilai_at(f"fisik_{number}", self.tahun).amount
            if amount is not None:
                return amount
        return None

    def _fisik_weighted(self, node: CascadeNode, triwulan: int) -> tuple[Decimal, Decimal] | None:
        """Progress × pagu and pagu, summed over the sub-kegiatan that have progress; None where none has any."""
        key = (node.id, triwulan)
        if key not in self._fisik:
            self._fisik[key] = self._weigh(node, triwulan)
        return self._fisik[key]

    def _weigh(self, node: CascadeNode, triwulan: int) -> tuple[Decimal, Decimal] | None:
        if node.level == Level.SUB_KEGIATAN:
            entered = self._fisik_entered(node, triwulan)
            pagu = node.total.get(self.tahun, Decimal(0))
            return None if entered is None else (entered * pagu, pagu)
        parts = [found for child in node.children if (found := self._fisik_weighted(child, triwulan))]
        if not parts:
            return None
        return sum((one for one, _ in parts), Decimal(0)), sum((pagu for _, pagu in parts), Decimal(0))
