"""What looks wrong about a figure that can be read: a thousand times too much, another unit, two readings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import Nilai, Parsed, format_nilai

_FACTORS = tuple(Decimal(10) ** power for power in (1, 2, 3))
#: How near to ten (hundred, thousand) times its neighbours a figure must be to look like a slip of the comma.
_NEAR = (Decimal("0.8"), Decimal("1.25"))
#: Up to so many times the old value is an ordinary change.
_LIKE = Decimal(5)
_PERCENT = ("persen", "prosen", "persentase", "prosentase")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question to the person: what looks wrong, and the spellings to choose from where there are two readings."""

    message: str
    choices: tuple[tuple[str, str], ...] = ()


def doubt_about(
    parsed: Parsed, *, old: Nilai, neighbours: Iterable[Nilai] = (), satuan: str = "", rupiah: bool = False
) -> Doubt | None:
    """The gravest doubt about a figure that was read, or None.

    `old` is what stands in the cell, `neighbours` the figures of the years beside it, `satuan` the indicator's unit.
    """
    doubt = None if rupiah else _unit(parsed, satuan)
    doubt = doubt or _magnitude(parsed.nilai, old, list(neighbours))
    # Where the unit counts things (orang, dokumen), a dot before three digits parts thousands, as everybody reads it.
    if parsed.readings and (doubt or not satuan):
        told = " atau ".join(parsed.readings)
        return Doubt(f"Dapat dibaca dua cara: {told}.", choices_of(parsed))
    return doubt


def overspent(spent: Iterable[Nilai], pagu: Nilai) -> Doubt | None:
    """A doubt about rupiah spent that add up to more than the pagu of the year; None where no pagu is held."""
    total = sum((one.amount for one in spent if one.amount is not None), Decimal(0))
    if pagu.amount is None or total <= pagu.amount:
        return None
    told = f"{format_nilai(Nilai.of(total))} melebihi pagu {format_nilai(pagu)}"
    return Doubt(f"Realisasi seluruh triwulan {told}.")


def choices_of(parsed: Parsed) -> tuple[tuple[str, str], ...]:
    """The readings of an uncertain number, each with a spelling that reads without doubt."""
    return tuple(zip(parsed.readings, parsed.choices, strict=True))


def _unit(parsed: Parsed, satuan: str) -> Doubt | None:
    typed = normalise_name(parsed.unit)
    known = normalise_name(satuan)
    if parsed.percent and not typed:
        typed = "%"
    if not typed or _same_unit(typed, known):
        return None
    shown = parsed.unit or "%"
    if not known:
        return Doubt(f"Sel ini memuat satuan “{shown}”, sedangkan kolom satuan masih kosong.")
    return Doubt(f"Sel ini memuat satuan “{shown}”, sedangkan satuan indikatornya “{satuan}”.")


def _same_unit(typed: str, known: str) -> bool:
    if typed == "%" or typed in _PERCENT:
        return "%" in known or known.startswith(_PERCENT)
    # "Dok." and "Dokumen", "Orang" and "Orang/Tahun".
    return bool(known) and (known.startswith(typed) or typed.startswith(known))


def _magnitude(new: Nilai, old: Nilai, neighbours: list[Nilai]) -> Doubt | None:
    amount = new.amount
    if not amount:
        return None
    if old.amount:
        for factor in _FACTORS:
            if amount == old.amount * factor:
                return Doubt(f"{factor:f} kali nilai sebelumnya ({format_nilai(old)}).")
            if amount * factor == old.amount:
                return Doubt(f"Seper{_WORDS[factor]} nilai sebelumnya ({format_nilai(old)}).")
        if Decimal(1) / _LIKE < amount / old.amount < _LIKE:
            # Near what stood here before; if the years beside it differ, the doubt is theirs.
            return None
    beside = [one.amount for one in neighbours if one.amount]
    if not beside or any(one == amount for one in beside):
        return None
    low, high = _NEAR
    for factor in _FACTORS:
        if all(low * factor <= amount / one <= high * factor for one in beside):
            return Doubt(f"Kira-kira {factor:f} kali nilai tahun di sebelahnya ({_shown(neighbours)}).")
        if all(low * factor <= one / amount <= high * factor for one in beside):
            return Doubt(f"Kira-kira seper{_WORDS[factor]} nilai tahun di sebelahnya ({_shown(neighbours)}).")
    return None


_WORDS = dict(zip(_FACTORS, ("sepuluh", "seratus", "seribu"), strict=True))


def _shown(neighbours: list[Nilai]) -> str:
    return " dan ".join(format_nilai(one) for one in neighbours if one.amount)
