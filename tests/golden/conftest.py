"""The demo plans that were made of the golden documents, loaded once for all golden tests."""

from functools import cache

import pytest

from planning.cascade import Cascade, load
from planning.demo.load import DemoPlan, demo_plans, write_demo_plan
from planning.models import Rencana
from planning.writing import PlanSlug


@cache
def _plans() -> dict[PlanSlug, DemoPlan]:
    return {one.slug: one for one in demo_plans()}


def _write(slug: PlanSlug) -> Rencana:
    """The version in the database, written after those it was made from."""
    plan = _plans()[slug]
    if plan.asal is not None:
        _write(plan.asal)
    return write_demo_plan(plan) or Rencana.objects.select_related("edisi").get(slug=str(slug))


@cache
def _written_and_read(slug: str) -> Cascade:
    return load(_write(PlanSlug.parse(slug)))


@pytest.fixture
def cascade(db: None) -> Cascade:
    """The Renstra of Kota Tangerang as the first test that asked read it; the tree itself needs no database."""
    return _written_and_read("kota-tangerang/disnaker/renstra-2025-2029/murni")


@pytest.fixture
def renja(db: None) -> Cascade:
    """The Renja of Kota Pasuruan, likewise."""
    return _written_and_read("kota-pasuruan/disnaker/renja-2023/murni")


@pytest.fixture
def cimahi_renstra(db: None) -> Cascade:
    """The Renstra of Kota Cimahi, likewise."""
    return _written_and_read("kota-cimahi/disnaker/renstra-2023-2026/murni")


@pytest.fixture
def pk_murni(db: None) -> Cascade:
    """The year 2023 of Kota Cimahi as its first perjanjian kinerja promised it."""
    return _written_and_read("kota-cimahi/disnaker/kinerja-2023/murni")


@pytest.fixture
def versions(db: None) -> tuple[Cascade, Cascade]:
    """Both versions of that year, as one database holds them together: ids differ from one writing to the next."""
    after = _write(PlanSlug.parse("kota-cimahi/disnaker/kinerja-2023/perubahan-1"))
    assert after.asal is not None
    return load(after.asal), load(after)


@pytest.fixture
def kinerja(db: None) -> Cascade:
    """The year 2023 of Kota Cimahi with its changed budget and what became of it."""
    return _written_and_read("kota-cimahi/disnaker/kinerja-2023/perubahan-1")
