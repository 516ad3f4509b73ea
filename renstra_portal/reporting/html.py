"""A report as HTML: the bare table for the screen, or a whole document for paper.

The table is written by hand and not by templates because a report of 5,000 lines has 85,000 cells. It
carries classes only, never inline styles, so that the screen can keep a strict Content-Security-Policy;
paper gets its own style sheet inside the document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from operator import itemgetter
from pathlib import Path

import pyphen  # type: ignore[import-untyped]

from .figures import printed
from .fit import LINE_HEIGHT, Fit, column_needs, content_size_pt, fit
from .levels import level_css
from .metrics import BOLD_FACTOR, pieces, text_width, wrapped_lines
from .model import (
    A4,
    BLANK,
    NUMERIC_KINDS,
    Cell,
    CellValue,
    Column,
    HeaderCell,
    Paper,
    Report,
    Row,
    Signature,
    as_cell,
    header_rows,
    leaves,
    placed_rows,
)

_SOFT_HYPHEN = "\N{SOFT HYPHEN}"
_TALL_PART = 1 / 3
_WHOLE_PART = 0.7
_LONG_TEXT = 150
_MOST_KEPT = 3
_ALIGNED = {"left": "l", "center": "c", "right": "r"}
_STYLE_END = re.compile(r"[^\w .,:()/–—·-]")

Body = list[tuple[Row, list[tuple[int, Cell, str]]]]


@lru_cache(maxsize=1)
def paper_css() -> str:
    """The static part of the print style sheet."""
    return Path(__file__).with_name("paper.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _hyphenator() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="id_ID", left=3, right=3)


def render_table_html(report: Report, for_screen: bool = False) -> str:
    """The `<table>` alone: colgroup, merged heads with column numbers, rows with class `level-<level>`.

    For the screen, columns get `width` attributes, rows with a key get `data-key`, blank figures (but not numbers of
    kind "integer") get class `empty`, and the title is a caption. Raises `ReportError` when merged cells overlap.
    """
    columns = leaves(report.columns)
    head = header_rows(report.columns)
    if not for_screen:
        return _table(report, columns, head, _body(report, columns), None)
    total = sum(column.width for column in columns) or 1.0
    widths = [f"{100 * column.width / total:.2f}%" for column in columns]
    return _table(report, columns, head, _body(report, columns), None, screen_widths=widths)


def render_page_html(report: Report, paper: Paper = A4) -> str:
    """The whole printable document: heading, table, source, notes, marks and signatures, with its page rules.

    The type is the largest at which every figure stands on one line of its column on this paper.
    """
    table, fitted = _fitted_table(report, paper)
    return "".join(
        [
            '<!DOCTYPE html>\n<html lang="id">\n<head>\n<meta charset="utf-8">\n<title>',
            escape(_full_title(report)),
            '</title>\n<meta name="author" content="',
            escape(report.organisation),
            '">\n<style>\n',
            paper_css(),
            _page_css(report, paper, fitted),
            "</style>\n</head>\n<body>\n",
            _heading(report),
            table,
            _remarks(report),
            _closing(report),
            "</body>\n</html>\n",
        ]
    )


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table for a longer document: a `<div>` with source and notes, its CSS rules, and the type it got in points."""

    html: str
    css: str
    type_pt: float


def render_paper_table(report: Report, paper: Paper, anchor: str) -> PaperTable:
    """The table in a `<div id="anchor">` of a longer document, its type fitted to the sheet as in `render_page_html`.

    The document has to hold `paper_css()` and `level_css()`.
    """
    table, fitted = _fitted_table(report, paper)
    unit = f'<p class="unit-note">{escape(report.unit_note)}</p>\n' if report.unit_note else ""
    rules = [f"#{anchor} .report {{ font-size: {fitted.font_pt:g}pt }}"]
    rules += [f"#{anchor} .col-{index} {{ width: {width} }}" for index, width in enumerate(fitted.percentages())]
    return PaperTable(f'<div id="{anchor}">\n{unit}{table}{_remarks(report)}</div>\n', "\n".join(rules), fitted.font_pt)


