"""Table T-C.28: indicators of the office that refer to tujuan and sasaran of the RPJMD (Permendagri 86/2017)."""

from __future__ import annotations

from renstra_portal.reporting.model import Column, ColumnGroup

from ..cascade import Cascade
from .base import Content, TableDefinition, TableOptions
from .common import PERMENDAGRI_86, numbered, plan_years, year_columns
from .indicator_lists import indicator_rows


def content(cascade: Cascade, options: TableOptions) -> Content:
    """The office's IKU, which are those that answer to the RPJMD, over the years of the plan."""
    years = plan_years(cascade.plan)
    return Content(
        columns=numbered(
            (
                Column("no", "No.", 0.5, align="center"),
                Column("indikator", "Indikator", 4.0),
                Column("kondisi_awal", "Kondisi Kinerja pada Awal Periode RPJMD", 1.2, "value"),
                ColumnGroup("Target Capaian Setiap Tahun", year_columns("target", years)),
                Column("kondisi_akhir", "Kondisi Kinerja pada Akhir Periode RPJMD", 1.2, "value"),
            )
        ),
        rows=indicator_rows(cascade, "iku", years, percent=True),
    )


TABLE = TableDefinition(
    id="T-C.28",
    judul="Indikator Kinerja {perangkat_daerah} yang Mengacu pada Tujuan dan Sasaran RPJMD Tahun {periode}",
    dasar=PERMENDAGRI_86,
    group="Permendagri 86/2017",
    content=content,
    kosong="Belum ada IKU. Tandai dahulu indikator tujuan atau sasaran sebagai IKU.",
)
