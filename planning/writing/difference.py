"""Compares a draft with the cascade, cell by cell. Pure: a preview and a real import run this same code.

Every object of the difference has `cells`: cell name → (old, new), both stored text or None. Names are the fields of
the model (`uraian`, `satuan`, `parent`, …) and `target:2025`, `baseline:2024`, `realisasi:2023`, `pagu:2025:APBD`,
`plafon:2026`, `keuangan_2:2026:APBD`, `fisik_2:2026`, `kaitan:17` (a link to simpul 17), `asal` (the row of another
version that it was taken from). New objects have negative temporary ids until they are written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import Nilai, round_half_up

from ..cascade import Cascade, CascadeIndicator, CascadeNode
from ..cascade.tree import INDICATOR_NUMBERS, INDICATOR_TEXTS, NODE_TEXTS
from ..levels import Level
from ..models.change import Change
from .draft import PLAN_SETTINGS, IndicatorDraft, NodeDraft, PlanDraft, encode_setting

Cells = dict[str, tuple[str | None, str | None]]
Kind = Change.Kind
Act = Change.Act


@dataclass(slots=True)
class ObjectDiff:
    """One object that would be created, changed or deleted. `label` and `place` are for people."""

    act: Act
    kind: Kind
    id: int
    cells: Cells
    label: str = ""
    place: str = ""


@dataclass(slots=True)
class Difference:
    """All that writing the draft would change, in an order in which it can be written.

    `missing` are simpul of the plan that the draft does not mention; they are deleted only when asked for.
    """

    objects: list[ObjectDiff] = field(default_factory=list)
    missing: list[CascadeNode] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether writing would change nothing."""
        return not self.objects

    def count(self, kind: Kind, act: Act) -> int:
        """How many objects of a kind would undergo an act."""
        return sum(1 for one in self.objects if one.kind == kind and one.act == act)

    def cell_count(self) -> int:
        """How many cells of existing objects would change."""
        return sum(len(one.cells) for one in self.objects if one.act == Act.UPDATE)


def compare(cascade: Cascade, draft: PlanDraft, *, remove_missing: bool = False) -> Difference:
    """What would have to change for the plan to be as the draft says.

    Simpul are recognised by id, else by level and code, else by level and name under the same parent.
    """
    pairs = match(cascade, draft)
    matched = {node.id for node in pairs.values()}
    temporary = iter(range(-1, -(10**9), -1))
    ids: dict[NodeDraft, int] = {one: pairs[one].id if one in pairs else next(temporary) for one in draft.walk()}

    difference = Difference()
    settings: Cells = {}
    for name in PLAN_SETTINGS:
        if name in draft.settings:
            old, new = encode_setting(getattr(cascade.plan, name)), encode_setting(draft.settings[name])
            if old != new:
                settings[name] = (old, new)
    if settings:
        difference.objects.append(ObjectDiff(Act.UPDATE, Kind.RENCANA, cascade.plan.id, settings, cascade.plan.judul))

    indicators: list[ObjectDiff] = []
    for one, parent_id, position in _placed(draft.roots, ids, pairs):
        node = pairs.get(one)
        wanted = _node_cells(one, parent_id, position, ids)
        _keep_origin(wanted, one.asal, node)
        if cells := _changed(_existing_node_cells(node) if node else {}, wanted):
            act = Act.UPDATE if node else Act.CREATE
            difference.objects.append(ObjectDiff(act, Kind.SIMPUL, ids[one], cells, node_label(one), one.place))
        indicators.extend(_indicator_diffs(one, node, ids[one], temporary, remove_missing=remove_missing))
    difference.objects.extend(indicators)

    difference.missing = [node for node in cascade.walk() if node.id not in matched]
    if remove_missing:
        difference.objects.extend(_deletions(difference.missing))
    return difference


def node_label(node: NodeDraft | CascadeNode) -> str:
    """A simpul as people would name it in a message."""
    name = f"{node.kode} {node.uraian}".strip() or node.nomor
    return f"{node.level.label} {name}".strip()


def delete_all(cascade: Cascade, node: CascadeNode) -> list[ObjectDiff]:
    """The deletion of a node with everything under it, children before parents.

    Links that lead there from rows that stay are taken off first, so that the record holds them for an undo.
    """
    going = {one.id for one in node.walk()}
    unlinked = [
        ObjectDiff(
            Act.UPDATE,
            Kind.SIMPUL,
            one.id,
            {f"kaitan:{target}": ("1", None) for target in one.kaitan if target in going},
            node_label(one),
        )
        for one in cascade.walk()
        if one.id not in going and going.intersection(one.kaitan)
    ]
    return unlinked + _deletions(list(node.walk()))


def _placed(
    roots: list[NodeDraft], ids: dict[NodeDraft, int], pairs: dict[NodeDraft, CascadeNode]
) -> Iterator[tuple[NodeDraft, int | None, int]]:
    """Every draft with its parent's id and its position among siblings, parents first."""
    level: list[tuple[NodeDraft, int | None, int]] = list(
        zip(roots, [None] * len(roots), _positions(roots, pairs), strict=True)
    )
    while level:
        yield from level
        level = [
            (child, ids[one], position)
            for one, _, _ in level
            for child, position in zip(one.children, _positions(one.children, pairs), strict=True)
        ]