def _fitted_table(report: Report, paper: Paper) -> tuple[str, Fit]:
    """The table in the largest type at which every figure stands on one line of its column on this paper."""
    columns = leaves(report.columns)
    head = header_rows(report.columns)
    body = _body(report, columns)
    texts: list[set[str]] = [set() for _ in columns]
    for _row, cells in body:
        for index, cell, text in cells:
            if cell.colspan == 1 and text:
                texts[index].add(text + cell.mark)
    fitted = fit(columns, column_needs(columns, head, texts), paper)
    _, height = content_size_pt(paper)
    body = _without_endless_merges(body, fitted, height * _WHOLE_PART)
    return _table(report, columns, head, body, fitted, tall_pt=height * _TALL_PART), fitted


def _body(report: Report, columns: Sequence[Column]) -> Body:
    body: Body = []
    for row, placed in placed_rows(report):
        cells: list[tuple[int, Cell, str]] = []
        for index, value in placed:
            if value is None:
                cells.append((index, BLANK, ""))
            elif isinstance(value, str):
                cells.append((index, BLANK, value))
            else:
                cell = as_cell(value)
                cells.append((index, cell, printed(cell, columns[index])))
        body.append((row, cells))
    return body


def _without_endless_merges(body: Body, fitted: Fit, limit_pt: float) -> Body:
    """The body with merged texts taller than `limit_pt` put whole into their first row, blanks below.

    A merged cell goes over the end of a page well as long as its text does not; a row of its own divides well.
    """
    plain_body: Body = []
    freed: dict[int, list[int]] = {}
    for position, (row, cells) in enumerate(body):
        drawn = [(index, BLANK, "") for index in freed.get(position, ())]
        for index, cell, text in cells:
            if cell.rowspan > 1 and len(text) > _LONG_TEXT:
                height = _height_pt(text, fitted.width_em(index, cell.colspan), fitted)
                if height > limit_pt:
                    for below in range(position + 1, position + cell.rowspan):
                        freed.setdefault(below, []).extend(range(index, index + cell.colspan))
                    cell = replace(cell, rowspan=1)
            drawn.append((index, cell, text))
        plain_body.append((row, sorted(drawn, key=itemgetter(0))))
    return plain_body


def _table(
    report: Report,
    columns: Sequence[Column],
    head: Sequence[Sequence[HeaderCell]],
    body: Body,
    fitted: Fit | None,
    *,
    tall_pt: float = 0.0,
    screen_widths: Sequence[str] = (),
) -> str:
    for_screen = bool(screen_widths)
    out: list[str] = [f'<table class="report" id="report-{escape(report.id)}">\n']
    if for_screen:
        out.append(f"<caption>{escape(_full_title(report))}</caption>\n")
    out.append("<colgroup>")
    for index in range(len(columns)):
        out.append(f'<col width="{screen_widths[index]}">' if for_screen else f'<col class="col-{index}">')
    out.append("</colgroup>\n<thead>\n")
    for line in head:
        numbers = bool(line) and line[0].is_number
        out.append('<tr class="column-numbers">' if numbers else "<tr>")
        out.extend(_header_cell(cell, fitted) for cell in line)
        out.append("</tr>\n")
    out.append("</thead>\n<tbody>\n")
    base = [_base_class(column) for column in columns]
    figures = [column.kind in NUMERIC_KINDS for column in columns]
    # Numbers that a table counts itself are never "not filled in".
    entered = [figure and column.kind != "integer" for figure, column in zip(figures, columns, strict=True)]
    for (row, cells), kept in zip(body, _kept([row for row, _cells in body]), strict=True):
        drawn: list[str] = []
        tall = False
        for index, cell, text in cells:
            if fitted is not None and text:
                width = fitted.width_em(index, cell.colspan)
                text = _divided(text, width)
                if len(text) > _LONG_TEXT and cell.rowspan == 1:
                    tall = tall or _height_pt(text, width, fitted) > tall_pt
            standing = "c" if text == "-" and figures[index] else base[index]
            if cell.align:
                standing = _ALIGNED[cell.align]
            if cell is BLANK:
                classes = standing
                if for_screen and not text and entered[index]:
                    classes = f"{classes} empty"
                drawn.append(f'<td class="{classes}">' if classes else "<td>")
            else:
                drawn.append(_cell_tag(cell, standing, for_screen and not text and entered[index]))
            content = escape(text, quote=False)
            if "\n" in content:
                content = _lines(content, cell.value)
            drawn.append(f"{content}<sup>{escape(cell.mark)}</sup></td>" if cell.mark else f"{content}</td>")
        out.append(_row_tag(row, kept, tall, for_screen))
        out.extend(drawn)
        out.append("</tr>\n")
    out.append("</tbody>\n")
    if fitted is not None and any(cell.rowspan > 1 for _row, cells in body for _index, cell, _text in cells):
        # A merged cell that runs over the end of a page has no line there; a foot repeats and draws one.
        out.append(f'<tfoot><tr><td colspan="{len(columns)}"></td></tr></tfoot>\n')
    out.append("</table>\n")
    return "".join(out)


