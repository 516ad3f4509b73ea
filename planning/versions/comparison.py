"""What two versions of a plan say of the same rows: semula and menjadi, row by row. Pure.

One piece for the matrix of a perubahan, the deviations of a Renja from its Renstra, their pages, and the
synchronisation with the plan that a version was made from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import KOSONG, TIDAK_DIRENCANAKAN, Nilai

from ..cascade import Cascade, CascadeIndicator, CascadeNode, PlanInfo
from ..levels import PAGU_LEVELS, PROGRAMME_LEVELS, Level

#: The rows that a plan decides on: its programme tree, and the goals that this serves.
COMPARED_LEVELS: frozenset[Level] = frozenset({*PROGRAMME_LEVELS, Level.TUJUAN, Level.SASARAN})


_Side = TypeVar("_Side", CascadeNode, CascadeIndicator)


class Perubahan(StrEnum):
    """What became of a row or an indicator."""

    DITAMBAH = "ditambah"
    DIHAPUS = "dihapus"
    DIUBAH = "diubah"
    TETAP = "tetap"


class Part(StrEnum):
    """A part of a row in which two versions can differ, in the order in which they are named.

    `PAGU` is rupiah entered on the row itself, `JUMLAH` what the rows below add up to.
    """

    NAMA = "nama"
    KODE = "kode"
    LOKASI = "lokasi"
    SUMBER_DANA = "sumber dana"
    INDIKATOR = "indikator"
    TARGET = "target"
    PAGU = "pagu"
    JUMLAH = "jumlah pagu"


#: What a Renja is held against its Renstra for; place and funding source are decided only in the Renja.
PARTS_OF_RENSTRA: frozenset[Part] = frozenset(Part) - {Part.LOKASI, Part.SUMBER_DANA}


@dataclass(frozen=True, slots=True)
class Origins:
    """Which row and which indicator of the version before (values: ids) each of the version after (keys) comes from.

    `putus` are rows, `indikator_putus` indicators of the version after whose origin is gone from the version before.
    """

    simpul: Mapping[int, int] = field(default_factory=dict)
    indikator: Mapping[int, int] = field(default_factory=dict)
    putus: frozenset[int] = frozenset()
    indikator_putus: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The version that a plan is compared with, and where the plan's rows come from in it."""

    cascade: Cascade
    origins: Origins


@dataclass(frozen=True, slots=True)
class TargetPair:
    """The target of one year in both versions."""

    tahun: int
    semula: Nilai
    menjadi: Nilai

    @property
    def selisih(self) -> Decimal | None:
        """Menjadi minus semula, None unless both are numbers."""
        if self.semula.amount is None or self.menjadi.amount is None:
            return None
        return self.menjadi.amount - self.semula.amount

    @property
    def persen(self) -> Decimal | None:
        """The difference in percent of semula, not rounded; None where there is none or semula is 0."""
        return _percent(self.selisih, self.semula.amount)

    @property
    def berubah(self) -> bool:
        """Whether the two say different things; 99,3 and 99,30 do not."""
        return not self.semula.same_amount(self.menjadi)


@dataclass(frozen=True, slots=True)
class PaguPair:
    """The rupiah of one year in both versions: entered on a sub-kegiatan, added up on the rows above."""

    tahun: int
    semula: Nilai
    menjadi: Nilai

    @property
    def selisih(self) -> Decimal | None:
        """Menjadi minus semula in rupiah, a missing side counting as 0; None where neither has an amount."""
        if self.semula.amount is None and self.menjadi.amount is None:
            return None
        return (self.menjadi.amount or Decimal(0)) - (self.semula.amount or Decimal(0))

    @property
    def persen(self) -> Decimal | None:
        """The difference in percent of semula, not rounded; None where semula is nothing."""
        return _percent(self.selisih, self.semula.amount)

    @property
    def berubah(self) -> bool:
        """Whether the amounts differ."""
        return bool(self.selisih)


@dataclass(frozen=True, slots=True)
class IndicatorComparison:
    """One indicator of a row in both versions, None on the side that does not have it."""

    jenis: Perubahan
    before: CascadeIndicator | None
    after: CascadeIndicator | None
    target: tuple[TargetPair, ...]

    @property
    def indikator(self) -> CascadeIndicator:
        """The indicator as it stands, or as it stood before it was dropped."""
        return _one_of(self.after, self.before)

    @property
    def teks(self) -> tuple[str, str] | None:
        """Its words before and after where they differ."""
        return _texts(self.before, self.after, "teks")

    @property
    def satuan(self) -> tuple[str, str] | None:
        """Its unit before and after where they differ."""
        return _texts(self.before, self.after, "satuan")


