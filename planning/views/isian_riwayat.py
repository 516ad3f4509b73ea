"""History of cells, changes of others, and undo."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path

from ..grid.history import Changed, cell_history, changes_since, undo, undoable
from ..grid.rows import RowId
from ..grid.sheet import UnknownCell
from ..templatetags.portal import tanggal_waktu
from .isian_json import bad_request, clock, json_view, read_body, readable_plan, signed_in


@json_view("GET", "HEAD")
def since(request: HttpRequest, slug: str) -> HttpResponse:
    """The cells that anyone changed after revision `sejak`, as they stand now; and who is asking.

    The page keeps what it could not save yet; it must not send that in the name of somebody else who has signed in
    in the same browser meanwhile.
    """
    rencana = readable_plan(request, slug)
    revisi = request.GET.get("sejak", "")
    if not (revisi.isascii() and revisi.isdecimal() and len(revisi) < 10):
        raise bad_request("“sejak” harus berupa nomor revisi.")
    found = changes_since(rencana, int(revisi), signed_in(request))
    cells = [_changed_json(one) | {"mine": one.mine} for one in found.cells]
    return JsonResponse(
        {
            "revisi": found.revisi,
            "cells": cells,
            "structure": found.structure,
            "orang": signed_in(request).pk,
        },
        headers={"Cache-Control": "no-store"},
    )


def _changed_json(one: Changed) -> dict[str, Any]:
    return {
        "row": one.row,
        "col": one.col,
        "value": one.value,
        "who": one.touch.who,
        "when": tanggal_waktu(one.touch.when),
    }


@json_view("GET", "HEAD")
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every change of one cell, newest first."""
    rencana = readable_plan(request, slug)
    row = RowId.parse(request.GET.get("row", ""))
    if row is None:
        raise UnknownCell("Baris ini tidak ada dalam rencana ini.")
    entries = [
        {
            "when": tanggal_waktu(one.touch.when),
            "who": one.touch.who,
            "origin": one.origin,
            "source": one.source,
            "old": one.old,
            "new": one.new,
            "changeset": one.touch.changeset,
        }
        for one in cell_history(rencana, row, request.GET.get("col", ""))
    ]
    return JsonResponse(entries, safe=False, headers={"Cache-Control": "no-store"})


@json_view("GET", "HEAD")
def undo_list(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own change sets that can be undone, newest first."""
    entries = [
        {
            "changeset": one.touch.changeset,
            "when": tanggal_waktu(one.touch.when),
            "act": one.act,
            "count": one.count,
            "summary": one.summary,
        }
        for one in undoable(readable_plan(request, slug), signed_in(request))
    ]
    return JsonResponse(entries, safe=False, headers={"Cache-Control": "no-store"})


@json_view("POST")
def take_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Undo one change set."""
    body = read_body(request, required={"changeset": int}, optional={})
    undone = undo(slug, signed_in(request), body["changeset"])
    return JsonResponse(
        {
            "revisi": undone.revisi,
            "changeset": undone.changeset.pk,
            "cells": [{"row": one.row, "col": one.col, "value": one.value} for one in undone.cells],
            "saved_at": clock(undone.changeset.at),
            "structure": undone.structure,
        }
    )


urlpatterns: list[URLPattern] = [
    path("perubahan.json", since, name="isian-perubahan"),
    path("riwayat.json", history, name="isian-riwayat"),
    path("urungan.json", undo_list, name="isian-urungan"),
    path("urungkan/", take_back, name="isian-urungkan"),
]
