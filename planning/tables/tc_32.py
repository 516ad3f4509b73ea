"""Table T-C.32: what stakeholders propose (Permendagri 86/2017)."""

from __future__ import annotations

from renstra_portal.reporting.model import Column

from ..cascade import Cascade, CascadeNode
from ..cascade.coded_rows import row_levels
from ..levels import Level
from ..models import Simpul
from .base import Content, TableDefinition, TableOptions
from .common import PERMENDAGRI_86, Cells, Lines, as_lines, kode_text, numbered, unit_cell
from .pagu import PaguColumns

_LEVELS = (Level.PROGRAM, Level.OUTCOME, Level.KEGIATAN, Level.SUB_KEGIATAN)


def content(cascade: Cascade, options: TableOptions) -> Content:
    """Six columns, one row per indicator; the wide form adds who proposed it, the money asked, and the decision."""
    year = cascade.plan.tahun_awal
    levels = row_levels(cascade, Level.USULAN)
    lines = Lines()
    pagu = PaguColumns(lines, (year,), options.pagu_basis(cascade.plan), flagged=False)
    number = 0

    def add(node: CascadeNode) -> int:
        nonlocal number
        cells: Cells = {
            "uraian": node.uraian,
            "lokasi": node.lokasi,
            "catatan": node.catatan,
            "sumber": as_lines([text for text in (_label(node, "sumber_usulan"), node.keterangan) if text]),
            "keputusan": _label(node, "keputusan"),
            "alasan": node.alasan,
            "ditampung": as_lines(
                [kode_text(one, cascade.plan.digit_sub) or one.uraian for one in cascade.linked(node, *_LEVELS)]
            ),
        }
        if node.parent_id is None:
            number += 1
            cells["no"] = node.nomor or str(number)
        level = levels[node.id].value
        rows: list[Cells] = [
            {"indikator": one.teks, "besaran": unit_cell(one.target_at(year), one)} for one in node.indikator
        ] or [{}]
        index = lines.add(level, cells | rows[0], node=node, keep=bool(node.children))
        for further in rows[1:]:
            lines.add("indikator", further, node=node)
        pagu.fill(index, node, [add(child) for child in node.children])
        return index

    for root in cascade.roots:
        if root.level == Level.USULAN:
            add(root)
    wide = (
        Column("sumber", "Sumber dan Pengusul", 1.6),
        Column(f"pagu_{year}", "Usulan Dana (Rp)", 1.3, "rupiah"),
        Column("keputusan", "Keputusan", 0.9),
        Column("alasan", "Alasan", 1.8),
        Column("ditampung", "Ditampung dalam", 1.3),
    )
    return Content(
        columns=numbered(
            (
                Column("no", "No", 0.5, align="center"),
                Column("uraian", "Program/Kegiatan/Sub Kegiatan", 3.0),
                Column("lokasi", "Lokasi", 1.4),
                Column("indikator", "Indikator Kinerja", 3.0),
                Column("besaran", "Besaran/Volume", 1.2, "value"),
                *(wide if options.bentuk == "lebar" else ()),
                Column("catatan", "Catatan", 1.6),
            )
        ),
        rows=lines.rows(),
    )


def _label(node: CascadeNode, field: str) -> str:
    """What a choice is called: "Musrenbang", "Diterima"; "" where nothing was chosen."""
    choices = {"sumber_usulan": Simpul.SumberUsulan, "keputusan": Simpul.Keputusan}[field]
    chosen = getattr(node, field)
    return str(choices(chosen).label) if chosen else ""


TABLE = TableDefinition(
    id="T-C.32",
    judul="Usulan Program dan Kegiatan dari Para Pemangku Kepentingan Tahun {tahun} {daerah}",
    dasar=PERMENDAGRI_86,
    group="Permendagri 86/2017",
    content=content,
    kosong="Belum ada usulan pemangku kepentingan. Isi dahulu usulan dari musrenbang, pokok pikiran, atau forum.",
    jenis_rencana=("renja",),
    bagian="usulan",
    names=("usulan",),
    lebar="sumber usulan, usulan dana, keputusan, dan alasannya",
)
