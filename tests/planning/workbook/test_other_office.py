"""Workbooks as a planner of another office would paste them: other years, other heads, other ways of writing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from planning.cascade import Cascade, CascadeNode, load
from planning.levels import Level
from planning.models import ChangeSet, Rencana
from planning.nomenklatur.seed import load_seed_nomenklatur
from planning.workbook import ImportReport, Severity, create_and_import, import_workbook, write_blank, write_workbook
from planning.writing import Authorship, PlanSlug
from renstra_portal.lib.values import KOSONG, TIDAK_DIRENCANAKAN, Nilai
from tests.golden.document import TREE_INDICATOR, TREE_TEXT, rows

L = Level
BY = Authorship(user=None, origin=ChangeSet.Origin.IMPORT, source="uji.xlsx")
SLUG = "kota-lain/disnakertrans/renstra-2023-2026/murni"
YEARS = range(2023, 2027)

URUSAN_WAJIB = "URUSAN PEMERINTAHAN WAJIB YANG TIDAK BERKAITAN DENGAN PELAYANAN DASAR"
PENUNJANG = "PROGRAM PENUNJANG URUSAN PEMERINTAHAN DAERAH KABUPATEN/KOTA"
PERENCANAAN = "Perencanaan, Penganggaran, dan Evaluasi Kinerja Perangkat Daerah"
DOKUMEN = "Penyusunan Dokumen Perencanaan Perangkat Daerah"
PELATIHAN = "PROGRAM PELATIHAN KERJA DAN PRODUKTIVITAS TENAGA KERJA"
UNIT_KOMPETENSI = "Pelaksanaan Pelatihan berdasarkan Unit Kompetensi"
KLASTER = "Proses Pelaksanaan Pendidikan dan Pelatihan Keterampilan bagi Pencari Kerja berdasarkan Klaster Kompetensi"
KAWASAN = "PROGRAM PEMBANGUNAN KAWASAN TRANSMIGRASI"


# --- pasting ------------------------------------------------------------------------------------------------------


def lay(sheet: Worksheet, table: Iterable[Sequence[Any]]) -> None:
    """Append rows, `None` and "" as blank cells."""
    for row in table:
        sheet.append([None if value == "" else value for value in row])


def saved(book: Workbook) -> BytesIO:
    """The workbook as a file that is being uploaded."""
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def tree_head() -> list[list[Any]]:
    """The head of Bekasi's kind: code in five cells, years over target and pagu, column numbers below."""
    last = ["SUMBER DANA", "LOKASI", "TINGKAT", "SASARAN"]
    return [
        ["KODE", "", "", "", "", "BIDANG URUSAN/ PROGRAM/ OUTCOME/ KEGIATAN/ SUB KEGIATAN/ OUTPUT",
         "INDIKATOR OUTCOME/ OUTPUT", "SATUAN", "KONDISI AWAL 2022", "TARGET DAN PAGU INDIKATIF TAHUN",
         *[""] * 7, *last],
        [*[""] * 9, 2023, "", 2024, "", 2025, "", 2026],
        [*[""] * 9, *["TARGET", "PAGU (Rp)"] * 4],
    ]  # fmt: skip


def column_numbers() -> list[str]:
    return ["(1)", "", "", "", "", *(f"({number})" for number in range(2, 18))]


def code(text: str) -> list[str]:
    """A code over five cells."""
    parts = text.split(" ")
    return [*parts, *[""] * (5 - len(parts))]


NO_CODE = [""] * 5


def figures(targets: Sequence[Any], money: Sequence[Any] = ("", "", "", "")) -> list[Any]:
    return [value for pair in zip(targets, money, strict=True) for value in pair]


BLANK = figures(("", "", "", ""))


