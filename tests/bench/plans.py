"""The plans that are measured: the real one of Kota Tangerang, and made-up ones of any size."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from django.db import transaction

from planning.demo.load import demo_plans, write_demo_plan
from planning.levels import Level
from planning.models import Rencana
from planning.writing import IndicatorDraft, NodeDraft, PlanDraft
from renstra_portal.lib.values import Nilai
from tests.planning.factories import YEARS, indikator, make_plan, node, office


@contextmanager
def rolled_back() -> Iterator[None]:
    """Whatever a block writes is gone after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def tangerang() -> Rencana:
    """The published Renstra of Kota Tangerang 2025–2029, as printed."""
    plan = next(one for one in demo_plans() if one.slug.daerah == "kota-tangerang")
    return write_demo_plan(plan) or Rencana.objects.get(slug=str(plan.slug))


def large_draft(sub_kegiatan: int) -> PlanDraft:
    """Programs of ten kegiatan of ten sub-kegiatan each, every figure filled, no figure repeated by chance."""
    programs: list[NodeDraft] = []
    for number in range(sub_kegiatan):
        program, kegiatan, sub = number // 100 + 2, number // 10 % 10 + 1, number % 10 + 1
        kode = f"2.07.{program % 100:02d}"
        if number % 100 == 0:
            programs.append(node(Level.PROGRAM, f"PROGRAM KE-{program}", kode))
        if number % 10 == 0:
            programs[-1].add(
                node(
                    Level.KEGIATAN,
                    f"Kegiatan {program}.{kegiatan}",
                    f"{kode}.2.{kegiatan:02d}",
                    indikator=[_one(number)],
                )
            )
        row = (
            programs[-1]
            .children[-1]
            .add(
                node(
                    Level.SUB_KEGIATAN,
                    f"Sub-kegiatan nomor {number} yang cukup panjang namanya",
                    f"{kode}.2.{kegiatan:02d}.{sub:04d}",
                    indikator=[_one(number)],
                )
            )
        )
        for tahun in YEARS:
            row.set_pagu(tahun, Nilai.of(Decimal(1_000_000 + 137 * number + tahun)))
    return PlanDraft(roots=[office(*programs)])


def _one(number: int) -> IndicatorDraft:
    return indikator(
        f"Jumlah keluaran {number} yang dihasilkan",
        "Dokumen",
        target={tahun: str(number % 900 + 1) for tahun in YEARS},
        baseline=str(number % 900 + 1),
    )


def large(sub_kegiatan: int) -> Rencana:
    """A plan version of so many sub-kegiatan (at most 9,800)."""
    return make_plan(large_draft(sub_kegiatan), f"kota-besar-{sub_kegiatan}/disnaker/renstra-2025-2029/murni")
