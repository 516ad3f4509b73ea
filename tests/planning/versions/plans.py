"""A small Renstra and the people around it, for the tests of versions."""

from __future__ import annotations

from planning.cascade import Cascade, CascadeNode, load
from planning.levels import Level
from planning.models import Rencana, User
from planning.versions.establishing import establish
from planning.writing import PlanDraft, draft_of
from renstra_portal.lib.values import Nilai
from tests.planning import factories as f

SUB = "2.07.03.2.01.0001"
RENJA = "kota-uji/disnaker/renja-{}/murni"


def renstra_draft() -> PlanDraft:
    """The small plan with money by source and a plafon, different figures each year, an IKU and an IKK."""
    draft = f.small_draft()
    for node in draft.walk():
        if node.kode == SUB:
            node.pagu.clear()
            for year in f.YEARS:
                node.set_pagu(year, Nilai.of(year), "PAD")
                node.set_pagu(year, Nilai.of(7), "DAU")
                node.indikator[0].set_value("target", year, Nilai.of(year - 2000))
            node.lokasi, node.penanggung_jawab = "Kota Uji", "Bidang Pelatihan"
            node.catatan, node.alasan, node.dasar_hukum = "catatan", "alasan", "Perwal 1"
        elif node.level == Level.KEGIATAN:
            node.set_plafon(2026, Nilai.of(999))
        elif node.level == Level.SASARAN:
            node.indikator[0].jenis |= {"iku"}
            node.add(f.node(Level.STRATEGI, "Pelatihan berbasis kompetensi"))
        elif node.level == Level.PROGRAM:
            node.indikator.append(
                f.indikator("Persentase lulusan bekerja", "Persen", "ikk", "outcome", target=f.every_year("80,5"))
            )
    return draft


def make_renstra(slug: str = f.SLUG) -> Rencana:
    """The Renstra 2025–2029 with that content."""
    return f.make_plan(renstra_draft(), slug)


def established(rencana: Rencana) -> Rencana:
    """The same version, set by the operator."""
    establish(rencana, user=None, reason="Keputusan 1/2026")
    return rencana


def at(rencana_or_cascade: Rencana | Cascade, key: str, level: Level | None = None) -> CascadeNode:
    """The first node with this code or these words, of the level if one is named."""
    cascade = load(rencana_or_cascade) if isinstance(rencana_or_cascade, Rencana) else rencana_or_cascade
    return next(
        one for one in cascade.walk() if key in (one.kode, one.uraian) and (level is None or one.level == level)
    )


def rewrite(rencana: Rencana, key: str, user: User | None = None, **texts: str) -> None:
    """Change texts of a row through the one writer."""
    draft = draft_of(load(rencana))
    node = next(one for one in draft.walk() if key in (one.kode, one.uraian))
    for name, value in texts.items():
        setattr(node, name, value)
    f.write(rencana, draft, user=user)
