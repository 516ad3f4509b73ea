"""The columns in which the year as it is carried out is entered, section by section.

The programme tree stands in several sections: its targets and money, the rencana aksi, and one for each triwulan
(columns 5 to 15 of E.81, Permendagri 86/2017, and the points a to g of the LKIP, PermenPANRB 53/2014).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from renstra_portal.lib.dates import roman

from ..models import TRIWULAN, Indikator
from .columns import GridColumn, Held, Plan, choices, figure, indicator, name, note, number, rupiah

#: How many years back realisation and money of past years may be held.
_EARLIEST = 10
_IN_PROGRAMME = "Diisi di bagian Program & anggaran."
_IN_PLAN_OF_ACTION = "Diisi di bagian Rencana aksi."
#: The ways in which counts add up over a year; a ratio is never a count.
_ADDING_UP = tuple(one for one in choices(Indikator.Akumulasi) if one[0] != Indikator.Akumulasi.RASIO)


def _shown_only(columns: Iterator[GridColumn], why: str = _IN_PROGRAMME) -> Iterator[GridColumn]:
    return (one.shown_only(why) for one in columns)


def _past(plan: Plan, held: Held, role: str, *usual: int) -> list[int]:
    """The past years in which figures of the role are held, and the usual ones."""
    first, last = plan.tahun_awal - _EARLIEST, plan.tahun_awal - 1
    return sorted({*usual, *(year for what, year in held if what == role and first <= year <= last)})


def _ends(plan: Plan, held: Held, role: str) -> list[int]:
    """The last years of Renstra for which figures of the role are held, and the end of the plan's own."""
    own = {plan.tahun_akhir_renstra} if plan.tahun_akhir_renstra else set()
    years = range(plan.tahun_awal, plan.tahun_awal + _EARLIEST)
    return sorted(own | {year for what, year in held if what == role and year in years})


def _adding_up(pilihan: tuple[tuple[str, str], ...]) -> GridColumn:
    return GridColumn("akumulasi", "Akumulasi", "pilihan", lebar=110, pilihan=pilihan, wajib=True)


def programme(plan: Plan, held: Held) -> Iterator[GridColumn]:
    """Target and money of the year; beside them the Renstra's end, standards, and what was reached in past years."""
    year = plan.tahun_awal
    yield name()
    yield from indicator()
    yield figure("target", year)
    yield rupiah("pagu", year)
    yield GridColumn(f"plafon:{year}", f"Plafon {year}", "rupiah", year, plafon=True, kepala="Plafon (Rp)", lebar=120)
    yield GridColumn("sumber_dana", "Sumber dana", panjang=120, lebar=120)
    yield GridColumn("penanggung_jawab", "Penanggung jawab", panjang=200)
    yield _adding_up(choices(Indikator.Akumulasi))
    yield GridColumn("arah", "Arah", "pilihan", lebar=110, pilihan=choices(Indikator.Arah), wajib=True)
    for end in _ends(plan, held, "akhir"):
        yield figure("akhir", end, kepala=f"Target {end}", kelompok="Akhir Renstra")
    for end in _ends(plan, held, "renstra"):
        yield rupiah("renstra", end, kepala="Pagu s/d akhir (Rp)", kelompok="Akhir Renstra")
    for past in _past(plan, held, "realisasi", year - 2, year - 1):
        yield figure("realisasi", past, kepala=str(past), kelompok="Realisasi tahun lalu")
    for past in _past(plan, held, "keuangan", year - 1):
        yield rupiah("keuangan", past, kepala=f"{past} (Rp)", kelompok="Keuangan tahun lalu")
    yield figure("standar_provinsi", year, kepala="Provinsi", kelompok="Standar", lebar=86)
    yield figure("standar_nasional", year, kepala="Nasional", kelompok="Standar", lebar=86)
    yield GridColumn("lokasi", "Lokasi")
    yield GridColumn("keterangan", "Keterangan", lebar=180)
    if plan.versi != "murni":
        yield GridColumn("alasan", "Alasan perubahan", lebar=180)
        yield GridColumn("dasar_hukum", "Dasar hukum perubahan", lebar=180)


def plan_of_action(plan: Plan, held: Held) -> Iterator[GridColumn]:
    """The rencana aksi: the year's target parted over the triwulan, and who is in charge."""
    year = plan.tahun_awal
    yield from _shown_only(_measured())
    yield _adding_up(choices(Indikator.Akumulasi)).shown_only(_IN_PROGRAMME)
    yield figure("target", year).shown_only(_IN_PROGRAMME)
    for triwulan in TRIWULAN:
        group = "Target triwulan"
        yield figure(f"target_{triwulan}", year, kepala=roman(triwulan), kelompok=group)
    yield GridColumn("penanggung_jawab", "Penanggung jawab", panjang=200, lebar=150)


