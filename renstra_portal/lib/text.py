"""Names and free text as people type them: cleaned for storing, normalised and compared for matching.

A name is never a key; similarity only warns or suggests.
"""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

_LINE_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_SPACES = re.compile(r"[^\S\n]+")
_AROUND_BREAK = re.compile(r" ?\n ?")
_APOSTROPHES = re.compile("['`\u2018\u2019\u02bc]")
_NOT_WORD = re.compile(r"[^\w%]|_")
_INVISIBLE_CATEGORIES = ("Cc", "Cf", "Co", "Cs")


def clean_text(text: str) -> str:
    """Text fit for storing: trimmed, runs of blanks as one space, line breaks kept, no control or zero-width
    marks.
    """
    text = _LINE_BREAKS.sub("\n", text)
    text = _SPACES.sub(" ", text)
    if not text.isprintable():
        text = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in _INVISIBLE_CATEGORIES)
        text = _SPACES.sub(" ", text)
    return _AROUND_BREAK.sub("\n", text).strip()


@lru_cache(16384)
def normalise_name(name: str) -> str:
    """The words of a name in lower case, single blanks, without punctuation: for comparing, never for
    showing.

    "Kabupaten/ Kota", "Kabupaten/Kota" and "KABUPATEN KOTA" are the same; so are "Up-Skilling" and "up
    skilling".
    """
    text = clean_text(unicodedata.normalize("NFKC", name)).casefold()
    return " ".join(_NOT_WORD.sub(" ", _APOSTROPHES.sub("", text)).split())


def similarity(first: str, second: str) -> float:
    """How alike two names are, 0 (nothing in common) to 1 (same words); the order of words counts only a
    little.
    """
    return _similarity(normalise_name(first), normalise_name(second))


def closest(name: str, candidates: Iterable[str], cutoff: float = 0.8) -> str | None:
    """The candidate most like ``name``, or None when none reaches ``cutoff`` (0..1). The first of equals
    wins.
    """
    wanted = normalise_name(name)
    best, best_score = None, cutoff
    for candidate in candidates:
        other = normalise_name(candidate)
        if other == wanted and wanted:
            return candidate
        score = _similarity(wanted, other, best_score)
        if score > best_score or (best is None and score >= cutoff):
            best, best_score = candidate, score
    return best


def _similarity(first: str, second: str, at_least: float = 0.0) -> float:
    """The better of the ratio as written and the ratio with the words sorted; 0 when it cannot reach
    ``at_least``.
    """
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    # Word order does not change the letters, so the quick upper bounds hold for both comparisons.
    bound = _matcher(first, second)
    if bound.real_quick_ratio() < at_least or bound.quick_ratio() < at_least:
        return 0.0
    ordered = _matcher(" ".join(sorted(first.split())), " ".join(sorted(second.split())))
    # A mere change of word order is a difference, if a small one.
    return max(bound.ratio(), ordered.ratio() * 0.98)


def _matcher(first: str, second: str) -> SequenceMatcher[str]:
    return SequenceMatcher(None, first, second, autojunk=False)