def programme_rows() -> list[list[Any]]:
    """The table as printed on three pages: its head stands there again at every page break."""
    return [
        [*code("2"), URUSAN_WAJIB, "", "", "", *BLANK],
        [*code("2 07"), "URUSAN PEMERINTAHAN BIDANG TENAGA KERJA", "", "", "", *BLANK],
        [*code("2 07 01"), PENUNJANG, "", "", "", *BLANK],
        [*NO_CODE, "Outcome 1: Meningkatnya akuntabilitas kinerja", "Indikator 1: Nilai SAKIP", "Nilai", "B",
         *figures(("BB", "BB", "A", "A"))],
        [*NO_CODE, "", "Indikator 2: Indeks profesionalitas ASN", "Indeks", "79,98",
         *figures(("80,10", "80,20", "80,30", "99,30"))],
        [*NO_CODE, "Outcome 2: Meningkatnya kepuasan pegawai", "Indikator 1: Indeks kepuasan pegawai", "Indeks", "",
         *figures(("3,10", "3,20", "3,30", "3,40"))],
        [*code("2 07 01 2.01"), PERENCANAAN, "", "", "", *BLANK],
        [*NO_CODE, "Output: Tersusunnya dokumen perencanaan", "Indikator: Jumlah dokumen perencanaan", "Dokumen",
         "9", *figures(("9 Dokumen", "9 Dokumen", "9 Dokumen", "9 Dokumen"))],
        [*code("2 07 01 2.01 01"), DOKUMEN, "Jumlah dokumen yang disusun", "Dokumen", 9,
         *figures((9, 9, 9, 9), (63_563_000, 63563000.0, "Rp 63.563.000", "63.563.000,00")), "PAD", "Kota Lain"],
        *tree_head(),
        column_numbers(),
        # Here the planner wrote the whole code into the first cell, with blanks.
        ["2 . 07 . 03", "", "", "", "", PELATIHAN, "", "", "", *BLANK, "", "", "",
         "Meningkatnya kompetensi tenaga kerja"],
        [*NO_CODE, "Outcome 1: Meningkatnya kompetensi pencari kerja",
         "Indikator 1: Persentase lulusan bersertifikat", "Persen (%)", "99,10",
         *figures(("99,30", "-", "", "100%"))],
        [*code("2 07 03 2.01"), UNIT_KOMPETENSI, "Jumlah peserta pelatihan", "Orang", "1.650 Orang",
         *figures(("1.700 Orang", "1.700", 1750, "1.800 orang"))],
        # No code: it is known by its name.
        [*NO_CODE, KLASTER, "Jumlah pencari kerja yang dilatih", "Orang", "-",
         *figures(("320", "320", "-", ""), ("Rp. 925.102.800,-", "925.102.800", "-", "")), "PAD", "BLK"],
        *([*NO_CODE, "", f"Jumlah paket pelatihan kejuruan {number}", "Paket", "", *figures((number, 1, 0, "nihil"))]
          for number in range(2, 11)),
        [*NO_CODE, "", "", "", "", *figures(("", "", "", ""), (150_000_000, "175.000.000", "", "")), "DBHCHT"],
        [*NO_CODE, "JUMLAH", "", "", "", *figures(("", "", "", ""), (1, 2, 3, 4))],
        *tree_head(),
        column_numbers(),
        [*code("3"), "URUSAN PEMERINTAHAN PILIHAN", "", "", "", *BLANK],
        [*code("3 32"), "URUSAN PEMERINTAHAN BIDANG TRANSMIGRASI", "", "", "", *BLANK],
        [*code("3 32 03"), KAWASAN, "", "", "", *BLANK, "", "", "", "2"],
        [*NO_CODE, "Outcome 1: Berkembangnya kawasan transmigrasi", "Indikator 1: Jumlah kawasan berkembang",
         "Kawasan", 0, *figures((0, 1, 1, 2))],
        [*code("3 32 03 2.01"), "Penataan Persebaran Penduduk", "Jumlah keluarga tertata", "KK", "",
         *figures((10, 10, 10, 10), (40_000_000, 20_000_000, "", ""))],
        [*code("3 32 03 2.01 02"), "Penyuluhan Transmigrasi", "Jumlah calon transmigran", "Orang", "",
         *figures((25, 25, 25, 25), (30_000_000, 20_000_000, 0, "nihil")), "APBN"],
        # Neither coded nor in any list, so the planner names its level.
        [*NO_CODE, "Pendampingan Keluarga Transmigran", "Jumlah keluarga didampingi", "KK", "",
         *figures((5, 5, 5, 5), (5_000_000, "", "", "")), "APBN", "", "Sub Kegiatan"],
        [*NO_CODE, "JUMLAH TOTAL PAGU ANGGARAN TAHUN 2023 - 2026", "", "", "",
         *figures(("", "", "", ""), (1_178_665_800, "", "", ""))],
    ]  # fmt: skip


