"""The LKIP as a document of `manage.py generate`."""

from __future__ import annotations

from planning.documents import Document, Progress
from planning.models import Rencana


def _make(rencana: Rencana, form: str, progress: Progress) -> bytes:
    # Imported here: the app says at its start that the document exists, long before anybody prints it.
    from .printing import lkip_html, lkip_pdf

    if form == "html":
        return lkip_html(rencana, progress).encode()
    return lkip_pdf(rencana, progress)


LKIP = Document(
    id="lkip",
    nama="Laporan Kinerja Instansi Pemerintah (LKIP)",
    jenis_rencana=("kinerja",),
    formats=("pdf", "html"),
    make=_make,
)
