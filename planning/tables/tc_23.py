"""Table T-C.23: achievement of the office's services (Permendagri 86/2017)."""

from __future__ import annotations

from renstra_portal.lib.values import Nilai
from renstra_portal.reporting.model import Column, ColumnGroup

from ..capaian import capaian
from ..cascade import Cascade, CascadeIndicator
from .base import Content, TableDefinition, TableOptions
from .common import PERMENDAGRI_86, Cells, nilai_cell, numbered, target_cells, year_columns
from .service import service_lines, service_period, service_years

#: Where an indicator's own target stands, by what the indicator is; any other stands under "lainnya".
_STANDARDS = {"spm": "target_nspk", "ikk": "target_ikk"}


def content(cascade: Cascade, options: TableOptions) -> Content:
    """Target, realisation and their ratio for every past year; 20 columns where five years are held."""
    years = service_years(cascade)

    def values(indikator: CascadeIndicator) -> Cells:
        cells = target_cells(indikator, years, percent=True)
        held = [year for year in years if indikator.target_at(year).is_filled]
        if held:
            column = next((_STANDARDS[one] for one in _STANDARDS if one in indikator.jenis), "target_lainnya")
            cells[column] = cells[f"target_{held[-1]}"]
        for year in years:
            target, realised = indikator.target_at(year), indikator.realisasi_at(year)
            cells[f"realisasi_{year}"] = nilai_cell(realised, indikator, percent=True)
            cells[f"rasio_{year}"] = ratio(target, realised, indikator.arah)
        return cells

    figures = (
        ColumnGroup("Target Renstra Perangkat Daerah Tahun", year_columns("target", years)),
        ColumnGroup("Realisasi Capaian Tahun", year_columns("realisasi", years)),
        ColumnGroup("Rasio Capaian pada Tahun (%)", year_columns("rasio", years)),
    )
    return Content(
        columns=numbered(
            (
                Column("no", "No", 0.5, align="center"),
                Column("indikator", "Indikator Kinerja sesuai Tugas dan Fungsi Perangkat Daerah", 3.5),
                Column("target_nspk", "Target NSPK", 0.8, "value"),
                Column("target_ikk", "Target IKK", 0.8, "value"),
                Column("target_lainnya", "Target Indikator Lainnya", 0.8, "value"),
                *(figures if years else ()),
            )
        ),
        rows=service_lines(cascade, values).rows(),
        periode=service_period(cascade),
    )


def ratio(target: Nilai, realised: Nilai, arah: str) -> Nilai:
    """Realisation against target in percent with two decimals, as the indicator's direction counts.

    For *turun* (less is better) it is (2 × target − realisation) / target. Blank as long as there is no realisation;
    "-" where no percentage exists: target 0, "-" or absent, or a grade in words on either side.
    """
    return capaian(realised, target, arah).nilai(2)


TABLE = TableDefinition(
    id="T-C.23",
    judul="Pencapaian Kinerja Pelayanan {perangkat_daerah} {daerah} Tahun {periode}",
    dasar=PERMENDAGRI_86,
    group="Permendagri 86/2017",
    content=content,
    kosong="Belum ada kinerja pelayanan. Isi dahulu target dan realisasi layanan tahun-tahun sebelumnya.",
)
