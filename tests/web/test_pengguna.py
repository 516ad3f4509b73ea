"""Accounts: the admin's pages, what they refuse, what they record, and temporary passwords."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.password_validation import validate_password
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from planning import accounts
from planning.accounts import ADMIN, AccountRefused, Role
from planning.models import Daerah, Keanggotaan, PerangkatDaerah, User

pytestmark = pytest.mark.django_db

OWN_PASSWORD = "kalimat panjang milik sari"


@pytest.fixture
def kota() -> Daerah:
    return Daerah.objects.create(nama="Kota Uji", slug="kota-uji")


@pytest.fixture
def dinas(kota: Daerah) -> PerangkatDaerah:
    return PerangkatDaerah.objects.create(daerah=kota, nama="Dinas Tenaga Kerja", slug="disnaker")


@pytest.fixture
def pengelola() -> User:
    return User.objects.create_superuser("pengelola", nama_lengkap="Pengelola Portal")


@pytest.fixture
def masuk(client: Client, pengelola: User) -> Client:
    """A browser in which the admin has signed in."""
    client.force_login(pengelola)
    return client


@pytest.fixture
def sari(dinas: PerangkatDaerah) -> User:
    user = User.objects.create_user("sari", password=OWN_PASSWORD, nama_lengkap="Sari Uji")
    Keanggotaan.objects.create(user=user, peran="perencana", perangkat_daerah=dinas)
    return user


def satu(user: User, what: str = "satu", *args: int) -> str:
    return reverse(f"pengguna-{what}", args=[user.pk, *args])


def acts(user: User) -> list[str]:
    """What was done with the account, oldest first."""
    return [one.get_change_message() for one in reversed(accounts.history_of(user))]


def new_account(dinas: PerangkatDaerah, **changed: str) -> dict[str, str]:
    return {
        "nama_lengkap": "Budi Uji",
        "username": "budi",
        "email": "",
        "peran": "perencana",
        "lingkup": f"p{dinas.pk}",
    } | changed


def signed_in_with(username: str, password: str) -> Client:
    browser = Client()
    browser.post(reverse("masuk"), {"username": username, "password": password})
    return browser


# The list -------------------------------------------------------------------------------------------


def test_the_list_names_each_person_with_every_role_and_scope(masuk, sari, kota):
    Keanggotaan.objects.create(user=sari, peran="pembaca", daerah=kota)
    page = masuk.get(reverse("pengguna")).text
    assert "Sari Uji" in page
    assert "Perencana, Dinas Tenaga Kerja, Kota Uji" in page
    assert "Pembaca, seluruh Kota Uji" in page
    assert "belum pernah" in page


def found(client: Client, **query: object) -> set[str]:
    answer = client.get(reverse("pengguna"), query)
    return {row.record.username for row in answer.context["table"].rows}


def test_people_are_found_by_words_of_their_name_or_by_user_name(masuk, sari):
    User.objects.create_user("budi", nama_lengkap="Budi Contoh")
    assert found(masuk, q="uji sari") == {"sari"}
    assert found(masuk, q="BUD") == {"budi"}


def test_role_and_place_are_those_of_one_membership(masuk, sari, kota, dinas):
    other = Daerah.objects.create(nama="Kota Lain", slug="kota-lain")
    budi = User.objects.create_user("budi")
    Keanggotaan.objects.create(user=budi, peran="reviewer", daerah=other)
    Keanggotaan.objects.create(user=budi, peran="pembaca", daerah=kota)
    assert found(masuk, peran="reviewer") == {"budi"}
    assert found(masuk, peran="reviewer", daerah=kota.pk) == set()
    assert found(masuk, daerah=kota.pk) == {"budi", "sari"}
    assert found(masuk, perangkat_daerah=dinas.pk) == {"sari"}
    assert found(masuk, peran=ADMIN) == {"pengelola"}


def test_a_choice_that_does_not_exist_narrows_nothing(masuk, sari):
    assert found(masuk, peran="raja", daerah="0", perangkat_daerah="x") == {"pengelola", "sari"}


def test_closed_accounts_are_found_apart(masuk, sari):
    User.objects.filter(pk=sari.pk).update(is_active=False)
    assert found(masuk, aktif="False") == {"sari"}
    assert found(masuk, aktif="True") == {"pengelola"}


def test_the_list_takes_as_many_queries_for_forty_people_as_for_two(masuk, sari, dinas, django_assert_num_queries):
    def queries() -> int:
        with django_assert_num_queries(11) as captured:
            masuk.get(reverse("pengguna"))
        return len(captured)

    few = queries()
    for number in range(40):
        user = User.objects.create_user(f"orang{number}")
        Keanggotaan.objects.create(user=user, peran="kepala", perangkat_daerah=dinas)
    assert queries() == few


# New accounts ---------------------------------------------------------------------------------------


def test_a_new_account_has_its_role_and_a_password_that_is_shown_once(masuk, pengelola, dinas):
    answer = masuk.post(reverse("pengguna-baru"), new_account(dinas))
    password = answer.context["sandi"]
    budi = User.objects.get(username="budi")
    assert password in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert budi.check_password(password)
    assert budi.harus_ganti_sandi
    assert budi.keanggotaan.get().perangkat_daerah == dinas
    assert password not in masuk.get(satu(budi)).text
    assert acts(budi) == [
        "Membuat akun budi dengan kata sandi sementara",
        "Memberi peran Perencana, Dinas Tenaga Kerja, Kota Uji",
    ]
    assert {one.user for one in accounts.history_of(budi)} == {pengelola}


def test_temporary_passwords_differ_and_pass_the_rules_for_passwords():
    made = {accounts.temporary_password() for _ in range(50)}
    assert len(made) == 50
    for one in made:
        validate_password(one)


@pytest.mark.parametrize(
    ("peran", "scope", "said"),
    [
        ("perencana", "d", "Perencana bertugas di satu perangkat daerah"),
        ("kepala", "portal", "bertugas di satu perangkat daerah"),
        ("reviewer", "p", "Reviewer Bappeda bertugas di seluruh daerah"),
        ("pembaca", "", "Bidang ini tidak boleh kosong"),
        (ADMIN, "d", "Admin berlaku di seluruh portal"),
    ],
)
def test_a_role_that_does_not_fit_its_scope_is_explained_and_nothing_is_saved(masuk, kota, dinas, peran, scope, said):
    value = {"d": f"d{kota.pk}", "p": f"p{dinas.pk}"}.get(scope, scope)
    answer = masuk.post(reverse("pengguna-baru"), new_account(dinas, peran=peran, lingkup=value))
    assert said in answer.text
    assert 'value="Budi Uji"' in answer.text
    assert not User.objects.filter(username="budi").exists()


@pytest.mark.parametrize("taken", ["sari", "SARI"])
def test_a_user_name_is_taken_in_any_letters(masuk, sari, dinas, taken):
    answer = masuk.post(reverse("pengguna-baru"), new_account(dinas, username=taken))
    assert "Nama pengguna ini sudah dipakai" in answer.text
    assert User.objects.count() == 2


def test_a_new_admin_reaches_the_reference_data(masuk, dinas):
    answer = masuk.post(reverse("pengguna-baru"), new_account(dinas, peran=ADMIN, lingkup="portal"))
    budi = User.objects.get(username="budi")
    budi.harus_ganti_sandi = False
    budi.save()
    browser = signed_in_with("budi", answer.context["sandi"])
    assert browser.get(reverse("admin:index")).status_code == 200
    assert browser.get(reverse("pengguna")).status_code == 200


# Temporary passwords --------------------------------------------------------------------------------


def test_with_a_temporary_password_only_its_change_and_the_way_out_open(masuk, pengelola, sari):
    password = accounts.reset_password(pengelola, sari)
    browser = signed_in_with("sari", password)
    change = reverse("ganti_kata_sandi")
    for closed in (reverse("beranda"), reverse("renstra"), reverse("pengguna"), "/admin/"):
        assert browser.get(closed).headers.get("Location") == change, closed
    assert "Buat kata sandi Anda sendiri" in browser.get(change).text
    assert browser.post(reverse("keluar")).status_code in (200, 302)
    assert browser.get(reverse("beranda")).headers["Location"].startswith(reverse("masuk"))


def test_an_own_password_opens_everything_and_must_not_be_the_temporary_one(pengelola, sari):
    password = accounts.reset_password(pengelola, sari)
    browser = signed_in_with("sari", password)
    change = reverse("ganti_kata_sandi")
    same = {"old_password": password, "new_password1": password, "new_password2": password}
    assert "harus berbeda" in browser.post(change, same).text
    own = "kalimat panjang yang lain"
    assert browser.post(change, same | {"new_password1": own, "new_password2": own}).status_code == 302
    sari.refresh_from_db()
    assert not sari.harus_ganti_sandi
    assert browser.get(reverse("beranda")).status_code == 200


def test_a_script_of_an_open_page_is_told_to_change_the_password_as_json(pengelola, sari, dinas):
    password = accounts.reset_password(pengelola, sari)
    browser = signed_in_with("sari", password)
    data = reverse("isian-data", args=["kota-uji/disnaker/renstra-2025-2029/murni"])
    answer = browser.get(data, headers={"accept": "*/*"})
    assert answer.status_code == 401
    assert answer.json() == {"masuk": reverse("ganti_kata_sandi")}


def test_a_reset_ends_the_sessions_of_the_person(masuk, sari):
    browser = signed_in_with("sari", OWN_PASSWORD)
    assert browser.get(reverse("beranda")).status_code == 200
    answer = masuk.post(satu(sari, "sandi"))
    assert answer.context["sandi"] in answer.text
    assert browser.get(reverse("beranda")).status_code == 302
    assert signed_in_with("sari", OWN_PASSWORD).get(reverse("beranda")).status_code == 302
    assert acts(sari) == ["Mengatur ulang kata sandi (sementara)"]


def test_no_password_stands_in_the_record(masuk, pengelola, sari, dinas):
    made = [
        masuk.post(reverse("pengguna-baru"), new_account(dinas)).context["sandi"],
        masuk.post(satu(sari, "sandi")).context["sandi"],
    ]
    recorded = " ".join(f"{one.object_repr} {one.change_message}" for one in LogEntry.objects.all())
    assert "Mengatur ulang kata sandi" in recorded
    assert not [one for one in made if one in recorded]


# Changing, closing, unlocking -----------------------------------------------------------------------


def test_a_changed_name_is_recorded_with_what_it_was(masuk, sari):
    answer = masuk.post(satu(sari, "ubah"), {"nama_lengkap": "Sari Baru", "email": "sari@uji.go.id"}, follow=True)
    assert "Sari Baru" in answer.text
    assert acts(sari) == [
        "Mengubah nama lengkap dari “Sari Uji” menjadi “Sari Baru” dan email dari “” menjadi “sari@uji.go.id”"
    ]
    masuk.post(satu(sari, "ubah"), {"nama_lengkap": "Sari Baru", "email": "sari@uji.go.id"})
    assert len(acts(sari)) == 1


def test_roles_are_given_and_taken_on_the_page_of_the_person(masuk, sari, kota):
    masuk.post(satu(sari, "peran"), {"peran": "reviewer", "lingkup": f"d{kota.pk}"})
    given = sari.keanggotaan.get(peran="reviewer")
    page = masuk.post(satu(sari, "cabut-peran", given.pk), follow=True).text
    assert [one.peran for one in sari.keanggotaan.all()] == ["perencana"]
    assert acts(sari) == [
        "Memberi peran Reviewer Bappeda, seluruh Kota Uji",
        "Mencabut peran Reviewer Bappeda, seluruh Kota Uji",
    ]
    assert page.count("Reviewer Bappeda, seluruh Kota Uji") >= 3


def test_the_same_role_is_not_given_twice(masuk, sari, dinas):
    page = masuk.post(satu(sari, "peran"), {"peran": "perencana", "lingkup": f"p{dinas.pk}"}).text
    assert "sudah berperan Perencana" in page
    assert sari.keanggotaan.count() == 1
    assert acts(sari) == []


def test_a_role_is_taken_only_from_the_person_who_has_it(masuk, sari):
    budi = User.objects.create_user("budi")
    membership = sari.keanggotaan.get()
    assert masuk.post(satu(budi, "cabut-peran", membership.pk)).status_code == 404
    assert sari.keanggotaan.exists()


def test_a_closed_account_is_out_at_once_and_keeps_everything_for_its_return(masuk, sari):
    browser = signed_in_with("sari", OWN_PASSWORD)
    masuk.post(satu(sari, "nonaktifkan"))
    assert browser.get(reverse("beranda")).status_code == 302
    assert signed_in_with("sari", OWN_PASSWORD).get(reverse("beranda")).status_code == 302
    masuk.post(satu(sari, "aktifkan"))
    assert signed_in_with("sari", OWN_PASSWORD).get(reverse("beranda")).status_code == 200
    assert sari.keanggotaan.exists()
    assert acts(sari) == ["Menonaktifkan akun", "Mengaktifkan kembali akun"]


@pytest.mark.parametrize("what", ["nonaktifkan", "cabut-admin", "sandi"])
def test_admins_cannot_shut_themselves_out(masuk, pengelola, what):
    page = masuk.post(satu(pengelola, what), follow=True).text
    pengelola.refresh_from_db()
    assert "Anda" in page
    assert pengelola.is_active
    assert pengelola.is_superuser
    assert not pengelola.harus_ganti_sandi
    assert acts(pengelola) == []


def test_of_two_admins_who_take_each_others_role_one_stays(pengelola):
    other = User.objects.create_superuser("kedua")
    accounts.take_admin(pengelola, other)
    with pytest.raises(AccountRefused, match="bukan admin lagi"):
        accounts.take_admin(other, pengelola)
    with pytest.raises(AccountRefused, match="bukan admin lagi"):
        accounts.deactivate(other, pengelola)
    assert list(User.objects.filter(is_superuser=True, is_active=True)) == [pengelola]


def test_an_admin_can_be_made_and_unmade_by_another(masuk, sari):
    masuk.post(satu(sari, "peran"), {"peran": ADMIN, "lingkup": "portal"})
    sari.refresh_from_db()
    assert (sari.is_superuser, sari.is_staff) == (True, True)
    masuk.post(satu(sari, "cabut-admin"))
    sari.refresh_from_db()
    assert (sari.is_superuser, sari.is_staff) == (False, False)
    assert acts(sari) == ["Memberi peran Admin portal", "Mencabut peran Admin portal"]


def test_a_lock_is_shown_with_its_reason_and_times_and_can_be_opened(masuk, sari, settings):
    settings.AXES_ENABLED = True
    for _ in range(settings.AXES_FAILURE_LIMIT):
        signed_in_with("sari", "bukan kata sandinya")
    assert signed_in_with("sari", OWN_PASSWORD).get(reverse("beranda")).status_code == 302
    assert "Terkunci" in masuk.get(reverse("pengguna")).text
    page = masuk.get(satu(sari)).text
    assert "Kata sandi salah 6 kali berturut-turut dari alamat 127.0.0.1" in page
    masuk.post(satu(sari, "buka-kunci"))
    assert signed_in_with("sari", OWN_PASSWORD).get(reverse("beranda")).status_code == 200
    assert acts(sari) == ["Membuka kunci masuk (6 kali salah dari 127.0.0.1)"]


def test_a_lock_that_has_ended_by_itself_is_not_shown(masuk, sari, settings):
    attempt = AccessAttempt.objects.create(username="sari", ip_address="203.0.113.9", failures_since_start=5)
    assert "Masuk terkunci" in masuk.get(satu(sari)).text
    ended = timezone.now() - settings.AXES_COOLOFF_TIME - timedelta(seconds=1)
    AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=ended)
    assert "Masuk terkunci" not in masuk.get(satu(sari)).text


def test_accounts_are_no_part_of_the_reference_data():
    assert {model.__name__ for model in admin.site._registry} == {
        "Daerah",
        "PerangkatDaerah",
        "EdisiNomenklatur",
        "Nomenklatur",
        "PadananNomenklatur",
    }


def test_a_role_in_words_names_its_scope(dinas, kota):
    assert str(Role("kepala", dinas)) == "Kepala perangkat daerah, Dinas Tenaga Kerja, Kota Uji"
    assert str(Role("pembaca", kota)) == "Pembaca, seluruh Kota Uji"
    assert str(Role(ADMIN)) == "Admin portal"
