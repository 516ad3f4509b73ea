"""The columns in which a Renstra and a Renja are entered, section by section.

The further rows of a Renja are those of T-C.29 to T-C.32 of Permendagri 86/2017 and their companions.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..cascade.tree import YEARLY_ROLES
from ..models import Rencana, Simpul
from .columns import GridColumn, Held, Plan, choices, figure, indicator, name, number, rupiah

#: How many years before the base year and after the plan's end a section with past years can hold.
_EARLIEST, _LATEST = 10, 6
_HEADS = {"target": "Target", "realisasi": "Realisasi", "proyeksi": "Proyeksi"}


def _money_of_year(year: int, forward: bool) -> Iterator[GridColumn]:
    """Target, pagu and plafon of a year; of the year after a Renja's own these are its prakiraan maju."""
    group = f"Prakiraan maju {year}" if forward else str(year)

    def title(what: str) -> str:
        return f"{group}: {what.lower()}" if forward else f"{what} {year}"

    yield GridColumn(f"target:{year}", title("Target"), "nilai", year, kepala="Target", kelompok=group, lebar=76)
    yield rupiah("pagu", year, title("Pagu"), "Pagu (Rp)", group)
    yield GridColumn(
        f"plafon:{year}",
        title("Plafon"),
        "rupiah",
        year,
        plafon=True,
        kepala="Plafon (Rp)",
        kelompok=group,
        lebar=120,
    )


def programme(plan: Plan, held: Held) -> Iterator[GridColumn]:
    """The columns of the programme tree. A Renja shows its baseline only where values are held."""
    is_renja = plan.jenis == Rencana.Jenis.RENJA
    yield name()
    yield from indicator()
    if not is_renja or ("baseline", plan.tahun_dasar) in held:
        yield GridColumn("baseline", f"Baseline {plan.tahun_dasar}", "nilai", plan.tahun_dasar, lebar=78)
    for year in plan.tahun_tabel:
        yield from _money_of_year(year, is_renja and year > plan.tahun_akhir)
    yield GridColumn("sumber_dana", "Sumber dana", panjang=120, lebar=120)
    yield GridColumn("lokasi", "Lokasi")
    if is_renja:
        yield GridColumn("kelompok_sasaran", "Kelompok sasaran")
        yield GridColumn("waktu_pelaksanaan", "Waktu pelaksanaan", panjang=120)
        yield GridColumn("prioritas", "Prioritas", panjang=250)
        yield GridColumn("catatan", "Catatan penting", lebar=180)
    yield GridColumn("penanggung_jawab", "Penanggung jawab", panjang=200)
    yield GridColumn("keterangan", "Keterangan", lebar=180)
    if is_renja and plan.versi != "murni":
        yield GridColumn("alasan", "Alasan perubahan", lebar=180)
        yield GridColumn("dasar_hukum", "Dasar hukum perubahan", lebar=180)


def _past(plan: Plan, held: Held, *roles: str) -> set[tuple[str, int]]:
    """The held figures of these roles whose year a plan can speak of."""
    years = range(plan.tahun_dasar - _EARLIEST, plan.tahun_akhir + _LATEST + 1)
    return {(role, year) for role, year in held if role in roles and year in years}


def evaluation(plan: Plan, held: Held) -> Iterator[GridColumn]:
    """T-C.29: columns 4 to 10 as they are entered, and earlier years that are held."""
    running = plan.tahun_awal - 1
    found = _past(plan, held, "target", "realisasi", "proyeksi")
    first = min([running - 1, *(year for role, year in found if role == "target")])
    yield name()
    yield from indicator()
    for end in sorted(
        {year for _, year in _past(plan, held, "akhir")}
        | ({plan.tahun_akhir_renstra} if plan.tahun_akhir_renstra else set())
    ):
        yield figure("akhir", end, kepala=f"Akhir Renstra {end}")
    shown = {("realisasi", first - 1)}
    yield figure("realisasi", first - 1, f"Realisasi s/d {first - 1}")
    for year in range(first, running):
        for role in ("target", "realisasi"):
            shown.add((role, year))
            yield figure(role, year, kepala=_HEADS[role], kelompok=f"Renja {year}")
    shown.add(("target", running))
    yield figure("target", running, kepala="Target", kelompok=f"Renja {running}")
    if plan.perkiraan_capaian == Rencana.PerkiraanCapaian.PERKIRAAN or ("proyeksi", running) in found:
        shown.add(("proyeksi", running))
        yield figure("proyeksi", running, f"Perkiraan s/d {running}", "Perkiraan", f"Renja {running}")
    for role, year in sorted(found - shown, key=lambda one: (one[1], one[0])):
        yield figure(role, year)
    yield number("Nomor tercetak", 96)


