"""What an import would change, for people to read: objects in the order of the workbook, each cell old → new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import format_rupiah

from ..cascade import Cascade, CascadeNode
from ..grid.naming import cell_text, cell_title
from ..models import NilaiIndikator, NilaiSimpul, Nomenklatur, Pagu
from ..writing import ObjectDiff
from ..writing.difference import Act, Cells, Kind, node_label
from .importing import ImportReport
from .problems import Problem, Severity
from .schema import IDENTITAS, SHEETS

#: Cells that place a row, or name it, and so stand in its heading when the row is made or deleted as a whole.
_IN_HEADING = frozenset({"level", "urutan", "parent", "simpul", "kode", "uraian", "teks", "nomenklatur", "asal"})
#: What every indicator starts with: no news on one that is made.
_DEFAULTS = {"arah": "naik", "akumulasi": "terakhir"}
_FIGURES = frozenset(
    {"plafon", *NilaiIndikator.Peran.values, *Pagu.Peran.values}
    | {role for role in NilaiSimpul.Peran.values if role.startswith("fisik")}
)
_POSITION = {"urutan"}
_GRAVITY = {Severity.GALAT: 0, Severity.PERINGATAN: 1, Severity.CATATAN: 2}


class Effect(StrEnum):
    """What happens to an object. Rows that only move among their siblings are told apart: they hold nothing new."""

    BARU = "baru"
    BERUBAH = "berubah"
    BERGESER = "bergeser"
    DIHAPUS = "dihapus"

    @classmethod
    def of(cls, one: ObjectDiff) -> Effect:
        """What happens to this object."""
        if one.act == Act.UPDATE:
            return cls.BERGESER if one.cells.keys() == _POSITION else cls.BERUBAH
        return cls.BARU if one.act == Act.CREATE else cls.DIHAPUS


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell as people read it; "" is blank. `is_figure` tells numbers from texts."""

    title: str
    old: str
    new: str
    is_figure: bool


@dataclass(frozen=True, slots=True)
class ObjectChange:
    """One row, indicator or the plan's settings, with what changes in it. `under` names where it belongs."""

    perubahan: Effect
    what: str
    label: str
    under: str
    place: str
    cells: tuple[CellChange, ...]

    @property
    def is_whole(self) -> bool:
        """Whether it comes or goes as a whole, so that every cell has only one side."""
        return self.perubahan in (Effect.BARU, Effect.DIHAPUS)


@dataclass(frozen=True, slots=True)
class MissingRow:
    """A row of the plan that the workbook lacks, and what would be deleted with it (pagu in rupiah, over all years)."""

    label: str
    indicators: int
    pagu: str


