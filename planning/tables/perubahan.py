"""The matrix of a perubahan: every row semula and menjadi, with difference, reason and legal basis."""

from __future__ import annotations

from renstra_portal.reporting.model import Column, ColumnGroup, Heading

from ..cascade import Cascade
from ..versions.comparison import compare_versions, main_years
from .base import Content, TableDefinition, TableOptions
from .common import PERMENDAGRI_86, numbered
from .comparing import ComparisonLines, Words, in_year, remark, shown_rows, tahun_columns, version_notes
from .pagu import RUPIAH

_WORDS = Words("Semula", "Menjadi", remark)


def content(cascade: Cascade, options: TableOptions) -> Content:
    """Goals and programmes of both versions, dropped rows at their former place; nothing for a plan that revises none.

    Of a Renja the year it is for, in the wide form also the prakiraan maju; of a Renstra every year.
    """
    other = options.counterpart
    if other is None:
        return Content(columns=_columns((cascade.plan.tahun_awal,)), rows=())
    years = main_years(other.cascade.plan, cascade.plan, prakiraan=options.bentuk == "lebar")
    rows = compare_versions(other.cascade, cascade, other.origins, years=years)
    shown = shown_rows(rows, hanya_berubah=options.hanya_berubah)
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
            Column("uraian", "Uraian", 2.4),
            Column("indikator", "Indikator", 2.2),
            Column("satuan", "Satuan", 0.8),
            Column("lokasi", "Lokasi", 0.9),
            *tahun_columns(years),
            ColumnGroup(
                in_year("Target", years),
                (
                    Column("target_semula", "Semula", 0.75, "value"),
                    Column("target_menjadi", "Menjadi", 0.75, "value"),
                ),
            ),
            ColumnGroup(
                in_year("Pagu", years),
                (
                    Column("pagu_semula", "Semula", 1.3, "rupiah"),
                    Column("pagu_menjadi", "Menjadi", 1.3, "rupiah"),
                    Column("pagu_selisih", "Bertambah/ Berkurang", 1.2, "rupiah"),
                ),
            ),
            Column("sumber_dana", "Sumber Dana", 0.9),
            Column("keterangan", "Keterangan", 1.0),
            Column("alasan", "Alasan Perubahan", 1.6),
            Column("dasar_hukum", "Dasar Hukum", 1.4),
        )
    )


TABLE = TableDefinition(
    id="Perubahan",
    judul="Matriks Perubahan (Semula–Menjadi) Program, Kegiatan, Sub-Kegiatan, dan Pendanaan Tahun {periode}",
    dasar=PERMENDAGRI_86,
    group="Perubahan",
    content=content,
    kosong="Belum ada perubahan yang dapat dicetak. Matriks ini membandingkan perubahan dengan versi yang diubahnya.",
    jenis_rencana=("renstra", "renja"),
    names=("semula-menjadi", "matriks-perubahan", "semula menjadi"),
    singkat="Semula–Menjadi",
    lebar="prakiraan maju",
    compares="asal",
)
