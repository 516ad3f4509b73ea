"""Rupiah cells of a table: what is printed, what adds up to it, and where plafon and details differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from renstra_portal.lib.values import KOSONG, TIDAK_DIRENCANAKAN, Nilai
from renstra_portal.reporting.model import Cell

from ..cascade import CascadeNode
from .base import PaguBasis
from .common import Lines

DIFFERS = "†"
RUPIAH = "(dalam rupiah)"

_LEGEND: Mapping[str, str] = {
    "jumlah": "Jumlah rincian berbeda dari plafon yang tercatat.",
    "plafon": "Plafon berbeda dari jumlah rinciannya.",
}


class PaguColumns:
    """Fills the cells `pagu_<year>` of a table, remembering what it printed so that every sum can be proved."""

    def __init__(self, lines: Lines, years: Sequence[int], basis: PaguBasis) -> None:
        self._lines = lines
        self._years = years
        self._basis = basis
        self._printed: dict[tuple[int, str], Decimal] = {}
        self._has_marks = False

    @property
    def marks(self) -> dict[str, str]:
        """The footnotes that the printed cells need."""
        return {DIFFERS: _LEGEND[self._basis]} if self._has_marks else {}

    def fill(self, index: int, node: CascadeNode, parts: Sequence[int]) -> None:
        """Print a node's rupiah on row `index`; `parts` are the rows that its amount is made of.

        The cell carries the parts as a sum only where they really add up to what is printed, which a plafon
        need not do.
        """
        cells = self._lines.cells(index)
        for year in self._years:
            value = self._value(node, year)
            mark = DIFFERS if self._differs(node, year) else ""
            if not (value.is_filled or mark):
                continue
            self._has_marks = self._has_marks or bool(mark)
            column = f"pagu_{year}"
            cells[column] = Cell(value, mark=mark, sum_of=self._remember(index, column, value, parts))

    def add_up(self, index: int, parts: Sequence[int]) -> None:
        """Print on row `index` the sum of the given rows, year by year; years without any amount stay blank."""
        for year in self._years:
            column = f"pagu_{year}"
            self._sum(index, column, [(part, column) for part in parts], parts)

    def add_years(self, index: int, column: str, parts: Sequence[int]) -> None:
        """Print in `column` of row `index` its amounts of all years together; `parts` as for `fill`."""
        self._sum(index, column, [(index, f"pagu_{year}") for year in self._years], parts)

    def _sum(self, index: int, column: str, places: Sequence[tuple[int, str]], parts: Sequence[int]) -> None:
        amounts = [self._printed[place] for place in places if place in self._printed]
        if amounts:
            value = Nilai.of(sum(amounts, Decimal(0)))
            sum_of = self._remember(index, column, value, parts)
            self._lines.cells(index)[column] = Cell(value, sum_of=sum_of)

    def _value(self, node: CascadeNode, year: int) -> Nilai:
        ceiling = node.plafon_at(year)
        if self._basis == "plafon" and ceiling.is_filled:
            return ceiling
        entered = node.pagu_at(year)
        if entered.is_filled:
            return entered
        if year in node.total:
            return Nilai.of(node.total[year])
        return TIDAK_DIRENCANAKAN if ceiling == TIDAK_DIRENCANAKAN else KOSONG

    def _differs(self, node: CascadeNode, year: int) -> bool:
        ceiling = node.plafon_at(year)
        return ceiling.is_filled and (ceiling.amount or 0) != node.total.get(year, 0)

    def _remember(self, index: int, column: str, value: Nilai, parts: Sequence[int]) -> tuple[int, ...]:
        """Note what was printed; the parts, if they add up to it."""
        if value.amount is None:
            return ()
        self._printed[index, column] = value.amount
        amounts = [self._printed[part, column] for part in parts if (part, column) in self._printed]
        return tuple(parts) if amounts and sum(amounts, Decimal(0)) == value.amount else ()
