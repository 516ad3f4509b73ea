"""Rows of tujuan and sasaran with their indicators, shared by tables 3.1 and T-C.25."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..cascade import Cascade, CascadeNode
from ..levels import Level
from .common import Cells, Lines, node_text, target_cells

#: What a tujuan links to, above the plan.
REFERENCES = (Level.NSPK, Level.RPJMD_MISI, Level.RPJMD_TUJUAN, Level.RPJMD_SASARAN)


def goal_lines(cascade: Cascade, years: Sequence[int], lead: Callable[[int, CascadeNode], Cells]) -> Lines:
    """One row per indicator of each tujuan and each of its sasaran; a goal without indicator still has its row.

    `lead` gives, for the number (from 1) and node of a tujuan, the cells that stand once beside all its rows. There
    is no column for the unit, so values whose unit is "%" print it themselves.
    """
    lines = Lines()
    for number, tujuan in enumerate(cascade.at(Level.TUJUAN), 1):
        for goal in (tujuan, *tujuan.children_at(Level.SASARAN)):
            for indikator in goal.indicators_for(goal.level.value) or (None,):
                cells = lead(number, tujuan) | {"tujuan": node_text(tujuan)}
                groups = dict.fromkeys(cells, tujuan.id)
                if goal.level == Level.SASARAN:
                    cells["sasaran"] = node_text(goal)
                    groups["sasaran"] = goal.id
                if indikator:
                    cells["indikator"] = indikator.teks
                    cells["ket"] = indikator.keterangan or goal.keterangan
                    cells |= target_cells(indikator, years, percent=True)
                lines.add(goal.level.value, cells, node=goal, groups=groups)
    return lines