@dataclass(frozen=True, slots=True)
class RowComparison:
    """One row in both versions, None on the side that does not have it.

    `above` is the index of the row above in the comparison, `bagian` the parts that differ (of a changed row only).
    """

    jenis: Perubahan
    before: CascadeNode | None
    after: CascadeNode | None
    above: int | None
    depth: int
    bagian: tuple[Part, ...]
    indikator: tuple[IndicatorComparison, ...]
    pagu: tuple[PaguPair, ...]
    alasan: str = ""
    dasar_hukum: str = ""

    @property
    def simpul(self) -> CascadeNode:
        """The row as it stands, or as it stood before it was dropped."""
        return _one_of(self.after, self.before)

    @property
    def level(self) -> Level:
        """The level, the same in both versions."""
        return self.simpul.level

    @property
    def hanya_jumlah(self) -> bool:
        """Whether nothing changed on the row itself: only what the rows below add up to."""
        return self.bagian == (Part.JUMLAH,)

    @property
    def diputuskan(self) -> bool:
        """Whether somebody decided on a change of this row: added, dropped, or changed by itself."""
        return self.jenis is not Perubahan.TETAP and not self.hanya_jumlah

    @property
    def direncanakan_semula(self) -> bool:
        """Whether the version before planned the row in one of the years: with rupiah or with a target."""
        return any(pair.semula.amount for pair in self.pagu) or any(
            pair.semula.is_filled and pair.semula != TIDAK_DIRENCANAKAN for one in self.indikator for pair in one.target
        )

    @property
    def nama(self) -> tuple[str, str] | None:
        """The name before and after where it differs."""
        return _texts(self.before, self.after, "uraian")

    @property
    def kode(self) -> tuple[str, str] | None:
        """The code before and after where it differs."""
        return _texts(self.before, self.after, "kode")

    @property
    def lokasi(self) -> tuple[str, str] | None:
        """The place before and after where it differs."""
        return _texts(self.before, self.after, "lokasi")

    @property
    def sumber_dana(self) -> tuple[str, str] | None:
        """The funding sources before and after, in one text each, where they differ."""
        if self.before is None or self.after is None:
            return None
        sides = sources_text(self.before, self.pagu), sources_text(self.after, self.pagu)
        return sides if sides[0] != sides[1] else None


def sources_text(node: CascadeNode, years: Iterable[PaguPair | int]) -> str:
    """The funding sources of the years, in one text; "" where none is named."""
    wanted = {one.tahun if isinstance(one, PaguPair) else one for one in years}
    return ", ".join(dict.fromkeys(sumber for tahun, sumber in sorted(node.pagu) if tahun in wanted and sumber))


def shared_years(before: PlanInfo, after: PlanInfo) -> tuple[int, ...]:
    """The years that both versions print."""
    return tuple(tahun for tahun in after.tahun_tabel if tahun in before.tahun_tabel)


def main_years(before: PlanInfo, after: PlanInfo, *, prakiraan: bool = False) -> tuple[int, ...]:
    """The years a comparison is about: of a Renja its own year, with `prakiraan` also the prakiraan maju."""
    years = shared_years(before, after)
    if after.jenis != "renja" or prakiraan:
        return years
    return tuple(tahun for tahun in years if after.tahun_awal <= tahun <= after.tahun_akhir)


def compare_versions(
    before: Cascade,
    after: Cascade,
    origins: Origins,
    *,
    years: Sequence[int] | None = None,
    parts: Collection[Part] = frozenset(Part),
    levels: Collection[Level] = COMPARED_LEVELS,
) -> tuple[RowComparison, ...]:
    """Every row of the two versions, in the order of `after`, dropped rows at their place among former siblings.

    A row is the one it names as its origin; of several that name the same row, the one with its code, else the first.
    `years` are those compared (all that both print when None), `parts` those in which rows count as changed.
    """
    if years is None:
        years = shared_years(before.plan, after.plan)
    comparison = _Comparison(before, after, origins, tuple(years), frozenset(parts), frozenset(levels))
    comparison.walk(after.roots, before.roots, None, 0)
    return tuple(comparison.rows)


