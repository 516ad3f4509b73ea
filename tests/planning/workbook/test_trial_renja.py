"""Trial: the Renja of an office that only adds "Identitas" to the tables it printed, under its own sheet names."""

from __future__ import annotations

from typing import Any

import pytest

from planning.cascade import Cascade, load
from planning.levels import Level
from planning.models import Rencana
from planning.nomenklatur.seed import load_seed_nomenklatur
from planning.tables import build_table
from planning.workbook import ImportReport, Severity, create_and_import, import_workbook
from planning.writing import PlanSlug
from renstra_portal.reporting.model import leaves

from .books import BY, book, exported, galat, one

L = Level
SLUG = PlanSlug.parse("kabupaten-uji/disnaker/renja-2022/murni")
IDENTITAS = [
    ("Nama daerah", "Kabupaten Uji"),
    ("Nama perangkat daerah", "Dinas Tenaga Kerja dan Transmigrasi"),
    ("Jenis dokumen", "Renja"),
    ("Tahun awal", 2022),
    ("Edisi nomenklatur", "5889-2021"),
    ("Tahun akhir Renstra", 2023),
    ("Bentuk T-C.33", "Lebar, dengan tujuan, sasaran, satuan dan penanggung jawab"),
]
TUJUAN, KOMPETENSI, TATA_KELOLA = "Meningkatnya daya saing", "Meningkatnya kompetensi", "Meningkatnya tata kelola"
PENUNJANG = "PROGRAM PENUNJANG URUSAN PEMERINTAHAN DAERAH KABUPATEN/KOTA"
PELATIHAN = "PROGRAM PELATIHAN KERJA DAN PRODUKTIVITAS TENAGA KERJA"
LPKS = "Pembinaan Lembaga Pelatihan Kerja Swasta"
TITLES = [
    ("TABEL 3.3",),
    ("RUMUSAN RENCANA PROGRAM DAN KEGIATAN TAHUN 2022 DAN PRAKIRAAN MAJU TAHUN 2023",),
    (),
]
HEAD_33 = [
    ("KODE", "BIDANG URUSAN", "TUJUAN", "INDIKATOR TUJUAN", "SASARAN", "PROGRAM/KEGIATAN/SUB KEGIATAN",
     "INDIKATOR KINERJA", "SATUAN", "RENCANA TAHUN 2022", None, None, None, "CATATAN PENTING",
     "PRAKIRAAN MAJU TAHUN 2023", None, "PENANGGUNG JAWAB"),
    (None,) * 8 + ("LOKASI", "TARGET CAPAIAN KINERJA", "PAGU INDIKATIF (Rp)", "SUMBER DANA", None,
                   "TARGET CAPAIAN KINERJA", "PAGU INDIKATIF (Rp)"),
    tuple(str(number) for number in range(1, 17)),
]  # fmt: skip


def wide(kode: Any = None, uraian: Any = None, indikator: Any = None, satuan: Any = None, target: Any = None,
         pagu: Any = None, maju: Any = None, pagu_maju: Any = None, *, goals: Any = (None,) * 4, lokasi: Any = None,
         sumber: Any = None, catatan: Any = None, pj: Any = None) -> list[Any]:  # fmt: skip
    """A row under `HEAD_33`."""
    return [kode, *goals, uraian, indikator, satuan, lokasi, target, pagu, sumber, catatan, maju, pagu_maju, pj]


