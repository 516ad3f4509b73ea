"""What a planner reads when a workbook is faulty: the place, what stands there, what is wrong and what to do."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from planning.models import ChangeSet, Indikator, NilaiIndikator, Pagu, Plafon, Rencana, Simpul
from planning.workbook import ImportReport, Problem, Severity

from .. import factories as f
from .books import HEAD, book, make_nomenclature, nothing_written, row, run

GALAT, PERINGATAN = Severity.GALAT, Severity.PERINGATAN
TREE = "Program Kegiatan"
PROGRAM = ("2.07.03", "PROGRAM PELATIHAN KERJA DAN PRODUKTIVITAS TENAGA KERJA")
KEGIATAN = ("2.07.03.2.01", "Pelaksanaan Pelatihan berdasarkan Unit Kompetensi")
SUB = ("2.07.03.2.01.0001", "Proses Pelaksanaan Pendidikan dan Pelatihan Keterampilan")


def sub(number: int, *cells: Any, **figures: Any) -> list[Any]:
    """A sub-kegiatan under the open kegiatan."""
    return row(f"2.07.03.2.01.{number:04d}", f"Sub-kegiatan {number}", *cells, **figures)


def faulty_sheets() -> dict[str, list[Any]]:
    """One workbook with every fault of `FAULTS`, the row numbers of which are those of these lists."""
    head = [*HEAD, "Target 2031", "Sasaran yang dilayani", "Outcome induk", "Penanggung Jawab"]

    def program(*cells: Any, sasaran: str = "", outcome: str = "", pj: str = "", **figures: Any) -> list[Any]:
        return [*row(*cells, **figures), None, sasaran, outcome, pj]

    return {
        TREE: [
            head,
            program(*PROGRAM, sasaran="Sasaran yang tidak ada", pagu_2025=900),  # 2
            row(*KEGIATAN),
            row(*SUB, None, "Jumlah orang", "Orang", target_2025="1,835", pagu_2025=100),  # 4
            sub(11, None, "Indeks", "Indeks", target_2026="67.405"),  # 5
            sub(12, None, "Jumlah dokumen", "Dokumen", pagu_2025="1.156,140,000"),  # 6
            sub(13, None, "Jumlah dokumen", "Dokumen", pagu_2025="seratus juta"),  # 7
            sub(14, None, "Jumlah dokumen", "Dokumen", pagu_2026=-5),  # 8
            sub(15, None, "Jumlah orang", "Orang", target_2027=datetime.date(2025, 1, 2)),  # 9
            sub(16, None, "Jumlah paket", "Paket", target_2026="#REF!"),  # 10
            sub(17, None, "Jumlah paket", "Paket", pagu_2026="#N/A"),  # 11
            sub(18, None, "Jumlah paket", "Paket", target_2025="12 Dokumen"),  # 12
            sub(19, None, "Jumlah paket", "Paket", target_2025="10-15"),  # 13
            row(*SUB, None, "Lagi", "Orang"),  # 14
            row("2.07.03.2", "Kegiatan dua"),  # 15
            row(2.1, "Bidang"),  # 16
            row("2.07.04.2.03.0003", "Job Fair/Bursa Kerja"),  # 17
            sub(20, "Program"),  # 18
            sub(21, "Kegitan"),  # 19
            row("2.07.03.2.01.5", "Sub lima"),  # 20
            row(None, "Baris yang tidak dikenal siapa pun"),  # 21
            row("2.07.04", "PROGRAM PENEMPATAN TENAGA KERJA"),
            row("2.07.04.2.03", "Pengelolaan Informasi Pasar Kerja"),
            row("2.07.03.2.02", "Pembinaan Lembaga Pelatihan Kerja Swasta"),  # 24
            row("2.07.04.2.03", "Pengelolaan Informasi Pasar Kerja"),  # 25
            row("2.07.04.2.03.0004", "Sub", None, "Jumlah orang", "Orang", pagu_2025=1, sumber="APBD"),
            row(None, None, None, None, None, pagu_2025=2, sumber="APBD"),  # 27
            row(None, None, None, None, None, target_2025=5),  # 28
            program("2.07.04.2.03.0006", "Sub", pj="x" * 201),  # 29
            row("2.07.04.2.03.0007", "Sub", None, "Jumlah orang", "O" * 121),  # 30
            program("2.07.04.2.04", "Pelindungan PMI", outcome="3"),  # 31
        ],
        "Tujuan Sasaran": [
            ("Tujuan", "Sasaran", "Indikator", "Target 2025"),
            (None, "Sasaran tanpa tujuan", "Indikator", 5),  # 2
            ("Tujuan", None, "Indikator", "067"),  # 3
        ],
        "Strategi": [("Sasaran", "Strategi"), ("Sasaran antah berantah", "Strategi satu")],
        "RPJMD": [("Jenis", "Uraian"), ("Isi", "Sesuatu")],
        "IKK": [("No", "Satuan"), (1, "Persen")],
        "IKU": [("No", "Indikator", "Melekat pada"), (1, "Indeks apa saja", "9.99.99")],
        "Plafon": [
            ("Kode", "Uraian", "Plafon 2025 (Rp)"),
            (PROGRAM[0], PROGRAM[1], 800),  # 2
            ("2.07.09", "PROGRAM YANG TIDAK ADA", 800),  # 3
        ],
        "Indikator": [
            ("Indikator", "Arah", "Desimal"),
            ("Jumlah orang", "Ke atas", 9),  # 2
        ],
        "Identitas": [
            ("Label", "Isi"),
            ("Tahun dasar", "dua ribu"),  # 2
            ("Kertas", "A5"),  # 3
            ("NIP", 123456789012345678),  # 4
            ("Tanggal", "31-02-2025"),  # 5
            ("Jenis dokumen", "Renja"),  # 6
        ],
    }


#: Sheet, cell, what stands there, what is said about it, and what the planner is told to do.
FAULTS = (
    (TREE, "T1", "", "2031 tidak termasuk tahun rencana", "Hapus kolomnya"),
    (TREE, "U2", "Sasaran yang tidak ada", "tidak ditemukan pada rencana", "nomor urutnya"),
    (TREE, "G4", "1,835", "1,835 (satu koma delapan tiga lima) atau 1.835 (seribu", "Tulis 1,8350 atau 1835"),
    (TREE, "I5", "67.405", "dapat dibaca dua cara", "Tulis 67,4050 atau 67405"),
    (TREE, "H6", "1.156,140,000", "dapat dibaca dua cara", "atau 1156140000"),
    (TREE, "H7", "seratus juta", "bukan jumlah rupiah", "Isi angka"),
    (TREE, "J8", "-5", "tidak boleh negatif", ""),
    (TREE, "K9", "2025-01-02", "menjadi tanggal", "format selnya menjadi Teks"),
    (TREE, "I10", "#REF!", "berisi galat #REF!", "Perbaiki rumusnya"),
    (TREE, "J11", "#N/A", "berisi galat #N/A", "Perbaiki rumusnya"),
    (TREE, "G13", "10-15", "lebih dari satu angka", "Isi satu angka saja"),
    (TREE, "A14", SUB[0], "sudah dipakai di baris 4", "hapus baris yang berulang"),
    (TREE, "A15", "2.07.03.2", "ambigu", "Tulis kegiatannya lengkap, misalnya 2.07.03.2.01"),
    (TREE, "A16", "2.1", "2.01 atau 2.10", "format sel menjadi Teks"),
    (TREE, "A17", "Job Fair/Bursa Kerja", "berdiri sebelum kegiatan 2.07.04.2.03", "Pindahkan ke bawah"),
    (TREE, "A18", "2.07.03.2.01.0020", "adalah kode sub-kegiatan", "Betulkan salah satunya"),
    (TREE, "C19", "Kegitan", "Tingkat tidak dikenal", "Pilih: Perangkat daerah, Urusan"),
    (TREE, "A20", "2.07.03.2.01.5", "dua atau empat angka", "misalnya 01 atau 0001"),
    (TREE, "B21", "Baris yang tidak dikenal siapa pun", "tidak dapat dikenali", "Isi kolom Kode atau kolom Tingkat"),
    (TREE, "A24", "2.07.03.2.02", "milik program 2.07.03 (baris 2)", "pindahkan barisnya"),
    (TREE, "A25", "2.07.04.2.03", "sudah dipakai di baris 23", "Betulkan kodenya"),
    (TREE, "H27", "2", "“APBD” sudah diisi di atasnya", "Isi Sumber Dana yang berbeda"),
    (TREE, "D28", "", "teks indikatornya kosong", "Isi teks indikatornya"),
    (TREE, "W29", "xxx", "lebih panjang dari 200 huruf", ""),
    (TREE, "E30", "OOO", "lebih panjang dari 120 huruf", ""),
    (TREE, "V31", "3", "tidak mempunyai outcome “3”", "Kosongkan"),
    ("Tujuan Sasaran", "B2", "Sasaran tanpa tujuan", "tidak berada di bawah tujuan", "Isi tujuan pada baris ini"),
    ("Tujuan Sasaran", "D3", "067", "diawali angka nol", "Tulis 67"),
    ("Strategi", "A2", "Sasaran antah berantah", "tidak ditemukan", "Samakan tulisannya"),
    ("RPJMD", "A2", "Isi", "Jenis baris tidak dikenal", "Pilih: Visi, Misi"),
    ("IKK", "1", "", "Kolom wajib “Indikator” tidak ada", "Tambahkan kolom “Indikator”"),
    ("IKU", "C2", "9.99.99", "Tempat indikator ini tidak ditemukan", "Isi kode, “Perangkat daerah”"),
    ("Plafon", "C2", "800", "berbeda dari angka di Program Kegiatan!H2 (900)", "samakan"),
    ("Plafon", "B3", "PROGRAM YANG TIDAK ADA", "tidak ditemukan pada rencana", "Samakan kode atau namanya"),
    ("Indikator", "B2", "Ke atas", "Pilihan tidak dikenal", "Pilih: Naik, Turun, Tetap"),
    ("Indikator", "C2", "9", "harus 0 sampai 6", ""),
    ("Identitas", "B2", "dua ribu", "Bukan tahun empat angka", "Tulis misalnya 2025"),
    ("Identitas", "B3", "A5", "Pilihan tidak dikenal", "Pilih: A4, F4, A3"),
    ("Identitas", "B4", "1.2345", "NIP tersimpan sebagai angka", "ketik ulang NIP-nya"),
    ("Identitas", "B5", "31-02-2025", "tidak ada di kalender", "Urutannya hari, bulan, tahun"),
    ("Identitas", "B6", "renja", "untuk dokumen lain", "Pilih rencana yang sesuai"),
)


@pytest.fixture
def plan(db: None) -> Rencana:
    make_nomenclature()
    return f.make_plan(f.small_draft())


@pytest.fixture
def report(plan: Rencana) -> ImportReport:
    return run(plan, faulty_sheets())


def cell(problem: Problem) -> str:
    return f"{problem.column}{problem.row or ''}"


def counts() -> list[int]:
    """How many rows each table of a plan's content has."""
    return [one.objects.count() for one in (ChangeSet, Simpul, Indikator, NilaiIndikator, Pagu, Plafon)]


