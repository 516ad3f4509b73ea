"""Pasting a block from Excel: shown before it lands, taken whole, in part or not at all, and all or nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from planning.cascade import load
from planning.models import ChangeSet, Indikator, NilaiIndikator, Rencana
from tests.e2e.conftest import Visitor
from tests.e2e.sheet import CTRL, SheetPage, open_sheet, row_of
from tests.planning.factories import find, make_plan, make_user, small_draft

PROSES = "2.07.03.2.01.0001"
KOORDINASI = "2.07.03.2.01.0002"
PEMBINAAN = "2.07.03.2.02.0001"


@pytest.fixture
def rencana() -> Rencana:
    plan = make_plan(small_draft())
    make_user("perencana", "perencana", plan)
    return plan


@pytest.fixture
def sheet(visitor: Visitor, rencana: Rencana) -> SheetPage:
    return open_sheet(visitor, "perencana")


def figures(rencana: Rencana, kode: str) -> dict[str, str]:
    """Target and pagu of a sub-kegiatan as they are stored: {"target:2025": "15", …}."""
    cascade = load(Rencana.objects.get(pk=rencana.pk))
    node = cascade.by_id[find(cascade, kode)]
    years = cascade.plan.tahun_tabel
    found = {f"target:{year}": node.indikator[0].target_at(year).plain() for year in years}
    return found | {f"pagu:{year}": node.pagu_at(year).plain() for year in years}


def chip(sheet: SheetPage, words: str) -> None:
    expect(sheet.dialog.locator(".petak-keping")).to_contain_text(words)


def paste_at(sheet: SheetPage, row: str, field: str, *lines: str) -> None:
    sheet.click(row, field)
    sheet.copy_from_excel(*lines)
    sheet.paste()
    expect(sheet.dialog).to_be_visible()


def test_the_preview_tells_every_kind_of_cell_apart(sheet: SheetPage, rencana: Rencana) -> None:
    """Two rows of a block over a sub-kegiatan and its neighbour, then the kegiatan with its roll-up."""
    paste_at(
        sheet,
        row_of(rencana, PROSES),
        "target:2025",
        # same, changed, ambiguous, tenfold of 200
        "15\tRp. 925.102.800,-\t1,835\t2.000",
        # unit beside another unit, trailing comma, dash, new
        "20 Dokumen\t26.221.443.229,\t-\t150",
        # the kegiatan below: a roll-up takes no figure
        "30\t999\t31\t",
    )
    chip(sheet, "1 sama")
    chip(sheet, "1 galat")
    chip(sheet, "tidak cocok")
    chip(sheet, "mencurigakan")
    chip(sheet, "berubah")
    text = sheet.dialog.inner_text()
    assert "dapat dibaca dua cara" in text
    assert "Dokumen" in text
    assert "925.102.800" in text
    assert "26.221.443.229" in text
    assert figures(rencana, PROSES)["pagu:2025"] == "100"


def test_taking_all_saves_the_block_as_one_act(sheet: SheetPage, rencana: Rencana) -> None:
    before = ChangeSet.objects.count()
    paste_at(
        sheet,
        row_of(rencana, PROSES),
        "target:2027",
        "16\t1.000.000\t17\tRp 1.100.000",
        "-\t2.000.000\t0\t2.200.000,-",
    )
    chip(sheet, "baru")
    sheet.dialog.get_by_role("button", name="Tempel semua (8)").click()
    sheet.expect_saved()

    proses, koordinasi = figures(rencana, PROSES), figures(rencana, KOORDINASI)
    assert [proses[one] for one in ("target:2027", "pagu:2027", "target:2028", "pagu:2028")] == [
        "16",
        "1000000",
        "17",
        "1100000",
    ]
    assert [koordinasi[one] for one in ("target:2027", "pagu:2027", "target:2028", "pagu:2028")] == [
        "-",
        "2000000",
        "0",
        "2200000",
    ]
    assert ChangeSet.objects.count() == before + 1


def test_taking_a_part_leaves_the_rest_as_it_was(sheet: SheetPage, rencana: Rencana) -> None:
    paste_at(sheet, row_of(rencana, PROSES), "target:2025", "16\t900", "18\t800")
    for box in sheet.dialog.get_by_role("checkbox", name="Target 2025").all():
        box.uncheck()
    for box in sheet.dialog.get_by_role("checkbox", name="Pagu 2025").all():
        box.check()
    sheet.dialog.get_by_role("button", name="Tempel yang dipilih (2)").click()
    sheet.expect_saved()
    assert [figures(rencana, kode)["pagu:2025"] for kode in (PROSES, KOORDINASI)] == ["900", "800"]
    assert [figures(rencana, kode)["target:2025"] for kode in (PROSES, KOORDINASI)] == ["15", "15"]


def test_taking_none_changes_nothing(sheet: SheetPage, rencana: Rencana) -> None:
    before = ChangeSet.objects.count()
    paste_at(sheet, row_of(rencana, PROSES), "target:2025", "16\t900", "18\t800")
    sheet.press("Escape")
    expect(sheet.dialog).to_have_count(0)
    expect(sheet.grid).to_be_focused()
    expect(sheet.cell(row_of(rencana, PROSES), "pagu:2025")).to_have_text("100")
    assert ChangeSet.objects.count() == before


def test_an_ambiguous_number_lands_as_the_reading_that_was_chosen(sheet: SheetPage, rencana: Rencana) -> None:
    paste_at(sheet, row_of(rencana, PROSES), "target:2027", "1,835\t500.000")
    sheet.dialog.get_by_label("1,835 (satu koma").check()
    sheet.dialog.get_by_role("button", name="Tempel semua (2)").click()
    sheet.expect_saved()
    found = figures(rencana, PROSES)
    assert (found["target:2027"], found["pagu:2027"]) == ("1.8350", "500000")


def test_a_block_that_starts_with_codes_finds_its_rows_and_names_those_it_does_not(
    sheet: SheetPage, rencana: Rencana
) -> None:
    paste_at(
        sheet,
        row_of(rencana, "2.07.03"),
        "target:2027",
        f"{PEMBINAAN}\tPembinaan Lembaga Pelatihan Kerja Swasta\t7\t700.000",
        f"{PROSES}\tProses Pelatihan\t5\t500.000",
        "2.07.09.2.09.0009\tTidak ada\t1\t2",
    )
    chip(sheet, "2 tidak cocok")
    expect(sheet.dialog).to_contain_text("kode 2.07.09.2.09.0009")
    sheet.dialog.get_by_role("button", name="Tempel semua (4)").click()
    sheet.expect_saved()
    assert figures(rencana, PEMBINAAN)["pagu:2027"] == "700000"
    assert figures(rencana, PROSES)["target:2027"] == "5"


def test_a_cell_of_several_lines_stays_one_cell(sheet: SheetPage, rencana: Rencana) -> None:
    paste_at(
        sheet,
        row_of(rencana, PROSES),
        "lokasi",
        '"Kec. Satu\nKec. ""Dua"""\tBidang Pelatihan',
        "Kec. Tiga\tBidang Penempatan",
    )
    sheet.dialog.get_by_role("button", name="Tempel semua (4)").click()
    sheet.expect_saved()
    cascade = load(Rencana.objects.get(pk=rencana.pk))
    nodes = [cascade.by_id[find(cascade, kode)] for kode in (PROSES, KOORDINASI)]
    assert [one.lokasi for one in nodes] == ['Kec. Satu\nKec. "Dua"', "Kec. Tiga"]
    assert nodes[1].penanggung_jawab == "Bidang Penempatan"


