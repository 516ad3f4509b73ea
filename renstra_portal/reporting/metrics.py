"""How wide a text is in Liberation Sans (the metrics of Arial), to size columns, type and row heights."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

# Advance widths of U+0020 to U+007E in thousandths of an em, read from the font's own hmtx table.
_WIDTHS = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_WIDTH_OF = defaultdict(lambda: 600, {chr(32 + i): width for i, width in enumerate(_WIDTHS)})
BOLD_FACTOR = 1.1
"""Bold Liberation Sans runs at most a tenth wider than regular."""

_PIECE = re.compile(r"[^\s/-]+[/-]?|[/-]|[^\S\n]+|\n")


@lru_cache(maxsize=1 << 15)
def text_width(text: str) -> float:
    """Width of one line of regular text, in em."""
    return sum(map(_WIDTH_OF.__getitem__, text)) / 1000


def pieces(text: str) -> list[str]:
    """The parts of a line between which it may be broken: words, split after "/" and "-", and blanks."""
    return _PIECE.findall(text)


def longest_word(text: str) -> float:
    """Width in em of the longest part that cannot be broken."""
    return max((text_width(piece) for piece in pieces(text) if not piece.isspace()), default=0.0)


def wrapped_lines(text: str, width: float) -> int:
    """How many lines a text takes in a column `width` em wide (at least 1)."""
    total = 0
    for line in text.split("\n"):
        if len(line) * 0.28 > width or text_width(line) > width:
            total += _wrap(line, width)
        else:
            total += 1
    return total


def _wrap(line: str, width: float) -> int:
    lines, used = 1, 0.0
    for piece in pieces(line):
        needed = text_width(piece)
        if used + needed <= width or piece.isspace():
            used += needed
            continue
        if used:
            lines += 1
        overlong = max(int(-(-needed // width)), 1) if width > 0 else 1
        lines += overlong - 1
        used = needed - (overlong - 1) * width
    return lines
