"""Tables of a Renja pasted as printed: the five regulated ones of a real office, and the wide T-C.33 of another."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from planning.cascade import Cascade, load
from planning.levels import Level
from planning.models import Rencana
from planning.tables import build_table
from planning.workbook import ImportReport, Severity, create_and_import, import_workbook
from planning.writing import PlanSlug
from renstra_portal.lib.values import Nilai, round_half_up
from renstra_portal.reporting.model import leaves
from tests.golden.renja_document import rows

from .books import BY, book, exported, galat, make_nomenclature, one

L = Level
PASURUAN = "kota-pasuruan/disnaker/renja-2023/murni"
COPY = PlanSlug.parse("kota-pasuruan/salinan/renja-2023/murni")
OTHER = PlanSlug.parse("kota-lain/disnakertrans/renja-2026/murni")
IDENTITAS = [
    ("Label", "Isi"),
    ("Nama daerah", "Kota Pasuruan"),
    ("Nama perangkat daerah", "Dinas Tenaga Kerja"),
    ("Jenis dokumen", "Renja"),
    ("Tahun awal", "2023"),
    ("Edisi nomenklatur", "5889-2021"),
    ("Tahun akhir Renstra", "2026"),
]
HEAD_33 = [
    ("Rumusan Rencana Program dan Kegiatan Perangkat Daerah Tahun 2023 dan Prakiraan Maju Tahun 2024",),
    ("Kode", "Urusan/Bidang Urusan Pemerintahan Daerah dan Program/Kegiatan/Sub Kegiatan",
     "Indikator Kinerja Program/Kegiatan/Sub Kegiatan", "Rencana Tahun 2023", None, None, None, "Catatan Penting",
     "Prakiraan Maju Rencana Tahun 2024", None),
    (None, None, None, "Lokasi", "Target Capaian Kinerja", "Kebutuhan Dana/Pagu Indikatif", "Sumber Dana", None,
     "Target Capaian Kinerja", "Kebutuhan Dana/Pagu Indikatif"),
    tuple(f"({number})" for number in range(1, 11)),
]  # fmt: skip


@pytest.fixture
def pasuruan(db: None) -> Cascade:
    """The real Renja as the portal holds it."""
    call_command("load_demo", stdout=StringIO())
    return load(Rencana.objects.get(slug=PASURUAN))


def cells(name: str, *columns: str) -> list[list[str | None]]:
    """Rows of one of the document's tables, blank cells as none."""
    return [[row[column] or None for column in columns] for row in rows(name)]


def table_33() -> list[Any]:
    printed = cells("tabel_4_1", "kode", "nama", "indikator", "lokasi_2023", "target_2023", "pagu_2023",
                    "sumber_dana_2023", "catatan_penting", "target_2024", "pagu_2024")  # fmt: skip
    return [*HEAD_33, *printed]


def made(sheets: dict[str, Any], slug: PlanSlug = COPY) -> tuple[Cascade, ImportReport]:
    """The Renja that a workbook with these sheets opens."""
    new, report = create_and_import(slug, book(sheets), by=BY)
    assert new is not None, [str(said) for said in report.problems]
    return load(new), report


def warnings(report: ImportReport) -> list[str]:
    return [str(said) for said in report.problems if said.severity is not Severity.CATATAN]


def figures(cascade: Cascade, *levels: Level) -> Iterable[object]:
    """What stands on the rows of the levels, with units as they are printed."""
    for node in cascade.at(*levels):
        values = [(held.teks, held.satuan, held.jenis, list(held.values)) for held in node.indikator]
        yield node.kode, node.uraian, node.lokasi, values, dict(node.pagu), dict(node.total)


WORKS = (L.PROGRAM, L.KEGIATAN, L.SUB_KEGIATAN)


