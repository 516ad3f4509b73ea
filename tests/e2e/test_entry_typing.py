"""Typing into the grid: what a spreadsheet's fingers expect, saved by itself, read exactly."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from planning.cascade import Cascade, load
from planning.models import ChangeSet, Rencana
from tests.e2e.conftest import Visitor
from tests.e2e.sheet import CTRL, SheetPage, open_sheet, row_of
from tests.planning.factories import find, make_plan, make_user, small_draft, wide_draft

PROSES = "2.07.03.2.01.0001"
KOORDINASI = "2.07.03.2.01.0002"
PROGRAM = "2.07.03"


@pytest.fixture
def rencana() -> Rencana:
    plan = make_plan(small_draft())
    make_user("perencana", "perencana", plan)
    return plan


def stored(rencana: Rencana) -> Cascade:
    return load(Rencana.objects.get(pk=rencana.pk))


def pagu(rencana: Rencana, kode: str, tahun: int) -> str:
    cascade = stored(rencana)
    return cascade.by_id[find(cascade, kode)].pagu_at(tahun).plain()


def target(rencana: Rencana, kode: str, tahun: int) -> str:
    cascade = stored(rencana)
    return cascade.by_id[find(cascade, kode)].indikator[0].target_at(tahun).plain()


def test_typing_over_a_cell_replaces_it_and_is_saved_by_itself(visitor: Visitor, rencana: Rencana) -> None:
    sheet = open_sheet(visitor, "perencana")
    proses = row_of(rencana, PROSES)
    sheet.click(proses, "pagu:2025")
    sheet.type("1.250.000.500")
    sheet.expect_saved()

    expect(sheet.saving).to_contain_text(re.compile(r"Tersimpan \d\d\.\d\d"))
    expect(sheet.cell(proses, "pagu:2025")).to_have_text("1.250.000.500")
    assert pagu(rencana, PROSES, 2025) == "1250000500"
    assert visitor.complaints == []


def test_sums_above_follow_each_key_before_anything_is_saved(visitor: Visitor, rencana: Rencana) -> None:
    sheet = open_sheet(visitor, "perencana")
    program = row_of(rencana, PROGRAM)
    expect(sheet.cell(program, "pagu:2025")).to_have_text("175")
    sheet.click(row_of(rencana, PROSES), "pagu:2025")
    sheet.page.keyboard.type("40")
    expect(sheet.cell(program, "pagu:2025")).to_have_text("115")
    sheet.page.keyboard.type("0")
    expect(sheet.cell(program, "pagu:2025")).to_have_text("475")
    expect(sheet.page.locator("[data-petak=jumlah]")).to_contain_text("475")
    sheet.press("Escape")
    expect(sheet.cell(program, "pagu:2025")).to_have_text("175")
    assert pagu(rencana, PROSES, 2025) == "100"


def test_a_large_figure_is_told_in_words_below(visitor: Visitor, rencana: Rencana) -> None:
    sheet = open_sheet(visitor, "perencana")
    sheet.click(row_of(rencana, PROSES), "pagu:2025")
    sheet.type("1250000000")
    sheet.press("ArrowUp")
    expect(sheet.status).to_contain_text("satu miliar dua ratus lima puluh juta rupiah")


def test_blank_dash_and_nought_look_and_stay_different(visitor: Visitor, rencana: Rencana) -> None:
    sheet = open_sheet(visitor, "perencana")
    proses = row_of(rencana, PROSES)
    sheet.click(proses, "target:2025")
    sheet.type("-", then="Tab")
    sheet.press("Tab")
    sheet.type("0", then="Tab")
    sheet.press("Tab", "Delete")
    sheet.expect_saved()

    assert [target(rencana, PROSES, year) for year in (2025, 2026, 2027)] == ["-", "0", ""]
    expect(sheet.cell(proses, "target:2025")).to_have_text("-")
    expect(sheet.cell(proses, "target:2026")).to_have_text("0")
    expect(sheet.cell(proses, "target:2027")).to_have_class(re.compile("petak-kosong"))


def test_an_ambiguous_number_stays_in_its_cell_and_offers_both_readings(visitor: Visitor, rencana: Rencana) -> None:
    sheet = open_sheet(visitor, "perencana")
    proses = row_of(rencana, PROSES)
    sheet.click(proses, "target:2025")
    sheet.type("1,835")
    sheet.press("ArrowUp")
    expect(sheet.cell(proses, "target:2025")).to_have_text("1,835")
    expect(sheet.status).to_contain_text("dapat dibaca dua cara")
    expect(sheet.saving).to_contain_text("Belum tersimpan: 1 sel")
    assert target(rencana, PROSES, 2025) == "15"

    sheet.status.get_by_role("button", name="1835").click()
    sheet.expect_saved()
    assert target(rencana, PROSES, 2025) == "1835"


def test_the_keys_of_a_spreadsheet_move_edit_and_cancel(visitor: Visitor, rencana: Rencana) -> None:
    sheet = open_sheet(visitor, "perencana")
    proses, koordinasi = row_of(rencana, PROSES), row_of(rencana, KOORDINASI)
    current = sheet.page.locator("#petak-kini")
    sheet.click(proses, "target:2025")
    sheet.press("ArrowRight")
    expect(current).to_have_attribute("tabulator-field", "pagu:2025")
    sheet.press("ArrowDown", "Home")
    expect(current).to_have_attribute("tabulator-field", "uraian")
    expect(current.locator("xpath=..")).to_have_attribute("data-baris", koordinasi)
    sheet.press("End")
    expect(current).to_have_attribute("tabulator-field", "keterangan")
    sheet.press(f"{CTRL}+Home")
    expect(current.locator("xpath=..")).to_have_attribute("aria-level", "1")

    sheet.click(proses, "pagu:2025")
    sheet.press("F2")
    sheet.type("5")
    expect(sheet.cell(proses, "pagu:2025")).to_have_text("1.005")
    sheet.press("ArrowUp", "F2")
    sheet.type("999", then="Escape")
    sheet.expect_saved()
    assert pagu(rencana, PROSES, 2025) == "1005"


def test_fill_down_copies_the_first_row_of_the_block(visitor: Visitor, rencana: Rencana) -> None:
    sheet = open_sheet(visitor, "perencana")
    sheet.click(row_of(rencana, PROSES), "target:2025")
    sheet.press("Shift+ArrowDown", "Shift+ArrowRight", f"{CTRL}+d")
    sheet.expect_saved()
    assert pagu(rencana, KOORDINASI, 2025) == "100"
    assert ChangeSet.objects.latest("pk").rencana_id == rencana.pk


def test_copying_out_gives_what_excel_understands(visitor: Visitor, rencana: Rencana) -> None:
    sheet = open_sheet(visitor, "perencana")
    sheet.click(row_of(rencana, PROSES), "pagu:2025")
    sheet.type("1.308.202.759,5")
    sheet.click(row_of(rencana, PROSES), "target:2025")
    sheet.press("Shift+ArrowDown", "Shift+ArrowRight", f"{CTRL}+c")
    assert sheet.clipboard() == "15\t1308202759,5\r\n15\t50"


def test_undo_and_redo_go_step_by_step(visitor: Visitor, rencana: Rencana) -> None:
    sheet = open_sheet(visitor, "perencana")
    proses = row_of(rencana, PROSES)
    cell = sheet.cell(proses, "pagu:2025")
    for amount in ("200", "300"):
        sheet.click(proses, "pagu:2025")
        sheet.type(amount)
        sheet.expect_saved()
    sheet.press(f"{CTRL}+z")
    expect(cell).to_have_text("200")
    sheet.press(f"{CTRL}+z")
    expect(cell).to_have_text("100")
    sheet.press(f"{CTRL}+y")
    expect(cell).to_have_text("200")
    sheet.expect_saved()
    assert pagu(rencana, PROSES, 2025) == "200"


def test_the_history_of_a_cell_tells_who_changed_what(visitor: Visitor, rencana: Rencana) -> None:
    sheet = open_sheet(visitor, "perencana")
    sheet.click(row_of(rencana, PROSES), "pagu:2025")
    sheet.type("7.500.000")
    sheet.expect_saved()
    sheet.press("ArrowUp", "Alt+r")
    expect(sheet.dialog).to_contain_text("7.500.000")
    expect(sheet.dialog).to_contain_text("perencana")


def test_the_plafon_is_shown_on_demand_and_a_difference_is_marked(visitor: Visitor, rencana: Rencana) -> None:
    sheet = open_sheet(visitor, "perencana")
    program = row_of(rencana, PROGRAM)
    sheet.page.get_by_role("checkbox", name="Plafon").check()
    sheet.click(program, "plafon:2025")
    sheet.type("200")
    expect(sheet.cell(program, "selisih:2025")).to_have_text("25")
    expect(sheet.cell(program, "pagu:2025")).to_have_class(re.compile("petak-beda"))
    sheet.expect_saved()
    cascade = stored(rencana)
    assert cascade.by_id[find(cascade, PROGRAM)].plafon_at(2025).number == Decimal(200)


def test_folding_and_the_level_filter_hide_rows(visitor: Visitor, rencana: Rencana) -> None:
    sheet = open_sheet(visitor, "perencana")
    proses, kegiatan = row_of(rencana, PROSES), row_of(rencana, "2.07.03.2.01")
    sheet.click(kegiatan, "uraian")
    sheet.press("Alt+ArrowLeft")
    expect(sheet.cell(proses, "uraian")).to_have_count(0)
    sheet.press("Alt+ArrowRight")
    expect(sheet.cell(proses, "uraian")).to_have_count(1)
    sheet.page.get_by_label("Tingkat yang ditampilkan").select_option("program")
    expect(sheet.cell(kegiatan, "uraian")).to_have_count(0)
    expect(sheet.cell(row_of(rencana, PROGRAM), "pagu:2025")).to_have_text("175")


def test_find_goes_to_a_folded_row(visitor: Visitor, rencana: Rencana) -> None:
    sheet = open_sheet(visitor, "perencana")
    sheet.page.get_by_label("Tingkat yang ditampilkan").select_option("program")
    sheet.grid.focus()
    sheet.press(f"{CTRL}+f")
    sheet.type("koordinasi pel")
    sheet.press("Escape")
    expect(sheet.page.locator("#petak-kini").locator("xpath=..")).to_have_attribute(
        "data-baris", row_of(rencana, KOORDINASI)
    )


def test_a_reader_sees_why_nothing_can_be_typed(visitor: Visitor, rencana: Rencana) -> None:
    make_user("pembaca", "pembaca", rencana)
    sheet = open_sheet(visitor, "pembaca")
    proses = row_of(rencana, PROSES)
    expect(visitor.page.locator("main .pesan").first).to_contain_text("Terkunci")
    sheet.click(proses, "pagu:2025")
    sheet.page.keyboard.type("999")
    expect(sheet.cell(proses, "pagu:2025")).to_have_text("100")
    expect(sheet.page.locator("[data-petak=ujar]")).not_to_be_empty()
    expect(sheet.page.locator(".petak-sunting")).to_be_hidden()
    assert pagu(rencana, PROSES, 2025) == "100"


def test_the_grid_is_named_for_screen_readers_and_f6_leads_out(visitor: Visitor, rencana: Rencana) -> None:
    sheet: SheetPage = open_sheet(visitor, "perencana")
    sheet.click(row_of(rencana, PROSES), "pagu:2025")
    current = sheet.page.locator("#petak-kini")
    expect(sheet.grid).to_have_attribute("aria-activedescendant", "petak-kini")
    expect(current).to_have_attribute("aria-label", re.compile(r"Pagu 2025, 2\.07\.03\.2\.01\.0001 .*: 100"))
    sheet.press("F6")
    expect(sheet.page.get_by_role("button", name="Tambah").first).to_be_focused()
    sheet.press("F6")
    expect(sheet.grid).to_be_focused()


def test_the_printed_table_shows_what_was_typed(visitor: Visitor, rencana: Rencana) -> None:
    sheet = open_sheet(visitor, "perencana")
    sheet.click(row_of(rencana, PROSES), "target:2026")
    sheet.type("99,30", then="Tab")
    sheet.type("8.800.000")
    sheet.expect_saved()
    visitor.open("/renstra/kota-uji/disnaker/2025-2029/tabel/4.3/")
    shown = visitor.page.locator(".tabel-resmi").inner_text()
    assert "99,30" in shown
    assert "8.800.000" in shown


def test_the_frame_stands_on_the_current_cell_after_a_jump(visitor: Visitor) -> None:
    plan = make_plan(wide_draft(200))
    make_user("perencana", "perencana", plan)
    sheet = open_sheet(visitor, "perencana")
    frame, current = sheet.page.locator(".petak-kini:visible"), sheet.page.locator("#petak-kini")
    for keys in (["Control+End"], ["ArrowUp", "Control+ArrowLeft"], ["PageUp", "PageUp", "End"], ["Control+Home"]):
        sheet.press(*keys)
        expect(current).to_have_count(1)
        sheet.page.wait_for_timeout(100)
        drawn, stands = frame.bounding_box(), current.bounding_box()
        assert drawn is not None and stands is not None
        assert abs(drawn["y"] - stands["y"]) <= 1, keys
        assert abs(drawn["x"] - stands["x"]) <= 1, keys


def test_every_module_of_the_grid_is_fetched_early() -> None:
    root = Path(__file__).resolve().parents[2]
    named = (root / "templates" / "planning" / "isian_modul.html").read_text(encoding="utf-8")
    modules = {f"js/isian/{path.name}" for path in (root / "static" / "js" / "isian").glob("*.js")}
    assert {name for name in modules if f"'{name}'" in named} == modules - {"js/isian/grid.js"}
    assert {f"'{name}'" in named for name in ("js/angka.js", "vendor/tabulator/tabulator_esm.min.js")} == {True}


def test_every_icon_that_a_script_names_is_in_the_sprite() -> None:
    root = Path(__file__).resolve().parents[2]
    scripts = "".join(path.read_text(encoding="utf-8") for path in (root / "static" / "js" / "isian").glob("*.js"))
    named = set(re.findall(r'icon(?:\(|: )"([a-z0-9-]+)"|\["([a-z0-9-]+)", (?:at|`)', scripts))
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (root / "static" / "ikon.svg").read_text(encoding="utf-8")))
    assert {one or other for one, other in named} - sprite == set()
    assert len(named) > 10
