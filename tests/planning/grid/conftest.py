"""A plan in the grid, and people who type into it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from planning.cascade import load
from planning.grid.cells import Edit, GridAct, Saved, save_cells
from planning.grid.rows import RowId
from planning.grid.sheet import Sheet
from planning.models import Rencana, User

from .. import factories as f

Type = Callable[..., Saved]


@pytest.fixture
def rencana(db: None) -> Rencana:
    return f.make_plan(f.small_draft())


@pytest.fixture
def ani(rencana: Rencana) -> User:
    return f.make_user("ani", rencana=rencana)


@pytest.fixture
def budi(rencana: Rencana) -> User:
    return f.make_user("budi", rencana=rencana)


@pytest.fixture
def row(rencana: Rencana) -> Callable[[str], str]:
    """The row of the simpul with a code or words."""
    return lambda key: f"s{f.find(load(rencana), key)}"


@pytest.fixture
def value(rencana: Rencana) -> Callable[[str, str], str | None]:
    """What a cell shows now."""

    def read(name: str, col: str) -> str | None:
        parsed = RowId.parse(name)
        assert parsed is not None
        return Sheet.of_rows(rencana, [parsed], [col]).value(parsed, col)

    return read


@pytest.fixture
def save(rencana: Rencana) -> Type:
    """Save cells, each (row, column, old, new), as one act of a person."""

    def write(user: User, *cells: tuple[str, str, str | None, str], act: GridAct = GridAct.KETIK) -> Saved:
        return save_cells(rencana.slug, user, [Edit(*cell) for cell in cells], act)

    return write