@pytest.mark.parametrize(
    ("sheet", "place", "found", "wrong", "advice"), FAULTS, ids=[f"{one[0]}!{one[1]}" for one in FAULTS]
)
def test_a_fault_is_told_with_its_place_what_stands_there_and_what_to_do(
    report: ImportReport, sheet: str, place: str, found: str, wrong: str, advice: str
):
    said = [one for one in report.problems if one.severity is GALAT and (one.sheet, cell(one)) == (sheet, place)]
    assert len(said) == 1, [str(one) for one in said]
    assert found in said[0].found
    assert wrong in said[0].message
    assert advice in f"{said[0].message} {said[0].hint}"
    line = str(said[0])
    assert line.startswith(f"[galat] {sheet}!{place}")
    assert found in line
    assert line.endswith(".")


def test_the_faults_of_one_workbook_are_all_told_at_once_and_only_once(report: ImportReport):
    told = Counter((one.sheet, cell(one)) for one in report.problems if one.severity is GALAT)
    assert told == Counter((sheet, place) for sheet, place, *_ in FAULTS)
    assert report.summary[0] == f"Ditolak: {len(FAULTS)} galat. Tidak ada yang ditulis."


def test_a_unit_in_the_cell_that_differs_from_the_column_is_a_warning(report: ImportReport):
    (said,) = (one for one in report.problems if one.severity is PERINGATAN)
    assert (said.sheet, cell(said), said.found) == (TREE, "G12", "12 Dokumen")
    assert "“Paket”" in said.message


