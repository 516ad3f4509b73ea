"""Reads the plans in `fixtures/demo/` and writes those that the database does not have yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from ..cascade import load
from ..models import ChangeSet, EdisiNomenklatur, Rencana
from ..nomenklatur.editions import Editions
from ..nomenklatur.index import EditionIndex
from ..versions.establishing import establish
from ..writing import Authorship, InvalidPlan, PlanDraft, PlanSlug, apply, compare, create_plan
from ..writing.serial import decode_plan, loads
from .origins import name_origins

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "demo"
_REASON = "Data contoh"


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """One plan of the folder: what it is called, under which edition it was made, and all that stands in it.

    `asal` is the version it was made from, whose rows its own come from (`name_origins`); `ditetapkan` tells that the
    version was set, so that nothing in it changes any more.
    """

    slug: PlanSlug
    edisi: str
    nama_singkat: str
    draft: PlanDraft
    source: str
    asal: PlanSlug | None = None
    ditetapkan: bool = False


def demo_plans(folder: Path = FOLDER) -> list[DemoPlan]:
    """Every plan in the folder: in order of file name, but none before the version it was made from.

    Raises `InvalidPlan` for a file that is not a plan, and for one made from a version that is in no file.
    """
    return _origins_first(read_demo_plan(path) for path in sorted(folder.glob("*.json")))


def _origins_first(plans: Iterable[DemoPlan]) -> list[DemoPlan]:
    waiting = list(plans)
    ordered: dict[PlanSlug, DemoPlan] = {}
    while waiting:
        ready = [one for one in waiting if one.asal is None or one.asal in ordered]
        if not ready:
            raise InvalidPlan(f"Rencana {waiting[0].slug} disusun dari {waiting[0].asal}, yang tidak ada berkasnya.")
        ordered |= {one.slug: one for one in ready}
        waiting = [one for one in waiting if one.slug not in ordered]
    return list(ordered.values())


def read_demo_plan(path: Path) -> DemoPlan:
    """The plan in a file: `encode_plan`'s document with `slug`, `edisi` and `nama_singkat` beside it.

    A version made from another one says so with `asal` (its slug), one that was set with `status`.
    """
    document = loads(path.read_text(encoding="utf-8"))
    return DemoPlan(
        slug=PlanSlug.parse(document["slug"]),
        edisi=document["edisi"],
        nama_singkat=document["nama_singkat"],
        draft=decode_plan(document),
        source=path.name,
        asal=PlanSlug.parse(document["asal"]) if "asal" in document else None,
        ditetapkan=document.get("status") == Rencana.Status.DITETAPKAN,
    )


@transaction.atomic
def write_demo_plan(plan: DemoPlan) -> Rencana | None:
    """Create the plan version and write its content; None when the version already exists, which is left alone.

    A simpul whose code stands in the plan's edition is linked to that entry of the nomenclature. Raises `InvalidPlan`
    when the version it was made from is not there.
    """
    if Rencana.objects.filter(slug=str(plan.slug)).exists():
        return None
    said = plan.draft.settings
    edisi = _edition(plan.edisi)
    entries = EditionIndex.load(edisi)
    for node in plan.draft.walk():
        entry = entries.get(node.kode) if node.kode else None
        node.nomenklatur_id = entry.pk if entry else None
    asal = _origin(plan)
    rencana = create_plan(
        plan.slug,
        nama_daerah=said["nama_daerah"],
        nama_perangkat_daerah=said["nama_perangkat_daerah"],
        nama_singkat=plan.nama_singkat,
        edisi=edisi,
        tahun_tabel=said["tahun_tabel"],
        tahun_dasar=said["tahun_dasar"],
        judul=said["judul"],
        asal=asal,
    )
    if asal is not None:
        name_origins(plan.draft, load(asal))
    apply(
        rencana,
        compare(load(rencana), plan.draft),
        by=Authorship(user=None, origin=ChangeSet.Origin.DEMO, source=plan.source, reason=_REASON),
    )
    if plan.ditetapkan:
        establish(rencana, user=None, reason=_REASON)
    return rencana


def _origin(plan: DemoPlan) -> Rencana | None:
    if plan.asal is None:
        return None
    asal = Rencana.objects.filter(slug=str(plan.asal)).select_related("edisi").first()
    if asal is None:
        raise InvalidPlan(f"Rencana {plan.slug} disusun dari {plan.asal}, yang belum ada.")
    return asal


def _edition(kode: str) -> EdisiNomenklatur:
    edition = Editions.load().find(kode)
    if edition is None:
        raise InvalidPlan(f"Edisi nomenklatur “{kode}” tidak dikenal.")
    if edition.pk is None:
        edition.save()
    return edition