def other_office() -> BytesIO:
    """The whole workbook of the other office."""
    book = Workbook()
    identity = book.active
    identity.title = "IDENTITAS"
    lay(identity, [
        ["Nama daerah", ":", "Kota Lain"],
        ["Perangkat Daerah", ":", "Dinas Tenaga Kerja dan Transmigrasi"],
        ["Nama singkat", ":", "Disnakertrans"],
        ["Jenis Dokumen", ":", "RENSTRA"],
        ["Tahun awal", ":", 2023],
        ["Tahun akhir", ":", 2026],
        ["Tahun pada tabel", ":", "2023 s.d. 2026"],
        ["Tahun dasar", ":", 2022],
    ])  # fmt: skip

    aims = book.create_sheet("Tujuan dan Sasaran")
    lay(aims, [
        ["Tabel T-C.25 Tujuan dan Sasaran Jangka Menengah"],
        [],
        ["No", "Tujuan", "Sasaran", "Indikator Tujuan/Sasaran", "Satuan", "Kondisi Awal",
         "Target Kinerja Tahun ke-", "", "", ""],
        ["", "", "", "", "", "", 2023, 2024, 2025, 2026],
        [1, "Meningkatnya penyerapan tenaga kerja", "", "Tingkat pengangguran terbuka", "Persen", "9,07",
         "8,50", "8,00", "7,50", "7,00"],
        ["", "", "Meningkatnya kompetensi tenaga kerja", "Persentase pencari kerja bersertifikat", "%", "85",
         "90", "90,5", "91", "-"],
        ["", "", "", "Produktivitas tenaga kerja", "Juta Rupiah/Orang", "", 112.5, 113, 114, 115],
        ["", "", "Meningkatnya kesejahteraan transmigran", "Jumlah kawasan berkembang", "Kawasan", 0, 0, 1, 1, 2],
    ])  # fmt: skip
    for box in ("A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:F4", "G3:J3", "B5:B8", "C6:C7"):
        aims.merge_cells(box)

    tree = book.create_sheet("Program dan Kegiatan")
    lay(tree, [["TABEL 5.3"], ["RENCANA PROGRAM, KEGIATAN, SUB KEGIATAN DAN PENDANAAN"], [], *tree_head(),
               column_numbers(), *programme_rows()])  # fmt: skip
    for box in ("A4:E6", "F4:F6", "G4:G6", "H4:H6", "I4:I6", "J4:Q4", "J5:K5", "L5:M5", "N5:O5", "P5:Q5", "R4:R6",
                "S4:S6", "T4:T6", "U4:U6"):  # fmt: skip
        tree.merge_cells(box)

    marks = book.create_sheet("Indikator Kinerja Utama")
    lay(marks, [
        ["No", "Indikator Kinerja Utama", "Satuan", "Baseline", "2023", "2024", "2025", "2026", "Ket."],
        [1, "Tingkat Pengangguran Terbuka", "Persen", "9,07", "8,50", "8,00", "7,50", "7,00", ""],
        [2, "Persentase pencari kerja bersertifikat", "%", "85", "90", "90,5", "91", "-", "LKIP"],
    ])  # fmt: skip

    nomenclature = book.create_sheet("Tabel 4.1")
    lay(nomenclature, [
        ["Kode", "", "", "", "", "Nomenklatur Urusan Kabupaten/Kota", "Kinerja", "Indikator", "Satuan"],
        ["2", "", "", "", "", URUSAN_WAJIB],
        ["2", "07", "", "", "", "URUSAN PEMERINTAHAN BIDANG TENAGA KERJA"],
        ["2", "07", "03", "", "", PELATIHAN],
        ["2", "07", "03", "2.01", "", UNIT_KOMPETENSI, "Terlaksananya pelatihan", "Jumlah peserta pelatihan",
         "Orang"],
    ])  # fmt: skip
    nomenclature.merge_cells("A1:E1")
    return saved(book)


def by_code(cascade: Cascade) -> dict[str, CascadeNode]:
    """The programme tree's rows by code."""
    office = cascade.office
    assert office is not None
    return {node.kode: node for node in office.walk() if node.kode}


