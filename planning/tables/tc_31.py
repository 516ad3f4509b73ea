"""Table T-C.31: review of the rancangan awal RKPD against the office's own analysis (Permendagri 86/2017)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import zip_longest

from renstra_portal.lib.values import Nilai
from renstra_portal.reporting.model import Cell, Column, ColumnGroup

from ..cascade import Cascade, CascadeIndicator, CascadeNode
from ..cascade.coded_rows import row_levels
from ..levels import Level
from .base import Content, TableDefinition, TableOptions
from .common import PERMENDAGRI_86, Cells, Lines, numbered, unit_cell, works_below
from .pagu import PaguColumns

_WORKS = (Level.PROGRAM, Level.OUTCOME, Level.KEGIATAN, Level.SUB_KEGIATAN)
GIVEN, ANALYSED = "awal", "analisis"


def content(cascade: Cascade, options: TableOptions) -> Content:
    """What the RKPD gives beside what the office needs, matched rows on one line, and both sums at the end.

    Money is printed in thousands of rupiah or in whole ones, as the plan is set. The wide form adds the difference,
    need minus given.
    """
    plan = cascade.plan
    printer = _Printer(cascade, options)
    roots = [printer.add(node) for node in cascade.at(Level.PROGRAM)]
    given_roots = [node for node in cascade.roots if node.level == Level.RKPD]
    for node in given_roots:
        printer.add_given(node)
    printer.finish(given_roots, roots)
    unit = "Rp.000" if plan.satuan_uang == "ribuan" else "Rp"
    difference = (Column("selisih", f"Selisih\n({unit})", 1.2, "rupiah"),) if options.bentuk == "lebar" else ()
    return Content(
        columns=numbered(
            (
                Column("no", "No", 0.5, "integer", align="center"),
                _side(GIVEN, "Rancangan Awal RKPD", f"Pagu Indikatif\n({unit})", plan.tahun_awal),
                _side(ANALYSED, "Hasil Analisis Kebutuhan", f"Kebutuhan Dana\n({unit})", plan.tahun_awal),
                *difference,
                Column("catatan", "Catatan Penting", 1.4),
            )
        ),
        rows=printer.lines.rows(),
        marks=printer.needed.marks,
    )


def _side(side: str, title: str, money: str, year: int) -> ColumnGroup:
    return ColumnGroup(
        title,
        (
            Column(f"{side}_uraian", "Program/Kegiatan/Sub Kegiatan", 2.4),
            Column(f"{side}_lokasi", "Lokasi", 1.0),
            Column(f"{side}_indikator", "Indikator Kinerja", 2.4),
            Column(f"{side}_target", "Target Capaian", 1.0, "value"),
            Column(f"{side}_pagu_{year}", money, 1.2, "rupiah"),
        ),
    )


class _Printer:
    """Prints both trees as one: the office's own in its order, what the RKPD gives beside the rows it names."""

    def __init__(self, cascade: Cascade, options: TableOptions) -> None:
        plan = cascade.plan
        self.cascade = cascade
        self.year = plan.tahun_awal
        self.lines = Lines()
        thousands = plan.satuan_uang == "ribuan"
        # The amounts of the RKPD are the document's own: its upper rows print as it gives them.
        self.given = PaguColumns(
            self.lines,
            (self.year,),
            "plafon",
            prefix=f"{GIVEN}_pagu",
            thousands=thousands,
            flagged=False,
            dashes_rise=True,
        )
        self.needed = PaguColumns(
            self.lines,
            (self.year,),
            options.pagu_basis(plan),
            prefix=f"{ANALYSED}_pagu",
            thousands=thousands,
            dashes_rise=True,
        )
        self._thousands = thousands
        self._levels = row_levels(cascade, Level.RKPD)
        self._number = 0
        self._given_rows: dict[int, int] = {}
        self._matches: dict[int, list[CascadeNode]] = {}
        for node in cascade.at(Level.RKPD):
            if partner := self._partner(node):
                self._matches.setdefault(partner.id, []).append(node)
        self._matched = {node.id for nodes in self._matches.values() for node in nodes}

    def add(self, node: CascadeNode) -> int:
        """A row of the office with what the RKPD gives for it, all below it, and what only the RKPD has there."""
        given = self._matches.get(node.id, [])
        index = self._row(given[0] if given else None, node)
        for further in given[1:]:
            self._row(further, None)
        parts = [self.add(child) for child in works_below(node)]
        for one in given:
            self._add_given_below(one)
        self.needed.fill(index, node, parts)
        return index

    def add_given(self, node: CascadeNode) -> None:
        """A row of the RKPD that the office has no row for, with all such rows below it."""
        if node.id not in self._matched:
            self._row(node, None)
            self._add_given_below(node)

    def finish(self, given: Sequence[CascadeNode], needed: Sequence[int]) -> None:
        """Fill in the money of the RKPD, the sums of both sides, and how far they are apart."""
        for root in given:
            for node in reversed(list(root.walk())):
                self.given.fill(self._given_rows[node.id], node, [self._given_rows[one.id] for one in node.children])
        rows = len(self.lines)
        if rows:
            index = self.lines.add("jumlah", {f"{GIVEN}_uraian": "Jumlah", f"{ANALYSED}_uraian": "Jumlah"})
            self.given.add_up(index, [self._given_rows[root.id] for root in given])
            self.needed.add_up(index, needed)
        for index in range(len(self.lines)):
            self._add_difference(index)

    def _partner(self, node: CascadeNode) -> CascadeNode | None:
        """The row of the office that a row of the RKPD stands beside; an outcome stands for its program."""
        linked = self.cascade.linked(node, *_WORKS)
        if linked and linked[0].level == Level.OUTCOME:
            return self.cascade.parent(linked[0])
        return linked[0] if linked else None

    def _add_given_below(self, node: CascadeNode) -> None:
        for child in node.children:
            self.add_given(child)

    def _row(self, given: CascadeNode | None, own: CascadeNode | None) -> int:
        """One line, and one more for each further indicator; a further indicator has no lokasi or money of its own."""
        node = given or own
        if node is None:
            raise ValueError("a row stands for a node on at least one side")
        level = (own.level if own else self._levels[node.id]).value
        cells: Cells = {"catatan": node.catatan}
        if level == Level.PROGRAM.value:
            self._number += 1
            cells["no"] = self._number
        pairs = list(
            zip_longest(given.indikator if given else (), own.achievements if own else ()),
        )
        first_given, first_own = pairs[0] if pairs else (None, None)
        cells |= self._half(GIVEN, given, first_given) | self._half(ANALYSED, own, first_own)
        keep = level != Level.SUB_KEGIATAN.value
        index = self.lines.add(level, cells, node=own or given, keep=keep)
        for left, right in pairs[1:]:
            further = self._half(GIVEN, None, left) | self._half(ANALYSED, None, right)
            self.lines.add("indikator", further, node=own or given)
        if given:
            self._given_rows[given.id] = index
        return index

    def _half(self, side: str, node: CascadeNode | None, indikator: CascadeIndicator | None) -> Cells:
        cells: Cells = {}
        if node:
            cells |= {f"{side}_uraian": node.uraian, f"{side}_lokasi": node.lokasi}
        if indikator:
            cells[f"{side}_indikator"] = indikator.teks
            cells[f"{side}_target"] = unit_cell(indikator.target_at(self.year), indikator)
        return cells

    def _add_difference(self, index: int) -> None:
        given, needed = self.given.amount_at(index, self.year), self.needed.amount_at(index, self.year)
        if given is None and needed is None:
            return
        difference = (needed or Decimal(0)) - (given or Decimal(0))
        if self._thousands:
            self.lines.cells(index)["selisih"] = Cell(Nilai.of(difference.scaleb(-3)), decimals=0)
        else:
            self.lines.cells(index)["selisih"] = Nilai.of(difference)


TABLE = TableDefinition(
    id="T-C.31",
    judul="Review terhadap Rancangan Awal RKPD Tahun {tahun} {daerah}",
    dasar=PERMENDAGRI_86,
    group="Permendagri 86/2017",
    content=content,
    kosong="Belum ada rancangan awal RKPD maupun program. Isi dahulu salah satunya.",
    jenis_rencana=("renja",),
    bagian="rkpd",
    names=("review rkpd", "reviu rkpd"),
    lebar="selisih kebutuhan dana dengan pagu indikatif",
)
