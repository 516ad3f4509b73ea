"""From an empty plan to a printed table with keys and clipboard alone: program 2.07.04 of the published Renstra."""

from __future__ import annotations

import itertools

import pytest
from playwright.sync_api import expect

from planning.cascade import load
from planning.models import Rencana
from planning.nomenklatur.seed import load_seed_nomenklatur
from planning.tables import TableOptions, build_table
from renstra_portal.lib.codes import parse_kode
from tests.e2e.conftest import Visitor
from tests.e2e.sheet import CTRL, SheetPage, open_sheet
from tests.golden import document, printed
from tests.planning.factories import make_edition, make_plan, make_user

YEARS = range(2025, 2031)
PROGRAM = "2.07.04"
PROGRAM_NAME = "PROGRAM PENEMPATAN TENAGA KERJA"
KEGIATAN = {
    "2.07.04.2.01": ("2.07.04.2.01.0003", "2.07.04.2.01.0004", "2.07.04.2.01.0005"),
    "2.07.04.2.03": ("2.07.04.2.03.0002", "2.07.04.2.03.0003"),
    "2.07.04.2.04": ("2.07.04.2.04.0001",),
}
#: Where the document's order is not that of the codes: the row that moves, and the row it comes to stand after.
MOVES = (("2.07.04.2.01.0005", "2.07.04.2.01.0003"), ("2.07.04.2.03.0002", "2.07.04.2.03.0003"))
TEXT, INDICATOR = "bidang_urusan_program_outcome_kegiatan_subkegiatan_output", "indikator_outcome_output"


@pytest.fixture
def rencana() -> Rencana:
    make_edition()
    load_seed_nomenklatur()
    plan = make_plan()
    make_user("perencana", "perencana", plan)
    return plan


def source() -> list[document.SourceRow]:
    """The document's rows of the program: itself, its outcome, its kegiatan and sub-kegiatan, as they were printed."""
    rows = document.rows("tabel_4_3")
    first = next(index for index, row in enumerate(rows) if row[TEXT] == PROGRAM_NAME)
    rest = rows[first + 1 :]
    end = next((index for index, row in enumerate(rest) if row["level"] == "program"), len(rest))
    return [rows[first], *rest[:end]]


def go_to(sheet: SheetPage, words: str) -> None:
    """By Ctrl+F; the current cell is then the name of the first row that holds the words."""
    # A dialog that closes gives the focus back a moment later.
    expect(sheet.grid).to_be_focused()
    sheet.press(f"{CTRL}+f", f"{CTRL}+a")
    sheet.type(words)
    sheet.press("Escape", "Home")


def choose_entry(sheet: SheetPage, words: str) -> None:
    """In the open dialog: search the nomenclature, wait for the entry, take it."""
    sheet.page.keyboard.type(words)
    expect(sheet.dialog.locator("[role=option][aria-selected=true] .petak-kode")).to_have_text(words)
    sheet.press("Enter")
    expect(sheet.dialog).to_have_count(0)
    expect(sheet.status).to_contain_text(words)


def add(sheet: SheetPage, what: str) -> None:
    """Open the dialog and choose what to add by the first letters of its name."""
    sheet.press("Alt+t")
    expect(sheet.dialog).to_be_visible()
    sheet.press("Shift+Tab")
    sheet.page.keyboard.type(what)
    sheet.press("Tab")


def build_rows(sheet: SheetPage, outcome: str) -> None:
    expect(sheet.page.get_by_role("button", name="Tambah program")).to_be_focused()
    sheet.press("Enter")
    choose_entry(sheet, PROGRAM)
    add(sheet, "Outcome")
    sheet.type(outcome)
    expect(sheet.status).to_contain_text(outcome)
    for number, (kegiatan, below) in enumerate(KEGIATAN.items()):
        go_to(sheet, outcome)
        sheet.press("Alt+t")
        if number == 0:
            # The document prints no output rows; the choice stands for what is added afterwards.
            sheet.dialog.get_by_label("Sertakan kinerja").press("Space")
            expect(sheet.dialog.get_by_label("Sertakan kinerja")).not_to_be_checked()
            sheet.dialog.get_by_role("combobox").last.focus()
        choose_entry(sheet, kegiatan)
        for kode in below:
            sheet.press("Alt+t")
            choose_entry(sheet, kode)


def type_row(sheet: SheetPage, words: str, cells: list[str]) -> None:
    """Type cell after cell with Tab, from the indicator's text on."""
    go_to(sheet, words)
    sheet.press("Tab")
    for text in cells:
        sheet.type(text, then="Tab")