def test_the_printed_table_of_ten_columns_gives_rows_targets_and_pagu_of_the_document(pasuruan: Cascade) -> None:
    cascade, report = made({"Identitas": IDENTITAS, "Program Kegiatan": table_33()})
    assert not warnings(report)
    assert list(figures(cascade, *WORKS)) == list(figures(pasuruan, *WORKS))
    # The document prints neither urusan nor bidang urusan; their codes tell them.
    assert [node.kode for node in cascade.at(L.URUSAN, L.BIDANG_URUSAN)] == ["2", "2.07", "3", "3.32"]
    assert cascade.office is not None
    assert cascade.office.total == {2023: 5_168_369_010, 2024: 5_419_507_540}
    # Kode, target and unit of one cell: "7 dokumen".
    sub = one(cascade, "2.07.01.2.01.0001")
    assert (str(sub.indikator[0].target_at(2023)), sub.indikator[0].satuan) == ("7", "dokumen")
    assert any("baris 57" in said.message for said in report.problems), "the nameless sum at the end is told"


def test_pasting_the_printed_table_into_its_plan_changes_nothing(pasuruan: Cascade) -> None:
    rencana = Rencana.objects.get(slug=PASURUAN)
    report = import_workbook(rencana, book({"T-C.33": table_33()}), by=BY)
    assert report.summary[0] == "tidak ada perubahan", report.difference
    assert report.missing == []


def test_a_head_of_three_rows_reads_as_well(pasuruan: Cascade) -> None:
    head = [
        HEAD_33[1][:3] + ("Rencana",) + (None,) * 3 + ("Catatan Penting", "Prakiraan Maju", None),
        (None,) * 3 + ("Tahun 2023", None, None, None, None, "Tahun 2024", None),
        HEAD_33[2],
    ]
    cascade, report = made({"Identitas": IDENTITAS, "T-C.33": [*head, *table_33()[4:]]})
    assert not warnings(report)
    assert list(figures(cascade, *WORKS)) == list(figures(pasuruan, *WORKS))


def evaluation() -> list[Any]:
    head = [
        ("Kode", "Urusan/Bidang Urusan Pemerintah Daerah dan Program / Kegiatan",
         "Indikator Kinerja Program (Outcome) / Kegiatan (Output)",
         "Target Kinerja Capaian Program (Renstra PD) Tahun 2026",
         "Realisasi Target Kinerja Hasil Program dan Keluaran Kegiatan s/d Tahun 2020",
         "Target dan Realisasi Kinerja Program dan Kegiatan Tahun 2021", None, None,
         "Target Program dan Kegiatan Tahun 2022",
         "Perkiraan Realisasi Capaian Target Renstra PD s/d Tahun berjalan", None),
        (None, None, None, None, None, "Target Renja PD Tahun 2021", "Realisasi Renja PD Tahun 2021",
         "Tingkat Realisasi (%)", None, "Realisasi Capaian Program dan Kegiatan s/d Tahun 2022",
         "Tingkat Capaian Realisasi Target Renstra (%)"),
        ("1", "2", "3", "4", "5", "6", "7", "8 = (7/6)", "9", "10 = 9", "11 = (10/4)"),
    ]  # fmt: skip
    return head + cells("tabel_2_1", "kode", "nama", "indikator", "target_renstra_2026", "realisasi_sd_2020",
                        "target_renja_2021", "realisasi_renja_2021", "tingkat_realisasi_2021", "target_2022",
                        "realisasi_capaian_sd_2022", "tingkat_capaian_renstra")  # fmt: skip


def test_the_printed_evaluation_gives_its_rows_twice_as_the_document_does(pasuruan: Cascade) -> None:
    # The one figure that can be read in two ways must be typed plainly.
    table = [[cell and cell.replace("64,528 m2", "64,5280 m2") for cell in row] for row in evaluation()]
    cascade, report = made({"Identitas": IDENTITAS, "T-C.29": table})
    held, found = pasuruan.at(L.EVALUASI), cascade.at(L.EVALUASI)
    assert [node.kode for node in found] == [node.kode for node in held]
    assert [len(cascade.path(node)) for node in found] == [len(pasuruan.path(node)) for node in held]
    assert not galat(report)
    for old, new in zip(held, found, strict=True):
        assert [(i.teks, i.jenis, i.akhir, i.target) for i in new.indikator] == [
            (i.teks, i.jenis, i.akhir, i.target) for i in old.indikator
        ], old.kode