def unquiet(report: ImportReport) -> list[str]:
    """What the report says beyond notes."""
    return [str(one) for one in report.problems if one.severity is not Severity.CATATAN]


@pytest.fixture
def nomenclature(db: None) -> None:
    load_seed_nomenklatur()


@pytest.fixture
def created(nomenclature: None, tmp_path: Path) -> Rencana:
    """The other office's plan, imported at the command line as its planner would."""
    file = tmp_path / "renstra.xlsx"
    file.write_bytes(other_office().getvalue())
    out = StringIO()
    try:
        call_command("import_plan", str(file), plan=SLUG, create=True, stdout=out)
    except SystemExit:
        pytest.fail(out.getvalue())
    return Rencana.objects.select_related("edisi", "perangkat_daerah__daerah").get(slug=SLUG)


@pytest.fixture
def cascade(created: Rencana) -> Cascade:
    return load(created)


# --- the other office's plan ---------------------------------------------------------------------------------------


def test_the_plan_carries_the_other_offices_names_and_years(created: Rencana):
    assert created.nama_daerah == "Kota Lain"
    assert created.nama_perangkat_daerah == "Dinas Tenaga Kerja dan Transmigrasi"
    assert created.perangkat_daerah.nama_singkat == "Disnakertrans"
    assert (created.tahun_awal, created.tahun_akhir, created.tahun_dasar) == (2023, 2026, 2022)
    assert created.tahun_tabel == list(YEARS)


def test_both_bidang_urusan_stand_under_their_own_urusan(cascade: Cascade):
    coded = by_code(cascade)
    assert [child.kode for child in coded["2"].children] == ["2.07"]
    assert [child.kode for child in coded["3"].children] == ["3.32"]
    assert [child.kode for child in coded["2.07"].children] == ["2.07.01", "2.07.03"]
    assert [child.uraian for child in coded["3.32"].children] == [KAWASAN]


def test_prefixes_name_the_level_and_are_not_kept_in_the_text(cascade: Cascade):
    outcomes = by_code(cascade)["2.07.01"].children_at(L.OUTCOME)
    assert [one.uraian for one in outcomes] == [
        "Meningkatnya akuntabilitas kinerja",
        "Meningkatnya kepuasan pegawai",
    ]
    assert [[one.teks for one in outcome.indikator] for outcome in outcomes] == [
        ["Nilai SAKIP", "Indeks profesionalitas ASN"],
        ["Indeks kepuasan pegawai"],
    ]
    (output,) = by_code(cascade)["2.07.01.2.01"].children_at(L.OUTPUT)
    assert output.uraian == "Tersusunnya dokumen perencanaan"
    assert [one.teks for one in output.indikator] == ["Jumlah dokumen perencanaan"]


def test_one_outcome_holds_the_kegiatan_and_two_in_a_row_leave_it_to_the_program(cascade: Cascade):
    coded = by_code(cascade)
    assert cascade.parent(coded["2.07.01.2.01"]) is coded["2.07.01"]
    above = cascade.parent(coded["2.07.03.2.01"])
    assert above is not None
    assert above.uraian == "Meningkatnya kompetensi pencari kerja"


def test_a_code_is_read_from_five_cells_from_one_cell_with_blanks_and_from_the_name(cascade: Cascade):
    coded = by_code(cascade)
    assert coded["2.07.01.2.01.0001"].uraian == DOKUMEN
    assert coded["2.07.03"].uraian == PELATIHAN
    assert coded["2.07.03.2.01.0001"].uraian == KLASTER


def test_a_sub_kegiatan_that_no_list_knows_is_kept_without_a_code(cascade: Cascade):
    children = by_code(cascade)["3.32.03.2.01"].children
    assert [(child.kode, child.uraian) for child in children] == [
        ("3.32.03.2.01.0002", "Penyuluhan Transmigrasi"),
        ("", "Pendampingan Keluarga Transmigran"),
    ]


