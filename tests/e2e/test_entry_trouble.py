"""When things go wrong: others on the same cell, a cut line, an ended session. Nothing is lost, nothing half-saved."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Dialog, Route, expect

from planning.cascade import load
from planning.models import ChangeSet, Rencana
from tests.e2e.conftest import Visitor
from tests.e2e.sheet import CTRL, GRID, SheetPage, open_sheet, row_of
from tests.planning.factories import find, make_plan, make_user, small_draft

PROSES = "2.07.03.2.01.0001"
KOORDINASI = "2.07.03.2.01.0002"
PASSWORD = "rahasia"


@pytest.fixture
def rencana() -> Rencana:
    plan = make_plan(small_draft())
    make_user("perencana", "perencana", plan)
    make_user("rekan", "perencana", plan)
    return plan


def pagu(rencana: Rencana, kode: str, tahun: int = 2025) -> str:
    cascade = load(Rencana.objects.get(pk=rencana.pk))
    return cascade.by_id[find(cascade, kode)].pagu_at(tahun).plain()


def no_polling(sheet: SheetPage) -> None:
    """So that a page does not learn of the other's change before it saves its own."""
    sheet.page.route("**/perubahan.json*", lambda route: route.abort())


# Two people ------------------------------------------------------------------------------------------


def test_a_colleagues_saved_cell_appears_within_seconds(visitor: Visitor, colleague: Visitor, rencana: Rencana) -> None:
    mine, theirs = open_sheet(visitor, "perencana"), open_sheet(colleague, "rekan")
    proses = row_of(rencana, PROSES)
    theirs.click(proses, "pagu:2025")
    theirs.type("400")
    theirs.expect_saved()

    expect(mine.cell(proses, "pagu:2025")).to_have_text("400", timeout=6_000)
    expect(mine.cell(proses, "pagu:2025")).to_have_attribute("data-siapa", re.compile("rekan"))
    expect(mine.cell(row_of(rencana, "2.07.03"), "pagu:2025")).to_have_text("475")


def both_type(visitor: Visitor, colleague: Visitor, rencana: Rencana) -> tuple[SheetPage, str]:
    mine, theirs = open_sheet(visitor, "perencana"), open_sheet(colleague, "rekan")
    no_polling(mine)
    proses = row_of(rencana, PROSES)
    theirs.click(proses, "pagu:2025")
    theirs.type("400")
    theirs.expect_saved()
    mine.click(proses, "pagu:2025")
    mine.type("500")
    expect(mine.dialog).to_be_visible()
    return mine, proses


def test_the_later_of_two_is_shown_both_values_with_who_and_when(
    visitor: Visitor, colleague: Visitor, rencana: Rencana
) -> None:
    mine, _ = both_type(visitor, colleague, rencana)
    expect(mine.dialog).to_contain_text("400")
    expect(mine.dialog).to_contain_text("500")
    expect(mine.dialog).to_contain_text(re.compile(r"rekan, \d+ \w+ \d{4} pukul \d\d\.\d\d"))
    assert pagu(rencana, PROSES) == "400"


def test_the_later_of_two_may_keep_the_own_value(visitor: Visitor, colleague: Visitor, rencana: Rencana) -> None:
    mine, proses = both_type(visitor, colleague, rencana)
    mine.dialog.get_by_label("Isian Anda").check()
    mine.dialog.get_by_role("button", name="Simpan pilihan").click()
    mine.expect_saved()
    expect(mine.cell(proses, "pagu:2025")).to_have_text("500")
    assert pagu(rencana, PROSES) == "500"


def test_the_later_of_two_may_leave_the_others_value(visitor: Visitor, colleague: Visitor, rencana: Rencana) -> None:
    mine, proses = both_type(visitor, colleague, rencana)
    mine.press("Escape")
    expect(mine.cell(proses, "pagu:2025")).to_have_text("400")
    expect(mine.saving).to_contain_text("ersimpan")
    assert pagu(rencana, PROSES) == "400"


