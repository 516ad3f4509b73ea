"""`manage.py generate`: prints one regulated table or a whole document of a plan to a file, without the web server."""

from __future__ import annotations

import codecs
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from planning.cascade import load
from planning.documents import Document, find_document
from planning.models import Rencana
from planning.models.indikator import TRIWULAN
from planning.printing import with_sources
from planning.tables import TableDefinition, TableOptions, UnknownTable, find_table
from renstra_portal.lib.text import closest
from renstra_portal.reporting.csv import render_csv
from renstra_portal.reporting.html import render_page_html
from renstra_portal.reporting.model import Paper, Report, ReportError
from renstra_portal.reporting.pdf import html_to_pdf
from renstra_portal.reporting.xlsx import render_xlsx

FORMATS = ("pdf", "xlsx", "html", "csv")


class Command(BaseCommand):
    """Prints a table to a file or to stdout."""

    help = "Cetak satu tabel resmi dari sebuah rencana ke berkas PDF, Excel, HTML, atau CSV."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which table of which plan, in which form, to which file."""
        parser.add_argument(
            "table",
            metavar="TABEL",
            help="nomor tabel, mis. 4.3 atau T-C.27, atau dokumen, mis. lkip; daftarnya: manage.py tables",
        )
        parser.add_argument(
            "--plan",
            required=True,
            metavar="RENCANA",
            help="nama rencana, mis. kota-tangerang/disnaker/renstra-2025-2029/murni",
        )
        parser.add_argument("--format", required=True, choices=FORMATS, help="bentuk berkas")
        parser.add_argument(
            "--output", required=True, metavar="BERKAS", help="berkas tujuan; - untuk keluaran layar (stdout)"
        )
        parser.add_argument("--paper", choices=["A3", "A4", "F4"], default="", help="kertas (baku: pengaturan rencana)")
        parser.add_argument(
            "--pagu",
            choices=["jumlah", "plafon"],
            default="",
            help="pagu baris induk: jumlah rincian atau plafon (baku: pengaturan rencana)",
        )
        parser.add_argument(
            "--bentuk",
            choices=["ringkas", "lebar"],
            default="",
            help="kolom baku atau lebar, bila tabel punya keduanya (baku: pengaturan rencana)",
        )
        parser.add_argument(
            "--triwulan",
            type=int,
            choices=TRIWULAN,
            default=4,
            help="untuk tabel evaluasi kinerja: sampai dengan triwulan ke berapa (baku: 4)",
        )
        parser.add_argument(
            "--hanya-berubah",
            action="store_true",
            help="pada tabel pembandingan: cetak hanya baris yang berubah, beserta baris induknya",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Build the table or the document and write it."""
        if document := find_document(options["table"]):
            self._write(options["output"], self._document(document, options))
            return
        try:
            table = find_table(options["table"])
        except UnknownTable as problem:
            raise CommandError(str(problem)) from problem
        rencana = _find_plan(options["plan"])
        print_options = with_sources(
            TableOptions(
                kertas=self._sheet(table, options["paper"] or rencana.kertas, options["bentuk"]),
                pagu=options["pagu"],
                bentuk=options["bentuk"],
                hanya_berubah=options["hanya_berubah"],
                triwulan=options["triwulan"],
            ),
            rencana,
            table.id,
        )
        cascade = load(rencana)
        try:
            report = table.build(cascade, print_options)
            data = _render(report, options["format"], print_options.paper(cascade.plan))
        except ReportError as problem:
            raise CommandError(str(problem)) from problem
        self._write(options["output"], data)

    def _sheet(self, table: TableDefinition, kertas: str, bentuk: str) -> str:
        """The paper to print on; a larger one than asked for, where the columns need it, is told."""
        sheet = table.sheet(kertas, bentuk)
        if sheet != kertas:
            self.stderr.write(f"Dicetak di kertas {sheet}: kolom {table.nomor} tidak muat di {kertas}.")
        return sheet

    def _document(self, document: Document, options: dict[str, Any]) -> bytes:
        """A whole document, with its progress on stderr."""
        form = options["format"]
        if form not in document.formats:
            raise CommandError(f"{document.nama} hanya dapat dicetak sebagai {', '.join(document.formats)}.")
        rencana = _find_plan(options["plan"])
        if rencana.jenis not in document.jenis_rencana:
            raise CommandError(f"{rencana.judul} bukan rencana yang mempunyai {document.nama}.")

        def tell(stage: str, percent: int) -> None:
            self.stderr.write(f"{percent:3d}%  {stage}")

        try:
            return document.make(rencana, form, tell)
        except ReportError as problem:
            raise CommandError(str(problem)) from problem

    def _write(self, output: str, data: bytes) -> None:
        if output == "-":
            stream = getattr(self.stdout, "buffer", sys.stdout.buffer)
            # Only Excel wants the mark; the next program in a pipe would take it for a letter.
            stream.write(data.removeprefix(codecs.BOM_UTF8))
            stream.flush()
            return
        try:
            Path(output).write_bytes(data)
        except OSError as problem:
            raise CommandError(f"Berkas {output} tidak dapat ditulis: {problem.strerror}.") from problem
        self.stderr.write(f"Tersimpan: {output} ({len(data):,} bita)".replace(",", "."))


def _find_plan(slug: str) -> Rencana:
    rencana = Rencana.objects.select_related("edisi").filter(slug=slug).first()
    if rencana:
        return rencana
    slugs = list(Rencana.objects.values_list("slug", flat=True)[:500])
    if not slugs:
        raise CommandError(f"Rencana “{slug}” tidak ada. Belum ada satu pun rencana yang tersimpan.")
    guess = closest(slug, slugs, cutoff=0.5)
    hint = f" Maksud Anda {guess}?" if guess else f" Yang ada antara lain: {', '.join(slugs[:5])}."
    raise CommandError(f"Rencana “{slug}” tidak ada.{hint}")


def _render(report: Report, form: str, paper: Paper) -> bytes:
    if form == "csv":
        # The byte order mark lets Excel read the letters as they are.
        return render_csv(report).encode("utf-8-sig")
    if form == "xlsx":
        return render_xlsx(report, paper)
    html = render_page_html(report, paper)
    return html.encode() if form == "html" else html_to_pdf(html)
