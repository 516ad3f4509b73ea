"""What can stand in the cell of a figure: a number, nihil, a grade, "tidak direncanakan", or nothing yet.

The five kinds are never confused: ``-`` (not planned) is not 0, and an empty cell is not ``-``.
A figure keeps the decimals it was typed with, so that a plan prints as it was decided: 99,30 is not 99,3.
"""

import datetime
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, Self

from renstra_portal.lib.numbers import (
    NotANumber,
    NumberProblem,
    clean_blanks,
    describe,
    format_number,
    parse_number,
    retype,
    round_half_up,
)

__all__ = [
    "KOSONG",
    "NIHIL",
    "TIDAK_DIRENCANAKAN",
    "Jenis",
    "Nilai",
    "Parsed",
    "format_nilai",
    "format_rupiah",
    "parse_nilai",
    "parse_rupiah",
    "round_half_up",
]


class Jenis(StrEnum):
    """The five kinds of value."""

    ANGKA = "angka"
    NIHIL = "nihil"
    TEKS = "teks"
    TIDAK_DIRENCANAKAN = "tidak_direncanakan"
    KOSONG = "kosong"


@dataclass(frozen=True, slots=True)
class Nilai:
    """One value. Build it with ``Nilai.of``, ``Nilai.teks`` or the constants; never from a float.

    ``number`` is the exact Decimal (zero for NIHIL, None for the kinds without one), ``decimals`` the number
    of decimals it was typed with, ``text`` the words of TEKS. Equality compares the typed form: 99,3 differs
    from 99,30; ``same_amount`` compares what they are worth.
    """

    kind: Jenis
    number: Decimal | None = None
    decimals: int = 0
    text: str = ""

    @classmethod
    def of(cls, number: Decimal | int, decimals: int | None = None) -> Self:
        """The value of a number; zero gives NIHIL. ``decimals`` (default: as the Decimal holds) may only add
        zeros.

        Raises ``TypeError`` for floats and bools, ``ValueError`` for infinities or when ``decimals`` would
        cut digits.
        """
        if type(number) is int:
            number = Decimal(number)
        elif not isinstance(number, Decimal):
            raise TypeError(f"a Nilai is made from Decimal or int, not {type(number).__name__}")
        exponent = number.as_tuple().exponent
        if not isinstance(exponent, int):
            raise ValueError(f"{number} is not a finite number")
        own = -exponent if exponent < 0 else 0
        if decimals is None:
            decimals = own
        elif decimals < own:
            raise ValueError(f"{number} has more than {decimals} decimals; round it first")
        if exponent != -decimals:
            number = number.quantize(Decimal(1).scaleb(-decimals))
        if not number:
            return cls(Jenis.NIHIL, abs(number), decimals)
        return cls(Jenis.ANGKA, number, decimals)

    @classmethod
    def teks(cls, text: str) -> Self:
        """A grade or other words, such as ``BB`` or ``WTP``. Raises ``ValueError`` when blank."""
        cleaned = clean_blanks(text)
        if not cleaned:
            raise ValueError("a TEKS value needs words")
        return cls(Jenis.TEKS, text=cleaned)

    @property
    def amount(self) -> Decimal | None:
        """The number to calculate with: NIHIL gives Decimal zero; words, ``-`` and blanks give None."""
        return self.number

    @property
    def is_filled(self) -> bool:
        """Whether anybody filled it in; ``-`` and nihil are answers, KOSONG is not."""
        return self.kind is not Jenis.KOSONG

    def same_amount(self, other: "Nilai") -> bool:
        """Whether both say the same, however they were typed: 99,3 and 99,30; nihil 0 and 0,00; two equal
        grades.
        """
        return self.kind is other.kind and self.number == other.number and self.text == other.text

    def plain(self) -> str:
        """The machine spelling for CSV: "99.30", "0", "-", "BB" or ""."""
        if self.number is not None:
            return f"{self.number:f}"
        return "-" if self.kind is Jenis.TIDAK_DIRENCANAKAN else self.text

    def encode(self) -> str | None:
        """One JSON-able string, or None for KOSONG; words carry a leading apostrophe, so any word is safe."""
        if self.kind is Jenis.KOSONG:
            return None
        return f"'{self.text}" if self.kind is Jenis.TEKS else self.plain()

    @classmethod
    def decode(cls, encoded: str | None) -> "Nilai":
        """The reverse of ``encode``. Raises ``ValueError`` for anything ``encode`` cannot have written."""
        if encoded is None:
            return KOSONG
        if encoded == "-":
            return TIDAK_DIRENCANAKAN
        if encoded.startswith("'"):
            return cls.teks(encoded[1:])
        if not encoded.removeprefix("-").replace(".", "", 1).isdecimal() or not encoded.isascii():
            raise ValueError(f"not an encoded Nilai: {encoded!r}")
        return cls.of(Decimal(encoded))

    def __str__(self) -> str:
        return format_nilai(self)


