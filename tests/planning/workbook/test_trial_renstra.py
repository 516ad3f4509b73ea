"""Trial: tables of a Renstra as an office prints them: outcomes in words, counted years, ratios, end conditions."""

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

from .books import BY, book, exported

L = Level
SLUG = PlanSlug.parse("kota-uji/disnaker/renstra-2025-2029/murni")
IDENTITAS = [
    ("Nama daerah", "Kota Uji"),
    ("Nama perangkat daerah", "Dinas Tenaga Kerja"),
    ("Jenis dokumen", "Renstra"),
    ("Tahun pada tabel", "2025-2030"),
    ("Tahun dasar", 2024),
    ("Edisi nomenklatur", "900-1317-2023"),
]
PELATIHAN = "PROGRAM PELATIHAN KERJA DAN PRODUKTIVITAS TENAGA KERJA"
LPKS = "Pembinaan Lembaga Pelatihan Kerja Swasta"


@pytest.fixture(autouse=True)
def editions(db: None) -> None:
    load_seed_nomenklatur()


def opened(sheets: dict[str, Any]) -> tuple[Cascade, ImportReport]:
    """The Renstra that these sheets open; its own workbook changes nothing in it."""
    new, report = create_and_import(SLUG, book({"Identitas": IDENTITAS, **sheets}), by=BY)
    assert new is not None, [str(said) for said in report.problems]
    rencana = Rencana.objects.get(pk=new.pk)
    again = import_workbook(rencana, exported(rencana), by=BY, dry_run=True)
    assert again.summary == ["tidak ada perubahan"], again.difference
    return load(new), report


def warnings(report: ImportReport) -> list[str]:
    return [str(said) for said in report.problems if said.severity is Severity.PERINGATAN]


def printed(table: str, cascade: Cascade, *columns: str) -> list[tuple[str, ...]]:
    rows = []
    for row in build_table(table, cascade).rows:
        cells = [row.cells.get(name) for name in columns]
        rows.append(tuple("" if held is None else str(getattr(held, "value", held)) for held in cells))
    return rows


def pairs(targets: Any, money: Any = (None,) * 5) -> list[Any]:
    return [cell for pair in zip(targets, money, strict=True) for cell in pair]


def test_lines_of_outcome_and_output_with_codes_glued_to_plain_names_give_the_cascade() -> None:
    blank, sums = (None,) * 5, ["Rp 500.000.000,-"] * 5
    table = [
        ("Tabel 5.3 Rencana Program, Kegiatan, Subkegiatan dan Pendanaan",),
        ("BIDANG URUSAN/PROGRAM/OUTCOME/KEGIATAN/SUBKEGIATAN/OUTPUT", "INDIKATOR OUTCOME/OUTPUT", "SATUAN",
         "BASELINE 2024", "TARGET DAN PAGU INDIKATIF TAHUN", *[None] * 9, "KETERANGAN"),
        (None,) * 4 + tuple(pairs(("2026", "2027", "2028", "2029", "2030"))),
        (None,) * 4 + ("KINERJA", "PAGU") * 5,
        tuple(f"({number})" for number in range(1, 16)),
        ("2.07 URUSAN PEMERINTAHAN BIDANG TENAGA KERJA", None, None, None, *pairs(blank, sums)),
        (f"2.07.03 {PELATIHAN}", None, None, None, *pairs(blank, sums)),
        ("Outcome 1: Meningkatnya kompetensi", "Indikator 1: Persentase bersertifikat", "Persen (%)", "100%",
         *pairs(["100%"] * 5)),
        (None, "Indikator 2: Nilai SAKIP", "Nilai", "BB", *pairs(["BB", "BB", "A", "A", "-"])),
        (f"2.07.03.2.02 {LPKS}", None, None, None, *pairs(blank, sums)),
        ("Output: Terbinanya LPKS", "Indikator: Jumlah LPKS", "Lembaga", "10", *pairs(["10"] * 5)),
        (f"2.07.03.2.02.0001 {LPKS}", "Indikator: Jumlah LPKS", "Lembaga", "10", *pairs(["10"] * 5, sums)),
    ]  # fmt: skip
    cascade, report = opened({"Tabel 5.3": table})
    assert not warnings(report)
    assert printed("4.3", cascade, "uraian", "indikator", "baseline_2024", "target_2030", "pagu_2026")[3:] == [
        (PELATIHAN, "", "", "", "500.000.000"),
        ("Meningkatnya kompetensi", "Persentase bersertifikat", "100", "100", ""),
        ("", "Nilai SAKIP", "BB", "-", ""),
        (LPKS, "", "", "", "500.000.000"),
        ("Terbinanya LPKS", "Jumlah LPKS", "10", "10", ""),
        (LPKS, "Jumlah LPKS", "10", "10", "500.000.000"),
    ]


def test_t_c_23_with_spm_and_ratios_and_without_other_targets_prints_again() -> None:
    years = ("2020", "2021", "2022", "2023", "2024")
    table = [
        ("Pencapaian Kinerja Pelayanan Dinas Tenaga Kerja",),
        ("No", "Indikator Kinerja sesuai Tugas dan Fungsi", "SPM", "Target IKK", "Target Renstra Tahun ke-",
         *[None] * 4, "Realisasi Capaian Tahun ke-", *[None] * 4, "Rasio Capaian pada Tahun ke-", *[None] * 4),
        (None,) * 4 + years * 3,
        tuple(f"({number})" for number in range(1, 20)),
        ("1", "Persentase bersertifikat", None, "√", "40%", "45%", "50%", "55%", "60%", "38,5%", "44%", "51%", "55%",
         "62%", "96,25", "97,78", "102", "100", "103,33"),
    ]  # fmt: skip
    cascade, report = opened({"Tabel T-C.23": table})
    assert not warnings(report)
    columns = ("no", "indikator", "target_nspk", "target_ikk", "target_2020", "realisasi_2024", "rasio_2021")
    assert printed("T-C.23", cascade, *columns) == [
        ("1", "Persentase bersertifikat", "", "60", "40", "62", "97,78"),
    ]
    # The mark of a service of past years is none of the plan's IKK.
    assert printed("4.6", cascade, "indikator") == []


