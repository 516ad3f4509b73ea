"""The years that a plan prints as columns, as people type them and as they are shown: "2025-2030"."""

from __future__ import annotations

import re
from collections.abc import Sequence

_YEAR = r"((?:19|20)\d\d)"
_SPAN = re.compile(rf"{_YEAR}(?:\s*(?:-|–|s\.?\s?/?d\.?|sampai(?: dengan)?)\s*{_YEAR})?", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:[\s,;]|dan\b|tahun\b)*", re.IGNORECASE)
MOST_YEARS = 20


class YearsProblem(ValueError):
    """Years that cannot be read; ``str()`` is the Indonesian message for the person who typed them."""


def parse_years(text: str) -> list[int]:
    """The years that a text lists or spans: "2025-2030", "2023 s.d. 2026", "2025, 2026, 2028".

    They must rise, each once, and be no more than ``MOST_YEARS``. Raises ``YearsProblem``.
    """
    years: list[int] = []
    for match in _SPAN.finditer(text):
        years.extend(range(int(match[1]), int(match[2] or match[1]) + 1))
    rest = _SPAN.split(text)[:: _SPAN.groups + 1]
    readable = years and all(_BETWEEN.fullmatch(one) for one in rest)
    if not readable or years != sorted(set(years)) or len(years) > MOST_YEARS:
        raise YearsProblem(f"Tahun “{text}” tidak terbaca. Tulis misalnya 2025-2030, atau 2025, 2026, 2027.")
    return years


def format_years(years: Sequence[int]) -> str:
    """The years as `parse_years` reads them: "2025-2030" where they follow on each other, else "2025, 2027"."""
    if len(years) > 1 and list(years) == list(range(years[0], years[-1] + 1)):
        return f"{years[0]}-{years[-1]}"
    return ", ".join(map(str, years))
