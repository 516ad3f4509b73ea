"""A planner signs in and reads the plan: every page opens, fits the laptop, and the browser has nothing to say."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from playwright.sync_api import expect

from planning.models import Rencana, User
from tests.e2e.conftest import Visitor
from tests.planning.factories import make_plan, make_user, small_draft

PASSWORD = "rahasia"


@pytest.fixture
def planner() -> User:
    rencana: Rencana = make_plan(small_draft())
    return make_user("perencana", "perencana", rencana)


PLAN = "/renstra/kota-uji/disnaker/2025-2029"


def test_a_planner_signs_in_and_comes_to_the_own_plan(visitor: Visitor, planner: User) -> None:
    visitor.sign_in(planner.username, PASSWORD)

    visitor.page.click("article a")
    expect(visitor.page).to_have_url(re.compile(f"{PLAN}/$"))
    assert visitor.complaints == []


def test_every_page_fits_the_laptop_and_breaks_no_rule(visitor: Visitor, planner: User) -> None:
    visitor.let_in(planner.username)
    widths = {}
    for path in ("/", "/renstra/", f"{PLAN}/", f"{PLAN}/pemeriksaan/", f"{PLAN}/riwayat/"):
        visitor.open(path)
        widths[path] = visitor.page.evaluate("document.documentElement.scrollWidth")
    assert {path: width for path, width in widths.items() if width > 1366} == {}
    assert visitor.complaints == []


def test_the_head_and_first_column_of_a_wide_table_stay_in_sight(visitor: Visitor, planner: User) -> None:
    visitor.let_in(planner.username)
    visitor.open(f"{PLAN}/tabel/4.3/")
    scroller = visitor.page.locator(".tabel-resmi .gulir")
    first_cell = visitor.page.locator(".tabel-resmi tbody tr:nth-child(4) > :first-child")
    before = first_cell.bounding_box()
    scroller.evaluate("element => { element.scrollLeft = 600; }")
    after = first_cell.bounding_box()

    assert scroller.evaluate("element => element.scrollLeft") > 0
    assert before is not None and after is not None
    assert abs(before["x"] - after["x"]) <= 1
    assert visitor.complaints == []


def test_the_preview_shows_the_pages_of_the_pdf_that_can_be_taken_away(visitor: Visitor, planner: User) -> None:
    visitor.let_in(planner.username)
    visitor.open(f"{PLAN}/tabel/4.3/pratinjau/")
    picture = visitor.page.locator(".lembar img").first
    assert picture.evaluate("image => image.complete && image.naturalWidth > 1000")

    visitor.open(f"{PLAN}/tabel/4.3/")
    with visitor.page.expect_download() as waiting:
        visitor.page.click("text=PDF")
    pages = pypdfium2.PdfDocument(waiting.value.path().read_bytes())
    visitor.open(f"{PLAN}/tabel/4.3/pratinjau/")
    expect(visitor.page.locator(".lembar img")).to_have_count(len(pages))
    assert waiting.value.suggested_filename.endswith(".pdf")
    assert visitor.complaints == []