TABLE_33 = [
    *TITLES,
    *HEAD_33,
    wide("2 07 01", PENUNJANG, "Nilai SAKIP", "Nilai", "BB", "Rp. 63.563.000,-", "A", "70.000.000,-",
         goals=("Tenaga Kerja", TUJUAN, "Tingkat Pengangguran Terbuka", TATA_KELOLA), sumber="APBD", pj="Sekretariat"),
    wide(None, None, "Opini BPK", "Opini", "WTP", None, "WTP"),
    wide("2 07 01 2. 01", "Perencanaan, Penganggaran, dan Evaluasi Kinerja Perangkat Daerah", "Jumlah dokumen",
         "Dokumen", "9 Dokumen", "63.563.000,-", "9 Dokumen", "70.000.000,-"),
    wide("2 07 01 2. 01 01", "Penyusunan Dokumen Perencanaan Perangkat Daerah", "Jumlah dokumen", "Dokumen", "9",
         "63.563.000,-", "9", "70.000.000,-", lokasi="Kab. Uji", sumber="PAD", pj="Sekretariat"),
    # The next page of the document.
    *TITLES[:2],
    *HEAD_33,
    wide("2 07 03", PELATIHAN, "Persentase tenaga kerja bersertifikat", "Persen", "70,5", "100.000.000", "75,00", "-",
         goals=(None, None, None, KOMPETENSI), pj="Bidang Pelatihan"),
    # A kegiatan and its own sub-kegiatan bear one name; neither has a code here.
    wide(None, LPKS, "Jumlah LPKS dibina", "LPKS", "15", "100.000.000", "15", "-"),
    wide(None, LPKS, "Jumlah LPKS dibina", "LPKS", "15", "100.000.000", "15", "-", sumber="PAD", lokasi="Kab. Uji"),
    wide(None, "JUMLAH TOTAL", None, None, None, "163.563.000", None, "70.000.000"),
    ("Keterangan : *) sesuai hasil Musrenbang",),
    (None,) * 13 + ("Kabupaten Uji, 12 Juni 2021",),
    (None,) * 13 + ("KEPALA DINAS TENAGA KERJA DAN TRANSMIGRASI",),
    (),
    (None,) * 13 + ("Pejabat Contoh",),
    (None,) * 13 + ("NIP. 19700101 199901 1 001",),
]  # fmt: skip
TABLE_30 = [
    ("Tabel T-C.30",),
    ("Pencapaian Kinerja Pelayanan",),
    ("NO", "INDIKATOR", "SPM/ STANDAR NASIONAL", "IKK", "TARGET RENSTRA PERANGKAT DAERAH", None, None, None, None,
     "REALISASI CAPAIAN", None, "PROYEKSI", None, None, "CATATAN ANALISIS"),
    (None,) * 4 + tuple(f"Tahun {year}" for year in (*range(2019, 2024), 2019, 2020, 2021, 2022, 2023)),
    tuple(str(number) for number in range(1, 16)),
    (1, "Tingkat Pengangguran Terbuka", "-", "√", "8,10%", "8,00%", "7,90%", "7,80%", "7,70%", "8,21%", "9,26%",
     "7,90%", "7,80%", "7,70%", "Pandemi"),
]  # fmt: skip
HEAD_29 = [
    ("Kode", "Urusan/Bidang Urusan dan Program/Kegiatan", "Indikator Kinerja Program/Kegiatan",
     "Target Kinerja Capaian Program (Renstra Perangkat Daerah) Tahun 2023",
     "Realisasi Target Kinerja s/d Tahun 2019", "Target dan Realisasi Tahun 2020", None, None,
     "Target program dan kegiatan Tahun 2021", "Perkiraan Realisasi Capaian Target Renstra s/d Tahun berjalan", None),
    (None,) * 5 + ("Target Renja tahun 2020", "Realisasi Renja tahun 2020", "Tingkat Realisasi (%)", None,
                   "Realisasi Capaian s/d tahun 2021", "Tingkat Capaian Realisasi Target Renstra (%)"),
    ("1", "2", "3", "4", "5", "6", "7", "8=(7/6)", "9", "10=(5+7+9)", "11=(10/4)"),
]  # fmt: skip
TABLE_29 = [
    ("Rekapitulasi Evaluasi Hasil Pelaksanaan Renja Perangkat Daerah",),
    *HEAD_29,
    (None, "URUSAN WAJIB"),
    (None, "TENAGA KERJA"),
    (None, "Program Pelayanan Administrasi Perkantoran", "Persentase kebutuhan", "100%", "100%", "100%", "98,5%",
     "98,5", "100%", "100%", "100"),
    (None, "Penataan arsip kantor", "Jumlah bulan", "60 bulan", "36 bulan", "12 bulan", "12 bulan", "100",
     "12 bulan", "60 bulan", "100"),
    (None, "Program Peningkatan Kualitas dan Produktivitas Tenaga Kerja", "Persentase terlatih", "80%", "60%", "65%",
     "55,5%", "85,38", "70%", "70%", "87,5"),
]  # fmt: skip
MENDESAK = [
    ("PROGRAM MENDESAK TAHUN 2022",),
    ("NO", "PROGRAM", "RENCANA INDIKASI/ FOKUS KEGIATAN", "PAGU (Rp)", "KET"),
    ("1", PELATIHAN, "Padat karya", "Rp. 150.000.000,-", "Pandemi"),
]


