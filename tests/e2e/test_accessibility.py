"""axe-core on every kind of page, and on the grid with each of its dialogs: no fault that axe calls moderate or worse.

A new page joins `PAGES`, a new dialog of the grid `DIALOGS`. axe finds perhaps half of what can be wrong; what it
cannot see, such as the way by keyboard through the grid, is tested beside the other behaviour of the page.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from planning.models import Indikator, Nomenklatur, Rencana, User
from tests.e2e.axe import faults, faults_at
from tests.e2e.conftest import Visitor
from tests.e2e.sheet import GRID, open_sheet, row_of
from tests.planning.factories import make_edition, make_plan, make_user, small_draft

PLAN = GRID.removesuffix("isian/")
SUB = "2.07.03.2.01.0001"

#: Who → the addresses they open; {sub}, {indikator}, {plan} and {orang} are filled in.
PAGES: dict[str, list[str]] = {
    "": ["/masuk/"],
    "perencana": [
        "/",
        "/renstra/",
        "/renja/",
        "{plan}",
        "{plan}pemeriksaan/",
        "{plan}riwayat/",
        "{plan}tabel/4.3/",
        "{plan}tabel/3.2/pratinjau/",
        "{plan}impor/",
        "/impor/",
        "{plan}isian/sub-kegiatan/{sub}/",
        "{plan}isian/panel/{indikator}/",
        "/referensi/nomenklatur/",
        "/referensi/nomenklatur/900-1317-2023/kab-kota/2.07/",
        "/kata-sandi/",
        "/panduan/",
        "/tidak-ada/",
    ],
    "kepala": ["{plan}", "{plan}isian/", "{plan}isian/sub-kegiatan/{sub}/"],
    "admin": ["/pengguna/", "/pengguna/baru/", "/pengguna/{orang}/"],
}
#: The dialogs of the grid and the keys that open them from a sub-kegiatan's row.
DIALOGS = {
    "add a row": "Alt+t",
    "move": "Alt+p",
    "link": "Alt+k",
    "remove": "Alt+Delete",
    "indicator panel": "Alt+i",
    "history of a cell": "Alt+r",
}


@pytest.fixture
def rencana() -> Rencana:
    plan = make_plan(small_draft())
    Nomenklatur.objects.create(
        edisi=make_edition(), kode="2.07", level="bidang_urusan", uraian="URUSAN PEMERINTAHAN BIDANG TENAGA KERJA"
    )
    return plan


@pytest.fixture
def people(rencana: Rencana) -> dict[str, User]:
    people = {name: make_user(name, name, rencana) for name in ("perencana", "kepala")}
    return people | {"admin": User.objects.create_superuser("admin")}


def test_no_page_has_a_grave_fault(visitor: Visitor, rencana: Rencana, people: dict[str, User]) -> None:
    sub = rencana.simpul.get(kode=SUB)
    places = {
        "plan": PLAN,
        "sub": sub.pk,
        "indikator": Indikator.objects.filter(simpul=sub)[0].pk,
        "orang": people["perencana"].pk,
    }
    found = {}
    for who, addresses in PAGES.items():
        if who:
            visitor.let_in(who)
        for address in addresses:
            path = address.format(**places)
            found[f"{who} {path}"] = faults_at(visitor, path, 404 if path == "/tidak-ada/" else 200)
    assert {path: grave for path, grave in found.items() if grave} == {}


def test_the_grid_and_its_dialogs_have_no_grave_fault(
    visitor: Visitor, rencana: Rencana, people: dict[str, User]
) -> None:
    sheet = open_sheet(visitor, "perencana")
    found = {"the grid": faults(visitor.page)}
    for name, keys in DIALOGS.items():
        sheet.click(row_of(rencana, SUB), "target:2025")
        sheet.press(keys)
        sheet.dialog.wait_for()
        expect(sheet.dialog).not_to_contain_text("Memuat…")
        found[name] = faults(visitor.page)
        sheet.press("Escape")
        sheet.dialog.wait_for(state="detached")

    sheet.click(row_of(rencana, SUB), "target:2025")
    sheet.copy_from_excel("15\t1,835", "20 Dokumen\t-", "30\t999")
    sheet.paste()
    sheet.dialog.wait_for()
    found["preview of a paste"] = faults(visitor.page)
    sheet.press("Escape")

    sheet.press("Control+f")
    visitor.page.keyboard.type("Pelatihan")
    found["finding"] = faults(visitor.page)
    sheet.press("Escape")
    sheet.grid.focus()
    sheet.type("1,835", "Tab")
    found["a cell that cannot be read"] = faults(visitor.page)
    assert {name: grave for name, grave in found.items() if grave} == {}
