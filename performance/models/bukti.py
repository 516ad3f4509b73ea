"""Evidence: files that show what was reached, each of one row and triwulan of a kinerja plan."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Q
from django.db.models.signals import post_delete
from django.dispatch import receiver

from planning.models import Indikator, Rencana, Simpul


class Bukti(models.Model):
    """One file of evidence, of a whole row or of one of its indicators.

    `berkas` is its random name in the storage; "" once the file was deleted, of which the row stays as the record.
    Row and indicator may be deleted and brought back by an undo, so the evidence stays when they go.
    """

    class Tipe(models.TextChoices):
        PDF = "pdf", "PDF"
        JPG = "jpg", "JPG"
        PNG = "png", "PNG"
        XLSX = "xlsx", "Excel"
        DOCX = "docx", "Word"

    rencana = models.ForeignKey(Rencana, on_delete=models.CASCADE, related_name="bukti")
    simpul = models.ForeignKey(Simpul, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    indikator = models.ForeignKey(
        Indikator, on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="+"
    )
    triwulan = models.PositiveSmallIntegerField()
    berkas = models.CharField(max_length=100, blank=True)
    nama_asli = models.CharField(max_length=200)
    tipe = models.CharField(max_length=4, choices=Tipe)
    ukuran = models.PositiveIntegerField(help_text="Dalam byte.")
    sha256 = models.CharField(max_length=64)
    keterangan = models.CharField(max_length=300, blank=True)
    # The record outlives the accounts.
    oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    oleh_nama = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    dihapus_oleh = models.CharField(max_length=200, blank=True)
    dihapus_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "bukti"
        verbose_name_plural = "bukti"
        ordering = ["pk"]
        indexes = [models.Index(fields=["simpul", "triwulan"], name="bukti_by_row_and_triwulan")]
        constraints = [
            models.CheckConstraint(
                name="bukti_triwulan_known",
                condition=Q(triwulan__in=[1, 2, 3, 4]),
                violation_error_message="Triwulan harus 1 sampai 4.",
            ),
            models.CheckConstraint(
                name="bukti_tipe_known",
                condition=Q(tipe__in=["pdf", "jpg", "png", "xlsx", "docx"]),
                violation_error_message="Jenis berkas tidak dikenal.",
            ),
            models.CheckConstraint(
                name="bukti_file_or_deleted",
                condition=Q(berkas__gt="", dihapus_at__isnull=True) | Q(berkas="", dihapus_at__isnull=False),
                violation_error_message="Bukti harus mempunyai berkas, kecuali sudah dihapus.",
            ),
        ]

    def __str__(self) -> str:
        return self.nama_asli


def delete_file_on_commit(name: str) -> None:
    """Delete a stored file when the transaction is over and only if it holds; at once outside one."""
    if name:
        transaction.on_commit(lambda: default_storage.delete(name))


@receiver(post_delete, sender=Bukti, dispatch_uid="bukti-file-goes-with-its-row")
def _file_goes_with_its_row(instance: Bukti, **_kwargs: Any) -> None:
    # Also when the whole plan is deleted, as a cancelled perubahan is.
    delete_file_on_commit(instance.berkas)
