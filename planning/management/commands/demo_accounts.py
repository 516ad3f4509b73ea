"""`manage.py demo_accounts`: which accounts one may try the demo data with."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ...demo.accounts import DEMO_PASSWORD, existing_demo_accounts


class Command(BaseCommand):
    """Prints username, password, role and scope of every demo account that exists."""

    help = "Menampilkan akun contoh beserta kata sandinya."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the table; a password that has been changed is not shown."""
        accounts = existing_demo_accounts()
        if not accounts:
            self.stdout.write("Belum ada akun contoh. Buat dengan: manage.py load_demo")
            return
        rows = [("Nama pengguna", "Kata sandi", "Peran", "Lingkup")]
        rows += [
            (one.username, DEMO_PASSWORD if opens else "(sudah diganti)", one.role, one.scope or "semua")
            for one, opens in accounts
        ]
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        for row in rows:
            line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write(f"  {line}".rstrip())
