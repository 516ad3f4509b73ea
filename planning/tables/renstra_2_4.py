"""Table 2.4: targets and realisation of the office's services in the years before the plan."""

from __future__ import annotations

from renstra_portal.reporting.model import Column, ColumnGroup

from ..cascade import Cascade, CascadeIndicator
from .base import Content, TableDefinition, TableOptions
from .common import INMENDAGRI_2, Cells, nilai_cell, target_cells, year_columns
from .service import service_lines, service_period, service_years


def content(cascade: Cascade, options: TableOptions) -> Content:
    """Targets of every past year, then realisations; the years are those for which figures are held."""
    years = service_years(cascade)

    def values(indikator: CascadeIndicator) -> Cells:
        realised = {
            f"realisasi_{year}": nilai_cell(indikator.realisasi_at(year), indikator, percent=True) for year in years
        }
        return target_cells(indikator, years, percent=True) | realised

    figures = (
        ColumnGroup("Target", year_columns("target", years)),
        ColumnGroup("Realisasi", year_columns("realisasi", years)),
    )
    return Content(
        columns=(
            Column("no", "No", 0.5, align="center"),
            Column("indikator", "Indikator", 4.0),
            *(figures if years else ()),
        ),
        rows=service_lines(cascade, values).rows(),
        periode=service_period(cascade),
    )


TABLE = TableDefinition(
    id="2.4",
    judul="Pencapaian Pelayanan Kinerja {perangkat_daerah} {daerah} Tahun {periode}",
    dasar=INMENDAGRI_2,
    group="Bab II",
    content=content,
    kosong="Belum ada kinerja pelayanan. Isi dahulu target dan realisasi layanan tahun-tahun sebelumnya.",
)
