"""The texts that the demo office wrote for its LKIP of 2023: edited blocks around the figures of the plan.

`fixtures/demo/kota-cimahi-lkip-2023.md` holds one block under each heading, which is the key of the block. A name in
angle brackets stands for the id of the row or indicator of that name, in keys and in tokens: ids differ per database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.conf import settings
from django.db import transaction

from planning.cascade import Cascade, load
from planning.models import Rencana

from ..lkip.naskah import tidy
from ..models import BlockEdit

SLUG = "kota-cimahi/disnaker/kinerja-2023/perubahan-1"
FILE = Path(settings.BASE_DIR) / "fixtures" / "demo" / "kota-cimahi-lkip-2023.md"
_HEADING = re.compile(r"^# (.+)$", re.MULTILINE)
_NAME = re.compile(r"<([^<>\n]+)>")


@transaction.atomic
def load_texts() -> list[str]:
    """Write the blocks of the demo report; a report in which anybody edited a block is left as it is.

    Raises `KeyError` for a name that the plan does not hold.
    """
    rencana = Rencana.objects.select_related("edisi").filter(slug=SLUG).first()
    if rencana is None or BlockEdit.objects.filter(rencana=rencana).exists():
        return []
    ids = _ids(load(rencana))
    blocks = [
        BlockEdit(rencana=rencana, key=_resolved(key, ids), number=1, text=tidy(_resolved(text, ids)))
        for key, text in texts(FILE.read_text(encoding="utf-8"))
    ]
    BlockEdit.objects.bulk_create(blocks)
    return [f"Naskah LKIP contoh dibuat: {len(blocks)} bagian pada {rencana.judul}."]


def texts(document: str) -> Iterator[tuple[str, str]]:
    """The blocks of a document: key and words, in order."""
    _, *parts = _HEADING.split(document)
    return zip(parts[::2], parts[1::2], strict=True)


def _ids(cascade: Cascade) -> dict[str, int]:
    """The id of each row and indicator by its name; of several of one name the first, rows before indicators."""
    found: dict[str, int] = {}
    for node in cascade.walk():
        found.setdefault(node.uraian, node.id)
    for node in cascade.walk():
        for one in node.indikator:
            found.setdefault(one.teks, one.id)
    return found


def _resolved(text: str, ids: Mapping[str, int]) -> str:
    return _NAME.sub(lambda match: str(ids[match[1]]), text)
