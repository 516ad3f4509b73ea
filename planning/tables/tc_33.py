"""Table T-C.33: programs and kegiatan of the year with the prakiraan maju of the next (Permendagri 86/2017)."""

from __future__ import annotations

from collections.abc import Iterator

from renstra_portal.reporting.model import Column, ColumnGroup, Heading

from ..cascade import Cascade, CascadeIndicator, CascadeNode
from ..levels import Level
from .base import Content, TableDefinition, TableOptions
from .common import (
    PERMENDAGRI_86,
    Cells,
    Lines,
    as_lines,
    kode_text,
    nilai_cell,
    node_text,
    numbered,
    unit_cell,
    works_below,
)
from .pagu import RUPIAH, PaguColumns, funding


def content(cascade: Cascade, options: TableOptions) -> Content:
    """The programme tree from the urusan down, one row per indicator, and the sum at the end.

    Ten columns with the unit in the cell of the target; the wide form has sixteen, with bidang urusan, tujuan and its
    indicators, sasaran, unit and the unit in charge.
    """
    printer = _Printer(cascade, options)
    roots = [printer.add(node) for root in cascade.roots for node in works_below(root)]
    if roots:
        index = printer.lines.add("jumlah", {"uraian": "Jumlah"})
        printer.pagu.add_up(index, roots)
    return Content(
        columns=_columns(printer.year, wide=printer.wide),
        rows=printer.lines.rows(),
        marks=printer.pagu.marks,
        unit_note=f"Pagu {RUPIAH}",
    )


def _columns(year: int, *, wide: bool) -> tuple[Heading, ...]:
    goals = (
        Column("bidang_urusan", "Bidang Urusan", 1.3),
        Column("tujuan", "Tujuan", 1.6),
        Column("indikator_tujuan", "Indikator Tujuan", 1.6),
        Column("sasaran", "Sasaran", 1.6),
    )
    unit = (Column("satuan", "Satuan", 0.9),)
    in_charge = (Column("penanggung_jawab", "Penanggung Jawab", 1.2),)
    return numbered(
        (
            Column("kode", "Kode", 1.2, "code"),
            *(goals if wide else ()),
            Column("uraian", "Urusan/Bidang Urusan Pemerintahan Daerah dan Program/Kegiatan/Sub Kegiatan", 2.8),
            Column("indikator", "Indikator Kinerja Program/Kegiatan/Sub Kegiatan", 2.6),
            *(unit if wide else ()),
            ColumnGroup(
                f"Rencana Tahun {year}",
                (
                    Column("lokasi", "Lokasi", 1.1),
                    Column(f"target_{year}", "Target Capaian Kinerja", 1.0, "value"),
                    Column(f"pagu_{year}", "Kebutuhan Dana/Pagu Indikatif", 1.4, "rupiah"),
                    Column("sumber_dana", "Sumber Dana", 1.6),
                ),
            ),
            Column("catatan", "Catatan Penting", 1.2),
            ColumnGroup(
                f"Prakiraan Maju Rencana Tahun {year + 1}",
                (
                    Column(f"target_{year + 1}", "Target Capaian Kinerja", 1.0, "value"),
                    Column(f"pagu_{year + 1}", "Kebutuhan Dana/Pagu Indikatif", 1.4, "rupiah"),
                ),
            ),
            *(in_charge if wide else ()),
        )
    )


class _Printer:
    """Prints nodes top down."""

    def __init__(self, cascade: Cascade, options: TableOptions) -> None:
        self.cascade = cascade
        self.plan = cascade.plan
        self.year = self.plan.tahun_awal
        self.wide = TABLE.form(self.plan.bentuk_rumusan, options.bentuk) == "lebar"
        self.lines = Lines()
        self.pagu = PaguColumns(self.lines, (self.year, self.year + 1), options.pagu_basis(self.plan), dashes_rise=True)

    def add(self, node: CascadeNode) -> int:
        """A node with its further indicators and all below it. Returns its row."""
        indicators = node.achievements
        cells: Cells = {
            "kode": kode_text(node, self.plan.digit_sub),
            "uraian": node.uraian,
            "lokasi": node.lokasi,
            "sumber_dana": funding(node, self.year),
            "catatan": node.catatan,
            "penanggung_jawab": node.penanggung_jawab,
        }
        if self.wide and node.level == Level.PROGRAM:
            cells |= _goal_cells(self.cascade, node)
        if indicators:
            cells |= self._values(indicators[0])
        keep = node.level != Level.SUB_KEGIATAN
        index = self.lines.add(node.level.value, cells, node=node, keep=keep)
        for one in indicators[1:]:
            self.lines.add("indikator", self._values(one), node=node)
        parts = [self.add(child) for child in works_below(node)]
        self.pagu.fill(index, node, parts)
        return index

    def _values(self, indikator: CascadeIndicator) -> Cells:
        cell = nilai_cell if self.wide else unit_cell
        targets: Cells = {
            f"target_{year}": cell(indikator.target_at(year), indikator) for year in (self.year, self.year + 1)
        }
        return {"indikator": indikator.teks, "satuan": indikator.satuan, **targets}


def _goal_cells(cascade: Cascade, program: CascadeNode) -> Cells:
    """What a program serves: its bidang urusan, the sasaran it links to, and the tujuan above them."""
    serving = (program, *program.children_at(Level.OUTCOME))
    linked = [goal for one in serving for goal in cascade.linked(one, Level.TUJUAN, Level.SASARAN)]
    sasaran = _once(goal for goal in linked if goal.level == Level.SASARAN)
    tujuan = _once(goal if goal.level == Level.TUJUAN else cascade.parent(goal) for goal in linked)
    bidang = cascade.ancestor(program, Level.BIDANG_URUSAN)
    return {
        "bidang_urusan": bidang.uraian if bidang else "",
        "tujuan": as_lines([node_text(one) for one in tujuan]),
        "indikator_tujuan": as_lines([one.teks for goal in tujuan for one in goal.indicators_for("tujuan")]),
        "sasaran": as_lines([node_text(one) for one in sasaran]),
    }


def _once(nodes: Iterator[CascadeNode | None]) -> list[CascadeNode]:
    return list({node.id: node for node in nodes if node}.values())


TABLE = TableDefinition(
    id="T-C.33",
    judul=(
        "Rumusan Rencana Program dan Kegiatan Perangkat Daerah Tahun {tahun} "
        "dan Prakiraan Maju Tahun {tahun_maju} {daerah}"
    ),
    dasar=PERMENDAGRI_86,
    group="Permendagri 86/2017",
    content=content,
    kosong="Belum ada program. Isi dahulu program, kegiatan, dan sub-kegiatan beserta indikator dan pagunya.",
    jenis_rencana=("renja",),
    names=("rumusan", "prakiraan maju"),
    form_by_plan=True,
    lebar="bidang urusan, tujuan, sasaran, satuan, dan penanggung jawab",
)
