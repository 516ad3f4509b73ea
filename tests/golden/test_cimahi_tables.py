"""Every printed table of the real LKIP and its perjanjian kinerja against what the portal prints in CSV, Excel, PDF."""

from dataclasses import replace

import pytest

from performance.tables.lkip import LKIP_TABLES, sasaran_report
from performance.tables.pk import PK_1, PK_2
from planning.cascade import Cascade
from planning.levels import Level
from planning.tables import TableDefinition
from renstra_portal.lib.values import Nilai, format_nilai
from renstra_portal.reporting.model import NUMERIC_KINDS, Paper, Report, leaves

from . import printed
from .document import Expected
from .lkip_document import (
    ADDED_COLUMNS,
    ADDED_ROWS,
    DIFFERENCES,
    ORDER,
    TABLES,
    expected_rows,
    printed_rows,
    rows,
    same_node,
)
from .printed import Line, squeezed

pytestmark = pytest.mark.golden

LKIP: dict[str, TableDefinition] = {one.id: one for one in LKIP_TABLES}
#: The table of the portal for each of the document; those about one sasaran name it.
PORTAL = {
    "t03": LKIP["LKIP-6"],
    "t07": PK_1,
    "t08": PK_2,
    "t09": PK_1,
    "t10": PK_2,
    "t11": LKIP["LKIP-1"],
    "t18": LKIP["LKIP-12"],
    "t19": LKIP["LKIP-10"],
    "t20": LKIP["LKIP-11"],
    "t21": LKIP["LKIP-13"],
}
OF_SASARAN = {
    "t13": "Meningkatnya Kompetensi Pencari Kerja",
    "t15": "Meningkatnya kesempatan kerja",
    "t17": "Meningkatnya Kesejahteraan Buruh dan Keharmonisan Hubungan Industrial",
}
#: The tables of the first perjanjian kinerja; all others are of the changed one.
MURNI = ("t07", "t08")

by_table = pytest.mark.parametrize("table", [*PORTAL, *OF_SASARAN])


@pytest.fixture
def report(table: str, kinerja: Cascade, pk_murni: Cascade) -> Report:
    if sasaran := OF_SASARAN.get(table):
        return sasaran_report("LKIP-8", kinerja, same_node(kinerja, sasaran, Level.SASARAN))
    return PORTAL[table].build(pk_murni if table in MURNI else kinerja)


def with_plain_numbers(line: Line) -> Line:
    """A line whose number is text, as the document has it, also where the portal holds a figure."""
    no = line.get("no")
    return line | {"no": no.text or format_nilai(no)} if isinstance(no, Nilai) else line


def compare(table: str, lines: list[Line], *, percent: bool) -> None:
    """Row by row and cell by cell, blanks included.

    `percent` tells whether the form shows every "%"; otherwise only in columns where some row has another unit.
    """
    expected = expected_rows(table)
    dropped = ADDED_COLUMNS.get(table, ())
    kept = [
        {name: value for name, value in with_plain_numbers(line).items() if name not in dropped}
        for line in lines
        if not set(ADDED_ROWS.get(table, ())) & set(line.values())
    ]
    assert len(kept) == len(expected)
    worded = {
        name for line in (*expected, *lines) for name, unit in line.items() if name.endswith("_satuan") and unit != "%"
    }
    for number, (ours, theirs) in enumerate(zip(kept, expected, strict=True), 1):
        wanted = {name: value for name, value in theirs.items() if percent or value != "%" or name in worded}
        assert ours == wanted, f"table {table}, row {number}"


@by_table
def test_the_csv_says_what_the_document_prints(report: Report, table: str):
    compare(table, printed.from_csv(report), percent=False)


@by_table
def test_the_workbook_shows_what_the_document_prints(report: Report, table: str):
    sheet = printed.from_xlsx(report)
    for (index, column), unit in sheet.units.items():
        sheet.rows[index][f"{column}_satuan"] = unit
    compare(table, sheet.rows, percent=True)


@by_table
def test_the_pdf_prints_every_cell_of_every_row_in_order(report: Report, table: str):
    text = printed.pdf_text(report, Paper("F4"))
    position = 0
    for number, row in enumerate(expected_rows(table), 1):
        for words in on_paper(report, row):
            found = text.find(words, position)
            assert found >= 0, f"table {table}, row {number}: {words} not in {text[position : position + 400]}"
            position = found


