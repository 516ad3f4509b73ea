"""Money: pagu and what was spent of it, on sub-kegiatan, and plafon (ceilings) that may stand at any level."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .indikator import TRIWULAN, NilaiBase, kind_fits_content
from .simpul import Simpul


def _kind_fits_amount(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=(
            Q(jenis__in=["angka", "nihil"], jumlah__isnull=False) | Q(jenis="tidak_direncanakan", jumlah__isnull=True)
        ),
        violation_error_message="Jumlah rupiah tidak sesuai dengan jenis nilainya.",
    )


class Pagu(NilaiBase):
    """Rupiah of one sub-kegiatan, year and sumber dana (blank when the source is not stated).

    `pagu` is planned for the year, `keuangan_n` was spent in triwulan n of it, `keuangan` in the whole of a past year;
    `renstra` is what a Renstra that ends in that year plans for all its years.
    """

    class Peran(models.TextChoices):
        PAGU = "pagu", "Pagu"
        KEUANGAN_1 = "keuangan_1", "Realisasi keuangan triwulan I"
        KEUANGAN_2 = "keuangan_2", "Realisasi keuangan triwulan II"
        KEUANGAN_3 = "keuangan_3", "Realisasi keuangan triwulan III"
        KEUANGAN_4 = "keuangan_4", "Realisasi keuangan triwulan IV"
        KEUANGAN = "keuangan", "Realisasi keuangan"
        RENSTRA = "renstra", "Pagu Renstra"

    simpul = models.ForeignKey(Simpul, on_delete=models.CASCADE, related_name="pagu")
    peran = models.CharField(max_length=20, choices=Peran, default=Peran.PAGU)
    sumber_dana = models.CharField(max_length=120, blank=True, default="")
    jumlah = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = "pagu"
        verbose_name_plural = "pagu"
        ordering = ["simpul_id", "peran", "tahun", "sumber_dana"]
        constraints = [
            models.UniqueConstraint(
                fields=["simpul", "peran", "tahun", "sumber_dana"],
                name="pagu_once_per_role_year_and_source",
                violation_error_message="Rupiah untuk peran, tahun dan sumber dana ini sudah ada.",
            ),
            models.CheckConstraint(
                name="pagu_peran_known",
                condition=Q(peran__in=["pagu", "keuangan", "renstra", *(f"keuangan_{n}" for n in TRIWULAN)]),
                violation_error_message="Peran rupiah tidak dikenal.",
            ),
            _kind_fits_amount("pagu_kind_fits_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.peran} {self.tahun}"


class Plafon(NilaiBase):
    """A ceiling in rupiah for one simpul and year, as RPJMD, Bappeda or an imported document states it."""

    simpul = models.ForeignKey(Simpul, on_delete=models.CASCADE, related_name="plafon")
    jumlah = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = "plafon"
        verbose_name_plural = "plafon"
        ordering = ["simpul_id", "tahun"]
        constraints = [
            models.UniqueConstraint(
                fields=["simpul", "tahun"],
                name="plafon_once_per_year",
                violation_error_message="Plafon untuk tahun ini sudah ada.",
            ),
            _kind_fits_amount("plafon_kind_fits_amount"),
        ]

    def __str__(self) -> str:
        return f"plafon {self.tahun}"


class NilaiSimpul(NilaiBase):
    """What is told of a simpul for one triwulan: physical progress in percent, and the notes on it.

    `fisik_n` is the percentage reached by the end of triwulan n; the notes name what helped (pendorong) or hindered
    (penghambat), and what is to follow in the next triwulan or the next Renja (foot of E.81, Permendagri 86/2017).
    """

    class Peran(models.TextChoices):
        FISIK_1 = "fisik_1", "Fisik triwulan I (%)"
        FISIK_2 = "fisik_2", "Fisik triwulan II (%)"
        FISIK_3 = "fisik_3", "Fisik triwulan III (%)"
        FISIK_4 = "fisik_4", "Fisik triwulan IV (%)"
        PENDORONG_1 = "pendorong_1", "Faktor pendorong triwulan I"
        PENDORONG_2 = "pendorong_2", "Faktor pendorong triwulan II"
        PENDORONG_3 = "pendorong_3", "Faktor pendorong triwulan III"
        PENDORONG_4 = "pendorong_4", "Faktor pendorong triwulan IV"
        PENGHAMBAT_1 = "penghambat_1", "Faktor penghambat triwulan I"
        PENGHAMBAT_2 = "penghambat_2", "Faktor penghambat triwulan II"
        PENGHAMBAT_3 = "penghambat_3", "Faktor penghambat triwulan III"
        PENGHAMBAT_4 = "penghambat_4", "Faktor penghambat triwulan IV"
        TINDAK_LANJUT_1 = "tindak_lanjut_1", "Tindak lanjut sesudah triwulan I"
        TINDAK_LANJUT_2 = "tindak_lanjut_2", "Tindak lanjut sesudah triwulan II"
        TINDAK_LANJUT_3 = "tindak_lanjut_3", "Tindak lanjut sesudah triwulan III"
        TINDAK_LANJUT_4 = "tindak_lanjut_4", "Tindak lanjut sesudah triwulan IV"
        TINDAK_LANJUT_RENJA_1 = "tindak_lanjut_renja_1", "Tindak lanjut dalam Renja berikutnya (triwulan I)"
        TINDAK_LANJUT_RENJA_2 = "tindak_lanjut_renja_2", "Tindak lanjut dalam Renja berikutnya (triwulan II)"
        TINDAK_LANJUT_RENJA_3 = "tindak_lanjut_renja_3", "Tindak lanjut dalam Renja berikutnya (triwulan III)"
        TINDAK_LANJUT_RENJA_4 = "tindak_lanjut_renja_4", "Tindak lanjut dalam Renja berikutnya (triwulan IV)"

    simpul = models.ForeignKey(Simpul, on_delete=models.CASCADE, related_name="nilai")
    peran = models.CharField(max_length=24, choices=Peran)
    angka = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    desimal = models.PositiveSmallIntegerField(default=0, help_text="Banyaknya desimal saat diketik.")
    teks = models.TextField(blank=True)

    class Meta:
        verbose_name = "nilai simpul"
        verbose_name_plural = "nilai simpul"
        ordering = ["simpul_id", "peran", "tahun"]
        constraints = [
            models.UniqueConstraint(
                fields=["simpul", "peran", "tahun"],
                name="nilai_simpul_once_per_role_and_year",
                violation_error_message="Nilai untuk peran dan tahun ini sudah ada.",
            ),
            models.CheckConstraint(
                name="nilai_simpul_peran_known",
                condition=Q(
                    peran__in=[
                        f"{what}_{n}"
                        for what in ("fisik", "pendorong", "penghambat", "tindak_lanjut", "tindak_lanjut_renja")
                        for n in TRIWULAN
                    ]
                ),
                violation_error_message="Peran nilai tidak dikenal.",
            ),
            kind_fits_content("nilai_simpul_kind_fits_content"),
        ]

    def __str__(self) -> str:
        return f"{self.peran} {self.tahun}"