def _kept(rows: Sequence[Row]) -> list[bool]:
    """Which rows must not end a page. Of a long run of headings only the last ones: a run that fills a page with what
    follows it would leave no room for the head of the table, and half a page blank before it.
    """
    kept: list[bool] = []
    run = 0
    for row in reversed(rows):
        run = run + 1 if row.keep_with_next else 0
        kept.append(0 < run <= _MOST_KEPT)
    return kept[::-1]


def _row_tag(row: Row, kept: bool, tall: bool, for_screen: bool) -> str:
    classes = f"level-{escape(row.level)}"
    if kept:
        classes += " keep"
    if tall:
        classes += " tall"
    if for_screen and row.key:
        return f'<tr class="{classes}" data-key="{escape(row.key)}">'
    return f'<tr class="{classes}">'


def _base_class(column: Column) -> str:
    if column.kind in NUMERIC_KINDS and column.align is None:
        return "n"
    return {"left": "", "center": "c", "right": "r"}[column.alignment]


def _cell_tag(cell: Cell, base: str, empty: bool) -> str:
    classes = [base] if base else []
    if cell.style:
        classes.append(cell.style)
    if cell.indent:
        classes.append(f"indent-{min(cell.indent, 4)}")
    if empty:
        classes.append("empty")
    tag = f'<td class="{" ".join(classes)}"' if classes else "<td"
    if cell.rowspan > 1:
        tag += f' rowspan="{cell.rowspan}"'
    if cell.colspan > 1:
        tag += f' colspan="{cell.colspan}"'
    return tag + ">"


def _header_cell(cell: HeaderCell, fitted: Fit | None) -> str:
    tag = '<th scope="colgroup"' if cell.colspan > 1 else '<th scope="col"'
    if cell.rowspan > 1:
        tag += f' rowspan="{cell.rowspan}"'
    if cell.colspan > 1:
        tag += f' colspan="{cell.colspan}"'
    title = cell.title
    if fitted is not None:
        title = _divided(title, fitted.width_em(cell.column, cell.colspan) / BOLD_FACTOR)
    return f"{tag}>{escape(title, quote=False).replace(chr(10), '<br>')}</th>"


def _divided(text: str, width: float) -> str:
    """The text with soft hyphens in the words that are wider than the column, and in no others."""
    if len(text) * 0.3 < width and text_width(text) < width:
        return text
    limit = width / BOLD_FACTOR
    for word in {piece for piece in pieces(text) if len(piece) > 5 and text_width(piece) > limit}:
        if word.rstrip("/-").isalpha():
            text = text.replace(word, _hyphenator().inserted(word, _SOFT_HYPHEN))
    return text


def _height_pt(text: str, width: float, fitted: Fit) -> float:
    return wrapped_lines(text, width) * fitted.font_pt * LINE_HEIGHT


def _lines(content: str, value: CellValue) -> str:
    """Lines of an escaped text: a list gets hanging items that a page does not divide, a text line breaks."""
    if isinstance(value, (list, tuple)):
        return "".join([f'<div class="item">{line}</div>' for line in content.split("\n")])
    return content.replace("\n", "<br>")


def _full_title(report: Report) -> str:
    return f"{report.number} {report.title}".strip()