def test_numbers_typed_as_text_keep_their_decimals_and_a_dash_is_not_a_blank(cascade: Cascade):
    coded = by_code(cascade)
    outcome = coded["2.07.03"].children_at(L.OUTCOME)[0].indikator[0]
    assert outcome.target_at(2023) == Nilai.of(Decimal("99.30"))
    assert outcome.target_at(2024) == TIDAK_DIRENCANAKAN
    assert outcome.target_at(2025) == KOSONG
    assert outcome.target_at(2026) == Nilai.of(100)
    assert outcome.baseline_at(2022) == Nilai.of(Decimal("99.10"))
    peserta = coded["2.07.03.2.01"].indikator[0]
    assert peserta.satuan == "Orang"
    assert [peserta.target_at(year).amount for year in YEARS] == [1700, 1700, 1750, 1800]
    assert peserta.baseline_at(2022).amount == 1650
    sakip = coded["2.07.01"].children_at(L.OUTCOME)[0].indikator[0]
    assert [str(sakip.target_at(year)) for year in YEARS] == ["BB", "BB", "A", "A"]


def test_a_sub_kegiatan_may_carry_ten_indicators_and_two_sumber_dana(cascade: Cascade):
    node = by_code(cascade)["2.07.03.2.01.0001"]
    assert len(node.indikator) == 10
    assert node.indikator[9].teks == "Jumlah paket pelatihan kejuruan 10"
    assert [str(node.indikator[9].target_at(year)) for year in YEARS] == ["10", "1", "0", "0"]
    assert {key: str(nilai) for key, nilai in node.pagu.items()} == {
        (2023, "PAD"): "925.102.800",
        (2024, "PAD"): "925.102.800",
        (2025, "PAD"): "-",
        (2023, "DBHCHT"): "150.000.000",
        (2024, "DBHCHT"): "175.000.000",
    }
    assert node.lokasi == "BLK"


def test_sums_come_from_the_sub_kegiatan_and_a_differing_sum_above_is_a_plafon(cascade: Cascade):
    coded = by_code(cascade)
    office = cascade.office
    assert office is not None
    assert [office.total[year] for year in YEARS] == [1_173_665_800, 1_183_665_800, 63_563_000, 63_563_000]
    assert coded["3.32"].total[2023] == 35_000_000
    assert coded["3.32.03.2.01"].plafon_at(2023) == Nilai.of(40_000_000)
    assert coded["3.32.03.2.01"].plafon_at(2024) == KOSONG
    assert [node.kode for node in office.walk() if node.plafon] == ["3.32.03.2.01"]


def test_rows_of_sums_repeated_heads_and_column_numbers_become_no_rows(cascade: Cascade):
    words = ("jumlah", "kode", "(", "target", "tabel")
    names = [node.uraian for node in cascade.walk()]
    assert not [name for name in names if name.casefold().startswith(words)]
    assert len(names) == 28


def test_tujuan_and_sasaran_are_read_from_merged_cells_and_programs_serve_them(cascade: Cascade):
    (tujuan,) = cascade.at(L.TUJUAN)
    assert [one.uraian for one in tujuan.children] == [
        "Meningkatnya kompetensi tenaga kerja",
        "Meningkatnya kesejahteraan transmigran",
    ]
    assert [len(one.indikator) for one in (tujuan, *tujuan.children)] == [1, 2, 1]
    assert tujuan.children[0].indikator[1].target_at(2023) == Nilai.of(Decimal("112.5"))
    coded = by_code(cascade)
    assert cascade.linked(coded["2.07.03"]) == (tujuan.children[0],)
    assert cascade.linked(coded["3.32.03"]) == (tujuan.children[1],)
    assert cascade.linked(coded["2.07.01"]) == ()


def test_an_iku_that_repeats_an_indicator_only_marks_it(cascade: Cascade):
    marked = [one for node in cascade.walk() for one in node.indikator if "iku" in one.jenis]
    assert [(one.teks, one.jenis) for one in marked] == [
        ("Tingkat pengangguran terbuka", {"iku", "tujuan"}),
        ("Persentase pencari kerja bersertifikat", {"iku", "sasaran"}),
    ]


def test_nothing_in_it_calls_for_attention(nomenclature: None):
    _, report = create_and_import(PlanSlug.parse(SLUG), other_office(), by=BY)
    assert not report.refused
    assert unquiet(report) == []


TABLES = ("3.1", "4.1", "4.2", "4.3", "4.5", "T-C.27")


