"""Every fault of a workbook is told at once, with its place, and nothing is written."""

import datetime
from io import BytesIO

import pytest

from planning.cascade import load
from planning.levels import Level
from planning.models import ChangeSet, Simpul
from planning.workbook import Severity, import_workbook

from .. import factories as f
from .books import BY, HEAD, Shown, at, book, galat, make_nomenclature, nothing_written, row, run

PROGRAM = ("2.07.03", "PROGRAM PELATIHAN KERJA DAN PRODUKTIVITAS TENAGA KERJA")
KEGIATAN = ("2.07.03.2.01", "Pelaksanaan Pelatihan berdasarkan Unit Kompetensi")
SUB = ("2.07.03.2.01.0001", "Proses Pelaksanaan Pendidikan dan Pelatihan Keterampilan")


@pytest.fixture
def plan(db):
    make_nomenclature()
    return f.make_plan(f.small_draft())


def sub_rows(*rows):
    """A program and a kegiatan in rows 2 and 3, and the given rows from row 4 on."""
    return {"Program Kegiatan": [HEAD, row(*PROGRAM), row(*KEGIATAN), *rows]}


def test_twenty_faults_are_all_told_with_their_places_and_nothing_is_written(plan):
    head = [*HEAD, "Target 2031", "Catatan pribadi"]
    head[0] = "KODE\nREKENING"
    rows = [
        head,
        row(*PROGRAM),
        row(*KEGIATAN),
        row(*SUB, None, "Jumlah orang", "Orang", target="1,835"),  # 4: two readings
        row("2.07.03.2.01.0002", "Koordinasi Lintas Lembaga", None, "Jumlah dok", "Dokumen", pagu_2025="seratus juta"),
        row(None, None, None, "Jumlah paket", "Paket", target_2026="#REF!"),  # 6
        row(None, None, None, "Jumlah orang", "Orang", target_2027=datetime.date(2025, 1, 2)),  # 7
        row(*SUB, None, "Lagi", "Orang"),  # 8: the code again
        row("2.07.03.2", "Kegiatan dua", None),  # 9: kegiatan reduced
        row("2.07.01.2.06.0003", "Penyediaan Peralatan", None),  # 10: parent of another program
        row("2.07.03.2.01.0003", "Sub tiga", "Program"),  # 11: level and code differ
        row(2.1, "Bidang"),  # 12: float code
        row("2.07.03.2.01.0004", "Sub empat", None, "Ind", "Orang", pagu_2026=-5),  # 13
        row("2.07.03.2.01.5", "Sub lima"),  # 14: digits
        row(None, "Baris yang tidak dikenal siapa pun"),  # 15
        row("2.07.03.2.01.0006", "Sub enam", "Kegitan"),  # 16: tingkat unknown
        row("2.07.04.2.03.0003", "Job Fair/Bursa Kerja"),  # 17: before its kegiatan
        row("2.07.04", "PROGRAM PENEMPATAN TENAGA KERJA"),
        row("2.07.04.2.03", "Pengelolaan Informasi Pasar Kerja"),
        row("2.07.04.2.03.0004", "Sub", None, "Ind", "Orang", target_2025="10-15", pagu_2025=10.005),  # 20
        row(None, None, None, None, None, target_2025=5),  # 21: figures of nothing
        row("2.07.04.2.03.0005", "Sub lain", None, "Ind", "Orang", pagu="#N/A"),  # 22
        row(None, None, None, None, None, pagu_2026=1, sumber="APBD"),  # 23
        row(None, None, None, None, None, pagu_2026=2, sumber="APBD"),  # 24: the same source again
    ]
    sheets = {
        "Program Kegiatan": rows,
        "Tujuan Sasaran": [
            ("Tujuan", "Sasaran", "Indikator", "Target 2025"),
            (None, "Sasaran tanpa tujuan", "Ind", 5),
            ("Tujuan", None, "Ind", "067"),
        ],
        "Strategi": [("Sasaran", "Strategi"), ("Sasaran yang tidak ada", "Strategi satu")],
        "RPJMD": [("Jenis", "Uraian"), ("Isi", "Sesuatu")],
        "IKU": [("No", "Satuan"), (1, "Persen")],
        "Identitas": [("Label", "Isi"), ("Tahun dasar", "dua ribu"), ("Kertas", "A5"), ("NIP", 123456789012345678)],
    }
    with nothing_written():
        report = run(plan, sheets)
    assert report.refused
    assert load(plan).plan.revisi == 1
    places = {(one.sheet, one.column, one.row) for one in galat(report)}
    program = {(column, number) for sheet, column, number in places if sheet == "Program Kegiatan"}
    assert program >= {
        ("T", 1), ("G", 4), ("H", 5), ("I", 6), ("K", 7), ("A", 8), ("A", 9), ("A", 10), ("A", 11), ("A", 12),
        ("J", 13), ("A", 14), ("B", 15), ("C", 16), ("A", 17), ("G", 20), ("H", 20), ("D", 21), ("H", 22), ("J", 24),
    }  # fmt: skip
    assert places >= {
        ("Tujuan Sasaran", "B", 2), ("Tujuan Sasaran", "D", 3), ("Strategi", "A", 2), ("RPJMD", "A", 2), ("IKU", "", 1),
        ("Identitas", "B", 2), ("Identitas", "B", 3), ("Identitas", "B", 4),
    }  # fmt: skip
    assert len(galat(report)) >= 28
    assert all(one.message and one.severity for one in report.problems)


