"""Small years that are carried out, for the tests of the computing engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from performance.capaian import Kinerja
from planning.cascade import Cascade, CascadeIndicator, CascadeNode, load
from planning.levels import Level
from planning.models import Rencana
from planning.writing import IndicatorDraft, NodeDraft, PlanDraft
from renstra_portal.lib.values import Nilai
from tests.planning.factories import make_plan, nilai, node, office

TAHUN = 2023
SLUG = "kota-uji/disnaker/kinerja-2023/murni"


def indikator(
    teks: str,
    satuan: str = "Persen",
    *,
    target: str = "",
    triwulan: Sequence[str] = (),
    jenis: str = "output",
    **fields: Any,
) -> IndicatorDraft:
    """An indicator with its printed target of the year and printed realisations per triwulan."""
    one = IndicatorDraft(teks, satuan, frozenset({jenis}), **fields)
    one.set_value("target", TAHUN, nilai(target))
    for number, printed in enumerate(triwulan, 1):
        one.set_value(f"realisasi_{number}", TAHUN, nilai(printed))
    return one


def data(nomor: str, uraian: str, triwulan: Sequence[str], akumulasi: str = "jumlah") -> NodeDraft:
    """A row of the shared labour data with its counts per triwulan."""
    counted = indikator(uraian, "Orang", triwulan=triwulan, akumulasi=akumulasi)
    return node(Level.DATA, uraian, nomor=nomor, indikator=[counted])


def money(
    level: Level,
    uraian: str,
    kode: str = "",
    *,
    pagu: int | None = None,
    keuangan: Mapping[int, int | str] | None = None,
    fisik: Mapping[int, str] | None = None,
    sumber: str = "",
    indikator: Sequence[IndicatorDraft] = (),
) -> NodeDraft:
    """A row with pagu of the year, rupiah spent per triwulan, and physical progress per triwulan."""
    row = node(level, uraian, kode, indikator=indikator)
    if pagu is not None:
        row.set_pagu(TAHUN, Nilai.of(Decimal(pagu)), sumber)
    for number, amount in (keuangan or {}).items():
        row.set_keuangan(
            f"keuangan_{number}", TAHUN, nilai(amount) if isinstance(amount, str) else Nilai.of(amount), sumber
        )
    for number, printed in (fisik or {}).items():
        row.set_nilai(f"fisik_{number}", TAHUN, nilai(printed))
    return row


def program(uraian: str, *subs: NodeDraft, kode: str = "2.07.03", links: Sequence[NodeDraft] = ()) -> NodeDraft:
    """A program with one kegiatan above the given sub-kegiatan."""
    return node(Level.PROGRAM, uraian, kode, node(Level.KEGIATAN, f"Kegiatan {uraian}", "", *subs), links=links)


def sasaran(uraian: str, *indicators: IndicatorDraft) -> NodeDraft:
    """A sasaran without its tujuan."""
    return node(Level.SASARAN, uraian, indikator=indicators)


def year(*roots: NodeDraft, slug: str = SLUG, **settings: Any) -> Rencana:
    """A year that is carried out, with rows and settings."""
    plan = make_plan(PlanDraft(roots=list(roots)), slug)
    for name, value in settings.items():
        setattr(plan, name, value)
    plan.save()
    return plan


def kinerja(*roots: NodeDraft, **settings: Any) -> Kinerja:
    """The engine over such a year."""
    return Kinerja(load(year(*roots, **settings)))


def with_settings(cascade: Cascade, **settings: Any) -> Kinerja:
    """The engine over the same rows under other settings."""
    return Kinerja(replace(cascade, plan=replace(cascade.plan, **settings)))


def the_indicator(engine: Kinerja, teks: str) -> CascadeIndicator:
    """The first indicator of these words."""
    return next(one for row in engine.cascade.walk() for one in row.indikator if one.teks == teks)


def the_node(engine: Kinerja, uraian: str) -> CascadeNode:
    """The first row of these words."""
    return next(row for row in engine.cascade.walk() if row.uraian == uraian)


def tree(*programs: NodeDraft) -> NodeDraft:
    """The programme tree of a labour office."""
    return office(*programs)
