"""What a cell says: its printed text, its number, and its plain form for other programs.

The only module of the engine that looks inside a `Nilai`. Rounding half-up happens here, once, at print.
"""

from __future__ import annotations

from decimal import Decimal

from renstra_portal.lib.numbers import format_number
from renstra_portal.lib.values import Nilai, format_nilai, format_rupiah, round_half_up

from .model import NUMERIC_KINDS, Cell, CellValue, Column


def number_of(value: CellValue) -> Decimal | None:
    """The number in a cell, or None for a text, for "-" and for a blank; nihil is 0."""
    if isinstance(value, Nilai):
        return value.number
    if isinstance(value, Decimal):
        return value
    return Decimal(value) if isinstance(value, int) else None


def decimals_of(value: CellValue, column: Column, asked: int | None) -> int:
    """How many decimals a number prints: as asked, else as typed or held (rupiah: 0, or 2 with sen)."""
    if asked is not None:
        return asked
    if isinstance(value, Nilai):
        return value.decimals
    if not isinstance(value, Decimal) or column.kind == "integer" or value == value.to_integral_value():
        return 0
    if column.kind == "rupiah":
        rounded = round_half_up(value, 2)
        return 0 if rounded == rounded.to_integral_value() else 2
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def figure_of(value: CellValue, column: Column, asked: int | None) -> tuple[Decimal, int] | None:
    """The number in a cell with the decimals it prints, in one look; None for a text, for "-" and for a blank."""
    if type(value) is Nilai:
        number = value.number
        return None if number is None else (number, value.decimals if asked is None else asked)
    amount = number_of(value)
    return None if amount is None else (amount, decimals_of(value, column, asked))


def printed(cell: Cell, column: Column) -> str:
    """The cell as paper shows it, without its mark: "33.461.231.210", "99,30%", "-", "BB", "" when blank."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, Nilai):
        text = format_nilai(value, cell.decimals, cell.percent)
        return f"{text} {cell.unit}" if cell.unit and value.number is not None else text
    if isinstance(value, (Decimal, int)):
        if column.kind not in NUMERIC_KINDS:
            return str(value)
        amount = Decimal(value)
        if column.kind == "rupiah":
            text = format_rupiah(amount, cell.decimals)
        else:
            text = format_number(amount, decimals_of(amount, column, cell.decimals))
        if cell.unit:
            return f"{text} {cell.unit}"
        return f"{text}%" if cell.percent else text
    return "\n".join(value)


def plain(value: CellValue) -> str:
    """The cell for a program: full precision, decimal dot, no grouping, no trailing zeros of an amount."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, Nilai):
        return value.plain()
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, int):
        return str(value)
    return "\n".join(value)
