"""The cascade as the grid shows it: flat rows in cascade order, columns, and which cells of a row can be filled in.

A row is named after what it stands for: `s12` a simpul (with its first indicator on the same row), `i34` a further
indicator, `s12+` one more indicator that saving makes, `s12:APBN` a further sumber dana of a sub-kegiatan.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from renstra_portal.lib.codes import KodeProblem, format_kode, parse_kode

from ..cascade import Cascade, CascadeIndicator, CascadeNode
from ..entry_locks import Locks
from ..levels import PROGRAMME_LEVELS, Level
from .columns import INDICATOR_COLUMNS, NODE_COLUMNS, GridColumn
from .ratios import Ratios
from .sections import PROGRAMME, GridSection

#: Levels whose rows a plan takes over from the version it was made from, so that a row without origin is new there.
_WITH_ORIGIN = frozenset({Level.TUJUAN, Level.SASARAN, *PROGRAMME_LEVELS}) - {Level.PERANGKAT_DAERAH, Level.OUTPUT}

_ROW = re.compile(
    r"s(?P<simpul>[1-9][0-9]{0,17})(?:(?P<baru>\+)|:(?P<sumber>.+))?|i(?P<indikator>[1-9][0-9]{0,17})", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class RowId:
    """The name of a row, taken apart. Exactly one of `simpul` and `indikator` is set.

    `baru`: not the simpul itself but an indicator to be made for it, beside those it has.
    """

    simpul: int | None = None
    indikator: int | None = None
    sumber: str | None = None
    baru: bool = False

    @classmethod
    def parse(cls, text: str) -> RowId | None:
        """The parts of a row's name, or None when it is not one."""
        found = _ROW.fullmatch(text)
        if not found:
            return None
        if found["indikator"]:
            return cls(indikator=int(found["indikator"]))
        return cls(simpul=int(found["simpul"]), sumber=found["sumber"], baru=bool(found["baru"]))

    def __str__(self) -> str:
        if self.indikator is not None:
            return f"i{self.indikator}"
        if self.baru:
            return f"s{self.simpul}+"
        return f"s{self.simpul}" if self.sumber is None else f"s{self.simpul}:{self.sumber}"


def row_sources(sources: Collection[str]) -> list[str]:
    """The sumber dana of a simpul in the order of their rows: the first stands on the simpul's own row."""
    return sorted(set(sources)) or [""]


