"""Which programs stand under which sasaran (or tujuan), as their kaitan say (Inmendagri 2/2025, table 4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..cascade import Cascade, CascadeNode
from ..levels import Level

UNLINKED = "Belum dikaitkan dengan sasaran"


@dataclass(frozen=True, slots=True)
class AlignedProgram:
    """A program under one sasaran, with those of its outcomes and ungrouped kegiatan that serve it."""

    program: CascadeNode
    outcomes: tuple[CascadeNode, ...]
    kegiatan: tuple[CascadeNode, ...]

    def groups(self) -> list[tuple[tuple[CascadeNode, ...], tuple[CascadeNode, ...]]]:
        """(outcomes, kegiatan) that belong together: first what is not grouped, then each outcome with its own."""
        groups: list[tuple[tuple[CascadeNode, ...], tuple[CascadeNode, ...]]] = [
            ((one,), own) for one in self.outcomes if (own := one.children_at(Level.KEGIATAN))
        ]
        ungrouped = tuple(one for one in self.outcomes if not one.children_at(Level.KEGIATAN))
        if ungrouped or self.kegiatan or not groups:
            groups.insert(0, (ungrouped, self.kegiatan))
        return groups


@dataclass(frozen=True, slots=True)
class Alignment:
    """Programs by the id of the sasaran or tujuan they serve, and what serves none."""

    by_goal: Mapping[int, tuple[AlignedProgram, ...]]
    unlinked: tuple[AlignedProgram, ...]


def align(cascade: Cascade) -> Alignment:
    """Sort the programs under their goals. An outcome's own kaitan refines those of its program."""
    by_goal: dict[int, list[AlignedProgram]] = {node.id: [] for node in cascade.at(Level.TUJUAN, Level.SASARAN)}
    unlinked: list[AlignedProgram] = []
    for program in cascade.at(Level.PROGRAM):
        kegiatan = program.children_at(Level.KEGIATAN)
        outcomes = program.children_at(Level.OUTCOME)
        own = by_goal.keys() & set(program.kaitan)
        refined = {one.id: by_goal.keys() & set(one.kaitan) for one in outcomes}
        for goal, programs in by_goal.items():
            serving = tuple(one for one in outcomes if goal in (refined[one.id] or own))
            if goal in own or serving:
                programs.append(AlignedProgram(program, serving, kegiatan if goal in own else ()))
        if not own:
            rest = tuple(one for one in outcomes if not refined[one.id])
            if rest or kegiatan or not outcomes:
                unlinked.append(AlignedProgram(program, rest, kegiatan))
    return Alignment({goal: tuple(programs) for goal, programs in by_goal.items()}, tuple(unlinked))
