"""The nomenclature entries that can be added under a row of a plan."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from renstra_portal.lib.codes import parse_kode, resolve_xx, sort_key, to_xx

from ..levels import Level
from ..models import Daerah, Nomenklatur, Rencana, Simpul
from ..nomenklatur.index import find_entry, matching, printed_kode
from .sections import PROGRAMME, GridSection

#: What is added under a row of each level; None is the top of the plan, where a program makes what is missing above.
CHILD_LEVELS: dict[Level | None, Level] = {
    None: Level.PROGRAM,
    Level.PERANGKAT_DAERAH: Level.PROGRAM,
    Level.URUSAN: Level.BIDANG_URUSAN,
    Level.BIDANG_URUSAN: Level.PROGRAM,
    Level.PROGRAM: Level.KEGIATAN,
    Level.OUTCOME: Level.KEGIATAN,
    Level.KEGIATAN: Level.SUB_KEGIATAN,
}
#: The level of the entries directly under a code.
_LEVEL_BELOW: dict[str, str] = {
    Level.URUSAN.value: Level.BIDANG_URUSAN.value,
    Level.BIDANG_URUSAN.value: Level.PROGRAM.value,
    Level.PROGRAM.value: Level.KEGIATAN.value,
    Level.KEGIATAN.value: Level.SUB_KEGIATAN.value,
}
MOST_ENTRIES = 50


@dataclass(frozen=True, slots=True)
class Offer:
    """One entry that can be added: its code as the plan would bear it, and the row that bears it already."""

    entry: Nomenklatur
    kode: str
    used_by: str | None


@dataclass(frozen=True, slots=True)
class Offers:
    """The first entries found; `more` when there are others."""

    offers: list[Offer]
    more: bool


class UnknownParent(Exception):
    """The row is not in the plan."""


def kewenangan_of(rencana: Rencana) -> str:
    """Whose nomenclature the plan's daerah uses; follows perangkat_daerah.daerah."""
    is_province = rencana.perangkat_daerah.daerah.jenis == Daerah.Jenis.PROVINSI
    return Nomenklatur.Kewenangan.PROVINSI if is_province else Nomenklatur.Kewenangan.KABUPATEN_KOTA


def entry_of(rencana: Rencana, kode: str) -> Nomenklatur | None:
    """The entry of a canonical code in the plan's edition."""
    return find_entry(rencana.edisi, kode, kewenangan=kewenangan_of(rencana))


def offers_under(rencana: Rencana, parent: int | None, query: str, section: GridSection = PROGRAMME) -> Offers:
    """Valid entries that may stand directly under a row (None: the top), found by code or words, in official order.

    Rows of other sections than the programme tree stand for entries of any level: at the top programs are offered,
    and what words or a code find at any level. There an entry is offered again although a row bears its code, since
    past years were evaluated on the same code twice.
    Raises `UnknownParent`.
    """
    path = _path(rencana, parent)
    above = next((one.kode for one in path if one.kode), "")
    level: str | None
    if section.is_programme:
        level = CHILD_LEVELS.get(Level(path[0].level) if path else None)
    else:
        level = _LEVEL_BELOW.get(parse_kode(above).level) if above else ("" if query.strip() else Level.PROGRAM.value)
    if level is None:
        return Offers([], False)
    entries = Nomenklatur.objects.filter(
        edisi=rencana.edisi_id, kewenangan=kewenangan_of(rencana), berlaku=True
    ).select_related("edisi")
    if level:
        entries = entries.filter(level=level)
    if above:
        # Programme 01 stands in the list under X.XX for every bidang urusan.
        under = Q(kode__startswith=f"{above}.") | Q(kode__startswith=f"{to_xx(above)}.")
        entries = entries.filter(under | Q(kode__startswith="X.XX.") if level == Level.PROGRAM else under)
    if query.strip():
        entries = entries.filter(matching(query))
    bidang = _bidang_of(rencana, path, section)
    by_kode: dict[str, Nomenklatur] = {}
    # Of 2.07.01 and X.XX.01 the office's own comes first and stays.
    for entry in sorted(entries, key=lambda one: (one.kode.startswith("X"), one.kode)):
        by_kode.setdefault(resolve_xx(entry.kode, bidang) if bidang else entry.kode, entry)
    found = sorted(by_kode.items(), key=lambda pair: sort_key(pair[0]))
    shown = found[:MOST_ENTRIES]
    used: dict[str, int] = {}
    if section.is_programme:
        held = Simpul.objects.filter(rencana=rencana, level=level, kode__in=[kode for kode, _ in shown])
        used = dict(held.values_list("kode", "pk"))
    offers = [Offer(entry, kode, f"s{used[kode]}" if kode in used else None) for kode, entry in shown]
    return Offers(offers, len(found) > MOST_ENTRIES)


def _bidang_of(rencana: Rencana, path: list[Simpul], section: GridSection) -> str:
    """The code of the bidang urusan that X.XX stands for under a row, "" when none is known there."""
    if section.is_programme:
        return next((one.kode for one in path if one.level == Level.BIDANG_URUSAN and one.kode), "")
    bidang = Simpul.objects.filter(rencana=rencana, level=Level.BIDANG_URUSAN).exclude(kode="").order_by("urutan", "pk")
    return bidang.values_list("kode", flat=True).first() or ""


def offer_json(offer: Offer) -> dict[str, object]:
    """An offer for the browser."""
    entry = offer.entry
    return {
        "nomenklatur": entry.pk,
        "kode": printed_kode(entry) if offer.kode == entry.kode else offer.kode,
        "uraian": entry.uraian,
        "level": entry.level,
        "kinerja": entry.kinerja,
        "indikator": entry.indikator,
        "satuan": entry.satuan,
        "dipakai": offer.used_by,
    }


def _path(rencana: Rencana, simpul: int | None) -> list[Simpul]:
    """The row and the rows above it, nearest first."""
    path: list[Simpul] = []
    while simpul is not None:
        node = Simpul.objects.filter(rencana=rencana, pk=simpul).only("parent_id", "level", "kode").first()
        if node is None:
            raise UnknownParent
        path.append(node)
        simpul = node.parent_id
    return path