def _heading(report: Report) -> str:
    parts = ['<div class="heading">\n']
    if report.number:
        parts.append(f"<p>{escape(report.number)}</p>\n")
    parts.append(f"<h1>{escape(report.title)}</h1>\n")
    if report.organisation:
        parts.append(f'<p class="organisation">{escape(report.organisation)}</p>\n')
    parts.extend(f"<p>{escape(line)}</p>\n" for line in report.subtitle)
    parts.append("</div>\n")
    if report.unit_note:
        parts.append(f'<p class="unit-note">{escape(report.unit_note)}</p>\n')
    return "".join(parts)


def _remarks(report: Report) -> str:
    if not (report.source or report.notes or report.marks):
        return ""
    parts = ['<div class="remarks">\n']
    if report.source:
        parts.append(f"<p>Sumber: {escape(report.source)}</p>\n")
    if report.marks:
        parts.append('<p class="label">Keterangan:</p>\n')
        parts.extend(f"<p>{escape(mark)} {escape(text)}</p>\n" for mark, text in report.marks.items())
    if report.notes:
        parts.append('<p class="label">Catatan:</p>\n')
        if len(report.notes) == 1:
            parts.append(f"<p>{escape(report.notes[0])}</p>\n")
        else:
            parts.append("<ol>" + "".join(f"<li>{escape(note)}</li>" for note in report.notes) + "</ol>\n")
    parts.append("</div>\n")
    return "".join(parts)


def _closing(report: Report) -> str:
    if not (report.signatures or report.paraf):
        return ""
    parts = ['<div class="closing">\n']
    if report.paraf:
        names = "".join(f"<td>{escape(name)}</td>" for name in report.paraf)
        boxes = '<td class="initials"></td>' * len(report.paraf)
        parts.append(f'<table class="paraf"><tr>{names}</tr><tr>{boxes}</tr></table>\n')
    if report.signatures:
        # A single signer stands at the right of the sheet, as letters have it.
        blanks = "<td></td>" * (2 if len(report.signatures) == 1 else 0)
        lines: list[list[str]] = [_signature_lines(signature) for signature in report.signatures]
        parts.append(f"<table><tr>{blanks}" + "".join(f"<td>{''.join(line)}</td>" for line in lines))
        parts.append("</tr></table>\n")
    parts.append("</div>\n")
    return "".join(parts)


def _signature_lines(signature: Signature) -> list[str]:
    lines = [f"<div>{escape(signature.place_date) or '&nbsp;'}</div>"]
    lines += [f"<div>{escape(line)}</div>" for line in signature.lines_before]
    lines.append('<div class="room"></div>')
    # Dots stand for a name still to be written by hand; only a name is underlined.
    named = ' class="name"' if signature.name.strip(".") else ""
    lines.append(f"<div{named}>{escape(signature.name)}</div>")
    if signature.rank:
        lines.append(f"<div>{escape(signature.rank)}</div>")
    if signature.nip:
        lines.append(f"<div>NIP {escape(signature.nip)}</div>")
    return lines


def css_string(text: str) -> str:
    """A CSS string literal; what could end the string or the style element is escaped by its code point."""
    return '"' + _STYLE_END.sub(lambda match: f"\\{ord(match[0]):x} ", text) + '"'


def _page_css(report: Report, paper: Paper, fitted: Fit) -> str:
    number = f"{report.number} · " if report.number else ""
    foot = "vertical-align: top; padding-top: 6pt; font-size: 7pt; color: #333"
    rules = [
        f"@page {{ size: {paper.width_mm}mm {paper.height_mm}mm; margin: {paper.margin_mm:g}mm {paper.margin_mm:g}mm"
        " 15mm;",
        f"@bottom-left {{ content: {css_string(report.version_line)}; text-align: left; {foot} }}",
        f"@bottom-right {{ content: {css_string(f'{number}Halaman ')} counter(page)"
        ' " dari " counter(pages); text-align: right;'
        f" white-space: nowrap; {foot} }} }}",
        f".report {{ font-size: {fitted.font_pt:g}pt }}",
    ]
    rules += [f".col-{index} {{ width: {width} }}" for index, width in enumerate(fitted.percentages())]
    return "\n".join(["", *rules, level_css(), ""])
