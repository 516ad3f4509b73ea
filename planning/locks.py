"""Sign-ins that are locked now after repeated wrong passwords (django-axes): one name at one address each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db.models import Max, Sum
from django.utils import timezone

from .models import User


@dataclass(frozen=True, slots=True)
class SignInLock:
    """A lock: the address it came from, how many wrong passwords, the last of them, and when it opens by itself.

    `sampai` is None where locks never end by themselves (AXES_COOLOFF_TIME unset).
    """

    alamat: str
    kali: int
    sejak: datetime
    sampai: datetime | None


def locks_of(users: Iterable[User] | None = None) -> dict[str, list[SignInLock]]:
    """The locks by user name, latest first, in one query; of everybody who has an account unless `users` names some."""
    names = User.objects.values("username") if users is None else [user.username for user in users]
    attempts = AccessAttempt.objects.filter(username__in=names)
    cool_off = get_cool_off()
    if cool_off is not None:
        attempts = attempts.filter(attempt_time__gte=timezone.now() - cool_off)
    # The browser is no part of a lock, so its attempts count together, as axes counts them.
    counted = (
        attempts.values("username", "ip_address")
        .annotate(kali=Sum("failures_since_start"), sejak=Max("attempt_time"))
        .filter(kali__gte=settings.AXES_FAILURE_LIMIT)
        .order_by("-sejak")
    )
    found: dict[str, list[SignInLock]] = {}
    for one in counted:
        until = None if cool_off is None else one["sejak"] + cool_off
        lock = SignInLock(one["ip_address"] or "", one["kali"], one["sejak"], until)
        found.setdefault(one["username"], []).append(lock)
    return found


def open_locks(user: User) -> int:
    """Forget the wrong passwords of this user name at every address; how many records that were."""
    return int(reset(username=user.username))
