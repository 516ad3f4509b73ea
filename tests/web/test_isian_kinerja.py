"""The entry grid of a year that is carried out: its pages, forms and addresses, and what they cost."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from planning import entry_locks
from planning.cascade import CascadeNode, load
from planning.grid.sections import KINERJA_SECTIONS
from planning.levels import Level
from planning.models import Rencana, User
from planning.policies import Kunci
from planning.writing import PlanDraft, draft_of
from renstra_portal.lib.values import Nilai
from tests.planning import factories as f

# Transactions of their own, so that BEGIN and COMMIT are counted as in the real thing.
pytestmark = pytest.mark.django_db(transaction=True)
#: As for other plans, and what it takes to know which triwulan are closed, before and while writing.
ONE_CELL, A_PASTE, A_PAGE = 12 + 3, 25 + 3, 16
PROSES = "2.07.03.2.01.0001"


def kinerja_of(draft: PlanDraft | None, name: str = "kota-uji") -> tuple[Rencana, Client]:
    """The performance of 2026 and a browser in which its planner has signed in."""
    rencana = f.make_plan(draft, f"{name}/disnaker/kinerja-2026/murni")
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


def node_at(rencana: Rencana, key: str) -> CascadeNode:
    cascade = load(rencana)
    return cascade.by_id[f.find(cascade, key)]


@pytest.fixture
def closed() -> Iterator[dict[str, Kunci]]:
    """Roles to close for the time of a test."""
    locks: dict[str, Kunci] = {}

    def provider(rencana: Rencana, user: User) -> dict[str, Kunci]:
        return locks

    entry_locks.register(provider)
    yield locks
    entry_locks._PROVIDERS.remove(provider)


# Pages ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [one.key for one in KINERJA_SECTIONS])
def test_each_section_has_its_page_with_the_ways_to_change_rows_that_it_has(key):
    rencana, client = kinerja_of(f.small_draft())
    section = next(one for one in KINERJA_SECTIONS if one.key == key)
    answer = client.get(reverse("rencana-isian", args=[rencana]), {"bagian": key})
    page = answer.content.decode()
    assert f"<title>{section.nama}".replace("&", "&amp;") in page or f"<title>{section.nama}" in page
    toolbar = page[page.index('role="toolbar"') :]
    assert ('data-laku="tambah"' in toolbar) == section.menata
    assert ('data-laku="pindah"' in toolbar) == section.menata
    assert ('data-laku="jelaskan"' in toolbar) == bool(section.triwulan)
    assert ('data-laku="baku"' in toolbar) == (key == "data")
    data = client.get(reverse("isian-data", args=[rencana]), {"bagian": key}).json()
    assert (data["bagian"]["key"], data["bagian"]["triwulan"]) == (key, section.triwulan)


def test_a_figure_of_a_triwulan_is_explained_for_that_triwulan():
    rencana, client = kinerja_of(f.small_draft())
    answer = client.get(reverse("rencana-isian", args=[rencana]), {"bagian": "tw3"})
    address = answer.context["konfigurasi"]["urls"]["jelaskan"]
    indikator = node_at(rencana, PROSES).indikator[0].id
    assert address.endswith("?triwulan=3")
    assert client.get(address.replace("/0/", f"/{indikator}/")).status_code == 200


def test_the_standard_labour_data_are_added_at_once():
    rencana, client = kinerja_of(None)
    answer = send(client, rencana, "baris", {"op": "baku", "bagian": "data"})
    assert answer.status_code == 200
    held = load(rencana).at(Level.DATA)
    assert {"Pencari kerja terdaftar", "Pencari kerja ditempatkan", "Angkatan kerja"} <= {one.uraian for one in held}
    assert len({one.nomor for one in held}) == len(held) == len(answer.json()["rows"])
    assert all(one.indikator[0].satuan for one in held)
    assert send(client, rencana, "baris", {"op": "baku", "bagian": "data"}).status_code == 422
    assert send(client, rencana, "baris", {"op": "baku", "bagian": "tw1"}).status_code == 422


def test_a_closed_triwulan_tells_its_reason_in_data_and_on_saving(closed):
    rencana, client = kinerja_of(f.small_draft())
    closed["realisasi_1"] = Kunci("Pengisian Triwulan I 2026 ditutup 15 April 2026.", "", "reviewer Bappeda")
    data = client.get(reverse("isian-data", args=[rencana]), {"bagian": "tw1"}).json()
    reasons = {one["col"]: one["kunci"] for one in data["columns"]}
    assert reasons["realisasi_1:2026"] == str(closed["realisasi_1"])
    row = f"s{node_at(rencana, PROSES).id}"
    cells = [{"row": row, "col": "realisasi_1:2026", "old": None, "new": "5"}]
    body = {"batch": str(uuid.uuid4()), "act": "ketik", "cells": cells}
    answer = send(client, rencana, "sel", body, "PATCH")
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["message"] == str(closed["realisasi_1"])
    checked = send(client, rencana, "periksa", body).json()["cells"][0]
    assert (checked["state"], checked["message"]) == ("galat", str(closed["realisasi_1"]))


# The panel of a ratio ---------------------------------------------------------------------------------


def panel_fields(page: str) -> dict[str, str]:
    """What the panel's form holds, as a browser would send it back."""
    (seen,) = re.findall(r'name="lama" value="([^"]*)"', page)
    values = json.loads(seen.replace("&quot;", '"').replace("&amp;", "&"))
    return {"lama": json.dumps(values)} | {
        name: text for name, text in values.items() if name not in ("teks", "satuan")
    }


