"""Rows that come, move, link and go. Each operation reads the plan under its lock and says what would be written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Protocol

from renstra_portal.lib.codes import KodeProblem, parent_kode, parse_kode, resolve_xx, sort_key
from renstra_portal.lib.text import clean_text, normalise_name
from renstra_portal.lib.values import Nilai, format_nilai

from ..cascade import Cascade, CascadeNode, load
from ..levels import CODED_LEVELS, FREELY_CODED_LEVELS, LINKS, PARENTS, PROGRAMME_LEVELS, Level
from ..models import ChangeSet, Nomenklatur, Rencana, User
from ..writing import Authorship, Difference, InvalidPlan, ObjectDiff, apply, delete_all, locked_plan, stored_indicators
from ..writing.difference import Act, Cells, Kind, node_label
from .cells import Problem, Refused, indicator_kind
from .entries import entry_of
from .naming import cell_title
from .rows import Grid, RowId
from .sections import GRID_LEVELS, GridSection, section_of

#: Levels whose nomenclature entry gives the plan its kinerja as an output.
_WITH_KINERJA = frozenset({Level.KEGIATAN, Level.SUB_KEGIATAN})
#: What a code stands under, from the top.
_LEVELS_OF_CODE = (Level.URUSAN, Level.BIDANG_URUSAN, Level.PROGRAM, Level.KEGIATAN)
#: Levels that links of the grid lead to; other links (to the RPJMD, NSPK) are kept as they are.
_LINKED_LEVELS = frozenset(GRID_LEVELS)
NEW_INDICATOR = "Indikator baru"


class Operation(Protocol):
    """A change of structure. `words` names it in the change record."""

    words: str

    def objects(self, plan: PlanAsItStands) -> list[ObjectDiff]:
        """What would be written. Raises `Refused`."""
        ...


@dataclass(slots=True)
class Reshaped:
    """What an operation did: the rows it made or changed, as the grid shows them."""

    revisi: int
    changeset: ChangeSet | None
    rows: list[dict[str, Any]] = field(default_factory=list)


class PlanAsItStands:
    """The plan under its lock, with look-ups that refuse in words what is not there."""

    def __init__(self, rencana: Rencana) -> None:
        self.rencana = rencana
        self.cascade: Cascade = load(rencana)

    def node(self, simpul: int | None) -> CascadeNode:
        """The simpul of the grid with this id. Raises `Refused`."""
        node = self.cascade.by_id.get(simpul) if simpul is not None else None
        if node is None or section_of(self.cascade.plan, node.level) is None:
            raise refusal(f"Baris s{simpul} tidak ada (lagi) dalam rencana ini.", f"s{simpul}")
        return node

    def section(self, level: Level) -> GridSection:
        """The section that rows of that level are entered in. Raises `Refused`."""
        found = section_of(self.cascade.plan, level)
        if found is None:
            raise refusal(f"{level.label} tidak diisi di halaman ini.")
        return found

    def siblings(self, parent: CascadeNode | None, level: Level) -> Sequence[CascadeNode]:
        """The rows among which a row of that level stands under the parent."""
        if parent is not None:
            return parent.children
        return [root for root in self.cascade.roots if root.level == level]


def refusal(message: str, row: str | None = None) -> Refused:
    """One problem, of a row or of the whole request."""
    return Refused([Problem(row, None, message)])


def reshape(slug: str, user: User, operation: Operation) -> Reshaped:
    """Carry out an operation, as one recorded act. Raises `Rencana.DoesNotExist`, `NotAllowed` and `Refused`."""
    with locked_plan(slug, user) as lock:
        plan = PlanAsItStands(lock.rencana)
        objects = operation.objects(plan)
        nodes = [one for one in objects if one.kind == Kind.SIMPUL and one.act != Act.DELETE]
        indicators = [one for one in objects if one.kind == Kind.INDIKATOR]
        by = Authorship(user=user, origin=ChangeSet.Origin.GRID, source=operation.words)
        try:
            changeset = apply(lock.rencana, Difference(objects), by=by, lock=lock)
        except InvalidPlan as problem:
            raise Refused([Problem(None, None, message) for message in problem.messages]) from problem
        shown = {one.id for one in nodes}
        owners = stored_indicators(lock.rencana, [one.id for one in indicators], values=False)
        shown |= {int(cells["simpul"]) for cells in owners.values()}
        rows = _shown_rows(load(lock.rencana), shown) if shown else []
    return Reshaped(lock.rencana.revisi, changeset, rows)


def _shown_rows(cascade: Cascade, simpul: Collection[int]) -> list[dict[str, Any]]:
    """The rows of these simpul, each as its own section shows it."""
    found = [section_of(cascade.plan, cascade.by_id[one].level) for one in simpul if one in cascade.by_id]
    sections = {section.key: section for section in found if section}
    return [
        row for section in sections.values() for row in Grid(cascade, writable=True, section=section).rows_of(simpul)
    ]


def place_among(
    siblings: Sequence[CascadeNode], after: int | None, *, kode: str = "", moved: int | None = None
) -> tuple[int, list[ObjectDiff]]:
    """The `urutan` for a row among its siblings, and the siblings that have to make room.

    It stands after the sibling `after`; without one, a coded row stands where its code belongs, any other last.
    """
    others = [one for one in siblings if one.id != moved]
    index = len(others)
    if after is not None:
        found = next((n for n, one in enumerate(others) if one.id == after), None)
        if found is None:
            raise refusal(f"Baris s{after} tidak berada di bawah induk yang sama.", f"s{after}")
        index = found + 1
    elif kode:
        index = next((n for n, one in enumerate(others) if one.kode and sort_key(one.kode) > sort_key(kode)), index)
    position = others[index - 1].urutan + 1 if index else 0
    room: list[ObjectDiff] = []
    taken = position
    for one in others[index:]:
        if one.urutan > taken:
            break
        taken += 1
        room.append(
            ObjectDiff(Act.UPDATE, Kind.SIMPUL, one.id, {"urutan": (str(one.urutan), str(taken))}, node_label(one))
        )
    return position, room


# Adding -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class AddRow:
    """A new row: from an entry of the nomenclature (its id), or with one's own words."""

    parent: int | None
    level: Level
    nomenklatur: int | None = None
    uraian: str = ""
    kode: str = ""
    after: int | None = None
    kinerja: bool = True
    words: str = "Tambah baris"

    def objects(self, plan: PlanAsItStands) -> list[ObjectDiff]:
        """The row, its indicator and output from the nomenclature, and rows above it that the plan lacks."""
        plan.section(self.level)
        temporary = iter(range(-1, -100, -1))
        parent = plan.node(self.parent) if self.parent is not None else None
        above: list[ObjectDiff] = []
        parent_id: int | None = parent.id if parent else None
        entry = self._entry(plan.rencana, self.nomenklatur) if self.nomenklatur is not None else None
        kode = self._kode(plan, parent, entry)
        allowed = PARENTS[self.level]
        stands_on = parent.level if parent else None
        above_is_missing = stands_on not in allowed and stands_on in (None, Level.PERANGKAT_DAERAH)
        if above_is_missing and kode and self.level in PROGRAMME_LEVELS:
            parent, parent_id, above = _rows_above(plan, kode, temporary)
        if (parent_id is None and None not in allowed) or (parent is not None and parent.level not in allowed):
            under = f"di bawah {parent.level.label.lower()}" if parent else "tanpa induk"
            raise refusal(f"{self.level.label} tidak dapat ditambahkan {under}.")
        uraian = clean_text(self.uraian) or (entry.uraian if entry else "")
        if not uraian:
            raise refusal(f"Uraian {self.level.label.lower()} belum diisi.")
        same = [one for one in plan.cascade.at(self.level) if kode and one.kode == kode]
        if same and self.level not in FREELY_CODED_LEVELS:
            held = same[0]
            raise refusal(f"{node_label(held)} sudah ada dalam rencana ini.", f"s{held.id}")
        siblings = [] if parent is None and parent_id is not None else plan.siblings(parent, self.level)
        position, room = place_among(siblings, self.after, kode=kode)
        simpul = next(temporary)
        cells = {"level": self.level.value, "urutan": str(position), "uraian": uraian}
        if parent_id is not None:
            cells["parent"] = str(parent_id)
        if kode:
            cells["kode"] = kode
        if entry:
            cells["nomenklatur"] = str(entry.pk)
        if self.level == Level.DATA:
            cells["nomor"] = next(data_keys(plan.cascade))
        made = [_created(Kind.SIMPUL, simpul, cells, uraian)]
        if entry:
            made.extend(self._from_entry(entry, simpul, temporary))
        return [*above, *room, *made]

    def _entry(self, rencana: Rencana, pk: int) -> Nomenklatur:
        entry = Nomenklatur.objects.filter(pk=pk, edisi=rencana.edisi_id, berlaku=True).first()
        if entry is None:
            raise refusal("Butir nomenklatur ini tidak ada dalam edisi yang dipakai rencana.")
        if entry.level != self.level.value and self.level not in FREELY_CODED_LEVELS:
            raise refusal(f"Kode {entry.kode} bukan kode {self.level.label.lower()}.")
        return entry

    def _kode(self, plan: PlanAsItStands, parent: CascadeNode | None, entry: Nomenklatur | None) -> str:
        """The canonical code with the office's own bidang; it must lie under the code above."""
        if self.level not in CODED_LEVELS:
            return ""
        try:
            kode = entry.kode if entry else parse_kode(self.kode).text if self.kode.strip() else ""
            if kode and (bidang := _bidang(plan.cascade, parent)):
                kode = resolve_xx(kode, bidang)
            coded = _nearest_coded(plan.cascade, parent)
            is_strict = self.level not in FREELY_CODED_LEVELS
            if is_strict and kode and coded and parent_kode(kode) != coded.kode:
                raise refusal(f"Kode {kode} tidak berada di bawah {node_label(coded)}.")
        except KodeProblem as problem:
            raise refusal(str(problem)) from problem
        if kode.startswith("X"):
            raise refusal("Tambahkan dahulu satu program dari bidang urusan Anda, lalu program penunjang (X.XX.01).")
        return kode

    def _from_entry(self, entry: Nomenklatur, simpul: int, temporary: Iterator[int]) -> Iterator[ObjectDiff]:
        if self.kinerja and entry.kinerja and self.level in _WITH_KINERJA:
            output = {"level": Level.OUTPUT.value, "urutan": "0", "parent": str(simpul), "uraian": entry.kinerja}
            yield _created(Kind.SIMPUL, next(temporary), output, entry.kinerja)
        if entry.indikator or entry.satuan:
            cells = _indicator_cells(indicator_kind(self.level, entry.kode), simpul, 0, entry.indikator, entry.satuan)
            if entry.definisi_operasional:
                cells["definisi"] = entry.definisi_operasional
            yield _created(Kind.INDIKATOR, next(temporary), cells, entry.indikator)


