"""Accounts for trying the portal: one for each role, all with one documented password.

They are made by `load_demo` and by nothing else. An installation with real data must not have them.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from ..models import Daerah, Keanggotaan, PerangkatDaerah, User

#: The password of every demo account, shown by `demo_accounts`. Only ever for demo data.
DEMO_PASSWORD = "coba-renstra-2025"  # noqa: S105  meant to be known

Peran = Keanggotaan.Peran
_TANGERANG = "kota-tangerang/disnaker"
_PASURUAN = "kota-pasuruan/disnaker"
_CIMAHI = "kota-cimahi/disnaker"
_CONTOH = "kota-contoh/disnaker"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A demo account. `scope` is the slug of a daerah, or of a perangkat daerah as `daerah/office`.

    `peran` None makes an admin, who sees everything and has no scope.
    """

    username: str
    nama_lengkap: str
    peran: Keanggotaan.Peran | None = None
    scope: str = ""

    @property
    def role(self) -> str:
        """The role in words."""
        return str(self.peran.label) if self.peran else "Admin"


DEMO_ACCOUNTS: tuple[DemoAccount, ...] = (
    DemoAccount("perencana.tangerang", "Perencana Disnaker Kota Tangerang", Peran.PERENCANA, _TANGERANG),
    DemoAccount("kepala.tangerang", "Kepala Disnaker Kota Tangerang", Peran.KEPALA, _TANGERANG),
    DemoAccount("reviewer.tangerang", "Reviewer Bappeda Kota Tangerang", Peran.REVIEWER, "kota-tangerang"),
    DemoAccount("pembaca.tangerang", "Pembaca Kota Tangerang", Peran.PEMBACA, "kota-tangerang"),
    DemoAccount("perencana.pasuruan", "Perencana Disnaker Kota Pasuruan", Peran.PERENCANA, _PASURUAN),
    DemoAccount("kepala.pasuruan", "Kepala Disnaker Kota Pasuruan", Peran.KEPALA, _PASURUAN),
    DemoAccount("reviewer.pasuruan", "Reviewer Bappeda Kota Pasuruan", Peran.REVIEWER, "kota-pasuruan"),
    DemoAccount("perencana.cimahi", "Perencana Disnaker Kota Cimahi", Peran.PERENCANA, _CIMAHI),
    DemoAccount("kepala.cimahi", "Kepala Disnaker Kota Cimahi", Peran.KEPALA, _CIMAHI),
    DemoAccount("reviewer.cimahi", "Reviewer Bappeda Kota Cimahi", Peran.REVIEWER, "kota-cimahi"),
    DemoAccount("perencana.contoh", "Perencana Disnaker Kota Contoh", Peran.PERENCANA, _CONTOH),
    DemoAccount("admin", "Admin Portal"),
)


@transaction.atomic
def create_demo_accounts() -> list[DemoAccount]:
    """Create the demo accounts that do not exist yet and return them. An existing account is left as it is.

    An account whose daerah or office is not in the database is left out.
    """
    existing = set(
        User.objects.filter(username__in=[one.username for one in DEMO_ACCOUNTS]).values_list("username", flat=True)
    )
    created = []
    for account in DEMO_ACCOUNTS:
        if account.username in existing:
            continue
        place = _place(account)
        if account.peran and place is None:
            continue
        create = User.objects.create_user if account.peran else User.objects.create_superuser
        user = create(account.username, password=DEMO_PASSWORD, nama_lengkap=account.nama_lengkap)
        if account.peran and place is not None:
            Keanggotaan.objects.create(user=user, peran=account.peran, **place)
        created.append(account)
    return created


def existing_demo_accounts() -> list[tuple[DemoAccount, bool]]:
    """The demo accounts in the database, and whether the demo password still opens them."""
    users = {user.username: user for user in User.objects.filter(username__in=[one.username for one in DEMO_ACCOUNTS])}
    return [(one, users[one.username].check_password(DEMO_PASSWORD)) for one in DEMO_ACCOUNTS if one.username in users]


def _place(account: DemoAccount) -> dict[str, Daerah | PerangkatDaerah] | None:
    daerah_slug, _, office_slug = account.scope.partition("/")
    if office_slug:
        office = PerangkatDaerah.objects.filter(daerah__slug=daerah_slug, slug=office_slug).first()
        return {"perangkat_daerah": office} if office else None
    daerah = Daerah.objects.filter(slug=daerah_slug).first()
    return {"daerah": daerah} if daerah else None
