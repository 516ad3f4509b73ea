"""The tree of the picture out of a cascade: which box hangs under which, and what stands in it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from planning.capaian import is_percent
from planning.cascade import Cascade, CascadeIndicator, CascadeNode
from planning.levels import Level
from planning.tables.common import kode_text, works_below
from renstra_portal.lib.values import format_nilai

#: The levels of the picture, from the left.
LEVELS: tuple[Level, ...] = (Level.TUJUAN, Level.SASARAN, Level.PROGRAM, Level.KEGIATAN, Level.SUB_KEGIATAN)
#: A box with more indicators than this goes on in a second box, so that every box fits on a page.
MOST_INDICATORS = 10

_UNLINKED = "belum dikaitkan dengan sasaran"
_CONTINUED = "lanjutan indikator"


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator as the box tells it: its words, and its target with year and unit ("2026: 87,5%")."""

    teks: str
    target: str


@dataclass(frozen=True, slots=True)
class Box:
    """One box: `tanda` is its small heading ("Program 2.07.03"), `catatan` a remark such as that it goes on elsewhere.

    `acuan` is the key of the box in which the same program is drawn in full, "" for that box itself.
    """

    key: str
    level: Level
    tanda: str
    uraian: str
    hasil: tuple[str, ...] = ()
    indikator: tuple[Measure, ...] = ()
    penanggung_jawab: str = ""
    catatan: str = ""
    acuan: str = ""
    children: tuple[Box, ...] = ()

    @property
    def column(self) -> int:
        """In which column it stands, 0 for a tujuan."""
        return LEVELS.index(self.level)

    def walk(self) -> Iterator[Box]:
        """This box and all that hang under it."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def label(self) -> str:
        """The box in one line: "Program 2.07.03: PROGRAM PELATIHAN KERJA"."""
        return f"{self.tanda}: {self.uraian}"


def build_tree(cascade: Cascade, tahun: int) -> tuple[Box, ...]:
    """The roots of the picture with targets of the year: every tujuan, then programs that serve no sasaran.

    A program that serves several sasaran is drawn in full under the first; under the others a small box refers to it.
    """
    builder = _Builder(cascade, tahun)
    roots = [builder.goal(node) for node in cascade.roots if node.level == Level.TUJUAN]
    lone = [builder.program(node) for node in cascade.at(Level.PROGRAM) if not builder.parents_of(node)]
    return tuple(_divided((*roots, *(replace(one, catatan=_UNLINKED) for one in lone))))


def default_year(cascade: Cascade) -> int:
    """The year whose targets are shown unless another is asked for: the last of the plan's period."""
    return cascade.plan.tahun_akhir


class _Builder:
    def __init__(self, cascade: Cascade, tahun: int) -> None:
        self._cascade, self._tahun = cascade, tahun
        self._above: dict[int, list[int]] = {}
        self._below: dict[int, list[CascadeNode]] = {}
        self._drawn: set[int] = set()
        for program in cascade.at(Level.PROGRAM):
            served = list(dict.fromkeys(self._served(program)))
            self._above[program.id] = served
            for one in served:
                self._below.setdefault(one, []).append(program)

    def parents_of(self, program: CascadeNode) -> list[int]:
        """The ids of the sasaran (or tujuan) that the program serves."""
        return self._above[program.id]

    def _served(self, program: CascadeNode) -> Iterator[int]:
        """Its own sasaran and those of its outcomes; a tujuan only where it serves none of that tujuan's sasaran."""
        nodes = (program, *program.children_at(Level.OUTCOME))
        sasaran = [one for node in nodes for one in self._cascade.linked(node, Level.SASARAN)]
        yield from (one.id for one in sasaran)
        covered = {one.parent_id for one in sasaran}
        for tujuan in self._cascade.linked(program, Level.TUJUAN):
            if tujuan.id not in covered:
                yield tujuan.id

    def goal(self, node: CascadeNode) -> Box:
        """A tujuan or sasaran with what serves it."""
        below = [self.goal(child) for child in node.children_at(Level.SASARAN)]
        below += [self._program_under(program, node) for program in self._below.get(node.id, ())]
        return self._box(node, below, node.indicators_for(node.level.value))

    def _program_under(self, program: CascadeNode, parent: CascadeNode) -> Box:
        if program.id not in self._drawn:
            return self.program(program)
        first = self._cascade.by_id[self._above[program.id][0]]
        box = self._box(program, (), ())
        return replace(
            box,
            key=f"{box.key}-{parent.id}",
            hasil=(),
            penanggung_jawab="",
            acuan=box.key,
            catatan=f"diuraikan di bawah {first.level.label.lower()} “{_short(first.uraian)}”",
        )

    def program(self, node: CascadeNode) -> Box:
        """A program with its kegiatan."""
        self._drawn.add(node.id)
        return self._box(node, [self._work(child) for child in works_below(node)], node.achievements)

    def _work(self, node: CascadeNode) -> Box:
        children = [self._work(child) for child in node.children_at(Level.SUB_KEGIATAN)]
        return self._box(node, children, node.achievements)

    def _box(self, node: CascadeNode, children: Sequence[Box], indicators: Sequence[CascadeIndicator]) -> Box:
        number = kode_text(node, self._cascade.plan.digit_sub) or node.nomor
        results = node.children_at(Level.OUTCOME, Level.OUTPUT)
        return Box(
            key=f"s{node.id}",
            level=node.level,
            tanda=f"{node.level.label} {number}".strip(),
            uraian=node.uraian,
            hasil=tuple(one.uraian for one in results if one.uraian),
            indikator=tuple(Measure(one.teks, self._target(one)) for one in indicators),
            penanggung_jawab=node.penanggung_jawab,
            children=tuple(children),
        )

    def _target(self, one: CascadeIndicator) -> str:
        value = one.target_at(self._tahun)
        if not value.is_filled:
            return f"{self._tahun}: belum diisi"
        percent = is_percent(one.satuan) and value.amount is not None
        unit = "" if percent or value.amount is None else f" {one.satuan.strip()}"
        return f"{self._tahun}: {format_nilai(value, one.desimal, percent)}{unit}"


def _divided(boxes: Iterable[Box]) -> Iterator[Box]:
    """The boxes, those with very many indicators followed by boxes that go on with them."""
    for box in boxes:
        children = tuple(_divided(box.children))
        first, rest = box.indikator[:MOST_INDICATORS], box.indikator[MOST_INDICATORS:]
        yield replace(box, indikator=first, children=children)
        part = 2
        while rest:
            yield replace(
                box,
                key=f"{box.key}-{part}",
                indikator=rest[:MOST_INDICATORS],
                hasil=(),
                penanggung_jawab="",
                catatan=_CONTINUED,
                acuan=box.key,
                children=(),
            )
            rest, part = rest[MOST_INDICATORS:], part + 1


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
