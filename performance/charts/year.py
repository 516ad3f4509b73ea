"""The charts of a year as it was carried out, from the same figures and with the same rounding as the tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from planning.cascade import Cascade, CascadeIndicator, CascadeNode
from planning.levels import Level
from planning.tables.common import held_years, node_text
from renstra_portal.lib.dates import roman
from renstra_portal.lib.values import Jenis, Nilai, format_nilai
from renstra_portal.reporting.charts import (
    Bar,
    Limit,
    Point,
    Series,
    bar_chart,
    column_chart,
    line_chart,
    rupiah_text,
)

from ..capaian import Kinerja
from ..capaian.anggaran import TANPA_ANGGARAN
from ..capaian.cetak import serapan_nilai
from ..tables.lkip_banding import compared_year, is_own, regions
from ..tables.lkip_common import BELUM_DIISI, ISI, PROGRAM_ANGGARAN, compared, mean_nilai, realisation_section

_MOST_YEARS = 4
_FULL = Limit(Decimal(100), "Target 100%")


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: a key that stays (for its address and file name), its title, and the `<svg>` element.

    `kelompok` is the heading it stands under; `simpul` and `indikator` are the ids of what it tells about, None for
    a chart of the whole year.
    """

    key: str
    judul: str
    svg: str
    kelompok: str
    simpul: int | None = None
    indikator: int | None = None


def charts_of(cascade: Cascade, triwulan: int = 4, *, titled: bool = True) -> tuple[Chart, ...]:
    """Every chart of the year, up to the end of that triwulan, in the order of the report. No query.

    Without `titled` a chart draws no title, for a document that prints it as the caption.
    """
    kinerja = Kinerja(cascade)
    return (
        _sasaran(kinerja, triwulan, titled),
        *_indicators(kinerja, triwulan, titled),
        _programs(kinerja, triwulan, titled),
        _quarters(kinerja, triwulan, titled),
        _regions(cascade, titled),
    )


def figure_text(nilai: Nilai, one: CascadeIndicator) -> str:
    """A figure of an indicator as the tables print it, without its unit; words where it is not filled in."""
    return format_nilai(nilai, one.desimal) if nilai.is_filled else BELUM_DIISI


def _sasaran(kinerja: Kinerja, triwulan: int, titled: bool) -> Chart:
    title = f"Capaian kinerja per sasaran strategis tahun {kinerja.tahun}"
    bars = []
    for node in kinerja.cascade.at(Level.SASARAN):
        printed = mean_nilai(kinerja.plan, kinerja.sasaran(node, triwulan))
        point = _percentage(printed, "belum ada capaian")
        bars.append(Bar(node_text(node), point))
    empty = f"Belum ada capaian. {ISI.format(bagian=realisation_section(triwulan))}"
    svg = bar_chart("capaian-sasaran", title, bars, limit=_FULL, unit="persen", empty=empty, titled=titled)
    return Chart("capaian-sasaran", title, svg, "Capaian sasaran")


def _percentage(printed: Nilai, without: str) -> Point:
    """A percentage as printed, so that the bar is as long as its figure says."""
    if printed.amount is None:
        return Point(None, without)
    return Point(printed.amount, format_nilai(printed, percent=True))


def _indicators(kinerja: Kinerja, triwulan: int, titled: bool) -> Iterator[Chart]:
    year = kinerja.tahun
    told = {node.id for node in compared(kinerja.cascade)}
    for node in kinerja.cascade.at(Level.TUJUAN, Level.SASARAN):
        # A tujuan that is no IKU has a picture once there is a year to hold this one against.
        if node.id not in told and all(one.realisasi_at(year - 1).amount is None for one in node.indikator):
            continue
        for one, _ in kinerja.sasaran(node, triwulan).indikator:
            key = f"indikator-{one.id}"
            svg = _years(kinerja, one, triwulan, key, titled)
            yield Chart(key, one.teks, svg, "Target dan realisasi per tahun", node.id, one.id)


def _years(kinerja: Kinerja, one: CascadeIndicator, triwulan: int, key: str, titled: bool) -> str:
    """Target and realisation of the years held (four before this one), and the target at the end of the Renstra."""
    year, end = kinerja.tahun, kinerja.plan.tahun_akhir_renstra
    past = [other for other in held_years([one], "realisasi", "target") if other < year][-_MOST_YEARS:]
    targets = [_point(one.target_at(other), one, "") for other in past]
    realised = [_point(one.realisasi_at(other), one, BELUM_DIISI) for other in past]
    targets.append(_point(kinerja.target(one), one, BELUM_DIISI))
    realised.append(_point(kinerja.sampai(one, triwulan), one, BELUM_DIISI))
    categories = [str(other) for other in (*past, year)]
    if end and end > year and one.akhir_at(end).is_filled:
        targets.append(_point(one.akhir_at(end), one, BELUM_DIISI))
        realised.append(Point(None, ""))
        categories.append(f"{end} (akhir Renstra)")
    return column_chart(
        key,
        one.teks,
        categories,
        [Series("Target", tuple(targets), "hatched"), Series("Realisasi", tuple(realised))],
        unit=one.satuan,
        empty=f"Belum ada angka yang dapat digambar. {ISI.format(bagian=PROGRAM_ANGGARAN)}",
        titled=titled,
    )


