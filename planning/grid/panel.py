"""The panel of one indicator: what it means and how it is counted. Saved like cells, through the one writer."""

from __future__ import annotations

from collections.abc import Mapping

from ..levels import Level
from ..models import ChangeSet, Rencana, Simpul, User
from ..writing import Authorship, Difference, InvalidPlan, ObjectDiff, apply, locked_plan, stored_indicators
from ..writing.difference import Act, Cells
from .cells import Clash, Clashing, Problem, Refused
from .sheet import Kind, Place, UnknownCell
from .touches import last_touches

#: The fields of the panel, as the change record names them.
PANEL_FIELDS = (
    "nomor",
    "definisi",
    "rumus",
    "pembilang",
    "penyebut",
    "data_pembilang",
    "data_penyebut",
    "arah",
    "akumulasi",
    "jenis",
    "desimal",
    "desimal_capaian",
    "sumber_data",
    "penanggung_jawab",
    "keterangan",
)


def panel_values(rencana: Rencana, indikator: int) -> dict[str, str]:
    """The stored fields of an indicator, blank ones left out, with `teks` and `satuan`. Raises `UnknownCell`."""
    held = stored_indicators(rencana, [indikator], values=False)
    if indikator not in held:
        raise UnknownCell("Indikator ini tidak ada (lagi) dalam rencana ini.")
    return {name: value for name, value in held[indikator].items() if name in (*PANEL_FIELDS, "teks", "satuan")}


def labour_data(rencana: Rencana) -> list[tuple[str, str]]:
    """The rows of labour data that a ratio can be counted from: key and name, in their order."""
    rows = Simpul.objects.filter(rencana=rencana, level=Level.DATA).exclude(nomor="").order_by("urutan", "pk")
    return [(nomor, f"{nomor} {uraian}") for nomor, uraian in rows.values_list("nomor", "uraian")]


def save_panel(
    slug: str, user: User, indikator: int, *, seen: Mapping[str, str], typed: Mapping[str, str]
) -> tuple[Rencana, ChangeSet | None]:
    """Save the fields that differ from what the person saw; `typed` holds every field of the form, "" for blank ones.

    Returns the plan, and the change set or None when nothing had to be written. Raises `Rencana.DoesNotExist`,
    `NotAllowed`, `UnknownCell`, `Refused`, and `Clashing` with the field's name as column.
    """
    with locked_plan(slug, user) as lock:
        stored = panel_values(lock.rencana, indikator)
        lock.indicators.add(indikator)
        cells: Cells = {}
        clashing: dict[Place, str | None] = {}
        for name in typed:
            now, before, new = stored.get(name), seen.get(name), typed.get(name) or None
            if new in (before, now):
                continue
            if now != before:
                clashing[Place(Kind.INDIKATOR, indikator, name)] = new
            cells[name] = (now, new)
        if clashing:
            touches = last_touches(lock.rencana, list(clashing))
            raise Clashing(
                [
                    Clash(f"i{indikator}", place.name, new, stored.get(place.name), touches.get(place))
                    for place, new in clashing.items()
                ]
            )
        objects = [ObjectDiff(Act.UPDATE, Kind.INDIKATOR, indikator, cells, stored.get("teks", ""))] if cells else []
        by = Authorship(user=user, origin=ChangeSet.Origin.GRID, source="Panel indikator")
        try:
            changeset = apply(lock.rencana, Difference(objects), by=by, lock=lock)
        except InvalidPlan as refusal:
            raise Refused(
                [Problem(f"i{indikator}", one.cell, one.message.capitalize()) for one in refusal.cells]
            ) from refusal
    return lock.rencana, changeset
