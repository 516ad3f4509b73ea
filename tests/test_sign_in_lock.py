"""Repeated wrong passwords lock one name at one address, not the office and not the person everywhere."""

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.test import RequestFactory

pytestmark = pytest.mark.django_db

OFFICE, HOME = "203.0.113.9", "198.51.100.7"
WRONG = "bukan kata sandinya"


@pytest.fixture(autouse=True)
def people(settings):
    settings.AXES_ENABLED = True
    for name in ("sari", "budi"):
        get_user_model().objects.create_user(name, password=f"kata sandi {name}")


def signs_in(name: str, address: str, password: str | None = None) -> bool:
    request = RequestFactory().post("/masuk/", REMOTE_ADDR=address)
    password = f"kata sandi {name}" if password is None else password
    return authenticate(request, username=name, password=password) is not None


def wrong_passwords(count: int) -> None:
    assert not any(signs_in("sari", OFFICE, WRONG) for _ in range(count))


def test_four_wrong_passwords_are_forgiven():
    wrong_passwords(4)
    assert signs_in("sari", OFFICE)


def test_five_wrong_passwords_lock_the_name_at_that_address():
    wrong_passwords(5)
    assert not signs_in("sari", OFFICE)


def test_a_colleague_behind_the_same_address_is_not_locked():
    wrong_passwords(5)
    assert signs_in("budi", OFFICE)


def test_the_same_person_can_sign_in_elsewhere():
    wrong_passwords(5)
    assert signs_in("sari", HOME)
