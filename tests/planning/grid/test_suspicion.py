"""Figures that can be read and still look wrong."""

import pytest

from planning.grid.suspicion import doubt_about
from renstra_portal.lib.values import KOSONG, TIDAK_DIRENCANAKAN, parse_nilai, parse_rupiah


def doubt(new, old="", beside=(), satuan="Orang", rupiah=False):
    parsed = parse_rupiah(new) if rupiah else parse_nilai(new, satuan=satuan)
    found = doubt_about(
        parsed,
        old=parse_nilai(old).nilai,
        neighbours=[parse_nilai(one).nilai for one in beside],
        satuan=satuan,
        rupiah=rupiah,
    )
    return found.message if found else None


@pytest.mark.parametrize(
    ("new", "old", "told"),
    [
        ("150", "15", "10 kali"),
        ("1500", "15", "100 kali"),
        ("15000", "15", "1000 kali"),
        ("15", "150", "Sepersepuluh"),
        ("15", "15000", "Seperseribu"),
    ],
)
def test_ten_hundred_or_a_thousand_times_the_old_value_is_asked_about(new, old, told):
    assert told in (doubt(new, old) or "")


@pytest.mark.parametrize(
    ("new", "old"), [("16", "15"), ("151", "15"), ("-", "15"), ("0", "15"), ("15", "-"), ("BB", "B")]
)
def test_an_ordinary_change_is_not_asked_about(new, old):
    assert doubt(new, old) is None


def test_a_figure_far_from_both_neighbouring_years_is_asked_about():
    assert "1000 kali" in (doubt("925102800", beside=["925102", "931000"], rupiah=True) or "")
    assert "sepersepuluh" in (doubt("9,9", beside=["98,7", "99,3"], satuan="Persen") or "")


def test_steady_growth_is_not_suspicious():
    assert doubt("120", beside=["100", "150"]) is None
    assert doubt("100", beside=["10", "100"]) is None


def test_blank_and_not_planned_neighbours_say_nothing():
    parsed = parse_nilai("1500")
    assert doubt_about(parsed, old=KOSONG, neighbours=[TIDAK_DIRENCANAKAN, KOSONG], satuan="Orang") is None


@pytest.mark.parametrize(
    ("typed", "satuan", "asked"),
    [
        ("1.700 Orang", "Orang", False),
        ("12 Dok.", "Dokumen", False),
        ("99,30%", "Persen", False),
        ("99,30 persen", "%", False),
        ("12 Laporan", "Dokumen", True),
        ("15%", "Orang", True),
        ("12 Dokumen", "", True),
    ],
)
def test_a_unit_in_the_cell_is_held_against_the_indicators_unit(typed, satuan, asked):
    assert (doubt(typed, satuan=satuan) is not None) is asked


@pytest.mark.parametrize(("old", "satuan"), [("", ""), ("67", "Orang")])
def test_a_number_with_two_readings_offers_both_where_unit_and_neighbours_do_not_decide(old, satuan):
    parsed = parse_nilai("67.405", satuan=satuan)
    found = doubt_about(parsed, old=KOSONG, neighbours=[parse_nilai(old).nilai], satuan=satuan)
    assert found is not None
    assert [text for _, text in found.choices] == ["67405", "67,4050"]


def test_thousands_of_people_are_no_question():
    assert doubt("67.405", beside=["66.100"]) is None