def with_headings(rows: Sequence[RowComparison], wanted: Callable[[RowComparison], bool]) -> list[int]:
    """The indexes of the wanted rows and of all rows above them, in order."""
    kept: set[int] = set()
    for index, row in enumerate(rows):
        if wanted(row):
            above: int | None = index
            while above is not None and above not in kept:
                kept.add(above)
                above = rows[above].above
    return sorted(kept)


def total_pagu(rows: Iterable[RowComparison], tahun: int) -> PaguPair:
    """The rupiah of a year over the whole plan, in both versions."""
    pairs = [pair for row in rows if row.above is None for pair in row.pagu if pair.tahun == tahun]
    return PaguPair(tahun, _sum(pair.semula for pair in pairs), _sum(pair.menjadi for pair in pairs))


def _sum(values: Iterable[Nilai]) -> Nilai:
    amounts = [nilai.amount for nilai in values if nilai.amount is not None]
    return Nilai.of(sum(amounts, Decimal(0))) if amounts else KOSONG


def _percent(selisih: Decimal | None, semula: Decimal | None) -> Decimal | None:
    return selisih * 100 / semula if selisih is not None and semula else None


def _one_of(after: _Side | None, before: _Side | None) -> _Side:
    found = after if after is not None else before
    if found is None:
        raise ValueError("a comparison needs at least one side")
    return found


def _texts(before: object, after: object, name: str) -> tuple[str, str] | None:
    """A text field on both sides where they differ in more than blanks; None where one side does not exist."""
    if before is None or after is None:
        return None
    sides = " ".join(getattr(before, name).split()), " ".join(getattr(after, name).split())
    return sides if sides[0] != sides[1] else None


def _interleave(
    now: Sequence[_Side], former: Sequence[_Side], partner: Callable[[_Side], _Side | None]
) -> list[tuple[_Side | None, _Side | None]]:
    """What stands now, as (None, now), with the dropped of the former, as (former, None), after whom they stood."""
    here = {one.id for one in now}
    dropped: dict[int | None, list[_Side]] = defaultdict(list)
    last: int | None = None
    for one in former:
        found = partner(one)
        if found is None:
            dropped[last].append(one)
        elif found.id in here:
            last = found.id
    merged: list[tuple[_Side | None, _Side | None]] = [(one, None) for one in dropped[None]]
    for one in now:
        merged.append((None, one))
        merged.extend((gone, None) for gone in dropped[one.id])
    return merged


