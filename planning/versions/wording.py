"""The differences of a row as people read them: what differs, and both sides in words and printed figures."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from renstra_portal.lib.values import KOSONG, Nilai, format_nilai

from .comparison import IndicatorComparison, PaguPair, Part, Perubahan, RowComparison, TargetPair


@dataclass(frozen=True, slots=True)
class Deviation:
    """One thing that differs: what it is, what stood before and what stands now ("" for nothing)."""

    apa: str
    semula: str
    menjadi: str
    is_figure: bool = False


def differences(
    row: RowComparison, *, parts: Collection[Part] = frozenset(Part), without_pagu_of: int | None = None
) -> list[Deviation]:
    """Everything in which the two sides of a row differ; of a row on one side only, its indicators with targets.

    `parts` are those that the comparison is about, `without_pagu_of` a year whose money is shown elsewhere. What upper
    rows add up to is left out.
    """
    found: list[Deviation] = []
    for part, apa, sides in (
        (Part.KODE, "Kode", row.kode),
        (Part.NAMA, "Nama", row.nama),
        (Part.LOKASI, "Lokasi", row.lokasi),
        (Part.SUMBER_DANA, "Sumber dana", row.sumber_dana),
    ):
        if sides and part in parts:
            found.append(Deviation(apa, *sides))
    several = len(row.indikator) > 1
    for one in row.indikator:
        found.extend(_of_indicator(one, several=several))
    if not row.simpul.children:
        found.extend(_money(pair) for pair in row.pagu if pair.berubah and pair.tahun != without_pagu_of)
    return found


def said_of_indicator(one: IndicatorComparison) -> str:
    """An indicator with its unit."""
    held = one.indikator
    return f"{held.teks} ({held.satuan})" if held.satuan else held.teks


def target_difference(pair: TargetPair, one: IndicatorComparison, *, several: bool) -> Deviation:
    """The target of a year on both sides, named by its indicator where the row has several."""
    apa = f"Target {pair.tahun}" + (f" · {one.indikator.teks}" if several else "")
    return Deviation(apa, figure(pair.semula), figure(pair.menjadi), is_figure=True)


def figure(nilai: Nilai) -> str:
    """A figure as printed, "" for an empty one."""
    return "" if nilai == KOSONG else format_nilai(nilai)


def _of_indicator(one: IndicatorComparison, *, several: bool) -> Iterator[Deviation]:
    if one.jenis is Perubahan.DITAMBAH:
        yield Deviation("Indikator", "", said_of_indicator(one))
    elif one.jenis is Perubahan.DIHAPUS:
        yield Deviation("Indikator", said_of_indicator(one), "")
    else:
        for apa, sides in (("Indikator", one.teks), ("Satuan", one.satuan)):
            if sides:
                yield Deviation(apa, *sides)
    for pair in one.target:
        if pair.berubah:
            yield target_difference(pair, one, several=several)


def _money(pair: PaguPair) -> Deviation:
    return Deviation(f"Pagu {pair.tahun}", figure(pair.semula), figure(pair.menjadi), is_figure=True)
