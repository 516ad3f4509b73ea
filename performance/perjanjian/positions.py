"""Keeping positions and who holds them: one definitif holder at a time, the history kept by its dates."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError, Q, QuerySet

from planning.models import PerangkatDaerah, User
from renstra_portal.lib.dates import long_date

from ..models.jabatan import Jabatan, Pejabat


def offices_of(user: User) -> QuerySet[PerangkatDaerah]:
    """The perangkat daerah whose positions the person may see."""
    offices = PerangkatDaerah.objects.select_related("daerah").order_by("daerah__nama", "nama")
    if user.is_superuser:
        return offices
    return offices.filter(Q(keanggotaan__user=user) | Q(daerah__keanggotaan__user=user)).distinct()


def save_holder(pejabat: Pejabat) -> Pejabat | None:
    """Enter or change a holder; gives back the definitif one before, whose time this ended, if it did.

    A new definitif holder ends the time of one who still held the position, on the day before. Raises
    `ValidationError` where two would hold it definitively on the same day.
    """
    with transaction.atomic():
        jabatan = Jabatan.objects.select_for_update().get(pk=pejabat.jabatan_id)
        ended = None
        if pejabat.sifat == Pejabat.Sifat.DEFINITIF:
            others = jabatan.pejabat.filter(sifat=Pejabat.Sifat.DEFINITIF).exclude(pk=pejabat.pk)
            ended = next((one for one in others if _is_followed_by(one, pejabat)), None)
            for other in others:
                if other != ended and pejabat.overlaps(other):
                    until = f"sampai {long_date(other.selesai)}" if other.selesai else "dan belum selesai"
                    raise ValidationError(
                        {
                            "mulai": f"{other.nama} menjadi pejabat definitif sejak {long_date(other.mulai)} {until}. "
                            "Dua pejabat definitif tidak dapat menjabat pada hari yang sama."
                        }
                    )
        if ended is not None:
            ended.selesai = pejabat.mulai - timedelta(days=1)
            ended.save(update_fields=["selesai"])
        pejabat.full_clean()
        pejabat.save()
    return ended


def remove_position(jabatan: Jabatan) -> str:
    """Delete a position that nothing refers to; gives back why not, "" when it is done."""
    try:
        jabatan.delete()
    except ProtectedError as error:
        held = list(error.protected_objects)
        if any(isinstance(one, Jabatan) for one in held):
            return f"{jabatan} masih menjadi atasan jabatan lain."
        return f"{jabatan} sudah memiliki perjanjian kinerja sehingga tidak dapat dihapus."
    return ""


def _is_followed_by(before: Pejabat, after: Pejabat) -> bool:
    """Whether a holder without an end was there when a new one without an earlier beginning came."""
    return before.selesai is None and before.mulai < after.mulai and after.pk is None
