"""LKIP point e: why targets were reached or not, what helped, what hindered, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from planning.cascade import Cascade, CascadeNode
from planning.tables.base import Content, TableDefinition, TableOptions
from planning.tables.common import Cells, Lines, node_text, numbered
from renstra_portal.lib.dates import roman
from renstra_portal.lib.values import Jenis
from renstra_portal.reporting.model import Cell, Column

from .lkip_common import (
    BELUM_DIISI,
    DASAR,
    GROUP,
    ISI,
    NO_SASARAN,
    Pilihan,
    chosen,
    indicators_of,
    missing_row,
    notes_on,
    number_column,
    reached_cells,
    realisation_section,
)

_NOTES = ("pendorong", "penghambat", "tindak_lanjut", "tindak_lanjut_renja")


def conclusion(persen: Decimal | None) -> str:
    """What an unrounded level of achievement says of the target: reached, or not."""
    if persen is None:
        return "Belum dapat dinilai"
    return "Berhasil: target tercapai" if persen >= 100 else "Belum berhasil: target belum tercapai"


def told(pilihan: Pilihan, node: CascadeNode, role: str) -> str:
    """The note of a row for the triwulan reported on, else the latest before it, which is then named; "" if none."""
    for number in range(pilihan.triwulan, 0, -1):
        nilai = node.nilai_at(f"{role}_{number}", pilihan.tahun)
        if nilai.kind is Jenis.TEKS:
            return nilai.text if number == pilihan.triwulan else f"{nilai.text} (triwulan {roman(number)})"
    return ""


def _note_cells(pilihan: Pilihan, node: CascadeNode) -> Cells:
    cells: Cells = {}
    for role in _NOTES:
        text = told(pilihan, node, role)
        cells[role] = text if text else Cell(BELUM_DIISI, style="muted")
    return cells


def content(cascade: Cascade, options: TableOptions, sasaran: Sequence[CascadeNode] | None = None) -> Content:
    """One row per indicator with its conclusion; the notes stand once beside the indicators of their sasaran."""
    pilihan = chosen(cascade, options.triwulan, sasaran)
    columns = numbered(
        (
            number_column(),
            Column("sasaran", "Sasaran Strategis", 1.6),
            Column("indikator", "Indikator Kinerja", 1.8),
            Column("target", "Target", 0.7, "value"),
            Column("realisasi", "Realisasi", 0.7, "value"),
            Column("capaian", "Capaian", 0.8, "value"),
            Column("simpulan", "Simpulan", 1.1),
            Column("pendorong", "Faktor Pendorong (Penyebab Keberhasilan)", 1.9),
            Column("penghambat", "Faktor Penghambat (Penyebab Kegagalan)", 1.9),
            Column("tindak_lanjut", "Alternatif Solusi/Tindak Lanjut", 1.9),
            Column("tindak_lanjut_renja", "Tindak Lanjut dalam Renja Berikutnya", 1.7),
        )
    )
    lines = Lines()
    untold: list[str] = []
    for number, found in pilihan.measured():
        notes = _note_cells(pilihan, found.node)
        if not any(told(pilihan, found.node, role) for role in _NOTES):
            untold.append(str(number))
        for one, reached in found.indikator:
            cells: Cells = {"no": str(number), "sasaran": node_text(found.node), "indikator": one.teks}
            cells |= {"simpulan": conclusion(reached.persen)} | reached_cells(pilihan, one) | notes
            groups = dict.fromkeys(("no", "sasaran", *_NOTES), found.node.id)
            lines.add("indikator", cells, node=found.node, groups=groups)
    if not len(lines):
        missing_row(lines, columns, NO_SASARAN)
    elif untold:
        where = ISI.format(bagian=realisation_section(pilihan.triwulan))
        text = f"Analisis penyebab sasaran {', '.join(untold)} belum diisi. {where}"
        missing_row(lines, columns, text)
    return Content(columns, lines.rows(), notes_on(pilihan, indicators_of(pilihan)))


TABLE = TableDefinition(
    id="LKIP-7",
    judul="Analisis Penyebab Keberhasilan/Kegagalan dan Alternatif Solusi Tahun {tahun}",
    dasar=DASAR,
    group=GROUP,
    content=content,
    kosong=NO_SASARAN,
    jenis_rencana=("kinerja",),
    pilih_pagu=False,
    names=("analisis penyebab", "analisis keberhasilan"),
    singkat="Analisis penyebab",
    per_triwulan=True,
)
