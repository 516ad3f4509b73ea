"""Columns of the grid: what one is, what its name says of the cell below it, and the makers of the usual ones.

A column's name is that of a field ("lokasi"), or a role with its year ("target:2026", "keuangan_2:2026").
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ..cascade import PlanInfo
from ..cascade.tree import MONEY_ROLES, NODE_ROLES, ROLES
from ..models import Rencana
from .naming import cell_title

Plan = Rencana | PlanInfo
#: Roles and years for which a plan holds figures: ("target", 2021).
Held = Collection[tuple[str, int]]

#: Columns that hold a field of the simpul, and those that hold a field of the row's indicator (column → field).
NODE_COLUMNS = (
    "uraian",
    "nomor",
    "lokasi",
    "penanggung_jawab",
    "keterangan",
    "kelompok_sasaran",
    "waktu_pelaksanaan",
    "prioritas",
    "catatan",
    "alasan",
    "dasar_hukum",
    "sumber_usulan",
    "keputusan",
)
INDICATOR_COLUMNS = {"indikator": "teks", "satuan": "satuan", "arah": "arah", "akumulasi": "akumulasi"}
#: The roles of an indicator's figures, of rupiah per sumber dana, and of what is told of a row for a triwulan.
FIGURES = frozenset(ROLES)
MONEY = frozenset({"pagu", *MONEY_ROLES})
TOLD = frozenset(NODE_ROLES)
#: The roles whose columns are there only for the years a section speaks of, or that are held.
_YEARLY = FIGURES | MONEY


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column.

    `jenis` is "teks", "catatan" (words held as a `Nilai`), "pilihan" (one of `pilihan`, value and label), "nilai" (a
    figure), "rupiah" or "kaitan" (the rows linked to, chosen in a dialog). `panjang` is the most letters. `judul` names
    the column in a sentence ("Target 2026"), `kepala` heads it below its `kelompok`; `lebar` is in pixels. `baca` says
    why nothing is entered in the column here; "" where it is. `wajib`: it may not be left blank.
    """

    col: str
    judul: str
    jenis: str = "teks"
    tahun: int | None = None
    panjang: int | None = None
    plafon: bool = False
    kepala: str = ""
    kelompok: str = ""
    lebar: int = 140
    pilihan: tuple[tuple[str, str], ...] = ()
    baca: str = ""
    wajib: bool = False

    @property
    def what(self) -> str:
        """The role or field that the column's name begins with."""
        return self.col.partition(":")[0]

    def shown_only(self, why: str) -> GridColumn:
        """The column where it is only shown."""
        return replace(self, baca=why)

    def as_json(self) -> dict[str, Any]:
        """The column for the browser."""
        return {
            "col": self.col,
            "judul": self.judul,
            "jenis": self.jenis,
            "tahun": self.tahun,
            "panjang": self.panjang,
            "plafon": self.plafon,
            "kepala": self.kepala or self.judul,
            "kelompok": self.kelompok,
            "lebar": self.lebar,
            "pilihan": [list(one) for one in self.pilihan],
            "baca": self.baca,
            "wajib": self.wajib,
        }


def held_by_name(plan: Plan, col: str) -> Held:
    """What a plan must hold for the column of that name to be shown."""
    what, _, year = col.partition(":")
    if what in _YEARLY and len(year) == 4 and year.isascii() and year.isdecimal():
        return {(what, int(year))}
    return {("baseline", plan.tahun_dasar)}


def name(judul: str = "Uraian", lebar: int = 320) -> GridColumn:
    """The column that names the row."""
    return GridColumn("uraian", judul, kepala="Kode dan nama" if judul == "Uraian" else "", lebar=lebar)


def indicator() -> Iterator[GridColumn]:
    """The row's indicator and its unit."""
    yield GridColumn("indikator", "Indikator", lebar=230)
    yield GridColumn("satuan", "Satuan", panjang=120, lebar=96)


def number(judul: str = "Nomor", lebar: int = 60) -> GridColumn:
    """The number of the row as the document prints it."""
    return GridColumn("nomor", judul, panjang=30, lebar=lebar)


def figure(role: str, year: int, judul: str = "", kepala: str = "", kelompok: str = "", lebar: int = 78) -> GridColumn:
    """A figure of the indicator (or of the row, for physical progress)."""
    judul = judul or cell_title(f"{role}:{year}")
    return GridColumn(f"{role}:{year}", judul, "nilai", year, kepala=kepala or judul, kelompok=kelompok, lebar=lebar)


def rupiah(role: str, year: int, judul: str = "", kepala: str = "", kelompok: str = "", lebar: int = 120) -> GridColumn:
    """Rupiah of the row, per sumber dana where it has that column."""
    judul = judul or cell_title(f"{role}:{year}")
    kepala = kepala or f"{judul} (Rp)"
    return GridColumn(f"{role}:{year}", judul, "rupiah", year, kepala=kepala, kelompok=kelompok, lebar=lebar)


def note(role: str, year: int, kepala: str, kelompok: str = "", lebar: int = 180) -> GridColumn:
    """Words about the row for a triwulan."""
    judul = cell_title(f"{role}:{year}")
    return GridColumn(f"{role}:{year}", judul, "catatan", year, kepala=kepala, kelompok=kelompok, lebar=lebar)


def choices(of: Any) -> tuple[tuple[str, str], ...]:
    """The choices of a model's field as a column holds them."""
    return tuple((str(value), str(label)) for value, label in of.choices)
