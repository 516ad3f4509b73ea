"""The pictures of docs/gambar, taken from a running portal with demo data. Started by script/pictures."""

from __future__ import annotations

import io
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FOLDER = Path(__file__).parents[1] / "docs" / "gambar"
PLAN = "/renstra/kota-tangerang/disnaker/2025-2029"
YEAR = "/kinerja/kota-cimahi/disnaker/2023/perubahan-1"
#: What a picture may weigh, in bytes.
LARGEST = 150_000
#: That of every demo account; the demo names it when it starts.
DEMO_PASSWORD = "coba-renstra-2025"
SUB_KEGIATAN = "Penyuluhan dan Bimbingan Jabatan"


def find(page: Page, words: str) -> None:
    """Make the first row that holds the words current."""
    page.keyboard.press("Control+f")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("Home")


def grid(page: Page) -> None:
    """The grid, with a pagu chosen."""
    page.goto(f"{PLAN}/isian/")
    page.wait_for_selector("#petak[data-siap]")
    find(page, SUB_KEGIATAN)
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(400)


def paste(page: Page) -> None:
    """The preview of a block that holds a cell of every kind."""
    grid(page)
    page.keyboard.press("ArrowLeft")
    block = "40\tRp. 925.102.800,-\t67,405\t1.250.000.000\r\n-\t26.221.443,-\t55 Dokumen\t\r\n"
    page.evaluate("text => navigator.clipboard.writeText(text)", block)
    page.keyboard.press("Control+v")
    page.wait_for_selector("dialog.petak-tempel[open] tbody tr")
    page.wait_for_timeout(300)


def add_row(page: Page) -> None:
    """The dialog that adds a row from the nomenclature."""
    grid(page)
    page.keyboard.press("Alt+t")
    page.wait_for_selector("dialog.petak-tambah[open]")
    page.keyboard.type("kerja")
    page.wait_for_selector("dialog.petak-tambah[open] [role=option]")
    page.wait_for_timeout(500)


def form(page: Page) -> None:
    """The plain form of a sub-kegiatan."""
    grid(page)
    page.click("[data-petak=menu-baris]")
    page.click("[data-laku=formulir]")
    page.wait_for_load_state("networkidle")


def table(page: Page) -> None:
    """Table 4.3 on screen."""
    page.goto(f"{PLAN}/tabel/4.3/")
    page.wait_for_load_state("networkidle")


def checks(page: Page) -> None:
    """The findings of a plan."""
    page.goto(f"{PLAN}/pemeriksaan/")
    page.wait_for_load_state("networkidle")


def realisation(page: Page) -> None:
    """The grid of a triwulan."""
    page.goto(f"{YEAR}/isian/?bagian=tw4")
    page.wait_for_selector("#petak[data-siap]")
    find(page, "Pelayanan antar Kerja")
    page.wait_for_timeout(400)


def explanation(page: Page) -> None:
    """The capaian of a year, with the origin of one of its figures."""
    page.goto(f"{YEAR}/capaian/")
    page.get_by_role("link", name="114,92%").first.click()
    page.wait_for_selector("text=Cara menghitung")
    page.wait_for_timeout(400)


def report(page: Page) -> None:
    """The LKIP: what is missing, and its texts."""
    page.goto(f"{YEAR}/lkip/")
    page.wait_for_load_state("networkidle")


#: Each picture with who sees it: the account of a demo office.
PICTURES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "lembar-isian": ("perencana.tangerang", grid),
    "tempel": ("perencana.tangerang", paste),
    "tambah-baris": ("perencana.tangerang", add_row),
    "formulir": ("perencana.tangerang", form),
    "tabel-4.3": ("perencana.tangerang", table),
    "pemeriksaan": ("perencana.tangerang", checks),
    "realisasi": ("perencana.cimahi", realisation),
    "capaian": ("perencana.cimahi", explanation),
    "lkip": ("perencana.cimahi", report),
}


def wait_for(base: str) -> None:
    """Until the portal answers; `TimeoutError` after half a minute."""
    for _ in range(60):
        try:
            with urllib.request.urlopen(f"{base}/healthz"):
                return
        except urllib.error.URLError:
            time.sleep(0.5)
    raise TimeoutError(f"{base} does not answer")


def keep(name: str, shot: bytes) -> None:
    """Write a picture with as many colours as its largest size leaves room for."""
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    for colours in (256, 128, 64, 32):
        packed = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
        if packed.tell() <= LARGEST:
            break
    else:
        raise ValueError(f"{name} is larger than {LARGEST} bytes even in few colours")
    (FOLDER / f"{name}.png").write_bytes(packed.getvalue())
    print(f"docs/gambar/{name}.png  {packed.tell() // 1000} kB")


def signed_in(browser: Browser, base: str, username: str) -> Page:
    """A page of somebody who has signed in, with a clipboard that may be read and written."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="id-ID", base_url=base)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("/masuk/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.click("form button[type=submit]")
    page.wait_for_load_state("networkidle")
    return page


def main(base: str, names: list[str]) -> None:
    """Take the pictures of these names, or all."""
    wait_for(base)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        pages: dict[str, Page] = {}
        for name in names or PICTURES:
            username, show = PICTURES[name]
            if username not in pages:
                pages[username] = signed_in(browser, base, username)
            show(pages[username])
            keep(name, pages[username].screenshot())
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
