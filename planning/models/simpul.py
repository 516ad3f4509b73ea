"""Simpul: every node of a plan version, whatever its level, and the links between nodes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from ..levels import Level
from .nomenklatur import Nomenklatur
from .rencana import Rencana


class Simpul(models.Model):
    """One node of a plan version.

    `kode` is the canonical nomenclature code (blank where the level has none or it is not known), `nomor` the
    number as the document prints it. `uraian` is the plan's own text, which lives on when the nomenclature changes.
    `asal` is the row of another version that this one was taken from or revises.
    """

    class SumberUsulan(models.TextChoices):
        MUSRENBANG = "musrenbang", "Musrenbang"
        POKIR = "pokir", "Pokok pikiran DPRD"
        FORUM = "forum", "Forum perangkat daerah"
        LANGSUNG = "langsung", "Usulan langsung"

    class Keputusan(models.TextChoices):
        DITERIMA = "diterima", "Diterima"
        DITOLAK = "ditolak", "Ditolak"
        DITUNDA = "ditunda", "Ditunda"

    rencana = models.ForeignKey(Rencana, on_delete=models.CASCADE, related_name="simpul")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    level = models.CharField(max_length=24, choices=Level)
    urutan = models.PositiveIntegerField(help_text="Urutan di antara simpul dengan induk yang sama.")
    kode = models.CharField(max_length=24, blank=True)
    nomenklatur = models.ForeignKey(Nomenklatur, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    nomor = models.CharField(max_length=30, blank=True)
    uraian = models.TextField(blank=True)
    keterangan = models.TextField(blank=True)
    lokasi = models.TextField(blank=True)
    penanggung_jawab = models.CharField("unit penanggung jawab", max_length=200, blank=True)
    kelompok_sasaran = models.TextField("kelompok sasaran", blank=True)
    waktu_pelaksanaan = models.CharField("waktu pelaksanaan", max_length=120, blank=True)
    prioritas = models.CharField(max_length=250, blank=True, help_text="Tanda prioritas, dipisah titik koma.")
    catatan = models.TextField("catatan penting", blank=True)
    alasan = models.TextField("alasan perubahan atau keputusan", blank=True)
    dasar_hukum = models.TextField("dasar hukum perubahan", blank=True)
    sumber_usulan = models.CharField("sumber usulan", max_length=10, choices=SumberUsulan, blank=True)
    keputusan = models.CharField(max_length=8, choices=Keputusan, blank=True)
    # A version that has been set never changes, so the origin stays named even when its row is deleted elsewhere.
    asal = models.ForeignKey(
        "self", on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="turunan"
    )

    class Meta:
        verbose_name = "simpul"
        verbose_name_plural = "simpul"
        ordering = ["rencana_id", "urutan", "pk"]
        constraints = [
            models.CheckConstraint(
                name="simpul_level_known",
                condition=Q(level__in=Level.values),
                violation_error_message="Tingkat simpul tidak dikenal.",
            ),
            models.CheckConstraint(
                name="simpul_not_its_own_parent",
                condition=~Q(parent=F("pk")),
                violation_error_message="Simpul tidak dapat menjadi induk dirinya sendiri.",
            ),
            models.CheckConstraint(
                name="simpul_sumber_usulan_known",
                condition=Q(sumber_usulan__in=["", "musrenbang", "pokir", "forum", "langsung"]),
                violation_error_message="Sumber usulan tidak dikenal.",
            ),
            models.CheckConstraint(
                name="simpul_keputusan_known",
                condition=Q(keputusan__in=["", "diterima", "ditolak", "ditunda"]),
                violation_error_message="Keputusan usulan harus diterima, ditolak atau ditunda.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kode} {self.uraian}".strip()


class Kaitan(models.Model):
    """A link from one simpul to another of the same plan: a program to a sasaran it serves, and the like."""

    dari = models.ForeignKey(Simpul, on_delete=models.CASCADE, related_name="kaitan")
    ke = models.ForeignKey(Simpul, on_delete=models.CASCADE, related_name="dikaitkan_oleh")

    class Meta:
        verbose_name = "kaitan"
        verbose_name_plural = "kaitan"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dari", "ke"], name="kaitan_once", violation_error_message="Kaitan ini sudah ada."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dari_id} → {self.ke_id}"
