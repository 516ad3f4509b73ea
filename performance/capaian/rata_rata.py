"""Means as the evaluation forms take them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


def rata_rata(values: Iterable[Decimal | None]) -> Decimal | None:
    """The mean of the values there are, unrounded: rows without a value do not count as 0. None where none has one."""
    held = [one for one in values if one is not None]
    return sum(held, Decimal(0)) / len(held) if held else None


@dataclass(frozen=True, slots=True)
class RataRata:
    """The foot of E.81: mean performance and mean absorption in percent, each over the rows that have one."""

    kinerja: Decimal | None
    anggaran: Decimal | None
    baris: int
    baris_kinerja: int
    baris_anggaran: int