def test_the_printed_service_table_gives_services_with_marks_projections_and_analysis(pasuruan: Cascade) -> None:
    head = [
        ("No.", "Indikator", "SPM/ Standar Nasional", "IKK", "Target Renstra PD", None, None, None,
         "Realisasi Capaian", None, "Proyeksi", None, "Catatan Analisis"),
        (None, None, None, None, *(f"Tahun {year}" for year in (2021, 2022, 2023, 2024, 2021, 2022, 2023, 2024))),
        tuple(f"({number})" for number in range(1, 14)),
    ]  # fmt: skip
    printed = cells("tabel_2_2", "no", "indikator", "spm_standar_nasional", "ikk",
                    *(f"target_renstra_{year}" for year in range(2021, 2025)), "realisasi_2021", "realisasi_2022",
                    "proyeksi_2023", "proyeksi_2024", "catatan_analisis")  # fmt: skip
    cascade, report = made({"Identitas": IDENTITAS, "T-C.30": [*head, *printed]})
    assert not warnings(report)

    def services(tree: Cascade) -> list[object]:
        return [
            (node.nomor, node.uraian, node.catatan, held.jenis, held.satuan, list(held.values))
            for node in tree.at(L.LAYANAN)
            for held in node.indikator
        ]

    assert services(cascade) == services(pasuruan)


def test_the_printed_review_gives_the_rkpd_matched_with_the_renja_by_name(pasuruan: Cascade) -> None:
    half = ("Lokasi", "Indikator Kinerja", "Target Capaian")
    head = [
        ("No", "Rancangan Awal RKPD", None, None, None, None, "Hasil Analisis Kebutuhan", None, None, None, None,
         "Catatan Penting"),
        (None, "Program /Kegiatan/Sub Kegiatan", *half, "Pagu Indikatif (Rp.000)", "Program / Kegiatan/Sub Kegiatan",
         *half, "Kebutuhan Dana (Rp.000)"),
        tuple(f"({number})" for number in range(1, 13)),
    ]  # fmt: skip
    sides = [
        f"{side}_{name}"
        for side, money in (("awal", "pagu_rp000"), ("analisis", "kebutuhan_dana_rp000"))
        for name in ("nama", "lokasi", "indikator", "target", money)
    ]
    printed = cells("tabel_2_3", "no", *sides, "catatan_penting")
    cascade, report = made(
        {"Identitas": IDENTITAS, "Program Kegiatan": table_33(), "Rancangan Awal RKPD": [*head, *printed]}
    )
    assert not warnings(report)

    def thousands(amount: Nilai) -> Decimal | None:
        return None if amount.amount is None else round_half_up(amount.amount / 1000, 0)

    def given(tree: Cascade) -> list[object]:
        return [
            (node.kode, node.nomor, node.uraian, node.lokasi, [target.kode for target in tree.linked(node)],
             [(held.teks, held.satuan, held.jenis, list(held.values)) for held in node.indikator],
             {key: thousands(amount) for key, amount in node.pagu.items()}, len(tree.path(node)))
            for node in tree.at(L.RKPD)
        ]  # fmt: skip

    assert given(cascade) == given(pasuruan)
    # A row above the leaves keeps its printed amount only where that is not the sum of what is printed below it.
    total = {node.kode: node.total for node in pasuruan.at(L.RKPD)}
    for node in cascade.at(L.RKPD):
        for year, amount in node.plafon.items():
            assert thousands(amount) == round_half_up(total[node.kode][year] / 1000, 0)
            assert amount.amount != node.total[year]


