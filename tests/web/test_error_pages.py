"""Pages of things that went wrong: what happened, what to do, the way back."""

import pytest
from django.template.loader import get_template
from django.test import Client

pytestmark = pytest.mark.urls("tests.web.urls")


def text(response) -> str:
    return response.content.decode()


def test_a_page_that_is_not_there_leads_back(signed_in):
    response = signed_in.get("/entah/")
    assert response.status_code == 404
    assert "Halaman tidak ditemukan" in text(response)
    assert 'href="/"' in text(response)


def test_a_refusal_gives_the_reason_in_its_own_words(signed_in):
    response = signed_in.get("/ditolak/")
    assert response.status_code == 403
    assert "Hanya perencana perangkat daerah ini" in text(response)


def test_a_form_without_its_token_says_that_nothing_changed(db):
    response = Client(enforce_csrf_checks=True).post("/masuk/", {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert "tidak ada data yang berubah" in text(response)


def test_a_fault_of_the_program_is_answered_without_the_database(client):
    client.raise_request_exception = False
    response = client.get("/rusak/")
    assert response.status_code == 500
    assert "Terjadi kesalahan di server" in text(response)


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_every_error_page_renders_without_anything_given(name):
    assert 'href="/"' in get_template(name).render()
