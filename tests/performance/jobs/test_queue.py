"""The queue of long work: one claim each, percent that never goes back, and nothing left running for ever."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError
from django.utils import timezone

from performance.jobs import queue
from performance.jobs.queue import Made, Stopped
from performance.models import Job
from planning.models import Rencana, User
from tests.planning.factories import make_plan, make_user

pytestmark = pytest.mark.django_db
S = Job.Status


@pytest.fixture
def rencana() -> Rencana:
    return make_plan(None, "kota-uji/disnaker/kinerja-2025/murni")


@pytest.fixture
def user(rencana: Rencana) -> User:
    return make_user("perencana", rencana=rencana)


def ask(rencana: Rencana, user: User, fingerprint: str = "a") -> Job:
    return queue.request(rencana, user, Job.Kind.LKIP, fingerprint)


def taken() -> Job:
    job = queue.claim()
    assert job is not None
    return job


def test_the_oldest_work_is_taken_first_and_by_one_worker_only(rencana: Rencana, user: User) -> None:
    first, second = ask(rencana, user), ask(rencana, make_user("kepala", "kepala", rencana), "b")
    assert (taken().pk, taken().pk) == (first.pk, second.pk)
    assert queue.claim() is None


def test_a_worker_that_loses_the_race_takes_the_next(rencana: Rencana, user: User, monkeypatch) -> None:
    first, second = ask(rencana, user), ask(rencana, make_user("kepala", "kepala", rencana), "b")
    real = uuid_hex()
    lost: list[int] = []

    def another_was_quicker() -> str:
        if not lost:
            lost.append(Job.objects.filter(pk=first.pk).update(status=S.RUNNING, claim="lain"))
        return real

    monkeypatch.setattr(queue, "uuid", FakeUuid(another_was_quicker))
    assert taken().pk == second.pk
    first.refresh_from_db()
    assert first.claim == "lain"


def uuid_hex() -> str:
    return "f" * 32


class FakeUuid:
    """Stands in for the module: asks `made` for the next claim."""

    def __init__(self, made) -> None:
        self.made = made

    def uuid4(self) -> FakeUuid:
        return self

    @property
    def hex(self) -> str:
        return self.made()


def test_percent_never_goes_back_and_only_the_end_is_a_hundred(rencana: Rencana, user: User) -> None:
    ask(rencana, user)
    job = taken()
    seen = []
    for percent in (5, 40, 20, 41, 300):
        queue.report(job, "Menata", percent)
        job.refresh_from_db()
        seen.append(job.percent)
    assert seen == [5, 40, 40, 41, 99]
    queue.finish(job, Made(b"%PDF", "lkip.pdf", 1))
    job.refresh_from_db()
    assert (job.percent, job.status) == (100, S.DONE)


def test_a_person_has_one_piece_of_work_of_a_plan_at_a_time(rencana: Rencana, user: User) -> None:
    first = ask(rencana, user)
    assert ask(rencana, user, "changed since").pk == first.pk
    with pytest.raises(IntegrityError):
        Job.objects.create(rencana=rencana, user=user, kind="lkip", revisi=1, fingerprint="c")


def test_the_same_data_is_made_once_for_everybody(rencana: Rencana, user: User) -> None:
    ask(rencana, user)
    job = taken()
    kepala = make_user("kepala", "kepala", rencana)
    assert ask(rencana, kepala).pk == job.pk
    queue.finish(job, Made(b"%PDF", "lkip.pdf", 1))
    assert ask(rencana, kepala).pk == job.pk
    assert ask(rencana, kepala, "changed since").pk != job.pk


def test_work_of_a_worker_that_died_is_taken_up_and_the_second_time_failed(rencana: Rencana, user: User) -> None:
    ask(rencana, user)
    for expected in (S.QUEUED, S.FAILED):
        job = taken()
        Job.objects.update(heartbeat=timezone.now() - timedelta(minutes=2))
        assert queue.recover() == 1
        job.refresh_from_db()
        assert job.status == expected
    assert job.error == queue.BROKEN_OFF


def test_work_of_a_living_worker_is_left_to_it(rencana: Rencana, user: User) -> None:
    ask(rencana, user)
    taken()
    assert queue.recover() == 0


def test_who_lost_the_work_can_neither_report_nor_finish_it(rencana: Rencana, user: User) -> None:
    ask(rencana, user)
    lost = taken()
    Job.objects.update(heartbeat=timezone.now() - timedelta(minutes=2))
    queue.recover()
    again = taken()

    with pytest.raises(Stopped):
        queue.report(lost, "Menata", 50)
    with pytest.raises(Stopped):
        queue.finish(lost, Made(b"%PDF old", "lkip.pdf", 1))
    assert not queue.fail(lost, "sebab") and not queue.beat(lost)
    queue.finish(again, Made(b"%PDF new", "lkip.pdf", 1))
    again.refresh_from_db()
    assert again.file.read() == b"%PDF new"


def test_cancelled_work_is_taken_by_nobody_and_ends_for_its_worker(rencana: Rencana, user: User) -> None:
    waiting = ask(rencana, user)
    assert queue.cancel(waiting)
    assert queue.claim() is None
    assert not queue.cancel(waiting)

    running = ask(rencana, user)
    job = taken()
    assert job.pk == running.pk and queue.cancel(job)
    with pytest.raises(Stopped):
        queue.report(job, "Menata", 50)


def test_work_put_back_keeps_its_attempts(rencana: Rencana, user: User) -> None:
    ask(rencana, user)
    for _ in range(5):
        queue.put_back(taken())
    job = taken()
    assert job.attempts == 1


def test_only_the_last_files_of_a_plan_are_kept(rencana: Rencana, user: User, media: Path) -> None:
    for number in range(queue.FILES_KEPT + 2):
        ask(rencana, user, str(number))
        queue.finish(taken(), Made(b"%PDF", f"lkip-{number}.pdf", 1))
    files = [path for path in media.rglob("*") if path.is_file()]
    assert len(files) == queue.FILES_KEPT
    assert Job.objects.exclude(file="").count() == queue.FILES_KEPT
    # A print whose file is gone is made again when asked for.
    assert ask(rencana, user, "0").status == S.QUEUED


def test_a_print_whose_file_was_lost_is_made_again(rencana: Rencana, user: User) -> None:
    ask(rencana, user)
    job = taken()
    queue.finish(job, Made(b"%PDF", "lkip.pdf", 1))
    assert ask(rencana, user).pk == job.pk
    job.file.storage.delete(job.file.name)
    assert ask(rencana, user).status == S.QUEUED


def test_the_files_of_a_deleted_plan_go_with_it(
    rencana: Rencana, user: User, media: Path, django_capture_on_commit_callbacks
) -> None:
    ask(rencana, user)
    queue.finish(taken(), Made(b"%PDF", "lkip.pdf", 1))
    with django_capture_on_commit_callbacks(execute=True):
        rencana.delete()
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_that_no_worker_runs_is_known_when_work_waits_and_nothing_moves(rencana: Rencana, user: User) -> None:
    job = ask(rencana, user)
    assert not queue.without_worker(job)
    Job.objects.update(requested_at=timezone.now() - timedelta(minutes=1))
    job.refresh_from_db()
    assert queue.without_worker(job)
    other = ask(rencana, make_user("kepala", "kepala", rencana), "b")
    Job.objects.filter(pk=other.pk).update(status=S.RUNNING, heartbeat=timezone.now())
    assert not queue.without_worker(job)


def test_a_stored_file_bears_a_name_that_says_nothing_of_the_plan(rencana: Rencana, user: User) -> None:
    job = ask(rencana, user)
    job.file.save("lkip.pdf", ContentFile(b"%PDF"), save=False)
    assert job.file.name == f"jobs/{job.pk}/lkip.pdf"
