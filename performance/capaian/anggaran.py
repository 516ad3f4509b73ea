"""Money of a row of the year: what was planned, what was spent, and what is left, in rupiah."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class AlasanAnggaran(StrEnum):
    """Why there is no rate of absorption; the value is a sentence for the page."""

    TANPA_PAGU = "Tidak ada pagu: tidak ada pembagi."
    BELUM_DIISI = "Realisasi keuangan belum diisi."


@dataclass(frozen=True, slots=True)
class Anggaran:
    """Pagu against what was spent up to a triwulan, both in rupiah and of everything below a row.

    `terisi` tells whether anything was entered at all: a realisation of 0 that was entered is not a blank one.
    """

    pagu: Decimal
    realisasi: Decimal
    terisi: bool

    @property
    def alasan(self) -> AlasanAnggaran | None:
        """Why there is no `persen`; None where there is one."""
        if not self.pagu:
            return AlasanAnggaran.TANPA_PAGU
        return None if self.terisi else AlasanAnggaran.BELUM_DIISI

    @property
    def persen(self) -> Decimal | None:
        """The rate of absorption (serapan): realisation / pagu × 100, unrounded; None where there is none."""
        return None if self.alasan else self.realisasi * 100 / self.pagu

    @property
    def sisa(self) -> Decimal:
        """Pagu not spent, in rupiah; negative when more was spent than planned."""
        return self.pagu - self.realisasi

    @property
    def sisa_persen(self) -> Decimal | None:
        """Pagu not spent in percent of the pagu, unrounded: 100 − `persen`."""
        serapan = self.persen
        return None if serapan is None else 100 - serapan

    def __add__(self, other: Anggaran) -> Anggaran:
        """The money of two rows that do not stand under each other."""
        return Anggaran(self.pagu + other.pagu, self.realisasi + other.realisasi, self.terisi or other.terisi)


#: No row, no money.
TANPA_ANGGARAN = Anggaran(Decimal(0), Decimal(0), terisi=False)
