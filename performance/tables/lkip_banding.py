"""LKIP points b to d: this year against earlier years, the end of the Renstra, the standards and other regions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from planning.capaian import capaian, cara_akumulasi, sampai
from planning.cascade import Cascade, CascadeIndicator, CascadeNode, PlanInfo
from planning.levels import Level
from planning.models import Rencana
from planning.tables.base import Content, TableDefinition, TableOptions, years_text
from planning.tables.common import Cells, Lines, held_years, nilai_cell, node_text, numbered
from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import KOSONG, Nilai
from renstra_portal.reporting.model import Cell, Column, ColumnGroup, Heading

from ..capaian.cetak import capaian_cell
from .lkip_common import (
    BELUM_DIISI,
    DASAR,
    GROUP,
    ISI,
    NO_SASARAN,
    PROGRAM_ANGGARAN,
    Pilihan,
    chosen,
    compared,
    indicators_of,
    missing_realisation,
    missing_row,
    missing_row_for,
    notes_on,
    number_column,
)
from .versi import renstra_in_force

#: A Renstra lasts five years where nothing says otherwise (UU 25/2004).
_RENSTRA_YEARS = 5
_MOST_YEARS = 4
_REGIONS = "Daerah pembanding"

Values = Callable[[CascadeIndicator], Cells]


def _figure(nilai: Nilai, one: CascadeIndicator) -> Cell | Nilai:
    """A figure without its unit (which has a column), or the words that it is not filled in."""
    return nilai_cell(nilai, one) if nilai.is_filled else Cell(BELUM_DIISI, style="muted")


def _lead() -> tuple[Column, ...]:
    return (
        number_column(),
        Column("sasaran", "Sasaran Strategis", 2.2),
        Column("indikator", "Indikator Kinerja", 2.4),
        Column("satuan", "Satuan", 0.8),
    )


def _lines(pilihan: Pilihan, columns: Sequence[Heading], values: Values) -> Lines:
    """One row per indicator of each sasaran, the sasaran once beside its rows."""
    lines = Lines()
    for number, found in pilihan.measured():
        for one, _ in found.indikator:
            cells: Cells = {"no": str(number), "sasaran": node_text(found.node), "indikator": one.teks}
            cells |= {"satuan": one.satuan} | values(one)
            groups = {"no": found.node.id, "sasaran": found.node.id}
            lines.add("indikator", cells, node=found.node, groups=groups)
    if not len(lines):
        missing_row(lines, columns, NO_SASARAN)
    return lines


# b. Earlier years -------------------------------------------------------------------------------------


def earlier_years(pilihan: Pilihan) -> tuple[int, ...]:
    """The last four earlier years for which a realisation is held, and always last year."""
    year = pilihan.tahun
    held = [one for one in held_years(indicators_of(pilihan), "realisasi") if one < year]
    return tuple(sorted({*held[-_MOST_YEARS:], year - 1})[-_MOST_YEARS:])


def years_content(cascade: Cascade, options: TableOptions, sasaran: Sequence[CascadeNode] | None = None) -> Content:
    """Realisation of up to four earlier years and of this one, and how it changed since last year."""
    pilihan = chosen(cascade, options.triwulan, compared(cascade) if sasaran is None else sasaran)
    year, past = pilihan.tahun, earlier_years(pilihan)
    columns = numbered(
        (
            *_lead(),
            ColumnGroup(
                "Realisasi", tuple(Column(f"realisasi_{one}", str(one), 0.8, "value") for one in (*past, year))
            ),
            ColumnGroup(
                f"Perubahan terhadap {year - 1}",
                (Column("selisih", "Selisih", 0.8, "value"), Column("arah", "Arah", 1.1, align="center")),
            ),
        )
    )

    def values(one: CascadeIndicator) -> Cells:
        this = pilihan.kinerja.sampai(one, pilihan.triwulan)
        cells: Cells = {f"realisasi_{other}": _figure(one.realisasi_at(other), one) for other in past}
        difference = change(one.realisasi_at(year - 1), this)
        return cells | {
            f"realisasi_{year}": _figure(this, one),
            "selisih": KOSONG if difference is None else difference,
            "arah": "" if difference is None else _direction(difference, one.arah),
        }

    lines = _lines(pilihan, columns, values)
    indicators = indicators_of(pilihan)
    if not any(one.realisasi_at(other).is_filled for one in indicators for other in past):
        what, missing = f"Realisasi tahun {years_text(past[0], past[-1])}", indicators
    else:
        what = f"Realisasi {year - 1}"
        missing = [one for one in indicators if not one.realisasi_at(year - 1).is_filled]
    missing_row_for(lines, columns, what, indicators, missing, PROGRAM_ANGGARAN)
    missing_realisation(pilihan, lines, columns, indicators)
    return Content(columns, lines.rows(), notes_on(pilihan, indicators))


def change(before: Nilai, after: Nilai) -> Nilai | None:
    """How much a figure changed, with the decimals of the more precise one; None where either is no number."""
    if before.amount is None or after.amount is None:
        return None
    return Nilai.of(after.amount - before.amount, decimals=max(before.decimals, after.decimals))


def _direction(difference: Nilai, arah: str) -> str:
    amount = difference.amount or Decimal(0)
    if not amount:
        return "tetap"
    rises = amount > 0
    if arah == "tetap":
        return "naik" if rises else "turun"
    better = rises == (arah == "naik")
    return f"{'naik' if rises else 'turun'}, {'membaik' if better else 'memburuk'}"


# c. End of the Renstra ----------------------------------------------------------------------------------


def renstra_of(rencana: Rencana) -> tuple[Rencana, ...]:
    """The Renstra that the plan comes from, to know when it began."""
    found = renstra_in_force(rencana)
    return (found,) if found else ()


def renstra_years(plan: PlanInfo, sources: Sequence[Cascade]) -> tuple[int, int] | None:
    """The first and last year of the Renstra in force, None where the plan does not tell when it ends."""
    renstra = next((one.plan for one in sources if one.plan.jenis == "renstra"), None)
    end = plan.tahun_akhir_renstra or (renstra.tahun_akhir if renstra else None)
    if end is None:
        return None
    first = renstra.tahun_awal if renstra and renstra.tahun_awal <= plan.tahun_awal else end - _RENSTRA_YEARS + 1
    return min(first, plan.tahun_awal), end


def renstra_content(cascade: Cascade, options: TableOptions, sasaran: Sequence[CascadeNode] | None = None) -> Content:
    """Realisation up to this year against the target at the end of the Renstra, and the level reached."""
    pilihan = chosen(cascade, options.triwulan, compared(cascade) if sasaran is None else sasaran)
    year = pilihan.tahun
    years = renstra_years(pilihan.plan, options.sources)
    end = years[1] if years else None
    columns = numbered(
        (
            *_lead(),
            Column("target", f"Target {year}", 0.9, "value"),
            Column("realisasi", f"Realisasi {year}", 0.9, "value"),
            Column("sampai", f"Realisasi s/d {year}", 0.9, "value"),
            Column("akhir", f"Target Akhir Renstra {end or ''}".strip(), 1.0, "value"),
            Column("tingkat", "Tingkat Kemajuan", 0.9, "value"),
        )
    )

    def reached(one: CascadeIndicator) -> Nilai:
        first = years[0] if years else year
        past = [one.realisasi_at(other) for other in range(first, year)]
        this = pilihan.kinerja.sampai(one, pilihan.triwulan)
        return sampai((*past, this), cara_akumulasi(one.akumulasi, one.satuan))

    def values(one: CascadeIndicator) -> Cells:
        target = one.akhir_at(end) if end else KOSONG
        level = capaian(reached(one), target, one.arah, pilihan.plan.rumus_turun)
        return {
            "target": _figure(pilihan.kinerja.target(one), one),
            "realisasi": _figure(pilihan.kinerja.sampai(one, pilihan.triwulan), one),
            "sampai": _figure(reached(one), one),
            "akhir": _figure(target, one),
            "tingkat": capaian_cell(pilihan.plan, level, one) if target.is_filled else KOSONG,
        }

    lines = _lines(pilihan, columns, values)
    indicators = indicators_of(pilihan)
    if end is None:
        missing_row(lines, columns, "Tahun akhir Renstra belum diisi. Isi di halaman Pengaturan.")
    else:
        missing = [one for one in indicators if not one.akhir_at(end).is_filled]
        missing_row_for(lines, columns, f"Target akhir Renstra {end}", indicators, missing, PROGRAM_ANGGARAN)
    missing_realisation(pilihan, lines, columns, indicators)
    return Content(columns, lines.rows(), (*notes_on(pilihan, indicators), *_summed(indicators, years, year)))


def _summed(indicators: Sequence[CascadeIndicator], years: tuple[int, int] | None, year: int) -> tuple[str, ...]:
    if years is None or not any(cara_akumulasi(one.akumulasi, one.satuan) == "jumlah" for one in indicators):
        return ()
    return (
        f"Realisasi s/d {year} indikator yang dijumlah adalah jumlah {years_text(years[0], year)}; "
        "indikator lain memakai nilai terakhir.",
    )


# d. Standards and other regions -------------------------------------------------------------------------

_STANDARDS = (("standar_provinsi", "Standar Provinsi"), ("standar_nasional", "Standar Nasional"))


def standard_content(cascade: Cascade, options: TableOptions, sasaran: Sequence[CascadeNode] | None = None) -> Content:
    """Realisation against the standard of the province and of the nation, each with the level reached."""
    pilihan = chosen(cascade, options.triwulan, compared(cascade) if sasaran is None else sasaran)
    year = pilihan.tahun
    columns = numbered(
        (
            *_lead(),
            Column("realisasi", f"Realisasi {year}", 0.9, "value"),
            *(
                ColumnGroup(
                    title,
                    (
                        Column(role, "Standar", 0.9, "value"),
                        Column(f"tingkat_{role}", "Capaian terhadap Standar", 0.9, "value"),
                    ),
                )
                for role, title in _STANDARDS
            ),
        )
    )

    def values(one: CascadeIndicator) -> Cells:
        this = pilihan.kinerja.sampai(one, pilihan.triwulan)
        cells: Cells = {"realisasi": _figure(this, one)}
        for role, _ in _STANDARDS:
            standard = one.at(role, year)
            level = capaian(this, standard, one.arah, pilihan.plan.rumus_turun)
            cells[role] = _figure(standard, one)
            cells[f"tingkat_{role}"] = capaian_cell(pilihan.plan, level, one) if standard.is_filled else KOSONG
        return cells

    lines = _lines(pilihan, columns, values)
    indicators = indicators_of(pilihan)
    for role, title in _STANDARDS:
        missing = [one for one in indicators if not one.at(role, year).is_filled]
        missing_row_for(
            lines, columns, f"{title} {year}", indicators, missing, PROGRAM_ANGGARAN, " Isi “-” bila tidak ada standar."
        )
    missing_realisation(pilihan, lines, columns, indicators)
    return Content(columns, lines.rows(), notes_on(pilihan, indicators))


def regions(cascade: Cascade) -> tuple[tuple[CascadeNode, CascadeIndicator], ...]:
    """The regions to compare with, each with its indicator, in the order held."""
    return tuple((node, node.indikator[0]) for node in cascade.at(Level.PEMBANDING) if node.indikator)


def is_own(plan: PlanInfo, node: CascadeNode) -> bool:
    """Whether a row of comparison is the plan's own region."""
    return normalise_name(node.uraian) == normalise_name(plan.nama_daerah)


