"""Table 4.1: the office's programs, kegiatan and sub-kegiatan in the national nomenclature."""

from __future__ import annotations

from renstra_portal.lib.codes import KodeProblem, format_kode, level_kode, segments
from renstra_portal.reporting.model import Column, ColumnGroup

from ..cascade import Cascade, CascadeNode
from ..levels import Level
from .base import Content, TableDefinition, TableOptions
from .common import INMENDAGRI_2, Cells, Lines, performance

KODE_COLUMNS = ("kode_urusan", "kode_bidang_urusan", "kode_program", "kode_kegiatan", "kode_sub_kegiatan")

_LISTED = (Level.URUSAN, Level.BIDANG_URUSAN, Level.PROGRAM, Level.KEGIATAN, Level.SUB_KEGIATAN)


def content(cascade: Cascade, options: TableOptions) -> Content:
    """The office's own nomenclature list; a plan without one prints its programme tree instead."""
    lines = Lines()
    for node in cascade.at(Level.ACUAN) or cascade.at(*_LISTED):
        level = level_kode(node.kode) if node.kode else node.level.value
        for position, (kinerja, indikator) in enumerate(performance(node) or [("", None)]):
            cells: Cells = {"kinerja": kinerja}
            if indikator:
                cells |= {"indikator": indikator.teks, "satuan": indikator.satuan}
            if position == 0:
                cells |= kode_cells(node, cascade.plan.digit_sub)
                cells["nomenklatur"] = node.uraian
            lines.add(level if position == 0 else "indikator", cells, node=node)
    return Content(
        columns=(
            ColumnGroup(
                "Kode",
                (
                    Column("kode_urusan", "Urusan/ Unsur", 0.7, "code", "(1)", "center"),
                    Column("kode_bidang_urusan", "Bidang Urusan/ Bidang Unsur", 0.7, "code", "", "center"),
                    Column("kode_program", "Program", 0.7, "code", "", "center"),
                    Column("kode_kegiatan", "Kegiatan", 0.7, "code", "", "center"),
                    Column("kode_sub_kegiatan", "Sub Kegiatan", 0.7, "code", "", "center"),
                ),
            ),
            Column("nomenklatur", "Nomenklatur Urusan Kabupaten/Kota", 3.5, number="(2)"),
            Column("kinerja", "Kinerja", 3.0, number="(3)"),
            Column("indikator", "Indikator", 3.0, number="(4)"),
            Column("satuan", "Satuan", 1.0, number="(5)"),
        ),
        rows=lines.rows(),
    )


def kode_cells(node: CascadeNode, digits: int) -> Cells:
    """The code in five cells, the sub-kegiatan with as many digits as the edition prints where it fits."""
    if not node.kode:
        return {}
    try:
        last = format_kode(node.kode, digits).rpartition(".")[2]
    except KodeProblem:
        last = node.kode.rpartition(".")[2]
    parts = segments(node.kode)
    if len(parts) == len(KODE_COLUMNS):
        parts = (*parts[:-1], last)
    return dict(zip(KODE_COLUMNS, parts, strict=False))


TABLE = TableDefinition(
    id="4.1",
    judul="Program, Kegiatan dan Sub Kegiatan {perangkat_daerah} yang Mengacu pada Nomenklatur {peraturan}",
    dasar=INMENDAGRI_2,
    group="Bab IV",
    content=content,
    kosong="Belum ada program. Isi dahulu program, kegiatan, dan sub-kegiatan dari nomenklatur.",
)
