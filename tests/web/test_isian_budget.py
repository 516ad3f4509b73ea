"""What a save costs: one request, so many queries, whatever the plan's size."""

from __future__ import annotations

import json
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from planning.models import Indikator, Rencana, Simpul
from planning.writing import PlanDraft
from tests.planning import factories as f

# Transactions of their own, so that BEGIN and COMMIT are counted as in the real thing.
pytestmark = pytest.mark.django_db(transaction=True)
ONE_CELL, A_PASTE = 12, 25
SIZES = (50, 500)


def signed_in(rencana: Rencana) -> Client:
    client = Client()
    client.force_login(f.make_user(f"ani-{rencana.pk}", rencana=rencana))
    return client


def queries_of(client: Client, rencana: Rencana, cells: list[tuple[str, str, str | None, str]]) -> list[str]:
    """The queries of saving cells, the session and the person included."""
    body = {
        "batch": str(uuid.uuid4()),
        "act": "tempel",
        "cells": [{"row": row, "col": col, "old": old, "new": new} for row, col, old, new in cells],
    }
    url = reverse("isian-sel", args=[rencana])
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.generic("PATCH", url, json.dumps(body), content_type="application/json")
    assert answer.status_code == 200, answer.content
    return [one["sql"] for one in captured.captured_queries]


def plan_of(size: int) -> Rencana:
    draft = f.wide_draft(size)
    return f.make_plan(draft, f"kota-{size}/disnaker/renstra-2025-2029/murni")


def subs_of(rencana: Rencana) -> list[Simpul]:
    return list(Simpul.objects.filter(rencana=rencana, level="sub_kegiatan").order_by("pk"))


def test_one_cell_takes_at_most_twelve_queries_whatever_the_plans_size():
    counts = []
    for size in SIZES:
        rencana = plan_of(size)
        client, sub = signed_in(rencana), subs_of(rencana)[3]
        kegiatan = Simpul.objects.filter(rencana=rencana, level="kegiatan")[0]
        indikator = Indikator.objects.get(simpul=sub)
        row = f"s{sub.pk}"
        attempts = {
            "target": (row, "target:2025", "1", "5"),
            "target blank": (row, "target:2025", "5", ""),
            "target of i": (f"i{indikator.pk}", "target:2026", "2", "-"),
            "pagu": (row, "pagu:2025", "1000", "2000"),
            "pagu blank": (row, "pagu:2025", "2000", ""),
            "text": (row, "lokasi", None, "Kota"),
            "unit": (row, "satuan", "Dokumen", "Laporan"),
            "sumber dana": (row, "sumber_dana", None, "APBD"),
            "plafon": (f"s{kegiatan.pk}", "plafon:2025", None, "5000"),
            "first indicator": (f"s{kegiatan.pk}", "target:2025", None, "10"),
            "nothing new": (row, "lokasi", "Kota", "Kota"),
        }
        found = {name: queries_of(client, rencana, [cell]) for name, cell in attempts.items()}
        for name, queries in found.items():
            assert len(queries) <= ONE_CELL, (name, queries)
        counts.append({name: len(queries) for name, queries in found.items()})
    assert counts[0] == counts[1]


def test_a_paste_of_forty_rows_and_twelve_columns_takes_at_most_twenty_five():
    years = f.YEARS
    counts = []
    for size in SIZES:
        rencana = plan_of(size)
        client, rows = signed_in(rencana), [f"s{one.pk}" for one in subs_of(rencana)[:40]]
        held = {2025: ("1", "1000"), 2026: ("2", "2000")}
        figures = [
            (row, f"{what}:{year}", held.get(year, (None, None))[place], new)
            for number, row in enumerate(rows)
            for year in years
            # Some cells are cleared, so that every kind of write happens.
            for place, (what, new) in enumerate(
                (("target", "" if number % 7 == 0 else "7"), ("pagu", "" if number % 5 == 0 else "7000"))
            )
        ]
        assert len(figures) == 40 * 12
        texts = [
            (row, col, old, f"{col} {number}")
            for number, row in enumerate(rows)
            for place, (col, old) in enumerate(
                (("indikator", None), ("satuan", "Dokumen"), ("lokasi", None), ("keterangan", None))
            )
            # Rows differ in which columns they change.
            if (number >> place) % 2 and col != "indikator"
        ]
        counts.append((len(queries_of(client, rencana, figures)), len(queries_of(client, rencana, texts))))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= A_PASTE


def test_a_poll_for_changes_costs_the_same_in_every_plan():
    counts = []
    for size in SIZES:
        rencana = plan_of(size)
        client, sub = signed_in(rencana), subs_of(rencana)[0]
        queries_of(client, rencana, [(f"s{sub.pk}", "pagu:2025", "1000", "5"), (f"s{sub.pk}", "target:2025", "1", "5")])
        spent = []
        for since in (1, 2):
            with CaptureQueriesContext(connection) as captured:
                client.get(reverse("isian-perubahan", args=[rencana]), {"sejak": since})
            spent.append(len(captured))
        counts.append(spent)
    assert counts[0] == counts[1]
    assert counts[0][1] <= 3


def test_the_page_and_its_data_cost_the_same_in_every_plan():
    counts = []
    for size in (*SIZES, 0):
        rencana = plan_of(size) if size else f.make_plan(PlanDraft())
        client = signed_in(rencana)
        spent = []
        for name in ("rencana-isian", "isian-data"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(reverse(name, args=[rencana])).status_code == 200
            spent.append(len(captured))
        counts.append(spent)
    assert counts[0] == counts[1]
    assert counts[0][1] <= 12
