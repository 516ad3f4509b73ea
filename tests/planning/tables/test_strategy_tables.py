"""Tables 2.8, 3.1, 3.2, 3.4, T-C.25 and T-C.26."""

from __future__ import annotations

from renstra_portal.reporting.model import ColumnGroup, header_rows, leaves

from .conftest import Write, built
from .drafts import L, cell, column, ids, indikator, levels, node, spans


def goals():
    rpjmd = node(L.RPJMD_SASARAN, "Meningkatnya Kesempatan Kerja", nomor="2.1.1")
    nspk = node(L.NSPK, "NSPK Tenaga Kerja")
    first = node(
        L.SASARAN,
        "Sasaran A",
        indikator=[
            indikator("A1", "%", "sasaran", target={2025: "83,00", 2030: "88,00"}),
            indikator("A2", "", "sasaran", target={2025: "99,30"}, keterangan="dari BPS"),
            indikator("A1", "Persen", "iku", target={2025: "90"}),
        ],
    )
    second = node(L.SASARAN, "Sasaran B", links=[nspk])
    tujuan = node(
        L.TUJUAN,
        "Tujuan 1",
        first,
        second,
        links=[rpjmd],
        indikator=[indikator("T1", "%", "tujuan", target={2025: "BB", 2026: "-"})],
    )
    other = node(L.TUJUAN, "Tujuan 2")
    return [rpjmd, nspk, tujuan, other]


def test_3_1_prints_one_row_per_indicator_and_merges_the_goals(write: Write):
    report = built("3.1", write(*goals()))
    assert ids(report) == [
        "nspk", "tujuan", "sasaran", "indikator",
        "target_2025", "target_2026", "target_2027", "target_2028", "target_2029", "target_2030", "ket",
    ]  # fmt: skip
    assert levels(report) == ["tujuan", "sasaran", "sasaran", "sasaran", "tujuan"]
    assert column(report, "indikator") == ["T1", "A1", "A2", "", ""]
    assert spans(report, "tujuan") == [4, 1]
    assert spans(report, "sasaran") == [1, 2, 1, 1]
    assert column(report, "sasaran") == ["", "Sasaran A", "", "Sasaran B", ""]
    assert cell(report, 0, "nspk").value == ("2.1.1 Meningkatnya Kesempatan Kerja", "NSPK Tenaga Kerja")
    assert cell(report, 0, "nspk").rowspan == 4


def test_3_1_prints_percent_only_where_the_unit_is_the_sign(write: Write):
    report = built("3.1", write(*goals()))
    assert column(report, "target_2025") == ["BB", "83,00%", "99,30", "", ""]
    assert column(report, "target_2026")[0] == "-"
    assert column(report, "ket")[2] == "dari BPS"


def test_3_1_prints_the_decimals_an_indicator_asks_for(write: Write):
    one = indikator("T", "%", "tujuan", target={2025: "83,15"}, desimal=1)
    report = built("3.1", write(node(L.TUJUAN, "Tujuan", indikator=[one])))
    assert column(report, "target_2025") == ["83,2%"]


def test_3_1_numbers_its_columns(write: Write):
    report = built("3.1", write(*goals()))
    assert [head.title for head in header_rows(report.columns)[-1]] == [f"({n})" for n in range(1, 12)]


def test_tc_25_numbers_the_goals_over_the_years_of_the_plan(write: Write):
    report = built("tc25", write(*goals()))
    assert ids(report) == [
        "no", "tujuan", "sasaran", "indikator",
        "target_2025", "target_2026", "target_2027", "target_2028", "target_2029",
    ]  # fmt: skip
    assert column(report, "no") == ["1", "", "", "", "2"]
    assert report.title == "Tujuan dan Sasaran Jangka Menengah Pelayanan Dinas Ketenagakerjaan Tahun 2025–2029"


def test_3_2_puts_the_nth_focus_of_every_stage_on_row_n(write: Write):
    misi = node(L.RPJMD_MISI, "Meningkatkan Perekonomian", nomor="2")
    other = node(L.RPJMD_MISI, "Misi 3: Kota Layak Huni", nomor="3")
    first = node(
        L.TAHAP,
        "Pemenuhan Pelayanan Dasar",
        node(L.FOKUS, "1a", links=[misi]),
        node(L.FOKUS, "1b"),
        nomor="I",
        keterangan="2026",
    )
    second = node(
        L.TAHAP,
        "Pembangunan Adaptif",
        node(L.FOKUS, "2a"),
        node(L.FOKUS, "2b", links=[misi]),
        node(L.FOKUS, "2c", links=[other]),
        nomor="II",
        keterangan="2027",
    )
    report = built("3.2", write(misi, other, first, second))
    assert ids(report) == ["misi", "tahap_1", "tahap_2"]
    stage = report.columns[1]
    assert isinstance(stage, ColumnGroup)
    assert stage.title == "Tahap I (2026)"
    assert [head.title for head in leaves(stage.columns)] == ["Pemenuhan Pelayanan Dasar"]
    assert column(report, "tahap_1") == ["1a", "1b", ""]
    assert column(report, "tahap_2") == ["2a", "2b", "2c"]
    assert column(report, "misi") == ["Misi 2: Meningkatkan Perekonomian", "", "Misi 3: Kota Layak Huni"]
    assert spans(report, "misi") == [2, 1]


