"""The year as it is carried out is opened: from its Renja, or straight from the Renstra that plans the year."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from renstra_portal.lib.memory import collections_paused
from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import Nilai

from ..cascade import Cascade, CascadeIndicator, CascadeNode, load
from ..levels import PAGU_LEVELS, Level
from ..models import TRIWULAN, Indikator, PerangkatDaerah, Rencana, Simpul, User
from ..realisasi import Realisasi
from ..writing import InvalidPlan, PlanDraft, PlanSlug
from .copying import PAGU, PLAFON, draft_from
from .evaluation import Series, root_of
from .lineage import INHERITED_LEVELS, renstra_until
from .opening import demand, hold_version, open_version, versions_held
from .origins import origin_plan
from .rights import lock_on_new_plan

#: What a year takes over from its plan: both trees, the vision they serve, and the revenue to be raised.
_LEVELS = INHERITED_LEVELS | {Level.RPJMD_VISI, Level.RPJMD_MISI, Level.RPJMD_SASARAN, Level.PENDAPATAN}

#: The roots of the two trees that a year is measured by.
_TREES = frozenset({Level.TUJUAN, Level.PERANGKAT_DAERAH})


@collections_paused()
def create_kinerja(source: Rencana, tahun: int, *, user: User | None, reason: str = "") -> Rencana:
    """Open the year's performance from the Renja of the year, or from a Renstra that plans it.

    Targets and pagu of the year are taken over; the Renstra's end targets and money, and what earlier years reached,
    are filled in with what the portal holds. `user` None stands for the operator. All or nothing. Raises `NotAllowed`,
    and `InvalidPlan` when the year is open already or the source does not plan it.
    """
    office = source.perangkat_daerah
    with versions_held(office):
        demand(lock_on_new_plan(user, office))
        source = hold_version(source)
        _demand_reach(source, tahun)
        slug = _free_slug(office, tahun)
        tree = load(source)
        draft = kinerja_draft(tree, tahun, _earlier(source, tree, tahun))
        draft.settings["tahun_tabel"] = [tahun]
        draft.settings["tahun_dasar"] = tahun - 1
        return open_version(slug, draft, source=source, user=user, reason=reason)


def kinerja_of(office: PerangkatDaerah, *years: int) -> dict[int, Rencana]:
    """For each of the years (none given: every year) the latest version of its performance, where there is one."""
    plans = Rencana.objects.filter(perangkat_daerah=office, jenis=Rencana.Jenis.KINERJA)
    if years:
        plans = plans.filter(tahun_awal__in=years)
    return {one.tahun_awal: one for one in plans.select_related("edisi").order_by("tahun_awal", "perubahan_ke")}


def kinerja_sources_for(offices: Collection[PerangkatDaerah]) -> dict[Rencana, tuple[int, ...]]:
    """The versions from which a year can be opened, each with the years that are free: Renja first, newest first.

    Of each plan the latest version; a Renstra only for years that have no Renja.
    """
    plans = Rencana.objects.filter(perangkat_daerah__in=offices).select_related("perangkat_daerah__daerah")
    latest: dict[tuple[int, str, int, int], Rencana] = {}
    for one in plans.order_by("jenis", "-tahun_awal", "perubahan_ke"):
        latest[one.perangkat_daerah_id, one.jenis, one.tahun_awal, one.tahun_akhir] = one
    taken = {(office, year) for office, jenis, year, _ in latest if jenis == Rencana.Jenis.KINERJA}
    renja = {(office, year) for office, jenis, year, _ in latest if jenis == Rencana.Jenis.RENJA}
    found: dict[Rencana, tuple[int, ...]] = {}
    for (office, jenis, _, _), one in latest.items():
        if jenis == Rencana.Jenis.KINERJA:
            continue
        years = tuple(
            year
            for year in years_carried_out(one)
            if (office, year) not in taken and (jenis == Rencana.Jenis.RENJA or (office, year) not in renja)
        )
        if years:
            found[one] = years
    return found


def years_carried_out(source: Rencana) -> tuple[int, ...]:
    """The years that a version plans and that can be carried out: a Renja's own, each of a Renstra's period."""
    return tuple(range(source.tahun_awal, source.tahun_akhir + 1))


class _Rows:
    """The rows with money of a version, found by the row they go back to, else by code, else by level and name."""

    def __init__(self, cascade: Cascade | None, origins: Mapping[int, int]) -> None:
        self._origins = origins
        held = [node for node in cascade.walk() if node.level in PAGU_LEVELS] if cascade else []
        self._by_root = {root_of(node.id, origins): node for node in held}
        self._by_words = {_words(node): node for node in held}

    def find(self, node: CascadeNode) -> CascadeNode | None:
        """The same row in this version, None when it has none."""
        return self._by_root.get(root_of(node.id, self._origins)) or self._by_words.get(_words(node))


def _words(node: CascadeNode) -> tuple[str, str]:
    return ("", node.kode) if node.kode else (node.level.value, normalise_name(node.uraian))


@dataclass(frozen=True)
class Earlier:
    """What the portal holds beside the plan of the year: the Renstra, and the performance of earlier years of it.

    `origins` and `row_origins` map an indicator and a row to the one it was taken from, over all versions.
    """

    tahun_akhir: int | None = None
    renstra: Cascade | None = None
    kinerja: Mapping[int, Cascade] = field(default_factory=dict)
    origins: Mapping[int, int] = field(default_factory=dict)
    row_origins: Mapping[int, int] = field(default_factory=dict)

    def figures(self, one: CascadeIndicator, kode: str) -> Iterator[tuple[str, int, Nilai]]:
        """The Renstra's end target of an indicator and what it reached in each earlier year, by role and year."""
        if self.renstra and self._targets and self.tahun_akhir is not None:
            plan = self.renstra.plan
            if planned := self._targets.find(one, kode):
                yield "akhir", self.tahun_akhir, planned.end_value(plan.tahun_awal, plan.tahun_akhir)
        for year, series in self._reached.items():
            if found := series.find(one, kode):
                yield "realisasi", year, self._realised[year].sampai(found)

    def money(self, node: CascadeNode) -> Iterator[tuple[str, int, str, Nilai]]:
        """What the Renstra plans for a row over all its years and what earlier years spent, per sumber dana."""
        if self.renstra and self.tahun_akhir is not None and (row := self._planned_rows.find(node)):
            plan = self.renstra.plan
            period = range(plan.tahun_awal, plan.tahun_akhir + 1)
            for source, amount in _per_source((s, n) for (year, s), n in row.pagu.items() if year in period).items():
                yield "renstra", self.tahun_akhir, source, Nilai.of(amount)
        for year, rows in self._spent_rows.items():
            if row := rows.find(node):
                spent = ((s, n) for (role, y, s), n in row.keuangan.items() if y == year and role in _SPENT)
                for source, amount in _per_source(spent).items():
                    yield "keuangan", year, source, Nilai.of(amount)

    @cached_property
    def _targets(self) -> Series | None:
        return Series(self.renstra, self.origins, _TREES) if self.renstra else None

    @cached_property
    def _reached(self) -> dict[int, Series]:
        return {year: Series(cascade, self.origins, _TREES) for year, cascade in self.kinerja.items()}

    @cached_property
    def _realised(self) -> dict[int, Realisasi]:
        return {year: Realisasi(cascade) for year, cascade in self.kinerja.items()}

    @cached_property
    def _planned_rows(self) -> _Rows:
        return _Rows(self.renstra, self.row_origins) if self.renstra else _Rows(None, {})

    @cached_property
    def _spent_rows(self) -> dict[int, _Rows]:
        return {year: _Rows(cascade, self.row_origins) for year, cascade in self.kinerja.items()}