def test_the_data_of_a_ratio_are_chosen_by_name_in_the_panel():
    rencana, client = kinerja_of(f.small_draft())
    send(client, rencana, "baris", {"op": "baku", "bagian": "data"})
    one = node_at(rencana, PROSES).indikator[0]
    url = reverse("isian-panel", args=[rencana, one.id])
    page = client.get(url).content.decode()
    assert '<option value="D01">D01 Pencari kerja terdaftar</option>' in page
    typed = panel_fields(page) | {"akumulasi": "rasio", "data_pembilang": "D02"}
    refused = client.post(url, typed).content.decode()
    assert "Pilih pembilang dan penyebutnya" in refused
    assert client.post(url, typed | {"data_penyebut": "D01"}).status_code == 302
    saved = node_at(rencana, PROSES).indikator[0]
    assert (saved.akumulasi, saved.data_pembilang, saved.data_penyebut) == ("rasio", "D02", "D01")
    assert saved.jenis == one.jenis


def test_the_panel_of_a_renstra_has_no_labour_data_and_leaves_them_alone():
    renstra = f.make_plan(f.small_draft())
    client = Client()
    client.force_login(f.make_user("ani", rencana=renstra))
    url = reverse("isian-panel", args=[renstra, node_at(renstra, PROSES).indikator[0].id])
    page = client.get(url).content.decode()
    assert "data_pembilang" not in page.replace("&quot;", "")
    assert client.post(url, panel_fields(page) | {"rumus": "a / b"}).status_code == 302
    assert node_at(renstra, PROSES).indikator[0].rumus == "a / b"


# The form of a sub-kegiatan ---------------------------------------------------------------------------


def test_a_triwulan_of_a_sub_kegiatan_is_filled_in_without_javascript(closed):
    rencana, client = kinerja_of(f.small_draft())
    node = node_at(rencana, PROSES)
    url = f"{reverse('isian-formulir', args=[rencana, node.id])}?bagian=tw2"
    page = client.get(url).content.decode()
    assert "Jumlah Proses Pelatihan (Orang). Target 2026: 15" in page
    assert "Keuangan. Pagu 2026: 200" in page
    assert "Tambah sumber dana" not in page and "Tambah indikator" not in page
    names = re.findall(r'name="(s\d+\|[^"]+)"', page)
    assert {name.partition("|")[2] for name in names} == {
        *("realisasi_2:2026", "keuangan_2:2026", "fisik_2:2026"),
        *(f"{one}_2:2026" for one in ("pendorong", "penghambat", "tindak_lanjut", "tindak_lanjut_renja")),
    }
    row = f"s{node.id}"
    typed = dict.fromkeys(names, "") | {f"{row}|keuangan_2:2026": "150", f"{row}|penghambat_2:2026": "Lelang ulang"}
    answer = client.post(url, typed | {"lama": json.dumps(dict.fromkeys(names))})
    assert answer.status_code == 302 and answer.headers["Location"].endswith("?bagian=tw2")
    node = node_at(rencana, PROSES)
    assert node.keuangan_at("keuangan_2", 2026) == Nilai.of(150)
    assert node.nilai_at("penghambat_2", 2026).text == "Lelang ulang"

    closed["keuangan_2"] = Kunci("Pengisian Triwulan II 2026 ditutup.", "", "reviewer Bappeda")
    late = client.post(
        url, typed | {f"{row}|keuangan_2:2026": "160", "lama": json.dumps({f"{row}|keuangan_2:2026": "150"})}
    )
    assert "isian “160” belum disimpan. Pengisian Triwulan II 2026 ditutup." in late.content.decode()
    page = client.get(url).content.decode()
    assert str(closed["keuangan_2"]) in page
    assert "|keuangan_2:2026" not in page and "|fisik_2:2026" in page


