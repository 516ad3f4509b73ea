"""The frame around every page: menu, person, scope, search, keys."""

import pytest
from django.contrib.auth import get_user_model

from planning.context import Menu, menu_entries

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.urls")]


def text(response) -> str:
    return response.content.decode()


def test_the_frame_names_the_person_the_role_and_the_office(signed_in):
    page = text(signed_in.get("/"))
    assert "Perencana Contoh" in page
    assert "</strong>Perencana</div>" in page
    assert "Dinas Contoh, Kota Contoh" in page


def test_the_menu_shows_only_what_exists(signed_in):
    page = text(signed_in.get("/"))
    assert 'title="Kinerja"' in page
    assert 'title="Reviu"' not in page


def test_the_administration_is_in_the_menu_of_an_admin_only(client, signed_in):
    assert 'title="Administrasi"' not in text(signed_in.get("/"))
    client.force_login(get_user_model().objects.create_superuser("admin"))
    assert 'title="Administrasi"' in text(client.get("/"))


MENU = (
    Menu("Beranda", "house", "beranda"),
    Menu("Kinerja", "speedometer2", "kinerja", anak=(Menu("LKIP", "", "lkip"),)),
)


@pytest.mark.parametrize(
    ("path", "active"),
    [("/", ["Beranda"]), ("/kinerja/", ["Kinerja"]), ("/kinerja/lkip/2026/", ["LKIP"]), ("/cari/", [])],
)
def test_one_entry_of_the_menu_tells_where_one_is(path, active):
    entries = menu_entries(MENU, path, admin=False)
    everything = [*entries, *(child for entry in entries for child in entry.anak)]
    assert [entry.nama for entry in everything if entry.aktif] == active


def test_entries_below_open_only_where_one_is():
    assert [entry.anak for entry in menu_entries(MENU, "/", admin=False)] == [(), ()]
    assert [child.nama for child in menu_entries(MENU, "/kinerja/", admin=False)[1].anak] == ["LKIP"]


def test_a_folded_menu_comes_folded(signed_in):
    signed_in.cookies["nav_lipat"] = "1"
    assert '<body class="nav-lipat">' in text(signed_in.get("/"))


def test_keyboards_can_skip_search_and_see_the_keys(signed_in):
    page = text(signed_in.get("/"))
    assert page.index('href="#isi"') < page.index("<header")
    assert 'id="isi"' in page
    assert 'aria-keyshortcuts="/"' in page
    assert 'id="tombol-pintas"' in page


def test_the_frame_costs_one_query_beside_the_session_and_the_person(signed_in, django_assert_num_queries):
    with django_assert_num_queries(3):
        signed_in.get("/")


def test_the_page_obeys_the_content_security_policy(signed_in):
    response = signed_in.get("/")
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert '"allowEval": false' in text(response)
    assert '"includeIndicatorStyles": false' in text(response)