@pytest.fixture
def editions(db: None) -> None:
    load_seed_nomenklatur()


def opened(sheets: dict[str, Any], identity: Any = IDENTITAS) -> tuple[Cascade, ImportReport]:
    """The Renja that these sheets open."""
    new, report = create_and_import(SLUG, book({"Identitas": identity, **sheets}), by=BY)
    assert new is not None, [str(said) for said in report.problems]
    return load(new), report


def refused(sheets: dict[str, Any]) -> ImportReport:
    new, report = create_and_import(SLUG, book({"Identitas": IDENTITAS, **sheets}), by=BY)
    assert new is None
    return report


def said(report: ImportReport, severity: Severity) -> list[str]:
    return [f"{one.sheet}: {one.message}" for one in report.problems if one.severity is severity]


def printed(table: str, cascade: Cascade, *columns: str) -> list[tuple[str, ...]]:
    """Columns of a printed table, merged and blank cells as ""."""
    rows = []
    for row in build_table(table, cascade).rows:
        cells = [row.cells.get(name) for name in columns]
        rows.append(tuple("" if held is None else str(getattr(held, "value", held)) for held in cells))
    return rows


@pytest.mark.usefixtures("editions")
def test_sheets_are_known_by_the_numbers_and_titles_of_their_tables() -> None:
    cascade, report = opened(
        {"Tabel 3.3": TABLE_33, "TC 30": TABLE_30, "Lamp. evaluasi": TABLE_29, "Tabel Program Mendesak": MENDESAK}
    )
    assert all(cascade.at(level) for level in (L.PROGRAM, L.LAYANAN, L.EVALUASI, L.MENDESAK))
    notes = said(report, Severity.CATATAN)
    assert any(note.startswith("Tabel 3.3: Menurut judulnya") and "Program Kegiatan" in note for note in notes)
    assert any(note.startswith("Lamp. evaluasi: Menurut judulnya") for note in notes)


@pytest.mark.usefixtures("editions")
def test_a_filled_sheet_that_nobody_knows_is_a_warning_and_not_a_silence() -> None:
    _, report = opened({"T-C.33": TABLE_33, "Rekap": [("Bidang", "Nama", "Nilai"), ("a", "b", 1)]})
    assert any("Lembar “Rekap” tidak dikenal" in line for line in said(report, Severity.PERINGATAN))


@pytest.mark.usefixtures("editions")
def test_of_two_sheets_of_one_table_the_second_is_told_to_be_unread() -> None:
    _, report = opened({"T-C.33": TABLE_33, "Cadangan": TABLE_33})
    assert any("Cadangan: Lembar ini tidak dibaca" in line for line in said(report, Severity.PERINGATAN))


