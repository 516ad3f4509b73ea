"""The pages of perjanjian kinerja and positions, used as perencana, kepala and the others use them."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from performance.models import Jabatan, Pejabat, PerjanjianKinerja
from performance.perjanjian.document import fingerprint
from planning.models import Rencana, User
from tests.planning import factories as f

from .office import DAY, LATER, NIP, Office, change_pagu, drawn, fresh, made, office_year, revised, signed

pytestmark = pytest.mark.django_db
ROLES = ("perencana", "kepala", "reviewer", "pembaca")


@pytest.fixture
def world() -> tuple[Rencana, Office, dict[str, User]]:
    rencana, office = office_year()
    return rencana, office, {role: f.make_user(f"{role}.uji", role, rencana) for role in ROLES}


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def url(name: str, one: PerjanjianKinerja, *args: object) -> str:
    return reverse(name, args=[one.rencana, one.pk, *args])


def test_the_list_tells_the_state_of_every_position(client: Client, world) -> None:
    rencana, office, people = world
    signed(made(rencana, office.kepala))
    made(rencana, office.bidang)
    client.force_login(people["pembaca"])
    page = text(client.get(reverse("kinerja-pk", args=[rencana])))

    assert "1 ditandatangani · 1 konsep · 1 belum dibuat" in page
    assert "dibuat dan diubah oleh perencana" in page


def test_a_perencana_makes_edits_and_a_kepala_signs(client: Client, world) -> None:
    rencana, office, people = world
    client.force_login(people["perencana"])
    answer = client.post(reverse("kinerja-pk-buat", args=[rencana]), {"jabatan": office.bidang.pk})
    one = PerjanjianKinerja.objects.get()
    assert answer.headers["Location"] == url("kinerja-pk-ubah", one)
    program = rencana.simpul.get(level="program")
    sent = {
        "revisi": one.revisi, "tanggal": "31 Januari 2025", "tempat": "Uji", "jabatan_kedua": office.kepala.pk,
        "pejabat": "", "pejabat_kedua": "", "cara": "pilih", "baris": [program.pk],
    }  # fmt: skip
    answer = client.post(url("kinerja-pk-ubah", one), sent)
    assert answer.headers["Location"] == url("kinerja-pk-satu", one)
    held = fresh(one)
    assert (held.tanggal, held.pilihan, held.dicatat_nama) == (DAY, [program.pk], "perencana.uji")

    client.force_login(people["kepala"])
    assert "Sesudah ini isi perjanjian tidak berubah lagi" in text(client.get(url("kinerja-pk-tandatangan", one)))
    refused = client.post(url("kinerja-pk-tandatangan", one), {"dilihat": fingerprint(drawn(one))})
    assert "Beri tanda centang" in text(refused)
    answer = client.post(url("kinerja-pk-tandatangan", one), {"dilihat": fingerprint(drawn(one)), "yakin": "on"})
    assert answer.status_code == 302
    assert fresh(one).is_signed

    client.force_login(people["perencana"])
    page = text(client.get(url("kinerja-pk-ubah", one)))
    assert "sudah ditandatangani" in page
    assert "perjanjian pada perubahan berikutnya" in page
    assert client.post(url("kinerja-pk-ubah", one), sent).status_code == 403
    assert client.post(url("kinerja-pk-hapus", one), {"revisi": 1}).status_code == 403


def test_what_was_typed_stays_when_a_day_cannot_be_read(client: Client, world) -> None:
    rencana, office, people = world
    one = made(rencana, office.seksi)
    client.force_login(people["perencana"])
    sub = rencana.simpul.filter(level="sub_kegiatan").order_by("pk")[0]
    page = client.post(
        url("kinerja-pk-ubah", one),
        {"revisi": one.revisi, "tanggal": "31 Februari", "tempat": "Lain", "cara": "pilih", "baris": [sub.pk]},
    ).content.decode()

    assert "tidak terbaca" in page
    assert 'value="Lain"' in page
    assert f'value="{sub.pk}" id="baris-{sub.pk}" checked' in page


@pytest.mark.parametrize("role", ROLES)
def test_each_role_does_what_is_its_own(client: Client, world, role: str) -> None:
    rencana, office, people = world
    one = made(rencana, office.kepala)
    client.force_login(people[role])

    assert client.get(url("kinerja-pk-satu", one)).status_code == 200
    makes = client.post(reverse("kinerja-pk-buat", args=[rencana]), {"jabatan": office.bidang.pk})
    assert makes.status_code == (302 if role == "perencana" else 403)
    signs = client.post(url("kinerja-pk-tandatangan", one), {"dilihat": fingerprint(drawn(one)), "yakin": "on"})
    assert signs.status_code == (302 if role == "kepala" else 403)
    assert fresh(one).is_signed is (role == "kepala")
    positions = client.post(
        reverse("kinerja-jabatan-ubah", args=[office.seksi.pk]), {"nama": "Baru", "eselon": "IV", "urutan": 1}
    )
    assert positions.status_code == (302 if role == "perencana" else 403)


def test_a_konsep_is_deleted_and_can_be_made_again(client: Client, world) -> None:
    rencana, office, people = world
    one = made(rencana, office.kepala)
    client.force_login(people["perencana"])
    client.post(url("kinerja-pk-hapus", one), {"revisi": one.revisi})

    assert not PerjanjianKinerja.objects.exists()


def test_a_perjanjian_is_found_only_under_its_own_plan(client: Client, world) -> None:
    rencana, office, people = world
    one = made(rencana, office.kepala)
    perubahan = revised(rencana)
    client.force_login(people["perencana"])

    assert client.get(reverse("kinerja-pk-satu", args=[perubahan, one.pk])).status_code == 404
    renstra = Rencana.objects.get(jenis="renstra")
    assert client.get(reverse("kinerja-pk", args=[renstra])).status_code == 404


def test_the_comparison_tells_which_program_got_how_much_more(client: Client, world) -> None:
    rencana, office, people = world
    signed(made(rencana, office.kepala))
    perubahan = revised(rencana, "Perda APBD Perubahan")
    change_pagu(perubahan, 1_000_160)
    one = made(perubahan, office.kepala, LATER)
    client.force_login(people["pembaca"])
    page = text(client.get(url("kinerja-pk-banding", one)))

    assert "1.000.060" in page
    assert "Perda APBD Perubahan" in page
    assert "Target kinerja tidak berubah." in page
    excel = client.get(url("kinerja-pk-banding-unduh", one, "xlsx"))
    assert excel.headers["Content-Disposition"].endswith('.xlsx"')


def test_a_murni_has_nothing_to_compare(client: Client, world) -> None:
    rencana, office, people = world
    one = made(rencana, office.kepala)
    client.force_login(people["perencana"])

    assert "Tidak ada yang dibandingkan" in text(client.get(url("kinerja-pk-banding", one)))
    assert client.get(url("kinerja-pk-banding-unduh", one, "pdf")).status_code == 302


def test_the_pages_of_the_pdf_are_shown_and_downloaded(client: Client, world) -> None:
    rencana, office, people = world
    one = made(rencana, office.kepala)
    client.force_login(people["pembaca"])

    assert text(client.get(url("kinerja-pk-satu", one))).count("pk-lembar") == 2
    assert client.get(url("kinerja-pk-halaman", one, 2)).content.startswith(b"\x89PNG")
    assert client.get(url("kinerja-pk-halaman", one, 9)).status_code == 404
    pdf = client.get(url("kinerja-pk-unduh", one, "pdf"))
    assert pdf.content.startswith(b"%PDF")
    assert "perjanjian-kinerja-2025-kepala-dinas-ketenagakerjaan.pdf" in pdf.headers["Content-Disposition"]
    assert client.get(url("kinerja-pk-unduh", one, "xlsx")).content.startswith(b"PK")


def test_pages_take_as_many_queries_for_many_positions_as_for_few(
    client: Client, world, django_assert_max_num_queries
) -> None:
    rencana, office, people = world
    for number in range(12):
        jabatan = Jabatan.objects.create(
            perangkat_daerah=office.pd, nama=f"Kepala Seksi {number}", eselon="IV", atasan=office.bidang
        )
        Pejabat.objects.create(jabatan=jabatan, nama=f"Orang {number}", mulai=date(2020, 1, 1))
        made(rencana, jabatan)
    one = made(rencana, office.kepala)
    client.force_login(people["perencana"])
    with django_assert_max_num_queries(14):
        client.get(reverse("kinerja-pk", args=[rencana]))
    with django_assert_max_num_queries(22):
        client.get(url("kinerja-pk-satu", one))
    with django_assert_max_num_queries(10):
        client.get(f"{reverse('kinerja-jabatan')}?pd={office.pd.pk}")


class TestPositions:
    def test_a_perencana_enters_a_position_and_its_holder(self, client: Client, world) -> None:
        _, office, people = world
        client.force_login(people["perencana"])
        client.post(
            f"{reverse('kinerja-jabatan-baru')}?pd={office.pd.pk}",
            {"nama": "Kepala Bidang Penempatan", "eselon": "III", "atasan": office.kepala.pk, "urutan": 2},
        )
        made_one = Jabatan.objects.get(nama="Kepala Bidang Penempatan")
        answer = client.post(
            reverse("kinerja-pejabat-baru", args=[made_one.pk]),
            {"nama": "Orang Lima", "nip": NIP, "sifat": "definitif", "mulai": "2 Januari 2025", "selesai": ""},
        )

        assert answer.status_code == 302
        assert made_one.perangkat_daerah == office.pd
        assert made_one.pejabat.get().mulai == date(2025, 1, 2)

    def test_the_same_name_twice_is_refused_in_words(self, client: Client, world) -> None:
        _, office, people = world
        client.force_login(people["perencana"])
        page = client.post(
            f"{reverse('kinerja-jabatan-baru')}?pd={office.pd.pk}",
            {"nama": office.bidang.nama, "eselon": "III", "urutan": 2},
        )

        assert "Jabatan dengan nama ini sudah ada di perangkat daerah ini." in text(page)

    def test_a_new_definitif_holder_is_told_to_have_ended_the_time_of_the_other(self, client: Client, world) -> None:
        _, office, people = world
        client.force_login(people["perencana"])
        sent = {"nama": "Orang Baru", "sifat": "definitif", "mulai": "01-06-2025"}
        page = client.post(reverse("kinerja-pejabat-baru", args=[office.kepala.pk]), sent, follow=True)

        assert "Masa jabatan Orang Dua diakhiri sehari sebelumnya." in text(page)

    def test_two_definitif_holders_are_refused_at_the_field(self, client: Client, world) -> None:
        _, office, people = world
        client.force_login(people["perencana"])
        sent = {"nama": "Orang Baru", "sifat": "definitif", "mulai": "01-06-2015", "selesai": "01-06-2021"}
        page = text(client.post(reverse("kinerja-pejabat-baru", args=[office.kepala.pk]), sent))

        assert "Dua pejabat definitif tidak dapat menjabat pada hari yang sama." in page
        assert 'value="Orang Baru"' in page

    def test_the_head_of_the_daerah_is_shared_so_only_the_admin_changes_it(self, client: Client, world) -> None:
        _, office, people = world
        client.force_login(people["perencana"])
        page = text(client.get(reverse("kinerja-jabatan-satu", args=[office.wali_kota.pk])))
        assert "dipakai bersama oleh semua perangkat daerah" in page
        sent = {"nama": "Bupati", "eselon": "kepala_daerah", "urutan": 1}
        assert client.post(reverse("kinerja-jabatan-ubah", args=[office.wali_kota.pk]), sent).status_code == 403

        client.force_login(User.objects.create_superuser("admin"))
        assert client.post(reverse("kinerja-jabatan-ubah", args=[office.wali_kota.pk]), sent).status_code == 302

    def test_positions_of_another_daerah_do_not_exist(self, client: Client, world) -> None:
        _, _, people = world
        other = Office(f.make_plan(slug="kota-lain/disnaker/renstra-2025-2029/murni").perangkat_daerah)
        client.force_login(people["perencana"])

        for jabatan in (other.kepala, other.wali_kota):
            assert client.get(reverse("kinerja-jabatan-satu", args=[jabatan.pk])).status_code == 404
        assert client.get(f"{reverse('kinerja-jabatan')}?pd={other.pd.pk}").status_code == 404
        assert client.post(reverse("kinerja-jabatan-hapus", args=[other.seksi.pk])).status_code == 404

    def test_deleting_says_why_it_cannot(self, client: Client, world) -> None:
        _, office, people = world
        client.force_login(people["perencana"])
        page = client.post(reverse("kinerja-jabatan-hapus", args=[office.bidang.pk]), follow=True)
        assert "masih menjadi atasan jabatan lain" in text(page)
        client.post(reverse("kinerja-jabatan-hapus", args=[office.seksi.pk]))
        assert not Jabatan.objects.filter(pk=office.seksi.pk).exists()


@pytest.mark.parametrize("asked", ["", "x", "-1", "9" * 5000])
def test_what_is_no_position_of_the_office_gets_no_perjanjian(client: Client, world, asked: str) -> None:
    rencana, _, people = world
    client.force_login(people["perencana"])
    answer = client.post(reverse("kinerja-pk-buat", args=[rencana]), {"jabatan": asked}, follow=True)

    assert "Pilih jabatan yang perjanjiannya akan dibuat." in text(answer)
    assert not PerjanjianKinerja.objects.exists()


def test_a_position_of_another_office_is_not_to_be_told_from_one_that_is_not_there(client: Client, world) -> None:
    rencana, _, people = world
    other = f.make_plan(None, "kota-lain/disnaker/kinerja-2025/murni").perangkat_daerah
    foreign = Jabatan.objects.create(perangkat_daerah=other, nama="Kepala Dinas Lain", eselon="II")
    client.force_login(people["perencana"])
    answer = client.post(reverse("kinerja-pk-buat", args=[rencana]), {"jabatan": foreign.pk}, follow=True)

    assert "Pilih jabatan yang perjanjiannya akan dibuat." in text(answer)
    assert "Kepala Dinas Lain" not in text(answer)


def test_rows_that_are_no_rows_of_the_plan_are_not_taken(client: Client, world) -> None:
    rencana, office, people = world
    one = made(rencana, office.bidang)
    program = rencana.simpul.get(level="program")
    client.force_login(people["perencana"])
    sent = {
        "revisi": one.revisi, "tanggal": "31 Januari 2025", "tempat": "Uji", "jabatan_kedua": office.kepala.pk,
        "cara": "pilih", "baris": [program.pk, 999_999, "x", "9" * 5000],
    }  # fmt: skip
    client.post(url("kinerja-pk-ubah", one), sent)

    assert fresh(one).pilihan == [program.pk]
