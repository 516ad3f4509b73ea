"""The part of a plan that some rows of the grid stand for, and the way from a cell to what is stored, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ..levels import Level
from ..models import Change, Rencana
from ..writing import stored_indicators, stored_nodes
from ..writing.stored import EVERYTHING, KAITAN, PAGU, PLAFON, Stored
from .rows import GRID_LEVELS, INDICATOR_COLUMNS, NODE_COLUMNS, RowId, editable_columns, plan_columns, row_sources

Kind = Change.Kind


@dataclass(frozen=True, slots=True)
class Place:
    """A stored cell, named as in the change record. An indicator still to be made has a negative id."""

    kind: Kind
    id: int
    name: str


class UnknownCell(Exception):
    """The row is not in the plan, or the column not in the row; `str()` is the sentence for the person."""


class Sheet:
    """Stored cells of some simpul and indicators of one plan, read in a fixed number of queries."""

    def __init__(self, rencana: Rencana, nodes: Stored, indicators: Stored) -> None:
        self.rencana = rencana
        self.nodes = nodes
        self.indicators = indicators
        self.columns = plan_columns(rencana)
        self._standing: dict[int, list[int]] = defaultdict(list)
        for one, cells in indicators.items():
            self._standing[int(cells["simpul"])].append(one)

    @classmethod
    def of_rows(cls, rencana: Rencana, rows: Collection[RowId], cols: Collection[str]) -> Sheet:
        """What these rows stand for, as far as these columns need it: at most five queries."""
        nodes = {row.simpul for row in rows if row.simpul is not None}
        indicators = {row.indikator for row in rows if row.indikator is not None}
        whats = {col.partition(":")[0] for col in cols}
        figures = set()
        if whats & {"pagu", "sumber_dana"}:
            figures.add(PAGU)
        if "plafon" in whats:
            figures.add(PLAFON)
        values = bool(whats & {"baseline", "target"})
        measured = values or bool(whats & set(INDICATOR_COLUMNS))
        return cls(
            rencana,
            stored_nodes(rencana, nodes, with_=figures),
            stored_indicators(rencana, indicators, of=nodes if measured else (), values=values),
        )

    @classmethod
    def of_objects(cls, rencana: Rencana, nodes: Collection[int], indicators: Collection[int]) -> Sheet:
        """These simpul and indicators whole, and all indicators beside them: at most seven queries."""
        found = stored_indicators(rencana, indicators, values=False)
        owners = {int(cells["simpul"]) for cells in found.values()}
        return cls(
            rencana,
            stored_nodes(rencana, nodes, with_=EVERYTHING - {KAITAN}),
            stored_indicators(rencana, of=owners | set(nodes)),
        )

    @property
    def levels(self) -> dict[int, Level]:
        """The level of each simpul."""
        return {one: Level(cells["level"]) for one, cells in self.nodes.items()}

    def first_indicator(self, simpul: int) -> int | None:
        """The indicator that stands on the simpul's own row; None when it has none."""
        standing = self._standing.get(simpul)
        return standing[0] if standing else None

    def sources(self, simpul: int) -> list[str]:
        """The sumber dana of a simpul in the order of their rows; [""] when it has no pagu."""
        return row_sources(sources_in(self.nodes[simpul]))

    def source_of(self, row: RowId) -> str:
        """The sumber dana that a simpul's row holds the pagu of."""
        if row.sumber is not None:
            return row.sumber
        return self.sources(row.simpul or 0)[0]

    def stored(self, place: Place) -> str | None:
        """What is stored at a place, spelled as in the change record; None when nothing is."""
        held = self.nodes if place.kind == Kind.SIMPUL else self.indicators
        return held.get(place.id, {}).get(place.name)

    def place(self, row: RowId, col: str) -> Place:
        """Where a cell that can be filled in is stored. Raises `UnknownCell`.

        The first indicator of a simpul that has none yet is the negative id of the simpul. `sumber_dana` has the place
        of the pagu it belongs to, without year.
        """
        if col not in self.columns:
            raise UnknownCell(f"Kolom {col} tidak ada dalam rencana ini.")
        if row.indikator is not None:
            if row.indikator not in self.indicators:
                raise UnknownCell(f"Baris {row} tidak ada (lagi) dalam rencana ini.")
            level = None
        elif row.simpul in self.nodes and self.nodes[row.simpul]["level"] in GRID_LEVELS:
            level = Level(self.nodes[row.simpul]["level"])
        else:
            raise UnknownCell(f"Baris {row} tidak ada (lagi) dalam rencana ini.")
        if not editable_columns(level, [col], further_source=row.sumber is not None):
            raise UnknownCell(self._why_not(level, col))
        what, _, year = col.partition(":")
        name = INDICATOR_COLUMNS.get(what)
        if name or what in ("baseline", "target"):
            owner = row.indikator
            if owner is None:
                owner = self.first_indicator(row.simpul or 0)
            key = name or (f"baseline:{self.rencana.tahun_dasar}" if what == "baseline" else col)
            return Place(Kind.INDIKATOR, -(row.simpul or 0) if owner is None else owner, key)
        simpul = row.simpul or 0
        if what == "pagu":
            return Place(Kind.SIMPUL, simpul, f"pagu:{year}:{self.source_of(row)}")
        if what == "sumber_dana":
            return Place(Kind.SIMPUL, simpul, f"pagu::{self.source_of(row)}")
        return Place(Kind.SIMPUL, simpul, col)

    def _why_not(self, level: Level | None, col: str) -> str:
        what = self.columns[col].judul
        if col.startswith("pagu:") and level:
            return f"{what} diisi pada sub-kegiatan; jumlahnya naik sendiri ke {level.label.lower()}."
        return f"Kolom {what} tidak diisi pada baris ini."

    def value(self, row: RowId, col: str) -> str | None:
        """What the cell shows now, in the form that the browser gets."""
        place = self.place(row, col)
        if col == "sumber_dana":
            source = self.source_of(row)
            return source if source and source in self.sources(row.simpul or 0) else None
        return self.stored(place)

    def cell_of(self, kind: str, object_id: int, name: str) -> tuple[str, str] | None:
        """The (row, column) that shows a stored cell; None for what the grid does not show (order, parent, links)."""
        what, _, rest = name.partition(":")
        if kind == Kind.INDIKATOR:
            if object_id not in self.indicators:
                return None
            owner = int(self.indicators[object_id]["simpul"])
            row = f"s{owner}" if self.first_indicator(owner) == object_id else f"i{object_id}"
            col = {field: col for col, field in INDICATOR_COLUMNS.items()}.get(name, name)
            if name == f"baseline:{self.rencana.tahun_dasar}":
                col = "baseline"
            return (row, col) if col in self.columns and col not in NODE_COLUMNS else None
        if object_id not in self.nodes:
            return None
        row = f"s{object_id}"
        if what == "pagu":
            year, _, source = rest.partition(":")
            if source != self.sources(object_id)[0]:
                row = f"{row}:{source}" if source else row
            name = f"pagu:{year}"
        return (row, name) if name in self.columns else None


def source_of(name: str) -> str | None:
    """The sumber dana in the name of a pagu's cell ("" when not stated); None for any other cell."""
    return name.split(":", 2)[2] if name.startswith("pagu:") else None


def sources_in(names: Iterable[str]) -> set[str]:
    """The sumber dana that these cells hold pagu of."""
    return {source for name in names if (source := source_of(name)) is not None}


def moves_sources(held: Collection[str], changed: Mapping[str, str | None]) -> bool:
    """Whether changing cells of a simpul changes its rows of sumber dana. `changed` maps a cell to its value after."""
    if not sources_in(changed):
        return False
    after = (set(held) | {name for name, value in changed.items() if value is not None}) - {
        name for name, value in changed.items() if value is None
    }
    before_sources, after_sources = sources_in(held), sources_in(after)
    return before_sources != after_sources and max(len(before_sources), len(after_sources)) > 1


def row_ids(rows: Iterable[str]) -> dict[str, RowId | None]:
    """Each row name with its parts, None for what is not a row's name."""
    return {row: RowId.parse(row) for row in rows}