KOSONG = Nilai(Jenis.KOSONG)
TIDAK_DIRENCANAKAN = Nilai(Jenis.TIDAK_DIRENCANAKAN)
NIHIL = Nilai(Jenis.NIHIL, Decimal(0))


class Parsed(NamedTuple):
    """What a cell was read as.

    Use ``nilai`` only when ``problem`` is None. ``problem`` is an Indonesian sentence for the person who
    typed it. ``readings`` describes in words what an uncertain number may mean, and ``choices`` gives, in the
    same order, a spelling of each that reads without doubt. A value may have readings and no problem:
    ``67.405`` is taken as 67405 where the unit counts things, and the caller may still ask.
    """

    nilai: Nilai
    unit: str = ""
    percent: bool = False
    readings: tuple[str, ...] = ()
    problem: str | None = None
    choices: tuple[str, ...] = ()


def format_nilai(nilai: Nilai, decimals: int | None = None, percent: bool = False) -> str:
    """A value as Indonesian documents print it: "1.308.202.759", "79,98", "−5", "-", "BB" or "".

    ``decimals`` None prints the decimals typed; otherwise the number is rounded half-up, here and only here.
    ``percent`` adds "%" to numbers.
    """
    if nilai.number is None:
        return nilai.plain()
    text = format_number(nilai.number, decimals)
    return f"{text}%" if percent else text


def format_rupiah(amount: Decimal | None, decimals: int | None = None, *, thousand: bool = False) -> str:
    """Rupiah without the "Rp": "26.221.443.229", or with sen where there are any: "35.009.269.693,06". None
    gives "".

    ``decimals`` forces a number of decimals. ``thousand`` prints in thousands of rupiah (Rp.000) without
    decimals. Rounded half-up.
    """
    if amount is None:
        return ""
    if thousand:
        amount = amount.scaleb(-3)
        decimals = decimals or 0
    elif decimals is None:
        amount = round_half_up(amount, 2)
        decimals = 0 if amount == amount.to_integral_value() else 2
    return format_number(amount, decimals)


_EMPTY = Parsed(KOSONG)
_NOT_PLANNED = Parsed(TIDAK_DIRENCANAKAN)
_NOTHING = Parsed(NIHIL)
_CACHE_SIZE = 8192
_DASHES = re.compile(r"(?:(?:Rp|IDR)\.?)? ?[-\u2010-\u2014\u2212]+", re.IGNORECASE)


def parse_nilai(raw: object, *, decimals: int | None = None, satuan: str = "") -> Parsed:
    """Read what a person typed or what an Excel cell holds; never raises, tells problems in
    ``Parsed.problem``.

    ``decimals`` is how many decimals a numeric cell shows (its number format) and only adds zeros: 99.3 with
    2 is 99,30. Texts keep the decimals they were typed with. ``satuan`` is the unit of the indicator, which
    decides whether ``67.405`` is doubtful. Floats are read to the 15 digits that Excel shows, so 0.1 + 0.2 is
    0,3. Words become TEKS, "nihil" NIHIL, dashes TIDAK_DIRENCANAKAN, blanks KOSONG.
    """
    if raw is None:
        return _EMPTY
    kind = type(raw)
    if kind is str:
        return _parse_text(raw, satuan)
    if kind is int or kind is float:
        return _parse_numeric(raw, decimals)
    return _parse_other(raw, decimals, satuan)


