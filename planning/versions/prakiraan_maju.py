"""The prakiraan maju of a Renja that is made from last year's Renja: what its Renstra plans for that year. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from ..cascade import CascadeIndicator, CascadeNode
from ..levels import Level
from ..writing import NodeDraft
from .comparison import Counterpart


def look_ahead(rows: Iterable[NodeDraft], renstra: Counterpart, tahun: int) -> None:
    """Fill target, pagu and plafon of the year from the rows of the Renstra that these come from.

    `rows` are copies of rows of the version whose origins `renstra` holds; what they say of the year themselves stays.
    Of service performance (T-C.30) the target is what is expected, too.
    """
    held = {one.id: one for node in renstra.cascade.walk() for one in node.indikator}
    origins = renstra.origins
    planned: dict[int | None, CascadeNode] = {
        ours: renstra.cascade.by_id[theirs] for ours, theirs in origins.simpul.items()
    }
    measured: dict[int | None, CascadeIndicator] = {ours: held[theirs] for ours, theirs in origins.indikator.items()}
    for node in (node for root in rows for node in root.walk()):
        if row := planned.get(node.asal):
            if all(year != tahun for year, _ in node.pagu):
                node.pagu |= {key: nilai for key, nilai in row.pagu.items() if key[0] == tahun}
            if tahun in row.plafon:
                node.plafon.setdefault(tahun, row.plafon[tahun])
        for one in node.indikator:
            if (origin := measured.get(one.asal)) and (target := origin.target_at(tahun)).is_filled:
                one.values.setdefault(("target", tahun), target)
                if node.level == Level.LAYANAN:
                    one.values.setdefault(("proyeksi", tahun), target)
