"""The entry grid as a person uses it: keys, mouse and a real clipboard."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from planning.models import Rencana, Simpul
from tests.e2e.conftest import Visitor

GRID = "/renstra/kota-uji/disnaker/2025-2029/isian/"
CTRL = "Control"
#: How many letters of a text are typed one by one.
_KEY_BY_KEY = 4


def row_of(rencana: Rencana, key: str) -> str:
    """The row of the simpul with this code or these words."""
    found = Simpul.objects.filter(rencana=rencana)
    one = found.filter(kode=key).first() or found.get(uraian=key)
    return f"s{one.pk}"


@dataclass
class SheetPage:
    """The grid in one browser page."""

    page: Page

    @property
    def grid(self) -> Locator:
        return self.page.locator("[data-petak=kisi]")

    @property
    def saving(self) -> Locator:
        """The words about saving at the right of the tools."""
        return self.page.locator("[data-petak=simpan]")

    @property
    def notices(self) -> Locator:
        return self.page.locator("[data-petak=pesan]")

    @property
    def status(self) -> Locator:
        """The line below the grid about the current cell."""
        return self.page.locator("[data-petak=status]")

    @property
    def dialog(self) -> Locator:
        return self.page.locator("dialog.petak-dialog[open]")

    def wait(self) -> SheetPage:
        """Until the grid can be typed into."""
        self.page.wait_for_selector("#petak[data-siap]")
        return self

    def cell(self, row: str, field: str) -> Locator:
        return self.page.locator(f'[data-baris="{row}"] [tabulator-field="{field}"]')

    def click(self, row: str, field: str, **options: object) -> None:
        self.cell(row, field).click(**options)  # type: ignore[arg-type]

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str, then: str = "Enter") -> None:
        """The first letters key by key, for these open the cell; the rest of a long text comes as from an IME."""
        self.page.keyboard.type(text[:_KEY_BY_KEY])
        if text[_KEY_BY_KEY:]:
            self.page.keyboard.insert_text(text[_KEY_BY_KEY:])
        self.page.keyboard.press(then)

    def copy_from_excel(self, *rows: str) -> None:
        """Puts a block on the clipboard as Excel writes it: tabs, and CRLF after every row."""
        text = "".join(f"{row}\r\n" for row in rows)
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)

    def paste(self) -> None:
        self.press(f"{CTRL}+v")

    def clipboard(self) -> str:
        return str(self.page.evaluate("navigator.clipboard.readText()"))

    def expect_saved(self) -> None:
        expect(self.saving).to_contain_text("Tersimpan", timeout=10_000)


def open_sheet(visitor: Visitor, username: str, path: str = GRID) -> SheetPage:
    """The grid of somebody who is signed in, with a clipboard that may be read and written."""
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=visitor.base)
    visitor.let_in(username)
    visitor.page.goto(f"{visitor.base}{path}")
    return SheetPage(visitor.page).wait()
