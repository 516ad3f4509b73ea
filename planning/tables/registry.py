"""The regulated tables of the Renstra and the Renja, in the order of the document, and how people name them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from renstra_portal.reporting.model import Report

from ..cascade import Cascade
from . import (
    companions,
    perubahan,
    renja_renstra,
    renstra_2_4,
    renstra_2_8,
    renstra_3_1,
    renstra_3_2,
    renstra_3_4,
    renstra_4_1,
    renstra_4_2,
    renstra_4_3,
    renstra_4_4,
    renstra_4_5,
    renstra_4_6,
    tc_23,
    tc_25,
    tc_26,
    tc_27,
    tc_28,
    tc_29,
    tc_30,
    tc_31,
    tc_32,
    tc_33,
)
from .base import TableDefinition, TableOptions

_MODULES = (
    renstra_2_4,
    renstra_2_8,
    renstra_3_1,
    renstra_3_2,
    renstra_3_4,
    renstra_4_1,
    renstra_4_2,
    renstra_4_3,
    renstra_4_4,
    renstra_4_5,
    renstra_4_6,
    tc_23,
    tc_25,
    tc_26,
    tc_27,
    tc_28,
    tc_29,
    tc_30,
    tc_31,
    tc_32,
    tc_33,
    perubahan,
    renja_renstra,
)

#: Every table by its canonical id, in printed order.
TABLES: dict[str, TableDefinition] = {
    table.id: table for table in (*(module.TABLE for module in _MODULES), *companions.COMPANIONS)
}

_PREFIX = re.compile(r"^(?:tabel|renstra)+")


def register(tables: Iterable[TableDefinition]) -> None:
    """Enter the tables of another app, after those that are there. Raises `ValueError` for a name that is taken."""
    for table in tables:
        names = {_key(name) for name in (table.id, *table.names)}
        if taken := names & _NAMES.keys():
            raise ValueError(f"table {table.id}: {', '.join(sorted(taken))} already names a table")
        TABLES[table.id] = table
        _NAMES.update(dict.fromkeys(names, table))


class UnknownTable(LookupError):
    """No table bears the name; `str()` is an Indonesian sentence that lists those there are."""


def find_table(spelling: str) -> TableDefinition:
    """The table a person means: "4.3", "Tabel 4.3", "renstra-4.3", "T-C.27", "tc27", "iku". Raises `UnknownTable`."""
    table = _NAMES.get(_key(spelling))
    if table is None:
        raise UnknownTable(f"Tabel “{spelling}” tidak dikenal. Pilih salah satu: {', '.join(TABLES)}.")
    return table


def build_table(spelling: str, cascade: Cascade, options: TableOptions | None = None) -> Report:
    """The printable table of a plan version. Raises `UnknownTable`."""
    return find_table(spelling).build(cascade, options)


def tables_for(jenis: str, comparisons: Collection[str] = ()) -> tuple[TableDefinition, ...]:
    """The tables of a kind of plan (renstra or renja), in printed order; comparing ones only if `comparisons` allow."""
    return tuple(
        table
        for table in TABLES.values()
        if jenis in table.jenis_rencana and (not table.compares or table.compares in comparisons)
    )


def _key(spelling: str) -> str:
    return _PREFIX.sub("", re.sub(r"[\W_]+", "", spelling.casefold()))


_NAMES: dict[str, TableDefinition] = {
    _key(name): table for table in TABLES.values() for name in (table.id, *table.names)
}
