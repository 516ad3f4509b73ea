"""Table 4.2: how programs, kegiatan and sub-kegiatan follow from tujuan, sasaran, outcome and output."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from renstra_portal.reporting.model import CellValue, Column

from ..cascade import Cascade, CascadeIndicator, CascadeNode
from ..levels import Level
from .alignment import UNLINKED, AlignedProgram, align
from .base import Content, TableDefinition, TableOptions
from .common import (
    INMENDAGRI_2,
    Cells,
    Lines,
    as_lines,
    items,
    linked_texts,
    node_text,
    numbered,
    numbered_text,
)
from .goals import REFERENCES


def content(cascade: Cascade, options: TableOptions) -> Content:
    """One row per program, kegiatan and sub-kegiatan; what stands above them merges into one cell to the left.

    The numbers 1., 1.1., 1.1.1. are local to the table; a program that serves several sasaran keeps its number.
    """
    alignment = align(cascade)
    printer = _Printer(cascade)
    lines = printer.lines
    for tujuan in cascade.at(Level.TUJUAN):
        goals = (tujuan, *tujuan.children_at(Level.SASARAN))
        lead: Cells = {
            "nspk_sasaran_rpjmd": as_lines(linked_texts(cascade, goals, *REFERENCES)),
            "tujuan": node_text(tujuan),
        }
        # Programs that name only the tujuan stand after those that name one of its sasaran.
        for goal in (*goals[1:], tujuan):
            sasaran = goal if goal is not tujuan else None
            programs = alignment.by_goal[goal.id]
            if not programs and sasaran is None and len(goals) > 1:
                continue
            cells = lead | ({"sasaran": node_text(sasaran)} if sasaran else {})
            groups: dict[str, Hashable] = dict.fromkeys(lead, tujuan.id)
            groups |= {"sasaran": sasaran.id} if sasaran else {}
            printer.add_programs(programs, cells, groups)
            if not programs:
                lines.add(goal.level.value, cells, node=goal, groups=groups)
    printer.add_programs(alignment.unlinked, {"sasaran": UNLINKED}, {"sasaran": UNLINKED})
    return Content(
        columns=numbered(
            (
                Column("nspk_sasaran_rpjmd", "NSPK dan Sasaran RPJMD yang Relevan", 1.6),
                Column("tujuan", "Tujuan", 1.6),
                Column("sasaran", "Sasaran", 1.6),
                Column("outcome", "Outcome", 1.7),
                Column("output", "Output", 2.4),
                Column("indikator", "Indikator", 2.4),
                Column("program_kegiatan_subkegiatan", "Program/Kegiatan/Subkegiatan", 3.0),
                Column("ket", "Ket.", 0.9),
            )
        ),
        rows=lines.rows(),
    )


class _Printer:
    """Prints the programs of one goal after the other; a program keeps its number from goal to goal."""

    def __init__(self, cascade: Cascade) -> None:
        self.lines = Lines()
        self._numbers: dict[int, int] = {}
        self._national = {node.kode: node.children_at(Level.OUTPUT) for node in cascade.at(Level.ACUAN) if node.kode}

    def add_programs(self, programs: Sequence[AlignedProgram], lead: Cells, lead_groups: dict[str, Hashable]) -> None:
        """One line per program, kegiatan and sub-kegiatan; `lead` stands to the left of them all."""
        for aligned in programs:
            program = aligned.program
            number = self._numbers.setdefault(program.id, len(self._numbers) + 1)
            counter = iter(range(1, 1000))
            for outcomes, kegiatan in aligned.groups():
                group = (lead_groups.get("sasaran"), program.id, *(one.id for one in outcomes))
                indicators = [one for outcome in outcomes for one in outcome.work_indicators]
                indicators = [*program.work_indicators, *indicators]
                for node, place, own in _work_lines(program, kegiatan, number, counter):
                    is_program = node is program
                    cells: Cells = lead | {
                        "outcome": items(outcomes),
                        "output": None if is_program else self._outputs(node, place),
                        "indikator": _indicator_items(indicators if is_program else own),
                        "program_kegiatan_subkegiatan": numbered_text(place, node.uraian),
                        "ket": node.keterangan,
                    }
                    groups = lead_groups | {"outcome": group}
                    self.lines.add(node.level.value, cells, node=node, groups=groups)

    def _outputs(self, node: CascadeNode, place: str) -> CellValue:
        """The outputs of a row, or else the kinerja that the plan's nomenclature list gives for its code.

        A single output bears the row's number, so that the two columns read together.
        """
        outputs = node.children_at(Level.OUTPUT) or self._national.get(node.kode, ())
        texts = [one.uraian for one in outputs if one.uraian]
        return numbered_text(place, texts[0]) if len(texts) == 1 else as_lines(texts)


def _work_lines(
    program: CascadeNode, kegiatan: Sequence[CascadeNode], number: int, counter: Iterator[int]
) -> Iterator[tuple[CascadeNode, str, Sequence[CascadeIndicator]]]:
    yield program, f"{number}.", ()
    for one in kegiatan:
        place = f"{number}.{next(counter)}."
        yield one, place, one.achievements
        for position, sub in enumerate(one.children_at(Level.SUB_KEGIATAN), 1):
            yield sub, f"{place}{position}.", sub.achievements


def _indicator_items(indicators: Sequence[CascadeIndicator]) -> CellValue:
    return as_lines(tuple(dict.fromkeys(numbered_text(one.nomor, one.teks) for one in indicators)))


TABLE = TableDefinition(
    id="4.2",
    judul="Rumusan Program/Kegiatan/Sub-Kegiatan Renstra {perangkat_daerah}",
    dasar=INMENDAGRI_2,
    group="Bab IV",
    content=content,
    kosong="Belum ada tujuan maupun program. Isi dahulu tujuan, sasaran, dan program.",
    names=("cascading",),
)
