"""Completeness: what is waited for, what is filled in, the same from the cascade and from the database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from performance.kelengkapan import Isi, Terisi, completeness, last_entries, progress_of
from planning.cascade import load
from planning.levels import Level
from planning.models import Rencana
from planning.versions.establishing import establish
from planning.versions.kinerja import create_kinerja
from planning.versions.perubahan import create_perubahan
from planning.writing import IndicatorDraft, PlanDraft, draft_of
from tests.performance.year import SUB, TAHUN, data_row, enter, make_year, written
from tests.planning import factories as f

pytestmark = pytest.mark.django_db


def edit(rencana: Rencana, change: Callable[[PlanDraft], None]) -> None:
    rencana.refresh_from_db()
    draft = draft_of(load(rencana))
    change(draft)
    written(rencana, draft, None)


def indicator(draft: PlanDraft, kode: str = SUB) -> IndicatorDraft:
    return next(one for one in draft.walk() if one.kode == kode).indikator[0]


def of_row(rencana: Rencana, kode: str, triwulan: int = 1) -> Isi:
    found = completeness(load(rencana))
    return next(one for one in found.program if one.kode == kode).isi[triwulan]


def test_every_target_and_every_sub_kegiatan_with_pagu_is_waited_for(tahun):
    jumlah = completeness(load(tahun)).jumlah[1]
    # The sasaran and three sub-kegiatan have an indicator each; three sub-kegiatan have pagu.
    assert (jumlah.kinerja, jumlah.keuangan, jumlah.fisik) == (Terisi(0, 4), Terisi(0, 3), Terisi(0, 3))


def test_what_was_entered_counts_at_its_row_and_at_every_row_above(tahun):
    enter(tahun, 1)
    assert of_row(tahun, SUB) == Isi(Terisi(1, 1), Terisi(1, 1), Terisi(1, 1))
    assert of_row(tahun, "2.07.03.2.01") == Isi(Terisi(1, 2), Terisi(1, 2), Terisi(1, 2))
    assert of_row(tahun, "2.07.03") == Isi(Terisi(1, 3), Terisi(1, 3), Terisi(1, 3))


def test_a_triwulan_says_nothing_of_the_others(tahun):
    enter(tahun, 2)
    assert [of_row(tahun, SUB, one).semua.terisi for one in (1, 2, 3, 4)] == [0, 3, 0, 0]


def test_a_realisation_of_nothing_is_filled_in(tahun):
    enter(tahun, 1, realisasi=0, keuangan=0, fisik=0)
    assert of_row(tahun, SUB).semua == Terisi(3, 3)


def test_an_indicator_that_is_not_planned_for_the_year_is_not_waited_for(tahun):
    edit(tahun, lambda draft: indicator(draft).set_value("target", TAHUN, f.nilai("-")))
    assert of_row(tahun, SUB).kinerja == Terisi(0, 0)


def test_an_indicator_without_a_target_is_not_waited_for(tahun):
    def change(draft: PlanDraft) -> None:
        next(one for one in draft.walk() if one.kode == SUB).indikator.append(f.indikator("Tanpa target", "Orang"))

    edit(tahun, change)
    assert of_row(tahun, SUB).kinerja == Terisi(0, 1)
    assert progress_of([tahun])[tahun.pk][1].kinerja == Terisi(0, 4)


def test_a_triwulan_for_which_the_rencana_aksi_plans_nothing_waits_for_nothing(tahun):
    edit(tahun, lambda draft: indicator(draft).set_value("target_1", TAHUN, f.nilai("-")))
    assert [of_row(tahun, SUB, one).kinerja.perlu for one in (1, 2, 3, 4)] == [0, 1, 1, 1]


def test_a_ratio_of_labour_data_is_computed_and_its_data_are_waited_for(tahun):
    def change(draft: PlanDraft) -> None:
        one = indicator(draft)
        one.akumulasi, one.data_pembilang, one.data_penyebut = "rasio", "D01", "D02"
        draft.roots += [data_row("D01", "Pencari kerja ditempatkan"), data_row("D02", "Pencari kerja terdaftar")]

    edit(tahun, change)
    found = completeness(load(tahun))
    assert of_row(tahun, SUB).kinerja == Terisi(0, 0)
    assert [(one.kode, one.isi[1].kinerja) for one in found.data] == [("D01", Terisi(0, 1)), ("D02", Terisi(0, 1))]


@pytest.mark.parametrize(
    ("terisi", "perlu", "keadaan", "persen"),
    [
        (0, 0, "tidak", None),
        (0, 300, "kosong", 0),
        (1, 300, "sebagian", 1),
        (299, 300, "sebagian", 99),
        (300, 300, "lengkap", 100),
    ],
)
def test_only_all_is_a_hundred_percent_and_only_nothing_is_zero(terisi, perlu, keadaan, persen):
    assert (Terisi(terisi, perlu).keadaan, Terisi(terisi, perlu).persen) == (keadaan, persen)


# Many plans -----------------------------------------------------------------------------------------------


def test_the_database_counts_what_the_cascade_counts(tahun):
    def change(draft: PlanDraft) -> None:
        indicator(draft, "2.07.03.2.01.0002").set_value("target_2", TAHUN, f.nilai("-"))
        indicator(draft, "2.07.03.2.02.0001").set_value("target", TAHUN, f.nilai("-"))
        one = indicator(draft)
        one.akumulasi, one.data_penyebut = "rasio", "D01"
        row = data_row("D01", "Pencari kerja terdaftar")
        row.indikator[0].set_value("realisasi_3", TAHUN, f.nilai("1.090"))
        draft.roots.append(row)

    edit(tahun, change)
    enter(tahun, 1, kode="2.07.03.2.01.0002", fisik=None)
    tahun.refresh_from_db()
    enter(tahun, 2, kode="2.07.03.2.02.0001", realisasi=None)
    tahun.refresh_from_db()
    enter(tahun, 4, kode="2.07.03.2.01.0002")
    tahun.refresh_from_db()
    assert progress_of([tahun]) == {tahun.pk: completeness(load(tahun)).jumlah}
    assert progress_of([tahun])[tahun.pk][1].kinerja.terisi == 1


def test_a_sub_kegiatan_paid_from_two_sources_counts_once(tahun):
    def change(draft: PlanDraft) -> None:
        node = next(one for one in draft.walk() if one.kode == SUB)
        for source in ("PAD", "DAU"):
            node.set_pagu(TAHUN, f.nilai("50"), source)
            node.set_keuangan("keuangan_1", TAHUN, f.nilai("5"), source)

    edit(tahun, change)
    assert progress_of([tahun])[tahun.pk][1].keuangan == Terisi(1, 3)
    assert completeness(load(tahun)).jumlah[1].keuangan == Terisi(1, 3)


def test_counting_costs_as_many_queries_for_ten_plans_as_for_one(tahun):
    plans = [tahun, *(make_year(f"kota-uji/dinas-{n}/renstra-2025-2029/murni") for n in range(3))]
    wide = f.make_plan(f.wide_draft(60), "kota-uji/dinas-luas/renstra-2025-2029/murni")
    plans.append(create_kinerja(wide, TAHUN, user=None))
    counted = []
    for chosen in ([tahun], plans):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(progress_of(chosen)) == len(chosen)
            last_entries(chosen)
        counted.append(len(queries))
    assert counted == [5, 5]


def test_without_plans_nothing_is_counted(db):
    assert progress_of([]) == {}


# Who entered last -----------------------------------------------------------------------------------------


def test_the_last_entry_names_person_and_moment(tahun):
    enter(tahun, 1, user=f.make_user("ani", rencana=tahun))
    tahun.refresh_from_db()
    last = enter(tahun, 2, user=f.make_user("budi", rencana=tahun))
    found = last_entries([tahun])[tahun.pk]
    assert (found.oleh, found.at) == ("budi", last.at)


def test_a_changed_target_is_no_entry(tahun):
    enter(tahun, 1, user=f.make_user("ani", rencana=tahun))
    edit(tahun, lambda draft: indicator(draft).set_value("target", TAHUN, f.nilai("99")))
    assert last_entries([tahun])[tahun.pk].oleh == "ani"


def test_a_plan_in_which_nothing_was_entered_has_no_last_entry(tahun):
    assert last_entries([tahun]) == {}


def test_what_a_perubahan_took_over_is_no_entry(tahun):
    enter(tahun, 1)
    establish(tahun, user=None, reason="DPA")
    tahun.refresh_from_db()
    revised = create_perubahan(tahun, user=None)
    assert progress_of([revised])[revised.pk][1].keuangan.terisi == 1
    assert last_entries([revised]) == {}


def test_daerah_that_are_only_compared_with_are_not_waited_for(tahun):
    other = f.node(Level.PEMBANDING, "Kota Lain", indikator=[f.indikator("TPT", target={TAHUN: "5"})])
    edit(tahun, lambda draft: draft.roots.append(other))
    assert completeness(load(tahun)).jumlah[1].kinerja.perlu == 4
    assert progress_of([tahun])[tahun.pk][1].kinerja.perlu == 4
