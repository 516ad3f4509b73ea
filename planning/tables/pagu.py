"""Rupiah cells of a table: what is printed, what adds up to it, and where plafon and details differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from renstra_portal.lib.values import KOSONG, TIDAK_DIRENCANAKAN, Nilai, format_nilai
from renstra_portal.reporting.model import Cell, CellValue

from ..cascade import CascadeNode
from .base import PaguBasis
from .common import Lines, as_lines

DIFFERS = "†"
RUPIAH = "(dalam rupiah)"

_LEGEND: Mapping[str, str] = {
    "jumlah": "Jumlah rincian berbeda dari plafon yang tercatat.",
    "plafon": "Plafon berbeda dari jumlah rinciannya.",
}


def funding(node: CascadeNode, year: int) -> CellValue:
    """The sumber dana of a row in a year, each on a line of its own.

    A row with rupiah from several says how much comes from each; a row above names all that stand below it.
    """
    own = {source: nilai for (tahun, source), nilai in node.pagu.items() if tahun == year and source}
    if len(own) > 1:
        return tuple(f"{source}: {format_nilai(nilai)}" for source, nilai in own.items())
    return as_lines(
        tuple(dict.fromkeys(source for one in node.walk() for tahun, source in one.pagu if tahun == year and source))
    )


class PaguColumns:
    """Fills the cells `<prefix>_<year>` of a table, remembering what it printed so that every sum can be proved.

    `thousands` prints thousands of rupiah (Rp.000) without decimals; the cells keep the whole amount, so that sums hold
    to the rupiah. `flagged` False leaves out the marks where plafon and details differ: for another document's
    amounts. With `dashes_rise` a row says "-" where every row it is made of says so.
    """

    def __init__(
        self,
        lines: Lines,
        years: Sequence[int],
        basis: PaguBasis,
        *,
        prefix: str = "pagu",
        thousands: bool = False,
        flagged: bool = True,
        dashes_rise: bool = False,
    ) -> None:
        self._lines = lines
        self._years = years
        self._basis = basis
        self._prefix = prefix
        self._thousands = thousands
        self._flagged = flagged
        self._dashes_rise = dashes_rise
        self._printed: dict[tuple[int, str], Decimal] = {}
        self._dashed: set[tuple[int, str]] = set()
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
        for year in self._years:
            column = f"{self._prefix}_{year}"
            value = self._value(node, year)
            if not value.is_filled and self._all_dashed(parts, column):
                value = TIDAK_DIRENCANAKAN
            mark = DIFFERS if self._flagged and self._differs(node, year) else ""
            if value.is_filled or mark:
                self._has_marks = self._has_marks or bool(mark)
                self._print(index, column, value, parts, mark)

    def amount_at(self, index: int, year: int) -> Decimal | None:
        """What was printed on row `index` for the year, in rupiah; None where no amount stands."""
        return self._printed.get((index, f"{self._prefix}_{year}"))

    def add_up(self, index: int, parts: Sequence[int]) -> None:
        """Print on row `index` the sum of the given rows, year by year; years without any amount stay blank."""
        for year in self._years:
            column = f"{self._prefix}_{year}"
            self._sum(index, column, [(part, column) for part in parts], parts)

    def add_years(self, index: int, column: str, parts: Sequence[int]) -> None:
        """Print in `column` of row `index` its amounts of all years together; `parts` as for `fill`."""
        self._sum(index, column, [(index, f"{self._prefix}_{year}") for year in self._years], parts)

    def _sum(self, index: int, column: str, places: Sequence[tuple[int, str]], parts: Sequence[int]) -> None:
        amounts = [self._printed[place] for place in places if place in self._printed]
        if amounts:
            self._print(index, column, Nilai.of(sum(amounts, Decimal(0))), parts)
        elif self._all_dashed(parts, column):
            self._print(index, column, TIDAK_DIRENCANAKAN, parts)

    def _print(self, index: int, column: str, value: Nilai, parts: Sequence[int], mark: str = "") -> None:
        sum_of = self._remember(index, column, value, parts)
        decimals = None
        if self._thousands and value.amount is not None:
            value, decimals = Nilai.of(value.amount.scaleb(-3)), 0
        self._lines.cells(index)[column] = Cell(value, mark=mark, sum_of=sum_of, decimals=decimals)

    def _all_dashed(self, parts: Sequence[int], column: str) -> bool:
        return self._dashes_rise and bool(parts) and all((part, column) in self._dashed for part in parts)

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
            if value == TIDAK_DIRENCANAKAN:
                self._dashed.add((index, column))
            return ()
        self._printed[index, column] = value.amount
        amounts = [self._printed[part, column] for part in parts if (part, column) in self._printed]
        return tuple(parts) if amounts and sum(amounts, Decimal(0)) == value.amount else ()
