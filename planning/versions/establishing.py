"""A plan version is set (*ditetapkan*): from then on nothing in it changes any more."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ..models import Change, ChangeSet, Rencana, User
from ..writing import Conflict, InvalidPlan
from .opening import demand
from .record import record_status
from .rights import lock_on_establishing


def establish(rencana: Rencana, *, user: User | None, reason: str, revisi: int | None = None) -> ChangeSet:
    """Set the version, under the decision (number and date) that `reason` names.

    `user` None stands for the operator; `revisi` is the revision that the person saw, None that of `rencana`. Raises
    `NotAllowed`, `Conflict` when revision or status have moved on, `InvalidPlan` without a reason.
    """
    if not reason.strip():
        raise InvalidPlan("Tulis nomor dan tanggal keputusan penetapannya.")
    demand(lock_on_establishing(user, rencana))
    expected = rencana.revisi if revisi is None else revisi
    with transaction.atomic():
        moved = Rencana.objects.filter(pk=rencana.pk, revisi=expected, status=rencana.status).update(
            status=Rencana.Status.DITETAPKAN, revisi=F("revisi") + 1, diubah=timezone.now()
        )
        if not moved:
            raise Conflict(
                f"{rencana.judul} baru saja diubah oleh orang lain, jadi belum ditetapkan. "
                "Periksa perubahannya, lalu ulangi."
            )
        changeset = record_status(
            rencana,
            Change.Act.UPDATE,
            {"status": [rencana.status, Rencana.Status.DITETAPKAN.value]},
            about=rencana.pk,
            user=user,
            source="Penetapan",
            reason=reason.strip(),
            revisi=expected + 1,
        )
    rencana.refresh_from_db()
    return changeset
