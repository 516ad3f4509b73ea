"""Looking up the nomenclature: a whole edition in memory for bulk work, single look-ups, and search for pages.

Programme 01 of every office is X.XX.01 in the national lists but may be printed with an office's own bidang
(2.07.01); whoever asks for one finds the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet

from planning.models import EdisiNomenklatur, Nomenklatur
from renstra_portal.lib.codes import (
    XX,
    KodeProblem,
    format_kode,
    is_penunjang,
    parent_kode,
    parse_kode,
    resolve_xx,
    sort_key,
    to_xx,
)
from renstra_portal.lib.text import normalise_name, similarity

KABUPATEN_KOTA = Nomenklatur.Kewenangan.KABUPATEN_KOTA.value
_LIKE_A_CODE = re.compile(r"[0-9X][0-9X]?(?:[\s./|-]+[0-9X]*)*", re.IGNORECASE)
_MARKS = re.compile(r"[\s./|-]+")


@dataclass(frozen=True, slots=True)
class NameMatch:
    """An entry whose name is like the one asked for; `similarity` 0..1, 1 meaning the same words."""

    entry: Nomenklatur
    similarity: float


@dataclass(frozen=True, slots=True)
class Resolved:
    """A code as an edition holds and prints it for an office.

    `kode` is canonical with the office's bidang in place of X.XX, `printed` the same in the edition's digits, `entry`
    the entry it stands for, or None when the edition has none.
    """

    kode: str
    printed: str
    entry: Nomenklatur | None


class EditionIndex:
    """One edition for one kewenangan, loaded in one query and looked up without further ones."""

    def __init__(self, edisi: EdisiNomenklatur, entries: Iterable[Nomenklatur]) -> None:
        self.edisi = edisi
        self._by_kode = {entry.kode: entry for entry in entries}

    @classmethod
    def load(cls, edisi: EdisiNomenklatur, kewenangan: str = KABUPATEN_KOTA) -> EditionIndex:
        """Every entry of the edition and kewenangan, also those no longer valid (`berlaku` False)."""
        return cls(edisi, Nomenklatur.objects.filter(edisi=edisi, kewenangan=kewenangan))

    def __len__(self) -> int:
        return len(self._by_kode)

    def __iter__(self) -> Iterator[Nomenklatur]:
        """The entries in official order, X.XX first."""
        return iter(sorted(self._by_kode.values(), key=lambda entry: sort_key(entry.kode)))

    def get(self, kode: str) -> Nomenklatur | None:
        """The entry of a canonical code. Of 2.07.01.… and X.XX.01.… the valid one is found, as asked for first."""
        candidates = [self._by_kode[one] for one in (kode, to_xx(kode)) if one in self._by_kode]
        if not candidates and kode.startswith(XX):
            candidates = self._printed_by_offices.get(kode, [])
        return min(candidates, key=lambda entry: not entry.berlaku, default=None)

    def find(self, raw: object) -> Nomenklatur | None:
        """The entry of a code in any spelling; None when the edition has none. Raises `KodeProblem`."""
        return self.get(parse_kode(raw).text)

    def resolve(self, raw: object, *, bidang: str) -> Resolved:
        """A code in any spelling as the office of `bidang` (its first one, e.g. 2.07) prints it in this edition.

        Raises `KodeProblem` when the code cannot be read, or needs more digits than the edition has.
        """
        kode = resolve_xx(parse_kode(raw).text, bidang)
        return Resolved(kode, format_kode(kode, self.edisi.digit_sub), self.get(kode))

    def children(self, kode: str) -> list[Nomenklatur]:
        """The entries directly under a canonical code, in official order."""
        found = self._children.get(kode) or self._children.get(to_xx(kode), [])
        return sorted(found, key=lambda entry: sort_key(entry.kode))

    def match_by_name(
        self,
        name: str,
        *,
        parent_kode: str | None = None,
        level: str | None = None,
        cutoff: float = 0.6,
        limit: int = 3,
    ) -> list[NameMatch]:
        """The entries named most like `name`, best first, at least `cutoff` alike; for suggesting, never as a key.

        `parent_kode` narrows to the children of one canonical code, `level` to one level: give at least one of them
        where many names are matched. Entries no longer valid are not suggested.
        """
        wanted = normalise_name(name)
        if not wanted:
            return []
        if parent_kode is None:
            candidates = self._by_name.get(wanted, [])
            if level:
                candidates = [entry for entry in candidates if entry.level == level]
            candidates = candidates or list(self._by_kode.values())
        else:
            candidates = self.children(parent_kode)
        matches = [
            NameMatch(entry, similarity(wanted, entry.uraian))
            for entry in candidates
            if entry.berlaku and (level is None or entry.level == level)
        ]
        matches = [match for match in matches if match.similarity >= cutoff]
        return sorted(matches, key=lambda match: (-match.similarity, sort_key(match.entry.kode)))[:limit]

    @cached_property
    def _children(self) -> dict[str, list[Nomenklatur]]:
        children: dict[str, list[Nomenklatur]] = {}
        for entry in self._by_kode.values():
            above = parent_kode(entry.kode)
            if above is not None:
                children.setdefault(above, []).append(entry)
        return children

    @cached_property
    def _by_name(self) -> dict[str, list[Nomenklatur]]:
        by_name: dict[str, list[Nomenklatur]] = {}
        for entry in self._by_kode.values():
            if entry.berlaku:
                by_name.setdefault(normalise_name(entry.uraian), []).append(entry)
        return by_name

    @cached_property
    def _printed_by_offices(self) -> dict[str, list[Nomenklatur]]:
        """X.XX code → the entries of programme 01 that the list gives with an office's own bidang."""
        found: dict[str, list[Nomenklatur]] = {}
        for entry in self._by_kode.values():
            if is_penunjang(entry.kode):
                found.setdefault(to_xx(entry.kode), []).append(entry)
        return found


