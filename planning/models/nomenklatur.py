"""The national nomenclature: editions, their entries, and which old code became which new one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse


class EdisiNomenklatur(models.Model):
    """One edition of the nomenclature, e.g. Kepmendagri 900.1.15.5-1317/2023.

    `digit_sub` is the number of digits that the edition prints in the sub-kegiatan segment: 2 up to
    050-5889/2021, 4 from 900.1.15.5-1317/2023 on.
    """

    kode = models.SlugField(max_length=40, unique=True)
    nama = models.CharField(max_length=120)
    peraturan = models.CharField(max_length=200, blank=True)
    tanggal = models.DateField(null=True, blank=True)
    digit_sub = models.PositiveSmallIntegerField(default=4)

    class Meta:
        verbose_name = "edisi nomenklatur"
        verbose_name_plural = "edisi nomenklatur"
        ordering = ["tanggal", "kode"]
        constraints = [
            models.CheckConstraint(
                name="edisi_digit_sub_two_or_four",
                condition=Q(digit_sub__in=[2, 4]),
                violation_error_message="Digit sub-kegiatan harus 2 atau 4.",
            ),
        ]

    def __str__(self) -> str:
        return self.nama


class Nomenklatur(models.Model):
    """One entry of an edition. `kode` is canonical (sub-kegiatan always four digits, see lib.codes).

    `berlaku` turns false when a newer import of the same edition no longer lists the code; the entry stays,
    because plans may point at it.
    """

    class Kewenangan(models.TextChoices):
        KABUPATEN_KOTA = "kab/kota", "Kabupaten/kota"
        PROVINSI = "provinsi", "Provinsi"

    edisi = models.ForeignKey(EdisiNomenklatur, on_delete=models.PROTECT, related_name="entri")
    kewenangan = models.CharField(max_length=8, choices=Kewenangan, default=Kewenangan.KABUPATEN_KOTA)
    kode = models.CharField(max_length=24, db_index=True)
    level = models.CharField(max_length=16)
    uraian = models.TextField()
    kinerja = models.TextField(blank=True)
    indikator = models.TextField(blank=True)
    satuan = models.CharField(max_length=120, blank=True)
    definisi_operasional = models.TextField(blank=True)
    sumber = models.CharField(max_length=200, blank=True)
    berlaku = models.BooleanField(default=True)

    class Meta:
        verbose_name = "nomenklatur"
        verbose_name_plural = "nomenklatur"
        ordering = ["edisi_id", "kewenangan", "kode"]
        constraints = [
            models.UniqueConstraint(
                fields=["edisi", "kewenangan", "kode"],
                name="nomenklatur_kode_once_per_edisi",
                violation_error_message="Kode ini sudah ada pada edisi dan kewenangan yang sama.",
            ),
            models.CheckConstraint(
                name="nomenklatur_kewenangan_known",
                condition=Q(kewenangan__in=["kab/kota", "provinsi"]),
                violation_error_message="Kewenangan harus kab/kota atau provinsi.",
            ),
            models.CheckConstraint(
                name="nomenklatur_level_known",
                condition=Q(level__in=["urusan", "bidang_urusan", "program", "kegiatan", "sub_kegiatan"]),
                violation_error_message="Tingkat nomenklatur tidak dikenal.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kode} {self.uraian}"

    def get_absolute_url(self) -> str:
        """The page of this entry; follows `edisi`, so lists select it along."""
        return reverse("nomenklatur-entri", args=[self.edisi.kode, self.kewenangan.replace("/", "-"), self.kode])


class PadananNomenklatur(models.Model):
    """An entry of one edition and its successor in another; no successor says the code was dropped."""

    dari = models.ForeignKey(Nomenklatur, on_delete=models.CASCADE, related_name="padanan_ke")
    edisi_tujuan = models.ForeignKey(EdisiNomenklatur, on_delete=models.CASCADE, related_name="padanan_masuk")
    ke = models.ForeignKey(Nomenklatur, on_delete=models.CASCADE, null=True, blank=True, related_name="padanan_dari")
    status = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = "padanan nomenklatur"
        verbose_name_plural = "padanan nomenklatur"
        ordering = ["dari_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dari", "edisi_tujuan"],
                name="padanan_once_per_edisi_tujuan",
                violation_error_message="Padanan kode ini ke edisi tersebut sudah ada.",
            ),
        ]

    def __str__(self) -> str:
        return self.status or "padanan"
