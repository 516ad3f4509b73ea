"""Table 4.3: rows, numbering, sums and marks."""

from __future__ import annotations

from decimal import Decimal

from renstra_portal.lib.values import NIHIL, TIDAK_DIRENCANAKAN, Nilai
from renstra_portal.reporting.model import header_rows

from .conftest import Write, built
from .drafts import (
    L,
    amount,
    assert_sums_hold,
    cell,
    column,
    ids,
    indikator,
    levels,
    node,
    office,
    plafon,
    row_of,
    rupiah,
    sub,
    tenaga_kerja,
)


def pelatihan(*children):
    return node(L.PROGRAM, "PROGRAM PELATIHAN KERJA", *children, kode="2.07.03")


def kegiatan(number, *subs, **fields):
    return node(L.KEGIATAN, f"Kegiatan {number}", *subs, kode=f"2.07.03.2.{number:02}", **fields)


def code(number, position=1):
    return f"2.07.03.2.{number:02}.{position:04}"


def test_columns_follow_the_years_of_the_plan(write: Write):
    report = built("4.3", write(tenaga_kerja(pelatihan())))
    assert ids(report) == [
        "uraian", "indikator", "satuan", "baseline_2024",
        "target_2025", "pagu_2025", "target_2026", "pagu_2026", "target_2027", "pagu_2027",
        "target_2028", "pagu_2028", "target_2029", "pagu_2029", "target_2030", "pagu_2030", "ket",
    ]  # fmt: skip
    assert len(header_rows(report.columns)) == 3


def test_a_plan_of_other_years_prints_other_columns(write: Write):
    cascade = write(
        tenaga_kerja(pelatihan(kegiatan(1, sub("A", code(1), {2023: 10, 2026: 40})))),
        slug="kota-contoh/disnaker/renstra-2023-2026/murni",
        tahun_tabel=[2023, 2024, 2025, 2026],
        tahun_dasar=2022,
    )
    report = built("4.3", cascade)
    assert ids(report)[3:6] == ["baseline_2022", "target_2023", "pagu_2023"]
    assert ids(report)[-2] == "pagu_2026"
    assert column(report, "pagu_2023") == ["10"] * 6
    assert column(report, "pagu_2024") == [""] * 6
    assert report.subtitle == ("Tahun 2023–2026",)


def test_every_level_has_its_row_in_the_order_of_the_tree(write: Write):
    outcome = node(
        L.OUTCOME,
        "Meningkatnya produktivitas",
        indikator=[indikator("Persentase bersertifikat", jenis="outcome", target={2025: "99,30"})],
    )
    report = built("4.3", write(tenaga_kerja(pelatihan(outcome, kegiatan(1, sub("Latihan", code(1), {2025: 5}))))))
    assert levels(report) == [
        "perangkat_daerah", "urusan", "bidang_urusan", "program", "outcome", "kegiatan", "sub_kegiatan",
    ]  # fmt: skip
    assert column(report, "uraian")[3:] == [
        "PROGRAM PELATIHAN KERJA", "Meningkatnya produktivitas", "Kegiatan 1", "Latihan",
    ]  # fmt: skip
    assert column(report, "indikator")[4] == "Persentase bersertifikat"
    assert column(report, "target_2025")[4] == "99,30"
    assert column(report, "satuan")[6] == "Dokumen"
    assert [row.keep_with_next for row in report.rows] == [True] * 6 + [False]


def test_pagu_adds_up_from_sub_kegiatan_to_the_office(write: Write):
    report = built(
        "4.3",
        write(
            tenaga_kerja(
                pelatihan(
                    kegiatan(1, sub("A", code(1), {2025: 10}), sub("B", code(1, 2), {2025: 20, 2026: 7})),
                    kegiatan(2, sub("C", code(2), {2025: 5})),
                )
            )
        ),
    )
    assert column(report, "pagu_2025") == ["35", "35", "35", "35", "30", "10", "20", "5", "5"]
    assert column(report, "pagu_2026") == ["7", "7", "7", "7", "7", "", "7", "", ""]
    assert cell(report, 3, "pagu_2025").sum_of == (4, 7)
    assert cell(report, 4, "pagu_2025").sum_of == (5, 6)
    assert cell(report, 5, "pagu_2025").sum_of == ()
    assert assert_sums_hold(report) == 11
    assert report.marks == {}


def test_several_sources_of_a_sub_kegiatan_print_as_one_amount(write: Write):
    one = node(L.SUB_KEGIATAN, "A", kode=code(1))
    one.pagu = {(2025, "APBD"): NIHIL, (2025, "DBHCHT"): rupiah({2025: 9})[2025, ""]}
    report = built("4.3", write(tenaga_kerja(pelatihan(kegiatan(1, one)))))
    assert column(report, "pagu_2025") == ["9"] * 6


