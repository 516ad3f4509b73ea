"""Timing: two or more works in turn, so that a busy machine harms all alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from django.db import connection
from django.test.utils import CaptureQueriesContext


@dataclass(frozen=True)
class Result:
    """One line of the table: a measured figure against its limit (a ratio, or a number of queries)."""

    what: str
    figure: float
    limit: float | None
    detail: str

    @property
    def kept(self) -> bool:
        """Whether the limit holds; a figure without a limit is only shown."""
        return self.limit is None or self.figure <= self.limit


Work = Callable[[], object]


def in_turn(times: int, *works: Work) -> list[list[float]]:
    """Processor seconds of every run of each work. A work that times itself returns its own seconds."""
    seconds: list[list[float]] = [[] for _ in works]
    for _ in range(times):
        for spent, work in zip(seconds, works, strict=True):
            gc.collect()
            started = time.process_time()
            own = work()
            spent.append(own if isinstance(own, float) else time.process_time() - started)
    return seconds


def ratio(what: str, limit: float | None, times: int, bare: Work, ours: Work, detail: str = "") -> Result:
    """Ours against bare: the median of the ratios run by run, with both medians in seconds."""
    base, mine = in_turn(times, bare, ours)
    pairs = [one / other for one, other in zip(mine, base, strict=True)]
    seconds = f"bare {median(base):.3f} s, ours {median(mine):.3f} s"
    spread = f"{min(pairs):.2f}–{max(pairs):.2f} in {times} runs"
    return Result(what, median(pairs), limit, f"{seconds}; {spread}{f'; {detail}' if detail else ''}")


@contextmanager
def counted() -> Iterator[CaptureQueriesContext]:
    """The queries that a block issues."""
    with CaptureQueriesContext(connection) as queries:
        yield queries
