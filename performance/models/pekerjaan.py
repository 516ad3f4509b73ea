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


def berkas_pekerjaan(job: Pekerjaan, name: str) -> str:
    """Where the made file is kept: no address leads there, and the name says nothing about the plan."""
    return f"pekerjaan/{job.pk}/{name}"


class Pekerjaan(models.Model):
    """One piece of work for the worker: who asked for what of which plan, how far it is, and the file it made.

    `revisi` is the plan's when it was asked for, `sidik` the fingerprint of everything the file is made from. `klaim`
    names the worker that has it; whoever holds another claim may not report on it. `denyut` is that worker's last
    sign of life. `persen` goes from 0 to 100 and never back; `tahap` says in words what is being done.
    """

    class Jenis(models.TextChoices):
        LKIP = "lkip", "LKIP"

    class Status(models.TextChoices):
        ANTRE = "antre", "Menunggu giliran"
        BERJALAN = "berjalan", "Sedang dibuat"
        SELESAI = "selesai", "Selesai"
        GAGAL = "gagal", "Gagal"
        DIBATALKAN = "dibatalkan", "Dibatalkan"

        @classmethod
        def active_values(cls) -> tuple[str, ...]:
            """The states in which work is still to be done."""
            return (cls.ANTRE.value, cls.BERJALAN.value)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jenis = models.CharField(max_length=16, choices=Jenis)
    rencana = models.ForeignKey(Rencana, on_delete=models.CASCADE, related_name="pekerjaan")
    revisi = models.PositiveIntegerField()
    sidik = models.CharField(max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.ANTRE)
    tahap = models.CharField(max_length=120, blank=True)
    persen = models.PositiveSmallIntegerField(default=0)
    berkas = models.FileField(upload_to=berkas_pekerjaan, storage=default_storage, max_length=200, blank=True)
    nama_berkas = models.CharField(max_length=160, blank=True)
    ukuran = models.PositiveIntegerField("ukuran (bita)", default=0)
    halaman = models.PositiveIntegerField("jumlah halaman", default=0)
    galat = models.TextField(blank=True)
    percobaan = models.PositiveSmallIntegerField(default=0)
    klaim = models.CharField(max_length=32, blank=True)
    diminta = models.DateTimeField(auto_now_add=True)
    mulai = models.DateTimeField(null=True, blank=True)
    denyut = models.DateTimeField(null=True, blank=True)
    selesai = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "pekerjaan"
        verbose_name_plural = "pekerjaan"
        ordering = ["-diminta"]
        indexes = [models.Index(fields=["status", "diminta"], name="pekerjaan_antrean")]
        constraints = [
            models.UniqueConstraint(
                fields=["rencana", "user", "jenis"],
                condition=Q(status__in=["antre", "berjalan"]),
                name="pekerjaan_one_at_a_time",
            ),
            models.CheckConstraint(
                name="pekerjaan_status_known",
                condition=Q(status__in=["antre", "berjalan", "selesai", "gagal", "dibatalkan"]),
            ),
            models.CheckConstraint(name="pekerjaan_persen_in_range", condition=Q(persen__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.rencana_id}: {self.get_status_display()}"

    @property
    def aktif(self) -> bool:
        """Whether work is still to be done on it."""
        return self.status in self.Status.active_values()

    @property
    def ada_berkas(self) -> bool:
        """Whether it made a file that is still in the storage."""
        return bool((name := self.berkas.name) and self.berkas.storage.exists(name))


@receiver(post_delete, sender=Pekerjaan, dispatch_uid="pekerjaan-file-goes-with-its-row")
def _file_goes_with_its_row(instance: Pekerjaan, **_kwargs: Any) -> None:
    # Also when the whole plan is deleted, as a cancelled perubahan is.
    delete_file_on_commit(instance.berkas.name or "")