def _positions(siblings: list[NodeDraft], pairs: dict[NodeDraft, CascadeNode]) -> list[int]:
    """Positions in rising order that leave siblings of the plan where they stand, as far as their order allows."""
    positions: list[int] = []
    for one in siblings:
        after = positions[-1] if positions else -1
        node = pairs.get(one)
        position = after + 1 if node is None else node.urutan
        if position <= after:
            return list(range(len(siblings)))
        positions.append(position)
    return positions


def _changed(old: dict[str, str], new: dict[str, str]) -> Cells:
    if not old:
        return {name: (None, value) for name, value in new.items()}
    cells: Cells = {}
    for name, value in new.items():
        before = old.get(name)
        if before != value:
            cells[name] = (before, value)
    for name, value in old.items():
        if name not in new:
            cells[name] = (value, None)
    return cells


def _node_cells(one: NodeDraft, parent_id: int | None, position: int, ids: dict[NodeDraft, int]) -> dict[str, str]:
    cells = {"level": one.level.value, "urutan": str(position)}
    if parent_id is not None:
        cells["parent"] = str(parent_id)
    if one.nomenklatur_id is not None:
        cells["nomenklatur"] = str(one.nomenklatur_id)
    for name in NODE_TEXTS:
        if value := getattr(one, name):
            cells[name] = value
    _figure_cells(cells, one)
    for target in one.links:
        cells[f"kaitan:{ids[target]}"] = "1"
    return cells


def _existing_node_cells(node: CascadeNode) -> dict[str, str]:
    cells = {"level": node.level.value, "urutan": str(node.urutan)}
    if node.parent_id is not None:
        cells["parent"] = str(node.parent_id)
    if node.nomenklatur_id is not None:
        cells["nomenklatur"] = str(node.nomenklatur_id)
    for name in NODE_TEXTS:
        if value := getattr(node, name):
            cells[name] = value
    _keep_origin(cells, None, node)
    _figure_cells(cells, node)
    for target in node.kaitan:
        cells[f"kaitan:{target}"] = "1"
    return cells


def _keep_origin(cells: dict[str, str], stated: int | None, held: CascadeNode | CascadeIndicator | None) -> None:
    """The origin is stated only by copies; a workbook does not know it, and so never takes it away."""
    origin = stated if stated is not None else held.asal_id if held else None
    if origin is not None:
        cells["asal"] = str(origin)


def _figure_cells(cells: dict[str, str], one: NodeDraft | CascadeNode) -> None:
    for (tahun, sumber), nilai in one.pagu.items():
        if (text := money_text(nilai)) is not None:
            cells[f"pagu:{tahun}:{sumber}"] = text
    for tahun, nilai in one.plafon.items():
        if (text := money_text(nilai)) is not None:
            cells[f"plafon:{tahun}"] = text
    for (peran, tahun, sumber), nilai in one.keuangan.items():
        if (text := money_text(nilai)) is not None:
            cells[f"{peran}:{tahun}:{sumber}"] = text
    for (peran, tahun), nilai in one.nilai.items():
        if (text := nilai.encode()) is not None:
            cells[f"{peran}:{tahun}"] = text


def money_text(nilai: Nilai) -> str | None:
    """Rupiah as the database gives them back, so that 100,00 and 100 are one amount: with sen only if there are any."""
    amount = nilai.amount
    if amount is None:
        return nilai.encode()
    for decimals in (0, 2):
        if amount == (rounded := round_half_up(amount, decimals)):
            return Nilai.of(rounded).encode()
    return nilai.encode()


def _indicator_cells(one: IndicatorDraft, simpul_id: int, position: int) -> dict[str, str]:
    cells = {"simpul": str(simpul_id), "urutan": str(position)}
    _indicator_texts(cells, one)
    for (role, tahun), nilai in one.values.items():
        if (text := nilai.encode()) is not None:
            cells[f"{role}:{tahun}"] = text
    return cells


def _existing_indicator_cells(one: CascadeIndicator, position: int) -> dict[str, str]:
    cells = {"simpul": str(one.simpul_id), "urutan": str(position)}
    _indicator_texts(cells, one)
    _keep_origin(cells, None, one)
    for role, tahun, nilai in one.values:
        if (text := nilai.encode()) is not None:
            cells[f"{role}:{tahun}"] = text
    return cells


def _indicator_texts(cells: dict[str, str], one: IndicatorDraft | CascadeIndicator) -> None:
    for name in INDICATOR_TEXTS:
        if value := getattr(one, name):
            cells[name] = value
    if one.jenis:
        cells["jenis"] = ",".join(sorted(one.jenis))
    for name in INDICATOR_NUMBERS:
        if (number := getattr(one, name)) is not None:
            cells[name] = str(number)


