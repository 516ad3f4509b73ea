"""The demo plan holds what the document prints: every figure of the cascade against the CSV."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from planning.cascade import Cascade, CascadeIndicator, CascadeNode
from planning.checks import run_checks
from planning.levels import Level
from renstra_portal.lib.values import KOSONG, Nilai, format_rupiah, parse_nilai

from . import document
from .document import PAST, TREE_INDICATOR, TREE_TEXT, YEARS, figure, rows

pytestmark = pytest.mark.golden


def tree_lines(cascade: Cascade) -> Iterator[tuple[CascadeNode, CascadeIndicator | None, bool]]:
    """The lines of table 4.3 as the cascade holds them: node, indicator of the line, and whether it is the node's."""
    assert cascade.office is not None
    for node in cascade.office.walk():
        mine = [one for one in node.indikator if "ikk" not in one.jenis]
        on_row = [one for one in mine if not one.nomor]
        assert len(on_row) <= 1
        yield node, on_row[0] if on_row else None, True
        yield from ((node, one, False) for one in mine if one.nomor)


def numbered(nomor: str, text: str) -> str:
    return f"{nomor} {text}" if nomor else text


def target(one: CascadeIndicator | None, year: int) -> Nilai:
    return one.target_at(year) if one else KOSONG


def test_the_tree_has_a_line_for_every_printed_row_and_no_other(cascade):
    assert len(list(tree_lines(cascade))) == len(rows("tabel_4_3")) == 87


def test_every_text_code_and_unit_of_table_4_3_is_held_as_printed(cascade):
    for row, (node, one, own) in zip(rows("tabel_4_3"), tree_lines(cascade), strict=True):
        level = node.level.value if own else "indikator_outcome"
        assert level == row["level"]
        if own:
            assert node.kode == row["kode_resolved_norm4"]
        if not own:
            assert one is not None
            assert numbered(one.nomor, one.teks) == row[TREE_INDICATOR]
        elif row[TREE_TEXT]:
            assert node.uraian == row[TREE_TEXT]
            assert (one.teks if one else "") == row[TREE_INDICATOR]
        else:
            assert numbered(node.nomor, node.uraian) == row[TREE_INDICATOR]
        assert (one.satuan if one else "") == row["satuan"]


def test_every_target_and_baseline_of_table_4_3_is_held_with_its_decimals(cascade):
    compared = 0
    for row, (_, one, _) in zip(rows("tabel_4_3"), tree_lines(cascade), strict=True):
        assert (one.baseline_at(2024) if one else KOSONG) == figure(row, "baseline_2024"), row["row_no"]
        for year in YEARS:
            assert target(one, year) == figure(row, f"target_{year}"), (row["row_no"], year)
            compared += 1
    assert compared == 87 * 6


def test_every_pagu_of_table_4_3_is_held_on_leaves_and_every_upper_one_as_plafon(cascade):
    for row, (node, _, own) in zip(rows("tabel_4_3"), tree_lines(cascade), strict=True):
        for year in YEARS:
            printed = figure(row, f"pagu_{year}")
            is_leaf = node.level == Level.SUB_KEGIATAN
            assert (node.pagu_at(year) if is_leaf else KOSONG) == (printed if is_leaf else KOSONG)
            if own and not is_leaf:
                assert node.plafon_at(year) == printed, (row["row_no"], year)


def test_the_roll_up_is_the_sum_of_the_documents_own_leaves(cascade):
    sums = document.leaf_sums()
    for row, (node, _, own) in zip(rows("tabel_4_3"), tree_lines(cascade), strict=True):
        if own and node.level != Level.OUTCOME:
            assert {year: node.total.get(year) for year in YEARS} == {year: sums[row["row_no"], year] for year in YEARS}


def test_kegiatan_stand_under_the_outcome_except_in_program_01(cascade):
    for kegiatan in cascade.at(Level.KEGIATAN):
        above = cascade.parent(kegiatan)
        assert above is not None
        assert above.level == (Level.PROGRAM if kegiatan.kode.startswith("2.07.01") else Level.OUTCOME)


