"""Table 4.3 as PDF and as workbook, from the database to the file, against the bare libraries."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from weasyprint import HTML

from planning.cascade import load
from planning.models import Rencana
from planning.tables import build_table
from renstra_portal.reporting.html import render_page_html
from renstra_portal.reporting.model import Paper
from renstra_portal.reporting.pdf import html_to_pdf
from renstra_portal.reporting.xlsx import render_xlsx

from .measure import Result, ratio
from .plans import large, rolled_back, tangerang
from .xlsx import bare_xlsx, recorded

F4 = Paper("F4")


def documents() -> Iterator[Result]:
    """The measurements of this group."""
    with rolled_back():
        plan = tangerang()
        html = page(plan)
        yield ratio(
            "table 4.3 as PDF against WeasyPrint on the same HTML",
            1.15,
            5,
            lambda: HTML(string=html).write_pdf(),
            lambda: html_to_pdf(page(plan)),
            "Kota Tangerang",
        )
        yield from workbook(plan, "Kota Tangerang", 60)
        yield from libre_office(plan)
    with rolled_back():
        yield from workbook(large(5000), "5,000 sub-kegiatan", 5)


def page(plan: Rencana) -> str:
    """The printable page of table 4.3, freshly read."""
    return render_page_html(build_table("4.3", load(plan)), F4)


def workbook(plan: Rencana, name: str, times: int) -> Iterator[Result]:
    """The workbook of table 4.3: rendering alone is held to the limit, with reading and building shown beside it."""
    report = build_table("4.3", load(plan))
    bare = partial(bare_xlsx, *recorded(report, F4))
    yield ratio(
        "table 4.3 as Excel against XlsxWriter writing the same cells",
        1.5,
        times,
        bare,
        lambda: render_xlsx(report, F4),
        name,
    )
    yield ratio(
        "the same with reading the plan and building the table",
        None,
        times,
        bare,
        lambda: render_xlsx(build_table("4.3", load(plan)), F4),
        name,
    )


def libre_office(plan: Rencana) -> Iterator[Result]:
    """LibreOffice turning the same table's workbook into PDF, against our PDF; only where it is installed."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return

    def convert() -> float:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "tabel.xlsx"
            source.write_bytes(render_xlsx(build_table("4.3", load(plan)), F4))
            started = time.monotonic()
            command = [program, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf"]
            subprocess.run([*command, "--outdir", folder, str(source)], check=True, capture_output=True, timeout=180)
            return time.monotonic() - started

    def ours() -> float:
        started = time.monotonic()
        html_to_pdf(page(plan))
        return time.monotonic() - started

    yield ratio("LibreOffice turning the workbook into PDF, against our PDF (wall time)", None, 3, ours, convert)
