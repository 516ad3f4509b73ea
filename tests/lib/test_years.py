"""The years of a plan's columns, as they are typed and shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renstra_portal.lib.years import YearsProblem, format_years, parse_years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2025-2030", [2025, 2026, 2027, 2028, 2029, 2030]),
        ("2025 – 2027", [2025, 2026, 2027]),
        ("2023 s.d. 2026", [2023, 2024, 2025, 2026]),
        ("2023 s/d 2024", [2023, 2024]),
        ("2023 sampai dengan 2024", [2023, 2024]),
        (" 2025, 2026; 2028 ", [2025, 2026, 2028]),
        ("2025 dan 2026", [2025, 2026]),
        ("Tahun 2025 - 2026", [2025, 2026]),
        ("2025 2026", [2025, 2026]),
        ("2025-2027, 2029", [2025, 2026, 2027, 2029]),
        ("2026", [2026]),
    ],
)
def test_years_are_read_in_the_spellings_people_use(text: str, years: list[int]) -> None:
    assert parse_years(text) == years


@pytest.mark.parametrize(
    "text",
    [
        "",
        "lima tahun",
        "2030-2025",
        "2025, 2025",
        "2026, 2025",
        "2025-2027, 2026",
        "25-30",
        "2025-30",
        "20255",
        "2000-2099",
    ],
)
def test_what_does_not_name_rising_years_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(YearsProblem, match="misalnya 2025-2030"):
        parse_years(text)


@given(st.lists(st.integers(1950, 2099), min_size=1, max_size=20, unique=True).map(sorted))
def test_years_are_read_back_as_they_are_shown(years: list[int]) -> None:
    assert parse_years(format_years(years)) == years
