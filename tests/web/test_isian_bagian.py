"""The sections of a Renja's grid in the browser's eyes: their pages, their data, and what a save costs."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from planning.cascade import load
from planning.grid.copying import CopyProgrammes
from planning.grid.sections import SECTIONS, sections_of
from planning.grid.structure import reshape
from planning.levels import Level
from planning.models import Rencana
from planning.writing import PlanDraft, draft_of
from tests.planning import factories as f

pytestmark = pytest.mark.django_db(transaction=True)
ONE_CELL, A_PASTE = 12, 25
KEYS = [one.key for one in SECTIONS]


def renja_of(draft: PlanDraft | None, name: str = "kota-uji") -> tuple[Rencana, Client]:
    """A Renja for 2026 and a browser in which its planner has signed in."""
    rencana = f.make_plan(draft, f"{name}/disnaker/renja-2026/murni")
    client = Client()
    client.force_login(f.make_user(f"ani-{rencana.pk}", rencana=rencana))
    return rencana, client


def send(client: Client, rencana: Rencana, name: str, body: Any, method: str = "POST") -> Any:
    url = reverse(f"isian-{name}", args=[rencana])
    return client.generic(method, url, json.dumps(body), content_type="application/json")


def save(client: Client, rencana: Rencana, cells: list[tuple[str, str, str | None, str]]) -> int:
    """Saves cells; the number of queries it took."""
    named = [{"row": row, "col": col, "old": old, "new": new} for row, col, old, new in cells]
    with CaptureQueriesContext(connection) as captured:
        answer = send(client, rencana, "sel", {"batch": str(uuid.uuid4()), "act": "tempel", "cells": named}, "PATCH")
    assert answer.status_code == 200, answer.content
    return len(captured)


@pytest.mark.parametrize("key", KEYS)
def test_each_section_has_its_page_and_says_what_to_do_while_it_is_empty(key):
    rencana, client = renja_of(None)
    answer = client.get(reverse("rencana-isian", args=[rencana]), {"bagian": key})
    page = answer.content.decode()
    section = next(one for one in SECTIONS if one.key == key)
    assert f"Tambah {section.satu}" in page
    assert section.mulai in page
    assert page.count('class="dropdown-item') > len(KEYS)
    assert ('data-laku="salin"' in page) == section.dari_renja
    data = client.get(reverse("isian-data", args=[rencana]), {"bagian": key}).json()
    assert data["bagian"]["key"] == key
    assert data["rows"] == []


@pytest.mark.parametrize("name", ["rencana-isian", "isian-data"])
def test_a_section_that_the_plan_does_not_have_is_not_found(name):
    renstra = f.make_plan(f.small_draft())
    client = Client()
    client.force_login(f.make_user("ani", rencana=renstra))
    for key in ("usulan", "tidak-ada"):
        assert client.get(reverse(name, args=[renstra]), {"bagian": key}).status_code == 404
    assert client.get(reverse(name, args=[renstra]), {"bagian": "layanan"}).status_code == 200


def test_rows_are_added_copied_and_linked_through_the_one_address():
    rencana, client = renja_of(f.small_draft())
    added = send(client, rencana, "baris", {"op": "tambah", "level": "usulan", "uraian": "Pelatihan las"}).json()
    (row,) = added["rows"]
    program = f.find(load(rencana), "2.07.03")
    linked = send(client, rencana, "baris", {"op": "kaitkan", "simpul": row["row"], "ke": [program]}).json()
    assert linked["rows"][0]["kaitan"] == [program]
    copied = send(client, rencana, "baris", {"op": "salin", "bagian": "rkpd"})
    assert {one["level"] for one in copied.json()["rows"]} == {"rkpd"}
    assert send(client, rencana, "baris", {"op": "salin", "bagian": "usulan"}).status_code == 422
    assert send(client, rencana, "baris", {"op": "salin"}).status_code == 422


def test_the_nomenclature_is_offered_to_sections_whose_rows_have_codes():
    rencana, client = renja_of(f.small_draft())
    url = reverse("isian-nomenklatur", args=[rencana])
    assert client.get(url, {"bagian": "evaluasi"}).status_code == 200
    assert client.get(url, {"bagian": "pendapatan"}).status_code == 404


def test_one_cell_of_a_section_takes_at_most_twelve_queries_whatever_the_plans_size():
    counts = []
    for size in (50, 500):
        rencana, client = renja_of(f.wide_draft(size), f"kota-{size}")
        usulan = send(client, rencana, "baris", {"op": "tambah", "level": "usulan", "uraian": "Las"}).json()
        row = usulan["rows"][0]["row"]
        further = send(client, rencana, "baris", {"op": "indikator", "simpul": row, "teks": "Peserta"}).json()
        send(client, rencana, "baris", {"op": "indikator", "simpul": row, "teks": "Lulusan"})
        second = next(f"i{one.id}" for one in load(rencana).at(Level.USULAN)[0].indikator if one.teks == "Lulusan")
        assert further["structure"]
        attempts = [
            (row, "keputusan", None, "Diterima"),
            (row, "alasan", None, "Sesuai kebutuhan"),
            (row, "pagu:2026", None, "5.000.000"),
            (row, "target:2026", None, "20"),
            (second, "target:2026", None, "15"),
        ]
        counts.append([save(client, rencana, [cell]) for cell in attempts])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= ONE_CELL


def test_a_paste_into_the_evaluation_takes_at_most_twenty_five_queries():
    counts = []
    for size in (50, 500):
        rencana, client = renja_of(f.wide_draft(size), f"kota-{size}")
        user = f.make_user(f"budi-{size}", rencana=rencana)
        reshape(rencana.slug, user, CopyProgrammes("evaluasi"))
        rows = [one for one in load(rencana).at(Level.EVALUASI) if one.indikator][:40]
        cols = ("realisasi:2023", "target:2024", "realisasi:2024", "target:2025")
        cells = [(f"s{one.id}", col, None, str(n)) for n, one in enumerate(rows) for col in cols]
        assert len(cells) == 160
        counts.append(save(client, rencana, cells))
    assert counts[0] == counts[1] <= A_PASTE


def test_the_page_and_data_of_every_section_cost_the_same_in_every_plan():
    counts = []
    for size in (50, 500):
        rencana, client = renja_of(f.wide_draft(size), f"kota-{size}")
        draft = draft_of(load(rencana))
        draft.add(f.node(Level.USULAN, "Las"))
        f.write(rencana, draft)
        spent = {}
        for section in sections_of(rencana):
            for name in ("rencana-isian", "isian-data"):
                with CaptureQueriesContext(connection) as captured:
                    assert client.get(reverse(name, args=[rencana]), {"bagian": section.key}).status_code == 200
                spent[section.key, name] = len(captured)
        counts.append(spent)
    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= 12


def test_a_section_of_a_locked_plan_is_read_only():
    rencana, client = renja_of(f.small_draft())
    Rencana.objects.filter(pk=rencana.pk).update(status=Rencana.Status.DITETAPKAN)
    data = client.get(reverse("isian-data", args=[rencana]), {"bagian": "usulan"}).json()
    assert data["plan"]["writable"] is False
    assert not any(data["editable"].values())
    assert send(client, rencana, "baris", {"op": "salin", "bagian": "rkpd"}).status_code == 403
