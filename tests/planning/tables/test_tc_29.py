"""Table T-C.29: the evaluation of past years."""

from __future__ import annotations

import pytest

from renstra_portal.reporting.model import header_rows

from .conftest import Write, built
from .drafts import L, column, ids, indikator, levels, node

RENJA = "kota-contoh/disnaker/renja-2026/murni"


def evaluation(*indicators, uraian: str = "Program", kode: str = "2.07.03", below=(), **fields):
    return node(L.EVALUASI, uraian, *below, kode=kode, indikator=list(indicators), **fields)


def trained(**fields):
    """An indicator that adds up: 100 up to 2023, 30 of 40 in 2024, 50 planned for 2025, 250 at the end of 2029."""
    fields.setdefault("akumulasi", "jumlah")
    return indikator(
        "Tenaga kerja dilatih",
        "orang",
        target={2024: "40", 2025: "50"},
        realisasi={2023: "100", 2024: "30"},
        akhir={2029: "250"},
        **fields,
    )


def test_the_head_says_the_years_and_the_formulas(write: Write):
    report = built("T-C.29", write(evaluation(trained()), slug=RENJA, tahun_akhir_renstra=2029))
    assert ids(report) == [
        "kode", "uraian", "indikator", "target_renstra", "realisasi_sd_2023", "target_2024", "realisasi_2024",
        "tingkat_2024", "target_2025", "capaian_sd_2025", "tingkat_renstra",
    ]  # fmt: skip
    numbers = [cell.title for cell in header_rows(report.columns)[-1]]
    assert numbers == ["1", "2", "3", "4", "5", "6", "7", "8 = (7/6)", "9", "10 = 5 + 7 + 9", "11 = (10/4)"]
    heads = " | ".join(cell.title for cell in header_rows(report.columns)[0])
    assert "Tahun 2029" in heads and "s/d Tahun 2023" in heads and "Tahun 2025" in heads
    assert report.title.endswith("s/d Tahun 2025 Kota Contoh")


@pytest.mark.parametrize(
    ("perkiraan", "number", "reached", "level"),
    [
        ("jumlah", "10 = 5 + 7 + 9", "180 orang", "72%"),
        ("target", "10 = 9", "50 orang", "20%"),
        ("perkiraan", "10", "45 orang", "18%"),
    ],
)
def test_what_is_reached_follows_the_plans_setting(perkiraan, number, reached, level, write: Write):
    one = trained()
    one.set_value("proyeksi", 2025, one.values["target", 2025].of(45))
    report = built("T-C.29", write(evaluation(one), slug=RENJA, tahun_akhir_renstra=2029, perkiraan_capaian=perkiraan))
    assert header_rows(report.columns)[-1][9].title == number
    assert column(report, "capaian_sd_2025") == [reached]
    assert column(report, "tingkat_renstra") == [level]
    assert column(report, "tingkat_2024") == ["75%"]


def test_percentages_are_never_summed_and_a_note_says_so(write: Write):
    rate = indikator(
        "Persentase terlatih",
        "%",
        target={2024: "90", 2025: "92"},
        realisasi={2023: "80", 2024: "88,14"},
        akhir={2029: "95"},
        akumulasi="jumlah",
    )
    report = built("T-C.29", write(evaluation(rate), slug=RENJA))
    assert column(report, "capaian_sd_2025") == ["92%"]
    assert column(report, "realisasi_2024") == ["88,14%"]
    assert column(report, "tingkat_renstra") == ["97%"]
    assert report.notes == ("Kolom 10: indikator yang tidak dijumlah antartahun memakai nilai terakhir yang ada.",)


def test_less_is_better_counts_the_other_way_and_a_note_says_so(write: Write):
    rate = indikator(
        "TPT", "%", arah="turun", target={2024: "6,00", 2025: "5,90"}, realisasi={2024: "6,23"}, akhir={2029: "5,00"}
    )
    report = built("T-C.29", write(evaluation(rate), slug=RENJA, perkiraan_capaian="target"))
    assert column(report, "tingkat_2024") == ["96%"]
    assert column(report, "tingkat_renstra") == ["82%"]
    assert "(2 × target − realisasi) / target" in report.notes[0]


def test_levels_of_achievement_are_whole_rounded_half_up_and_uncapped(write: Write):
    high = indikator("A", "unit", target={2024: "8"}, realisasi={2024: "19"})
    half = indikator("B", "unit", target={2024: "8"}, realisasi={2024: "1"})
    report = built("T-C.29", write(evaluation(high, half), slug=RENJA))
    assert column(report, "tingkat_2024") == ["238%", "13%"]


