"""When the figures of a triwulan can be entered: windows, each change of which is a row of its own."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from planning.models import Daerah, PerangkatDaerah


class JadwalPengisian(models.Model):
    """A window in which figures of one triwulan are entered: both days inclusive.

    Of a whole daerah, or further days for one perangkat daerah. Rows are never changed: of the same daerah, tahun,
    triwulan and perangkat daerah the latest row holds, and one without days takes the window away. So the rows are
    also the record of who changed which date, when and why.
    """

    daerah = models.ForeignKey(Daerah, on_delete=models.CASCADE, related_name="jadwal_pengisian")
    perangkat_daerah = models.ForeignKey(
        PerangkatDaerah, on_delete=models.CASCADE, null=True, blank=True, related_name="jadwal_pengisian"
    )
    tahun = models.PositiveSmallIntegerField()
    triwulan = models.PositiveSmallIntegerField()
    dibuka = models.DateField("dibuka", null=True, blank=True)
    ditutup = models.DateField("hari terakhir pengisian", null=True, blank=True)
    keterangan = models.CharField("alasan", max_length=500, blank=True)
    # The record outlives the account.
    oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    oleh_nama = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "jadwal pengisian"
        verbose_name_plural = "jadwal pengisian"
        ordering = ["pk"]
        indexes = [models.Index(fields=["daerah", "tahun"], name="jadwal_by_daerah_and_year")]
        constraints = [
            models.CheckConstraint(
                name="jadwal_triwulan_known",
                condition=Q(triwulan__in=[1, 2, 3, 4]),
                violation_error_message="Triwulan harus 1 sampai 4.",
            ),
            models.CheckConstraint(
                name="jadwal_days_in_order",
                # Where one of the two is missing, comparing them alone would be neither true nor false, and so pass.
                condition=Q(dibuka__isnull=True, ditutup__isnull=True)
                | Q(dibuka__isnull=False, ditutup__isnull=False, ditutup__gte=F("dibuka")),
                violation_error_message="Isi kedua harinya; hari terakhir pengisian tidak boleh sebelum hari dibuka.",
            ),
        ]

    def __str__(self) -> str:
        return f"triwulan {self.triwulan} {self.tahun}"
