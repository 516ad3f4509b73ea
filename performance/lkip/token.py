"""Tokens: the places of a text where a figure stands, such as `{{capaian:123}}`.

A stored text holds names of figures, never figures, so no figure in it can go stale. In the editor a token also shows
what it says now, `{{111,11%|capaian:123}}`; whatever stands before the bar is dropped when the text is saved.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_NAME = r"[a-z_]+(?::[A-Za-z0-9_]+)*"
_TOKEN = re.compile(rf"\{{\{{\s*(?:[^{{}}|]*\|)?\s*({_NAME})\s*\}}\}}")
_BRACES = re.compile(r"\{\{[^{}\n]{0,60}\}?|\}\}")


def token(name: str) -> str:
    """The token of a figure as it is stored: `{{capaian:123}}`."""
    return f"{{{{{name}}}}}"


def tokens_in(text: str) -> list[str]:
    """The names of all tokens in a text, in order, repeated as often as they stand there."""
    return _TOKEN.findall(text)


def replaced(text: str, say: Callable[[str], str]) -> str:
    """The text with every token replaced by what `say` gives for its name."""
    return _TOKEN.sub(lambda match: say(match[1]), text)


def stored(text: str) -> str:
    """A text from the editor as it is stored: tokens without what they showed."""
    return replaced(text, token)


def shown(text: str, say: Callable[[str], str]) -> str:
    """A stored text as the editor shows it, every token with what it says now."""
    return replaced(text, lambda name: f"{{{{{_plain(say(name))}|{name}}}}}")


def broken_in(text: str) -> list[str]:
    """Pieces with double braces that are no token, as they were typed: "{{capaian 12}}"."""
    return _BRACES.findall(replaced(text, lambda name: ""))


def _plain(said: str) -> str:
    return re.sub(r"[{}|\n]+", " ", said)
