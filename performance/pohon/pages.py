"""The tree cut for paper: pages on which every branch keeps the boxes above it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .arrangement import Box
from .layout import GAP_ROOTS, GAP_Y, Layout, band, box_height, lay_out

_CONTINUED = "lanjutan dari halaman sebelumnya"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: the parts of trees on it, and the branch that they belong to, in words."""

    roots: tuple[Box, ...]
    cabang: str

    def layout(self, first_column: int) -> Layout:
        """Its boxes in their places."""
        return lay_out(self.roots, first_column=first_column)


def paginate(roots: Sequence[Box], height: float) -> list[Page]:
    """The tree on pages `height` points high, in order; a branch that runs over a page is drawn again with its boxes.

    A single box that is taller than the page stands alone on one.
    """
    pages: list[list[Box]] = []
    used = 0.0
    for root in roots:
        for piece in _pieces(root, height):
            needed = band(piece)
            if pages and used + GAP_ROOTS + needed <= height:
                pages[-1].append(piece)
                used += GAP_ROOTS + needed
            else:
                pages.append([piece])
                used = needed
    return [Page(tuple(page), _branch(page)) for page in pages]


def _pieces(box: Box, height: float) -> list[Box]:
    """The box as few times as it takes for each time to fit on a page with some of what hangs under it."""
    if band(box) <= height or not box.children:
        return [box]
    groups: list[list[Box]] = []
    used = 0.0
    for child in box.children:
        for piece in _pieces(child, height):
            needed = band(piece)
            if groups and used + GAP_Y + needed <= height:
                groups[-1].append(piece)
                used += GAP_Y + needed
            else:
                groups.append([piece])
                used = needed
    return [_part(box, group, number) for number, group in enumerate(groups)]


def _part(box: Box, children: Sequence[Box], number: int) -> Box:
    if number == 0:
        return replace(box, children=tuple(children))
    # Said once is enough: what a box tells stands on its first page.
    again = replace(box, indikator=(), hasil=(), penanggung_jawab="", catatan=_CONTINUED, children=tuple(children))
    return again if box_height(again) <= box_height(box) else replace(box, children=tuple(children))


def _branch(roots: Sequence[Box]) -> str:
    """The branch that a page shows: down from its root as long as there is only one way; several roots by name."""
    if len(roots) > 1:
        return f"{roots[0].tanda} sampai {roots[-1].tanda}" if roots[0].tanda != roots[-1].tanda else roots[0].tanda
    trail = [roots[0]]
    while len(trail[-1].children) == 1:
        trail.append(trail[-1].children[0])
    return " › ".join(_short(box.label) for box in trail)


def _short(text: str, most: int = 90) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
