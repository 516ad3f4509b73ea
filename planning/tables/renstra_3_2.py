"""Table 3.2: the stages of the plan (penahapan), one column per stage."""

from __future__ import annotations

from renstra_portal.reporting.model import Column, ColumnGroup

from ..cascade import Cascade, CascadeNode
from ..levels import Level
from .base import Content, TableDefinition, TableOptions
from .common import INMENDAGRI_2, Cells, Lines, misi_text


def content(cascade: Cascade, options: TableOptions) -> Content:
    """Row n holds the n-th fokus of every stage; the mission stands once beside the rows that serve it."""
    stages = cascade.at(Level.TAHAP)
    lines = Lines()
    for position in range(max((len(stage.children) for stage in stages), default=0)):
        focuses = {
            f"tahap_{number}": stage.children[position]
            for number, stage in enumerate(stages, 1)
            if position < len(stage.children)
        }
        missions = [one for focus in focuses.values() for one in cascade.linked(focus, Level.RPJMD_MISI)]
        cells: Cells = {column: focus.uraian for column, focus in focuses.items()}
        cells["misi"] = misi_text(missions[0]) if missions else None
        groups = {"misi": missions[0].id} if missions else {}
        lines.add("fokus", cells, node=next(iter(focuses.values())), groups=groups)
    return Content(
        columns=(
            Column("misi", "Misi", 2.0),
            *(
                ColumnGroup(_head(stage), (Column(f"tahap_{number}", stage.uraian, 2.0),))
                for number, stage in enumerate(stages, 1)
            ),
        ),
        rows=lines.rows(),
    )


def _head(stage: CascadeNode) -> str:
    year = f"({stage.keterangan})" if stage.keterangan else ""
    return " ".join(part for part in ("Tahap", stage.nomor, year) if part)


TABLE = TableDefinition(
    id="3.2",
    judul="Penahapan Renstra {perangkat_daerah}",
    dasar=INMENDAGRI_2,
    group="Bab III",
    content=content,
    kosong="Belum ada tahap. Isi dahulu tahap pembangunan beserta fokusnya.",
)
