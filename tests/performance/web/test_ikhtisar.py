"""The home of a kinerja plan: its quarters, the money spent, and the next steps."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from performance.jadwal import Keadaan
from performance.views.kelengkapan import current_triwulan
from planning.models import Rencana
from planning.versions.establishing import establish
from planning.versions.kinerja import create_kinerja
from planning.versions.perubahan import create_perubahan
from planning.views.plans import plan_tabs
from tests.performance.web.pages import page
from tests.performance.year import TAHUN, enter, set_window
from tests.planning import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner(client: Client, tahun: Rencana) -> Client:
    """A browser in which the planner of the office has signed in."""
    client.force_login(f.make_user("perencana", rencana=tahun))
    return client


def test_the_home_tells_pagu_spending_and_absorption(planner, tahun):
    enter(tahun, 1, keuangan=35)
    shown = page(planner.get(tahun.get_absolute_url()))
    assert "Pagu 2025 175" in shown
    assert "Realisasi keuangan 35" in shown
    assert "Serapan 20,00%" in shown


def test_spending_of_earlier_quarters_counts_on(planner, tahun):
    enter(tahun, 1, keuangan=35)
    tahun.refresh_from_db()
    enter(tahun, 2, keuangan=35)
    assert "Serapan 40,00%" in page(planner.get(tahun.get_absolute_url()))


def test_before_anything_is_entered_nothing_is_called_zero(planner, tahun):
    shown = page(planner.get(tahun.get_absolute_url()))
    assert "Realisasi keuangan belum diisi" in shown
    assert "Serapan belum ada" in shown
    assert "0,00%" not in shown


def test_each_quarter_tells_its_window_and_what_is_filled_in(planner, tahun, day):
    set_window(tahun)
    set_window(tahun, 2, date(2025, 7, 1), date(2025, 7, 15))
    enter(tahun, 1)
    day(date(2025, 5, 1))
    shown = page(planner.get(tahun.get_absolute_url()))
    assert "Triwulan I ditutup 15 April 2025 Kinerja terisi 1 dari 4 Keuangan terisi 1 dari 3" in shown
    assert "Triwulan II mulai 1 Juli 2025 Kinerja terisi 0 dari 4" in shown
    assert "Triwulan III terbuka" in shown


def test_the_first_step_is_to_fill_in_the_quarter_that_is_open(planner, tahun, day):
    set_window(tahun)
    day(date(2025, 4, 2))
    answer = planner.get(tahun.get_absolute_url())
    assert "Isi realisasi triwulan I 10 sel belum terisi. Pengisian Triwulan I 2025 terbuka sampai" in page(answer)
    assert f"{reverse('rencana-isian', args=[tahun])}?bagian=tw1" in answer.content.decode()


def test_who_cannot_fill_in_is_shown_what_is_missing(client, tahun, day):
    set_window(tahun)
    day(date(2025, 4, 2))
    client.force_login(f.make_user("kepala", "kepala", tahun))
    shown = page(client.get(tahun.get_absolute_url()))
    assert "Triwulan I belum lengkap" in shown
    assert "Isi realisasi triwulan I" not in shown


def test_a_version_that_was_set_invites_nobody_to_fill_it_in(planner, tahun):
    establish(tahun, user=None, reason="DPA")
    shown = page(planner.get(tahun.get_absolute_url()))
    assert "Isi realisasi" not in shown
    assert "10 sel belum terisi. " + tahun.judul + " berstatus ditetapkan" in shown


def test_a_year_without_rows_begins_with_its_programme(client):
    empty = f.make_plan(slug="kota-uji/disnaker/kinerja-2025/murni")
    client.force_login(f.make_user("perencana", rencana=empty))
    shown = page(client.get(empty.get_absolute_url()))
    assert "Pagu 2025 belum ada" in shown
    assert "Lengkapi program, target, dan pagu" in shown


def test_a_version_that_was_revised_leads_to_the_latest(planner, tahun):
    establish(tahun, user=None, reason="DPA")
    tahun.refresh_from_db()
    revised = create_perubahan(tahun, user=None)
    shown = page(planner.get(tahun.get_absolute_url()))
    assert f"Versi terakhirnya {revised.judul}" in shown
    assert shown.count("Versi dan asal") == 1
    assert "belum lengkap" not in shown


def test_the_steps_lead_to_evaluation_agreement_and_report(planner, tahun):
    text = planner.get(tahun.get_absolute_url()).content.decode()
    assert f"{reverse('rencana-tabel-satu', args=[tahun, 'E.81'])}?triwulan=4" in text
    for name in ("kinerja-pk", "kinerja-lkip"):
        assert f'href="{reverse(name, args=[tahun])}">Buka' in text


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2024, 12, 1), 1),
        (date(2025, 2, 1), 1),
        (date(2025, 4, 1), 1),
        (date(2025, 6, 30), 1),
        (date(2025, 7, 1), 2),
        (date(2025, 12, 31), 3),
        (date(2026, 1, 1), 4),
        (date(2027, 6, 1), 4),
    ],
)
def test_without_a_schedule_the_quarter_that_ended_last_is_the_current_one(on, expected):
    assert current_triwulan([Keadaan(TAHUN, one, terbuka=True) for one in (1, 2, 3, 4)], on) == expected


def test_a_quarter_that_is_open_by_its_dates_is_the_current_one():
    states = [Keadaan(TAHUN, one, terbuka=True) for one in (1, 2, 3, 4)]
    states[1] = Keadaan(TAHUN, 2, terbuka=True, dibuka=date(2025, 7, 1), ditutup=date(2025, 9, 30))
    assert current_triwulan(states, date(2026, 1, 1)) == 2


def test_the_tabs_of_a_year_are_its_own(tahun):
    names = [str(one["nama"]) for one in plan_tabs(tahun, "ikhtisar")]
    assert names[:2] == ["Ikhtisar", "Isian"]
    assert names[-2:] == ["Pemeriksaan", "Riwayat"]
    assert "Kelengkapan" in names
    assert tahun.asal is not None
    assert "Kelengkapan" not in [one["nama"] for one in plan_tabs(tahun.asal, "ikhtisar")]


def test_the_home_costs_as_many_queries_for_a_large_year_as_for_a_small_one(planner, tahun):
    wide = f.make_plan(f.wide_draft(120), "kota-uji/luas/renstra-2025-2029/murni")
    large = create_kinerja(wide, TAHUN, user=None)
    counted = []
    admin = Client()
    admin.force_login(f.User.objects.create_superuser("admin"))
    for plan in (tahun, large):
        with CaptureQueriesContext(connection) as queries:
            assert admin.get(plan.get_absolute_url()).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert counted[0] <= 30
