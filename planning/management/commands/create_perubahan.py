"""`manage.py create_perubahan`: the next version of a plan that has been set."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from planning.management.lookup import plan_named
from planning.versions.perubahan import create_perubahan
from planning.writing import WriteError


class Command(BaseCommand):
    """Copies the whole version or nothing."""

    help = "Membuat perubahan (versi baru) dari rencana yang sudah ditetapkan."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the version to revise."""
        parser.add_argument("slug", help="Rencana yang diubah; lihat `manage.py plans`.")
        parser.add_argument("--reason", default="", help="Keterangan untuk riwayat.")

    def handle(self, *args: Any, slug: str, reason: str, **options: Any) -> None:
        """Open the perubahan and say what it is called."""
        found = plan_named(slug)
        try:
            perubahan = create_perubahan(found, user=None, reason=reason)
        except WriteError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Dibuat: {perubahan.judul} ({perubahan.slug}), {perubahan.simpul.count()} baris.")
