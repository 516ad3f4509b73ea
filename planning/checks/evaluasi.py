"""Rules on the evaluation of past years (T-C.29) and the service performance (T-C.30) of a Renja of year n."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from renstra_portal.lib.codes import KodeProblem, format_kode, level_kode, parent_kode
from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import Nilai, format_nilai

from ..capaian import is_percent
from ..cascade import Cascade, CascadeIndicator, CascadeNode
from ..levels import Level
from ..models import Indikator
from .base import Finding, Severity, check, finding_at, is_renja, place_of

_SHARE = re.compile(r"^(?:persentase|prosentase)\b(?!.*\b(?:kenaikan|peningkatan|pertumbuhan|capaian)\b)")


def evaluated(cascade: Cascade) -> Iterator[tuple[CascadeNode, CascadeIndicator]]:
    """Every indicator of T-C.29 with its row, in printed order."""
    for node in cascade.at(Level.EVALUASI):
        for one in node.indikator:
            yield node, one


@check(
    "RENJA-02",
    Severity.PERINGATAN,
    "Angka evaluasi tidak wajar",
    "Bagian dari keseluruhan tidak dapat melebihi 100 persen, dan realisasi yang sepuluh kali atau sepersepuluh target "
    "biasanya salah ketik nol atau koma.",
)
def implausible(cascade: Cascade) -> Iterator[Finding]:
    """A share above 100 % in any column, and a realisation of n−2 ten times its target or a tenth of it."""
    measured = cascade.plan.tahun_awal - 2
    for node, one in evaluated(cascade):
        if is_share(one):
            for role, tahun, nilai in one.values:
                if nilai.amount is not None and nilai.amount > 100:
                    yield finding_at(
                        "RENJA-02",
                        node,
                        f"{place_of(node)}: {_ROLE_NAMES.get(role, role)} {tahun} indikator “{one.teks}” sebesar "
                        f"{format_nilai(nilai)} persen, padahal bagian dari keseluruhan paling banyak 100 persen.",
                        indikator=one,
                        tahun=tahun,
                        found=format_nilai(nilai),
                        expected="100",
                    )
        target, reached = one.target_at(measured), one.realisasi_at(measured)
        if target.amount and reached.amount and not target.amount / 10 < reached.amount < target.amount * 10:
            yield finding_at(
                "RENJA-02",
                node,
                f"{place_of(node)}: realisasi {measured} indikator “{one.teks}” sebesar {format_nilai(reached)}, "
                f"sedangkan targetnya {format_nilai(target)}. Periksa nol dan komanya.",
                indikator=one,
                tahun=measured,
                found=format_nilai(reached),
                expected=format_nilai(target),
            )


_ROLE_NAMES = {"akhir": "target akhir Renstra", "target": "target", "realisasi": "realisasi", "proyeksi": "perkiraan"}


def is_share(one: CascadeIndicator) -> bool:
    """Whether the indicator is a part of a whole in percent, which cannot exceed 100: not a rise, not a capaian."""
    return is_percent(one.satuan) and bool(_SHARE.match(normalise_name(one.teks)))


@check(
    "RENJA-06",
    Severity.PERINGATAN,
    "Target tahun berjalan tidak sejalan dengan akhir Renstra",
    "Target tahun berjalan menuju target akhir Renstra: tidak melampauinya, dan keduanya ada atau keduanya tidak ada.",
)
def beside_the_renstra(cascade: Cascade) -> Iterator[Finding]:
    """A target of n−1 beyond the one at the end of the Renstra, or only one of the two."""
    tahun, akhir = cascade.plan.tahun_awal - 1, cascade.plan.tahun_akhir_renstra
    if akhir is None:
        return
    for node, one in evaluated(cascade):
        now, end = one.target_at(tahun), one.akhir_at(akhir)
        if text := _disagreement(one, now, end):
            yield finding_at(
                "RENJA-06",
                node,
                f"{place_of(node)}: indikator “{one.teks}” bertarget {format_nilai(now)} pada tahun {tahun} dan "
                f"{format_nilai(end)} pada akhir Renstra ({akhir}): {text}.",
                indikator=one,
                tahun=tahun,
                found=format_nilai(now),
                expected=format_nilai(end),
            )


def _disagreement(one: CascadeIndicator, now: Nilai, end: Nilai) -> str:
    if now.amount is not None and end.amount is not None:
        falls = one.arah == Indikator.Arah.TURUN
        beyond = now.amount < end.amount if falls else now.amount > end.amount
        return "sudah terlampaui pada tahun berjalan" if beyond and one.arah != Indikator.Arah.TETAP else ""
    if end.amount and now.is_filled:
        return "tahun berjalan tidak memuat target"
    if now.amount and end.is_filled:
        return "Renstra tidak memuat target"
    return ""


@check(
    "RENJA-07",
    Severity.CATATAN,
    "Target di bawah yang sudah tercapai",
    "Target yang lebih lemah daripada realisasi tahun sebelumnya memerlukan penjelasan.",
)
def below_what_is_reached(cascade: Cascade) -> Iterator[Finding]:
    """A percentage whose target is weaker than a realisation of an earlier year, in T-C.29 or T-C.30.

    Rows with the same code and indicator are one series: the years of an old indicator set stand on rows of their own.
    """
    if not is_renja(cascade):
        return
    for series in _percent_series(cascade):
        for tahun, (node, one, target) in sorted(series.targets.items()):
            reached = max((year for year in series.reached if year < tahun), default=None)
            if reached is None:
                continue
            before = series.reached[reached]
            if _is_weaker(one, target, before):
                yield finding_at(
                    "RENJA-07",
                    node,
                    f"{place_of(node)}: target {tahun} indikator “{one.teks}” {format_nilai(target)}, sedangkan "
                    f"realisasi {reached} sudah {format_nilai(before)}.",
                    indikator=one,
                    tahun=tahun,
                    found=format_nilai(target),
                    expected=format_nilai(before),
                )


@dataclass(slots=True)
class _Series:
    targets: dict[int, tuple[CascadeNode, CascadeIndicator, Nilai]] = field(default_factory=dict)
    reached: dict[int, Nilai] = field(default_factory=dict)


def _percent_series(cascade: Cascade) -> Iterator[_Series]:
    found: dict[tuple[Level, str, str], _Series] = defaultdict(_Series)
    for node in cascade.at(Level.EVALUASI, Level.LAYANAN):
        for one in node.indikator:
            if not is_percent(one.satuan) or one.arah == Indikator.Arah.TETAP:
                continue
            series = found[node.level, node.kode, normalise_name(one.teks)]
            for tahun, nilai in one.target.items():
                if nilai.amount is not None:
                    series.targets.setdefault(tahun, (node, one, nilai))
            series.reached |= {tahun: nilai for tahun, nilai in one.realisasi.items() if nilai.amount}
    yield from found.values()


def _is_weaker(one: CascadeIndicator, target: Nilai, reached: Nilai) -> bool:
    if target.amount is None or reached.amount is None:
        return False
    return target.amount > reached.amount if one.arah == Indikator.Arah.TURUN else target.amount < reached.amount


@check(
    "RENJA-08",
    Severity.PERINGATAN,
    "Kode evaluasi tidak di bawah kode induknya",
    "Baris evaluasi dihubungkan dengan baris Renja lewat kodenya; kode yang kehilangan segmen menunjuk baris lain.",
)
def evaluated_under_wrong_code(cascade: Cascade) -> Iterator[Finding]:
    """A row of T-C.29 whose code does not continue that of the row above, such as one with its parent's own code."""
    for node in cascade.at(Level.EVALUASI):
        above = cascade.parent(node)
        if above is None or not node.kode or not above.kode or parent_kode(node.kode) == above.kode:
            continue
        yield finding_at(
            "RENJA-08",
            node,
            f"{place_of(node)}: kodenya {_printed(cascade, node.kode)}, padahal berdiri di bawah "
            f"{_printed(cascade, above.kode)} {above.uraian}.",
            found=node.kode,
            expected=above.kode,
        )