def _point(nilai: Nilai, one: CascadeIndicator, blank: str) -> Point:
    """A figure as printed; a grade or "-" is said and not drawn."""
    if nilai.kind is Jenis.KOSONG:
        return Point(None, blank)
    return Point(nilai.amount, figure_text(nilai, one))


def _programs(kinerja: Kinerja, triwulan: int, titled: bool) -> Chart:
    title = f"Serapan anggaran per program tahun {kinerja.tahun}"
    bars = []
    for node in kinerja.cascade.at(Level.PROGRAM):
        money = kinerja.anggaran(node, triwulan)
        printed = serapan_nilai(money)
        if printed.amount is None:
            point = Point(None, "belum ada realisasi" if money.pagu else "tanpa pagu")
        else:
            told = f"{format_nilai(printed, percent=True)} · {rupiah_text(money.realisasi)}"
            point = Point(printed.amount, told)
        bars.append(Bar(node.uraian, point))
    empty = f"Belum ada realisasi keuangan. {ISI.format(bagian=realisation_section(triwulan))}"
    limit = Limit(Decimal(100), "Pagu 100%")
    svg = bar_chart(
        "serapan-program", title, bars, limit=limit, unit="persen terhadap pagu", empty=empty, titled=titled
    )
    return Chart("serapan-program", title, svg, "Serapan anggaran")


def _quarters(kinerja: Kinerja, triwulan: int, titled: bool) -> Chart:
    """Money spent by the end of each triwulan against the year's pagu; the line ends at the last triwulan entered."""
    title = f"Realisasi keuangan kumulatif per triwulan tahun {kinerja.tahun}"
    programs = kinerja.cascade.at(Level.PROGRAM)
    entered = [
        number
        for number in range(1, triwulan + 1)
        if any(kinerja.keuangan_pada(node, number) is not None for node in programs)
    ]
    points = []
    for number in range(1, 5):
        money = sum((kinerja.anggaran(node, number) for node in programs), TANPA_ANGGARAN)
        if not money.terisi or number > max(entered, default=0):
            points.append(Point(None, BELUM_DIISI))
            continue
        share = serapan_nilai(money)
        told = f" ({format_nilai(share, percent=True)})" if share.amount is not None else ""
        points.append(Point(money.realisasi, f"{rupiah_text(money.realisasi)}{told}"))
    pagu = sum((kinerja.anggaran(node).pagu for node in programs), Decimal(0))
    svg = line_chart(
        "serapan-triwulan",
        title,
        [f"Triwulan {roman(number)}" for number in range(1, 5)],
        Series("Realisasi", tuple(points)),
        limit=Limit(pagu, f"Pagu {rupiah_text(pagu)}") if pagu else None,
        tick=rupiah_text,
        empty=f"Belum ada realisasi keuangan. {ISI.format(bagian=realisation_section(1))}",
        titled=titled,
    )
    return Chart("serapan-triwulan", title, svg, "Serapan anggaran")


def _regions(cascade: Cascade, titled: bool) -> Chart:
    """What other regions reached in the latest year held, the best first, the plan's own one standing out."""
    shown, year = regions(cascade), compared_year(cascade)
    name = shown[0][1].teks if shown else "Tingkat Pengangguran Terbuka"
    title = f"{name} menurut daerah" + (f" tahun {year}" if year else "")

    def best_first(row: tuple[CascadeNode, CascadeIndicator]) -> tuple[bool, Decimal]:
        amount = row[1].realisasi_at(year or 0).amount
        return amount is None, (amount or Decimal(0)) * (1 if row[1].arah == "turun" else -1)

    bars = [
        Bar(
            node_text(node),
            _point(one.realisasi_at(year or 0), one, BELUM_DIISI),
            highlighted=is_own(cascade.plan, node),
        )
        for node, one in sorted(shown, key=best_first)
    ]
    empty = f"Daerah pembanding belum diisi. {ISI.format(bagian='Daerah pembanding')}"
    unit = shown[0][1].satuan if shown else ""
    svg = bar_chart("antardaerah", title, bars, unit=unit, empty=empty, titled=titled)
    return Chart("antardaerah", title, svg, "Perbandingan antardaerah")
