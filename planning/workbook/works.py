"""The rows of the programme tree that rows of other lists of a Renja stand for, found by code or by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from renstra_portal.lib.codes import LEVELS
from renstra_portal.lib.text import closest, normalise_name

from ..cascade import CascadeNode
from ..cascade.coded_rows import kode_level
from ..levels import Level
from ..writing.draft import NodeDraft
from .names import SIMILAR
from .reading import Reading

L = Level
#: How deep each kind of row stands in the nomenclature: urusan 1 … sub-kegiatan 5.
RANK = {Level(level): rank for rank, level in enumerate(LEVELS, 1)}
#: The rank of a row that neither code nor anything else tells: a program.
TOP = RANK[L.PROGRAM]


def kode_rank(kode: str) -> int | None:
    """The rank of a code, None for one that is none."""
    level = kode_level(kode)
    return RANK[level] if level else None


@dataclass(slots=True, eq=False)
class Work:
    """A row of the programme tree: as the workbook states it (`draft`), or as it stands in the plan (`node`)."""

    level: Level
    kode: str
    uraian: str
    above: Work | None
    draft: NodeDraft | None = None
    node: CascadeNode | None = None


class Works:
    """Programs, kegiatan and sub-kegiatan of the plan as it will be. A name finds each row once."""

    def __init__(self, reading: Reading) -> None:
        self._by_kode: dict[str, Work] = {}
        self._by_name: dict[str, list[Work]] = defaultdict(list)
        self._used: set[Work] = set()
        office = reading.context.cascade.office
        if "program" in reading.sheets:
            for root in reading.draft.roots:
                if root.level == L.PERANGKAT_DAERAH:
                    self._add(root, None)
        elif office is not None:
            self._add(office, None)

    def _add(self, one: NodeDraft | CascadeNode, above: Work | None) -> None:
        work = above
        if one.level in RANK and one.level not in (L.URUSAN, L.BIDANG_URUSAN):
            work = Work(one.level, one.kode, one.uraian, above)
            if isinstance(one, NodeDraft):
                work.draft = one
            else:
                work.node = one
            if one.kode:
                self._by_kode[one.kode] = work
            self._by_name[normalise_name(one.uraian)].append(work)
        for child in one.children:
            self._add(child, work)

    def find(self, kode: str, uraian: str, open_works: Sequence[Work]) -> Work | None:
        """The row that a code means, without a code the one of that name: first one below a row that stands open."""
        if kode:
            return self._by_kode.get(kode)
        name = normalise_name(uraian)
        if name not in self._by_name:
            name = closest(name, list(self._by_name), SIMILAR) or ""
        free = [work for work in self._by_name.get(name, ()) if work not in self._used]
        below = [work for work in free if work.above in open_works]
        found = next(iter(below or free), None)
        if found is not None:
            self._used.add(found)
        return found
