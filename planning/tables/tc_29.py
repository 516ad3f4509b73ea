"""Table T-C.29: evaluation of past Renja, and of the Renstra up to the running year (Permendagri 86/2017)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from renstra_portal.lib.values import KOSONG, Nilai
from renstra_portal.reporting.model import Cell, Column, ColumnGroup, Heading

from ..capaian import capaian, cara_akumulasi, sampai
from ..cascade import Cascade, CascadeIndicator, PlanInfo
from ..cascade.coded_rows import row_levels
from ..levels import Level
from .base import Content, TableDefinition, TableOptions
from .common import PERMENDAGRI_86, Cells, Lines, held_years, kode_text, unit_cell

_LATEST_HELD = "Kolom {column}: indikator yang tidak dijumlah antartahun memakai nilai terakhir yang ada."
_LESS_IS_BETTER = "Tingkat capaian indikator yang makin kecil makin baik: (2 × target − realisasi) / target."


@dataclass(frozen=True, slots=True)
class _Years:
    """The years of the table.

    `evaluated` are the years whose target and realisation stand side by side: n−2, and years before it for which
    targets are held. `before` is the year up to which earlier realisation is told, `running` n−1, `end` the last year
    of the Renstra (None when nothing says it).
    """

    before: int
    evaluated: tuple[int, ...]
    running: int
    end: int | None

    @classmethod
    def of(cls, plan: PlanInfo, indicators: Sequence[CascadeIndicator]) -> _Years:
        running = plan.tahun_awal - 1
        first = min([running - 1, *(year for year in held_years(indicators, "target") if year < running)])
        end = plan.tahun_akhir_renstra or max(held_years(indicators, "akhir"), default=None)
        return cls(first - 1, tuple(range(first, running)), running, end)


def content(cascade: Cascade, options: TableOptions) -> Content:
    """Eleven columns; three more for each year before n−2 that was evaluated too."""
    plan = cascade.plan
    nodes = cascade.at(Level.EVALUASI)
    indicators = [one for node in nodes for one in node.indikator]
    years = _Years.of(plan, indicators)
    levels = row_levels(cascade, Level.EVALUASI)
    lines = Lines()
    for node in nodes:
        head: Cells = {"kode": node.nomor or kode_text(node, plan.digit_sub), "uraian": node.uraian}
        keep = levels[node.id] != Level.SUB_KEGIATAN
        for position, one in enumerate(node.indikator or (None,)):
            cells = head if position == 0 else {}
            values = _values(one, years, plan.perkiraan_capaian) if one else {}
            kind = "indikator" if position else levels[node.id].value
            lines.add(kind, cells | values, node=node, keep=keep and not position)
    columns = _columns(years, plan.perkiraan_capaian)
    return Content(columns=columns, rows=lines.rows(), notes=_notes(plan, indicators, years))


def _values(indikator: CascadeIndicator, years: _Years, perkiraan: str) -> Cells:
    """The figures of an indicator, percentages rounded half-up to whole ones."""
    end = indikator.akhir_at(years.end) if years.end else KOSONG
    so_far = [indikator.realisasi_at(year) for year in (years.before, *years.evaluated)]
    expected = indikator.target_at(years.running)
    match perkiraan:
        case "target":
            reached = expected
        case "perkiraan":
            reached = indikator.proyeksi_at(years.running)
        case _:
            reached = sampai((*so_far, expected), cara_akumulasi(indikator.akumulasi, indikator.satuan))
    cells: Cells = {
        "indikator": indikator.teks,
        "target_renstra": unit_cell(end, indikator),
        f"realisasi_sd_{years.before}": unit_cell(so_far[0], indikator),
        f"target_{years.running}": unit_cell(expected, indikator),
        f"capaian_sd_{years.running}": unit_cell(reached, indikator),
        "tingkat_renstra": _level_cell(reached, end, indikator),
    }
    for year in years.evaluated:
        target, realised = indikator.target_at(year), indikator.realisasi_at(year)
        cells[f"target_{year}"] = unit_cell(target, indikator)
        cells[f"realisasi_{year}"] = unit_cell(realised, indikator)
        cells[f"tingkat_{year}"] = _level_cell(realised, target, indikator)
    return cells


def _level_cell(realised: Nilai, target: Nilai, indikator: CascadeIndicator) -> Cell:
    return Cell(capaian(realised, target, indikator.arah).nilai(0), percent=True)


def _columns(years: _Years, perkiraan: str) -> tuple[Heading, ...]:
    """The head with its row of numbers and formulas: "8 = (7/6)", "10 = 5 + 7 + 9", "11 = (10/4)"."""
    evaluated = tuple(
        ColumnGroup(
            f"Target dan Realisasi Kinerja Program dan Kegiatan Tahun {year}",
            (
                Column(f"target_{year}", f"Target Renja Perangkat Daerah Tahun {year}", 1.1, "value", str(number)),
                Column(
                    f"realisasi_{year}", f"Realisasi Renja Perangkat Daerah Tahun {year}", 1.1, "value", f"{number + 1}"
                ),
                Column(
                    f"tingkat_{year}",
                    "Tingkat Realisasi (%)",
                    0.9,
                    "value",
                    f"{number + 2} = ({number + 1}/{number})",
                ),
            ),
        )
        for number, year in zip(range(6, 6 + 3 * len(years.evaluated), 3), years.evaluated, strict=True)
    )
    running = 6 + 3 * len(years.evaluated)
    realised = [5, *(running - 3 * back + 1 for back in range(len(years.evaluated), 0, -1))]
    reached = {
        "target": f"{running + 1} = {running}",
        "jumlah": f"{running + 1} = {' + '.join(map(str, [*realised, running]))}",
    }.get(perkiraan, str(running + 1))
    return (
        Column("kode", "Kode", 1.3, "code", "1"),
        Column("uraian", "Urusan/Bidang Urusan Pemerintahan Daerah dan Program/Kegiatan/Sub Kegiatan", 2.8, number="2"),
        Column("indikator", "Indikator Kinerja Program (Outcome)/Kegiatan (Output)", 2.6, number="3"),
        Column(
            "target_renstra",
            " ".join(
                ["Target Kinerja Capaian Program (Renstra Perangkat Daerah) Tahun", str(years.end or "Akhir Renstra")]
            ),
            1.2,
            "value",
            "4",
        ),
        Column(
            f"realisasi_sd_{years.before}",
            f"Realisasi Target Kinerja Hasil Program dan Keluaran Kegiatan s/d Tahun {years.before}",
            1.2,
            "value",
            "5",
        ),
        *evaluated,
        Column(
            f"target_{years.running}",
            f"Target Program dan Kegiatan Tahun {years.running}",
            1.1,
            "value",
            str(running),
        ),
        ColumnGroup(
            "Perkiraan Realisasi Capaian Target Renstra Perangkat Daerah s/d Tahun Berjalan",
            (
                Column(
                    f"capaian_sd_{years.running}",
                    f"Realisasi Capaian Program dan Kegiatan s/d Tahun {years.running}",
                    1.1,
                    "value",
                    reached,
                ),
                Column(
                    "tingkat_renstra",
                    "Tingkat Capaian Realisasi Target Renstra (%)",
                    0.9,
                    "value",
                    f"{running + 2} = ({running + 1}/4)",
                ),
            ),
        ),
    )


def _notes(plan: PlanInfo, indicators: Sequence[CascadeIndicator], years: _Years) -> tuple[str, ...]:
    """What the formulas of the head do not say."""
    notes = []
    if plan.perkiraan_capaian == "jumlah" and any(
        cara_akumulasi(one.akumulasi, one.satuan) != "jumlah" for one in indicators
    ):
        notes.append(_LATEST_HELD.format(column=7 + 3 * len(years.evaluated)))
    if any(one.arah == "turun" for one in indicators):
        notes.append(_LESS_IS_BETTER)
    return tuple(notes)


TABLE = TableDefinition(
    id="T-C.29",
    judul=(
        "Rekapitulasi Evaluasi Hasil Pelaksanaan Renja Perangkat Daerah dan Pencapaian Renstra Perangkat Daerah "
        "s/d Tahun {tahun_lalu} {daerah}"
    ),
    dasar=PERMENDAGRI_86,
    group="Permendagri 86/2017",
    content=content,
    kosong="Belum ada evaluasi tahun lalu. Isi dahulu target dan realisasi Renja tahun-tahun sebelumnya.",
    jenis_rencana=("renja",),
    bagian="evaluasi",
    names=("evaluasi renja",),
)
