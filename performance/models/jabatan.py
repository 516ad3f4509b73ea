"""Jabatan (positions) of an office or of its daerah, and the people who hold them from day to day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from planning.models import Daerah, PerangkatDaerah

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from planning.models import User

#: The order of echelons from the top; a superior stands before those under it.
RANKS = ("kepala_daerah", "II", "III", "IV", "fungsional")


class JabatanQuerySet(models.QuerySet["Jabatan"]):
    """Positions, narrowed to what a person may see or manage."""

    def visible_to(self, user: User | AnonymousUser) -> JabatanQuerySet:
        """Positions of the offices in the person's scope, and the head of each daerah that these belong to."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(
            Q(perangkat_daerah__keanggotaan__user=user)
            | Q(perangkat_daerah__daerah__keanggotaan__user=user)
            | Q(daerah__keanggotaan__user=user)
            | Q(daerah__perangkat_daerah__keanggotaan__user=user)
        ).distinct()

    def of_office(self, office: PerangkatDaerah) -> JabatanQuerySet:
        """The positions of an office, with the head of its daerah, from the top down."""
        ranks = models.Case(
            *(models.When(eselon=name, then=place) for place, name in enumerate(RANKS)),
            output_field=models.IntegerField(),
        )
        return self.filter(Q(perangkat_daerah=office) | Q(daerah=office.daerah_id)).order_by(ranks, "urutan", "pk")


class Jabatan(models.Model):
    """A position: of a perangkat daerah, or (Wali Kota, Bupati, Gubernur) of the daerah itself.

    `atasan` is the position it answers to: the second party of its perjanjian kinerja (PermenPANRB 53/2014).
    """

    class Eselon(models.TextChoices):
        KEPALA_DAERAH = "kepala_daerah", "Kepala daerah"
        II = "II", "Eselon II"
        III = "III", "Eselon III"
        IV = "IV", "Eselon IV"
        FUNGSIONAL = "fungsional", "Fungsional"

    daerah = models.ForeignKey(Daerah, on_delete=models.PROTECT, null=True, blank=True, related_name="jabatan")
    perangkat_daerah = models.ForeignKey(
        PerangkatDaerah, on_delete=models.PROTECT, null=True, blank=True, related_name="jabatan"
    )
    nama = models.CharField("nama jabatan", max_length=300)
    eselon = models.CharField("eselon", max_length=13, choices=Eselon)
    atasan = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="bawahan", verbose_name="atasan langsung"
    )
    urutan = models.PositiveSmallIntegerField("urutan", default=1)

    objects = JabatanQuerySet.as_manager()

    class Meta:
        verbose_name = "jabatan"
        verbose_name_plural = "jabatan"
        ordering = ["perangkat_daerah_id", "urutan", "pk"]
        constraints = [
            models.CheckConstraint(
                name="jabatan_eselon_known",
                condition=Q(eselon__in=RANKS),
                violation_error_message="Eselon tidak dikenal.",
            ),
            models.CheckConstraint(
                name="jabatan_scope_fits_eselon",
                condition=(
                    Q(eselon="kepala_daerah", daerah__isnull=False, perangkat_daerah__isnull=True)
                    | (~Q(eselon="kepala_daerah") & Q(daerah__isnull=True, perangkat_daerah__isnull=False))
                ),
                violation_error_message="Kepala daerah adalah jabatan daerah; jabatan lain milik perangkat daerah.",
            ),
            models.UniqueConstraint(
                fields=["perangkat_daerah", "nama"],
                name="jabatan_once_per_office",
                violation_error_message="Jabatan dengan nama ini sudah ada di perangkat daerah ini.",
            ),
            models.UniqueConstraint(
                fields=["daerah"],
                condition=Q(daerah__isnull=False),
                name="jabatan_one_head_per_daerah",
                violation_error_message="Kepala daerah ini sudah tercatat.",
            ),
            models.CheckConstraint(
                name="jabatan_not_its_own_superior",
                condition=~Q(atasan=F("pk")),
                violation_error_message="Jabatan tidak dapat menjadi atasan dirinya sendiri.",
            ),
        ]

    def __str__(self) -> str:
        return self.nama

    @property
    def rank(self) -> int:
        """Its place among the echelons, 0 at the top."""
        return RANKS.index(self.eselon)

    @property
    def peran_anggaran(self) -> str:
        """Which perjanjian it signs: "II", "III" or "IV" (also for fungsional); "" for the head of the daerah."""
        if self.eselon == self.Eselon.KEPALA_DAERAH:
            return ""
        return "IV" if self.eselon == self.Eselon.FUNGSIONAL else self.eselon

    def clean(self) -> None:
        """The superior stands higher and belongs to the same office or daerah. Raises `ValidationError`."""
        super().clean()
        if self.atasan is None:
            return
        if self.eselon == self.Eselon.KEPALA_DAERAH:
            raise ValidationError({"atasan": "Kepala daerah tidak memiliki atasan di daerah."})
        if self.atasan.rank >= self.rank and self.eselon != self.Eselon.FUNGSIONAL:
            raise ValidationError({"atasan": "Atasan harus bereselon lebih tinggi."})
        office = self.perangkat_daerah
        above = self.atasan
        if office is not None and above.perangkat_daerah_id != office.pk and above.daerah_id != office.daerah_id:
            raise ValidationError({"atasan": "Atasan harus dari perangkat daerah ini atau kepala daerahnya."})


