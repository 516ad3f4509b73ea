"""Pairs what a workbook states with the plan as it stands, and completes it from there."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from renstra_portal.lib.text import closest, normalise_name, similarity
from renstra_portal.lib.values import Nilai

from ..cascade import Cascade, CascadeIndicator, CascadeNode
from ..cascade.tree import INDICATOR_TEXTS, NODE_TEXTS
from ..levels import CODED_LEVELS, Level
from ..writing.difference import match
from ..writing.draft import IndicatorDraft, NodeDraft, PlanDraft
from .marks import MARKS
from .reading import SILENT, Reading, Statement, same_unit

L = Level


@dataclass(slots=True)
class MissingIndicator:
    """An indicator (or only its mark) of a row on the workbook's sheets that the workbook lacks."""

    indicator: CascadeIndicator
    node: CascadeNode
    mark: str = ""

    def __str__(self) -> str:
        what = f"Tanda {self.mark.upper()} pada indikator" if self.mark else "Indikator"
        return f"{what} {self.indicator.teks}"


@dataclass(slots=True)
class Settled:
    """The draft of the whole plan, and what of the plan the workbook lacks."""

    draft: PlanDraft
    missing: list[CascadeNode] = field(default_factory=list)
    missing_indicators: list[MissingIndicator] = field(default_factory=list)


