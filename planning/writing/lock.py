"""A plan held for one writer: the right to write checked, the row locked, until the transaction ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction

from ..levels import Level
from ..models import Rencana, User
from ..policies import reason_not_writable
from .errors import NotAllowed


@dataclass(slots=True)
class PlanLock:
    """The plan and person of a running transaction in which nobody else can write to the plan.

    `levels` and `indicators` are rows that were read under the lock and belong to the plan; `apply` need not ask again.
    """

    rencana: Rencana
    user: User
    levels: dict[int, Level] = field(default_factory=dict)
    indicators: set[int] = field(default_factory=set)


@contextmanager
def locked_plan(slug: str, user: User) -> Iterator[PlanLock]:
    """Open a transaction in which the plan can be read, compared and written without anyone coming between.

    PostgreSQL locks the row; SQLite admits one writer at a time (its transactions begin IMMEDIATE). An exception from
    within takes everything back. Raises `Rencana.DoesNotExist` outside the person's scope, and `NotAllowed`.
    """
    with transaction.atomic():
        # `of` leaves the tables that the scope is looked up in unlocked.
        rencana = Rencana.objects.in_scope_of(user).select_for_update(of=("self",)).get(slug=slug)
        if reason := reason_not_writable(user, rencana, may_write=rencana.dapat_diubah):
            raise NotAllowed(reason)
        yield PlanLock(rencana, user)