@pytest.mark.parametrize(
    "head",
    [
        [("No", "Kode", "Indikator", "Satuan", "Baseline", *(f"Target T{number}" for number in range(1, 6)),
          "Referensi RPJMD", "Penanggung Jawab")],
        [("No", "Kode", "Indikator", "Satuan", "Kondisi Kinerja pada awal periode RPJMD",
          "Target Capaian Setiap Tahun", *[None] * 4, "Kondisi Kinerja pada akhir periode RPJMD"),
         (None,) * 4 + ("Tahun 0", *(f"Tahun {number} ({2024 + number})" for number in range(1, 6)))],
        [("No", "Kode", "Indikator", "Satuan", "Baseline", "Target Tahun ke-", *[None] * 4),
         (None,) * 5 + ("1", "2", "3", "4", "5")],
    ],
    ids=["T1", "Tahun 1 (2025)", "ke-"],
)  # fmt: skip
def test_counted_years_of_t_c_28_are_the_years_of_the_plan(head: list[Any]) -> None:
    row = ("1", None, "Tingkat Pengangguran Terbuka", "Persen", "7,9", "7,7", "7,5", "7,3", "7,1", "6,9")
    cascade, _ = opened({"T-C.28": [("Tabel T-C.28",), *head, row]})
    years = [f"target_{year}" for year in range(2025, 2030)]
    assert printed("T-C.28", cascade, "kondisi_awal", *years, "kondisi_akhir") == [
        ("7,9", "7,7", "7,5", "7,3", "7,1", "6,9", "6,9")
    ]


def test_t_c_27_with_tujuan_and_sasaran_beside_the_programs_gives_both_trees() -> None:
    money = ["500.000.000"] * 5
    table = [
        ("Tabel T-C.27",),
        ("Tujuan", "Sasaran", "Kode", "Program dan Kegiatan", "Indikator Kinerja Tujuan, Sasaran, Program dan Kegiatan",
         "Data Capaian pada Tahun Awal Perencanaan", "Target Kinerja Program dan Kerangka Pendanaan", *[None] * 9,
         "Kondisi Kinerja pada Akhir Periode Renstra Perangkat Daerah", None, "Unit Kerja Penanggung-jawab", "Lokasi"),
        (None,) * 6 + tuple(pairs([f"Tahun-{number}" for number in range(1, 6)])),
        (None,) * 6 + ("Target", "Rp") * 6,
        tuple(f"({number})" for number in range(1, 21)),
        ("Meningkatnya daya saing", None, None, None, "TPT", "7,9%", *pairs(["7,7%", "7,5%", "7,3%", "7,1%", "6,9%"]),
         "6,9%"),
        (None, "Meningkatnya kompetensi", None, None, "Persentase kompeten", "40%",
         *pairs(["41%", "42%", "43%", "44%", "45%"]), "45%"),
        (None, None, "2.07.03", PELATIHAN, "Persentase bekerja", "60%", *pairs(["61%"] * 5, money), "61%",
         "2.500.000.000", "Bidang Pelatihan", "Kota Uji"),
        (None, None, "2.07.03.2.02", LPKS, "Jumlah LPKS", "10 Lembaga", *pairs(["10 Lembaga"] * 5, money)),
        (None, None, "2.07.03.2.02.01", LPKS, "Jumlah LPKS", "10 Lembaga", *pairs(["10 Lembaga"] * 5, money),
         "10 Lembaga", "2.500.000.000", "Bidang Pelatihan", "Kota Uji"),
    ]  # fmt: skip
    cascade, report = opened({"Lampiran 1": table})
    assert not warnings(report)
    (sasaran,) = cascade.at(L.SASARAN)
    (program,) = cascade.at(L.PROGRAM)
    assert cascade.linked(program) == (sasaran,)
    assert printed("T-C.27", cascade, "tujuan", "sasaran", "indikator", "data_awal", "target_2025", "akhir_target",
                   "akhir_pagu")[:4] == [
        ("Meningkatnya daya saing", "", "TPT", "7,9", "7,7", "6,9", ""),
        ("", "Meningkatnya kompetensi", "Persentase kompeten", "40", "41", "45", ""),
        ("", "", "Persentase bekerja", "60", "61", "61", "2.500.000.000"),
        ("", "", "Jumlah LPKS", "10", "10", "10", "2.500.000.000"),
    ]  # fmt: skip


def test_two_sub_kegiatan_of_the_same_name_are_kept_apart_by_their_codes() -> None:
    table = [
        ("Kode", "Uraian", "Indikator", "Satuan", "Target 2025", "Pagu 2025"),
        ("2.07.03", PELATIHAN),
        ("2.07.03.2.02", LPKS, "Jumlah LPKS", "Lembaga", 10),
        ("2.07.03.2.02.0001", LPKS, "Jumlah LPKS", "Lembaga", 10, 1_000_000),
        ("2.07.03.2.02.0002", LPKS, "Jumlah LPKS", "Lembaga", 5, 2_000_000),
    ]
    cascade, _ = opened({"Program Kegiatan": table})
    assert [(node.kode, node.total) for node in cascade.at(L.SUB_KEGIATAN)] == [
        ("2.07.03.2.02.0001", {2025: 1_000_000}), ("2.07.03.2.02.0002", {2025: 2_000_000}),
    ]  # fmt: skip
