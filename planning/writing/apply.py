"""The one writer: carries out a `Difference` in one transaction and records it, or changes nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import F

from renstra_portal.lib.codes import KodeProblem, parse_kode
from renstra_portal.lib.values import Jenis, Nilai

from ..levels import CODED_LEVELS, LINKS, PARENTS, Level
from ..models import (
    Change,
    ChangeSet,
    Indikator,
    JenisIndikator,
    Kaitan,
    NilaiIndikator,
    Pagu,
    Plafon,
    Rencana,
    Simpul,
    User,
)
from ..policies import reason_not_writable
from .difference import Act, Cells, Difference, Kind, ObjectDiff
from .draft import INDICATOR_TEXTS, NODE_TEXTS, PLAN_SETTINGS, decode_setting
from .errors import Conflict, InvalidPlan, NotAllowed

_ROLES = frozenset(NilaiIndikator.Peran.values)
_BATCH = 5000
#: Each figure is decoded once to be checked and once to be written, and figures repeat from year to year.
_decode = lru_cache(maxsize=1 << 16)(Nilai.decode)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorship:
    """Who writes, why and where from. `user` None stands for the operator at the command line."""

    user: User | None
    origin: ChangeSet.Origin
    source: str = ""
    reason: str = ""

    @property
    def name(self) -> str:
        """The name kept in the record even after the account is gone."""
        return str(self.user) if self.user else "operator"


def apply(rencana: Rencana, difference: Difference, *, by: Authorship, revisi: int | None = None) -> ChangeSet | None:
    """Write the difference to the plan version, all or nothing, and record every old and new value.

    `revisi` is the plan's revision that the difference was computed from; None takes it from `rencana`.
    Returns the change set, or None when there was nothing to change. Raises `NotAllowed`, `Conflict`, `InvalidPlan`.
    """
    if difference.is_empty:
        return None
    if reason := reason_not_writable(by.user, rencana):
        raise NotAllowed(reason)
    expected = rencana.revisi if revisi is None else revisi
    with transaction.atomic():
        # Compare-and-set: whoever comes second finds the revision moved on, on SQLite and PostgreSQL alike.
        moved = Rencana.objects.filter(pk=rencana.pk, revisi=expected, status__in=Rencana.Status.open_values()).update(
            revisi=F("revisi") + 1
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
            source=by.source,
            reason=by.reason,
            revisi=expected + 1,
        )
        _Writer(rencana, changeset).write(difference.objects)
    rencana.refresh_from_db()
    return changeset


class _Writer:
    """Writes one difference inside an open transaction, with a number of queries that depends on kinds, not rows."""

    def __init__(self, rencana: Rencana, changeset: ChangeSet) -> None:
        self.rencana = rencana
        self.changeset = changeset
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

    # --- rules -----------------------------------------------------------------------------------------------------

    def _check(self, objects: list[ObjectDiff], groups: dict[tuple[Kind, Act], list[ObjectDiff]]) -> None:
        """Refuse what breaks the structure of a plan; every problem at once."""
        levels: dict[int, Level] = {}
        nodes = groups[Kind.SIMPUL, Act.CREATE] + groups[Kind.SIMPUL, Act.UPDATE]
        asked = {one.id for one in groups[Kind.SIMPUL, Act.UPDATE] + groups[Kind.SIMPUL, Act.DELETE]}
        for one in nodes:
            asked |= {int(name.partition(":")[2]) for name in one.cells if name.startswith("kaitan:")} | (
                {int(text)} if (text := one.cells.get("parent", (None, None))[1]) else set()
            )
        indicator_owners = {
            int(text)
            for one in groups[Kind.INDIKATOR, Act.CREATE] + groups[Kind.INDIKATOR, Act.UPDATE]
            if (text := one.cells.get("simpul", (None, None))[1])
        }
        known = {one_id for one_id in asked | indicator_owners if one_id > 0}
        if known:
            held = Simpul.objects.filter(rencana=self.rencana)
            # Past a few hundred ids, reading the plan's levels is cheaper than a long IN list.
            rows = held if len(known) > 500 else held.filter(pk__in=known)
            levels.update({pk: Level(level) for pk, level in rows.values_list("pk", "level")})
        for one in groups[Kind.SIMPUL, Act.CREATE]:
            levels[one.id] = Level(one.cells["level"][1] or "")
        problems: list[str] = []
        strangers = known - set(levels)
        if strangers:
            problems.append("Ada baris yang bukan milik rencana ini atau sudah dihapus.")
        for one in nodes:
            problems.extend(f"{one.label}: {text}" for text in _node_problems(one, levels))
        for one in groups[Kind.INDIKATOR, Act.CREATE] + groups[Kind.INDIKATOR, Act.UPDATE]:
            problems.extend(f"{one.label}: {text}" for text in _indicator_problems(one))
        updated = [one.id for one in groups[Kind.INDIKATOR, Act.UPDATE] + groups[Kind.INDIKATOR, Act.DELETE]]
        if updated:
            own = Indikator.objects.filter(simpul__rencana=self.rencana)
            rows_found = own if len(updated) > 500 else own.filter(pk__in=updated)
            if set(updated) - set(rows_found.values_list("pk", flat=True)):
                problems.append("Ada indikator yang bukan milik rencana ini atau sudah dihapus.")
        if problems:
            raise InvalidPlan(*problems)

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
                case "nomenklatur":
                    fields["nomenklatur_id"] = int(new) if new else None
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
                case "desimal":
                    fields["desimal"] = int(new) if new else None
                case _ if name in INDICATOR_TEXTS:
                    fields[name] = new or ""
        return fields

    def _update_indicators(self, indicators: list[ObjectDiff]) -> None:
        self._update(Indikator, indicators, self._indicator_fields)

    def _update(self, model: type[Simpul] | type[Indikator], objects: list[ObjectDiff], fields_of: Any) -> None:
        """One bulk update for each set of changed columns, so that untouched columns are not written."""
        by_columns: dict[tuple[str, ...], list[Any]] = defaultdict(list)
        for one in objects:
            if fields := fields_of(one):
                by_columns[tuple(sorted(fields))].append(model(pk=one.id, **fields))
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
                    if role not in _ROLES:
                        continue
                    if new is None:
                        cleared_values.add((owner, role, int(year)))
                        continue
                    nilai = _decode(new)
                    values.append(
                        NilaiIndikator(
                            indikator_id=owner,
                            peran=role,
                            tahun=int(year),
                            jenis=nilai.kind.value,
                            angka=nilai.amount,
                            desimal=nilai.decimals,
                            teks=nilai.text,
                        )
                    )
        pagu: list[Pagu] = []
        plafon: list[Plafon] = []
        cleared_pagu: set[tuple[int, int, str]] = set()
        cleared_plafon: set[tuple[int, int]] = set()
        for act in (Act.CREATE, Act.UPDATE):
            for one in groups[Kind.SIMPUL, act]:
                owner = self._id(one.id)
                for name, (_, new) in one.cells.items():
                    what, _, rest = name.partition(":")
                    if what == "pagu":
                        year, _, source = rest.partition(":")
                        if new is None:
                            cleared_pagu.add((owner, int(year), source))
                        else:
                            pagu.append(Pagu(simpul_id=owner, tahun=int(year), sumber_dana=source, **_money(new)))
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
        _upsert(Pagu, pagu, ["simpul", "tahun", "sumber_dana"], ["jenis", "jumlah"], fresh)
        _upsert(Plafon, plafon, ["simpul", "tahun"], ["jenis", "jumlah"], fresh)
        _clear(NilaiIndikator, "indikator_id", ("indikator_id", "peran", "tahun"), cleared_values)
        _clear(Pagu, "simpul_id", ("simpul_id", "tahun", "sumber_dana"), cleared_pagu)
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


def _money(text: str) -> dict[str, Any]:
    nilai = _decode(text)
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
    if not cleared:
        return
    owners = {one[0] for one in cleared}
    rows = model._default_manager.filter(**{f"{owner}__in": owners}).values_list("pk", *key)
    doomed = [row[0] for row in rows if tuple(row[1:]) in cleared]
    model._default_manager.filter(pk__in=doomed).delete()


def _node_problems(one: ObjectDiff, levels: dict[int, Level]) -> list[str]:
    problems: list[str] = []
    level = levels.get(one.id)
    if level is None:
        return problems
    if "parent" in one.cells or one.act == Act.CREATE:
        parent = one.cells.get("parent", (None, None))[1]
        above = levels.get(int(parent)) if parent else None
        if above not in PARENTS[level] and (parent is None or int(parent) in levels):
            where = f"di bawah {above.label.lower()}" if above else "tanpa induk"
            problems.append(f"{level.label.lower()} tidak dapat berdiri {where}.")
    for name, (_, new) in one.cells.items():
        what, _, rest = name.partition(":")
        if new is None:
            continue
        if what == "kode" and (text := _kode_problem(level, new)):
            problems.append(text)
        elif what == "kaitan":
            target = levels.get(int(rest))
            if target is not None and target not in LINKS.get(level, ()):
                problems.append(f"{level.label.lower()} tidak dapat dikaitkan dengan {target.label.lower()}.")
        elif what == "pagu" and level != Level.SUB_KEGIATAN:
            problems.append("pagu hanya diisi pada sub-kegiatan; untuk tingkat di atasnya isi plafon.")
        if what in ("pagu", "plafon"):
            nilai = _decode(new)
            if nilai.kind is Jenis.TEKS:
                problems.append(f"{what} {rest.partition(':')[0]} harus berupa angka rupiah, bukan “{nilai.text}”.")
            elif nilai.amount is not None and not 0 <= nilai.amount < Decimal(10) ** 18:
                problems.append(f"{what} {rest.partition(':')[0]} di luar batas yang dapat disimpan.")
            elif nilai.decimals > 2:
                problems.append(f"{what} {rest.partition(':')[0]} memuat lebih dari dua desimal.")
    for name, limit in (("penanggung_jawab", 200), ("nomor", 30)):
        if len(one.cells.get(name, (None, None))[1] or "") > limit:
            problems.append(f"{name.replace('_', ' ')} lebih panjang dari {limit} huruf.")
    return problems


def _kode_problem(level: Level, kode: str) -> str | None:
    if level not in CODED_LEVELS:
        return f"{level.label.lower()} tidak memakai kode nomenklatur."
    try:
        parsed = parse_kode(kode)
    except KodeProblem as problem:
        return str(problem)
    if level != Level.ACUAN and parsed.level != level.value:
        return f"kode {kode} adalah kode {parsed.level.replace('_', '-')}, bukan {level.label.lower()}."
    if parsed.text != kode:
        return f"kode {kode} belum dalam bentuk baku {parsed.text}."
    return None


def _indicator_problems(one: ObjectDiff) -> list[str]:
    problems: list[str] = []
    # Real documents print targets without the indicator's text; such a row is held, and reported by a check.
    named = (one.cells.get("teks", (None, None))[1] or "").strip()
    if one.act == Act.CREATE and not named and not any(name.partition(":")[0] in _ROLES for name in one.cells):
        problems.append("indikator tidak berisi teks maupun nilai.")
    jenis = one.cells.get("jenis", (None, None))[1]
    if jenis and (unknown := set(jenis.split(",")) - set(JenisIndikator.values)):
        problems.append(f"jenis indikator tidak dikenal: {', '.join(sorted(unknown))}.")
    for name, limit in (("satuan", 120), ("penanggung_jawab", 200), ("nomor", 30)):
        if len(one.cells.get(name, (None, None))[1] or "") > limit:
            problems.append(f"{name.replace('_', ' ')} lebih panjang dari {limit} huruf.")
    for name, (_, new) in one.cells.items():
        role, _, tahun = name.partition(":")
        if role in _ROLES and new is not None:
            nilai = _decode(new)
            if len(nilai.text) > 250:
                problems.append(f"{role} {tahun} lebih panjang dari 250 huruf.")
            elif nilai.amount is not None and (abs(nilai.amount) >= Decimal(10) ** 18 or nilai.decimals > 6):
                problems.append(f"{role} {tahun} di luar batas yang dapat disimpan.")
    return problems
