"""The ways a write can be refused. Each carries sentences for the person who tried."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with one cell: the object (`kind` and `id` as in the change record), the cell's name, and why."""

    kind: str
    id: int
    cell: str
    message: str


class WriteError(Exception):
    """Nothing was written. `messages` are full Indonesian sentences."""

    def __init__(self, *messages: str) -> None:
        super().__init__(" ".join(messages))
        self.messages = messages


class NotAllowed(WriteError):
    """The person has no right to write, or the version is closed."""


class Conflict(WriteError):
    """Someone else changed the plan since the writer's picture of it was read."""


class InvalidPlan(WriteError):
    """What was to be written breaks a rule of the plan's structure. `cells` names the cells that are to blame."""

    def __init__(self, *messages: str, cells: Iterable[CellProblem] = ()) -> None:
        super().__init__(*messages)
        self.cells = tuple(cells)
