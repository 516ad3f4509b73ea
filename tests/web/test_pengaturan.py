"""The page with the settings of a plan: who changes them, how they are read, kept, recorded and taken back."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape

import pytest
from django.conf import settings
from django.urls import reverse

from planning.cascade import load
from planning.grid.history import undo
from planning.models import Change, Keanggotaan, Rencana, User
from planning.versions.perubahan import create_perubahan
from planning.writing import PlanDraft
from tests.planning import factories as f
from tests.planning.versions.plans import established

pytestmark = pytest.mark.django_db
RENJA = "kota-uji/disnaker/renja-2026/murni"
NIP = "198001012005011001"


@pytest.fixture
def url(rencana: Rencana) -> str:
    return reverse("rencana-pengaturan", args=[rencana])


def form_of(client, url):
    """What a browser would send back unchanged."""
    answer = client.get(url)
    assert answer.status_code == 200
    form = answer.context["form"]
    return {name: form[name].value() or "" for name in form.fields} | {"lama": answer.context["lama"]}


def stored(rencana: Rencana) -> Rencana:
    return Rencana.objects.get(pk=rencana.pk)


def headings(answer) -> list[str]:
    return [one.kelompok.judul for one in answer.context["bagian"]]


def person(rencana: Rencana, peran: str) -> User:
    return f.make_user(peran, peran, rencana)


def test_what_is_typed_is_saved_through_the_one_writer_and_nothing_else_changes(client, rencana, ani, url):
    before = load(rencana)
    sent = form_of(client, url) | {
        "kertas": "A3",
        "tempat": "Kota  Uji",
        "tanggal": "17 Agustus 2026",
        "tahun_tabel": "2025 s.d. 2029",
        "penandatangan_nip": "19800101 200501 1 001",
    }
    answer = client.post(url, sent, follow=True)
    assert "Pengaturan tersimpan pukul" in answer.content.decode()
    now = stored(rencana)
    assert (now.kertas, now.tempat, now.tanggal) == ("A3", "Kota Uji", date(2026, 8, 17))
    assert (now.tahun_tabel, now.penandatangan_nip) == ([2025, 2026, 2027, 2028, 2029], "19800101 200501 1 001")
    assert now.revisi == rencana.revisi + 1
    assert load(now).roots == before.roots
    changeset = now.changesets.first()
    assert (changeset.origin, changeset.source, changeset.user_id) == ("grid", "Pengaturan", ani.pk)
    change = changeset.changes.get()
    assert (change.kind, change.object_id, change.act) == (Change.Kind.RENCANA, rencana.pk, "update")
    assert change.cells["kertas"] == ["F4", "A3"]
    assert set(change.cells) == {"kertas", "tempat", "tanggal", "tahun_tabel", "penandatangan_nip"}


def test_a_form_sent_back_unchanged_writes_nothing(client, rencana, ani, url):
    f.write(rencana, PlanDraft(settings={"tanggal": date(2026, 8, 17), "tempat": "Kota Uji"}))
    answer = client.post(url, form_of(client, url), follow=True)
    assert "Tidak ada pengaturan yang berubah." in answer.content.decode()
    assert stored(rencana).revisi == 2


def test_all_problems_stand_at_their_fields_and_nothing_typed_is_lost(client, rencana, ani, url):
    sent = form_of(client, url) | {
        "judul": " ",
        "tahun_tabel": "2025-2027",
        "tahun_dasar": "2031",
        "tanggal": "31 Februari 2026",
        "penandatangan_nip": "12345",
        "tempat": "Kota Uji",
    }
    answer = client.post(url, sent)
    errors = answer.context["form"].errors
    assert set(errors) == {"judul", "tahun_tabel", "tahun_dasar", "tanggal", "penandatangan_nip"}
    assert errors["judul"] == ["Judul tidak boleh kosong."]
    assert errors["tahun_tabel"] == ["Tahun 2028-2029 termasuk masa rencana ini, jadi harus ikut dicetak."]
    assert errors["penandatangan_nip"] == ["NIP terdiri atas 18 angka; yang tertulis 5 angka."]
    shown = answer.content.decode()
    for typed in ("2025-2027", "31 Februari 2026", "12345", "Kota Uji"):
        assert f'value="{typed}"' in shown
    assert stored(rencana).revisi == rencana.revisi


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("tahun_tabel", "lima tahun", "misalnya 2025-2030"),
        ("tahun_dasar", "24", "Bukan tahun empat angka"),
        ("tahun_dasar", "", "tidak boleh kosong"),
        ("tempat", "x" * 121, "120"),
        ("kertas", "A5", "A5"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(client, rencana, ani, url, name, typed, words):
    answer = client.post(url, form_of(client, url) | {name: typed})
    assert words in answer.context["form"].errors[name][0]
    assert stored(rencana).revisi == rencana.revisi


def test_a_setting_that_is_left_as_it_was_is_not_judged(client, rencana, ani, url):
    f.write(rencana, PlanDraft(settings={"penandatangan_nip": "NRP 123"}))
    client.post(url, form_of(client, url) | {"tempat": "Kota Uji"})
    assert (stored(rencana).tempat, stored(rencana).penandatangan_nip) == ("Kota Uji", "NRP 123")


def test_what_may_be_blank_can_be_emptied(client, rencana, ani, url):
    f.write(rencana, PlanDraft(settings={"tanggal": date(2026, 8, 17), "penandatangan_nip": NIP}))
    client.post(url, form_of(client, url) | {"tanggal": "", "penandatangan_nip": ""})
    assert (stored(rencana).tanggal, stored(rencana).penandatangan_nip) == (None, "")


# Kinds of plan --------------------------------------------------------------------------------------


def test_a_renstra_shows_only_what_concerns_it(client, rencana, ani, url):
    answer = client.get(url)
    assert headings(answer) == ["Dokumen", "Cetakan", "Penandatangan"]
    assert not {"satuan_uang", "dasar_perubahan"} & set(answer.context["form"].fields)


def test_what_concerns_another_kind_of_plan_cannot_be_smuggled_in(client, rencana, ani, url):
    client.post(url, form_of(client, url) | {"satuan_uang": "rupiah", "dasar_perubahan": "Perwal 1", "status": "x"})
    assert (stored(rencana).satuan_uang, stored(rencana).dasar_perubahan) == ("ribuan", "")
    assert stored(rencana).revisi == rencana.revisi


def test_a_renja_has_the_settings_of_its_tables(client, rencana, ani):
    renja = f.make_plan(f.small_draft(), RENJA)
    url = reverse("rencana-pengaturan", args=[renja])
    assert headings(client.get(url)) == ["Dokumen", "Cetakan", "Penandatangan", "Renja"]
    sent = form_of(client, url) | {
        "tahun_akhir_renstra": "2029",
        "perkiraan_capaian": "perkiraan",
        "bentuk_rumusan": "lebar",
        "satuan_uang": "rupiah",
    }
    assert client.post(url, sent).status_code == 302
    now = stored(renja)
    assert (now.tahun_akhir_renstra, now.perkiraan_capaian) == (2029, "perkiraan")
    assert (now.bentuk_rumusan, now.satuan_uang) == ("lebar", "rupiah")


def test_a_perubahan_has_its_legal_basis_over_several_lines(client, rencana, ani):
    made = create_perubahan(established(rencana), user=ani, reason="RKPD berubah")
    url = reverse("rencana-pengaturan", args=[made])
    assert headings(client.get(url)) == ["Dokumen", "Cetakan", "Penandatangan", "Perubahan"]
    client.post(url, form_of(client, url) | {"dasar_perubahan": "Perwal 1/2026\r\nPerwal 2/2026"})
    assert stored(made).dasar_perubahan == "Perwal 1/2026\nPerwal 2/2026"
    assert client.post(url, form_of(client, url)).status_code == 302
    assert stored(made).revisi == made.revisi + 1


# Conflicts ------------------------------------------------------------------------------------------


def test_a_setting_changed_meanwhile_is_shown_and_overwritten_only_knowingly(client, rencana, ani, url):
    sent = form_of(client, url) | {"kertas": "A3", "tempat": "Kota Uji"}
    f.write(rencana, PlanDraft(settings={"kertas": "A4"}), user=f.make_user("budi", rencana=rencana))
    answer = client.post(url, sent)
    assert set(answer.context["form"].errors) == {"kertas"}
    (message,) = answer.context["form"].errors["kertas"]
    assert "budi" in message and "menjadi “A4”" in message
    assert '<option value="A3" selected>' in answer.content.decode()
    assert (stored(rencana).kertas, stored(rencana).tempat) == ("A4", "")
    again = client.post(url, sent | {"lama": answer.context["lama"]})
    assert again.status_code == 302
    assert (stored(rencana).kertas, stored(rencana).tempat) == ("A3", "Kota Uji")


def test_an_untouched_setting_that_changed_meanwhile_is_left_alone(client, rencana, ani, url):
    sent = form_of(client, url) | {"tempat": "Kota Uji"}
    f.write(rencana, PlanDraft(settings={"kertas": "A4", "judul": "Renstra Uji"}))
    assert client.post(url, sent).status_code == 302
    now = stored(rencana)
    assert (now.kertas, now.judul, now.tempat) == ("A4", "Renstra Uji", "Kota Uji")


@pytest.mark.parametrize("lama", ["", "x", "[]", '{"tanggal": "kemarin"}', '{"tahun_tabel": "banyak"}'])
def test_a_form_that_was_tampered_with_is_refused(client, rencana, ani, url, lama):
    assert client.post(url, form_of(client, url) | {"lama": lama}).status_code == 403
    assert stored(rencana).revisi == rencana.revisi


# Who ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("peran", ["kepala", "reviewer", "pembaca"])
def test_readers_see_the_values_and_no_form(client, rencana, url, peran):
    f.write(rencana, PlanDraft(settings={"tempat": "Kota Uji", "cetak_pagu": "plafon", "tanggal": date(2026, 8, 17)}))
    client.force_login(person(rencana, peran))
    answer = client.get(url)
    shown = answer.content.decode()
    for text in ("Kota Uji", "Plafon (bila ada)", "17 Agustus 2026", "2025-2030", "belum diisi"):
        assert text in shown
    assert "Simpan pengaturan" not in shown and "<input" not in answer.content.decode().split("<main")[1]
    assert Keanggotaan(peran=peran).get_peran_display() in answer.context["kunci"].alasan
    assert client.post(url, {"lama": "{}", "tempat": "Lain"}).status_code == 403
    assert stored(rencana).tempat == "Kota Uji"


def test_a_closed_plan_says_why_it_is_locked_and_refuses_what_was_typed(client, rencana, ani, url):
    sent = form_of(client, url) | {"tempat": "Kota Uji"}
    established(rencana)
    shown = client.get(url).content.decode()
    assert "berstatus ditetapkan" in shown and "Simpan pengaturan" not in shown
    answer = client.post(url, sent)
    assert answer.status_code == 403 and "berstatus ditetapkan" in answer.content.decode()
    assert stored(rencana).tempat == ""


def test_what_was_typed_outlives_the_end_of_the_session(client, rencana, ani, url):
    page = client.get(url).content.decode()
    hidden = {
        unescape(name): unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    }
    sent = form_of(client, url) | hidden | {"tempat": "Kota Uji"}
    del client.cookies[settings.SESSION_COOKIE_NAME]
    answer = client.post(url, sent)
    assert "belum tersimpan, tetapi tidak hilang" in answer.content.decode()


# History --------------------------------------------------------------------------------------------


def test_the_latest_changes_are_told_in_words_with_who(client, rencana, ani, url):
    client.post(url, form_of(client, url) | {"cetak_pagu": "plafon", "tahun_dasar": "2023"})
    (act,) = client.get(url).context["riwayat"]
    assert act[0].cells == (
        ("Tahun dasar", "2024", "2023"),
        ("Pagu yang dicetak", "Jumlah rincian", "Plafon (bila ada)"),
    )
    assert (act[0].touch.who, act[0].source) == (str(ani), "Pengaturan")


def test_a_change_is_undone_on_the_page_and_brought_back_by_undoing_that(client, rencana, ani, url):
    client.post(url, form_of(client, url) | {"tempat": "Kota Uji", "tanggal": "17-08-2026"})
    ((act, may_undo),) = client.get(url).context["riwayat"]
    assert may_undo
    answer = client.post(url, {"urungkan": act.touch.changeset}, follow=True)
    assert "Perubahan pengaturan diurungkan." in answer.content.decode()
    assert (stored(rencana).tempat, stored(rencana).tanggal) == ("", None)
    (undoing, undone) = client.get(url).context["riwayat"]
    assert undone[0].undone and not undone[1]
    client.post(url, {"urungkan": undoing[0].touch.changeset})
    assert (stored(rencana).tempat, stored(rencana).tanggal) == ("Kota Uji", date(2026, 8, 17))


def test_undoing_in_the_history_of_the_sheet_takes_settings_back_too(client, rencana, ani, url):
    client.post(url, form_of(client, url) | {"kertas": "A3", "tahun_tabel": "2025-2029"})
    undo(rencana.slug, ani, rencana.changesets.first().pk)
    assert (stored(rencana).kertas, stored(rencana).tahun_tabel) == ("F4", list(f.YEARS))


def test_a_change_that_others_changed_again_is_not_undone(client, rencana, ani, url):
    client.post(url, form_of(client, url) | {"kertas": "A3"})
    done = rencana.changesets.first().pk
    f.write(stored(rencana), PlanDraft(settings={"kertas": "A4"}), user=f.make_user("budi", rencana=rencana))
    answer = client.post(url, {"urungkan": done}, follow=True)
    assert "sudah diubah lagi, terakhir oleh budi" in answer.content.decode()
    assert stored(rencana).kertas == "A4"


def test_only_ones_own_acts_on_settings_alone_are_undone_here(client, rencana, ani, url):
    first = rencana.changesets.get().pk
    f.write(rencana, PlanDraft(settings={"kertas": "A4"}), user=f.make_user("budi", rencana=rencana))
    ((_, may_undo),) = client.get(url).context["riwayat"]
    assert not may_undo
    for changeset in (first, rencana.changesets.first().pk, "x"):
        assert client.post(url, {"urungkan": changeset}).status_code == 403
    assert stored(rencana).revisi == 2


# Ways there -----------------------------------------------------------------------------------------


def test_every_page_of_a_plan_leads_there_and_a_table_is_led_back_to(client, rencana, ani, url):
    assert f'href="{url}"' in client.get(reverse("rencana-ikhtisar", args=[rencana])).content.decode()
    table = reverse("rencana-tabel-satu", args=[rencana, "4.3"])
    assert f'href="{url}?tabel=4.3"' in client.get(table).content.decode()
    there = f"{url}?tabel=4.3"
    assert f'href="{table}"' in client.get(there).content.decode()
    assert client.post(there, form_of(client, there) | {"kertas": "A3"}).headers["Location"] == there
    assert "Kembali ke" not in client.get(f"{url}?tabel=9.9").content.decode()


def test_the_printed_table_follows_the_settings(client, rencana, ani, url):
    client.post(url, form_of(client, url) | {"sumber": "Dinas Ketenagakerjaan, diolah"})
    table = reverse("rencana-tabel-satu", args=[rencana, "4.3"])
    assert "Sumber: Dinas Ketenagakerjaan, diolah" in client.get(table).content.decode()


def test_saving_settings_takes_as_many_queries_however_large_the_plan(
    client, rencana, ani, url, django_assert_max_num_queries
):
    sent = form_of(client, url) | {"kertas": "A3"}
    with django_assert_max_num_queries(25):
        client.post(url, sent)
    assert json.loads(sent["lama"])["kertas"] == "F4" and stored(rencana).kertas == "A3"
