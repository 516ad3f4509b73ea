"""The worker: whatever the process that does the work does, the work ends."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from performance.models import Pekerjaan
from performance.pekerjaan import antrean, kerja
from performance.pekerjaan.antrean import RUSAK, Hasil, Lapor
from performance.pekerjaan.kerja import kerjakan
from performance.pekerjaan.pekerja import Pekerja, perintah_kerja
from planning.models import Rencana
from renstra_portal.reporting.pdf import PdfError
from tests.planning.factories import make_plan, make_user

pytestmark = pytest.mark.django_db
S = Pekerjaan.Status


@pytest.fixture
def job() -> Pekerjaan:
    rencana: Rencana = make_plan(None, "kota-uji/disnaker/kinerja-2025/murni")
    antrean.minta(rencana, make_user("perencana", rencana=rencana), Pekerjaan.Jenis.LKIP, "a")
    found = antrean.ambil()
    assert found is not None
    return found


def worker(code: str, **settings: float) -> Pekerja:
    """A worker whose work is a program of these lines."""
    limit = timedelta(seconds=settings.pop("batas", 20))
    return Pekerja(perintah=lambda job: [sys.executable, "-c", code], batas=limit, detak=0.02, jeda=0.01)


STUCK = "import time; time.sleep(60)"


def test_stuck_work_is_killed_at_its_time_limit_and_says_so(job: Pekerjaan) -> None:
    worker(STUCK, batas=0.2).kerjakan(job)
    job.refresh_from_db()
    assert job.status == S.GAGAL
    assert "dihentikan" in job.galat


def test_work_that_crashes_is_failed_with_words_for_people(job: Pekerjaan) -> None:
    worker("import os; os._exit(3)").kerjakan(job)
    job.refresh_from_db()
    assert (job.status, job.galat) == (S.GAGAL, RUSAK)


def test_cancelled_work_is_killed(job: Pekerjaan) -> None:
    antrean.batalkan(job)
    worker(STUCK).kerjakan(job)
    job.refresh_from_db()
    assert job.status == S.DIBATALKAN


def test_a_worker_that_is_stopped_puts_its_work_back(job: Pekerjaan) -> None:
    one = worker(STUCK)
    one.berhenti.set()
    one.kerjakan(job)
    job.refresh_from_db()
    assert (job.status, job.percobaan) == (S.ANTRE, 0)


def test_work_that_ended_well_is_left_as_it_ended(job: Pekerjaan) -> None:
    antrean.selesaikan(job, Hasil(b"%PDF", "lkip.pdf", 1))
    worker("pass").kerjakan(job)
    job.refresh_from_db()
    assert job.status == S.SELESAI


# A worker closes connections that have served their time, which the transaction around other tests does not survive.
@pytest.mark.django_db(transaction=True)
def test_a_worker_empties_the_queue_and_stops_when_asked_to(job: Pekerjaan) -> None:
    antrean.kembalikan(job)
    worker("raise SystemExit(1)").jalankan(sekali=True)
    job.refresh_from_db()
    assert job.status == S.GAGAL

    idle = worker("pass")
    threading.Timer(0.05, idle.berhenti.set).start()
    idle.jalankan()
    assert idle.berhenti.is_set()


def test_the_work_is_done_by_a_process_of_its_own_under_its_claim(job: Pekerjaan) -> None:
    assert perintah_kerja(job)[-3:] == ["kerjakan", str(job.pk), job.klaim]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """Replaces what makes the report; the list holds what it is to do: a result, or an error to raise."""
    plan: list[object] = []

    def make(job: Pekerjaan, lapor: Lapor) -> Hasil:
        lapor("Menyusun", 10)
        what = plan.pop()
        if isinstance(what, Exception):
            raise what
        assert isinstance(what, Hasil)
        return what

    monkeypatch.setitem(kerja.PEMBUAT, Pekerjaan.Jenis.LKIP, make)
    yield plan


def test_what_is_made_is_kept_with_its_pages(job: Pekerjaan, made: list[object]) -> None:
    made.append(Hasil(b"%PDF-1.7", "lkip.pdf", 61))
    kerjakan(job)
    job.refresh_from_db()
    assert (job.status, job.halaman, job.ukuran, job.nama_berkas) == (S.SELESAI, 61, 8, "lkip.pdf")
    assert job.berkas.read() == b"%PDF-1.7"


def test_a_report_that_cannot_be_made_says_why(job: Pekerjaan, made: list[object]) -> None:
    made.append(PdfError("Dokumen PDF gagal dibuat."))
    kerjakan(job)
    job.refresh_from_db()
    assert (job.status, job.galat) == (S.GAGAL, "Dokumen PDF gagal dibuat.")


def test_work_that_was_cancelled_meanwhile_keeps_no_file(job: Pekerjaan, made: list[object]) -> None:
    made.append(Hasil(b"%PDF-1.7", "lkip.pdf", 61))
    antrean.batalkan(job)
    kerjakan(job)
    job.refresh_from_db()
    assert (job.status, bool(job.berkas)) == (S.DIBATALKAN, False)
