"""Table 4.5: Indikator Kinerja Utama (IKU)."""

from __future__ import annotations

from renstra_portal.reporting.model import Column, ColumnGroup

from ..cascade import Cascade
from .base import Content, TableDefinition, TableOptions
from .common import INMENDAGRI_2, year_columns
from .indicator_lists import indicator_rows


def content(cascade: Cascade, options: TableOptions) -> Content:
    """One row per indicator marked IKU, wherever it stands; the last column is the condition at the period's end."""
    years = cascade.plan.tahun_tabel
    return Content(
        columns=(
            Column("no", "No.", 0.5, align="center"),
            Column("indikator", "Aspek/Fokus/Bidang/Urusan/Indikator Kinerja Pembangunan Daerah", 4.0),
            Column("satuan", "Satuan", 0.9),
            Column("kondisi_awal", "Kondisi Awal", 0.9, "value"),
            ColumnGroup("Target Capaian", year_columns("target", years)),
            Column("kondisi_akhir", "Kondisi Kinerja pada Akhir Periode Renstra", 1.1, "value"),
        ),
        rows=indicator_rows(cascade, "iku", years),
    )


TABLE = TableDefinition(
    id="4.5",
    judul="Indikator Kinerja Utama (IKU) {perangkat_daerah} {daerah} Tahun {periode}",
    dasar=INMENDAGRI_2,
    group="Bab IV",
    content=content,
    kosong="Belum ada IKU. Tandai dahulu indikator tujuan atau sasaran sebagai IKU.",
    names=("iku",),
)