def data_keys(cascade: Cascade) -> Iterator[str]:
    """Keys for new rows of labour data that no row has: "D01", "D02" and so on."""
    taken = {one.nomor for one in cascade.at(Level.DATA)}
    return (key for key in (f"D{number:02d}" for number in count(1)) if key not in taken)


def _created(kind: Kind, object_id: int, cells: dict[str, str], label: str) -> ObjectDiff:
    return ObjectDiff(Act.CREATE, kind, object_id, {name: (None, value) for name, value in cells.items()}, label)


def _indicator_cells(kind: str | None, simpul: int, urutan: int, teks: str, satuan: str) -> dict[str, str]:
    cells = {"simpul": str(simpul), "urutan": str(urutan), "arah": "naik", "akumulasi": "terakhir"}
    cells |= {name: text for name, text in (("teks", teks), ("satuan", satuan)) if text}
    if kind:
        cells["jenis"] = kind
    return cells


def _nearest_coded(cascade: Cascade, node: CascadeNode | None) -> CascadeNode | None:
    while node is not None and not node.kode:
        node = cascade.parent(node)
    return node


def _bidang(cascade: Cascade, node: CascadeNode | None) -> str:
    """The code of the bidang urusan a row stands in; of the plan's first one when the row stands in none."""
    if node is not None:
        above = node if node.level == Level.BIDANG_URUSAN else cascade.ancestor(node, Level.BIDANG_URUSAN)
        if above is not None:
            return above.kode
    return next((one.kode for one in cascade.at(Level.BIDANG_URUSAN) if one.kode), "")


