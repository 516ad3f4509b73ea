"""What every test may use."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches


@pytest.fixture(autouse=True)
def _empty_caches() -> Iterator[None]:
    """Nothing that one test cached answers another."""
    yield
    for cache in caches.all(initialized_only=True):
        cache.clear()
