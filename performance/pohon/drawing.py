"""The laid-out tree as SVG: presentation attributes only, so that it may stand under a strict CSP and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from planning.levels import Level

from .layout import BASELINE, BOLD, INDENT, LEADING, PAD_X, SIZES, WIDTH, Layout, Line, Placed

_FONT = "Inter, 'Liberation Sans', Arial, sans-serif"
#: The kinds of lines that stand slanted.
ITALIC = frozenset({"hasil", "catatan"})
_LINE = "#7f8b91"
_EDGE = 3.0


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of a level's boxes: ground, edge, and text of heading and body; each pair is AA."""

    ground: str
    edge: str
    heading: str
    text: str


LOOKS: dict[Level, Look] = {
    Level.TUJUAN: Look("#0d4a50", "#06262a", "#d9ebec", "#ffffff"),
    Level.SASARAN: Look("#d9ebec", "#0f5c63", "#0b3a3f", "#171d20"),
    Level.PROGRAM: Look("#e3ebf4", "#1f4e79", "#1f4e79", "#171d20"),
    Level.KEGIATAN: Look("#f7f3e8", "#8a6d1f", "#6b5316", "#171d20"),
    Level.SUB_KEGIATAN: Look("#ffffff", "#8d999e", "#515d63", "#171d20"),
}


def draw(
    layout: Layout, *, title: str = "", for_screen: bool = False, margin: float = 2.0, with_texts: bool = True
) -> str:
    """The `<svg>`. On screen boxes carry what static/js/pohon.js needs to fold them, and can be walked by keyboard.

    Without texts it is the ground on which `texts_html` stands.
    """
    width, height = layout.width + 2 * margin, layout.height + 2 * margin
    attributes = (
        f'class="pohon-gambar" role="tree" aria-label="{escape(title)}" data-pohon data-margin="{_n(margin)}"'
        if for_screen
        else 'class="pohon-gambar"'
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {attributes} viewBox="0 0 {_n(width)} {_n(height)}" '
        f'width="{_n(width)}{"" if for_screen else "pt"}" height="{_n(height)}{"" if for_screen else "pt"}" '
        f'font-family="{_FONT}">',
        f'<g transform="translate({_n(margin)},{_n(margin)})">',
        f'<g fill="none" stroke="{_LINE}" stroke-width="0.9">',
    ]
    for box in layout.boxes:
        if box.above is not None:
            named = f' data-ke="{escape(box.content.key)}"' if for_screen else ""
            parts.append(f'<path d="{link(layout.boxes[box.above], box)}"{named}/>')
    parts.append("</g>")
    parts += [_box(box, layout, for_screen=for_screen, with_texts=with_texts) for box in layout.boxes]
    parts.append("</g></svg>")
    return "".join(parts)


def link(above: Placed, below: Placed) -> str:
    """The line from the right edge of a box to the left edge of one under it, as path data."""
    start = above.x + WIDTH
    bend = below.x - (below.x - start) / 2 if below.x - start < WIDTH else below.x - 14
    return f"M{_n(start)} {_n(above.middle)}H{_n(bend)}V{_n(below.middle)}H{_n(below.x)}"


def _box(box: Placed, layout: Layout, *, for_screen: bool, with_texts: bool) -> str:
    content, look = box.content, LOOKS[box.content.level]
    dashed = ' stroke-dasharray="4 2.5"' if content.acuan or content.catatan else ""
    told = ""
    if for_screen:
        above = layout.boxes[box.above].content.key if box.above is not None else ""
        told = (
            f' class="pohon-kotak" role="treeitem" tabindex="-1" aria-level="{content.column + 1}"'
            f' data-key="{escape(content.key)}" data-induk="{escape(above)}" data-kolom="{content.column}"'
            f' data-x="{_n(box.x)}" data-y="{_n(box.y)}" data-tinggi="{_n(box.height)}"'
        )
        told += f' data-acuan="{escape(content.acuan)}"' if content.acuan else ""
    parts = [
        f'<g transform="translate({_n(box.x)},{_n(box.y)})"{told}>',
        f'<rect width="{_n(WIDTH)}" height="{_n(box.height)}" rx="2.5" fill="{look.ground}" stroke="{look.edge}" '
        f'stroke-width="0.8"{dashed}/>',
        f'<rect width="{_n(_EDGE)}" height="{_n(box.height)}" rx="1" fill="{look.edge}"/>',
    ]
    for line in box.lines if with_texts else ():
        weight = ' font-weight="bold"' if line.kind in BOLD else ""
        slope = ' font-style="italic"' if line.kind in ITALIC else ""
        parts.append(
            f'<text x="{_n(line.x)}" y="{_n(line.y)}" font-size="{_n(SIZES[line.kind])}" '
            f'fill="{_colour(line, look)}"{weight}{slope}>{escape(line.text, quote=False)}</text>'
        )
    parts.append("</g>")
    return "".join(parts)


def texts_html(layout: Layout, margin: float) -> str:
    """The texts of the boxes as HTML over the picture, for paper: there a letter of SVG costs what a line of HTML does.

    Positions are inline, so this is nothing for a page under a Content-Security-Policy; `texts_css` is its type.
    """
    return "".join(_box_text(box, margin) for box in layout.boxes)


def _box_text(box: Placed, margin: float) -> str:
    parts = [
        f'<div class="t {box.content.level.value}" style="left:{_n(margin + box.x + PAD_X)}pt;'
        f'top:{_n(margin + box.y)}pt">'
    ]
    bottom, kind = 0.0, ""
    for line in box.lines:
        top = line.y - SIZES[line.kind] * BASELINE
        if line.kind == kind and top - bottom < 0.1:
            parts.append(f"<br>{escape(line.text, quote=False)}")
        else:
            gap = f' style="margin-top:{_n(top - bottom)}pt"' if top - bottom >= 0.1 else ""
            parts.append(f'{"</p>" if kind else ""}<p class="{line.kind}"{gap}>{escape(line.text, quote=False)}')
        bottom, kind = top + SIZES[line.kind] * LEADING, line.kind
    parts.append("</p></div>")
    return "".join(parts)


def texts_css() -> str:
    """The type and colours of `texts_html`, as the layout measured them."""
    rules = [f".t {{ position: absolute; white-space: nowrap; line-height: {LEADING} }}", ".t p { margin: 0 }"]
    rules += [
        f".t .{kind} {{ font-size: {size}pt; font-weight: {'bold' if kind in BOLD else 'normal'}; "
        f"font-style: {'italic' if kind in ITALIC else 'normal'} }}"
        for kind, size in SIZES.items()
    ]
    rules.append(f".t .target {{ margin-left: {INDENT}pt }}")
    for level, look in LOOKS.items():
        rules.append(f".t.{level.value} {{ color: {look.text} }}")
        rules.append(f".t.{level.value} .tanda, .t.{level.value} .catatan {{ color: {look.heading} }}")
    return "\n".join([*rules, ""])


def _colour(line: Line, look: Look) -> str:
    return look.heading if line.kind in ("tanda", "catatan") else look.text


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
