"""`manage.py plans`: every plan version with its state and size."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count

from ...levels import Level
from ...models import Indikator, Rencana, Simpul

_COUNTED = (Level.PROGRAM, Level.KEGIATAN, Level.SUB_KEGIATAN)


class Command(BaseCommand):
    """Lists the plan versions in order of slug, as a table or as JSON."""

    help = "Menampilkan semua versi rencana: nama, status, revisi dan banyaknya isi."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare `--format`."""
        parser.add_argument("--format", choices=("text", "json"), default="text", help="Bentuk keluaran.")

    def handle(self, *args: Any, format: str, **options: Any) -> None:
        """Print the list."""
        plans = plan_rows()
        if format == "json":
            self.stdout.write(json.dumps(plans, ensure_ascii=False, indent=2))
        elif not plans:
            self.stdout.write("Belum ada rencana.")
        else:
            for plan in plans:
                counts = ", ".join(f"{name.replace('_', '-')} {count}" for name, count in plan["jumlah"].items())
                self.stdout.write(f"{plan['slug']}  [{plan['status']}, revisi {plan['revisi']}]")
                self.stdout.write(f"    {plan['judul']}")
                self.stdout.write(f"    {counts}")


def plan_rows() -> list[dict[str, Any]]:
    """One dictionary for each plan version: slug, judul, status, revisi and the counts of what stands in it."""
    nodes: dict[int, dict[str, int]] = {}
    for rencana_id, level, count in (
        Simpul.objects.order_by("rencana_id", "level").values_list("rencana_id", "level").annotate(Count("pk"))
    ):
        nodes.setdefault(rencana_id, {})[level] = count
    indicators = dict(
        Indikator.objects.order_by("simpul__rencana_id").values_list("simpul__rencana_id").annotate(Count("pk"))
    )
    return [
        {
            "slug": rencana.slug,
            "judul": rencana.judul,
            "status": rencana.status,
            "revisi": rencana.revisi,
            "jumlah": {
                **{level.value: nodes.get(rencana.pk, {}).get(level, 0) for level in _COUNTED},
                "simpul": sum(nodes.get(rencana.pk, {}).values()),
                "indikator": indicators.get(rencana.pk, 0),
            },
        }
        for rencana in Rencana.objects.order_by("slug")
    ]
