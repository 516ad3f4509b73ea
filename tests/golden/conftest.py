"""The demo plan of Kota Tangerang, loaded once for all golden tests."""

from functools import cache

import pytest

from planning.cascade import Cascade, load
from planning.demo.load import FOLDER, read_demo_plan, write_demo_plan


@cache
def _written_and_read() -> Cascade:
    rencana = write_demo_plan(read_demo_plan(FOLDER / "kota-tangerang-renstra-2025-2029.json"))
    assert rencana is not None
    return load(rencana)


@pytest.fixture
def cascade(db: None) -> Cascade:
    """The plan as it was read from the database by the first test that asked; the tree itself needs no database."""
    return _written_and_read()