def table_4_2() -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    """Table 4.2 of the document: the program's tujuan, sasaran and outcome, and (place, name, output) of what is below.

    A place is the number below the program: "1.2." for the document's 3.1.2. The table leaves out two sub-kegiatan of
    table 4.3 and names one that stands there nowhere; only what both tables hold can be rebuilt.
    """
    rows = document.rows("tabel_4_2")
    first = next(index for index, row in enumerate(rows) if row["kode_resolved"] == PROGRAM)
    by_number = {row["row_no"]: row for row in rows}
    lead: dict[str, str] = {}
    above = by_number[rows[first]["parent_row_no"]]
    while above:
        lead[above["level"]] = above["teks"]
        above = by_number.get(above["parent_row_no"], {})
    own = list(
        itertools.takewhile(lambda row: row["level"] in ("kegiatan", "sub_kegiatan", "output"), rows[first + 1 :])
    )
    outputs = {place_of(row): row["teks"] for row in own if row["level"] == "output"}
    known = {*KEGIATAN, *(kode for below in KEGIATAN.values() for kode in below)}
    return lead, [
        (place_of(row), row["teks"], outputs.get(place_of(row), ""))
        for row in own
        if row["level"] != "output" and parse_kode(row["kode_resolved"]).text in known
    ]


def place_of(row: document.SourceRow) -> str:
    """The number of a row below its program, with the full stop that the document forgets once."""
    return row["nomor"].partition(".")[2].removesuffix(".") + "."


def build_goals_and_outputs(sheet: SheetPage) -> None:
    """What table 4.2 needs beside table 4.3: tujuan, sasaran, the program's link to it, and the outputs."""
    lead, below = table_4_2()
    go_to(sheet, PROGRAM)
    for what, words in (("Tujuan", lead["tujuan"]), ("Sasaran", lead["sasaran"])):
        add(sheet, what)
        sheet.type(words)
        expect(sheet.status).to_contain_text(words)
    go_to(sheet, PROGRAM)
    sheet.press("Alt+k")
    sheet.dialog.get_by_label(f"Sasaran: {lead['sasaran']}").focus()
    sheet.press("Space")
    sheet.dialog.get_by_role("button", name="Simpan kaitan").focus()
    sheet.press("Enter")
    expect(sheet.dialog).to_have_count(0)
    for _, name, output in below:
        if output:
            go_to(sheet, name)
            add(sheet, "Output")
            sheet.type(output)
            expect(sheet.status).to_contain_text(output)


def compare_table_4_2(rencana: Rencana) -> None:
    """Row by row. The indicator is that of table 4.3: the document's two tables word it differently."""
    lead, below = table_4_2()
    lines = printed.from_csv(build_table("4.2", load(Rencana.objects.get(pk=rencana.pk))))
    # What stands to the left is one merged cell: the first line alone holds its text.
    assert {name: lines[0].get(name) for name in lead} == lead
    assert not any(line.get(name) for line in lines[1:] for name in lead)
    names = [str(line["program_kegiatan_subkegiatan"]) for line in lines]
    assert names[0] == f"1. {PROGRAM_NAME}"
    assert len(lines) == 1 + len(KEGIATAN) + sum(len(one) for one in KEGIATAN.values())
    found = {
        place: (printed.squeezed(name).casefold(), str(line.get("output", "")))
        for text, line in zip(names[1:], lines[1:], strict=True)
        for place, name in [text.removeprefix("1.").split(" ", 1)]
    }
    for place, name, output in below:
        assert found[place] == (printed.squeezed(name).casefold(), f"1.{place} {output}" if output else "")
    program = next(row for row in document.rows("tabel_4_3") if row[TEXT] == lead["outcome"])
    assert lines[0]["indikator"] == program[INDICATOR]


