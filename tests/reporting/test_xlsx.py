import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from renstra_portal.lib.values import KOSONG, NIHIL, TIDAK_DIRENCANAKAN, Nilai
from renstra_portal.reporting.model import A3, A4, F4, Cell, Column, Paper, Report, Row
from renstra_portal.reporting.xlsx import render_xlsx

from .samples import VERSION_LINE, cascade_report, funding_report

COLUMNS = (
    Column("kode", "Kode", kind="code"),
    Column("uraian", "Uraian", 3),
    Column("target", "Target", kind="value"),
    Column("pagu", "Pagu", kind="rupiah"),
)


def sheet_of(report: Report, *, cached: bool = False, paper: Paper = A4) -> Any:
    return openpyxl.load_workbook(io.BytesIO(render_xlsx(report, paper)), data_only=cached).active


def report_of(*rows: dict[str, object]) -> Report:
    """A report whose head is in row 3 and whose lines start in row 4."""
    return Report("r", "Tabel 1", "Judul", COLUMNS, tuple(Row("x", row) for row in rows))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def funding() -> Any:
    return sheet_of(funding_report())


def test_numbers_are_numbers_with_the_decimals_that_were_typed():
    sheet = sheet_of(
        report_of(
            {"target": Nilai.of(Decimal("99.30")), "pagu": Decimal("33461231210")},
            {"target": Cell(Nilai.of(80), percent=True), "pagu": Decimal("35009269693.06")},
        )
    )
    assert (sheet["C4"].value, sheet["C4"].number_format) == (99.3, "#,##0.00")
    assert (sheet["D4"].value, sheet["D4"].number_format) == (33461231210, "#,##0")
    assert (sheet["C5"].value, sheet["C5"].number_format) == (80, '#,##0"%"')
    assert (sheet["D5"].value, sheet["D5"].number_format) == (35009269693.06, "#,##0.00")


def test_a_number_with_a_unit_is_a_number_whose_format_names_the_unit():
    sheet = sheet_of(report_of({"target": Cell(Nilai.of(Decimal("1.5")), unit='ru"ang')}))
    assert (sheet["C4"].value, sheet["C4"].number_format) == (1.5, '#,##0.0" ruang"')


def test_a_column_is_wide_enough_for_its_longest_unit():
    def width(unit: str) -> float:
        return float(sheet_of(report_of({"target": Cell(Nilai.of(25), unit=unit)})).column_dimensions["C"].width)

    assert width("perusahaan kecil dan menengah") > width("unit") + 15


def test_a_dash_is_a_centred_text_nihil_is_nought_and_a_blank_is_blank():
    sheet = sheet_of(report_of({"target": TIDAK_DIRENCANAKAN}, {"target": NIHIL}, {"target": KOSONG}))
    assert (sheet["C4"].value, sheet["C4"].alignment.horizontal) == ("-", "center")
    assert (sheet["C5"].value, sheet["C5"].data_type) == (0, "n")
    assert sheet["C6"].value is None


def test_no_text_becomes_a_formula_and_codes_stay_texts():
    sheet = sheet_of(report_of({"kode": "2.07", "uraian": '=HYPERLINK("http://x")'}, {"kode": "123456789012345678"}))
    assert (sheet["B4"].data_type, sheet["B4"].value) == ("s", '=HYPERLINK("http://x")')
    assert (sheet["A4"].value, sheet["A4"].number_format) == ("2.07", "@")
    assert sheet["A5"].value == "123456789012345678"


def test_sums_are_live_formulas_with_their_value_cached(funding: Any):
    cached = sheet_of(funding_report(), cached=True)
    first = next(row for row in range(1, 20) if funding.cell(row, 1).value == "DINAS KETENAGAKERJAAN")
    formula = funding.cell(first, 6).value
    assert formula == f"=SUM(F{first + 1},F{first + 13},F{first + 25},F{first + 37})"
    assert cached.cell(first, 6).value == 6252322432
    assert funding.cell(first + 3, 6).value == f"=SUM(F{first + 4}:F{first + 7})"


def test_every_formula_adds_up_to_its_cached_value(funding: Any):
    cached = sheet_of(funding_report(), cached=True)

    def value(row: int, column: int) -> Decimal:
        formula = funding.cell(row, column).value
        if not isinstance(formula, str):
            return Decimal(str(formula or 0))
        parts = formula.removeprefix("=SUM(").removesuffix(")").split(",")
        total = Decimal(0)
        for part in parts:
            cells = funding[part] if ":" in part else ((funding[part],),)
            total += sum(value(line[0].row, column) for line in cells)
        return total

    formulas = 0
    for line in funding.iter_rows(min_row=9):
        for cell in line:
            if isinstance(cell.value, str) and cell.value.startswith("=SUM("):
                formulas += 1
                assert value(cell.row, cell.column) == Decimal(str(cached.cell(cell.row, cell.column).value))
    assert formulas == (1 + 4 + 8) * 6