def is_aggregate(node: CascadeNode) -> bool:
    """Whether a row is of a province or the nation, which has no rank among districts."""
    words = normalise_name(node.uraian).split()
    return bool(words) and words[0] in ("provinsi", "prov", "indonesia", "nasional")


def compared_year(cascade: Cascade) -> int | None:
    """The latest year, up to the plan's, for which a region holds a figure; None where none does."""
    found = held_years((one for _, one in regions(cascade)), "realisasi")
    return max((year for year in found if year <= cascade.plan.tahun_awal), default=None)


def ranks(cascade: Cascade, year: int) -> dict[int, int]:
    """The rank of each district in a year by node id, 1 the best; equal figures have one rank."""
    figures = {
        node.id: (amount, one.arah)
        for node, one in regions(cascade)
        if not is_aggregate(node) and (amount := one.realisasi_at(year).amount) is not None
    }
    return {
        key: 1 + sum(1 for other, _ in figures.values() if (other < amount if arah == "turun" else other > amount))
        for key, (amount, arah) in figures.items()
    }


def regions_content(cascade: Cascade, options: TableOptions) -> Content:
    """Other regions: up to five years, the change since the year before, and the rank among districts."""
    shown = regions(cascade)
    year = compared_year(cascade) or cascade.plan.tahun_awal
    held = [one for one in held_years((one for _, one in shown), "realisasi") if one <= year][-_MOST_YEARS - 1 :]
    years = tuple(held) or (year,)
    columns = numbered(
        (
            number_column(),
            Column("daerah", "Daerah", 3.0),
            ColumnGroup("Tahun", tuple(Column(f"realisasi_{one}", str(one), 0.8, "value") for one in years)),
            Column("selisih", f"Perubahan terhadap {year - 1}", 0.9, "value"),
            Column("peringkat", f"Peringkat {year}", 0.8, "integer", align="center"),
        )
    )
    lines = Lines()
    place = ranks(cascade, year)
    for number, (node, one) in enumerate(shown, 1):
        difference = change(one.realisasi_at(year - 1), one.realisasi_at(year))
        cells: Cells = {"no": str(number), "daerah": node_text(node)}
        cells |= {f"realisasi_{other}": _figure(one.realisasi_at(other), one) for other in years}
        cells |= {"selisih": KOSONG if difference is None else difference, "peringkat": place.get(node.id)}
        lines.add("jumlah" if is_own(cascade.plan, node) else "daerah", cells, node=node)
    if not shown:
        missing_row(lines, columns, f"Daerah pembanding belum diisi. {ISI.format(bagian=_REGIONS)}")
    elif not any(is_own(cascade.plan, node) for node, _ in shown):
        name = cascade.plan.nama_daerah
        missing_row(lines, columns, f"Baris {name} sendiri belum ada. {ISI.format(bagian=_REGIONS)}")
    return Content(columns, lines.rows(), _region_notes(cascade, year, place))


