"""Rows of a section made from the programmes of the Renja: the draft RKPD (T-C.31), the rows to evaluate (T-C.29)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..cascade import CascadeIndicator, CascadeNode
from ..levels import Level
from ..writing import ObjectDiff
from ..writing.difference import Act, Cells, Kind
from .sections import section_named
from .structure import PlanAsItStands, refusal

#: What is copied into each section; the rows between are passed through.
_COPIED: dict[Level, tuple[Level, ...]] = {
    Level.EVALUASI: (Level.URUSAN, Level.BIDANG_URUSAN, Level.PROGRAM, Level.KEGIATAN, Level.SUB_KEGIATAN),
    Level.RKPD: (Level.PROGRAM, Level.KEGIATAN, Level.SUB_KEGIATAN),
}


@dataclass(slots=True)
class CopyProgrammes:
    """Every programme row that the section does not have yet, as one recorded act.

    Into the RKPD go lokasi, target and pagu of the plan's year, and the link to the row of the Renja; into the
    evaluation go code, name and indicators only, since its figures are those of other years.
    """

    bagian: str
    words: str = "Salin dari program Renja"

    def objects(self, plan: PlanAsItStands) -> list[ObjectDiff]:
        """The rows and their indicators. Raises `Refused` when nothing is left to copy."""
        section = section_named(plan.cascade.plan, self.bagian)
        if section is None or not section.dari_renja:
            raise refusal("Bagian ini tidak disalin dari program Renja.")
        level = section.levels[0]
        made = list(_Copy(plan, level).below(plan.cascade.office, None)) if plan.cascade.office else []
        if not made:
            told = "sudah ada di sini" if plan.cascade.at(Level.PROGRAM) else "belum ada"
            raise refusal(f"Program Renja {told}; tidak ada yang disalin.")
        return made


class _Copy:
    """One copying: hands out temporary ids and places after the rows that stand."""

    def __init__(self, plan: PlanAsItStands, level: Level) -> None:
        self.cascade, self.level = plan.cascade, level
        self.year = plan.cascade.plan.tahun_awal
        self._temporary = 0
        standing = plan.cascade.at(level)
        self._by_code = {one.kode: one for one in reversed(standing) if one.kode}
        self._by_link = {target: one for one in standing for target in one.kaitan}
        roots = [one.urutan for one in plan.cascade.roots if one.level == level]
        self._next: dict[int | None, int] = {None: max(roots, default=-1) + 1}
        self._next |= {one.id: max((child.urutan for child in one.children), default=-1) + 1 for one in standing}

    def below(self, node: CascadeNode, parent: int | None) -> Iterator[ObjectDiff]:
        """What is made of the rows under a programme row, under the section's row `parent`."""
        for child in node.children:
            if child.level not in _COPIED[self.level]:
                yield from self.below(child, parent)
                continue
            held = self._by_code.get(child.kode) if self.level == Level.EVALUASI else self._by_link.get(child.id)
            if held is not None:
                yield from self.below(child, held.id)
                continue
            one = self._new_id()
            yield self._row(child, one, parent)
            told = [indikator for indikator in child.achievements if indikator.teks or indikator.satuan]
            for position, indikator in enumerate(told):
                yield self._indicator(indikator, one, position)
            yield from self.below(child, one)

    def _new_id(self) -> int:
        self._temporary -= 1
        return self._temporary

    def _row(self, node: CascadeNode, one: int, parent: int | None) -> ObjectDiff:
        position = self._next.get(parent, 0)
        self._next[parent] = position + 1
        cells = {"level": self.level.value, "urutan": str(position), "uraian": node.uraian}
        if parent is not None:
            cells["parent"] = str(parent)
        if node.kode:
            cells["kode"] = node.kode
        if node.nomenklatur_id:
            cells["nomenklatur"] = str(node.nomenklatur_id)
        if self.level == Level.RKPD:
            cells[f"kaitan:{node.id}"] = "1"
            if node.lokasi:
                cells["lokasi"] = node.lokasi
            if node.level == Level.SUB_KEGIATAN and (pagu := node.pagu_at(self.year).encode()):
                cells[f"pagu:{self.year}:"] = pagu
        return _created(Kind.SIMPUL, one, cells, node.uraian)

    def _indicator(self, one: CascadeIndicator, simpul: int, position: int) -> ObjectDiff:
        cells = {"simpul": str(simpul), "urutan": str(position), "arah": one.arah, "akumulasi": one.akumulasi}
        cells |= {name: text for name, text in (("teks", one.teks), ("satuan", one.satuan)) if text}
        if one.jenis:
            cells["jenis"] = ",".join(sorted(one.jenis))
        if self.level == Level.RKPD and (target := one.target_at(self.year).encode()):
            cells[f"target:{self.year}"] = target
        return _created(Kind.INDIKATOR, self._new_id(), cells, one.teks)


def _created(kind: Kind, one: int, cells: dict[str, str], label: str) -> ObjectDiff:
    named: Cells = {name: (None, text) for name, text in cells.items()}
    return ObjectDiff(Act.CREATE, kind, one, named, label)
