"""Files as people have them: headings, spread codes, Excel's habits."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from planning.nomenklatur.reading import UnreadableFile, read_file, table_from_sheets

CODES = ["2.07", "2.07.03", "2.07.03.2.10", "2.07.03.2.10.0001"]


def texts(table, name):
    return [row.text(name) for row in table.rows]


def test_columns_may_stand_in_any_order_under_their_usual_headings():
    table = table_from_sheets(
        {"": [("Satuan", "Indikator Kinerja", "Nomenklatur", "KODE"), ("Orang", "Jumlah", "Pelatihan", "2.07.03")]}
    )
    (row,) = table.rows
    assert (row.text("satuan"), row.text("indikator"), row.text("uraian")) == ("Orang", "Jumlah", "Pelatihan")
    assert row.code_cells == ("2.07.03",)


def test_the_national_workbook_spreads_the_code_over_five_cells(tmp_path: Path):
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["LAMPIRAN", None])
    sheet.append(
        ["KODE", None, None, None, None, "NOMENKLATUR URUSAN KABUPATEN/KOTA", "KINERJA", "INDIKATOR", "SATUAN"]
    )
    sheet.append(["URUSAN", "BIDANG URUSAN", "PROGRAM", "KEGIATAN", "SUB KEGIATAN"])
    sheet.append([1, 2, 3, 4, 5, 6, 7, 8, 9])
    sheet.append(["2", "07", "03", 2.1, None, "Kegiatan kesepuluh"])
    sheet["D5"].number_format = "0.00"
    sheet.append(["2", "07", "03", "2.10", "0001", "Sub-kegiatan", "Terlaksananya", "Jumlah", "Orang"])
    path = tmp_path / "daftar.xlsx"
    workbook.save(path)

    table = read_file(path)

    assert [row.number for row in table.rows] == [5, 6]
    assert table.rows[0].code_cells == ("2", "07", "03", "2.10", None)
    assert table.rows[1].code_cells == ("2", "07", "03", "2.10", "0001")
    assert table.rows[1].text("satuan") == "Orang"
    assert table.kewenangan == {"": "kab/kota"}


def test_five_code_columns_need_no_common_heading():
    head = ("Urusan", "Bidang Urusan", "Program", "Kegiatan", "Sub Kegiatan", "Uraian")
    table = table_from_sheets({"": [head, ("2", "07", "03", "2.01", "01", "Pelatihan")]})
    assert table.rows[0].code_cells == ("2", "07", "03", "2.01", "01")


def test_headings_repeated_on_a_new_page_are_not_rows():
    head = ("Kode", "Uraian", "Satuan")
    table = table_from_sheets(
        {"": [head, ("2.07", "Tenaga Kerja", ""), head, ("(1)", "(2)", "(3)"), ("2.08", "Lain", "")]}
    )
    assert texts(table, "uraian") == ["Tenaga Kerja", "Lain"]
    assert [row.number for row in table.rows] == [2, 5]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252"])
def test_csv_comes_in_every_delimiter_and_encoding_that_excel_writes(tmp_path: Path, delimiter, encoding):
    path = tmp_path / "daftar.csv"
    lines = [["kode", "uraian", "satuan"], ["2.07", '"Pelatihan – dasar, lanjut; mahir"', "Orang"]]
    path.write_text("\r\n".join(delimiter.join(line) for line in lines), encoding=encoding)
    assert texts(read_file(path), "uraian") == ["Pelatihan – dasar, lanjut; mahir"]


def test_each_sheet_of_a_workbook_says_its_kewenangan(tmp_path: Path):
    workbook = Workbook()
    for sheet, title in ((workbook.active, "Provinsi"), (workbook.create_sheet(), "Kab Kota")):
        sheet.title = title
        sheet.append(["Kode", "Uraian"])
        sheet.append(["2.07", title])
    workbook.create_sheet("Petunjuk").append(["Cara mengisi"])
    workbook.save(tmp_path / "daftar.xlsx")

    table = read_file(tmp_path / "daftar.xlsx")

    assert table.kewenangan == {"Provinsi": "provinsi", "Kab Kota": "kab/kota"}
    assert [(row.sheet, row.number) for row in table.rows] == [("Provinsi", 2), ("Kab Kota", 2)]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("daftar.pdf", b"%PDF", "bukan berkas .csv atau .xlsx"),
        ("daftar.xlsx", b"bukan zip", "tidak dapat dibuka sebagai Excel"),
        ("daftar.csv", b"nama,alamat\na,b\n", "Tidak ada baris judul"),
        ("daftar.csv", b"", "Tidak ada baris judul"),
    ],
)
def test_what_is_no_list_is_refused_with_the_reason(tmp_path: Path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=said):
        read_file(path)


def test_a_missing_file_is_refused(tmp_path: Path):
    with pytest.raises(UnreadableFile, match="tidak ditemukan"):
        read_file(tmp_path / "tidak-ada.csv")
