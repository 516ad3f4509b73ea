"""Daerah (regions) and their perangkat daerah (offices)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Daerah(models.Model):
    """A kota, kabupaten or provinsi."""

    class Jenis(models.TextChoices):
        KOTA = "kota", "Kota"
        KABUPATEN = "kabupaten", "Kabupaten"
        PROVINSI = "provinsi", "Provinsi"

    nama = models.CharField(max_length=120, unique=True, help_text="Lengkap, mis. Kota Tangerang.")
    slug = models.SlugField(max_length=60, unique=True)
    jenis = models.CharField(max_length=10, choices=Jenis, default=Jenis.KOTA)

    class Meta:
        verbose_name = "daerah"
        verbose_name_plural = "daerah"
        ordering = ["nama"]
        constraints = [
            models.CheckConstraint(
                name="daerah_jenis_known",
                condition=Q(jenis__in=["kota", "kabupaten", "provinsi"]),
                violation_error_message="Jenis daerah tidak dikenal.",
            ),
        ]

    def __str__(self) -> str:
        return self.nama


class PerangkatDaerah(models.Model):
    """An office of a daerah, such as its Dinas Ketenagakerjaan."""

    daerah = models.ForeignKey(Daerah, on_delete=models.PROTECT, related_name="perangkat_daerah")
    nama = models.CharField(max_length=200)
    nama_singkat = models.CharField(max_length=60, blank=True)
    slug = models.SlugField(max_length=60)

    class Meta:
        verbose_name = "perangkat daerah"
        verbose_name_plural = "perangkat daerah"
        ordering = ["daerah_id", "nama"]
        constraints = [
            models.UniqueConstraint(
                fields=["daerah", "slug"],
                name="perangkat_daerah_slug_once_per_daerah",
                violation_error_message="Nama pendek (slug) ini sudah dipakai di daerah yang sama.",
            ),
        ]

    def __str__(self) -> str:
        return self.nama
