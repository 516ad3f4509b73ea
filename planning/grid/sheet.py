"""The part of a plan that some rows of the grid stand for, and the way from a cell to what is stored, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ..levels import Level
from ..models import Change, Rencana
from ..realisasi import is_counted
from ..writing import stored_indicators, stored_nodes
from ..writing.stored import EVERYTHING, KAITAN, NILAI, PAGU, PLAFON, Stored
from .columns import FIGURES, INDICATOR_COLUMNS, MONEY, NODE_COLUMNS, TOLD, GridColumn
from .rows import RowId, row_sources
from .sections import GridSection, sections_at

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
        self._columns: dict[tuple[str, str], GridColumn | None] = {}
        self._sections: dict[str, list[GridSection]] = {}
        self._standing: dict[int, list[int]] = defaultdict(list)
        for one, cells in indicators.items():
            self._standing[int(cells["simpul"])].append(one)

    @classmethod
    def of_rows(cls, rencana: Rencana, rows: Collection[RowId], cols: Collection[str]) -> Sheet:
        """What these rows stand for, as far as these columns need it: at most six queries."""
        nodes = {row.simpul for row in rows if row.simpul is not None}
        indicators = {row.indikator for row in rows if row.indikator is not None}
        whats = {col.partition(":")[0] for col in cols}
        figures = set()
        if whats & MONEY or "sumber_dana" in whats:
            figures.add(PAGU)
        if "plafon" in whats:
            figures.add(PLAFON)
        if whats & TOLD:
            figures.add(NILAI)
        values = bool(whats & FIGURES)
        measured = values or bool(whats & set(INDICATOR_COLUMNS))
        found = stored_indicators(rencana, indicators, of=nodes if measured else (), values=values)
        # The level of an indicator's simpul tells which columns the indicator has.
        owners = {int(found[one]["simpul"]) for one in indicators if one in found}
        return cls(rencana, stored_nodes(rencana, nodes | owners, with_=figures), found)

    @classmethod
    def of_objects(cls, rencana: Rencana, nodes: Collection[int], indicators: Collection[int]) -> Sheet:
        """These simpul and indicators whole, and all indicators beside them: at most seven queries."""
        found = stored_indicators(rencana, indicators, values=False)
        owners = {int(cells["simpul"]) for cells in found.values()}
        return cls(
            rencana,
            stored_nodes(rencana, owners | set(nodes), with_=EVERYTHING - {KAITAN}),
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

    def next_urutan(self, simpul: int) -> int:
        """The `urutan` of one more indicator, after those the simpul has."""
        return max((int(self.indicators[one]["urutan"]) for one in self._standing.get(simpul, ())), default=-1) + 1

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

        An indicator still to be made is the negative id of its simpul. `sumber_dana` has the place of the rupiah it
        belongs to, without year.
        """
        self.column(row, col)
        what, _, year = col.partition(":")
        name = INDICATOR_COLUMNS.get(what)
        if name or what in FIGURES:
            owner = row.indikator
            if owner is None and not row.baru:
                owner = self.first_indicator(row.simpul or 0)
            key = name or (f"baseline:{self.rencana.tahun_dasar}" if what == "baseline" else col)
            return Place(Kind.INDIKATOR, -(row.simpul or 0) if owner is None else owner, key)
        simpul = row.simpul or 0
        if what in MONEY:
            return Place(Kind.SIMPUL, simpul, f"{what}:{year}:{self.source_of(row)}")
        if what == "sumber_dana":
            return Place(Kind.SIMPUL, simpul, f"pagu::{self.source_of(row)}")
        return Place(Kind.SIMPUL, simpul, col)

    def column(self, row: RowId, col: str) -> GridColumn:
        """The column in which a cell can be filled in, of whichever section has it. Raises `UnknownCell`."""
        sections, level, further = self._stands(row)
        refusal = f"Kolom {col} tidak ada dalam rencana ini."
        for section in sections:
            column = self.column_in(section, col)
            if column is None:
                continue
            if section.editable(level, [column], further_source=row.sumber is not None, further_indicator=further):
                return column
            refusal = _why_not(column, None if further else level)
        raise UnknownCell(refusal)

    def _stands(self, row: RowId) -> tuple[list[GridSection], Level, bool]:
        """The sections and level of a row's simpul, and whether it is a further indicator. Raises `UnknownCell`."""
        further = row.indikator is not None
        owner = row.simpul
        if row.indikator is not None:
            owner = int(self.indicators[row.indikator]["simpul"]) if row.indikator in self.indicators else None
        elif row.baru:
            further = True
            # Beside the first one; a simpul without any gets it on its own row.
            owner = row.simpul if self.first_indicator(row.simpul or 0) is not None else None
        level = self.nodes[owner]["level"] if owner in self.nodes else None
        sections = self._sections_at(level) if level else []
        if not sections or level is None:
            raise UnknownCell(f"Baris {row} tidak ada (lagi) dalam rencana ini.")
        return sections, Level(level), further

    def _sections_at(self, level: str) -> list[GridSection]:
        if level not in self._sections:
            self._sections[level] = sections_at(self.rencana, level)
        return self._sections[level]

    def column_in(self, section: GridSection, col: str) -> GridColumn | None:
        """The column of that name in a section of this plan."""
        key = (section.key, col)
        if key not in self._columns:
            self._columns[key] = section.column(self.rencana, col)
        return self._columns[key]

    def is_counted(self, place: Place) -> bool:
        """Whether the place is a realisation that is counted from labour data, and so not typed."""
        if place.kind != Kind.INDIKATOR or not place.name.startswith("realisasi_"):
            return False
        cells = self.indicators.get(place.id, {})
        return is_counted(*(cells.get(name, "") for name in ("akumulasi", "data_pembilang", "data_penyebut")))

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
            return (row, col) if col not in NODE_COLUMNS and self._shows(owner, col) else None
        if object_id not in self.nodes:
            return None
        row = f"s{object_id}"
        if what in MONEY:
            year, _, source = rest.partition(":")
            if source != self.sources(object_id)[0]:
                row = f"{row}:{source}" if source else row
            name = f"{what}:{year}"
        return (row, name) if self._shows(object_id, name) else None

    def _shows(self, simpul: int, col: str) -> bool:
        """Whether the rows of a simpul have that column."""
        if simpul not in self.nodes:
            return False
        sections = self._sections_at(self.nodes[simpul]["level"])
        return any(self.column_in(section, col) is not None for section in sections)


def _why_not(column: GridColumn, level: Level | None) -> str:
    if column.baca:
        return f"{column.judul}: {column.baca[0].lower()}{column.baca[1:]}"
    if column.what in MONEY and level:
        return f"{column.judul} diisi pada sub-kegiatan; jumlahnya naik sendiri ke {level.label.lower()}."
    return f"Kolom {column.judul} tidak diisi pada baris ini."


def source_of(name: str) -> str | None:
    """The sumber dana in the name of a cell of rupiah ("" when not stated); None for any other cell."""
    what, _, rest = name.partition(":")
    return rest.partition(":")[2] if what in MONEY else None


def sources_in(names: Iterable[str]) -> set[str]:
    """The sumber dana that these cells hold rupiah of."""
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
