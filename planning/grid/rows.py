"""The cascade as the grid shows it: flat rows in cascade order, columns, and which cells of a row can be filled in.

A row is named after what it stands for: `s12` a simpul (with its first indicator on the same row), `i34` a further
indicator, `s12:APBN` a further sumber dana of a sub-kegiatan.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from renstra_portal.lib.codes import KodeProblem, format_kode
from renstra_portal.lib.values import Nilai

from ..cascade import Cascade, CascadeIndicator, CascadeNode, PlanInfo
from ..levels import PROGRAMME_LEVELS, Level
from ..models import Rencana

GRID_LEVELS: tuple[Level, ...] = (Level.TUJUAN, Level.SASARAN, *PROGRAMME_LEVELS)
#: Where a ceiling can be filled in: all that pagu rolls up to.
PLAFON_LEVELS = frozenset(PROGRAMME_LEVELS) - {Level.SUB_KEGIATAN, Level.OUTPUT}
LOKASI_LEVELS = frozenset({Level.PROGRAM, Level.KEGIATAN, Level.SUB_KEGIATAN})

#: Columns that hold a field of the simpul, and those that hold a field of the row's indicator (column → field).
NODE_COLUMNS = ("uraian", "lokasi", "penanggung_jawab", "keterangan")
INDICATOR_COLUMNS = {"indikator": "teks", "satuan": "satuan"}

_ROW = re.compile(r"s(?P<simpul>[1-9][0-9]{0,17})(?::(?P<sumber>.+))?|i(?P<indikator>[1-9][0-9]{0,17})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RowId:
    """The name of a row, taken apart. Exactly one of `simpul` and `indikator` is set."""

    simpul: int | None = None
    indikator: int | None = None
    sumber: str | None = None

    @classmethod
    def parse(cls, text: str) -> RowId | None:
        """The parts of a row's name, or None when it is not one."""
        found = _ROW.fullmatch(text)
        if not found:
            return None
        if found["indikator"]:
            return cls(indikator=int(found["indikator"]))
        return cls(simpul=int(found["simpul"]), sumber=found["sumber"])

    def __str__(self) -> str:
        if self.indikator is not None:
            return f"i{self.indikator}"
        return f"s{self.simpul}" if self.sumber is None else f"s{self.simpul}:{self.sumber}"


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column. `jenis` is "teks", "nilai" (an indicator's figure) or "rupiah", `panjang` the most letters."""

    col: str
    judul: str
    jenis: str
    tahun: int | None = None
    panjang: int | None = None
    plafon: bool = False

    def as_json(self) -> dict[str, Any]:
        """The column for the browser."""
        return {
            "col": self.col,
            "judul": self.judul,
            "jenis": self.jenis,
            "tahun": self.tahun,
            "panjang": self.panjang,
            "plafon": self.plafon,
        }


def columns(years: Sequence[int], base_year: int) -> dict[str, GridColumn]:
    """Every column of a plan that prints these years, by name and in order."""
    found = [
        GridColumn("uraian", "Uraian", "teks"),
        GridColumn("indikator", "Indikator", "teks"),
        GridColumn("satuan", "Satuan", "teks", panjang=120),
        GridColumn("baseline", f"Baseline {base_year}", "nilai", base_year),
    ]
    for year in years:
        found.append(GridColumn(f"target:{year}", f"Target {year}", "nilai", year))
        found.append(GridColumn(f"pagu:{year}", f"Pagu {year}", "rupiah", year))
        found.append(GridColumn(f"plafon:{year}", f"Plafon {year}", "rupiah", year, plafon=True))
    found += [
        GridColumn("sumber_dana", "Sumber dana", "teks", panjang=120),
        GridColumn("lokasi", "Lokasi", "teks"),
        GridColumn("penanggung_jawab", "Penanggung jawab", "teks", panjang=200),
        GridColumn("keterangan", "Keterangan", "teks"),
    ]
    return {one.col: one for one in found}


def plan_columns(plan: Rencana | PlanInfo) -> dict[str, GridColumn]:
    """The columns of a plan version."""
    return columns(tuple(plan.tahun_tabel), plan.tahun_dasar)


def editable_columns(level: Level | None, cols: Iterable[str], *, further_source: bool = False) -> list[str]:
    """Which of the columns can be filled in on a row: of a simpul of that level, or of a further indicator (None)."""
    return [col for col in cols if _is_editable(level, col, further_source)]


def _is_editable(level: Level | None, col: str, further_source: bool) -> bool:
    what = col.partition(":")[0]
    money = what in ("pagu", "sumber_dana")
    if further_source:
        return money
    if what in INDICATOR_COLUMNS or what in ("baseline", "target"):
        return True
    if level is None:
        return False
    if money:
        return level == Level.SUB_KEGIATAN
    if what == "plafon":
        return level in PLAFON_LEVELS
    return level in LOKASI_LEVELS if what == "lokasi" else True


def row_sources(sources: Collection[str]) -> list[str]:
    """The sumber dana of a simpul in the order of their rows: the first stands on the simpul's own row."""
    return sorted(set(sources)) or [""]


class Grid:
    """The rows of one cascade. `writable` False makes every cell read-only."""

    def __init__(self, cascade: Cascade, *, writable: bool) -> None:
        self.cascade = cascade
        self.columns = plan_columns(cascade.plan)
        self._editable: dict[tuple[Level | None, bool], list[str]] = {}
        self._writable = writable

    def rows(self) -> list[dict[str, Any]]:
        """Every row: tujuan and sasaran first, then the programme tree."""
        rows: list[dict[str, Any]] = []
        for top in (Level.TUJUAN, Level.PERANGKAT_DAERAH):
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
            if child.level in GRID_LEVELS:
                yield from self._below(child, depth + 1)

    def _node_rows(self, node: CascadeNode, depth: int) -> Iterator[dict[str, Any]]:
        own = f"s{node.id}"
        first = node.indikator[0] if node.indikator else None
        cells: dict[str, str | None] = {name: getattr(node, name) or None for name in NODE_COLUMNS}
        cells |= self._indicator_cells(first)
        cells |= {f"plafon:{year}": nilai.encode() for year, nilai in node.plafon.items()}
        yield {
            "row": own,
            "kind": "simpul",
            "simpul": node.id,
            "indikator": first.id if first else None,
            "level": node.level.value,
            "depth": depth,
            "parent": f"s{node.parent_id}" if node.parent_id is not None else None,
            "kode": self._kode(node),
            "uraian": node.uraian,
            "kaitan": list(node.kaitan),
            **self._money_cells(node, row_sources([source for _, source in node.pagu])[0], cells),
            "editable": self.editable(node.level),
        }
        below = {"simpul": node.id, "level": node.level.value, "depth": depth + 1, "parent": own}
        for one in node.indikator[1:]:
            yield below | {
                "row": f"i{one.id}",
                "kind": "indikator",
                "indikator": one.id,
                "kode": "",
                "uraian": "",
                "cells": _filled(self._indicator_cells(one)),
                "editable": self.editable(None),
            }
        for source in row_sources([source for _, source in node.pagu])[1:]:
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
            self._editable[key] = editable_columns(level, self.columns, further_source=further_source)
        return self._editable[key]

    def _indicator_cells(self, one: CascadeIndicator | None) -> dict[str, str | None]:
        if one is None:
            return {}
        cells: dict[str, str | None] = {col: getattr(one, field) or None for col, field in INDICATOR_COLUMNS.items()}
        cells["baseline"] = one.baseline_at(self.cascade.plan.tahun_dasar).encode()
        return cells | {f"target:{year}": nilai.encode() for year, nilai in one.target.items()}

    def _money_cells(self, node: CascadeNode, source: str, cells: dict[str, str | None]) -> dict[str, Any]:
        held: dict[int, Nilai] = {year: nilai for (year, of), nilai in node.pagu.items() if of == source}
        cells |= {f"pagu:{year}": nilai.encode() for year, nilai in held.items()}
        cells["sumber_dana"] = source or None
        return {"sumber": source, "cells": _filled(cells)}

    def _kode(self, node: CascadeNode) -> str:
        try:
            return format_kode(node.kode, self.cascade.plan.digit_sub) if node.kode else ""
        except KodeProblem:
            # A number above 99 in a two-digit edition can only be printed in full.
            return node.kode


def _filled(cells: dict[str, str | None]) -> dict[str, str]:
    return {col: value for col, value in cells.items() if value is not None}


def grid_data(cascade: Cascade, *, reason: str | None) -> dict[str, Any]:
    """The whole grid for the browser. `reason` says why the person may not write, None when they may."""
    plan = cascade.plan
    grid = Grid(cascade, writable=reason is None)
    return {
        "plan": {
            "slug": plan.slug,
            "judul": plan.judul,
            "revisi": plan.revisi,
            "tahun": list(plan.tahun_tabel),
            "tahun_dasar": plan.tahun_dasar,
            "writable": reason is None,
            "reason": reason,
        },
        "columns": [one.as_json() for one in grid.columns.values()],
        "rows": grid.rows(),
    }
