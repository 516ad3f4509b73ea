"""Numbers as people type them in Indonesian offices: one strict grammar, no guessing.

A dot groups thousands, a comma starts decimals. Whatever can be read in two ways is refused with both
readings, because a wrong reading changes a target or a pagu a thousandfold and nobody notices.

The grammar, after unusual blanks have become ordinary ones::

    [Rp|Rp.|IDR] [-|−|( ] INTEGER [,DECIMALS] [,-|.-|,|.] [)] [%] [unit words]
    INTEGER    0 | plain digits | groups of three parted by dots | groups of three parted by blanks
    DECIMALS   one to six digits

The shared table ``tests/cases/numbers.json`` holds an example of every rule.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MAX_INTEGER_DIGITS = 18
MAX_DECIMALS = 6

_BLANKS = re.compile(r"[\s\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_MINUS_SIGNS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_TO_INDONESIAN = str.maketrans({",": ".", ".": ",", "-": "\u2212"})

_SHAPE = re.compile(
    r"(?P<sign>[-( ]*)(?P<currency>(?:rp|idr) ?[.:]?)?(?P<sign_after>[-( ]*)"
    r"(?P<body>[0-9](?:[0-9., ]*[0-9])?)"
    r" ?(?P<stop>,-|\.-|[.,])? ?(?P<close>\))? ?(?P<percent>%)? ?(?P<unit>.*)",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"(?P<whole>0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?: [0-9]{3})+))(?:,(?P<part>[0-9]+))?")
# The commonest spellings, which no rule below can refuse or doubt: read at once, as imports bring thousands.
_CERTAIN = re.compile(r"(?:0|[1-9][0-9]{0,17}|[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,5})(?:,[0-9]{1,2})?")
_ONE_DOT_GROUP = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_UNIT_START = re.compile(r"[(/]? ?[^\W\d_]")
_SECOND_NUMBER = re.compile(r"(?<![^\W\d_])[0-9]")
_SCALE_WORD = re.compile(r"(?P<word>ribu|rb|juta|jt|miliar|milyar|triliun|trilyun)\b", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?e[+-]?[0-9]+", re.IGNORECASE)
_FRACTIONAL_UNIT = re.compile(
    r"%|\b(?:persen|prosen|persentase|prosentase|indeks|index|nilai|skor|rasio|poin|point|rata-rata)\b",
    re.IGNORECASE,
)
_PERCENT_UNIT = re.compile(r"(?:persen|prosen)\b", re.IGNORECASE)
_SCALES = {
    "ribu": 3, "rb": 3, "juta": 6, "jt": 6, "miliar": 9, "milyar": 9, "triliun": 12, "trilyun": 12,
}  # fmt: skip


class NotANumber(ValueError):
    """The text starts with a letter, or has neither letters nor digits: it is a word such as ``BB``, not a
    number.
    """


class NumberProblem(ValueError):
    """A number that cannot be read with certainty; ``str()`` is the Indonesian message for the person who
    typed it.

    ``readings`` holds what it may have meant (zero, one or two Decimals whose exponent keeps the decimals
    typed).
    """

    def __init__(self, message: str, readings: tuple[Decimal, ...] = ()) -> None:
        super().__init__(message)
        self.readings = readings


@dataclass(frozen=True, slots=True)
class Number:
    """A number that was read: its value, the decimals it was typed with, and what stood around it.

    ``unit`` is the text after the number ("Orang", "Dok.") or "". ``percent`` tells whether "%" or "persen"
    followed. ``readings`` is empty, or holds both readings of a single group of three such as ``67.405``:
    then ``value`` is the first of them (67405) and the caller may ask.
    """

    value: Decimal
    decimals: int
    unit: str = ""
    percent: bool = False
    readings: tuple[Decimal, ...] = ()


def clean_blanks(text: str) -> str:
    """Trimmed text with every run of blanks (also non-breaking and thin ones) as one space, without invisible
    marks.
    """
    return _BLANKS.sub(" ", text.translate(_INVISIBLE)).strip()


def is_fractional_unit(satuan: str) -> bool:
    """Whether values in this unit usually have decimals (persen, indeks, nilai, skor, rasio)."""
    return bool(satuan) and _FRACTIONAL_UNIT.search(satuan) is not None


def round_half_up(value: Decimal, decimals: int = 0) -> Decimal:
    """``value`` rounded to ``decimals`` places, a half away from zero, as offices round; never gives -0."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)


def format_number(value: Decimal, decimals: int | None = None) -> str:
    """Indonesian spelling, "1.308.202.759" or "79,98", with the true minus sign; ``decimals`` None prints as
    held.
    """
    if decimals is not None:
        value = round_half_up(value, decimals)
    elif not value:
        value = abs(value)
    return f"{value:,f}".translate(_TO_INDONESIAN)


