"""The strict grammar of numbers, its shared table of cases, and amounts in words."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renstra_portal.lib.numbers import (
    NotANumber,
    NumberProblem,
    describe,
    format_number,
    is_fractional_unit,
    parse_number,
    retype,
    round_half_up,
    spell,
    terbilang,
)
from renstra_portal.lib.values import parse_nilai

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "cases" / "numbers.json").read_text(encoding="utf-8")
)

amounts = st.builds(
    lambda digits, decimals: Decimal(digits).scaleb(-decimals),
    st.integers(-(10**15), 10**15),
    st.integers(0, 6),
)


def test_the_table_of_cases_holds_every_input_once() -> None:
    keys = [(case["input"], case.get("satuan", "")) for case in CASES]
    assert len(keys) == len(set(keys)) > 90


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['input']!r} {case.get('satuan', '')}")
def test_every_case_of_the_shared_table_reads_as_written(case: dict[str, Any]) -> None:
    parsed = parse_nilai(case["input"], satuan=case.get("satuan", ""))
    kind = "problem" if parsed.problem else parsed.nilai.kind.value
    assert kind == case["kind"]
    if not parsed.problem:
        assert parsed.nilai.plain() == case["plain"]
        assert parsed.unit == case.get("unit", "")
        assert parsed.percent is case.get("percent", False)
    readings = [Decimal(reading) for reading in case.get("readings", [])]
    assert list(parsed.readings) == [describe(reading) for reading in readings]
    assert list(parsed.choices) == [retype(reading) for reading in readings]


@pytest.mark.parametrize("case", [case for case in CASES if case.get("readings")], ids=lambda case: case["input"])
def test_every_offered_choice_reads_without_doubt_as_the_amount_it_names(case: dict[str, Any]) -> None:
    parsed = parse_nilai(case["input"], satuan=case.get("satuan", ""))
    for choice, reading in zip(parsed.choices, case["readings"], strict=True):
        number = parse_number(choice, "persen")
        assert number.value == Decimal(reading)
        assert number.readings == ()


def test_a_comma_with_three_digits_is_ambiguous_and_the_message_names_both_readings() -> None:
    with pytest.raises(NumberProblem) as caught:
        parse_number("1,835")
    assert caught.value.readings == (Decimal("1.835"), Decimal("1835"))
    assert str(caught.value) == (
        "“1,835” dapat dibaca dua cara: 1,835 (satu koma delapan tiga lima) atau "
        "1.835 (seribu delapan ratus tiga puluh lima). Tulis 1,8350 atau 1835."
    )


def test_a_single_dot_group_is_thousands_but_tells_its_other_reading() -> None:
    number = parse_number("67.405")
    assert (number.value, number.decimals) == (Decimal(67405), 0)
    assert number.readings == (Decimal("67405"), Decimal("67.405"))


def test_two_dot_groups_and_rupiah_leave_no_doubt() -> None:
    assert parse_number("1.067.405").readings == ()
    assert parse_number("Rp 67.405").readings == ()


def test_words_are_not_a_number_but_a_sign_before_digits_is_a_problem() -> None:
    with pytest.raises(NotANumber):
        parse_number("BB")
    with pytest.raises(NumberProblem, match="tidak terbaca sebagai angka"):
        parse_number("± 5")


def test_the_decimals_typed_are_kept() -> None:
    assert parse_number("99,30").decimals == 2
    assert parse_number("100").decimals == 0
    assert str(parse_number("99,30").value) == "99.30"


def test_units_with_decimals_are_recognised() -> None:
    assert all(map(is_fractional_unit, ["Persen", "%", "nilai (indeks)", "Skor", "Rasio", "Angka/Persentase"]))
    assert not any(map(is_fractional_unit, ["", "Orang", "Dokumen", "Perusahaan", "Penilaian"]))


@given(amounts)
def test_whatever_is_retyped_reads_back_as_the_same_amount_without_doubt(value: Decimal) -> None:
    number = parse_number(retype(value), "persen")
    assert number.value == value
    assert number.readings == ()


@given(amounts)
def test_whatever_is_printed_reads_back_or_is_refused_naming_the_amount(value: Decimal) -> None:
    try:
        number = parse_number(format_number(value))
    except NumberProblem as problem:
        assert value in problem.readings
    else:
        assert number.value == value


@given(st.text(max_size=30) | st.text("0123456789.,- ()%RpE/a", max_size=14))
def test_any_text_is_a_number_or_a_word_or_a_problem_and_never_crashes(text: str) -> None:
    parsed = parse_nilai(text)
    assert len(parsed.readings) == len(parsed.choices)
    assert parsed.problem is None or parsed.problem.endswith((".", "!"))


def test_numbers_print_with_dots_comma_and_a_true_minus() -> None:
    assert format_number(Decimal("1308202759")) == "1.308.202.759"
    assert format_number(Decimal("-79.98")) == "\u221279,98"
    assert format_number(Decimal("79.98"), 0) == "80"
    assert format_number(Decimal("5"), 2) == "5,00"


def test_a_rounded_away_minus_disappears() -> None:
    assert format_number(Decimal("-0.004"), 2) == "0,00"


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("0.125", 2, "0.13"),
        ("90.4", 0, "90"),
        ("1.005", 2, "1.01"),
        ("7", 2, "7.00"),
    ],
)
def test_a_half_is_rounded_away_from_zero(value: str, decimals: int, expected: str) -> None:
    assert str(round_half_up(Decimal(value), decimals)) == expected


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "nol rupiah"),
        ("1", "satu rupiah"),
        ("10", "sepuluh rupiah"),
        ("11", "sebelas rupiah"),
        ("12", "dua belas rupiah"),
        ("20", "dua puluh rupiah"),
        ("99", "sembilan puluh sembilan rupiah"),
        ("100", "seratus rupiah"),
        ("111", "seratus sebelas rupiah"),
        ("215", "dua ratus lima belas rupiah"),
        ("1000", "seribu rupiah"),
        ("1100", "seribu seratus rupiah"),
        ("2001", "dua ribu satu rupiah"),
        ("11000", "sebelas ribu rupiah"),
        ("100000", "seratus ribu rupiah"),
        ("101000", "seratus satu ribu rupiah"),
        ("1001000", "satu juta seribu rupiah"),
        ("1200000", "satu juta dua ratus ribu rupiah"),
        ("1000000000", "satu miliar rupiah"),
        ("2000000000001", "dua triliun satu rupiah"),
        ("3000000000000000", "tiga kuadriliun rupiah"),
        ("35009269693.06", "tiga puluh lima miliar sembilan juta dua ratus enam puluh sembilan ribu "
                           "enam ratus sembilan puluh tiga rupiah enam sen"),
        ("-1500", "minus seribu lima ratus rupiah"),
        ("0.995", "satu rupiah"),
    ],
)  # fmt: skip
def test_an_amount_is_spelled_by_the_rules_of_seratus_and_seribu(amount: str, words: str) -> None:
    assert terbilang(Decimal(amount)) == words


def test_an_amount_beyond_kuadriliun_is_refused() -> None:
    with pytest.raises(ValueError, match="kuadriliun"):
        terbilang(Decimal(10) ** 18)


def test_decimals_are_spelled_digit_by_digit() -> None:
    assert spell(Decimal("-67.405")) == "minus enam puluh tujuh koma empat nol lima"


_DIGIT_WORDS = {word: value for value, word in enumerate(
    ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
)}  # fmt: skip
_POWERS = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12, "kuadriliun": 10**15}


def _read_words(words: list[str]) -> int:
    """An independent reader of Indonesian numerals, to check the speller against."""
    total = group = unit = 0
    for word in words:
        if word in _DIGIT_WORDS:
            unit = _DIGIT_WORDS[word]
        elif word in ("sepuluh", "sebelas"):
            group += {"sepuluh": 10, "sebelas": 11}[word]
        elif word == "belas":
            group, unit = group + 10 + unit, 0
        elif word == "puluh":
            group, unit = group + 10 * unit, 0
        elif word == "seratus":
            group += 100
        elif word == "ratus":
            group, unit = group + 100 * unit, 0
        elif word == "seribu":
            total += 1000
        else:
            total, group, unit = total + (group + unit) * _POWERS[word], 0, 0
    return total + group + unit


@given(st.integers(0, 10**18 - 1) | st.integers(0, 3000))
def test_spelled_amounts_read_back_as_the_same_number(number: int) -> None:
    words = terbilang(Decimal(number)).split()
    assert words[-1] == "rupiah"
    assert _read_words(words[:-1]) == number