def test_an_ambiguous_number_names_both_readings(plan):
    report = run(plan, sub_rows(row(*SUB, None, "Indeks", "Indeks", target_2025="67.405")))
    said = at(report, "G", 4)
    assert said.severity is Severity.GALAT
    assert said.heading == "Target 2025"
    assert said.found == "67.405"
    assert "67,405" in said.message
    assert "67405" in said.message


def test_a_child_under_the_wrong_parent_names_both_and_the_row(plan):
    report = run(
        plan,
        {
            "Program Kegiatan": [
                HEAD, row(*PROGRAM), row(*KEGIATAN), row("2.07.04", "PROGRAM PENEMPATAN TENAGA KERJA"),
                row("2.07.03.2.02", "Pembinaan Lembaga Pelatihan Kerja Swasta"),
            ]
        },
    )  # fmt: skip
    said = at(report, "A", 5).message
    assert "2.07.03 (baris 2)" in said
    assert "2.07.04 PROGRAM PENEMPATAN" in said


def test_a_name_unlike_the_nomenclature_is_a_warning_with_the_official_name(plan):
    report = run(plan, sub_rows(row(SUB[0], "Pengadaan kendaraan dinas")), dry_run=True)
    said = at(report, "B", 4)
    assert said.severity is Severity.PERINGATAN
    assert SUB[1] in said.message
    assert not report.refused


def test_a_unit_in_the_cell_is_accepted_and_compared_with_the_column(plan):
    report = run(
        plan,
        sub_rows(
            row(*SUB, None, "Jumlah Proses Pelatihan", "Orang", target="1.700 Orang"),
            row(None, None, None, "Jumlah paket", "Paket", target_2025="12 Dokumen"),
        ),
    )
    assert at(report, "G", 5).severity is Severity.PERINGATAN
    assert not galat(report)
    indicator = next(one for one in load(plan).walk() if one.kode == SUB[0]).indikator[0]
    assert str(indicator.target_at(2025)) == "1.700"


def test_a_nip_typed_as_a_number_is_refused_because_its_end_is_lost(plan):
    report = run(plan, {"Identitas": [("Label", "Isi"), ("NIP penandatangan", 198001012005011001)]})
    assert "Teks" in at(report, "B", 2).hint


def test_a_workbook_of_another_document_is_refused(plan):
    report = run(plan, {"Identitas": [("Label", "Isi"), ("Jenis dokumen", "Renja"), ("Tahun awal", 2026)]})
    assert [one.row for one in galat(report)] == [2, 3]


def test_a_missing_required_heading_is_named_with_what_belongs_there(plan):
    report = run(plan, {"Tujuan Sasaran": [("Tujuan", "Indikator"), ("A", "B")]})
    (said,) = galat(report)
    assert "“Sasaran”" in said.message


def test_a_sheet_without_any_head_says_which_columns_are_needed(plan):
    (said,) = galat(run(plan, {"Program Kegiatan": [("a", "b"), (1, 2)]}))
    assert "judul kolom" in said.message


