"""What every new version needs: the office held for one writer, the version opened, its draft written and recorded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from ..cascade import Cascade, plan_info
from ..models import ChangeSet, EdisiNomenklatur, PerangkatDaerah, Rencana, User
from ..policies import Kunci
from ..writing import Authorship, Conflict, InvalidPlan, NotAllowed, PlanDraft, PlanSlug, apply, compare, create_plan


@contextmanager
def versions_held(office: PerangkatDaerah) -> Iterator[None]:
    """A transaction in which nobody else makes, cancels or sets versions of the perangkat daerah."""
    try:
        with transaction.atomic():
            PerangkatDaerah.objects.select_for_update().get(pk=office.pk)
            yield
    except IntegrityError as error:
        # An import opens versions without holding the office; the database keeps a version from standing twice.
        if Rencana._meta.db_table not in str(error) and "rencana_version_once" not in str(error):
            raise
        raise InvalidPlan("Versi rencana ini baru saja dibuat oleh orang lain. Muat ulang daftarnya.") from error


def hold_version(rencana: Rencana) -> Rencana:
    """The version as it stands now, held until the transaction ends: whoever is writing to it has been waited for.

    Raises `Conflict` when it is gone.
    """
    plans = Rencana.objects.select_related("edisi", "perangkat_daerah__daerah").select_for_update(of=("self",))
    held = plans.filter(pk=rencana.pk).first()
    if held is None:
        raise Conflict(f"{rencana.judul} baru saja dihapus oleh orang lain.")
    return held


def demand(kunci: Kunci | None) -> None:
    """Raise `NotAllowed` in the words of the lock, if there is one."""
    if kunci:
        raise NotAllowed(str(kunci))


def open_version(slug: PlanSlug, draft: PlanDraft, *, source: Rencana, user: User | None, reason: str = "") -> Rencana:
    """Open the version, made from `source` and under its edition, and write the draft as one recorded copy."""
    rencana = create_plan(
        slug,
        nama_daerah=draft.settings["nama_daerah"],
        nama_perangkat_daerah=draft.settings["nama_perangkat_daerah"],
        edisi=source.edisi,
        tahun_tabel=draft.settings.get("tahun_tabel"),
        tahun_dasar=draft.settings.get("tahun_dasar"),
        judul=draft.settings.get("judul", ""),
        asal=source,
    )
    write_copy(rencana, draft, said_of(source), user=user, reason=reason)
    return rencana


def write_copy(rencana: Rencana, draft: PlanDraft, said: str, *, user: User | None, reason: str = "") -> None:
    """Write the draft to a version that was just opened and is empty."""
    by = Authorship(user=user, origin=ChangeSet.Origin.COPY, source=said, reason=reason)
    apply(rencana, compare(Cascade(plan_info(rencana), (), {}), draft), by=by)


def said_of(source: Rencana) -> str:
    """A version as the record names it: title, name and revision."""
    return f"{source.judul} ({source.slug}, revisi {source.revisi})"


def edition_for(office: PerangkatDaerah) -> EdisiNomenklatur:
    """The edition that the office planned under last, else the newest one. Raises `InvalidPlan` without any."""
    edition = (
        EdisiNomenklatur.objects.filter(rencana__perangkat_daerah=office).order_by("-rencana__tahun_awal").first()
        or EdisiNomenklatur.objects.order_by("tanggal", "kode").last()
    )
    if edition is None:
        raise InvalidPlan("Belum ada edisi nomenklatur. Impor dahulu nomenklaturnya.")
    return edition
