"""`manage.py kerjakan`: does one piece of work from the queue; started by the worker (`manage.py pekerja`)."""

from __future__ import annotations

import resource
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from performance.models import Pekerjaan
from performance.pekerjaan.kerja import kerjakan
from renstra_portal.reporting.pdf import MEMORY_LIMIT_BYTES


class Command(BaseCommand):
    """Does one claimed piece of work within `MEMORY_LIMIT_BYTES` of address space."""

    help = "Kerjakan satu pekerjaan yang sudah diambil dari antrean (dipanggil oleh manage.py pekerja)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which work, and the claim under which the worker holds it."""
        parser.add_argument("pekerjaan", metavar="ID")
        parser.add_argument("klaim", metavar="KLAIM")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the work; a claim that no longer holds is refused."""
        job = (
            Pekerjaan.objects.select_related("rencana__edisi", "user")
            .filter(pk=options["pekerjaan"], klaim=options["klaim"], status=Pekerjaan.Status.BERJALAN)
            .first()
        )
        if job is None:
            raise CommandError("Pekerjaan ini tidak (lagi) menunggu dikerjakan dengan klaim itu.")
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))
        kerjakan(job)
