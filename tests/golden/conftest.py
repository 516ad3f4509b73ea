"""The demo plans that were made of the golden documents, loaded once for all golden tests."""

from functools import cache

import pytest

from planning.cascade import Cascade, load
from planning.demo.load import FOLDER, read_demo_plan, write_demo_plan


@cache
def _written_and_read(name: str) -> Cascade:
    rencana = write_demo_plan(read_demo_plan(FOLDER / f"{name}.json"))
    assert rencana is not None
    return load(rencana)


@pytest.fixture
def cascade(db: None) -> Cascade:
    """The Renstra of Kota Tangerang as the first test that asked read it; the tree itself needs no database."""
    return _written_and_read("kota-tangerang-renstra-2025-2029")


@pytest.fixture
def renja(db: None) -> Cascade:
    """The Renja of Kota Pasuruan, likewise."""
    return _written_and_read("kota-pasuruan-renja-2023")