def test_a_row_that_a_colleague_adds_appears_without_losing_ones_place(
    visitor: Visitor, colleague: Visitor, rencana: Rencana
) -> None:
    mine, theirs = open_sheet(visitor, "perencana"), open_sheet(colleague, "rekan")
    mine.click(row_of(rencana, PROSES), "pagu:2025")
    theirs.click(row_of(rencana, PROSES), "uraian")
    theirs.press("Alt+t")
    theirs.dialog.get_by_label("Yang ditambahkan").select_option("output")
    theirs.dialog.get_by_label("Uraian output").fill("Terlatihnya pencari kerja")
    theirs.press("Enter")
    expect(theirs.grid).to_contain_text("Terlatihnya pencari kerja")
    expect(mine.grid).to_contain_text("Terlatihnya pencari kerja", timeout=8_000)
    expect(mine.page.locator("#petak-kini")).to_have_attribute("tabulator-field", "pagu:2025")


# A cut line ------------------------------------------------------------------------------------------


def try_again(sheet: SheetPage, mend: Callable[[], None] = lambda: None) -> None:
    """By the button, once the line is mended; the page also tries by itself, and on a busy machine may be quicker."""
    button = sheet.saving.get_by_role("button", name="Coba lagi")
    expect(button).to_be_visible()
    mend()
    button.evaluate_all("buttons => buttons.forEach((one) => one.click())")
    sheet.expect_saved()


def test_a_line_cut_in_the_middle_of_a_paste_saves_nothing_and_loses_nothing(
    visitor: Visitor, rencana: Rencana
) -> None:
    sheet = open_sheet(visitor, "perencana")
    before = ChangeSet.objects.count()
    sheet.click(row_of(rencana, PROSES), "target:2025")
    sheet.copy_from_excel("16\t900", "18\t800")
    sheet.paste()
    expect(sheet.dialog).to_be_visible()
    cut: list[str] = []

    def cut_the_line(route: Route) -> None:
        cut.append(route.request.method)
        route.abort("connectionreset")

    sheet.page.route("**/isian/sel/", cut_the_line)
    sheet.dialog.get_by_role("button", name="Tempel semua (4)").click()
    expect(sheet.saving).to_contain_text("Gagal menyimpan 4 sel")
    expect(sheet.notices).to_contain_text("aman di peramban ini")
    assert cut
    assert ChangeSet.objects.count() == before
    assert pagu(rencana, PROSES) == "100"

    try_again(sheet, lambda: sheet.page.unroute("**/isian/sel/"))
    assert (pagu(rencana, PROSES), pagu(rencana, KOORDINASI)) == ("900", "800")
    assert ChangeSet.objects.count() == before + 1


