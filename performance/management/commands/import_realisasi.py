"""`import_realisasi`: write the realisation that an Excel workbook fills in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from performance.workbook import import_realisasi, plan_of
from planning.models import ChangeSet, Rencana
from planning.workbook import ImportReport, Severity, Unreadable
from planning.writing import Authorship


class Command(BaseCommand):
    """Prints every problem at once; exits with 1 when the workbook is refused, and then nothing was written."""

    help = "Mengimpor realisasi dari buku kerja Excel (.xlsx). Bila ada galat, tidak ada yang ditulis."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file, the plan and what to do."""
        parser.add_argument("file", type=Path, help="berkas .xlsx")
        parser.add_argument(
            "--plan", default="", help="mis. kota-contoh/disnaker/kinerja-2025/murni (baku: yang disebut buku kerja)"
        )
        parser.add_argument("--dry-run", action="store_true", help="periksa dan tunjukkan saja, jangan tulis")
        parser.add_argument("--reason", default="", help="alasan perubahan, untuk riwayat")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the import and print its report."""
        file: Path = options["file"]
        rencana = _plan(file, options["plan"])
        by = Authorship(user=None, origin=ChangeSet.Origin.IMPORT, source=file.name[:250], reason=options["reason"])
        report = import_realisasi(rencana, file, by=by, dry_run=options["dry_run"])
        self._print(report, options["format"])
        if report.refused:
            raise SystemExit(1)

    def _print(self, report: ImportReport, form: str) -> None:
        if form == "json":
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
            return
        for problem in report.problems:
            if problem.severity is not Severity.CATATAN or report.status != "tidak_ada_perubahan":
                self.stdout.write(str(problem))
        for line in report.summary:
            self.stdout.write(line)


def _plan(file: Path, slug: str) -> Rencana:
    """The kinerja plan that is named, by the command or by the workbook."""
    try:
        slug = slug or plan_of(file)
    except Unreadable as error:
        raise CommandError(str(error.problem)) from error
    if not slug:
        raise CommandError("Buku kerja ini tidak menyebut rencananya. Tambahkan --plan.")
    rencana = Rencana.objects.select_related("edisi", "perangkat_daerah__daerah").filter(slug=slug).first()
    if rencana is None:
        raise CommandError(f"Rencana {slug} tidak ada.")
    if rencana.jenis != Rencana.Jenis.KINERJA:
        raise CommandError(f"{rencana.judul} bukan rencana kinerja.")
    return rencana
