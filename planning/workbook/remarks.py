"""Takes away what stands in a table without belonging to it: titles repeated at page breaks, footnotes, signatures."""

from __future__ import annotations

import re

from .cells import Cells, squash, texts_of
from .problems import Problems

_FOOTNOTE = re.compile(r"\*|\d\)\s*\D|(?:ket(?:erangan)?|catatan|sumber(?: data)?|n\.?b\.?)\s*[.:]", re.IGNORECASE)
_SIGNED = re.compile(
    r"mengetahui\W*|(?:ditetapkan|disusun)\b.*|(?:a\.?n\.?|plt\.?|plh\.?)?\s*kepala\s+(?:dinas|badan|kantor)\b.*|"
    r".{3,40},\s*(?:\d{1,2}|[.…_ ]+)\s+[a-z]{3,9}\s+20\d\d|nip\b.*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{3}")


def without_remarks(
    rows: list[tuple[int, Cells]], titles: frozenset[str], sheet: str, problems: Problems, *, code: int, uraian: int
) -> list[tuple[int, Cells]]:
    """The rows without those that only remark on the table; footnotes and signatures are told, titles are not.

    A remark is the only filled cell of its row. `titles` are those above the table, squashed; `code` and `uraian` the
    indexes of the columns of codes and names (-1: none).
    """
    rows = _without_signature(rows, sheet, problems)
    kept: list[tuple[int, Cells]] = []
    told: list[int] = []
    for number, cells in rows:
        texts = texts_of(cells)
        if len(texts) == 1:
            text = texts[0]
            if squash(text) in titles:
                continue
            index = next(index for index, cell in enumerate(cells) if cell.value is not None)
            is_words = _WORD.search(text) is not None and not text[0].isdigit() and text[:2].upper() != "X."
            if (index == code != uraian and is_words) or (index <= max(code, uraian, 1) and _FOOTNOTE.match(text)):
                told.append(number)
                continue
        kept.append((number, cells))
    if told:
        lines = ", ".join(map(str, told[:20]))
        problems.catatan(f"Keterangan di dalam atau di bawah tabel tidak dibaca: baris {lines}.", sheet=sheet)
    return kept


def _without_signature(rows: list[tuple[int, Cells]], sheet: str, problems: Problems) -> list[tuple[int, Cells]]:
    """The rows above the place, date and name of who signs: at the end, with no row of several figures below."""
    start = None
    for position in range(len(rows) - 1, -1, -1):
        texts = texts_of(rows[position][1])
        if len(texts) > 2:
            break
        if any(_SIGNED.fullmatch(text) for text in texts):
            start = position
    if start is None:
        return rows
    problems.catatan(f"Tanda tangan di bawah tabel tidak dibaca: mulai baris {rows[start][0]}.", sheet=sheet)
    return rows[:start]