@pytest.mark.usefixtures("editions")
def test_the_wide_table_prints_what_the_document_printed() -> None:
    cascade, report = opened({"Tabel 3.3": TABLE_33})
    assert len(leaves(build_table("T-C.33", cascade).columns)) == 16
    assert printed("T-C.33", cascade, "kode", "indikator", "target_2022", "pagu_2022", "target_2023", "pagu_2023") == [
        ("2", "", "", "163.563.000", "", "70.000.000"),
        ("2.07", "", "", "163.563.000", "", "70.000.000"),
        ("2.07.01", "Nilai SAKIP", "BB", "63.563.000", "A", "70.000.000"),
        ("", "Opini BPK", "WTP", "", "WTP", ""),
        ("2.07.01.2.01", "Jumlah dokumen", "9", "63.563.000", "9", "70.000.000"),
        ("2.07.01.2.01.01", "Jumlah dokumen", "9", "63.563.000", "9", "70.000.000"),
        ("2.07.03", "Persentase tenaga kerja bersertifikat", "70,5", "100.000.000", "75,00", "-"),
        ("2.07.03.2.02", "Jumlah LPKS dibina", "15", "100.000.000", "15", "-"),
        ("2.07.03.2.02.01", "Jumlah LPKS dibina", "15", "100.000.000", "15", "-"),
        ("", "", "", "163.563.000", "", "70.000.000"),
    ]
    tujuan, sasaran = printed("T-C.33", cascade, "tujuan", "sasaran")[6]
    assert (tujuan, sasaran) == (TUJUAN, KOMPETENSI)
    # The old edition holds no bidang urusan; the rows' codes and the other editions name it.
    assert one(cascade, "2.07").uraian == "URUSAN PEMERINTAHAN BIDANG TENAGA KERJA"
    assert not any("Bidang urusan ini tidak dikenal" in line for line in said(report, Severity.PERINGATAN))


@pytest.mark.usefixtures("editions")
def test_footnotes_signatures_and_repeated_titles_are_no_rows_and_are_told() -> None:
    cascade, report = opened({"T-C.33": TABLE_33})
    assert not galat(report)
    assert not any("Pejabat" in node.uraian or "RUMUSAN" in node.uraian for node in cascade.walk())
    notes = said(report, Severity.CATATAN)
    footnote = next(number for number, row in enumerate(TABLE_33, 1) if row and str(row[0]).startswith("Keterangan"))
    assert f"T-C.33: Keterangan di dalam atau di bawah tabel tidak dibaca: baris {footnote}." in notes
    assert f"T-C.33: Tanda tangan di bawah tabel tidak dibaca: mulai baris {footnote + 1}." in notes


@pytest.mark.usefixtures("editions")
def test_a_sumber_dana_above_the_sub_kegiatan_that_is_not_theirs_is_told() -> None:
    _, report = opened({"T-C.33": TABLE_33})
    lost = [found for found in report.problems if "Sumber dana di atas sub-kegiatan" in found.message]
    assert [(found.severity, found.column, found.row, found.found) for found in lost] == [
        (Severity.PERINGATAN, "L", 7, "APBD")
    ]


@pytest.mark.usefixtures("editions")
def test_importing_the_same_document_again_changes_nothing() -> None:
    sheets = {"Tabel 3.3": TABLE_33, "T-C.30": TABLE_30, "T-C.29": TABLE_29, "Program Mendesak": MENDESAK}
    opened(sheets)
    rencana = Rencana.objects.get(slug=str(SLUG))
    again = import_workbook(rencana, book(sheets), by=BY)
    assert again.summary[0] == "tidak ada perubahan", [held.cells for held in again.difference.objects]
    assert import_workbook(rencana, exported(rencana), by=BY).summary == ["tidak ada perubahan"]


@pytest.mark.usefixtures("editions")
def test_the_service_table_of_fifteen_columns_prints_its_own_fifteen() -> None:
    cascade, _ = opened({"T-C.33": TABLE_33, "T-C.30": TABLE_30})
    columns = [column.id for column in leaves(build_table("T-C.30", cascade).columns)]
    assert len(columns) == 15
    assert printed("T-C.30", cascade, "ikk", "target_2019", "realisasi_2019", "proyeksi_2021", "catatan") == [
        ("√", "8,10", "8,21", "7,90", "Pandemi")
    ]


