"""What the change record says of cells: their history, what others changed since, and undo that lasts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Count

from ..models import Change, ChangeSet, Indikator, Kaitan, Rencana, Simpul, User
from ..writing import (
    Authorship,
    Difference,
    InvalidPlan,
    NotAllowed,
    ObjectDiff,
    apply,
    locked_plan,
    stored_indicators,
    stored_nodes,
)
from ..writing.difference import Act, Cells
from ..writing.draft import encode_setting
from ..writing.stored import Stored
from .cells import Clash, Clashing, Problem, Refused
from .naming import cell_title
from .rows import RowId
from .sheet import Kind, Place, Sheet, moves_sources, source_of, sources_in
from .touches import Touch, last_touches

HISTORY_LENGTH = 200
#: How many of a person's latest change sets are offered for undo, and up to what size their cells are named.
UNDO_LIST = 50
NAMED_CHANGES = 100
#: With more changes than this, reading the grid again is quicker than listing them.
MOST_CHANGES = 3_000
#: Cells that move rows about instead of changing what a row shows.
STRUCTURAL = frozenset({"parent", "urutan", "level", "simpul"})
_NAMES_OF_ROWS = {"parent": "uraian", "level": "uraian", "simpul": "teks"}


class UnknownChangeSet(Exception):
    """The change set is not in this plan."""


# History of a cell ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of one cell, newest first in a history. `old` and `new` are stored forms, None blank."""

    touch: Touch
    origin: str
    source: str
    old: str | None
    new: str | None


def cell_history(rencana: Rencana, row: RowId, col: str) -> list[Entry]:
    """The changes of a cell, newest first; of pagu also from before its sumber dana got its name.

    Raises `UnknownCell`.
    """
    place = Sheet.of_rows(rencana, [row], [col]).place(row, col)
    changes = (
        Change.objects.filter(changeset__rencana=rencana, kind=place.kind, object_id=place.id)
        .select_related("changeset")
        .order_by("-pk")
    )
    entries: list[Entry] = []
    name = place.name
    for change in changes:
        source = source_of(name)
        renamed = _renaming(change, source) if source is not None else None
        sides: Sequence[str | None] | None = change.cells.get(name)
        if renamed is not None:
            what, year, _ = name.split(":", 2)
            name = f"{what}:{year}:{renamed}"
            # Under its old name stood what is gone from there in the same change.
            sides = (renamed or None, source or None) if col == "sumber_dana" else _across(change, name, sides)
        if sides and sides[0] != sides[1]:
            changeset = change.changeset
            entries.append(
                Entry(Touch.of(changeset), changeset.get_origin_display(), changeset.source, sides[0], sides[1])
            )
        if len(entries) == HISTORY_LENGTH:
            break
    return entries


def _renaming(change: Change, source: str) -> str | None:
    """The name that a sumber dana had before the change; None when the change did not rename it."""
    gone = sources_in(name for name, (_, new) in change.cells.items() if new is None)
    come = sources_in(name for name, (old, _) in change.cells.items() if old is None)
    if change.act != Act.UPDATE or source not in come or source in gone or len(gone) != 1:
        return None
    return min(gone)


def _across(change: Change, before: str, sides: Sequence[str | None] | None) -> tuple[str | None, str | None]:
    """What a year's pagu was under the old name and is under the new one."""
    old: str | None = change.cells.get(before, (None, None))[0]
    return old, sides[1] if sides else None


# Changes since a revision -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Changed:
    """A cell as it stands now, and who changed it last."""

    row: str
    col: str
    value: str | None
    touch: Touch
    mine: bool


@dataclass(slots=True)
class Since:
    """What happened to the plan since a revision. With `structure` the browser reads the rows again."""

    revisi: int
    cells: list[Changed] = field(default_factory=list)
    structure: bool = False