class Grid:
    """The rows of one section of a cascade. `writable` False closes every cell, `locks` those of their roles."""

    def __init__(
        self, cascade: Cascade, *, writable: bool, section: GridSection = PROGRAMME, locks: Locks | None = None
    ) -> None:
        self.cascade = cascade
        self.section = section
        self.columns: dict[str, GridColumn] = {
            one.col: one for one in section.columns(cascade.plan, _held(cascade, section))
        }
        self.locks = {one.col: str(kunci) for one in self.columns.values() if (kunci := (locks or {}).get(one.what))}
        self._texts = [name for name in NODE_COLUMNS if name in self.columns]
        self._ratios = Ratios(cascade) if section.triwulan else None
        self._editable: dict[tuple[Level | None, bool], list[str]] = {}
        self._writable = writable

    def rows(self) -> list[dict[str, Any]]:
        """Every row; of the programme tree tujuan and sasaran first."""
        rows: list[dict[str, Any]] = []
        for top in self.section.roots:
            for root in self.cascade.roots:
                if root.level == top:
                    rows.extend(self._below(root, 0))
        return rows

    def rows_of(self, ids: Collection[int]) -> list[dict[str, Any]]:
        """The rows of these simpul, in order."""
        return [row for row in self.rows() if row["simpul"] in ids]

    def _below(self, node: CascadeNode, depth: int) -> Iterator[dict[str, Any]]:
        yield from self._node_rows(node, depth)
        for child in node.children:
            if child.level in self.section.levels:
                yield from self._below(child, depth + 1)

    def _node_rows(self, node: CascadeNode, depth: int) -> Iterator[dict[str, Any]]:
        own = f"s{node.id}"
        first = node.indikator[0] if node.indikator else None
        sources = row_sources([source for _, _, source in node.money])
        cells: dict[str, str | None] = {name: getattr(node, name) or None for name in self._texts}
        cells |= self._indicator_cells(first)
        cells |= {f"plafon:{year}": nilai.encode() for year, nilai in node.plafon.items()}
        cells |= {f"{role}:{year}": nilai.encode() for (role, year), nilai in node.nilai.items()}
        yield {
            "row": own,
            "kind": "simpul",
            "simpul": node.id,
            "indikator": first.id if first else None,
            "level": node.level.value,
            "depth": depth,
            "parent": f"s{node.parent_id}" if node.parent_id is not None else None,
            "kode": self.kode_of(node),
            "uraian": node.uraian,
            "kaitan": list(node.kaitan),
            "rupa": self._looks(node, depth),
            "tanpa_asal": self._is_new(node),
            **self._money_cells(node, sources[0], cells),
            **self._counted(first, self.editable(node.level)),
        }
        below = {"simpul": node.id, "level": node.level.value, "depth": depth + 1, "parent": own}
        for one in node.indikator[1:]:
            yield below | {
                "row": f"i{one.id}",
                "kind": "indikator",
                "indikator": one.id,
                "kode": "",
                "uraian": "",
                "cells": self._filled(self._indicator_cells(one)),
                **self._counted(one, self.editable(None)),
            }
        for source in sources[1:]:
            yield below | {
                "row": f"{own}:{source}",
                "kind": "sumber_dana",
                "indikator": None,
                "kode": "",
                "uraian": "",
                **self._money_cells(node, source, {}),
                "editable": self.editable(node.level, further_source=True),
            }

    def editable(self, level: Level | None, *, further_source: bool = False) -> list[str]:
        """The columns that can be filled in on a row of that level."""
        if not self._writable:
            return []
        key = (level, further_source)
        if key not in self._editable:
            open_columns = [one for one in self.columns.values() if one.col not in self.locks]
            self._editable[key] = self.section.editable(level, open_columns, further_source=further_source)
        return self._editable[key]

    def editable_by_kind(self) -> dict[str, list[str]]:
        """The columns that can be filled in: of a simpul by its level, of the further rows by their kind."""
        found: dict[str, list[str]] = {level.value: self.editable(level) for level in self.section.levels}
        found["indikator"] = self.editable(None)
        found["sumber_dana"] = self.editable(self.section.levels[-1], further_source=True)
        return found

    def _looks(self, node: CascadeNode, depth: int) -> str | None:
        """The level that a row of the other sections looks like: that of its code, or of its place."""
        if self.section.is_programme:
            return None
        if node.kode:
            return parse_kode(node.kode).level
        return Level.PROGRAM.value if node.children and not depth else Level.SUB_KEGIATAN.value

    def _is_new(self, node: CascadeNode) -> bool | None:
        """True for a row that the version before does not have, None for all others."""
        has_origin = self.cascade.plan.asal_id is None or node.asal_id is not None
        return None if has_origin or node.level not in _WITH_ORIGIN else True

    def _counted(self, one: CascadeIndicator | None, editable: list[str]) -> dict[str, Any]:
        """The cells that can be filled in, and of a counted realisation the sentence that tells of it."""
        counted = self._ratios.of(one, self.section.triwulan) if self._ratios and one else None
        if counted is None:
            return {"editable": editable}
        col = f"realisasi_{self.section.triwulan}:{self.cascade.plan.tahun_awal}"
        return {"editable": [name for name in editable if name != col], "hitung": {col: counted.told}}

    def _indicator_cells(self, one: CascadeIndicator | None) -> dict[str, str | None]:
        if one is None:
            return {}
        cells: dict[str, str | None] = {col: getattr(one, field) or None for col, field in INDICATOR_COLUMNS.items()}
        cells["baseline"] = one.baseline_at(self.cascade.plan.tahun_dasar).encode()
        cells |= {f"{role}:{year}": nilai.encode() for role, year, nilai in one.values}
        if self._ratios and (counted := self._ratios.of(one, self.section.triwulan)):
            cells[f"realisasi_{self.section.triwulan}:{self.cascade.plan.tahun_awal}"] = counted.nilai.encode()
        return cells

    def _money_cells(self, node: CascadeNode, source: str, cells: dict[str, str | None]) -> dict[str, Any]:
        cells |= {f"{role}:{year}": nilai.encode() for (role, year, of), nilai in node.money.items() if of == source}
        cells["sumber_dana"] = source or None
        return {"sumber": source, "cells": self._filled(cells)}

    def _filled(self, cells: dict[str, str | None]) -> dict[str, str]:
        return {col: value for col, value in cells.items() if value is not None and col in self.columns}

    def kode_of(self, node: CascadeNode) -> str:
        """The code as this edition prints it, "" without one."""
        try:
            return format_kode(node.kode, self.cascade.plan.digit_sub) if node.kode else ""
        except KodeProblem:
            # A number above 99 in a two-digit edition can only be printed in full.
            return node.kode


