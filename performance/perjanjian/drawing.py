"""The document of a perjanjian: drawn live from plan and positions while konsep, as frozen once signed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from planning.cascade import Cascade
from planning.models import Rencana

from ..models.jabatan import Jabatan, Pejabat, holder_on
from ..models.perjanjian import PerjanjianKinerja
from .comparison import Comparison, compare
from .content import compose, propose
from .document import Document, Pihak, thawed

_PARTIES = ("jabatan", "jabatan_kedua", "pejabat", "pejabat_kedua")


def perjanjian_of(rencana: Rencana) -> QuerySet[PerjanjianKinerja]:
    """The perjanjian of a plan version with all that their documents need. Three queries when read."""
    return (
        PerjanjianKinerja.objects.filter(rencana=rencana)
        .select_related(*_PARTIES, "rencana__perangkat_daerah__daerah")
        .prefetch_related(
            Prefetch("jabatan__pejabat", queryset=Pejabat.objects.order_by("-mulai", "-pk")),
            Prefetch("jabatan_kedua__pejabat", queryset=Pejabat.objects.order_by("-mulai", "-pk")),
        )
    )


def document_of(
    perjanjian: PerjanjianKinerja, cascade: Cascade | None, before: PerjanjianKinerja | None = None
) -> Document:
    """The whole document. `cascade` is of its plan and may be None for one that is signed.

    `before` is the perjanjian of the same position under the version that the plan revises.
    """
    if perjanjian.isi_tetap is not None:
        return thawed(perjanjian.isi_tetap)
    if cascade is None:
        raise ValueError("a perjanjian that is not signed is drawn from its plan")
    plan, jabatan = cascade.plan, perjanjian.jabatan
    day = perjanjian.tanggal
    return Document(
        perangkat_daerah=plan.nama_perangkat_daerah,
        daerah=plan.nama_daerah,
        perubahan_ke=perjanjian.rencana.perubahan_ke,
        dasar_perubahan=plan.dasar_perubahan,
        pertama=party(jabatan, perjanjian.pejabat, day),
        kedua=party(perjanjian.jabatan_kedua, perjanjian.pejabat_kedua, day),
        tempat=perjanjian.tempat,
        tanggal=day,
        isi=compose(cascade, jabatan.peran_anggaran, chosen(perjanjian, cascade)),
        menggantikan=_day_of(before),
    )


def chosen(perjanjian: PerjanjianKinerja, cascade: Cascade) -> list[int]:
    """The ids of the rows it answers for: as chosen, else as the plan's penanggung jawab propose."""
    if perjanjian.pilihan is not None:
        return list(perjanjian.pilihan)
    return propose(cascade, perjanjian.jabatan.peran_anggaran, perjanjian.jabatan.nama)


def party(jabatan: Jabatan | None, named: Pejabat | None, day: date | None) -> Pihak:
    """Who signs for a position on the day (today while none is set): the one named, if they hold it then, else
    whoever does.
    """
    if jabatan is None:
        return Pihak("")
    day = day or timezone.localdate()
    one = named if named is not None and named.holds_on(day) else holder_on(jabatan.pejabat.all(), day)
    if one is None:
        return Pihak(jabatan.nama)
    return Pihak(f"{one.sebutan}{jabatan.nama}", one.nama, one.pangkat, one.nip)


def earlier(perjanjian: PerjanjianKinerja) -> PerjanjianKinerja | None:
    """The perjanjian of the same position under the version that the plan revises; None of a murni."""
    rencana = perjanjian.rencana
    if not rencana.perubahan_ke or rencana.asal_id is None:
        return None
    return (
        PerjanjianKinerja.objects.filter(rencana=rencana.asal_id, jabatan=perjanjian.jabatan_id)
        .select_related(*_PARTIES, "rencana__edisi", "rencana__perangkat_daerah__daerah")
        .first()
    )


def compared(after: Document, before: Document | None) -> Comparison | None:
    """The document against the one that it replaces, None where it replaces none."""
    return compare(before, after) if before is not None else None


@dataclass(frozen=True, slots=True)
class PositionState:
    """A position of the office and its perjanjian under a plan version, if it is made; its holder today."""

    jabatan: Jabatan
    perjanjian: PerjanjianKinerja | None
    pejabat: Pejabat | None = field(compare=False)

    @property
    def keadaan(self) -> str:
        """ "belum dibuat", "konsep" or "ditandatangani"."""
        return self.perjanjian.get_status_display().lower() if self.perjanjian else "belum dibuat"


def positions_of(rencana: Rencana, made: Iterable[PerjanjianKinerja]) -> list[PositionState]:
    """Every position of the office that signs a perjanjian, from the top down, with its state. Two queries."""
    by_position = {one.jabatan_id: one for one in made}
    held = Jabatan.objects.of_office(rencana.perangkat_daerah).exclude(eselon=Jabatan.Eselon.KEPALA_DAERAH)
    today = timezone.localdate()
    return [
        PositionState(one, by_position.get(one.pk), holder_on(one.pejabat.all(), today))
        for one in held.select_related("atasan").prefetch_related("pejabat")
    ]


def _day_of(perjanjian: PerjanjianKinerja | None) -> date | None:
    return perjanjian.tanggal if perjanjian is not None and perjanjian.is_signed else None
