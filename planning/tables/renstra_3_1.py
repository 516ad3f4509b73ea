"""Table 3.1: tujuan and sasaran with their indicators and yearly targets."""

from __future__ import annotations

from renstra_portal.reporting.model import Column, ColumnGroup

from ..cascade import Cascade, CascadeNode
from ..levels import Level
from .base import Content, TableDefinition, TableOptions
from .common import INMENDAGRI_2, Cells, as_lines, linked_texts, numbered, year_columns
from .goals import REFERENCES, goal_lines


def content(cascade: Cascade, options: TableOptions) -> Content:
    """One row per indicator; NSPK and sasaran RPJMD stand once beside the whole tujuan."""
    years = cascade.plan.tahun_tabel

    def lead(_: int, tujuan: CascadeNode) -> Cells:
        goals = (tujuan, *tujuan.children_at(Level.SASARAN))
        return {"nspk": as_lines(linked_texts(cascade, goals, *REFERENCES))}

    return Content(
        columns=numbered(
            (
                Column("nspk", "NSPK dan Sasaran RPJMD yang Relevan", 2.2),
                Column("tujuan", "Tujuan", 2.2),
                Column("sasaran", "Sasaran", 2.4),
                Column("indikator", "Indikator", 2.6),
                ColumnGroup("Target Tahun", year_columns("target", years)),
                Column("ket", "Ket", 1.0),
            )
        ),
        rows=goal_lines(cascade, years, lead).rows(),
    )


TABLE = TableDefinition(
    id="3.1",
    judul="Rumusan Tujuan dan Sasaran Renstra {perangkat_daerah}",
    dasar=INMENDAGRI_2,
    group="Bab III",
    content=content,
    kosong="Belum ada tujuan. Isi dahulu tujuan dan sasaran beserta indikatornya.",
)
