"""Dates and Roman numerals as Indonesian documents write them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renstra_portal.lib.dates import DateProblem, long_date, parse_date, roman

INDEPENDENCE = datetime.date(2026, 8, 17)


@pytest.mark.parametrize(
    "raw",
    [
        "17-08-2026", "17/8/2026", "17.08.2026", "17 Agustus 2026", " 17  agustus\u00a02026 ", "17 Agt 2026",
        "17-Agu-2026", "17 Agust 2026".replace("Agust", "Agst."), "2026-08-17",
        INDEPENDENCE, datetime.datetime(2026, 8, 17, 23, 59, tzinfo=datetime.UTC),
    ],
)  # fmt: skip
def test_every_usual_spelling_is_the_same_day(raw: object) -> None:
    assert parse_date(raw) == INDEPENDENCE
    assert type(parse_date(raw)) is datetime.date


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("", "tidak terbaca"),
        (None, "tidak terbaca"),
        (45000, "tidak terbaca"),
        ("17-08-26", "tidak terbaca"),
        ("17-08/2026", "tidak terbaca"),
        ("Agustus 2026", "tidak terbaca"),
        ("08-17-2026", "hari, bulan, tahun"),
        ("31 Februari 2026", "tidak ada di kalender"),
        ("29-02-2025", "tidak ada di kalender"),
        ("17 August 2026", "Nama bulan “August” tidak dikenal"),
    ],
)
def test_a_date_that_cannot_be_read_is_told_in_words(raw: object, words: str) -> None:
    with pytest.raises(DateProblem, match=words):
        parse_date(raw)


def test_a_long_date_has_no_leading_zero() -> None:
    assert long_date(INDEPENDENCE) == "17 Agustus 2026"
    assert long_date(datetime.date(2025, 1, 2)) == "2 Januari 2025"


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_every_printed_date_reads_back(date: datetime.date) -> None:
    assert parse_date(long_date(date)) == date
    assert parse_date(date.strftime("%d-%m-%Y")) == date


@pytest.mark.parametrize(
    ("number", "numeral"),
    [
        (1, "I"),
        (4, "IV"),
        (5, "V"),
        (9, "IX"),
        (14, "XIV"),
        (40, "XL"),
        (99, "XCIX"),
        (2026, "MMXXVI"),
        (3999, "MMMCMXCIX"),
    ],
)
def test_roman_numerals(number: int, numeral: str) -> None:
    assert roman(number) == numeral


@pytest.mark.parametrize("number", [0, -1, 4000])
def test_there_is_no_roman_numeral_outside_one_to_3999(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        roman(number)
