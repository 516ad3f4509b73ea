"""Reading pages as people do."""

from __future__ import annotations

import re
from typing import Any


def page(answer: Any) -> str:
    """The main part of a page as text, tags left out."""
    text = answer.content.decode()
    main = text[text.index("<main") :] if "<main" in text else text
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())
