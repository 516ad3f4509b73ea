"""Fitting a table to a sheet: the largest type at which every figure and word stands in its column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .metrics import BOLD_FACTOR, longest_word, text_width
from .model import NUMERIC_KINDS, Column, HeaderCell, Paper

POINTS_PER_MM = 72 / 25.4
CELL_PADDING_PT = 5.0
"""Left and right padding of a cell and its share of the borders."""
LINE_HEIGHT = 1.2
SMALLEST_PT = 5.0
_STEP_PT = 0.25
_LONGEST_WORD_EM = 11.0
"""Longer words are divided with soft hyphens rather than allowed to set the width of a column."""
_TEXT_SHARE = 0.75
"""The part of its declared width that a column of text keeps when figures need room."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The type size in points and the width of each column in points."""

    font_pt: float
    widths_pt: tuple[float, ...]

    def width_em(self, first: int, colspan: int = 1) -> float:
        """Room for text, in em, in a cell that starts at a column and spans some."""
        return (sum(self.widths_pt[first : first + colspan]) - CELL_PADDING_PT) / self.font_pt

    def percentages(self) -> list[str]:
        """The widths as CSS percentages of the table."""
        total = sum(self.widths_pt)
        return [f"{100 * width / total:.3f}%" for width in self.widths_pt]


def content_size_pt(paper: Paper) -> tuple[float, float]:
    """Width and height in points inside the margins of a sheet."""
    width = (paper.width_mm - 2 * paper.margin_mm) * POINTS_PER_MM
    return width, (paper.height_mm - 2 * paper.margin_mm - 4) * POINTS_PER_MM


def column_needs(
    columns: Sequence[Column], head: Sequence[Sequence[HeaderCell]], texts: Sequence[set[str]]
) -> list[float]:
    """The least width of each column in em: the longest whole figure, or the longest word of texts and heads.

    `texts` holds, per column, the printed texts of its cells that do not span further columns.
    """
    needs = [0.0] * len(columns)
    for index, column in enumerate(columns):
        if column.kind in NUMERIC_KINDS:
            needs[index] = max((_figure_width(text) for text in texts[index]), default=0.0)
        elif column.kind == "code":
            needs[index] = max((text_width(text) * BOLD_FACTOR for text in texts[index]), default=0.0)
            needs[index] = min(needs[index], 1.5 * _LONGEST_WORD_EM)
        else:
            words = max((longest_word(text) for text in texts[index]), default=0.0)
            needs[index] = min(words * BOLD_FACTOR, _LONGEST_WORD_EM)
    for row in head:
        for cell in row:
            if cell.colspan == 1:
                word = min(longest_word(cell.title) * BOLD_FACTOR, _LONGEST_WORD_EM)
                needs[cell.column] = max(needs[cell.column], word)
    return [max(need, column.least) for need, column in zip(needs, columns, strict=True)]


def _figure_width(text: str) -> float:
    # A grade or a remark in a column of figures may wrap; a figure may not.
    width = text_width(text) if text[-1:].isdigit() or text[-1:] == "%" else longest_word(text)
    return width * BOLD_FACTOR


def fit(columns: Sequence[Column], needs: Sequence[float], paper: Paper) -> Fit:
    """The largest type, from the sheet's own size down to 5 points, and the widths that go with it."""
    available, _ = content_size_pt(paper)
    total_weight = sum(column.width for column in columns) or 1.0
    shares = [available * column.width / total_weight for column in columns]
    size = paper.largest_font_pt
    while True:
        floors = [need * size + CELL_PADDING_PT for need in needs]
        for index, column in enumerate(columns):
            if column.kind == "text":
                floors[index] = max(floors[index], _TEXT_SHARE * shares[index])
        if sum(floors) <= available or size <= SMALLEST_PT:
            break
        size -= _STEP_PT
    spare = available - sum(floors)
    if spare < 0:
        return Fit(size, tuple(floor * available / sum(floors) for floor in floors))
    wishes = [max(share - floor, 0.0) for share, floor in zip(shares, floors, strict=True)]
    wished = sum(wishes) or 1.0
    return Fit(size, tuple(floor + spare * wish / wished for floor, wish in zip(floors, wishes, strict=True)))