def _indicator_diffs(
    owner: NodeDraft,
    node: CascadeNode | None,
    owner_id: int,
    temporary: Iterator[int],
    *,
    remove_missing: bool,
) -> Iterator[ObjectDiff]:
    existing = list(node.indikator) if node else []
    pairs = _match_indicators(existing, owner.indikator)
    for position, one in enumerate(owner.indikator):
        found = pairs.get(one)
        new = _indicator_cells(one, owner_id, position)
        _keep_origin(new, one.asal, found)
        if found is None:
            yield ObjectDiff(Act.CREATE, Kind.INDIKATOR, next(temporary), _changed({}, new), one.teks, one.place)
        elif cells := _changed(_existing_indicator_cells(found, existing.index(found)), new):
            yield ObjectDiff(Act.UPDATE, Kind.INDIKATOR, found.id, cells, one.teks, one.place)
    if node:
        # An indicator that is gone from a row the draft does mention has been taken out of that row.
        kept = {found.id for found in pairs.values()}
        for position, gone in enumerate(existing):
            if gone.id not in kept:
                yield _deleted_indicator(gone, position)


def _deleted_indicator(one: CascadeIndicator, position: int) -> ObjectDiff:
    cells: Cells = {name: (value, None) for name, value in _existing_indicator_cells(one, position).items()}
    return ObjectDiff(Act.DELETE, Kind.INDIKATOR, one.id, cells, one.teks)


def _deletions(nodes: Iterable[CascadeNode]) -> list[ObjectDiff]:
    objects: list[ObjectDiff] = []
    for node in reversed(list(nodes)):
        objects.extend(_deleted_indicator(one, n) for n, one in enumerate(node.indikator))
        cells: Cells = {name: (value, None) for name, value in _existing_node_cells(node).items()}
        objects.append(ObjectDiff(Act.DELETE, Kind.SIMPUL, node.id, cells, node_label(node)))
    return objects


def _match_indicators(
    existing: list[CascadeIndicator], drafts: list[IndicatorDraft]
) -> dict[IndicatorDraft, CascadeIndicator]:
    if not existing:
        return {}
    pairs: dict[IndicatorDraft, CascadeIndicator] = {}
    free = {one.id: one for one in existing}
    for one in drafts:
        if one.id in free:
            pairs[one] = free.pop(one.id)
    for draft_key, node_key in (
        (lambda d: (normalise_name(d.teks), d.jenis), lambda e: (normalise_name(e.teks), e.jenis)),
        (lambda d: normalise_name(d.teks), lambda e: normalise_name(e.teks)),
    ):
        waiting: dict[object, list[CascadeIndicator]] = defaultdict(list)
        for found in free.values():
            waiting[node_key(found)].append(found)
        for one in drafts:
            if one not in pairs and (candidates := waiting.get(draft_key(one))):
                pairs[one] = free.pop(candidates.pop(0).id)
    return pairs


def match(cascade: Cascade, draft: PlanDraft) -> dict[NodeDraft, CascadeNode]:
    """Which existing node each draft node is. See `compare` for the order of recognition."""
    if not cascade.by_id:
        return {}
    pairs: dict[NodeDraft, CascadeNode] = {}
    taken: set[int] = set()

    def pair(one: NodeDraft, node: CascadeNode) -> None:
        pairs[one] = node
        taken.add(node.id)

    for one in draft.walk():
        node = cascade.by_id.get(one.id) if one.id is not None else None
        if node is not None and node.level == one.level and node.id not in taken:
            pair(one, node)

    by_code: dict[tuple[Level, str], list[CascadeNode]] = defaultdict(list)
    for node in cascade.walk():
        if node.kode:
            by_code[node.level, node.kode].append(node)

    def settle(drafts: list[NodeDraft], existing: tuple[CascadeNode, ...]) -> None:
        free = [node for node in existing if node.id not in taken]
        by_key: dict[object, list[CascadeNode]] = defaultdict(list)
        for node in free:
            by_key[node.level, normalise_name(node.uraian), node.kode].append(node)
            if node.kode:
                by_key[node.level, "", node.kode].append(node)
            by_key[node.level, normalise_name(node.uraian), None].append(node)
        for one in drafts:
            if one in pairs:
                continue
            name = normalise_name(one.uraian)
            keys: list[object] = [(one.level, name, one.kode)]
            if one.kode:
                keys.append((one.level, "", one.kode))
            keys.append((one.level, name, None))
            for key in keys:
                found = next(
                    (
                        node
                        for node in by_key.get(key, ())
                        if node.id not in taken and (not node.kode or not one.kode or node.kode == one.kode)
                    ),
                    None,
                )
                if found is not None:
                    pair(one, found)
                    break
            else:
                if one.kode:
                    # Moved under another parent: a code stands once in the programme tree.
                    elsewhere = [n for n in by_code.get((one.level, one.kode), ()) if n.id not in taken]
                    if len(elsewhere) == 1:
                        pair(one, elsewhere[0])
        for one in drafts:
            settle(one.children, pairs[one].children if one in pairs else ())

    settle(draft.roots, cascade.roots)
    return pairs
