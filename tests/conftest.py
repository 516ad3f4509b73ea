"""What every test may use."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from hypothesis import settings

# How long an example takes is the machine's affair: script/bench measures, tests do not.
settings.register_profile("portal", deadline=None)
settings.load_profile("portal")


@pytest.fixture(autouse=True)
def _empty_caches() -> Iterator[None]:
    """Nothing that one test cached answers another."""
    yield
    for cache in caches.all(initialized_only=True):
        cache.clear()
