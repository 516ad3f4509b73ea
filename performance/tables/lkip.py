"""The tables of the LKIP in the order of the report, and those that can tell about a single sasaran.

PermenPANRB 53/2014 asks for points a to g of every sasaran: target and realisation (a), earlier years (b), the end of
the Renstra (c), standards and other regions (d), causes (e), efficiency (f), programs (g); and for the budget.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from planning.cascade import Cascade, CascadeNode
from planning.tables.base import Content, TableDefinition, TableOptions
from renstra_portal.reporting.model import Report

from . import lkip_analisis, lkip_banding, lkip_belanja, lkip_capaian, lkip_efisiensi, lkip_program

LKIP_TABLES: tuple[TableDefinition, ...] = (
    lkip_capaian.IKU,
    lkip_capaian.SASARAN,
    lkip_banding.YEARS,
    lkip_banding.RENSTRA,
    lkip_banding.STANDARD,
    lkip_banding.REGIONS,
    lkip_analisis.TABLE,
    lkip_efisiensi.TABLE,
    lkip_program.TABLE,
    lkip_belanja.TABLE,
    lkip_efisiensi.BUDGET,
    lkip_belanja.REVENUE,
    lkip_capaian.RECAP,
)

SasaranContent = Callable[[Cascade, TableOptions, Sequence[CascadeNode] | None], Content]

#: The tables that a section on one sasaran prints, by id: points a to g.
PER_SASARAN: Mapping[str, SasaranContent] = {
    "LKIP-2": lkip_capaian.sasaran_content,
    "LKIP-3": lkip_banding.years_content,
    "LKIP-4": lkip_banding.renstra_content,
    "LKIP-5": lkip_banding.standard_content,
    "LKIP-7": lkip_analisis.content,
    "LKIP-8": lkip_efisiensi.content,
    "LKIP-9": lkip_program.content,
}


def sasaran_report(table: str, cascade: Cascade, sasaran: CascadeNode, options: TableOptions | None = None) -> Report:
    """A table of the LKIP about one sasaran alone. Raises `KeyError` for a table that is not in `PER_SASARAN`."""
    content = PER_SASARAN[table]
    definition = next(one for one in LKIP_TABLES if one.id == table)

    def of_one(whole: Cascade, chosen: TableOptions) -> Content:
        return content(whole, chosen, (sasaran,))

    return replace(definition, content=of_one).build(cascade, options)
