"""`manage.py run_worker`: the worker that makes long documents; runs beside the web server."""

from __future__ import annotations

import signal
from datetime import timedelta
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from performance.jobs.worker import LIMIT, Worker


class Command(BaseCommand):
    """Does the work that pages ask for, until it is told to stop."""

    help = "Jalankan pekerja latar: membuat dokumen panjang (LKIP) yang diminta dari halaman portal."

    def add_arguments(self, parser: CommandParser) -> None:
        """How long a piece of work may take, and whether to stop when nothing is left to do."""
        parser.add_argument(
            "--limit", type=float, default=LIMIT.total_seconds() / 60, metavar="MENIT", help="batas waktu satu dokumen"
        )
        parser.add_argument("--once", action="store_true", help="selesaikan antrean, lalu berhenti")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work; SIGTERM and SIGINT stop the work at hand and put it back into the queue."""
        if options["limit"] <= 0:
            raise CommandError("--limit harus lebih dari 0 menit.")
        worker = Worker(limit=timedelta(minutes=options["limit"]))

        def stop(number: int, frame: FrameType | None) -> None:
            worker.stopping.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        worker.run(once=options["once"])
