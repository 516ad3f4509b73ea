"""LKIP point g: the programs and kegiatan that support each sasaran, with what they reached and what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from planning.cascade import Cascade, CascadeNode
from planning.levels import Level
from planning.tables.base import Content, TableDefinition, TableOptions
from planning.tables.common import Cells, Lines, node_text, numbered, works_below
from renstra_portal.reporting.model import Column, Heading

from .lkip_common import (
    DASAR,
    GROUP,
    ISI,
    LAIN,
    NO_SASARAN,
    PROGRAM_ANGGARAN,
    RUPIAH,
    Pilihan,
    Uang,
    chosen,
    group_row,
    missing_row,
    notes_on,
    number_column,
    other_programs,
    reached_cells,
    year_group,
)

_NOT_LINKED = f"Belum ada program yang dikaitkan dengan sasaran ini. {ISI.format(bagian=PROGRAM_ANGGARAN)}"


def support(persen: Decimal | None) -> str:
    """What the unrounded level of achievement of a program or kegiatan means for the sasaran it supports."""
    if persen is None:
        return "Belum dapat dinilai"
    return "Menunjang keberhasilan" if persen >= 100 else "Belum menunjang keberhasilan"


def content(cascade: Cascade, options: TableOptions, sasaran: Sequence[CascadeNode] | None = None) -> Content:
    """Per sasaran its programs and their kegiatan, one row per indicator, the money on the first."""
    pilihan = chosen(cascade, options.triwulan, sasaran)
    columns = _columns(pilihan.tahun)
    writer = _Writer(pilihan, columns)
    for number, found in pilihan.measured():
        group_row(writer.lines, columns, f"Sasaran: {node_text(found.node)}", str(number), found.node)
        if not found.program:
            missing_row(writer.lines, columns, _NOT_LINKED, found.node)
        for place, program in enumerate(found.program, 1):
            writer.add(program, f"{number}.{place}")
    loose = other_programs(cascade) if sasaran is None else ()
    if loose:
        number = len(pilihan.sasaran) + 1
        group_row(writer.lines, columns, LAIN, str(number))
        for place, program in enumerate(loose, 1):
            writer.add(program, f"{number}.{place}")
    if not len(writer.lines):
        missing_row(writer.lines, columns, NO_SASARAN)
    shown = [one for node in writer.shown for one in node.achievements]
    unit = f"Pagu dan realisasi anggaran {RUPIAH}"
    return Content(columns, writer.lines.rows(), notes_on(pilihan, shown), unit_note=unit)


def _columns(tahun: int) -> tuple[Heading, ...]:
    return numbered(
        (
            number_column(),
            Column("uraian", "Program/Kegiatan", 3.2),
            Column("indikator", "Indikator Kinerja", 2.9),
            year_group(tahun, Column("target", "Target", 0.8, "value"), Column("realisasi", "Realisasi", 0.8, "value")),
            Column("capaian", "Capaian", 0.75, "value"),
            year_group(
                tahun,
                Column("pagu", "Pagu", 1.2, "rupiah"),
                Column("realisasi_anggaran", "Realisasi", 1.2, "rupiah"),
            ),
            Column("serapan", "Serapan", 0.75, "value"),
            Column("simpulan", "Analisis", 1.1),
        )
    )


class _Writer:
    """Writes programs with their kegiatan."""

    def __init__(self, pilihan: Pilihan, columns: Sequence[Heading]) -> None:
        self.pilihan = pilihan
        self.columns = columns
        self.lines = Lines()
        self.uang = Uang(self.lines)
        self.shown: list[CascadeNode] = []

    def add(self, node: CascadeNode, number: str = "") -> int:
        """A row of the programme tree down to its kegiatan; gives its index."""
        kinerja, triwulan = self.pilihan.kinerja, self.pilihan.triwulan
        self.shown.append(node)
        index = len(self.lines)
        cells: Cells = {"no": number, "uraian": node.uraian, "simpulan": support(kinerja.capaian_baris(node, triwulan))}
        indicators = node.achievements
        for position, one in enumerate(indicators or (None,)):
            row = cells if position == 0 else {}
            if one is not None:
                row = row | {"indikator": one.teks} | reached_cells(self.pilihan, one)
            is_program = node.level == Level.PROGRAM and position == 0
            self.lines.add("program" if is_program else "rincian", row, node=node, keep=is_program)
        below = [] if node.level == Level.KEGIATAN else works_below(node)
        parts = [self.add(one) for one in below]
        self.uang.fill(index, kinerja.anggaran(node, triwulan), parts)
        return index


TABLE = TableDefinition(
    id="LKIP-9",
    judul="Program dan Kegiatan yang Menunjang Keberhasilan Pencapaian Sasaran Tahun {tahun}",
    dasar=DASAR,
    group=GROUP,
    content=content,
    kosong=NO_SASARAN,
    jenis_rencana=("kinerja",),
    pilih_pagu=False,
    names=("program pendukung", "program penunjang sasaran"),
    singkat="Program pendukung",
    per_triwulan=True,
)