@pytest.mark.usefixtures("editions")
def test_programs_from_before_the_codes_stand_at_their_level_in_the_evaluation() -> None:
    cascade, report = opened({"T-C.33": TABLE_33, "T-C.29": TABLE_29})
    depths = {node.uraian: len(cascade.path(node)) for node in cascade.at(L.EVALUASI)}
    assert depths == {
        "URUSAN WAJIB": 1,
        "TENAGA KERJA": 2,
        "Program Pelayanan Administrasi Perkantoran": 3,
        "Penataan arsip kantor": 4,
        "Program Peningkatan Kualitas dan Produktivitas Tenaga Kerja": 3,
    }
    (guess,) = [line for line in said(report, Severity.PERINGATAN) if "Tingkat baris ini" in line]
    assert "di bawah “Program Pelayanan Administrasi Perkantoran”" in guess


@pytest.mark.usefixtures("editions")
def test_estimates_that_the_portal_would_print_otherwise_are_told_with_the_setting_that_keeps_them() -> None:
    _, report = opened({"T-C.33": TABLE_33, "T-C.29": TABLE_29})
    (told,) = [found for found in report.problems if "kolom 10" in found.message]
    assert (told.severity, told.column, told.row) == (Severity.PERINGATAN, "J", 8)
    assert "“Perkiraan yang diisi”" in told.hint


@pytest.mark.usefixtures("editions")
def test_estimates_are_printed_as_in_the_document_when_they_are_entered() -> None:
    identity = [*IDENTITAS, ("Perkiraan capaian", "Perkiraan yang diisi")]
    cascade, report = opened({"T-C.33": TABLE_33, "T-C.29": TABLE_29}, identity)
    assert not any("kolom 10" in found.message for found in report.problems)
    assert printed("T-C.29", cascade, "uraian", "capaian_sd_2021", "tingkat_renstra")[3] == (
        "Penataan arsip kantor", "60", "100",
    )  # fmt: skip


@pytest.mark.usefixtures("editions")
def test_the_remark_on_a_program_with_its_focus_in_one_row_is_held_once() -> None:
    cascade, _ = opened({"T-C.33": TABLE_33, "Program Mendesak": MENDESAK})
    (program, fokus) = cascade.at(L.MENDESAK)
    assert (program.keterangan, fokus.keterangan, str(fokus.pagu_at(2022))) == ("", "Pandemi", "150.000.000")


# --- the one-year table of another office ---------------------------------------------------------------------------


def one_year(*heads: str) -> list[Any]:
    return [
        ("Tabel 5.2",),
        ("KODE", "URAIAN", "INDIKATOR", *heads, "LOKASI", "SUMBER DANA", "KETERANGAN"),
        ("2.07.03", PELATIHAN, "Persentase bersertifikat", "70 %", "500.000.000"),
        ("2.07.03.2.02", LPKS, "Jumlah LPKS", "10 Lembaga", "500.000.000"),
        ("2.07.03.2.02.01", LPKS, "Jumlah LPKS", "10 Lembaga", "500.000.000", "Kab. Uji", "PAD"),
    ]


@pytest.mark.usefixtures("editions")
@pytest.mark.parametrize(
    "heads", [("TARGET 2022", "PAGU INDIKATIF HASIL DESK (12 Juni 2021)"), ("TARGET", "PAGU INDIKATIF")]
)
def test_columns_without_a_year_are_those_of_the_year_of_the_renja(heads: tuple[str, ...]) -> None:
    cascade, report = opened({"Program Kegiatan": one_year(*heads)})
    sub = one(cascade, "2.07.03.2.02.0001")
    assert (str(sub.indikator[0].target_at(2022)), sub.total) == ("10", {2022: 500_000_000})
    assert any("dibaca sebagai tahun 2022" in note for note in said(report, Severity.CATATAN))