def _region_notes(cascade: Cascade, year: int, place: dict[int, int]) -> tuple[str, ...]:
    notes = []
    own = next((node for node, _ in regions(cascade) if is_own(cascade.plan, node)), None)
    if own is not None and own.id in place:
        notes.append(f"{own.uraian} peringkat {place[own.id]} dari {len(place)} kabupaten/kota pada {year}.")
    if place:
        falling = any(one.arah == "turun" for _, one in regions(cascade))
        best = "terendah" if falling else "tertinggi"
        notes.append(f"Peringkat 1 adalah angka {best}; provinsi tidak diberi peringkat.")
    return tuple(notes)


YEARS = TableDefinition(
    id="LKIP-3",
    judul="Perbandingan Realisasi Kinerja Tahun {tahun} dengan Tahun-Tahun Sebelumnya",
    dasar=DASAR,
    group=GROUP,
    content=years_content,
    kosong=NO_SASARAN,
    jenis_rencana=("kinerja",),
    pilih_pagu=False,
    names=("antartahun", "realisasi antartahun"),
    singkat="Antartahun",
    per_triwulan=True,
)
RENSTRA = TableDefinition(
    id="LKIP-4",
    judul="Perbandingan Realisasi Kinerja s/d Tahun {tahun} dengan Target Akhir Renstra",
    dasar=DASAR,
    group=GROUP,
    content=renstra_content,
    kosong=NO_SASARAN,
    jenis_rencana=("kinerja",),
    pilih_pagu=False,
    names=("terhadap akhir renstra", "target akhir renstra"),
    singkat="Terhadap akhir Renstra",
    per_triwulan=True,
    sources=renstra_of,
)
STANDARD = TableDefinition(
    id="LKIP-5",
    judul="Perbandingan Realisasi Kinerja Tahun {tahun} dengan Standar Provinsi dan Nasional",
    dasar=DASAR,
    group=GROUP,
    content=standard_content,
    kosong=NO_SASARAN,
    jenis_rencana=("kinerja",),
    pilih_pagu=False,
    names=("terhadap standar", "standar nasional"),
    singkat="Terhadap standar",
    per_triwulan=True,
)
REGIONS = TableDefinition(
    id="LKIP-6",
    judul="Perbandingan dengan Daerah Lain Tahun {tahun}",
    dasar=DASAR,
    group=GROUP,
    content=regions_content,
    kosong=f"Belum ada daerah pembanding. {ISI.format(bagian=_REGIONS)}",
    jenis_rencana=("kinerja",),
    pilih_pagu=False,
    bagian="pembanding",
    names=("daerah pembanding", "tpt antardaerah"),
    singkat="Antardaerah",
)
