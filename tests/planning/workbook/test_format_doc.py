"""docs/format-buku-kerja.md names everything that a workbook can hold, and its example is true."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import load_command_class

from planning.cascade import load
from planning.levels import Level
from planning.nomenklatur.seed import load_seed_nomenklatur
from planning.workbook import Severity, create_and_import
from planning.workbook.schema import SHEETS, Column, Sheet
from planning.writing import PlanSlug
from renstra_portal.lib.values import TIDAK_DIRENCANAKAN

from .books import BY, book

#: Options that every command of Django has.
DJANGO_OPTIONS = frozenset(
    [
        "--help",
        "--version",
        "--verbosity",
        "--settings",
        "--pythonpath",
        "--traceback",
        "--no-color",
        "--force-color",
        "--skip-checks",
    ]
)


@cache
def document() -> str:
    return (Path(settings.BASE_DIR) / "docs" / "format-buku-kerja.md").read_text(encoding="utf-8")


def section(sheet: Sheet) -> str:
    """What the document says under the heading of a sheet."""
    _, _, after = document().partition(f"\n### `{sheet.name}`\n")
    return re.split(r"\n##+ ", after, maxsplit=1)[0]


def line_of(sheet: Sheet, column: Column) -> str:
    """The document's table line about a column, "" when there is none."""
    return next((line for line in section(sheet).split("\n") if line.startswith(f"| `{column.heading}`")), "")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_every_sheet_has_its_section_with_its_other_names(sheet: Sheet):
    text = section(sheet)
    assert text.strip()
    assert not [name for name in sheet.aliases if f"`{name}`" not in text]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_every_column_stands_in_the_section_of_its_sheet(sheet: Sheet):
    assert not [column.heading for column in sheet.columns if not line_of(sheet, column)]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_columns_are_described_with_need_choices_and_other_headings(sheet: Sheet):
    for column in sheet.columns:
        line = line_of(sheet, column)
        assert ("**wajib**" in line) is column.required, column.heading
        assert not [text for text in (*column.choices, *column.aliases) if text not in line], column.heading


def test_no_column_is_described_that_a_workbook_does_not_have():
    for sheet in SHEETS:
        described = re.findall(r"^\| `([^`]+)`", section(sheet), re.MULTILINE)
        assert described == [column.heading for column in sheet.columns], sheet.name


@pytest.mark.parametrize("command", ["import_plan", "export_plan"])
def test_every_option_of_the_commands_is_described(command: str):
    parser = load_command_class("planning", command).create_parser("manage.py", command)
    own = [
        option
        for action in parser._actions
        for option in action.option_strings
        if option.startswith("--") and option not in DJANGO_OPTIONS
    ]
    assert own
    assert not [option for option in own if f"`{option}" not in document()]


def example(name: str) -> list[list[str]]:
    """The rows of the example's table for a sheet."""
    _, _, after = document().partition("\n### Contoh\n")
    _, _, after = after.partition(f"Lembar `{name}`")
    lines = re.search(r"(?:^\|.*\n)+", after, re.MULTILINE)
    assert lines is not None
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[0].strip().split("\n")]
    return [row for row in table if not set("".join(row)) <= {"-"} or not "".join(row)]


def test_the_example_imports_as_the_document_says(db: None):
    load_seed_nomenklatur()
    names = ("Identitas", "Program Kegiatan")
    file = book({name: [[cell or None for cell in row] for row in example(name)] for name in names})
    slug = PlanSlug.parse("kota-contoh/disnaker/renstra-2025-2029/murni")
    rencana, report = create_and_import(slug, file, by=BY)
    assert rencana is not None, [str(one) for one in report.problems]
    assert {one.severity for one in report.problems} <= {Severity.CATATAN}
    cascade = load(rencana)
    (program,) = cascade.at(Level.PROGRAM)
    (outcome,) = program.children
    (kegiatan,) = outcome.children
    (sub,) = kegiatan.children
    assert [node.kode for node in cascade.path(sub)] == [
        "", "2", "2.07", "2.07.03", "", "2.07.03.2.01", "2.07.03.2.01.0001"
    ]  # fmt: skip
    assert str(outcome.indikator[0].target_at(2025)) == "99,30"
    assert [one.teks for one in sub.indikator] == ["Jumlah pencari kerja yang dilatih", "Jumlah paket pelatihan"]
    assert sub.indikator[1].baseline_at(2024) == TIDAK_DIRENCANAKAN
    assert sub.sumber_dana == ("DBHCHT", "PAD")
    assert sub.total[2025] == 1_075_102_800
