"""A printable document as PDF and as pictures of its pages, rendered apart from the web worker and kept."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass

import pypdfium2
from django.core.cache import caches

from planning.printing import PREVIEW_SCALE
from renstra_portal import __version__
from renstra_portal.reporting.pdf import DEFAULT_TIMEOUT_SECONDS, render_pdf_in_subprocess


@dataclass(frozen=True, slots=True)
class PrintedDocument:
    """One document: `key` differs whenever its pages would; `html` makes the document when none is kept.

    `timeout` (seconds) is how long rendering may take.
    """

    key: str
    html: Callable[[], str]
    timeout: float = DEFAULT_TIMEOUT_SECONDS

    def pdf(self) -> bytes:
        """The PDF. Raises `ReportError` when it could not be rendered."""
        cache, key = caches["cetak"], self._kept_as("pdf")
        kept: bytes | None = cache.get(key)
        if kept is None:
            kept = render_pdf_in_subprocess(self.html(), self.timeout)
            cache.set(key, kept)
        return kept

    def page_count(self) -> int:
        """How many pages it has."""
        document = pypdfium2.PdfDocument(self.pdf())
        try:
            return len(document)
        finally:
            document.close()

    def page_png(self, number: int) -> bytes | None:
        """A picture of the page (from 1), or None when there is no such page."""
        cache, key = caches["cetak"], self._kept_as(f"png:{number}")
        kept: bytes | None = cache.get(key)
        if kept is None:
            document = pypdfium2.PdfDocument(self.pdf())
            try:
                if not 1 <= number <= len(document):
                    return None
                stream = io.BytesIO()
                document[number - 1].render(scale=PREVIEW_SCALE).to_pil().save(stream, format="PNG", optimize=True)
            finally:
                document.close()
            kept = stream.getvalue()
            cache.set(key, kept)
        return kept

    def _kept_as(self, what: str) -> str:
        digest = hashlib.sha256(f"{__version__}:{self.key}".encode()).hexdigest()
        return f"cetakan:{what}:{digest}"
