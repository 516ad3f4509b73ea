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

from ..models import Suntingan
from .token import broken_in, stored

#: Longer than any block of a report, in letters.
TERPANJANG = 20_000


class Berubah(Exception):
    """Somebody else saved the block since the person opened it; `terbaru` is what stands there now."""

    def __init__(self, terbaru: Suntingan) -> None:
        super().__init__("Bagian ini sudah diubah orang lain sejak Anda membukanya.")
        self.terbaru = terbaru


class TidakTersimpan(Exception):
    """The text cannot be saved; the message says what to put right."""


@dataclass(frozen=True, slots=True)
class Beda:
    """One line of a text held against its standard: "tetap", "hilang" (only there) or "tambah" (only here)."""

    jenis: str
    teks: str


def suntingan(rencana: Rencana) -> dict[str, Suntingan]:
    """The last edit of every block that was ever edited, by key; some may say that the standard text holds again."""
    return {one.kunci: one for one in Suntingan.objects.latest_of(rencana)}


def riwayat(rencana: Rencana, kunci: str) -> list[Suntingan]:
    """Every edit of a block, the latest first."""
    return list(Suntingan.objects.filter(rencana=rencana, kunci=kunci).select_related("user").order_by("-nomor"))


def simpan(rencana: Rencana, user: User, kunci: str, teks: str, nomor: int, *, standar: str) -> Suntingan | None:
    """Keep a text for the block; `nomor` is the edit that the person had before them (0: none yet).

    A text that is the standard one is kept as "standard". None when nothing changed. Raises `NotAllowed` when the plan
    is not open to the person, `TidakTersimpan` for a broken token or a text too long, `Berubah` on a conflict.
    """
    cleaned = rapi(teks)
    if len(cleaned) > TERPANJANG:
        raise TidakTersimpan(f"Teks ini terlalu panjang: {len(cleaned)} huruf, paling banyak {TERPANJANG}.")
    if broken := broken_in(cleaned):
        raise TidakTersimpan(
            f"Penanda angka “{broken[0]}” tidak lengkap. Hapus, lalu sisipkan lagi dari daftar angka di samping."
        )
    return _tambah(rencana, user, kunci, "" if cleaned == standar else cleaned, nomor, baku=cleaned == standar)


def kembalikan(rencana: Rencana, user: User, kunci: str, nomor: int) -> Suntingan | None:
    """Let the standard text hold again. Raises as `simpan` does."""
    return _tambah(rencana, user, kunci, "", nomor, baku=True)


def rapi(teks: str) -> str:
    """A typed text as it is stored: clean blanks, tokens without what they showed, at most one blank line between."""
    lines = clean_text(stored(teks.replace("\r\n", "\n").replace("\r", "\n"))).split("\n")
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()


def beda(standar: str, teks: str) -> list[Beda]:
    """The text held against the standard one, line by line."""
    kinds = {" ": "tetap", "-": "hilang", "+": "tambah"}
    return [
        Beda(kinds[line[0]], line[2:])
        for line in difflib.ndiff(standar.split("\n"), teks.split("\n"))
        if line[0] in kinds and line[2:]
    ]


def salin_dari(asal: Rencana, rencana: Rencana, user: User, ids: Mapping[int, int]) -> int:
    """Take over the edited texts of the version before, in blocks not edited here yet; gives how many.

    `ids` maps the id of a row there to that of its copy here, for the keys of blocks. Tokens need no change: a figure
    is also found by the id it was copied from. All of them or none. Raises `NotAllowed`, and `Berubah` where somebody
    else saves one of them meanwhile.
    """
    _demand(rencana, user)
    own = suntingan(rencana)
    count = 0
    with transaction.atomic():
        for one in Suntingan.objects.latest_of(asal).filter(baku=False):
            kunci = _moved(one.kunci, ids)
            if kunci is not None and kunci not in own:
                _tambah(rencana, user, kunci, one.teks, 0, baku=False)
                count += 1
    return count


def _moved(kunci: str, ids: Mapping[int, int]) -> str | None:
    """The key of a block here, None where its row is gone."""
    parts = kunci.split(".")
    if len(parts) == 1:
        return kunci
    number = ids.get(int(parts[1])) if parts[1].isdecimal() else None
    return None if number is None else ".".join([parts[0], str(number), *parts[2:]])


def _tambah(rencana: Rencana, user: User, kunci: str, teks: str, nomor: int, *, baku: bool) -> Suntingan | None:
    _demand(rencana, user)
    last = Suntingan.objects.filter(rencana=rencana, kunci=kunci).select_related("user").order_by("-nomor").first()
    if last is not None and last.nomor != nomor:
        raise Berubah(last)
    if (last.teks, last.baku) == (teks, baku) if last else baku:
        return None
    try:
        with transaction.atomic():
            return Suntingan.objects.create(
                rencana=rencana, kunci=kunci, nomor=nomor + 1, teks=teks, baku=baku, user=user
            )
    except IntegrityError as problem:
        newer = Suntingan.objects.filter(rencana=rencana, kunci=kunci).select_related("user").order_by("-nomor").first()
        if newer is None:
            raise
        raise Berubah(newer) from problem


def _demand(rencana: Rencana, user: User) -> None:
    if reason := reason_not_writable(user, rencana):
        raise NotAllowed(reason)
