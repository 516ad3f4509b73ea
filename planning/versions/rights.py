"""Who may make, revise, cancel and set versions, and what stands in the way: one `Kunci` for pages and commands.

`user` None stands for the operator at the command line, who is bound only by the state of the versions.
"""

from __future__ import annotations

from django.utils import timezone

from renstra_portal.lib.dates import long_date

from ..models import Keanggotaan, PerangkatDaerah, Rencana, User
from ..policies import BY_PERUBAHAN, Kunci
from .lineage import later_version

_BY_ROLE = "admin portal, dengan memberi Anda peran {} di perangkat daerah ini"


def lock_on_new_plan(user: User | None, office: PerangkatDaerah) -> Kunci | None:
    """What keeps the person from making plan versions for the perangkat daerah; None when they may."""
    if _has_role(user, office, Keanggotaan.Peran.PERENCANA):
        return None
    return Kunci(
        "Rencana baru hanya dapat dibuat oleh perencana, untuk perangkat daerahnya sendiri.",
        "",
        _BY_ROLE.format("perencana"),
    )


def lock_on_perubahan(user: User | None, rencana: Rencana) -> Kunci | None:
    """What keeps the person from revising the version: it has to be the latest, and set."""
    if kunci := lock_on_new_plan(user, rencana.perangkat_daerah):
        return kunci
    if later := later_version(rencana):
        if later.is_open:
            return Kunci(
                f"{later.judul} masih disusun.",
                "",
                "kepala perangkat daerah, dengan menetapkan perubahan itu, atau perencana, dengan membatalkannya",
            )
        return Kunci(f"{rencana.judul} bukan versi terakhir.", "", f"tidak ada; buat perubahan dari {later.judul}")
    if rencana.status != Rencana.Status.DITETAPKAN:
        return Kunci(
            f"{rencana.judul} belum ditetapkan (status {rencana.get_status_display().lower()}), jadi belum perlu "
            "perubahan: ubah saja isinya.",
            "",
            "kepala perangkat daerah, dengan menetapkan rencana ini",
        )
    return None


def lock_on_cancelling(user: User | None, rencana: Rencana) -> Kunci | None:
    """What keeps the person from cancelling the version: it has to be an open perubahan that nothing came of."""
    if not rencana.perubahan_ke or rencana.asal_id is None:
        return Kunci("Hanya perubahan yang dibuat di portal yang dapat dibatalkan.", "", "tidak ada")
    if not rencana.is_open:
        return Kunci(
            f"{rencana.judul} berstatus {rencana.get_status_display().lower()} sehingga tidak dapat dibatalkan.",
            _closed_since(rencana),
            BY_PERUBAHAN
            if rencana.status == Rencana.Status.DITETAPKAN
            else "reviewer Bappeda, dengan mengembalikannya kepada perangkat daerah",
        )
    if made := rencana.turunan.order_by("pk").first():
        return Kunci(f"{made.judul} disusun dari perubahan ini.", "", "tidak ada selama rencana itu ada")
    if not _has_role(user, rencana.perangkat_daerah, Keanggotaan.Peran.PERENCANA):
        return Kunci(
            "Perubahan hanya dapat dibatalkan oleh perencana perangkat daerah ini.", "", _BY_ROLE.format("perencana")
        )
    return None


def lock_on_establishing(user: User | None, rencana: Rencana) -> Kunci | None:
    """What keeps the person from setting the version: it has to be not set yet, and they the kepala or an admin."""
    if rencana.status == Rencana.Status.DITETAPKAN:
        return Kunci(
            f"{rencana.judul} sudah ditetapkan.",
            _closed_since(rencana),
            BY_PERUBAHAN,
        )
    if not _has_role(user, rencana.perangkat_daerah, Keanggotaan.Peran.KEPALA):
        return Kunci("Rencana hanya dapat ditetapkan oleh kepala perangkat daerah ini.", "", _BY_ROLE.format("kepala"))
    return None


def _closed_since(rencana: Rencana) -> str:
    # A closed version takes no further writes, so it was last changed when it was closed.
    return long_date(timezone.localtime(rencana.diubah))


def _has_role(user: User | None, office: PerangkatDaerah, peran: str) -> bool:
    if user is None or user.is_superuser:
        return True
    return user.keanggotaan.filter(perangkat_daerah=office, peran=peran).exists()