def test_the_printed_proposals_give_usulan_that_the_renja_takes_up(pasuruan: Cascade) -> None:
    head = [
        ("No", "Program / Kegiatan / sub kegiatan", "Lokasi", "Indikator Kinerja", "Besaran / Volume", "Catatan"),
        ("(1)", "(2)", "(3)", None, "(5)", "(6)"),
    ]
    printed = cells("tabel_2_4", "no", "nama", "lokasi", "indikator", "besaran_volume", "catatan")
    cascade, report = made({"Identitas": IDENTITAS, "Program Kegiatan": table_33(), "T-C.32": [*head, *printed]})
    assert not warnings(report)

    def proposed(tree: Cascade) -> list[object]:
        return [
            (node.kode, node.uraian, len(tree.path(node)), [target.kode for target in tree.linked(node)],
             [(held.teks, held.satuan, list(held.values)) for held in node.indikator])
            for node in tree.at(L.USULAN)
        ]  # fmt: skip

    assert proposed(cascade) == proposed(pasuruan)


# --- the wide table of an office with two bidang urusan -------------------------------------------------------------

WIDE_HEAD = [
    ("KODE", "BIDANG URUSAN", "TUJUAN", "INDIKATOR TUJUAN", "SASARAN", "PROGRAM/KEGIATAN/SUB KEGIATAN",
     "INDIKATOR KINERJA", "SATUAN", "RENCANA TAHUN 2026", None, None, None, "CATATAN PENTING",
     "PRAKIRAAN MAJU RENCANA TAHUN 2027", None, "PENANGGUNG JAWAB"),
    (None,) * 8 + ("LOKASI", "TARGET CAPAIAN KINERJA", "KEBUTUHAN DANA/PAGU INDIKATIF", "SUMBER DANA", None,
                   "TARGET CAPAIAN KINERJA", "KEBUTUHAN DANA/PAGU INDIKATIF"),
    tuple(range(1, 17)),
]  # fmt: skip


def wide(kode: Any = None, bidang: Any = None, tujuan: Any = None, indikator_tujuan: Any = None, sasaran: Any = None,
         uraian: Any = None, indikator: Any = None, satuan: Any = None, lokasi: Any = None, target: Any = None,
         pagu: Any = None, sumber: Any = None, catatan: Any = None, maju: Any = None, pagu_maju: Any = None,
         pj: Any = None) -> list[Any]:  # fmt: skip
    """A row under `WIDE_HEAD`."""
    return [kode, bidang, tujuan, indikator_tujuan, sasaran, uraian, indikator, satuan, lokasi, target, pagu, sumber,
            catatan, maju, pagu_maju, pj]  # fmt: skip


