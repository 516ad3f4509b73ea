"""Tells which table of the plan a sheet holds: by its name as offices write it, else by the title above its table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from .cells import squash
from .columns import Sheet
from .grid import Book

#: "T-C.33", "TC 33", "Tabel T.C.33 Rumusan": the number under which Permendagri 86/2017 prints the table.
_NUMBER = re.compile(r"tc(\d\d)(?!\d)")
_WORDS = re.compile(r"(?:lampiran|tabel|lembar|sheet)+")
_TITLE_WITHIN = 12
#: Shorter names of sheets are too common to be sought in a title.
_TELLING = 9


def name_sheets(book: Book, sheets: tuple[Sheet, ...]) -> None:
    """Give the book's unknown sheets the keys of `sheets` that they are; what stays unknown is told, never refused.

    A name that belongs to a table of another kind of plan ("Tabel 4.1" of a Renja) counts as unknown.
    """
    wanted = {sheet.key: sheet for sheet in sheets}
    for key in [key for key in book.sheets if key not in wanted]:
        if (found := _by_title(book.sheets[key], sheets)) and found.key not in book.sheets:
            _take(book, book.sheets.pop(key), key, found)
    unknown, book.unknown = book.unknown, []
    for worksheet in unknown:
        if (found := _by_name(worksheet.title, sheets)) and found.key not in book.sheets:
            _take(book, worksheet, worksheet.title, found, told=False)
        else:
            book.unknown.append(worksheet)
    for worksheet in book.unknown:
        found = _by_name(worksheet.title, sheets) or _by_title(worksheet, sheets)
        if found is not None and found.key not in book.sheets:
            _take(book, worksheet, worksheet.title, found)
        elif found is not None:
            book.problems.peringatan(
                f"Lembar ini tidak dibaca: {found.name} sudah dibaca dari lembar “{book.sheets[found.key].title}”.",
                sheet=worksheet.title, hint="Gabungkan kedua lembar itu bila keduanya perlu.",
            )  # fmt: skip
        elif _titles(worksheet) is None:
            book.problems.catatan("Lembar ini kosong atau tidak berisi tabel, dan tidak dibaca.", sheet=worksheet.title)
        else:
            book.problems.peringatan(
                f"Lembar “{worksheet.title}” tidak dikenal dan tidak dibaca.", sheet=worksheet.title,
                hint="Bila berisi tabel rencana, beri nama tabelnya, misalnya “T-C.33” atau “Program Kegiatan”.",
            )  # fmt: skip
    if not book.sheets.keys() - {"petunjuk"}:
        book.problems.galat(
            "Tidak ada lembar yang dikenal di buku kerja ini.",
            hint="Gunakan nama lembar seperti pada buku kerja kosong, misalnya “Program Kegiatan”.",
        )


def _take(book: Book, worksheet: Any, held_under: str, sheet: Sheet, *, told: bool = True) -> None:
    book.sheets[sheet.key] = worksheet
    book.uncached[sheet.key] = book.uncached.get(held_under, frozenset())
    if told:
        book.problems.catatan(
            f"Menurut judulnya, lembar ini dibaca sebagai {sheet.name}.", sheet=worksheet.title,
            hint="Bila bukan, ubah judulnya atau hapus lembarnya.",
        )  # fmt: skip


def _by_name(title: str, sheets: Iterable[Sheet]) -> Sheet | None:
    """The sheet that a name means beside its own names: with words before it, or by the number of its table."""
    squashed = squash(title)
    plain = _WORDS.sub("", squashed, count=1) if _WORDS.match(squashed) else squashed
    spelled = {squash(text): sheet for sheet in sheets for text in (sheet.name, *sheet.aliases)}
    if found := spelled.get(plain) or spelled.get(f"tabel{plain}"):
        return found
    number = _NUMBER.search(squashed)
    return spelled.get(f"tc{number[1]}") if number else None


def _by_title(worksheet: Any, sheets: Iterable[Sheet]) -> Sheet | None:
    """The one sheet that the title above the table names, by the number of the table or else by the longest phrase."""
    titles = _titles(worksheet)
    if not titles:
        return None
    spelled = {squash(text): sheet for sheet in sheets for text in (sheet.name, *sheet.aliases, *sheet.titles)}
    if (number := _NUMBER.search(titles)) and (found := spelled.get(f"tc{number[1]}")):
        return found
    phrases = sorted((text for text in spelled if len(text) >= _TELLING and text in titles), key=len)
    return spelled[phrases[-1]] if phrases else None


def _titles(worksheet: Any) -> str | None:
    """The squashed titles above a sheet's table: rows of one filled cell; None where no table follows them."""
    worksheet.reset_dimensions()
    found = ""
    for cells in worksheet.iter_rows(max_row=_TITLE_WITHIN):
        texts = {str(cell.value).strip() for cell in cells if cell.value is not None} - {""}
        if len(texts) > 2:
            return found
        found += "".join(map(squash, texts))
    return None
