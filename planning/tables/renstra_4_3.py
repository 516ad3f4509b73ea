"""Table 4.3: the whole programme tree with indicators, baseline, yearly targets and pagu."""

from __future__ import annotations

from renstra_portal.reporting.model import Column, ColumnGroup

from ..cascade import Cascade, CascadeIndicator, CascadeNode
from ..levels import Level
from .base import Content, TableDefinition, TableOptions
from .common import (
    INMENDAGRI_2,
    Cells,
    Lines,
    nilai_cell,
    numbered_text,
    says_the_same,
    target_cells,
)
from .pagu import RUPIAH, PaguColumns

#: Levels that introduce what follows, and whose line therefore never ends a page.
_INTRODUCING = frozenset(
    {Level.PERANGKAT_DAERAH, Level.URUSAN, Level.BIDANG_URUSAN, Level.PROGRAM, Level.OUTCOME, Level.KEGIATAN}
)


def content(cascade: Cascade, options: TableOptions) -> Content:
    """The tree from the office down to the outputs, one row per indicator."""
    plan = cascade.plan
    printer = _Printer(cascade, options)
    for root in cascade.roots:
        if root.level == Level.PERANGKAT_DAERAH:
            printer.add(root)
    years = tuple(
        ColumnGroup(
            str(year),
            (
                Column(f"target_{year}", "Target", 0.75, "value"),
                Column(f"pagu_{year}", "Pagu", 1.5, "rupiah"),
            ),
        )
        for year in plan.tahun_tabel
    )
    return Content(
        columns=(
            Column("uraian", "Bidang Urusan/ Program/ Outcome/ Kegiatan/ Subkegiatan/ Output", 3.2),
            Column("indikator", "Indikator Outcome/ Output", 2.8),
            Column("satuan", "Satuan", 0.9),
            Column(f"baseline_{plan.tahun_dasar}", f"Baseline ({plan.tahun_dasar})", 0.8, "value"),
            ColumnGroup("Target dan Pagu Indikatif", years),
            Column("ket", "Ket", 0.8),
        ),
        rows=printer.lines.rows(),
        marks=printer.pagu.marks,
        unit_note=f"Pagu {RUPIAH}",
    )


class _Printer:
    """Prints nodes top down and hands back the rows that their parents' pagu is made of."""

    def __init__(self, cascade: Cascade, options: TableOptions) -> None:
        self.cascade = cascade
        self.plan = cascade.plan
        self.lines = Lines()
        self.pagu = PaguColumns(self.lines, self.plan.tahun_tabel, options.pagu_basis(self.plan))

    def add(self, node: CascadeNode) -> list[int]:
        """Print the node with all below it. Returns the rows whose pagu count for the node above."""
        indicators = [*node.work_indicators]
        for output in node.children_at(Level.OUTPUT):
            if not _has_own_line(output, node):
                indicators += output.work_indicators
        index = self._head(node, indicators)
        parts: list[int] = []
        for child in node.children:
            if child.level != Level.OUTPUT:
                parts += self.add(child)
            elif _has_own_line(child, node):
                self._head(child, [*child.work_indicators])
        if node.level == Level.OUTCOME and not self._shows_pagu(node):
            return parts
        if node.level != Level.OUTPUT:
            self.pagu.fill(index, node, parts)
        return [index] if parts or node.level != Level.OUTCOME else []

    def _head(self, node: CascadeNode, indicators: list[CascadeIndicator]) -> int:
        """The node's own row with its first indicator, and a row below for each further indicator."""
        cells: Cells = {"uraian": node.uraian, "ket": node.keterangan}
        first = _unnamed(node, indicators) if node.level in (Level.PROGRAM, Level.OUTCOME) else None
        if node.level == Level.OUTCOME and node.nomor:
            cells |= {"uraian": "", "indikator": numbered_text(node.nomor, node.uraian)}
        elif first is None and indicators:
            first = indicators[0]
            cells["indikator"] = numbered_text(first.nomor, first.teks)
        if first:
            cells |= self._values(first)
            cells["ket"] = node.keterangan or first.keterangan
        index = self.lines.add(node.level.value, cells, node=node, keep=node.level in _INTRODUCING)
        for one in indicators:
            if one is not first:
                further: Cells = {"indikator": numbered_text(one.nomor, one.teks), "ket": one.keterangan}
                self.lines.add("indikator", further | self._values(one), node=node)
        return index

    def _values(self, indikator: CascadeIndicator) -> Cells:
        year = self.plan.tahun_dasar
        return {
            "satuan": indikator.satuan,
            f"baseline_{year}": nilai_cell(indikator.baseline_at(year), indikator),
            **target_cells(indikator, self.plan.tahun_tabel),
        }

    def _shows_pagu(self, outcome: CascadeNode) -> bool:
        """An outcome shows its share where the program's kegiatan are divided among several, or a plafon stands."""
        program = self.cascade.parent(outcome)
        siblings = program.children_at(Level.OUTCOME) if program else ()
        grouping = [one for one in siblings if one.children_at(Level.KEGIATAN)]
        return bool(outcome.plafon) or (len(grouping) > 1 and outcome in grouping)


def _unnamed(node: CascadeNode, indicators: list[CascadeIndicator]) -> CascadeIndicator | None:
    """The indicator that only repeats the node's words: its figures belong on the node's own row."""
    return next((one for one in indicators if not one.nomor and says_the_same(one.teks, node.uraian)), None)


def _has_own_line(output: CascadeNode, node: CascadeNode) -> bool:
    """Whether an output says something that no indicator beside it says already."""
    indicators = (*output.indikator, *node.indikator)
    return bool(output.uraian) and not any(says_the_same(one.teks, output.uraian) for one in indicators)


TABLE = TableDefinition(
    id="4.3",
    judul="Rencana Program/Kegiatan/Sub-Kegiatan dan Pendanaan",
    dasar=INMENDAGRI_2,
    group="Bab IV",
    content=content,
    kosong="Belum ada program. Isi dahulu program, kegiatan, dan sub-kegiatan beserta indikator dan pagunya.",
    names=("pendanaan",),
)
