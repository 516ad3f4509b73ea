"""What stands in the cells of a row, for all who look at rows before it is known what they are."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

Cells = tuple[Any, ...]
_MARKS = re.compile(r"[\W_]+")


@lru_cache(4096)
def squash(text: str) -> str:
    """A heading without blanks, marks and capitals, so that "TAR GET\\n(Rp)" and "Target (Rp)" are the same."""
    return _MARKS.sub("", text.casefold())


def raw_text(cell: Any) -> str:
    """The text of a cell as it stands there, without blanks around it."""
    value = cell.value
    return "" if value is None else str(value).strip()


def texts_of(cells: Cells) -> list[str]:
    """What stands in the filled cells of a row."""
    return [text for cell in cells if (text := raw_text(cell))]
