""" "Kenapa angka ini?": a computed figure with its formula, the cells it was made from, who entered them and when.

Both pages answer htmx with the fragment alone, so that the grid and the page Capaian show it beside the figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from planning.cascade import CascadeNode, load
from planning.grid.sections import sections_at
from planning.grid.sheet import Kind, Place
from planning.grid.touches import Touch, last_touches
from planning.levels import Level
from planning.models import Rencana
from planning.views.plans import plan_tabs

from ..capaian import Kinerja, Masukan
from ..capaian.cetak import rupiah_nilai, serapan_nilai
from ..capaian.predikat import SKALA
from .access import kinerja_plan
from .triwulan import asked_triwulan

_UNKNOWN = "Baris ini tidak ada (lagi) dalam rencana ini."
#: Rows that only head others; a person finds a row by those around them.
_NOT_NAMED = frozenset({Level.PERANGKAT_DAERAH, Level.URUSAN, Level.BIDANG_URUSAN})


@dataclass(frozen=True, slots=True)
class Sumber:
    """An input as drawn: who entered it last (None where nobody has), and where it is entered ("" nowhere)."""

    masukan: Masukan
    touch: Touch | None
    url: str


@require_safe
def explain_indicator(request: HttpRequest, slug: str, indikator: int) -> HttpResponse:
    """Why the capaian of an indicator is what it is, up to the end of `?triwulan=`."""
    rencana = kinerja_plan(request, slug)
    engine = Kinerja(load(rencana))
    one = next((one for row in engine.cascade.walk() for one in row.indikator if one.id == indikator), None)
    if one is None:
        raise Http404(_UNKNOWN)
    found = engine.jelaskan(one, asked_triwulan(request))
    context = {
        "penjelasan": found,
        "jalur": _trail(engine, found.simpul),
        "sumber": _sources(rencana, found.masukan),
        "skala": SKALA[engine.plan.skala_predikat],
        "dihitung": engine.is_rasio(one),
    }
    return _answer(request, rencana, "performance/penjelasan.html", context)


@require_safe
def explain_money(request: HttpRequest, slug: str, simpul: int) -> HttpResponse:
    """Why the money of a row is what it is: the rows below it, or its own cells, up to the end of `?triwulan=`."""
    rencana = kinerja_plan(request, slug)
    engine = Kinerja(load(rencana))
    node = engine.cascade.by_id.get(simpul)
    if node is None:
        raise Http404(_UNKNOWN)
    triwulan = asked_triwulan(request)
    found = engine.jelaskan_anggaran(node, triwulan)
    base = reverse("kinerja-jelaskan-anggaran", args=[rencana, 0]).removesuffix("0/")
    context = {
        "penjelasan": found,
        "jalur": _trail(engine, node),
        "sumber": _sources(rencana, found.masukan),
        "serapan": serapan_nilai(found.anggaran),
        "rincian": [
            (row, rupiah_nilai(money.pagu), rupiah_nilai(money.realisasi), f"{base}{row.id}/?triwulan={triwulan}")
            for row, money in found.rincian
        ],
    }
    return _answer(request, rencana, "performance/penjelasan_anggaran.html", context)


def _answer(request: HttpRequest, rencana: Rencana, fragment: str, context: dict[str, object]) -> HttpResponse:
    """The fragment for htmx, else a whole page around it."""
    context["rencana"] = rencana
    if request.headers.get("HX-Request"):
        return render(request, fragment, context)
    context |= {"tab": plan_tabs(rencana, "capaian"), "isi": fragment}
    return render(request, "performance/penjelasan_halaman.html", context)


def _trail(engine: Kinerja, node: CascadeNode) -> list[CascadeNode]:
    return [one for one in engine.cascade.path(node) if one.level not in _NOT_NAMED]


def _sources(rencana: Rencana, inputs: Iterable[Masukan]) -> list[Sumber]:
    """The inputs with who entered them last: at most two queries."""
    places = [(one, _place(one)) for one in inputs]
    touches = last_touches(rencana, [place for _, place in places])
    sections: dict[tuple[str, str], str] = {}
    return [Sumber(one, touches.get(place), _grid_cell(rencana, one, sections)) for one, place in places]


def _place(one: Masukan) -> Place:
    if one.indikator is not None:
        return Place(Kind.INDIKATOR, one.indikator.id, one.sel)
    return Place(Kind.SIMPUL, one.simpul.id, one.sel)


def _grid_cell(rencana: Rencana, one: Masukan, known: dict[tuple[str, str], str]) -> str:
    """The address of the grid's cell in which an input is entered; "" where no section enters it.

    `known` keeps the section of a level and column.
    """
    what, year, *sumber = one.sel.split(":", 2)
    col = f"{what}:{year}"
    key = (one.simpul.level.value, col)
    if key not in known:
        known[key] = next(
            (
                section.key
                for section in sections_at(rencana, one.simpul.level)
                if (column := section.column(rencana, col)) and not column.baca
            ),
            "",
        )
    if not known[key]:
        return ""
    query = urlencode({"bagian": known[key], "baris": _row(one, sumber), "kolom": col})
    return f"{reverse('rencana-isian', args=[rencana])}?{query}"


def _row(one: Masukan, sumber: list[str]) -> str:
    """The name of the grid's row on which an input stands."""
    node = one.simpul
    if one.indikator is not None:
        first = node.indikator[0].id == one.indikator.id
        return f"s{node.id}" if first else f"i{one.indikator.id}"
    further = sumber and sumber[0] and sumber[0] != min(node.sumber_dana, default="")
    return f"s{node.id}:{sumber[0]}" if further else f"s{node.id}"


urlpatterns: list[URLPattern] = [
    path("<int:indikator>/", explain_indicator, name="kinerja-jelaskan"),
    path("anggaran/<int:simpul>/", explain_money, name="kinerja-jelaskan-anggaran"),
]
