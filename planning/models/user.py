"""People and what they may see: one user model, and dated memberships that give a role in a scope."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from .organisasi import Daerah, PerangkatDaerah


class User(AbstractUser):
    """A person who signs in. Rights come from `Keanggotaan`, except for the admin (`is_superuser`)."""

    nama_lengkap = models.CharField("nama lengkap", max_length=200, blank=True)
    # Set with every temporary password; until the person chooses an own one, nothing else opens.
    harus_ganti_sandi = models.BooleanField("harus mengganti kata sandi", default=False)

    class Meta(AbstractUser.Meta):
        verbose_name = "pengguna"
        verbose_name_plural = "pengguna"

    def __str__(self) -> str:
        return self.nama_lengkap or self.username


class Keanggotaan(models.Model):
    """One role of one user: in a perangkat daerah (perencana, kepala) or in a daerah (reviewer, pembaca)."""

    class Peran(models.TextChoices):
        PERENCANA = "perencana", "Perencana"
        KEPALA = "kepala", "Kepala perangkat daerah"
        REVIEWER = "reviewer", "Reviewer Bappeda"
        PEMBACA = "pembaca", "Pembaca"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="keanggotaan", verbose_name="pengguna")
    peran = models.CharField(max_length=12, choices=Peran)
    daerah = models.ForeignKey(Daerah, on_delete=models.CASCADE, null=True, blank=True)
    perangkat_daerah = models.ForeignKey(PerangkatDaerah, on_delete=models.CASCADE, null=True, blank=True)

    class Meta:
        verbose_name = "keanggotaan"
        verbose_name_plural = "keanggotaan"
        ordering = ["user_id", "pk"]
        constraints = [
            models.CheckConstraint(
                name="keanggotaan_peran_known",
                condition=Q(peran__in=["perencana", "kepala", "reviewer", "pembaca"]),
                violation_error_message="Peran tidak dikenal.",
            ),
            models.CheckConstraint(
                name="keanggotaan_scope_fits_peran",
                condition=(
                    Q(peran__in=["perencana", "kepala"], perangkat_daerah__isnull=False, daerah__isnull=True)
                    | Q(peran__in=["reviewer", "pembaca"], perangkat_daerah__isnull=True, daerah__isnull=False)
                ),
                violation_error_message=(
                    "Perencana dan kepala bertugas di satu perangkat daerah; reviewer dan pembaca di satu daerah."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.get_peran_display()
