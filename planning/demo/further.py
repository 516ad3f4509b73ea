"""What other apps add to the demo data. Imports run one way, so they register here what is to be loaded."""

from __future__ import annotations

from collections.abc import Callable

#: Adds what is missing and gives back a sentence for each thing it made; what exists is left as it is.
Loader = Callable[[], list[str]]

_LOADERS: list[Loader] = []


def register(loader: Loader) -> None:
    """Have the loader run after the demo plans are there."""
    _LOADERS.append(loader)


def load_further() -> list[str]:
    """Run every loader in the order they were registered; the sentences of all that was made."""
    return [sentence for loader in _LOADERS for sentence in loader()]
