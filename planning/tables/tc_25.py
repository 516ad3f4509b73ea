"""Table T-C.25: medium-term tujuan and sasaran (Permendagri 86/2017)."""

from __future__ import annotations

from renstra_portal.reporting.model import Column, ColumnGroup

from ..cascade import Cascade
from .base import Content, TableDefinition, TableOptions
from .common import PERMENDAGRI_86, numbered, plan_years, year_columns
from .goals import goal_lines


def content(cascade: Cascade, options: TableOptions) -> Content:
    """One row per indicator, each tujuan numbered, targets for the years of the plan."""
    years = plan_years(cascade.plan)
    return Content(
        columns=numbered(
            (
                Column("no", "No.", 0.5, "integer", align="center"),
                Column("tujuan", "Tujuan", 2.4),
                Column("sasaran", "Sasaran", 2.4),
                Column("indikator", "Indikator Tujuan/Sasaran", 2.8),
                ColumnGroup("Target Kinerja Tujuan/Sasaran pada Tahun", year_columns("target", years)),
            )
        ),
        rows=goal_lines(cascade, years, lambda number, _: {"no": number}).rows(),
    )


TABLE = TableDefinition(
    id="T-C.25",
    judul="Tujuan dan Sasaran Jangka Menengah Pelayanan {perangkat_daerah} Tahun {periode}",
    dasar=PERMENDAGRI_86,
    group="Permendagri 86/2017",
    content=content,
    jenis_rencana=("renstra", "renja"),
    kosong="Belum ada tujuan. Isi dahulu tujuan dan sasaran beserta indikatornya.",
)