def retype(value: Decimal) -> str:
    """A spelling of ``value`` that ``parse_number`` reads without doubt, used to tell people what to type
    instead.

    No dots ("67405"), and a zero after exactly three decimals ("67,4050").
    """
    text = f"{value:f}"
    whole, _, part = text.partition(".")
    if len(part) == 3 and whole.lstrip("-") != "0":
        part += "0"
    return f"{whole},{part}" if part else whole


def describe(value: Decimal) -> str:
    """A reading with its words, because ``67.405`` and ``67,405`` look alike: "67.405 (enam puluh tujuh ribu
    …)".
    """
    return f"{format_number(value)} ({spell(value)})"


def parse_number(text: str, satuan: str = "") -> Number:
    """Read one number typed by a person; ``satuan`` is the unit the value is known to have, if any.

    Raises ``NotANumber`` for words and ``NumberProblem`` for whatever looks like a number but is not certain:

    * a comma before exactly three digits (``1,835``), unless a single zero stands before it (``0,835``);
    * more than one comma (``1,234,567``, ``1.156,140,000``), a dot not before groups of three (``1.5``,
      ``47.35``);
    * one dot before three digits (``67.405``) when the unit is one that has decimals; otherwise it is 67405
      and carries both readings;
    * leading zeros (``007`` is a code, not an amount), scale words (``1,5 juta``), Excel's ``1E+05``;
    * several numbers in one cell (``10-15``, ``2 Dokumen, 3 Laporan``), signs such as ``≥ 90``, list numbers
      (``1. Meningkatnya …``).
    """
    if _CERTAIN.fullmatch(text):
        whole, _, part = text.replace(".", "").partition(",")
        return Number(_decimal(whole, part, False), len(part))
    cleaned = clean_blanks(text).translate(_MINUS_SIGNS)
    match = _SHAPE.fullmatch(cleaned)
    if match is None:
        raise _no_leading_number(cleaned)
    if _SCIENTIFIC.fullmatch(cleaned):
        raise NumberProblem(f"“{cleaned}” ditulis dalam bentuk ilmiah. Tulis angkanya lengkap, tanpa huruf E.")
    unit = match["unit"]
    percent = match["percent"] is not None or _PERCENT_UNIT.match(unit) is not None
    negative = _is_negative(cleaned, match["sign"] + match["sign_after"], match["close"])
    if unit:
        _check_unit(cleaned, unit, match["stop"])

    body = match["body"]
    plain = _PLAIN.fullmatch(body)
    part = plain["part"] or "" if plain else ""
    if plain is None or (len(part) == 3 and plain["whole"] != "0"):
        raise _unclear(cleaned, body, negative)
    if len(part) > MAX_DECIMALS:
        raise NumberProblem(f"“{cleaned}” memuat lebih dari {MAX_DECIMALS} angka di belakang koma. Bulatkan dahulu.")
    digits = plain["whole"].replace(".", "").replace(" ", "")
    if len(digits) > MAX_INTEGER_DIGITS:
        raise NumberProblem(f"“{cleaned}” terlalu panjang: paling banyak {MAX_INTEGER_DIGITS} angka sebelum koma.")
    value = _decimal(digits, part, negative)
    if unit and (scale := _SCALE_WORD.match(unit)):
        meant = value.scaleb(_SCALES[scale["word"].lower()]).quantize(Decimal(1))
        raise NumberProblem(
            f"“{cleaned}” memakai kata {scale['word']}. Tulis angkanya lengkap: {format_number(meant)}.",
            (meant,),
        )
    readings: tuple[Decimal, ...] = ()
    is_money = match["currency"] is not None or match["stop"] in (",-", ".-")
    if not is_money and _ONE_DOT_GROUP.fullmatch(body):
        readings = _readings(body, negative)
        if percent or is_fractional_unit(unit) or is_fractional_unit(satuan):
            raise _two_ways(cleaned, readings)
        readings = readings[::-1]
    return Number(value, len(part), unit, percent, readings)


def _no_leading_number(cleaned: str) -> ValueError:
    first = next((character for character in cleaned if character.isalnum()), "")
    if not first.isdigit():
        return NotANumber(cleaned)
    return NumberProblem(f"“{cleaned}” tidak terbaca sebagai angka. Tulis angkanya saja, misalnya 1.250 atau 79,98.")


def _is_negative(cleaned: str, signs: str, close: str | None) -> bool:
    signs = signs.replace(" ", "")
    if (signs == "(") != (close is not None) or signs not in ("", "-", "("):
        raise NumberProblem(f"Tanda minus atau kurung pada “{cleaned}” tidak lengkap. Tulis misalnya -5 atau (5).")
    return bool(signs)


