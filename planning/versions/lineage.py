"""Which version is which: the versions of one plan, the Renja of a year, what was made from what."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from ..levels import PROGRAMME_LEVELS, Level
from ..models import PerangkatDaerah, Rencana, Simpul

#: The rows of a plan that come from another plan; what a Renja says of other years and documents is its own.
INHERITED_LEVELS: frozenset[Level] = frozenset({*PROGRAMME_LEVELS, Level.TUJUAN, Level.SASARAN})


def short_name(rencana: Rencana) -> str:
    """A version within its perangkat daerah: "Renstra 2025–2029 · murni", "Renja 2026 · perubahan ke-1"."""
    first, last = rencana.tahun_awal, rencana.tahun_akhir
    years = str(first) if first == last else f"{first}–{last}"
    return f"{rencana.get_jenis_display()} {years} · {rencana.nama_versi}"


def versions_of(rencana: Rencana) -> QuerySet[Rencana]:
    """The plan in all its versions, murni first."""
    return Rencana.objects.filter(
        perangkat_daerah=rencana.perangkat_daerah_id,
        jenis=rencana.jenis,
        tahun_awal=rencana.tahun_awal,
        tahun_akhir=rencana.tahun_akhir,
    ).order_by("perubahan_ke")


def later_version(rencana: Rencana) -> Rencana | None:
    """The latest version after this one; None when this is the latest."""
    return versions_of(rencana).filter(perubahan_ke__gt=rencana.perubahan_ke).last()


def renja_of(office: PerangkatDaerah, *years: int) -> dict[int, Rencana]:
    """For each of the years the latest version of its Renja, where there is one."""
    plans = Rencana.objects.filter(perangkat_daerah=office, jenis=Rencana.Jenis.RENJA, tahun_awal__in=years)
    return {one.tahun_awal: one for one in plans.select_related("edisi").order_by("perubahan_ke")}


def renstra_until(office: PerangkatDaerah, tahun_akhir: int | None) -> Rencana | None:
    """The latest version of the Renstra that ends in the year; None where the portal holds none."""
    if tahun_akhir is None:
        return None
    plans = Rencana.objects.filter(perangkat_daerah=office, jenis=Rencana.Jenis.RENSTRA, tahun_akhir=tahun_akhir)
    return plans.select_related("edisi").order_by("tahun_awal", "perubahan_ke").last()


def rows_without_origin(rencana: Rencana) -> int:
    """How many rows of the strategy and programme trees come from no row, or from one that is gone."""
    origin = Simpul.objects.filter(pk=OuterRef("asal_id"))
    return rencana.simpul.filter(~Exists(origin), level__in=INHERITED_LEVELS).count()


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where a version comes from, and what came of it.

    `tanpa_asal` counts rows without an origin, 0 for a version that was made from none. `lain` are the other versions
    of the same plan, without `asal`, `renja` and `kinerja` those that were made from this one.
    """

    asal: Rencana | None
    tanpa_asal: int
    lain: tuple[Rencana, ...]
    renja: tuple[Rencana, ...]
    kinerja: tuple[Rencana, ...] = ()

    @classmethod
    def of(cls, rencana: Rencana) -> Lineage:
        """Read it in at most four queries."""
        versions = versions_of(rencana)
        made = rencana.turunan.exclude(pk__in=versions.values("pk")).order_by("tahun_awal", "perubahan_ke")
        of_kind = {jenis: tuple(one for one in made if one.jenis == jenis) for jenis in Rencana.Jenis}
        return cls(
            asal=rencana.asal,
            tanpa_asal=rows_without_origin(rencana) if rencana.asal_id else 0,
            lain=tuple(versions.exclude(pk__in=[rencana.pk, rencana.asal_id or rencana.pk])),
            renja=of_kind[Rencana.Jenis.RENJA],
            kinerja=of_kind[Rencana.Jenis.KINERJA],
        )

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.asal or self.lain or self.renja or self.kinerja)