PELATIHAN = "PROGRAM PELATIHAN KERJA DAN PRODUKTIVITAS TENAGA KERJA"
PELAKSANAAN = "Pelaksanaan Pelatihan berdasarkan Unit Kompetensi"
PROSES = "Proses Pelaksanaan Pendidikan dan Pelatihan Keterampilan"
PENATAAN = "Penataan Persebaran Penduduk yang Berasal dari 1 Daerah"
WIDE = [
    *WIDE_HEAD,
    wide(tujuan="Meningkatnya daya saing tenaga kerja", indikator_tujuan="Tingkat Pengangguran Terbuka",
         satuan="Persen", target="5,20", maju="5,00"),
    wide(sasaran="Meningkatnya kompetensi tenaga kerja", indikator="Persentase tenaga kerja bersertifikat",
         satuan="Persen", target="62,5", maju="64"),
    wide("2 07 03", "Tenaga Kerja", uraian=PELATIHAN, indikator="Persentase lulusan yang bekerja",
         satuan="Persen", lokasi="Kota Lain", target="70", pagu="300.000.000", maju="75", pagu_maju="330.000.000",
         pj="Bidang Pelatihan", sasaran="Meningkatnya kompetensi tenaga kerja",
         tujuan="Meningkatnya daya saing tenaga kerja"),
    wide("2 07 03 2.01", uraian=PELAKSANAAN, indikator="Jumlah peserta", satuan="Orang", target="40",
         pagu="300.000.000", maju="44", pagu_maju="330.000.000"),
    wide("2 07 03 2.01 01", uraian=PROSES, indikator="Jumlah lulusan", satuan="Orang",
         lokasi="Kota Lain", target="40", pagu="200.000.000", sumber="PAD", catatan="Bersama BLK", maju="44",
         pagu_maju="220.000.000", pj="Seksi Pelatihan"),
    wide(indikator="Jumlah paket pelatihan", satuan="Paket", target="-", maju="2"),
    wide(pagu="100.000.000", sumber="DBHCHT", pagu_maju="110.000.000"),
    wide("3 32 03", "Transmigrasi", sasaran="Meningkatnya penempatan transmigran",
         tujuan="Meningkatnya daya saing tenaga kerja", uraian="PROGRAM PEMBANGUNAN KAWASAN TRANSMIGRASI",
         indikator="Jumlah keluarga yang ditempatkan", satuan="KK", target="0", maju="1"),
    wide("3 32 03 2.01", uraian=PENATAAN, indikator="Jumlah keluarga", satuan="KK", target="0",
         maju="1"),
    wide("3 32 03 2.01 20", uraian="Monitoring dan Evaluasi", indikator="Jumlah laporan", satuan="Laporan",
         target="1", pagu="-", maju="1", pagu_maju="5.000.000"),
    wide(uraian="JUMLAH", pagu="300.000.000", pagu_maju="335.000.000"),
]  # fmt: skip
WIDE_IDENTITAS = [
    ("Nama daerah", "Kota Lain"),
    ("Nama perangkat daerah", "Dinas Tenaga Kerja dan Transmigrasi"),
    ("Jenis dokumen", "Renja"),
    ("Tahun awal", 2026),
    ("Edisi nomenklatur", "uji"),
    ("Bentuk T-C.33", "Lebar, dengan tujuan, sasaran, satuan dan penanggung jawab"),
]


@pytest.fixture
def other(db: None) -> tuple[Cascade, ImportReport]:
    """The Renja of a second office, opened from its wide table alone."""
    edisi = make_nomenclature()
    identity = [(label, edisi.kode if label.startswith("Edisi") else held) for label, held in WIDE_IDENTITAS]
    return made({"Identitas": identity, "T-C.33": WIDE}, OTHER)


def test_the_wide_table_gives_goals_programs_units_and_units_in_charge(other: tuple[Cascade, ImportReport]) -> None:
    cascade, report = other
    assert not warnings(report)
    (tujuan,) = cascade.at(L.TUJUAN)
    first, second = cascade.at(L.SASARAN)
    assert (tujuan.uraian, [str(tujuan.indikator[0].target_at(year)) for year in (2026, 2027)]) == (
        "Meningkatnya daya saing tenaga kerja", ["5,20", "5,00"],
    )  # fmt: skip
    assert tujuan.indikator[0].teks == "Tingkat Pengangguran Terbuka"
    assert (first.indikator[0].satuan, str(first.indikator[0].target_at(2026))) == ("Persen", "62,5")
    assert (second.uraian, second.parent_id) == ("Meningkatnya penempatan transmigran", tujuan.id)
    pelatihan, transmigrasi = cascade.at(L.PROGRAM)
    assert cascade.linked(pelatihan) == (first,)
    assert cascade.linked(transmigrasi) == (second,)
    assert (pelatihan.penanggung_jawab, pelatihan.lokasi) == ("Bidang Pelatihan", "Kota Lain")
    assert [node.kode for node in cascade.at(L.BIDANG_URUSAN)] == ["2.07", "3.32"]
    sub, _ = cascade.at(L.SUB_KEGIATAN)
    assert {key: str(amount) for key, amount in sub.pagu.items() if key[0] == 2026} == {
        (2026, "DBHCHT"): "100.000.000", (2026, "PAD"): "200.000.000",
    }  # fmt: skip
    assert [(held.teks, held.satuan, str(held.target_at(2026))) for held in sub.indikator] == [
        ("Jumlah lulusan", "Orang", "40"), ("Jumlah paket pelatihan", "Paket", "-"),
    ]  # fmt: skip
    assert sub.catatan == "Bersama BLK"


