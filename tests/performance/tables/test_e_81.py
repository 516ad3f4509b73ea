"""Form E.81 on years that are small enough to be computed by hand."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from planning.cascade import load
from planning.levels import Level
from planning.printing import with_sources
from planning.tables import TableOptions, build_table, find_table
from planning.writing import IndicatorDraft, PlanDraft
from renstra_portal.lib.values import Nilai
from renstra_portal.reporting.html import render_page_html
from renstra_portal.reporting.model import Report, header_rows, leaves
from renstra_portal.reporting.xlsx import render_xlsx

from .plans import TAHUN, cascade_of, measure, node, row_of, shown, stored, sub, year

pytestmark = pytest.mark.django_db


def form(draft: PlanDraft, triwulan: int = 4, bentuk: str = "", **settings: object) -> Report:
    """The form printed on a fixed day."""
    options = TableOptions(printed_on=date(2028, 1, 10), triwulan=triwulan, bentuk=bentuk)
    return build_table("E.81", cascade_of(draft, **settings), options)


def figures(one: IndicatorDraft, triwulan: int = 4, bentuk: str = "", **settings: object) -> dict[str, str]:
    """What the row of a sub-kegiatan with this one indicator prints."""
    report = form(year(sub("2.07.03.2.01.0001", "Pelatihan", one)), triwulan, bentuk, **settings)
    return shown(report, row_of(report, one.teks))


def test_a_cumulative_indicator_adds_up_its_triwulan_and_the_years_before() -> None:
    row = figures(
        measure(
            "Peserta pelatihan",
            akhir="1.000",
            target="200",
            triwulan=("10", "20", "30", "40"),
            lalu={2025: "150", 2026: "250"},
            akumulasi="jumlah",
        )
    )
    assert row["lalu_k"] == "400"
    assert [row[f"tw_{n}_k"] for n in (1, 2, 3, 4)] == ["10", "20", "30", "40"]
    assert row["tahun_ini_k"] == "100"
    assert row["renstra_ini_k"] == "500"
    assert row["tingkat_renstra_k"] == "50,00"


def test_an_indicator_of_the_last_value_shows_the_latest_triwulan_and_adds_nothing_to_the_years_before() -> None:
    row = figures(
        measure("Indeks", "Indeks", akhir="80", target="75", triwulan=("60", "", "70", ""), lalu={2026: "68"})
    )
    assert row["tahun_ini_k"] == "70"
    assert row["renstra_ini_k"] == "70"
    assert row["tingkat_renstra_k"] == "87,50"
    assert "tw_2_k" not in row


def test_a_mean_is_taken_over_the_triwulan_that_are_filled_in() -> None:
    row = figures(
        measure("Kepuasan", "Nilai", akhir="90", target="80", triwulan=("70", "", "80"), akumulasi="rata_rata")
    )
    assert row["tahun_ini_k"] == "75,00"
    assert row["renstra_ini_k"] == "75,00"


def test_percentages_are_never_summed_even_when_the_indicator_says_so() -> None:
    row = figures(
        measure(
            "Lulusan", "Persen", akhir="90", target="80", triwulan=("40", "60"), lalu={2026: "70"}, akumulasi="jumlah"
        )
    )
    assert row["tahun_ini_k"] == "60%"
    assert row["renstra_ini_k"] == "60%"


def test_without_a_value_of_this_year_the_latest_year_stands_for_the_renstra() -> None:
    row = figures(measure("Indeks", "Indeks", akhir="80", target="75", lalu={2025: "60", 2026: "64"}))
    assert "tahun_ini_k" not in row
    assert row["renstra_ini_k"] == "64"
    assert row["tingkat_renstra_k"] == "80,00"


def test_the_rate_of_an_indicator_of_which_less_is_better_follows_its_direction() -> None:
    one = measure("Pengangguran", "Persen", akhir="5,00", target="6,00", triwulan=("6,50", "6,23"), arah="turun")
    row = figures(one, bentuk="lebar")
    assert row["tingkat_k"] == "96,17"
    assert row["tingkat_renstra_k"] == "75,40"


def test_the_rate_of_less_is_better_can_follow_form_a() -> None:
    one = measure("Pengangguran", "Persen", akhir="5,00", target="6,00", triwulan=("6,23",), arah="turun")
    assert figures(one, bentuk="lebar", rumus_turun="A")["tingkat_k"] == "96,31"


def test_a_grade_stands_as_it_is_and_has_no_rate() -> None:
    row = figures(measure("SAKIP", "Nilai", akhir="A", target="BB", triwulan=("", "", "", "BB")))
    assert (row["target_k"], row["tahun_ini_k"], row["tingkat_renstra_k"]) == ("BB", "BB", "-")


def test_a_target_of_zero_has_no_rate() -> None:
    row = figures(measure("Sengketa", akhir="0", target="0", triwulan=("3",)), bentuk="lebar")
    assert (row["tingkat_k"], row["tingkat_renstra_k"]) == ("-", "-")


def test_columns_after_the_triwulan_stay_blank_and_sums_end_with_it() -> None:
    one = measure("Peserta", akhir="100", target="100", triwulan=("10", "20", "30", "40"), akumulasi="jumlah")
    report = form(
        year(sub("2.07.03.2.01.0001", "Pelatihan", one, pagu=100, triwulan=(10, 20, 30, 40), renstra=500)), triwulan=2
    )
    row = shown(report, row_of(report, "Peserta"))
    assert {"tw_3_k", "tw_3_rp", "tw_4_k", "tw_4_rp"}.isdisjoint(row)
    assert (row["tahun_ini_k"], row["tahun_ini_rp"]) == ("30", "30")
    assert "s.d. Triwulan II" in report.subtitle[1]
    assert "Januari–Juni 2027" in report.subtitle[1]


def money_report(bentuk: str = "", **options: int) -> Report:
    """Two sub-kegiatan: 1.000 and 500 of pagu, 900 and 200 spent; 4.000 and 2.000 in the Renstra, 300 spent before."""
    return form(
        year(
            sub(
                "2.07.03.2.01.0001",
                "Pelatihan",
                measure("Peserta", akhir="100", target="40", triwulan=("20",), akumulasi="jumlah"),
                pagu=1000,
                triwulan=(100, None, 300, 500),
                renstra=4000,
                lalu={2025: 100, 2026: 200},
            ),
            sub(
                "2.07.03.2.01.0002",
                "Pemagangan",
                measure("Magang", akhir="10", target="10", triwulan=("9",)),
                pagu=500,
                triwulan=(None, 200),
                renstra=2000,
            ),
        ),
        bentuk=bentuk,
        **options,
    )


def test_rupiah_are_always_summed() -> None:
    report = money_report()
    row = shown(report, row_of(report, "Pelatihan", "uraian"))
    assert row["lalu_rp"] == "300"
    assert row["tahun_ini_rp"] == "900"
    assert row["renstra_ini_rp"] == "1.200"
    assert row["tingkat_renstra_rp"] == "30,00"
    assert "tw_2_rp" not in row


def test_rows_above_hold_the_sum_of_the_rows_below() -> None:
    report = money_report()
    for text, column in (
        ("Pelaksanaan", "uraian"),
        ("PROGRAM", "uraian"),
        ("Meningkatnya", "sasaran"),
        ("Jumlah", "no"),
    ):
        row = shown(report, row_of(report, text, column))
        assert (row["target_rp"], row["tahun_ini_rp"], row["renstra_ini_rp"]) == ("1.500", "1.100", "1.400"), text


def test_the_means_and_their_predikat_are_taken_over_sub_kegiatan_apart_for_performance_and_rupiah() -> None:
    report = money_report("lebar")
    means = shown(report, row_of(report, "Rata-rata", "no"))
    # Of the year: (20/40 + 9/10) / 2 and (900/1.000 + 200/500) / 2; of the Renstra: (20 + 90) / 2 and (30 + 10) / 2.
    assert (means["tingkat_k"], means["tingkat_rp"]) == ("70,00", "65,00")
    assert (means["tingkat_renstra_k"], means["tingkat_renstra_rp"]) == ("55,00", "20,00")
    grades = shown(report, row_of(report, "Predikat", "no"))
    assert (grades["tingkat_k"], grades["tingkat_rp"]) == ("Sedang", "Rendah")
    assert (grades["tingkat_renstra_k"], grades["tingkat_renstra_rp"]) == ("Rendah", "Sangat Rendah")


def test_a_row_without_a_value_does_not_lower_the_mean() -> None:
    report = form(
        year(
            sub("2.07.03.2.01.0001", "Pelatihan", measure("Peserta", akhir="10", target="10", triwulan=("9",))),
            sub("2.07.03.2.01.0002", "Pemagangan", measure("Magang", akhir="10", target="10")),
        )
    )
    assert shown(report, row_of(report, "Rata-rata", "no"))["tingkat_renstra_k"] == "90,00"


def test_the_prescribed_form_has_fifteen_numbered_columns_with_their_formulas() -> None:
    report = money_report()
    numbers = [cell.title for cell in header_rows(report.columns)[-1]]
    assert numbers == [*map(str, range(1, 13)), "13 = 6 + 12", "14 = 13/5 × 100%", "15"]
    assert sum(cell.colspan for cell in header_rows(report.columns)[-1]) == len(leaves(report.columns)) == 25


def test_the_wide_form_has_seventeen_numbered_columns_with_the_rate_of_the_year() -> None:
    report = money_report("lebar")
    numbers = [cell.title for cell in header_rows(report.columns)[-1]]
    assert numbers[11:] == ["12 = 8 + 9 + 10 + 11", "13 = 12/7 × 100%", "14 = 6 + 12", "15 = 14/5 × 100%", "16", "17"]
    row = shown(report, row_of(report, "Pelatihan", "uraian"))
    assert (row["kode"], row["tingkat_k"], row["tingkat_rp"]) == ("2.07.03.2.01.0001", "50,00", "90,00")


def test_excel_holds_live_sums_down_and_across() -> None:
    report = money_report()
    sheet = openpyxl.load_workbook(io.BytesIO(render_xlsx(report))).active
    cached = openpyxl.load_workbook(io.BytesIO(render_xlsx(report)), data_only=True).active
    assert sheet is not None and cached is not None
    ids = [column.id for column in leaves(report.columns)]
    first = next(row for row in range(1, 40) if sheet.cell(row, 3).value == "Pelatihan")

    def cell(row: int, column: str) -> object:
        return sheet.cell(row, ids.index(column) + 1).value

    assert cell(first, "tahun_ini_rp") == f"=SUM(L{first},N{first},P{first},R{first})"
    assert cell(first, "renstra_ini_rp") == f"=SUM(H{first},T{first})"
    assert cached.cell(first, ids.index("renstra_ini_rp") + 1).value == 1200
    kegiatan = first - 1
    assert cell(kegiatan, "target_rp") == f"=SUM(J{first}:J{first + 1})"
    assert cached.cell(kegiatan, ids.index("target_rp") + 1).value == 1500


def noted(*, on_root: bool) -> PlanDraft:
    """A year whose factors stand on the office, or on two of its rows."""
    draft = year(sub("2.07.03.2.01.0001", "Pelatihan"))
    root = next(one for one in draft.roots if one.level == Level.PERANGKAT_DAERAH)
    rows = [one for one in draft.walk() if one.level in (Level.PROGRAM, Level.SUB_KEGIATAN)]
    for number, one in enumerate([root] if on_root else rows, 1):
        one.set_nilai("penghambat_2", TAHUN, Nilai.teks(f"Instruktur kurang {number}"))
    return draft


def test_the_factors_of_the_whole_office_stand_in_the_foot() -> None:
    report = form(noted(on_root=True), triwulan=2)
    row = shown(report, row_of(report, "Faktor penghambat", "no"))
    assert row["renstra_k"] == "Instruktur kurang 1"


def test_factors_of_single_rows_are_collected_each_with_its_name() -> None:
    report = form(noted(on_root=False), triwulan=2)
    row = shown(report, row_of(report, "Faktor penghambat", "no"))
    assert row["renstra_k"].splitlines() == [
        "PROGRAM PELATIHAN KERJA: Instruktur kurang 1",
        "Pelatihan: Instruktur kurang 2",
    ]


def test_factors_of_another_triwulan_are_not_told() -> None:
    report = form(noted(on_root=True), triwulan=3)
    assert "renstra_k" not in shown(report, row_of(report, "Faktor penghambat", "no"))


def test_the_head_of_the_office_and_the_head_of_bappeda_sign() -> None:
    report = form(
        year(sub("2.07.03.2.01.0001", "Pelatihan")),
        penandatangan_jabatan="Kepala Dinas",
        penandatangan_nama="Budi Contoh",
        penilai_jabatan="Kepala Bappelitbangda",
        penilai_nama="Ani Contoh",
        penilai_nip="198001012005012001",
        tempat="Kota Uji",
    )
    made, evaluated = report.signatures
    assert made.lines_before == ("Disusun", "Kepala Dinas")
    assert evaluated.lines_before == ("Dievaluasi", "Kepala Bappelitbangda")
    page = render_page_html(report)
    assert "Ani Contoh" in page and "NIP 198001012005012001" in page


def test_without_names_the_signers_are_dots_to_be_written_by_hand() -> None:
    report = form(year(sub("2.07.03.2.01.0001", "Pelatihan")))
    assert [one.name.strip(".") for one in report.signatures] == ["", ""]
    assert report.signatures[1].lines_before[1] == "Kepala Bappeda Kota Uji"


def test_a_perubahan_titles_itself_so() -> None:
    report = build_table(
        "E.81", cascade_of(year(sub("2.07.03.2.01.0001", "Pelatihan")), "kota-uji/disnaker/kinerja-2027/perubahan-1")
    )
    assert report.number == "Formulir E.81 Perubahan"
    assert report.subtitle[0].startswith("Perubahan Renja")


def test_the_head_names_sasaran_indicators_with_their_targets() -> None:
    report = form(
        year(
            sub("2.07.03.2.01.0001", "Pelatihan"),
            sasaran=[measure("Tingkat pengangguran", "Persen", target="6,00"), measure("Penempatan", target="1.200")],
        )
    )
    assert report.title == "Evaluasi Terhadap Hasil Renja Perangkat Daerah Lingkup Kota Uji"
    assert report.subtitle[-1].endswith("sasaran RKPD: Tingkat pengangguran: 6,00%; Penempatan: 1.200 Orang")


def test_a_program_that_serves_two_sasaran_is_counted_once() -> None:
    draft = year(sub("2.07.03.2.01.0001", "Pelatihan", pagu=1000))
    second = node(Level.SASARAN, "Meningkatnya hubungan industrial")
    draft.roots[0].add(second)
    program = next(one for one in draft.walk() if one.level == Level.PROGRAM)
    program.links.append(second)
    report = form(draft)
    assert shown(report, row_of(report, "Jumlah", "no"))["target_rp"] == "1.000"
    assert "target_rp" not in shown(report, row_of(report, "Meningkatnya hubungan", "sasaran"))
    assert any("PROGRAM PELATIHAN KERJA" in note for note in report.notes)


def test_programs_that_serve_no_sasaran_stand_at_the_end() -> None:
    draft = year(sub("2.07.03.2.01.0001", "Pelatihan", pagu=1000))
    bidang = next(one for one in draft.walk() if one.level == Level.BIDANG_URUSAN)
    bidang.add(node(Level.PROGRAM, "PROGRAM PENUNJANG", "2.07.01"))
    report = form(draft)
    programs = [row.cells["uraian"] for row in report.rows if row.level == "program"]
    assert programs == ["PROGRAM PELATIHAN KERJA", "PROGRAM PENUNJANG"]


def test_years_before_the_renstra_are_not_added_up() -> None:
    stored(PlanDraft(), "kota-uji/disnaker/renstra-2026-2029/murni")
    rencana = stored(
        year(
            sub(
                "2.07.03.2.01.0001",
                "Pelatihan",
                measure("Peserta", akhir="100", target="10", lalu={2025: "7", 2026: "5"}, akumulasi="jumlah"),
            )
        )
    )
    report = build_table("E.81", load(rencana), with_sources(TableOptions(), rencana, "E.81"))
    assert shown(report, row_of(report, "Peserta"))["lalu_k"] == "5"
    assert "Kolom 6 memuat realisasi tahun 2026." in report.notes


def test_an_empty_year_says_what_to_do_first() -> None:
    report = form(PlanDraft())
    assert not report.rows
    assert report.notes == ("Belum ada sasaran dan program. Buat kinerja dari Renja, lalu isi realisasinya.",)


def test_the_form_asks_for_a_sheet_on_which_its_figures_stand_on_one_line() -> None:
    table = find_table("E.81")
    assert (table.sheet("A4"), table.sheet("F4"), table.sheet("A3")) == ("F4", "F4", "A3")
    assert (table.sheet("F4", "lebar"), find_table("E.80").sheet("F4"), find_table("4.3").sheet("A4")) == (
        "A3",
        "A3",
        "A4",
    )


def test_the_file_name_tells_the_triwulan() -> None:
    assert form(year(), triwulan=2).file_stem.endswith("-tw-2")