def changes_since(rencana: Rencana, since: int, user: User) -> Since:
    """The cells that anyone changed after the revision, as they stand now."""
    found = Since(rencana.revisi)
    if since >= rencana.revisi:
        # A higher revision than the plan's own can only come from another copy of the data.
        found.structure = since > rencana.revisi
        return found
    changes = list(
        Change.objects.filter(changeset__rencana=rencana, changeset__revisi__gt=since)
        .select_related("changeset")
        .order_by("pk")[: MOST_CHANGES + 1]
    )
    if len(changes) > MOST_CHANGES:
        found.structure = True
        return found
    found.cells = list(_shown_cells(rencana, changes, user))
    found.structure = any(map(_moves_rows, changes)) or _moves_source_rows(rencana, changes)
    return found


def _moves_rows(change: Change) -> bool:
    if change.kind == Kind.RENCANA:
        return bool({"tahun_tabel", "tahun_dasar"} & set(change.cells))
    return change.act != Act.UPDATE or any(name in STRUCTURAL or name.startswith("kaitan:") for name in change.cells)


def _moves_source_rows(rencana: Rencana, changes: list[Change]) -> bool:
    """Whether rows of sumber dana came or went: the pagu held now, with the changes taken back, tells what was."""
    undone: dict[int, dict[str, str | None]] = defaultdict(dict)
    for change in reversed(changes):
        if change.kind == Kind.SIMPUL and sources_in(change.cells):
            undone[change.object_id] |= {name: old for name, (old, _) in change.cells.items()}
    nodes = stored_nodes(rencana, undone, with_=("pagu",))
    return any(moves_sources(nodes[one], cells) for one, cells in undone.items() if one in nodes)


def _shown_cells(rencana: Rencana, changes: Iterable[Change], user: User) -> Iterator[Changed]:
    last: dict[tuple[str, int, str], ChangeSet] = {}
    for change in changes:
        if change.kind != Kind.RENCANA:
            last |= {(change.kind, change.object_id, name): change.changeset for name in change.cells}
    sheet = Sheet.of_objects(
        rencana,
        {one for kind, one, _ in last if kind == Kind.SIMPUL},
        {one for kind, one, _ in last if kind == Kind.INDIKATOR},
    )
    shown: dict[tuple[str, str], Changed] = {}
    for (kind, one, name), changeset in last.items():
        source = source_of(name)
        if source is not None and one in sheet.nodes:
            row = f"s{one}"
            first = sheet.sources(one)[0]
            shown[row, "sumber_dana"] = _changed(row, "sumber_dana", first or None, changeset, user)
            if source not in sheet.sources(one):
                # Pagu that went under another name: its row is told by that name.
                continue
        if cell := sheet.cell_of(kind, one, name):
            shown[cell] = _changed(*cell, sheet.stored(Place(Kind(kind), one, name)), changeset, user)
    yield from shown.values()


def _changed(row: str, col: str, value: str | None, changeset: ChangeSet, user: User) -> Changed:
    return Changed(row, col, value, Touch.of(changeset), changeset.user_id == user.pk)


# Undo -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Undoable:
    """A change set of one's own that stands and can be undone."""

    touch: Touch
    act: str
    count: int
    summary: str


def undoable(rencana: Rencana, user: User) -> list[Undoable]:
    """One's own latest change sets that nobody has undone yet, newest first, whatever session they come from.

    An undone set is not in the list, but its undo is: undoing that one brings it back.
    """
    sets = list(
        ChangeSet.objects.filter(rencana=rencana, user=user, undone_by__isnull=True)
        .annotate(size=Count("changes"))
        .order_by("-pk")[:UNDO_LIST]
    )
    named: dict[int, list[Change]] = defaultdict(list)
    for change in Change.objects.filter(changeset__in=[one.pk for one in sets if one.size <= NAMED_CHANGES]):
        named[change.changeset_id].append(change)
    return [_undoable(one, named.get(one.pk, [])) for one in sets]


