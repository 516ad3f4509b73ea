"""Table T-C.27: programs, kegiatan and their funding under tujuan and sasaran (Permendagri 86/2017)."""

from __future__ import annotations

from collections.abc import Sequence

from renstra_portal.reporting.model import Column, ColumnGroup

from ..cascade import Cascade, CascadeIndicator, CascadeNode
from ..levels import Level
from .alignment import UNLINKED, AlignedProgram, align
from .base import Content, TableDefinition, TableOptions
from .common import (
    PERMENDAGRI_86,
    Cells,
    Lines,
    kode_text,
    nilai_cell,
    node_text,
    numbered,
    plan_years,
    target_cells,
    works_below,
)
from .pagu import RUPIAH, PaguColumns


def content(cascade: Cascade, options: TableOptions) -> Content:
    """Goals with their indicators, under each its programs with targets and rupiah, and the sum at the end.

    A program that serves several sasaran stands under the first, so that its money counts once; a note names the
    others.
    """
    printer = _Printer(cascade, options)
    alignment = align(cascade)
    for tujuan in cascade.at(Level.TUJUAN):
        printer.add_goal(tujuan, "tujuan")
        for sasaran in tujuan.children_at(Level.SASARAN):
            printer.add_goal(sasaran, "sasaran")
            printer.add_programs(alignment.by_goal[sasaran.id], sasaran)
        printer.add_programs(alignment.by_goal[tujuan.id], tujuan)
    if any(one.program.id not in printer.placed for one in alignment.unlinked):
        printer.lines.add("kelompok", {"sasaran": UNLINKED}, keep=True)
        printer.add_programs(alignment.unlinked, None)
    printer.add_total()
    years = tuple(
        ColumnGroup(
            str(year),
            (
                Column(f"target_{year}", "Target", 0.75, "value"),
                Column(f"pagu_{year}", "Rp", 1.4, "rupiah"),
            ),
        )
        for year in printer.years
    )
    return Content(
        columns=numbered(
            (
                Column("tujuan", "Tujuan", 1.5),
                Column("sasaran", "Sasaran", 1.5),
                Column("kode", "Kode", 1.2, "code"),
                Column("program_kegiatan", "Program dan Kegiatan", 2.4),
                Column(
                    "indikator",
                    "Indikator Kinerja Tujuan, Sasaran, Program (Outcome) dan Kegiatan (Output)",
                    2.4,
                ),
                Column("data_awal", "Data Capaian pada Tahun Awal Perencanaan", 0.9, "value"),
                ColumnGroup("Target Kinerja Program dan Kerangka Pendanaan", years),
                ColumnGroup(
                    "Kondisi Kinerja pada Akhir Periode Renstra",
                    (
                        Column("akhir_target", "Target", 0.75, "value"),
                        Column("akhir_pagu", "Rp", 1.5, "rupiah"),
                    ),
                ),
                Column("unit_kerja", "Unit Kerja Perangkat Daerah Penanggung Jawab", 1.1),
                Column("lokasi", "Lokasi", 0.9),
            )
        ),
        rows=printer.lines.rows(),
        notes=tuple(printer.notes()),
        marks=printer.pagu.marks,
        unit_note=f"Rp {RUPIAH}",
    )


class _Printer:
    """Collects the rows, where each program stands, and which other goals it serves."""

    def __init__(self, cascade: Cascade, options: TableOptions) -> None:
        self.plan = cascade.plan
        self.years = plan_years(self.plan)
        self.lines = Lines()
        self.pagu = PaguColumns(self.lines, self.years, options.pagu_basis(self.plan))
        self.placed: dict[int, int] = {}
        self._also: dict[str, list[str]] = {}

    def add_goal(self, goal: CascadeNode, column: str) -> None:
        """A tujuan or sasaran with its indicators."""
        self._head(goal, {column: node_text(goal)}, goal.indicators_for(goal.level.value))

    def add_programs(self, programs: Sequence[AlignedProgram], goal: CascadeNode | None) -> None:
        """The programs that serve a goal, except those that stand under another goal already."""
        for aligned in programs:
            program = aligned.program
            if program.id in self.placed:
                if goal is not None:
                    self._also.setdefault(program.uraian, []).append(goal.uraian)
                continue
            self.placed[program.id] = self._add_work(program)

    def add_total(self) -> None:
        """The sum of all programs, if there is any."""
        if self.placed:
            index = self.lines.add("jumlah", {"program_kegiatan": "Jumlah"})
            self.pagu.add_up(index, tuple(self.placed.values()))
            self.pagu.add_years(index, "akhir_pagu", tuple(self.placed.values()))

    def notes(self) -> list[str]:
        """Which programs serve further goals than the one they stand under."""
        return [f"{program} juga mendukung: {'; '.join(goals)}." for program, goals in self._also.items()]

    def _add_work(self, node: CascadeNode) -> int:
        cells: Cells = {
            "kode": kode_text(node, self.plan.digit_sub),
            "program_kegiatan": node.uraian,
            "unit_kerja": node.penanggung_jawab,
            "lokasi": node.lokasi,
        }
        index = self._head(node, cells, node.achievements)
        parts = [self._add_work(work) for work in works_below(node)]
        self.pagu.fill(index, node, parts)
        self.pagu.add_years(index, "akhir_pagu", parts)
        return index

    def _head(self, node: CascadeNode, cells: Cells, indicators: Sequence[CascadeIndicator]) -> int:
        first = self._values(indicators[0]) if indicators else {}
        keep = node.level != Level.SUB_KEGIATAN
        index = self.lines.add(node.level.value, cells | first, node=node, keep=keep)
        for one in indicators[1:]:
            self.lines.add("indikator", self._values(one), node=node)
        return index

    def _values(self, indikator: CascadeIndicator) -> Cells:
        plan = self.plan
        end = indikator.end_value(plan.tahun_awal, plan.tahun_akhir)
        return {
            "indikator": indikator.teks,
            "data_awal": nilai_cell(indikator.baseline_at(plan.tahun_dasar), indikator, percent=True),
            **target_cells(indikator, self.years, percent=True),
            "akhir_target": nilai_cell(end, indikator, percent=True),
        }


TABLE = TableDefinition(
    id="T-C.27",
    judul="Rencana Program, Kegiatan dan Pendanaan Tahun {periode}",
    dasar=PERMENDAGRI_86,
    group="Permendagri 86/2017",
    content=content,
    kosong="Belum ada tujuan maupun program. Isi dahulu tujuan, sasaran, dan program beserta pagunya.",
)
