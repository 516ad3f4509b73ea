"""`manage.py establish_plan`: sets a plan version, after which nothing in it changes any more."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from planning.management.lookup import plan_named
from planning.versions.establishing import establish
from planning.writing import WriteError


class Command(BaseCommand):
    """Sets one version under the decision that is named."""

    help = "Menetapkan rencana. Sesudah itu isinya tidak dapat diubah; perbaikan dilakukan lewat perubahan."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the version and the decision."""
        parser.add_argument("slug", help="Rencana yang ditetapkan; lihat `manage.py plans`.")
        parser.add_argument("--reason", required=True, metavar="KEPUTUSAN", help="Nomor dan tanggal keputusan.")

    def handle(self, *args: Any, slug: str, reason: str, **options: Any) -> None:
        """Set the version and say so."""
        found = plan_named(slug)
        try:
            establish(found, user=None, reason=reason)
        except WriteError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Ditetapkan: {found.judul} ({found.slug}), revisi {found.revisi}.")
