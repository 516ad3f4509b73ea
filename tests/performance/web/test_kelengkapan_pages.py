"""The pages of completeness: the rows of one plan, and the perangkat daerah of a daerah."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from performance.models import Bukti
from planning.models import PerangkatDaerah, Rencana
from planning.versions.establishing import establish
from planning.versions.kinerja import create_kinerja
from planning.versions.perubahan import create_perubahan
from tests.performance.web.pages import page
from tests.performance.year import SUB, TAHUN, enter, make_year, row, set_window
from tests.planning import factories as f

pytestmark = pytest.mark.django_db

REGION = f"/kinerja/kelengkapan/?daerah=kota-uji&tahun={TAHUN}"


def matrix(rencana: Rencana) -> str:
    return reverse("kinerja-kelengkapan", args=[rencana])


@pytest.fixture
def planner(client: Client, tahun: Rencana) -> Client:
    """A browser in which the planner of the office has signed in."""
    client.force_login(f.make_user("perencana", rencana=tahun))
    return client


def test_the_matrix_counts_every_row_and_leads_to_the_grid(planner, tahun):
    enter(tahun, 1)
    answer = planner.get(matrix(tahun))
    assert "2.07.03.2.01.0001 Proses Pelatihan 1/1 1/1 1/1" in page(answer)
    assert "2.07.03.2.01 Pelaksanaan Pelatihan 1/2 1/2 1/2" in page(answer)
    place = f"{reverse('rencana-isian', args=[tahun])}?bagian=tw3&amp;baris=s{row(tahun).pk}"
    assert place in answer.content.decode()


def test_rows_in_which_nothing_is_missing_can_be_left_out(planner, tahun):
    for triwulan in (1, 2, 3, 4):
        tahun.refresh_from_db()
        enter(tahun, triwulan)
    shown = page(planner.get(matrix(tahun), {"kurang": "1"}))
    assert "Proses Pelatihan" not in shown
    assert "Koordinasi Pelatihan" in shown


def test_the_matrix_tells_the_window_of_each_triwulan(planner, tahun, day):
    set_window(tahun)
    day(date(2025, 5, 1))
    assert "Triwulan I ditutup 15 April 2025" in page(planner.get(matrix(tahun)))


def test_the_matrix_counts_the_files_of_each_row(planner, tahun):
    fields = {"berkas": "bukti/a.pdf", "nama_asli": "a.pdf", "tipe": "pdf", "ukuran": 8, "sha256": "0" * 64}
    Bukti.objects.create(rencana=tahun, simpul=row(tahun, SUB), triwulan=2, **fields)
    text = planner.get(matrix(tahun)).content.decode()
    assert 'aria-label="Bukti Proses Pelatihan, triwulan II: 1 berkas"' in text
    assert 'aria-label="Bukti Proses Pelatihan, triwulan I: 0 berkas"' in text


def test_a_plan_without_rows_tells_what_comes_first(client):
    empty = f.make_plan(slug="kota-uji/disnaker/kinerja-2025/murni")
    client.force_login(f.make_user("perencana", rencana=empty))
    assert "Belum ada yang dapat diisi" in page(client.get(matrix(empty)))


def test_a_renstra_has_no_matrix(planner, tahun):
    assert planner.get(matrix(tahun.asal)).status_code == 404


def test_the_matrix_costs_as_many_queries_for_a_large_plan_as_for_a_small_one(tahun):
    wide = f.make_plan(f.wide_draft(120), "kota-uji/luas/renstra-2025-2029/murni")
    admin = Client()
    admin.force_login(f.User.objects.create_superuser("admin"))
    counted = []
    for plan in (tahun, create_kinerja(wide, TAHUN, user=None)):
        with CaptureQueriesContext(connection) as queries:
            assert admin.get(matrix(plan)).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 16


# The daerah -----------------------------------------------------------------------------------------------


@pytest.fixture
def reviewer(client: Client, tahun: Rencana) -> Client:
    """A browser in which the reviewer of the daerah has signed in."""
    client.force_login(f.make_user("reviewer", "reviewer", tahun))
    return client


def test_the_reviewer_sees_who_has_entered_and_who_has_not(reviewer, tahun):
    PerangkatDaerah.objects.create(daerah=tahun.perangkat_daerah.daerah, nama="Dinas Sosial", slug="dinsos")
    enter(tahun, 1, user=f.make_user("ani", rencana=tahun))
    shown = page(reviewer.get(REGION))
    assert "2 perangkat daerah 1 belum membuat kinerja" in shown
    assert "Triwulan I 1 belum mengisi Triwulan II 2 belum mengisi" in shown
    assert "Dinas Ketenagakerjaan 30%" in shown
    assert "Dinas Sosial Kinerja 2025 belum dibuat" in shown
    assert "ani" in shown


def test_the_window_of_each_office_is_its_own(reviewer, tahun, day):
    set_window(tahun)
    set_window(tahun, 1, date(2025, 4, 20), date(2025, 4, 25), office=tahun.perangkat_daerah)
    day(date(2025, 4, 22))
    assert "diperpanjang s.d. 25 April 2025" in page(reviewer.get(REGION))


def test_only_the_latest_version_of_a_year_counts(reviewer, tahun):
    establish(tahun, user=None, reason="DPA")
    tahun.refresh_from_db()
    revised = create_perubahan(tahun, user=None)
    text = reviewer.get(REGION).content.decode()
    assert matrix(revised) in text
    assert f'"{matrix(tahun)}"' not in text


def test_a_planner_sees_only_the_own_office(planner, tahun):
    make_year("kota-uji/dinsos/renstra-2025-2029/murni")
    PerangkatDaerah.objects.filter(slug="dinsos").update(nama="Dinas Sosial")
    shown = page(planner.get(REGION))
    assert "Dinas Ketenagakerjaan" in shown
    assert "Dinas Sosial" not in shown


def test_the_year_of_the_latest_plan_is_shown_unless_another_is_asked_for(reviewer, tahun, day):
    day(date(2027, 3, 1))
    assert "Kelengkapan kinerja 2025" in page(reviewer.get("/kinerja/kelengkapan/"))
    assert "Kinerja 2027 belum dibuat" in page(reviewer.get("/kinerja/kelengkapan/?tahun=2027"))


def test_the_daerah_costs_as_many_queries_for_five_offices_as_for_one(reviewer, tahun):
    counted = []
    for number in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert reviewer.get(REGION).status_code == 200
        counted.append(len(queries))
        if not number:
            for more in range(4):
                make_year(f"kota-uji/dinas-{more}/renstra-2025-2029/murni")
    assert counted[0] == counted[1] <= 16
