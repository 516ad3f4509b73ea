"""A printable document as PDF, made by WeasyPrint.

Rendering holds the interpreter for seconds and keeps its memory afterwards, so a web worker never renders
itself: it calls `render_pdf_in_subprocess`, which runs this module as a program (HTML in, PDF out).
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from typing import cast

from .model import ReportError

DEFAULT_TIMEOUT_SECONDS = 120.0
MEMORY_LIMIT_BYTES = 3 * 1024**3
_PROJECT = Path(__file__).resolve().parents[2]


class PdfError(ReportError):
    """The PDF could not be made."""


class PdfTimeout(PdfError):
    """The PDF took longer than allowed."""


def html_to_pdf(html: str, *, tagged: bool = False) -> bytes:
    """The PDF of an HTML document; nothing is fetched, from disk or network, except `data:` addresses.

    `tagged` adds the structure tree that screen readers use; it takes about a quarter more time.
    Use only in a process of its own (a job, a command, a test), see `render_pdf_in_subprocess`.
    """
    # Imported here so that a web worker that only starts the subprocess does not load WeasyPrint.
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    fetcher = URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    return cast(bytes, HTML(string=html, url_fetcher=fetcher).write_pdf(pdf_tags=tagged))


def render_pdf_in_subprocess(html: str, timeout: float = DEFAULT_TIMEOUT_SECONDS, *, tagged: bool = False) -> bytes:
    """The PDF of an HTML document, made by another process that is stopped after `timeout` seconds.

    Raises `PdfTimeout` when it takes longer and `PdfError` when it fails; users may see both messages.
    """
    try:
        done = subprocess.run(  # noqa: S603  the program and its arguments are our own
            [sys.executable, "-m", "renstra_portal.reporting.pdf", *(["--tagged"] if tagged else [])],
            input=html.encode(),
            capture_output=True,
            timeout=timeout,
            cwd=_PROJECT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PdfTimeout(
            f"Dokumen belum selesai dibuat dalam {timeout:g} detik. Cetak bagian yang lebih kecil."
        ) from error
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF"):
        reason = done.stderr.decode(errors="replace").strip().splitlines()
        raise PdfError("Dokumen PDF gagal dibuat.") from RuntimeError(reason[-1] if reason else "no output")
    return done.stdout


def main() -> None:
    """Read HTML from stdin and write its PDF to stdout, within `MEMORY_LIMIT_BYTES` of address space."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))
    html = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(html_to_pdf(html, tagged="--tagged" in sys.argv[1:]))


if __name__ == "__main__":
    main()
