"""A Renja is made: from a year of a Renstra, from last year's Renja, or empty."""

from __future__ import annotations

from collections.abc import Collection

from renstra_portal.lib.memory import collections_paused

from ..cascade import Cascade, load
from ..models import Indikator, PerangkatDaerah, Rencana, User
from ..writing import InvalidPlan, PlanDraft, PlanSlug, create_plan
from .comparison import Counterpart
from .copying import PAGU, PLAFON, draft_from
from .evaluation import Past, evaluation_rows
from .lineage import INHERITED_LEVELS, renja_of, renstra_until
from .opening import demand, edition_for, hold_version, open_version, versions_held, write_copy
from .origins import origin_plan, origins_of
from .prakiraan_maju import look_ahead
from .rights import lock_on_new_plan
from .service import service_rows

_EMPTY = "Renja dibuat kosong"


@collections_paused()
def create_renja(source: Rencana, tahun: int, *, user: User | None, reason: str = "") -> Rencana:
    """Make the Renja of the year from a Renstra that prints the year, or from the Renja of the year before.

    `user` None stands for the operator. All or nothing. Raises `NotAllowed`, and `InvalidPlan` when the Renja exists
    or the source does not reach the year.
    """
    office = source.perangkat_daerah
    with versions_held(office):
        demand(lock_on_new_plan(user, office))
        source = hold_version(source)
        slug = _free_slug(office, tahun)
        _demand_reach(source, tahun)
        tree = load(source)
        past = _past(source, tree, tahun)
        draft = renja_draft(tree, past, _renstra_of(source, past))
        return open_version(slug, draft, source=source, user=user, reason=reason)


def create_empty_renja(office: PerangkatDaerah, tahun: int, *, user: User | None, reason: str = "") -> Rencana:
    """Open the Renja of the year without any rows. Raises `NotAllowed` and `InvalidPlan` as `create_renja` does."""
    with versions_held(office):
        demand(lock_on_new_plan(user, office))
        rencana = create_plan(
            _free_slug(office, tahun),
            nama_daerah=office.daerah.nama,
            nama_perangkat_daerah=office.nama,
            edisi=edition_for(office),
        )
        renstra = _renstra_covering(office, tahun)
        draft = PlanDraft(settings={"tahun_akhir_renstra": renstra.tahun_akhir if renstra else None})
        write_copy(rencana, draft, _EMPTY, user=user, reason=reason)
    return rencana


def years_to_plan(source: Rencana) -> tuple[int, ...]:
    """The years whose Renja can be made from the version: those a Renstra prints, the one after a Renja."""
    if source.jenis == Rencana.Jenis.KINERJA:
        return ()
    return tuple(source.tahun_tabel) if source.jenis == Rencana.Jenis.RENSTRA else (source.tahun_awal + 1,)


def free_years(source: Rencana) -> tuple[int, ...]:
    """Those of `years_to_plan` for which there is no Renja yet."""
    years = years_to_plan(source)
    held = renja_of(source.perangkat_daerah, *years)
    return tuple(year for year in years if year not in held)


def sources_for(offices: Collection[PerangkatDaerah]) -> list[Rencana]:
    """The versions from which a Renja of the offices can be made: of each plan the latest, newest Renstra first."""
    plans = Rencana.objects.filter(perangkat_daerah__in=offices).select_related("perangkat_daerah__daerah")
    latest: dict[tuple[object, ...], Rencana] = {}
    planned: set[tuple[int, int]] = set()
    for one in plans.order_by("-jenis", "-tahun_awal", "perubahan_ke"):
        latest[one.perangkat_daerah_id, one.jenis, one.tahun_awal, one.tahun_akhir] = one
        if one.jenis == Rencana.Jenis.RENJA:
            planned.add((one.perangkat_daerah_id, one.tahun_awal))
    return [
        one
        for one in latest.values()
        if any((one.perangkat_daerah_id, year) not in planned for year in years_to_plan(one))
    ]


