"""Rules on the year's end and its report: what is still missing, claimed without figures, or left unexplained."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planning.cascade import Cascade, CascadeIndicator, CascadeNode
from planning.checks.base import Finding, Severity, check, finding_at, place_of
from planning.checks.indikator import planned_indicators
from planning.levels import Level
from planning.models import TRIWULAN, JenisIndikator
from renstra_portal.lib.dates import roman
from renstra_portal.lib.values import TIDAK_DIRENCANAKAN, format_nilai

from ..capaian import Kinerja
from ..capaian.cetak import capaian_nilai
from .dasar import last_told, year_of
from .keuangan import spent_in_silence

_CLAIM = re.compile(
    r"(?<!belum )(?<!tidak )(?<!agar )(?<!untuk )(?<!supaya )\b(?:melampaui|melebihi|memenuhi|mencapai) target\b"
    r"|\btarget (?:telah |sudah )?(?:tercapai|terlampaui)\b",
    re.IGNORECASE,
)
#: Rows above a program: their notes are about the whole, not about one target.
_WHOLE = frozenset({Level.PERANGKAT_DAERAH, Level.URUSAN, Level.BIDANG_URUSAN})


@check(
    "KIN-11",
    Severity.PERINGATAN,
    "Realisasi akhir tahun belum ada",
    "Pada akhir tahun setiap indikator yang bertarget memerlukan realisasi; tanpa realisasi tidak ada capaian. Sesuatu "
    "yang terealisasi tanpa target tidak dapat dinilai.",
)
def incomplete_year(cascade: Cascade) -> Iterator[Finding]:
    """Once triwulan IV is told: an indicator with a target and no realisation, or realised without a target.

    A sub-kegiatan that spent money without telling what it reached is named by KIN-06 already.
    """
    year = year_of(cascade)
    if year is None or last_told(cascade) < TRIWULAN[-1]:
        return
    for node, one in planned_indicators(cascade):
        target, reached = year.target(one), year.sampai(one)
        if target.amount is None and not target.text:
            if reached.amount:
                yield finding_at(
                    "KIN-11",
                    node,
                    f"{place_of(node)}: realisasi indikator “{one.teks}” {format_nilai(reached)}, tetapi target "
                    f"{year.tahun} {'tidak direncanakan (-)' if target == TIDAK_DIRENCANAKAN else 'belum diisi'}.",
                    indikator=one,
                    tahun=year.tahun,
                    found=format_nilai(reached),
                )
            continue
        silent = node.level == Level.SUB_KEGIATAN and spent_in_silence(year, node, TRIWULAN[-1])
        if reached.amount is None and not reached.text and target.amount != 0 and not silent:
            what = "ditulis tidak ada (-)" if reached == TIDAK_DIRENCANAKAN else "belum diisi"
            yield finding_at(
                "KIN-11",
                node,
                f"{place_of(node)}: indikator “{one.teks}” bertarget {format_nilai(target)} {one.satuan}".rstrip()
                + f", tetapi realisasi sampai akhir tahun {what}.",
                indikator=one,
                tahun=year.tahun,
                found=format_nilai(reached),
                expected=format_nilai(target),
            )


@check(
    "KIN-12",
    Severity.PERINGATAN,
    "Pernyataan target tercapai tanpa angka",
    "Catatan yang menyatakan target tercapai atau terlampaui harus didukung capaian sekurangnya 100 persen pada setiap "
    "indikatornya.",
)
def unfounded_claim(cascade: Cascade) -> Iterator[Finding]:
    """A note that says the target was met, on a row with an indicator below 100 % or without any capaian.

    A note on the whole office is about every IKU.
    """
    year = year_of(cascade)
    if year is None:
        return
    for node in cascade.walk():
        for number in TRIWULAN:
            note = node.nilai_at(f"pendorong_{number}", year.tahun).text
            claim = _CLAIM.search(note)
            if claim is None:
                continue
            for about, one in _claimed(cascade, node):
                found = year.capaian(one, number)
                if found.persen is not None and found.persen >= 100:
                    continue
                printed = format_nilai(capaian_nilai(year.plan, found, one), percent=True) or "belum ada"
                yield finding_at(
                    "KIN-12",
                    node,
                    f"{place_of(node)}: catatan triwulan {roman(number)} menyebut “{claim[0]}”, sedangkan capaian "
                    f"indikator “{one.teks}” ({about.level.label.lower()}) {printed}.",
                    indikator=one,
                    tahun=year.tahun,
                    found=printed,
                    expected="100%",
                )


def _claimed(cascade: Cascade, node: CascadeNode) -> list[tuple[CascadeNode, CascadeIndicator]]:
    """The indicators that a note on the row is about: its own, or every IKU where it is about the whole office."""
    if node.level in _WHOLE:
        return [
            (sasaran, one)
            for sasaran in cascade.at(Level.TUJUAN, Level.SASARAN)
            for one in sasaran.indikator
            if JenisIndikator.IKU in one.jenis
        ]
    return [(node, one) for one in node.achievements or node.indikator]


@check(
    "KIN-13",
    Severity.CATATAN,
    "Target tidak tercapai tanpa penjelasan",
    "LKIP menjelaskan penyebab kegagalan dan tindak lanjutnya (PermenPANRB 53/2014). Isi faktor penghambat pada baris "
    "yang targetnya tidak tercapai.",
)
def unexplained(cascade: Cascade) -> Iterator[Finding]:
    """Once triwulan IV is told: an indicator below its target, and no hindrance noted there, above it or below it."""
    year = year_of(cascade)
    if year is None or last_told(cascade) < TRIWULAN[-1]:
        return
    for node, one in planned_indicators(cascade):
        found = year.capaian(one)
        if found.persen is None or found.persen >= 100 or _is_explained(year, cascade, node):
            continue
        reached, target = format_nilai(year.sampai(one)), format_nilai(year.target(one))
        yield finding_at(
            "KIN-13",
            node,
            f"{place_of(node)}: realisasi indikator “{one.teks}” {reached} dari target {target} {one.satuan}".rstrip()
            + ", dan faktor penghambatnya belum dicatat.",
            indikator=one,
            tahun=year.tahun,
            found=reached,
            expected=target,
        )


def _is_explained(year: Kinerja, cascade: Cascade, node: CascadeNode) -> bool:
    near = [one for one in cascade.path(node) if one.level not in _WHOLE]
    return any(
        one.nilai_at(f"penghambat_{number}", year.tahun).is_filled
        for one in (*near, *node.walk())
        for number in TRIWULAN
    )
