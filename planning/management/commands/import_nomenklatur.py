"""`manage.py import_nomenklatur`: load a national nomenclature list or a mapping between editions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from planning.models import Nomenklatur
from planning.nomenklatur.importing import ImportResult, import_file
from planning.nomenklatur.mapping import MappingResult, import_mapping_file
from planning.nomenklatur.reading import Problem, UnreadableFile

#: How many lines of each kind the text report shows; the JSON report shows all.
SHOWN = 20


class Command(BaseCommand):
    """Reads a list of any bidang urusan (.csv or .xlsx) and tells what is new, changed and gone."""

    help = (
        "Memuat daftar nomenklatur (.csv atau .xlsx: kode, uraian, kinerja, indikator, satuan, …), atau dengan "
        "--padanan berkas padanan kode antaredisi. Semua kesalahan dilaporkan sekaligus; bila ada, tidak satu baris "
        "pun ditulis. Aman diulang."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file and how to read it."""
        parser.add_argument("berkas", nargs="?", type=Path, help="daftar nomenklatur, .csv atau .xlsx")
        parser.add_argument("--padanan", type=Path, metavar="BERKAS", help="berkas padanan kode antaredisi")
        parser.add_argument("--edisi", help="edisi daftar, misalnya 900-1317-2023 (mengalahkan isi berkas)")
        parser.add_argument("--dari", help="dengan --padanan: edisi kode sebelumnya")
        parser.add_argument(
            "--kewenangan", choices=Nomenklatur.Kewenangan.values, help="untuk baris yang tidak menyebutnya"
        )
        parser.add_argument(
            "--partial",
            action="store_true",
            help="berkas hanya sebagian daftar: yang tidak disebut tetap berlaku",
        )
        parser.add_argument("--dry-run", action="store_true", help="hanya melaporkan, tidak menulis")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="bentuk laporan")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and report. Raises `CommandError` when the file has problems."""
        if bool(options["berkas"]) == bool(options["padanan"]):
            raise CommandError("Sebutkan satu berkas: BERKAS untuk daftar, atau --padanan BERKAS.")
        result: ImportResult | MappingResult
        try:
            if options["padanan"]:
                result = import_mapping_file(
                    options["padanan"],
                    edisi=options["edisi"],
                    dari=options["dari"],
                    kewenangan=options["kewenangan"],
                    dry_run=options["dry_run"],
                )
            else:
                result = import_file(
                    options["berkas"],
                    edisi=options["edisi"],
                    kewenangan=options["kewenangan"],
                    partial=options["partial"],
                    dry_run=options["dry_run"],
                )
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        if options["format"] == "json":
            self.stdout.write(json.dumps(result.as_dict(), ensure_ascii=False, indent=2))
        elif isinstance(result, ImportResult):
            self._report_list(result)
        else:
            self._report_mapping(result)
        if result.problems:
            raise CommandError(
                f"{len(result.problems)} kesalahan; tidak ada yang ditulis. Perbaiki berkas, lalu ulangi."
            )
        if options["format"] == "text":
            self._report_outcome(written=result.written, dry_run=options["dry_run"])

    def _report_list(self, result: ImportResult) -> None:
        self._report_problems(result.problems, result.warnings)
        if result.problems:
            return
        self.stdout.write(f"{result.rows} baris dibaca untuk edisi {', '.join(result.editions)}.")
        self.stdout.write(
            f"Baru {len(result.new)} · berubah {result.changed_entries} · tidak berlaku lagi {len(result.gone)} · "
            f"tetap {result.unchanged}"
        )
        self._lines("Berubah", [f"{c.edisi} {c.kode} {c.field}: “{c.old}” → “{c.new}”" for c in result.changes])
        self._lines("Tidak berlaku lagi", [f"{e.edisi.kode} {e.kode} {e.uraian}" for e in result.gone])

    def _report_mapping(self, result: MappingResult) -> None:
        self._report_problems(result.problems, result.warnings)
        if result.problems:
            return
        self.stdout.write(f"{result.rows} baris padanan dibaca antara edisi {', '.join(result.editions)}.")
        self.stdout.write(
            f"Padanan baru {result.new} · berubah {result.changed} · tetap {result.unchanged} · "
            f"definisi operasional diisi {result.definitions}"
        )

    def _report_problems(self, problems: list[Problem], warnings: list[Problem]) -> None:
        for problem in problems:
            self.stderr.write(self.style.ERROR(f"Galat: {problem}"))
        self._lines("Peringatan", [str(warning) for warning in warnings])

    def _report_outcome(self, *, written: bool, dry_run: bool) -> None:
        if dry_run:
            self.stdout.write("Percobaan: tidak ada yang ditulis.")
        elif written:
            self.stdout.write(self.style.SUCCESS("Tersimpan."))
        else:
            self.stdout.write("Tidak ada yang berubah.")

    def _lines(self, title: str, lines: list[str]) -> None:
        if not lines:
            return
        self.stdout.write(f"{title} ({len(lines)}):")
        for line in lines[:SHOWN]:
            self.stdout.write(f"  {line}")
        if len(lines) > SHOWN:
            self.stdout.write(f"  … dan {len(lines) - SHOWN} lagi; lihat semua dengan --format json.")
