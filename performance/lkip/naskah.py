"""Editing the texts of a report: what stands there now, saving against what the person saw, and the way back."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from planning.models import Rencana, User
from planning.policies import reason_not_writable
from planning.writing import NotAllowed
from renstra_portal.lib.text import clean_text

from ..models import BlockEdit
from .token import broken_in, stored

#: Longer than any block of a report, in letters.
LONGEST = 20_000


class Changed(Exception):
    """Somebody else saved the block since the person opened it; `latest` is what stands there now."""

    def __init__(self, latest: BlockEdit) -> None:
        super().__init__("Bagian ini sudah diubah orang lain sejak Anda membukanya.")
        self.latest = latest


class NotSaved(Exception):
    """The text cannot be saved; the message says what to put right."""


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line of a text held against its standard: "tetap", "hilang" (only there) or "tambah" (only here)."""

    kind: str
    text: str


def edits_of(rencana: Rencana) -> dict[str, BlockEdit]:
    """The last edit of every block that was ever edited, by key; some may say that the standard text holds again."""
    return {one.key: one for one in BlockEdit.objects.latest_of(rencana)}


def history_of(rencana: Rencana, key: str) -> list[BlockEdit]:
    """Every edit of a block, the latest first."""
    return list(BlockEdit.objects.filter(rencana=rencana, key=key).select_related("user").order_by("-number"))


def save(rencana: Rencana, user: User, key: str, text: str, number: int, *, standard: str) -> BlockEdit | None:
    """Keep a text for the block; `number` is the edit that the person had before them (0: none yet).

    A text that is the standard one is kept as "standard". None when nothing changed. Raises `NotAllowed` when the plan
    is not open to the person, `NotSaved` for a broken token or a text too long, `Changed` on a conflict.
    """
    cleaned = tidy(text)
    if len(cleaned) > LONGEST:
        raise NotSaved(f"Teks ini terlalu panjang: {len(cleaned)} huruf, paling banyak {LONGEST}.")
    if broken := broken_in(cleaned):
        raise NotSaved(
            f"Penanda angka “{broken[0]}” tidak lengkap. Hapus, lalu sisipkan lagi dari daftar angka di samping."
        )
    return _add(rencana, user, key, "" if cleaned == standard else cleaned, number, is_standard=cleaned == standard)


def restore(rencana: Rencana, user: User, key: str, number: int) -> BlockEdit | None:
    """Let the standard text hold again. Raises as `save` does."""
    return _add(rencana, user, key, "", number, is_standard=True)


def tidy(text: str) -> str:
    """A typed text as it is stored: clean blanks, tokens without what they showed, at most one blank line between."""
    lines = clean_text(stored(text.replace("\r\n", "\n").replace("\r", "\n"))).split("\n")
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()


def difference(standard: str, text: str) -> list[DiffLine]:
    """The text held against the standard one, line by line."""
    kinds = {" ": "tetap", "-": "hilang", "+": "tambah"}
    return [
        DiffLine(kinds[line[0]], line[2:])
        for line in difflib.ndiff(standard.split("\n"), text.split("\n"))
        if line[0] in kinds and line[2:]
    ]


def take_over_from(source: Rencana, rencana: Rencana, user: User, ids: Mapping[int, int]) -> int:
    """Take over the edited texts of the version before, in blocks not edited here yet; gives how many.

    `ids` maps the id of a row there to that of its copy here, for the keys of blocks. Tokens need no change: a figure
    is also found by the id it was copied from. All of them or none. Raises `NotAllowed`, and `Changed` where somebody
    else saves one of them meanwhile.
    """
    _demand(rencana, user)
    own = edits_of(rencana)
    count = 0
    with transaction.atomic():
        for one in BlockEdit.objects.latest_of(source).filter(is_standard=False):
            key = _moved(one.key, ids)
            if key is not None and key not in own:
                _add(rencana, user, key, one.text, 0, is_standard=False)
                count += 1
    return count


def _moved(key: str, ids: Mapping[int, int]) -> str | None:
    """The key of a block here, None where its row is gone."""
    parts = key.split(".")
    if len(parts) == 1:
        return key
    number = ids.get(int(parts[1])) if parts[1].isdecimal() else None
    return None if number is None else ".".join([parts[0], str(number), *parts[2:]])


def _add(rencana: Rencana, user: User, key: str, text: str, number: int, *, is_standard: bool) -> BlockEdit | None:
    _demand(rencana, user)
    last = BlockEdit.objects.filter(rencana=rencana, key=key).select_related("user").order_by("-number").first()
    if last is not None and last.number != number:
        raise Changed(last)
    if (last.text, last.is_standard) == (text, is_standard) if last else is_standard:
        return None
    try:
        with transaction.atomic():
            return BlockEdit.objects.create(
                rencana=rencana, key=key, number=number + 1, text=text, is_standard=is_standard, user=user
            )
    except IntegrityError as problem:
        newer = BlockEdit.objects.filter(rencana=rencana, key=key).select_related("user").order_by("-number").first()
        if newer is None:
            raise
        raise Changed(newer) from problem


def _demand(rencana: Rencana, user: User) -> None:
    if reason := reason_not_writable(user, rencana):
        raise NotAllowed(reason)