def _rows_above(
    plan: PlanAsItStands, kode: str, temporary: Iterator[int]
) -> tuple[CascadeNode | None, int, list[ObjectDiff]]:
    """Perangkat daerah and the coded rows above a code: those that stand, and those to be made."""
    chain: list[str] = []
    above = parent_kode(kode)
    while above is not None:
        chain.insert(0, above)
        above = parent_kode(above)
    made: list[ObjectDiff] = []
    node = plan.cascade.office
    node_id = node.id if node else next(temporary)
    if node is None:
        cells = {
            "level": Level.PERANGKAT_DAERAH.value,
            "urutan": str(len(plan.cascade.roots)),
            "uraian": plan.rencana.nama_perangkat_daerah,
        }
        made.append(_created(Kind.SIMPUL, node_id, cells, cells["uraian"]))
    for one_level, code in zip(_LEVELS_OF_CODE, chain, strict=False):
        held = next((one for one in plan.cascade.at(one_level) if one.kode == code), None)
        if held is not None:
            node, node_id = held, held.id
            continue
        entry = entry_of(plan.rencana, code)
        position = place_among(node.children, None, kode=code)[0] if node else 0
        cells = {"level": one_level.value, "urutan": str(position), "kode": code, "parent": str(node_id)}
        cells["uraian"] = entry.uraian if entry else f"{one_level.label} {code}"
        if entry:
            cells["nomenklatur"] = str(entry.pk)
        node, node_id = None, next(temporary)
        made.append(_created(Kind.SIMPUL, node_id, cells, cells["uraian"]))
    return node, node_id, made


