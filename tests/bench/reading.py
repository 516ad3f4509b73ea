"""The cascade: the same number of queries for a small and a large plan."""

from __future__ import annotations

import time
from collections.abc import Iterator

from planning.cascade import load
from planning.models import Rencana

from .measure import Result, counted
from .plans import large, rolled_back


def reading() -> Iterator[Result]:
    """The measurements of this group."""
    counts: dict[int, int] = {}
    for size in (50, 5000):
        with rolled_back():
            plan = Rencana.objects.get(pk=large(size).pk)
            with counted() as queries:
                started = time.process_time()
                load(plan)
                spent = time.process_time() - started
            counts[size] = len(queries)
            yield Result(f"queries to load {size} sub-kegiatan", len(queries), 15, f"{spent:.3f} s")
    yield Result("more queries for 5,000 than for 50", counts[5000] - counts[50], 0, "must be none")
