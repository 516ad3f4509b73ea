"""Rules on what was reached: figures that cannot be, or that are rarely meant."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from planning.capaian import is_percent
from planning.cascade import Cascade, CascadeIndicator, CascadeNode
from planning.checks.base import Finding, Severity, check, finding_at, place_of
from planning.checks.evaluasi import is_share
from planning.checks.indikator import planned_indicators
from planning.models import TRIWULAN, Indikator
from renstra_portal.lib.dates import roman
from renstra_portal.lib.numbers import round_half_up
from renstra_portal.lib.values import Nilai, format_nilai

from ..capaian import Kinerja
from .dasar import last_told, year_of

#: From this level of achievement on, in percent, the target or the realisation is more likely wrong than right.
TERLALU_JAUH = Decimal(200)


@check(
    "KIN-01",
    Severity.PERINGATAN,
    "Realisasi jauh melampaui target",
    "Capaian di atas 200 persen biasanya berarti target terlalu rendah, satuan berbeda, atau salah ketik nol. Periksa "
    "angkanya, lalu jelaskan dalam catatan bila memang benar.",
)
def far_above_target(cascade: Cascade) -> Iterator[Finding]:
    """An indicator, of which more is better, that reached more than twice its target of the year."""
    year = year_of(cascade)
    if year is None:
        return
    for node, one in planned_indicators(cascade):
        found = year.capaian(one).persen
        if found is not None and found > TERLALU_JAUH and one.arah != Indikator.Arah.TURUN:
            reached, target = format_nilai(year.sampai(one)), format_nilai(year.target(one))
            planned = f"{target} {one.satuan}".rstrip()
            yield finding_at(
                "KIN-01",
                node,
                f"{place_of(node)}: realisasi indikator “{one.teks}” {reached} dari target {planned}, capaian "
                f"{_percent(found)}.",
                indikator=one,
                tahun=year.tahun,
                found=reached,
                expected=target,
            )


@check(
    "KIN-02",
    Severity.PERINGATAN,
    "Persentase di atas 100",
    "Bagian dari keseluruhan paling banyak 100 persen. Realisasi yang lebih besar biasanya capaian yang tertukar "
    "dengan realisasi, atau pembaginya keliru.",
)
def share_above_all(cascade: Cascade) -> Iterator[Finding]:
    """A share whose realisation of a triwulan, or whose target, is above 100 percent."""
    year = year_of(cascade)
    if year is None:
        return
    for node, one in planned_indicators(cascade):
        if not is_share(one):
            continue
        told = [(f"target {year.tahun}", year.target(one))]
        told += [(f"realisasi triwulan {roman(number)}", year.pada(one, number)) for number in TRIWULAN]
        for what, nilai in told:
            if nilai.amount is not None and nilai.amount > 100:
                yield finding_at(
                    "KIN-02",
                    node,
                    f"{place_of(node)}: {what} indikator “{one.teks}” sebesar {format_nilai(nilai)} persen.",
                    indikator=one,
                    tahun=year.tahun,
                    found=format_nilai(nilai),
                    expected="100",
                )


@check(
    "KIN-03",
    Severity.GALAT,
    "Pembilang lebih besar dari penyebut",
    "Persentase bagian dihitung dari data ketenagakerjaan; yang dihitung tidak dapat lebih banyak dari seluruhnya.",
)
def more_than_all(cascade: Cascade) -> Iterator[Finding]:
    """A share counted from labour data whose numerator exceeds its denominator, up to any triwulan."""
    year = year_of(cascade)
    if year is None:
        return
    for node, one in planned_indicators(cascade):
        if not year.is_rasio(one) or not is_share(one):
            continue
        above, below = year.data(one.data_pembilang), year.data(one.data_penyebut)
        if above is None or below is None:
            continue
        for number in range(1, last_told(cascade) + 1):
            part, whole = year.data_nilai(above, number), year.data_nilai(below, number)
            if part.amount is not None and whole.amount is not None and part.amount > whole.amount:
                yield finding_at(
                    "KIN-03",
                    node,
                    f"{place_of(node)}: sampai triwulan {roman(number)}, {above.teks} ({format_nilai(part)}) lebih "
                    f"banyak dari {below.teks} ({format_nilai(whole)}).",
                    indikator=one,
                    tahun=year.tahun,
                    found=format_nilai(part),
                    expected=format_nilai(whole),
                    difference=part.amount - whole.amount,
                )
                break


@check(
    "KIN-04",
    Severity.PERINGATAN,
    "Angka kumulatif menurun",
    "Kemajuan fisik dan persentase yang dilaporkan sampai dengan suatu triwulan tidak wajar lebih kecil dari triwulan "
    "sebelumnya.",
)
def falling(cascade: Cascade) -> Iterator[Finding]:
    """Physical progress, or a percentage of which more is better, that is lower than in the triwulan before."""
    year = year_of(cascade)
    if year is None:
        return
    for node in cascade.walk():
        told = [node.nilai_at(f"fisik_{number}", year.tahun) for number in TRIWULAN]
        yield from _falls(year, node, None, "kemajuan fisik", told)
    for node, one in planned_indicators(cascade):
        cumulative = is_percent(one.satuan) and one.arah == Indikator.Arah.NAIK and not year.is_rasio(one)
        if cumulative and year.akumulasi(one) == Indikator.Akumulasi.TERAKHIR:
            told = [year.pada(one, number) for number in TRIWULAN]
            yield from _falls(year, node, one, f"realisasi indikator “{one.teks}”", told)


def _falls(
    year: Kinerja, node: CascadeNode, one: CascadeIndicator | None, what: str, told: list[Nilai]
) -> Iterator[Finding]:
    before: tuple[int, Nilai] | None = None
    for number, nilai in zip(TRIWULAN, told, strict=True):
        if nilai.amount is None:
            continue
        if before is not None and nilai.amount < (before[1].amount or 0):
            yield finding_at(
                "KIN-04",
                node,
                f"{place_of(node)}: {what} triwulan {roman(number)} sebesar {format_nilai(nilai)} persen, lebih kecil "
                f"dari triwulan {roman(before[0])} ({format_nilai(before[1])} persen).",
                indikator=one,
                tahun=year.tahun,
                found=format_nilai(nilai),
                expected=format_nilai(before[1]),
            )
        before = (number, nilai)


def _percent(persen: Decimal) -> str:
    return format_nilai(Nilai.of(round_half_up(persen, 2), decimals=2), percent=True)
