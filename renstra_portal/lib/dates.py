"""Dates in Indonesian: printed long, read in the spellings offices use; Roman numerals for quarters and
stages.
"""

import datetime
import re

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
_MONTH_NUMBERS = {month.casefold(): number for number, month in enumerate(MONTHS, 1)}
_MONTH_NUMBERS |= {month[:3].casefold(): number for number, month in enumerate(MONTHS, 1)}
_MONTH_NUMBERS |= {"pebruari": 2, "peb": 2, "agt": 8, "agst": 8, "sept": 9, "nopember": 11, "nop": 11}
_NUMERIC = re.compile(r"(?P<day>[0-9]{1,2})(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})")
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_WORDS = re.compile(r"(?P<day>[0-9]{1,2})[ -](?P<month>[^\W\d_]+)\.?[ -](?P<year>[0-9]{4})")
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


class DateProblem(ValueError):
    """A date that cannot be read; ``str()`` is the Indonesian message for the person who typed it."""


def long_date(date: datetime.date) -> str:
    """The date as documents print it: "17 Agustus 2026"."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def parse_date(raw: object) -> datetime.date:
    """A date from Excel or from a person: day first, always with a four-digit year.

    Reads ``17-08-2026``, ``17/8/2026``, ``17.08.2026``, ``17 Agustus 2026``, ``17 Agt 2026`` and ISO
    ``2026-08-17``. Raises ``DateProblem`` for everything else, also for days that do not exist.
    """
    if isinstance(raw, datetime.datetime):
        return raw.date()
    if isinstance(raw, datetime.date):
        return raw
    text = " ".join(raw.split()) if isinstance(raw, str) else ""
    match = _NUMERIC.fullmatch(text) or _ISO.fullmatch(text) or _WORDS.fullmatch(text)
    if match is None:
        shown = text or ("" if raw is None else str(raw))
        raise DateProblem(f"Tanggal “{shown}” tidak terbaca. Tulis misalnya 17-08-2026 atau 17 Agustus 2026.")
    month = match["month"]
    number = int(month) if month.isdecimal() else _MONTH_NUMBERS.get(month.casefold())
    if number is None:
        raise DateProblem(f"Nama bulan “{month}” tidak dikenal. Tulis misalnya 17 Agustus 2026.")
    try:
        return datetime.date(int(match["year"]), number, int(match["day"]))
    except ValueError as error:
        raise DateProblem(f"Tanggal “{text}” tidak ada di kalender. Urutannya hari, bulan, tahun.") from error


def roman(number: int) -> str:
    """The Roman numeral of 1..3999, as used for quarters (triwulan IV) and stages. Raises ``ValueError``
    outside.
    """
    if not 1 <= number <= 3999:
        raise ValueError(f"no Roman numeral for {number}")
    letters = []
    for value, letter in _ROMAN:
        count, number = divmod(number, value)
        letters.append(letter * count)
    return "".join(letters)
