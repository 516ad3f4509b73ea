"""Rules on what a Renja is held against: the draft RKPD (T-C.31) and the proposals of stakeholders (T-C.32)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import format_nilai, format_rupiah, round_half_up

from ..cascade import Cascade, CascadeNode
from ..levels import Level
from ..models import Rencana, Simpul
from .base import Finding, Severity, check, finding_at, is_renja, place_of

#: Rows of the Renja that T-C.31 prints beside those of the RKPD.
_REVIEWED = (Level.PROGRAM, Level.KEGIATAN, Level.SUB_KEGIATAN)


@check(
    "RENJA-03",
    Severity.PERINGATAN,
    "Renja berbeda dari rancangan awal RKPD",
    "Baris, target atau pagu yang berbeda dari rancangan awal RKPD memerlukan catatan penting.",
)
def against_rkpd(cascade: Cascade) -> Iterator[Finding]:
    """Rows that stand on one side only, and pairs with other pagu or targets; a row with a note is explained.

    Money is compared in the unit in which T-C.31 prints it, so that a rounded draft does not differ.
    """
    drafted = cascade.at(Level.RKPD)
    if not drafted or not is_renja(cascade):
        return
    matched: set[int] = set()
    for row in drafted:
        planned = cascade.linked(row)
        matched.update(row.kaitan)
        if not planned:
            if not row.catatan.strip():
                yield finding_at(
                    "RENJA-03",
                    row,
                    f"{place_of(row)}: belum dipasangkan dengan baris Renja. Pasangkan, atau beri catatan mengapa "
                    "tidak dilanjutkan.",
                )
            continue
        if not row.catatan.strip() and not any(node.catatan.strip() for node in planned):
            yield from _differences(cascade, row, planned)
    for node in cascade.at(*_REVIEWED):
        if node.id not in matched and not node.catatan.strip():
            yield finding_at(
                "RENJA-03", node, f"{place_of(node)}: tidak ada dalam rancangan awal RKPD dan belum diberi catatan."
            )


def _differences(cascade: Cascade, row: CascadeNode, planned: tuple[CascadeNode, ...]) -> Iterator[Finding]:
    tahun = cascade.plan.tahun_awal
    drafted = drafted_amount(row, tahun)
    needed = sum((node.total.get(tahun, Decimal(0)) for node in planned), Decimal(0))
    here, there = _printed_amount(cascade, drafted), _printed_amount(cascade, needed)
    said = [f"pagu Rp{format_rupiah(drafted)} menjadi Rp{format_rupiah(needed)}"] if here != there else []
    said += _changed_targets(row, planned, tahun)
    if said:
        yield finding_at(
            "RENJA-03",
            row,
            f"{place_of(row)}: {'; '.join(said)}, tanpa catatan penting.",
            tahun=tahun,
            found=format_rupiah(needed) if here != there else "",
            expected=format_rupiah(drafted) if here != there else "",
            difference=needed - drafted if here != there else None,
        )


def drafted_amount(row: CascadeNode, tahun: int) -> Decimal:
    """The rupiah of a row of the draft RKPD: its own amount as printed there, else what the rows below add up to."""
    own = row.plafon_at(tahun).amount
    if own is None:
        own = row.pagu_at(tahun).amount
    return own if own is not None else sum((drafted_amount(child, tahun) for child in row.children), Decimal(0))


def _printed_amount(cascade: Cascade, amount: Decimal) -> Decimal:
    thousands = cascade.plan.satuan_uang == Rencana.SatuanUang.RIBUAN
    return round_half_up(amount.scaleb(-3), 0) if thousands else amount


def _changed_targets(row: CascadeNode, planned: tuple[CascadeNode, ...], tahun: int) -> list[str]:
    """Targets of the indicators that both sides word alike, where they differ."""
    targets = {normalise_name(one.teks): one.target_at(tahun) for node in planned for one in node.indikator}
    changed = []
    for one in row.indikator:
        before, after = one.target_at(tahun), targets.get(normalise_name(one.teks))
        if after is not None and before.is_filled and after.is_filled and not before.same_amount(after):
            changed.append(f"target {format_nilai(before)} menjadi {format_nilai(after)} {one.satuan}".rstrip())
    return changed


@check(
    "RENJA-04",
    Severity.PERINGATAN,
    "Usulan belum ditindaklanjuti",
    "Setiap usulan pemangku kepentingan dijawab: diterima dengan baris Renja yang memuatnya, atau ditolak dan ditunda "
    "dengan alasannya.",
)
def unanswered_proposals(cascade: Cascade) -> Iterator[Finding]:
    """A proposal without a decision, accepted without a row that takes it up, or refused without a reason.

    Rows with rows below them are headings of proposals.
    """
    for row in cascade.at(Level.USULAN):
        if not row.children and (text := _unanswered(row)):
            yield finding_at("RENJA-04", row, f"{place_of(row)}: {text}.", found=row.keputusan)


def _unanswered(row: CascadeNode) -> str:
    if not row.keputusan:
        return "belum ada keputusan (diterima, ditolak atau ditunda)"
    if row.keputusan == Simpul.Keputusan.DITERIMA:
        return "" if row.kaitan else "diterima, tetapi belum dikaitkan dengan baris Renja yang memuatnya"
    return "" if row.alasan.strip() else f"{row.keputusan}, tetapi alasannya belum ditulis"