def test_what_came_from_the_wide_table_prints_in_the_wide_table(other: tuple[Cascade, ImportReport]) -> None:
    cascade, _ = other
    table = build_table("T-C.33", cascade)
    assert len(leaves(table.columns)) == 16
    program = next(row.cells for row in table.rows if row.cells.get("kode") == "2.07.03")
    assert (program["sasaran"], program["penanggung_jawab"], program["satuan"]) == (
        "Meningkatnya kompetensi tenaga kerja", "Bidang Pelatihan", "Persen",
    )  # fmt: skip


def test_pasting_the_wide_table_again_changes_nothing(other: tuple[Cascade, ImportReport]) -> None:
    rencana = Rencana.objects.get(slug=str(OTHER))
    for remove_missing in (False, True):
        report = import_workbook(rencana, book({"T-C.33": WIDE}), by=BY, remove_missing=remove_missing)
        assert report.summary[0] == "tidak ada perubahan", [one.cells for one in report.difference.objects]
    assert import_workbook(rencana, exported(rencana), by=BY).summary == ["tidak ada perubahan"]


def test_rows_may_say_in_words_that_they_are_a_tujuan_or_a_sasaran(db: None) -> None:
    edisi = make_nomenclature()
    identity = [(label, edisi.kode if label.startswith("Edisi") else held) for label, held in WIDE_IDENTITAS]
    table = [
        *WIDE_HEAD,
        wide(uraian="Tujuan 1: Meningkatnya daya saing", indikator="TPT", satuan="Persen", target="5,20"),
        wide(uraian="Sasaran 1: Meningkatnya kompetensi", indikator="Tenaga bersertifikat", satuan="Persen",
             target="62,5"),
        wide(indikator="Lulusan bekerja", satuan="Persen", target="70"),
        *WIDE[5:8],
    ]  # fmt: skip
    table[-3] = wide(
        "2 07 03",
        uraian=PELATIHAN,
        indikator="Lulusan",
        satuan="Persen",
        target="70",
    )
    cascade, _ = made({"Identitas": identity, "T-C.33": table}, OTHER)
    (sasaran,) = cascade.at(L.SASARAN)
    assert [held.teks for held in sasaran.indikator] == ["Tenaga bersertifikat", "Lulusan bekerja"]
    assert cascade.linked(one(cascade, "2.07.03")) == (sasaran,)


def test_faults_of_a_wide_table_are_all_named_with_sheet_row_and_column(db: None) -> None:
    edisi = make_nomenclature()
    identity = [(label, edisi.kode if label.startswith("Edisi") else held) for label, held in WIDE_IDENTITAS]
    table = [list(row) for row in WIDE]
    table[5][9] = "1,835"
    table[6][0] = "2 07 03 2"
    table[10][10] = "banyak"
    new, report = create_and_import(OTHER, book({"Identitas": identity, "T-C.33": table}), by=BY)
    assert new is None
    assert {(said.sheet, said.row, said.column) for said in galat(report)} >= {
        ("T-C.33", 6, "J"), ("T-C.33", 7, "A"), ("T-C.33", 11, "K"),
    }  # fmt: skip


# --- formulas ------------------------------------------------------------------------------------------------------


def test_formulas_without_stored_values_are_refused_and_not_read_as_blank(other: tuple[Cascade, ImportReport]) -> None:
    rencana = Rencana.objects.get(slug=str(OTHER))
    table = [list(row) for row in WIDE]
    table[7][10] = "=100000000*2"  # pagu of a sub-kegiatan
    table[7][9] = "=20+20"
    table[8][9] = "=1+1"
    table[5][10] = "=K7"  # the sum of a program is not read
    report = import_workbook(rencana, book({"T-C.33": table}), by=BY)
    said = {(one.row, one.column): one for one in galat(report)}
    assert set(said) == {(8, "J"), (8, "K")}
    assert "Rumus tanpa nilai tersimpan" in said[8, "J"].message
    assert "baris 9" in said[8, "J"].message
    assert "Buka berkasnya di Excel, simpan" in said[8, "K"].hint
    assert report.refused