def test_dashes_zeros_words_and_blanks_stay_what_they_are(write: Write):
    dashed = indikator("A", "event", target={2024: "-", 2025: "-"}, realisasi={2023: "-", 2024: "-"}, akhir={2029: "-"})
    nothing = indikator("B", "kotak", target={2024: "0"}, realisasi={2024: "0"}, akhir={2029: "4"})
    grade = indikator("C", "nilai", target={2024: "BB", 2025: "A"}, realisasi={2024: "B"}, akhir={2029: "A"})
    blank = indikator("D", "unit")
    report = built("T-C.29", write(evaluation(dashed, nothing, grade, blank), slug=RENJA))
    assert column(report, "target_2024") == ["-", "0 kotak", "BB", ""]
    assert column(report, "realisasi_2024") == ["-", "0 kotak", "B", ""]
    assert column(report, "tingkat_2024") == ["-", "-", "-", ""]
    assert column(report, "capaian_sd_2025") == ["-", "0 kotak", "A", ""]
    assert column(report, "tingkat_renstra") == ["-", "0%", "-", ""]


def test_rows_nest_and_further_indicators_stand_on_rows_without_code(write: Write):
    report = built(
        "T-C.29",
        write(
            node(
                L.EVALUASI,
                "URUSAN",
                node(
                    L.EVALUASI,
                    "Bidang",
                    evaluation(
                        trained(),
                        indikator("Lain", "%", target={2024: "5"}),
                        below=[
                            evaluation(
                                trained(),
                                uraian="Kegiatan",
                                kode="2.07.03.2.01",
                                below=[evaluation(trained(), uraian="Kode terpotong", kode="2.07.03.2.01")],
                            )
                        ],
                    ),
                    kode="2.07",
                ),
                kode="2",
            ),
            slug=RENJA,
        ),
    )
    assert levels(report) == ["urusan", "bidang_urusan", "program", "indikator", "kegiatan", "sub_kegiatan"]
    assert column(report, "kode") == ["2", "2.07", "2.07.03", "", "2.07.03.2.01", "2.07.03.2.01"]
    assert column(report, "uraian")[3] == ""
    assert column(report, "target_2024")[3] == "5%"
    assert column(report, "target_renstra")[0] == ""


def test_the_number_as_printed_stands_before_the_code(write: Write):
    report = built("T-C.29", write(evaluation(trained(), nomor="2 07 03"), slug=RENJA))
    assert column(report, "kode") == ["2 07 03"]


def test_old_and_new_indicators_of_a_code_may_stand_in_roots_of_their_own(write: Write):
    old = indikator("Lama", "unit", target={2024: "2"}, realisasi={2024: "1"}, akhir={2029: "-"})
    new = indikator("Baru", "unit", target={2025: "3"}, akhir={2029: "12"})
    report = built("T-C.29", write(evaluation(old), evaluation(new), slug=RENJA, perkiraan_capaian="target"))
    assert column(report, "kode") == ["2.07.03", "2.07.03"]
    assert column(report, "tingkat_2024") == ["50%", ""]
    assert column(report, "tingkat_renstra") == ["", "25%"]


def test_a_further_evaluated_year_adds_three_columns_and_moves_the_numbers(write: Write):
    one = indikator(
        "A",
        "unit",
        akumulasi="jumlah",
        target={2023: "10", 2024: "10", 2025: "10"},
        realisasi={2022: "1", 2023: "2", 2024: "3"},
        akhir={2029: "40"},
    )
    report = built("T-C.29", write(evaluation(one), slug=RENJA))
    assert len(ids(report)) == 14
    numbers = [cell.title for cell in header_rows(report.columns)[-1]]
    assert numbers[7] == "8 = (7/6)" and numbers[10] == "11 = (10/9)"
    assert numbers[11:] == ["12", "13 = 5 + 7 + 10 + 12", "14 = (13/4)"]
    assert column(report, "realisasi_sd_2022") == ["1 unit"]
    assert column(report, "capaian_sd_2025") == ["16 unit"]
    assert column(report, "tingkat_renstra") == ["40%"]


def test_without_a_known_end_of_the_renstra_the_head_does_not_invent_one(write: Write):
    report = built("T-C.29", write(evaluation(indikator("A", "unit", target={2024: "1"})), slug=RENJA))
    heads = [cell.title for cell in header_rows(report.columns)[0]]
    assert heads[3].endswith("Tahun Akhir Renstra")
