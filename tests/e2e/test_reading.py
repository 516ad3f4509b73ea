"""A planner signs in and reads the plan: every page opens, fits the laptop, and the browser has nothing to say."""

from __future__ import annotations

import pytest

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
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.page.url.endswith(f"{PLAN}/")
    assert visitor.complaints == []


@pytest.mark.parametrize("path", ["/", "/renstra/", f"{PLAN}/", f"{PLAN}/pemeriksaan/", f"{PLAN}/riwayat/"])
def test_a_page_fits_the_laptop_and_breaks_no_rule(visitor: Visitor, planner: User, path: str) -> None:
    visitor.sign_in(planner.username, PASSWORD)
    visitor.open(path)

    width = visitor.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 1366
    assert visitor.complaints == []


def test_the_head_and_first_column_of_a_wide_table_stay_in_sight(visitor: Visitor, planner: User) -> None:
    visitor.sign_in(planner.username, PASSWORD)
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


def test_the_preview_shows_the_pages_of_the_pdf(visitor: Visitor, planner: User) -> None:
    visitor.sign_in(planner.username, PASSWORD)
    visitor.open(f"{PLAN}/tabel/3.1/pratinjau/")

    picture = visitor.page.locator(".lembar img").first
    assert picture.evaluate("image => image.complete && image.naturalWidth > 1000")
    assert visitor.complaints == []


def test_a_table_can_be_taken_away_as_pdf(visitor: Visitor, planner: User) -> None:
    visitor.sign_in(planner.username, PASSWORD)
    visitor.open(f"{PLAN}/tabel/4.3/")
    with visitor.page.expect_download() as waiting:
        visitor.page.click("text=PDF")

    path = waiting.value.path()
    assert path.read_bytes().startswith(b"%PDF-")
    assert waiting.value.suggested_filename.endswith(".pdf")
