"""Table 2.8: strategic issues of the office, from potentials, problems and the issues around them."""

from __future__ import annotations

from collections.abc import Hashable

from renstra_portal.reporting.model import Column, ColumnGroup

from ..cascade import Cascade, CascadeNode
from ..levels import Level
from .base import Content, TableDefinition, TableOptions
from .common import INMENDAGRI_2, Cells, Lines, items, node_text, numbered

_ISSUES = {
    "isu_klhs": Level.ISU_KLHS,
    "isu_global": Level.ISU_GLOBAL,
    "isu_nasional": Level.ISU_NASIONAL,
    "isu_regional": Level.ISU_REGIONAL,
}


def content(cascade: Cascade, options: TableOptions) -> Content:
    """One row per problem; its potential and, for all rows together, the strategic issues merge into one cell."""
    strategic: Cells = {"isu_strategis_perangkat_daerah": items(cascade.at(Level.ISU_STRATEGIS))}
    lines = Lines()

    def add(potential: CascadeNode | None, problem: CascadeNode | None) -> None:
        cells: Cells = dict(strategic)
        groups: dict[str, Hashable] = dict.fromkeys(strategic, "all")
        if potential:
            cells["potensi_daerah"] = node_text(potential)
            groups["potensi_daerah"] = potential.id
        if problem:
            cells["permasalahan_perangkat_daerah"] = node_text(problem)
            cells |= {column: items(problem.children_at(level)) for column, level in _ISSUES.items()}
        lines.add("permasalahan", cells, node=problem or potential, groups=groups)

    for root in cascade.roots:
        if root.level == Level.POTENSI:
            for problem in root.children_at(Level.PERMASALAHAN) or (None,):
                add(root, problem)
        elif root.level == Level.PERMASALAHAN:
            add(None, root)
    if not len(lines) and cascade.at(Level.ISU_STRATEGIS):
        add(None, None)
    return Content(
        columns=numbered(
            (
                Column("potensi_daerah", "Potensi Daerah yang Menjadi Kewenangan Perangkat Daerah", 1.8),
                Column("permasalahan_perangkat_daerah", "Permasalahan Perangkat Daerah", 2.2),
                Column("isu_klhs", "Isu KLHS yang Relevan dengan Perangkat Daerah", 2.0),
                ColumnGroup(
                    "Isu Lingkungan Dinamis yang Relevan dengan Perangkat Daerah",
                    (
                        Column("isu_global", "Global", 2.0),
                        Column("isu_nasional", "Nasional", 2.0),
                        Column("isu_regional", "Regional", 2.0),
                    ),
                ),
                Column("isu_strategis_perangkat_daerah", "Isu Strategis Perangkat Daerah", 2.6),
            )
        ),
        rows=lines.rows(),
    )


TABLE = TableDefinition(
    id="2.8",
    judul="Perumusan Isu Strategis Pembangunan {perangkat_daerah} {daerah}",
    dasar=INMENDAGRI_2,
    group="Bab II",
    content=content,
    kosong="Belum ada permasalahan dan isu. Isi dahulu permasalahan, isu lingkungan, dan isu strategis.",
)
