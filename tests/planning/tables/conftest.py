"""Plans for the tests of tables: written through the one writer, read through the one reader."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from planning.cascade import Cascade, load
from planning.models import ChangeSet, EdisiNomenklatur, Rencana
from planning.tables import TableOptions, build_table
from planning.writing import Authorship, NodeDraft, PlanDraft, PlanSlug, apply, compare, create_plan
from renstra_portal.reporting.model import Report

PRINTED_ON = date(2026, 3, 9)

Write = Callable[..., Cascade]


@pytest.fixture
def edisi(db: None) -> EdisiNomenklatur:
    """The edition of the plans: four digits in the sub-kegiatan."""
    return EdisiNomenklatur.objects.create(
        kode="k900", nama="K900", peraturan="Kepmendagri Nomor 1317 Tahun 2023", digit_sub=4
    )


@pytest.fixture
def write(edisi: EdisiNomenklatur) -> Write:
    """`write(*roots, slug=…, **settings)` stores a plan and returns its cascade."""

    def write_plan(
        *roots: NodeDraft, slug: str = "kota-contoh/disnaker/renstra-2025-2029/murni", **settings: Any
    ) -> Cascade:
        rencana = create_plan(
            PlanSlug.parse(slug),
            nama_daerah="Kota Contoh",
            nama_perangkat_daerah="Dinas Ketenagakerjaan",
            edisi=edisi,
        )
        draft = PlanDraft(roots=list(roots), settings=settings)
        by = Authorship(user=None, origin=ChangeSet.Origin.COMMAND)
        apply(rencana, compare(load(rencana), draft), by=by)
        return load(Rencana.objects.select_related("edisi").get(pk=rencana.pk))

    return write_plan


def built(table: str, cascade: Cascade, **options: str) -> Report:
    """The table printed on a fixed day."""
    return build_table(table, cascade, TableOptions(printed_on=PRINTED_ON, **options))