def test_one_cell_is_pasted_at_once_and_fills_a_chosen_block(sheet: SheetPage, rencana: Rencana) -> None:
    proses = row_of(rencana, PROSES)
    sheet.click(proses, "pagu:2027")
    sheet.copy_from_excel("Rp 750.000")
    sheet.paste()
    sheet.expect_saved()
    assert figures(rencana, PROSES)["pagu:2027"] == "750000"

    sheet.click(proses, "target:2028")
    sheet.press("Shift+ArrowDown")
    sheet.copy_from_excel("12")
    sheet.paste()
    sheet.dialog.get_by_role("button", name="Tempel semua (2)").click()
    sheet.expect_saved()
    assert [figures(rencana, kode)["target:2028"] for kode in (PROSES, KOORDINASI)] == ["12", "12"]


def test_what_was_copied_here_can_be_pasted_here(sheet: SheetPage, rencana: Rencana) -> None:
    proses = row_of(rencana, PROSES)
    sheet.click(proses, "target:2025")
    sheet.press("Shift+ArrowRight", f"{CTRL}+c")
    sheet.click(proses, "target:2029")
    sheet.press("Delete")
    sheet.paste()
    sheet.dialog.get_by_role("button", name="Tempel semua (2)").click()
    sheet.expect_saved()
    found = figures(rencana, PROSES)
    assert (found["target:2029"], found["pagu:2029"]) == ("15", "100")


def test_a_pasted_block_is_undone_at_once(sheet: SheetPage, rencana: Rencana) -> None:
    paste_at(sheet, row_of(rencana, PROSES), "target:2025", "16\t900", "18\t800")
    sheet.dialog.get_by_role("button", name="Tempel semua (4)").click()
    sheet.expect_saved()
    sheet.press(f"{CTRL}+z")
    expect(sheet.cell(row_of(rencana, KOORDINASI), "pagu:2025")).to_have_text("50")
    expect(sheet.cell(row_of(rencana, PROSES), "target:2025")).to_have_text("15")
    assert figures(rencana, PROSES)["pagu:2025"] == "100"


def test_three_decimals_go_to_excel_as_shown_and_come_back_exactly(sheet: SheetPage, rencana: Rencana) -> None:
    """67,405 typed by hand could mean two numbers; Excel shall get it as it is, and our own paste shall not ask."""
    indicator = Indikator.objects.get(simpul=int(row_of(rencana, PROSES)[1:]))
    NilaiIndikator.objects.filter(indikator=indicator, tahun=2025, peran="target").update(
        angka=Decimal("67.405"), desimal=3
    )
    sheet.page.reload()
    sheet.wait()
    proses, koordinasi = row_of(rencana, PROSES), row_of(rencana, KOORDINASI)
    sheet.click(proses, "target:2025")
    sheet.press(f"{CTRL}+c")
    assert sheet.clipboard() == "67,405"
    sheet.click(koordinasi, "target:2025")
    sheet.paste()
    expect(sheet.cell(koordinasi, "target:2025")).to_have_text("67,405")
    sheet.expect_saved()
    assert figures(rencana, KOORDINASI)["target:2025"] == "67.405"

    sheet.click(proses, "target:2025")
    sheet.press("Shift+ArrowRight", f"{CTRL}+c")
    assert sheet.clipboard() == "67,405\t100"
    sheet.click(proses, "target:2029")
    sheet.paste()
    sheet.dialog.get_by_role("button", name="Tempel semua (2)").click()
    sheet.expect_saved()
    assert figures(rencana, PROSES)["target:2029"] == "67.405"

    # From Excel the same text remains a question.
    sheet.click(proses, "target:2028")
    sheet.copy_from_excel("67,405")
    sheet.paste()
    expect(sheet.status).to_contain_text("dapat dibaca dua cara")
