"""The further sections of a Renja's grid, as a person fills them in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from planning.cascade import CascadeNode, load
from planning.levels import Level
from planning.models import Rencana
from tests.e2e.conftest import Visitor
from tests.e2e.sheet import SheetPage, open_sheet
from tests.planning.factories import find, make_plan, make_user, small_draft

GRID = "/renja/kota-uji/disnaker/2026/isian/"


@pytest.fixture
def renja() -> Rencana:
    plan = make_plan(small_draft(), "kota-uji/disnaker/renja-2026/murni")
    make_user("perencana", "perencana", plan)
    return plan


def only(rencana: Rencana, level: Level) -> CascadeNode:
    (one,) = load(Rencana.objects.get(pk=rencana.pk)).at(level)
    return one


def switch_to(sheet: SheetPage, section: str) -> None:
    """To another section, by the switch above the grid."""
    sheet.page.locator(".petak-bagian > button").click()
    sheet.page.get_by_role("link", name=section).click()
    sheet.page.wait_for_url(re.compile("bagian="))
    sheet.wait()


def add_in_own_words(sheet: SheetPage, uraian: str) -> str:
    """A row with words of one's own, by the button of the empty section; its id."""
    sheet.page.locator("[data-petak=kosong] [data-laku=tambah]").click()
    sheet.dialog.locator("#petak-uraian-baru").fill(uraian)
    sheet.press("Enter")
    expect(sheet.dialog).to_have_count(0)
    return str(sheet.page.locator("[data-baris]").first.get_attribute("data-baris"))


def test_an_evaluation_row_is_entered_with_its_past_figures(visitor: Visitor, renja: Rencana) -> None:
    sheet = open_sheet(visitor, "perencana", GRID)
    expect(sheet.grid).to_contain_text("Prakiraan maju 2027")
    switch_to(sheet, "Evaluasi tahun lalu")
    expect(sheet.page.locator("[data-petak=kosong]")).to_contain_text("Salin dari program Renja")
    row = add_in_own_words(sheet, "Program Pelatihan")
    for field, text in (
        ("indikator", "Lulusan bekerja"),
        ("satuan", "Orang"),
        ("target:2024", "1.250"),
        ("realisasi:2024", "1.000"),
        ("target:2025", "-"),
    ):
        sheet.click(row, field)
        sheet.type(text)
    sheet.expect_saved()
    indikator = only(renja, Level.EVALUASI).indikator[0]
    assert (indikator.target_at(2024).plain(), indikator.realisasi_at(2024).plain()) == ("1250", "1000")
    assert indikator.target_at(2025).encode() == "-"
    assert visitor.complaints == []


def test_a_proposal_gets_its_decision_and_the_program_that_takes_it_up(visitor: Visitor, renja: Rencana) -> None:
    sheet = open_sheet(visitor, "perencana", f"{GRID}?bagian=usulan")
    row = add_in_own_words(sheet, "Pelatihan las")
    sheet.click(row, "sumber_usulan")
    sheet.type("bupati")
    sheet.click(row, "sumber_usulan")
    expect(sheet.status).to_contain_text("bukan pilihan sumber usulan")
    sheet.status.get_by_role("button", name="Musrenbang").click()
    expect(sheet.cell(row, "sumber_usulan")).to_have_text("Musrenbang")
    sheet.click(row, "keputusan")
    sheet.type("diterima")
    sheet.expect_saved()
    expect(sheet.cell(row, "keputusan")).to_have_text("Diterima")

    sheet.click(row, "kaitan")
    sheet.press("F2")
    sheet.page.keyboard.type("pelatihan kerja")
    sheet.dialog.get_by_label("Program: 2.07.03 PROGRAM PELATIHAN KERJA").check()
    sheet.dialog.get_by_role("button", name="Simpan kaitan").click()
    expect(sheet.cell(row, "kaitan")).to_have_text("2.07.03 PROGRAM PELATIHAN KERJA")
    usulan = only(renja, Level.USULAN)
    assert (usulan.keputusan, usulan.sumber_usulan) == ("diterima", "musrenbang")
    assert usulan.kaitan == (find(load(renja), "2.07.03"),)
    assert visitor.complaints == []


def test_the_rkpd_is_copied_at_once_and_taken_back_at_once(visitor: Visitor, renja: Rencana) -> None:
    sheet = open_sheet(visitor, "perencana", f"{GRID}?bagian=rkpd")
    sheet.page.locator("[data-petak=kosong] [data-laku=salin]").click()
    expect(sheet.page.locator("[data-baris]")).to_have_count(6)
    program = str(sheet.page.locator("[data-baris]").first.get_attribute("data-baris"))
    expect(sheet.cell(program, "pagu:2026")).to_have_text("350")
    expect(sheet.cell(program, "kaitan")).to_have_text("2.07.03 PROGRAM PELATIHAN KERJA")
    sheet.press("Control+z")
    expect(sheet.page.locator("[data-petak=kosong]")).to_be_visible()
    assert load(Rencana.objects.get(pk=renja.pk)).at(Level.RKPD) == ()
    assert visitor.complaints == []
