"""Where the boxes of the tree stand: columns by level, each branch in a band of its own, so that nothing overlaps.

Lengths are points. Every branch takes the height of what hangs under it or of its own box, whichever is more, and a box
stands in the middle of those under it. static/js/pohon.js keeps the same rule when a branch is folded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from renstra_portal.reporting.svg import wrap

from .arrangement import Box

WIDTH = 198.0
GAP_X = 28.0
GAP_Y = 7.0
GAP_ROOTS = 16.0
PAD_X, PAD_Y = 7.0, 5.0
INDENT = 7.0
#: Type of the parts of a box, in points; nothing is smaller than 6.5.
SIZES = {"tanda": 6.5, "uraian": 7.5, "hasil": 6.8, "indikator": 6.8, "target": 6.8, "catatan": 6.5}
BOLD = frozenset({"tanda", "uraian", "target"})
LEADING = 1.24
#: How far below the top of its line the text stands, in its size.
BASELINE = 0.95
SPACE_BEFORE = {"uraian": 1.0, "hasil": 2.5, "indikator": 2.5, "catatan": 2.5}
#: No single part of a box runs over more lines; the whole text stands in the list beside the picture.
_MOST_LINES = 14


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of a box: its text, its kind (a key of `SIZES`), and its base line below the top of the box."""

    text: str
    kind: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A box in its place: left, top and height, the lines in it, and the index of the box above (None at a root)."""

    content: Box
    x: float
    y: float
    height: float
    lines: tuple[Line, ...]
    above: int | None

    @property
    def middle(self) -> float:
        """The height at which lines meet it."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Layout:
    """Every box in its place, parents before children, and the size of the whole."""

    boxes: tuple[Placed, ...]
    width: float
    height: float


def lay_out(roots: Sequence[Box], *, first_column: int | None = None) -> Layout:
    """Place the trees below each other. Columns start at the leftmost level there is, or at `first_column`."""
    if first_column is None:
        first_column = min((box.column for root in roots for box in root.walk()), default=0)
    placed: list[Placed] = []
    top = 0.0
    for number, root in enumerate(roots):
        top += GAP_ROOTS if number else 0.0
        _place(root, top, None, first_column, placed)
        top += band(root)
    columns = max((box.column for root in roots for box in root.walk()), default=first_column) - first_column + 1
    return Layout(tuple(placed), columns * WIDTH + (columns - 1) * GAP_X, top)


def band(box: Box) -> float:
    """The height that a box takes with all that hangs under it."""
    return max(box_height(box), children_height(box.children))


def children_height(children: Sequence[Box]) -> float:
    """The height of several branches below each other."""
    if not children:
        return 0.0
    return sum(band(child) for child in children) + GAP_Y * (len(children) - 1)


def box_height(box: Box) -> float:
    """The height of the box itself, with all its lines."""
    return _written(box)[1]


def box_lines(box: Box) -> tuple[Line, ...]:
    """The lines that stand in a box."""
    return _written(box)[0]


def _place(box: Box, top: float, above: int | None, first_column: int, placed: list[Placed]) -> None:
    height = box_height(box)
    own = band(box)
    below = children_height(box.children)
    index = len(placed)
    x = (box.column - first_column) * (WIDTH + GAP_X)
    # Its place follows from those under it, which are placed after it.
    placed.append(Placed(box, x, top, height, box_lines(box), above))
    child_top = top + (own - below) / 2
    middles: list[float] = []
    for child in box.children:
        at = len(placed)
        _place(child, child_top, index, first_column, placed)
        middles.append(placed[at].middle)
        child_top += band(child) + GAP_Y
    middle = (middles[0] + middles[-1]) / 2 if middles else top + own / 2
    y = min(max(middle - height / 2, top), top + own - height)
    placed[index] = Placed(box, x, y, height, box_lines(box), above)


@lru_cache(maxsize=8192)
def _written(box: Box) -> tuple[tuple[Line, ...], float]:
    """The lines of a box and its height."""
    lines: list[Line] = []
    y = PAD_Y
    for kind, text, indent in _parts(box):
        size = SIZES[kind]
        y += SPACE_BEFORE.get(kind, 0.0) if lines else 0.0
        wrapped = wrap(text, WIDTH - 2 * PAD_X - indent, size, bold=kind in BOLD)
        if len(wrapped) > _MOST_LINES:
            wrapped = (*wrapped[: _MOST_LINES - 1], f"{wrapped[_MOST_LINES - 1].rstrip(' .,')}…")
        for text_line in wrapped:
            lines.append(Line(text_line, kind, PAD_X + indent, y + size * BASELINE))
            y += size * LEADING
    return tuple(lines), y + PAD_Y


def _parts(box: Box) -> Iterator[tuple[str, str, float]]:
    """The parts of a box as (kind, text, indent)."""
    yield "tanda", box.tanda.upper(), 0.0
    yield "uraian", box.uraian or "(tanpa uraian)", 0.0
    for result in box.hasil:
        yield "hasil", result, 0.0
    for one in box.indikator:
        yield "indikator", f"• {one.teks}", 0.0
        yield "target", one.target, INDENT
    if box.penanggung_jawab:
        yield "catatan", f"Penanggung jawab: {box.penanggung_jawab}", 0.0
    if box.catatan:
        yield "catatan", f"({box.catatan})", 0.0
