"""How sparingly a result was reached (LKIP point f of PermenPANRB 53/2014), by four methods in use.

Every method starts from the level of achievement and the rate of absorption (serapan), both in percent. Nothing is
rounded here. PMK 249/2011 binds ministries; regions borrow it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from .rata_rata import rata_rata

Metode = Literal["selisih", "sisa", "indeks", "pmk"]

#: The efficiency of PMK 249/2011 is limited to this, both ways, before it is made a mark.
PMK_LIMIT = Decimal(20)


class AlasanEfisiensi(StrEnum):
    """Why there is no efficiency; the value is a sentence for the page."""

    TANPA_CAPAIAN = "Capaian belum ada, jadi efisiensi belum dapat dihitung."
    TANPA_SERAPAN = "Serapan anggaran belum ada, jadi efisiensi belum dapat dihitung."
    SERAPAN_NOL = "Serapan 0%: tidak ada pembagi."
    CAPAIAN_NOL = "Ada capaian 0% atau kurang: tidak ada pembagi."


@dataclass(frozen=True, slots=True)
class Efisiensi:
    """The efficiency by one method, unrounded, or the reason why there is none.

    `angka` is in percentage points (selisih), percent (sisa, pmk) or a plain index (indeks). `tambahan` is what the
    method gives besides: TE = IE − 1 of the index, the mark NE (0–100) of PMK.
    """

    metode: Metode
    angka: Decimal | None
    tambahan: Decimal | None = None
    alasan: AlasanEfisiensi | None = None

    @property
    def efisien(self) -> bool | None:
        """Whether less was spent than the result called for; None where there is no efficiency."""
        if self.angka is None:
            return None
        return self.angka >= (1 if self.metode == "indeks" else 0)


def selisih(capaian: Decimal, serapan: Decimal) -> Decimal:
    """Achievement minus absorption, in percentage points."""
    return capaian - serapan


def sisa(serapan: Decimal) -> Decimal:
    """The part of the pagu that was not spent, in percent: (1 − realisation / pagu) × 100."""
    return 100 - serapan


def indeks(capaian: Decimal, serapan: Decimal) -> Decimal:
    """IE = achievement / absorption, of an absorption that is not 0; efficient from 1 on."""
    return capaian / serapan


def pmk(capaian: Sequence[Decimal], serapan: Decimal) -> Decimal:
    """E of PMK 249/2011 in percent: mean over the outputs of 1 − (RAK/RVK)/(PAK/TVK), times 100.

    RAK/PAK is the absorption and RVK/TVK the level of achievement of each output, given in percent and above 0.
    Raises `ValueError` without any output.
    """
    found = rata_rata(100 - serapan * 100 / one for one in capaian)
    if found is None:
        raise ValueError("the efficiency of PMK 249/2011 needs at least one output")
    return found


def nilai_pmk(efisiensi: Decimal) -> Decimal:
    """NE of PMK 249/2011: 50 + E/20 × 50, of E limited to −20..20, so 0 to 100."""
    return 50 + max(-PMK_LIMIT, min(PMK_LIMIT, efisiensi)) / PMK_LIMIT * 50


def efisiensi(metode: Metode, capaian: Sequence[Decimal], serapan: Decimal | None) -> Efisiensi:
    """The efficiency of a sasaran by that method.

    `capaian` holds the levels of achievement of its indicators (their mean counts, for pmk each on its own), `serapan`
    the absorption of its money, all in percent.
    """
    mean = rata_rata(capaian)
    if serapan is None:
        return Efisiensi(metode, None, alasan=AlasanEfisiensi.TANPA_SERAPAN)
    if metode == "sisa":
        return Efisiensi(metode, sisa(serapan))
    if mean is None:
        return Efisiensi(metode, None, alasan=AlasanEfisiensi.TANPA_CAPAIAN)
    if metode == "selisih":
        return Efisiensi(metode, selisih(mean, serapan))
    if metode == "indeks":
        if not serapan:
            return Efisiensi(metode, None, alasan=AlasanEfisiensi.SERAPAN_NOL)
        index = indeks(mean, serapan)
        return Efisiensi(metode, index, index - 1)
    if any(one <= 0 for one in capaian):
        return Efisiensi(metode, None, alasan=AlasanEfisiensi.CAPAIAN_NOL)
    found = pmk(capaian, serapan)
    return Efisiensi(metode, found, nilai_pmk(found))
