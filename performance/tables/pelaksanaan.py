"""The years as they were carried out, found row by row for the rows of another version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property

from planning.cascade import Cascade, CascadeIndicator, CascadeNode
from planning.levels import PROGRAMME_LEVELS, Level
from planning.models import Indikator, Rencana, Simpul
from planning.versions.evaluation import Series, root_of
from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import KOSONG, Nilai

from ..capaian import Kinerja

_LEVELS = frozenset({Level.TUJUAN, Level.PERANGKAT_DAERAH})


class CarriedOut:
    """One year's kinerja, asked for rows and indicators of another version.

    `row_origins` and `origins` map a row and an indicator to the one it was taken from, over all versions. What has no
    common origin is found by its code and words.
    """

    def __init__(self, cascade: Cascade, row_origins: Mapping[int, int], origins: Mapping[int, int]) -> None:
        self.cascade = cascade
        self.kinerja = Kinerja(cascade)
        self._row_origins = row_origins
        self._series = Series(cascade, origins, _LEVELS)

    def reached(self, one: CascadeIndicator, kode: str) -> Nilai:
        """What the year reached of an indicator whose row has that code; `KOSONG` where it is not found."""
        found = self._series.find(one, kode)
        return self.kinerja.sampai(found) if found else KOSONG

    def spent(self, node: CascadeNode) -> Decimal | None:
        """Rupiah that the year spent on a row with all below it; None where nothing was entered or it is not found."""
        found = self.row(node)
        money = self.kinerja.anggaran(found) if found else None
        return money.realisasi if money and money.terisi else None

    def row(self, node: CascadeNode) -> CascadeNode | None:
        """The same row in this year, None when it has none."""
        return self._by_root.get(root_of(node.id, self._row_origins)) or self._by_words.get(_words(node))

    @cached_property
    def _works(self) -> list[CascadeNode]:
        return list(self.cascade.at(*PROGRAMME_LEVELS))

    @cached_property
    def _by_root(self) -> dict[int, CascadeNode]:
        return {root_of(one.id, self._row_origins): one for one in self._works}

    @cached_property
    def _by_words(self) -> dict[tuple[str, str], CascadeNode]:
        return {_words(one): one for one in self._works}


def carried_out(versions: Iterable[Cascade]) -> dict[int, CarriedOut]:
    """The kinerja among some versions of one perangkat daerah, by year, oldest first. Two queries, for the origins."""
    held = [one for one in versions if one.plan.jenis == Rencana.Jenis.KINERJA]
    if not held:
        return {}
    office = Rencana.objects.filter(pk=held[0].plan.id).values("perangkat_daerah")
    rows = Simpul.objects.filter(rencana__perangkat_daerah__in=office, asal__isnull=False)
    indicators = Indikator.objects.filter(simpul__rencana__perangkat_daerah__in=office, asal__isnull=False)
    row_origins = dict(rows.values_list("pk", "asal_id"))
    origins = dict(indicators.values_list("pk", "asal_id"))
    return {
        one.plan.tahun_awal: CarriedOut(one, row_origins, origins)
        for one in sorted(held, key=lambda one: one.plan.tahun_awal)
    }


def _words(node: CascadeNode) -> tuple[str, str]:
    return node.level.value, node.kode or normalise_name(node.uraian)
