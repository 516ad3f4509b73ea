"""Table T-C.30: achievement of the office's services, with targets and projections (Permendagri 86/2017)."""

from __future__ import annotations

from collections.abc import Callable

from renstra_portal.lib.values import Nilai
from renstra_portal.reporting.model import Column, ColumnGroup

from ..cascade import Cascade, CascadeIndicator
from ..levels import Level
from .base import Content, TableDefinition, TableOptions
from .common import PERMENDAGRI_86, Cells, held_years, numbered, unit_cell, year_columns
from .service import service_lines

MARK = "√"


def content(cascade: Cascade, options: TableOptions) -> Content:
    """Targets of n−2 to n+1, realisation of n−2 and n−1, projections of n and n+1: thirteen columns.

    Later years for which values are held add columns of their own. Where values of earlier years than these are held,
    the document has chosen its years itself, and exactly those held are printed (five, two and three: fifteen columns).
    """
    year = cascade.plan.tahun_awal
    indicators = [one for node in cascade.at(Level.LAYANAN) for one in node.indikator]

    def years(role: str, *prescribed: int) -> tuple[int, ...]:
        held = held_years(indicators, role)
        return held if held and held[0] < prescribed[0] else tuple(sorted({*prescribed, *held}))

    roles: dict[str, tuple[tuple[int, ...], Callable[[CascadeIndicator, int], Nilai]]] = {
        "target": (years("target", year - 2, year - 1, year, year + 1), CascadeIndicator.target_at),
        "realisasi": (years("realisasi", year - 2, year - 1), CascadeIndicator.realisasi_at),
        "proyeksi": (years("proyeksi", year, year + 1), CascadeIndicator.proyeksi_at),
    }

    def values(indikator: CascadeIndicator) -> Cells:
        node = cascade.by_id[indikator.simpul_id]
        analysis = [indikator.keterangan, node.catatan if indikator is node.indikator[0] else ""]
        cells: Cells = {
            "spm": MARK if "spm" in indikator.jenis else "",
            "ikk": MARK if "ikk" in indikator.jenis else "",
            "catatan": "\n".join(filter(None, analysis)),
        }
        for role, (printed, value_at) in roles.items():
            cells |= {f"{role}_{one}": unit_cell(value_at(indikator, one), indikator) for one in printed}
        return cells

    return Content(
        columns=numbered(
            (
                Column("no", "No", 0.5, align="center"),
                Column("indikator", "Indikator", 3.5),
                Column("spm", "SPM/Standar Nasional", 0.9, align="center"),
                Column("ikk", "IKK", 0.6, align="center"),
                ColumnGroup("Target Renstra Perangkat Daerah", year_columns("target", roles["target"][0])),
                ColumnGroup("Realisasi Capaian", year_columns("realisasi", roles["realisasi"][0])),
                ColumnGroup("Proyeksi", year_columns("proyeksi", roles["proyeksi"][0])),
                Column("catatan", "Catatan Analisis", 1.8),
            )
        ),
        rows=service_lines(cascade, values).rows(),
    )


TABLE = TableDefinition(
    id="T-C.30",
    judul="Pencapaian Kinerja Pelayanan Perangkat Daerah",
    dasar=PERMENDAGRI_86,
    group="Permendagri 86/2017",
    content=content,
    kosong="Belum ada kinerja pelayanan. Isi dahulu target, realisasi, dan proyeksi layanan.",
    jenis_rencana=("renja",),
    bagian="layanan",
    names=("kinerja pelayanan renja",),
)
