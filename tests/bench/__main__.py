"""`script/bench`: measures on a throwaway database and prints one line each; `--fail` ends with 1 over a limit."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator

from django.conf import settings
from django.test.runner import DiscoverRunner

from .documents import documents
from .grid import grid
from .imports import imports
from .kinerja import kinerja
from .lkip import lkip
from .measure import Result
from .reading import reading
from .renja import renja

GROUPS: dict[str, Callable[[], Iterator[Result]]] = {
    "documents": documents,
    "import": imports,
    "cascade": reading,
    "grid": grid,
    "renja": renja,
    "kinerja": kinerja,
    "lkip": lkip,
}


def main() -> int:
    """Run the groups asked for and print the table."""
    parser = argparse.ArgumentParser(prog="script/bench", description="What the portal costs beside bare libraries.")
    parser.add_argument("groups", nargs="*", help=f"any of {', '.join(GROUPS)}; all by default")
    parser.add_argument("--fail", action="store_true", help="end with 1 when a limit is passed")
    asked = parser.parse_args()
    if unknown := set(asked.groups) - set(GROUPS):
        parser.error(f"no such group: {', '.join(sorted(unknown))}")

    runner = DiscoverRunner(verbosity=0, interactive=False)
    old = runner.setup_databases()
    results: list[Result] = []
    try:
        print(f"{'figure':>8}  {'limit':>6}  what ({settings.DATABASES['default']['ENGINE'].rsplit('.')[-1]})")
        for name in asked.groups or GROUPS:
            for one in GROUPS[name]():
                results.append(one)
                limit = "" if one.limit is None else f"{one.limit:g}"
                mark = "" if one.kept else "   OVER"
                print(f"{one.figure:>8.2f}  {limit:>6}  {one.what} [{one.detail}]{mark}", flush=True)
    finally:
        runner.teardown_databases(old)
    return int(asked.fail and not all(one.kept for one in results))


if __name__ == "__main__":
    sys.exit(main())