def on_paper(report: Report, row: Expected) -> list[str]:
    """The printed cells of an expected row from left to right, as `printed.pdf_text` gives them."""
    cells: list[str] = []
    for column in leaves(report.columns):
        value = row.get(column.id)
        if column.kind in NUMERIC_KINDS and isinstance(value, Nilai):
            unit = str(row.get(f"{column.id}_satuan", ""))
            cells.append(squeezed(format_nilai(value) + unit))
        elif value is not None:
            cells.append(squeezed(str(value)))
    return cells


# Sums are live, and nothing is copied ---------------------------------------------------------------


def test_every_sum_of_the_expenditure_is_live_in_the_workbook(kinerja: Cascade):
    sheet = printed.from_xlsx(PORTAL["t19"].build(kinerja))
    document = rows("t19")
    parents = {row["parent_row_no"] for row in document} | {"79"}
    upper = {int(row["row_no"]) - 1 for row in document if row["row_no"] in parents}
    assert set(sheet.formulas) == {(index, column) for index in upper for column in ("pagu", "realisasi", "sisa")}


def test_the_performance_beside_the_money_is_that_of_the_indicators(kinerja: Cascade):
    lines = printed.from_csv(PORTAL["t19"].build(kinerja))
    told = {
        str(line["uraian"]): value.amount
        for line in lines
        if isinstance(value := line.get("capaian"), Nilai) and value.amount is not None
    }
    kinds = [line for line, row in zip(lines, rows("t19"), strict=True) if row["level"].startswith("belanja")]
    assert not any("capaian" in line for line in kinds)
    outputs = {row["nama"]: row["capaian_persen_num"] for row in rows("x03")}
    assert str(told["Job Fair/Bursa Kerja"]) == outputs["Job Fair /Bursa Kerja"]
    # Three programs, two kegiatan and seven sub-kegiatan are told of, and the office as their mean, twice.
    assert len(told) == 3 + 2 + 7 + 2
    copied = [line for line in lines if line.get("capaian") == line["keu"]]
    assert copied == []


@pytest.mark.parametrize(("basis", "printed_as"), [("tercetak", "20,60%"), ("penuh", "20,72%")])
def test_the_efficiency_is_printed_by_the_plans_own_setting(kinerja: Cascade, basis: str, printed_as: str):
    cascade = replace(kinerja, plan=replace(kinerja.plan, dasar_efisiensi=basis))
    sasaran = same_node(cascade, OF_SASARAN["t13"], Level.SASARAN)
    lines = printed.from_csv(sasaran_report("LKIP-8", cascade, sasaran))
    assert [
        format_nilai(line["efisiensi"], percent=True) for line in lines if isinstance(line["efisiensi"], Nilai)
    ] == [
        printed_as,
        printed_as,
    ]


# The comparison itself ------------------------------------------------------------------------------


def test_every_table_of_the_document_is_compared():
    assert {*PORTAL, *OF_SASARAN, "t06"} == set(TABLES)


def test_every_difference_gives_its_reason_and_is_one():
    anomalies = {row["id"]: row["table"] for row in rows("anomalies")}
    for one in DIFFERENCES:
        assert one.reason
        assert one.document != one.portal
        for number in one.rows:
            assert printed_rows(one.table)[number - 1].get(one.column) == one.document
        for name in one.anomalies:
            assert name in anomalies


def test_no_row_is_lost_where_the_portal_orders_them_otherwise():
    for table, order in ORDER.items():
        assert sorted(order) == list(range(1, len(printed_rows(table)) + 1))


def test_a_single_wrong_digit_decimal_or_row_would_be_found(kinerja: Cascade):
    report = PORTAL["t21"].build(kinerja)
    for column, wrong in (
        ("capaian", Nilai.decode("114.93")),
        ("capaian", Nilai.decode("114.920")),
        ("realisasi", Nilai.decode("-")),
    ):
        lines = printed.from_csv(report)
        lines[0][column] = wrong
        with pytest.raises(AssertionError):
            compare("t21", lines, percent=False)
    with pytest.raises(AssertionError):
        compare("t21", printed.from_csv(report)[:-1], percent=False)