def test_3_4_counts_groups_of_one_rpjmd_policy(write: Write):
    nspk = node(L.NSPK, "-")
    one = node(L.RPJMD_ARAH_KEBIJAKAN, "Riset dan inovasi")
    two = node(L.RPJMD_ARAH_KEBIJAKAN, "Tata kelola")
    report = built(
        "3.4",
        write(
            nspk,
            one,
            two,
            node(L.ARAH_KEBIJAKAN, "a", links=[nspk, one], keterangan="ket a"),
            node(L.ARAH_KEBIJAKAN, "b", links=[nspk, one]),
            node(L.ARAH_KEBIJAKAN, "c", links=[two]),
            node(L.ARAH_KEBIJAKAN, "d"),
            node(L.ARAH_KEBIJAKAN, "e"),
        ),
    )
    assert column(report, "no") == ["1", "", "2", "3", "4"]
    assert column(report, "arah_kebijakan_rpjmd") == ["Riset dan inovasi", "", "Tata kelola", "", ""]
    assert column(report, "operasionalisasi_nspk") == ["-", "", "", "", ""]
    assert column(report, "arah_kebijakan_renstra_pd") == list("abcde")
    assert column(report, "keterangan")[0] == "ket a"
    assert spans(report, "no") == [2, 1, 1, 1]
    assert spans(report, "operasionalisasi_nspk") == [2, 1, 1, 1]


def test_3_4_prints_the_number_that_the_plan_holds(write: Write):
    report = built("3.4", write(node(L.ARAH_KEBIJAKAN, "a", nomor="7"), node(L.ARAH_KEBIJAKAN, "b")))
    assert column(report, "no") == ["7", "2"]
    assert column(report, "arah_kebijakan_renstra_pd") == ["a", "b"]


def test_tc_26_stands_under_vision_and_mission(write: Write):
    misi = node(L.RPJMD_MISI, "Ekonomi maju", nomor="2")
    strategi = node(L.STRATEGI, "S1", node(L.ARAH_KEBIJAKAN, "K1"), node(L.ARAH_KEBIJAKAN, "K2"))
    report = built(
        "T-C.26",
        write(
            node(L.RPJMD_VISI, "Kota maju", misi),
            node(L.TUJUAN, "T", node(L.SASARAN, "A", strategi), node(L.SASARAN, "B")),
            node(L.ARAH_KEBIJAKAN, "Lepas"),
        ),
    )
    assert column(report, "tujuan") == ["Visi: Kota maju", "Misi 2: Ekonomi maju", "T", "", "", ""]
    assert cell(report, 0, "tujuan").colspan == 4
    assert column(report, "sasaran") == ["", "", "A", "", "B", ""]
    assert column(report, "strategi") == ["", "", "S1", "", "", ""]
    assert column(report, "arah_kebijakan") == ["", "", "K1", "K2", "", "Lepas"]
    assert spans(report, "tujuan") == [1, 1, 3, 1]


def test_2_8_lists_issues_and_merges_the_strategic_ones_over_all_rows(write: Write):
    report = built(
        "2.8",
        write(
            node(
                L.POTENSI,
                "Pelatihan kerja",
                node(
                    L.PERMASALAHAN,
                    "SDM belum unggul",
                    node(L.ISU_KLHS, "Kualitas SDM"),
                    node(L.ISU_GLOBAL, "SDGs", nomor="1."),
                    node(L.ISU_GLOBAL, "Urbanisasi", nomor="7."),
                    node(L.ISU_NASIONAL, "Rendahnya SDM"),
                    node(L.ISU_NASIONAL, "Pergeseran kelas"),
                ),
                node(L.PERMASALAHAN, "Ekonomi timpang"),
            ),
            node(L.ISU_STRATEGIS, "Kompetensi"),
            node(L.ISU_STRATEGIS, "Gampang Kerja"),
        ),
    )
    assert spans(report, "potensi_daerah") == [2]
    assert column(report, "isu_klhs") == ["Kualitas SDM", ""]
    assert cell(report, 0, "isu_global").value == ("1. SDGs", "7. Urbanisasi")
    assert cell(report, 0, "isu_nasional").value == ("1. Rendahnya SDM", "2. Pergeseran kelas")
    assert cell(report, 0, "isu_strategis_perangkat_daerah").value == ("1. Kompetensi", "2. Gampang Kerja")
    assert spans(report, "isu_strategis_perangkat_daerah") == [2]


def test_2_8_prints_strategic_issues_alone(write: Write):
    report = built("2.8", write(node(L.ISU_STRATEGIS, "Kompetensi")))
    assert column(report, "isu_strategis_perangkat_daerah") == ["Kompetensi"]