@pytest.mark.parametrize("form", ["csv", "xlsx", "html"])
def test_every_table_of_the_other_office_can_be_printed(created: Rencana, tmp_path: Path, form: str):
    for table in TABLES:
        output = tmp_path / f"{table}.{form}"
        call_command("generate", table, plan=SLUG, format=form, output=str(output), stderr=StringIO())
        assert output.stat().st_size > 200, table
    if form == "csv":
        printed = (tmp_path / "4.3.csv").read_text(encoding="utf-8-sig")
        assert "2026" in printed
        assert "2027" not in printed
        assert "Pendampingan Keluarga Transmigran" in printed
        assert "1075102800" in printed


def test_the_programme_table_of_the_other_office_prints_to_pdf(created: Rencana, tmp_path: Path):
    output = tmp_path / "4.3.pdf"
    call_command("generate", "4.3", plan=SLUG, format="pdf", output=str(output), stderr=StringIO())
    assert output.read_bytes().startswith(b"%PDF-")


def test_the_exported_plan_imports_without_a_change(created: Rencana, tmp_path: Path):
    exported = tmp_path / "ekspor.xlsx"
    call_command("export_plan", plan=SLUG, output=exported, stdout=StringIO())
    out = StringIO()
    call_command("import_plan", str(exported), plan=SLUG, stdout=out)
    assert out.getvalue() == "tidak ada perubahan\n"
    created.refresh_from_db()
    assert created.revisi == 1


def test_the_pasted_workbook_imports_a_second_time_without_a_change(created: Rencana):
    report = import_workbook(created, other_office(), by=BY)
    assert report.summary[0] == "tidak ada perubahan"
    assert report.missing == []


# --- the published table 4.3, pasted as printed --------------------------------------------------------------------

TANGERANG = PlanSlug.parse("kota-tangerang/disnaker/renstra-2025-2029/murni")
PRINTED_YEARS = range(2025, 2031)
NAME = "Bidang Urusan/Program/Outcome/Kegiatan/Subkegiatan/Output"
LABELS = {"outcome": "Outcome", "sub_kegiatan": "Sub-kegiatan"}


def blank_workbook(tahun_awal: int = 2025, tahun_akhir: int = 2030) -> Workbook:
    """The portal's blank workbook with the office's names filled in."""
    file = BytesIO()
    write_blank(file, tahun_awal=tahun_awal, tahun_akhir=tahun_akhir)
    file.seek(0)
    book = load_workbook(file)
    names = {"Nama daerah": "Kota Tangerang", "Nama perangkat daerah": "Dinas Ketenagakerjaan"}
    for label, content in book["Identitas"].iter_rows(max_col=2):
        content.value = names.get(str(label.value), content.value)
    return book


def printed_workbook(tingkat: dict[str, str] | None = None) -> BytesIO:
    """The blank workbook with the printed table, which has no codes; `tingkat` by the CSV's row_no."""
    book = blank_workbook()
    sheet = book["Program Kegiatan"]
    column = {cell.value: cell.column for cell in sheet[1]}
    for number, row in enumerate(rows("tabel_4_3"), 2):
        cells = {NAME: row[TREE_TEXT], "Indikator": row[TREE_INDICATOR], "Satuan": row["satuan"],
                 "Baseline 2024": row["baseline_2024"], "Keterangan": row["ket"],
                 "Tingkat": (tingkat or {}).get(row["row_no"], "")}  # fmt: skip
        for year in PRINTED_YEARS:
            cells[f"Target {year}"] = row[f"target_{year}"]
            cells[f"Pagu {year} (Rp)"] = row[f"pagu_{year}"]
        for heading, text in cells.items():
            if text:
                sheet.cell(number, column[heading]).value = text
    return saved(book)


def unrecognised(report: ImportReport) -> list[int]:
    """The CSV's row numbers of the rows whose level the report asks for; the sheet's head is one row high."""
    return [
        one.row - 1
        for one in report.problems
        if one.severity is Severity.GALAT and one.row is not None and "Kolom Tingkat".casefold() in one.hint.casefold()
    ]


@pytest.fixture
def printed(nomenclature: None) -> Cascade:
    """Table 4.3 imported after filling in the levels that the first attempt asked for."""
    _, refused = create_and_import(TANGERANG, printed_workbook(), by=BY)
    by_row = {row["row_no"]: row for row in rows("tabel_4_3")}
    tingkat = {str(number): LABELS[by_row[str(number)]["level"]] for number in unrecognised(refused)}
    rencana, report = create_and_import(TANGERANG, printed_workbook(tingkat), by=BY)
    assert rencana is not None, [str(one) for one in report.problems]
    return load(rencana)


