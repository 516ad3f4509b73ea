"""A real browser (Debian's Chromium, headless) on a live server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from planning.models import User

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    # All pages of the portal in one process, which has compiled their scripts already.
    "--process-per-site",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright runs an event loop in this thread; Django would refuse the tests' own database access beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=CHROMIUM_ARGUMENTS,
        )
        yield chromium
        chromium.close()


@dataclass
class Visitor:
    """A person at a browser: the page, and everything the browser complained about."""

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)

    def sign_in(self, username: str, password: str) -> None:
        """Through the form, as a person does."""
        self.open("/masuk/")
        self.page.fill("input[name=username]", username)
        self.page.fill("input[name=password]", password)
        with self.page.expect_navigation():
            self.page.click("main button[type=submit], form button[type=submit]")

    def let_in(self, username: str) -> None:
        """As somebody who signed in earlier: with their session's cookie, without the form."""
        client = Client()
        client.force_login(User.objects.get(username=username), "django.contrib.auth.backends.ModelBackend")
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        self.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.base}])

    def open(self, path: str) -> None:
        """Go to an address of the portal and wait until it has loaded; what scripts fetch later may be under way."""
        self.page.goto(f"{self.base}{path}")

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)


def _office_laptop(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """A browser profile for the whole run, so that scripts and styles are fetched and compiled once."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="id-ID")
    # A page that stays: with it stays the process that holds the compiled scripts.
    context.new_page().goto(f"{live_server.url}/healthz")
    yield context
    context.close()


@pytest.fixture(scope="session")
def laptop(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """The browser profile in which every `visitor` works."""
    yield from _office_laptop(browser, live_server)


@pytest.fixture(scope="session")
def other_laptop(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """The browser profile in which every `colleague` works."""
    yield from _office_laptop(browser, live_server)


def _somebody(context: BrowserContext, live_server: LiveServer) -> Iterator[Visitor]:
    page = context.new_page()
    person = Visitor(page, live_server.url)
    page.on("console", person._note)
    page.on("pageerror", lambda error: person.complaints.append(str(error)))
    yield person
    _forget(context, live_server.url)


def _forget(context: BrowserContext, origin: str) -> None:
    """Closes what was opened and forgets all that a profile keeps, but for scripts, styles and pictures."""
    stays, *opened = context.pages
    for page in opened:
        page.close()
    context.set_offline(False)
    context.clear_permissions()
    context.clear_cookies()
    stays.evaluate("sessionStorage.clear()")
    tools = context.new_cdp_session(stays)
    tools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage,indexeddb"})
    tools.detach()


@pytest.fixture
def visitor(laptop: BrowserContext, live_server: LiveServer) -> Iterator[Visitor]:
    """Somebody at an office laptop (1366 × 768) who has not signed in."""
    yield from _somebody(laptop, live_server)


@pytest.fixture
def colleague(other_laptop: BrowserContext, live_server: LiveServer) -> Iterator[Visitor]:
    """Somebody else, in a browser of their own."""
    yield from _somebody(other_laptop, live_server)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/e2e" in str(item.path).replace(os.sep, "/"):
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.django_db(transaction=True))
