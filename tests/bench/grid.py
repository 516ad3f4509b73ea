"""The entry grid in a real browser, on 500 sub-kegiatan (1,514 rows): opening, scrolling, saving, pasting.

A browser cannot be timed by its processor seconds as a whole, so times are those on the wall, and what else runs on the
machine is in them: the least disturbed of the fresh pages counts, and all of them are told.

What is opened and scrolled is measured in turn with a bare page: Tabulator alone with the same rows and columns, each
cell an input, nothing painted, summed, checked or announced. The ratios say what the portal adds to its library.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from planning.levels import Level
from planning.models import Rencana, User
from tests.e2e.conftest import CHROMIUM, CHROMIUM_ARGUMENTS, Visitor
from tests.e2e.large import SCROLL, large_draft
from tests.e2e.sheet import CTRL, GRID, SheetPage
from tests.planning.factories import YEARS, make_plan, make_user

from .measure import Result

RUNS = 3
TYPED_LIMIT = 2.0
FRAME_LIMIT = 100
TRACED = ["toplevel", "disabled-by-default-devtools.timeline.frame", "blink.user_timing"]
ONE_CELL_QUERIES, PASTE_QUERIES = 12, 25
PASTED_ROWS = 40
PLAN = GRID.removesuffix("isian/")
BARE = "/pembanding/"


@dataclass(frozen=True)
class Answered:
    """A request that the portal answered: method, path, number of queries, size of the body in bytes."""

    method: str
    path: str
    queries: int
    size: int


#: Every request since it was last emptied, of all threads of the server.
ANSWERED: list[Answered] = []


def counting(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that notes what each request took."""

    def answer(request: HttpRequest) -> HttpResponse:
        with CaptureQueriesContext(connection) as queries:
            response = get_response(request)
        size = 0 if response.streaming else len(response.content)
        ANSWERED.append(Answered(str(request.method), request.path, len(queries), size))
        return response

    return answer


@dataclass
class Timed:
    """What one kind of page took, run by run: seconds until typed into, milliseconds of longest frame and task."""

    typed: list[float] = field(default_factory=list)
    frames: list[float] = field(default_factory=list)
    tasks: list[float] = field(default_factory=list)


@contextmanager
def served() -> Iterator[str]:
    """The portal with the bare page beside it, on a port of its own; gives its address."""
    middleware = ["tests.bench.grid.counting", *settings.MIDDLEWARE]
    with override_settings(MIDDLEWARE=middleware, ROOT_URLCONF="tests.bench.grid_bare", ALLOWED_HOSTS=["localhost"]):
        server = LiveServer("localhost")
        try:
            yield server.url
        finally:
            server.stop()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    # Playwright runs an event loop in this thread; Django would refuse database access beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


def opened(page: Page, base: str) -> float:
    """Seconds from the click on "Program & Pagu" until a cell of the grid holds a typed digit."""
    page.goto(f"{base}{PLAN}riwayat/", wait_until="networkidle")
    begin = time.perf_counter()
    page.get_by_role("link", name="Program & Pagu").click()
    SheetPage(page).wait()
    page.keyboard.press("7")
    expect(page.locator(".petak-sunting")).to_have_value("7")
    spent = time.perf_counter() - begin
    page.keyboard.press("Escape")
    return spent


def opened_bare(page: Page, base: str) -> float:
    """Seconds from leaving for the bare page until a cell of it holds a typed digit."""
    page.goto(f"{base}{PLAN}riwayat/", wait_until="networkidle")
    begin = time.perf_counter()
    page.evaluate(f"location.assign('{BARE}')")
    page.wait_for_selector("#bare[data-siap]")
    page.locator(".tabulator-cell[tabulator-field='target:2025']").nth(5).click()
    page.keyboard.type("7")
    expect(page.locator("#bare input")).to_have_value("157")
    spent = time.perf_counter() - begin
    page.keyboard.press("Escape")
    return spent


def scrolled(browser: Browser, page: Page) -> tuple[float, float]:
    """What a scroll of the table from top to end takes, from a trace, in milliseconds.

    Gives the longest time between two drawn frames, and the most that the page's own thread worked in one task.
    """
    # What the page before left behind in the same process is not this page's to tidy up.
    page.request_gc()
    browser.start_tracing(page=page, categories=TRACED)
    page.evaluate("performance.mark('gulir-mulai')")
    page.evaluate(SCROLL, ".tabulator-tableholder")
    page.evaluate("performance.mark('gulir-selesai')")
    return longest(json.loads(browser.stop_tracing())["traceEvents"])


def longest(events: list[dict[str, Any]]) -> tuple[float, float]:
    """Of a trace, between the marks of the scroll: the longest frame, and the processor time of the longest task."""
    marks = {one["name"]: one for one in events if str(one["name"]).startswith("gulir-")}
    begin, end = marks["gulir-mulai"], marks["gulir-selesai"]
    during = [one for one in events if begin["ts"] <= one["ts"] <= end["ts"]]
    drawn = sorted(one["ts"] for one in during if one["name"] == "DrawFrame")
    if len(drawn) < 50:
        raise RuntimeError(f"the trace holds only {len(drawn)} drawn frames")
    thread = (begin["pid"], begin["tid"])
    tasks = [one["tdur"] for one in during if (one["pid"], one["tid"]) == thread and "tdur" in one]
    return max(after - before for before, after in pairwise(drawn)) / 1000, max(tasks) / 1000