def test_a_sum_that_does_not_add_up_stays_the_printed_figure():
    sheet = sheet_of(
        report_of({"pagu": Cell(Decimal(100), sum_of=(1, 2))}, {"pagu": Decimal(60)}, {"pagu": Decimal(30)})
    )
    assert sheet["D4"].value == 100


def test_a_sum_of_very_many_parts_stays_within_what_excel_allows():
    lines: list[dict[str, object]] = [{"pagu": Decimal(1)} for _ in range(601)]
    parts = tuple(range(1, 601, 2))
    sheet = sheet_of(report_of({"pagu": Cell(Decimal(len(parts)), sum_of=parts)}, *lines))
    formula = sheet["D4"].value
    assert formula.count("SUM(") == 2
    assert max(part.count(",") + 1 for part in formula.split("+")) <= 255


def test_the_head_is_merged_and_repeated_on_every_printed_page(funding: Any):
    merged = {str(area) for area in funding.merged_cells.ranges}
    assert {"A6:A8", "E6:P6", "E7:F7", "O7:P7", "Q6:Q8"} <= merged
    assert funding["E9"].value == "(5)"
    assert funding.print_title_rows == "$6:$9"
    assert funding.freeze_panes == "B10"


def test_merged_cells_of_the_body_keep_their_ranges():
    report = cascade_report()
    sheet = sheet_of(report)
    first = 6
    total = len(report.rows)
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert f"B{first}:B{first + total - 1}" in merged
    assert sheet[f"B{first}"].value == "Meningkatnya Produktivitas Tenaga Kerja dan Kewirausahaan"
    assert f"C{first}:C{first + 2}" in merged


@pytest.mark.parametrize(("paper", "code"), [(A3, 8), (A4, 9), (F4, 14)])
def test_the_sheet_prints_lying_one_page_wide_on_its_paper(paper: Paper, code: int):
    sheet = sheet_of(report_of({}), paper=paper)
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == code
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (int(sheet.page_setup.fitToWidth or 1), int(sheet.page_setup.fitToHeight)) == (1, 0)


def test_the_foot_tells_version_and_page_of_pages(funding: Any):
    assert funding.oddFooter.left.text == VERSION_LINE
    assert funding.oddFooter.right.text == "Halaman &P dari &N"


def test_a_long_version_line_does_not_break_the_foot():
    sheet = sheet_of(replace(funding_report(), version_line="R&D " * 100))
    assert sheet.oddFooter.right.text == "Halaman &P dari &N"


def test_levels_have_their_weight(funding: Any):
    fonts = {funding.cell(row, 1).value: funding.cell(row, 1).font for row in range(10, 16)}
    assert fonts["DINAS KETENAGAKERJAAN"].bold
    assert fonts["Meningkatnya kompetensi dan produktivitas tenaga kerja"].italic
    assert not funding["A14"].font.bold


def test_a_wrapped_text_gets_a_row_high_enough():
    text = "Proses Pelaksanaan Pendidikan dan Pelatihan Keterampilan bagi Pencari Kerja " * 4
    sheet = sheet_of(report_of({"uraian": text}, {"uraian": "pendek"}))
    lines = len(text) / sheet.column_dimensions["B"].width
    assert sheet.row_dimensions[4].height > lines * 11
    assert sheet.row_dimensions[5].height is None


def test_a_merged_text_taller_than_its_rows_stretches_the_last_of_them():
    sheet = sheet_of(report_of({"kode": Cell("kata " * 60, rowspan=2)}, {}))
    assert sheet.row_dimensions[4].height is None
    assert sheet.row_dimensions[5].height > 100


def test_signature_source_marks_and_notes_stand_under_the_table(funding: Any):
    texts = [cell.value for row in funding.iter_rows(min_row=50) for cell in row if isinstance(cell.value, str)]
    assert "NIP 123456789012345678" in texts
    assert any(text.startswith("Sumber: ") for text in texts)
    assert any(text.startswith("† ") for text in texts)
    assert "Catatan: Pagu bersifat indikatif." in texts


ACROSS = (Column("a", "A", kind="rupiah"), Column("b", "B", kind="rupiah"), Column("c", "C", kind="rupiah"))


def across(total: int) -> Report:
    """A row of 1 and 2 whose third cell says that it is their sum."""
    row = Row("x", {"a": Decimal(1), "b": Decimal(2), "c": Cell(Decimal(total), sum_across=("a", "b"))})
    return Report("r", "Tabel 1", "Judul", ACROSS, (row,))


def test_a_sum_of_cells_in_its_own_row_is_a_live_formula_with_its_value_cached():
    assert sheet_of(across(3))["C4"].value == "=SUM(A4,B4)"
    assert sheet_of(across(3), cached=True)["C4"].value == 3


def test_cells_of_a_row_that_do_not_add_up_give_a_plain_number():
    assert sheet_of(across(4))["C4"].value == 4


def test_a_text_in_a_column_of_figures_can_stand_to_the_left():
    sheet = sheet_of(report_of({"pagu": Cell("Dukungan mitra", align="left")}, {"pagu": Decimal(1)}))
    assert sheet["D4"].alignment.horizontal == "left"
    assert sheet["D5"].alignment.horizontal == "right"
