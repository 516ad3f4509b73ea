"""The queue of long work: asked for by pages, done by `manage.py pekerja`, kept in the portal's own database.

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

from ..models import Pekerjaan

#: A worker that gave no sign of life for this long is taken for dead.
DENYUT_HILANG = timedelta(seconds=60)
#: Work is begun at most so often; what kills its worker twice would kill every further one.
PERCOBAAN_MAKS = 2
#: So many finished files of a kind are kept for a plan; older ones are removed.
BERKAS_DISIMPAN = 5
#: Waiting longer than this with nothing being done means that no worker runs.
TAK_ADA_PEKERJA = timedelta(seconds=30)

TERHENTI = "Pembuatan terhenti di tengah jalan. Coba lagi; bila terulang, hubungi admin portal."
RUSAK = "Dokumen gagal dibuat karena kesalahan di portal. Admin portal dapat melihat sebabnya di log."

_S = Pekerjaan.Status


class Dihentikan(Exception):
    """The work is no longer this worker's: it was cancelled, or taken from a worker thought dead."""


@dataclass(frozen=True, slots=True)
class Hasil:
    """What a piece of work made: the bytes of a file, its name for people, and how many pages it has."""

    isi: bytes
    nama: str
    halaman: int


#: Tells how far the work is: words for the stage, and percent (0–100).
Lapor = Callable[[str, int], None]


def minta(rencana: Rencana, user: User, jenis: str, sidik: str) -> Pekerjaan:
    """The work that gives the person the file: a finished or running one of the same data, else a new one.

    Finished work whose file is gone from the storage does not count. A person has one piece of work of a kind and plan
    at a time: while one runs, that one is handed back.
    """
    of_plan = Pekerjaan.objects.filter(rencana=rencana, jenis=jenis)
    same = of_plan.filter(sidik=sidik)
    ready = next((one for one in same.filter(status=_S.SELESAI) if one.ada_berkas), None)
    if found := ready or same.filter(status__in=_S.active_values()).first():
        return found
    try:
        with transaction.atomic():
            return of_plan.create(
                rencana=rencana, jenis=jenis, user=user, revisi=rencana.revisi, sidik=sidik, tahap="Menunggu giliran"
            )
    except IntegrityError:
        return of_plan.get(user=user, status__in=_S.active_values())


def ambil() -> Pekerjaan | None:
    """The oldest waiting work, now claimed by the caller; None when nothing waits."""
    for candidate in Pekerjaan.objects.filter(status=_S.ANTRE).order_by("diminta").values_list("pk", flat=True)[:20]:
        now, klaim = timezone.now(), uuid.uuid4().hex
        taken = Pekerjaan.objects.filter(pk=candidate, status=_S.ANTRE).update(
            status=_S.BERJALAN,
            klaim=klaim,
            mulai=now,
            denyut=now,
            percobaan=F("percobaan") + 1,
            tahap="Menyiapkan",
        )
        if taken:
            return Pekerjaan.objects.select_related("rencana__edisi", "user").get(pk=candidate)
    return None


def pulihkan() -> int:
    """Take up the work of workers that died: it waits again, or has failed after `PERCOBAAN_MAKS` attempts.

    Gives how many pieces of work were taken from dead workers.
    """
    lost = Pekerjaan.objects.filter(status=_S.BERJALAN, denyut__lt=timezone.now() - DENYUT_HILANG)
    failed = lost.filter(percobaan__gte=PERCOBAAN_MAKS).update(
        status=_S.GAGAL, galat=TERHENTI, selesai=timezone.now(), klaim=""
    )
    return failed + lost.update(status=_S.ANTRE, klaim="", tahap="Menunggu giliran")


def lapor(job: Pekerjaan, tahap: str, persen: int) -> None:
    """Say how far the work is; percent never goes back. Raises `Dihentikan` when it is no longer the caller's."""
    bounded = min(max(persen, 0), 99)
    if not _mine(job).update(tahap=tahap[:120], persen=Greatest(F("persen"), Value(bounded)), denyut=timezone.now()):
        raise Dihentikan


def denyut(job: Pekerjaan) -> bool:
    """A sign of life of the worker that has the work; False when the work is no longer its own."""
    return bool(_mine(job).update(denyut=timezone.now()))


def selesaikan(job: Pekerjaan, hasil: Hasil) -> None:
    """Keep the file and say that the work is done. Raises `Dihentikan` when it is no longer the caller's."""
    job.berkas.save(hasil.nama, ContentFile(hasil.isi), save=False)
    done = _mine(job).update(
        status=_S.SELESAI,
        tahap="Selesai",
        persen=100,
        berkas=job.berkas.name,
        nama_berkas=hasil.nama,
        ukuran=len(hasil.isi),
        halaman=hasil.halaman,
        selesai=timezone.now(),
        klaim="",
    )
    if not done:
        job.berkas.delete(save=False)
        raise Dihentikan
    _rapikan(job)


def gagalkan(job: Pekerjaan, galat: str) -> bool:
    """Say why the work failed; False when it is no longer the caller's."""
    return bool(_mine(job).update(status=_S.GAGAL, galat=galat, selesai=timezone.now(), klaim=""))


def kembalikan(job: Pekerjaan) -> None:
    """Put the work back into the queue, because its worker is being stopped; the attempt does not count."""
    _mine(job).update(
        status=_S.ANTRE, klaim="", tahap="Menunggu giliran", percobaan=Greatest(F("percobaan") - 1, Value(0))
    )


def batalkan(job: Pekerjaan) -> bool:
    """Cancel waiting or running work; its worker stops within a second or two. False when it had ended already."""
    active = Pekerjaan.objects.filter(pk=job.pk, status__in=_S.active_values())
    return bool(active.update(status=_S.DIBATALKAN, selesai=timezone.now(), klaim="", tahap="Dibatalkan"))


def tanpa_pekerja(job: Pekerjaan) -> bool:
    """Whether the work waits although nothing is being done: then no worker runs, which the page should say."""
    if job.status != _S.ANTRE or timezone.now() - job.diminta < TAK_ADA_PEKERJA:
        return False
    alive = Q(status=_S.BERJALAN, denyut__gte=timezone.now() - DENYUT_HILANG)
    recent = Q(selesai__gte=timezone.now() - TAK_ADA_PEKERJA)
    return not Pekerjaan.objects.filter(alive | recent).exists()


def _mine(job: Pekerjaan) -> QuerySet[Pekerjaan]:
    return Pekerjaan.objects.filter(pk=job.pk, status=_S.BERJALAN, klaim=job.klaim)


def _rapikan(job: Pekerjaan) -> None:
    """Remove the files of the plan's older prints; that they were made stays on record."""
    done = Pekerjaan.objects.filter(rencana=job.rencana_id, jenis=job.jenis, status=_S.SELESAI)
    for old in done.exclude(berkas="").order_by("-selesai")[BERKAS_DISIMPAN:]:
        old.berkas.delete(save=False)
        Pekerjaan.objects.filter(pk=old.pk).update(berkas="", sidik="")