def test_the_form_of_a_closed_triwulan_is_read_but_not_saved(closed):
    rencana, client = kinerja_of(f.small_draft())
    node = node_at(rencana, PROSES)
    url = f"{reverse('isian-formulir', args=[rencana, node.id])}?bagian=tw2"
    client.post(url, {f"s{node.id}|keuangan_2:2026": "150", "lama": json.dumps({f"s{node.id}|keuangan_2:2026": None})})
    roles = ("realisasi", "keuangan", "fisik", "pendorong", "penghambat", "tindak_lanjut", "tindak_lanjut_renja")
    kunci = Kunci("Pengisian Triwulan II 2026 ditutup.", "", "reviewer Bappeda")
    closed.update({f"{role}_2": kunci for role in roles})
    answer = client.get(url)
    field = answer.context["form"][f"s{node.id}|keuangan_2:2026"]
    assert (field.value(), field.field.disabled) == ("150", True)
    page = answer.content.decode()
    assert str(kunci) in page
    assert "Simpan sub-kegiatan" not in page


def test_a_section_without_sub_kegiatan_has_no_form():
    rencana, client = kinerja_of(f.small_draft())
    url = reverse("isian-formulir", args=[rencana, node_at(rencana, PROSES).id])
    assert client.get(url, {"bagian": "data"}).status_code == 404
    assert client.get(url).status_code == 200


# Cost -------------------------------------------------------------------------------------------------


def wide(size: int) -> tuple[Rencana, Client, list[CascadeNode]]:
    """A year with so many sub-kegiatan, labour data, and one ratio of them."""
    rencana, client = kinerja_of(f.wide_draft(size), f"kota-{size}")
    draft = draft_of(load(rencana))
    for key, name in (("D01", "Terdaftar"), ("D02", "Ditempatkan")):
        draft.add(f.node(Level.DATA, name, nomor=key, indikator=[f.indikator("", "Orang", "lainnya")]))
    one = next(one for one in draft.walk() if one.level == Level.SUB_KEGIATAN).indikator[0]
    one.akumulasi, one.data_pembilang, one.data_penyebut = "rasio", "D02", "D01"
    f.write(rencana, draft)
    rencana.refresh_from_db()
    return rencana, client, list(load(rencana).at(Level.SUB_KEGIATAN))


def test_one_cell_of_a_triwulan_costs_the_same_in_every_plan():
    counts = []
    for size in (50, 500):
        rencana, client, subs = wide(size)
        row = f"s{subs[3].id}"
        data = f"s{load(rencana).at(Level.DATA)[0].id}"
        attempts = [
            (row, "realisasi_2:2026", None, "5"),
            (f"i{subs[3].indikator[0].id}", "target_2:2026", None, "4"),
            (row, "keuangan_2:2026", None, "700"),
            (row, "fisik_2:2026", None, "50"),
            (row, "fisik_2:2026", "50", ""),
            (row, "penghambat_2:2026", None, "Lelang ulang"),
            (row, "sumber_dana", None, "APBD"),
            (data, "realisasi_2:2026", None, "1.154"),
        ]
        counts.append([save(client, rencana, [cell]) for cell in attempts])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= ONE_CELL


def test_a_paste_of_forty_rows_of_a_triwulan_costs_the_same_in_every_plan():
    counts = []
    for size in (50, 500):
        rencana, client, subs = wide(size)
        typed = {"realisasi_2:2026": "5", "keuangan_2:2026": "700", "fisik_2:2026": "50", "pendorong_2:2026": "Baik"}
        cells = [(f"s{one.id}", col, None, text) for one in subs[1:41] for col, text in typed.items()]
        assert len(cells) == 160
        counts.append(save(client, rencana, cells))
    assert counts[0] == counts[1]
    assert counts[0] <= A_PASTE


def test_the_page_and_data_of_every_section_cost_the_same_in_every_plan():
    counts = []
    for size in (50, 500):
        rencana, client, _ = wide(size)
        spent = {}
        for section in KINERJA_SECTIONS:
            for name in ("rencana-isian", "isian-data"):
                with CaptureQueriesContext(connection) as captured:
                    assert client.get(reverse(name, args=[rencana]), {"bagian": section.key}).status_code == 200
                spent[section.key, name] = len(captured)
        counts.append(spent)
    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= A_PAGE, counts[0]
