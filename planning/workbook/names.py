"""The nomenclature of a plan's edition, looked up by code and by name while a workbook is read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from renstra_portal.lib.codes import XX, KodeProblem, parent_kode, resolve_xx, to_xx
from renstra_portal.lib.text import normalise_name, similarity

from ..levels import Level
from ..models import EdisiNomenklatur, Nomenklatur

#: From here on two names are taken for the same name with a slip of the pen.
SIMILAR = 0.85
_UPPER = (Level.URUSAN, Level.BIDANG_URUSAN)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its primary key, canonical code (X.XX for the supporting programme), level and name.

    It has no primary key where another edition than the plan's names it.
    """

    id: int | None
    kode: str
    level: Level
    uraian: str


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found by name, its code as this office prints it, and how alike the names are (0..1)."""

    entry: Entry
    kode: str
    score: float


class Names:
    """Entries of one edition. Codes of programme 01 may be asked for with the office's own bidang or with X.XX."""

    def __init__(self, entries: list[Entry]) -> None:
        self._by_code = {one.kode: one for one in entries}
        self._under: dict[str | None, list[Entry]] = defaultdict(list)
        self._by_name: dict[tuple[Level, str], list[Entry]] = defaultdict(list)
        for one in entries:
            self._under[parent_kode(one.kode)].append(one)
            self._by_name[one.level, normalise_name(one.uraian)].append(one)

    @classmethod
    def of(cls, edisi: EdisiNomenklatur, *, provinsi: bool = False) -> Names:
        """The entries of an edition for a province or for a kabupaten/kota, in one query.

        Editions may begin with the programs: an urusan or bidang urusan that one lacks is named by another.
        """
        kewenangan = Nomenklatur.Kewenangan.PROVINSI if provinsi else Nomenklatur.Kewenangan.KABUPATEN_KOTA
        above = Q(level__in=_UPPER)
        rows = (
            Nomenklatur.objects.filter(Q(edisi=edisi) | above, kewenangan=kewenangan)
            .order_by("edisi__tanggal", "pk")
            .values_list("pk", "kode", "level", "uraian", "edisi")
        )
        own = [Entry(pk, kode, Level(level), uraian) for pk, kode, level, uraian, of in rows if of == edisi.pk]
        held = {one.kode for one in own}
        others = {kode: Entry(None, kode, Level(level), uraian) for _, kode, level, uraian, _ in rows}
        return cls([*own, *(one for kode, one in others.items() if kode not in held and one.level in _UPPER)])

    def get(self, kode: str) -> Entry | None:
        """The entry of a canonical code."""
        return self._by_code.get(kode) or self._by_code.get(to_xx(kode))

    def named(self, level: Level, name: str) -> list[Entry]:
        """The entries of a level with exactly this name."""
        return self._by_name.get((level, normalise_name(name)), [])

    def bidang(self, text: str) -> str:
        """The code of the bidang urusan that a text names, in full or by its last words ("Tenaga Kerja")."""
        raw = text.split(" ", 1)[0]
        wanted = normalise_name(text)
        for kode, entry in self._by_code.items():
            if entry.level == Level.BIDANG_URUSAN and kode != XX:
                name = normalise_name(entry.uraian)
                if raw.rstrip(".") == kode or name == wanted or name.endswith(f" {wanted}"):
                    return kode
        return ""

    def find(self, parent: str, level: Level, name: str, *, cutoff: float = SIMILAR) -> Match | None:
        """The entry under a parent's code whose name is this one, or the most alike from `cutoff` on."""
        try:
            bidang = resolve_xx(XX, ".".join(parent.split(".")[:2])) if parent.count(".") else ""
        except KodeProblem:
            bidang = ""
        above = parent if parent in self._under else to_xx(parent) if parent.count(".") else parent
        candidates = [one for one in self._under.get(above, ()) if one.level == level]
        if level == Level.PROGRAM and bidang:
            candidates += [one for one in self._under.get(XX, ()) if one.level == level]
        wanted = normalise_name(name)
        best: Entry | None = None
        score = cutoff
        for one in candidates:
            if normalise_name(one.uraian) == wanted:
                best, score = one, 1.0
                break
            # Worth a closer look only when the words overlap at all.
            if (alike := similarity(one.uraian, name)) >= score:
                best, score = one, alike
        if best is None:
            return None
        return Match(best, resolve_xx(best.kode, bidang) if bidang else best.kode, score)