class _Comparison:
    """Pairs the rows of two versions and collects them in order."""

    def __init__(
        self,
        before: Cascade,
        after: Cascade,
        origins: Origins,
        years: tuple[int, ...],
        parts: frozenset[Part],
        levels: frozenset[Level],
    ) -> None:
        self.rows: list[RowComparison] = []
        self._before, self._after = before, after
        self._origins = origins
        self._years, self._parts, self._levels = years, parts, levels
        self._former: dict[int, CascadeNode] = {}
        self._present: dict[int, CascadeNode] = {}
        self._reasons: dict[int, CascadeNode] = {}
        self._pair()

    def _pair(self) -> None:
        claims: dict[int, list[CascadeNode]] = defaultdict(list)
        for node in self._after.walk():
            origin = self._before.by_id.get(self._origins.simpul.get(node.id, 0))
            if origin is None:
                continue
            if node.level == Level.PENGHENTIAN:
                self._reasons.setdefault(origin.id, node)
            elif node.level in self._levels and node.level == origin.level:
                claims[origin.id].append(node)
        for origin_id, nodes in claims.items():
            origin = self._before.by_id[origin_id]
            chosen = next((one for one in nodes if one.kode == origin.kode), nodes[0])
            self._former[chosen.id] = origin
            self._present[origin.id] = chosen

    def walk(self, now: Iterable[CascadeNode], former: Iterable[CascadeNode], above: int | None, depth: int) -> None:
        """Collect the rows of these siblings, with all below them."""
        here = [one for one in now if one.level in self._levels]
        were = [one for one in former if one.level in self._levels]
        for gone, node in _interleave(here, were, lambda one: self._present.get(one.id)):
            before = self._former.get(node.id) if node is not None else gone
            self.rows.append(self._row(before, node, above, depth))
            index = len(self.rows) - 1
            self.walk(node.children if node else (), before.children if before else (), index, depth + 1)

    def _row(
        self, before: CascadeNode | None, after: CascadeNode | None, above: int | None, depth: int
    ) -> RowComparison:
        bare = RowComparison(
            jenis=_kind(before, after, changed=False),
            before=before,
            after=after,
            above=above,
            depth=depth,
            bagian=(),
            indikator=self._indicators(before, after),
            pagu=tuple(PaguPair(tahun, _pagu(before, tahun), _pagu(after, tahun)) for tahun in self._years),
        )
        differing = self._parts & _differing(bare)
        parts = tuple(one for one in Part if one in differing)
        if bare.jenis is Perubahan.TETAP and parts:
            bare = replace(bare, jenis=Perubahan.DIUBAH, bagian=parts)
        if not bare.diputuskan:
            return bare
        speaking = after if after is not None else self._reason_of(before)
        return replace(
            bare,
            alasan=speaking.alasan if speaking else "",
            dasar_hukum=(speaking.dasar_hukum if speaking else "") or self._after.plan.dasar_perubahan,
        )

    def _reason_of(self, dropped: CascadeNode | None) -> CascadeNode | None:
        """The PENGHENTIAN of a dropped row, else that of the nearest dropped row above it."""
        while dropped is not None and dropped.id not in self._present:
            if dropped.id in self._reasons:
                return self._reasons[dropped.id]
            dropped = self._before.parent(dropped)
        return None

    def _indicators(self, before: CascadeNode | None, after: CascadeNode | None) -> tuple[IndicatorComparison, ...]:
        were = before.indikator if before else ()
        here = after.indikator if after else ()
        former = pair_indicators(were, here, self._origins.indikator)
        present = {one.id: next(now for now in here if now.id == key) for key, one in former.items()}
        found = []
        for gone, now in _interleave(here, were, lambda one: present.get(one.id)):
            was = former.get(now.id) if now is not None else gone
            pairs = tuple(
                TargetPair(tahun, was.target_at(tahun) if was else KOSONG, now.target_at(tahun) if now else KOSONG)
                for tahun in self._years
            )
            changed = any(pair.berubah for pair in pairs) or bool(
                _texts(was, now, "teks") or _texts(was, now, "satuan")
            )
            found.append(IndicatorComparison(_kind(was, now, changed=changed), was, now, pairs))
        return tuple(found)


def pair_indicators(
    before: Sequence[CascadeIndicator], after: Sequence[CascadeIndicator], origins: Mapping[int, int]
) -> dict[int, CascadeIndicator]:
    """Which indicator of a row before (value) each one of the row after (key: id) is: by origin, else by its words."""
    free = {one.id: one for one in before}
    pairs: dict[int, CascadeIndicator] = {}
    for one in after:
        if (origin := origins.get(one.id)) in free:
            pairs[one.id] = free.pop(origin)
    for one in after:
        # An indicator that names another origin is not this one, whatever its words.
        if one.id not in pairs and one.id not in origins:
            words = normalise_name(one.teks)
            same = next((key for key, was in free.items() if normalise_name(was.teks) == words), None)
            if same is not None:
                pairs[one.id] = free.pop(same)
    return pairs


def _kind(before: object | None, after: object | None, *, changed: bool) -> Perubahan:
    if before is None:
        return Perubahan.DITAMBAH
    if after is None:
        return Perubahan.DIHAPUS
    return Perubahan.DIUBAH if changed else Perubahan.TETAP


def _pagu(node: CascadeNode | None, tahun: int) -> Nilai:
    if node is None:
        return KOSONG
    if node.level in PAGU_LEVELS:
        return node.pagu_at(tahun)
    return Nilai.of(node.total[tahun]) if tahun in node.total else KOSONG


def _differing(row: RowComparison) -> set[Part]:
    """The parts in which a row of both versions differs."""
    found: set[Part] = set()
    for part, differs in (
        (Part.NAMA, row.nama),
        (Part.KODE, row.kode),
        (Part.LOKASI, row.lokasi),
        (Part.SUMBER_DANA, row.sumber_dana),
    ):
        if differs:
            found.add(part)
    for one in row.indikator:
        if one.jenis in (Perubahan.DITAMBAH, Perubahan.DIHAPUS) or one.teks or one.satuan:
            found.add(Part.INDIKATOR)
        if one.jenis is Perubahan.DIUBAH and any(pair.berubah for pair in one.target):
            found.add(Part.TARGET)
    if any(pair.berubah for pair in row.pagu):
        found.add(Part.PAGU if row.level in PAGU_LEVELS else Part.JUMLAH)
    return found
