"""Doors that close a part of a plan for entry while the plan as a whole is open, such as a triwulan that is over.

Other apps add their rules here; the one writer, the grid and the workbook ask. A rule names the roles of cells (what
stands before the first ":" of a cell's name, "realisasi_2") that are closed now, each with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .models import Rencana, User
from .policies import Kunci

#: Role of a cell → why it is closed.
Locks = Mapping[str, Kunci]
Provider = Callable[[Rencana, User], Locks]

_PROVIDERS: list[Provider] = []


def register(provider: Provider) -> None:
    """Add a rule; the one that was added first tells the reason where several close the same role."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)


def locks_for(rencana: Rencana, user: User | None) -> dict[str, Kunci]:
    """The closed roles of the plan for that person; none for the operator (None) at the command line."""
    if user is None:
        return {}
    found: dict[str, Kunci] = {}
    for provider in _PROVIDERS:
        found = {**provider(rencana, user), **found}
    return found
