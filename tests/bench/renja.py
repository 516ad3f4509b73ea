"""A Renja of 500 sub-kegiatan made from its Renstra, against a bare bulk copy of the same records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models

from planning.models import Change, ChangeSet, Indikator, Kaitan, NilaiIndikator, Pagu, Plafon, Rencana, Simpul
from planning.versions.renja import create_renja
from tests.planning.factories import make_plan

from .imports import Rows, record_count, stored
from .measure import Result, counted, ratio
from .plans import large, rolled_back

SUB_KEGIATAN = 500
TAHUN = 2026
#: The columns by which a record names one of another model.
_OWNERS: dict[str, type[models.Model]] = {
    "parent_id": Simpul,
    "simpul_id": Simpul,
    "dari_id": Simpul,
    "ke_id": Simpul,
    "indikator_id": Indikator,
    "changeset_id": ChangeSet,
}


def renja() -> Iterator[Result]:
    """The measurements of this group."""
    with rolled_back():
        renstra = large(SUB_KEGIATAN)
        with counted() as queries:
            made = create_renja(renstra, TAHUN, user=None)
        records = stored(made)
        # Deleting it frees its name, not the numbers of its records.
        made.delete()
        bulk = sum(1 for one in queries.captured_queries if _is_bulk(one["sql"]))
        yield Result(
            f"queries of a Renja of {SUB_KEGIATAN} sub-kegiatan beyond bulk inserts",
            len(queries) - bulk,
            39,
            f"{record_count(records)} records in {bulk} bulk inserts",
        )
        yield ratio(
            "a Renja made from its Renstra against a bare bulk copy of the records",
            3,
            5,
            lambda: bare(records),
            lambda: ours(renstra),
            f"{record_count(records)} records",
        )
        without = [one for one in records if one[0] not in (Change, ChangeSet)]
        yield ratio(
            "the same against a bare bulk copy without the change record",
            None,
            5,
            lambda: bare(without),
            lambda: ours(renstra),
            f"{record_count(without)} records",
        )


def ours(renstra: Rencana) -> None:
    """The Renja, gone again."""
    with rolled_back():
        create_renja(renstra, TAHUN, user=None)


def bare(records: Rows) -> None:
    """The records inserted in bulk as a copy: with new numbers of their own, each naming its new owner."""
    with rolled_back():
        plan = make_plan(slug="kota-salinan/disnaker/renja-2026/murni")
        new: dict[type[models.Model], dict[int, int]] = {}
        for model, names, values in records:
            for batch in _generations(model, names, values):
                made = [_copy(model, names, one, plan, new) for one in batch]
                model._default_manager.bulk_create(made, batch_size=5000)
                known = new.setdefault(model, {})
                known.update({one[0]: copy.pk for one, copy in zip(batch, made, strict=True)})


def _copy(
    model: type[models.Model],
    names: tuple[str, ...],
    values: tuple[Any, ...],
    plan: Rencana,
    new: dict[type[models.Model], dict[int, int]],
) -> models.Model:
    fields = dict(zip(names[1:], values[1:], strict=True))
    for name, owner in _OWNERS.items():
        if fields.get(name) is not None:
            fields[name] = new[owner][fields[name]]
    if "rencana_id" in fields:
        fields["rencana_id"] = plan.pk
    return model(**fields)


def _generations(
    model: type[models.Model], names: tuple[str, ...], values: list[tuple[Any, ...]]
) -> Iterator[list[tuple[Any, ...]]]:
    """Rows in batches in which no row stands under another; all in one but for simpul."""
    if model is not Simpul:
        yield values
        return
    parent = names.index("parent_id")
    known: set[int | None] = {None}
    waiting = values
    while waiting:
        ready = [one for one in waiting if one[parent] in known]
        yield ready
        known |= {one[0] for one in ready}
        waiting = [one for one in waiting if one[0] not in known]


def _is_bulk(sql: str) -> bool:
    records = (Simpul, Indikator, NilaiIndikator, Pagu, Plafon, Kaitan, Change)
    return sql.startswith(tuple(f'INSERT INTO "{one._meta.db_table}"' for one in records))
