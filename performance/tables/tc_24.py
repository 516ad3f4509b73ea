"""Table T-C.24: budget and realisation of the office's services over five years (Permendagri 86/2017)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from planning.cascade import Cascade, CascadeNode, PlanInfo
from planning.levels import Level
from planning.models import Rencana
from planning.models.indikator import TRIWULAN
from planning.tables.base import Content, TableDefinition, TableOptions, years_text
from planning.tables.common import PERMENDAGRI_86, Cells, Lines, node_text, numbered, works_below
from planning.versions.kinerja import kinerja_of
from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import TIDAK_DIRENCANAKAN, Nilai
from renstra_portal.reporting.model import Cell, Column, ColumnGroup

from ..capaian.cetak import persen_nilai
from ..capaian.rata_rata import rata_rata
from .evaluasi import Rupiah, accumulated, rate

YEARS = 5
#: The parts of the table, in order: revenue and expenditure by account, then the programs.
_PARTS = ((Level.PENDAPATAN, "PENDAPATAN DAERAH"), (Level.BELANJA, "BELANJA DAERAH"))
_SPENT = frozenset({"keuangan", *(f"keuangan_{n}" for n in TRIWULAN)})
_Key = tuple[str, ...]


@dataclass(slots=True)
class _Uraian:
    """One line over the years: what it is called, its level, rupiah planned and spent by year, and lines below it."""

    teks: str
    level: str
    anggaran: dict[int, Decimal] = field(default_factory=dict)
    realisasi: dict[int, Decimal] = field(default_factory=dict)
    below: dict[_Key, _Uraian] = field(default_factory=dict)


def content(cascade: Cascade, options: TableOptions) -> Content:
    """Eighteen columns for five years: budget, realisation, their ratio, and the mean growth of both."""
    versions = sorted(
        (one for one in (cascade, *options.sources) if one.plan.jenis == Rencana.Jenis.KINERJA),
        key=lambda one: one.plan.tahun_awal,
    )
    years = _years(cascade.plan, versions)
    lines = Lines()
    rupiah = Rupiah(lines)
    for one in _tree(versions, years):
        _print(one, years, lines, rupiah)
    return Content(
        columns=numbered(
            (
                Column("uraian", "Uraian", 3.0),
                *(
                    ColumnGroup(
                        title,
                        tuple(Column(f"{name}_{year}", str(year), width, kind) for year in years),  # type: ignore[arg-type]
                    )
                    for name, title, width, kind in (
                        ("anggaran", "Anggaran pada Tahun", 1.2, "rupiah"),
                        ("realisasi", "Realisasi Anggaran pada Tahun", 1.2, "rupiah"),
                        ("rasio", "Rasio antara Realisasi dan Anggaran Tahun (%)", 0.65, "value"),
                    )
                ),
                ColumnGroup(
                    "Rata-rata Pertumbuhan (%)",
                    (
                        Column("tumbuh_anggaran", "Anggaran", 0.75, "value"),
                        Column("tumbuh_realisasi", "Realisasi", 0.75, "value"),
                    ),
                ),
            )
        ),
        rows=lines.rows(),
        notes=_notes(versions) if len(lines) else (),
        unit_note="Anggaran dan realisasi (dalam rupiah)",
        periode=years_text(years[0], years[-1]),
    )


def growth(amounts: Sequence[Decimal | None]) -> Decimal | None:
    """The mean of the yearly growth (t − (t−1)) / (t−1) in percent, unrounded; None without two years in a row.

    A step from nothing, from 0, or to a year without an amount is left out.
    """
    steps = pairwise(amounts)
    return rata_rata((now - before) * 100 / before for before, now in steps if before and now is not None)


def _years(plan: PlanInfo, versions: Sequence[Cascade]) -> tuple[int, ...]:
    """The five years of the table.

    Of a kinerja those that end with it. Of a Renstra those before it, which its chapter II tells about; where the
    portal holds nothing of them, its own.
    """
    if plan.jenis == Rencana.Jenis.KINERJA:
        return tuple(range(plan.tahun_awal - YEARS + 1, plan.tahun_awal + 1))
    if any(one.plan.tahun_awal < plan.tahun_awal for one in versions):
        return tuple(range(plan.tahun_awal - YEARS, plan.tahun_awal))
    return tuple(range(plan.tahun_awal, plan.tahun_akhir + 1))


def _tree(versions: Sequence[Cascade], years: Sequence[int]) -> Iterator[_Uraian]:
    """The lines of all versions put together, by code or words; a year's own version speaks before later ones."""
    for level, title in _PARTS:
        part = _Uraian(title, "perangkat_daerah")
        for cascade in versions:
            for root in cascade.roots:
                if root.level == level:
                    _merge(part, root, cascade.plan.tahun_awal, years)
        if part.below:
            _add_up(part)
            # A list of accounts that begins with the part itself needs no line above it.
            only = next(iter(part.below.values()))
            yield only if len(part.below) == 1 and only.below else part
    programs = _Uraian("PROGRAM DAN KEGIATAN", "perangkat_daerah")
    for cascade in versions:
        for program in cascade.at(Level.PROGRAM):
            _merge(programs, program, cascade.plan.tahun_awal, years)
    if programs.below:
        _add_up(programs)
        yield programs