@dataclass(slots=True)
class AddIndicator:
    """One more indicator on a simpul, after those it has."""

    simpul: int
    teks: str = ""
    satuan: str = ""
    words: str = "Tambah indikator"

    def objects(self, plan: PlanAsItStands) -> list[ObjectDiff]:
        """The indicator, prefilled from the nomenclature when the simpul does not use that text yet."""
        node = plan.node(self.simpul)
        teks, satuan = clean_text(self.teks), clean_text(self.satuan)
        if not teks:
            used = {normalise_name(one.teks) for one in node.indikator}
            entry = Nomenklatur.objects.filter(pk=node.nomenklatur_id).first() if node.nomenklatur_id else None
            if entry and entry.indikator and normalise_name(entry.indikator) not in used:
                teks, satuan = entry.indikator, satuan or entry.satuan
            else:
                teks = NEW_INDICATOR
        standing = stored_indicators(plan.rencana, of=[node.id], values=False)
        urutan = max((int(cells["urutan"]) for cells in standing.values()), default=-1) + 1
        kind = indicator_kind(node.level, node.kode)
        return [_created(Kind.INDIKATOR, -1, _indicator_cells(kind, node.id, urutan, teks, satuan), teks)]


# Moving and linking ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class Move:
    """A row with all below it under another parent, or to another place under the same one."""

    simpul: int
    parent: int | None
    after: int | None = None
    words: str = "Pindahkan baris"

    def objects(self, plan: PlanAsItStands) -> list[ObjectDiff]:
        """The moved row and the siblings that make room."""
        node = plan.node(self.simpul)
        parent = plan.node(self.parent) if self.parent is not None else None
        if (parent.level if parent else None) not in PARENTS[node.level]:
            under = f"ke bawah {parent.level.label.lower()}" if parent else "ke luar induknya"
            raise refusal(f"{node.level.label} tidak dapat dipindahkan {under}.", f"s{node.id}")
        if parent is not None and node in plan.cascade.path(parent):
            raise refusal(f"{node_label(node)} tidak dapat dipindahkan ke bawah dirinya sendiri.", f"s{node.id}")
        position, room = place_among(plan.siblings(parent, node.level), self.after, kode=node.kode, moved=node.id)
        cells: Cells = {}
        if node.parent_id != (parent.id if parent else None):
            cells["parent"] = (_text(node.parent_id), _text(parent.id if parent else None))
        if node.urutan != position:
            cells["urutan"] = (str(node.urutan), str(position))
        if not cells:
            return []
        return [ObjectDiff(Act.UPDATE, Kind.SIMPUL, node.id, cells, node_label(node)), *room]


