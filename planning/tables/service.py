"""Rows of the office's service performance in past years, shared by tables 2.4 and T-C.23."""

from __future__ import annotations

from collections.abc import Callable

from ..cascade import Cascade, CascadeIndicator, CascadeNode
from ..levels import Level
from .base import years_text
from .common import Cells, Lines, held_years, says_the_same


def service_years(cascade: Cascade) -> tuple[int, ...]:
    """Every year for which a service indicator holds a target or a realisation."""
    indicators = [one for node in cascade.at(Level.LAYANAN) for one in node.indikator]
    return held_years(indicators, "target", "realisasi")


def service_period(cascade: Cascade) -> str:
    """The years of the table as its title prints them, "" when nothing is held."""
    years = service_years(cascade)
    return years_text(years[0], years[-1]) if years else ""


def service_lines(cascade: Cascade, values: Callable[[CascadeIndicator], Cells]) -> Lines:
    """Groups, programs and their indicators; an indicator that only repeats its node's name shares its row.

    `values` gives the figure cells of an indicator. Where no row has a number of its own, the indicators count from 1.
    """
    lines = Lines()
    indicators: list[int] = []
    for root in cascade.roots:
        if root.level == Level.LAYANAN:
            indicators += _add(lines, root, 0, values)
    if not any(lines.cells(index).get("no") for index in range(len(lines))):
        for number, index in enumerate(indicators, 1):
            lines.cells(index)["no"] = str(number)
    return lines


def _add(lines: Lines, node: CascadeNode, depth: int, values: Callable[[CascadeIndicator], Cells]) -> list[int]:
    """Add the rows of a node and all below it; gives back which of them are indicators."""
    own = next((one for one in node.indikator if says_the_same(one.teks, node.uraian)), None)
    head: Cells = {"no": node.nomor, "indikator": node.uraian}
    indicators: list[int] = []
    if own:
        indicators.append(lines.add("indikator", head | values(own), node=node))
    elif node.uraian:
        lines.add("program" if depth else "kelompok", head, node=node, keep=True)
    for one in node.indikator:
        if one is not own:
            cells = {"no": one.nomor, "indikator": one.teks} | values(one)
            indicators.append(lines.add("indikator", cells, node=node))
    for child in node.children:
        indicators += _add(lines, child, depth + 1, values)
    return indicators
