"""The evaluation rows (T-C.29) of a new Renja: what the portal already knows of the years before. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import KOSONG, Jenis, Nilai

from ..capaian import cara_akumulasi, sampai
from ..cascade import Cascade, CascadeIndicator, CascadeNode
from ..levels import PROGRAMME_LEVELS, Level
from ..writing import IndicatorDraft, NodeDraft
from .copying import copied_indicator

#: Levels whose indicators are printed on the row above: an outcome on its program, an output on what yields it.
_ABSORBED = frozenset({Level.OUTCOME, Level.OUTPUT})
_PROGRAMMES = frozenset(PROGRAMME_LEVELS)
_EVALUATED = frozenset({Level.EVALUASI})
#: Kinds that enter an indicator in lists of its own; its evaluation is not to be listed a second time.
_LISTED = frozenset({"iku", "ikk", "spm"})
#: What tells an indicator in another version: the code of its row and its words.
_Words = tuple[str, str]


@dataclass(frozen=True)
class Series:
    """The indicators of some levels of a version, found by origin or by the code of the row and their words.

    `origins` maps an indicator's id to the one it was taken from, over all versions.
    """

    cascade: Cascade
    origins: Mapping[int, int]
    levels: frozenset[Level] = _PROGRAMMES

    def find(self, one: CascadeIndicator, kode: str) -> CascadeIndicator | None:
        """The same indicator in this version, None when it has none."""
        if found := self._by_root.get(root_of(one.id, self.origins)):
            return found
        words = normalise_name(one.teks)
        return self._by_words.get((kode, words)) if kode and words else None

    @cached_property
    def _by_root(self) -> dict[int, CascadeIndicator]:
        return {root_of(one.id, self.origins): one for one, _ in self._all()}

    @cached_property
    def _by_words(self) -> dict[_Words, CascadeIndicator]:
        return {(kode, normalise_name(one.teks)): one for one, kode in self._all()}

    def _all(self) -> Iterator[tuple[CascadeIndicator, str]]:
        for root in self.cascade.roots:
            if root.level in self.levels:
                yield from _coded(root, "")


@dataclass(frozen=True)
class Past:
    """What the portal holds of the time before a Renja: its Renstra, and the Renja of one and two years earlier."""

    tahun: int
    tahun_akhir: int | None
    renstra: Cascade | None = None
    renja: Mapping[int, Cascade] = field(default_factory=dict)
    origins: Mapping[int, int] = field(default_factory=dict)

    @cached_property
    def _renstra(self) -> Series | None:
        return Series(self.renstra, self.origins) if self.renstra else None

    @cached_property
    def _renja(self) -> dict[int, Series]:
        return {year: Series(cascade, self.origins) for year, cascade in self.renja.items()}

    @cached_property
    def _evaluated(self) -> Series | None:
        """The evaluation in the Renja of the year before."""
        last = self.renja.get(self.tahun - 1)
        return Series(last, self.origins, _EVALUATED) if last else None

    def values(self, one: CascadeIndicator, kode: str) -> dict[tuple[str, int], Nilai]:
        """The figures of an indicator for T-C.29 by (role, year); only those that are held.

        `akhir` at the end of the Renstra, `target` of the two years before, `realisasi` of two years before, and that
        up to and including three years before.
        """
        n = self.tahun
        planned = self._renstra.find(one, kode) if self._renstra else None
        before = self._evaluated.find(one, kode) if self._evaluated else None
        yearly = {year: found for year, series in self._renja.items() if (found := series.find(one, kode))}
        figures: dict[tuple[str, int], Nilai] = {}
        if self.tahun_akhir is not None:
            figures["akhir", self.tahun_akhir] = _first(
                planned.end_value(self.renstra.plan.tahun_awal, self.tahun_akhir)
                if planned and self.renstra
                else KOSONG,
                before.akhir_at(self.tahun_akhir) if before else KOSONG,
            )
        for year in (n - 2, n - 1):
            own = yearly.get(year)
            sources = [source for source in (own, before, planned) if source]
            figures["target", year] = _first(*(source.target_at(year) for source in sources))
        sources = [source for source in (*yearly.values(), before, planned) if source]
        figures["realisasi", n - 2] = _first(*(source.realisasi_at(n - 2) for source in sources))
        figures["realisasi", n - 3] = self._realised(one, before, planned)
        return {key: nilai for key, nilai in figures.items() if nilai.is_filled}

    def _realised(
        self, one: CascadeIndicator, before: CascadeIndicator | None, planned: CascadeIndicator | None
    ) -> Nilai:
        """Realised up to and including three years before: last year's evaluation goes on, else the Renstra's own."""
        last = self.tahun - 3
        start = self.renstra.plan.tahun_awal if self.renstra else None
        if before is not None:
            # The evaluation holds a sum up to the year before `last`, and `last` alone.
            parts = (
                [before.realisasi_at(last)]
                if start == last
                else [before.realisasi_at(last - 1), before.realisasi_at(last)]
            )
            if (nilai := accumulated(one, parts)).is_filled:
                return nilai
        if planned is not None and start is not None:
            return accumulated(one, [planned.realisasi_at(year) for year in range(start, last + 1)])
        return KOSONG


def evaluation_rows(tree: Cascade, past: Past) -> list[NodeDraft]:
    """The programme tree from urusan down as rows of evaluation, with what `past` knows of each indicator.

    Outcome and output are no rows of T-C.29: their indicators stand on the row above.
    """
    office = tree.office
    return [_row(node, past, "") for node in office.children] if office else []


def accumulated(one: CascadeIndicator, parts: Sequence[Nilai]) -> Nilai:
    """What an indicator reached over consecutive periods, counted as `capaian.sampai` does; percentages never add up.

    A sum of which a part is unknown is unknown; "-" is no part of it.
    """
    way = cara_akumulasi(one.akumulasi, one.satuan)
    if way == "jumlah" and any(nilai.kind in (Jenis.KOSONG, Jenis.TEKS) for nilai in parts):
        return KOSONG
    return sampai(parts, way)


def _row(node: CascadeNode, past: Past, above: str) -> NodeDraft:
    kode = node.kode or above
    row = NodeDraft(
        Level.EVALUASI,
        node.uraian,
        kode=node.kode,
        nomor=node.nomor,
        nomenklatur_id=node.nomenklatur_id,
        asal=node.id,
    )
    row.indikator = [draft for one in node.achievements if (draft := _indicator(one, past, kode))]
    for child in _rows_below(node):
        row.add(_row(child, past, kode))
    return row


def _rows_below(node: CascadeNode) -> Iterator[CascadeNode]:
    """The rows of the programme tree under a node, those that an outcome groups among them."""
    for child in node.children:
        if child.level in _ABSORBED:
            yield from _rows_below(child)
        else:
            yield child


def _indicator(one: CascadeIndicator, past: Past, kode: str) -> IndicatorDraft | None:
    draft = copied_indicator(one, {})
    draft.jenis = one.jenis - _LISTED
    draft.values = past.values(one, kode)
    # A line of a document that holds only figures is nothing without them.
    return draft if draft.values or draft.teks.strip() or draft.satuan.strip() else None


def _coded(node: CascadeNode, above: str) -> Iterator[tuple[CascadeIndicator, str]]:
    """Every indicator from the node down with the code of its row, or of the nearest row above that has one."""
    kode = node.kode or above
    for one in node.indikator:
        yield one, kode
    for child in node.children:
        yield from _coded(child, kode)


def _first(*values: Nilai) -> Nilai:
    return next((nilai for nilai in values if nilai.is_filled), KOSONG)


def root_of(one_id: int, origins: Mapping[int, int]) -> int:
    """The indicator, or row, that this one goes back to over all versions."""
    seen = {one_id}
    while (origin := origins.get(one_id)) is not None and origin not in seen:
        seen.add(origin)
        one_id = origin
    return one_id
