"""Which rows of the version before a draft's rows come from, where the draft itself cannot name them. Pure."""

from __future__ import annotations

from renstra_portal.lib.text import normalise_name

from ..cascade import Cascade
from ..writing import PlanDraft
from ..writing.difference import match


def name_origins(draft: PlanDraft, before: Cascade) -> None:
    """Give every row and indicator of the draft the one of `before` that it was taken from, as its `asal`.

    Rows are recognised as `compare` recognises them: by level and code, else by level and name under the same parent;
    an indicator by its words on that row. What is not found there has no origin.
    """
    for row, origin in match(before, draft).items():
        row.asal = origin.id
        worded = {normalise_name(one.teks): one.id for one in reversed(origin.indikator)}
        for one in row.indikator:
            one.asal = worded.pop(normalise_name(one.teks), None)
