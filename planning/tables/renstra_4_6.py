"""Table 4.6: Indikator Kinerja Kunci (IKK)."""

from __future__ import annotations

from renstra_portal.reporting.model import Column, ColumnGroup

from ..cascade import Cascade
from .base import Content, TableDefinition, TableOptions
from .common import INMENDAGRI_2, numbered, year_columns
from .indicator_lists import indicator_rows


def content(cascade: Cascade, options: TableOptions) -> Content:
    """One row per indicator marked IKK; a baseline column only where the plan holds a baseline for any of them."""
    plan = cascade.plan
    has_baseline = any(
        one.baseline_at(plan.tahun_dasar).is_filled
        for node in cascade.walk()
        for one in node.indikator
        if "ikk" in one.jenis
    )
    baseline = Column("kondisi_awal", f"Baseline ({plan.tahun_dasar})", 0.9, "value")
    return Content(
        columns=numbered(
            (
                Column("no", "No.", 0.5, align="center"),
                Column("indikator", "Indikator", 4.0),
                Column("satuan", "Satuan", 0.9),
                *((baseline,) if has_baseline else ()),
                ColumnGroup("Target Tahun", year_columns("target", plan.tahun_tabel)),
                Column("ket", "Ket", 1.2),
            )
        ),
        rows=indicator_rows(cascade, "ikk", plan.tahun_tabel),
    )


TABLE = TableDefinition(
    id="4.6",
    judul="Indikator Kinerja Kunci (IKK) {perangkat_daerah} {daerah} Tahun {periode}",
    dasar=INMENDAGRI_2,
    group="Bab IV",
    content=content,
    kosong="Belum ada IKK. Tandai dahulu indikator yang menjadi Indikator Kinerja Kunci.",
    names=("ikk",),
)
