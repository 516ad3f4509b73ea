"""The daerah and year that a page of no plan is about, as chosen in its address."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from planning.models import Daerah, Rencana, User

from ..jadwal import regions_of, today

#: Years that can be asked for.
_FIRST, _LAST = 2000, 2100


@dataclass(frozen=True, slots=True)
class Choice:
    """`daerah` is None for a person without any role."""

    daerah: Daerah | None
    tahun: int
    semua_daerah: tuple[Daerah, ...]
    semua_tahun: tuple[int, ...]

    @property
    def query(self) -> str:
        """The choice as an address says it."""
        return f"?daerah={self.daerah.slug if self.daerah else ''}&tahun={self.tahun}"


def choose(request: HttpRequest, user: User) -> Choice:
    """The daerah (`?daerah=` slug) and year (`?tahun=`) asked for; by default the person's first, and this year.

    Raises `Http404` for a daerah outside the person's scope and for what is no year. Two queries.
    """
    regions = tuple(regions_of(user))
    slug, year = request.GET.get("daerah", ""), request.GET.get("tahun", "")
    if slug and slug not in {one.slug for one in regions}:
        raise Http404("Daerah ini tidak ditemukan.")
    if year and not (year.isascii() and year.isdecimal() and _FIRST <= int(year) <= _LAST):
        raise Http404("Tahun ini tidak ada.")
    daerah = next((one for one in regions if one.slug == slug or not slug), None)
    held = (
        Rencana.objects.filter(perangkat_daerah__daerah=daerah, jenis=Rencana.Jenis.KINERJA)
        .order_by()
        .values_list("tahun_awal", flat=True)
        .distinct()
    )
    now = today().year
    years = {*held, now}
    chosen = int(year) if year else now if now in held or not held else max(held)
    return Choice(daerah, chosen, regions, tuple(sorted({*years, chosen}, reverse=True)))
