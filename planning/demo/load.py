"""Reads the plans in `fixtures/demo/` and writes those that the database does not have yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from ..cascade import load
from ..models import ChangeSet, EdisiNomenklatur, Rencana
from ..nomenklatur.editions import Editions
from ..nomenklatur.index import EditionIndex
from ..writing import Authorship, InvalidPlan, PlanDraft, PlanSlug, apply, compare, create_plan
from ..writing.serial import decode_plan, loads

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "demo"


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """One plan of the folder: what it is called, under which edition it was made, and all that stands in it."""

    slug: PlanSlug
    edisi: str
    nama_singkat: str
    draft: PlanDraft
    source: str


def demo_plans(folder: Path = FOLDER) -> list[DemoPlan]:
    """Every plan in the folder, in order of file name. Raises `InvalidPlan` for a file that is not a plan."""
    return [read_demo_plan(path) for path in sorted(folder.glob("*.json"))]


def read_demo_plan(path: Path) -> DemoPlan:
    """The plan in a file: `encode_plan`'s document with `slug`, `edisi` and `nama_singkat` beside it."""
    document = loads(path.read_text(encoding="utf-8"))
    return DemoPlan(
        slug=PlanSlug.parse(document["slug"]),
        edisi=document["edisi"],
        nama_singkat=document["nama_singkat"],
        draft=decode_plan(document),
        source=path.name,
    )


@transaction.atomic
def write_demo_plan(plan: DemoPlan) -> Rencana | None:
    """Create the plan version and write its content; None when the version already exists, which is left alone.

    A simpul whose code stands in the plan's edition is linked to that entry of the nomenclature.
    """
    if Rencana.objects.filter(slug=str(plan.slug)).exists():
        return None
    said = plan.draft.settings
    edisi = _edition(plan.edisi)
    entries = EditionIndex.load(edisi)
    for node in plan.draft.walk():
        entry = entries.get(node.kode) if node.kode else None
        node.nomenklatur_id = entry.pk if entry else None
    rencana = create_plan(
        plan.slug,
        nama_daerah=said["nama_daerah"],
        nama_perangkat_daerah=said["nama_perangkat_daerah"],
        nama_singkat=plan.nama_singkat,
        edisi=edisi,
        tahun_tabel=said["tahun_tabel"],
        tahun_dasar=said["tahun_dasar"],
        judul=said["judul"],
    )
    apply(
        rencana,
        compare(load(rencana), plan.draft),
        by=Authorship(user=None, origin=ChangeSet.Origin.DEMO, source=plan.source, reason="Data contoh"),
    )
    return rencana


def _edition(kode: str) -> EdisiNomenklatur:
    edition = Editions.load().find(kode)
    if edition is None:
        raise InvalidPlan(f"Edisi nomenklatur “{kode}” tidak dikenal.")
    if edition.pk is None:
        edition.save()
    return edition
