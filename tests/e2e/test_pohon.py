"""The pohon kinerja in a browser: folding, walking by keyboard, zooming, and still nothing overlaps."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Visitor
from tests.planning.factories import make_plan, make_user, wide_draft

PAGE = "/renstra/kota-uji/disnaker/2025-2029/pohon/"
SHOWN = ".pohon-kotak:not(.pohon-terlipat)"
OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll('.pohon-kotak:not(.pohon-terlipat) > rect:first-of-type')]
    .map((one) => one.getBoundingClientRect());
  let found = 0;
  for (const [index, one] of boxes.entries())
    for (const other of boxes.slice(index + 1))
      if (one.left < other.right - 1 && other.left < one.right - 1
          && one.top < other.bottom - 0.5 && other.top < one.bottom - 0.5) found += 1;
  return found;
}"""


@pytest.fixture
def reader(visitor: Visitor) -> Visitor:
    rencana = make_plan(wide_draft(120))
    visitor.let_in(make_user("pembaca", "pembaca", rencana).username)
    visitor.open(PAGE)
    return visitor


def test_a_branch_is_folded_and_opened_by_mouse_and_keyboard(reader: Visitor) -> None:
    page = reader.page
    shown = page.locator(SHOWN)
    assert shown.count() == 1
    page.locator(f"{SHOWN} .pohon-lipat").click()
    assert shown.count() == 4
    page.locator(SHOWN).first.focus()
    for key in ("ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    assert shown.count() == 54
    assert page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "true"
    assert page.evaluate(OVERLAPS) == 0
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    assert shown.count() == 1
    assert reader.complaints == []


def test_the_whole_tree_opens_without_overlap_and_fits_the_width(reader: Visitor) -> None:
    page = reader.page
    page.select_option("[data-sampai]", "4")
    assert page.locator(SHOWN).count() == 124
    assert page.evaluate(OVERLAPS) == 0
    before = page.inner_text("[data-besar]")
    page.click("[data-zum='1']")
    assert page.inner_text("[data-besar]") != before
    page.click("[data-pas]")
    frame = page.locator("[data-bingkai]")
    assert frame.evaluate("one => one.scrollWidth <= one.clientWidth + 2")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    assert reader.complaints == []
