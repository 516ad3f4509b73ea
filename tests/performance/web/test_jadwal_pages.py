"""The page of the entry windows: who reads and who sets them, what is wrong with what was typed, the history."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from performance.jadwal import Jadwal
from performance.models import JadwalPengisian
from planning.models import PerangkatDaerah, Rencana
from tests.performance.web.pages import page
from tests.performance.year import TAHUN, set_window
from tests.planning import factories as f

pytestmark = pytest.mark.django_db

URL = f"/kinerja/jadwal/?daerah=kota-uji&tahun={TAHUN}"


@pytest.fixture
def reviewer(client: Client, tahun: Rencana) -> Client:
    """A browser in which the reviewer of the daerah has signed in."""
    client.force_login(f.make_user("reviewer", "reviewer", tahun))
    return client


def typed(rencana: Rencana, **fields: str) -> dict[str, str]:
    """What the form sends: the windows as they stand, but for the fields named."""
    schedule = Jadwal(rencana.perangkat_daerah.daerah_id, TAHUN)
    sent = {"versi": str(schedule.versi), "alasan": ""}
    for one in (1, 2, 3, 4):
        now = schedule.umum(one)
        sent[f"dibuka_{one}"] = str(now.dibuka) if now else ""
        sent[f"ditutup_{one}"] = str(now.ditutup) if now else ""
    return sent | fields


def further(rencana: Rencana, **fields: str) -> dict[str, str]:
    """What the form for further days sends."""
    schedule = Jadwal(rencana.perangkat_daerah.daerah_id, TAHUN)
    office = str(rencana.perangkat_daerah_id)
    sent = {"perpanjang": "1", "versi": str(schedule.versi), "perangkat_daerah": office, "triwulan": "1"}
    sent |= {"dibuka": "20-04-2025", "ditutup": "25 April 2025", "alasan": "data BPS terlambat"} | fields
    return {name if name == "perpanjang" else f"lagi-{name}": value for name, value in sent.items()}


def test_the_reviewer_sets_windows_in_any_spelling_of_a_day(reviewer, tahun):
    sent = typed(tahun, dibuka_1="01-04-2025", ditutup_1="15 April 2025", dibuka_4="2/1/2026", ditutup_4="15/1/2026")
    answer = reviewer.post(URL, sent, follow=True)
    assert "Jadwal pengisian tersimpan." in page(answer)
    schedule = Jadwal(tahun.perangkat_daerah.daerah_id, TAHUN)
    assert [(row.triwulan, row.dibuka, row.ditutup, row.oleh_nama) for row in schedule.riwayat] == [
        (1, date(2025, 4, 1), date(2025, 4, 15), "reviewer"),
        (4, date(2026, 1, 2), date(2026, 1, 15), "reviewer"),
    ]


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_saved(reviewer, tahun):
    sent = typed(
        tahun,
        dibuka_1="1 April 2025",
        ditutup_1="31 Maret 2025",
        dibuka_2="1 Juli 2025",
        dibuka_3="kemarin",
        dibuka_4="1 Januari 2030",
        ditutup_4="31 Februari 2026",
    )
    shown = page(reviewer.post(URL, sent))
    assert "Hari terakhir tidak boleh sebelum hari dibuka, 1 April 2025." in shown
    assert "Isi kedua tanggalnya" in shown
    assert "Tanggal “kemarin” tidak terbaca" in shown
    assert "tidak ada di kalender" in shown
    assert not JadwalPengisian.objects.exists()


def test_a_year_far_from_its_own_is_refused(reviewer, tahun):
    shown = page(reviewer.post(URL, typed(tahun, dibuka_1="1 April 2023", ditutup_1="15 April 2028")))
    assert "Tahunnya 2025 sampai 2027, bukan 2023." in shown
    assert "Tahunnya 2025 sampai 2027, bukan 2028." in shown


def test_a_day_that_was_set_is_changed_only_with_a_reason(reviewer, tahun):
    set_window(tahun)
    shown = page(reviewer.post(URL, typed(tahun, ditutup_1="30 April 2025")))
    assert "Tulis alasannya: tanggal yang sudah ditetapkan diubah." in shown
    shown = page(reviewer.post(URL, typed(tahun, ditutup_1="30 April 2025", alasan="libur panjang"), follow=True))
    assert "1 April 2025 – 15 April 2025 1 April 2025 – 30 April 2025 libur panjang" in shown


def test_saving_what_stands_there_changes_nothing(reviewer, tahun):
    set_window(tahun)
    assert "Tidak ada tanggal yang berubah." in page(reviewer.post(URL, typed(tahun), follow=True))
    assert JadwalPengisian.objects.count() == 1


def test_what_somebody_else_set_meanwhile_is_not_written_over_unseen(reviewer, tahun):
    stale = typed(tahun, dibuka_1="1 April 2025", ditutup_1="20 April 2025", alasan="usul saya")
    set_window(tahun)
    answer = reviewer.post(URL, stale)
    assert "Jadwal ini baru saja diubah oleh penjadwal." in page(answer)
    assert 'value="20 April 2025"' in answer.content.decode()
    assert JadwalPengisian.objects.count() == 1
    # Having seen it, the same form can be sent again.
    again = stale | {"versi": str(Jadwal(tahun.perangkat_daerah.daerah_id, TAHUN).versi)}
    assert f'value="{again["versi"]}"' in answer.content.decode()
    assert "tersimpan" in page(reviewer.post(URL, again, follow=True))


def test_further_days_are_given_and_withdrawn(reviewer, tahun):
    set_window(tahun)
    shown = page(reviewer.post(URL, further(tahun), follow=True))
    assert "Dinas Ketenagakerjaan I 20 April 2025 25 April 2025 data BPS terlambat" in shown
    schedule = Jadwal(tahun.perangkat_daerah.daerah_id, TAHUN)
    assert schedule.keadaan(tahun.perangkat_daerah_id, 1, date(2025, 4, 22)).perpanjangan
    shown = page(reviewer.post(URL, {"cabut": str(schedule.perpanjangan[0].pk)}, follow=True))
    assert "Perpanjangan untuk Dinas Ketenagakerjaan dicabut." in shown
    assert "20 April 2025 – 25 April 2025 tanpa perpanjangan" in shown
    assert "sudah tidak ada" in page(reviewer.post(URL, {"cabut": "999"}, follow=True))


def test_further_days_need_a_reason_an_office_of_the_daerah_and_a_window_to_extend(reviewer, tahun):
    other = f.make_plan(slug="kota-lain/disnaker/renstra-2025-2029/murni")
    sent = further(tahun, alasan="", perangkat_daerah=str(other.perangkat_daerah_id))
    shown = page(reviewer.post(URL, sent))
    assert "Tulis alasannya, misalnya “data BPS terlambat”." in shown
    assert "Perangkat daerah ini bukan bagian dari daerah ini." in shown
    assert "Triwulan I tidak dibatasi, jadi tidak perlu diperpanjang." in shown
    assert not JadwalPengisian.objects.exists()


@pytest.mark.parametrize("peran", ["perencana", "kepala", "pembaca"])
def test_everyone_of_the_daerah_reads_the_windows_and_nobody_else_of_it_sets_them(client, tahun, peran):
    set_window(tahun)
    client.force_login(f.make_user(peran, peran, tahun))
    shown = page(client.get(URL))
    assert "Triwulan I 1 April 2025 15 April 2025" in shown
    assert "hanya dapat diubah oleh reviewer Bappeda" in shown
    assert "Simpan jadwal" not in shown
    assert client.post(URL, typed(tahun, dibuka_2="1 Juli 2025", ditutup_2="2 Juli 2025")).status_code == 403
    assert client.post(URL, further(tahun)).status_code == 403
    assert client.post(URL, {"cabut": "1"}).status_code == 403
    assert JadwalPengisian.objects.count() == 1


@pytest.mark.parametrize("query", ["daerah=kota-lain", "daerah=tidak-ada", "tahun=0", "tahun=dua", "tahun=²025"])
def test_what_lies_outside_the_scope_or_the_calendar_does_not_exist(reviewer, query):
    f.make_plan(slug="kota-lain/disnaker/renstra-2025-2029/murni")
    for name in ("kinerja-jadwal", "kinerja-kelengkapan-daerah"):
        assert reviewer.get(f"{reverse(name)}?{query}").status_code == 404
    assert reviewer.post(f"{reverse('kinerja-jadwal')}?{query}", {}).status_code == 404


def test_a_person_without_a_role_reads_what_is_missing(client, db):
    client.force_login(f.make_user("kosong"))
    for name in ("kinerja-jadwal", "kinerja-kelengkapan-daerah"):
        assert "Belum ada daerah untuk Anda" in page(client.get(reverse(name)))
    assert client.post(reverse("kinerja-jadwal"), {}).status_code == 403


def test_an_admin_chooses_among_all_daerah(client, tahun):
    f.make_plan(slug="kota-lain/disnaker/renstra-2025-2029/murni")
    client.force_login(f.User.objects.create_superuser("admin"))
    text = client.get(URL).content.decode()
    assert '<option value="kota-uji" selected>' in text
    assert '<option value="kota-lain">' in text
    assert PerangkatDaerah.objects.count() == 2