_SPENT = frozenset({"keuangan", *(f"keuangan_{n}" for n in TRIWULAN)})


def kinerja_draft(tree: Cascade, tahun: int, earlier: Earlier) -> PlanDraft:
    """The performance of the year from the version that plans it. Pure.

    Remarks and reasons stay behind, and figures of other years than those that the year's evaluation asks for. So do
    ceilings: the budget of the year is what its sub-kegiatan have been given.
    """
    draft = draft_from(tree, levels=_LEVELS, years={"target": (tahun,), PAGU: (tahun,), PLAFON: ()})
    indicators = {one.id: one for node in tree.walk() for one in node.indikator}
    for node in draft.walk():
        node.catatan = node.alasan = node.dasar_hukum = ""
        origin = tree.by_id[node.asal] if node.asal is not None else None
        if origin is None:
            continue
        for one in node.indikator:
            if one.asal is not None:
                for role, year, nilai in earlier.figures(indicators[one.asal], origin.kode):
                    one.set_value(role, year, nilai)
        for role, year, source, nilai in earlier.money(origin):
            node.set_keuangan(role, year, nilai, source)
    del draft.settings["sumber"]
    draft.settings["cetak_pagu"] = Rencana.CetakPagu.JUMLAH.value
    draft.settings["tahun_akhir_renstra"] = earlier.tahun_akhir
    return draft


def _earlier(source: Rencana, tree: Cascade, tahun: int) -> Earlier:
    """Read the Renstra and the earlier years of its period: at most six cascades and two queries."""
    office = source.perangkat_daerah
    if source.jenis == Rencana.Jenis.RENSTRA:
        renstra: Rencana | None = source
        read: Cascade | None = tree
    else:
        renstra = origin_plan(source, "renstra") or renstra_until(office, source.tahun_akhir_renstra)
        read = load(renstra) if renstra else None
    until = renstra.tahun_akhir if renstra else source.tahun_akhir_renstra
    first = renstra.tahun_awal if renstra else tahun - 1
    held = kinerja_of(office, *range(first, tahun)) if first < tahun else {}
    origins = Indikator.objects.filter(simpul__rencana__perangkat_daerah=office, asal__isnull=False)
    rows = Simpul.objects.filter(rencana__perangkat_daerah=office, asal__isnull=False)
    return Earlier(
        until,
        read,
        {year: load(one) for year, one in held.items()},
        dict(origins.values_list("pk", "asal_id")),
        dict(rows.values_list("pk", "asal_id")),
    )


def _per_source(held: Iterator[tuple[str, Nilai]]) -> dict[str, Decimal]:
    total: dict[str, Decimal] = {}
    for source, nilai in held:
        if nilai.amount is not None:
            total[source] = total.get(source, Decimal(0)) + nilai.amount
    return total


def _free_slug(office: PerangkatDaerah, tahun: int) -> PlanSlug:
    if held := kinerja_of(office, tahun).get(tahun):
        raise InvalidPlan(f"Kinerja tahun {tahun} sudah ada: {held.judul} ({held.slug}).")
    return PlanSlug(office.daerah.slug, office.slug, Rencana.Jenis.KINERJA.value, tahun, tahun, 0)


def _demand_reach(source: Rencana, tahun: int) -> None:
    if source.jenis == Rencana.Jenis.KINERJA:
        raise InvalidPlan("Kinerja sebuah tahun dibuat dari Renja atau Renstra, bukan dari kinerja lain.")
    years = years_carried_out(source)
    if tahun not in years:
        raise InvalidPlan(f"{source.judul} tidak merencanakan tahun {tahun}; pilih {years[0]}–{years[-1]}.")
