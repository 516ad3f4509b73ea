"""Lays what a workbook states over the plan as it stands, and resolves what its cells refer to.

The outcome is a draft of the whole plan: what the workbook does not speak of is in it unchanged, so that comparing it
with the plan finds exactly what the workbook changes.
"""

from __future__ import annotations

from .merge import Merge, Settled
from .reading import Reading
from .resolve import Plan


def settle(reading: Reading, *, remove_missing: bool) -> Settled:
    """Complete the draft from the plan, then resolve references. Faults found on the way are noted as problems."""
    settled = Settled(reading.draft)
    merge = Merge(reading, settled, remove_missing)
    if reading.context.cascade.by_id:
        merge.run()
    plan = Plan(reading, settled, merge.pairs, remove_missing)
    for act in reading.later:
        act(plan)
    return settled
