"""Rules on what the perjanjian kinerja promises: its budget, and which programs carry which sasaran."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from planning.cascade import Cascade
from planning.checks.base import Finding, Severity, check, finding_at, place_of, rupiah_finding
from planning.checks.pagu import standing
from planning.levels import Level
from renstra_portal.lib.values import format_rupiah

from .dasar import year_of


@check(
    "KIN-09",
    Severity.PERINGATAN,
    "Anggaran perjanjian kinerja tidak sama dengan pagu",
    "Anggaran yang diperjanjikan kepala dinas adalah anggaran DPA: jumlah pagu seluruh sub-kegiatannya.",
)
def promised_money(cascade: Cascade) -> Iterator[Finding]:
    """The sum of the programs as promised (the plafon where one stands), against that of all sub-kegiatan."""
    year = year_of(cascade)
    office = cascade.office
    if year is None or office is None:
        return
    programs = cascade.at(Level.PROGRAM)
    if not any(program.plafon_at(year.tahun).is_filled for program in programs):
        return
    promised = sum((standing(program, year.tahun) or Decimal(0) for program in programs), Decimal(0))
    planned = office.total.get(year.tahun, Decimal(0))
    if promised != planned:
        said, against = "Anggaran perjanjian kinerja", "jumlah pagu sub-kegiatan"
        yield rupiah_finding("KIN-09", office, said, promised, against, planned, tahun=year.tahun)


@check(
    "KIN-10",
    Severity.PERINGATAN,
    "Sasaran dan program tidak berpasangan",
    "Efisiensi sasaran dihitung dari anggaran program yang dikaitkan dengannya. Sasaran tanpa program tidak memiliki "
    "anggaran; program tanpa sasaran anggarannya tidak terhitung di mana pun.",
)
def unpaired(cascade: Cascade) -> Iterator[Finding]:
    """A sasaran that no program serves, and a program with pagu that serves no sasaran (a tujuan is not enough)."""
    year = year_of(cascade)
    if year is None:
        return
    for node in cascade.at(Level.SASARAN):
        if not year.program_of(node):
            yield finding_at("KIN-10", node, f"{place_of(node)}: belum dikaitkan dengan program yang menunjangnya.")
    for program in cascade.at(Level.PROGRAM):
        pagu = program.total.get(year.tahun, Decimal(0))
        parts = (program, *program.children_at(Level.OUTCOME))
        if pagu and not any(cascade.linked(one, Level.SASARAN) for one in parts):
            yield finding_at(
                "KIN-10",
                program,
                f"{place_of(program)}: tidak dikaitkan dengan sasaran, sehingga pagu Rp{format_rupiah(pagu)} tidak "
                "terhitung dalam efisiensi sasaran mana pun.",
                tahun=year.tahun,
                found=format_rupiah(pagu),
            )