def _measured() -> Iterator[GridColumn]:
    yield name(lebar=264)
    yield GridColumn("indikator", "Indikator", lebar=176)
    yield GridColumn("satuan", "Satuan", panjang=120, lebar=92)


def of_triwulan(triwulan: int) -> Callable[[Plan, Held], Iterator[GridColumn]]:
    """The columns of what was done in a triwulan beside what was promised: performance, money, progress, notes."""

    def columns(plan: Plan, held: Held) -> Iterator[GridColumn]:
        year = plan.tahun_awal
        tw = f"TW {roman(triwulan)}"
        work, money = "Kinerja", "Anggaran"
        yield from _shown_only(_measured())
        yield figure("target", year, kepala=f"Target {year}", kelompok=work, lebar=68).shown_only(_IN_PROGRAMME)
        target = figure(f"target_{triwulan}", year, kepala=f"Target {tw}", kelompok=work, lebar=68)
        yield target.shown_only(_IN_PLAN_OF_ACTION)
        yield figure(f"realisasi_{triwulan}", year, kepala=f"Realisasi {tw}", kelompok=work, lebar=80)
        source = GridColumn("sumber_dana", "Sumber dana", panjang=120, kelompok=money, lebar=84)
        yield source.shown_only(_IN_PROGRAMME)
        pagu = rupiah("pagu", year, kepala=f"Pagu {year} (Rp)", kelompok=money, lebar=114)
        yield pagu.shown_only(_IN_PROGRAMME)
        yield rupiah(f"keuangan_{triwulan}", year, kepala=f"Realisasi {tw} (Rp)", kelompok=money, lebar=118)
        yield figure(f"fisik_{triwulan}", year, kepala="Fisik s/d (%)", lebar=62)
        notes = "Catatan"
        yield note(f"pendorong_{triwulan}", year, "Faktor pendorong", notes)
        yield note(f"penghambat_{triwulan}", year, "Faktor penghambat", notes)
        yield note(f"tindak_lanjut_{triwulan}", year, "Tindak lanjut triwulan berikutnya", notes)
        yield note(f"tindak_lanjut_renja_{triwulan}", year, "Tindak lanjut Renja berikutnya", notes)

    return columns


def labour_data(plan: Plan, held: Held) -> Iterator[GridColumn]:
    """The shared list of labour data: what is counted in each triwulan, once, for every ratio that uses it."""
    yield name("Nama data")
    yield number("Kode data", 76).shown_only("Kode diberikan sendiri; indikator rasio merujuk kepadanya.")
    yield GridColumn("satuan", "Satuan", panjang=120, lebar=110)
    yield _adding_up(_ADDING_UP)
    for triwulan in TRIWULAN:
        group = f"Realisasi {plan.tahun_awal}"
        yield figure(f"realisasi_{triwulan}", plan.tahun_awal, kepala=f"TW {roman(triwulan)}", kelompok=group, lebar=96)
    yield GridColumn("keterangan", "Sumber dan keterangan", lebar=260)


def _spent(year: int, kelompok: str) -> Iterator[GridColumn]:
    for triwulan in TRIWULAN:
        yield rupiah(f"keuangan_{triwulan}", year, kepala=f"TW {roman(triwulan)} (Rp)", kelompok=kelompok)


def expenditure(plan: Plan, held: Held) -> Iterator[GridColumn]:
    """Expenditure by its kind (operasi, modal and what they are made of), as the accounts of the budget have it."""
    year = plan.tahun_awal
    yield name("Jenis belanja")
    yield number("Kode rekening", 120)
    yield rupiah("pagu", year)
    yield from _spent(year, f"Realisasi {year}")
    yield GridColumn("keterangan", "Keterangan", lebar=220)


def revenue(plan: Plan, held: Held) -> Iterator[GridColumn]:
    """Revenue by account: the target and what came in."""
    year = plan.tahun_awal
    yield name("Uraian akun")
    yield number("Kode akun", 120)
    yield rupiah("pagu", year, f"Target {year}")
    yield from _spent(year, f"Realisasi {year}")
    yield GridColumn("keterangan", "Keterangan", lebar=220)


def other_regions(plan: Plan, held: Held) -> Iterator[GridColumn]:
    """What other regions reached, such as their open unemployment rate, to compare with."""
    year = plan.tahun_awal
    yield name("Daerah")
    yield from indicator()
    for one in sorted({*_past(plan, held, "realisasi", year - 2, year - 1), year}):
        yield figure("realisasi", one, kepala=str(one), kelompok="Realisasi")
    yield GridColumn("keterangan", "Sumber dan keterangan", lebar=260)
