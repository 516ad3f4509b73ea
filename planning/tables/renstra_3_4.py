"""Table 3.4: arah kebijakan of the plan beside those of the RPJMD."""

from __future__ import annotations

from collections.abc import Hashable

from renstra_portal.reporting.model import Column

from ..cascade import Cascade
from ..levels import Level
from .base import Content, TableDefinition, TableOptions
from .common import INMENDAGRI_2, Cells, Lines, as_lines, linked_texts, numbered


def content(cascade: Cascade, options: TableOptions) -> Content:
    """One row per arah kebijakan; neighbours under the same RPJMD policy share its number and its cell.

    A number that the plan holds goes before the running count of the groups.
    """
    lines = Lines()
    number = 0
    previous: Hashable = None
    for node in cascade.at(Level.ARAH_KEBIJAKAN):
        policies = linked_texts(cascade, (node,), Level.RPJMD_ARAH_KEBIJAKAN)
        nspk = linked_texts(cascade, (node,), Level.NSPK)
        group: Hashable = policies or node.id
        if group != previous:
            number += 1
            previous = group
        cells: Cells = {
            "no": node.nomor or str(number),
            "operasionalisasi_nspk": as_lines(nspk),
            "arah_kebijakan_rpjmd": as_lines(policies),
            "arah_kebijakan_renstra_pd": node.uraian,
            "keterangan": node.keterangan,
        }
        groups: dict[str, Hashable] = {
            "no": group,
            "arah_kebijakan_rpjmd": group,
            "operasionalisasi_nspk": (group, nspk),
        }
        lines.add("arah_kebijakan", cells, node=node, groups=groups)
    return Content(
        columns=numbered(
            (
                Column("no", "No", 0.5, align="center"),
                Column("operasionalisasi_nspk", "Operasionalisasi NSPK", 2.0),
                Column("arah_kebijakan_rpjmd", "Arah Kebijakan RPJMD", 2.5),
                Column("arah_kebijakan_renstra_pd", "Arah Kebijakan Renstra PD", 3.0),
                Column("keterangan", "Keterangan", 2.5),
            )
        ),
        rows=lines.rows(),
    )


TABLE = TableDefinition(
    id="3.4",
    judul="Arah Kebijakan RPJMD dan Renstra {perangkat_daerah} {daerah} Tahun {periode}",
    dasar=INMENDAGRI_2,
    group="Bab III",
    content=content,
    kosong="Belum ada arah kebijakan. Isi dahulu arah kebijakan Renstra.",
)