def _printed(cascade: Cascade, kode: str) -> str:
    try:
        return format_kode(kode, cascade.plan.digit_sub)
    except KodeProblem:
        return kode


@check(
    "RENJA-09",
    Severity.CATATAN,
    "Sub-kegiatan tidak berlanjut",
    "Sub-kegiatan yang berhenti atau baru muncul memerlukan penjelasan dalam naskah Renja.",
)
def not_continued(cascade: Cascade) -> Iterator[Finding]:
    """A sub-kegiatan of the running year that the Renja leaves out, and one that the evaluation does not know."""
    rows = [node for node in cascade.at(Level.EVALUASI) if _is_sub_kegiatan(node)]
    if not is_renja(cascade) or not rows:
        return
    running, planned = cascade.plan.tahun_awal - 1, {one.kode for one in cascade.at(Level.SUB_KEGIATAN)}
    for node in rows:
        # A row of an old indicator set has no target after its own years.
        if node.kode not in planned and any(_is_current(one, running) for one in node.indikator):
            yield finding_at(
                "RENJA-09",
                node,
                f"{place_of(node)}: ada pada tahun {running}, tetapi tidak ada dalam Renja {running + 1}.",
                tahun=running,
                found=node.kode,
            )
    known = {node.kode for node in rows}
    for node in cascade.at(Level.SUB_KEGIATAN):
        if node.kode and node.kode not in known:
            yield finding_at(
                "RENJA-09",
                node,
                f"{place_of(node)}: ada dalam Renja {running + 1}, tetapi tidak ada dalam evaluasi tahun lalu.",
                tahun=running + 1,
                found=node.kode,
            )


def _is_sub_kegiatan(node: CascadeNode) -> bool:
    return bool(node.kode) and level_kode(node.kode) == Level.SUB_KEGIATAN


def _is_current(one: CascadeIndicator, tahun: int) -> bool:
    return one.target_at(tahun).amount is not None or any(nilai.amount is not None for nilai in one.akhir.values())


@check(
    "RENJA-10",
    Severity.CATATAN,
    "Kolom evaluasi kosong",
    "Tingkat capaian Renstra hanya berarti bila target dan realisasi tahun-tahun sebelumnya ada.",
)
def empty_column(cascade: Cascade) -> Iterator[Finding]:
    """A column of T-C.29 in which no row at all holds a number."""
    tahun, indicators = cascade.plan.tahun_awal, [one for _, one in evaluated(cascade)]
    columns = [
        (f"target Renstra {akhir}", [one.akhir_at(akhir) for one in indicators])
        for akhir in [cascade.plan.tahun_akhir_renstra]
        if akhir is not None
    ]
    columns += [
        (f"realisasi s/d tahun {tahun - 3}", [one.realisasi_at(tahun - 3) for one in indicators]),
        (f"target Renja tahun {tahun - 2}", [one.target_at(tahun - 2) for one in indicators]),
        (f"realisasi Renja tahun {tahun - 2}", [one.realisasi_at(tahun - 2) for one in indicators]),
        (f"target tahun {tahun - 1}", [one.target_at(tahun - 1) for one in indicators]),
    ]
    for name, held in columns:
        if held and all(nilai.amount is None for nilai in held):
            yield finding_at(
                "RENJA-10", None, f"Evaluasi tahun lalu: kolom {name} tidak memuat angka pada satu baris pun."
            )
