"""What fixtures/nomenklatur brings."""

import csv

import pytest

from planning.models import Nomenklatur
from planning.nomenklatur.editions import KNOWN_EDITIONS
from planning.nomenklatur.index import EditionIndex
from planning.nomenklatur.seed import load_seed_nomenklatur, seed_files

from .lists import edition, entry, load

pytestmark = pytest.mark.django_db


def test_every_row_of_the_files_finds_its_entry_in_its_edition():
    load_seed_nomenklatur()
    missing = []
    rows = 0
    for path in seed_files():
        with path.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                rows += 1
                if EditionIndex.load(edition(row["edisi"])).find(row["kode"]) is None:
                    missing.append(row["kode"])
    assert (rows, missing) == (228, [])


def test_the_edition_of_the_demo_plan_holds_tangerangs_table():
    load_seed_nomenklatur()
    own = edition().entri.filter(sumber__contains="Kota Tangerang")
    assert own.count() == 74
    assert own.filter(level="sub_kegiatan").exclude(indikator="").count() == 47
    assert entry("2.07.02.2.01.0002").uraian == "Penyusunan Rencana Tenaga Kerja Mikro"


def test_loading_twice_adds_nothing():
    load_seed_nomenklatur()
    count = Nomenklatur.objects.count()
    assert not any(result.written for result in load_seed_nomenklatur())
    assert Nomenklatur.objects.count() == count


def test_a_list_already_loaded_is_not_changed():
    load([("2.07.03", "NAMA RESMI", "", "", "", "")])
    load_seed_nomenklatur()
    assert entry("2.07.03").uraian == "NAMA RESMI"


def test_the_editions_of_the_files_follow_the_digit_rule():
    load_seed_nomenklatur()
    assert {one.kode: one.digit_sub for one in KNOWN_EDITIONS} == {
        "p90-2019": 2,
        "3708-2020": 2,
        "5889-2021": 2,
        "900-1317-2023": 4,
        "900-3406-2024": 4,
        "900-2850-2025": 4,
        "900-861-2026": 4,
    }
    assert set(Nomenklatur.objects.values_list("edisi__kode", flat=True)) == {"3708-2020", "5889-2021", "900-1317-2023"}
