"""The differences of a row as people read them: what differs, and both sides in words and printed figures."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from renstra_portal.lib.values import KOSONG, Nilai, format_nilai

from .comparison import Bagian, IndicatorComparison, PaguPair, Perubahan, RowComparison, TargetPair


@dataclass(frozen=True, slots=True)
class Beda:
    """One thing that differs: what it is, what stood before and what stands now ("" for nothing)."""

    apa: str
    semula: str
    menjadi: str
    is_figure: bool = False


def differences(
    row: RowComparison, *, parts: Collection[Bagian] = frozenset(Bagian), without_pagu_of: int | None = None
) -> list[Beda]:
    """Everything in which the two sides of a row differ; of a row on one side only, its indicators with targets.

    `parts` are those that the comparison is about, `without_pagu_of` a year whose money is shown elsewhere. What upper
    rows add up to is left out.
    """
    found: list[Beda] = []
    for part, apa, sides in (
        (Bagian.KODE, "Kode", row.kode),
        (Bagian.NAMA, "Nama", row.nama),
        (Bagian.LOKASI, "Lokasi", row.lokasi),
        (Bagian.SUMBER_DANA, "Sumber dana", row.sumber_dana),
    ):
        if sides and part in parts:
            found.append(Beda(apa, *sides))
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


def target_difference(pair: TargetPair, one: IndicatorComparison, *, several: bool) -> Beda:
    """The target of a year on both sides, named by its indicator where the row has several."""
    apa = f"Target {pair.tahun}" + (f" · {one.indikator.teks}" if several else "")
    return Beda(apa, figure(pair.semula), figure(pair.menjadi), is_figure=True)


def figure(nilai: Nilai) -> str:
    """A figure as printed, "" for an empty one."""
    return "" if nilai == KOSONG else format_nilai(nilai)


def _of_indicator(one: IndicatorComparison, *, several: bool) -> Iterator[Beda]:
    if one.jenis is Perubahan.DITAMBAH:
        yield Beda("Indikator", "", said_of_indicator(one))
    elif one.jenis is Perubahan.DIHAPUS:
        yield Beda("Indikator", said_of_indicator(one), "")
    else:
        for apa, sides in (("Indikator", one.teks), ("Satuan", one.satuan)):
            if sides:
                yield Beda(apa, *sides)
    for pair in one.target:
        if pair.berubah:
            yield target_difference(pair, one, several=several)


def _money(pair: PaguPair) -> Beda:
    return Beda(f"Pagu {pair.tahun}", figure(pair.semula), figure(pair.menjadi), is_figure=True)
