"""The grid's page and its JSON addresses, as the browser calls them."""

from __future__ import annotations

import gzip
import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from planning.cascade import load
from planning.grid.cells import MAX_CELLS
from planning.models import Nomenklatur, Rencana
from tests.planning import factories as f

pytestmark = pytest.mark.django_db
SUB = "2.07.03.2.01.0001"


@pytest.fixture
def sub(proses: int) -> str:
    """The row of the sub-kegiatan."""
    return f"s{proses}"


def send(client: Client, rencana: Rencana, name: str, body: Any, method: str = "POST") -> Any:
    raw = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.generic(method, reverse(f"isian-{name}", args=[rencana]), raw, content_type="application/json")


def save(client: Client, rencana: Rencana, *cells: dict[str, Any], act: str = "ketik") -> Any:
    return send(client, rencana, "sel", {"batch": str(uuid.uuid4()), "act": act, "cells": list(cells)}, "PATCH")


def cell(row: str, col: str, old: str | None, new: str) -> dict[str, Any]:
    return {"row": row, "col": col, "old": old, "new": new}


def get(client: Client, rencana: Rencana, name: str, query: str = "") -> Any:
    answer = client.get(reverse(f"isian-{name}", args=[rencana]) + query)
    assert answer.status_code == 200, answer.content
    return answer.json()


# The page and the data ------------------------------------------------------------------------------


def test_the_page_tells_the_script_where_to_ask_and_sets_the_csrf_cookie(client, rencana, ani):
    answer = client.get(reverse("rencana-isian", args=[rencana]))
    assert answer.status_code == 200
    assert "csrftoken" in answer.cookies
    config = answer.context["konfigurasi"]
    assert (config["writable"], config["reason"], config["revisi"]) == (True, None, 1)
    assert config["urls"]["panel"].endswith("/isian/panel/0/")
    assert all(url.startswith("/") for url in config["urls"].values())
    assert [one["nama"] for one in answer.context["tab"] if one["aktif"]] == ["Program & Pagu"]


def test_who_may_only_read_sees_the_page_with_the_reason(client, rencana):
    client.force_login(f.make_user("kepala", "kepala", rencana))
    answer = client.get(reverse("rencana-isian", args=[rencana]))
    assert answer.context["bisa_mengisi"] is False
    assert "perencana" in answer.context["konfigurasi"]["reason"]
    assert "Yang dapat membuka" in answer.content.decode()
    data = get(client, rencana, "data")
    assert data["plan"]["writable"] is False
    assert not any(data["editable"].values())


def test_a_browser_that_reads_compressed_answers_gets_the_data_compressed(client, rencana, ani):
    url = reverse("isian-data", args=[rencana])
    plain = client.get(url)
    packed = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(packed.content)) == plain.json()


def test_the_data_is_the_whole_grid(client, rencana, ani, sub):
    data = get(client, rencana, "data")
    assert data["plan"] | {"reason": None} == {
        "slug": rencana.slug,
        "judul": rencana.judul,
        "revisi": 1,
        "tahun": list(f.YEARS),
        "tahun_dasar": 2024,
        "writable": True,
        "reason": None,
    }
    row = next(one for one in data["rows"] if one["row"] == sub)
    assert row["cells"]["pagu:2026"] == "200"


# Saving ---------------------------------------------------------------------------------------------


def test_saved_cells_come_back_as_stored(client, rencana, ani, sub):
    answer = save(client, rencana, cell(sub, "pagu:2025", "100", "Rp 1.250"), cell(sub, "target:2025", "15", "-"))
    body = answer.json()
    assert answer.status_code == 200
    assert body["cells"] == [
        {
            "row": sub,
            "col": "pagu:2025",
            "value": "1250",
        },
        {"row": sub, "col": "target:2025", "value": "-"},
    ]
    assert (body["revisi"], body["structure"], body["indikator"]) == (2, False, {})
    assert body["changeset"] == rencana.changesets.first().pk
    assert len(body["saved_at"]) == 5 and body["saved_at"][2] == "."


