"""A text block as HTML: paragraphs, lists, bold and italics; every token replaced by its figure."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from html import escape

from markdown_it import MarkdownIt

from .token import replaced

#: What a block of a report does not need: whatever could bring in a heading, a link, a picture or HTML.
_OFF = ("heading", "lheading", "code", "fence", "blockquote", "hr", "html_block", "reference", "backticks", "link",
        "image", "autolink", "html_inline", "entity")  # fmt: skip


def text_html(text: str, say: Callable[[str], str]) -> str:
    """The block as safe HTML. `say` gives the HTML of a token by its name."""
    html: str = _reader().render(text)
    return replaced(html, say)


def plain(say: Callable[[str], str]) -> Callable[[str], str]:
    """Tokens as bare text, for paper."""
    return lambda name: escape(say(name), quote=False)


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable(list(_OFF))
