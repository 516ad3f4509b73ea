"""Rules on the programme tree of a Renja: what the reviewer of Bappeda asks of every row that is printed in T-C.33."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from renstra_portal.lib.values import format_nilai, format_rupiah

from ..cascade import Cascade, CascadeIndicator, CascadeNode
from ..levels import Level
from .base import Finding, Severity, check, finding_at, is_renja, place_of
from .indikator import MEASURED_LEVELS

_YEAR = re.compile(r"\b20\d\d\b")


@check(
    "RENJA-01",
    Severity.PERINGATAN,
    "Isian sub-kegiatan belum lengkap",
    "Verifikasi Bappeda menuntut lokasi, kelompok sasaran, sumber dana, pagu dan prakiraan maju pada setiap "
    "sub-kegiatan Renja.",
)
def incomplete_row(cascade: Cascade) -> Iterator[Finding]:
    """A sub-kegiatan with fields left open, all of them in one finding.

    Not repeated is what other rules name already: a missing target, and missing pagu in a year with a target.
    """
    if not is_renja(cascade):
        return
    for node in cascade.at(Level.SUB_KEGIATAN):
        if missing := _missing_fields(node, cascade.plan.tahun_awal):
            yield finding_at(
                "RENJA-01",
                node,
                f"{place_of(node)}: belum diisi {_listed(missing)}.",
                expected=", ".join(missing),
            )


def _missing_fields(node: CascadeNode, tahun: int) -> list[str]:
    missing = []
    if not node.lokasi.strip():
        missing.append("lokasi")
    if not node.kelompok_sasaran.strip():
        missing.append("kelompok sasaran")
    if not node.sumber_dana:
        missing.append("sumber dana")
    for year, name in ((tahun, f"pagu {tahun}"), (tahun + 1, f"pagu prakiraan maju {tahun + 1}")):
        if not node.pagu_at(year).is_filled and not any((one.target_at(year).amount or 0) > 0 for one in _own(node)):
            missing.append(name)
    return missing


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} dan {names[-1]}"


@check(
    "RENJA-05",
    Severity.PERINGATAN,
    "Pagu dengan target nol",
    "Uang yang direncanakan harus menghasilkan sesuatu; target 0 atau tanda hubung berarti tidak ada yang dikerjakan.",
)
def pagu_for_nothing(cascade: Cascade) -> Iterator[Finding]:
    """A program, kegiatan or sub-kegiatan with rupiah in a year, all of whose targets of that year are 0 or "-"."""
    if not is_renja(cascade):
        return
    for node in cascade.at(Level.PROGRAM, Level.KEGIATAN, Level.SUB_KEGIATAN):
        for tahun in cascade.plan.tahun_tabel:
            pagu = node.total.get(tahun, Decimal(0))
            filled = [nilai for one in _own(node) if (nilai := one.target_at(tahun)).is_filled]
            if pagu > 0 and filled and not any(nilai.text or nilai.amount for nilai in filled):
                yield finding_at(
                    "RENJA-05",
                    node,
                    f"{place_of(node)}: pagu tahun {tahun} sebesar Rp{format_rupiah(pagu)}, tetapi targetnya "
                    f"{format_nilai(filled[0])}.",
                    indikator=_own(node)[0],
                    tahun=tahun,
                    found=format_nilai(filled[0]),
                )


@check(
    "RENJA-11",
    Severity.CATATAN,
    "Indikator menyebut tahun lain",
    "Tahun dalam kalimat indikator yang bukan tahun angkanya biasanya tertinggal dari dokumen tahun sebelumnya.",
)
def words_of_another_year(cascade: Cascade) -> Iterator[Finding]:
    """An indicator whose words name years, none of which it holds a number for."""
    if not is_renja(cascade):
        return
    for node in cascade.at(*MEASURED_LEVELS, Level.PROGRAM, Level.EVALUASI):
        for one in node.indikator:
            named = set(map(int, _YEAR.findall(one.teks)))
            held = {tahun for _, tahun, nilai in one.values if nilai.amount is not None}
            if named and held and not named & held:
                yield finding_at(
                    "RENJA-11",
                    node,
                    f"{place_of(node)}: indikator “{one.teks}” menyebut tahun yang tidak memuat angka.",
                    indikator=one,
                    found=", ".join(map(str, sorted(named))),
                    expected=", ".join(map(str, sorted(held))),
                )


def _own(node: CascadeNode) -> list[CascadeIndicator]:
    """The indicators that measure the row itself: its own and those of its outputs or outcomes."""
    return [one for part in (node, *node.children_at(Level.OUTPUT, Level.OUTCOME)) for one in part.indikator]
