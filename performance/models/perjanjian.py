"""Perjanjian kinerja: what the holder of a position promises the superior for the year (PermenPANRB 53/2014)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from planning.models import Rencana
from planning.writing import NotAllowed

from .jabatan import Jabatan, Pejabat


class PerjanjianKinerja(models.Model):
    """The perjanjian of one position under one version (murni or perubahan) of a kinerja plan.

    While konsep its content is drawn live from the cascade; `pilihan` lists the ids of the rows (programs of an
    eselon III, kegiatan and sub-kegiatan below it) that it answers for, None leaves that to the proposal.
    Signed, `isi_tetap` holds the whole document and nothing changes it; only a later version replaces it.
    """

    class Status(models.TextChoices):
        KONSEP = "konsep", "Konsep"
        DITANDATANGANI = "ditandatangani", "Ditandatangani"

    rencana = models.ForeignKey(Rencana, on_delete=models.CASCADE, related_name="perjanjian")
    jabatan = models.ForeignKey(Jabatan, on_delete=models.PROTECT, related_name="perjanjian")
    jabatan_kedua = models.ForeignKey(
        Jabatan, on_delete=models.PROTECT, null=True, blank=True, related_name="perjanjian_bawahan"
    )
    # Who signs where not simply whoever holds the position on the day.
    pejabat = models.ForeignKey(Pejabat, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    pejabat_kedua = models.ForeignKey(Pejabat, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    tanggal = models.DateField("tanggal perjanjian", null=True, blank=True)
    tempat = models.CharField("tempat", max_length=120, blank=True)
    status = models.CharField(max_length=14, choices=Status, default=Status.KONSEP)
    pilihan = models.JSONField(null=True, blank=True)
    revisi = models.PositiveIntegerField(default=1)
    isi_tetap = models.JSONField(null=True, blank=True)
    ditandatangani_pada = models.DateTimeField(null=True, blank=True)
    # Kept as text too: an account may be closed, the record stays.
    dicatat_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    dicatat_nama = models.CharField(max_length=200, blank=True)
    diubah = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "perjanjian kinerja"
        verbose_name_plural = "perjanjian kinerja"
        ordering = ["rencana_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rencana", "jabatan"],
                name="perjanjian_once_per_version",
                violation_error_message="Perjanjian kinerja jabatan ini sudah dibuat untuk versi rencana ini.",
            ),
            models.CheckConstraint(
                name="perjanjian_signed_is_frozen",
                condition=(
                    Q(status="konsep", isi_tetap__isnull=True, ditandatangani_pada__isnull=True)
                    | Q(status="ditandatangani", isi_tetap__isnull=False, ditandatangani_pada__isnull=False)
                ),
                violation_error_message="Perjanjian yang ditandatangani harus menyimpan isinya.",
            ),
        ]

    def __str__(self) -> str:
        return f"Perjanjian Kinerja {self.jabatan}"

    @property
    def is_signed(self) -> bool:
        """Whether it was signed; then nothing of it changes any more."""
        return self.status == self.Status.DITANDATANGANI


@receiver(pre_delete, sender=PerjanjianKinerja)
def keep_what_was_signed(instance: PerjanjianKinerja, **_: Any) -> None:
    """A signed perjanjian is not deleted, nor the plan version under it. Raises `NotAllowed`."""
    if instance.is_signed:
        raise NotAllowed(
            f"Perjanjian Kinerja {instance.jabatan} sudah ditandatangani sehingga versi rencana ini tidak dapat "
            "dihapus. Yang dapat menggantikannya: perjanjian pada perubahan berikutnya."
        )
