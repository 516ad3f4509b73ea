"""Markdown to HTML for pages: headings get anchors and a list of contents, HTML in the text stays text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_NOT_IN_ANCHOR = re.compile(r"[^\w\s-]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title: its level (2, 3 …), words and anchor."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text ready to be shown. `html` is without the title (the first heading of level 1)."""

    title: str
    html: str
    headings: tuple[Heading, ...]


def anchor_of(text: str) -> str:
    """The anchor of a heading as GitHub makes it: "Mengisi di lembar isian" → "mengisi-di-lembar-isian"."""
    return _NOT_IN_ANCHOR.sub("", text.lower()).strip().replace(" ", "-")


def render(text: str, *, address: Callable[[str], str]) -> Document:
    """The document; `address` turns the target of every link and picture into the one to print.

    HTML in the text is printed as text, and links that could run a script are not links.
    """
    tokens = _reader().parse(text)
    title, tokens = _take_title(tokens)
    headings = tuple(_anchored(tokens))
    for token in tokens:
        for child in token.children or ():
            for name in ("href", "src"):
                if name in child.attrs:
                    child.attrSet(name, address(str(child.attrs[name])))
        if token.type == "table_open":
            token.attrJoin("class", "daftar daftar-padat")
    html: str = _reader().renderer.render(tokens, _reader().options, {})
    return Document(title, html, headings)


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _take_title(tokens: Sequence[Token]) -> tuple[str, list[Token]]:
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            return _words(tokens[index + 1]), [*tokens[:index], *tokens[index + 3 :]]
    return "", list(tokens)


def _anchored(tokens: Sequence[Token]) -> list[Heading]:
    """Gives every heading its anchor; a second one of the same words gets a number."""
    found: list[Heading] = []
    used: dict[str, int] = {}
    for index, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        words = _words(tokens[index + 1])
        anchor = anchor_of(words)
        used[anchor] = used.get(anchor, -1) + 1
        if used[anchor]:
            anchor = f"{anchor}-{used[anchor]}"
        token.attrSet("id", anchor)
        found.append(Heading(int(token.tag[1:]), words, anchor))
    return found


def _words(inline: Token) -> str:
    return "".join(one.content for one in inline.children or () if one.type in ("text", "code_inline"))
