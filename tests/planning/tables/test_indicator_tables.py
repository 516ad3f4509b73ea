"""Tables 2.4, 4.5, 4.6, T-C.23 and T-C.28."""

from __future__ import annotations

import pytest

from planning.tables.tc_23 import ratio
from renstra_portal.lib.values import parse_nilai

from .conftest import Write, built
from .drafts import L, column, ids, indikator, levels, node, tenaga_kerja


def test_4_5_prints_every_iku_and_the_condition_at_the_end_of_the_plan(write: Write):
    targets = {2025: "83,00", 2029: "87,00", 2030: "88,00"}
    sasaran = node(
        L.SASARAN,
        "Sasaran",
        indikator=[indikator("Lowongan", "Persen", "iku sasaran", nomor="1.", target={2029: "100"})],
    )
    tujuan = node(
        L.TUJUAN,
        "Tujuan",
        sasaran,
        indikator=[
            indikator("TPTK", "Persen", "iku", nomor="1", baseline={2024: "82,00"}, target=targets),
            indikator("Bukan IKU", "Persen", "tujuan"),
        ],
    )
    program = node(L.PROGRAM, "Program", kode="2.07.03", indikator=[indikator("Pekerja", "Orang", "iku outcome")])
    report = built("iku", write(tenaga_kerja(program), tujuan))
    assert levels(report) == ["tujuan", "sasaran", "iku"]
    assert column(report, "no") == ["1", "", ""]
    assert column(report, "indikator") == ["TPTK", "1. Lowongan", "Pekerja"]
    assert column(report, "satuan") == ["Persen", "Persen", "Orang"]
    assert column(report, "kondisi_awal") == ["82,00", "", ""]
    assert column(report, "target_2030") == ["88,00", "", ""]
    assert column(report, "kondisi_akhir") == ["87,00", "100", ""]
    assert report.title == "Indikator Kinerja Utama (IKU) Dinas Ketenagakerjaan Kota Contoh Tahun 2025–2029"


def test_4_5_sums_a_cumulative_indicator_over_the_years_of_the_plan(write: Write):
    targets = {2024: "1.000", 2025: "10", 2026: "20", 2030: "1.000"}
    one = indikator("Orang dilatih", "Orang", "iku", akumulasi="jumlah", target=targets)
    report = built("4.5", write(node(L.TUJUAN, "Tujuan", indikator=[one])))
    assert column(report, "kondisi_akhir") == ["30"]


def test_iku_without_numbers_count_from_one(write: Write):
    both = [indikator("A", jenis="iku"), indikator("B", jenis="iku")]
    report = built("4.5", write(node(L.TUJUAN, "Tujuan", indikator=both)))
    assert column(report, "no") == ["1", "2"]


def test_4_6_has_a_baseline_column_only_where_a_baseline_is_held(write: Write):
    held = indikator("A", "%", "ikk", baseline={2024: "78"}, target={2025: "80,00"}, keterangan="BPS")
    cascade = write(node(L.TUJUAN, "Tujuan", indikator=[held, indikator("B", "%", "ikk")]))
    report = built("ikk", cascade)
    assert ids(report)[:5] == ["no", "indikator", "satuan", "kondisi_awal", "target_2025"]
    assert column(report, "target_2025") == ["80,00", ""]
    assert column(report, "ket") == ["BPS", ""]
    without = write(
        node(L.TUJUAN, "Tujuan", indikator=[indikator("B", "%", "ikk")]),
        slug="kota-contoh/disnaker/renstra-2020-2024/murni",
    )
    assert ids(built("ikk", without))[3] == "target_2020"


def test_tc_28_prints_the_iku_over_the_years_of_the_plan(write: Write):
    one = indikator("TPTK", "%", "iku", baseline={2024: "82"}, target={2025: "83", 2029: "87"})
    report = built("tc-28", write(node(L.TUJUAN, "Tujuan", indikator=[one])))
    assert ids(report) == [
        "no", "indikator", "kondisi_awal",
        "target_2025", "target_2026", "target_2027", "target_2028", "target_2029", "kondisi_akhir",
    ]  # fmt: skip
    assert column(report, "kondisi_awal") == ["82%"]
    assert column(report, "kondisi_akhir") == ["87%"]


def services():
    tpt = indikator(
        "TPT",
        "%",
        "layanan lainnya",
        nomor="1",
        arah="turun",
        target={2021: "7,55", 2022: "6,90", 2023: "-"},
        realisasi={2021: "9,07", 2022: "7,16", 2023: "6,76"},
    )
    trained = indikator(
        "Pelatihan",
        "Orang",
        "layanan ikk",
        nomor="A",
        target={2021: "380", 2022: "0"},
        realisasi={2021: "350", 2022: "343"},
    )
    return [
        node(L.LAYANAN, "Indikator Kinerja Utama", nomor="I", indikator=[tpt]),
        node(
            L.LAYANAN,
            "Indikator Kinerja Program",
            node(L.LAYANAN, "Program Pelatihan", nomor="1", indikator=[trained]),
            node(
                L.LAYANAN,
                "Penempatan",
                nomor="2",
                indikator=[indikator("Penempatan", "", "layanan spm", target={2021: "12"})],
            ),
            nomor="II",
        ),
    ]


def test_2_4_prints_targets_and_realisation_of_the_years_that_are_held(write: Write):
    report = built("2.4", write(*services()))
    assert ids(report) == [
        "no", "indikator", "target_2021", "target_2022", "target_2023",
        "realisasi_2021", "realisasi_2022", "realisasi_2023",
    ]  # fmt: skip
    assert levels(report) == ["kelompok", "indikator", "kelompok", "program", "indikator", "indikator"]
    assert column(report, "no") == ["I", "1", "II", "1", "A", "2"]
    assert column(report, "target_2021") == ["", "7,55%", "", "", "380", "12"]
    assert column(report, "target_2023") == ["", "-", "", "", "", ""]
    assert column(report, "realisasi_2022") == ["", "7,16%", "", "", "343", ""]
    assert report.title == "Pencapaian Pelayanan Kinerja Dinas Ketenagakerjaan Kota Contoh Tahun 2021–2023"


def test_tc_23_sorts_targets_by_kind_and_prints_ratios(write: Write):
    report = built("T-C.23", write(*services()))
    assert len(ids(report)) == 5 + 3 * 3
    assert column(report, "target_lainnya")[1] == "-"
    assert column(report, "target_ikk")[4] == "0"
    assert column(report, "target_nspk")[5] == "12"
    assert column(report, "rasio_2021") == ["", "79,87", "", "", "92,11", ""]
    assert column(report, "rasio_2022") == ["", "96,23", "", "", "-", ""]
    assert column(report, "rasio_2023") == ["", "-", "", "", "", ""]


@pytest.mark.parametrize(
    ("target", "realised", "arah", "expected"),
    [
        ("80", "100", "naik", "125.00"),
        ("6,00", "6,23", "turun", "96.17"),
        ("10", "0", "naik", "0.00"),
        ("0", "5", "naik", "-"),
        ("-", "5", "naik", "-"),
        ("", "5", "naik", "-"),
        ("5", "", "naik", ""),
        ("5", "-", "naik", "-"),
        ("BB", "A", "naik", "-"),
        ("5", "BB", "naik", "-"),
    ],
)
def test_a_ratio_exists_only_between_two_numbers(target, realised, arah, expected):
    assert ratio(parse_nilai(target).nilai, parse_nilai(realised).nilai, arah).plain() == expected
