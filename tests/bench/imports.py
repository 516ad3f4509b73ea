"""The import of a 5,000-row workbook against openpyxl reading the file and a bare bulk insert of the same records."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import openpyxl
from django.db import models

from planning.cascade import load
from planning.models import (
    Change,
    ChangeSet,
    Indikator,
    Kaitan,
    NilaiIndikator,
    Pagu,
    Plafon,
    Rencana,
    Simpul,
)
from planning.workbook import import_workbook, write_workbook
from planning.writing import Authorship
from tests.planning.factories import make_plan

from .measure import Result, counted, ratio
from .plans import large, rolled_back

RECORDS: tuple[type[models.Model], ...] = (
    Simpul,
    Kaitan,
    Indikator,
    NilaiIndikator,
    Pagu,
    Plafon,
    ChangeSet,
    Change,
)
SLUG = "kota-impor/disnaker/renstra-2025-2029/murni"
OPERATOR = Authorship(user=None, origin=ChangeSet.Origin.IMPORT, source="bench.xlsx")
Rows = list[tuple[type[models.Model], tuple[str, ...], list[tuple[Any, ...]]]]


def imports() -> Iterator[Result]:
    """The measurements of this group."""
    with rolled_back():
        content = workbook(4500)
        rows = row_count(content)
        # The record numbers outlive a rollback, so that the bare insert can put the very same rows back.
        with rolled_back():
            plan = make_plan(slug=SLUG)
            with counted() as queries:
                run_import(plan, content)
            records = stored(plan)
        limit = 100 + 10 * rows / 1000
        yield Result(f"queries of the import of {rows} rows", len(queries), limit, f"{record_count(records)} records")
        yield ratio(
            "import against openpyxl reading the file plus a bare bulk insert",
            1.5,
            3,
            lambda: bare(content, records),
            lambda: ours(content),
            f"{rows} rows",
        )


def workbook(sub_kegiatan: int) -> bytes:
    """A plan's workbook; the plan itself is gone."""
    stream = io.BytesIO()
    with rolled_back():
        write_workbook(load(large(sub_kegiatan)), stream)
    return stream.getvalue()


def row_count(content: bytes) -> int:
    """Rows of the programme sheet."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return sum(1 for _ in book["Program Kegiatan"].iter_rows())


def run_import(plan: Rencana, content: bytes) -> None:
    """The import, which has to succeed."""
    report = import_workbook(plan, io.BytesIO(content), by=OPERATOR)
    assert report.changeset is not None, report


def ours(content: bytes) -> None:
    """The import into an empty plan."""
    with rolled_back():
        run_import(make_plan(slug=SLUG), content)


def bare(content: bytes, records: Rows) -> None:
    """openpyxl reads every cell, then the same records are inserted in bulk."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                _ = cell.value
    with rolled_back():
        plan = make_plan(slug=SLUG)
        for model, names, values in records:
            made = [model(**dict(zip(names, one, strict=True))) for one in values]
            for one in made:
                if isinstance(one, Simpul | ChangeSet):
                    one.rencana_id = plan.pk
            model._default_manager.bulk_create(made, batch_size=5000)


def stored(plan: Rencana) -> Rows:
    """Every record that the import made, as plain values."""
    paths = {
        Simpul: "rencana",
        Kaitan: "dari__rencana",
        Indikator: "simpul__rencana",
        NilaiIndikator: "indikator__simpul__rencana",
        Pagu: "simpul__rencana",
        Plafon: "simpul__rencana",
        ChangeSet: "rencana",
        Change: "changeset__rencana",
    }
    found: Rows = []
    for model in RECORDS:
        names = tuple(one.attname for one in model._meta.concrete_fields)
        rows = model._default_manager.filter(**{paths[model]: plan}).order_by("pk").values_list(*names)
        found.append((model, names, list(rows)))
    return found


def record_count(records: Rows) -> int:
    """How many records there are of all models."""
    return sum(len(values) for _, _, values in records)