def _text(one: int | None) -> str | None:
    return None if one is None else str(one)


@dataclass(slots=True)
class Link:
    """The rows that a row is linked to: the sasaran a program serves, the program that takes up a proposal.

    Exactly these from now on.
    """

    simpul: int
    ke: Collection[int]
    words: str = "Kaitkan"

    def objects(self, plan: PlanAsItStands) -> list[ObjectDiff]:
        """The links that come and those that go; links to other levels stay."""
        node = plan.node(self.simpul)
        targets = [plan.node(target) for target in dict.fromkeys(self.ke)]
        allowed = _LINKED_LEVELS.intersection(LINKS.get(node.level, ()))
        wrong = [one for one in targets if one.level not in allowed]
        if wrong or not allowed:
            told = ", ".join(node_label(one) for one in wrong) or "baris lain"
            raise refusal(f"{node.level.label} tidak dapat dikaitkan dengan {told}.", f"s{node.id}")
        held = {one.id for one in plan.cascade.linked(node, *_LINKED_LEVELS)}
        wanted = {one.id for one in targets}
        cells: Cells = {f"kaitan:{one.id}": (None, "1") for one in targets if one.id not in held}
        cells |= {f"kaitan:{one}": ("1", None) for one in sorted(held - wanted)}
        return [ObjectDiff(Act.UPDATE, Kind.SIMPUL, node.id, cells, node_label(node))] if cells else []


# Removing -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Going:
    """One object that a removal takes along, with its filled cells in words."""

    label: str
    values: tuple[str, ...]


@dataclass(slots=True)
class Remove:
    """A row and all that depends on it: a simpul with everything below, one indicator, or one sumber dana's pagu."""

    row: RowId
    words: str = "Hapus baris"

    def objects(self, plan: PlanAsItStands) -> list[ObjectDiff]:
        """The deletions, links from elsewhere taken off first, so that an undo brings everything back."""
        if self.row.indikator is not None:
            held = stored_indicators(plan.rencana, [self.row.indikator])
            if not held:
                raise refusal(f"Baris {self.row} tidak ada (lagi) dalam rencana ini.", str(self.row))
            ((one, stored),) = held.items()
            gone: Cells = {name: (value, None) for name, value in stored.items()}
            return [ObjectDiff(Act.DELETE, Kind.INDIKATOR, one, gone, stored.get("teks", ""))]
        node = plan.node(self.row.simpul)
        if self.row.sumber is None:
            return delete_all(plan.cascade, node)
        cells: Cells = {
            f"{role}:{year}:{source}": (nilai.encode(), None)
            for (role, year, source), nilai in node.money.items()
            if source == self.row.sumber
        }
        if not cells:
            raise refusal(f"Baris {self.row} tidak ada (lagi) dalam rencana ini.", str(self.row))
        return [ObjectDiff(Act.UPDATE, Kind.SIMPUL, node.id, cells, node_label(node))]

    def preview(self, rencana: Rencana) -> list[Going]:
        """What goes, topmost first, without writing."""
        plan = PlanAsItStands(rencana)
        return [Going(one.label or "Indikator tanpa teks", tuple(_values(one))) for one in reversed(self.objects(plan))]


def _values(one: ObjectDiff) -> Iterator[str]:
    """The figures and links that an object loses, in words."""
    for name, (old, new) in sorted(one.cells.items()):
        what, _, rest = name.partition(":")
        if old is None or new is not None or not rest:
            continue
        if what == "kaitan":
            yield "kaitan"
            continue
        yield f"{cell_title(name)}: {format_nilai(Nilai.decode(old))}"
