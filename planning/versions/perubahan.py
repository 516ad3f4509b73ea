"""A perubahan: a new version of a plan that was set, row by row from the one it revises; and taking it back."""

from __future__ import annotations

import re

from renstra_portal.lib.memory import collections_paused

from ..cascade import Cascade, load
from ..levels import Level
from ..models import Change, Rencana, User
from ..writing import Conflict, InvalidPlan, PlanDraft, PlanSlug
from .copying import draft_from
from .opening import demand, hold_version, open_version, said_of, versions_held
from .record import record_status
from .rights import lock_on_cancelling, lock_on_perubahan

_PREFIX = re.compile(r"^Perubahan (?:Ke-\d+ )?", re.IGNORECASE)
#: Rows that say what the version before left out; a new version leaves nothing out yet.
_OWN_LEVELS = frozenset({Level.PENGHENTIAN})


@collections_paused()
def create_perubahan(rencana: Rencana, *, user: User | None, reason: str = "", dasar: str = "") -> Rencana:
    """Open the next version of a plan that was set, with all that stands in it, to be changed.

    `dasar` is the legal basis of the perubahan as a whole. `user` None stands for the operator. Raises `NotAllowed`
    for a version that is not set or not the latest, or while another perubahan is open.
    """
    office = rencana.perangkat_daerah
    with versions_held(office):
        rencana = hold_version(rencana)
        demand(lock_on_perubahan(user, rencana))
        nth = rencana.perubahan_ke + 1
        slug = PlanSlug(office.daerah.slug, office.slug, rencana.jenis, rencana.tahun_awal, rencana.tahun_akhir, nth)
        draft = perubahan_draft(load(rencana))
        draft.settings["judul"] = perubahan_title(rencana.judul, nth)
        draft.settings["dasar_perubahan"] = dasar
        return open_version(slug, draft, source=rencana, user=user, reason=reason)


def perubahan_draft(cascade: Cascade) -> PlanDraft:
    """Everything of the version; only what explains its own changes stays behind: reasons, legal bases, stopped rows.

    The reason on a usulan is that of the decision on it, and is kept. Pure.
    """
    draft = draft_from(cascade, levels=frozenset(Level) - _OWN_LEVELS)
    for node in draft.walk():
        if node.level != Level.USULAN:
            node.alasan = node.dasar_hukum = ""
    draft.settings["tahun_tabel"] = list(cascade.plan.tahun_tabel)
    draft.settings["tahun_dasar"] = cascade.plan.tahun_dasar
    return draft


def perubahan_title(judul: str, nth: int) -> str:
    """The title of the nth perubahan: "Perubahan Renja …", from the second on "Perubahan Ke-2 Renja …"."""
    ordinal = f"Ke-{nth} " if nth > 1 else ""
    return f"Perubahan {ordinal}{_PREFIX.sub('', judul)}"[:250]


def cancel_perubahan(rencana: Rencana, *, user: User | None, reason: str, revisi: int | None = None) -> Rencana:
    """Delete an open perubahan with all that was written to it; the version it revised, which is returned, records it.

    `revisi` is the revision that the person saw, None any. Raises `NotAllowed`, `Conflict` when someone has written to
    it since, `InvalidPlan` without a reason.
    """
    if not reason.strip():
        raise InvalidPlan("Tulis alasan pembatalannya.")
    with versions_held(rencana.perangkat_daerah):
        held = hold_version(rencana)
        if revisi is not None and held.revisi != revisi:
            raise Conflict(f"{rencana.judul} baru saja diubah oleh orang lain. Periksa isinya, lalu ulangi.")
        demand(lock_on_cancelling(user, held))
        if (revised := held.asal) is None:
            raise ValueError("a perubahan without the version it revises")
        record_status(
            revised,
            Change.Act.DELETE,
            {"judul": [held.judul, None], "slug": [held.slug, None], "revisi": [str(held.revisi), None]},
            about=held.pk,
            user=user,
            source=f"Dibatalkan: {said_of(held)}",
            reason=reason.strip(),
            revisi=revised.revisi,
        )
        held.delete()
    return revised
