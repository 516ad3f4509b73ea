"""The report of a plan as a PDF, from the database to the bytes, telling how far it is."""

from __future__ import annotations

import hashlib
import logging
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
from django.utils import timezone

from planning.cascade import Cascade, load
from planning.models import Rencana
from planning.tables import TABLES
from renstra_portal import __version__
from renstra_portal.reporting.model import ReportError
from renstra_portal.reporting.pdf import html_to_pdf

from ..jobs.queue import Made, Progress
from ..models import BlockEdit, Job
from ..models.perjanjian import PerjanjianKinerja
from .composition import Composition, compose
from .naskah import edits_of
from .pages import report_html
from .perjanjian import draft_parties, lampiran_perjanjian

#: Tables of the report that read further plan versions.
_READS = ("LKIP-4", "E.81")
_USUAL_PAGES = 60
#: Percent at which reading, composing and laying out end.
_READ, _COMPOSED, _LAID_OUT = 8, 22, 92
_STEP_PAGE = re.compile(r"Step 5 .*Page (\d+)")
_STEP_PDF = "Step 6"


def table_sources(rencana: Rencana) -> dict[str, tuple[Rencana, ...]]:
    """The further plan versions that tables of the report read, by table."""
    found = {}
    for table in _READS:
        definition = TABLES.get(table)
        if definition is not None and definition.sources:
            found[table] = tuple(definition.sources(rencana))
    return found


def fingerprint(rencana: Rencana) -> str:
    """A fingerprint of everything the report is made from: when it differs, so may the report."""
    read = sorted({(one.pk, one.revisi, one.status) for many in table_sources(rencana).values() for one in many})
    last = BlockEdit.objects.filter(rencana=rencana).order_by("-pk").values_list("pk", flat=True).first()
    versions = [rencana.pk, *([rencana.asal_id] if rencana.asal_id else [])]
    agreed = PerjanjianKinerja.objects.filter(rencana__in=versions).order_by("pk").values_list("pk", "revisi", "status")
    people = draft_parties(rencana)
    parts = (__version__, rencana.pk, rencana.revisi, rencana.status, last or 0, read, list(agreed), people)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def composition_of(rencana: Rencana) -> Composition:
    """The report of a plan, freshly read: its structure, texts and figures."""
    return compose(load(rencana), edits_of(rencana))


def lkip_html(rencana: Rencana, progress: Progress = lambda stage, percent: None) -> str:
    """The printable document, freshly read."""
    progress("Membaca data rencana", 2)
    loaded: dict[int, Cascade] = {}
    sources: dict[str, tuple[Cascade, ...]] = {}
    for table, plans in table_sources(rencana).items():
        for one in plans:
            if one.pk not in loaded:
                loaded[one.pk] = load(one)
        sources[table] = tuple(loaded[one.pk] for one in plans)
    cascade = load(rencana)
    composition = compose(cascade, edits_of(rencana), sources, lampiran_perjanjian(rencana, cascade))
    progress("Menyusun naskah, tabel, dan gambar", _READ)

    def advance(share: float) -> None:
        progress("Menyusun naskah, tabel, dan gambar", _READ + round(share * (_COMPOSED - _READ)))

    return report_html(composition, rencana.kertas, timezone.localdate(), advance)


def lkip_pdf(rencana: Rencana, progress: Progress = lambda stage, percent: None, *, pages: int = _USUAL_PAGES) -> bytes:
    """The PDF of the report. Holds the interpreter for seconds: for a job, a command or a test, never a web worker.

    `pages` is about how many pages are expected, to tell how far the layout is. Raises `ReportError`.
    """
    html = lkip_html(rencana, progress)
    with _page_by_page(progress, pages):
        pdf = html_to_pdf(html)
    progress("Menyimpan berkas", 98)
    return pdf


def file_name(rencana: Rencana) -> str:
    """What the file is called: the plan's slug with dots and dashes only."""
    return f"lkip-{re.sub(r'[^a-z0-9]+', '-', rencana.slug)}-revisi-{rencana.revisi}.pdf"


def make_lkip(job: Job, progress: Progress) -> Made:
    """Do the work "lkip": the report of the job's plan as a file. Raises `ReportError` when it cannot be made."""
    before = Job.objects.filter(rencana=job.rencana, kind=job.kind, pages__gt=0).order_by("-finished_at").first()
    pdf = lkip_pdf(job.rencana, progress, pages=before.pages if before else _USUAL_PAGES)
    if not pdf.startswith(b"%PDF"):
        raise ReportError("Dokumen PDF gagal dibuat.")
    return Made(pdf, file_name(job.rencana), len(pypdfium2.PdfDocument(pdf)))


@contextmanager
def _page_by_page(progress: Progress, expected: int) -> Iterator[None]:
    """Tell of every page that WeasyPrint lays out, as its own log of progress does."""
    logger = logging.getLogger("weasyprint.progress")
    handler = _PageLog(progress, expected)
    level, spreads = logger.level, logger.propagate
    logger.addHandler(handler)
    # Its lines are for us alone: the log of the portal would get one for every page.
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = spreads


class _PageLog(logging.Handler):
    """Turns WeasyPrint's lines "Step 5 - Creating layout - Page 12" into percent.

    It lays the document out again, much quicker, until the page numbers in the contents hold; so pages come more than
    once, and how many there are is only guessed. Percent goes towards the end of the layout without ever reaching it.
    """

    def __init__(self, progress: Progress, expected: int) -> None:
        super().__init__(logging.INFO)
        self.progress, self.expected = progress, max(expected, 1)
        self.seen = 0
        self.told = _COMPOSED

    def emit(self, record: logging.LogRecord) -> None:
        """Count a page, or tell that the layout is done."""
        message = record.getMessage()
        if found := _STEP_PAGE.search(message):
            self.seen += 1
            # Nearly straight up to the pages expected, then slower and slower.
            share = 1 - math.exp(-1.6 * self.seen / self.expected)
            self._tell(f"Menata halaman {found[1]}", _COMPOSED + int(share * (_LAID_OUT - _COMPOSED)))
        elif message.startswith(_STEP_PDF):
            self._tell("Menulis PDF", _LAID_OUT)

    def _tell(self, stage: str, percent: int) -> None:
        # Every report is a write to the database: one for a percent is enough.
        if percent > self.told:
            self.told = percent
            self.progress(stage, percent)