def service(plan: Plan, held: Held) -> Iterator[GridColumn]:
    """T-C.30 of a Renja, T-C.23 of a Renstra: the years these tables ask for, and others that are held."""
    first = plan.tahun_awal
    if plan.jenis == Rencana.Jenis.RENJA:
        wanted = {("target", year) for year in range(first - 2, first + 2)}
        wanted |= {("realisasi", first - 2), ("realisasi", first - 1), ("proyeksi", first), ("proyeksi", first + 1)}
    else:
        wanted = {(role, year) for role in ("target", "realisasi") for year in range(first - 5, first)}
    wanted |= _past(plan, held, "target", "realisasi", "proyeksi")
    yield name("Nama")
    yield number()
    yield from indicator()
    for role, year in sorted(wanted, key=lambda one: (one[1], YEARLY_ROLES.index(one[0]))):
        yield figure(role, year, kepala=_HEADS[role], kelompok=str(year))
    yield GridColumn("catatan", "Catatan analisis", lebar=200)


def draft_rkpd(plan: Plan, held: Held) -> Iterator[GridColumn]:
    """The left side of T-C.31: pagu at the bottom, and above it what the given document prints as the sum."""
    year = plan.tahun_awal
    yield name()
    yield from indicator()
    yield figure("target", year)
    yield rupiah("pagu", year, f"Pagu indikatif {year}")
    yield rupiah("plafon", year, f"Pagu tertulis {year}")
    yield GridColumn("kaitan", "Padanan dalam Renja", "kaitan", lebar=220)
    yield GridColumn("lokasi", "Lokasi")
    yield GridColumn("catatan", "Catatan penting", lebar=180)
    yield number()


def proposals(plan: Plan, held: Held) -> Iterator[GridColumn]:
    """T-C.32 in its wide form: who proposes what, the decision with its reason, and the row that takes it up."""
    year = plan.tahun_awal
    yield name()
    yield GridColumn("sumber_usulan", "Sumber usulan", "pilihan", pilihan=choices(Simpul.SumberUsulan))
    yield GridColumn("keterangan", "Pengusul")
    yield from indicator()
    yield figure("target", year, f"Volume {year}")
    yield rupiah("pagu", year, f"Usulan dana {year}")
    yield GridColumn("keputusan", "Keputusan", "pilihan", lebar=100, pilihan=choices(Simpul.Keputusan))
    yield GridColumn("alasan", "Alasan keputusan", lebar=180)
    yield GridColumn("kaitan", "Ditampung dalam", "kaitan", lebar=220)
    yield GridColumn("lokasi", "Lokasi")
    yield GridColumn("catatan", "Catatan", lebar=160)
    yield number()


def revenue(plan: Plan, held: Held) -> Iterator[GridColumn]:
    """The revenue plan: accounts with their target."""
    yield name("Uraian akun")
    yield number("Kode akun", 120)
    yield rupiah("pagu", plan.tahun_awal, f"Target {plan.tahun_awal}")
    yield GridColumn("keterangan", "Keterangan", lebar=260)


def leading(plan: Plan, held: Held) -> Iterator[GridColumn]:
    """Leading and urgent programs: a program, and under it what it is to do."""
    yield name("Program dan fokus kegiatan")
    yield rupiah("pagu", plan.tahun_awal)
    yield GridColumn("keterangan", "Keterangan", lebar=260)


def outside(plan: Plan, held: Held) -> Iterator[GridColumn]:
    """Proposals to other budgets, with pagu per sumber dana."""
    year = plan.tahun_awal
    yield name("Uraian usulan")
    yield from indicator()
    yield figure("target", year)
    yield rupiah("pagu", year)
    yield GridColumn("sumber_dana", "Sumber dana", panjang=120, lebar=140)
    yield GridColumn("penanggung_jawab", "Instansi penanggung jawab", panjang=200, lebar=200)
