"""The tables of the year as it was carried out: evaluation forms, rencana aksi and those of the LKIP.

They are entered beside the tables of planning when the app is ready (`performance.apps`).
"""

from __future__ import annotations

from planning.tables import TableDefinition

from . import e_80, e_81, pk, rencana_aksi, tc_24
from .lkip import LKIP_TABLES

TABLES: tuple[TableDefinition, ...] = (
    *pk.TABLES,
    rencana_aksi.TABLE,
    e_81.TABLE,
    e_80.TABLE,
    tc_24.TABLE,
    *LKIP_TABLES,
)
