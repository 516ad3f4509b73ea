"""Two versions row by row: what was added, dropped, changed, in which part and by how much."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from planning.cascade import load
from planning.levels import Level
from planning.models import EdisiNomenklatur, Rencana
from planning.tables import TableOptions, build_table, find_table, tables_for
from planning.versions.comparison import (
    PARTS_OF_RENSTRA,
    Part,
    Perubahan,
    compare_versions,
    total_pagu,
    with_headings,
)
from planning.versions.origins import compared_with, comparisons_of, origin_plan, origins_of
from planning.versions.reasons import Reason, held_reason, reason_key, reasons_difference
from planning.writing import Authorship, NodeDraft, apply
from renstra_portal.lib.values import Nilai
from renstra_portal.reporting.csv import render_csv
from renstra_portal.reporting.html import render_page_html
from renstra_portal.reporting.xlsx import render_xlsx
from tests.planning.factories import every_year, indikator, make_plan, nilai, node, small_draft, wide_draft
from tests.planning.tables.drafts import amount, assert_sums_hold, column, row_of

from .pairs import MURNI, PERUBAHAN, RENJA, Draft, compared, make_from, make_pair, new_sub, row

pytestmark = pytest.mark.django_db

SUB_1, SUB_2, SUB_3 = "2.07.03.2.01.0001", "2.07.03.2.01.0002", "2.07.03.2.02.0001"


def test_a_copy_that_nobody_touched_has_only_unchanged_rows():
    rows = compared(*make_pair(lambda draft: None))
    assert len(rows) == 13
    assert {one.jenis for one in rows} == {Perubahan.TETAP}
    assert {one.alasan + one.dasar_hukum for one in rows} == {""}


def test_an_added_row_stands_at_its_place_with_all_its_money_as_difference():
    def change(draft: Draft) -> None:
        draft["2.07.03.2.01"].children.insert(1, new_sub())

    rows = compared(*make_pair(change))
    added = row(rows, "Sertifikasi Kompetensi")
    assert (added.jenis, added.before) == (Perubahan.DITAMBAH, None)
    assert [one.simpul.kode for one in rows if one.level == Level.SUB_KEGIATAN][:3] == [
        SUB_1, "2.07.03.2.01.0007", SUB_2,
    ]  # fmt: skip
    assert [(pair.tahun, pair.selisih) for pair in added.pagu][:3] == [(2025, 40), (2026, 40), (2027, None)]
    assert (added.alasan, added.dasar_hukum) == ("Kebutuhan industri", "Perwal 12/2026")
    assert added.indikator[0].jenis is Perubahan.DITAMBAH


def test_a_dropped_row_stays_after_the_sibling_it_stood_after():
    rows = compared(*make_pair(lambda draft: draft.drop(SUB_2)))
    gone = row(rows, SUB_2)
    assert (gone.jenis, gone.after) == (Perubahan.DIHAPUS, None)
    assert [one.simpul.kode for one in rows if one.level == Level.SUB_KEGIATAN] == [SUB_1, SUB_2, SUB_3]
    assert gone.pagu[0].selisih == -50
    assert rows[gone.above or 0].simpul.kode == "2.07.03.2.01"


def test_the_first_of_its_siblings_is_dropped_before_the_others():
    rows = compared(*make_pair(lambda draft: draft.drop(SUB_1)))
    assert [one.simpul.kode for one in rows if one.level == Level.SUB_KEGIATAN] == [SUB_1, SUB_2, SUB_3]


def test_a_dropped_kegiatan_takes_its_details_along():
    rows = compared(*make_pair(lambda draft: draft.drop("2.07.03.2.02")))
    gone = [one for one in rows if one.jenis is Perubahan.DIHAPUS]
    assert [one.simpul.kode for one in gone] == ["2.07.03.2.02", SUB_3]
    assert rows[gone[1].above or 0] is gone[0]
    assert [one.depth for one in gone] == [5, 6]


def test_a_row_that_moved_under_another_parent_is_neither_added_nor_dropped():
    def change(draft: Draft) -> None:
        moved = draft[SUB_2]
        draft["2.07.03.2.01"].children.remove(moved)
        draft["2.07.03.2.02"].children.append(moved)
        moved.kode = "2.07.03.2.02.0002"

    rows = compared(*make_pair(change))
    moved = row(rows, "Koordinasi Pelatihan")
    assert (moved.jenis, moved.bagian, moved.kode) == (Perubahan.DIUBAH, (Part.KODE,), (SUB_2, "2.07.03.2.02.0002"))
    assert not [one for one in rows if one.jenis in (Perubahan.DITAMBAH, Perubahan.DIHAPUS)]
    assert [pair.selisih for pair in row(rows, "2.07.03.2.01").pagu][:2] == [-50, -100]


def test_a_changed_name_shows_both_names_and_touches_no_other_row():
    def change(draft: Draft) -> None:
        draft[SUB_1].uraian = "Proses Pelatihan Berbasis Kompetensi"

    rows = compared(*make_pair(change))
    changed = [one for one in rows if one.jenis is Perubahan.DIUBAH]
    assert [(one.bagian, one.nama) for one in changed] == [
        ((Part.NAMA,), ("Proses Pelatihan", "Proses Pelatihan Berbasis Kompetensi"))
    ]


def test_a_changed_target_is_a_difference_in_its_year_only():
    def change(draft: Draft) -> None:
        draft[SUB_1].indikator[0].set_value("target", 2026, nilai("20"))

    changed = row(compared(*make_pair(change)), SUB_1)
    assert (changed.jenis, changed.bagian) == (Perubahan.DIUBAH, (Part.TARGET,))
    target = changed.indikator[0].target[1]
    assert (target.tahun, target.selisih) == (2026, Decimal(5))
    assert [pair.tahun for pair in changed.indikator[0].target if pair.berubah] == [2026]
    assert target.persen is not None and round(target.persen, 2) == Decimal("33.33")


def test_changed_pagu_rolls_up_and_the_rows_above_say_that_it_is_only_the_sum():
    def change(draft: Draft) -> None:
        draft[SUB_1].set_pagu(2025, nilai("130"))

    rows = compared(*make_pair(change))
    changed = row(rows, SUB_1)
    assert (changed.bagian, changed.pagu[0].selisih, changed.pagu[0].persen) == ((Part.PAGU,), 30, 30)
    above = row(rows, "2.07.03")
    assert (above.jenis, above.bagian, above.hanya_jumlah) == (Perubahan.DIUBAH, (Part.JUMLAH,), True)
    assert (above.pagu[0].semula.amount, above.pagu[0].menjadi.amount) == (175, 205)
    assert above.dasar_hukum == ""
    total = total_pagu(rows, 2025)
    assert (total.semula.amount, total.menjadi.amount, total.selisih) == (175, 205, 30)


def test_a_text_target_that_changed_has_no_amount_of_difference():
    def change(draft: Draft) -> None:
        draft[SUB_1].indikator[0].values |= {("target", 2025): nilai("BB"), ("target", 2026): nilai("-")}

    target = row(compared(*make_pair(change)), SUB_1).indikator[0].target
    assert [(pair.berubah, pair.selisih) for pair in target[:3]] == [(True, None), (True, None), (False, 0)]


def test_the_same_figure_with_more_decimals_is_no_change():
    def change(draft: Draft) -> None:
        draft[SUB_1].indikator[0].set_value("target", 2025, nilai("15,00"))

    assert row(compared(*make_pair(change)), SUB_1).jenis is Perubahan.TETAP


def test_several_indicators_are_matched_by_origin_whatever_their_order_and_words():
    base = small_draft()
    sub = next(one for one in base.walk() if one.kode == SUB_1)
    sub.indikator += [indikator("Jumlah lulusan", "Orang", target=every_year("12")), indikator("Nilai", "Angka")]

    def change(draft: Draft) -> None:
        first, second, third = draft[SUB_1].indikator
        second.teks = "Jumlah lulusan bersertifikat"
        added = indikator("Jumlah mitra", "Lembaga", target=every_year("3"))
        draft[SUB_1].indikator = [second, first, added]
        assert third.teks == "Nilai"

    changed = row(compared(*make_pair(change, base)), SUB_1)
    assert changed.bagian == (Part.INDIKATOR,)
    assert [(one.jenis.value, one.indikator.teks) for one in changed.indikator] == [
        ("diubah", "Jumlah lulusan bersertifikat"),
        ("dihapus", "Nilai"),
        ("tetap", "Jumlah Proses Pelatihan"),
        ("ditambah", "Jumlah mitra"),
    ]
    assert changed.indikator[0].teks == ("Jumlah lulusan", "Jumlah lulusan bersertifikat")


def test_an_indicator_without_origin_is_matched_by_its_words():
    def change(draft: Draft) -> None:
        draft[SUB_1].indikator[0].asal = None

    assert row(compared(*make_pair(change)), SUB_1).jenis is Perubahan.TETAP


def test_place_and_funding_source_count_in_a_perubahan_but_not_against_the_renstra():
    def change(draft: Draft) -> None:
        draft[SUB_1].lokasi = "Kecamatan Cipondoh"
        draft[SUB_1].pagu = {(tahun, "DAU"): nilai for (tahun, _), nilai in draft[SUB_1].pagu.items()}

    murni, perubahan = make_pair(change)
    changed = row(compared(murni, perubahan), SUB_1)
    assert changed.bagian == (Part.LOKASI, Part.SUMBER_DANA)
    assert changed.sumber_dana == ("", "DAU")
    origins = origins_of(perubahan, murni)
    rows = compare_versions(load(murni), load(perubahan), origins, parts=PARTS_OF_RENSTRA)
    assert row(rows, SUB_1).jenis is Perubahan.TETAP


def test_of_two_rows_from_one_origin_the_one_with_its_code_goes_on_and_the_other_is_new():
    def change(draft: Draft) -> None:
        twin = NodeDraft(Level.SUB_KEGIATAN, "Pecahan", kode="2.07.03.2.01.0009", asal=draft[SUB_1].asal)
        draft["2.07.03.2.01"].children.insert(0, twin)

    rows = compared(*make_pair(change))
    assert row(rows, "Pecahan").jenis is Perubahan.DITAMBAH
    assert row(rows, SUB_1).jenis is Perubahan.TETAP


def test_only_years_that_both_versions_print_are_compared():
    murni, perubahan = make_pair(lambda draft: None)
    Rencana.objects.filter(pk=perubahan.pk).update(tahun_tabel=[2026, 2027])
    perubahan.refresh_from_db()
    assert [pair.tahun for pair in row(compared(murni, perubahan), SUB_1).pagu] == [2026, 2027]


def test_several_perubahan_in_a_row_are_followed_back_to_the_first():
    murni, first = make_pair(lambda draft: draft.drop(SUB_2))

    def change(draft: Draft) -> None:
        draft[SUB_1].set_pagu(2025, nilai("300"))
        draft["2.07.03.2.01"].add(new_sub())

    second = make_from(first, PERUBAHAN.format(2), change)
    assert row(compared(murni, second), SUB_1).pagu[0].selisih == 200
    assert row(compared(murni, second), SUB_2).jenis is Perubahan.DIHAPUS
    # Against the version right before, what was dropped earlier is no news.
    assert SUB_2 not in {one.simpul.kode for one in compared(first, second)}


def test_origins_take_the_same_queries_however_many_versions_and_rows_lie_between():
    murni = make_plan(wide_draft(5), MURNI)
    versions = [murni]
    for number in (1, 2, 3):
        versions.append(make_from(versions[-1], PERUBAHAN.format(number)))
    for after, before in ((versions[1], murni), (versions[3], murni)):
        with CaptureQueriesContext(connection) as queries:
            origins = origins_of(after, before)
        assert len(queries) == 3
        assert len(origins.simpul) == after.simpul.count()
    with CaptureQueriesContext(connection) as queries:
        compared_with(versions[3], murni)
    assert len(queries) <= 10


def test_a_renja_is_held_against_the_renstra_in_force_through_the_one_it_was_made_from():
    renstra = make_plan(small_draft(), MURNI)
    renja = make_from(renstra, RENJA)
    assert origin_plan(renja, "renstra") == renstra
    assert comparisons_of(renja) == ("renstra",)

    def change(draft: Draft) -> None:
        draft[SUB_1].set_pagu(2026, nilai("260"))
        draft.drop(SUB_3)

    revised = make_from(renstra, PERUBAHAN.format(1), change)
    assert origin_plan(renja, "renstra") == renstra
    Rencana.objects.filter(pk=revised.pk).update(status="ditetapkan")
    assert origin_plan(renja, "renstra") == revised
    origins = origins_of(renja, revised)
    rows = compare_versions(load(revised), load(renja), origins, years=[2026])
    assert row(rows, SUB_1).pagu[0].selisih == -60
    assert row(rows, SUB_3).jenis is Perubahan.DITAMBAH
    assert load(renja).by_id[row(rows, SUB_3).simpul.id].id in origins.putus


def test_a_plan_that_was_made_from_none_allows_no_comparison():
    plan = make_plan(small_draft(), MURNI)
    assert comparisons_of(plan) == ()
    assert origin_plan(plan, "asal") is None
    assert origin_plan(plan, "renstra") is None
    assert find_table("semula-menjadi") not in tables_for("renstra", comparisons_of(plan))


def test_headings_come_with_the_rows_below_them():
    rows = compared(*make_pair(lambda draft: draft.drop(SUB_2)))
    kept = with_headings(rows, lambda one: one.jenis is Perubahan.DIHAPUS)
    assert [rows[index].level.value for index in kept] == [
        "perangkat_daerah", "urusan", "bidang_urusan", "program", "outcome", "kegiatan", "sub_kegiatan",
    ]  # fmt: skip


# Reasons ----------------------------------------------------------------------------------------------


def hold(perubahan: Rencana, murni: Rencana, reasons: dict[str, Reason]) -> None:
    rows = compared(murni, perubahan)
    difference = reasons_difference(load(perubahan), rows, reasons)
    apply(perubahan, difference, by=Authorship(user=None, origin="grid"))  # type: ignore[arg-type]


def test_the_reason_of_a_dropped_row_is_held_beside_the_plan_and_taken_away_again():
    murni, perubahan = make_pair(lambda draft: draft.drop("2.07.03.2.02"))
    key = reason_key(row(compared(murni, perubahan), "2.07.03.2.02"))
    hold(perubahan, murni, {key: Reason("Digabung dengan kegiatan lain", "")})
    rows = compared(murni, perubahan)
    gone = row(rows, "2.07.03.2.02")
    assert (gone.alasan, gone.dasar_hukum) == ("Digabung dengan kegiatan lain", "Perwal 12/2026")
    assert held_reason(load(perubahan), gone) == Reason("Digabung dengan kegiatan lain", "")
    # What went with it has the same reason.
    assert row(rows, SUB_3).alasan == "Digabung dengan kegiatan lain"
    (stopped,) = load(perubahan).at(Level.PENGHENTIAN)
    assert (stopped.nomor, stopped.asal_id) == ("2.07.03.2.02", gone.simpul.id)
    hold(perubahan, murni, {key: Reason("", "")})
    assert load(perubahan).at(Level.PENGHENTIAN) == ()


def test_the_reason_of_a_row_that_stands_is_its_own_and_goes_before_the_plans_legal_basis():
    def change(draft: Draft) -> None:
        draft[SUB_1].set_pagu(2025, nilai("130"))

    murni, perubahan = make_pair(change)
    key = reason_key(row(compared(murni, perubahan), SUB_1))
    hold(perubahan, murni, {key: Reason("Kenaikan harga", "Keputusan Kepala Dinas 7/2026")})
    changed = row(compared(murni, perubahan), SUB_1)
    assert (changed.alasan, changed.dasar_hukum) == ("Kenaikan harga", "Keputusan Kepala Dinas 7/2026")
    assert reasons_difference(load(perubahan), [changed], {key: held_reason(load(perubahan), changed)}).is_empty


# Printed ----------------------------------------------------------------------------------------------


def printed(table: str, plan: Rencana, comparison: str, **options: object):  # type: ignore[no-untyped-def]
    other = origin_plan(plan, comparison)
    assert other is not None
    asked = TableOptions(counterpart=compared_with(plan, other), **options)  # type: ignore[arg-type]
    return build_table(table, load(plan), asked)


def many_changes(draft: Draft) -> None:
    draft[SUB_1].set_pagu(2025, nilai("130"))
    draft[SUB_3].uraian = "Pembinaan LPKS"
    draft["2.07.03.2.01"].add(new_sub())
    draft.drop(SUB_2)


def test_the_matrix_says_in_words_what_became_of_each_row():
    _, perubahan = make_pair(many_changes)
    report = printed("semula-menjadi", perubahan, "asal")
    words = {text for text in column(report, "keterangan") if text}
    assert words == {"Tetap", "Ditambah", "Dihapus", "Diubah: pagu", "Diubah: nama", "Diubah: jumlah pagu"}
    index = row_of(report, SUB_2)
    assert column(report, "keterangan")[index] == "Dihapus"
    assert amount(report, index, "pagu_selisih") == -50
    renamed = row_of(report, SUB_3)
    assert column(report, "uraian")[renamed] == (
        "Semula: Pembinaan Lembaga Pelatihan Kerja Swasta\nMenjadi: Pembinaan LPKS"
    )
    assert column(report, "dasar_hukum")[renamed] == "Perwal 12/2026"
    assert [note.partition(":")[0] for note in report.notes] == ["Semula", "Menjadi"]


def test_the_matrix_prints_codes_with_the_digits_of_the_edition():
    _, perubahan = make_pair(many_changes)
    EdisiNomenklatur.objects.update(digit_sub=2)
    codes = column(printed("semula-menjadi", Rencana.objects.get(pk=perubahan.pk), "asal"), "kode")
    assert f"{SUB_1[:-4]}{SUB_1[-2:]}" in codes
    assert SUB_1 not in codes


def test_every_sum_of_the_matrix_is_made_of_the_rows_below_it_in_every_year():
    _, perubahan = make_pair(many_changes)
    report = printed("Perubahan", perubahan, "asal")
    assert assert_sums_hold(report) >= 3 * 2 * 6
    offices = [index for index, one in enumerate(report.rows) if one.level == "perangkat_daerah"]
    assert [amount(report, index, "pagu_selisih") for index in offices[:2]] == [20, -60]
    assert render_xlsx(report).startswith(b"PK")
    assert "DINAS KETENAGAKERJAAN" in render_csv(report)
    assert "Ditambah" in render_page_html(report)


def test_only_what_changed_is_printed_when_asked_for_under_its_headings():
    _, perubahan = make_pair(lambda draft: draft.drop(SUB_2))
    report = printed("Perubahan", perubahan, "asal", hanya_berubah=True)
    codes = [code for code in column(report, "kode") if code]
    assert codes == ["2", "2.07", "2.07.03", "2.07.03.2.01", SUB_2]
    assert_sums_hold(report)


def test_a_renja_prints_its_own_year_and_in_the_wide_form_the_prakiraan_maju():
    renstra = make_plan(small_draft(), MURNI)
    renja = make_from(renstra, RENJA)
    assert set(column(printed("Renja-Renstra", renja, "renstra", bentuk="lebar"), "tahun")) == {"2026", "2027"}
    narrow = printed("Renja-Renstra", renja, "renstra")
    assert "tahun" not in render_csv(narrow).splitlines()[0].split(",")


def test_the_renja_names_what_its_renstra_does_not_know_and_what_it_leaves_out_in_amounts_and_percent():
    base = small_draft()
    later = node(Level.SUB_KEGIATAN, "Baru tahun 2028", "2.07.03.2.02.0005", pagu={2028: 10})
    next(one for one in base.walk() if one.kode == "2.07.03.2.02").add(later)
    renstra = make_plan(base, MURNI)

    def change(draft: Draft) -> None:
        draft[SUB_1].set_pagu(2026, nilai("250"))
        draft["2.07.03.2.01"].add(new_sub())
        draft.drop(SUB_2)
        draft.drop("Baru tahun 2028")

    report = printed("terhadap-renstra", make_from(renstra, RENJA, change), "renstra")
    remarks = dict(zip(column(report, "kode"), column(report, "keterangan"), strict=True))
    assert remarks[SUB_1] == "Berbeda: pagu"
    assert remarks[SUB_2] == "Tidak diambil dalam Renja"
    assert remarks["2.07.03.2.01.0007"] == "Tidak ada dalam Renstra"
    assert remarks[SUB_3] == "Sesuai"
    # What the Renstra plans only for other years is not missing.
    assert "2.07.03.2.02.0005" not in remarks
    index = row_of(report, SUB_1)
    assert amount(report, index, "pagu_selisih") == 50
    assert column(report, "pagu_persen")[index] == "25,00%"
    assert assert_sums_hold(report) >= 9


def test_a_table_that_compares_says_so_when_there_is_nothing_to_compare_with():
    cascade = load(make_plan(small_draft(), MURNI))
    for table in ("Perubahan", "Renja-Renstra"):
        report = build_table(table, cascade)
        assert report.rows == ()
        assert report.notes == (find_table(table).kosong,)


def test_sen_are_compared_exactly():
    def change(draft: Draft) -> None:
        draft[SUB_1].pagu[2025, ""] = Nilai.of(Decimal("100.25"))

    assert row(compared(*make_pair(change)), SUB_1).pagu[0].selisih == Decimal("0.25")
