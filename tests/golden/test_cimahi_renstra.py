"""The printed Renstra matrix of Kota Cimahi against table T-C.27, in CSV, Excel and PDF."""

from decimal import Decimal

import pytest

from planning.cascade import Cascade
from planning.levels import Level
from planning.tables import build_table
from renstra_portal.lib.values import Nilai, format_nilai
from renstra_portal.reporting.model import NUMERIC_KINDS, Paper, leaves

from . import printed
from .document import Expected
from .lkip_document import ADDED_COLUMNS, YEARS, amount, expected_rows, renstra_rows, rows
from .printed import Line, squeezed

pytestmark = pytest.mark.golden


def as_document(lines: list[Line]) -> list[Line]:
    """The portal's lines without the columns and the sum at the end that the document does not have."""
    total = lines[-1]
    assert total["program_kegiatan"] == "Jumlah"
    return [{name: value for name, value in line.items() if name not in ADDED_COLUMNS["t06"]} for line in lines[:-1]]


def without_units(line: Expected) -> Expected:
    return {name: value for name, value in line.items() if not name.endswith("_satuan")}


def test_the_csv_says_what_the_document_prints(cimahi_renstra: Cascade):
    lines = as_document(printed.from_csv(build_table("T-C.27", cimahi_renstra)))
    expected = expected_rows("t06")
    assert len(lines) == len(expected) == 83
    for number, (ours, theirs) in enumerate(zip(lines, expected, strict=True), 1):
        assert without_units(ours) == without_units(theirs), f"row {number}"


def test_the_workbook_shows_what_the_document_prints(cimahi_renstra: Cascade):
    sheet = printed.from_xlsx(build_table("T-C.27", cimahi_renstra))
    for number, (ours, theirs) in enumerate(zip(as_document(sheet.rows), expected_rows("t06"), strict=True), 1):
        assert ours == without_units(theirs), f"row {number}"


def test_the_unit_that_the_document_prints_in_each_cell_is_that_of_the_indicator(cimahi_renstra: Cascade):
    units = {(node.uraian, one.teks): one.satuan for node in cimahi_renstra.walk() for one in node.indikator}
    compared = 0
    name = ""
    for line in renstra_rows():
        named = [str(line[column]) for column in ("tujuan", "sasaran", "program_kegiatan") if column in line]
        name = named[0] if named else name
        for column, value in line.items():
            if column.endswith("_satuan"):
                assert value == units[name, str(line["indikator"])], (name, column)
                compared += 1
    assert compared > 300


def test_the_pdf_prints_every_row_in_order(cimahi_renstra: Cascade):
    report = build_table("T-C.27", cimahi_renstra)
    text = printed.pdf_text(report, Paper("A3"))
    position = 0
    for number, row in enumerate(expected_rows("t06"), 1):
        for column in leaves(report.columns):
            value = row.get(column.id)
            if value is None:
                continue
            words = format_nilai(value) if column.kind in NUMERIC_KINDS and isinstance(value, Nilai) else str(value)
            found = text.find(squeezed(words), position)
            assert found >= 0, f"row {number}, {column.id}: {words}"
            position = found


def test_every_printed_roll_up_is_computed_from_the_sub_kegiatan(cimahi_renstra: Cascade):
    assert not any(node.plafon for node in cimahi_renstra.walk())
    totals = {node.uraian: node.total for node in cimahi_renstra.at(Level.PROGRAM, Level.KEGIATAN)}
    checked = 0
    for row in rows("t06"):
        if row["level"] not in ("program", "kegiatan"):
            continue
        for year in YEARS:
            if row[f"rp_{year}_num"]:
                assert totals[row["nama"]].get(year, Decimal(0)) == amount(row, f"rp_{year}"), (row["row_no"], year)
                checked += 1
    assert checked == 4 * (20 + 5)


def test_what_is_not_planned_what_is_not_known_and_zero_stay_apart(cimahi_renstra: Cascade):
    lines = as_document(printed.from_csv(build_table("T-C.27", cimahi_renstra)))
    training = next(one for one in lines if one.get("program_kegiatan") == "Pelatihan Transmigrasi")
    cells = {name: training[name] for name in ("data_awal", "target_2023", "pagu_2023")}
    assert cells == {"data_awal": Nilai.teks("n.a"), "target_2023": Nilai.decode("-"), "pagu_2023": Nilai.of(0)}
