"""The record of acts on a whole version: that it was set, that it was cancelled."""

from __future__ import annotations

from ..models import Change, ChangeSet, Rencana, User
from ..writing import Authorship


def record_status(
    rencana: Rencana,
    act: Change.Act,
    cells: dict[str, list[str | None]],
    *,
    about: int,
    user: User | None,
    source: str,
    reason: str,
    revisi: int,
) -> ChangeSet:
    """Enter an act in the history of `rencana`; `about` is the id of the version it was done to."""
    by = Authorship(user=user, origin=ChangeSet.Origin.STATUS, source=source)
    changeset = ChangeSet.objects.create(
        rencana=rencana,
        user=by.user,
        user_name=by.name,
        origin=by.origin,
        source=by.recorded_source,
        reason=reason,
        revisi=revisi,
    )
    Change.objects.create(changeset=changeset, kind=Change.Kind.RENCANA, object_id=about, act=act, cells=cells)
    return changeset
