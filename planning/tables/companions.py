"""Tables that real Renja carry beside T-C.29 to T-C.33: revenue, leading and urgent programs, proposals to others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from renstra_portal.reporting.model import Column, Heading

from ..cascade import Cascade, CascadeNode
from ..levels import Level
from .base import Content, TableDefinition, TableOptions
from .common import Cells, Lines, nilai_cell
from .pagu import RUPIAH, PaguColumns, funding

CUSTOMARY = "Lazim dalam Renja"

RowsOf = Callable[[CascadeNode, int], list[Cells]]


def _content(
    cascade: Cascade,
    options: TableOptions,
    *,
    level: Level,
    columns: Callable[[int], Sequence[Heading]],
    rows_of: RowsOf,
    total_in: str,
) -> Content:
    """The rows of a level with their money of the plan's year, and the sum at the end.

    `rows_of` gives the cells of a node's rows (one at least) for its depth; "Jumlah" stands in column `total_in`.
    """
    year = cascade.plan.tahun_awal
    lines = Lines()
    pagu = PaguColumns(lines, (year,), options.pagu_basis(cascade.plan))

    def add(node: CascadeNode, depth: int) -> int:
        first, *further = rows_of(node, depth)
        style = "program" if node.children and not depth else "rincian"
        index = lines.add(style, first, node=node, keep=bool(node.children))
        for cells in further:
            lines.add("indikator", cells, node=node)
        pagu.fill(index, node, [add(child, depth + 1) for child in node.children])
        return index

    roots = [add(root, 0) for root in cascade.roots if root.level == level]
    if roots:
        pagu.add_up(lines.add("jumlah", {total_in: "Jumlah"}), roots)
    return Content(columns=tuple(columns(year)), rows=lines.rows(), marks=pagu.marks, unit_note=RUPIAH)


def _revenue_columns(year: int) -> Sequence[Heading]:
    return (
        Column("kode", "Kode", 1.2, "code"),
        Column("uraian", "Uraian Akun", 5.0),
        Column(f"pagu_{year}", "Target", 1.6, "rupiah"),
        Column("keterangan", "Keterangan", 2.4),
    )


def _revenue_rows(node: CascadeNode, depth: int) -> list[Cells]:
    return [{"kode": node.nomor, "uraian": node.uraian, "keterangan": node.keterangan}]


def _program_columns(year: int) -> Sequence[Heading]:
    return (
        Column("program", "Program", 3.0),
        Column("fokus", "Rencana Indikasi/Fokus Kegiatan", 4.0),
        Column(f"pagu_{year}", "Pagu", 1.6, "rupiah"),
        Column("keterangan", "Keterangan", 2.4),
    )


def _program_rows(node: CascadeNode, depth: int) -> list[Cells]:
    return [{"fokus" if depth else "program": node.uraian, "keterangan": node.keterangan}]


def _outside_columns(year: int) -> Sequence[Heading]:
    return (
        Column("uraian", "Uraian", 3.4),
        Column("indikator", "Indikator", 3.0),
        Column("satuan", "Satuan", 1.0),
        Column("target", "Target", 0.9, "value"),
        Column(f"pagu_{year}", "Pagu", 1.5, "rupiah"),
        Column("sumber_dana", "Sumber Dana", 1.5),
        Column("instansi", "Instansi Penanggung Jawab", 1.8),
    )


def _outside_content(cascade: Cascade, options: TableOptions) -> Content:
    year = cascade.plan.tahun_awal

    def rows_of(node: CascadeNode, depth: int) -> list[Cells]:
        head: Cells = {
            "uraian": node.uraian,
            "sumber_dana": funding(node, year),
            "instansi": node.penanggung_jawab,
        }
        values: list[Cells] = [
            {"indikator": one.teks, "satuan": one.satuan, "target": nilai_cell(one.target_at(year), one)}
            for one in node.indikator
        ]
        first, *further = values or [{}]
        return [head | first, *further]

    return _content(
        cascade, options, level=Level.USULAN_LUAR, columns=_outside_columns, rows_of=rows_of, total_in="uraian"
    )


REVENUE = TableDefinition(
    id="pendapatan",
    judul="Rencana Pendapatan Tahun {tahun}",
    dasar=CUSTOMARY,
    group="Pelengkap Renja",
    content=partial(
        _content, level=Level.PENDAPATAN, columns=_revenue_columns, rows_of=_revenue_rows, total_in="uraian"
    ),
    kosong="Belum ada rencana pendapatan. Isi dahulu akun pendapatan beserta targetnya.",
    jenis_rencana=("renja",),
    bagian="pendapatan",
    names=("rencana pendapatan",),
    singkat="Pendapatan",
)
LEADING = TableDefinition(
    id="program-unggulan",
    judul="Program Unggulan Tahun {tahun}",
    dasar=CUSTOMARY,
    group="Pelengkap Renja",
    content=partial(
        _content, level=Level.UNGGULAN, columns=_program_columns, rows_of=_program_rows, total_in="program"
    ),
    kosong="Belum ada program unggulan. Isi dahulu program unggulan beserta fokus kegiatannya.",
    jenis_rencana=("renja",),
    bagian="unggulan",
    names=("unggulan",),
    singkat="Program unggulan",
)
URGENT = TableDefinition(
    id="program-mendesak",
    judul="Program Mendesak Tahun {tahun}",
    dasar=CUSTOMARY,
    group="Pelengkap Renja",
    content=partial(
        _content, level=Level.MENDESAK, columns=_program_columns, rows_of=_program_rows, total_in="program"
    ),
    kosong="Belum ada program mendesak. Isi dahulu program mendesak beserta fokus kegiatannya.",
    jenis_rencana=("renja",),
    bagian="mendesak",
    names=("mendesak",),
    singkat="Program mendesak",
)
OUTSIDE = TableDefinition(
    id="usulan-luar",
    judul="Usulan ke APBN dan APBD Provinsi Tahun {tahun}",
    dasar=CUSTOMARY,
    group="Pelengkap Renja",
    content=_outside_content,
    kosong="Belum ada usulan ke APBN atau APBD provinsi. Isi dahulu usulannya.",
    jenis_rencana=("renja",),
    bagian="usulan-luar",
    names=("usulan apbn", "usulan provinsi"),
    singkat="Usulan ke APBN/provinsi",
)

#: Every companion table, in printed order.
COMPANIONS = (REVENUE, LEADING, URGENT, OUTSIDE)
