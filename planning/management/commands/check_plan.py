"""`manage.py check_plan`: what does not add up or is not complete in a plan version."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from planning.cascade import load
from planning.checks import CHECKS, Severity, run_checks
from planning.management.lookup import plan_named


class Command(BaseCommand):
    """Runs every check, or those named, and prints the findings."""

    help = "Memeriksa satu rencana: jumlah pagu, target, satuan, indikator dan kode."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options of the command."""
        parser.add_argument("--plan", required=True, metavar="SLUG", help="Nama rencana; lihat `manage.py plans`.")
        parser.add_argument(
            "--check", action="append", choices=sorted(CHECKS), metavar="KODE", help="Hanya pemeriksaan ini."
        )
        parser.add_argument("--format", choices=["text", "json"], default="text", help="Bentuk keluaran.")
        parser.add_argument("--fail", action="store_true", help="Selesai dengan kode 1 bila ada galat.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the findings, gravest first."""
        rencana = plan_named(options["plan"])
        findings = run_checks(load(rencana), options["check"])
        counts = Counter(finding.severity.value for finding in findings)
        if options["format"] == "json":
            document = {
                "plan": rencana.slug,
                "revisi": rencana.revisi,
                "counts": {severity.value: counts[severity.value] for severity in Severity},
                "findings": [asdict(finding) for finding in findings],
            }
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2, default=str))
        else:
            for finding in findings:
                self.stdout.write(f"{finding.severity.upper():<11}{finding.check:<9}{finding.message}")
            summary = ", ".join(f"{counts[severity.value]} {severity.value}" for severity in Severity)
            self.stdout.write(f"{rencana.judul}: {summary}." if findings else f"{rencana.judul}: tidak ada temuan.")
        if options["fail"] and counts[Severity.GALAT.value]:
            raise SystemExit(1)
