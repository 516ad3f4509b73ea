import csv
import io
from decimal import Decimal

import pytest

from renstra_portal.lib.values import KOSONG, NIHIL, TIDAK_DIRENCANAKAN, Nilai
from renstra_portal.reporting.csv import render_csv, safe_text
from renstra_portal.reporting.model import Cell, Column, Report, Row, leaves

from .samples import cascade_report, funding_report


def lines(report: Report) -> list[list[str]]:
    return list(csv.reader(io.StringIO(render_csv(report))))


def test_the_head_is_level_and_the_column_ids():
    report = funding_report()
    assert lines(report)[0] == ["level", *(column.id for column in leaves(report.columns))]


def test_every_printed_row_is_one_line_also_under_merges_and_with_lists():
    report = cascade_report()
    read = lines(report)
    assert len(read) == len(report.rows) + 1
    assert read[2][1:3] == ["", ""]
    assert "\n1.2. " in read[1][5]


def test_values_are_plain():
    columns = (Column("n", "N", kind="value"), Column("r", "R", kind="rupiah"))
    rows = (
        Row("a", {"n": Cell(Nilai.of(Decimal("99.30")), percent=True), "r": Decimal("35009269693.06")}),
        Row("b", {"n": NIHIL, "r": Decimal("1000.00")}),
        Row("c", {"n": TIDAK_DIRENCANAKAN, "r": Decimal(-5)}),
        Row("d", {"n": KOSONG}),
    )
    assert lines(Report("r", "1", "J", columns, rows))[1:] == [
        ["a", "99.30", "35009269693.06"],
        ["b", "0", "1000"],
        ["c", "-", "-5"],
        ["d", "", ""],
    ]


def test_units_printed_beside_figures_stand_in_a_column_of_their_own():
    columns = (Column("n", "N", kind="value"), Column("t", "T"))
    rows = (
        Row("a", {"n": Cell(Nilai.of(1200), unit="dokumen"), "t": "x"}),
        Row("b", {"n": Cell(Nilai.of(90), percent=True)}),
        Row("c", {"n": TIDAK_DIRENCANAKAN, "t": "y"}),
        Row("d", {"n": Cell(Nilai.of(1), unit="=unit")}),
    )
    assert lines(Report("r", "1", "J", columns, rows)) == [
        ["level", "n", "n_satuan", "t"],
        ["a", "1200", "dokumen", "x"],
        ["b", "90", "%", ""],
        ["c", "-", "", "y"],
        ["d", "1", "'=unit", ""],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+62 21", "@SUM(A1)", "\tx", "\rx", "-2+3|cmd"])
def test_a_text_that_a_spreadsheet_would_run_is_prefixed(text: str):
    assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-", "- butir", "a=b", "100%", ""])
def test_other_texts_are_left_alone(text: str):
    assert safe_text(text) == text
