"""The one writer: carries out a `Difference` in one transaction and records it, or changes nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from ..cascade.tree import INDICATOR_NUMBERS, INDICATOR_TEXTS, NODE_TEXTS
from ..entry_locks import Locks, locks_for
from ..levels import Level
from ..models import (
    Change,
    ChangeSet,
    Indikator,
    Kaitan,
    NilaiIndikator,
    NilaiSimpul,
    Pagu,
    Plafon,
    Rencana,
    Simpul,
    User,
)
from ..policies import reason_not_writable
from .difference import Act, Cells, Difference, Kind, ObjectDiff
from .draft import PLAN_SETTINGS, decode_setting
from .errors import Conflict, InvalidPlan, NotAllowed
from .lock import PlanLock
from .rules import MONEY_CELLS, NODE_ROLES, ROLES, closed_cells, decode, problems

_BATCH = 5000
#: How many conditions one query joins with OR; SQLite takes no more than a thousand.
_CONDITIONS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorship:
    """Who writes, why and where from. `user` None stands for the operator at the command line.

    `undoes` is the change set that an undo takes back.
    """

    user: User | None
    origin: ChangeSet.Origin
    source: str = ""
    reason: str = ""
    undoes: ChangeSet | None = None

    @property
    def name(self) -> str:
        """The name kept in the record even after the account is gone."""
        return str(self.user) if self.user else "operator"

    @property
    def recorded_source(self) -> str:
        """The source, cut to what the record holds."""
        return self.source[: ChangeSet.SOURCE_LENGTH]


def apply(
    rencana: Rencana,
    difference: Difference,
    *,
    by: Authorship,
    revisi: int | None = None,
    lock: PlanLock | None = None,
) -> ChangeSet | None:
    """Write the difference to the plan version, all or nothing, and record every old and new value.

    `revisi` is the plan's revision that the difference was computed from; None takes it from `rencana`. With a `lock`
    the right to write has been checked and the caller's transaction is used. Objects that are made get their real id.
    Returns the change set, or None when there was nothing to change. Raises `NotAllowed`, `Conflict`, `InvalidPlan`.
    """
    if difference.is_empty:
        return None
    expected = rencana.revisi if revisi is None else revisi
    if lock is not None:
        if lock.rencana is not rencana or lock.user != by.user:
            raise ValueError("the lock is of another plan or person")
        changeset = _carry_out(rencana, difference, by, expected, lock)
        rencana.revisi = changeset.revisi
        return changeset
    if reason := reason_not_writable(by.user, rencana):
        raise NotAllowed(reason)
    with transaction.atomic():
        changeset = _carry_out(rencana, difference, by, expected)
    rencana.refresh_from_db()
    return changeset


def _carry_out(
    rencana: Rencana, difference: Difference, by: Authorship, expected: int, lock: PlanLock | None = None
) -> ChangeSet:
    # Compare-and-set: whoever comes second finds the revision moved on, on SQLite and PostgreSQL alike.
    moved = Rencana.objects.filter(pk=rencana.pk, revisi=expected, status__in=Rencana.Status.open_values()).update(
        revisi=F("revisi") + 1, diubah=timezone.now()
    )
    if not moved:
        raise Conflict(
            f"{rencana.judul} baru saja diubah oleh orang lain. Muat ulang, periksa perubahannya, lalu ulangi."
        )
    changeset = ChangeSet.objects.create(
        rencana=rencana,
        user=by.user,
        user_name=by.name,
        origin=by.origin,
        source=by.recorded_source,
        reason=by.reason,
        undoes=by.undoes,
        revisi=expected + 1,
    )
    # A copy takes over what was entered while the doors stood open.
    locks = {} if by.origin == ChangeSet.Origin.COPY else locks_for(rencana, by.user)
    _Writer(rencana, changeset, lock, locks).write(difference.objects)
    return changeset


class _Writer:
    """Writes one difference inside an open transaction, with a number of queries that depends on kinds, not rows."""

    def __init__(self, rencana: Rencana, changeset: ChangeSet, lock: PlanLock | None, locks: Locks) -> None:
        self.rencana = rencana
        self.changeset = changeset
        self.locks = locks
        self.known_levels = lock.levels if lock else {}
        self.known_indicators = lock.indicators if lock else set()
        self.real: dict[int, int] = {}

    def write(self, objects: list[ObjectDiff]) -> None:
        groups: dict[tuple[Kind, Act], list[ObjectDiff]] = defaultdict(list)
        for one in objects:
            groups[one.kind, one.act].append(one)
        self._check(objects, groups)
        for one in groups[Kind.RENCANA, Act.UPDATE]:
            self._write_settings(one.cells)
        self._create_nodes(groups[Kind.SIMPUL, Act.CREATE])
        self._update_nodes(groups[Kind.SIMPUL, Act.UPDATE])
        self._create_indicators(groups[Kind.INDIKATOR, Act.CREATE])
        self._update_indicators(groups[Kind.INDIKATOR, Act.UPDATE])
        self._write_figures(groups)
        self._write_links(groups)
        self._delete(groups)
        Change.objects.bulk_create(
            [
                Change(
                    changeset=self.changeset,
                    kind=one.kind,
                    act=one.act,
                    object_id=self._id(one.id),
                    cells=self._recorded(one.cells),
                )
                for one in objects
            ],
            batch_size=_BATCH,
        )
        for one in objects:
            one.id = self._id(one.id)

    # --- rules -----------------------------------------------------------------------------------------------------

    def _check(self, objects: list[ObjectDiff], groups: dict[tuple[Kind, Act], list[ObjectDiff]]) -> None:
        """Refuse what breaks the structure of a plan; every problem at once."""
        named = {one.id for one in groups[Kind.SIMPUL, Act.UPDATE] + groups[Kind.SIMPUL, Act.DELETE]}
        for one in groups[Kind.SIMPUL, Act.CREATE] + groups[Kind.SIMPUL, Act.UPDATE]:
            named |= {int(name.partition(":")[2]) for name in one.cells if name.startswith("kaitan:")}
            named |= {int(text)} if (text := one.cells.get("parent", (None, None))[1]) else set()
        for one in groups[Kind.INDIKATOR, Act.CREATE] + groups[Kind.INDIKATOR, Act.UPDATE]:
            named |= {int(text)} if (text := one.cells.get("simpul", (None, None))[1]) else set()
        wanted = {one_id for one_id in named if one_id > 0}
        levels = self._levels(wanted)
        for one in groups[Kind.SIMPUL, Act.CREATE]:
            levels[one.id] = Level(one.cells["level"][1] or "")
        messages: list[str] = []
        if wanted - set(levels):
            messages.append("Ada baris yang bukan milik rencana ini atau sudah dihapus.")
        labels = {(one.kind, one.id): one.label for one in objects}
        cells = [*problems(objects, levels), *closed_cells(objects, self.locks)]
        messages.extend(f"{labels[Kind(one.kind), one.id]}: {one.message}" for one in cells)
        indicators = {one.id for one in groups[Kind.INDIKATOR, Act.UPDATE] + groups[Kind.INDIKATOR, Act.DELETE]}
        if self._strange_indicators(indicators):
            messages.append("Ada indikator yang bukan milik rencana ini atau sudah dihapus.")
        if messages:
            raise InvalidPlan(*messages, cells=cells)

    def _levels(self, wanted: set[int]) -> dict[int, Level]:
        """The levels of those simpul that belong to the plan."""
        levels = {one_id: self.known_levels[one_id] for one_id in wanted if one_id in self.known_levels}
        if missing := wanted - set(levels):
            held = Simpul.objects.filter(rencana=self.rencana)
            # Past a few hundred ids, reading the plan's levels is cheaper than a long IN list.
            rows = held if len(missing) > 500 else held.filter(pk__in=missing)
            levels.update({pk: Level(level) for pk, level in rows.values_list("pk", "level")})
        return levels

    def _strange_indicators(self, wanted: set[int]) -> set[int]:
        missing = wanted - self.known_indicators
        if not missing:
            return missing
        own = Indikator.objects.filter(simpul__rencana=self.rencana)
        found = own if len(missing) > 500 else own.filter(pk__in=missing)
        return missing - set(found.values_list("pk", flat=True))

    # --- ids -------------------------------------------------------------------------------------------------------

    def _id(self, one_id: int) -> int:
        return one_id if one_id >= 0 else self.real[one_id]

    def _recorded(self, cells: Cells) -> dict[str, list[str | None]]:
        """The cells for the record, with temporary ids replaced by real ones."""
        recorded: dict[str, list[str | None]] = {}
        for name, (old, new) in cells.items():
            if name.startswith("kaitan:"):
                name = f"kaitan:{self._id(int(name[7:]))}"
            elif name in ("parent", "simpul") and new:
                new = str(self._id(int(new)))
            recorded[name] = [old, new]
        return recorded

    # --- objects ---------------------------------------------------------------------------------------------------

    def _write_settings(self, cells: Cells) -> None:
        unknown = set(cells) - set(PLAN_SETTINGS)
        if unknown:
            raise InvalidPlan(f"Pengaturan tidak dikenal: {', '.join(sorted(unknown))}.")
        Rencana.objects.filter(pk=self.rencana.pk).update(
            **{name: decode_setting(name, new) for name, (_, new) in cells.items()}
        )

    def _create_nodes(self, nodes: list[ObjectDiff]) -> None:
        """Parents before children: one batch for each depth of the new part of the tree."""
        waiting = nodes
        while waiting:
            ready: list[ObjectDiff] = []
            later: list[ObjectDiff] = []
            for one in waiting:
                parent = one.cells.get("parent", (None, None))[1]
                known = parent is None or int(parent) > 0 or int(parent) in self.real
                (ready if known else later).append(one)
            if not ready:
                raise InvalidPlan("Ada baris yang induknya tidak ikut ditulis.")
            rows = [Simpul(rencana=self.rencana, **self._node_fields(one)) for one in ready]
            for one, row in zip(ready, rows, strict=True):
                if one.id > 0:
                    row.pk = one.id
            Simpul.objects.bulk_create(rows, batch_size=_BATCH)
            self.real.update({one.id: row.pk for one, row in zip(ready, rows, strict=True)})
            waiting = later

    def _node_fields(self, one: ObjectDiff) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for name, (_, new) in one.cells.items():
            match name:
                case "level":
                    fields["level"] = new
                case "urutan":
                    fields["urutan"] = int(new or 0)
                case "parent":
                    fields["parent_id"] = self._id(int(new)) if new else None
                case "nomenklatur" | "asal":
                    fields[f"{name}_id"] = int(new) if new else None
                case _ if name in NODE_TEXTS:
                    fields[name] = new or ""
        return fields

    def _update_nodes(self, nodes: list[ObjectDiff]) -> None:
        self._update(Simpul, nodes, self._node_fields)

    def _create_indicators(self, indicators: list[ObjectDiff]) -> None:
        rows = [Indikator(**self._indicator_fields(one)) for one in indicators]
        for one, row in zip(indicators, rows, strict=True):
            if one.id > 0:
                row.pk = one.id
        Indikator.objects.bulk_create(rows, batch_size=_BATCH)
        self.real.update({one.id: row.pk for one, row in zip(indicators, rows, strict=True)})

    def _indicator_fields(self, one: ObjectDiff) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for name, (_, new) in one.cells.items():
            match name:
                case "simpul":
                    fields["simpul_id"] = self._id(int(new or 0))
                case "urutan":
                    fields["urutan"] = int(new or 0)
                case "jenis":
                    fields["jenis"] = new.split(",") if new else []
                case _ if name in INDICATOR_NUMBERS:
                    fields[name] = int(new) if new else None
                case "asal":
                    fields["asal_id"] = int(new) if new else None
                case _ if name in INDICATOR_TEXTS:
                    fields[name] = new or ""
        return fields

    def _update_indicators(self, indicators: list[ObjectDiff]) -> None:
        self._update(Indikator, indicators, self._indicator_fields)

    def _update(self, model: type[Simpul] | type[Indikator], objects: list[ObjectDiff], fields_of: Any) -> None:
        """One bulk update for each set of changed columns, so that untouched columns are not written.

        Where rows differ in what they change, a query for each column can be fewer.
        """
        by_columns: dict[tuple[str, ...], list[Any]] = defaultdict(list)
        by_column: dict[tuple[str, ...], list[Any]] = defaultdict(list)
        for one in objects:
            if fields := fields_of(one):
                row = model(pk=one.id, **fields)
                by_columns[tuple(sorted(fields))].append(row)
                for name in fields:
                    by_column[(name,)].append(row)
        if len(by_column) < len(by_columns):
            by_columns = by_column
        for columns, rows in by_columns.items():
            model._default_manager.bulk_update(rows, columns, batch_size=500)

    # --- figures ---------------------------------------------------------------------------------------------------

    def _write_figures(self, groups: dict[tuple[Kind, Act], list[ObjectDiff]]) -> None:
        values: list[NilaiIndikator] = []
        cleared_values: set[tuple[int, str, int]] = set()
        for act in (Act.CREATE, Act.UPDATE):
            for one in groups[Kind.INDIKATOR, act]:
                owner = self._id(one.id)
                for name, (_, new) in one.cells.items():
                    role, _, year = name.partition(":")
                    if role not in ROLES:
                        continue
                    if new is None:
                        cleared_values.add((owner, role, int(year)))
                        continue
                    values.append(NilaiIndikator(indikator_id=owner, peran=role, tahun=int(year), **_figure(new)))
        pagu: list[Pagu] = []
        plafon: list[Plafon] = []
        told: list[NilaiSimpul] = []
        cleared_pagu: set[tuple[int, str, int, str]] = set()
        cleared_plafon: set[tuple[int, int]] = set()
        cleared_told: set[tuple[int, str, int]] = set()
        for act in (Act.CREATE, Act.UPDATE):
            for one in groups[Kind.SIMPUL, act]:
                owner = self._id(one.id)
                for name, (_, new) in one.cells.items():
                    what, _, rest = name.partition(":")
                    if what in MONEY_CELLS:
                        year, _, source = rest.partition(":")
                        if new is None:
                            cleared_pagu.add((owner, what, int(year), source))
                        else:
                            key = {"peran": what, "tahun": int(year), "sumber_dana": source}
                            pagu.append(Pagu(simpul_id=owner, **key, **_money(new)))
                    elif what in NODE_ROLES:
                        if new is None:
                            cleared_told.add((owner, what, int(rest)))
                        else:
                            told.append(NilaiSimpul(simpul_id=owner, peran=what, tahun=int(rest), **_figure(new)))
                    elif what == "plafon":
                        if new is None:
                            cleared_plafon.add((owner, int(rest)))
                        else:
                            plafon.append(Plafon(simpul_id=owner, tahun=int(rest), **_money(new)))
        fresh = not (groups[Kind.SIMPUL, Act.UPDATE] or groups[Kind.INDIKATOR, Act.UPDATE])
        _upsert(
            NilaiIndikator,
            values,
            ["indikator", "peran", "tahun"],
            ["jenis", "angka", "desimal", "teks"],
            fresh,
        )
        _upsert(Pagu, pagu, ["simpul", "peran", "tahun", "sumber_dana"], ["jenis", "jumlah"], fresh)
        _upsert(NilaiSimpul, told, ["simpul", "peran", "tahun"], ["jenis", "angka", "desimal", "teks"], fresh)
        _upsert(Plafon, plafon, ["simpul", "tahun"], ["jenis", "jumlah"], fresh)
        _clear(NilaiIndikator, "indikator_id", ("indikator_id", "peran", "tahun"), cleared_values)
        _clear(Pagu, "simpul_id", ("simpul_id", "peran", "tahun", "sumber_dana"), cleared_pagu)
        _clear(NilaiSimpul, "simpul_id", ("simpul_id", "peran", "tahun"), cleared_told)
        _clear(Plafon, "simpul_id", ("simpul_id", "tahun"), cleared_plafon)

    def _write_links(self, groups: dict[tuple[Kind, Act], list[ObjectDiff]]) -> None:
        added: list[Kaitan] = []
        gone: set[tuple[int, int]] = set()
        for act in (Act.CREATE, Act.UPDATE):
            for one in groups[Kind.SIMPUL, act]:
                for name, (_, new) in one.cells.items():
                    if not name.startswith("kaitan:"):
                        continue
                    pair = (self._id(one.id), self._id(int(name[7:])))
                    if new is None:
                        gone.add(pair)
                    else:
                        added.append(Kaitan(dari_id=pair[0], ke_id=pair[1]))
        _clear(Kaitan, "dari_id", ("dari_id", "ke_id"), gone)
        Kaitan.objects.bulk_create(added, batch_size=_BATCH)

    def _delete(self, groups: dict[tuple[Kind, Act], list[ObjectDiff]]) -> None:
        indicators = [one.id for one in groups[Kind.INDIKATOR, Act.DELETE]]
        nodes = [one.id for one in groups[Kind.SIMPUL, Act.DELETE]]
        if indicators:
            Indikator.objects.filter(pk__in=indicators).delete()
        if nodes:
            going = set(nodes)
            left = Simpul.objects.filter(parent_id__in=going).exclude(pk__in=going)
            if left.exists():
                raise InvalidPlan("Baris yang masih memiliki rincian tidak dapat dihapus tanpa rinciannya.")
            Simpul.objects.filter(pk__in=nodes).delete()


def _figure(text: str) -> dict[str, Any]:
    nilai = decode(text)
    return {"jenis": nilai.kind.value, "angka": nilai.amount, "desimal": nilai.decimals, "teks": nilai.text}


def _money(text: str) -> dict[str, Any]:
    nilai = decode(text)
    return {"jenis": nilai.kind.value, "jumlah": nilai.amount}


def _upsert(model: Any, rows: list[Any], key: list[str], columns: list[str], fresh: bool) -> None:
    if not rows:
        return
    if fresh:
        model._default_manager.bulk_create(rows, batch_size=_BATCH)
    else:
        model._default_manager.bulk_create(
            rows, batch_size=_BATCH, update_conflicts=True, unique_fields=key, update_fields=columns
        )


def _clear(model: Any, owner: str, key: tuple[str, ...], cleared: set[Any]) -> None:
    """Delete the rows of these keys: owners that clear the same year (and role, or source) go together."""
    owners: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for one in cleared:
        owners[tuple(one[1:])].append(one[0])
    conditions = [
        Q(**{f"{owner}__in": sorted(ids)}, **dict(zip(key[1:], rest, strict=True)))
        for rest, ids in sorted(owners.items())
    ]
    for start in range(0, len(conditions), _CONDITIONS):
        model._default_manager.filter(reduce(or_, conditions[start : start + _CONDITIONS])).delete()
