"""What commands look up by the words of the operator."""

from __future__ import annotations

from django.core.management.base import CommandError

from planning.models import Rencana


def plan_named(slug: str) -> Rencana:
    """The plan version with that slug. Raises `CommandError`, naming the command that lists them."""
    found = Rencana.objects.select_related("edisi", "perangkat_daerah__daerah").filter(slug=slug).first()
    if found is None:
        raise CommandError(f"Rencana “{slug}” tidak ada. Lihat daftarnya dengan `manage.py plans`.")
    return found