def parse_rupiah(raw: object) -> Parsed:
    """Read an amount of rupiah: like ``parse_nilai``, but words, units, percent and negative amounts are
    problems.

    One dot before three digits is no doubt here ("925.000"), as no amount has tenths of sen. A negative
    amount comes with its value and a problem, so that a checking screen can show it.
    """
    parsed = _parse_text(raw, "rupiah") if isinstance(raw, str) else parse_nilai(raw)
    if parsed.problem is not None:
        return parsed
    if parsed.nilai.kind is Jenis.TEKS:
        return _problem(f"“{parsed.nilai.text}” bukan jumlah rupiah. Isi angka, misalnya 925.102.800, atau -.")
    amount = parsed.nilai.number
    if amount is None:
        return parsed
    if parsed.percent or (parsed.unit and parsed.unit.strip(" .").casefold() not in ("rupiah", "rp")):
        unit = parsed.unit or "%"
        return _problem(f"Jumlah rupiah tidak memakai satuan “{unit}”. Isi angkanya saja, misalnya 925.102.800.")
    if amount < 0:
        return Parsed(parsed.nilai, problem=f"Jumlah rupiah tidak boleh negatif: {format_rupiah(amount)}.")
    return Parsed(parsed.nilai) if parsed.unit or parsed.readings else parsed


def _problem(message: str, readings: tuple[Decimal, ...] = ()) -> Parsed:
    return Parsed(KOSONG, "", False, tuple(map(describe, readings)), message, tuple(map(retype, readings)))


@lru_cache(_CACHE_SIZE, typed=True)
def _parse_numeric(raw: int | float, decimals: int | None) -> Parsed:
    if isinstance(raw, float):
        if not math.isfinite(raw):
            return _problem("Sel Excel ini berisi galat, bukan angka.")
        if not raw.is_integer() or abs(raw) >= 1e15:
            return Parsed(_at_least(Decimal(f"{raw:.15g}"), decimals))
        raw = int(raw)
    if decimals:
        return Parsed(Nilai.of(raw, decimals))
    return Parsed(Nilai(Jenis.ANGKA, Decimal(raw))) if raw else _NOTHING


def _at_least(number: Decimal, decimals: int | None) -> Nilai:
    """The value of ``number`` with ``decimals`` decimals, or more where it has more: reading never rounds."""
    if decimals is None:
        return Nilai.of(number)
    exponent = number.as_tuple().exponent
    own = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return Nilai.of(number, max(decimals, own))


@lru_cache(_CACHE_SIZE)
def _parse_text(raw: str, satuan: str) -> Parsed:
    text = clean_blanks(raw)
    if not text:
        return _EMPTY
    if text.casefold() == "nihil":
        return _NOTHING
    if _DASHES.fullmatch(text):
        return _NOT_PLANNED
    if text.startswith("#"):
        return _problem(f"Sel Excel ini berisi galat {text}. Perbaiki rumusnya, lalu coba lagi.")
    try:
        number = parse_number(text, satuan)
    except NotANumber:
        if not any(map(str.isalpha, text)):
            return _problem(f"“{text}” tidak terbaca. Isi angka, huruf nilai seperti BB, tanda -, atau kosongkan.")
        return Parsed(Nilai.teks(text))
    except NumberProblem as problem:
        return _problem(str(problem), problem.readings)
    nilai = Nilai.of(number.value, number.decimals)
    readings = number.readings
    return Parsed(
        nilai, number.unit, number.percent, tuple(map(describe, readings)), None, tuple(map(retype, readings))
    )


def _parse_other(raw: object, decimals: int | None, satuan: str) -> Parsed:
    if isinstance(raw, str):
        return _parse_text(str(raw), satuan)
    if isinstance(raw, bool):
        return _problem("Sel ini berisi BENAR/SALAH, bukan angka.")
    if isinstance(raw, Decimal):
        if not raw.is_finite():
            return _problem("Sel ini tidak berisi angka.")
        return Parsed(_at_least(raw, decimals))
    if isinstance(raw, int):
        return _parse_numeric(int(raw), decimals)
    if isinstance(raw, float):
        return _parse_numeric(float(raw), decimals)
    if isinstance(raw, datetime.date | datetime.time | datetime.timedelta):
        return _problem(
            f"Excel mengubah isi sel ini menjadi tanggal atau jam ({raw}). "
            "Ubah format selnya menjadi Teks, lalu ketik ulang angkanya."
        )
    return _problem(f"Isi sel ini tidak dikenal ({type(raw).__name__}). Isi angka, teks, atau tanda -.")
