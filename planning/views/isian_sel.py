"""Saving cells of the grid, and the dry run of a paste."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path

from ..grid.cells import MAX_CELLS, Edit, GridAct, Reading, preview_cells, save_cells
from ..grid.suspicion import Doubt
from ..grid.touches import Touch
from ..templatetags.portal import tanggal_waktu
from .isian_json import bad_request, choices_json, clock, json_view, read_body, read_object, signed_in, writable_plan

_CELL = {"row": str, "col": str}
_CELL_VALUES = {"old": str, "new": str, "desimal": int}
#: Acts that the grid may name; others are for pages that write in other ways.
_ACTS = (GridAct.KETIK, GridAct.TEMPEL, GridAct.ISI_KE_BAWAH, GridAct.URUNGKAN)


def _read_edits(request: HttpRequest) -> tuple[GridAct, list[Edit]]:
    """The act and the cells of a request. Raises `Refused`."""
    body = read_body(request, required={"batch": str, "act": str, "cells": list}, optional={})
    try:
        uuid.UUID(body["batch"])
    except ValueError as problem:
        raise bad_request("“batch” harus berupa UUID.") from problem
    if body["act"] not in _ACTS:
        raise bad_request("“act” tidak dikenal.")
    cells = body["cells"]
    if not 0 < len(cells) <= MAX_CELLS:
        raise bad_request(f"Satu kiriman berisi 1 sampai {MAX_CELLS} sel; kiriman ini {len(cells)}.")
    return GridAct(body["act"]), [_read_edit(cell) for cell in cells]


def _read_edit(raw: Any) -> Edit:
    cell = read_object(raw, "Sel", required=_CELL, optional=_CELL_VALUES)
    return Edit(cell["row"], cell["col"], cell.get("old"), cell.get("new", ""), cell.get("desimal"))


@json_view("PATCH")
def save(request: HttpRequest, slug: str) -> HttpResponse:
    """Save all the cells or none."""
    act, edits = _read_edits(request)
    saved = save_cells(slug, signed_in(request), edits, act)
    return JsonResponse(
        {
            "revisi": saved.revisi,
            "changeset": saved.changeset.pk if saved.changeset else None,
            "cells": [_saved_cell(one) for one in saved.readings],
            "saved_at": clock(saved.at),
            "structure": saved.structure,
            "indikator": saved.made,
        }
    )


def _saved_cell(one: Reading) -> dict[str, Any]:
    cell: dict[str, Any] = {"row": one.edit.row, "col": one.edit.col, "value": one.value}
    return cell | _doubt_json(one.doubt) if one.doubt else cell


def _doubt_json(doubt: Doubt) -> dict[str, Any]:
    return {"message": doubt.message, "choices": choices_json(doubt.choices)}


@json_view("POST")
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """What saving the cells would do, cell by cell. Nothing is written."""
    rencana = writable_plan(request, slug)
    _, edits = _read_edits(request)
    readings, touches = preview_cells(rencana, edits, signed_in(request))
    cells = [_checked_cell(one, touches.get((one.edit.row, one.edit.col))) for one in readings]
    return JsonResponse({"cells": cells})


def _checked_cell(one: Reading, touch: Touch | None) -> dict[str, Any]:
    message, choices = "", choices_json(())
    if one.problem:
        message, choices = one.problem.message, choices_json(one.problem.choices)
    elif one.clashes:
        message = "Sel ini berubah sejak Anda melihatnya."
        if touch:
            message = f"Sel ini diubah oleh {touch.who} pada {tanggal_waktu(touch.when)}."
    elif one.doubt:
        message, choices = one.doubt.message, choices_json(one.doubt.choices)
    return {
        "row": one.edit.row,
        "col": one.edit.col,
        "state": one.state,
        "value": one.value,
        "old": one.stored,
        "message": message,
        "choices": choices,
    }


urlpatterns: list[URLPattern] = [
    path("sel/", save, name="isian-sel"),
    path("periksa/", check, name="isian-periksa"),
]
