"""The texts of a report that people write around its figures."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery

from planning.models import Rencana


class SuntinganQuerySet(models.QuerySet["Suntingan"]):
    """Edits of text blocks, oldest first within a block."""

    def latest_of(self, rencana: Rencana) -> SuntinganQuerySet:
        """The last edit of every block of the plan's report that was ever edited, with who made it."""
        last = Suntingan.objects.filter(rencana=rencana, kunci=OuterRef("kunci")).order_by("-nomor")
        return self.filter(rencana=rencana, nomor=Subquery(last.values("nomor")[:1])).select_related("user")


class Suntingan(models.Model):
    """One edit of one text block of a plan's report (LKIP); rows are added, never changed, so they are the record.

    `kunci` names the block, `nomor` counts its edits from 1: the highest one holds. `teks` holds the words with the
    tokens of figures (`performance.lkip.token`), never the figures themselves. `baku` says that the block went back
    to its standard text; then `teks` is empty.
    """

    rencana = models.ForeignKey(Rencana, on_delete=models.CASCADE, related_name="suntingan")
    kunci = models.CharField(max_length=80)
    nomor = models.PositiveIntegerField()
    teks = models.TextField(blank=True)
    baku = models.BooleanField(default=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    pada = models.DateTimeField(auto_now_add=True)

    objects = SuntinganQuerySet.as_manager()

    class Meta:
        verbose_name = "suntingan naskah"
        verbose_name_plural = "suntingan naskah"
        ordering = ["rencana", "kunci", "nomor"]
        constraints = [
            # Two people who save over the same edit would both write the next number: the second one is told.
            models.UniqueConstraint(fields=["rencana", "kunci", "nomor"], name="suntingan_nomor_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kunci} #{self.nomor}"
