"""Every printed cell of the real document against what the portal prints in CSV, Excel and PDF."""

import pytest

from planning.cascade import Cascade
from planning.tables import TableOptions, build_table
from renstra_portal.lib.codes import parse_kode, parse_kode_cells, segments
from renstra_portal.lib.values import Nilai, format_nilai, parse_nilai
from renstra_portal.reporting.model import Paper, Report, leaves

from . import document, printed
from .document import PAST, YEARS, Expected
from .printed import Line, squeezed

pytestmark = pytest.mark.golden

KODE = ("kode_urusan", "kode_bidang_urusan", "kode_program", "kode_kegiatan", "kode_sub_kegiatan")
UPPER = ("perangkat_daerah", "urusan", "bidang_urusan", "program", "kegiatan")
by_table = pytest.mark.parametrize("table", document.TABLES)


def with_whole_codes(lines: list[Line]) -> list[Line]:
    """Lines of table 4.1 with the five cells of the code as one canonical code, as the expected rows have it."""
    whole: list[Line] = []
    for line in lines:
        cells = [str(line[name]) for name in KODE if name in line]
        rest: Line = {name: value for name, value in line.items() if name not in KODE}
        whole.append(rest | {"kode": parse_kode_cells(cells).text} if cells else rest)
    return whole


def compare(table: str, lines: list[Line]) -> None:
    """Row by row and cell by cell, blanks included: a cell that one side does not have differs."""
    expected = document.TABLES[table]()
    got = with_whole_codes(lines) if table == "4.1" else lines
    assert len(got) == len(expected)
    for number, (ours, theirs) in enumerate(zip(got, expected, strict=True), 1):
        assert ours == theirs, f"table {table}, row {number}"


@by_table
def test_the_csv_says_what_the_document_prints(cascade: Cascade, table: str):
    compare(table, printed.from_csv(build_table(table, cascade)))


@by_table
def test_the_workbook_shows_what_the_document_prints(cascade: Cascade, table: str):
    compare(table, printed.from_xlsx(build_table(table, cascade)).rows)


@by_table
def test_the_pdf_prints_every_cell_of_every_row_in_order(cascade: Cascade, table: str):
    report = build_table(table, cascade)
    text = printed.pdf_text(report, Paper("F4"))
    position = 0
    for number, row in enumerate(document.TABLES[table](), 1):
        words = on_paper(table, report, row, number)
        found = text.find(words, position)
        assert found >= 0, f"table {table}, row {number}: {words} not in {text[position : position + 400]}"
        position = found + len(words)
    assert len(report.rows) == len(document.TABLES[table]())


def on_paper(table: str, report: Report, row: Expected, number: int) -> str:
    """The printed cells of an expected row from left to right, as `printed.pdf_text` gives them."""
    percent = shows_percent(table, number)
    cells: list[str] = []
    for column in leaves(report.columns):
        if table == "4.1" and column.id == KODE[0]:
            cells.extend(segments(str(row["kode"])))
        value = row.get(column.id, "")
        cells.append(format_nilai(value, percent=percent) if isinstance(value, Nilai) else value)
    return squeezed("".join(cells))


def shows_percent(table: str, number: int) -> bool:
    """Whether figures of the row carry "%": where the document prints it in at least one cell of the row."""
    prefixes = {"2.4": ("target", "realisasi"), "3.1": ("target",)}.get(table, ())
    years = PAST if table == "2.4" else YEARS
    row = document.rows(f"tabel_{table.replace('.', '_')}")[number - 1] if prefixes else {}
    return any("%" in row[f"{prefix}_{year}"] for prefix in prefixes for year in years)


# Table 4.3: money ---------------------------------------------------------------------------------


def pagu_cells(lines: list[Line]) -> dict[tuple[int, int], Nilai | str | None]:
    return {(number, year): line.get(f"pagu_{year}") for number, line in enumerate(lines) for year in YEARS}


