"""The entry windows of a year: whether a triwulan can be filled in today, and who sets that.

Days count in the portal's own time zone and are inclusive. Without a schedule everything is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from planning.models import TRIWULAN, Daerah, Keanggotaan, PerangkatDaerah, Rencana, User
from planning.policies import Kunci
from planning.writing import Conflict, NotAllowed
from renstra_portal.lib.dates import long_date, roman

from .models.jadwal import JadwalPengisian

BY_REVIEWER = "reviewer Bappeda, lewat Jadwal pengisian"
#: The cells of a triwulan, before its number: what was done, what is said of it. Targets and pagu are not among them.
ENTERED_ROLES = (
    "realisasi",
    "keuangan",
    "fisik",
    "pendorong",
    "penghambat",
    "tindak_lanjut",
    "tindak_lanjut_renja",
)


def today() -> date:
    """The day it is where the office is."""
    return timezone.localdate()


def triwulan_name(triwulan: int, tahun: int) -> str:
    """ "Triwulan I 2025"."""
    return f"Triwulan {roman(triwulan)} {tahun}"


@dataclass(frozen=True, slots=True)
class Keadaan:
    """Whether one triwulan of a year can be filled in.

    `dibuka` and `ditutup` are the window that counts now: the one that is open, else the next one, else the last one.
    Both None: no window is set. `perpanjangan`: the window is one given to this perangkat daerah alone.
    """

    tahun: int
    triwulan: int
    terbuka: bool
    dibuka: date | None = None
    ditutup: date | None = None
    perpanjangan: bool = False
    akan_dibuka: bool = False

    @property
    def kunci(self) -> Kunci | None:
        """Why the triwulan cannot be filled in and who can open it; None while it can."""
        return None if self.terbuka else Kunci(self.kalimat, "", BY_REVIEWER)

    @property
    def kalimat(self) -> str:
        """The state as one sentence."""
        name = triwulan_name(self.triwulan, self.tahun)
        if self.dibuka is None or self.ditutup is None:
            return f"Pengisian {name} terbuka; jadwalnya belum ditetapkan."
        if self.terbuka:
            only = ", khusus perangkat daerah ini" if self.perpanjangan else ""
            return f"Pengisian {name} terbuka sampai {long_date(self.ditutup)}{only}."
        if self.akan_dibuka:
            return f"Pengisian {name} baru dibuka {long_date(self.dibuka)}, sampai {long_date(self.ditutup)}."
        return f"Pengisian {name} ditutup {long_date(self.ditutup)}."


class Jadwal:
    """The windows of one daerah and year, in one query."""

    def __init__(self, daerah_id: int, tahun: int) -> None:
        rows = JadwalPengisian.objects.filter(daerah=daerah_id, tahun=tahun).order_by("pk")
        self.tahun = tahun
        self.riwayat: list[JadwalPengisian] = list(rows.select_related("perangkat_daerah"))
        self._held: dict[tuple[int | None, int], JadwalPengisian] = {
            (row.perangkat_daerah_id, row.triwulan): row for row in self.riwayat
        }

    @property
    def versi(self) -> int:
        """Which state of the windows this is: it grows with every change, 0 while there is none."""
        return self.riwayat[-1].pk if self.riwayat else 0

    def umum(self, triwulan: int) -> JadwalPengisian | None:
        """The window of the whole daerah; None while none is set."""
        return self._window(None, triwulan)

    @property
    def perpanjangan(self) -> list[JadwalPengisian]:
        """Every window given to one perangkat daerah, by triwulan and office."""
        held = [row for (office, _), row in self._held.items() if office is not None and row.dibuka]
        return sorted(held, key=lambda row: (row.triwulan, str(row.perangkat_daerah)))

    def keadaan(self, office_id: int | None, triwulan: int, day: date | None = None) -> Keadaan:
        """Whether the office (None: one without an extension) can fill in the triwulan on that day, today if None."""
        day = day or today()
        umum = self.umum(triwulan)
        if umum is None:
            return Keadaan(self.tahun, triwulan, terbuka=True)
        khusus = self._window(office_id, triwulan) if office_id is not None else None
        windows = [(one.dibuka, one.ditutup, one is khusus) for one in (umum, khusus) if one]
        known = [(first, last, only) for first, last, only in windows if first and last]
        open_now = [one for one in known if one[0] <= day <= one[1]]
        coming = [one for one in known if one[0] > day]
        if open_now:
            first, last, only = max(open_now, key=lambda one: one[1])
        elif coming:
            first, last, only = min(coming, key=lambda one: one[0])
        else:
            first, last, only = max(known, key=lambda one: one[1])
        return Keadaan(
            self.tahun,
            triwulan,
            terbuka=bool(open_now),
            dibuka=first,
            ditutup=last,
            perpanjangan=only,
            akan_dibuka=not open_now and bool(coming),
        )

    def of(self, office_id: int | None, day: date | None = None) -> list[Keadaan]:
        """The state of all four triwulan for an office."""
        return [self.keadaan(office_id, triwulan, day) for triwulan in TRIWULAN]

    def _window(self, office_id: int | None, triwulan: int) -> JadwalPengisian | None:
        row = self._held.get((office_id, triwulan))
        return row if row and row.dibuka else None


def schedule_of(rencana: Rencana) -> Jadwal:
    """The windows that hold for a kinerja plan."""
    return Jadwal(rencana.perangkat_daerah.daerah_id, rencana.tahun_awal)


def locked_roles(rencana: Rencana, user: User | None) -> Mapping[str, Kunci]:
    """The cell roles of closed triwulan with the reason, for `planning.entry_locks`: nobody but the operator passes."""
    if rencana.jenis != Rencana.Jenis.KINERJA or user is None:
        return {}
    closed = [(one.triwulan, one.kunci) for one in schedule_of(rencana).of(rencana.perangkat_daerah_id)]
    return {f"{role}_{triwulan}": kunci for triwulan, kunci in closed if kunci for role in ENTERED_ROLES}


# Who sets it ------------------------------------------------------------------------------------------


def regions_of(user: User) -> QuerySet[Daerah]:
    """The daerah whose windows the person may read: those of their memberships, every one as admin."""
    if user.is_superuser:
        return Daerah.objects.order_by("nama")
    mine = Q(keanggotaan__user=user) | Q(perangkat_daerah__keanggotaan__user=user)
    return Daerah.objects.filter(mine).distinct().order_by("nama")


def lock_on_schedule(user: User, daerah: Daerah) -> Kunci | None:
    """What keeps the person from setting the windows of the daerah; None for its reviewers and the admin."""
    if user.is_superuser or user.keanggotaan.filter(daerah=daerah, peran=Keanggotaan.Peran.REVIEWER).exists():
        return None
    return Kunci(
        "Jadwal pengisian hanya dapat diubah oleh reviewer Bappeda daerah ini.",
        "",
        "admin portal, dengan memberi Anda peran reviewer di daerah ini",
    )


@dataclass(frozen=True, slots=True)
class Jendela:
    """A window to be set: without days it takes the window away. `perangkat_daerah` None stands for the daerah."""

    triwulan: int
    dibuka: date | None
    ditutup: date | None
    perangkat_daerah: PerangkatDaerah | None = None


@transaction.atomic
def set_windows(
    daerah: Daerah, tahun: int, windows: Iterable[Jendela], *, user: User, reason: str, versi: int
) -> list[JadwalPengisian]:
    """Set windows of a year; those that stay as they are leave no record. The rows written, [] when nothing changed.

    `versi` is the state (`Jadwal.versi`) that the person saw. Raises `NotAllowed`, and `Conflict` when somebody else
    has set windows since.
    """
    daerah = Daerah.objects.select_for_update().get(pk=daerah.pk)
    if kunci := lock_on_schedule(user, daerah):
        raise NotAllowed(str(kunci))
    held = Jadwal(daerah.pk, tahun)
    if held.versi != versi:
        last = held.riwayat[-1]
        raise Conflict(f"Jadwal ini baru saja diubah oleh {last.oleh_nama}. Periksa tanggalnya, lalu simpan lagi.")
    rows = []
    for one in windows:
        office = one.perangkat_daerah
        now = held._window(office.pk if office else None, one.triwulan)
        if (one.dibuka, one.ditutup) == ((now.dibuka, now.ditutup) if now else (None, None)):
            continue
        rows.append(
            JadwalPengisian.objects.create(
                daerah=daerah,
                perangkat_daerah=office,
                tahun=tahun,
                triwulan=one.triwulan,
                dibuka=one.dibuka,
                ditutup=one.ditutup,
                keterangan=reason,
                oleh=user,
                oleh_nama=str(user),
            )
        )
    return rows
