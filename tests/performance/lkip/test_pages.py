"""The pages of the report: outline, editor, preview, prints and their files."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from performance.jobs import queue
from performance.jobs.queue import Made
from performance.lkip.naskah import save
from performance.models import BlockEdit, Job
from planning.models import Rencana, User
from tests.performance.tables import lkip_plan as p
from tests.planning.factories import make_plan, make_user, wide_draft

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def rencana() -> Rencana:
    return p.make_year()


@pytest.fixture
def orang(rencana: Rencana, client: Client) -> User:
    user = make_user("perencana", rencana=rencana)
    client.force_login(user)
    return user


def address(name: str, rencana: Rencana, *args: object) -> str:
    return reverse(f"kinerja-{name}", args=[rencana, *args])


def test_the_outline_names_what_is_missing_with_the_way_to_enter_it(
    client: Client, rencana: Rencana, orang: User
) -> None:
    text = client.get(address("lkip", rencana)).content.decode()
    assert "Capaian “Indeks reformasi birokrasi” belum ada: Realisasi belum diisi." in text
    assert f"{reverse('rencana-isian', args=[rencana])}?bagian=tw4" in text
    assert "Buat PDF" in text


def test_the_outline_takes_as_many_queries_for_many_rows_as_for_few(client: Client, orang: User) -> None:
    counts = []
    for name, rows in (("sedikit", 3), ("banyak", 150)):
        plan = make_plan(wide_draft(rows), f"kota-{name}/disnaker/kinerja-2025/murni")
        client.force_login(make_user(name, rencana=plan))
        client.get(address("lkip", plan))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address("lkip", plan)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 26


def test_a_block_is_saved_and_its_figures_stay_bound(client: Client, rencana: Rencana, orang: User) -> None:
    url = address("lkip-blok", rencana, "belanja")
    page = client.get(url).content.decode()
    assert "{{85,00%|serapan}}" in page
    answer = client.post(url, {"teks": "Serapan kami {{99,99%|serapan}}.", "nomor": "0"}, follow=True)
    assert "Belanja tersimpan." in answer.content.decode()
    assert BlockEdit.objects.get().text == "Serapan kami {{serapan}}."
    assert "{{85,00%|serapan}}" in client.get(url).content.decode()


def test_a_block_saved_by_somebody_else_meanwhile_is_a_conflict_that_keeps_what_was_typed(
    client: Client, rencana: Rencana, orang: User
) -> None:
    save(rencana, orang, "belanja", "Kata orang lain.", 0, standard="")
    answer = client.post(address("lkip-blok", rencana, "belanja"), {"teks": "Kata saya.", "nomor": "0"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Kata saya." in text and "Kata orang lain." in text
    assert 'name="nomor" value="1"' in text


def test_a_broken_token_is_refused_with_its_words_and_nothing_is_kept(
    client: Client, rencana: Rencana, orang: User
) -> None:
    answer = client.post(address("lkip-blok", rencana, "belanja"), {"teks": "Angka {{capaian 1}}.", "nomor": "0"})
    assert answer.status_code == 422
    assert "{{capaian 1}}" in answer.content.decode()
    assert not BlockEdit.objects.exists()


def test_a_block_goes_back_to_its_standard_text(client: Client, rencana: Rencana, orang: User) -> None:
    save(rencana, orang, "belanja", "Kata saya.", 0, standard="")
    url = address("lkip-blok", rencana, "belanja")
    page = client.get(url).content.decode()
    assert "Beda dengan teks baku" in page and "<ins>Kata saya.</ins>" in page
    client.post(url, {"teks": "apa pun", "nomor": "1", "baku": "1"})
    assert BlockEdit.objects.latest("number").is_standard


def test_a_block_that_does_not_exist_is_not_found(client: Client, rencana: Rencana, orang: User) -> None:
    assert client.get(address("lkip-blok", rencana, "karangan")).status_code == 404
    assert client.post(address("lkip-pratinjau", rencana, "sasaran.1.z"), {"teks": ""}).status_code == 404


def test_the_preview_fills_figures_in_and_names_those_that_are_gone(
    client: Client, rencana: Rencana, orang: User
) -> None:
    answer = client.post(
        address("lkip-pratinjau", rencana, "belanja"), {"teks": "{{serapan}}, {{capaian:424242}} dan {{rusak"}
    )
    text = answer.content.decode()
    assert ">85,00%</span>" in text
    assert "<code>capaian:424242</code>" in text
    assert "Penanda angka tidak lengkap" in text
    assert not BlockEdit.objects.exists()


def test_a_figure_that_vanished_is_reported_by_name_on_the_outline(
    client: Client, rencana: Rencana, orang: User
) -> None:
    save(rencana, orang, "belanja", "Dulu {{capaian:424242}}.", 0, standard="")
    text = client.get(address("lkip", rencana)).content.decode()
    assert "Ada angka yang tidak ditemukan lagi" in text and "<code>capaian:424242</code>" in text


def test_who_may_not_write_reads_the_text_without_an_editor(client: Client, rencana: Rencana) -> None:
    client.force_login(make_user("pembaca", "pembaca", rencana))
    text = client.get(address("lkip-blok", rencana, "belanja")).content.decode()
    assert "<textarea" not in text and "85,00%" in text
    assert client.post(address("lkip-blok", rencana, "belanja"), {"teks": "x", "nomor": "0"}).status_code == 403


# Prints ---------------------------------------------------------------------------------------------------------------


def finish() -> Job:
    job = queue.claim()
    assert job is not None
    queue.finish(job, Made(b"%PDF-1.7 uji", "lkip-uji.pdf", 61))
    job.refresh_from_db()
    return job


def test_a_print_is_asked_for_watched_and_downloaded_as_a_file(
    client: Client, rencana: Rencana, orang: User, media: Path
) -> None:
    url = address("lkip-cetakan", rencana)
    panel = client.post(url, headers=HTMX).content.decode()
    assert 'hx-trigger="every 1s"' in panel and "Menunggu giliran" in panel and 'role="status"' in panel
    job = queue.claim()
    assert job is not None
    queue.report(job, "Menata halaman 12", 40)
    panel = client.get(url, headers=HTMX).content.decode()
    assert "Menata halaman 12" in panel and 'value="40"' in panel
    queue.finish(job, Made(b"%PDF-1.7 uji", "lkip-uji.pdf", 61))
    panel = client.get(url, headers=HTMX).content.decode()
    assert "61 halaman" in panel and "every 1s" not in panel

    answer = client.get(address("lkip-unduh", rencana, job.pk))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="lkip-uji.pdf"'
    assert answer.headers["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 uji"


def test_the_same_data_needs_no_second_print_and_changed_data_is_marked(
    client: Client, rencana: Rencana, orang: User, media: Path
) -> None:
    url = address("lkip-cetakan", rencana)
    client.post(url)
    finish()
    client.post(url)
    assert Job.objects.count() == 1
    save(rencana, orang, "inovasi", "Baru.", 0, standard="")
    panel = client.get(url, headers=HTMX).content.decode()
    assert "data sudah berubah" in panel and "Buat PDF" in panel
    client.post(url)
    assert Job.objects.count() == 2


def test_one_cancels_ones_own_print_and_nobody_elses(client: Client, rencana: Rencana, orang: User) -> None:
    client.post(address("lkip-cetakan", rencana))
    job = Job.objects.get()
    client.force_login(make_user("kepala", "kepala", rencana))
    client.post(address("lkip-batal", rencana, job.pk))
    job.refresh_from_db()
    assert job.status == Job.Status.QUEUED
    client.force_login(orang)
    client.post(address("lkip-batal", rencana, job.pk))
    job.refresh_from_db()
    assert job.status == Job.Status.CANCELLED


def test_the_page_says_why_a_print_failed(client: Client, rencana: Rencana, orang: User) -> None:
    client.post(address("lkip-cetakan", rencana))
    job = queue.claim()
    assert job is not None
    queue.fail(job, "Dokumen PDF gagal dibuat.")
    text = client.get(address("lkip", rencana)).content.decode()
    assert "Dokumen PDF gagal dibuat." in text and "Buat PDF" in text


def test_a_file_is_given_only_within_the_scope_of_its_own_plan(
    client: Client, rencana: Rencana, orang: User, media: Path
) -> None:
    client.post(address("lkip-cetakan", rencana))
    job = finish()
    other = make_plan(None, "kota-lain/disnaker/kinerja-2023/murni")
    client.force_login(make_user("orang-lain", rencana=other))
    assert client.get(address("lkip-unduh", rencana, job.pk)).status_code == 404
    assert client.get(address("lkip-unduh", other, job.pk)).status_code == 404


def test_a_file_that_was_cleared_away_is_not_found(client: Client, rencana: Rencana, orang: User, media: Path) -> None:
    client.post(address("lkip-cetakan", rencana))
    job = finish()
    job.file.storage.delete(job.file.name)
    assert client.get(address("lkip-unduh", rencana, job.pk)).status_code == 404