def test_rows_that_no_list_knows_are_the_only_ones_that_stop_the_printed_table(nomenclature: None):
    _, report = create_and_import(TANGERANG, printed_workbook(), by=BY)
    galat = [one for one in report.problems if one.severity is Severity.GALAT]
    assert report.refused
    assert len(unrecognised(report)) == len(galat)
    by_row = {row["row_no"]: row for row in rows("tabel_4_3")}
    for number in unrecognised(report):
        row = by_row[str(number)]
        assert row["level"] == "outcome" or row["kode_match"] == "none", row[TREE_TEXT]
    assert not Rencana.objects.exists()


def test_names_of_the_printed_table_find_their_codes(printed: Cascade):
    coded = by_code(printed)
    expected = {row["kode_resolved_norm4"]: row[TREE_TEXT] for row in rows("tabel_4_3") if row["kode_resolved_norm4"]}
    assert expected.keys() <= coded.keys()
    assert {kode: coded[kode].uraian.casefold().split() for kode in expected} == {
        kode: name.casefold().split() for kode, name in expected.items()
    }
    named = [row[TREE_TEXT] for row in rows("tabel_4_3") if row[TREE_TEXT]]
    office = printed.office
    assert office is not None
    assert len(list(office.walk())) == len(named)


def test_a_code_that_rests_on_a_similar_name_is_a_warning(nomenclature: None):
    _, report = create_and_import(TANGERANG, printed_workbook(), by=BY)
    (said,) = (one for one in report.problems if "kemiripan" in one.message)
    assert said.severity is Severity.PERINGATAN
    assert said.found == "Fasilitasi Penyusunan Rencana Tenaga Kerja Mikro"
    assert "“Penyusunan Rencana Tenaga Kerja Mikro”" in said.message
    assert "Periksa apakah kodenya benar" in said.hint


def money(row: dict[str, str], year: int) -> Decimal:
    return Decimal(row[f"pagu_{year}_num"] or 0)


def test_sums_of_the_printed_table_come_from_its_sub_kegiatan(printed: Cascade):
    office = printed.office
    assert office is not None
    leaves = [row for row in rows("tabel_4_3") if row["level"] == "sub_kegiatan"]
    for year in PRINTED_YEARS:
        assert office.total[year] == sum(money(row, year) for row in leaves)


def test_printed_figures_above_that_are_not_their_sum_are_kept_as_plafon(printed: Cascade):
    table = rows("tabel_4_3")
    above = {row["row_no"]: row["parent_row_no"] for row in table}
    sums: dict[tuple[str, int], Decimal] = {}
    for row in table:
        number = row["row_no"]
        while row["level"] == "sub_kegiatan" and number:
            for year in PRINTED_YEARS:
                sums[number, year] = sums.get((number, year), Decimal(0)) + money(row, year)
            number = above[number]
    expected = {
        (" ".join(row[TREE_TEXT].split()), year): money(row, year)
        for row in table
        if row["level"] != "sub_kegiatan"
        for year in PRINTED_YEARS
        if row[f"pagu_{year}"] and money(row, year) != sums.get((row["row_no"], year), Decimal(0))
    }
    office = printed.office
    assert office is not None
    kept = {
        (" ".join(node.uraian.split()), year): nilai.amount
        for node in office.walk()
        for year, nilai in node.plafon.items()
    }
    assert expected
    assert kept == expected


def test_the_printed_table_exports_and_imports_without_a_change(printed: Cascade):
    rencana = Rencana.objects.get(slug=str(TANGERANG))
    file = BytesIO()
    write_workbook(printed, file)
    file.seek(0)
    assert import_workbook(rencana, file, by=BY).summary[0] == "tidak ada perubahan"


# --- a workbook with one sheet -------------------------------------------------------------------------------------


def everything(cascade: Cascade, *but: Level) -> list[CascadeNode]:
    """All nodes with all they hold, apart from the levels named; comparing them compares every value."""
    return [node for node in cascade.walk() if node.level not in but]


