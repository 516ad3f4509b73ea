"""The nomenclature that real documents print, for trying the portal before a full national list is loaded."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import transaction

from .importing import ImportResult, import_table
from .reading import UnreadableFile, read_file


def seed_files() -> list[Path]:
    """The files of fixtures/nomenklatur, in the order in which they are loaded."""
    return sorted((Path(settings.BASE_DIR) / "fixtures" / "nomenklatur").glob("*.csv"))


@transaction.atomic
def load_seed_nomenklatur() -> list[ImportResult]:
    """Load the files of fixtures/nomenklatur: adds what is missing, never changes an entry. May be repeated.

    Where files share an edition the first one's spelling stands. Raises `UnreadableFile` when a file has problems.
    """
    results = []
    for path in seed_files():
        result = import_table(read_file(path), only_new=True)
        if result.problems:
            raise UnreadableFile(f"{path.name}: {'; '.join(map(str, result.problems))}")
        results.append(result)
    return results
