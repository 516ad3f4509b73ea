"""Rules on nomenclature codes (Kepmendagri 900.1.15.5-1317/2023): present, under their parent, once only, in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from renstra_portal.lib.codes import format_kode, is_penunjang, parent_kode, segments

from ..cascade import Cascade, CascadeNode
from ..levels import Level
from .base import Finding, Severity, check, finding_at, place_of

_CODED = (Level.URUSAN, Level.BIDANG_URUSAN, Level.PROGRAM, Level.KEGIATAN, Level.SUB_KEGIATAN)


@check(
    "KODE-01",
    Severity.PERINGATAN,
    "Kode belum ada",
    "Baris tanpa kode tidak dapat dihubungkan dengan SIPD dan tidak dapat dibandingkan antar tahun.",
)
def without_code(cascade: Cascade) -> Iterator[Finding]:
    """A row of the programme tree that should bear a code and has none."""
    for node in cascade.at(*_CODED):
        if not node.kode:
            yield finding_at("KODE-01", node, f"{place_of(node)}: belum memiliki kode nomenklatur.")


@check(
    "KODE-02",
    Severity.PERINGATAN,
    "Urutan kode tidak naik",
    "Baris dicetak menurut urutan kode; baris yang melompat menyulitkan pemeriksaan.",
)
def out_of_order(cascade: Cascade) -> Iterator[Finding]:
    """A row whose code is smaller than that of the row before it, among siblings or in the nomenclature list."""
    digits = cascade.plan.digit_sub
    groups = [node.children for node in cascade.walk()]
    groups.append(tuple(root for root in cascade.roots if root.level == Level.ACUAN))
    for siblings in groups:
        before: CascadeNode | None = None
        for node in siblings:
            if not node.kode or node.level not in (*_CODED, Level.ACUAN):
                continue
            if before is not None and _order(node) < _order(before):
                yield finding_at(
                    "KODE-02",
                    node,
                    f"{place_of(node)}: kode {format_kode(node.kode, digits)} berdiri sesudah "
                    f"{format_kode(before.kode, digits)}.",
                    found=node.kode,
                    expected=before.kode,
                )
            before = node


@check(
    "KODE-03",
    Severity.GALAT,
    "Kode tidak sesuai dengan induknya",
    "Kode baris harus diawali kode induknya: 2.07.03.2.01 berdiri di bawah 2.07.03.",
)
def under_wrong_parent(cascade: Cascade) -> Iterator[Finding]:
    """A code that does not begin with the code of the nearest coded row above."""
    for node in cascade.at(*_CODED):
        above = cascade.ancestor(node, *_CODED)
        if not node.kode or above is None or not above.kode:
            continue
        expected = parent_kode(node.kode)
        # The supporting programme X.XX.01 of an office is printed under its first bidang urusan.
        if expected != above.kode and not (is_penunjang(node.kode) and expected == "X.XX"):
            yield finding_at(
                "KODE-03",
                node,
                f"{place_of(node)}: berdiri di bawah {above.kode}, padahal kodenya milik {expected}.",
                found=node.kode,
                expected=above.kode,
            )


@check(
    "KODE-04",
    Severity.GALAT,
    "Kode dipakai dua kali",
    "Satu kode hanya boleh menandai satu baris dalam satu rencana.",
)
def used_twice(cascade: Cascade) -> Iterator[Finding]:
    """A code that stands on two rows of the programme tree."""
    by_code: dict[str, list[CascadeNode]] = defaultdict(list)
    for node in cascade.at(*_CODED):
        if node.kode:
            by_code[node.kode].append(node)
    for kode, nodes in by_code.items():
        for node in nodes[1:]:
            yield finding_at(
                "KODE-04",
                node,
                f"{place_of(node)}: kode {kode} sudah dipakai oleh {place_of(nodes[0])}.",
                found=kode,
            )


def _order(node: CascadeNode) -> tuple[str, ...]:
    return segments(node.kode)