def test_a_conflict_names_both_values_who_and_when(client, rencana, ani, sub):
    save(client, rencana, cell(sub, "target:2025", "15", "20"))
    other = Client()
    other.force_login(f.make_user("budi", rencana=rencana))
    answer = save(other, rencana, cell(sub, "target:2025", "15", "30"))
    assert answer.status_code == 409
    (clash,) = answer.json()["conflicts"]
    assert {name: clash[name] for name in ("row", "col", "yours", "theirs", "who")} == {
        "row": sub,
        "col": "target:2025",
        "yours": "30",
        "theirs": "20",
        "who": "ani",
    }
    assert "pukul" in clash["when"]


def test_problems_name_their_cells_and_offer_readings(client, rencana, ani, sub):
    answer = save(client, rencana, cell(sub, "target:2025", "15", "1,835"), cell("s1x", "uraian", None, "x"))
    assert answer.status_code == 422
    first, second = answer.json()["problems"]
    assert (first["row"], first["col"]) == (sub, "target:2025")
    assert [one["text"] for one in first["choices"]] == ["1,8350", "1835"]
    assert "s1x" in second["message"]


@pytest.mark.parametrize(
    "body",
    [
        "bukan json",
        b"\xff\xfe",
        "[]",
        {},
        {"batch": "x", "act": "ketik", "cells": [{"row": "s1", "col": "uraian", "new": "a"}]},
        {"batch": str(uuid.uuid4()), "act": "hapus", "cells": [{"row": "s1", "col": "uraian", "new": "a"}]},
        {"batch": str(uuid.uuid4()), "act": "formulir", "cells": [{"row": "s1", "col": "uraian", "new": "a"}]},
        {"batch": str(uuid.uuid4()), "act": "ketik", "cells": []},
        {"batch": str(uuid.uuid4()), "act": "ketik", "cells": ["s1"]},
        {"batch": str(uuid.uuid4()), "act": "ketik", "cells": [{"row": "s1", "col": "uraian", "new": 5}]},
        {"batch": str(uuid.uuid4()), "act": "ketik", "cells": [{"row": 1, "col": "uraian", "new": "a"}]},
        {"batch": str(uuid.uuid4()), "act": "ketik", "cells": [{"row": "s1", "new": "a"}]},
        {"batch": str(uuid.uuid4()), "act": "ketik", "cells": [], "lagi": 1},
        {"batch": str(uuid.uuid4()), "act": "ketik", "cells": [{"row": "s1", "col": "x", "new": ""}] * (MAX_CELLS + 1)},
    ],
)
def test_a_request_of_another_form_is_refused_whole(client, rencana, ani, body):
    for name, method in (("sel", "PATCH"), ("periksa", "POST")):
        answer = send(client, rencana, name, body, method)
        assert answer.status_code == 422
        assert answer.json()["problems"][0]["row"] is None
    assert rencana.changesets.count() == 1


