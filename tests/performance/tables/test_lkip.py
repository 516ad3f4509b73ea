"""The tables of the LKIP on one small year: every point asked for, what adds up, and what is missing said aloud."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import openpyxl
import pytest

from performance.tables import TABLES
from performance.tables.lkip import LKIP_TABLES, PER_SASARAN, sasaran_report
from planning.cascade import Cascade, load
from planning.levels import Level
from planning.tables import TableDefinition, TableOptions, build_table, find_table, tables_for
from planning.writing import PlanDraft
from renstra_portal.reporting.csv import render_csv
from renstra_portal.reporting.html import render_page_html, render_table_html
from renstra_portal.reporting.model import Report, as_cell
from renstra_portal.reporting.xlsx import render_xlsx
from tests.performance.tables import lkip_plan
from tests.performance.tables.lkip_plan import L, indicator, node
from tests.planning.tables.drafts import assert_sums_hold, cell, column, ids, levels, row_of, spans

pytestmark = pytest.mark.django_db

IDS = [table.id for table in LKIP_TABLES]
BLANK = "belum diisi"


@lru_cache(maxsize=1)
def _year() -> Cascade:
    return lkip_plan.year()


@pytest.fixture
def cascade(db: None) -> Cascade:
    """The year, written once: a cascade is a value that outlives its rows."""
    return _year()


def built(table: str, cascade: Cascade, triwulan: int = 4) -> Report:
    return build_table(table, cascade, TableOptions(printed_on=date(2024, 2, 1), triwulan=triwulan))


@pytest.mark.parametrize("table", LKIP_TABLES, ids=IDS)
def test_no_choice_of_pagu_is_offered_where_it_changes_nothing(table: TableDefinition, cascade: Cascade) -> None:
    sums, ceilings = (
        build_table(table.id, cascade, TableOptions(printed_on=date(2024, 2, 1), pagu=pagu)).rows
        for pagu in ("jumlah", "plafon")
    )
    assert sums == ceilings
    assert not table.pilih_pagu


def said(report: Report) -> list[str]:
    """What the rows say that tell what is missing."""
    return [str(as_cell(next(iter(row.cells.values()))).value) for row in report.rows if row.level == "catatan"]


def with_settings(cascade: Cascade, **settings: Any) -> Cascade:
    """The same year printed with other settings."""
    return replace(cascade, plan=replace(cascade.plan, **settings))


def made(*roots: Any, **settings: Any) -> Cascade:
    return load(lkip_plan.make_year(PlanDraft(roots=list(roots), settings=settings)))


def test_every_table_is_found_by_its_number_and_by_its_name() -> None:
    assert [f"LKIP-{number}" for number in range(1, 14)] == IDS
    assert [find_table(table.names[0]).id for table in LKIP_TABLES] == IDS
    assert find_table("capaian iku").id == "LKIP-1"
    assert find_table("efisiensi").id == "LKIP-8"
    assert set(IDS) <= {table.id for table in tables_for("kinerja")}
    assert not set(IDS) & {table.id for table in (*tables_for("renja"), *tables_for("renstra"))}
    assert set(LKIP_TABLES) <= set(TABLES)


# a. Target and realisation ----------------------------------------------------------------------------


def test_the_iku_table_has_the_six_numbered_columns_of_the_report(cascade: Cascade) -> None:
    report = built("LKIP-1", cascade)
    assert [head.title for head in report.columns] == [
        "No", "Sasaran Strategis", "Indikator Kinerja", "Target 2023", "Realisasi 2023", "Capaian Kinerja",
    ]  # fmt: skip
    assert [head.number for head in report.columns] == [f"({number})" for number in range(1, 7)]
    assert column(report, "target")[:3] == ["78%", "90%", "60 indeks"]
    assert column(report, "realisasi")[:3] == ["89,64%", "100%", BLANK]
    assert column(report, "capaian")[:3] == ["114,92%", "111%", ""]


def test_only_what_is_marked_as_iku_stands_in_the_iku_table(cascade: Cascade) -> None:
    assert "Jumlah pencari kerja terlatih" not in column(built("LKIP-1", cascade), "indikator")
    assert "Jumlah pencari kerja terlatih" in column(built("LKIP-13", cascade), "indikator")


def test_without_any_iku_the_indicators_of_the_sasaran_are_measured() -> None:
    goal = node(L.SASARAN, "S", indikator=[indicator("Angka", "%", "sasaran", cells={"target:2023": "10"})])
    report = built("LKIP-1", made(node(L.TUJUAN, "T", goal)))
    assert column(report, "indikator")[0] == "Angka"


def test_what_is_not_realised_is_said_with_the_section_where_it_is_entered(cascade: Cascade) -> None:
    assert said(built("LKIP-1", cascade)) == [
        "Realisasi 2023 belum diisi untuk 1 dari 3 indikator. Isi di halaman Isian, bagian Realisasi triwulan IV."
    ]


def test_each_sasaran_has_its_mean_and_predikat(cascade: Cascade) -> None:
    report = built("LKIP-2", cascade)
    means = [row for row, level in enumerate(levels(report)) if level == "jumlah"]
    # (111,11… + 103,125) / 2, from unrounded figures.
    assert [column(report, "capaian")[row] for row in means] == ["114,92%", "107,12%", "-"]
    assert [column(report, "predikat")[row] for row in means] == ["Sangat Tinggi", "Sangat Tinggi", ""]


def test_the_closing_recap_counts_who_reached_the_target(cascade: Cascade) -> None:
    notes = built("LKIP-13", cascade).notes
    assert notes == (
        "3 dari 4 indikator mencapai atau melampaui target, 1 belum dapat dihitung.",
        "Rata-rata capaian 109,72% (Sangat Tinggi).",
    )


def test_a_cap_is_applied_at_print_only_and_said(cascade: Cascade) -> None:
    report = built("LKIP-2", with_settings(cascade, capaian_maks=105))
    assert column(report, "capaian")[1] == "105,00%"
    assert column(report, "capaian")[5] == "103,13%"
    assert any(note.startswith("Capaian di atas 105% dicetak 105%") for note in report.notes)


def test_up_to_a_triwulan_only_its_realisation_counts_and_the_note_says_so(cascade: Cascade) -> None:
    report = built("LKIP-2", cascade, triwulan=2)
    assert column(report, "realisasi")[1] == "40,5%"
    assert column(report, "realisasi")[row_of(report, "Jumlah pencari kerja terlatih")] == "400 orang"
    assert "Realisasi sampai triwulan II; capaian dihitung terhadap target setahun." in report.notes


# b. Earlier years, c. end of the Renstra ---------------------------------------------------------------


def test_this_year_stands_beside_the_years_held_with_the_change_since_last_year(cascade: Cascade) -> None:
    report = built("LKIP-3", cascade)
    assert [name for name in ids(report) if name.startswith("realisasi_")] == [
        "realisasi_2021", "realisasi_2022", "realisasi_2023",
    ]  # fmt: skip
    assert column(report, "realisasi_2022")[:4] == ["77,68", BLANK, "565", BLANK]
    assert column(report, "selisih")[:4] == ["11,96", "", "260", ""]
    assert column(report, "arah")[:4] == ["naik, membaik", "", "naik, membaik", ""]
    assert said(report)[0] == (
        "Realisasi 2022 belum diisi untuk 2 dari 4 indikator. Isi di halaman Isian, bagian Program & anggaran."
    )


def test_no_more_than_four_earlier_years_are_printed() -> None:
    cells = {f"realisasi:{year}": "1" for year in range(2015, 2023)} | {"target:2023": "2"}
    goal = node(L.SASARAN, "S", indikator=[indicator("Angka", "%", "sasaran", cells=cells)])
    report = built("LKIP-3", made(node(L.TUJUAN, "T", goal)))
    assert [name for name in ids(report) if name.startswith("realisasi_")] == [
        f"realisasi_{year}" for year in range(2019, 2024)
    ]


def test_a_tujuan_is_compared_where_its_indicator_is_an_iku() -> None:
    cells = {"target:2023": "10"}
    goals = [
        node(L.TUJUAN, "Menurunnya pengangguran", indikator=[indicator("TPT", "%", "tujuan", "iku", cells=cells)]),
        node(L.TUJUAN, "Lainnya", indikator=[indicator("Indeks", "", "tujuan", cells=cells)]),
    ]
    whole = made(*goals)
    for table in ("LKIP-3", "LKIP-4", "LKIP-5"):
        assert column(built(table, whole), "indikator")[0] == "TPT"
        assert "Indeks" not in column(built(table, whole), "indikator")
    assert column(built("LKIP-1", whole), "sasaran")[0] == "Menurunnya pengangguran"


def test_a_rise_is_worse_where_less_is_better() -> None:
    cells = {"realisasi:2022": "10,52", "target:2023": "10", "realisasi_4:2023": "10,77"}
    goal = node(L.SASARAN, "S", indikator=[indicator("TPT", "%", "sasaran", arah="turun", cells=cells)])
    report = built("LKIP-3", made(node(L.TUJUAN, "T", goal)))
    assert (column(report, "selisih")[0], column(report, "arah")[0]) == ("0,25", "naik, memburuk")


def test_the_end_of_the_renstra_is_compared_with_what_was_reached_so_far(cascade: Cascade) -> None:
    report = built("LKIP-4", cascade)
    assert column(report, "akhir")[:4] == ["82", BLANK, "3.200", BLANK]
    # A count adds up over the years of the Renstra: 565 + 825 = 1.390 of 3.200.
    assert column(report, "sampai")[:3] == ["89,64", "100", "1.390"]
    assert column(report, "tingkat")[:4] == ["109,32%", "", "43,44%", ""]
    assert said(report)[0].startswith("Target akhir Renstra 2026 belum diisi untuk 2 dari 4 indikator.")


def test_a_plan_that_does_not_know_the_end_of_its_renstra_says_where_to_enter_it(cascade: Cascade) -> None:
    report = built("LKIP-4", with_settings(cascade, tahun_akhir_renstra=None))
    assert said(report)[0] == "Tahun akhir Renstra belum diisi. Isi di halaman Pengaturan."


# d. Standards and other regions ------------------------------------------------------------------------


def test_a_standard_that_is_answered_with_a_dash_is_no_gap_but_a_blank_one_is(cascade: Cascade) -> None:
    report = built("LKIP-5", cascade)
    assert column(report, "standar_provinsi")[:2] == ["80", BLANK]
    assert column(report, "tingkat_standar_provinsi")[:2] == ["112,05%", ""]
    assert column(report, "standar_nasional")[:2] == ["-", BLANK]
    assert said(report)[0] == (
        "Standar Provinsi 2023 belum diisi untuk 3 dari 4 indikator. Isi di halaman Isian, bagian Program & anggaran. "
        "Isi “-” bila tidak ada standar."
    )


def test_districts_are_ranked_and_the_province_is_not(cascade: Cascade) -> None:
    report = built("LKIP-6", cascade)
    assert column(report, "daerah") == ["Provinsi Uji", "Bogor", "Kota Uji", "Ciamis"]
    assert column(report, "peringkat") == ["", "2", "3", "1"]
    assert column(report, "selisih") == ["−0,87", "−2,17", "−0,25", "−0,23"]
    assert levels(report)[2] == "jumlah"
    assert report.notes[0] == "Kota Uji peringkat 3 dari 3 kabupaten/kota pada 2023."


def test_equal_figures_share_a_rank() -> None:
    rows = [
        node(L.PEMBANDING, name, indikator=[indicator("TPT", arah="turun", cells={"realisasi:2023": figure})])
        for name, figure in {"A": "5", "B": "5,0", "C": "4", "D": "6"}.items()
    ]
    report = built("LKIP-6", made(*rows))
    assert column(report, "peringkat")[:4] == ["2", "2", "1", "4"]
    assert said(report) == ["Baris Kota Uji sendiri belum ada. Isi di halaman Isian, bagian Daerah pembanding."]


# e. Causes --------------------------------------------------------------------------------------------


def test_causes_come_from_the_notes_of_the_sasaran_and_an_earlier_triwulan_is_named(cascade: Cascade) -> None:
    report = built("LKIP-7", cascade)
    assert column(report, "pendorong")[0] == "Bursa kerja daring."
    assert column(report, "penghambat")[0] == "Lowongan sedikit. (triwulan II)"
    assert column(report, "tindak_lanjut_renja")[0] == BLANK
    assert column(report, "simpulan")[0] == "Berhasil: target tercapai"
    assert column(report, "simpulan")[3] == "Belum dapat dinilai"
    assert spans(report, "pendorong") == [1, 2, 1]
    assert said(report) == [
        "Analisis penyebab sasaran 2, 3 belum diisi. Isi di halaman Isian, bagian Realisasi triwulan IV."
    ]


# f. Efficiency ----------------------------------------------------------------------------------------


def test_efficiency_has_the_ten_columns_of_the_report_and_a_sum_for_each_sasaran(cascade: Cascade) -> None:
    report = built("LKIP-8", cascade)
    assert ids(report) == [
        "no", "sasaran", "indikator", "target", "realisasi", "capaian", "pagu", "realisasi_anggaran", "serapan",
        "efisiensi",
    ]  # fmt: skip
    sums = [row for row, level in enumerate(levels(report)) if level == "jumlah"]
    assert [column(report, "pagu")[row] for row in sums] == ["1.000", "600", ""]
    assert [column(report, "realisasi_anggaran")[row] for row in sums] == ["900", "500", ""]
    assert [column(report, "serapan")[row] for row in sums] == ["90,00%", "83,33%", "-"]
    # 89,64/78 − 90%; (111,11… + 103,125)/2 − 83,33…
    assert [column(report, "efisiensi")[row] for row in sums] == ["24,92%", "23,78%", "-"]
    assert assert_sums_hold(report) == 4
    assert said(report) == [
        "Sasaran 3 belum dikaitkan dengan program. Isi di halaman Isian, bagian Program & anggaran."
    ]


@pytest.mark.parametrize(
    ("metode", "dasar", "printed"),
    [
        ("selisih", "penuh", "24,92%"),
        ("selisih", "tercetak", "24,92%"),
        ("sisa", "penuh", "10,00%"),
        ("indeks", "penuh", "1,277"),
    ],
)
def test_efficiency_follows_the_plans_method_and_the_note_names_it(
    cascade: Cascade, metode: str, dasar: str, printed: str
) -> None:
    report = built("LKIP-8", with_settings(cascade, metode_efisiensi=metode, dasar_efisiensi=dasar))
    assert column(report, "efisiensi")[0] == printed
    assert any(note.startswith("Efisiensi = ") and note.endswith(".") for note in report.notes)


def test_efficiency_from_printed_figures_differs_where_rounding_does(cascade: Cascade) -> None:
    # Printed: (111 + 103,13)/2 = 107,065 less 83,33 is 23,735; unrounded it is 107,118… less 83,333… = 23,78.
    assert column(built("LKIP-8", with_settings(cascade, dasar_efisiensi="tercetak")), "efisiensi")[2] == "23,74%"


# g. Programs that support -------------------------------------------------------------------------------


def test_programs_stand_under_the_sasaran_they_serve_and_none_is_left_out(cascade: Cascade) -> None:
    report = built("LKIP-9", cascade)
    told = column(report, "uraian")
    assert [text for text in told if text.startswith("PROGRAM")] == [
        "PROGRAM PENEMPATAN TENAGA KERJA", "PROGRAM PELATIHAN KERJA", "PROGRAM PENUNJANG",
    ]  # fmt: skip
    row = told.index("PROGRAM PENEMPATAN TENAGA KERJA")
    assert (column(report, "capaian")[row], column(report, "serapan")[row]) == ("120,00%", "90,00%")
    assert column(report, "simpulan")[row : row + 2] == ["Menunjang keberhasilan", "Belum menunjang keberhasilan"]
    assert "Program yang tidak dikaitkan dengan sasaran" in told
    assert_sums_hold(report)


# Budget -----------------------------------------------------------------------------------------------


def test_expenditure_has_two_trees_over_one_total_and_every_sum_holds(cascade: Cascade) -> None:
    report = built("LKIP-10", cascade)
    assert column(report, "pagu")[row_of(report, "DINAS TENAGA KERJA")] == "2.000"
    assert [column(report, name)[-1] for name in ("uraian", "keu", "pagu", "realisasi", "sisa")] == [
        "JUMLAH", "85,00%", "2.000", "1.700", "300",
    ]  # fmt: skip
    assert column(report, "pagu")[0] == "2.000"
    # Three columns: 2 of the kinds, the office, 3 programs, 3 kegiatan, the total.
    assert assert_sums_hold(report) == 3 * 10


def test_the_performance_of_a_row_is_that_of_its_indicators_and_not_its_absorption(cascade: Cascade) -> None:
    report = built("LKIP-10", cascade)
    row = column(report, "uraian").index("Penyuluhan")
    assert (column(report, "keu")[row], column(report, "capaian")[row]) == ("83,33%", "80,00%")
    assert column(report, "fisik")[row] == "90,00%"
    silent = column(report, "uraian").index("Gaji")
    assert column(report, "capaian")[silent] == "-*"
    assert "belum diisi" in report.marks["*"]


def test_physical_progress_above_is_weighted_by_pagu(cascade: Cascade) -> None:
    report = built("LKIP-10", cascade)
    # (100 × 700 + 90 × 300) / 1.000
    assert column(report, "fisik")[column(report, "uraian").index("Pelayanan Antarkerja")] == "97,00%"


def test_a_difference_between_the_two_trees_is_said() -> None:
    draft = lkip_plan.year_draft()
    kinds = next(root for root in draft.roots if root.level == L.BELANJA)
    kinds.children[1].pagu.clear()
    report = built("LKIP-10", made(*draft.roots))
    assert "Pagu belanja per jenis (Rp1.900) berbeda dari jumlah program (Rp2.000)." in report.notes


def test_expenditure_by_kind_that_nobody_entered_is_said_in_a_row() -> None:
    draft = lkip_plan.year_draft()
    report = built("LKIP-10", made(*(root for root in draft.roots if root.level != L.BELANJA)))
    assert said(report) == ["Belanja per jenis belum diisi. Isi di halaman Isian, bagian Belanja per jenis."]


def test_the_budget_per_sasaran_adds_up_to_that_of_the_office(cascade: Cascade) -> None:
    report = built("LKIP-11", cascade)
    loose = row_of(report, "Program yang tidak dikaitkan dengan sasaran: PROGRAM PENUNJANG")
    assert column(report, "pagu")[loose] == "400"
    assert cell(report, len(report.rows) - 1, "pagu").sum_of
    assert [column(report, name)[-1] for name in ("pagu", "realisasi_anggaran", "serapan")] == [
        "2.000", "1.700", "85,00%",
    ]  # fmt: skip
    assert_sums_hold(report)


def test_a_program_that_serves_two_sasaran_counts_once_in_the_total() -> None:
    draft = lkip_plan.year_draft()
    goals = draft.roots[0].children
    program = draft.roots[1].children[0].children[0].children[0]
    program.links.append(goals[2])
    report = built("LKIP-11", made(*draft.roots))
    total = cell(report, len(report.rows) - 1, "pagu")
    assert column(report, "pagu")[-1] == "2.000"
    assert not total.sum_of
    assert "dihitung sekali pada Jumlah" in report.notes[-1]


def test_a_program_that_serves_a_tujuan_only_is_in_no_sasaran_but_in_the_total() -> None:
    draft = lkip_plan.year_draft()
    tujuan, office = draft.roots[:2]
    office.children[0].children[0].children[2].links.append(tujuan)
    report = built("LKIP-11", made(*draft.roots))
    assert row_of(report, "Program yang tidak dikaitkan dengan sasaran: PROGRAM PENUNJANG")
    assert column(report, "pagu")[-1] == "2.000"
    assert not report.notes


def test_the_mean_of_a_sasaran_prints_with_the_decimals_of_its_indicators() -> None:
    cells = {"target:2023": "90", "realisasi_4:2023": "100"}
    one = indicator("Persentase", "%", "sasaran", desimal_capaian=0, cells=cells)
    whole = made(node(L.TUJUAN, "T", node(L.SASARAN, "S", indikator=[one])))
    assert column(built("LKIP-8", whole), "capaian")[:2] == ["111%", "111%"]


def test_revenue_tells_what_is_missing_to_its_target(cascade: Cascade) -> None:
    report = built("LKIP-12", cascade)
    assert column(report, "uraian") == ["DANA PERIMBANGAN", "Dana Bagi Hasil", "JUMLAH PENDAPATAN"]
    assert [column(report, name)[-1] for name in ("jumlah", "realisasi", "persen", "selisih")] == [
        "500", "450", "90,00%", "50",
    ]  # fmt: skip
    assert assert_sums_hold(report) == 6


# All of them --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", IDS)
def test_an_empty_plan_prints_a_row_that_says_what_to_fill_in_first(table: str) -> None:
    report = built(table, made())
    assert report.rows
    assert all("Isi di halaman" in text for text in said(report))
    assert said(report)


@pytest.mark.parametrize("table", IDS)
def test_every_table_renders_to_html_csv_and_paper(cascade: Cascade, table: str) -> None:
    report = built(table, cascade)
    assert "<table" in render_table_html(report, for_screen=True)
    assert report.title in render_page_html(report)
    rows = list(csv.DictReader(io.StringIO(render_csv(report))))
    assert len(rows) == len(report.rows)


def test_excel_holds_the_sums_as_formulas_with_their_values(cascade: Cascade) -> None:
    report = built("LKIP-10", cascade)
    data = render_xlsx(report)
    formulas = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
    last = next(row for row in formulas.iter_rows() if row[0].value == "JUMLAH")
    assert str(last[3].value).startswith("=SUM(D")
    assert values.cell(last[3].row, 4).value == 2000
    sums = [cell for row in formulas.iter_rows() for cell in row if str(cell.value).startswith("=SUM(")]
    assert len(sums) == 30
    for one in sums:
        assert Decimal(str(values[one.coordinate].value)) == _summed(values, str(one.value))


def _summed(sheet: Any, formula: str) -> Decimal:
    """What a formula of sums of cells and ranges adds up to."""
    total = Decimal(0)
    for part in formula.removeprefix("=SUM(").removesuffix(")").split(","):
        cells = sheet[part] if ":" in part else ((sheet[part],),)
        total += sum((Decimal(str(one.value or 0)) for row in cells for one in row), Decimal(0))
    return total


@pytest.mark.parametrize("table", PER_SASARAN)
def test_a_section_on_one_sasaran_prints_that_sasaran_alone(cascade: Cascade, table: str) -> None:
    goals = cascade.at(Level.SASARAN)
    whole, alone = built(table, cascade), sasaran_report(table, cascade, goals[1])
    assert ids(alone)[0] == ids(whole)[0]
    text = render_csv(alone)
    assert "berkompetensi" in text or "PELATIHAN" in text
    assert "ditempatkan" not in text and "PENEMPATAN" not in text
