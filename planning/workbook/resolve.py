"""The whole plan as a workbook leaves it, to find there what cells refer to: codes, names, numbers and places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from renstra_portal.lib.codes import KodeProblem, parse_kode
from renstra_portal.lib.text import closest, normalise_name
from renstra_portal.lib.values import Nilai

from ..cascade import CascadeIndicator, CascadeNode
from ..levels import FREELY_CODED_LEVELS, LINKS, Level
from ..writing.draft import IndicatorDraft, NodeDraft
from .marks import MARKS
from .merge import MissingIndicator, Settled, shown_text, values_of
from .names import SIMILAR
from .reading import Reading, is_dash

L = Level
_LABELLED = re.compile(r"(?P<label>[A-Za-z][A-Za-z /-]*?)(?:\s+(?P<kode>[\dX][\dX.]*))?\s*:\s*(?P<name>.+)", re.DOTALL)
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
    L.EVALUASI,
    L.RKPD,
    L.USULAN,
    L.USULAN_LUAR,
)


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
        if node.kode and node.level not in FREELY_CODED_LEVELS:
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
        """The node that a "Melekat pada" cell names: see `places`."""
        return next(iter(self.places(text)), None)

    def places(self, text: str) -> list[NodeDraft]:
        """The nodes that a "Melekat pada" cell may name: a code, "Perangkat daerah", "Sasaran: …", or a name.

        Evaluated rows can stand several times under one code and name; all of them are given.
        """
        if normalise_name(text) in ("perangkat daerah", normalise_name(self.reading.context.nama_perangkat_daerah)):
            return [self.office()]
        if text[:1].isdigit():
            try:
                if (found := self._by_code.get(parse_kode(text).text)) is not None:
                    return [found]
            except KodeProblem:
                pass
        match = _LABELLED.fullmatch(text)
        level = _LEVEL_NAMES.get(normalise_name(match["label"])) if match else None
        if match is not None and level is not None:
            nodes = self._by_name.get((level, normalise_name(match["name"])), [])
            kode = match["kode"]
            there = [one for one in nodes if not kode or one.kode == kode or self._stands_under(one, kode)]
            nearly = self.find(match["name"], (level,)) if not there else None
            return there or ([nearly] if nearly is not None else [])
        named = self.by_code_or_name(text, _PLACES)
        return [named] if named is not None else []

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
        nodes = self.places(place) if place else self.nodes_at(*_PLACES)
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
        return values_of(one) if one is not None else {}

    def unmark_missing(self, mark: str, marked: set[IndicatorDraft]) -> None:
        """Note (and, when asked for, take away) a mark that the plan has and the sheet lacks."""
        for node in self.settled.draft.walk():
            for one in list(node.indikator):
                if mark not in one.jenis or one in marked or (held := self.existing_indicator(one)) is None:
                    continue
                if mark == "ikk" and node.level == L.LAYANAN:
                    # Services are marked on their own sheet.
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