def test_the_checks_find_each_printed_sum_that_is_wrong_and_no_other(cascade):
    by_row = {
        row["row_no"]: node.id
        for row, (node, _, own) in zip(rows("tabel_4_3"), tree_lines(cascade), strict=True)
        if own
    }
    listed = {
        (by_row[row["row_no"]], int(row["year"]), figure_text(row["printed"]), figure_text(row["expected"]))
        for row in rows("anomalies_pagu_rollup")
    }
    found = {(one.node_id, one.tahun, one.found, one.expected) for one in run_checks(cascade) if one.check == "PAGU-01"}
    assert found == listed
    assert len(listed) == 17


def figure_text(printed: str) -> str:
    return format_rupiah(parse_nilai(printed).nilai.amount)


@pytest.mark.parametrize(
    ("table", "jenis"), [("tabel_3_1", {"tujuan", "sasaran"}), ("tabel_4_5", {"iku"}), ("tabel_4_6", {"ikk"})]
)
def test_every_goal_iku_and_ikk_is_held_with_its_series(cascade, table, jenis):
    held = [(node, one) for node in cascade.walk() for one in node.indikator if one.jenis & jenis]
    for row, (node, one) in zip(rows(table), held, strict=True):
        text = row["indikator"]
        assert text in (one.teks, numbered(one.nomor, one.teks))
        for year in YEARS:
            assert one.target_at(year) == figure(row, f"target_{year}")
        if table == "tabel_3_1":
            assert node.uraian == row[row["level"]]
            shows_percent = "%" in row["target_2025"]
            assert one.satuan == ("%" if shows_percent else "")
        else:
            assert one.satuan == row["satuan"]
        if table == "tabel_4_5":
            assert one.baseline_at(2024) == figure(row, "kondisi_awal")
            assert one.end_value(2025, 2029) == figure(row, "kondisi_akhir")
        if "iku" in one.jenis or "ikk" in one.jenis:
            assert one.definisi


def test_every_target_and_realisation_of_the_past_years_is_held(cascade):
    held = [one for node in cascade.at(Level.LAYANAN) for one in node.indikator]
    printed = [row for row in rows("tabel_2_4") if row["level"] not in ("kelompok", "program")]
    for row, one in zip(printed, held, strict=True):
        assert (one.nomor, one.teks) == (row["no"], row["indikator"])
        for year in PAST:
            assert one.target_at(year) == figure(row, f"target_{year}"), (row["row_no"], year)
            assert one.realisasi_at(year) == figure(row, f"realisasi_{year}"), (row["row_no"], year)


def test_programs_02_to_05_serve_the_sasaran_that_table_4_2_names_and_program_01_none(cascade):
    served = next(row["teks"] for row in rows("tabel_4_2") if row["level"] == "sasaran")
    for program in cascade.at(Level.PROGRAM):
        goals = [one.uraian for one in cascade.linked(program, Level.SASARAN)]
        assert goals == ([] if program.kode == "2.07.01" else [served])


def test_the_rpjmd_is_held_with_its_numbers(cascade):
    levels = {"kebijakan": Level.RPJMD_ARAH_KEBIJAKAN}
    held = [node for node in cascade.walk() if node.level.value.startswith("rpjmd_")]
    for row, node in zip(rows("tabel_3_3_hierarki"), held, strict=False):
        assert node.level == levels.get(row["level"], f"rpjmd_{row['level']}")
        assert (node.nomor, node.uraian) == (row["kode"], row["teks"])
    assert len(held) == len(rows("tabel_3_3_hierarki")) + 1


def test_the_document_contradicts_itself_and_the_plan_keeps_both_figures(cascade):
    series = {
        next(iter(one.jenis)): [one.target_at(year).plain() for year in YEARS]
        for node in cascade.walk()
        for one in node.indikator
        if one.teks.casefold().endswith("tenaga kerja terlatih yang bersertifikat kompetensi")
        and one.target
        and "layanan" not in one.jenis
    }
    assert series["sasaran"][:3] == ["99.30", "99.70", "100"]
    assert series["iku"][:3] == ["99.70", "100", "100"]
    assert series["outcome"][:3] == ["99.30", "99.32", "99.34"]
    assert cascade.office is not None
    assert cascade.office.plafon_at(2025).amount == Decimal(33461231210)
    assert cascade.office.total[2025] == Decimal(33597444081)
