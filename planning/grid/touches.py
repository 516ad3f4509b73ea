"""Who changed a cell last, from the change record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from ..models import Change, ChangeSet, Rencana
from .sheet import Place, source_of


@dataclass(frozen=True, slots=True)
class Touch:
    """One change of a cell: who, when, and in which change set."""

    who: str
    when: datetime
    changeset: int

    @classmethod
    def of(cls, changeset: ChangeSet) -> Touch:
        """The touch of every cell in a change set."""
        return cls(changeset.user_name, changeset.at, changeset.pk)


def last_touches(rencana: Rencana, places: Collection[Place]) -> dict[Place, Touch]:
    """The last change of each place; places that were never changed are left out. One query for each kind of object."""
    wanted: dict[str, dict[int, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for place in places:
        wanted[place.kind][place.id].append(place)
    touches: dict[Place, Touch] = {}
    for kind, by_id in wanted.items():
        changes = Change.objects.filter(changeset__rencana=rencana, kind=kind, object_id__in=by_id)
        for change in changes.select_related("changeset").order_by("-pk"):
            for place in by_id[change.object_id]:
                if place not in touches and _touches(change, place):
                    touches[place] = Touch.of(change.changeset)
    return touches


def _touches(change: Change, place: Place) -> bool:
    what, _, rest = place.name.partition(":")
    if what == "pagu" and rest.startswith(":"):
        # The sumber dana of a row: any pagu under that name.
        return any(source_of(name) == rest[1:] for name in change.cells)
    return place.name in change.cells
