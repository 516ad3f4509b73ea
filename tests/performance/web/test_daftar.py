"""The list of kinerja plans and the page on which one is made."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from planning.models import PerangkatDaerah, Rencana
from planning.versions.renja import create_renja
from tests.performance.web.pages import page
from tests.planning import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def renstra() -> Rencana:
    return f.make_plan(f.small_draft())


@pytest.fixture
def planner(client: Client, renstra: Rencana) -> Client:
    """A browser in which the planner of the office has signed in."""
    client.force_login(f.make_user("perencana", rencana=renstra))
    return client


def choices(client: Client, query: str = "") -> list[str]:
    """What the form offers to make a kinerja plan from."""
    return re.findall(r'<option value="([^"]+)"', client.get(reverse("kinerja-baru") + query).content.decode())


def test_an_empty_list_tells_the_planner_how_to_begin(planner):
    shown = page(planner.get(reverse("kinerja")))
    assert "Belum ada kinerja" in shown
    assert "dibuat dari Renja tahun itu, atau dari satu tahun Renstra" in shown
    assert f'href="{reverse("kinerja-baru")}"' in planner.get(reverse("kinerja")).content.decode()


def test_an_empty_list_tells_a_planner_without_plans_what_comes_first(client, db):
    user = f.make_user("perencana", rencana=f.make_plan())
    Rencana.objects.all().delete()
    client.force_login(user)
    assert "Buat atau impor rencana itu dahulu." in page(client.get(reverse("kinerja")))
    assert "Tidak ada tahun yang dapat dibuka" in page(client.get(reverse("kinerja-baru")))


def test_an_empty_list_tells_a_reader_who_makes_them(client, renstra):
    client.force_login(f.make_user("pembaca", "pembaca", renstra))
    assert "sesudah perencana perangkat daerah membuatnya" in page(client.get(reverse("kinerja")))


def test_the_planner_makes_the_year_from_a_year_of_the_renstra(planner, renstra):
    answer = planner.post(reverse("kinerja-baru"), {"dari": f"{renstra.slug}:2025"}, follow=True)
    made = Rencana.objects.get(jenis="kinerja")
    assert answer.redirect_chain == [(made.get_absolute_url(), 302)]
    assert made.get_absolute_url() == "/kinerja/kota-uji/disnaker/2025/"
    assert f"{made.judul} dibuat dari {renstra.judul}." in page(answer)
    assert made.judul in page(planner.get(reverse("kinerja")))


def test_a_year_with_a_renja_is_made_from_the_renja(planner, renstra):
    renja = create_renja(renstra, 2026, user=None)
    offered = choices(planner)
    assert f"{renja.slug}:2026" in offered
    assert f"{renstra.slug}:2026" not in offered
    assert f"{renstra.slug}:2025" in offered


def test_a_year_that_is_open_already_is_offered_no_more(planner, renstra):
    planner.post(reverse("kinerja-baru"), {"dari": f"{renstra.slug}:2025"})
    assert f"{renstra.slug}:2025" not in choices(planner)
    answer = planner.post(reverse("kinerja-baru"), {"dari": f"{renstra.slug}:2025"})
    assert "kinerja tahun itu sudah ada" in page(answer)
    assert Rencana.objects.filter(jenis="kinerja").count() == 1


def test_the_plan_and_year_in_the_address_are_chosen(planner, renstra):
    text = planner.get(reverse("kinerja-baru"), {"dari": renstra.slug, "tahun": "2028"}).content.decode()
    assert f'value="{renstra.slug}:2028" selected' in text


@pytest.mark.parametrize("query", ["?dari=tidak/ada", "?tahun=dua", "?tahun=99999", "?tahun=²025"])
def test_an_address_that_asks_for_nonsense_gets_the_usual_choice(planner, query):
    assert planner.get(reverse("kinerja-baru") + query).status_code == 200


def test_plans_of_other_offices_are_neither_offered_nor_taken(planner):
    other = f.make_plan(f.small_draft(), "kota-lain/disnaker/renstra-2025-2029/murni")
    assert other.slug not in planner.get(reverse("kinerja-baru")).content.decode()
    answer = planner.post(reverse("kinerja-baru"), {"dari": f"{other.slug}:2025"})
    assert "bukan milik perangkat daerah Anda" in page(answer)
    assert not Rencana.objects.filter(jenis="kinerja").exists()


@pytest.mark.parametrize("peran", ["kepala", "reviewer", "pembaca"])
def test_who_may_make_none_reads_why_and_makes_none(client, renstra, peran):
    client.force_login(f.make_user(peran, peran, renstra))
    assert "hanya dapat dibuat oleh perencana" in page(client.get(reverse("kinerja-baru")))
    assert client.post(reverse("kinerja-baru"), {"dari": f"{renstra.slug}:2025"}).status_code == 403
    assert "Buat Kinerja" not in page(client.get(renstra.get_absolute_url()))


def test_with_several_offices_the_choices_stand_under_their_office(client, renstra):
    f.make_plan(f.small_draft(), "kota-uji/dinsos/renstra-2025-2029/murni")
    PerangkatDaerah.objects.filter(slug="dinsos").update(nama="Dinas Sosial")
    client.force_login(f.User.objects.create_superuser("admin"))
    text = client.get(reverse("kinerja-baru")).content.decode()
    assert re.findall(r'<optgroup label="([^"]+)"', text) == [
        "Dinas Ketenagakerjaan, Kota Uji",
        "Dinas Sosial, Kota Uji",
    ]


def test_the_home_of_a_renja_leads_to_its_year(planner, renstra):
    renja = create_renja(renstra, 2026, user=None)
    text = planner.get(renja.get_absolute_url()).content.decode()
    assert "Buat Kinerja 2026" in text
    assert f"{reverse('kinerja-baru')}?dari=kota-uji%2Fdisnaker%2Frenja-2026%2Fmurni" in text


def test_a_renstra_names_the_years_that_were_made_from_it(planner, renstra):
    planner.post(reverse("kinerja-baru"), {"dari": f"{renstra.slug}:2025"})
    made = Rencana.objects.get(jenis="kinerja")
    assert f"Kinerja 2025 {made.judul}" in page(planner.get(renstra.get_absolute_url()))


def test_a_kinerja_plan_offers_no_renja_made_from_it(planner, renstra):
    planner.post(reverse("kinerja-baru"), {"dari": f"{renstra.slug}:2025"})
    made = Rencana.objects.get(jenis="kinerja")
    assert "Buat Renja" not in page(planner.get(made.get_absolute_url()))
    assert "Kinerja Dinas" not in planner.get(reverse("renja-baru")).content.decode()
