"""Who may do what. Views, commands and the writer ask here; lists use the QuerySets' visible_to / editable_by."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from renstra_portal.lib.dates import long_date

from .models import Keanggotaan, PerangkatDaerah, Rencana, User

#: Who opens a version that has been set.
BY_PERUBAHAN = "perencana perangkat daerah, lewat perubahan (versi baru)"


@dataclass(frozen=True, slots=True)
class Kunci:
    """A closed door, in words for the screen: why, since when ("" where it was always so), and who can open it."""

    alasan: str
    sejak: str
    pembuka: str

    def __str__(self) -> str:
        since = f" Terkunci sejak {self.sejak}." if self.sejak else ""
        return f"{self.alasan}{since} Yang dapat membuka: {self.pembuka}."


def lock_on(user: User | None, rencana: Rencana, *, may_write: bool | None = None) -> Kunci | None:
    """What keeps the person from writing to the plan version now; None when they may.

    `user` None stands for the operator at the command line, who is bound only by the version's status. `may_write`
    is the answer of `editable_by` where the caller has asked already.
    """
    if not rencana.is_open:
        return Kunci(
            f"{rencana.judul} berstatus {rencana.get_status_display().lower()} sehingga tidak dapat diubah.",
            # A closed version takes no further writes, so it was last changed when it was closed.
            long_date(timezone.localtime(rencana.diubah)),
            BY_PERUBAHAN
            if rencana.status == Rencana.Status.DITETAPKAN
            else "reviewer Bappeda, dengan mengembalikannya kepada perangkat daerah",
        )
    if may_write is None:
        may_write = user is None or Rencana.objects.filter(pk=rencana.pk).editable_by(user).exists()
    if may_write or user is None:
        return None
    roles = dict.fromkeys(Keanggotaan(peran=one).get_peran_display() for one in _roles(user))
    who = f"Anda masuk sebagai {', '.join(roles)}. " if roles else "Akun Anda belum memiliki peran. "
    return Kunci(
        f"{who}Hanya perencana perangkat daerah ini yang dapat mengubahnya.",
        "",
        "admin portal, dengan memberi Anda peran perencana di perangkat daerah ini",
    )


def reason_not_writable(user: User | None, rencana: Rencana, *, may_write: bool | None = None) -> str | None:
    """`lock_on` as one text; None when the person may write."""
    kunci = lock_on(user, rencana, may_write=may_write)
    return str(kunci) if kunci else None


def offices_to_plan_for(user: User) -> QuerySet[PerangkatDaerah]:
    """The perangkat daerah for which the person may open a new plan: their own as perencana, every one as admin."""
    offices = PerangkatDaerah.objects.select_related("daerah").order_by("daerah__nama", "nama")
    if user.is_superuser:
        return offices
    return offices.filter(keanggotaan__user=user, keanggotaan__peran=Keanggotaan.Peran.PERENCANA).distinct()


def may_manage_reference(user: User) -> bool:
    """Whether the person may change nomenclature, daerah and perangkat daerah."""
    return bool(user.is_active and user.is_superuser)


def may_manage_accounts(user: User) -> bool:
    """Whether the person may make accounts, give roles and reset passwords."""
    return bool(user.is_active and user.is_superuser)


def _roles(user: User) -> list[str]:
    return list(user.keanggotaan.order_by("pk").values_list("peran", flat=True))
