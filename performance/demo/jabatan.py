"""The positions of the Dinas Tenaga Kerja of Kota Cimahi, as its LKIP of 2023 lists them, with konsep perjanjian.

Positions only: no person is named, and nothing is signed.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from planning.models import Daerah, PerangkatDaerah, Rencana

from ..models.jabatan import Jabatan
from ..models.perjanjian import PerjanjianKinerja
from ..perjanjian.writing import make

Eselon = Jabatan.Eselon
OFFICE = ("kota-cimahi", "disnaker")
HEAD_OF_DAERAH = "Wali Kota Cimahi"
HEAD = "Kepala Dinas Tenaga Kerja"
_SECRETARY = "Sekretaris"
_PLACEMENT = "Kepala Bidang Pelatihan, Penempatan Tenaga Kerja dan Transmigrasi"
_RELATIONS = "Kepala Bidang Hubungan Industrial dan Jaminan Sosial Tenaga Kerja"


@dataclass(frozen=True, slots=True)
class DemoPosition:
    """A position of the office, and the one it answers to."""

    nama: str
    eselon: Jabatan.Eselon
    atasan: str


POSITIONS: tuple[DemoPosition, ...] = (
    DemoPosition(HEAD, Eselon.II, HEAD_OF_DAERAH),
    DemoPosition(_SECRETARY, Eselon.III, HEAD),
    DemoPosition(_PLACEMENT, Eselon.III, HEAD),
    DemoPosition(_RELATIONS, Eselon.III, HEAD),
    DemoPosition("Kepala Subbagian Umum dan Kepegawaian", Eselon.IV, _SECRETARY),
    DemoPosition("Kepala Subbagian Program dan Keuangan", Eselon.IV, _SECRETARY),
    DemoPosition("Kepala Seksi Penempatan Tenaga Kerja dan Transmigrasi", Eselon.IV, _PLACEMENT),
    DemoPosition("Mediator Hubungan Industrial Ahli Muda", Eselon.FUNGSIONAL, _RELATIONS),
)


@transaction.atomic
def load_positions() -> list[str]:
    """Make the positions of the demo office, and konsep perjanjian under each of its years, where there are none."""
    daerah_slug, office_slug = OFFICE
    office = PerangkatDaerah.objects.filter(daerah__slug=daerah_slug, slug=office_slug).first()
    if office is None or Jabatan.objects.of_office(office).exists():
        return []
    held = {HEAD_OF_DAERAH: _head_of(office.daerah)}
    for place, one in enumerate(POSITIONS, 1):
        position = Jabatan(
            perangkat_daerah=office, nama=one.nama, eselon=one.eselon, atasan=held[one.atasan], urutan=place
        )
        position.full_clean()
        position.save()
        held[one.nama] = position
    made = [f"Jabatan contoh dibuat: {len(held)} jabatan {office.nama} {office.daerah.nama}."]
    signers = [held[one.nama] for one in POSITIONS if one.eselon in (Eselon.II, Eselon.III)]
    for rencana in Rencana.objects.filter(perangkat_daerah=office, jenis=Rencana.Jenis.KINERJA).order_by(
        "perubahan_ke"
    ):
        drafts: list[PerjanjianKinerja] = [make(rencana, one, user=None) for one in signers]
        made.append(f"Konsep perjanjian kinerja dibuat: {len(drafts)} pada {rencana.judul}.")
    return made


def _head_of(daerah: Daerah) -> Jabatan:
    head = Jabatan(daerah=daerah, nama=HEAD_OF_DAERAH, eselon=Eselon.KEPALA_DAERAH)
    head.full_clean()
    head.save()
    return head
