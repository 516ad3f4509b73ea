"""A slice of one version as the draft of another, every row and indicator naming the one it was taken from. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ..cascade import Cascade, CascadeIndicator, CascadeNode
from ..cascade.tree import INDICATOR_NUMBERS, INDICATOR_TEXTS, NODE_TEXTS
from ..levels import Level
from ..writing import IndicatorDraft, NodeDraft, PlanDraft
from ..writing.draft import PLAN_SETTINGS

#: Settings that are a version's own: what it is called, for which years, under which decision and date.
_OWN_SETTINGS = frozenset({"judul", "tahun_tabel", "tahun_dasar", "tanggal", "dasar_perubahan"})
#: Which years are taken over of each role of a value, and of "pagu" and "plafon"; what is not named is left out.
Years = Mapping[str, Collection[int]]
PAGU, PLAFON = "pagu", "plafon"


def draft_from(cascade: Cascade, *, levels: Collection[Level] | None = None, years: Years | None = None) -> PlanDraft:
    """The version as the draft of a new one: `asal` names the row or indicator each was copied from.

    Only rows of `levels`, with what stands above them of these levels too (None: every row), and only figures of
    `years` (None: every figure). Links between rows that are both taken over are kept, and the settings that are
    not the version's own.
    """
    drafts: dict[int, NodeDraft] = {}

    def copies(nodes: Collection[CascadeNode]) -> list[NodeDraft]:
        return [copy(node) for node in nodes if levels is None or node.level in levels]

    def copy(node: CascadeNode) -> NodeDraft:
        draft = copied_node(node, years)
        draft.children = copies(node.children)
        drafts[node.id] = draft
        return draft

    roots = copies(cascade.roots)
    for node_id, draft in drafts.items():
        draft.links = [drafts[target] for target in cascade.by_id[node_id].kaitan if target in drafts]
    return PlanDraft(roots, carried_settings(cascade))


def copied_node(node: CascadeNode, years: Years | None = None) -> NodeDraft:
    """One row with its indicators and the figures of `years` (None: all), without its children and links."""
    return NodeDraft(
        level=node.level,
        nomenklatur_id=node.nomenklatur_id,
        asal=node.id,
        indikator=list(_indicators(node, years)),
        pagu={key: nilai for key, nilai in node.pagu.items() if years is None or key[0] in years.get(PAGU, ())},
        plafon={year: nilai for year, nilai in node.plafon.items() if years is None or year in years.get(PLAFON, ())},
        keuangan={
            key: nilai for key, nilai in node.keuangan.items() if years is None or key[1] in years.get(key[0], ())
        },
        nilai={key: nilai for key, nilai in node.nilai.items() if years is None or key[1] in years.get(key[0], ())},
        **{name: getattr(node, name) for name in NODE_TEXTS},
    )


def copied_indicator(one: CascadeIndicator, years: Years | None = None) -> IndicatorDraft:
    """An indicator with its values of `years` (None: all)."""
    draft = IndicatorDraft(
        jenis=one.jenis,
        asal=one.id,
        **{name: getattr(one, name) for name in (*INDICATOR_NUMBERS, *INDICATOR_TEXTS)},
    )
    for role, tahun, nilai in one.values:
        if years is None or tahun in years.get(role, ()):
            draft.values[role, tahun] = nilai
    return draft


def carried_settings(cascade: Cascade) -> dict[str, Any]:
    """The print settings that a new version takes over."""
    return {name: getattr(cascade.plan, name) for name in PLAN_SETTINGS if name not in _OWN_SETTINGS}


def _indicators(node: CascadeNode, years: Years | None) -> Iterator[IndicatorDraft]:
    for one in node.indikator:
        draft = copied_indicator(one, years)
        # A line of a document that holds only figures is nothing without them.
        if draft.values or draft.teks.strip() or draft.satuan.strip():
            yield draft
