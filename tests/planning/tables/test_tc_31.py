"""Table T-C.31: what the RKPD gives beside what the office needs."""

from __future__ import annotations

from renstra_portal.lib.values import TIDAK_DIRENCANAKAN
from renstra_portal.reporting.xlsx import render_xlsx

from .conftest import Write, built
from .drafts import (
    L,
    assert_sums_hold,
    cell,
    column,
    ids,
    indikator,
    levels,
    node,
    plafon,
    row_of,
    rupiah,
    sub,
    tenaga_kerja,
)

RENJA = "kota-contoh/disnaker/renja-2026/murni"


def both_sides():
    """A matched program with a matched, an own and a given-only row, and a program on either side alone."""
    one = sub("Latihan", "2.07.03.2.01.0001", {2026: 10_000_000}, lokasi="Kota Contoh", catatan="tidak dicetak")
    one.indikator = [indikator("Orang", "orang", "output", target={2026: "1.200"})]
    own = sub("Sertifikasi", "2.07.03.2.01.0002", {2026: 5_499_500}, catatan="baris baru")
    kegiatan = node(L.KEGIATAN, "Pelatihan", one, own, kode="2.07.03.2.01")
    program = node(L.PROGRAM, "PROGRAM PELATIHAN", kegiatan, kode="2.07.03")
    program.indikator = [indikator("A", "%", "outcome", target={2026: "17"})]
    alone = node(L.PROGRAM, "PROGRAM SENDIRI", kode="2.07.04")
    given = node(
        L.RKPD,
        "Program Pelatihan",
        node(
            L.RKPD,
            "Pelatihan",
            node(
                L.RKPD,
                "Latihan RKPD",
                links=[one],
                pagu=rupiah({2026: 8_000_400}),
                catatan="dinaikkan",
                indikator=[
                    indikator("Orang", "orang", target={2026: "1.000"}),
                    indikator("Kelas", "kelas", target={2026: "9"}),
                ],
            ),
            node(L.RKPD, "Hanya RKPD", pagu=rupiah({2026: 1_000_000}), catatan="dihapus"),
            links=[kegiatan],
        ),
        links=[program],
        plafon=plafon({2026: 9_500_000}),
    )
    lost = node(L.RKPD, "Program lain", pagu=rupiah({2026: 2_000_000}))
    return tenaga_kerja(program, alone), lost, given


def test_matched_rows_stand_side_by_side_and_others_alone_on_their_side(write: Write):
    report = built("T-C.31", write(*both_sides(), slug=RENJA))
    assert len(ids(report)) == 12
    assert levels(report) == [
        "program", "kegiatan", "sub_kegiatan", "indikator", "sub_kegiatan", "sub_kegiatan",
        "program", "program", "jumlah",
    ]  # fmt: skip
    assert column(report, "no") == ["1", "", "", "", "", "", "2", "3", ""]
    assert column(report, "awal_uraian") == [
        "Program Pelatihan", "Pelatihan", "Latihan RKPD", "", "", "Hanya RKPD", "", "Program lain", "Jumlah",
    ]  # fmt: skip
    assert column(report, "analisis_uraian") == [
        "PROGRAM PELATIHAN", "Pelatihan", "Latihan", "", "Sertifikasi", "", "PROGRAM SENDIRI", "", "Jumlah",
    ]  # fmt: skip
    assert column(report, "awal_indikator")[2:4] == ["Orang", "Kelas"]
    assert column(report, "awal_target")[2:4] == ["1.000 orang", "9 kelas"]
    assert column(report, "analisis_target")[2:4] == ["1.200 orang", ""]
    assert column(report, "analisis_lokasi")[2:4] == ["Kota Contoh", ""]
    assert column(report, "catatan") == ["", "", "dinaikkan", "", "baris baru", "dihapus", "", "", ""]


def test_money_is_printed_in_thousands_and_its_sums_hold_to_the_rupiah(write: Write):
    report = built("T-C.31", write(*both_sides(), slug=RENJA))
    assert column(report, "analisis_pagu_2026") == ["15.500", "15.500", "10.000", "", "5.500", "", "", "", "15.500"]
    # The program prints what the RKPD gives for it; only sums of what is printed are sums.
    assert column(report, "awal_pagu_2026") == ["9.500", "9.000", "8.000", "", "", "1.000", "", "2.000", "11.500"]
    assert cell(report, 0, "awal_pagu_2026").sum_of == ()
    assert cell(report, 1, "awal_pagu_2026").sum_of == (2, 5)
    assert assert_sums_hold(report) == 5
    assert report.marks == {}
    assert "Rp.000" in report.columns[1].columns[-1].title
    assert render_xlsx(report).startswith(b"PK")


def test_money_is_printed_in_whole_rupiah_when_the_plan_says_so(write: Write):
    report = built("T-C.31", write(*both_sides(), slug=RENJA, satuan_uang="rupiah"))
    assert column(report, "analisis_pagu_2026")[0] == "15.499.500"
    assert report.columns[1].columns[-1].title == "Pagu Indikatif\n(Rp)"


def test_the_wide_form_adds_how_far_both_sides_are_apart(write: Write):
    report = built("T-C.31", write(*both_sides(), slug=RENJA), bentuk="lebar")
    assert ids(report)[-2:] == ["selisih", "catatan"]
    assert column(report, "selisih") == ["6.000", "6.499", "2.000", "", "5.500", "−1.000", "", "−2.000", "4.000"]


def test_rows_above_say_dash_where_all_below_say_dash(write: Write):
    one = node(L.SUB_KEGIATAN, "A", kode="2.07.03.2.01.0001", pagu={(2026, "DAU"): TIDAK_DIRENCANAKAN})
    program = node(L.PROGRAM, "P", node(L.KEGIATAN, "K", one, kode="2.07.03.2.01"), kode="2.07.03")
    given = node(L.RKPD, "P", node(L.RKPD, "A", pagu={(2026, ""): TIDAK_DIRENCANAKAN}), links=[program])
    report = built("T-C.31", write(tenaga_kerja(program), given, slug=RENJA), bentuk="lebar")
    assert column(report, "analisis_pagu_2026") == ["-", "-", "-", "", "-"]
    assert column(report, "awal_pagu_2026") == ["-", "", "", "-", "-"]
    assert column(report, "selisih") == ["", "", "", "", ""]


def test_an_rkpd_row_matched_with_an_outcome_stands_beside_its_program(write: Write):
    outcome = node(L.OUTCOME, "Meningkatnya", indikator=[indikator("I", "%", "outcome", target={2026: "5"})])
    program = node(L.PROGRAM, "P", outcome, kode="2.07.03")
    first, second = node(L.RKPD, "Satu", links=[outcome]), node(L.RKPD, "Dua", links=[program])
    report = built("T-C.31", write(tenaga_kerja(program), first, second, slug=RENJA))
    assert column(report, "awal_uraian") == ["Satu", "Dua", "Jumlah"]
    assert column(report, "analisis_uraian") == ["P", "", "Jumlah"]
    assert report.rows[row_of(report, "P")].cells["analisis_indikator"] == "I"
