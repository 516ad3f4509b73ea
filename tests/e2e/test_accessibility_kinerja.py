"""axe-core on the pages of a year that is carried out: filled in by halves, with perjanjian and a report begun.

A new page joins `PAGES`; every section of the grid is looked at by itself. The data hold every state that a page can
show: figures of all grades, a ratio without data, rows without an indicator, a signed perjanjian and a draft.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from performance.lkip.naskah import save
from performance.models import PerjanjianKinerja
from planning.cascade import load
from planning.grid.sections import sections_of
from planning.models import Rencana, User
from tests.e2e.axe import faults, faults_at
from tests.e2e.conftest import Visitor
from tests.e2e.sheet import SheetPage, row_of
from tests.performance.perjanjian.office import Office, made, signed
from tests.performance.tables.lkip_plan import YEAR, make_year
from tests.performance.year import set_window
from tests.planning.factories import make_user

SUB = "2.07.04.2.01.0002"
BLOCK = "belanja"


@dataclass(frozen=True)
class Year:
    """The plan, a signed perjanjian and a draft."""

    rencana: Rencana
    signed: PerjanjianKinerja
    draft: PerjanjianKinerja

    def of_plan(self, name: str, *args: object) -> str:
        return reverse(name, args=[self.rencana, *args])

    @property
    def sub(self) -> int:
        return self.rencana.simpul.get(kode=SUB).pk


@pytest.fixture
def year() -> Year:
    rencana = make_year()
    people = {name: make_user(name, name, rencana) for name in ("perencana", "kepala", "reviewer")}
    User.objects.create_superuser("admin")
    set_window(rencana, 1, date(YEAR, 4, 1), date(YEAR, 4, 15))
    set_window(rencana, 4, date(YEAR, 12, 1), date(2099, 12, 31))
    office = Office(rencana.perangkat_daerah)
    save(rencana, people["perencana"], BLOCK, "Serapan kami {{serapan}}.", 0, standard="Serapan {{serapan}}.")
    return Year(rencana, signed(made(rencana, office.kepala)), made(rencana, office.bidang))


def of_plan(name: str) -> Callable[[Year], str]:
    """An address of the plan that needs nothing more."""
    return lambda year: year.of_plan(name)


def plain(*names: str) -> list[Callable[[Year], str]]:
    """Addresses of the plan that need nothing more."""
    return [of_plan(name) for name in names]


def promise(name: str, which: str) -> Callable[[Year], str]:
    """An address of the signed perjanjian or of the draft."""
    return lambda year: year.of_plan(name, getattr(year, which).pk)


def general(name: str) -> Callable[[Year], str]:
    """An address of no plan."""
    return lambda year: reverse(name)


#: Who → the addresses they open.
PAGES: dict[str, list[Callable[[Year], str]]] = {
    "perencana": [
        general("kinerja"),
        general("kinerja-baru"),
        general("kinerja-jadwal"),
        general("kinerja-jabatan"),
        general("kinerja-jabatan-baru"),
        general("kinerja-kelengkapan-daerah"),
        *plain(
            "rencana-ikhtisar",
            "rencana-pengaturan",
            "rencana-pemeriksaan",
            "kinerja-pohon",
            "kinerja-grafik",
            "kinerja-kelengkapan",
            "kinerja-impor-realisasi",
            "kinerja-pk",
            "kinerja-lkip",
        ),
        lambda year: year.of_plan("rencana-tabel-satu", "E.81"),
        lambda year: year.of_plan("kinerja-bukti", year.sub, 1),
        lambda year: year.of_plan("kinerja-jelaskan-anggaran", year.sub),
        lambda year: reverse("kinerja-jabatan-satu", args=[year.draft.jabatan_id]),
        lambda year: year.of_plan("kinerja-lkip-blok", BLOCK),
        promise("kinerja-pk-satu", "signed"),
        promise("kinerja-pk-satu", "draft"),
        promise("kinerja-pk-ubah", "draft"),
    ],
    "kepala": [
        *plain("rencana-ikhtisar"),
        lambda year: year.of_plan("kinerja-lkip-blok", BLOCK),
        promise("kinerja-pk-tandatangan", "draft"),
    ],
    "reviewer": [general("kinerja-jadwal"), general("kinerja-kelengkapan-daerah"), *plain("kinerja-kelengkapan")],
}


def test_no_page_of_the_year_has_a_grave_fault(visitor: Visitor, year: Year) -> None:
    found = {}
    for who, addresses in PAGES.items():
        visitor.let_in(who)
        for address in addresses:
            path = address(year)
            found[f"{who} {path}"] = faults_at(visitor, path)
    assert {path: grave for path, grave in found.items() if grave} == {}


def test_a_box_of_the_tree_says_all_that_it_shows(visitor: Visitor, year: Year) -> None:
    visitor.let_in("perencana")
    visitor.open(year.of_plan("kinerja-pohon"))
    name = "SASARAN Meningkatnya kesempatan kerja • Persentase tenaga kerja yang ditempatkan 2023: 78%"
    expect(visitor.page.get_by_role("treeitem", name=name, exact=True)).to_be_visible()


def test_the_panel_that_explains_a_figure_has_no_grave_fault(visitor: Visitor, year: Year) -> None:
    visitor.let_in("perencana")
    found = {"table": faults_at(visitor, year.of_plan("kinerja-capaian"))}
    panel = visitor.page.locator("#penjelasan")
    visitor.page.locator(".capaian td a", has_text="114,92").click()
    expect(panel).to_have_class("offcanvas offcanvas-end panel-penjelasan show")
    found["panel"] = faults(visitor.page)
    visitor.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    visitor.page.locator(".capaian td a", has_text="Belum ada capaian").first.click()
    expect(panel).to_have_class("offcanvas offcanvas-end panel-penjelasan show")
    found["panel without a figure"] = faults(visitor.page)
    assert {name: grave for name, grave in found.items() if grave} == {}


def test_no_section_of_the_grid_has_a_grave_fault(visitor: Visitor, year: Year) -> None:
    visitor.let_in("perencana")
    found = {}
    sheet = SheetPage(visitor.page)
    for section in sections_of(load(year.rencana).plan):
        visitor.page.goto(f"{visitor.base}{year.of_plan('rencana-isian')}?bagian={section.key}")
        sheet.wait()
        found[section.key] = faults(visitor.page)
        if section.key == "tw4":
            sheet.click(row_of(year.rencana, SUB), f"realisasi_4:{YEAR}")
            for name, keys in (("indicator panel", "Alt+i"), ("history of a cell", "Alt+r")):
                sheet.press(keys)
                sheet.dialog.wait_for()
                found[name] = faults(visitor.page)
                sheet.press("Escape")
                sheet.dialog.wait_for(state="detached")
    assert len(found) > 10
    assert {name: grave for name, grave in found.items() if grave} == {}