def _merge(above: _Uraian, node: CascadeNode, of_year: int, years: Sequence[int]) -> None:
    key = (node.level.value, node.kode or normalise_name(node.uraian))
    line = above.below.setdefault(key, _Uraian(node_text(node), node.level.value))
    for year in years:
        if year > of_year:
            break
        spent = accumulated(amount for (role, y), amount in node.total_keuangan.items() if y == year and role in _SPENT)
        for held, amount in ((line.anggaran, node.total.get(year)), (line.realisasi, spent)):
            if amount is not None and (year == of_year or year not in held):
                held[year] = amount
    # Sub-kegiatan are too many for a table of the office's services.
    below = node.children if node.level in (Level.PENDAPATAN, Level.BELANJA) else works_below(node)
    for child in below:
        if child.level != Level.SUB_KEGIATAN:
            _merge(line, child, of_year, years)


def _add_up(part: _Uraian) -> None:
    for line in part.below.values():
        for held, total in ((line.anggaran, part.anggaran), (line.realisasi, part.realisasi)):
            for year, amount in held.items():
                total[year] = total.get(year, Decimal(0)) + amount


def _print(line: _Uraian, years: Sequence[int], lines: Lines, rupiah: Rupiah) -> int:
    """The line with those below it; gives its index."""
    cells: Cells = {"uraian": line.teks}
    index = lines.add(_look(line), cells, keep=bool(line.below))
    parts = [_print(one, years, lines, rupiah) for one in line.below.values()]
    amounts: dict[str, Decimal | None] = {f"anggaran_{year}": line.anggaran.get(year) for year in years}
    amounts |= {f"realisasi_{year}": line.realisasi.get(year) for year in years}
    rupiah.fill(index, amounts, parts)
    for year in years:
        persen = rate(line.realisasi.get(year), line.anggaran.get(year))
        if persen is not None:
            cells[f"rasio_{year}"] = persen_nilai(persen)
    for name, held in (("anggaran", line.anggaran), ("realisasi", line.realisasi)):
        cells[f"tumbuh_{name}"] = _growth_cell(held, years)
    return index


def _growth_cell(held: Mapping[int, Decimal], years: Sequence[int]) -> Nilai | Cell | None:
    """The mean growth with two decimals, "-" where there are amounts but no two years to compare."""
    if not held:
        return None
    mean = growth([held.get(year) for year in years])
    return TIDAK_DIRENCANAKAN if mean is None else persen_nilai(mean)


def _look(line: _Uraian) -> str:
    """The level whose look a line has: what has nothing below it here is plain, accounts above are headings."""
    if not line.below:
        return Level.SUB_KEGIATAN.value
    return Level.KEGIATAN.value if line.level in (Level.PENDAPATAN, Level.BELANJA) else line.level


def _notes(versions: Sequence[Cascade]) -> tuple[str, ...]:
    held = ", ".join(f"{one.plan.tahun_awal} ({one.plan.nama_versi})" for one in versions)
    return (
        f"Angka dari kinerja tahun {held}, termasuk tahun-tahun sebelumnya yang tercatat di dalamnya.",
        "Rata-rata pertumbuhan: rata-rata dari (tahun t − tahun t−1) / tahun t−1 × 100%.",
    )


def _sources(rencana: Rencana) -> tuple[Rencana, ...]:
    """The latest kinerja of the five years before the plan and of its own years, without the plan itself."""
    held = kinerja_of(rencana.perangkat_daerah, *range(rencana.tahun_awal - YEARS, rencana.tahun_akhir + 1))
    if rencana.jenis == Rencana.Jenis.KINERJA:
        held.pop(rencana.tahun_awal, None)
    return tuple(held.values())


TABLE = TableDefinition(
    id="T-C.24",
    judul="Anggaran dan Realisasi Pendanaan Pelayanan {perangkat_daerah} {daerah} Tahun {periode}",
    dasar=PERMENDAGRI_86,
    group="Evaluasi",
    content=content,
    kosong="Belum ada anggaran dan realisasi. Buat kinerja tahunan, lalu isi pagu dan realisasi keuangannya.",
    jenis_rencana=("renstra", "kinerja"),
    names=("anggaran dan realisasi pendanaan",),
    sources=_sources,
    pilih_pagu=False,
)
