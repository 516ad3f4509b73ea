"""The level of achievement and what an indicator has reached, as pure functions."""

from __future__ import annotations

from decimal import Decimal

import pytest

from planning.capaian import (
    Alasan,
    Rasio,
    capaian,
    cara_akumulasi,
    dari_triwulan,
    is_percent,
    rasio,
    sampai,
    sampai_tahun_ini,
)
from renstra_portal.lib.values import Nilai, parse_nilai


def value(typed: str) -> Nilai:
    parsed = parse_nilai(typed)
    assert parsed.problem is None
    return parsed.nilai


def test_more_is_better_divides_realisation_by_target_without_a_cap():
    assert capaian(value("130,13"), value("90"), "naik").persen == Decimal("13013") / 90
    assert capaian(value("254"), value("100"), "tetap").persen == 254


@pytest.mark.parametrize(("rumus", "expected"), [("A", "96.31"), ("B", "96.17"), ("C", "-3.83")])
def test_less_is_better_has_three_forms(rumus, expected):
    found = capaian(value("6,23"), value("6,00"), "turun", rumus)
    assert found.nilai(2).plain() == expected


def test_form_b_goes_below_zero_from_twice_the_target_on():
    assert capaian(value("15"), value("6"), "turun").persen == -50


def test_form_a_of_no_realisation_is_zero():
    assert capaian(value("0"), value("6"), "turun", "A").persen == 0


def test_a_percentage_is_rounded_half_up_only_when_it_is_printed():
    found = capaian(value("1"), value("8"), "naik")
    assert found.persen == Decimal("12.5")
    assert found.nilai(0).plain() == "13"
    assert capaian(value("2"), value("3"), "naik").nilai(2).plain() == "66.67"


@pytest.mark.parametrize(
    ("realisasi", "target", "alasan", "printed"),
    [
        ("5", "0", Alasan.TARGET_NOL, "-"),
        ("0", "0", Alasan.TARGET_NOL, "-"),
        ("5", "-", Alasan.TARGET_TIDAK_DIRENCANAKAN, "-"),
        ("5", "", Alasan.TARGET_KOSONG, "-"),
        ("5", "BB", Alasan.TARGET_TEKS, "-"),
        ("-", "5", Alasan.REALISASI_TIDAK_ADA, "-"),
        ("A", "5", Alasan.REALISASI_TEKS, "-"),
        ("", "5", Alasan.REALISASI_KOSONG, ""),
        ("", "0", Alasan.REALISASI_KOSONG, ""),
    ],
)
@pytest.mark.parametrize("arah", ["naik", "turun"])
def test_where_no_percentage_exists_the_reason_is_told(realisasi, target, alasan, printed, arah):
    found = capaian(value(realisasi), value(target), arah)
    assert (found.persen, found.alasan) == (None, alasan)
    assert found.nilai(0).plain() == printed


@pytest.mark.parametrize(
    ("realisasi", "target", "alasan"),
    [("BB", "BB", Alasan.TEKS_SAMA), ("bb", "BB", Alasan.TEKS_SAMA), ("A", "BB", Alasan.TEKS_BERBEDA)],
)
def test_grades_are_the_same_or_not_and_never_a_percentage(realisasi, target, alasan):
    assert capaian(value(realisasi), value(target), "naik").alasan is alasan


@pytest.mark.parametrize(
    ("typed", "akumulasi", "expected"),
    [
        (["10", "20", "7"], "jumlah", "37"),
        (["10,5", "20", "7,25"], "jumlah", "37.75"),
        (["", "20", "-"], "jumlah", "20"),
        (["98,14", "90", "91"], "terakhir", "91"),
        (["98,14", "90", "-"], "terakhir", "90"),
        (["10", "20", ""], "rata_rata", "20"),
        (["1", "2", "3"], "rasio", "3"),
        (["B", "BB"], "jumlah", "BB"),
        (["-", "", "-"], "jumlah", "-"),
        (["", ""], "terakhir", ""),
        (["0", "0"], "jumlah", "0"),
    ],
)
def test_only_what_adds_up_is_summed_anything_else_takes_the_latest_held(typed, akumulasi, expected):
    assert sampai([value(one) for one in typed], akumulasi).plain() == expected


@pytest.mark.parametrize("satuan", ["%", "Persen", "persen (%)", " % "])
def test_percentages_are_never_summed_however_their_unit_is_spelled(satuan):
    assert is_percent(satuan)
    assert cara_akumulasi("jumlah", satuan) == "terakhir"


def test_units_that_are_no_percentage_add_up_as_they_say():
    assert not is_percent("Orang")
    assert cara_akumulasi("jumlah", "Orang") == "jumlah"
    assert cara_akumulasi("rata_rata", "%") == "rata_rata"


@pytest.mark.parametrize(
    ("typed", "akumulasi", "expected"),
    [
        (["10", "20", "", "7"], "jumlah", "37"),
        (["10", "20", "-", ""], "terakhir", "20"),
        (["80", "", "85", "85"], "rata_rata", "83.33"),
        (["80", "85,1250", "", ""], "rata_rata", "82.5625"),
        (["0", "", "", ""], "rata_rata", "0.00"),
        (["B", "", "BB", ""], "rata_rata", "BB"),
        (["", "-", "", ""], "rata_rata", "-"),
        (["", "", "", ""], "jumlah", ""),
    ],
)
def test_the_triwulan_make_the_year_by_the_rule_of_accumulation(typed, akumulasi, expected):
    assert dari_triwulan([value(one) for one in typed], akumulasi).plain() == expected


def test_a_mean_has_the_decimals_it_is_given():
    assert dari_triwulan([value("80"), value("85")], "rata_rata", 0).plain() == "83"


@pytest.mark.parametrize(
    ("before", "now", "akumulasi", "satuan", "expected"),
    [
        ("120", "30", "jumlah", "Orang", "150"),
        ("88", "90", "jumlah", "Persen", "90"),
        ("88", "", "terakhir", "Indeks", "88"),
        ("", "30", "jumlah", "Orang", "30"),
        ("60", "54,59", "rasio", "%", "54.59"),
        ("", "", "jumlah", "Orang", ""),
    ],
)
def test_column_13_of_e81_follows_the_accumulation(before, now, akumulasi, satuan, expected):
    assert sampai_tahun_ini(value(before), value(now), akumulasi, satuan).plain() == expected


@pytest.mark.parametrize(
    ("pembilang", "penyebut", "persen", "decimals", "expected"),
    [
        ("630", "1.154,0", True, 2, "54.59"),
        ("6.977", "111.954,0", True, 2, "6.23"),
        ("1", "8", False, 3, "0.125"),
        ("0", "8", True, 2, "0.00"),
    ],
)
def test_a_ratio_is_rounded_half_up_to_the_decimals_of_its_indicator(pembilang, penyebut, persen, decimals, expected):
    found = rasio(value(pembilang), value(penyebut), persen=persen, decimals=decimals)
    assert (found.nilai.plain(), found.alasan) == (expected, None)


def test_a_denominator_of_zero_gives_no_ratio():
    assert rasio(value("5"), value("0"), persen=True) == Rasio(value("-"), Alasan.PENYEBUT_NOL)
    assert rasio(value("5"), value(""), persen=True) == Rasio(value(""), Alasan.PENYEBUT_KOSONG)
