"""Who may do what. Views, commands and the writer ask here; lists use the QuerySets' visible_to / editable_by."""

from __future__ import annotations

from .models import Rencana, User


def reason_not_writable(user: User | None, rencana: Rencana) -> str | None:
    """Why the person may not write to the plan version now, in words for the screen; None when they may.

    `user` None stands for the operator at the command line, who is bound only by the version's status.
    """
    if not rencana.is_open:
        return (
            f"{rencana.judul} berstatus {rencana.get_status_display().lower()} sehingga tidak dapat diubah. "
            "Buat perubahan (versi baru) atau minta Bappeda mengembalikannya."
        )
    if user is None or Rencana.objects.filter(pk=rencana.pk).editable_by(user).exists():
        return None
    return "Hanya perencana perangkat daerah ini yang dapat mengubahnya. Hubungi admin bila Anda perlu hak itu."


def may_manage_reference(user: User) -> bool:
    """Whether the person may change nomenclature, daerah and accounts."""
    return bool(user.is_active and user.is_superuser)
