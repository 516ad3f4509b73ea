"""Who may make, edit and sign a perjanjian kinerja, and manage positions; what stands in the way as a `Kunci`."""

from __future__ import annotations

from django.utils import timezone

from planning.models import Keanggotaan, PerangkatDaerah, Rencana, User
from planning.policies import Kunci
from renstra_portal.lib.dates import long_date

from ..models.jabatan import Jabatan
from ..models.perjanjian import PerjanjianKinerja
from .document import Document

_BY_ROLE = "admin portal, dengan memberi Anda peran {} di perangkat daerah ini"
#: Who replaces what was signed.
BY_LATER = "perencana perangkat daerah, lewat perjanjian pada perubahan berikutnya"


def has_role(user: User | None, office: PerangkatDaerah, peran: str) -> bool:
    """Whether the person has the role in the perangkat daerah; the admin, and the operator (None), have every one."""
    if user is None or user.is_superuser:
        return True
    return user.keanggotaan.filter(perangkat_daerah=office, peran=peran).exists()


def lock_on_positions(user: User | None, office: PerangkatDaerah) -> Kunci | None:
    """What keeps the person from managing the positions of the office and who holds them."""
    if has_role(user, office, Keanggotaan.Peran.PERENCANA):
        return None
    return Kunci("Jabatan dan pejabat dikelola oleh perencana perangkat daerah ini.", "", _BY_ROLE.format("perencana"))


def lock_on_head_of_daerah(user: User | None) -> Kunci | None:
    """What keeps the person from changing the head of the daerah, whom all its offices share."""
    if user is None or user.is_superuser:
        return None
    return Kunci("Kepala daerah dipakai bersama oleh semua perangkat daerah.", "", "admin portal")


def lock_on_position(user: User | None, jabatan: Jabatan) -> Kunci | None:
    """What keeps the person from changing a position that is there."""
    if jabatan.perangkat_daerah is None:
        return lock_on_head_of_daerah(user)
    return lock_on_positions(user, jabatan.perangkat_daerah)


def lock_on_making(user: User | None, rencana: Rencana) -> Kunci | None:
    """What keeps the person from making a perjanjian under the plan version."""
    if has_role(user, rencana.perangkat_daerah, Keanggotaan.Peran.PERENCANA):
        return None
    return Kunci(
        "Perjanjian kinerja dibuat dan diubah oleh perencana perangkat daerah ini.", "", _BY_ROLE.format("perencana")
    )


def lock_on_editing(user: User | None, perjanjian: PerjanjianKinerja) -> Kunci | None:
    """What keeps the person from changing or deleting the perjanjian."""
    return lock_by_signature(perjanjian) or lock_on_making(user, perjanjian.rencana)


def lock_by_signature(perjanjian: PerjanjianKinerja) -> Kunci | None:
    """The lock that its signature is; None while it is konsep."""
    if perjanjian.ditandatangani_pada is None:
        return None
    return Kunci(
        "Perjanjian ini sudah ditandatangani; isinya tetap, apa pun yang berubah pada rencana atau pejabatnya.",
        long_date(timezone.localtime(perjanjian.ditandatangani_pada)),
        BY_LATER,
    )


def lock_on_signing(user: User | None, perjanjian: PerjanjianKinerja, document: Document) -> Kunci | None:
    """What keeps the person from recording the signatures: their role, or what the document still lacks."""
    if kunci := lock_by_signature(perjanjian):
        return kunci
    if not has_role(user, perjanjian.rencana.perangkat_daerah, Keanggotaan.Peran.KEPALA):
        return Kunci("Penandatanganan dicatat oleh kepala perangkat daerah ini.", "", _BY_ROLE.format("kepala"))
    if missing := what_is_missing(document):
        return Kunci(
            f"Perjanjian ini belum lengkap: {'; '.join(missing)}.",
            "",
            "perencana perangkat daerah, dengan melengkapinya",
        )
    return None


def what_is_missing(document: Document) -> list[str]:
    """What a document lacks before it can be signed, in words."""
    missing = []
    if document.tanggal is None:
        missing.append("tanggal belum diisi")
    if not document.tempat:
        missing.append("tempat belum diisi")
    day = f" pada {long_date(document.tanggal)}" if document.tanggal else ""
    for nama, pihak in (("pihak pertama", document.pertama), ("pihak kedua", document.kedua)):
        if not pihak.jabatan:
            missing.append(f"{nama} belum ditentukan; isi atasan jabatan ini")
        elif not pihak.nama:
            missing.append(f"belum ada pejabat untuk {pihak.jabatan}{day}")
    if document.isi.is_empty:
        missing.append("belum ada baris kinerja dan anggaran yang dipilih")
    return missing
