"""Rules on indicators: every row that needs one has one, with text, unit and targets, and one series only."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import format_nilai

from ..cascade import Cascade, CascadeIndicator, CascadeNode
from ..levels import Level
from .base import Finding, Severity, check, finding_at, is_renja, place_of

#: Levels that the regulated tables print with an indicator of their own.
MEASURED_LEVELS = (Level.TUJUAN, Level.SASARAN, Level.OUTCOME, Level.KEGIATAN, Level.SUB_KEGIATAN)
#: Rows that restate a reference, the past or what others propose, not the plan's own targets.
_REFERENCE_LEVELS = frozenset(
    {
        Level.ACUAN,
        Level.LAYANAN,
        Level.EVALUASI,
        Level.RKPD,
        Level.USULAN,
        Level.PENDAPATAN,
        Level.UNGGULAN,
        Level.MENDESAK,
        Level.USULAN_LUAR,
        Level.PENGHENTIAN,
        Level.DATA,
        Level.BELANJA,
        Level.PEMBANDING,
    }
)


def planned_indicators(cascade: Cascade) -> Iterator[tuple[CascadeNode, CascadeIndicator]]:
    """Every indicator that the plan sets targets for, with the node it stands on."""
    for node in cascade.walk():
        above = cascade.parent(node)
        if node.level in _REFERENCE_LEVELS or (above is not None and above.level in _REFERENCE_LEVELS):
            continue
        for one in node.indikator:
            yield node, one


def _is_heading(node: CascadeNode, one: CascadeIndicator) -> bool:
    """Whether the entry only repeats the outcome's own words, above the indicators that measure it."""
    return len(node.indikator) > 1 and normalise_name(one.teks) == normalise_name(node.uraian)


@check(
    "IND-01",
    Severity.PERINGATAN,
    "Belum ada indikator",
    "Setiap tujuan, sasaran, outcome (atau program Renja), kegiatan dan sub-kegiatan diukur dengan sekurangnya satu "
    "indikator.",
)
def without_indicator(cascade: Cascade) -> Iterator[Finding]:
    """A row that should be measured and has no indicator, neither its own nor on an output below it.

    A Renja measures its programs (T-C.33 column 3), unless they stand divided into outcomes.
    """
    levels = (*MEASURED_LEVELS, Level.PROGRAM) if is_renja(cascade) else MEASURED_LEVELS
    for node in cascade.at(*levels):
        below = node.children_at(Level.OUTPUT, Level.OUTCOME)
        if not node.indikator and not any(one.indikator for one in below):
            yield finding_at("IND-01", node, f"{place_of(node)}: belum ada indikator.")


@check(
    "IND-02",
    Severity.PERINGATAN,
    "Satuan belum diisi",
    "Angka tanpa satuan tidak dapat dibaca: 12 dokumen dan 12 bulan adalah dua hal yang berbeda.",
)
def without_unit(cascade: Cascade) -> Iterator[Finding]:
    """An indicator with figures and no unit."""
    for node, one in planned_indicators(cascade):
        if not one.satuan and one.target and not _is_heading(node, one):
            yield finding_at(
                "IND-02",
                node,
                f"{place_of(node)}: indikator “{_name(one)}” belum memiliki satuan.",
                indikator=one,
            )


@check(
    "IND-03",
    Severity.PERINGATAN,
    "Target belum diisi",
    "Setiap tahun rencana memerlukan target, atau tanda hubung (-) bila memang tidak direncanakan.",
)
def without_target(cascade: Cascade) -> Iterator[Finding]:
    """An indicator with a year that is neither filled in nor marked as not planned."""
    years = cascade.plan.tahun_tabel
    for node, one in planned_indicators(cascade):
        missing = [tahun for tahun in years if not one.target_at(tahun).is_filled]
        if not missing or _is_heading(node, one):
            continue
        if len(missing) == len(years) > 1:
            yield finding_at(
                "IND-03",
                node,
                f"{place_of(node)}: target indikator “{_name(one)}” belum diisi untuk semua tahun.",
                indikator=one,
            )
            continue
        for tahun in missing:
            yield finding_at(
                "IND-03",
                node,
                f"{place_of(node)}: target tahun {tahun} indikator “{_name(one)}” belum diisi.",
                indikator=one,
                tahun=tahun,
            )


@check(
    "IND-04",
    Severity.PERINGATAN,
    "Indikator tanpa teks",
    "Target tanpa kalimat indikator tidak menyatakan apa yang diukur.",
)
def without_text(cascade: Cascade) -> Iterator[Finding]:
    """An indicator that has figures but no words."""
    for node, one in planned_indicators(cascade):
        if not one.teks.strip():
            yield finding_at("IND-04", node, f"{place_of(node)}: ada target tanpa kalimat indikator.", indikator=one)


@check(
    "IND-05",
    Severity.PERINGATAN,
    "Satu indikator, target berbeda",
    "Indikator yang sama harus memuat target yang sama di mana pun dicetak (tujuan/sasaran, IKU, IKK, outcome).",
)
def one_name_two_series(cascade: Cascade) -> Iterator[Finding]:
    """Indicators of the same words that carry different targets in a year; each pair is named once."""
    twins: dict[str, list[tuple[CascadeNode, CascadeIndicator]]] = defaultdict(list)
    for node, one in planned_indicators(cascade):
        if one.teks.strip() and not _is_heading(node, one):
            twins[_same_words(one.teks)].append((node, one))
    for same in twins.values():
        first_node, first = same[0]
        for node, one in same[1:]:
            for tahun in cascade.plan.tahun_tabel:
                here, there = one.target_at(tahun), first.target_at(tahun)
                if here.is_filled and there.is_filled and not here.same_amount(there):
                    yield finding_at(
                        "IND-05",
                        node,
                        f"Indikator “{_name(one)}” tahun {tahun}: {format_nilai(here)} pada {_use(node, one)}, tetapi "
                        f"{format_nilai(there)} pada {_use(first_node, first)}.",
                        indikator=one,
                        tahun=tahun,
                        found=format_nilai(here),
                        expected=format_nilai(there),
                    )


def _same_words(teks: str) -> str:
    # "Prosentase" is the commonest misspelling of "Persentase" in real documents and names the same indicator.
    return re.sub(r"\bprosentase\b", "persentase", normalise_name(teks))


def _name(one: CascadeIndicator) -> str:
    return one.teks or "(tanpa teks)"


def _use(node: CascadeNode, one: CascadeIndicator) -> str:
    used_as = ", ".join(sorted(one.jenis)).upper() if one.jenis & {"iku", "ikk"} else node.level.label.lower()
    return f"{used_as} ({node.kode or node.uraian[:60]})"