def test_a_dash_stays_a_dash_and_a_blank_stays_blank(write: Write):
    dashed = node(L.SUB_KEGIATAN, "A", kode=code(1), pagu={(2025, ""): TIDAK_DIRENCANAKAN})
    dashed.indikator = [indikator("Jumlah A", "Unit", "output", baseline={2024: "-"}, target={2025: "-"})]
    report = built("4.3", write(tenaga_kerja(pelatihan(kegiatan(1, dashed)))))
    last = len(report.rows) - 1
    assert column(report, "pagu_2025") == ["", "", "", "", "", "-"]
    assert column(report, "baseline_2024")[last] == "-"
    assert column(report, "target_2025")[last] == "-"
    assert column(report, "target_2026")[last] == ""


def test_nihil_prints_as_zero(write: Write):
    one = sub("A", code(1), {2025: 0})
    report = built("4.3", write(tenaga_kerja(pelatihan(kegiatan(1, one)))))
    assert column(report, "pagu_2025")[-2:] == ["0", "0"]


def test_ten_indicators_of_a_row_stand_on_ten_rows(write: Write):
    ten = [indikator(f"Indikator {n}", "Orang", "output", target={2025: str(n)}) for n in range(1, 11)]
    report = built(
        "4.3",
        write(
            tenaga_kerja(
                pelatihan(kegiatan(1, sub("A", code(1), {2025: 1}, indikator=ten), sub("B", code(1, 2), {2025: 2})))
            )
        ),
    )
    assert levels(report)[5:] == ["sub_kegiatan", *["indikator"] * 9, "sub_kegiatan"]
    assert column(report, "target_2025")[5:15] == [str(n) for n in range(1, 11)]
    assert column(report, "pagu_2025")[5:15] == ["1", *[""] * 9]
    assert column(report, "uraian")[5:15] == ["A", *[""] * 9]
    assert cell(report, 4, "pagu_2025").sum_of == (5, 15)


def test_several_outcomes_that_group_kegiatan_show_their_share(write: Write):
    first = node(L.OUTCOME, "Outcome 1", kegiatan(1, sub("A", code(1), {2025: 10})))
    second = node(L.OUTCOME, "Outcome 2", kegiatan(2, sub("B", code(2), {2025: 20})))
    third = kegiatan(3, sub("C", code(3), {2025: 5}))
    report = built("4.3", write(tenaga_kerja(pelatihan(first, second, third))))
    assert column(report, "pagu_2025")[3:] == ["35", "10", "10", "10", "20", "20", "20", "5", "5"]
    assert cell(report, 3, "pagu_2025").sum_of == (4, 7, 10)
    assert_sums_hold(report)


def test_a_single_outcome_shows_no_pagu_of_its_own(write: Write):
    outcome = node(L.OUTCOME, "Outcome", kegiatan(1, sub("A", code(1), {2025: 10})))
    report = built("4.3", write(tenaga_kerja(pelatihan(outcome))))
    assert column(report, "pagu_2025")[3:] == ["10", "", "10", "10"]
    assert cell(report, 3, "pagu_2025").sum_of == (5,)


def test_a_numbered_outcome_stands_in_the_indicator_column(write: Write):
    outcome = node(
        L.OUTCOME,
        "Meningkatnya kinerja pegawai",
        nomor="1.",
        indikator=[
            indikator("Meningkatnya kinerja pegawai", "", "outcome", baseline={2024: "100"}),
            indikator("Persentase SKP", jenis="outcome", nomor="1.1.", target={2025: "100"}),
        ],
    )
    report = built("4.3", write(tenaga_kerja(pelatihan(outcome))))
    assert levels(report)[4:] == ["outcome", "indikator"]
    assert column(report, "uraian")[4:] == ["", ""]
    assert column(report, "indikator")[4:] == ["1. Meningkatnya kinerja pegawai", "1.1. Persentase SKP"]
    assert column(report, "baseline_2024")[4:] == ["100", ""]
    assert column(report, "target_2025")[4:] == ["", "100"]


def test_an_indicator_that_repeats_the_program_name_gives_only_its_figures(write: Write):
    program = pelatihan()
    program.indikator = [indikator("Program Pelatihan Kerja", jenis="outcome", target={2025: "100"})]
    report = built("4.3", write(tenaga_kerja(program)))
    assert column(report, "indikator")[3] == ""
    assert column(report, "satuan")[3] == "Persen"
    assert column(report, "target_2025")[3] == "100"


def test_an_indicator_that_is_only_an_iku_stays_out(write: Write):
    program = pelatihan()
    program.indikator = [indikator("Khusus IKU", jenis="iku"), indikator("Keduanya", jenis="iku outcome")]
    report = built("4.3", write(tenaga_kerja(program)))
    assert column(report, "indikator") == ["", "", "", "Keduanya"]


