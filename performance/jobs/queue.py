"""The queue of long work: asked for by pages, done by `manage.py run_worker`, kept in the portal's own database.

A small queue of our own and not django-tasks with its database backend: that one, still a beta, has no time limit, no
progress and no cancelling, and leaves the work of a worker that died "running" for ever. All four are needed here, and
they need this table anyway. Taking work is one UPDATE that names the state it expects, which is atomic on PostgreSQL
and on SQLite alike, so neither needs row locks.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from planning.models import Rencana, User

from ..models import Job

#: A worker that gave no sign of life for this long is taken for dead.
HEARTBEAT_LOST = timedelta(seconds=60)
#: Work is begun at most so often; what kills its worker twice would kill every further one.
MOST_ATTEMPTS = 2
#: So many finished files of a kind are kept for a plan; older ones are removed.
FILES_KEPT = 5
#: Waiting longer than this with nothing being done means that no worker runs.
NO_WORKER_AFTER = timedelta(seconds=30)

BROKEN_OFF = "Pembuatan terhenti di tengah jalan. Coba lagi; bila terulang, hubungi admin portal."
CRASHED = "Dokumen gagal dibuat karena kesalahan di portal. Admin portal dapat melihat sebabnya di log."

_S = Job.Status


class Stopped(Exception):
    """The work is no longer this worker's: it was cancelled, or taken from a worker thought dead."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a piece of work made: the bytes of a file, its name for people, and how many pages it has."""

    content: bytes
    name: str
    pages: int


#: Tells how far the work is: words for the stage, and percent (0–100).
Progress = Callable[[str, int], None]


def request(rencana: Rencana, user: User, kind: str, fingerprint: str) -> Job:
    """The work that gives the person the file: a finished or running one of the same data, else a new one.

    Finished work whose file is gone from the storage does not count. A person has one piece of work of a kind and plan
    at a time: while one runs, that one is handed back.
    """
    of_plan = Job.objects.filter(rencana=rencana, kind=kind)
    same = of_plan.filter(fingerprint=fingerprint)
    ready = next((one for one in same.filter(status=_S.DONE) if one.has_file), None)
    if found := ready or same.filter(status__in=_S.active_values()).first():
        return found
    try:
        with transaction.atomic():
            return of_plan.create(
                rencana=rencana,
                kind=kind,
                user=user,
                revisi=rencana.revisi,
                fingerprint=fingerprint,
                stage="Menunggu giliran",
            )
    except IntegrityError:
        return of_plan.get(user=user, status__in=_S.active_values())


def claim() -> Job | None:
    """The oldest waiting work, now claimed by the caller; None when nothing waits."""
    for candidate in Job.objects.filter(status=_S.QUEUED).order_by("requested_at").values_list("pk", flat=True)[:20]:
        now, claim = timezone.now(), uuid.uuid4().hex
        taken = Job.objects.filter(pk=candidate, status=_S.QUEUED).update(
            status=_S.RUNNING,
            claim=claim,
            started_at=now,
            heartbeat=now,
            attempts=F("attempts") + 1,
            stage="Menyiapkan",
        )
        if taken:
            return Job.objects.select_related("rencana__edisi", "user").get(pk=candidate)
    return None


def recover() -> int:
    """Take up the work of workers that died: it waits again, or has failed after `MOST_ATTEMPTS` attempts.

    Gives how many pieces of work were taken from dead workers.
    """
    lost = Job.objects.filter(status=_S.RUNNING, heartbeat__lt=timezone.now() - HEARTBEAT_LOST)
    failed = lost.filter(attempts__gte=MOST_ATTEMPTS).update(
        status=_S.FAILED, error=BROKEN_OFF, finished_at=timezone.now(), claim=""
    )
    return failed + lost.update(status=_S.QUEUED, claim="", stage="Menunggu giliran")


def report(job: Job, stage: str, percent: int) -> None:
    """Say how far the work is; percent never goes back. Raises `Stopped` when it is no longer the caller's."""
    bounded = min(max(percent, 0), 99)
    if not _mine(job).update(
        stage=stage[:120], percent=Greatest(F("percent"), Value(bounded)), heartbeat=timezone.now()
    ):
        raise Stopped


def beat(job: Job) -> bool:
    """A sign of life of the worker that has the work; False when the work is no longer its own."""
    return bool(_mine(job).update(heartbeat=timezone.now()))


def finish(job: Job, made: Made) -> None:
    """Keep the file and say that the work is done. Raises `Stopped` when it is no longer the caller's."""
    job.file.save(made.name, ContentFile(made.content), save=False)
    done = _mine(job).update(
        status=_S.DONE,
        stage="Selesai",
        percent=100,
        file=job.file.name,
        file_name=made.name,
        size=len(made.content),
        pages=made.pages,
        finished_at=timezone.now(),
        claim="",
    )
    if not done:
        job.file.delete(save=False)
        raise Stopped
    _tidy(job)


def fail(job: Job, error: str) -> bool:
    """Say why the work failed; False when it is no longer the caller's."""
    return bool(_mine(job).update(status=_S.FAILED, error=error, finished_at=timezone.now(), claim=""))


def put_back(job: Job) -> None:
    """Put the work back into the queue, because its worker is being stopped; the attempt does not count."""
    _mine(job).update(
        status=_S.QUEUED, claim="", stage="Menunggu giliran", attempts=Greatest(F("attempts") - 1, Value(0))
    )


def cancel(job: Job) -> bool:
    """Cancel waiting or running work; its worker stops within a second or two. False when it had ended already."""
    active = Job.objects.filter(pk=job.pk, status__in=_S.active_values())
    return bool(active.update(status=_S.CANCELLED, finished_at=timezone.now(), claim="", stage="Dibatalkan"))


def without_worker(job: Job) -> bool:
    """Whether the work waits although nothing is being done: then no worker runs, which the page should say."""
    if job.status != _S.QUEUED or timezone.now() - job.requested_at < NO_WORKER_AFTER:
        return False
    alive = Q(status=_S.RUNNING, heartbeat__gte=timezone.now() - HEARTBEAT_LOST)
    recent = Q(finished_at__gte=timezone.now() - NO_WORKER_AFTER)
    return not Job.objects.filter(alive | recent).exists()


def _mine(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, status=_S.RUNNING, claim=job.claim)


def _tidy(job: Job) -> None:
    """Remove the files of the plan's older prints; that they were made stays on record."""
    done = Job.objects.filter(rencana=job.rencana_id, kind=job.kind, status=_S.DONE)
    for old in done.exclude(file="").order_by("-finished_at")[FILES_KEPT:]:
        old.file.delete(save=False)
        Job.objects.filter(pk=old.pk).update(file="", fingerprint="")
