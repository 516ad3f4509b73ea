"""`manage.py tables` and `manage.py generate`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from planning.documents import documents
from planning.tables import TABLES

from .conftest import Write
from .drafts import L, node, plafon, sub, tenaga_kerja

SLUG = "kota-contoh/disnaker/renstra-2025-2029/murni"


@pytest.fixture
def stored(write: Write):
    work = node(
        L.KEGIATAN,
        "Kegiatan",
        sub("Latihan", "2.07.03.2.01.0001", {2025: 1500}),
        kode="2.07.03.2.01",
        plafon=plafon({2025: 2000}),
    )
    return write(tenaga_kerja(node(L.PROGRAM, "PROGRAM", work, kode="2.07.03")))


def test_tables_lists_every_table_as_text_and_json():
    out = io.StringIO()
    call_command("tables", stdout=out)
    named = [line.split()[0] for line in out.getvalue().splitlines()]
    assert named == [*TABLES, *(document.id for document in documents())]
    out = io.StringIO()
    call_command("tables", format="json", stdout=out)
    found = json.loads(out.getvalue())
    assert [one["id"] for one in found] == list(TABLES)
    assert found[7]["judul"] == "Rencana Program/Kegiatan/Sub-Kegiatan dan Pendanaan"


def test_generate_writes_a_csv_that_other_programs_read(stored, tmp_path: Path):
    target = tmp_path / "t.csv"
    call_command("generate", "4.3", plan=SLUG, format="csv", output=str(target), stderr=io.StringIO())
    rows = list(csv.DictReader(io.StringIO(target.read_text("utf-8-sig"))))
    assert [row["level"] for row in rows][-2:] == ["kegiatan", "sub_kegiatan"]
    assert rows[-1]["pagu_2025"] == rows[-2]["pagu_2025"] == "1500"


def test_generate_prints_the_plafon_when_asked(stored, tmp_path: Path):
    target = tmp_path / "t.csv"
    call_command("generate", "4.3", plan=SLUG, format="csv", output=str(target), pagu="plafon", stderr=io.StringIO())
    rows = list(csv.DictReader(io.StringIO(target.read_text("utf-8-sig"))))
    assert rows[-2]["pagu_2025"] == "2000"


def test_generate_prints_the_wide_columns_of_a_renja_when_asked(write: Write, tmp_path: Path):
    slug = "kota-contoh/disnaker/renja-2026/murni"
    write(tenaga_kerja(node(L.PROGRAM, "PROGRAM", kode="2.07.03")), slug=slug)
    heads = []
    for bentuk in ("", "lebar"):
        target = tmp_path / "t.csv"
        call_command(
            "generate", "tc33", plan=slug, format="csv", output=str(target), bentuk=bentuk, stderr=io.StringIO()
        )
        heads.append(target.read_text("utf-8-sig").splitlines()[0])
    assert "sasaran" not in heads[0] and "sasaran" in heads[1]


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF"), ("xlsx", b"PK"), ("html", b"<!DOCTYPE html>")])
def test_generate_writes_every_format(form, start, stored, tmp_path: Path):
    target = tmp_path / f"t.{form}"
    call_command("generate", "4.3", plan=SLUG, format=form, output=str(target), paper="A3", stderr=io.StringIO())
    assert target.read_bytes().startswith(start)


def test_generate_writes_to_stdout(stored):
    raw = io.BytesIO()
    screen = io.TextIOWrapper(raw, encoding="utf-8")
    call_command("generate", "4.3", plan=SLUG, format="csv", output="-", stdout=screen)
    assert raw.getvalue().decode().startswith("level,uraian,indikator")
    assert "Latihan" in raw.getvalue().decode()


def test_generate_names_the_tables_when_it_knows_none_of_that_name(stored):
    with pytest.raises(CommandError, match=r"“9\.9” tidak dikenal.*4\.3"):
        call_command("generate", "9.9", plan=SLUG, format="csv", output="-")


def test_generate_guesses_the_plan_that_was_meant(stored):
    with pytest.raises(CommandError, match=f"tidak ada. Maksud Anda {SLUG}"):
        call_command("generate", "4.3", plan=SLUG.replace("2029", "2028"), format="csv", output="-")


def test_generate_says_so_when_there_is_no_plan_at_all(db):
    with pytest.raises(CommandError, match="Belum ada satu pun rencana"):
        call_command("generate", "4.3", plan=SLUG, format="csv", output="-")


def test_generate_says_why_a_file_cannot_be_written(stored, tmp_path: Path):
    with pytest.raises(CommandError, match="tidak dapat ditulis"):
        call_command("generate", "4.3", plan=SLUG, format="csv", output=str(tmp_path / "none" / "t.csv"))
