"""Entry windows: when a triwulan is open, for whom, what is locked, and the record of every change."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from performance.jadwal import ENTERED_ROLES, Jadwal, Jendela, locked_roles, schedule_of, set_windows, today
from performance.models import JadwalPengisian
from planning.cascade import load
from planning.entry_locks import locks_for
from planning.models import NilaiIndikator, Rencana, User
from planning.writing import Conflict, InvalidPlan, NotAllowed, draft_of
from renstra_portal.lib.values import Nilai
from tests.performance.year import FIRST, LAST, SUB, TAHUN, enter, set_window, written
from tests.planning import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner(tahun: Rencana) -> User:
    return f.make_user("perencana", rencana=tahun)


# When a triwulan is open ----------------------------------------------------------------------------------


def test_without_a_schedule_every_triwulan_is_open(tahun):
    states = schedule_of(tahun).of(tahun.perangkat_daerah_id)
    assert [one.terbuka for one in states] == [True] * 4
    assert states[0].kalimat == "Pengisian Triwulan I 2025 terbuka; jadwalnya belum ditetapkan."


@pytest.mark.parametrize(
    ("on", "is_open"),
    [
        (date(2025, 3, 31), False),
        (FIRST, True),
        (date(2025, 4, 8), True),
        (LAST, True),
        (date(2025, 4, 16), False),
    ],
)
def test_both_days_of_a_window_are_days_of_entry(tahun, on, is_open):
    set_window(tahun)
    assert schedule_of(tahun).keadaan(None, 1, on).terbuka is is_open


def test_only_the_triwulan_of_the_window_is_closed(tahun):
    set_window(tahun)
    assert [one.terbuka for one in schedule_of(tahun).of(None, date(2025, 5, 1))] == [False, True, True, True]


def test_the_window_of_one_year_says_nothing_of_another(tahun):
    set_window(tahun)
    assert Jadwal(tahun.perangkat_daerah.daerah_id, 2026).keadaan(None, 1, date(2025, 5, 1)).terbuka


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2025, 3, 1), "Pengisian Triwulan I 2025 baru dibuka 1 April 2025, sampai 15 April 2025."),
        (date(2025, 4, 2), "Pengisian Triwulan I 2025 terbuka sampai 15 April 2025."),
        (date(2025, 5, 1), "Pengisian Triwulan I 2025 ditutup 15 April 2025."),
    ],
)
def test_the_state_is_told_in_one_sentence(tahun, on, sentence):
    set_window(tahun)
    assert schedule_of(tahun).keadaan(None, 1, on).kalimat == sentence


def test_a_closed_triwulan_says_who_can_open_it(tahun):
    set_window(tahun)
    kunci = schedule_of(tahun).keadaan(None, 1, date(2025, 5, 1)).kunci
    assert str(kunci) == (
        "Pengisian Triwulan I 2025 ditutup 15 April 2025. Yang dapat membuka: reviewer Bappeda, lewat Jadwal pengisian."
    )


@pytest.mark.parametrize(
    ("zone", "moment", "expected"),
    [
        # 15 April 23.30 and 16 April 00.30 in the office.
        ("Asia/Jakarta", datetime(2025, 4, 15, 16, 30, tzinfo=UTC), LAST),
        ("Asia/Jakarta", datetime(2025, 4, 15, 17, 30, tzinfo=UTC), date(2025, 4, 16)),
        ("Asia/Jayapura", datetime(2025, 4, 15, 14, 30, tzinfo=UTC), LAST),
        ("Asia/Jayapura", datetime(2025, 4, 15, 15, 30, tzinfo=UTC), date(2025, 4, 16)),
    ],
)
def test_the_last_day_ends_at_midnight_where_the_office_is(monkeypatch, settings, tahun, zone, moment, expected):
    settings.TIME_ZONE = zone
    monkeypatch.setattr(timezone, "now", lambda: moment)
    set_window(tahun)
    assert today() == expected
    assert schedule_of(tahun).keadaan(None, 1).terbuka is (expected == LAST)


# Further days for one office ------------------------------------------------------------------------------


def test_further_days_open_the_triwulan_for_that_office_alone(tahun):
    office = tahun.perangkat_daerah
    set_window(tahun)
    set_window(tahun, 1, date(2025, 4, 20), date(2025, 4, 25), office=office)
    schedule = schedule_of(tahun)
    assert [schedule.keadaan(office.pk, 1, date(2025, 4, day)).terbuka for day in (15, 16, 20, 25, 26)] == [
        True,
        False,
        True,
        True,
        False,
    ]
    assert not schedule.keadaan(None, 1, date(2025, 4, 22)).terbuka
    assert schedule.keadaan(office.pk, 1, date(2025, 4, 22)).kalimat == (
        "Pengisian Triwulan I 2025 terbuka sampai 25 April 2025, khusus perangkat daerah ini."
    )


def test_between_the_window_and_the_further_days_the_next_opening_is_told(tahun):
    office = tahun.perangkat_daerah
    set_window(tahun)
    set_window(tahun, 1, date(2025, 4, 20), date(2025, 4, 25), office=office)
    assert "baru dibuka 20 April 2025" in schedule_of(tahun).keadaan(office.pk, 1, date(2025, 4, 17)).kalimat


def test_further_days_that_were_withdrawn_open_nothing(tahun):
    office = tahun.perangkat_daerah
    set_window(tahun)
    set_window(tahun, 1, date(2025, 4, 20), date(2025, 4, 25), office=office)
    set_window(tahun, 1, None, None, office=office)
    assert not schedule_of(tahun).keadaan(office.pk, 1, date(2025, 4, 22)).terbuka


# What is locked -------------------------------------------------------------------------------------------


def test_every_role_of_a_closed_triwulan_is_locked_and_no_other(tahun, planner, day):
    set_window(tahun)
    day(date(2025, 5, 1))
    assert set(locks_for(tahun, planner)) == {f"{role}_1" for role in ENTERED_ROLES}


def test_nothing_is_locked_while_the_window_is_open(tahun, planner, day):
    set_window(tahun)
    day(LAST)
    assert locks_for(tahun, planner) == {}


def test_a_renstra_knows_no_entry_windows(tahun, planner, day):
    set_window(tahun)
    day(date(2025, 5, 1))
    assert tahun.asal is not None
    assert locked_roles(tahun.asal, planner) == {}


@pytest.mark.parametrize("what", ["realisasi", "keuangan", "fisik"])
def test_a_closed_triwulan_takes_no_figures_from_anyone(tahun, planner, day, what):
    set_window(tahun)
    day(date(2025, 4, 16))
    nothing = dict.fromkeys(("realisasi", "keuangan", "fisik"))
    for person in (planner, User.objects.get(is_superuser=True)):
        with pytest.raises(InvalidPlan, match="ditutup 15 April 2025"):
            enter(tahun, 1, user=person, **(nothing | {what: 5}))
    assert not NilaiIndikator.objects.filter(peran="realisasi_1").exists()


def test_the_last_day_still_takes_figures(tahun, planner, day):
    set_window(tahun)
    day(LAST)
    assert enter(tahun, 1, user=planner)


def test_other_triwulan_targets_and_pagu_are_not_bound_by_the_window(tahun, planner, day):
    set_window(tahun)
    day(date(2025, 5, 1))
    assert enter(tahun, 2, user=planner)
    tahun.refresh_from_db()
    draft = draft_of(load(tahun))
    node = next(one for one in draft.walk() if one.kode == SUB)
    node.indikator[0].set_value("target", TAHUN, Nilai.of(20))
    node.indikator[0].set_value("target_1", TAHUN, Nilai.of(5))
    node.set_pagu(TAHUN, Nilai.of(999))
    assert written(tahun, draft, planner)


def test_the_operator_passes_a_closed_window(tahun, day):
    set_window(tahun)
    day(date(2025, 5, 1))
    assert enter(tahun, 1, user=None)


# Who sets it, and the record ------------------------------------------------------------------------------


def test_the_reviewer_of_the_daerah_sets_the_windows(tahun):
    reviewer = f.make_user("reviewer", "reviewer", tahun)
    (row,) = set_window(tahun, by=reviewer)
    assert (row.oleh_nama, row.keterangan) == ("reviewer", "surat edaran")


@pytest.mark.parametrize("peran", ["perencana", "kepala", "pembaca"])
def test_nobody_else_of_the_daerah_does(tahun, peran):
    person = f.make_user(peran, peran, tahun)
    with pytest.raises(NotAllowed, match="hanya dapat diubah oleh reviewer"):
        set_window(tahun, by=person)


def test_a_reviewer_of_another_daerah_does_not(tahun):
    other = f.make_plan(slug="kota-lain/disnaker/renstra-2025-2029/murni")
    with pytest.raises(NotAllowed):
        set_window(tahun, by=f.make_user("reviewer", "reviewer", other))


def test_every_change_stays_on_record_and_the_latest_holds(tahun):
    set_window(tahun)
    set_window(tahun, 1, FIRST, date(2025, 4, 30), reason="diundur")
    schedule = schedule_of(tahun)
    assert [(row.ditutup, row.keterangan) for row in schedule.riwayat] == [
        (LAST, "surat edaran"),
        (date(2025, 4, 30), "diundur"),
    ]
    assert schedule.umum(1).ditutup == date(2025, 4, 30)


def test_what_stays_as_it_is_leaves_no_record(tahun):
    set_window(tahun)
    assert set_window(tahun) == []
    assert JadwalPengisian.objects.count() == 1


def test_a_window_that_is_taken_away_leaves_the_triwulan_open(tahun):
    set_window(tahun)
    set_window(tahun, 1, None, None)
    assert schedule_of(tahun).keadaan(None, 1, date(2030, 1, 1)).terbuka


def test_who_saw_an_older_schedule_does_not_write_over_the_newer_one(tahun):
    set_window(tahun)
    seen = schedule_of(tahun).versi
    set_window(tahun, 2)
    daerah, admin = tahun.perangkat_daerah.daerah, User.objects.get(is_superuser=True)
    with pytest.raises(Conflict, match="baru saja diubah oleh penjadwal"):
        set_windows(daerah, TAHUN, [Jendela(1, None, None)], user=admin, reason="", versi=seen)


def test_the_locks_of_a_plan_cost_one_query_beside_its_office(tahun, planner, django_assert_num_queries):
    set_window(tahun)
    rencana = Rencana.objects.select_related("perangkat_daerah").get(pk=tahun.pk)
    with django_assert_num_queries(1):
        locked_roles(rencana, planner)


def test_a_window_with_one_day_only_cannot_be_held(tahun):
    with pytest.raises(IntegrityError, match="jadwal_days_in_order"), transaction.atomic():
        JadwalPengisian.objects.create(
            daerah=tahun.perangkat_daerah.daerah, tahun=tahun.tahun_awal, triwulan=1, dibuka=date(2025, 4, 1)
        )