def _held(cascade: Cascade, section: GridSection) -> set[tuple[str, int]]:
    """Roles and years for which the rows of a section hold figures or rupiah."""
    rows = cascade.at(*section.levels)
    held = {(role, year) for node in rows for one in node.indikator for role, year, _ in one.values}
    return held | {(role, year) for node in rows for role, year, _ in node.keuangan}


def grid_data(
    cascade: Cascade, *, reason: str | None, section: GridSection = PROGRAMME, locks: Locks | None = None
) -> dict[str, Any]:
    """One section of the grid for the browser. `reason` says why the person may not write, None when they may.

    What every row of a kind has in common is said once, in `editable`; what a row has nothing of is left out.
    `kunci` of a column says why it is closed now, `hitung` of a row what a cell of it is counted from.
    `sasaran_kaitan` are the rows that the section's rows can be linked to, where these stand in another section.
    """
    plan = cascade.plan
    grid = Grid(cascade, writable=reason is None, section=section, locks=locks)
    return {
        "plan": {
            "slug": plan.slug,
            "judul": plan.judul,
            "revisi": plan.revisi,
            "tahun": [one.tahun for one in grid.columns.values() if one.col.startswith("pagu:")],
            "tahun_dasar": plan.tahun_dasar,
            "writable": reason is None,
            "reason": reason,
        },
        "bagian": {
            "key": section.key,
            "satu": section.satu,
            "program": section.is_programme,
            "utama": section.is_main,
            "menata": section.menata,
            "triwulan": section.triwulan,
            "level": section.levels[-1].value,
            "bertingkat": section.nested,
            "berkode": section.coded,
        },
        "columns": [one.as_json() | {"kunci": grid.locks.get(one.col, "")} for one in grid.columns.values()],
        "editable": grid.editable_by_kind(),
        "rows": [_brief(row) for row in grid.rows()],
        "sasaran_kaitan": [
            {"simpul": one.id, "level": one.level.value, "kode": grid.kode_of(one), "uraian": one.uraian}
            for one in (cascade.at(*section.linked) if section.linked else ())
        ],
    }


def _brief(row: dict[str, Any]) -> dict[str, Any]:
    """A row without what the browser knows anyway; `parent` stays, for null there means the top of the plan."""
    # A row with a counted cell has fewer cells to fill in than others of its kind.
    left_out = ("uraian",) if "hitung" in row else ("editable", "uraian")
    return {
        name: value
        for name, value in row.items()
        if name == "parent" or (name not in left_out and value not in (None, "", []))
    }