def _check_unit(cleaned: str, unit: str, stop: str | None) -> None:
    if _SECOND_NUMBER.search(unit):
        raise NumberProblem(f"“{cleaned}” memuat lebih dari satu angka. Isi satu angka saja dalam satu sel.")
    if stop in (".", ",") or not _UNIT_START.match(unit):
        raise NumberProblem(
            f"“{cleaned}” tidak terbaca sebagai angka. Tulis angka saja, atau angka lalu satuan: 12 Dokumen."
        )


def _unclear(cleaned: str, body: str, negative: bool) -> NumberProblem:
    if " " in body:
        return NumberProblem(
            f"“{cleaned}” memuat lebih dari satu angka, atau spasi di tengah angka. Isi satu angka saja tanpa spasi."
        )
    readings = _readings(body, negative)
    if body.isdigit():
        meant = retype(readings[0])
        return NumberProblem(f"“{cleaned}” diawali angka nol. Tulis {meant} bila maksudnya {meant}.", readings)
    return _two_ways(cleaned, readings)


def _two_ways(cleaned: str, readings: tuple[Decimal, ...]) -> NumberProblem:
    if len(readings) < 2:
        meant = f" Maksudnya {describe(readings[0])}? Tulis {retype(readings[0])}." if readings else ""
        return NumberProblem(f"Titik dan koma pada “{cleaned}” tidak pada tempatnya.{meant}", readings)
    first, second = readings
    return NumberProblem(
        f"“{cleaned}” dapat dibaca dua cara: {describe(first)} atau {describe(second)}. "
        f"Tulis {retype(first)} atau {retype(second)}.",
        readings,
    )


def _readings(body: str, negative: bool) -> tuple[Decimal, ...]:
    """What ``body`` may mean: its last mark as the decimal comma, and all its marks as thousand marks."""
    *groups, last = re.split(r"[.,]", body)
    found = []
    if groups and 0 < len(last) <= MAX_DECIMALS:
        found.append(_decimal("".join(groups), last, negative))
    found.append(_decimal("".join(groups) + last, "", negative))
    return tuple(value for value in found if value.adjusted() < MAX_INTEGER_DIGITS)


def _decimal(whole: str, part: str, negative: bool) -> Decimal:
    value = Decimal(f"{whole}.{part}" if part else whole)
    return -value if negative and value else value


_UNITS = (
    "nol", "satu", "dua", "tiga", "empat", "lima",
    "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
)  # fmt: skip
_THOUSANDS = ("", "ribu", "juta", "miliar", "triliun", "kuadriliun")


def spell(value: Decimal) -> str:
    """A number in Indonesian words, decimals digit by digit: 67.405 is "enam puluh tujuh koma empat nol
    lima".

    Raises ``ValueError`` from 10^18 on.
    """
    whole, _, part = f"{abs(value):f}".partition(".")
    words = [_spell_integer(int(whole))]
    if part:
        words += ["koma", *(_UNITS[int(digit)] for digit in part)]
    return ("minus " if value < 0 else "") + " ".join(words)


def terbilang(value: Decimal) -> str:
    """An amount of rupiah in words, as a document prints it: "satu juta dua ratus ribu rupiah", "lima rupiah
    enam sen".

    Rounded half-up to whole sen. Raises ``ValueError`` from 10^18 rupiah on.
    """
    amount = round_half_up(value, 2)
    whole, sen = divmod(int(abs(amount).scaleb(2)), 100)
    words = f"{_spell_integer(whole)} rupiah" + (f" {_spell_integer(sen)} sen" if sen else "")
    return f"minus {words}" if amount < 0 else words


def _spell_integer(number: int) -> str:
    if number >= 10 ** (3 * len(_THOUSANDS)):
        raise ValueError(f"cannot spell {number}: larger than kuadriliun")
    if number == 0:
        return _UNITS[0]
    words: list[str] = []
    for power in reversed(range(len(_THOUSANDS))):
        group = number // 1000**power % 1000
        if group == 1 and power == 1:
            words.append("seribu")
        elif group:
            words += [*_spell_below_thousand(group), _THOUSANDS[power]]
    return " ".join(filter(None, words))


def _spell_below_thousand(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    words = [] if hundreds == 0 else ["seratus"] if hundreds == 1 else [_UNITS[hundreds], "ratus"]
    if rest >= 20:
        words += [_UNITS[rest // 10], "puluh"]
        rest %= 10
    elif rest >= 12:
        return [*words, _UNITS[rest - 10], "belas"]
    return [*words, _UNITS[rest]] if rest else words
