"""Mappings between editions, and what became of an entry."""

import pytest

from planning.models import PadananNomenklatur
from planning.nomenklatur.mapping import import_mapping_table, successor
from planning.nomenklatur.reading import table_from_sheets

from .lists import edition, entry, load

pytestmark = pytest.mark.django_db

PADANAN = ("versi_lama", "kode_lama", "uraian_lama", "versi_baru", "kode_baru", "uraian_baru", "status")
OLD = "5889-2021"
NEW = "900-1317-2023"
NEWEST = "900-861-2026"
SAME = ("2.07.03.2.01.0001", "Proses Pelaksanaan Pelatihan", "", "", "", "")
MOVED = ("2.07.03.2.01.0004", "Pelatihan Vokasi", "", "", "", "")
MOVED_TO = ("2.07.03.2.01.0009", "Pelatihan Vokasi bagi Pencari Kerja", "", "", "", "")
RENAMED = ("2.07.04.2.01.0001", "Perluasan Kesempatan Kerja", "", "", "", "")
OTHER_THING = ("2.07.04.2.01.0001", "Job Fair", "", "", "", "")


@pytest.fixture(autouse=True)
def _editions():
    load([SAME, MOVED, RENAMED], edisi=OLD)
    load([SAME, MOVED, OTHER_THING], edisi=NEW)
    load([SAME, MOVED_TO], edisi=NEWEST)


def padanan(*rows, **options):
    return import_mapping_table(table_from_sheets({"": [PADANAN, *rows]}), **options)


def pair(old, new, kode_lama, kode_baru, status="tetap"):
    return (old, kode_lama, "", new, kode_baru, "", status)


def test_a_mapping_is_stored_once_and_followed():
    rows = [pair("K900", "SIPD-2027", "2.07.03.2.01.04", "2.07.03.2.01.0009", "berganti")]
    assert (padanan(*rows).new, padanan(*rows).unchanged) == (1, 1)
    found = successor(entry(MOVED[0], NEW), edition(NEWEST))
    assert (found.entry, found.status, found.known) == (entry(MOVED_TO[0], NEWEST), "berganti", True)


def test_a_mapping_without_a_new_code_says_that_the_code_was_dropped():
    padanan(pair(NEW, NEWEST, SAME[0], "", "tidak ada lagi; pengganti tidak tercatat"))
    found = successor(entry(SAME[0], NEW), edition(NEWEST))
    assert (found.entry, found.known) == (None, True)
    assert "tidak tercatat" in found.status


def test_mappings_are_followed_through_an_edition_between():
    padanan(
        pair(OLD, NEW, MOVED[0], MOVED[0], "tetap"),
        pair(NEW, NEWEST, MOVED[0], MOVED_TO[0], "berganti"),
    )
    found = successor(entry(MOVED[0], OLD), edition(NEWEST))
    assert (found.entry, found.status) == (entry(MOVED_TO[0], NEWEST), "tetap; berganti")


def test_without_a_mapping_the_same_code_with_the_same_name_is_the_successor():
    found = successor(entry(SAME[0], OLD), edition(NEW))
    assert (found.entry, found.status) == (entry(SAME[0], NEW), "kode dan nama sama")


def test_the_same_code_with_another_name_is_not_taken_for_the_successor():
    found = successor(entry(RENAMED[0], OLD), edition(NEW))
    assert (found.entry, found.known) == (None, False)
    assert "namanya lain" in found.status


def test_an_entry_without_any_trace_in_the_other_edition_is_unknown_not_dropped():
    found = successor(entry(MOVED[0], NEW), edition(NEWEST))
    assert (found.entry, found.known) == (None, False)


def test_mappings_in_a_circle_end():
    load([SAME], edisi="900-2850-2025")
    padanan(pair(OLD, NEW, MOVED[0], MOVED[0]), pair(NEW, OLD, MOVED[0], MOVED[0]))
    assert successor(entry(MOVED[0], OLD), edition("900-2850-2025")).known is False


def test_problems_of_a_mapping_are_told_at_once_and_nothing_is_written():
    result = padanan(
        pair(NEW, NEWEST, MOVED[0], MOVED_TO[0]),
        pair("2035", NEWEST, MOVED[0], MOVED_TO[0]),
        pair(NEW, NEWEST, "2.07.3", MOVED_TO[0]),
        pair(NEW, NEWEST, "", MOVED_TO[0]),
    )
    assert [(problem.row, problem.column) for problem in result.problems] == [
        (3, "versi_lama"),
        (4, "kode_lama"),
        (5, "kode_lama"),
    ]
    assert not PadananNomenklatur.objects.exists()


def test_a_code_that_is_not_loaded_is_a_warning_but_a_mapping_of_which_nothing_fits_is_a_problem():
    missing = pair(NEW, NEWEST, "2.07.05.2.01.0001", "2.07.05.2.01.0001")
    assert "tidak satu" in str(padanan(missing).problems[0]).lower()
    result = padanan(missing, pair(NEW, NEWEST, MOVED[0], MOVED_TO[0]))
    assert (result.new, len(result.warnings), result.problems) == (1, 1, [])


def pemetaan(*rows, **options):
    head = ("kewenangan", "kode", "uraian", "subkegiatan_sebelumnya", "definisi_operasional")
    return import_mapping_table(table_from_sheets({"": [head, *rows]}), **options)


def test_a_list_with_previous_codes_maps_the_two_newest_editions_and_brings_definitions():
    row = ("kab/kota", MOVED_TO[0], "", "2.07.03.2.01.0004 Pelatihan Vokasi", "Pelatihan dengan klaster kompetensi.")
    result = pemetaan(row)
    assert (result.editions, result.new, result.definitions) == ([NEW, NEWEST], 1, 1)
    assert entry(MOVED_TO[0], NEWEST).definisi_operasional == "Pelatihan dengan klaster kompetensi."
    assert successor(entry(MOVED[0], NEW), edition(NEWEST)).entry == entry(MOVED_TO[0], NEWEST)
    again = pemetaan(row)
    assert (again.unchanged, again.definitions, again.written) == (1, 0, False)


def test_a_list_with_previous_codes_keeps_a_status_already_recorded():
    padanan(pair(NEW, NEWEST, MOVED[0], MOVED_TO[0], "berganti nama"))
    pemetaan(("kab/kota", MOVED_TO[0], "", MOVED[0], ""))
    assert PadananNomenklatur.objects.get().status == "berganti nama"


def test_editions_can_be_named_for_a_list_with_previous_codes():
    result = pemetaan(("kab/kota", MOVED_TO[0], "", MOVED[0], ""), edisi="SIPD-2027", dari=OLD)
    assert result.new == 1
    assert PadananNomenklatur.objects.get().dari == entry(MOVED[0], OLD)
    assert "belum dimuat" in str(pemetaan(("", MOVED_TO[0], "", "", "x"), edisi="p90-2019").problems[0])


def test_a_trial_run_of_a_mapping_writes_nothing():
    result = padanan(pair(NEW, NEWEST, MOVED[0], MOVED_TO[0]), dry_run=True)
    assert (result.new, result.written, PadananNomenklatur.objects.count()) == (1, False, 0)
