"""Which version a plan is compared with, and from which of its rows each row comes, through all versions between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from ..cascade import load
from ..models import Indikator, Rencana, Simpul
from .comparison import Counterpart, Origins

#: "asal": the version that a perubahan revises; "renstra": the Renstra that a Renja carries out.
Comparison = Literal["asal", "renstra"]


class _Version(NamedTuple):
    id: int
    asal_id: int | None
    jenis: str
    tahun_awal: int
    tahun_akhir: int
    perubahan_ke: int
    status: str


def comparisons_of(rencana: Rencana) -> tuple[Comparison, ...]:
    """The comparisons that the version allows. At most one query."""
    found: list[Comparison] = []
    if rencana.perubahan_ke and rencana.asal_id is not None:
        found.append("asal")
    if _renstra_id(rencana) is not None:
        found.append("renstra")
    return tuple(found)


def origin_plan(rencana: Rencana, comparison: str) -> Rencana | None:
    """The version to compare with; None where the plan has none of that kind. At most two queries.

    Of the Renstra that the chain of origins leads to, the latest perubahan that has been set is the one in force.
    """
    origin_id: int | None = None
    if comparison == "asal" and rencana.perubahan_ke:
        origin_id = rencana.asal_id
    elif comparison == "renstra":
        origin_id = _renstra_id(rencana)
    if origin_id is None:
        return None
    return Rencana.objects.select_related("edisi", "perangkat_daerah__daerah").get(pk=origin_id)


def origins_of(after: Rencana, before: Rencana) -> Origins:
    """Which row and indicator of `before` each one of `after` comes from, through all versions between. Three queries.

    Where neither version was made from the other, two rows that come from the same row of a third are one row.
    """
    versions = _versions(after)
    later, earlier = _chain(after.pk, versions), _chain(before.pk, versions)
    # What lies before the point where the two lines meet is not needed to bring them together.
    between = {*later, *earlier} - ({*later} & {*earlier}) | {after.pk, before.pk}
    simpul = Simpul.objects.filter(rencana__in=between).order_by("pk")
    indikator = Indikator.objects.filter(simpul__rencana__in=between).order_by("pk")
    rows, rows_lost = _resolved(after.pk, before.pk, simpul.values_list("pk", "rencana_id", "asal_id"))
    indicators, indicators_lost = _resolved(
        after.pk, before.pk, indikator.values_list("pk", "simpul__rencana_id", "asal_id")
    )
    return Origins(rows, indicators, rows_lost, indicators_lost)


def compared_with(rencana: Rencana, before: Rencana) -> Counterpart:
    """The other version read in full, with the origins of the plan's rows in it. At most ten queries."""
    return Counterpart(load(before), origins_of(rencana, before))


def _resolved(
    after: int, before: int, held: Iterable[tuple[int, int, int | None]]
) -> tuple[dict[int, int], frozenset[int]]:
    """Row of `after` → row of `before`, and the rows of `after` whose origin is not there any more.

    `held` are the rows of all versions between, as (id, plan, origin).
    """
    rows = {row: (plan, origin) for row, plan, origin in held}

    def trail(row: int) -> list[int]:
        seen = [row]
        while seen[-1] in rows and (above := rows[seen[-1]][1]) is not None and above not in seen:
            seen.append(above)
        return seen

    known: dict[int, int] = {}
    for row, (plan, _) in rows.items():
        if plan == before:
            for depth, one in enumerate(trail(row)):
                # A row is first of all itself; only then what others were taken from.
                if depth == 0 or one not in known:
                    known[one] = row
    found: dict[int, int] = {}
    lost: set[int] = set()
    for row, (plan, _) in rows.items():
        if plan == after:
            way = trail(row)
            match = next((known[one] for one in way[1:] if one in known), None)
            if match is not None:
                found[row] = match
            elif way[-1] not in rows:
                lost.add(row)
    return found, frozenset(lost)


def _versions(rencana: Rencana) -> dict[int, _Version]:
    """Every plan version of the perangkat daerah by id."""
    plans = Rencana.objects.filter(perangkat_daerah=rencana.perangkat_daerah_id)
    return {row[0]: _Version(*row) for row in plans.values_list(*_Version._fields)}


def _chain(pk: int, versions: Mapping[int, _Version]) -> list[int]:
    """The version and those it was made from, nearest first."""
    chain = [pk]
    while (above := versions[chain[-1]].asal_id) is not None and above in versions and above not in chain:
        chain.append(above)
    return chain


def _renstra_id(rencana: Rencana) -> int | None:
    if rencana.jenis != Rencana.Jenis.RENJA or rencana.asal_id is None:
        return None
    versions = _versions(rencana)
    reached = next((versions[pk] for pk in _chain(rencana.pk, versions) if versions[pk].jenis == "renstra"), None)
    if reached is None:
        return None
    newer = [
        one
        for one in versions.values()
        if one.jenis == "renstra"
        and (one.tahun_awal, one.tahun_akhir) == (reached.tahun_awal, reached.tahun_akhir)
        and one.perubahan_ke > reached.perubahan_ke
        and one.status == Rencana.Status.DITETAPKAN
        and reached.id in _chain(one.id, versions)
    ]
    return max([reached, *newer], key=lambda one: one.perubahan_ke).id
