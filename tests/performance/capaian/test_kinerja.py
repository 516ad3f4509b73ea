"""What a year reached: accumulation over triwulan, ratios of labour data, money, physical progress, sasaran."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from performance.capaian import Kinerja
from performance.capaian.anggaran import AlasanAnggaran
from performance.capaian.cetak import capaian_nilai, efisiensi_teks, serapan_nilai
from performance.capaian.efisiensi import AlasanEfisiensi
from planning.capaian import Alasan
from planning.cascade import CascadeIndicator
from planning.levels import Level
from planning.writing import IndicatorDraft, NodeDraft
from renstra_portal.lib.values import format_nilai
from tests.planning.factories import node

from .years import data, indikator, kinerja, money, program, sasaran, the_indicator, the_node, tree, with_settings

pytestmark = pytest.mark.django_db


def of(*indicators: IndicatorDraft, **settings: object) -> tuple[Kinerja, list[CascadeIndicator]]:
    """The engine over a sasaran with these indicators, and the indicators."""
    engine = kinerja(node(Level.TUJUAN, "Tujuan", "", sasaran("Sasaran", *indicators)), **settings)
    return engine, [the_indicator(engine, one.teks) for one in indicators]


def printed(engine: Kinerja, one: CascadeIndicator, triwulan: int = 4) -> str:
    return format_nilai(capaian_nilai(engine.plan, engine.capaian(one, triwulan), one))


# Accumulation over the triwulan ---------------------------------------------------------------------------


def test_a_cumulative_indicator_adds_up_its_triwulan():
    engine, [one] = of(indikator("Peserta", "Orang", akumulasi="jumlah", target="100", triwulan=["10", "20", "", "30"]))

    assert [engine.sampai(one, n).plain() for n in (1, 2, 3, 4)] == ["10", "30", "30", "60"]
    assert engine.pada(one, 3).plain() == ""
    assert printed(engine, one) == "60,00"


def test_percentages_over_triwulan_are_never_summed_even_when_marked_cumulative():
    engine, [one] = of(
        indikator("Selesai", "Persen", akumulasi="jumlah", target="90", triwulan=["80", "85", "88", "90"])
    )

    assert engine.sampai(one).plain() == "90"
    assert printed(engine, one) == "100,00"


def test_the_last_value_stands_when_a_later_triwulan_is_blank_or_not_planned():
    engine, [one] = of(indikator("Indeks", "Indeks", target="80", triwulan=["70", "75", "-", ""]))

    assert engine.sampai(one).plain() == "75"


def test_a_mean_leaves_blank_triwulan_out_and_has_the_decimals_of_its_indicator():
    engine, [one, other] = of(
        indikator("Rata", "Nilai", akumulasi="rata_rata", target="80", triwulan=["80", "", "85"]),
        indikator("Bulat", "Nilai", akumulasi="rata_rata", target="80", triwulan=["80", "85"], desimal=0),
    )

    assert engine.sampai(one).plain() == "82.50"
    assert engine.sampai(other).plain() == "83"


def test_a_blank_year_stays_blank_and_says_so():
    engine, [one] = of(indikator("Peserta", "Orang", akumulasi="jumlah", target="100"))

    assert engine.sampai(one).plain() == ""
    assert engine.capaian(one).alasan is Alasan.REALISASI_KOSONG
    assert printed(engine, one) == ""


def test_direction_form_and_cap_come_from_the_plan():
    engine, [tpt] = of(indikator("TPT", target="6,00", triwulan=["", "", "", "6,23"], arah="turun"))

    assert printed(engine, tpt) == "96,17"
    assert printed(with_settings(engine.cascade, rumus_turun="A"), tpt) == "96,31"
    assert printed(with_settings(engine.cascade, rumus_turun="C"), tpt) == "−3,83"
    capped = with_settings(engine.cascade, capaian_maks=90)
    assert printed(capped, tpt) == "90,00"
    assert capped.capaian(tpt).persen == Decimal("5.77") * 100 / 6


def test_decimals_of_an_indicator_go_before_those_of_the_plan():
    engine, [one, other] = of(
        indikator("Dua", target="90", triwulan=["100"]),
        indikator("Nol", target="90", triwulan=["100"], desimal_capaian=0),
    )

    assert (printed(engine, one), printed(engine, other)) == ("111,11", "111")


# Ratios ---------------------------------------------------------------------------------------------------


def ratio(
    pembilang: NodeDraft | None, penyebut: NodeDraft | None, **fields: object
) -> tuple[Kinerja, CascadeIndicator]:
    one = indikator(
        "Ditempatkan",
        **{"target": "78", "akumulasi": "rasio", "data_pembilang": "D03", "data_penyebut": "D01", **fields},
    )
    rows = [row for row in (pembilang, penyebut) if row]
    engine = kinerja(node(Level.TUJUAN, "Tujuan", "", sasaran("Sasaran", one)), *rows)
    return engine, the_indicator(engine, "Ditempatkan")


def test_the_ratio_of_a_year_divides_the_sums_and_never_averages_the_triwulan():
    engine, one = ratio(
        data("D03", "Ditempatkan", ["100", "500", "600", "635"]),
        data("D01", "Terdaftar", ["1000", "500", "300", "247"]),
    )

    assert engine.pada(one, 1).plain() == "10.00"
    assert engine.sampai(one, 2).plain() == "40.00"
    # 1.835 of 2.047; as printed 89,64, and 89,64 of 78 is 114,92.
    assert engine.sampai(one).plain() == "89.64"
    assert printed(engine, one) == "114,92"


def test_each_data_row_of_a_ratio_adds_up_by_its_own_rule():
    engine, one = ratio(
        data("D03", "Ditempatkan", ["200", "300", "", "130"]),
        data("D01", "Terdaftar", ["900", "1000", "1.154", ""], "terakhir"),
    )

    assert engine.sampai(one).plain() == "54.59"


def test_a_ratio_that_is_no_percentage_is_not_multiplied():
    engine, one = ratio(data("D03", "PDRB", ["500"]), data("D01", "Pekerja", ["8"]), satuan="Juta/orang")

    assert engine.sampai(one).plain() == "62.50"


@pytest.mark.parametrize(
    ("pembilang", "penyebut", "alasan", "blank"),
    [
        ([], [], Alasan.DATA_KOSONG, True),
        ([], ["5"], Alasan.PEMBILANG_KOSONG, True),
        (["5"], [], Alasan.PENYEBUT_KOSONG, True),
        (["-"], ["5"], Alasan.DATA_TIDAK_ADA, False),
        (["5"], ["banyak"], Alasan.DATA_TEKS, False),
        (["5"], ["0"], Alasan.PENYEBUT_NOL, False),
        (["0"], ["0"], Alasan.PENYEBUT_NOL, False),
        (None, ["5"], Alasan.DATA_TIDAK_DITEMUKAN, True),
        (["5"], None, Alasan.DATA_TIDAK_DITEMUKAN, True),
    ],
)
def test_where_data_are_missing_there_is_no_ratio_and_the_reason_is_told(pembilang, penyebut, alasan, blank):
    engine, one = ratio(
        None if pembilang is None else data("D03", "Ditempatkan", pembilang),
        None if penyebut is None else data("D01", "Terdaftar", penyebut),
    )

    assert engine.capaian(one) == (engine.capaian(one).__class__)(None, alasan)
    assert engine.sampai(one).plain() == ("" if blank else "-")
    assert printed(engine, one) == ("" if blank else "-")


def test_a_ratio_that_names_no_data_takes_what_is_typed():
    engine, [one] = of(indikator("Rasio", target="50", akumulasi="rasio", triwulan=["40", "45"]))

    assert engine.sampai(one).plain() == "45"


# Money and physical progress --------------------------------------------------------------------------------


def two_programs() -> NodeDraft:
    sub = Level.SUB_KEGIATAN
    return tree(
        program(
            "PROGRAM A",
            money(sub, "A1", pagu=100, keuangan={1: 10, 2: 20, 4: 60}, fisik={1: "20", 3: "80"}),
            money(sub, "A2", pagu=300, keuangan={1: 30}, fisik={4: "100"}),
            money(sub, "A3", pagu=50),
        ),
        program("PROGRAM B", money(sub, "B1", keuangan={1: 5}), kode="2.07.04"),
    )


def test_money_adds_up_over_triwulan_and_over_the_rows_below():
    engine = kinerja(two_programs())
    first, whole = the_node(engine, "A1"), the_node(engine, "PROGRAM A")

    assert engine.anggaran(first, 2).realisasi == 30
    found = engine.anggaran(first)
    assert (found.pagu, found.realisasi, found.persen, found.sisa, found.sisa_persen) == (100, 90, 90, 10, 10)
    assert (engine.anggaran(whole).pagu, engine.anggaran(whole).realisasi) == (450, 120)
    assert engine.anggaran(the_node(engine, "DINAS KETENAGAKERJAAN")).realisasi == 125
    assert engine.keuangan_pada(first, 3) is None


def test_absorption_has_a_reason_where_nothing_was_entered_or_planned():
    engine = kinerja(two_programs())

    blank, no_pagu = engine.anggaran(the_node(engine, "A3")), engine.anggaran(the_node(engine, "B1"))
    assert (blank.persen, blank.alasan, serapan_nilai(blank).plain()) == (None, AlasanAnggaran.BELUM_DIISI, "")
    assert (no_pagu.persen, no_pagu.alasan, serapan_nilai(no_pagu).plain()) == (None, AlasanAnggaran.TANPA_PAGU, "-")


def test_a_realisation_of_zero_that_was_entered_is_an_absorption_of_zero():
    engine = kinerja(tree(program("P", money(Level.SUB_KEGIATAN, "Nol", pagu=10, keuangan={1: 0}))))

    found = engine.anggaran(the_node(engine, "Nol"))
    assert (found.persen, found.sisa_persen, serapan_nilai(found).plain()) == (0, 100, "0.00")


def test_physical_progress_is_the_last_entered_and_weighs_by_pagu_above():
    engine = kinerja(two_programs())

    assert [engine.fisik(the_node(engine, "A1"), n) for n in (1, 2, 3, 4)] == [20, 20, 80, 80]
    # A3 tells nothing, so it does not count as 0.
    assert engine.fisik(the_node(engine, "PROGRAM A")) == 95
    assert engine.fisik(the_node(engine, "PROGRAM A"), 1) == 20
    assert engine.fisik(the_node(engine, "PROGRAM B")) is None


def test_the_foot_of_e81_averages_the_rows_that_have_a_value():
    sub = Level.SUB_KEGIATAN
    engine = kinerja(
        tree(
            program(
                "P",
                money(sub, "1", pagu=10, keuangan={1: 5}, indikator=[indikator("a", target="10", triwulan=["9"])]),
                money(sub, "2", pagu=10, keuangan={1: 10}, indikator=[indikator("b", target="0", triwulan=["9"])]),
                money(sub, "3", pagu=10, indikator=[indikator("c", target="10", triwulan=["8"])]),
            )
        )
    )

    found = engine.rata_rata()
    assert (found.kinerja, found.anggaran) == (85, 75)
    assert (found.baris, found.baris_kinerja, found.baris_anggaran) == (3, 2, 2)


# Sasaran ----------------------------------------------------------------------------------------------------


CIMAHI = (
    # Pelatihan, penempatan, hubungan industrial in the LKIP 2023 of Kota Cimahi: target, realisation, pagu, spent.
    ("90", "100", 3_764_725_407, 3_403_156_536, 0, "20,72%", "20,60%"),
    ("78", "89,64", 983_666_800, 923_671_950, None, "21,02%", "21,02%"),
    ("90", "100", 1_195_809_550, 1_149_801_722, 0, "14,96%", "14,85%"),
)


@pytest.mark.parametrize(("target", "realisasi", "pagu", "spent", "desimal", "penuh", "tercetak"), CIMAHI)
def test_efficiency_of_cimahi_from_full_and_from_printed_figures(
    target, realisasi, pagu, spent, desimal, penuh, tercetak
):
    goal = sasaran("S", indikator("I", target=target, triwulan=["", "", "", realisasi], desimal_capaian=desimal))
    work = program("P", money(Level.SUB_KEGIATAN, "K", pagu=pagu, keuangan={4: spent}), links=[goal])
    engine = kinerja(node(Level.TUJUAN, "T", "", goal), tree(work))
    goal_node = the_node(engine, "S")

    assert efisiensi_teks(engine.sasaran(goal_node).efisiensi) == penuh
    printed_basis = with_settings(engine.cascade, dasar_efisiensi="tercetak")
    assert efisiensi_teks(printed_basis.sasaran(goal_node).efisiensi) == tercetak


def test_a_sasaran_takes_the_mean_of_its_indicators_and_the_money_of_its_programs():
    goal = sasaran(
        "S",
        indikator("satu", target="10", triwulan=["9"], jenis="sasaran"),
        indikator("dua", target="10", triwulan=["11"], jenis="sasaran"),
        indikator("tiga", target="BB", triwulan=["BB"], jenis="sasaran"),
    )
    other = sasaran("S2", indikator("lain", target="10", triwulan=["5"], jenis="sasaran"))
    sub = Level.SUB_KEGIATAN
    engine = kinerja(
        node(Level.TUJUAN, "T", "", goal, other),
        tree(
            program("A", money(sub, "a", pagu=100, keuangan={1: 50}), links=[goal]),
            program("B", money(sub, "b", pagu=100, keuangan={1: 70}), links=[goal, other], kode="2.07.04"),
            program("C", money(sub, "c", pagu=100, keuangan={1: 100}), kode="2.07.05"),
        ),
    )

    found = engine.sasaran(the_node(engine, "S"))
    assert found.capaian == 100
    assert [one.uraian for one in found.program] == ["A", "B"]
    assert (found.anggaran.persen, found.efisiensi.angka) == (60, 40)
    # A program that serves two sasaran counts in full for both, and once for their tujuan.
    assert engine.sasaran(the_node(engine, "S2")).anggaran.pagu == 100
    assert engine.sasaran(the_node(engine, "T")).anggaran.pagu == 200


def test_an_outcome_stands_for_its_own_kegiatan_unless_its_program_is_linked():
    goal, other = sasaran("S"), sasaran("S2")
    sub = Level.SUB_KEGIATAN
    mine = node(
        Level.OUTCOME,
        "O",
        "",
        node(Level.KEGIATAN, "K", "", money(sub, "a", pagu=40, keuangan={1: 10})),
        links=[goal, other],
    )
    rest = node(Level.KEGIATAN, "K2", "", money(sub, "b", pagu=60, keuangan={1: 60}))
    engine = kinerja(
        node(Level.TUJUAN, "T", "", goal, other), tree(node(Level.PROGRAM, "P", "2.07.03", mine, rest, links=[other]))
    )

    assert engine.sasaran(the_node(engine, "S")).anggaran.pagu == 40
    assert engine.sasaran(the_node(engine, "S2")).anggaran.pagu == 100


def test_a_sasaran_without_programs_or_achievement_says_what_is_missing():
    goal = sasaran("S", indikator("I", target="10", triwulan=["9"]))
    bare = sasaran("Kosong", indikator("J", target="10"))
    work = program("P", money(Level.SUB_KEGIATAN, "K", pagu=10, keuangan={1: 5}), links=[bare])
    engine = kinerja(node(Level.TUJUAN, "T", "", goal, bare), tree(work))

    assert engine.sasaran(the_node(engine, "S")).efisiensi.alasan is AlasanEfisiensi.TANPA_SERAPAN
    assert engine.sasaran(the_node(engine, "Kosong")).efisiensi.alasan is AlasanEfisiensi.TANPA_CAPAIAN


# Explanations -------------------------------------------------------------------------------------------------


def test_a_cumulative_capaian_is_explained_from_its_cells():
    engine, [one] = of(indikator("Peserta", "Orang", akumulasi="jumlah", target="100", triwulan=["10", "20", "", "30"]))

    found = engine.jelaskan(one)
    assert found.rumus == "Capaian = realisasi ÷ target × 100%"
    assert [(cell.nama, cell.nilai.plain(), cell.sel, cell.dipakai) for cell in found.masukan] == [
        ("Target 2023", "100", "target:2023", True),
        ("Realisasi triwulan I", "10", "realisasi_1:2023", True),
        ("Realisasi triwulan II", "20", "realisasi_2:2023", True),
        ("Realisasi triwulan III", "", "realisasi_3:2023", False),
        ("Realisasi triwulan IV", "30", "realisasi_4:2023", True),
    ]
    assert found.langkah == (
        "Realisasi sampai triwulan IV (triwulan dijumlah): 10 + 20 + 30 = 60 Orang.",
        "Capaian: 60 ÷ 100 × 100% = 60,00%.",
    )
    assert (found.hasil, found.predikat.nama) == ("60,00%", "Rendah")


def test_a_ratio_is_explained_from_the_labour_data():
    engine, one = ratio(data("D03", "Pencari kerja ditempatkan", ["1.000", "835"]), data("D01", "Terdaftar", ["2.047"]))

    found = engine.jelaskan(one, 2)
    assert [(cell.nama, cell.simpul.uraian) for cell in found.masukan[1:3]] == [
        ("Pembilang D03, triwulan I", "Pencari kerja ditempatkan"),
        ("Pembilang D03, triwulan II", "Pencari kerja ditempatkan"),
    ]
    assert found.langkah == (
        "Pembilang: Pencari kerja ditempatkan (D03) sampai triwulan II, triwulan dijumlah: 1.835.",
        "Penyebut: Terdaftar (D01) sampai triwulan II, triwulan dijumlah: 2.047.",
        "Realisasi: 1.835 ÷ 2.047 × 100% = 89,64% (dibulatkan ke 2 desimal).",
        "Capaian: 89,64 ÷ 78 × 100% = 114,92%.",
    )


def test_an_explanation_without_capaian_gives_the_reason_and_no_grade():
    engine, [one] = of(indikator("Nilai AKIP", "Predikat", target="BB", triwulan=["", "", "", "bb"]))

    found = engine.jelaskan(one)
    assert (found.hasil, found.predikat, found.alasan) == ("", None, str(Alasan.TEKS_SAMA))


def test_a_capped_capaian_says_that_it_is_capped():
    engine, [one] = of(indikator("I", target="10", triwulan=["27"]), capaian_maks=150)

    found = engine.jelaskan(one)
    assert found.hasil == "150,00%"
    assert found.langkah[-2:] == (
        "Capaian: 27 ÷ 10 × 100% = 270,00%.",
        "Pada cetakan dibatasi 150%, sesuai pengaturan rencana.",
    )


def test_money_is_explained_by_the_rows_below_and_at_last_by_its_cells():
    engine = kinerja(two_programs())

    above = engine.jelaskan_anggaran(the_node(engine, "Kegiatan PROGRAM A"))
    assert [(row.uraian, found.realisasi) for row, found in above.rincian] == [("A1", 90), ("A2", 30), ("A3", 0)]
    assert sum(found.pagu for _, found in above.rincian) == above.anggaran.pagu
    leaf = engine.jelaskan_anggaran(the_node(engine, "A1"), 2)
    assert [(cell.nama, cell.nilai.plain()) for cell in leaf.masukan] == [
        ("Pagu 2023", "100"),
        ("Realisasi triwulan I", "10"),
        ("Realisasi triwulan II", "20"),
    ]


def test_the_engine_asks_the_database_nothing(django_assert_num_queries: DjangoAssertNumQueries):
    engine, one = ratio(data("D03", "a", ["1"]), data("D01", "b", ["2"]))
    with django_assert_num_queries(0):
        for row in engine.cascade.walk():
            engine.anggaran(row)
            engine.fisik(row)
            engine.sasaran(row)
        engine.jelaskan(one)
        engine.rata_rata()
