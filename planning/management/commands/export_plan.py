"""`export_plan`: write a plan version, or the blank workbook, as an Excel file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from planning.cascade import load
from planning.models import Rencana
from planning.plan_pages import excel_of
from planning.workbook import write_blank, write_workbook

_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")


class Command(BaseCommand):
    """Importing the written file again changes nothing."""

    help = "Mengekspor rencana ke buku kerja Excel (.xlsx), atau buat buku kerja kosong."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what to write and where."""
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("--plan", help="mis. kota-contoh/disnaker/renstra-2025-2029/murni")
        source.add_argument("--blank", action="store_true", help="buku kerja kosong")
        parser.add_argument("--jenis", choices=("renstra", "renja"), default="renstra", help="jenis buku kerja kosong")
        parser.add_argument("--output", type=Path, required=True, help="berkas .xlsx yang ditulis")
        parser.add_argument(
            "--years",
            default="2025-2030",
            help="tahun kolom buku kerja kosong, mis. 2025-2030; untuk Renja tahunnya, mis. 2026",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        output: Path = options["output"]
        if not output.parent.is_dir():
            raise CommandError(f"Folder {output.parent} tidak ada.")
        if options["blank"]:
            found = _YEARS.fullmatch(options["years"])
            if not found or int(found[2] or found[1]) < int(found[1]) or int(found[2] or found[1]) - int(found[1]) > 20:
                raise CommandError("Tahun ditulis misalnya 2025-2030.")
            first, last = int(found[1]), int(found[2] or found[1])
            write_blank(output, jenis=options["jenis"], tahun_awal=first, tahun_akhir=last)
        else:
            rencana = Rencana.objects.select_related("edisi").filter(slug=options["plan"]).first()
            if rencana is None:
                raise CommandError(f"Rencana {options['plan']} tidak ada.")
            if excel_of(rencana.jenis):
                raise CommandError(
                    f"{rencana.judul} tidak memiliki buku kerja rencana: unduh dari halamannya di portal."
                )
            write_workbook(load(rencana), output)
        self.stdout.write(f"Ditulis: {output}")