def test_a_faulty_workbook_writes_nothing(plan: Rencana):
    before = counts()
    with nothing_written():
        assert run(plan, faulty_sheets()).refused
    assert counts() == before
    plan.refresh_from_db()
    assert plan.revisi == 1


def test_a_dry_run_says_of_a_faulty_workbook_what_the_import_says(plan: Rencana):
    dry, wet = run(plan, faulty_sheets(), dry_run=True), run(plan, faulty_sheets())
    assert dry.problems == wet.problems
    assert dry.summary == wet.summary
    assert dry.as_dict() == wet.as_dict()


def command(plan: Rencana, path: Path, **options: Any) -> tuple[int, str]:
    """The exit code and the output of `import_plan`."""
    out = StringIO()
    try:
        call_command("import_plan", str(path), plan=plan.slug, stdout=out, **options)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_the_command_exits_with_1_and_prints_every_fault(plan: Rencana, tmp_path: Path):
    path = tmp_path / "salah.xlsx"
    path.write_bytes(book(faulty_sheets()).getvalue())
    code, text = command(plan, path)
    assert code == 1
    lines = text.splitlines()
    assert sum(line.startswith("[galat] ") for line in lines) == len(FAULTS)
    assert f"Ditolak: {len(FAULTS)} galat. Tidak ada yang ditulis." in lines