def test_a_program_is_rebuilt_by_keyboard_and_prints_as_published(visitor: Visitor, rencana: Rencana) -> None:
    program, outcome, *below = source()
    sheet = open_sheet(visitor, "perencana")
    build_rows(sheet, outcome[TEXT])
    type_row(
        sheet,
        outcome[TEXT],
        [outcome[INDICATOR], outcome["satuan"], outcome["baseline_2024"], *(outcome[f"target_{y}"] for y in YEARS)],
    )
    sheet.expect_saved()

    # The rest comes from Excel in one block, with the codes in its first column; sums have no place in the grid.
    go_to(sheet, PROGRAM)
    sheet.press("ArrowRight")
    figures = [column for year in YEARS for column in (f"target_{year}", f"pagu_{year}")]
    columns = ("kode_resolved_norm4", TEXT, INDICATOR, "satuan", "baseline_2024", *figures)
    sheet.copy_from_excel(*("\t".join(row[column] for column in columns) for row in below))
    sheet.paste()
    expect(sheet.dialog.locator(".petak-keping")).to_contain_text("tidak cocok")
    sheet.dialog.get_by_role("button", name="Tempel semua").focus()
    sheet.press("Enter")
    expect(sheet.dialog).to_have_count(0)
    sheet.expect_saved()

    for row in below:
        # The nomenclature spells some names otherwise than the document.
        go_to(sheet, row["kode_resolved_norm4"])
        if row[TEXT] not in sheet.status.inner_text():
            sheet.type(row[TEXT])
    for kode, after in MOVES:
        go_to(sheet, kode)
        sheet.press("Alt+p")
        expect(sheet.dialog.get_by_label("Letak")).to_contain_text(after)
        sheet.press("Tab")
        sheet.page.keyboard.type(f"sesudah {after}")
        sheet.press("Tab", "Enter")
        expect(sheet.dialog).to_have_count(0)

    # The document's own sums differ from its rows here and there: they are ceilings.
    sheet.press("F6")
    sheet.page.get_by_role("checkbox", name="Plafon").focus()
    sheet.press("Space", "F6")
    expect(sheet.page.get_by_role("checkbox", name="Plafon")).to_be_checked()
    kegiatan = next(row for row in below if row["kode_resolved_norm4"] == "2.07.04.2.04")
    for row, kode in ((program, PROGRAM), (kegiatan, "2.07.04.2.04")):
        go_to(sheet, kode)
        # Name, indicator, satuan, baseline, target, pagu, plafon; then four columns a year.
        sheet.press(*["ArrowRight"] * 6)
        for year in YEARS:
            sheet.page.keyboard.type(row[f"pagu_{year}"])
            sheet.press(*["ArrowRight"] * 4)
    sheet.expect_saved()

    cascade = load(Rencana.objects.get(pk=rencana.pk))
    lines = printed.from_csv(build_table("4.3", cascade, TableOptions(pagu="plafon")))
    first = next(index for index, line in enumerate(lines) if line.get("uraian") == PROGRAM_NAME)
    published = document.TABLES["4.3"]()
    start = next(index for index, line in enumerate(published) if line.get("uraian") == PROGRAM_NAME)
    expected = published[start : start + len(below) + 2]
    assert len(lines[first:]) == len(expected)
    for ours, theirs in zip(lines[first:], expected, strict=True):
        assert ours == theirs

    build_goals_and_outputs(sheet)
    compare_table_4_2(rencana)

    visitor.open("/renstra/kota-uji/disnaker/2025-2029/tabel/4.3/")
    expect(visitor.page.locator(".tabel-resmi")).to_contain_text("1.553.565.059")
    visitor.open("/renstra/kota-uji/disnaker/2025-2029/tabel/4.2/")
    expect(visitor.page.locator(".tabel-resmi")).to_contain_text(outcome[TEXT])
    assert visitor.complaints == []


def test_removing_shows_what_goes_with_it_and_undo_brings_it_back(visitor: Visitor, rencana: Rencana) -> None:
    sheet = open_sheet(visitor, "perencana")
    sheet.press("Enter")
    choose_entry(sheet, PROGRAM)
    sheet.press("Alt+t")
    choose_entry(sheet, "2.07.04.2.01")
    sheet.press("Alt+t")
    choose_entry(sheet, "2.07.04.2.01.0003")
    go_to(sheet, "2.07.04.2.01")
    sheet.press("Alt+Delete")
    expect(sheet.dialog).to_contain_text("Penyuluhan dan Bimbingan Jabatan")
    expect(sheet.dialog.get_by_role("button", name="Batal")).to_be_focused()
    sheet.press("Shift+Tab", "Enter")
    expect(sheet.grid).not_to_contain_text("Penyuluhan dan Bimbingan Jabatan")
    expect(sheet.grid).to_be_focused()
    sheet.press(f"{CTRL}+z")
    expect(sheet.grid).to_contain_text("Penyuluhan dan Bimbingan Jabatan")
    assert visitor.complaints == []


def test_a_program_is_linked_to_the_sasaran_it_serves(visitor: Visitor, rencana: Rencana) -> None:
    sheet = open_sheet(visitor, "perencana")
    sheet.press("Enter")
    choose_entry(sheet, PROGRAM)
    for what, words in (("Tujuan", "Meningkatnya produktivitas"), ("Sasaran", "Meningkatnya kesempatan kerja")):
        add(sheet, what)
        sheet.type(words)
        expect(sheet.status).to_contain_text(words)
    go_to(sheet, PROGRAM)
    sheet.press("Alt+k")
    sheet.dialog.get_by_label("Sasaran: Meningkatnya kesempatan kerja").check()
    sheet.dialog.get_by_role("button", name="Simpan kaitan").click()
    expect(sheet.dialog).to_have_count(0)
    cascade = load(Rencana.objects.get(pk=rencana.pk))
    program = next(node for node in cascade.walk() if node.kode == PROGRAM)
    assert [cascade.by_id[one].uraian for one in program.kaitan] == ["Meningkatnya kesempatan kerja"]
