"""The rows of the realisation workbook, and which cell of the plan each of their cells stands for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planning.cascade import Cascade, CascadeIndicator, CascadeNode
from planning.levels import Level
from planning.workbook.columns import Sheet
from renstra_portal.lib.values import KOSONG, Nilai

from ..capaian import Kinerja
from .layout import ACCOUNTS, NOTE_ROLES, STRATEGY, WORKS, Ref, role_of

#: Rows that are left out where nothing can be entered on them.
_ONLY_WITH_INDICATORS = frozenset({Level.URUSAN, Level.BIDANG_URUSAN, Level.OUTCOME, Level.OUTPUT})
_MONEY_LEVELS = frozenset({Level.SUB_KEGIATAN, *ACCOUNTS})


@dataclass(frozen=True, slots=True)
class Baris:
    """One row: a row of the plan with one of its indicators and one of its sumber dana (None: no money on it).

    `pertama` is the first of the rows of one row of the plan: there stand its texts, its progress and its remarks.
    """

    node: CascadeNode
    indikator: CascadeIndicator | None
    sumber: str | None
    pertama: bool

    @property
    def ids(self) -> str:
        """What the last column holds: "S12 I34"."""
        return f"S{self.node.id}" + (f" I{self.indikator.id}" if self.indikator else "")


def lines_of(cascade: Cascade, sheet: Sheet) -> Iterator[Baris]:
    """The rows of a sheet in printed order, the strategy first."""
    tahun = cascade.plan.tahun_awal
    levels = frozenset(sheet.levels)
    for node in cascade.strategy_first():
        if node.level not in levels or (node.level in _ONLY_WITH_INDICATORS and not node.indikator):
            continue
        if node.level in ACCOUNTS and node.children and not sources_of(node, tahun):
            # What only adds up the accounts below it has nothing to be entered.
            continue
        indicators: Sequence[CascadeIndicator] = node.indikator if node.level not in ACCOUNTS else ()
        sources = (sources_of(node, tahun) or ("",)) if node.level in _MONEY_LEVELS else ()
        for position in range(max(1, len(indicators), len(sources))):
            yield Baris(
                node,
                indicators[position] if position < len(indicators) else None,
                sources[position] if position < len(sources) else None,
                position == 0,
            )


def sources_of(node: CascadeNode, tahun: int) -> tuple[str, ...]:
    """The sumber dana for which a row holds pagu or realisation of the year."""
    return tuple(dict.fromkeys(source for _, year, source in node.money if year == tahun))


def ref_of(baris: Baris, key: str, tahun: int) -> Ref | None:
    """The cell of the plan that a column of the row enters; None where nothing can be entered."""
    entered = role_of(key)
    if entered is None:
        return None
    what, _ = entered
    if what == "realisasi":
        return Ref("I", baris.indikator.id, f"{key}:{tahun}") if baris.indikator else None
    if what == "keuangan":
        return Ref("S", baris.node.id, f"{key}:{tahun}:{baris.sumber}") if baris.sumber is not None else None
    if what == "fisik" and baris.node.level != Level.SUB_KEGIATAN:
        return None
    may = what == "fisik" or what in NOTE_ROLES
    return Ref("S", baris.node.id, f"{key}:{tahun}") if may and baris.pertama and _takes_notes(baris.node) else None


class Cells:
    """Looks up cells of a plan by their reference."""

    def __init__(self, cascade: Cascade) -> None:
        self.cascade = cascade
        self.indicators = {one.id: one for node in cascade.walk() for one in node.indikator}

    def at(self, ref: Ref) -> Nilai:
        """What stands in the cell, `KOSONG` where nothing does or the row is gone."""
        role, _, rest = ref.name.partition(":")
        year, _, source = rest.partition(":")
        if ref.kind == "I":
            one = self.indicators.get(ref.id)
            return one.at(role, int(year)) if one else KOSONG
        node = self.cascade.by_id.get(ref.id)
        if node is None:
            return KOSONG
        if role.startswith("keuangan"):
            return node.keuangan.get((role, int(year), source), KOSONG)
        return node.nilai_at(role, int(year))


def computed(kinerja: Kinerja, baris: Baris) -> bool:
    """Whether the row's indicator is a ratio of labour data, so that nothing is typed into it."""
    return baris.indikator is not None and kinerja.is_rasio(baris.indikator)


def _takes_notes(node: CascadeNode) -> bool:
    return node.level in (*STRATEGY, *WORKS)