def test_a_request_beyond_all_size_is_refused(client, rencana, ani, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert save(client, rencana, cell("s1", "uraian", None, "x" * 2000)).status_code == 413


def test_a_cell_beyond_all_length_is_refused(client, rencana, ani, sub):
    answer = save(client, rencana, cell(sub, "keterangan", None, "x" * 20_001))
    assert "lebih panjang" in answer.json()["problems"][0]["message"]


def test_without_a_session_scripts_get_401_with_the_way_back(client, rencana):
    answer = save(client, rencana, cell("s1", "uraian", None, "x"))
    assert answer.status_code == 401
    assert answer.json()["masuk"] == "/masuk/?next=%2Frenstra%2Fkota-uji%2Fdisnaker%2F2025-2029%2Fisian%2F"


def test_a_request_without_csrf_token_is_refused(rencana):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(f.make_user("ani", rencana=rencana))
    assert save(strict, rencana, cell("s1", "uraian", None, "x")).status_code == 403
    strict.get(reverse("rencana-isian", args=[rencana]))
    token = strict.cookies["csrftoken"].value
    answer = strict.generic(
        "PATCH", reverse("isian-sel", args=[rencana]), "{}", content_type="application/json", HTTP_X_CSRFTOKEN=token
    )
    assert answer.status_code == 422


def test_a_closed_plan_answers_403_with_the_reason(client, rencana, ani, sub):
    Rencana.objects.update(status=Rencana.Status.DITETAPKAN)
    for answer in (
        save(client, rencana, cell(sub, "target:2025", "15", "20")),
        send(client, rencana, "baris", {"op": "hapus", "row": sub, "preview": True}),
        send(client, rencana, "baris", {"op": "hapus", "row": sub}),
    ):
        assert answer.status_code == 403
        assert "Terkunci sejak" in answer.json()["reason"]


def test_another_method_is_refused_as_json(client, rencana, ani):
    answer = client.get(reverse("isian-sel", args=[rencana]))
    assert (answer.status_code, answer.headers["Allow"]) == (405, "PATCH")
    assert answer.json()["reason"]


# The preview ----------------------------------------------------------------------------------------


def test_a_paste_is_checked_cell_by_cell_without_writing(client, rencana, ani, sub):
    body = {
        "batch": str(uuid.uuid4()),
        "act": "tempel",
        "cells": [
            cell(sub, "target:2025", "15", "150"),
            cell(sub, "target:2026", "99", "16"),
            cell(sub, "target:2027", "15", "12 Laporan"),
            cell(sub, "target:2028", "15", "1,835"),
            cell(sub, "pagu:2027", None, "250"),
            cell("s999", "pagu:2027", None, "250"),
        ],
    }
    cells = send(client, rencana, "periksa", body).json()["cells"]
    assert [one["state"] for one in cells] == [
        "mencurigakan",
        "bentrok",
        "mencurigakan",
        "galat",
        "baru",
        "galat",
    ]
    assert (cells[0]["value"], cells[0]["old"]) == ("150", "15")
    assert "operator" in cells[1]["message"]
    assert len(cells[3]["choices"]) == 2
    assert rencana.changesets.count() == 1


# History, changes, undo -----------------------------------------------------------------------------


def test_others_changes_are_seen_within_one_poll(client, rencana, ani, sub):
    save(client, rencana, cell(sub, "target:2025", "15", "20"))
    other = Client()
    other.force_login(f.make_user("budi", rencana=rencana))
    body = get(other, rencana, "perubahan", "?sejak=1")
    (one,) = body["cells"]
    assert (body["revisi"], body["structure"]) == (2, False)
    assert (one["row"], one["col"], one["value"], one["who"], one["mine"]) == (sub, "target:2025", "20", "ani", False)
    assert get(client, rencana, "perubahan", "?sejak=1")["cells"][0]["mine"] is True
    assert get(client, rencana, "perubahan", "?sejak=2")["cells"] == []


@pytest.mark.parametrize("query", ["", "?sejak=", "?sejak=-1", "?sejak=x", "?sejak=99999999999"])
def test_changes_since_nothing_readable_are_refused(client, rencana, ani, query):
    assert client.get(reverse("isian-perubahan", args=[rencana]) + query).status_code == 422


def test_the_history_of_a_cell_names_its_source(client, rencana, ani, sub):
    save(client, rencana, cell(sub, "pagu:2025", "100", "120"), act="isi_ke_bawah")
    first, second = get(client, rencana, "riwayat", f"?row={sub}&col=pagu:2025")
    assert (first["who"], first["origin"], first["source"]) == ("ani", "Isian di layar", "Isi ke bawah")
    assert (first["old"], first["new"], second["old"]) == ("100", "120", None)


@pytest.mark.parametrize("query", ["", "?row=s999999&col=uraian", "?row=i1&col=uraian", "?row=x&col=y"])
def test_a_cell_that_does_not_exist_has_no_history(client, rencana, ani, query):
    assert client.get(reverse("isian-riwayat", args=[rencana]) + query).status_code == 404


def test_undo_works_after_signing_in_again(client, rencana, ani, sub):
    save(client, rencana, cell(sub, "pagu:2025", "100", "120"), act="tempel")
    client.logout()
    client.force_login(ani)
    (entry,) = get(client, rencana, "urungan")
    assert (entry["act"], entry["count"], entry["summary"]) == ("Tempel", 1, "1 sel: Pagu 2025")
    body = send(client, rencana, "urungkan", {"changeset": entry["changeset"]}).json()
    assert {(one["row"], one["col"]): one["value"] for one in body["cells"]}[sub, "pagu:2025"] == "100"
    assert (body["revisi"], body["structure"]) == (3, False)
    (redo,) = get(client, rencana, "urungan")
    assert redo["changeset"] == body["changeset"]


def test_an_undo_with_conflicts_undoes_nothing(client, rencana, ani, sub):
    changeset = save(client, rencana, cell(sub, "pagu:2025", "100", "120")).json()["changeset"]
    other = Client()
    other.force_login(f.make_user("budi", rencana=rencana))
    save(other, rencana, cell(sub, "pagu:2025", "120", "130"))
    answer = send(client, rencana, "urungkan", {"changeset": changeset})
    assert answer.status_code == 409
    assert answer.json()["conflicts"][0]["who"] == "budi"
    assert send(other, rencana, "urungkan", {"changeset": changeset}).status_code == 403


@pytest.mark.parametrize(("body", "status"), [({"changeset": 999999}, 404), ({"changeset": "1"}, 422), ({}, 422)])
def test_undoing_what_does_not_exist_is_refused(client, rencana, ani, body, status):
    assert send(client, rencana, "urungkan", body).status_code == status


# Structure ------------------------------------------------------------------------------------------


def test_a_row_is_found_added_linked_moved_and_removed(client, rencana, ani, sub):
    entry = Nomenklatur.objects.create(
        edisi=rencana.edisi, kode="2.07.03.2.03", level="kegiatan", uraian="Perizinan", kinerja="Izin", satuan="Izin"
    )
    cascade = load(rencana)
    program, outcome = (f"s{f.find(cascade, key)}" for key in ("2.07.03", "Meningkatnya mutu lembaga"))
    (found,) = get(client, rencana, "nomenklatur", f"?parent={program}&q=izin")["entri"]
    assert (found["nomenklatur"], found["kode"], found["dipakai"]) == (entry.pk, "2.07.03.2.03", None)
    answer = send(
        client,
        rencana,
        "baris",
        {"op": "tambah", "parent": program, "level": "kegiatan", "nomenklatur": entry.pk},
    ).json()
    kegiatan = answer["rows"][0]["row"]
    assert (answer["structure"], answer["rows"][0]["uraian"]) == (True, "Perizinan")
    moved = send(client, rencana, "baris", {"op": "pindah", "simpul": kegiatan, "parent": outcome}).json()
    assert moved["rows"][0]["parent"] == outcome
    tujuan = f.find(cascade, "Meningkatnya produktivitas")
    linked = send(client, rencana, "baris", {"op": "kaitkan", "simpul": program, "ke": [f"s{tujuan}"]}).json()
    assert linked["rows"][0]["kaitan"] == [tujuan]
    preview = send(client, rencana, "baris", {"op": "hapus", "row": kegiatan, "preview": True}).json()
    assert preview["goes"][0]["label"] == "Kegiatan 2.07.03.2.03 Perizinan"
    removed = send(client, rencana, "baris", {"op": "hapus", "row": kegiatan}).json()
    assert (removed["rows"], removed["structure"]) == ([], True)
    back = send(client, rencana, "urungkan", {"changeset": removed["changeset"]}).json()
    assert back["structure"] is True
    assert f.find(load(rencana), "2.07.03.2.03") == int(kegiatan[1:])


@pytest.mark.parametrize(
    "body",
    [
        {"op": "ganti"},
        {"op": "tambah"},
        {"op": "tambah", "level": "ajaib", "uraian": "x"},
        {"op": "tambah", "level": "tujuan", "uraian": "x", "row": "s1"},
        {"op": "tambah", "level": "tujuan", "uraian": 1},
        {"op": "tambah", "level": "tujuan", "uraian": "x", "kinerja": 1},
        {"op": "indikator", "simpul": "i1"},
        {"op": "indikator", "simpul": True},
        {"op": "pindah", "simpul": "s1:x", "parent": None},
        {"op": "kaitkan", "simpul": "s1"},
        {"op": "kaitkan", "simpul": "s1", "ke": [None]},
        {"op": "hapus", "row": "semua"},
        {"op": "hapus", "row": "s999999"},
    ],
)
def test_an_operation_of_another_form_is_refused(client, rencana, ani, body):
    assert send(client, rencana, "baris", body).status_code == 422
    assert rencana.changesets.count() == 1


def test_offers_under_a_row_of_another_plan_do_not_exist(client, rencana, ani):
    other = f.make_plan(f.small_draft(), "kota-lain/disnaker/renstra-2025-2029/murni")
    foreign = f.find(load(other), "2.07")
    answer = client.get(reverse("isian-nomenklatur", args=[rencana]) + f"?parent=s{foreign}")
    assert answer.status_code == 404
