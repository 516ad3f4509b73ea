"""Why a row of a perubahan was added, changed or dropped: entered row by row, written as one difference. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..cascade import Cascade, CascadeNode
from ..levels import Level
from ..writing import Difference, ObjectDiff, delete_all
from ..writing.difference import Act, Cells, Kind, node_label
from .comparison import RowComparison


@dataclass(frozen=True, slots=True)
class Reason:
    """Reason and legal basis of a change, as typed; blank texts take away what stands."""

    alasan: str
    dasar_hukum: str

    def cells(self) -> dict[str, str]:
        """The filled cells that hold it."""
        texts = {"alasan": self.alasan.strip(), "dasar_hukum": self.dasar_hukum.strip()}
        return {name: text for name, text in texts.items() if text}


def reason_key(row: RowComparison) -> str:
    """The name of a row in a form: "s12" for a row that stands, "d34" for one that was dropped."""
    return f"s{row.simpul.id}" if row.after is not None else f"d{row.simpul.id}"


def held_reason(after: Cascade, row: RowComparison) -> Reason:
    """The reason that is held for the row itself, without what it takes from its plan or from a row above."""
    holder = row.after if row.after is not None else _stopped(after).get(row.simpul.id)
    return Reason(holder.alasan, holder.dasar_hukum) if holder else Reason("", "")


def reasons_difference(after: Cascade, rows: Sequence[RowComparison], reasons: Mapping[str, Reason]) -> Difference:
    """What to write so that the rows have the reasons named by `reason_key`; rows not named keep theirs.

    The reason of a dropped row is held by a row of level PENGHENTIAN, which exists only while there is one. As that
    level bears no code, the code of the dropped row stands as its number.
    """
    difference = Difference()
    stopped = _stopped(after)
    position = max((root.urutan for root in after.roots), default=-1)
    for row in rows:
        reason = reasons.get(reason_key(row))
        if reason is None:
            continue
        holder = row.after if row.after is not None else stopped.get(row.simpul.id)
        wanted = reason.cells()
        if holder is None:
            if wanted:
                position += 1
                difference.objects.append(_stopping(row.simpul, wanted, position, -1 - len(difference.objects)))
        elif not wanted and holder.level == Level.PENGHENTIAN:
            difference.objects.extend(delete_all(after, holder))
        elif cells := _changed(holder, wanted):
            difference.objects.append(ObjectDiff(Act.UPDATE, Kind.SIMPUL, holder.id, cells, node_label(holder)))
    return difference


def _stopped(after: Cascade) -> dict[int, CascadeNode]:
    """The PENGHENTIAN rows of a version by the row of the version before that they speak of."""
    return {one.asal_id: one for one in after.at(Level.PENGHENTIAN) if one.asal_id is not None}


def _changed(holder: CascadeNode, wanted: Mapping[str, str]) -> Cells:
    cells: Cells = {}
    for name in ("alasan", "dasar_hukum"):
        old, new = getattr(holder, name) or None, wanted.get(name)
        if old != new:
            cells[name] = (old, new)
    return cells


def _stopping(dropped: CascadeNode, wanted: Mapping[str, str], position: int, temporary: int) -> ObjectDiff:
    held = {
        "level": Level.PENGHENTIAN.value,
        "urutan": str(position),
        "asal": str(dropped.id),
        "nomor": dropped.kode or dropped.nomor,
        "uraian": dropped.uraian,
        **wanted,
    }
    cells: Cells = {name: (None, value) for name, value in held.items() if value}
    return ObjectDiff(Act.CREATE, Kind.SIMPUL, temporary, cells, f"Penghentian {node_label(dropped)}")
