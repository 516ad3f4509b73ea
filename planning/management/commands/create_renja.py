"""`manage.py create_renja`: a Renja from a year of a Renstra, or from the Renja of the year before."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from planning.management.lookup import plan_named
from planning.versions.renja import create_renja
from planning.writing import WriteError


class Command(BaseCommand):
    """Makes the whole Renja or nothing."""

    help = "Membuat Renja satu tahun dari Renstra atau dari Renja tahun sebelumnya."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the source and the year."""
        parser.add_argument(
            "--from", required=True, dest="source", metavar="SLUG", help="Rencana asal; lihat `manage.py plans`."
        )
        parser.add_argument("--year", required=True, type=int, metavar="TAHUN", help="Tahun Renja yang dibuat.")
        parser.add_argument("--reason", default="", help="Keterangan untuk riwayat.")

    def handle(self, *args: Any, source: str, year: int, reason: str, **options: Any) -> None:
        """Make the Renja and say what it is called."""
        found = plan_named(source)
        try:
            renja = create_renja(found, year, user=None, reason=reason)
        except WriteError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Dibuat: {renja.judul} ({renja.slug}), {renja.simpul.count()} baris.")