@pytest.mark.usefixtures("editions")
@pytest.mark.parametrize(("unit", "factor"), [("(Rp.000)", 1000), ("(ribuan rupiah)", 1000), ("(Juta Rp)", 1_000_000)])
def test_money_in_thousands_or_millions_is_read_as_its_heading_says(unit: str, factor: int) -> None:
    cascade, report = opened({"Program Kegiatan": one_year("TARGET 2022", f"PAGU 2022 {unit}")})
    assert one(cascade, "2.07.03.2.02.0001").total == {2022: 500_000_000 * factor}
    assert any("rupiah, menurut judulnya" in note for note in said(report, Severity.CATATAN))


@pytest.mark.usefixtures("editions")
def test_a_title_may_say_that_all_money_below_it_is_in_thousands() -> None:
    table = [("Rencana Program (dalam ribuan rupiah)",), *one_year("TARGET 2022", "PAGU 2022")]
    cascade, _ = opened({"Program Kegiatan": table})
    assert one(cascade, "2.07.03.2.02.0001").total == {2022: 500_000_000_000}


@pytest.mark.usefixtures("editions")
def test_a_filled_column_without_a_heading_is_told() -> None:
    table = [list(row) for row in one_year("TARGET 2022", "PAGU 2022")]
    table[1].insert(4, None)
    for row in table[2:]:
        row.insert(4, "75 %")
    _, report = opened({"Program Kegiatan": table})
    (told,) = [found for found in report.problems if "tidak berjudul" in found.message]
    assert (told.severity, told.column, told.row) == (Severity.PERINGATAN, "E", 3)


@pytest.mark.usefixtures("editions")
def test_counted_years_of_past_services_must_be_written_out() -> None:
    table = [
        ("Tabel T-C.30",),
        ("No", "Indikator", "Target Tahun ke-", None, "Realisasi Tahun ke-", None, "Catatan Analisis"),
        (None, None, "1", "2", "1", "2"),
        ("1", "Persentase kasus selesai", "80%", "82%", "81%", "82%"),
    ]
    report = refused({"T-C.33": TABLE_33, "Lembar3": table})
    places = {
        (found.sheet, found.column) for found in galat(report) if "Tahun kolom ini tidak diketahui" in found.message
    }
    assert places == {("Lembar3", column) for column in "CDEF"}


@pytest.mark.usefixtures("editions")
def test_every_fault_of_codes_and_figures_is_named_at_once() -> None:
    table = [
        *TITLES,
        *HEAD_33,
        wide("2 07 01", PENUNJANG, "Nilai SAKIP", "Nilai", "BB"),
        wide("2 07 01 2", "Perencanaan, Penganggaran, dan Evaluasi Kinerja Perangkat Daerah"),
        wide("2 07 01 2.06", "Administrasi Umum Perangkat Daerah", "Jumlah laporan", "Laporan", "12"),
        wide("2 07 01 2. 06", "Penyediaan Barang Cetakan dan Penggandaan", "Jumlah", "Paket", "1", "5.000.000"),
        wide("2.07.02.2.06.03", "Penyediaan Bahan Logistik Kantor", "Jumlah", "Paket", "1", "5.000.000"),
        wide(None, "06 Penyediaan Bahan Bacaan", "Jumlah", "Dokumen", "2", "1.000.000"),
        wide("2 07 01 2.06 09", "Rapat Koordinasi", "Jumlah", "Laporan", "12 s/d 15", "5,5 juta"),
        wide("2 07 03", PELATIHAN, "Persentase", "Persen", "1,835", "1.156,140,000"),
    ]
    report = refused({"T-C.33": table})
    faults = {(found.row, found.column): found for found in galat(report)}
    assert set(faults) == {(8, "A"), (10, "A"), (11, "A"), (13, "J"), (13, "K"), (14, "J"), (14, "K")}
    assert all(found.sheet == "T-C.33" for found in faults.values())
    assert "Betulkan kodenya" in faults[10, "A"].hint + faults[11, "A"].hint
    assert "1.156.140.000" in faults[14, "K"].message