def grid() -> Iterator[Result]:
    """The measurements of this group."""
    rencana = make_plan(large_draft())
    user = make_user("perencana-ukur", "perencana", rencana)
    # The server's threads must see the plan, so it is not rolled back; it goes with the throwaway database.
    with served() as base, chromium() as browser:
        yield from _measured(rencana, user, base, browser)


def _measured(rencana: Rencana, user: User, base: str, browser: Browser) -> Iterator[Result]:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="id-ID")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=base)
    page = context.new_page()
    Visitor(page, base).sign_in(user.username, "rahasia")
    ours, bare = Timed(), Timed()
    for _ in range(RUNS):
        for timed, open_page in ((bare, opened_bare), (ours, opened)):
            timed.typed.append(open_page(page, base))
            frame, task = scrolled(browser, page)
            timed.frames.append(frame)
            timed.tasks.append(task)
    rows = SheetPage(page).grid.get_attribute("aria-rowcount")
    yield _figure(f"s from the click to a typed figure, {rows} rows", TYPED_LIMIT, ours.typed, "s")
    yield _ratio("the same against Tabulator alone", ours.typed, bare.typed, "s")
    yield _figure("ms of the longest frame of a scroll to the end", FRAME_LIMIT, ours.frames, "ms")
    yield _ratio("the same against Tabulator alone", ours.frames, bare.frames, "ms")
    yield _figure("ms of processor time of its longest task", FRAME_LIMIT, ours.tasks, "ms")
    yield _ratio("the same against Tabulator alone", ours.tasks, bare.tasks, "ms")
    size = next(one.size for one in reversed(ANSWERED) if one.path.endswith("isian/data.json"))
    yield Result("kB of the grid's data", size / 1000, None, f"{rows} rows, compressed")
    sheet = SheetPage(page)
    yield from _one_cell(sheet, rencana)
    yield from _paste(sheet, rencana)
    context.close()


def _figure(what: str, limit: float, found: list[float], unit: str) -> Result:
    detail = f"best of {len(found)} fresh pages: {', '.join(f'{one:.2f}' for one in found)} {unit}"
    return Result(what, min(found), limit, detail)


def _ratio(what: str, ours: list[float], bare: list[float], unit: str) -> Result:
    pairs = [one / other for one, other in zip(ours, bare, strict=True)]
    detail = f"medians: bare {median(bare):.2f} {unit}, ours {median(ours):.2f} {unit}"
    return Result(what, median(pairs), None, detail)


def _writes() -> list[Answered]:
    """The requests that were not mere looks for what others changed."""
    return [one for one in ANSWERED if one.method != "GET"]


def _one_cell(sheet: SheetPage, rencana: Rencana) -> Iterator[Result]:
    first = rencana.simpul.filter(level=Level.SUB_KEGIATAN).order_by("kode")[0]
    sheet.press(f"{CTRL}+Home")
    sheet.click(f"s{first.pk}", "target:2025")
    ANSWERED.clear()
    begin = time.perf_counter()
    sheet.type("16")
    sheet.expect_saved()
    spent = time.perf_counter() - begin
    yield Result("requests to save one cell", len(_writes()), 1, f"saved after {spent:.2f} s")
    queries = max(one.queries for one in _writes())
    yield Result("queries to save one cell", queries, ONE_CELL_QUERIES, "session included")


def _paste(sheet: SheetPage, rencana: Rencana) -> Iterator[Result]:
    subs = rencana.simpul.filter(level=Level.SUB_KEGIATAN).order_by("kode")[:PASTED_ROWS]
    figures = "\t".join(f"{20 + number}\t{1_000_000 + number}" for number in range(len(YEARS)))
    sheet.copy_from_excel(*(f"{one.kode}\t{figures}" for one in subs))
    sheet.click(f"s{subs[0].pk}", "target:2025")
    ANSWERED.clear()
    begin = time.perf_counter()
    sheet.paste()
    cells = PASTED_ROWS * 2 * len(YEARS)
    button = sheet.dialog.get_by_role("button", name=f"Tempel semua ({cells})")
    button.wait_for()
    shown = time.perf_counter() - begin
    begin = time.perf_counter()
    button.click()
    sheet.expect_saved()
    spent = time.perf_counter() - begin
    size = f"{PASTED_ROWS} rows × {2 * len(YEARS)} columns"
    detail = f"{size}: one preview, one save; preview after {shown:.2f} s, saved after {spent:.2f} s"
    yield Result("requests to paste a block", len(_writes()), 2, detail)
    dearest = max(_writes(), key=lambda one: one.queries)
    yield Result("queries of the dearer of them", dearest.queries, PASTE_QUERIES, f"{dearest.method} {dearest.path}")
