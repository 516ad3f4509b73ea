"""Signing in and out, the lock after wrong passwords, changing the password."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.template import Context

from planning.templatetags.masuk import penguncian
from planning.templatetags.portal import tanggal_waktu

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.urls")]

WRONG = {"username": "perencana", "password": "bukan itu"}
RIGHT = {"username": "perencana", "password": "sandi perencana"}


def text(response) -> str:
    return response.content.decode()


def test_whoever_has_not_signed_in_is_asked_to_and_then_led_on(client, perencana):
    response = client.get("/kinerja/", follow=True)
    assert "Masuk dahulu" in text(response)
    response = client.post("/masuk/", RIGHT | {"next": "/kinerja/"})
    assert response["Location"] == "/kinerja/"


def test_a_wrong_password_says_so_and_keeps_the_name_typed(client, perencana):
    page = text(client.post("/masuk/", WRONG))
    assert "Nama pengguna atau kata sandi salah" in page
    assert 'value="perencana"' in page


def test_an_unknown_name_gets_the_same_answer_as_a_wrong_password(client, perencana):
    unknown = text(client.post("/masuk/", WRONG | {"username": "entah"}))
    assert "Nama pengguna atau kata sandi salah" in unknown


def test_a_lock_says_why_until_when_and_who_can_open_it(client, perencana, settings):
    settings.AXES_ENABLED = True
    for _ in range(settings.AXES_FAILURE_LIMIT):
        response = client.post("/masuk/", WRONG)
    assert response.status_code == 429
    page = text(response)
    assert f"Kata sandi salah {settings.AXES_FAILURE_LIMIT} kali" in page
    opens = AccessAttempt.objects.get().attempt_time + settings.AXES_COOLOFF_TIME
    assert f"<strong>{tanggal_waktu(opens)}</strong>" in page
    assert "Admin portal" in page


def test_a_lock_ends_a_cool_off_after_the_last_wrong_password(rf, db):
    attempt = AccessAttempt.objects.create(username="perencana", ip_address="203.0.113.9", failures_since_start=5)
    request = rf.get("/masuk/")
    request.axes_ip_address = "203.0.113.9"
    context = Context({"request": request})
    lock = penguncian(context, "perencana", timedelta(minutes=15))
    assert lock is not None
    assert lock.sejak == attempt.attempt_time
    assert lock.sampai == attempt.attempt_time + timedelta(minutes=15)
    assert penguncian(context, "rekan", timedelta(minutes=15)) is None


def test_signing_out_ends_with_a_page_that_says_so(signed_in):
    response = signed_in.post("/keluar/")
    assert "Anda sudah keluar" in text(response)
    assert signed_in.get("/").status_code == 302


def test_a_password_change_explains_what_is_wrong(signed_in):
    page = text(
        signed_in.post("/kata-sandi/", {"old_password": "salah", "new_password1": "abc", "new_password2": "abd"})
    )
    assert "Kata sandi lama salah" in page
    assert "Kedua kata sandi baru tidak sama" in page


def test_a_password_change_keeps_the_person_signed_in(signed_in, perencana):
    new = "kalimat panjang yang baru"
    typed = {"old_password": "sandi perencana", "new_password1": new, "new_password2": new}
    response = signed_in.post("/kata-sandi/", typed, follow=True)
    assert "Kata sandi sudah diganti" in text(response)
    perencana.refresh_from_db()
    assert perencana.check_password(new)
