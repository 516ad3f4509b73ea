"""The texts of a report that people write around its figures."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery

from planning.models import Rencana


class BlockEditQuerySet(models.QuerySet["BlockEdit"]):
    """Edits of text blocks, oldest first within a block."""

    def latest_of(self, rencana: Rencana) -> BlockEditQuerySet:
        """The last edit of every block of the plan's report that was ever edited, with who made it."""
        last = BlockEdit.objects.filter(rencana=rencana, key=OuterRef("key")).order_by("-number")
        return self.filter(rencana=rencana, number=Subquery(last.values("number")[:1])).select_related("user")


class BlockEdit(models.Model):
    """One edit of one text block of a plan's report (LKIP); rows are added, never changed, so they are the record.

    `key` names the block, `number` counts its edits from 1: the highest one holds. `text` holds the words with the
    tokens of figures (`performance.lkip.token`), never the figures themselves. `is_standard` says that the block
    went back to its standard text; then `text` is empty.
    """

    rencana = models.ForeignKey(Rencana, on_delete=models.CASCADE, related_name="block_edits")
    key = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    is_standard = models.BooleanField(default=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = BlockEditQuerySet.as_manager()

    class Meta:
        verbose_name = "suntingan naskah"
        verbose_name_plural = "suntingan naskah"
        ordering = ["rencana", "key", "number"]
        constraints = [
            # Two people who save over the same edit would both write the next number: the second one is told.
            models.UniqueConstraint(fields=["rencana", "key", "number"], name="block_edit_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} #{self.number}"
