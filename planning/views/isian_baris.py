"""Rows of the grid: added, moved, linked, removed; and what the nomenclature offers to add."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path

from ..grid.copying import CopyProgrammes
from ..grid.entries import UnknownParent, offer_json, offers_under
from ..grid.rows import RowId
from ..grid.sections import section_named
from ..grid.standard_rows import AddStandardRows
from ..grid.structure import AddIndicator, AddRow, Link, Move, Operation, Remove, reshape
from ..levels import Level
from .isian_json import (
    bad_request,
    clock,
    json_view,
    read_body,
    readable_plan,
    refuse,
    signed_in,
    writable_plan,
)

_ROW = (str, int)
_FORMS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "tambah": (
        {"level": str},
        {"parent": _ROW, "nomenklatur": int, "uraian": str, "kode": str, "after": _ROW, "kinerja": bool},
    ),
    "indikator": ({"simpul": _ROW}, {"teks": str, "satuan": str}),
    "pindah": ({"simpul": _ROW}, {"parent": _ROW, "after": _ROW}),
    "kaitkan": ({"simpul": _ROW, "ke": list}, {}),
    "salin": ({"bagian": str}, {}),
    "baku": ({"bagian": str}, {}),
    "hapus": ({"row": str}, {"preview": bool}),
}
#: Room for every row of a form in any of the operations.
_KEYS = {name: kind for required, optional in _FORMS.values() for name, kind in (required | optional).items()}


@json_view("POST")
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Carry out one operation; of a removal the preview first, if asked for."""
    body = read_body(request, required={"op": str}, optional=_KEYS)
    if body["op"] not in _FORMS:
        raise bad_request("“op” tidak dikenal.")
    required, optional = _FORMS[body["op"]]
    wrong = sorted((set(body) - {"op"} - set(required) - set(optional)) | (set(required) - set(body)))
    if wrong:
        raise bad_request(f"{body['op']}: {', '.join(wrong)} kurang atau tidak dikenal.")
    operation = _operation(body)
    if isinstance(operation, Remove) and body.get("preview"):
        going = operation.preview(writable_plan(request, slug))
        goes = [{"label": one.label, "values": list(one.values)} for one in going]
        return JsonResponse({"goes": goes, "count": len(goes)})
    done = reshape(slug, signed_in(request), operation)
    return JsonResponse(
        {
            "revisi": done.revisi,
            "changeset": done.changeset.pk if done.changeset else None,
            "rows": done.rows,
            "structure": done.changeset is not None,
            "saved_at": clock(done.changeset.at if done.changeset else None),
        }
    )


def _operation(body: dict[str, Any]) -> Operation:
    match body["op"]:
        case "tambah":
            if body["level"] not in Level.values:
                raise bad_request("“level” tidak dikenal.")
            return AddRow(
                parent=_simpul(body.get("parent")),
                level=Level(body["level"]),
                nomenklatur=body.get("nomenklatur"),
                uraian=body.get("uraian", ""),
                kode=body.get("kode", ""),
                after=_simpul(body.get("after")),
                kinerja=body.get("kinerja", True),
            )
        case "indikator":
            return AddIndicator(_known(body["simpul"]), body.get("teks", ""), body.get("satuan", ""))
        case "pindah":
            return Move(_known(body["simpul"]), _simpul(body.get("parent")), _simpul(body.get("after")))
        case "kaitkan":
            return Link(_known(body["simpul"]), [_known(one) for one in body["ke"]])
        case "salin":
            return CopyProgrammes(body["bagian"])
        case "baku":
            return AddStandardRows(body["bagian"])
        case _:
            row = RowId.parse(body["row"])
            if row is None:
                raise bad_request(f"Baris {body['row'][:40]} tidak ada dalam rencana ini.")
            return Remove(row)


def _known(raw: Any) -> int:
    found = _simpul(raw)
    if found is None:
        raise bad_request("Baris yang dimaksud tidak disebut.")
    return found


def _simpul(raw: Any) -> int | None:
    """The id of a simpul from its row's name ("s12") or the plain number; None for none."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    row = RowId.parse(raw) if isinstance(raw, str) else None
    if row is None or row.simpul is None or row.sumber is not None:
        raise bad_request(f"Baris {str(raw)[:40]} tidak ada dalam rencana ini.")
    return row.simpul


@json_view("GET", "HEAD")
def nomenclature(request: HttpRequest, slug: str) -> HttpResponse:
    """Entries that can be added under a row, by code or words."""
    rencana = readable_plan(request, slug)
    section = section_named(rencana, request.GET.get("bagian", ""))
    if section is None or not section.coded:
        return refuse("Bagian ini tidak memakai nomenklatur.", 404)
    try:
        found = offers_under(rencana, _simpul(request.GET.get("parent")), request.GET.get("q", "")[:200], section)
    except UnknownParent:
        return refuse("Baris ini tidak ada dalam rencana ini.", 404)
    return JsonResponse({"entri": [offer_json(one) for one in found.offers], "lagi": found.more})


urlpatterns: list[URLPattern] = [
    path("baris/", change, name="isian-baris"),
    path("nomenklatur.json", nomenclature, name="isian-nomenklatur"),
]
