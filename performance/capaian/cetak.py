"""How achievement, absorption and efficiency print: decimals, the cap, blank or "-". Only here they are rounded."""

from __future__ import annotations

from decimal import Decimal

from planning.capaian import Capaian
from planning.cascade import CascadeIndicator, PlanInfo
from renstra_portal.lib.numbers import round_half_up
from renstra_portal.lib.values import KOSONG, TIDAK_DIRENCANAKAN, Nilai, format_nilai
from renstra_portal.reporting.model import Cell

from .anggaran import AlasanAnggaran, Anggaran
from .efisiensi import Efisiensi

#: Decimals of a rate of absorption, and of an efficiency by its method.
DESIMAL_SERAPAN = 2
DESIMAL_EFISIENSI = {"selisih": 2, "sisa": 2, "indeks": 3, "pmk": 2}


def desimal_capaian(plan: PlanInfo, one: CascadeIndicator | None = None) -> int:
    """Decimals with which the capaian of an indicator prints: its own, else those of the plan (a mean: the plan's)."""
    if one is not None and one.desimal_capaian is not None:
        return one.desimal_capaian
    return plan.desimal_capaian


def dipotong(plan: PlanInfo, persen: Decimal) -> bool:
    """Whether a level of achievement prints as the plan's `capaian_maks` instead of as it is."""
    return plan.capaian_maks is not None and persen > plan.capaian_maks


def tercetak(plan: PlanInfo, persen: Decimal, decimals: int) -> Decimal:
    """A level of achievement in percent as it prints: capped at the plan's `capaian_maks`, rounded half-up."""
    if plan.capaian_maks is not None and dipotong(plan, persen):
        persen = Decimal(plan.capaian_maks)
    return round_half_up(persen, decimals)


def persen_nilai(persen: Decimal | None, decimals: int = DESIMAL_SERAPAN) -> Nilai:
    """A percentage rounded half-up, "-" where there is none."""
    if persen is None:
        return TIDAK_DIRENCANAKAN
    return Nilai.of(round_half_up(persen, decimals), decimals=decimals)


def capaian_nilai(plan: PlanInfo, found: Capaian, one: CascadeIndicator | None = None) -> Nilai:
    """A level of achievement as it prints: blank as long as nothing is realised, "-" where none exists."""
    decimals = desimal_capaian(plan, one)
    if found.persen is None:
        return found.nilai(decimals)
    return Nilai.of(tercetak(plan, found.persen, decimals), decimals=decimals)


def capaian_cell(plan: PlanInfo, found: Capaian, one: CascadeIndicator | None = None, *, percent: bool = True) -> Cell:
    """The cell of a level of achievement in a printed table."""
    return Cell(capaian_nilai(plan, found, one), percent=percent)


def rata_rata_nilai(plan: PlanInfo, persen: Decimal | None) -> Nilai:
    """A mean of levels of achievement as it prints: with the plan's decimals and cap, "-" where there is none."""
    if persen is None:
        return TIDAK_DIRENCANAKAN
    decimals = desimal_capaian(plan)
    return Nilai.of(tercetak(plan, persen, decimals), decimals=decimals)


def serapan_nilai(anggaran: Anggaran) -> Nilai:
    """A rate of absorption as it prints: blank as long as nothing was entered, "-" without pagu."""
    if anggaran.alasan is AlasanAnggaran.BELUM_DIISI:
        return KOSONG
    return persen_nilai(anggaran.persen)


def serapan_cell(anggaran: Anggaran, *, percent: bool = True) -> Cell:
    """The cell of a rate of absorption in a printed table."""
    return Cell(serapan_nilai(anggaran), percent=percent)


def efisiensi_nilai(found: Efisiensi) -> Nilai:
    """An efficiency as it prints, with the decimals of its method; "-" where there is none."""
    return persen_nilai(found.angka, DESIMAL_EFISIENSI[found.metode])


def efisiensi_cell(found: Efisiensi) -> Cell:
    """The cell of an efficiency in a printed table; an index has no "%"."""
    return Cell(efisiensi_nilai(found), percent=found.metode != "indeks")


def efisiensi_teks(found: Efisiensi) -> str:
    """An efficiency in words of a sentence: "20,60%", "1,229"; "-" where there is none."""
    return format_nilai(efisiensi_nilai(found), percent=found.metode != "indeks")


def rupiah_nilai(amount: Decimal) -> Nilai:
    """Rupiah of a sum as a value: whole unless there is sen."""
    whole = amount.to_integral_value()
    return Nilai.of(whole, decimals=0) if whole == amount else Nilai.of(round_half_up(amount, 2), decimals=2)
