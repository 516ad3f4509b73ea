"""Drawing SVG for screen and paper alike: shapes and wrapped texts as presentation attributes.

Nothing here writes a style sheet or a `style` attribute, so that a picture may stand in a page under a strict
Content-Security-Policy. Positions are pixels of the picture's own frame; texts are measured with the metrics of
Liberation Sans.
"""

from __future__ import annotations

import re
from html import escape
from typing import Literal

from .metrics import BOLD_FACTOR, pieces, text_width

Anchor = Literal["start", "middle", "end"]

#: What figures are filled with: told apart by pattern as well as by shade, for print in black and white.
Fill = Literal["solid", "hatched", "light"]

INK = "#171d20"
QUIET = "#515d63"
RULE = "#c3ccce"
ACCENT = "#0f5c63"
WARNING = "#a3231b"
_FONT = "Inter, 'Liberation Sans', Arial, sans-serif"
# The screen's type runs a little wider than the metrics.
_SPARE = 1.08
_MARGIN = 8
_KEY = re.compile(r"[a-z][a-z0-9-]*")


def text_pixels(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line of text stands at `size` pixels."""
    return text_width(text) * size * _SPARE * (BOLD_FACTOR if bold else 1)


def wrap(text: str, width: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """The text in lines of at most `width` pixels, broken at blanks and after "/" and "-".

    A single word that is wider than that is broken where it must be. Empty text gives one empty line.
    """
    lines: list[str] = []
    line = ""
    for piece in pieces(text.replace("\n", " ")):
        if text_pixels((line + piece).rstrip(), size, bold=bold) <= width:
            line += piece
            continue
        if line.strip():
            lines.append(line.strip())
        line = piece.lstrip()
        while text_pixels(line, size, bold=bold) > width and len(line) > 1:
            cut = _fitting(line, width, size, bold=bold)
            lines.append(line[:cut])
            line = line[cut:]
    if line.strip() or not lines:
        lines.append(line.strip())
    return tuple(lines)


def _fitting(text: str, width: float, size: float, *, bold: bool) -> int:
    """How many characters from the left stand within the width; one at least."""
    cut = 1
    while cut < len(text) and text_pixels(text[: cut + 1], size, bold=bold) <= width:
        cut += 1
    return cut


class Drawing:
    """One picture under construction. `key` (letters a–z, digits, hyphens) keeps its ids apart from other pictures'."""

    def __init__(self, key: str, width: int) -> None:
        if not _KEY.fullmatch(key):
            raise ValueError(f"a picture's key is made of letters a-z, digits and hyphens: {key!r}")
        self.key = key
        self.width = width
        self._parts: list[str] = []

    def rectangle(self, x: float, y: float, width: float, height: float, fill: Fill) -> None:
        """A bar, filled as `fill` says, with an edge so that a light one is seen on white paper."""
        inside = {"solid": ACCENT, "light": "#eaeeee", "hatched": f"url(#{self.key}-arsir)"}[fill]
        self._parts.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(width, 0))}" height="{_n(max(height, 0))}" '
            f'fill="{inside}" stroke="{ACCENT}" stroke-width="1"/>'
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, *, colour: str = RULE, dashed: bool = False) -> None:
        """A straight line; rules and axes are thin and light, dashed ones are limits."""
        dashes = ' stroke-dasharray="6 4"' if dashed else ""
        width = "1.5" if dashed else "1"
        self._parts.append(
            f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="{colour}" '
            f'stroke-width="{width}"{dashes}/>'
        )

    def path(self, points: list[tuple[float, float]]) -> None:
        """A bold line through the points, with a dot on each."""
        if len(points) > 1:
            places = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
            self._parts.append(f'<polyline points="{places}" fill="none" stroke="{ACCENT}" stroke-width="2.5"/>')
        self._parts += [f'<circle cx="{_n(x)}" cy="{_n(y)}" r="4.5" fill="{ACCENT}"/>' for x, y in points]

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 12,
        anchor: Anchor = "start",
        bold: bool = False,
        colour: str = INK,
        boxed: bool = False,
    ) -> None:
        """One line of text; `y` is its base line. A boxed one stands on white, so that lines behind do not cross it."""
        if boxed:
            wide = text_pixels(text, size, bold=bold) + 4
            left = {"start": x - 2, "middle": x - wide / 2, "end": x - wide + 2}[anchor]
            self._parts.append(
                f'<rect x="{_n(left)}" y="{_n(y - size * 0.85)}" width="{_n(wide)}" height="{_n(size * 1.1)}" '
                'fill="#ffffff"/>'
            )
        weight = ' font-weight="bold"' if bold else ""
        self._parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" text-anchor="{anchor}" fill="{colour}"{weight}>'
            f"{escape(text, quote=False)}</text>"
        )

    def lines(
        self,
        x: float,
        top: float,
        lines: tuple[str, ...],
        *,
        size: float = 12,
        anchor: Anchor = "start",
        bold: bool = False,
        colour: str = INK,
    ) -> float:
        """Lines of text from `top` down; gives back where they end."""
        for number, line in enumerate(lines):
            self.text(x, top + size * (0.9 + 1.25 * number), line, size=size, anchor=anchor, bold=bold, colour=colour)
        return top + size * 1.25 * len(lines)

    def svg(self, height: float, title: str, description: str) -> str:
        """The finished picture: an `<svg>` element that names and describes itself for those who cannot see it.

        It stands on white with a small margin, whatever it is opened with.
        """
        key, wide, tall = self.key, self.width + 2 * _MARGIN, height + 2 * _MARGIN
        hatch = (
            f'<defs><pattern id="{key}-arsir" width="6" height="6" patternUnits="userSpaceOnUse">'
            f'<rect width="6" height="6" fill="#ffffff"/>'
            f'<path d="M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2" stroke="{ACCENT}" stroke-width="1.2"/></pattern></defs>'
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{key}-judul {key}-isi" '
            f'viewBox="{-_MARGIN} {-_MARGIN} {wide} {_n(tall)}" width="{wide}" height="{_n(tall)}" '
            f'font-family="{_FONT}">'
            f'<title id="{key}-judul">{escape(title, quote=False)}</title>'
            f'<desc id="{key}-isi">{escape(description, quote=False)}</desc>'
            f'{hatch}<rect x="{-_MARGIN}" y="{-_MARGIN}" width="{wide}" height="{_n(tall)}" fill="#ffffff"/>'
            f"{''.join(self._parts)}</svg>"
        )


def _n(value: float) -> str:
    """A position with at most two decimals, without trailing zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
