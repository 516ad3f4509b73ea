"""Codes of the national nomenclature: every spelling of the documents in, one canonical form out.

Canonical form ``U.BB.PP.J.KK.SSSS`` (Permendagri 90/2019 and its updates; four-digit sub-kegiatan since
Kepmendagri 900.1.15.5-1317/2023): ``2``, ``2.07``, ``2.07.03``, ``2.07.03.2.01``, ``2.07.03.2.01.0001``. The
kegiatan segment "2.01" is itself dotted. ``X.XX`` stands for the bidang urusan of whichever office prints the
supporting programme 01. An older two-digit sub-kegiatan is the same number with two zeros in front.

Here only the shape is judged; whether a code exists, and belongs to its name, is for the nomenclature to say.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

LEVELS = ("urusan", "bidang_urusan", "program", "kegiatan", "sub_kegiatan")
XX = "X.XX"

_BIDANG = r"(?:[1-9]\.(?!00)[0-9]{2}|X\.XX)"
_PROGRAM = _BIDANG + r"\.(?!00)[0-9]{2}"
_KEGIATAN = _PROGRAM + r"\.[1-8]\.(?!00)[0-9]{2}"
_CANONICAL = {
    "urusan": re.compile("[1-9]|X"),
    "bidang_urusan": re.compile(_BIDANG),
    "program": re.compile(_PROGRAM),
    "kegiatan": re.compile(_KEGIATAN),
    "sub_kegiatan": re.compile(_KEGIATAN + r"\.(?!0000)[0-9]{4}"),
}
_PART_COUNT = {1: "urusan", 2: "bidang_urusan", 3: "program", 5: "kegiatan", 6: "sub_kegiatan"}
_MARK = re.compile(r"\s*[./,\\-]\s*|\s+")
_EDGES = " \t\n\r\u00a0.,/\\|-"
_CELL_MARK = re.compile(r"[|\t;]")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_LEADING_CODE = re.compile(
    r"(?:X[\s./|-]+XX(?:[\s./|-]+|$))?(?:[0-9]+(?:\s*[./|]\s*|\s+|-(?=[0-9])|$)?)*", re.IGNORECASE
)


class KodeProblem(ValueError):
    """A code that cannot be read with certainty; ``str()`` says in Indonesian what is wrong, what to do."""


@dataclass(frozen=True, slots=True)
class Kode:
    """A code that was read: its canonical ``text`` and its ``level`` (one of ``LEVELS``)."""

    text: str
    level: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class _Part:
    """A run of digits (or X) of a code, how it is joined to the one before, and whether it fills a cell
    alone.
    """

    text: str
    joined_by_dot: bool
    alone: bool = False


def parse_kode(raw: object) -> Kode:
    """Read a code written in one text or cell. Raises ``KodeProblem`` for whatever is unreadable or
    ambiguous.

    Marks may be dots, blanks, slashes, hyphens or a mixture (``2 07 01 2. 01 01``); ``|``, ``;`` and tabs
    part cells. J may be written ``02``. Segments of two digits must show both: ``2.1`` may be 2.01 or 2.10
    with its zero eaten by Excel. A number from Excel can only be an urusan (2) or a bidang urusan (2.07).
    """
    if isinstance(raw, str) and _CELL_MARK.search(raw.strip(_EDGES + ";")):
        return parse_kode_cells(_CELL_MARK.split(raw.strip(_EDGES + ";")))
    return _assemble(_parts(raw, alone=False), _shown(raw))


def parse_kode_cells(cells: Sequence[object]) -> Kode:
    """Read a code spread over the cells of a row: urusan, bidang, program, kegiatan ("2.01"), sub-kegiatan.

    Cells may be text or numbers from Excel; empty cells at the end are left out, a number alone in its cell
    may lack its zeros (7 is 07). A kegiatan cell that only says 2, or the number 2.1, is ambiguous. Raises
    ``KodeProblem``.
    """
    filled = list(cells)
    while filled and _is_blank(filled[-1]):
        filled.pop()
    shown = " | ".join(_shown(cell) for cell in filled)
    if any(_is_blank(cell) for cell in filled):
        raise KodeProblem(f"Kode “{shown}” berisi sel kosong di tengah. Lengkapi dari urusan sampai segmen terakhir.")
    return _assemble([part for cell in filled for part in _parts(cell, alone=True)], shown)


def child_kode(parent: str, part: object) -> Kode:
    """The code of a row that prints only its own last segment, under the canonical code of its parent.

    ``("2.07.01.2.06", "06")`` gives 2.07.01.2.06.0006; ``("2.07.03", "2.01")`` gives 2.07.03.2.01.
    Raises ``KodeProblem``.
    """
    kode = parse_kode_cells([*segments(parent), part])
    if parent_kode(kode.text) != parent:
        raise KodeProblem(f"“{_shown(part)}” bukan satu segmen di bawah {parent}. Tulis kodenya lengkap.")
    return kode


def split_kode_nama(text: str) -> tuple[str, str]:
    """Part a code glued to the front of a name: "06 Penatausahaan barang" gives ("06", "Penatausahaan
    barang").

    The code comes as it was typed, for ``parse_kode`` or ``child_kode`` to judge; "" when the text has none.
    """
    text = text.translate(_INVISIBLE).strip()
    match = _LEADING_CODE.match(text)
    code = match[0] if match else ""
    return code.strip(_EDGES), text[len(code) :].lstrip(" \t\n\r\u00a0.:-\u2013\u2014)")


@lru_cache(8192)
def level_kode(text: str) -> str:
    """The level of a canonical code. Raises ``KodeProblem`` when the text is not canonical."""
    level = _PART_COUNT.get(text.count(".") + 1)
    if level is None or not _CANONICAL[level].fullmatch(text):
        raise KodeProblem(f"“{text}” bukan kode baku. Contoh kode baku: 2.07.03.2.01.0001.")
    return level


@lru_cache(8192)
def segments(text: str) -> tuple[str, ...]:
    """The printed cells of a canonical code: ("2", "07", "03", "2.01", "0001")."""
    level_kode(text)
    parts = text.split(".")
    if len(parts) > 3:
        parts[3:5] = [".".join(parts[3:5])]
    return tuple(parts)


def parent_kode(text: str) -> str | None:
    """The canonical code one level up; None for an urusan."""
    above = segments(text)[:-1]
    return ".".join(above) or None


def format_kode(text: str, digits: int = 4) -> str:
    """A canonical code as an edition prints it: ``digits`` of the sub-kegiatan, 4 since 2023, 2 in editions
    before.

    Raises ``KodeProblem`` when the number needs more than two digits, ``ValueError`` for another width.
    """
    if digits not in (2, 4):
        raise ValueError(f"a sub-kegiatan has 2 or 4 digits, not {digits}")
    if level_kode(text) != "sub_kegiatan" or digits == 4:
        return text
    if text[-4:-2] != "00":
        raise KodeProblem(f"Nomor sub-kegiatan {text} tidak muat dalam dua angka. Cetak dengan empat angka.")
    return f"{text[:-4]}{text[-2:]}"


def is_penunjang(text: str) -> bool:
    """Whether a canonical code lies in the supporting programme (01 of any bidang, or X.XX)."""
    cells = segments(text)
    return cells[0] == "X" or (len(cells) > 2 and cells[2] == "01")


def resolve_xx(text: str, bidang: str) -> str:
    """A code of X.XX as the office of ``bidang`` prints it: ("X.XX.01.2.06", "2.07") gives 2.07.01.2.06.

    Other codes come back unchanged. Raises ``KodeProblem`` when ``bidang`` is not a bidang urusan of its own.
    """
    level_kode(text)
    if level_kode(bidang) != "bidang_urusan" or bidang == XX:
        raise KodeProblem(f"“{bidang}” bukan bidang urusan. Contoh: 2.07.")
    if text == "X":
        return bidang[0]
    return bidang + text[len(XX) :] if text.startswith(XX) else text


def to_xx(text: str) -> str:
    """A code of programme 01 as the national list holds it: 2.07.01.2.06 gives X.XX.01.2.06; others
    unchanged.
    """
    return XX + text[len(XX) :] if is_penunjang(text) and text != "X" else text


def sort_key(text: str) -> tuple[str, ...]:
    """Key that puts canonical codes in official order: X.XX first (it is everybody's programme 01), parents
    before children, numbers ascending. All segments have fixed widths, so comparing them as text is enough.
    """
    return tuple(segment.replace("X", "0") for segment in segments(text))


def _is_blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.translate(_INVISIBLE).strip())


def _shown(raw: object) -> str:
    return "" if raw is None else " ".join(str(raw).split())


def _parts(raw: object, *, alone: bool) -> list[_Part]:
    """The parts of one text or cell; ``alone`` when cell borders prove that a single part lost nothing."""
    if raw is None:
        raw = ""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal):
        raise KodeProblem(
            f"“{_shown(raw)}” tidak terbaca sebagai kode. Ubah format sel menjadi Teks, lalu ketik kodenya."
        )
    text = raw.translate(_DASHES).translate(_INVISIBLE) if isinstance(raw, str) else _number_text(raw)
    text = " ".join(text.split()).strip(_EDGES).upper()
    if not text:
        raise KodeProblem("Kode kosong. Isi kode, misalnya 2.07.03.2.01.0001.")
    marks = ["", *_MARK.findall(text)]
    words = _MARK.split(text)
    for word in words:
        if not re.fullmatch("[0-9]{1,4}|XX?", word):
            raise _unreadable(text, word)
    single = alone and len(words) == 1
    return [_Part(word, "." in mark or "," in mark, single) for word, mark in zip(words, marks, strict=True)]


def _number_text(raw: int | float | Decimal) -> str:
    """The text of a numeric Excel cell, whose last zeros Excel does not keep."""
    text = str(raw) if isinstance(raw, int) else f"{Decimal(str(raw)).normalize():f}"
    if re.fullmatch("[0-9]+", text) or re.fullmatch(r"[0-9]\.[0-9]{2}", text):
        return text
    if re.fullmatch(r"[0-9]\.[0-9]", text):
        raise KodeProblem(
            f"Angka {text} dapat berarti {text[0]}.0{text[-1]} atau {text}0, karena Excel membuang nol di "
            "belakang. Ubah format sel menjadi Teks, lalu ketik kodenya lengkap."
        )
    raise KodeProblem(f"Angka {text} bukan kode. Ubah format sel menjadi Teks, lalu ketik kodenya, misalnya 2.07.03.")


def _unreadable(text: str, word: str) -> KodeProblem:
    if not word:
        return KodeProblem(f"Kode “{text}” berisi segmen kosong. Tulis tanpa titik ganda, misalnya 2.07.03.2.01.0001.")
    return KodeProblem(
        f"Bagian “{word}” pada kode “{text}” tidak terbaca. Kode hanya berisi angka dan titik (atau X.XX)."
    )


def _assemble(parts: list[_Part], shown: str) -> Kode:
    if len(parts) == 4 or (len(parts) == 5 and not (parts[4].joined_by_dot and len(parts[4].text) <= 2)):
        raise _ambiguous_kegiatan(parts, shown)
    level = _PART_COUNT.get(len(parts))
    if level is None:
        raise KodeProblem(f"Kode “{shown}” berisi {len(parts)} bagian; paling banyak enam, misalnya 2.07.03.2.01.0001.")
    words = [_padded(index, part, shown) for index, part in enumerate(parts)]
    text = ".".join(words)
    if not _CANONICAL[level].fullmatch(text):
        raise KodeProblem(f"Kode “{shown}” tidak mengikuti pola {_PATTERNS[level]}. Periksa kembali angkanya.")
    return Kode(text, level)


_PATTERNS = {
    "urusan": "urusan (satu angka 1–9, misalnya 2)",
    "bidang_urusan": "bidang urusan (misalnya 2.07)",
    "program": "program (misalnya 2.07.03)",
    "kegiatan": "kegiatan (misalnya 2.07.03.2.01)",
    "sub_kegiatan": "sub-kegiatan (misalnya 2.07.03.2.01.0001)",
}
_NAMES = ("urusan", "bidang urusan", "program", "kewenangan", "kegiatan", "sub-kegiatan")


def _padded(index: int, part: _Part, shown: str) -> str:
    """The part with the width its place has in the canonical form; zeros are only added where none can be
    lost.
    """
    word = part.text
    if index == 3:
        return word[1:] if len(word) == 2 and word[0] == "0" else word
    if index in (1, 2, 4) and len(word) == 1 and word != "X":
        if not part.alone:
            raise KodeProblem(
                f"Segmen {_NAMES[index]} “{word}” pada kode “{shown}” kurang satu angka. "
                f"Tulis 0{word} atau {word}0, lengkap dua angka."
            )
        return f"0{word}"
    if index == 5:
        if len(word) in (2, 4) or part.alone:
            return word.zfill(4)
        raise KodeProblem(
            f"Nomor sub-kegiatan “{word}” pada kode “{shown}” harus dua atau empat angka, misalnya 01 atau 0001."
        )
    return word


def _ambiguous_kegiatan(parts: list[_Part], shown: str) -> KodeProblem:
    if len(parts) == 4 and len(parts[2].text) == 1 and not parts[2].alone:
        return KodeProblem(f"Program pada kode “{shown}” tidak lengkap. Tulis dengan dua angka, misalnya 2.07.03.2.01.")
    program = ".".join([parts[0].text, *(part.text.zfill(2) for part in parts[1:3])])
    number = parts[3].text.lstrip("0") or parts[3].text
    return KodeProblem(
        f"Kode “{shown}” ambigu: segmen kegiatan hanya tertulis “{parts[3].text}”, seharusnya seperti "
        f"{number}.01 atau {number}.02. Tulis kegiatannya lengkap, misalnya {program}.{number}.01."
    )
