"""Looking codes and names up."""

import pytest

from planning.nomenklatur.index import (
    EditionIndex,
    find_entry,
    match_by_name,
    printed_kode,
    resolve,
    search,
)

from .lists import ROWS, edition, entry, load

pytestmark = pytest.mark.django_db

RAPAT = "X.XX.01.2.06.0009"
LPKS = "2.07.03.2.02.0001"


@pytest.fixture
def index():
    load()
    return EditionIndex.load(edition())


def test_an_edition_is_loaded_in_one_query_and_looked_up_without_more(django_assert_num_queries):
    load()
    one = edition()
    with django_assert_num_queries(1):
        index = EditionIndex.load(one)
        found = [index.find(spelling) for spelling in ("2.07.03.2.02.01", "2 07 03 2.02 0001", "2/07/03/2.02/0001")]
        index.match_by_name("Pembinaan LPK Swasta", parent_kode="2.07.03.2.02")
    assert [one.kode for one in found if one] == [LPKS] * 3


def test_an_office_finds_its_supporting_programme_under_its_own_bidang(index):
    assert index.find("2.07.01.2.06.09") == entry(RAPAT)
    assert [child.kode for child in index.children("2.07.01.2.06")] == [RAPAT]


def test_a_printed_supporting_programme_is_found_under_the_placeholder_too():
    load([("2.07.01.2.06.0009", "Rapat", "", "", "", "")])
    assert find_entry(edition(), RAPAT) == entry("2.07.01.2.06.0009")
    assert EditionIndex.load(edition()).find(RAPAT) == entry("2.07.01.2.06.0009")


def test_a_valid_twin_is_preferred_to_one_no_longer_valid():
    load([("2.07.01.2.06.0009", "Rapat", "", "", "", "")])
    load()
    old = entry("2.07.01.2.06.0009")
    old.berlaku = False
    old.save()
    assert find_entry(edition(), "2.07.01.2.06.0009") == entry(RAPAT)


def test_a_code_is_resolved_to_the_offices_bidang_and_the_editions_digits():
    load()
    load(edisi="5889-2021")
    new = resolve("X.XX.01.2.06.09", edition(), bidang="2.07")
    old = resolve("2.07.01.2.06.0009", edition("5889-2021"), bidang="2.07")
    assert (new.kode, new.printed) == ("2.07.01.2.06.0009", "2.07.01.2.06.0009")
    assert (old.kode, old.printed) == ("2.07.01.2.06.0009", "2.07.01.2.06.09")
    assert (new.entry, old.entry) == (entry(RAPAT), entry(RAPAT, "5889-2021"))
    assert resolve("2.07.05", edition(), bidang="2.07").entry is None


def test_a_code_is_printed_in_the_digits_of_its_edition():
    load(edisi="5889-2021")
    load([*ROWS, ("2.07.03.2.02.0101", "Seratus satu", "", "", "", "")], edisi="5889-2021")
    assert printed_kode(entry(LPKS, "5889-2021")) == "2.07.03.2.02.01"
    assert printed_kode(entry("2.07.03.2.02.0101", "5889-2021")) == "2.07.03.2.02.0101"


def test_a_name_with_a_slip_finds_its_entry_and_the_level_tells_namesakes_apart(index):
    for level, kode in (("kegiatan", "2.07.03.2.02"), ("sub_kegiatan", LPKS)):
        (match,) = index.match_by_name("Pembinaan Lembaga Pelatihan Kerja Swsta", level=level, cutoff=0.9)
        assert match.entry.kode == kode
        assert 0.9 < match.similarity < 1


def test_the_same_words_are_a_full_match_whatever_the_case(index):
    best, namesake = index.match_by_name("PEMBINAAN LEMBAGA PELATIHAN KERJA SWASTA", cutoff=0.99)
    assert (best.entry.kode, namesake.entry.kode) == ("2.07.03.2.02", LPKS)
    assert best.similarity == namesake.similarity == 1


def test_a_parent_narrows_the_names_to_its_children(index):
    assert [match.entry.kode for match in index.match_by_name(ROWS[3][1], parent_kode="2.07.03.2.02")] == [LPKS]
    assert match_by_name(ROWS[3][1], "2.07.03", edition(), "sub_kegiatan") == []


def test_a_name_like_nothing_and_no_name_match_nothing(index):
    assert index.match_by_name("Pengadaan kapal selam") == []
    assert index.match_by_name("  ") == []


def test_entries_no_longer_valid_are_not_suggested():
    load()
    load(ROWS[:3])
    assert match_by_name(ROWS[3][1], "2.07.03.2.02", edition()) == []


@pytest.mark.parametrize(
    ("query", "kodes"),
    [
        ("2.07.03.2.02.01", [LPKS]),
        ("2 07 03", ["2.07.03", "2.07.03.2.02", LPKS]),
        ("2.07.0", ["2.07.03", "2.07.03.2.02", LPKS]),
        ("2.07.01.2.06", ["X.XX.01.2.06", RAPAT]),
        ("x.xx.01.2.06.09", [RAPAT]),
        ("lembaga swasta", ["2.07.03.2.02", LPKS]),
        ("dibina", [LPKS]),
        ("koordinasi lembaga", []),
        ("", [row[0] for row in ROWS]),
    ],
)
def test_search_takes_the_beginning_of_a_code_or_words(query, kodes):
    load()
    load([("2.07.03", "EDISI LAIN", "", "", "", "")], edisi="900-861-2026")
    assert list(search(query, edition()).order_by("kode").values_list("kode", flat=True)) == kodes


def test_search_may_be_narrowed_to_a_level():
    load()
    assert [one.kode for one in search("swasta", level="sub_kegiatan")] == [LPKS]


def test_the_entries_come_in_official_order(index):
    assert [one.kode for one in index][:4] == ["X.XX.01", "X.XX.01.2.06", RAPAT, "2.07"]
    assert len(index) == len(ROWS)