def _undoable(changeset: ChangeSet, changes: list[Change]) -> Undoable:
    words = changeset.source or changeset.get_origin_display()
    size: int = changeset.size  # type: ignore[attr-defined]  # annotated by `undoable`
    if not changes:
        return Undoable(Touch.of(changeset), words, size, f"{size} baris")
    updates = [change for change in changes if change.act == Act.UPDATE]
    cells = sum(len(change.cells) for change in updates)
    names = list(dict.fromkeys(cell_title(name, with_source=False) for change in updates for name in change.cells))
    parts = []
    if cells:
        more = " dan lainnya" if len(names) > 3 else ""
        parts.append(f"{cells} sel: {', '.join(names[:3])}{more}")
    for act, verb in ((Act.CREATE, "ditambahkan"), (Act.DELETE, "dihapus")):
        if rows := sum(1 for change in changes if change.act == act):
            parts.append(f"{rows} butir {verb}")
    count = cells + sum(1 for change in changes if change.act != Act.UPDATE)
    return Undoable(Touch.of(changeset), words, count, "; ".join(parts))


@dataclass(slots=True)
class Undone:
    """What an undo did: the cells as they stand now, and whether rows came or went."""

    revisi: int
    changeset: ChangeSet
    cells: list[Changed] = field(default_factory=list)
    structure: bool = False


def undo(slug: str, user: User, changeset_id: int) -> Undone:
    """Take back one of the person's own change sets, all of it, recorded as a change set of its own.

    Deleted rows come back with their ids. Undoing an undo brings the change back. A set already undone is left so.
    Raises `Rencana.DoesNotExist`, `UnknownChangeSet`, `NotAllowed`, `Refused`, and `Clashing` with the cells that were
    changed after it; then nothing is undone.
    """
    with locked_plan(slug, user) as lock:
        changeset = ChangeSet.objects.filter(rencana=lock.rencana, pk=changeset_id).first()
        if changeset is None:
            raise UnknownChangeSet
        if changeset.user_id != user.pk:
            raise NotAllowed("Hanya yang membuat perubahan ini yang dapat mengurungkannya.")
        if earlier := ChangeSet.objects.filter(undoes=changeset).first():
            return Undone(lock.rencana.revisi, earlier, structure=True)
        inversion = _Inversion(lock.rencana, list(changeset.changes.all()))
        if inversion.clashes:
            raise Clashing(inversion.clashes)
        by = Authorship(user=user, origin=ChangeSet.Origin.UNDO, source=_undo_words(changeset), undoes=changeset)
        try:
            written = apply(lock.rencana, Difference(inversion.objects), by=by, lock=lock)
        except InvalidPlan as refusal:
            raise Refused([Problem(None, None, message) for message in refusal.messages]) from refusal
    if written is None:
        raise Refused([Problem(None, None, "Tidak ada lagi yang dapat diurungkan dari perubahan ini.")])
    changes = list(written.changes.select_related("changeset"))
    return Undone(
        lock.rencana.revisi,
        written,
        list(_shown_cells(lock.rencana, [one for one in changes if one.act == Act.UPDATE], user)),
        any(map(_moves_rows, changes)) or _moves_source_rows(lock.rencana, changes),
    )


def _undo_words(changeset: ChangeSet) -> str:
    words = changeset.source or changeset.get_origin_display()
    if not changeset.undoes_id:
        return f"Urungkan: {words}"
    verb, _, act = words.partition(": ")
    return f"{'Ulangi' if verb == 'Urungkan' else 'Urungkan'}: {act}"


