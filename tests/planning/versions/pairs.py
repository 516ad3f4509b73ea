"""Two versions of a small plan: the second copied from the first, then changed as a test asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from planning.cascade import load
from planning.levels import Level
from planning.models import Rencana
from planning.versions.comparison import RowComparison, compare_versions
from planning.versions.copying import draft_from
from planning.versions.origins import origins_of
from planning.writing import NodeDraft, PlanDraft
from tests.planning.factories import indikator, make_plan, node, small_draft

MURNI = "kota-uji/disnaker/renstra-2025-2029/murni"
PERUBAHAN = "kota-uji/disnaker/renstra-2025-2029/perubahan-{}"
RENJA = "kota-uji/disnaker/renja-2026/murni"


@dataclass
class Draft:
    """The draft of a version with its nodes by code or words."""

    plan: PlanDraft

    def __getitem__(self, key: str) -> NodeDraft:
        return next(one for one in self.plan.walk() if key in (one.kode, one.uraian))

    def drop(self, key: str) -> None:
        """Take a row with all below it out of the plan."""
        gone = self[key]
        going = set(gone.walk())
        self.plan.roots = [one for one in self.plan.roots if one not in going]
        for one in self.plan.walk():
            one.children = [child for child in one.children if child not in going]
            one.links = [target for target in one.links if target not in going]


def make_from(source: Rencana, slug: str, change: Callable[[Draft], None] = lambda draft: None) -> Rencana:
    """A version made from another: every row names its origin, save those that `change` adds."""
    draft = Draft(draft_from(load(source)))
    change(draft)
    draft.plan.settings = {"dasar_perubahan": "Perwal 12/2026"} if "perubahan" in slug else {}
    rencana = make_plan(draft.plan, slug)
    Rencana.objects.filter(pk=rencana.pk).update(asal=source)
    return Rencana.objects.select_related("edisi").get(pk=rencana.pk)


def make_pair(change: Callable[[Draft], None], base: PlanDraft | None = None) -> tuple[Rencana, Rencana]:
    """The murni version and the perubahan that `change` makes of it."""
    murni = make_plan(base or small_draft(), MURNI)
    return murni, make_from(murni, PERUBAHAN.format(1), change)


def compared(before: Rencana, after: Rencana, years: tuple[int, ...] | None = None) -> tuple[RowComparison, ...]:
    """The comparison of two versions as the database holds them."""
    return compare_versions(load(before), load(after), origins_of(after, before), years=years)


def row(rows: tuple[RowComparison, ...], key: str) -> RowComparison:
    """The row with this code or these words, on either side."""
    return next(one for one in rows if key in (one.simpul.kode, one.simpul.uraian))


def new_sub(kode: str = "2.07.03.2.01.0007", pagu: str = "40") -> NodeDraft:
    """A sub-kegiatan that no version had before."""
    draft = node(
        Level.SUB_KEGIATAN,
        "Sertifikasi Kompetensi",
        kode,
        indikator=[indikator("Jumlah peserta", "Orang", target={2025: "5", 2026: "6"})],
        pagu={2025: pagu, 2026: pagu},
    )
    draft.alasan = "Kebutuhan industri"
    return draft
