"""The change record: every change of a plan, old → new, with who, when, why and where from."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .rencana import Rencana


class ChangeSet(models.Model):
    """One act of writing: everything in it was written in one transaction, or nothing was."""

    class Origin(models.TextChoices):
        IMPORT = "import", "Impor buku kerja"
        DEMO = "demo", "Data contoh"
        GRID = "grid", "Isian di layar"
        COMMAND = "command", "Perintah"
        UNDO = "undo", "Urungan"
        COPY = "copy", "Salinan dari rencana lain"
        SYNC = "sync", "Penyelarasan dengan rencana asal"
        STATUS = "status", "Perubahan status"

    SOURCE_LENGTH = 250

    rencana = models.ForeignKey(Rencana, on_delete=models.CASCADE, related_name="changesets")
    # The record outlives the account: who did it stays even when the user row is deleted.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
    )
    user_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    origin = models.CharField(max_length=10, choices=Origin)
    source = models.CharField(max_length=SOURCE_LENGTH, blank=True, help_text="Nama berkas atau halaman asal.")
    reason = models.TextField(blank=True)
    revisi = models.PositiveIntegerField(help_text="Revisi rencana sesudah perubahan ini.")
    # What is undone once is brought back by undoing the undo, so one is enough.
    undoes = models.OneToOneField(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="undone_by",
        verbose_name="mengurungkan",
    )

    class Meta:
        verbose_name = "riwayat perubahan"
        verbose_name_plural = "riwayat perubahan"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_origin_display()} · revisi {self.revisi}"


class Change(models.Model):
    """One changed object within a change set.

    `cells` maps a cell name to `[old, new]`, both as stored text or null: field names (`uraian`, `satuan`) and
    figures (`target:2025`, `pagu:2025:APBD`, `plafon:2026`). A created object has only new, a deleted only old sides,
    so each change can be undone from its record alone.
    """

    class Kind(models.TextChoices):
        RENCANA = "rencana", "Rencana"
        SIMPUL = "simpul", "Simpul"
        INDIKATOR = "indikator", "Indikator"

    class Act(models.TextChoices):
        CREATE = "create", "Dibuat"
        UPDATE = "update", "Diubah"
        DELETE = "delete", "Dihapus"

    changeset = models.ForeignKey(ChangeSet, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind)
    object_id = models.BigIntegerField()
    act = models.CharField(max_length=6, choices=Act)
    cells = models.JSONField()

    class Meta:
        verbose_name = "perubahan"
        verbose_name_plural = "perubahan"
        ordering = ["pk"]
        # The history of one cell is read by object.
        indexes = [models.Index(fields=["kind", "object_id"], name="change_by_object")]

    def __str__(self) -> str:
        return f"{self.act} {self.kind} {self.object_id}"
