"""`manage.py create_kinerja`: the year as it is carried out, from its Renja or from the Renstra that plans it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from planning.management.lookup import plan_named
from planning.versions.kinerja import create_kinerja
from planning.writing import WriteError


class Command(BaseCommand):
    """Opens the whole year or nothing."""

    help = "Membuka kinerja satu tahun dari Renja tahun itu atau dari Renstra."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the source and the year."""
        parser.add_argument(
            "--from", required=True, dest="source", metavar="SLUG", help="Rencana asal; lihat `manage.py plans`."
        )
        parser.add_argument("--year", required=True, type=int, metavar="TAHUN", help="Tahun yang dilaksanakan.")
        parser.add_argument("--reason", default="", help="Keterangan untuk riwayat.")

    def handle(self, *args: Any, source: str, year: int, reason: str, **options: Any) -> None:
        """Open the year and say what it is called."""
        found = plan_named(source)
        try:
            kinerja = create_kinerja(found, year, user=None, reason=reason)
        except WriteError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Dibuat: {kinerja.judul} ({kinerja.slug}), {kinerja.simpul.count()} baris.")
