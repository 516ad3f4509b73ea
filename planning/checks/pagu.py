"""Rules on money: what stands at a level against what the levels below add up to."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from renstra_portal.lib.values import format_rupiah

from ..cascade import Cascade, CascadeIndicator, CascadeNode
from ..levels import Level
from .base import UPPER_LEVELS, Finding, Severity, check, finding_at, place_of, rupiah_finding


def standing(node: CascadeNode, tahun: int) -> Decimal | None:
    """The rupiah that stand at a node in a year: its plafon where one is given, else the sum of its leaves."""
    plafon = node.plafon_at(tahun).amount
    return plafon if plafon is not None else node.total.get(tahun)


def direct_sum(node: CascadeNode, tahun: int) -> Decimal:
    """What the rows directly below add up to; an outcome without money of its own hands on its kegiatan."""
    total = Decimal(0)
    for child in node.children:
        own = standing(child, tahun)
        if child.level == Level.OUTCOME and child.plafon_at(tahun).amount is None:
            total += direct_sum(child, tahun)
        elif own is not None:
            total += own
    return total


@check(
    "PAGU-01",
    Severity.GALAT,
    "Plafon tidak sama dengan jumlah baris di bawahnya",
    "Angka pada satu tingkat harus sama dengan jumlah angka satu tingkat di bawahnya pada tahun yang sama.",
)
def plafon_against_rows_below(cascade: Cascade) -> Iterator[Finding]:
    """Compares each plafon with the sum of what stands on the rows directly below."""
    for node in cascade.at(*UPPER_LEVELS):
        for tahun in node.plafon:
            plafon = node.plafon_at(tahun).amount
            if plafon is None or not node.children:
                continue
            below = direct_sum(node, tahun)
            if plafon != below:
                said = f"{place_of(node)}, tahun {tahun}: tertulis"
                yield rupiah_finding("PAGU-01", node, said, plafon, "jumlah baris di bawahnya", below, tahun=tahun)


@check(
    "PAGU-02",
    Severity.PERINGATAN,
    "Plafon tidak sama dengan jumlah sub-kegiatan",
    "Plafon dan jumlah seluruh sub-kegiatan di bawahnya berbeda karena selisih di salah satu tingkat antara.",
)
def plafon_against_leaves(cascade: Cascade) -> Iterator[Finding]:
    """Compares each plafon with its leaves, where the rows directly below do agree with it."""
    for node in cascade.at(*UPPER_LEVELS):
        for tahun in node.plafon:
            plafon = node.plafon_at(tahun).amount
            leaves = node.total.get(tahun, Decimal(0))
            if plafon is None or not node.children or plafon == leaves or plafon != direct_sum(node, tahun):
                continue
            said = f"{place_of(node)}, tahun {tahun}: tertulis"
            against = "seluruh sub-kegiatan di bawahnya berjumlah"
            yield rupiah_finding("PAGU-02", node, said, plafon, against, leaves, tahun=tahun)


@check(
    "PAGU-03",
    Severity.PERINGATAN,
    "Target tanpa pagu",
    "Sub-kegiatan yang bertarget pada suatu tahun memerlukan pagu pada tahun itu.",
)
def target_without_pagu(cascade: Cascade) -> Iterator[Finding]:
    """A sub-kegiatan with a target above zero in a year, and no pagu entered for that year."""
    for node in cascade.at(Level.SUB_KEGIATAN):
        for tahun in cascade.plan.tahun_tabel:
            planned = any((one.target_at(tahun).amount or 0) > 0 for one in _indicators(node))
            if planned and not node.pagu_at(tahun).is_filled:
                yield finding_at(
                    "PAGU-03",
                    node,
                    f"{place_of(node)}: ada target tahun {tahun}, tetapi pagunya belum diisi. Isi pagu, atau ketik "
                    "tanda hubung (-) bila memang tidak direncanakan.",
                    tahun=tahun,
                )


@check(
    "PAGU-04",
    Severity.PERINGATAN,
    "Pagu tanpa target",
    "Uang yang direncanakan pada suatu tahun harus menghasilkan sesuatu yang terukur pada tahun itu.",
)
def pagu_without_target(cascade: Cascade) -> Iterator[Finding]:
    """A sub-kegiatan with pagu above zero in a year, and no indicator with a target for that year."""
    for node in cascade.at(Level.SUB_KEGIATAN):
        indicators = _indicators(node)
        for tahun in cascade.plan.tahun_tabel:
            pagu = node.pagu_at(tahun).amount or Decimal(0)
            if pagu > 0 and indicators and not any(one.target_at(tahun).is_filled for one in indicators):
                yield finding_at(
                    "PAGU-04",
                    node,
                    f"{place_of(node)}: ada pagu tahun {tahun} sebesar Rp{format_rupiah(pagu)}, tetapi targetnya "
                    "belum diisi.",
                    tahun=tahun,
                    found=format_rupiah(pagu),
                )


def _indicators(node: CascadeNode) -> list[CascadeIndicator]:
    return [one for under in node.walk() for one in under.indikator]
