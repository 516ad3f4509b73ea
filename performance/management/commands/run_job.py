"""`manage.py run_job`: does one piece of work from the queue; started by the worker (`manage.py run_worker`)."""

from __future__ import annotations

import resource
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from performance.jobs.work import run_job
from performance.models import Job
from renstra_portal.reporting.pdf import MEMORY_LIMIT_BYTES


class Command(BaseCommand):
    """Does one claimed piece of work within `MEMORY_LIMIT_BYTES` of address space."""

    help = "Kerjakan satu pekerjaan yang sudah diambil dari antrean (dipanggil oleh manage.py run_worker)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which work, and the claim under which the worker holds it."""
        parser.add_argument("job", metavar="ID")
        parser.add_argument("claim", metavar="KLAIM")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the work; a claim that no longer holds is refused."""
        job = (
            Job.objects.select_related("rencana__edisi", "user")
            .filter(pk=options["job"], claim=options["claim"], status=Job.Status.RUNNING)
            .first()
        )
        if job is None:
            raise CommandError("Pekerjaan ini tidak (lagi) menunggu dikerjakan dengan klaim itu.")
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))
        run_job(job)
