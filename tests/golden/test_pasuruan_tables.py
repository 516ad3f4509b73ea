"""Every printed cell of the real Renja against what the portal prints in CSV, Excel and PDF."""

import re
from decimal import Decimal

import pytest

from planning.cascade import Cascade
from planning.levels import Level
from planning.tables import build_table
from renstra_portal.lib.codes import parse_kode
from renstra_portal.lib.values import TIDAK_DIRENCANAKAN, Nilai, format_nilai, round_half_up
from renstra_portal.reporting.model import NUMERIC_KINDS, Paper, Report, leaves

from . import printed, renja_document
from .printed import Line, squeezed
from .renja_document import ADDED, DIFFERENCES, expected_rows, figure, printed_rows, rows

pytestmark = pytest.mark.golden

by_table = pytest.mark.parametrize("table", renja_document.TABLES)
THOUSANDS = ("awal_pagu_2023", "analisis_pagu_2023")


def canonical(lines: list[Line]) -> list[Line]:
    """Lines with their codes in canonical form."""
    return [line | {"kode": parse_kode(line["kode"]).text} if "kode" in line else line for line in lines]


def compare(table: str, lines: list[Line], *, percent: bool) -> None:
    """Row by row and cell by cell, blanks included.

    `percent` tells whether the form shows every "%"; otherwise only in columns where some row has another unit.
    """
    kept = [line for line in canonical(lines) if line.get("kode") not in ADDED.get(table, ())]
    expected = expected_rows(table)
    assert len(kept) == len(expected)
    worded = {name for line in expected for name, unit in line.items() if name.endswith("_satuan") and unit != "%"}
    for number, (ours, theirs) in enumerate(zip(kept, expected, strict=True), 1):
        wanted = {name: value for name, value in theirs.items() if percent or value != "%" or name in worded}
        assert ours == wanted, f"table {table}, row {number}"


@by_table
def test_the_csv_says_what_the_document_prints(renja: Cascade, table: str):
    lines = printed.from_csv(build_table(table, renja))
    for line in lines:
        for column in THOUSANDS:
            value = line.get(column)
            # Thousands keep the rupiah behind the comma in the CSV, which is for other programs.
            if isinstance(value, Nilai) and value.amount is not None:
                line[column] = Nilai.of(round_half_up(value.amount, 0))
    compare(table, lines, percent=False)


@by_table
def test_the_workbook_shows_what_the_document_prints(renja: Cascade, table: str):
    sheet = printed.from_xlsx(build_table(table, renja))
    for (index, column), unit in sheet.units.items():
        sheet.rows[index][f"{column}_satuan"] = unit
    compare(table, sheet.rows, percent=True)


@by_table
def test_the_pdf_prints_every_cell_of_every_row_in_order(renja: Cascade, table: str):
    report = build_table(table, renja)
    text = printed.pdf_text(report, Paper("F4"))
    position = 0
    for number, row in enumerate(expected_rows(table), 1):
        words = on_paper(report, row)
        found = text.find(words, position)
        assert found >= 0, f"table {table}, row {number}: {words} not in {text[position : position + 400]}"
        position = found + len(words)


def on_paper(report: Report, row: renja_document.Expected) -> str:
    """The printed cells of an expected row from left to right, as `printed.pdf_text` gives them."""
    cells: list[str] = []
    for column in leaves(report.columns):
        value = row.get(column.id, "")
        if column.kind in NUMERIC_KINDS and isinstance(value, Nilai):
            cells.append(format_nilai(value) + str(row.get(f"{column.id}_satuan", "")))
        elif column.id == "kode" and value:
            cells.append(two_digits(str(value)))
        else:
            cells.append(str(value))
    words = squeezed("".join(cells))
    # A dash between the letters of two cells reads as the hyphen of one word, which squeezing takes away.
    return words[:-1] if re.search(r"[^\W\d]-$", words) else words


def two_digits(kode: str) -> str:
    """A canonical code as editions before 2023 print it."""
    return f"{kode[:-4]}{kode[-2:]}" if kode.count(".") == 5 else kode


# Sums and percentages are computed, not copied ----------------------------------------------------