def renja_draft(tree: Cascade, past: Past, renstra: Counterpart | None = None) -> PlanDraft:
    """The Renja of `past.tahun` from a Renstra or from the Renja of the year before. Pure.

    Target and pagu of the year are those that the source holds for it (of a Renja, its prakiraan maju), and those of
    the next year become prakiraan maju; a Renja, which does not reach that year, takes them from its `renstra`.
    Remarks and reasons belong to their year and stay behind.
    """
    tahun = past.tahun
    planned = (tahun, tahun + 1)
    draft = draft_from(
        tree,
        levels=INHERITED_LEVELS,
        years={"baseline": (tahun - 1,), "target": planned, PAGU: planned, PLAFON: planned},
    )
    for node in draft.walk():
        node.catatan = node.alasan = node.dasar_hukum = ""
    draft.roots += service_rows(tree, tahun)
    if renstra:
        look_ahead(draft.roots, renstra, tahun + 1)
    draft.roots += evaluation_rows(tree, past)
    # The line "Sumber:" under a table names the document itself.
    del draft.settings["sumber"]
    draft.settings["tahun_akhir_renstra"] = past.tahun_akhir
    return draft


def _past(source: Rencana, tree: Cascade, tahun: int) -> Past:
    """Read what the portal holds of the years before: at most the source, a Renstra and two Renja."""
    office = source.perangkat_daerah
    renstra: Cascade | None = tree
    until: int | None = source.tahun_akhir
    if source.jenis == Rencana.Jenis.RENJA:
        until = source.tahun_akhir_renstra
        held = renstra_until(office, until)
        renstra = load(held) if held else None
    renja = {year: load(one) for year, one in renja_of(office, tahun - 2, tahun - 1).items() if one.pk != source.pk}
    if source.jenis == Rencana.Jenis.RENJA:
        renja[source.tahun_awal] = tree
    origins = Indikator.objects.filter(simpul__rencana__perangkat_daerah=office, asal__isnull=False)
    return Past(tahun, until, renstra, renja, dict(origins.values_list("pk", "asal_id")))


def _renstra_of(source: Rencana, past: Past) -> Counterpart | None:
    """The Renstra that a Renja goes back to, with the origins of its rows there; None for a Renstra itself."""
    renstra = origin_plan(source, "renstra")
    if renstra is None:
        return None
    read = past.renstra if past.renstra and past.renstra.plan.id == renstra.pk else load(renstra)
    return Counterpart(read, origins_of(source, renstra))


def _renstra_covering(office: PerangkatDaerah, tahun: int) -> Rencana | None:
    plans = Rencana.objects.filter(perangkat_daerah=office, jenis=Rencana.Jenis.RENSTRA)
    return plans.filter(tahun_awal__lte=tahun, tahun_akhir__gte=tahun).order_by("tahun_awal", "perubahan_ke").last()


def _free_slug(office: PerangkatDaerah, tahun: int) -> PlanSlug:
    held = renja_of(office, tahun).get(tahun)
    if held:
        raise InvalidPlan(
            f"Renja tahun {tahun} sudah ada: {held.judul} ({held.slug}). "
            "Ubah isinya, atau buat perubahan bila sudah ditetapkan."
        )
    return PlanSlug(office.daerah.slug, office.slug, Rencana.Jenis.RENJA.value, tahun, tahun, 0)


def _demand_reach(source: Rencana, tahun: int) -> None:
    years = years_to_plan(source)
    if tahun in years:
        return
    if source.jenis == Rencana.Jenis.KINERJA:
        raise InvalidPlan("Renja dibuat dari Renstra atau dari Renja tahun sebelumnya, bukan dari kinerja.")
    if source.jenis == Rencana.Jenis.RENJA:
        raise InvalidPlan(f"Dari {source.judul} hanya dapat dibuat Renja tahun {years[0]}, bukan {tahun}.")
    raise InvalidPlan(
        f"Tahun {tahun} tidak dicetak di {source.judul}; Renja dapat dibuat untuk tahun {min(years)}–{max(years)}."
    )