@pytest.mark.parametrize("kept", ["IDENTITAS", "Tujuan dan Sasaran", "Program dan Kegiatan", "Tabel 4.1"])
@pytest.mark.parametrize("remove_missing", [False, True])
def test_one_sheet_alone_leaves_the_rest_of_the_plan_as_it_is(created: Rencana, kept: str, remove_missing: bool):
    book = load_workbook(other_office())
    for name in set(book.sheetnames) - {kept}:
        del book[name]
    before = everything(load(created))
    report = import_workbook(created, saved(book), by=BY, remove_missing=remove_missing)
    assert report.summary[0] == "tidak ada perubahan"
    assert everything(load(created)) == before


def test_a_change_on_the_only_sheet_is_the_only_change(created: Rencana):
    book = Workbook()
    sheet = book.active
    sheet.title = "Strategi"
    lay(sheet, [
        ["Sasaran", "Strategi", "Arah Kebijakan"],
        ["Meningkatnya kompetensi tenaga kerja", "Memperluas pelatihan", "Pelatihan berbasis kompetensi"],
    ])  # fmt: skip
    before = {node.id: (node.uraian, node.indikator, node.pagu, node.plafon) for node in load(created).walk()}
    report = import_workbook(created, saved(book), by=BY)
    assert report.counts()["simpul_created"] == 2
    assert report.counts()["cells_changed"] == 0
    cascade = load(created)
    after = {node.id: (node.uraian, node.indikator, node.pagu, node.plafon) for node in cascade.walk()}
    assert {key: after[key] for key in before} == before
    (strategi,) = cascade.at(L.STRATEGI)
    above = cascade.parent(strategi)
    assert above is not None
    assert above.uraian == "Meningkatnya kompetensi tenaga kerja"


def test_the_blank_workbook_imported_into_a_plan_changes_nothing(created: Rencana):
    book = blank_workbook(2023, 2026)
    del book["Identitas"]
    report = import_workbook(created, saved(book), by=BY, remove_missing=True)
    assert report.summary[0] == "tidak ada perubahan", [str(one) for one in report.problems]


def test_blank_settings_of_a_workbook_made_anew_leave_those_of_the_plan(created: Rencana):
    held = {"tempat": "Kota Lain", "sumber": "Data diolah", "penandatangan_nip": "198001012005011001"}
    Rencana.objects.filter(pk=created.pk).update(**held)
    created.refresh_from_db()
    report = import_workbook(created, saved(blank_workbook(2023, 2027)), by=BY, remove_missing=True)
    assert not report.refused, [str(one) for one in report.problems]
    created.refresh_from_db()
    assert {name: getattr(created, name) for name in held} == held


def test_a_setting_emptied_in_the_plans_own_export_is_emptied(created: Rencana):
    Rencana.objects.filter(pk=created.pk).update(tempat="Kota Lain", sumber="Data diolah")
    created.refresh_from_db()
    file = BytesIO()
    write_workbook(load(created), file)
    file.seek(0)
    book = load_workbook(file)
    for label, content in book["Identitas"].iter_rows(max_col=2):
        content.value = None if label.value == "Tempat" else content.value
    assert import_workbook(created, saved(book), by=BY).counts()["cells_changed"] == 1
    created.refresh_from_db()
    assert (created.tempat, created.sumber) == ("", "Data diolah")


def test_the_example_of_the_blank_workbook_imports_as_it_stands(nomenclature: None):
    book = blank_workbook()
    example = list(book["Petunjuk"].iter_rows(values_only=True))
    start = next(number for number, row in enumerate(example) if str(row[0]).startswith("Contoh lembar"))
    tree = book["Program Kegiatan"]
    column = {cell.value: cell.column for cell in tree[1]}
    headings = [NAME if str(text).startswith("Bidang Urusan") else text for text in example[start + 1] if text]
    for number, row in enumerate(example[start + 2 :], 2):
        for heading, value in zip(headings, row, strict=False):
            tree.cell(number, column[heading]).value = value
    rencana, report = create_and_import(TANGERANG, saved(book), by=BY)
    assert rencana is not None, [str(one) for one in report.problems]
    assert unquiet(report) == []
    assert by_code(load(rencana))["2"].total == {2025: 1_075_102_800}
