"""Table T-C.26: tujuan, sasaran, strategi and arah kebijakan under vision and mission (Permendagri 86/2017)."""

from __future__ import annotations

from renstra_portal.reporting.model import Cell, Column

from ..cascade import Cascade, CascadeNode
from ..levels import Level
from .base import Content, TableDefinition, TableOptions
from .common import PERMENDAGRI_86, Cells, Lines, misi_text, node_text, numbered

_COLUMNS = {
    Level.TUJUAN: "tujuan",
    Level.SASARAN: "sasaran",
    Level.STRATEGI: "strategi",
    Level.ARAH_KEBIJAKAN: "arah_kebijakan",
}


def content(cascade: Cascade, options: TableOptions) -> Content:
    """One row per end of the strategy tree (as a rule an arah kebijakan); what stands above it merges."""
    body = Lines()
    for node in cascade.walk():
        if node.level in _COLUMNS and not node.children_at(*_COLUMNS):
            path = cascade.path(node)
            cells: Cells = {_COLUMNS[one.level]: node_text(one) for one in path}
            body.add(node.level.value, cells, node=node, groups={_COLUMNS[one.level]: one.id for one in path})
    lines = Lines()
    if len(body):
        for head in cascade.at(Level.RPJMD_VISI, Level.RPJMD_MISI):
            lines.add("kelompok", {"tujuan": Cell(_head(head), colspan=len(_COLUMNS))}, node=head, keep=True)
    return Content(
        columns=numbered(
            (
                Column("tujuan", "Tujuan", 2.0),
                Column("sasaran", "Sasaran", 2.0),
                Column("strategi", "Strategi", 2.5),
                Column("arah_kebijakan", "Arah Kebijakan", 3.0),
            )
        ),
        rows=(*lines.rows(), *body.rows()),
    )


def _head(node: CascadeNode) -> str:
    return f"Visi: {node.uraian}" if node.level == Level.RPJMD_VISI else misi_text(node)


TABLE = TableDefinition(
    id="T-C.26",
    judul="Tujuan, Sasaran, Strategi dan Arah Kebijakan {perangkat_daerah} Tahun {periode}",
    dasar=PERMENDAGRI_86,
    group="Permendagri 86/2017",
    content=content,
    jenis_rencana=("renstra", "renja"),
    kosong="Belum ada tujuan. Isi dahulu tujuan, sasaran, strategi, dan arah kebijakan.",
)