def test_an_answer_that_is_lost_on_the_way_back_saves_nothing_twice(visitor: Visitor, rencana: Rencana) -> None:
    sheet = open_sheet(visitor, "perencana")
    before = ChangeSet.objects.count()
    lost: list[int] = []

    def lose_the_answer(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort("connectionreset")

    sheet.page.route("**/isian/sel/", lose_the_answer, times=1)
    sheet.click(row_of(rencana, PROSES), "pagu:2025")
    sheet.type("640")
    expect(sheet.saving).to_contain_text("Gagal")
    assert lost == [200]
    try_again(sheet)
    assert pagu(rencana, PROSES) == "640"
    assert ChangeSet.objects.count() == before + 1


def test_what_waits_survives_a_reload_and_is_offered_again(visitor: Visitor, rencana: Rencana) -> None:
    sheet = open_sheet(visitor, "perencana")
    sheet.page.context.set_offline(True)
    sheet.click(row_of(rencana, PROSES), "pagu:2025")
    sheet.type("777.000")
    sheet.type("12,5 Orang")
    expect(sheet.saving).to_contain_text("Gagal menyimpan")
    warned: list[str] = []

    def leave(question: Dialog) -> None:
        warned.append(question.type)
        question.accept()

    sheet.page.on("dialog", leave)
    sheet.page.route("**/isian/sel/", lambda route: route.abort())
    sheet.page.context.set_offline(False)
    sheet.page.reload()
    assert warned == ["beforeunload"]
    sheet.wait()
    assert pagu(rencana, PROSES) == "100"
    expect(sheet.notices).to_contain_text("Ada 2 isian")
    sheet.page.unroute("**/isian/sel/")
    sheet.notices.get_by_role("button", name="Lihat isinya").click()
    expect(sheet.dialog).to_contain_text("777.000")
    sheet.dialog.get_by_role("button", name="Simpan sekarang").click()
    expect(sheet.cell(row_of(rencana, PROSES), "pagu:2025")).to_have_text("777.000")
    expect(sheet.saving).to_contain_text("Belum tersimpan: 1 sel")
    assert pagu(rencana, PROSES) == "777000"
    # The text that is no amount of rupiah stays in its cell until somebody says what it means.
    expect(sheet.cell(row_of(rencana, KOORDINASI), "pagu:2025")).to_have_text("12,5 Orang")


def test_typing_goes_on_while_the_line_is_cut_and_everything_arrives_later(visitor: Visitor, rencana: Rencana) -> None:
    sheet = open_sheet(visitor, "perencana")
    sheet.page.context.set_offline(True)
    sheet.click(row_of(rencana, PROSES), "pagu:2025")
    sheet.type("111")
    sheet.type("222")
    expect(sheet.saving).to_contain_text("Gagal menyimpan")
    expect(sheet.cell(row_of(rencana, "2.07.03.2.01"), "pagu:2025")).to_have_text("333")
    sheet.page.context.set_offline(False)
    sheet.expect_saved()
    assert (pagu(rencana, PROSES), pagu(rencana, KOORDINASI)) == ("111", "222")


# Sessions --------------------------------------------------------------------------------------------


def test_a_session_that_ends_while_typing_loses_nothing(visitor: Visitor, rencana: Rencana) -> None:
    sheet = open_sheet(visitor, "perencana")
    Session.objects.all().delete()
    sheet.click(row_of(rencana, PROSES), "pagu:2025")
    sheet.type("888")
    expect(sheet.notices).to_contain_text("Sesi Anda berakhir")
    expect(sheet.saving).to_contain_text("1 sel belum tersimpan")
    assert pagu(rencana, PROSES) == "100"

    with sheet.page.context.expect_page() as opened:
        sheet.notices.get_by_role("link", name="Masuk lagi di tab baru").click()
    door = opened.value
    door.fill("input[name=username]", "perencana")
    door.fill("input[name=password]", PASSWORD)
    door.click("form button[type=submit]")
    door.wait_for_selector("#petak[data-siap]")
    door.close()
    sheet.page.bring_to_front()
    sheet.expect_saved()
    expect(sheet.notices).not_to_contain_text("Sesi Anda berakhir")
    assert pagu(rencana, PROSES) == "888"
    assert ChangeSet.objects.latest("pk").user is not None


def test_undo_works_after_signing_in_again(visitor: Visitor, rencana: Rencana) -> None:
    sheet = open_sheet(visitor, "perencana")
    proses = row_of(rencana, PROSES)
    sheet.click(proses, "target:2025")
    sheet.copy_from_excel("16\t900", "18\t800")
    sheet.paste()
    sheet.dialog.get_by_role("button", name="Tempel semua (4)").click()
    sheet.expect_saved()

    visitor.page.context.clear_cookies()
    again = open_sheet(visitor, "perencana", GRID)
    expect(again.cell(proses, "pagu:2025")).to_have_text("900")
    again.click(proses, "pagu:2025")
    again.press(f"{CTRL}+z")
    expect(again.cell(proses, "pagu:2025")).to_have_text("100")
    assert (pagu(rencana, PROSES), pagu(rencana, KOORDINASI)) == ("100", "50")

    again.page.get_by_role("button", name="Baris").click()
    again.page.get_by_role("button", name="Perubahan saya").click()
    expect(again.dialog.locator("li").first).to_be_visible()


def test_nothing_is_sent_in_the_name_of_somebody_else_who_signed_in_here(visitor: Visitor, rencana: Rencana) -> None:
    sheet = open_sheet(visitor, "perencana")
    before = ChangeSet.objects.count()
    Session.objects.all().delete()
    sheet.click(row_of(rencana, PROSES), "pagu:2025")
    sheet.type("888")
    expect(sheet.notices).to_contain_text("Sesi Anda berakhir")
    other = Visitor(visitor.page.context.new_page(), visitor.base)
    other.sign_in("rekan", PASSWORD)
    other.page.close()
    sheet.page.bring_to_front()
    expect(sheet.notices).to_contain_text("masuk sebagai orang lain", timeout=8_000)
    expect(sheet.saving).to_contain_text("1 sel")
    assert ChangeSet.objects.count() == before
    assert pagu(rencana, PROSES) == "100"