class ImportPreview:
    """A checked workbook. Nothing is put into words before it is asked for, so that a page costs what it shows."""

    def __init__(self, report: ImportReport) -> None:
        self.report = report
        self.cascade: Cascade | None = report.cascade
        self.objects = sorted(report.difference.objects if report.difference else (), key=_position)

    @cached_property
    def problems(self) -> list[Problem]:
        """Every remark: faults first, then by sheet, row and column as in the workbook."""
        return sorted(self.report.problems, key=_problem_position)

    @cached_property
    def counts(self) -> Counter[str]:
        """How many objects are new, changed, moved and deleted, by the values of `Effect`."""
        return Counter(Effect.of(one).value for one in self.objects)

    @cached_property
    def sheets(self) -> list[str]:
        """The names of the sheets whose rows change something, in their order."""
        return list(dict.fromkeys(name for one in self.objects if (name := _sheet(one))))

    def chosen(self, perubahan: str = "", sheet: str = "", text: str = "") -> list[ObjectDiff]:
        """The objects of that change, of that sheet, with those words in their name; "" leaves a choice open."""
        wanted = normalise_name(text)
        return [
            one
            for one in self.objects
            if (not perubahan or Effect.of(one) == perubahan)
            and (not sheet or _sheet(one) == sheet)
            and (not wanted or wanted in normalise_name(f"{one.label} {self._under(one)}"))
        ]

    def described(self, objects: Iterable[ObjectDiff]) -> list[ObjectChange]:
        """The objects in words. At most one query, for the names of nomenclature entries."""
        objects = list(objects)
        entries = {
            int(side)
            for one in objects
            for name, sides in _shown(one).items()
            if name == "nomenklatur"
            for side in sides
            if side
        }
        held = Nomenklatur.objects.in_bulk(entries) if entries else {}

        def label_of(kind: str, one_id: int) -> str:
            if kind == "simpul":
                return self._labels.get(one_id, "baris lain")
            entry = held.get(one_id)
            return f"{entry.kode} {entry.uraian}" if entry else "entri lain"

        return [
            ObjectChange(
                Effect.of(one),
                Kind(one.kind).label,
                one.label or "(tanpa nama)",
                self._under(one),
                _place(one),
                tuple(
                    CellChange(
                        cell_title(name),
                        cell_text(name, old, label_of),
                        cell_text(name, new, label_of),
                        name.partition(":")[0] in _FIGURES,
                    )
                    for name, (old, new) in sorted(_shown(one).items(), key=_cell_position)
                ),
            )
            for one in objects
        ]

    @cached_property
    def missing(self) -> list[MissingRow]:
        """Rows and indicators of the plan that the workbook lacks."""
        nodes = self.report.missing_nodes
        rows = [_missing_row(node) for node in nodes]
        # The report lists the rows first, then single indicators of rows that stay.
        return rows + [MissingRow(label, 0, "") for label in self.report.missing[len(nodes) :]]

    @cached_property
    def _labels(self) -> dict[int, str]:
        labels = {node.id: node_label(node) for node in self.cascade.walk()} if self.cascade else {}
        return labels | {one.id: one.label for one in self.objects if one.kind == Kind.SIMPUL}

    @cached_property
    def _owners(self) -> dict[tuple[Kind, int], int | None]:
        """The simpul that each object of the plan stands under or belongs to."""
        owners: dict[tuple[Kind, int], int | None] = {}
        for node in self.cascade.walk() if self.cascade else ():
            owners[Kind.SIMPUL, node.id] = node.parent_id
            owners |= {(Kind.INDIKATOR, one.id): node.id for one in node.indikator}
        return owners

    def _under(self, one: ObjectDiff) -> str:
        if one.kind == Kind.RENCANA:
            return ""
        name = "parent" if one.kind == Kind.SIMPUL else "simpul"
        old, new = one.cells.get(name, (None, None))
        stated = new or old
        owner = int(stated) if stated else self._owners.get((Kind(one.kind), one.id))
        return self._labels.get(owner, "") if owner is not None else ""


def _shown(one: ObjectDiff) -> Cells:
    if one.act == Act.UPDATE:
        return {name: sides for name, sides in one.cells.items() if name != "asal"}
    return {
        name: sides
        for name, sides in one.cells.items()
        if name not in _IN_HEADING and (name not in _DEFAULTS or _DEFAULTS[name] not in sides)
    }


def _cell_position(cell: tuple[str, tuple[str | None, str | None]]) -> tuple[bool, str, str]:
    """Texts as they come, then figures by kind and year."""
    what, _, rest = cell[0].partition(":")
    return (True, what, rest) if what in _FIGURES else (False, "", "")


_SHEET_ORDER = {sheet.name: number for number, sheet in enumerate(SHEETS)}


def _sheet(one: ObjectDiff) -> str:
    return IDENTITAS.name if one.kind == Kind.RENCANA else one.place.partition("!")[0]


def _place(one: ObjectDiff) -> str:
    sheet, _, row = one.place.partition("!")
    if not sheet:
        return f"Lembar {IDENTITAS.name}" if one.kind == Kind.RENCANA else ""
    return f"Lembar {sheet}, baris {row}" if row else f"Lembar {sheet}"


def _position(one: ObjectDiff) -> tuple[bool, int, int, bool]:
    """As in the workbook, a row before its indicator; last what only moves and what has no place in the workbook."""
    sheet, row = _sheet(one), one.place.partition("!")[2]
    return (
        not sheet or Effect.of(one) is Effect.BERGESER,
        _SHEET_ORDER.get(sheet, len(_SHEET_ORDER)),
        int(row) if row.isdecimal() else 0,
        one.kind == Kind.INDIKATOR,
    )


def _problem_position(one: Problem) -> tuple[int, int, int, int, str]:
    return (
        _GRAVITY[one.severity],
        _SHEET_ORDER.get(one.sheet, -1 if not one.sheet else len(_SHEET_ORDER)),
        one.row or 0,
        len(one.column),
        one.column,
    )


def _missing_row(node: CascadeNode) -> MissingRow:
    amounts = [nilai.amount for nilai in node.pagu.values() if nilai.amount is not None]
    return MissingRow(node_label(node), len(node.indikator), format_rupiah(sum(amounts, Decimal(0))) if amounts else "")