def printed_kode(entry: Nomenklatur) -> str:
    """The entry's code with the digits of its edition (2.07.03.2.01.01 up to 2021, …0001 from 2023 on)."""
    try:
        return format_kode(entry.kode, entry.edisi.digit_sub)
    except KodeProblem:
        # A number above 99 in a two-digit edition can only be printed in full.
        return entry.kode


def find_entry(edisi: EdisiNomenklatur, kode: object, *, kewenangan: str = KABUPATEN_KOTA) -> Nomenklatur | None:
    """The entry of a code in any spelling, in one query; see `EditionIndex.get`. Raises `KodeProblem`."""
    text = parse_kode(kode).text
    candidates = Nomenklatur.objects.filter(edisi=edisi, kewenangan=kewenangan).filter(same_kode(text))
    return EditionIndex(edisi, candidates).get(text)


def resolve(kode: object, edisi: EdisiNomenklatur, *, bidang: str, kewenangan: str = KABUPATEN_KOTA) -> Resolved:
    """A code in any spelling as the office of `bidang` prints it in the edition, in one query.

    See `EditionIndex.resolve`, which is for many codes. Raises `KodeProblem`.
    """
    entry = find_entry(edisi, resolve_xx(parse_kode(kode).text, bidang), kewenangan=kewenangan)
    return EditionIndex(edisi, [entry] if entry else []).resolve(kode, bidang=bidang)


def match_by_name(
    name: str,
    parent_kode: str | None,
    edisi: EdisiNomenklatur,
    level: str | None = None,
    *,
    kewenangan: str = KABUPATEN_KOTA,
) -> list[NameMatch]:
    """The entries named most like `name`; loads the edition, so for many names use `EditionIndex.match_by_name`."""
    return EditionIndex.load(edisi, kewenangan).match_by_name(name, parent_kode=parent_kode, level=level)


def search(query: str, edisi: EdisiNomenklatur | None = None, level: str | None = None) -> QuerySet[Nomenklatur]:
    """Entries whose code begins with `query` (any spelling, also unfinished), or that hold all of its words."""
    entries = Nomenklatur.objects.all()
    if edisi is not None:
        entries = entries.filter(edisi=edisi)
    if level:
        entries = entries.filter(level=level)
    return entries.filter(matching(query))


def matching(query: str) -> Q:
    """The condition of `search`. Words are looked for in uraian, kinerja and indikator, whatever their case."""
    query = query.strip()
    if _LIKE_A_CODE.fullmatch(query):
        return _code_begins(query)
    condition = Q()
    for word in query.split():
        condition &= Q(uraian__icontains=word) | Q(kinerja__icontains=word) | Q(indikator__icontains=word)
    return condition


def same_kode(kode: str) -> Q:
    """The condition "this canonical code, or its twin in the supporting programme"."""
    condition = Q(kode__in={kode, to_xx(kode)})
    if kode.startswith(XX):
        condition |= Q(kode__endswith=kode[len(XX) :])
    return condition


def _code_begins(query: str) -> Q:
    try:
        kode = parse_kode(query).text
    except KodeProblem:
        # A code still being typed: "2.07.0".
        return Q(kode__startswith=_MARKS.sub(".", query.upper()))
    condition = Q(kode__startswith=kode)
    if is_penunjang(kode):
        condition |= Q(kode__startswith=to_xx(kode))
    return condition
