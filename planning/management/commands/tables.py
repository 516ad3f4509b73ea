"""`manage.py tables`: which regulated tables can be printed."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from planning.documents import documents
from planning.tables import TABLES


class Command(BaseCommand):
    """Lists the tables with their id, title and regulation."""

    help = "Tampilkan daftar tabel resmi yang dapat dicetak dengan perintah generate."

    def add_arguments(self, parser: CommandParser) -> None:
        """Only the form of the list can be chosen."""
        parser.add_argument(
            "--format", choices=["text", "json"], default="text", help="bentuk daftar: text (baku) atau json"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the list to stdout."""
        found = [
            {
                "id": table.id,
                "nomor": table.nomor,
                "judul": table.generic_title,
                "dasar": table.dasar,
                "kelompok": table.group,
                "jenis_rencana": table.jenis_rencana,
            }
            for table in TABLES.values()
        ]
        if options["format"] == "json":
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            return
        width = max(len(one["id"]) for one in found)
        for one in found:
            self.stdout.write(f"{one['id']:<{width}}  {one['judul']}  ({one['dasar']})")
        for document in documents():
            self.stdout.write(f"{document.id:<{width}}  {document.nama}")