def test_all_forty_two_roll_ups_of_table_4_1_are_computed_from_the_sub_kegiatan(renja: Cascade):
    assert not any(node.plafon for node in renja.at(Level.PROGRAM, Level.KEGIATAN))
    office = renja.office
    assert office is not None
    totals = {node.kode: node.total for node in renja.at(Level.PROGRAM, Level.KEGIATAN)} | {"": office.total}
    checked = 0
    for row in rows("tabel_4_1"):
        if row["level"] not in ("program", "kegiatan", "total"):
            continue
        for year in (2023, 2024):
            theirs, _ = figure(row, f"pagu_{year}")
            assert totals[row["kode_norm"]].get(year) == theirs.amount, (row["row_no"], year)
            checked += theirs.amount is not None
    assert checked == 42


def test_sums_in_the_workbook_of_table_4_1_are_live(renja: Cascade):
    sheet = printed.from_xlsx(build_table("T-C.33", renja))
    upper = {
        (index, f"pagu_{year}")
        for index, line in enumerate(canonical(sheet.rows))
        for year in (2023, 2024)
        if str(line.get("kode", "")).count(".") < 5 and isinstance(value := line.get(f"pagu_{year}"), Nilai)
        if value.amount is not None
    }
    assert set(sheet.formulas) == upper


def test_percentages_are_rounded_half_up_and_never_capped(renja: Cascade):
    lines = printed.from_csv(build_table("T-C.29", renja))
    shown = {number: lines[number - 1]["tingkat_2021"] for number in (19, 25, 54)}
    # 106,95/95 = 112,58; 39/17 = 229,41; 508/200 = 254.
    assert shown == {19: Nilai.of(113), 25: Nilai.of(229), 54: Nilai.of(254)}
    # 18/16 is exactly 112,5.
    assert lines[84]["tingkat_renstra"] == Nilai.of(113)


def test_every_computed_percentage_is_the_documents(renja: Cascade):
    lines = printed.from_csv(build_table("T-C.29", renja))
    computed = 0
    for line, row in zip(lines, rows("tabel_2_1"), strict=True):
        for ours, theirs in (
            ("tingkat_2021", "tingkat_realisasi_2021"),
            ("tingkat_renstra", "tingkat_capaian_renstra"),
        ):
            value, _ = figure(row, theirs)
            if value.amount is not None:
                assert line[ours] == value, (row["row_no"], ours)
                computed += 1
    assert computed == 56 + 62


# The rows that stand on one side only, and the comparison itself ----------------------------------


def test_the_rows_that_the_regulation_adds_print_the_sum_of_their_programs(renja: Cascade):
    lines = canonical(printed.from_csv(build_table("T-C.33", renja)))
    added = {str(line["kode"]): line for line in lines if line.get("kode") in ADDED["T-C.33"]}
    assert set(added) == ADDED["T-C.33"]
    programs = {line["kode"]: line for line in lines if str(line.get("kode", "")).count(".") == 2}
    for kode, line in added.items():
        for column in ("pagu_2023", "pagu_2024"):
            below = [one[column] for name, one in programs.items() if str(name).startswith(kode)]
            amounts = [one.amount for one in below if isinstance(one, Nilai) and one.amount is not None]
            assert line[column] == (Nilai.of(sum(amounts, Decimal(0))) if amounts else TIDAK_DIRENCANAKAN)


def test_every_difference_gives_its_reason_and_is_one():
    for one in DIFFERENCES:
        assert one.reason
        assert one.document != one.portal
        for number in one.rows:
            assert printed_rows(one.table)[number - 1].get(one.column) == one.document


def test_a_single_wrong_digit_unit_or_row_would_be_found(renja: Cascade):
    report = build_table("T-C.32", renja)
    for column, wrong in (("besaran", Nilai.of(16)), ("besaran", Nilai.decode("17.0")), ("lokasi", "Kota")):
        lines = printed.from_csv(report)
        lines[0][column] = wrong
        with pytest.raises(AssertionError):
            compare("T-C.32", lines, percent=False)
    with pytest.raises(AssertionError):
        compare("T-C.32", printed.from_csv(report)[:-1], percent=False)