class Merge:
    """Pairs the draft with the plan and copies into it everything the workbook does not state."""

    def __init__(self, reading: Reading, settled: Settled, remove_missing: bool) -> None:
        self.reading = reading
        self.cascade: Cascade = reading.context.cascade
        self.draft = reading.draft
        self.settled = settled
        self.remove_missing = remove_missing
        self.pairs: dict[NodeDraft, CascadeNode] = {}
        self.final: dict[int, NodeDraft] = {}
        self.parent_of: dict[NodeDraft, NodeDraft | None] = {}

    def run(self) -> None:
        """Complete the reading's draft, and note in `settled` what the workbook lacks."""
        drafts = list(self.draft.walk())
        by_id = {one for one in drafts if one.id is not None}
        self.pairs = match(self.cascade, self.draft)
        self._pair_leftovers(self.draft.roots, self.cascade.roots)
        for one, node in self.pairs.items():
            one.id = node.id
            self.final[node.id] = one
            if one not in by_id and node.kode != one.kode and one.level in CODED_LEVELS and one.place:
                self.reading.problems.catatan(
                    f"Baris ini dicocokkan menurut nama dengan {node.level.label.lower()} "
                    f"{node.kode or node.uraian} pada rencana.",
                    sheet=one.place.partition("!")[0],
                    row=int(one.place.partition("!")[2] or 0) or None,
                    found=one.uraian,
                )
        for one in drafts:
            if one not in self.pairs:
                one.id = None
        self._map_parents()
        self._keep_unmentioned()
        for one, node in self.pairs.items():
            self._complete(one, node)

    def _pair_leftovers(self, drafts: list[NodeDraft], existing: tuple[CascadeNode, ...]) -> None:
        """Rows without a code whose text was changed: paired with what is left over under the same parent."""
        taken = {node.id for node in self.pairs.values()}
        free = [node for node in existing if node.id not in taken and node.level not in CODED_LEVELS]
        waiting = [one for one in drafts if one not in self.pairs and one.level not in CODED_LEVELS]
        for one in waiting if free else ():
            best: CascadeNode | None = None
            score = 0.5 if one in self.reading.lists or one.level in (L.TAHAP, L.FOKUS) else 0.75
            for node in free:
                if node.level != one.level:
                    continue
                if one.nomor and node.nomor.rstrip(".") == one.nomor and one.level == L.TAHAP:
                    best = node
                    break
                if (alike := similarity(one.uraian, shown_text(self.cascade, node))) >= score:
                    best, score = node, alike
            if best is not None:
                free.remove(best)
                self.pairs[one] = best
                # What stands under a row that is now known can be known, too.
                self._pair_children(one, best)
        for one in drafts:
            if one in self.pairs:
                self._pair_leftovers(one.children, self.pairs[one].children)

    def _pair_children(self, one: NodeDraft, node: CascadeNode) -> None:
        taken = {other.id for other in self.pairs.values()}
        for child in one.children:
            if child in self.pairs:
                continue
            wanted = normalise_name(child.uraian)
            found = next(
                (
                    other
                    for other in node.children
                    if other.id not in taken
                    and other.level == child.level
                    and normalise_name(shown_text(self.cascade, other)) == wanted
                    and (not other.kode or not child.kode or other.kode == child.kode)
                ),
                None,
            )
            if found is not None:
                self.pairs[child] = found
                taken.add(found.id)
                self._pair_children(child, found)

    def _map_parents(self) -> None:
        def walk(node: NodeDraft, parent: NodeDraft | None) -> None:
            self.parent_of[node] = parent
            for child in node.children:
                walk(child, node)

        for root in self.draft.roots:
            walk(root, None)

    def _is_listed(self, node: CascadeNode) -> bool:
        """Whether a sheet of the workbook lists all nodes of this kind."""
        sheets = self.reading.sheets
        above = self.cascade.parent(node)
        if node.level == L.OUTPUT:
            return ("nomenklatur" if above is not None and above.level == L.ACUAN else "program") in sheets
        if node.level == L.ARAH_KEBIJAKAN:
            return "arah_kebijakan" in sheets or ("strategi" in sheets and above is not None)
        return node.level in self.reading.levels

    def _keep_unmentioned(self) -> None:
        removed: set[int] = set()
        kept: list[CascadeNode] = []
        for node in self.cascade.walk():
            if node.id in self.final:
                continue
            listed = self._is_listed(node) and node.level != L.PERANGKAT_DAERAH
            if listed or node.parent_id in removed:
                self.settled.missing.append(node)
                if self.remove_missing:
                    removed.add(node.id)
                    continue
            kept.append(node)
            self.final[node.id] = NodeDraft(
                node.level,
                nomenklatur_id=node.nomenklatur_id,
                indikator=[_copy(one) for one in node.indikator],
                pagu=dict(node.pagu),
                plafon=dict(node.plafon),
                id=node.id,
                **{name: getattr(node, name) for name in NODE_TEXTS},
            )
        for node in kept:
            self.parent_of[self.final[node.id]] = self.final.get(node.parent_id) if node.parent_id else None
        for node in kept:
            self.final[node.id].links = [self.final[target] for target in node.kaitan if target in self.final]
        self._keep_under_outcomes()
        self.draft.roots = self._ordered(self.draft.roots, self.cascade.roots, None)
        for node in self.cascade.walk():
            one = self.final.get(node.id)
            if one is not None:
                one.children = self._ordered(one.children, node.children, one)

    def _keep_under_outcomes(self) -> None:
        """Kegiatan of an outcome that the workbook lacks and that stays: they stay under it, unless it says where."""
        for one, node in self.pairs.items():
            above = self.cascade.parent(node)
            if one.level != L.KEGIATAN or above is None or above.level != L.OUTCOME or one in self.reading.placed:
                continue
            outcome, now = self.final.get(above.id), self.parent_of.get(one)
            if outcome is None or now is None or outcome in self.pairs:
                continue
            program = self.parent_of.get(outcome)
            if now is program or self.parent_of.get(now) is program:
                now.children.remove(one)
                outcome.children.append(one)
                self.parent_of[one] = outcome

    def _ordered(
        self, stated: list[NodeDraft], existing: tuple[CascadeNode, ...], parent: NodeDraft | None
    ) -> list[NodeDraft]:
        """Siblings in order: that of the workbook within a level, with what it leaves out where it stood before."""
        before = [
            one
            for node in existing
            if (one := self.final.get(node.id)) is not None and self.parent_of.get(one) is parent
        ]
        if not before:
            return stated
        said = set(stated)
        sequences: dict[Level, list[NodeDraft]] = defaultdict(list)
        for one in stated:
            sequences[one.level].append(one)
        previous: dict[Level, NodeDraft] = {}
        for one in before:
            if one not in said:
                sequence = sequences[one.level]
                after = previous.get(one.level)
                sequence.insert(sequence.index(after) + 1 if after is not None else 0, one)
            previous[one.level] = one
        waiting = {level: iter(sequence) for level, sequence in sequences.items()}
        slots = Counter(one.level for one in before)
        result: list[NodeDraft] = []
        for one in before:
            result.append(next(waiting[one.level]))
            slots[one.level] -= 1
            if slots[one.level] == 0:
                result.extend(waiting[one.level])
        placed = set(result)
        result.extend(one for one in stated if one not in placed)
        return result

    # --- fields ----------------------------------------------------------------------------------------------------

    def _complete(self, one: NodeDraft, node: CascadeNode) -> None:
        statement = self.reading.statements.get(one, SILENT)
        said = statement.fields
        for name in NODE_TEXTS:
            if name not in said:
                setattr(one, name, getattr(node, name))
        if one in self.reading.lists and " ".join(node.uraian.split()) == one.uraian:
            one.uraian = node.uraian
        if "nomor" in said and normalise_name(node.nomor) == normalise_name(one.nomor):
            one.nomor = node.nomor
        if one.kode == node.kode:
            one.nomenklatur_id = node.nomenklatur_id
        for key, nilai in node.pagu.items():
            if key[0] not in statement.pagu:
                one.pagu.setdefault(key, nilai)
        for year, nilai in node.plafon.items():
            if year not in statement.plafon:
                one.plafon.setdefault(year, nilai)
        by_id = self.cascade.by_id
        one.links = [
            self.final[target]
            for target in node.kaitan
            if by_id[target].level not in statement.links and target in self.final
        ] + one.links
        self._complete_indicators(one, node, statement)

    def _complete_indicators(self, one: NodeDraft, node: CascadeNode, statement: Statement) -> None:
        if not node.indikator:
            for new in one.indikator:
                new.id = None
            return
        existing = list(node.indikator)
        if not statement.indicators:
            one.indikator = [_copy(held) for held in existing]
            return
        pairs: dict[IndicatorDraft, CascadeIndicator] = {}
        free = {held.id: held for held in existing}
        for new in one.indikator:
            if new.id in free:
                pairs[new] = free.pop(new.id)
            else:
                new.id = None
        shown = [held for held in existing if held.id in free and not only_marked(held)]
        for new in one.indikator:
            if new not in pairs:
                wanted = normalise_name(new.teks)
                found = next((held for held in shown if normalise_name(held.teks) == wanted), None)
                if found is not None:
                    shown.remove(found)
                    pairs[new] = free.pop(found.id)
        left = [new for new in one.indikator if new not in pairs]
        for new in left:
            best = closest(new.teks, [held.teks for held in shown], 0.75)
            found = next((held for held in shown if held.teks == best), None)
            if found is None and len(left) == len(shown) == 1:
                found = shown[0]
            if found is not None:
                shown.remove(found)
                pairs[new] = free.pop(found.id)
        for new, held in pairs.items():
            new.id = held.id
            new.jenis = (held.jenis - statement.kinds) | (new.jenis & statement.kinds)
            for name in INDICATOR_TEXTS:
                if name == "satuan" and new in self.reading.units and not same_unit(new.satuan, held.satuan):
                    continue
                if name not in statement.indicator_fields and not (name == "keterangan" and new.keterangan):
                    setattr(new, name, getattr(held, name))
            new.desimal = held.desimal
            for key, nilai in values_of(held).items():
                if key not in statement.values:
                    new.values.setdefault(key, nilai)
        drafts = {held.id: new for new, held in pairs.items()}
        order = list(one.indikator)
        previous: IndicatorDraft | None = None
        for held in existing:
            one_draft = drafts.get(held.id)
            if one_draft is None:
                if not only_marked(held) and not statement.partial:
                    self.settled.missing_indicators.append(MissingIndicator(held, node))
                    if self.remove_missing:
                        continue
                one_draft = _copy(held)
                order.insert(order.index(previous) + 1 if previous is not None else 0, one_draft)
            previous = one_draft
        one.indikator = order


def only_marked(one: CascadeIndicator) -> bool:
    """Whether an indicator is held by the sheets "IKU" and "IKK" alone."""
    return bool(one.jenis) and one.jenis <= MARKS


def values_of(one: CascadeIndicator) -> dict[tuple[str, int], Nilai]:
    """All values of an indicator of the plan by (role, year)."""
    return {(role, year): nilai for role, year, nilai in one.values}


def _copy(one: CascadeIndicator) -> IndicatorDraft:
    return IndicatorDraft(
        jenis=one.jenis,
        desimal=one.desimal,
        values=values_of(one),
        id=one.id,
        **{name: getattr(one, name) for name in INDICATOR_TEXTS},
    )


def shown_text(cascade: Cascade, node: CascadeNode) -> str:
    """The text that a row shows: its own, else (a priority) that of the node it points to."""
    if node.uraian or node.level != L.PRIORITAS:
        return node.uraian
    order = (L.SUB_KEGIATAN, L.KEGIATAN, L.PROGRAM, L.OUTCOME)
    return next((target.uraian for level in order for target in cascade.linked(node, level)), "")