def test_an_output_has_a_line_only_where_it_says_something_new(write: Write):
    silent = node(L.OUTPUT, "Jumlah A")
    spoken = node(L.OUTPUT, "Tersusunnya dokumen", indikator=[indikator("Jumlah dokumen", jenis="output")])
    nameless = node(L.OUTPUT, "", indikator=[indikator("Tanpa nama", jenis="output")])
    report = built(
        "4.3",
        write(tenaga_kerja(pelatihan(kegiatan(1, sub("A", code(1), {2025: 1}, silent, spoken, nameless))))),
    )
    assert levels(report)[5:] == ["sub_kegiatan", "indikator", "output"]
    assert column(report, "uraian")[5:] == ["A", "", "Tersusunnya dokumen"]
    assert column(report, "indikator")[5:] == ["Jumlah A", "Tanpa nama", "Jumlah dokumen"]


def test_two_bidang_urusan_add_up_to_the_office(write: Write):
    report = built(
        "4.3",
        write(
            office(
                node(
                    L.BIDANG_URUSAN,
                    "TENAGA KERJA",
                    pelatihan(kegiatan(1, sub("A", code(1), {2025: 10}))),
                    kode="2.07",
                ),
                node(
                    L.BIDANG_URUSAN,
                    "TRANSMIGRASI",
                    node(
                        L.PROGRAM,
                        "PROGRAM TRANSMIGRASI",
                        node(
                            L.KEGIATAN,
                            "Penataan",
                            sub("T", "3.32.03.2.01.0001", {2025: 4}),
                            kode="3.32.03.2.01",
                        ),
                        kode="3.32.03",
                    ),
                    kode="3.32",
                ),
            )
        ),
    )
    assert amount(report, 0, "pagu_2025") == Decimal(14)
    assert cell(report, 0, "pagu_2025").sum_of == (1, 6)
    assert column(report, "pagu_2025")[row_of(report, "TRANSMIGRASI")] == "4"
    assert_sums_hold(report)


def test_a_plafon_that_differs_is_marked_and_the_sum_is_still_printed(write: Write):
    work = kegiatan(1, sub("A", code(1), {2025: 10, 2026: 3}), plafon=plafon({2025: 12, 2026: 3, 2027: 4}))
    report = built("4.3", write(tenaga_kerja(pelatihan(work))))
    assert column(report, "pagu_2025")[4] == "10†"
    assert column(report, "pagu_2026")[4] == "3"
    assert column(report, "pagu_2027")[4] == "†"
    assert report.marks == {"†": "Jumlah rincian berbeda dari plafon yang tercatat."}
    assert cell(report, 4, "pagu_2025").sum_of == (5,)


def test_printing_the_plafon_shows_it_without_a_false_sum(write: Write):
    work = kegiatan(1, sub("A", code(1), {2025: 10, 2026: 3}), plafon=plafon({2025: 12, 2026: 3}))
    report = built("4.3", write(tenaga_kerja(pelatihan(work))), pagu="plafon")
    assert column(report, "pagu_2025")[3:] == ["10", "12†", "10"]
    assert report.marks == {"†": "Plafon berbeda dari jumlah rinciannya."}
    assert cell(report, 3, "pagu_2025").sum_of == ()
    assert cell(report, 4, "pagu_2025").sum_of == ()
    assert cell(report, 4, "pagu_2026").sum_of == (5,)
    assert_sums_hold(report)


def test_the_plan_decides_whether_the_plafon_is_printed_unless_asked_otherwise(write: Write):
    work = kegiatan(1, sub("A", code(1), {2025: 10}), plafon=plafon({2025: 12}))
    cascade = write(tenaga_kerja(pelatihan(work)), cetak_pagu="plafon")
    assert column(built("4.3", cascade), "pagu_2025")[4] == "12†"
    assert column(built("4.3", cascade, pagu="jumlah"), "pagu_2025")[4] == "10†"


def test_a_plafon_that_is_not_planned_prints_a_dash_where_nothing_is_entered(write: Write):
    work = kegiatan(1, plafon={2025: TIDAK_DIRENCANAKAN})
    report = built("4.3", write(tenaga_kerja(pelatihan(work))))
    assert column(report, "pagu_2025")[4] == "-"
    assert report.marks == {}


def test_sen_are_kept(write: Write):
    one = node(L.SUB_KEGIATAN, "A", kode=code(1))
    one.pagu = {(2030, ""): Nilai.of(Decimal("14542494616.06"))}
    report = built("4.3", write(tenaga_kerja(pelatihan(kegiatan(1, one)))))
    assert column(report, "pagu_2030") == ["14.542.494.616,06"] * 6


def test_remarks_come_from_the_row_or_its_first_indicator(write: Write):
    noted = sub("A", code(1), {2025: 1}, keterangan="DBHCHT")
    plain_row = sub("B", code(1, 2), {2025: 1}, indikator=[indikator("Jumlah", jenis="output", keterangan="per tahun")])
    report = built("4.3", write(tenaga_kerja(pelatihan(kegiatan(1, noted, plain_row)))))
    assert column(report, "ket")[5:] == ["DBHCHT", "per tahun"]
