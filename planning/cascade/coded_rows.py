"""Rows that stand for rows of the nomenclature (evaluated, given or proposed work): at which level each one stands."""

from __future__ import annotations

from renstra_portal.lib.codes import LEVELS, KodeProblem, level_kode

from ..levels import Level
from .tree import Cascade, CascadeNode

#: The levels of the nomenclature, from the top.
_NOMENCLATURE = tuple(map(Level, LEVELS))
#: What a row of one of these levels may say it stands for, by its kaitan.
_LINKED = (Level.PROGRAM, Level.OUTCOME, Level.KEGIATAN, Level.SUB_KEGIATAN)


def kode_level(kode: str) -> Level | None:
    """The level of the nomenclature that a code is of, None for what is no canonical code."""
    try:
        return Level(level_kode(kode))
    except KodeProblem:
        return None


def row_level(told: Level | None, above: Level | None) -> Level:
    """The level a row stands at: the one it tells of itself, but always below the row it stands under.

    A code that is cut short does not lift a row to the level of the one above it. A root that tells nothing is a
    program.
    """
    if above is None:
        return told or Level.PROGRAM
    least = min(_NOMENCLATURE.index(above) + 1, len(_NOMENCLATURE) - 1)
    return _NOMENCLATURE[max(_NOMENCLATURE.index(told) if told else least, least)]


def row_levels(cascade: Cascade, level: Level) -> dict[int, Level]:
    """For every node of a freely coded level, by id, the level its row stands at (`row_level`).

    A row tells it by its code, else by the row of the programme tree that it links to.
    """
    found: dict[int, Level] = {}
    for node in cascade.at(level):
        above = found[node.parent_id] if node.parent_id is not None else None
        found[node.id] = row_level(kode_level(node.kode) or _linked_level(cascade, node), above)
    return found


def _linked_level(cascade: Cascade, node: CascadeNode) -> Level | None:
    linked = next(iter(cascade.linked(node, *_LINKED)), None)
    if linked is None:
        return None
    return Level.PROGRAM if linked.level == Level.OUTCOME else linked.level
