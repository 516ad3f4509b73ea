"""A plain form that was open when its session ended gives back what was typed."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from planning.cascade import load
from planning.kept_form import OWNER_FIELD, KeptForm, seal, unseal
from planning.models import Indikator, Rencana, User
from tests.planning import factories as f

pytestmark = pytest.mark.django_db
SUB = "2.07.03.2.01.0001"
PASSWORD = "rahasia"


@pytest.fixture
def rencana() -> Rencana:
    return f.make_plan(f.small_draft())


@pytest.fixture
def ani(rencana: Rencana) -> User:
    return f.make_user("ani", rencana=rencana)


@pytest.fixture
def browser(ani: User) -> Client:
    """A browser with real CSRF checks, signed in as ani."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(ani)
    return client


@pytest.fixture
def url(rencana: Rencana) -> str:
    return reverse("isian-formulir", args=[rencana, f.find(load(rencana), SUB)])


def fields_of(page: str) -> dict[str, str]:
    """The hidden fields of a page's form."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {unescape(name): unescape(value) for name, value in found}


def typed(browser: Client, url: str, lokasi: str) -> dict[str, str]:
    """What the browser sends after the person typed a location into the open form."""
    answer = browser.get(url)
    form = answer.context["form"]
    cell = next(name for name in form.fields if name.endswith("|lokasi"))
    shown = {name: form[name].value() or "" for name in form.fields}
    return shown | fields_of(answer.text) | {"lama": json.dumps(form.seen), cell: lokasi}


def end_session(browser: Client) -> None:
    del browser.cookies[settings.SESSION_COOKIE_NAME]


def sign_in(browser: Client, page: str, username: str, password: str = PASSWORD):
    return browser.post(reverse("masuk"), fields_of(page) | {"username": username, "password": password}, follow=True)


def location(rencana: Rencana) -> str:
    cascade = load(Rencana.objects.get(pk=rencana.pk))
    return cascade.by_id[f.find(cascade, SUB)].lokasi


def test_what_was_typed_is_saved_after_signing_in_again(browser, rencana, url):
    sent = typed(browser, url, "Balai Latihan")
    end_session(browser)
    asked = browser.post(url, sent)
    assert "belum tersimpan, tetapi tidak hilang" in asked.text
    assert "no-store" in asked.headers["Cache-Control"]
    again = sign_in(browser, asked.text, "ani")
    assert "masih utuh" in again.text
    assert f'action="{url}"' in again.text
    assert location(rencana) == ""
    saved = browser.post(url, fields_of(again.text), follow=True)
    assert "tersimpan pukul" in saved.text
    assert location(rencana) == "Balai Latihan"


def test_a_wrong_password_on_the_way_does_not_lose_it(browser, rencana, url):
    sent = typed(browser, url, "Balai Latihan")
    end_session(browser)
    wrong = sign_in(browser, browser.post(url, sent).text, "ani", "salah")
    assert "kata sandi salah" in wrong.text
    again = sign_in(browser, wrong.text, "ani")
    browser.post(url, fields_of(again.text))
    assert location(rencana) == "Balai Latihan"


def test_somebody_else_who_signs_in_does_not_get_it(browser, rencana, url):
    f.make_user("budi", rencana=rencana)
    sent = typed(browser, url, "Balai Latihan")
    end_session(browser)
    other = sign_in(browser, browser.post(url, sent).text, "budi")
    assert "milik akun lain" in other.text
    assert "Balai Latihan" not in other.text
    assert location(rencana) == ""


def test_a_form_changed_meanwhile_is_not_overwritten_unseen(browser, rencana, ani, url):
    sent = typed(browser, url, "Balai Latihan")
    end_session(browser)
    asked = browser.post(url, sent).text
    colleague = Client()
    colleague.force_login(f.make_user("budi", rencana=rencana))
    colleague.post(url, typed(colleague, url, "Aula Kota"))
    again = sign_in(browser, asked, "ani")
    clash = browser.post(url, fields_of(again.text))
    assert "Simpan sekali lagi untuk memakai isian Anda" in clash.text
    assert "Balai Latihan" in clash.text
    assert location(rencana) == "Aula Kota"


def test_a_person_who_lost_the_right_meanwhile_saves_nothing(browser, rencana, ani, url):
    sent = typed(browser, url, "Balai Latihan")
    end_session(browser)
    asked = browser.post(url, sent).text
    ani.keanggotaan.all().delete()
    again = sign_in(browser, asked, "ani")
    assert browser.post(url, fields_of(again.text)).status_code == 404
    assert location(rencana) == ""


def test_signing_in_again_in_another_tab_does_not_lose_it_either(browser, rencana, ani, url):
    sent = typed(browser, url, "Balai Latihan")
    end_session(browser)
    sign_in(browser, browser.get(reverse("masuk")).text, "ani")
    again = browser.post(url, sent)
    assert "masih utuh" in again.text
    assert location(rencana) == ""
    browser.post(url, fields_of(again.text))
    assert location(rencana) == "Balai Latihan"


def test_a_foreign_form_without_the_persons_mark_is_refused_as_before(browser, url):
    sent = typed(browser, url, "Balai Latihan") | {OWNER_FIELD: "1", "csrfmiddlewaretoken": "x" * 64}
    assert browser.post(url, sent).status_code == 403
    end_session(browser)
    assert "Formulir ini sudah kedaluwarsa" in browser.post(url, sent).text


def test_the_mark_of_another_person_does_not_pass_the_csrf_check(browser, rencana, url):
    mark = typed(browser, url, "Balai Latihan")[OWNER_FIELD]
    other = Client(enforce_csrf_checks=True)
    other.force_login(f.make_user("budi", rencana=rencana))
    answer = other.post(url, {"lama": "{}", OWNER_FIELD: mark})
    assert answer.status_code == 403


def test_the_panel_of_an_indicator_as_a_page_of_its_own_is_kept_too(browser, rencana):
    panel = reverse("isian-panel", args=[rencana, Indikator.objects.filter(simpul__kode=SUB)[0].pk])
    answer = browser.get(panel)
    form = answer.context["form"]
    shown = {name: form[name].value() or "" for name in form.fields if name != "jenis"}
    sent = shown | fields_of(answer.text) | {"jenis": ["output"], "definisi": "Banyaknya peserta"}
    end_session(browser)
    again = sign_in(browser, browser.post(panel, sent).text, "ani")
    assert browser.post(panel, fields_of(again.text)).status_code == 302
    assert Indikator.objects.get(definisi="Banyaknya peserta").simpul.kode == SUB


def test_a_form_of_a_script_is_answered_as_a_script(browser, rencana, url):
    sent = typed(browser, url, "Balai Latihan")
    end_session(browser)
    answer = browser.post(url, sent, headers={"HX-Request": "true"})
    assert answer.status_code == 302


def test_a_kept_form_comes_back_in_order_and_cannot_be_changed():
    kept = KeptForm(7, "/renstra/a/?b=1", [("jenis", "iku"), ("jenis", "ikk"), ("lama", '{"a": null}')])
    sealed = seal(kept)
    assert unseal(sealed) == kept
    assert unseal(sealed[:-1]) is None
    assert unseal("") is None
