"""Lays what a workbook states over the plan as it stands, and resolves what its cells refer to.

The outcome is a draft of the whole plan: what the workbook does not speak of is in it unchanged, so that comparing it
with the plan finds exactly what the workbook changes.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from renstra_portal.lib.codes import KodeProblem, parse_kode
from renstra_portal.lib.text import closest, normalise_name, similarity
from renstra_portal.lib.values import Nilai

from ..cascade import Cascade, CascadeIndicator, CascadeNode
from ..levels import CODED_LEVELS, LINKS, Level
from ..writing.difference import match
from ..writing.draft import INDICATOR_TEXTS, NODE_TEXTS, IndicatorDraft, NodeDraft, PlanDraft
from .marks import MARKS
from .names import SIMILAR
from .reading import SILENT, Reading, Statement, is_dash

L = Level
_LABELLED = re.compile(r"(?P<label>[A-Za-z][A-Za-z -]*?)(?:\s+(?P<kode>[\dX][\dX.]*))?\s*:\s*(?P<name>.+)", re.DOTALL)
_LISTED = re.compile(r"(?:(?:misi|tujuan|sasaran|strategi)\s*)?(?:\d+(?:\.\d+)*)?\s*[.:)]\s*(?=\D)", re.IGNORECASE)
_LEVEL_NAMES = {normalise_name(level.label): level for level in Level}
#: Where a place named only by its text is looked for, in this order.
_PLACES = (
    L.TUJUAN,
    L.SASARAN,
    L.PROGRAM,
    L.OUTCOME,
    L.KEGIATAN,
    L.SUB_KEGIATAN,
    L.OUTPUT,
    L.PERANGKAT_DAERAH,
    L.LAYANAN,
)


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


def settle(reading: Reading, *, remove_missing: bool) -> Settled:
    """Complete the draft from the plan, then resolve references. Faults found on the way are noted as problems."""
    settled = Settled(reading.draft)
    merge = _Merge(reading, settled, remove_missing)
    if reading.context.cascade.by_id:
        merge.run()
    plan = Plan(reading, settled, merge.pairs, remove_missing)
    for act in reading.later:
        act(plan)
    return settled


class _Merge:
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
        self.draft.roots = self._ordered(self.draft.roots, self.cascade.roots, None)
        for node in self.cascade.walk():
            one = self.final.get(node.id)
            if one is not None:
                one.children = self._ordered(one.children, node.children, one)

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
        shown = [held for held in existing if held.id in free and not _only_marked(held)]
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
            new.jenis = held.jenis
            for name in INDICATOR_TEXTS:
                if name not in statement.indicator_fields and not (name == "keterangan" and new.keterangan):
                    setattr(new, name, getattr(held, name))
            new.desimal = held.desimal
            for key, nilai in _values(held).items():
                if key not in statement.values:
                    new.values.setdefault(key, nilai)
        drafts = {held.id: new for new, held in pairs.items()}
        order = list(one.indikator)
        previous: IndicatorDraft | None = None
        for held in existing:
            one_draft = drafts.get(held.id)
            if one_draft is None:
                if not _only_marked(held):
                    self.settled.missing_indicators.append(MissingIndicator(held, node))
                    if self.remove_missing:
                        continue
                one_draft = _copy(held)
                order.insert(order.index(previous) + 1 if previous is not None else 0, one_draft)
            previous = one_draft
        one.indikator = order


def _only_marked(one: CascadeIndicator) -> bool:
    return bool(one.jenis) and one.jenis <= MARKS


def _values(one: CascadeIndicator) -> dict[tuple[str, int], Nilai]:
    return {(role, year): nilai for role, year, nilai in one.values}


def _copy(one: CascadeIndicator) -> IndicatorDraft:
    return IndicatorDraft(
        jenis=one.jenis,
        desimal=one.desimal,
        values=_values(one),
        id=one.id,
        **{name: getattr(one, name) for name in INDICATOR_TEXTS},
    )


def shown_text(cascade: Cascade, node: CascadeNode) -> str:
    """The text that a row shows: its own, else (a priority) that of the node it points to."""
    if node.uraian or node.level != L.PRIORITAS:
        return node.uraian
    order = (L.SUB_KEGIATAN, L.KEGIATAN, L.PROGRAM, L.OUTCOME)
    return next((target.uraian for level in order for target in cascade.linked(node, level)), "")


class Plan:
    """The whole plan as it will be, for resolving what cells refer to: codes, names, numbers and places."""

    def __init__(
        self, reading: Reading, settled: Settled, pairs: dict[NodeDraft, CascadeNode], remove_missing: bool
    ) -> None:
        self.reading = reading
        self.settled = settled
        self.remove_missing = remove_missing
        self.cascade = reading.context.cascade
        self.stated_plafon: dict[tuple[NodeDraft, int], tuple[Nilai, str, str]] = {}
        self._pairs = pairs
        self._by_level: dict[Level, list[NodeDraft]] = defaultdict(list)
        self._by_name: dict[tuple[Level, str], list[NodeDraft]] = defaultdict(list)
        self._by_code: dict[str, NodeDraft] = {}
        self._by_id: dict[int, NodeDraft] = {}
        self._parent: dict[NodeDraft, NodeDraft | None] = {}
        self._indicators: dict[int, IndicatorDraft] | None = None
        self._existing_indicators: dict[int, CascadeIndicator] | None = None
        if reading.later:
            for root in settled.draft.roots:
                self._index(root, None)

    def _index(self, node: NodeDraft, parent: NodeDraft | None) -> None:
        self._parent[node] = parent
        self._by_level[node.level].append(node)
        self._by_name[node.level, normalise_name(node.uraian)].append(node)
        if node.nomor:
            self._by_name[node.level, normalise_name(f"{node.nomor} {node.uraian}")].append(node)
        if node.kode and node.level != L.ACUAN:
            self._by_code.setdefault(node.kode, node)
        if node.id is not None:
            self._by_id[node.id] = node
        for child in node.children:
            self._index(child, node)

    # --- finding ---------------------------------------------------------------------------------------------------

    def nodes_at(self, *levels: Level) -> list[NodeDraft]:
        """Every node of the levels, level by level."""
        return [node for level in levels for node in self._by_level[level]]

    def office(self) -> NodeDraft:
        """The root of the programme tree; added when the plan has none."""
        found = self._by_level[L.PERANGKAT_DAERAH]
        if not found:
            node = NodeDraft(L.PERANGKAT_DAERAH, self.reading.context.nama_perangkat_daerah)
            self.settled.draft.add(node)
            self._index(node, None)
        return self._by_level[L.PERANGKAT_DAERAH][0]

    def find(self, text: str, levels: Iterable[Level]) -> NodeDraft | None:
        """The node of one of the levels that a text names: by name, number and name, number, or nearly the name."""
        wanted = normalise_name(text)
        order = tuple(levels)
        for level in order:
            if found := self._by_name.get((level, wanted)):
                return found[0]
        if match := _LISTED.match(text):
            bare = text[match.end() :]
            if bare and (found_node := self._find_exact(bare, order)) is not None:
                return found_node
        for level in order:
            for node in self._by_level[level]:
                if node.nomor and node.nomor.rstrip(".") == text.rstrip("."):
                    return node
        for level in order:
            best = closest(text, [node.uraian for node in self._by_level[level]], SIMILAR)
            if best is not None:
                return next(node for node in self._by_level[level] if node.uraian == best)
        return None

    def _find_exact(self, text: str, levels: tuple[Level, ...]) -> NodeDraft | None:
        wanted = normalise_name(text)
        return next((found[0] for level in levels if (found := self._by_name.get((level, wanted)))), None)

    def by_code_or_name(self, text: str, levels: tuple[Level, ...]) -> NodeDraft | None:
        """The node that a code, a name, or a code before a name means."""
        first, _, _rest = text.partition(" ")
        for raw in (text, first):
            if raw[:1].isdigit():
                try:
                    node = self._by_code.get(parse_kode(raw).text)
                except KodeProblem:
                    continue
                if node is not None and node.level in levels:
                    return node
        found = self.find(text, levels)
        if found is None and L.PROGRAM in levels:
            return self.find(f"PROGRAM {text}", levels)
        return found

    def programme_node(self, node_id: int | None, kode: str, level: Level | None, uraian: str) -> NodeDraft | None:
        """The node of the programme tree that a row of "Plafon" means."""
        known = self._by_id.get(node_id) if node_id is not None and self.reading.context.trust_ids else None
        if known is not None:
            return known
        if kode:
            return self._by_code.get(kode)
        if level == L.PERANGKAT_DAERAH:
            return self.office()
        levels = (level,) if level is not None else _PLACES
        return self._find_exact(uraian, levels)

    def place(self, text: str) -> NodeDraft | None:
        """The node that a "Melekat pada" cell names: a code, "Perangkat daerah", "Sasaran: …", or a name."""
        if normalise_name(text) in ("perangkat daerah", normalise_name(self.reading.context.nama_perangkat_daerah)):
            return self.office()
        if text[:1].isdigit():
            try:
                if (found := self._by_code.get(parse_kode(text).text)) is not None:
                    return found
            except KodeProblem:
                pass
        match = _LABELLED.fullmatch(text)
        level = _LEVEL_NAMES.get(normalise_name(match["label"])) if match else None
        if match is not None and level is not None:
            nodes = self._by_name.get((level, normalise_name(match["name"])), [])
            kode = match["kode"]
            return next((one for one in nodes if not kode or self._stands_under(one, kode)), None) or self.find(
                match["name"], (level,)
            )
        return self.by_code_or_name(text, _PLACES)

    def _stands_under(self, node: NodeDraft, kode: str) -> bool:
        above = self._parent.get(node)
        while above is not None and not above.kode:
            above = self._parent.get(above)
        return above is not None and above.kode == kode

    def shown_text(self, node: CascadeNode) -> str:
        """See the function of this name."""
        return shown_text(self.cascade, node)

    def existing(self, node: NodeDraft) -> CascadeNode | None:
        """The plan's node that a draft changes, None when it is new."""
        return self.cascade.by_id.get(node.id) if node.id is not None else None

    # --- indicators ------------------------------------------------------------------------------------------------

    def indicator_by_id(self, indicator_id: int | None) -> IndicatorDraft | None:
        """The indicator of the plan with the id, as it will be."""
        if indicator_id is None or not self.reading.context.trust_ids:
            return None
        if self._indicators is None:
            self._indicators = {
                one.id: one for node in self.settled.draft.walk() for one in node.indikator if one.id is not None
            }
        return self._indicators.get(indicator_id)

    def indicator(
        self, indicator_id: int | None, place: str, teks: str, *, only_marked: bool = False
    ) -> IndicatorDraft | None:
        """The indicator a row of "Indikator" means: by id, else by place and text.

        Of two with the same text at one place, `only_marked` prefers the one that is nothing but an IKU or IKK.
        """
        if (known := self.indicator_by_id(indicator_id)) is not None:
            return known
        wanted = normalise_name(teks)
        node = self.place(place) if place else None
        if place and node is None:
            return None
        nodes = [node] if node is not None else self.nodes_at(*_PLACES)
        found = [one for held in nodes for one in held.indikator if normalise_name(one.teks) == wanted]
        return next((one for one in found if (one.jenis <= MARKS) is only_marked), found[0] if found else None)

    def goes_missing(self, indicator_id: int | None) -> bool:
        """Whether an indicator of the plan is about to be removed because its row is no longer on its sheet."""
        nodes = {node.id for node in self.settled.missing}
        return any(one.indicator.id == indicator_id for one in self.settled.missing_indicators) or any(
            held.id == indicator_id for node in self.cascade.walk() if node.id in nodes for held in node.indikator
        )

    def existing_indicator(self, one: IndicatorDraft) -> Any:
        """The plan's indicator that a draft changes, None when it is new."""
        if self._existing_indicators is None:
            self._existing_indicators = {held.id: held for node in self.cascade.walk() for held in node.indikator}
        return self._existing_indicators.get(one.id) if one.id is not None else None

    def existing_values(self, one: CascadeIndicator | None) -> dict[tuple[str, int], Nilai]:
        """All values of an indicator of the plan by (role, year)."""
        return _values(one) if one is not None else {}

    def unmark_missing(self, mark: str, marked: set[IndicatorDraft]) -> None:
        """Note (and, when asked for, take away) a mark that the plan has and the sheet lacks."""
        for node in self.settled.draft.walk():
            for one in list(node.indikator):
                if mark not in one.jenis or one in marked or (held := self.existing_indicator(one)) is None:
                    continue
                self.settled.missing_indicators.append(MissingIndicator(held, self.cascade.by_id[held.simpul_id], mark))
                if self.remove_missing:
                    one.jenis -= {mark}
                    if not one.jenis:
                        node.indikator.remove(one)

    def by_id(self, node_id: int) -> NodeDraft | None:
        """The plan's node with the id, as it will be."""
        return self._by_id.get(node_id)

    # --- changing --------------------------------------------------------------------------------------------------

    def add_link(self, node: NodeDraft, target: NodeDraft) -> None:
        """Link a node to another, once."""
        if target not in node.links:
            node.links.append(target)

    def keep_links(self, node: NodeDraft, existing: CascadeNode, levels: tuple[Level, ...]) -> None:
        """Link a node to what it was linked to at the levels."""
        for target in self.cascade.linked(existing, *levels):
            if (one := self._by_id.get(target.id)) is not None:
                self.add_link(node, one)

    def add_child(self, node: NodeDraft, child: NodeDraft) -> NodeDraft:
        """Append a child and index it."""
        node.add(child)
        self._index(child, node)
        return child

    def link(
        self, node: NodeDraft, text: str, levels: tuple[Level, ...], place: dict[str, Any], *, numbered: bool = False
    ) -> None:
        """Link a node to every node that a cell names, one on each line or parted by semicolons."""
        whole = self.find(text, levels)
        if whole is not None and not (numbered and text.isdigit()):
            self.add_link(node, whole)
            return
        for item in re.split(r"[\n;]" if not numbered else r"[\n;]|,\s*(?=\d)", text):
            name = item.strip()
            if not name or is_dash(name):
                continue
            target = None
            if numbered and name.rstrip(".").isdigit():
                listed = self._by_level[levels[0]]
                number = int(name.rstrip("."))
                target = listed[number - 1] if 0 < number <= len(listed) else None
            else:
                target = self.find(name, levels)
            if target is None:
                self.reading.problems.galat(
                    f"{levels[0].label} ini tidak ditemukan pada rencana.", **place, found=name,
                    hint="Isi nomor urutnya, atau samakan tulisannya.",
                )  # fmt: skip
            else:
                self.add_link(node, target)

    def link_or_add(
        self, node: NodeDraft, item: str, level: Level | None, default: Level, place: dict[str, Any]
    ) -> None:
        """Link a node to the reference a text names; one that the plan does not have yet is added to it."""
        levels = (level,) if level is not None else LINKS.get(node.level, (default,))
        target = self.find(item, levels)
        if target is None and is_dash(item):
            return
        if target is None:
            target = NodeDraft(level or default, item)
            self.settled.draft.add(target)
            self._index(target, None)
            self.reading.problems.catatan(
                f"Belum ada pada rencana dan ditambahkan sebagai {target.level.label}.", **place, found=item
            )
        self.add_link(node, target)