class Pejabat(models.Model):
    """Somebody who holds a position from `mulai` to `selesai` (inclusive; None: still), and as what.

    A position has one definitif holder at a time. A Plt. fills a vacancy, a Plh. stands in for an absence.
    """

    class Sifat(models.TextChoices):
        DEFINITIF = "definitif", "Definitif"
        PLT = "plt", "Plt. (pelaksana tugas)"
        PLH = "plh", "Plh. (pelaksana harian)"

    jabatan = models.ForeignKey(Jabatan, on_delete=models.CASCADE, related_name="pejabat")
    nama = models.CharField("nama lengkap dan gelar", max_length=200)
    pangkat = models.CharField("pangkat/golongan", max_length=120, blank=True)
    nip = models.CharField(
        "NIP",
        max_length=18,
        blank=True,
        validators=[RegexValidator(r"^\d{18}$", "NIP terdiri atas 18 angka, tanpa spasi.")],
    )
    sifat = models.CharField("sifat", max_length=9, choices=Sifat, default=Sifat.DEFINITIF)
    mulai = models.DateField("mulai menjabat")
    selesai = models.DateField("selesai menjabat", null=True, blank=True)

    class Meta:
        verbose_name = "pejabat"
        verbose_name_plural = "pejabat"
        ordering = ["-mulai", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="pejabat_sifat_known",
                condition=Q(sifat__in=["definitif", "plt", "plh"]),
                violation_error_message="Sifat jabatan harus definitif, Plt. atau Plh.",
            ),
            models.CheckConstraint(
                name="pejabat_days_in_order",
                condition=Q(selesai__isnull=True) | Q(selesai__gte=F("mulai")),
                violation_error_message="Selesai menjabat tidak boleh sebelum mulai menjabat.",
            ),
            models.UniqueConstraint(
                fields=["jabatan"],
                condition=Q(sifat="definitif", selesai__isnull=True),
                name="pejabat_one_definitif_now",
                violation_error_message="Jabatan ini sudah memiliki pejabat definitif yang belum selesai menjabat.",
            ),
        ]

    def __str__(self) -> str:
        return self.nama

    def holds_on(self, day: date) -> bool:
        """Whether the person holds the position on that day."""
        return self.mulai <= day and (self.selesai is None or day <= self.selesai)

    def overlaps(self, other: Pejabat) -> bool:
        """Whether both hold it on some same day."""
        starts_before_other_ends = other.selesai is None or self.mulai <= other.selesai
        return starts_before_other_ends and (self.selesai is None or other.mulai <= self.selesai)

    @property
    def sebutan(self) -> str:
        """What stands before the position: "Plt. ", "Plh. " or ""."""
        return {"plt": "Plt. ", "plh": "Plh. "}.get(self.sifat, "")


def holder_on(holders: Iterable[Pejabat], day: date) -> Pejabat | None:
    """Who signs for a position on a day: whoever stands in for the holder (Plh., then Plt.), else the definitif one."""
    order = (Pejabat.Sifat.PLH, Pejabat.Sifat.PLT, Pejabat.Sifat.DEFINITIF)
    there = [one for one in holders if one.holds_on(day)]
    there.sort(key=lambda one: (order.index(Pejabat.Sifat(one.sifat)), -one.mulai.toordinal(), -one.pk))
    return there[0] if there else None
