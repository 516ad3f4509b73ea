"""A Renja against its Renstra: deviations in name, indicator, target and pagu, in amounts and percent."""

from __future__ import annotations

from renstra_portal.reporting.model import Column, ColumnGroup, Heading

from ..cascade import Cascade
from ..versions.comparison import (
    PARTS_OF_RENSTRA,
    Perubahan,
    RowComparison,
    compare_versions,
    main_years,
)
from .base import Content, TableDefinition, TableOptions
from .common import PERMENDAGRI_86, numbered
from .comparing import ComparisonLines, Words, in_year, shown_rows, tahun_columns, version_notes
from .pagu import RUPIAH


def deviation_remark(row: RowComparison) -> str:
    """How a row of the Renja stands to its Renstra, in words."""
    match row.jenis:
        case Perubahan.DITAMBAH:
            return "Tidak ada dalam Renstra"
        case Perubahan.DIHAPUS:
            return "Tidak diambil dalam Renja"
        case Perubahan.DIUBAH:
            return f"Berbeda: {', '.join(row.bagian)}"
        case Perubahan.TETAP:
            return "Sesuai"


_WORDS = Words("Renstra", "Renja", deviation_remark)


def concerns(row: RowComparison) -> bool:
    """Whether the row belongs here: what the Renstra plans only for other years is not missing from the Renja."""
    return row.jenis is not Perubahan.DIHAPUS or row.direncanakan_semula


def content(cascade: Cascade, options: TableOptions) -> Content:
    """Every row of the Renja beside its row of the Renstra, and what the Renstra plans besides for the year.

    In the wide form also the prakiraan maju. Nothing for a plan whose origins lead to no Renstra.
    """
    other = options.counterpart
    if other is None:
        return Content(columns=_columns((cascade.plan.tahun_awal,)), rows=())
    years = main_years(other.cascade.plan, cascade.plan, prakiraan=options.bentuk == "lebar")
    rows = compare_versions(other.cascade, cascade, other.origins, years=years, parts=PARTS_OF_RENSTRA)
    shown = shown_rows(rows, hanya_berubah=options.hanya_berubah, concerns=concerns)
    printed = ComparisonLines(rows, shown, _WORDS, digits=cascade.plan.digit_sub).rows()
    return Content(
        columns=_columns(years),
        rows=printed,
        notes=version_notes(_WORDS, other.cascade, cascade) if printed else (),
        unit_note=f"Pagu {RUPIAH}",
    )


def _columns(years: tuple[int, ...]) -> tuple[Heading, ...]:
    return numbered(
        (
            Column("kode", "Kode", 1.2, "code"),
            Column("uraian", "Program/ Kegiatan/ Sub-Kegiatan", 2.6),
            Column("indikator", "Indikator", 2.4),
            Column("satuan", "Satuan", 0.8),
            *tahun_columns(years),
            ColumnGroup(
                in_year("Target", years),
                (
                    Column("target_semula", "Renstra", 0.75, "value"),
                    Column("target_menjadi", "Renja", 0.75, "value"),
                    Column("target_selisih", "Selisih", 0.75, "value"),
                    Column("target_persen", "%", 0.75, "value"),
                ),
            ),
            ColumnGroup(
                in_year("Pagu", years),
                (
                    Column("pagu_semula", "Renstra", 1.3, "rupiah"),
                    Column("pagu_menjadi", "Renja", 1.3, "rupiah"),
                    Column("pagu_selisih", "Selisih", 1.2, "rupiah"),
                    Column("pagu_persen", "%", 0.75, "value"),
                ),
            ),
            Column("keterangan", "Keterangan", 1.4),
        )
    )


TABLE = TableDefinition(
    id="Renja-Renstra",
    judul="Kesesuaian Renja terhadap Renstra Tahun {periode}",
    dasar=PERMENDAGRI_86,
    group="Perubahan",
    content=content,
    kosong="Belum ada Renstra yang dapat dibandingkan. Tabel ini ada untuk Renja yang disusun dari suatu Renstra.",
    jenis_rencana=("renja",),
    names=("renja-terhadap-renstra", "terhadap-renstra", "kesesuaian"),
    singkat="Renja–Renstra",
    lebar="prakiraan maju",
    compares="renstra",
)
