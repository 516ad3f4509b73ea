"""Documents that several tests read, rendered once."""

from collections.abc import Callable

import pypdfium2
import pytest

from renstra_portal.reporting.html import render_page_html
from renstra_portal.reporting.model import A3, F4, Paper, Report
from renstra_portal.reporting.pdf import html_to_pdf

from .samples import cascade_report, funding_report

Pages = list[str]


def pdf_pages(report: Report, paper: Paper) -> tuple[bytes, Pages]:
    pdf = html_to_pdf(render_page_html(report, paper))
    document = pypdfium2.PdfDocument(pdf)
    return pdf, [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]


@pytest.fixture(scope="session")
def funding_pdf() -> tuple[bytes, Pages]:
    return pdf_pages(funding_report(), A3)


@pytest.fixture(scope="session")
def cascade_pdf() -> tuple[bytes, Pages]:
    return pdf_pages(cascade_report(), F4)


@pytest.fixture
def render_pages() -> Callable[[Report, Paper], Pages]:
    return lambda report, paper: pdf_pages(report, paper)[1]
