"""How complete the entry of one plan is: its rows against triwulan and kinds of cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe

from planning.cascade import load
from planning.levels import Level
from planning.models import Rencana
from planning.views.plans import plan_tabs

from ..bukti import counts_of
from ..jadwal import Keadaan, schedule_of
from ..kelengkapan import Baris, Terisi, Year, completeness
from .access import kinerja_plan

#: Where the grid enters the cells of a row: labour data in a section of their own, each kind in a column of its role.
_DATA_SECTION = "data"
_ROLES = {"kinerja": "realisasi", "keuangan": "keuangan", "fisik": "fisik"}


@dataclass(frozen=True, slots=True)
class Sel:
    """A cell of the matrix: what is filled in, and where to fill in the rest ("" where nothing is waited for).

    `keadaan` is that of its content, or "nanti" while it is blank because its triwulan has not been opened.
    """

    isi: Terisi
    nama: str
    url: str
    keadaan: str


@dataclass(frozen=True, slots=True)
class Kolom:
    """One triwulan of a row: its cells, and the evidence with its page ("" on rows that have none)."""

    triwulan: int
    sel: tuple[Sel, ...]
    bukti: int
    url_bukti: str


@dataclass(frozen=True, slots=True)
class BarisTampil:
    """A row as drawn."""

    baris: Baris
    kolom: tuple[Kolom, ...]


class _Drawing:
    """Draws the rows of one plan. `later` are the triwulan that are yet to be opened, `bukti` as `counts_of` has it."""

    def __init__(self, rencana: Rencana, bukti: Mapping[tuple[int, int], int], later: frozenset[int]) -> None:
        self._bukti, self._later, self._tahun = bukti, later, rencana.tahun_awal
        # Looked up once for thousands of cells.
        self._grid = reverse("rencana-isian", args=[rencana])
        self._evidence = reverse("kinerja-bukti", args=[rencana, 0, 0]).removesuffix("0/0/")

    def row(self, row: Baris) -> BarisTampil:
        """A row with its cells and its evidence."""
        section = _DATA_SECTION if row.level == Level.DATA else ""
        return BarisTampil(
            row,
            tuple(
                Kolom(triwulan, cells, self._bukti.get((row.id, triwulan), 0), f"{self._evidence}{row.id}/{triwulan}/")
                for triwulan, cells in self.cells(row.isi, section, row.id)
            ),
        )

    def cells(self, isi: Year, section: str = "", row: int | None = None) -> Iterator[tuple[int, tuple[Sel, ...]]]:
        """Per triwulan the cells of kinerja, keuangan and fisik, entered in that section of the grid on that row."""
        for triwulan, one in isi.items():
            url = f"{self._grid}?bagian={section or f'tw{triwulan}'}"
            if row is not None:
                url += f"&baris=s{row}"
            kinds = (("kinerja", one.kinerja), ("keuangan", one.keuangan), ("fisik", one.fisik))
            yield triwulan, tuple(self._cell(name, what, triwulan, url) for name, what in kinds)

    def _cell(self, name: str, what: Terisi, triwulan: int, url: str) -> Sel:
        state = "nanti" if what.keadaan == "kosong" and triwulan in self._later else what.keadaan
        column = f"{_ROLES[name]}_{triwulan}:{self._tahun}"
        return Sel(what, name, f"{url}&kolom={column}" if what.perlu else "", state)


@require_safe
def matrix(request: HttpRequest, slug: str) -> HttpResponse:
    """The matrix of one plan; `?kurang=1` leaves out rows in which nothing is missing."""
    rencana = kinerja_plan(request, slug)
    found = completeness(load(rencana))
    keadaan = schedule_of(rencana).of(rencana.perangkat_daerah_id)
    only_missing = "kurang" in request.GET
    later = frozenset(one.triwulan for one in keadaan if one.akan_dibuka)
    drawing = _Drawing(rencana, counts_of(rencana), later)
    groups = [
        (name, [drawing.row(row) for row in rows if not (only_missing and row.lengkap)])
        for name, rows in (
            ("Tujuan dan sasaran", found.strategi),
            ("Program, kegiatan, dan sub-kegiatan", found.program),
            ("Data ketenagakerjaan", found.data),
        )
    ]
    context = {
        "rencana": rencana,
        "tab": plan_tabs(rencana, "kelengkapan"),
        "kelompok": [(name, rows) for name, rows in groups if rows],
        "ada": bool(found.strategi or found.program or found.data),
        "jumlah": drawing.cells(found.jumlah),
        "keadaan": keadaan,
        "kurang": only_missing,
    }
    return render(request, "performance/kelengkapan.html", context)


def current_triwulan(keadaan: list[Keadaan], day: date) -> int:
    """The triwulan that is filled in now: the last one open by its dates, else the last that is over on that day.

    Before the first one has ended it is the first.
    """
    dated = [one.triwulan for one in keadaan if one.terbuka and one.dibuka]
    if dated:
        return dated[-1]
    months = (day.year - keadaan[0].tahun) * 12 + day.month - 1
    return min(max(months // 3, 1), 4)


urlpatterns: list[URLPattern] = [path("", matrix, name="kinerja-kelengkapan")]