@pytest.mark.parametrize("basis", ["jumlah", "plafon"])
def test_upper_rows_print_the_sum_of_their_leaves_or_the_plafon_as_asked(cascade: Cascade, basis: str):
    """Printed as sums, a row agrees with the document exactly where the document itself adds up."""
    report = build_table("4.3", cascade, TableOptions(pagu=basis))
    got = pagu_cells(printed.from_csv(report))
    assert got == pagu_cells(printed.from_xlsx(report).rows)
    sums = document.leaf_sums()
    disagreeing = 0
    for number, row in enumerate(document.rows("tabel_4_3")):
        for year in YEARS:
            value = got[number, year]
            amount = value.amount if isinstance(value, Nilai) else None
            theirs = document.figure(row, f"pagu_{year}").amount
            is_sum = basis == "jumlah" and row["level"] in UPPER
            assert amount == (sums[row["row_no"], year] if is_sum else theirs), (row["row_no"], year)
            disagreeing += amount != theirs
    # 17 cells contradict the rows directly below them, 24 above those inherit the difference.
    assert disagreeing == {"plafon": 0, "jumlah": 17 + 24}[basis]


@pytest.mark.parametrize("basis", ["jumlah", "plafon"])
def test_a_sum_in_the_workbook_is_live_only_where_its_parts_add_up(cascade: Cascade, basis: str):
    report = build_table("4.3", cascade, TableOptions(pagu=basis))
    sheet = printed.from_xlsx(report)
    upper = [number for number, row in enumerate(document.rows("tabel_4_3")) if row["level"] in UPPER]
    filled = {(n, f"pagu_{y}") for n in upper for y in YEARS if f"pagu_{y}" in sheet.rows[n]}
    live = set(sheet.formulas)
    assert live <= filled
    if basis == "plafon":
        wrong = {(int(row["row_no"]) - 1, f"pagu_{row['year']}") for row in document.rows("anomalies_pagu_rollup")}
        assert not live & wrong
        assert filled - live == wrong
    else:
        assert live == filled


def test_every_row_whose_plafon_is_not_the_sum_of_its_leaves_is_marked_on_paper(cascade: Cascade):
    report = build_table("4.3", cascade)
    assert list(report.marks) == ["†"]
    sums = document.leaf_sums()
    for number, (row, source) in enumerate(zip(report.rows, document.rows("tabel_4_3"), strict=True), 1):
        for year in YEARS:
            cell = row.cells.get(f"pagu_{year}")
            theirs = document.figure(source, f"pagu_{year}").amount
            differs = source["level"] in UPPER and theirs != (sums[source["row_no"], year] or 0)
            assert bool(getattr(cell, "mark", "")) == differs, (number, year)


# The comparison itself ----------------------------------------------------------------------------


def test_a_single_wrong_digit_decimal_or_row_would_be_found(cascade: Cascade):
    report = build_table("4.5", cascade)
    for column, wrong in (("target_2026", Nilai.decode("84.0")), ("target_2026", Nilai.decode("84.01"))):
        lines = printed.from_csv(report)
        lines[0][column] = wrong
        with pytest.raises(AssertionError):
            compare("4.5", lines)
    with pytest.raises(AssertionError):
        compare("4.5", printed.from_csv(report)[:-1])


def test_the_documents_two_widths_of_sub_kegiatan_are_one_code():
    widths = {len(row["kode_sub_kegiatan"]) for row in document.rows("tabel_4_1") if row["kode_sub_kegiatan"]}
    assert widths == {2, 4}
    for row in document.rows("tabel_4_1"):
        assert parse_kode(row["kode"]).text == row["kode_norm4"]


def test_only_table_2_4_prints_numbers_that_can_be_read_in_two_ways():
    doubtful: dict[str, set[str]] = {}
    for name in ("tabel_2_4", "tabel_3_1", "tabel_4_3", "tabel_4_5", "tabel_4_6"):
        for row in document.rows(name):
            for column in row:
                if f"{column}_num" in row and parse_nilai(row[column]).problem:
                    doubtful.setdefault(name, set()).add(row[column])
    assert set(doubtful) == {"tabel_2_4"}
    assert {"22,737", "80.00%", "47.35"} <= doubtful["tabel_2_4"]
