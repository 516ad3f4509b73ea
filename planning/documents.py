"""Whole documents that other apps print from a plan, beside the tables: `manage.py generate lkip`.

Imports run one way, so an app enters its documents here when it is ready.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from .models import Rencana

#: Tells how far the work is: words for the stage, and percent (0–100).
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Document:
    """A document by its name ("lkip"), the kinds of plan that have it, and how it is made.

    `formats` names the forms of file; `make` gives the bytes of a plan in one of them, telling how far it is. It may
    raise `ReportError`.
    """

    id: str
    nama: str
    jenis_rencana: Collection[str]
    formats: Collection[str]
    make: Callable[[Rencana, str, Progress], bytes]


_DOCUMENTS: dict[str, Document] = {}


def register(document: Document) -> None:
    """Enter a document; one of the same name takes the place of the earlier one."""
    _DOCUMENTS[document.id] = document


def find_document(spelling: str) -> Document | None:
    """The document of that name, however it is capitalised; None where it names none."""
    return _DOCUMENTS.get(spelling.strip().casefold())


def documents() -> tuple[Document, ...]:
    """Every document there is."""
    return tuple(_DOCUMENTS.values())