class _Inversion:
    """The reverse of recorded changes, held against what is stored now."""

    def __init__(self, rencana: Rencana, changes: list[Change]) -> None:
        self.rencana = rencana
        self.objects: list[ObjectDiff] = []
        self._ids: dict[str, set[int]] = defaultdict(set)
        for change in changes:
            self._ids[change.kind].add(change.object_id)
        self._nodes = stored_nodes(rencana, self._ids[Kind.SIMPUL])
        self._indicators = stored_indicators(rencana, self._ids[Kind.INDIKATOR])
        self._blamed: dict[Place, str | None] = {}
        # Last written, first taken back.
        for change in reversed(changes):
            self._invert(change)
        self._keep_what_was_added_since()
        self.clashes = self._clashes() if self._blamed else []

    def _held(self, change: Change) -> dict[str, str] | None:
        if change.kind == Kind.RENCANA:
            settings = {name: encode_setting(getattr(self.rencana, name)) for name in change.cells}
            return {name: text for name, text in settings.items() if text is not None}
        held: Stored = self._nodes if change.kind == Kind.SIMPUL else self._indicators
        return held.get(change.object_id)

    def _invert(self, change: Change) -> None:
        kind, one, held = Kind(change.kind), change.object_id, self._held(change)
        if change.act == Act.DELETE:
            if held is None:
                self._add(Act.CREATE, kind, one, {name: (None, old) for name, (old, _) in change.cells.items()})
            return
        if held is None:
            if change.act == Act.UPDATE:
                # The row is gone: what stood in its cells cannot be brought back alone.
                self._blamed |= {Place(kind, one, name): old for name, (old, _) in change.cells.items()}
            return
        if change.act == Act.CREATE:
            for name in set(change.cells) | set(held):
                recorded = change.cells.get(name, (None, None))[1]
                if held.get(name) != recorded and name != "urutan":
                    self._blamed[Place(kind, one, name)] = None
            self._add(Act.DELETE, kind, one, {name: (value, None) for name, value in held.items()})
            return
        cells: Cells = {}
        for name, (old, new) in change.cells.items():
            now = held.get(name)
            if now == old:
                continue
            if now != new and name != "urutan":
                self._blamed[Place(kind, one, name)] = old
            cells[name] = (now, old)
        if cells:
            self._add(Act.UPDATE, kind, one, cells)

    def _add(self, act: Act, kind: Kind, one: int, cells: Cells) -> None:
        self.objects.append(ObjectDiff(act, kind, one, cells, self._label(cells)))

    def _label(self, cells: Cells) -> str:
        words = [side for name in ("kode", "uraian", "teks") for side in cells.get(name, ()) if side]
        return " ".join(words[:2]) or "Baris"

    def _keep_what_was_added_since(self) -> None:
        """Rows, indicators and links that came after the rows to be taken away are not taken along."""
        nodes = {one.id for one in self.objects if one.act == Act.DELETE and one.kind == Kind.SIMPUL}
        if not nodes:
            return
        children = Simpul.objects.filter(parent__in=nodes).exclude(pk__in=nodes)
        for pk in children.values_list("pk", flat=True):
            self._blamed[Place(Kind.SIMPUL, pk, "parent")] = None
        indicators = Indikator.objects.filter(simpul__in=nodes).exclude(pk__in=self._ids[Kind.INDIKATOR])
        for pk in indicators.values_list("pk", flat=True):
            self._blamed[Place(Kind.INDIKATOR, pk, "simpul")] = None
        unlinked = {(one.id, int(name[7:])) for one in self.objects for name in one.cells if name.startswith("kaitan:")}
        links = Kaitan.objects.filter(ke__in=nodes).exclude(dari__in=nodes).values_list("dari_id", "ke_id")
        for source, target in set(links) - unlinked:
            self._blamed[Place(Kind.SIMPUL, source, f"kaitan:{target}")] = None

    def _clashes(self) -> list[Clash]:
        sheet = Sheet.of_objects(
            self.rencana,
            {place.id for place in self._blamed if place.kind == Kind.SIMPUL},
            {place.id for place in self._blamed if place.kind == Kind.INDIKATOR},
        )
        touches = last_touches(self.rencana, list(self._blamed))
        clashes = []
        for place, wanted in self._blamed.items():
            # What stands where tells of a row as a whole: by the column that names it.
            shown = replace(place, name=_NAMES_OF_ROWS.get(place.name, place.name))
            letter = "i" if place.kind == Kind.INDIKATOR else "s"
            cell = sheet.cell_of(shown.kind, shown.id, shown.name) or (f"{letter}{place.id}", shown.name)
            clashes.append(Clash(*cell, yours=wanted, theirs=sheet.stored(shown), touch=touches.get(place)))
        return clashes
