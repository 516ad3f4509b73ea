"""The rencana aksi: what is to be reached in each triwulan, with the budget and who answers for it.

Annexed to the perjanjian kinerja; watched each triwulan (PermenPANRB 53/2014).
"""

from __future__ import annotations

from collections.abc import Sequence

from planning.cascade import Cascade, CascadeIndicator, CascadeNode
from planning.levels import Level
from planning.models.indikator import TRIWULAN
from planning.tables.base import Content, TableDefinition, TableOptions
from planning.tables.common import Cells, Lines, nilai_cell, node_text, numbered, numbered_text, works_below
from renstra_portal.lib.dates import roman
from renstra_portal.reporting.model import Cell, Column, ColumnGroup

from . import evaluasi
from .evaluasi import Rupiah

_HOW = (
    "Target triwulan indikator yang dijumlah adalah target triwulan itu saja; selain itu tingkat yang hendak dicapai."
)


def content(cascade: Cascade, options: TableOptions) -> Content:
    """Sasaran, program, kegiatan and sub-kegiatan with their indicators and the targets of each triwulan."""
    year = cascade.plan.tahun_awal
    printer = _Printer(cascade)
    programs: list[int] = []
    for number, group in enumerate(evaluasi.groups(cascade), 1):
        head = printer.head(group.sasaran, str(number)) if group.sasaran else None
        parts = [
            printer.work(one, f"{number}.{position}" if group.sasaran else str(number + position - 1))
            for position, one in enumerate(group.programs, 1)
        ]
        if head is not None:
            printer.rupiah.fill(head, printer.rupiah.total(parts), parts)
        programs += parts
    if programs:
        total = printer.lines.add("jumlah", {"no": Cell("Jumlah", colspan=5 + len(TRIWULAN))})
        printer.rupiah.fill(total, printer.rupiah.total(programs), programs)
    return Content(
        columns=numbered(
            (
                Column("no", "No", 0.5, "code"),
                Column("uraian", "Sasaran/Program/ Kegiatan/Sub Kegiatan", 3.0),
                Column("indikator", "Indikator Kinerja", 3.0),
                Column("satuan", "Satuan", 0.9),
                Column("target", f"Target Tahun {year}", 0.8, "value"),
                ColumnGroup("Target Triwulan", tuple(Column(f"target_{n}", roman(n), 0.7, "value") for n in TRIWULAN)),
                Column("anggaran", "Anggaran (Rp)", 1.4, "rupiah"),
                Column("unit", "Penanggung Jawab", 1.5),
            )
        ),
        rows=printer.lines.rows(),
        notes=(_HOW, *evaluasi.shared_programs(cascade)) if len(printer.lines) else (),
        unit_note="Anggaran (dalam rupiah)",
    )


class _Printer:
    """Prints the rows top down."""

    def __init__(self, cascade: Cascade) -> None:
        self.plan = cascade.plan
        self.tahun = cascade.plan.tahun_awal
        self.lines = Lines()
        self.rupiah = Rupiah(self.lines)

    def work(self, node: CascadeNode, number: str = "") -> int:
        """A row of the programme tree with all below it; gives its index."""
        works = works_below(node)
        index = self.head(node, number)
        self.rupiah.fill(index, {"anggaran": node.total.get(self.tahun)}, [self.work(one) for one in works])
        return index

    def head(self, node: CascadeNode, number: str = "") -> int:
        """The node's row with its first indicator, and a row for each further one; gives the index of the first."""
        is_goal = node.level in (Level.TUJUAN, Level.SASARAN)
        cells: Cells = {"no": number, "uraian": node_text(node)}
        index = self.lines.add(
            "kelompok" if is_goal else node.level.value, cells, node=node, keep=node.level != Level.SUB_KEGIATAN
        )
        indicators: Sequence[CascadeIndicator] = evaluasi.shown_indicators(node)
        for position, one in enumerate(indicators):
            row = self.lines.add("indikator", {}, node=node) if position else index
            self.lines.cells(row).update(self._figures(one))
        cells["unit"] = evaluasi.unit_of(self.plan, node) or cells.get("unit", "")
        return index

    def _figures(self, one: CascadeIndicator) -> Cells:
        return {
            "indikator": numbered_text(one.nomor, one.teks),
            "satuan": one.satuan,
            "target": nilai_cell(one.target_at(self.tahun), one),
            **{f"target_{n}": nilai_cell(one.at(f"target_{n}", self.tahun), one) for n in TRIWULAN},
            "unit": one.penanggung_jawab,
        }


TABLE = TableDefinition(
    id="rencana-aksi",
    singkat="Rencana aksi",
    judul="Rencana Aksi atas Perjanjian Kinerja {perangkat_daerah} {daerah} Tahun {tahun}",
    dasar="PermenPANRB Nomor 53 Tahun 2014",
    group="Perjanjian kinerja",
    content=content,
    kosong="Belum ada sasaran dan program. Buat kinerja dari Renja, lalu isi target tiap triwulan.",
    jenis_rencana=("kinerja",),
    names=("rencana aksi",),
    pilih_pagu=False,
)
