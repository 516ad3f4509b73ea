"""Rules on the money that was spent: against the pagu, against the performance, and between both trees of it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from planning.cascade import Cascade, CascadeNode
from planning.checks.base import Finding, Severity, check, finding_at, place_of, rupiah_finding
from planning.levels import Level
from planning.models import TRIWULAN
from renstra_portal.lib.dates import roman
from renstra_portal.lib.values import format_rupiah

from ..capaian import Kinerja
from ..capaian.anggaran import TANPA_ANGGARAN
from .dasar import last_told, year_of


@check(
    "KIN-05",
    Severity.GALAT,
    "Realisasi keuangan melebihi pagu",
    "Belanja tidak dapat melampaui pagu DPA/DPPA dari sumber dana yang sama. Periksa angkanya, atau perbarui pagu bila "
    "DPPA sudah ditetapkan.",
)
def above_pagu(cascade: Cascade) -> Iterator[Finding]:
    """Rupiah spent in the year, from one sumber dana, beyond what is planned of it."""
    year = year_of(cascade)
    if year is None:
        return
    spending = {f"keuangan_{number}" for number in TRIWULAN}
    for node in cascade.at(Level.SUB_KEGIATAN, Level.BELANJA):
        spent: dict[str, Decimal] = {}
        for (role, tahun, source), nilai in node.keuangan.items():
            if role in spending and tahun == year.tahun and nilai.amount is not None:
                spent[source] = spent.get(source, Decimal(0)) + nilai.amount
        for source, amount in spent.items():
            held = node.pagu.get((year.tahun, source))
            pagu = held.amount if held is not None and held.amount is not None else Decimal(0)
            if amount > pagu:
                from_source = f" dari {source}" if source else ""
                said = f"{place_of(node)}: realisasi keuangan{from_source}"
                yield rupiah_finding("KIN-05", node, said, amount, "pagunya", pagu, tahun=year.tahun)


@check(
    "KIN-06",
    Severity.PERINGATAN,
    "Keuangan terisi, kinerja belum",
    "Serapan anggaran bukan capaian kinerja. Sub-kegiatan yang dibelanjakan melaporkan juga keluarannya.",
)
def money_without_performance(cascade: Cascade) -> Iterator[Finding]:
    """A sub-kegiatan with rupiah spent by the last triwulan told, and no realisation of any of its indicators."""
    year = year_of(cascade)
    if year is None:
        return
    last = last_told(cascade)
    for node in cascade.at(Level.SUB_KEGIATAN):
        money = year.anggaran(node, last) if last else TANPA_ANGGARAN
        if money.realisasi and spent_in_silence(year, node, last):
            yield finding_at(
                "KIN-06",
                node,
                f"{place_of(node)}: sampai triwulan {roman(last)} dibelanjakan Rp{format_rupiah(money.realisasi)}, "
                "tetapi realisasi indikatornya belum diisi.",
                indikator=node.achievements[0],
                tahun=year.tahun,
                found=format_rupiah(money.realisasi),
            )


def spent_in_silence(year: Kinerja, node: CascadeNode, triwulan: int) -> bool:
    """Whether a row has indicators and rupiah spent by that triwulan, but nothing told of its performance."""
    if not node.achievements or not year.anggaran(node, triwulan).realisasi:
        return False
    return not any(year.sampai(one, triwulan).is_filled for one in node.achievements)


@check(
    "KIN-07",
    Severity.PERINGATAN,
    "Kinerja terisi, keuangan belum",
    "Keluaran yang dihasilkan dengan anggaran memerlukan realisasi keuangan pada triwulan yang sama, atau 0 bila tanpa "
    "biaya.",
)
def performance_without_money(cascade: Cascade) -> Iterator[Finding]:
    """A sub-kegiatan with pagu that tells what it reached, and nothing of what it spent."""
    year = year_of(cascade)
    if year is None:
        return
    last = last_told(cascade)
    for node in cascade.at(Level.SUB_KEGIATAN):
        if not last or not node.total.get(year.tahun) or year.anggaran(node, last).terisi:
            continue
        told = next((one for one in node.achievements if year.sampai(one, last).amount), None)
        if told is not None:
            yield finding_at(
                "KIN-07",
                node,
                f"{place_of(node)}: realisasi indikator “{told.teks}” sudah diisi, tetapi realisasi keuangannya belum.",
                indikator=told,
                tahun=year.tahun,
            )


@check(
    "KIN-08",
    Severity.PERINGATAN,
    "Belanja per jenis tidak sama dengan belanja program",
    "Belanja per jenis dan belanja per program adalah dua rincian atas jumlah yang sama.",
)
def two_trees(cascade: Cascade) -> Iterator[Finding]:
    """Pagu or realisation of the year by kind of expenditure that differs from what the programs add up to."""
    year = year_of(cascade)
    kinds = [root for root in cascade.roots if root.level == Level.BELANJA]
    office = cascade.office
    if year is None or not kinds or office is None:
        return
    by_kind = sum((year.anggaran(one) for one in kinds), TANPA_ANGGARAN)
    by_program = year.anggaran(office)
    for what, here, there in (
        ("pagu", by_kind.pagu, by_program.pagu),
        ("realisasi", by_kind.realisasi, by_program.realisasi),
    ):
        if here != there:
            said, against = f"Jumlah {what} belanja per jenis", f"jumlah {what} sub-kegiatan"
            yield rupiah_finding("KIN-08", office, said, here, against, there, tahun=year.tahun)
