"""Money: pagu entered on sub-kegiatan, and plafon (ceilings) that may stand at any level."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .indikator import NilaiBase
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
    """Rupiah planned for one sub-kegiatan, year and sumber dana (blank when the source is not stated)."""

    simpul = models.ForeignKey(Simpul, on_delete=models.CASCADE, related_name="pagu")
    sumber_dana = models.CharField(max_length=120, blank=True, default="")
    jumlah = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = "pagu"
        verbose_name_plural = "pagu"
        ordering = ["simpul_id", "tahun", "sumber_dana"]
        constraints = [
            models.UniqueConstraint(
                fields=["simpul", "tahun", "sumber_dana"],
                name="pagu_once_per_year_and_source",
                violation_error_message="Pagu untuk tahun dan sumber dana ini sudah ada.",
            ),
            _kind_fits_amount("pagu_kind_fits_amount"),
        ]

    def __str__(self) -> str:
        return f"pagu {self.tahun}"


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
