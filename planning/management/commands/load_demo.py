"""`manage.py load_demo`: the demo plans and the accounts to try them with."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...demo.accounts import create_demo_accounts
from ...demo.further import load_further
from ...demo.load import demo_plans, write_demo_plan
from ...models import Rencana
from ...nomenklatur.reading import UnreadableFile
from ...nomenklatur.seed import load_seed_nomenklatur
from ...writing import WriteError


class Command(BaseCommand):
    """Loads what is missing; whatever exists is left as it is, so a second run writes nothing."""

    help = "Memuat rencana contoh dan akun contoh. Yang sudah ada tidak diubah."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare `--if-empty`."""
        parser.add_argument(
            "--if-empty", action="store_true", help="Hanya bila belum ada satu pun rencana di basis data."
        )

    def handle(self, *args: Any, if_empty: bool, **options: Any) -> None:
        """Write the missing nomenclature, plans and accounts, and say what was done."""
        if if_empty and Rencana.objects.exists():
            self.stdout.write("Sudah ada rencana di basis data; data contoh tidak dimuat.")
            return
        try:
            load_seed_nomenklatur()
            for plan in demo_plans():
                if rencana := write_demo_plan(plan):
                    self.stdout.write(f"Dimuat: {rencana.judul} ({rencana.slug}).")
                else:
                    self.stdout.write(f"Sudah ada, tidak diubah: {plan.slug}.")
            for sentence in load_further():
                self.stdout.write(sentence)
        except (WriteError, UnreadableFile) as problem:
            raise CommandError(str(problem)) from problem
        created = create_demo_accounts()
        if created:
            self.stdout.write(f"Akun contoh dibuat: {', '.join(one.username for one in created)}.")
        else:
            self.stdout.write("Akun contoh sudah ada, tidak diubah.")
