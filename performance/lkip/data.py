"""What the report is about, picked out of the cascade once: its tujuan, sasaran, indicators, money and comparisons."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

from planning.capaian import Capaian, capaian, sampai_tahun_ini
from planning.cascade import Cascade, CascadeIndicator, CascadeNode
from planning.levels import Level
from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import KOSONG, Jenis, Nilai

from ..capaian import Anggaran, Kinerja
from ..capaian.anggaran import TANPA_ANGGARAN


class LkipData:
    """One year's report: the cascade with its computing engine, and the picks that texts, tables and charts share.

    A row or an indicator is also found by the id it had in the version that this one was copied from, so that texts
    written for the murni version hold in its perubahan.
    """

    def __init__(self, cascade: Cascade) -> None:
        self.cascade = cascade
        self.kinerja = Kinerja(cascade)
        self.tahun = self.kinerja.tahun
        self.tahun_akhir = cascade.plan.tahun_akhir_renstra

    @cached_property
    def tujuan(self) -> tuple[CascadeNode, ...]:
        """Every tujuan, in printed order."""
        return self.cascade.at(Level.TUJUAN)

    @cached_property
    def sasaran(self) -> tuple[CascadeNode, ...]:
        """Every sasaran, in printed order."""
        return self.cascade.at(Level.SASARAN)

    @cached_property
    def program(self) -> tuple[CascadeNode, ...]:
        """Every program, in printed order."""
        return self.cascade.at(Level.PROGRAM)

    @cached_property
    def indikator(self) -> tuple[CascadeIndicator, ...]:
        """The indicators of all sasaran, those the report is measured by."""
        return tuple(one for node in self.sasaran for one in self.indikator_of(node))

    def indikator_of(self, node: CascadeNode) -> tuple[CascadeIndicator, ...]:
        """The indicators by which a tujuan or sasaran is measured."""
        return tuple(one for one, _ in self.kinerja.sasaran(node).indikator)

    @cached_property
    def ketenagakerjaan(self) -> dict[str, CascadeNode]:
        """The rows of the shared labour data by their key ("D03")."""
        return {node.nomor: node for node in self.cascade.roots if node.level == Level.DATA and node.indikator}

    @cached_property
    def has_rencana_aksi(self) -> bool:
        """Whether any target of a triwulan was set."""
        every = (one for node in self.cascade.walk() for one in node.indikator)
        return any(self.kinerja.target_pada(one, number).is_filled for one in every for number in range(1, 5))

    def catatan(self, node: CascadeNode, peran: str) -> str | None:
        """What was written about a row (pendorong, penghambat, tindak_lanjut, …) for its last triwulan that has it.

        Without a full stop at the end, so that it fits into a sentence.
        """
        for number in range(4, 0, -1):
            nilai = node.nilai_at(f"{peran}_{number}", self.tahun)
            if nilai.kind is Jenis.TEKS:
                return nilai.text.strip().rstrip(".")
        return None

    # Money --------------------------------------------------------------------------------------------------------

    @cached_property
    def belanja(self) -> Anggaran:
        """Pagu and realisation of the whole office."""
        office = self.cascade.office
        return self.kinerja.anggaran(office) if office else TANPA_ANGGARAN

    @cached_property
    def pendapatan(self) -> Anggaran:
        """Target and realisation of all revenue."""
        return sum((self.kinerja.anggaran(one) for one in self._revenue), TANPA_ANGGARAN)

    @property
    def has_pendapatan(self) -> bool:
        """Whether the plan holds rows of revenue."""
        return bool(self._revenue)

    def anggaran(self, node: CascadeNode) -> Anggaran:
        """The money of a row; of a tujuan or sasaran that of the programs linked to it."""
        if node.level in (Level.TUJUAN, Level.SASARAN):
            return self.kinerja.sasaran(node).anggaran
        return self.kinerja.anggaran(node)

    # Comparisons --------------------------------------------------------------------------------------------------

    def last_year(self, one: CascadeIndicator) -> Nilai:
        """What the indicator reached last year."""
        return one.realisasi_at(self.tahun - 1)

    def akhir(self, one: CascadeIndicator) -> Nilai:
        """The target at the end of the Renstra."""
        return one.akhir_at(self.tahun_akhir) if self.tahun_akhir else KOSONG

    def kemajuan(self, one: CascadeIndicator) -> Capaian:
        """What has been reached so far against the target at the end of the Renstra."""
        reached = sampai_tahun_ini(self.last_year(one), self.kinerja.sampai(one), one.akumulasi, one.satuan)
        return capaian(reached, self.akhir(one), one.arah, self.kinerja.plan.rumus_turun)

    def pembanding(self, one: CascadeIndicator) -> tuple[tuple[str, Decimal], ...]:
        """The regions that hold this indicator's figure of the year, by name of the indicator, in printed order."""
        wanted = normalise_name(one.teks)
        found = []
        for node in self.cascade.roots:
            if node.level != Level.PEMBANDING:
                continue
            for other in node.indikator:
                amount = other.realisasi_at(self.tahun).amount
                if amount is not None and normalise_name(other.teks) == wanted:
                    found.append((node.uraian, amount))
        return tuple(found)

    def peringkat(self, one: CascadeIndicator) -> tuple[int, int] | None:
        """The place of the own figure among the regions compared, best first, and how many they are with the own one.

        None where there is no own figure or nothing to compare with. Provinces and the nation are no competitors.
        """
        own = self.kinerja.sampai(one).amount
        others = [
            (name, amount) for name, amount in self.pembanding(one) if not is_wide(name) and not self._is_own(name)
        ]
        if own is None or not others:
            return None
        better = sum(amount < own if one.arah == "turun" else amount > own for _, amount in others)
        return better + 1, len(others) + 1

    # By id ----------------------------------------------------------------------------------------------------------

    def indikator_by_id(self, number: int) -> CascadeIndicator | None:
        """The indicator of that id, or the one that was copied from it."""
        return self._indicators.get(number)

    def simpul_by_id(self, number: int) -> CascadeNode | None:
        """The row of that id, or the one that was copied from it."""
        return self.cascade.by_id.get(number) or self._copies.get(number)

    @cached_property
    def _indicators(self) -> dict[int, CascadeIndicator]:
        every = [one for node in self.cascade.walk() for one in node.indikator]
        copies = {one.asal_id: one for one in every if one.asal_id is not None}
        return copies | {one.id: one for one in every}

    @cached_property
    def _copies(self) -> dict[int, CascadeNode]:
        return {node.asal_id: node for node in self.cascade.walk() if node.asal_id is not None}

    @cached_property
    def _revenue(self) -> tuple[CascadeNode, ...]:
        return tuple(node for node in self.cascade.roots if node.level == Level.PENDAPATAN)

    def _is_own(self, name: str) -> bool:
        return normalise_name(name) == normalise_name(self.kinerja.plan.nama_daerah)


def is_wide(name: str) -> bool:
    """Whether a name among the regions is that of a province or the nation, which are no competitors."""
    return normalise_name(name).startswith(("provinsi", "nasional", "indonesia"))


def unit_in_text(satuan: str) -> str:
    """A unit inside a sentence: "orang" for "Orang"; abbreviations such as "KK" stay."""
    return satuan if satuan.isupper() else satuan[:1].lower() + satuan[1:]
