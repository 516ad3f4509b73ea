"""The worker: whatever the process that does the work does, the work ends."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from performance.jobs import queue, work
from performance.jobs.queue import CRASHED, Made, Progress
from performance.jobs.work import run_job
from performance.jobs.worker import Worker, job_command
from performance.models import Job
from planning.models import Rencana
from renstra_portal.reporting.pdf import PdfError
from tests.planning.factories import make_plan, make_user

pytestmark = pytest.mark.django_db
S = Job.Status


@pytest.fixture
def job() -> Job:
    rencana: Rencana = make_plan(None, "kota-uji/disnaker/kinerja-2025/murni")
    queue.request(rencana, make_user("perencana", rencana=rencana), Job.Kind.LKIP, "a")
    found = queue.claim()
    assert found is not None
    return found


def worker(code: str, **settings: float) -> Worker:
    """A worker whose work is a program of these lines."""
    limit = timedelta(seconds=settings.pop("limit", 20))
    return Worker(command=lambda job: [sys.executable, "-c", code], limit=limit, tick=0.02, pause=0.01)


STUCK = "import time; time.sleep(60)"


def test_stuck_work_is_killed_at_its_time_limit_and_says_so(job: Job) -> None:
    worker(STUCK, limit=0.2).run_job(job)
    job.refresh_from_db()
    assert job.status == S.FAILED
    assert "dihentikan" in job.error


def test_work_that_crashes_is_failed_with_words_for_people(job: Job) -> None:
    worker("import os; os._exit(3)").run_job(job)
    job.refresh_from_db()
    assert (job.status, job.error) == (S.FAILED, CRASHED)


def test_cancelled_work_is_killed(job: Job) -> None:
    queue.cancel(job)
    worker(STUCK).run_job(job)
    job.refresh_from_db()
    assert job.status == S.CANCELLED


def test_a_worker_that_is_stopped_puts_its_work_back(job: Job) -> None:
    one = worker(STUCK)
    one.stopping.set()
    one.run_job(job)
    job.refresh_from_db()
    assert (job.status, job.attempts) == (S.QUEUED, 0)


def test_work_that_ended_well_is_left_as_it_ended(job: Job) -> None:
    queue.finish(job, Made(b"%PDF", "lkip.pdf", 1))
    worker("pass").run_job(job)
    job.refresh_from_db()
    assert job.status == S.DONE


# A worker closes connections that have served their time, which the transaction around other tests does not survive.
@pytest.mark.django_db(transaction=True)
def test_a_worker_empties_the_queue_and_stops_when_asked_to(job: Job) -> None:
    queue.put_back(job)
    worker("raise SystemExit(1)").run(once=True)
    job.refresh_from_db()
    assert job.status == S.FAILED

    idle = worker("pass")
    threading.Timer(0.05, idle.stopping.set).start()
    idle.run()
    assert idle.stopping.is_set()


def test_the_work_is_done_by_a_process_of_its_own_under_its_claim(job: Job) -> None:
    assert job_command(job)[-3:] == ["run_job", str(job.pk), job.claim]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """Replaces what makes the report; the list holds what it is to do: a result, or an error to raise."""
    plan: list[object] = []

    def make(job: Job, report: Progress) -> Made:
        report("Menyusun", 10)
        what = plan.pop()
        if isinstance(what, Exception):
            raise what
        assert isinstance(what, Made)
        return what

    monkeypatch.setitem(work.MAKERS, Job.Kind.LKIP, make)
    yield plan


def test_what_is_made_is_kept_with_its_pages(job: Job, made: list[object]) -> None:
    made.append(Made(b"%PDF-1.7", "lkip.pdf", 61))
    run_job(job)
    job.refresh_from_db()
    assert (job.status, job.pages, job.size, job.file_name) == (S.DONE, 61, 8, "lkip.pdf")
    assert job.file.read() == b"%PDF-1.7"


def test_a_report_that_cannot_be_made_says_why(job: Job, made: list[object]) -> None:
    made.append(PdfError("Dokumen PDF gagal dibuat."))
    run_job(job)
    job.refresh_from_db()
    assert (job.status, job.error) == (S.FAILED, "Dokumen PDF gagal dibuat.")


def test_work_that_was_cancelled_meanwhile_keeps_no_file(job: Job, made: list[object]) -> None:
    made.append(Made(b"%PDF-1.7", "lkip.pdf", 61))
    queue.cancel(job)
    run_job(job)
    job.refresh_from_db()
    assert (job.status, bool(job.file)) == (S.CANCELLED, False)
