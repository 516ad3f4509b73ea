"""What the indicators of a year reached, triwulan by triwulan: as typed, or counted from the shared labour data. Pure.

One rule for the entry grid, the capaian, the printed tables, and the years that follow.
"""

from __future__ import annotations

from functools import cached_property

from renstra_portal.lib.values import KOSONG, Nilai

from .capaian import USUAL_DECIMALS, Alasan, Rasio, cara_akumulasi, dari_triwulan, is_percent, rasio
from .cascade import Cascade, CascadeIndicator, CascadeNode
from .levels import Level
from .models import Indikator


def is_counted(akumulasi: str, data_pembilang: str, data_penyebut: str) -> bool:
    """Whether an indicator's realisation is counted from labour data, so that nothing is typed into it."""
    return akumulasi == Indikator.Akumulasi.RASIO and bool(data_pembilang or data_penyebut)


class Realisasi:
    """What one year reached. `triwulan` is 1 to 4 everywhere; what is computed is kept, and no query is issued."""

    def __init__(self, cascade: Cascade) -> None:
        self.cascade = cascade
        self.plan = cascade.plan
        self.tahun: int = cascade.plan.tahun_awal
        self._sampai: dict[tuple[int, int], Nilai] = {}
        self._rasio: dict[tuple[int, int, bool], Rasio] = {}

    def target(self, one: CascadeIndicator) -> Nilai:
        """The target of the year."""
        return one.target_at(self.tahun)

    def pada(self, one: CascadeIndicator, triwulan: int) -> Nilai:
        """What was reached in one triwulan: as typed, or the ratio of that triwulan's data."""
        if self.is_rasio(one):
            return self.rasio(one, triwulan, sampai=False).nilai
        return one.at(f"realisasi_{triwulan}", self.tahun)

    def sampai(self, one: CascadeIndicator, triwulan: int = 4) -> Nilai:
        """What was reached by the end of that triwulan, by the rule of accumulation (E.81 column 12 at 4)."""
        key = (one.id, triwulan)
        if key not in self._sampai:
            self._sampai[key] = self._reached(one, triwulan)
        return self._sampai[key]

    def akumulasi(self, one: CascadeIndicator) -> str:
        """How the indicator adds up over triwulan: as it says, except that percentages are never summed."""
        return cara_akumulasi(one.akumulasi, one.satuan)

    def desimal(self, one: CascadeIndicator) -> int:
        """Decimals of a ratio or a mean of the indicator: those it says, else two or as many as its target has."""
        if one.desimal is not None:
            return one.desimal
        return max(USUAL_DECIMALS, self.target(one).decimals)

    def is_rasio(self, one: CascadeIndicator) -> bool:
        """Whether the indicator is computed from the shared labour data; nothing is typed into it then."""
        return is_counted(one.akumulasi, one.data_pembilang, one.data_penyebut)

    def data(self, nomor: str) -> CascadeIndicator | None:
        """The indicator of the row of labour data with that key ("D03"); None where the plan has no such row."""
        row = self.data_rows.get(nomor)
        return row.indikator[0] if row and row.indikator else None

    def rasio(self, one: CascadeIndicator, triwulan: int = 4, *, sampai: bool = True) -> Rasio:
        """The ratio up to the end of a triwulan, each data row by its own accumulation; or of that triwulan alone."""
        key = (one.id, triwulan, sampai)
        if key not in self._rasio:
            self._rasio[key] = self._ratio(one, triwulan, sampai)
        return self._rasio[key]

    def data_nilai(self, data: CascadeIndicator, triwulan: int, *, sampai: bool = True) -> Nilai:
        """The count of a row of labour data: summed up or the last held, as it says; or of a triwulan alone."""
        numbers = range(1, triwulan + 1) if sampai else (triwulan,)
        typed = [data.at(f"realisasi_{number}", self.tahun) for number in numbers]
        return dari_triwulan(typed, self.akumulasi(data))

    @cached_property
    def data_rows(self) -> dict[str, CascadeNode]:
        """The rows of labour data by their key (`nomor`); of several with one key the first."""
        return {one.nomor: one for one in reversed(self.cascade.at(Level.DATA)) if one.nomor}

    def _reached(self, one: CascadeIndicator, triwulan: int) -> Nilai:
        if self.is_rasio(one):
            return self.rasio(one, triwulan).nilai
        typed = [one.at(f"realisasi_{number}", self.tahun) for number in range(1, triwulan + 1)]
        return dari_triwulan(typed, self.akumulasi(one), self.desimal(one))

    def _ratio(self, one: CascadeIndicator, triwulan: int, sampai: bool) -> Rasio:
        above, below = self.data(one.data_pembilang), self.data(one.data_penyebut)
        if above is None or below is None:
            return Rasio(KOSONG, Alasan.DATA_TIDAK_DITEMUKAN)
        counts = [self.data_nilai(row, triwulan, sampai=sampai) for row in (above, below)]
        return rasio(counts[0], counts[1], persen=is_percent(one.satuan), decimals=self.desimal(one))
