"""`import_plan`: bring a plan version into the state that an Excel workbook shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from planning.models import ChangeSet, Rencana
from planning.workbook import ImportReport, Severity, create_and_import, import_workbook
from planning.writing import Authorship, InvalidPlan, PlanSlug


class Command(BaseCommand):
    """Prints every problem at once; exits with 1 when the workbook is refused, and then nothing was written."""

    help = "Mengimpor rencana dari buku kerja Excel (.xlsx). Bila ada galat, tidak ada yang ditulis."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file, the plan and what to do."""
        parser.add_argument("file", type=Path, help="berkas .xlsx")
        parser.add_argument("--plan", required=True, help="mis. kota-contoh/disnaker/renstra-2025-2029/murni")
        parser.add_argument("--create", action="store_true", help="buat rencananya bila belum ada")
        parser.add_argument("--dry-run", action="store_true", help="periksa dan tunjukkan saja, jangan tulis")
        parser.add_argument(
            "--remove-missing", action="store_true", help="hapus baris rencana yang tidak ada di buku kerja"
        )
        parser.add_argument("--reason", default="", help="alasan perubahan, untuk riwayat")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the import and print its report."""
        file: Path = options["file"]
        by = Authorship(user=None, origin=ChangeSet.Origin.IMPORT, source=file.name[:250], reason=options["reason"])
        try:
            slug = PlanSlug.parse(options["plan"])
        except InvalidPlan as error:
            raise CommandError(str(error)) from error
        rencana = Rencana.objects.select_related("edisi", "perangkat_daerah__daerah").filter(slug=str(slug)).first()
        if rencana is not None:
            report = import_workbook(
                rencana, file, by=by, dry_run=options["dry_run"], remove_missing=options["remove_missing"]
            )
        elif options["create"]:
            _, report = create_and_import(slug, file, by=by, dry_run=options["dry_run"])
        else:
            raise CommandError(f"Rencana {slug} tidak ada. Tambahkan --create untuk membuatnya.")
        self._print(report, options["format"])
        if report.refused:
            raise SystemExit(1)

    def _print(self, report: ImportReport, form: str) -> None:
        if form == "json":
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
            return
        for problem in report.problems:
            if problem.severity is Severity.CATATAN and report.status == "tidak_ada_perubahan":
                continue
            self.stdout.write(str(problem))
        if report.missing:
            verb = "dihapus" if report.removed else "dibiarkan"
            self.stdout.write(f"Tidak ada di buku kerja ({verb}):")
            for line in report.missing:
                self.stdout.write(f"  - {line}")
        for line in report.summary:
            self.stdout.write(line)
