"""Work that takes too long for a page: asked for there, done by the worker."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.db.models.signals import post_delete
from django.dispatch import receiver

from planning.models import Rencana

from .bukti import delete_file_on_commit


def file_path(job: Job, name: str) -> str:
    """Where the made file is kept: no address leads there, and the name says nothing about the plan."""
    return f"jobs/{job.pk}/{name}"


class Job(models.Model):
    """One piece of work for the worker: who asked for what of which plan, how far it is, and the file it made.

    `revisi` is the plan's when it was asked for, `fingerprint` that of everything the file is made from. `claim` names
    the worker that has it; whoever holds another claim may not report on it. `heartbeat` is that worker's last sign
    of life. `percent` goes from 0 to 100 and never back; `stage` says in words what is being done.
    """

    class Kind(models.TextChoices):
        LKIP = "lkip", "LKIP"

    class Status(models.TextChoices):
        QUEUED = "queued", "Menunggu giliran"
        RUNNING = "running", "Sedang dibuat"
        DONE = "done", "Selesai"
        FAILED = "failed", "Gagal"
        CANCELLED = "cancelled", "Dibatalkan"

        @classmethod
        def active_values(cls) -> tuple[str, ...]:
            """The states in which work is still to be done."""
            return (cls.QUEUED.value, cls.RUNNING.value)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=16, choices=Kind)
    rencana = models.ForeignKey(Rencana, on_delete=models.CASCADE, related_name="jobs")
    revisi = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    stage = models.CharField(max_length=120, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    file = models.FileField(upload_to=file_path, storage=default_storage, max_length=200, blank=True)
    file_name = models.CharField(max_length=160, blank=True)
    size = models.PositiveIntegerField("ukuran (bita)", default=0)
    pages = models.PositiveIntegerField("jumlah halaman", default=0)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=32, blank=True)
    requested_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "pekerjaan"
        verbose_name_plural = "pekerjaan"
        ordering = ["-requested_at"]
        indexes = [models.Index(fields=["status", "requested_at"], name="job_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["rencana", "user", "kind"],
                condition=Q(status__in=["queued", "running"]),
                name="job_one_at_a_time",
            ),
            models.CheckConstraint(
                name="job_status_known",
                condition=Q(status__in=["queued", "running", "done", "failed", "cancelled"]),
            ),
            models.CheckConstraint(name="job_percent_in_range", condition=Q(percent__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.rencana_id}: {self.get_status_display()}"

    @property
    def is_active(self) -> bool:
        """Whether work is still to be done on it."""
        return self.status in self.Status.active_values()

    @property
    def has_file(self) -> bool:
        """Whether it made a file that is still in the storage."""
        return bool((name := self.file.name) and self.file.storage.exists(name))


@receiver(post_delete, sender=Job, dispatch_uid="job-file-goes-with-its-row")
def _file_goes_with_its_row(instance: Job, **_kwargs: Any) -> None:
    # Also when the whole plan is deleted, as a cancelled perubahan is.
    delete_file_on_commit(instance.file.name or "")
