"""Rows that stand for rows of the nomenclature (evaluated, given or proposed work), shared by the Renja's tables."""

from __future__ import annotations

from renstra_portal.lib.codes import LEVELS, KodeProblem, level_kode

from ..cascade import Cascade, CascadeNode
from ..levels import Level

#: What a row of one of these levels may say it stands for, by its kaitan.
_LINKED = (Level.PROGRAM, Level.OUTCOME, Level.KEGIATAN, Level.SUB_KEGIATAN)


def row_levels(cascade: Cascade, level: Level, top: str) -> dict[int, str]:
    """For every node of a freely coded level, by id, the programme level its row stands for.

    A row's code says it, else the row it links to, else it is one below the row it stands under; `top` is the level
    of a root that says neither. A code that is cut short does not lift a row to the level of the one above it.
    """
    found: dict[int, str] = {}
    for node in cascade.at(level):
        own = _own_level(cascade, node)
        if node.parent_id is None:
            found[node.id] = own or top
        else:
            least = _below(found[node.parent_id])
            found[node.id] = max(own or least, least, key=LEVELS.index)
    return found


def _own_level(cascade: Cascade, node: CascadeNode) -> str:
    if node.kode:
        try:
            return level_kode(node.kode)
        except KodeProblem:
            return ""
    linked = cascade.linked(node, *_LINKED)
    if not linked:
        return ""
    return Level.PROGRAM.value if linked[0].level == Level.OUTCOME else linked[0].level.value


def _below(level: str) -> str:
    return LEVELS[min(LEVELS.index(level) + 1, len(LEVELS) - 1)]