@pytest.mark.parametrize("dry_run", [False, True])
def test_the_json_form_carries_every_fault_under_stable_keys(plan: Rencana, tmp_path: Path, dry_run: bool):
    path = tmp_path / "salah.xlsx"
    path.write_bytes(book(faulty_sheets()).getvalue())
    code, text = command(plan, path, format="json", dry_run=dry_run)
    assert code == 1
    said = json.loads(text)
    assert said["status"] == "ditolak"
    assert said["revision"] is None
    assert set(said["changes"].values()) == {0}
    places = {f"{one['sheet']}!{one['column']}{one['row']}" for one in said["problems"] if one["severity"] == "galat"}
    assert places == {f"{sheet}!{place}" for sheet, place, *_ in FAULTS}
    (first,) = (one for one in said["problems"] if one["place"] == f"{TREE}!C19 (Tingkat)")
    assert first["found"] == "Kegitan"
    assert first["heading"] == "Tingkat"
    assert first["hint"].startswith("Pilih: ")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "tidak dapat dibaca sebagai buku kerja Excel", id="empty"),
        pytest.param(b"%PDF-1.7 bukan Excel", "tidak dapat dibaca sebagai buku kerja Excel", id="a pdf"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000), "bersandi atau berformat Excel lama", id="xls"),
    ],
)
def test_a_file_that_is_no_workbook_gets_one_message_that_says_how_to_save_it(
    plan: Rencana, tmp_path: Path, content: bytes, words: str
):
    path = tmp_path / "rencana.xlsx"
    path.write_bytes(content)
    code, text = command(plan, path)
    assert code == 1
    problem, summary = text.splitlines()
    assert problem.startswith("[galat] Berkas ini ")
    assert words in problem
    assert ".xlsx" in problem
    assert summary == "Ditolak: 1 galat. Tidak ada yang ditulis."


def test_a_missing_file_is_named(plan: Rencana, tmp_path: Path):
    code, text = command(plan, tmp_path / "tidak-ada.xlsx")
    assert code == 1
    assert "Berkas tidak ditemukan" in text
    assert "tidak-ada.xlsx" in text


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_version_that_is_ditetapkan_refuses_a_changing_workbook_and_says_why(
    plan: Rencana, tmp_path: Path, dry_run: bool
):
    Rencana.objects.filter(pk=plan.pk).update(status=Rencana.Status.DITETAPKAN)
    path = tmp_path / "rencana.xlsx"
    path.write_bytes(book({"Strategi": [("Sasaran", "Strategi"), ("-", "Strategi baru")]}).getvalue())
    before = counts()
    code, text = command(plan, path, dry_run=dry_run)
    assert code == 1
    assert "ditetapkan" in text.casefold()
    assert "Ditolak: 1 galat. Tidak ada yang ditulis." in text
    assert counts() == before


def test_a_workbook_of_another_daerah_is_pointed_out(plan: Rencana):
    report = run(plan, {"Identitas": [("Label", "Isi"), ("Nama daerah", "Kota Sebelah")]}, dry_run=True)
    (said,) = report.problems
    assert (said.severity, said.sheet, cell(said), said.found) == (PERINGATAN, "Identitas", "B2", "Kota Sebelah")
    assert plan.nama_daerah in said.message
