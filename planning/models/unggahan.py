"""Workbooks that were uploaded and wait, between their preview and the word to apply them."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from .rencana import Rencana

if TYPE_CHECKING:
    from .user import User

#: How long an upload waits for its owner.
LIFETIME = timedelta(hours=24)
_NAME_LENGTH = 250


class UnggahanManager(models.Manager["Unggahan"]):
    """Uploads, at most one of a person for each plan and one for a plan to come."""

    @transaction.atomic
    def keep(
        self, user: User, content: bytes, name: str, *, rencana: Rencana | None = None, slug_baru: str = ""
    ) -> Unggahan:
        """Keep a workbook for a plan, or for the plan that `slug_baru` names and that is yet to be opened.

        It takes the place of the person's earlier one; whatever anyone left lying longer than `LIFETIME` is removed.
        """
        # Two uploads of one person at the same moment follow each other, so that the later one stays.
        get_user_model().objects.select_for_update().get(pk=user.pk)
        self.filter(Q(at__lt=timezone.now() - LIFETIME) | Q(user=user, rencana=rencana)).delete()
        return self.create(
            user=user,
            rencana=rencana,
            slug_baru=slug_baru,
            nama_berkas=_shortened(name),
            isi=content,
            sha256=hashlib.sha256(content).hexdigest(),
            ukuran=len(content),
        )

    def waiting(self, user: User, rencana: Rencana | None = None, *, to_read: bool = False) -> Unggahan | None:
        """The person's upload for the plan, or (None) for a plan to come; None when there is none any more.

        Its bytes, up to 10 MB, come with it only `to_read` them.
        """
        found = self.filter(user=user, rencana=rencana, at__gte=timezone.now() - LIFETIME)
        return (found if to_read else found.defer("isi")).first()


class Unggahan(models.Model):
    """An uploaded workbook. Its bytes stand in the database, where no address leads; nobody is ever served them."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    rencana = models.ForeignKey(Rencana, on_delete=models.CASCADE, null=True, related_name="+")
    slug_baru = models.CharField(max_length=160, blank=True, help_text="Rencana yang akan dibuat.")
    nama_berkas = models.CharField(max_length=_NAME_LENGTH)
    isi = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    ukuran = models.PositiveIntegerField(help_text="Dalam byte.")
    at = models.DateTimeField(auto_now_add=True)

    objects = UnggahanManager()

    class Meta:
        verbose_name = "unggahan"
        verbose_name_plural = "unggahan"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "rencana"],
                name="unggahan_once_per_plan",
                violation_error_message="Sudah ada unggahan untuk rencana ini.",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(rencana__isnull=True),
                name="unggahan_once_for_a_plan_to_come",
                violation_error_message="Sudah ada unggahan untuk rencana baru.",
            ),
            models.CheckConstraint(
                name="unggahan_for_one_plan",
                condition=Q(rencana__isnull=True, slug_baru__gt="") | Q(rencana__isnull=False, slug_baru=""),
                violation_error_message="Unggahan harus untuk satu rencana.",
            ),
        ]

    def __str__(self) -> str:
        return self.nama_berkas


def _shortened(name: str) -> str:
    """A file name that fits its column, its ending kept."""
    return name if len(name) <= _NAME_LENGTH else f"{name[: _NAME_LENGTH - 6]}….xlsx"