def test_the_plafon_sheet_and_an_odd_sum_that_differ_are_named_both(plan):
    report = run(
        plan,
        {
            "Program Kegiatan": [
                HEAD, row(*PROGRAM, pagu_2025=900), row(*KEGIATAN), row(*SUB, None, "Ind", "Orang", pagu_2025=100),
            ],
            "Plafon": [("Kode", "Uraian", "Plafon 2025 (Rp)"), ("2.07.03", "PROGRAM", 800)],
        },
    )  # fmt: skip
    (said,) = galat(report)
    assert (said.sheet, said.column, said.row) == ("Plafon", "C", 2)
    assert "Program Kegiatan!H2" in said.message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"bukan excel", "tidak dapat dibaca"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "bersandi"),
        (b"", "tidak dapat dibaca"),
        (b"PK\x03\x04" + b"\0" * 100, "tidak dapat dibaca"),
        (b"x" * (20 * 1024 * 1024 + 1), "lebih besar dari 20 MB"),
    ],
)
def test_a_file_that_is_no_workbook_is_one_clear_problem(plan, content, words):
    with nothing_written():
        report = import_workbook(plan, BytesIO(content), by=BY)
    (said,) = report.problems
    assert words in said.message
    assert report.refused


def test_a_cell_far_below_the_table_is_refused_as_too_many_rows(plan):
    file = book({"Program Kegiatan": [HEAD]})
    import openpyxl

    workbook = openpyxl.load_workbook(file)
    workbook["Program Kegiatan"].cell(200_001, 1, "x")
    far = BytesIO()
    workbook.save(far)
    report = import_workbook(plan, far, by=BY)
    assert "200.000 baris" in galat(report)[0].message


def test_a_workbook_without_known_sheets_says_so(plan):
    report = run(plan, {"Sheet1": [("a",)]})
    assert any("tidak ada lembar" in one.message.lower() for one in galat(report))


def test_unknown_columns_and_sheets_are_notes(plan):
    sheets = sub_rows(row(*SUB))
    sheets["Program Kegiatan"][0] = [*HEAD, "Coret-coret"]
    sheets["Catatan rapat"] = [("x",)]
    report = run(plan, sheets, dry_run=True)
    assert not report.refused
    assert {one.severity for one in report.problems} == {Severity.CATATAN}
    assert {one.sheet for one in report.problems} == {"Program Kegiatan", "Catatan rapat"}


def test_a_dry_run_writes_nothing_and_reports_as_the_import_does(plan):
    sheets = sub_rows(row(*SUB, None, "Jumlah orang", "Orang", target=5, pagu=100))
    with nothing_written():
        dry = run(plan, sheets, dry_run=True)
    wet = run(plan, sheets)
    assert (dry.status, wet.status) == ("diperiksa", "ditulis")
    assert dry.problems == wet.problems
    assert dry.counts() == wet.counts()
    assert dry.missing == wet.missing
    assert ChangeSet.objects.latest("pk").origin == "import"


def test_rows_that_the_workbook_lacks_are_listed_and_only_removed_on_request(plan):
    sheets = sub_rows(row(*SUB))
    kept = run(plan, sheets)
    assert "Sub-kegiatan 2.07.03.2.01.0002 Koordinasi Pelatihan" in kept.missing
    assert Simpul.objects.filter(kode="2.07.03.2.01.0002").exists()
    assert Simpul.objects.filter(level=Level.TUJUAN).exists()
    removed = run(plan, sheets, remove_missing=True)
    assert removed.counts()["simpul_deleted"] == len([one for one in removed.missing if "Indikator" not in one])
    assert not Simpul.objects.filter(kode="2.07.03.2.01.0002").exists()
    # The sheet "Tujuan Sasaran" is not in the workbook: its part of the plan is left alone.
    assert Simpul.objects.filter(level=Level.TUJUAN).exists()
    assert run(plan, sheets, remove_missing=True).summary == ["tidak ada perubahan"]


def test_percent_cells_read_as_they_show(plan):
    figures = {"target": Shown(0.993, "0.00%"), "baseline": Shown(0.9, "0%")}
    run(plan, sub_rows(row(*SUB, None, "Persentase", "Persen", **figures)))
    indicator = next(one for one in load(plan).walk() if one.kode == SUB[0]).indikator[0]
    assert (str(indicator.target_at(2025)), str(indicator.baseline_at(2024))) == ("99,30", "90")
