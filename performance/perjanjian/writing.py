"""Making, editing, deleting and signing perjanjian kinerja; each act checks its right and what was seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from planning.cascade import load
from planning.models import Rencana, Simpul, User
from planning.policies import Kunci
from planning.writing import Conflict, InvalidPlan, NotAllowed
from renstra_portal.lib.dates import long_date

from ..models.jabatan import Jabatan, Pejabat
from ..models.perjanjian import PerjanjianKinerja
from .content import CHOSEN_LEVELS
from .document import Document, fingerprint, frozen
from .drawing import document_of, earlier, perjanjian_of
from .rights import lock_on_editing, lock_on_making, lock_on_signing

_CHANGED = "Perjanjian ini baru saja diubah oleh orang lain. Periksa isinya, lalu ulangi."


@dataclass(frozen=True, slots=True)
class Terms:
    """What is set on a perjanjian: its day and place, the second party, who signs (None: who holds the position on
    the day), and the rows that it answers for (None: as proposed).
    """

    tanggal: date | None
    tempat: str
    jabatan_kedua: Jabatan | None
    pejabat: Pejabat | None = None
    pejabat_kedua: Pejabat | None = None
    pilihan: tuple[int, ...] | None = None


def make(rencana: Rencana, jabatan: Jabatan, *, user: User | None) -> PerjanjianKinerja:
    """A new konsep for the position, with its superior as second party.

    Under a perubahan it starts from the perjanjian of the version before: the second party, and the rows chosen
    there where they still stand. Raises `NotAllowed` and `InvalidPlan`.
    """
    _demand(lock_on_making(user, rencana))
    if rencana.jenis != "kinerja":
        raise InvalidPlan("Perjanjian kinerja dibuat pada rencana kinerja tahun yang bersangkutan.")
    if jabatan.perangkat_daerah_id != rencana.perangkat_daerah_id:
        raise InvalidPlan("Jabatan itu bukan jabatan perangkat daerah ini.")
    made = PerjanjianKinerja(
        rencana=rencana,
        jabatan=jabatan,
        jabatan_kedua=jabatan.atasan,
        tempat=rencana.tempat or rencana.nama_daerah.removeprefix("Kota ").removeprefix("Kabupaten "),
        **_recorded(user),
    )
    if (before := earlier(made)) is not None:
        made.jabatan_kedua = before.jabatan_kedua or jabatan.atasan
        made.tempat = before.tempat or made.tempat
        made.pilihan = _carried(rencana, before.pilihan)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise InvalidPlan(f"Perjanjian kinerja {jabatan} sudah dibuat untuk versi ini.") from error
    return made


def edit(perjanjian: PerjanjianKinerja, terms: Terms, *, user: User | None, revisi: int) -> None:
    """Set its terms. `revisi` is the state that the person saw. Raises `NotAllowed`, `Conflict`, `InvalidPlan`."""
    _demand(lock_on_editing(user, perjanjian))
    if terms.pilihan is not None:
        _check_rows(perjanjian, terms.pilihan)
    for jabatan_id, pejabat in (
        (perjanjian.jabatan_id, terms.pejabat),
        (terms.jabatan_kedua.pk if terms.jabatan_kedua else None, terms.pejabat_kedua),
    ):
        if pejabat is not None and pejabat.jabatan_id != jabatan_id:
            raise InvalidPlan(f"{pejabat} tidak memegang jabatan itu.")
        if pejabat is not None and terms.tanggal is not None and not pejabat.holds_on(terms.tanggal):
            raise InvalidPlan(f"{pejabat} tidak menjabat pada {long_date(terms.tanggal)}.")
    if terms.jabatan_kedua is not None and terms.jabatan_kedua.pk == perjanjian.jabatan_id:
        raise InvalidPlan("Pihak kedua harus jabatan lain.")
    changed = _konsep(perjanjian, revisi).update(
        tanggal=terms.tanggal,
        tempat=terms.tempat.strip(),
        jabatan_kedua=terms.jabatan_kedua,
        pejabat=terms.pejabat,
        pejabat_kedua=terms.pejabat_kedua,
        pilihan=list(terms.pilihan) if terms.pilihan is not None else None,
        **_moved(user),
    )
    if not changed:
        raise Conflict(_CHANGED)


def sign(perjanjian: PerjanjianKinerja, *, user: User | None, seen: str) -> Document:
    """Record the signatures: from now on the document stays as it is.

    `seen` is the `fingerprint` of what the person read. Raises `Conflict` when plan, people or terms have changed
    since, and `NotAllowed` past a lock.
    """
    with transaction.atomic():
        # Nobody writes to the plan between this reading and the freezing.
        rencana = Rencana.objects.select_for_update(of=("self",)).select_related("edisi").get(pk=perjanjian.rencana_id)
        held = perjanjian_of(rencana).get(pk=perjanjian.pk)
        document = document_of(held, None if held.is_signed else load(rencana), earlier(held))
        _demand(lock_on_signing(user, held, document))
        if fingerprint(document) != seen:
            raise Conflict("Isi perjanjian berubah sejak Anda membukanya. Periksa sekali lagi, lalu tanda tangani.")
        changed = _konsep(held, held.revisi).update(
            status=PerjanjianKinerja.Status.DITANDATANGANI,
            isi_tetap=frozen(document),
            ditandatangani_pada=timezone.now(),
            **_moved(user),
        )
        if not changed:
            raise Conflict(_CHANGED)
    return document


def remove(perjanjian: PerjanjianKinerja, *, user: User | None, revisi: int) -> None:
    """Delete a konsep. Raises `NotAllowed` for one that is signed, `Conflict` when it was changed since."""
    _demand(lock_on_editing(user, perjanjian))
    with transaction.atomic():
        # Held, so that nobody signs it between being found and being deleted.
        held = _konsep(perjanjian, revisi).select_for_update().first()
        if held is None:
            raise Conflict(_CHANGED)
        held.delete()


def _konsep(perjanjian: PerjanjianKinerja, revisi: int) -> QuerySet[PerjanjianKinerja]:
    """The perjanjian as long as it is the konsep that was seen."""
    return PerjanjianKinerja.objects.filter(pk=perjanjian.pk, revisi=revisi, status=PerjanjianKinerja.Status.KONSEP)


def _moved(user: User | None) -> dict[str, object]:
    return {"revisi": F("revisi") + 1, "diubah": timezone.now(), **_recorded(user)}


def _recorded(user: User | None) -> dict[str, object]:
    return {"dicatat_oleh": user, "dicatat_nama": str(user)[:200] if user else "operator"}


def _demand(kunci: Kunci | None) -> None:
    if kunci is not None:
        raise NotAllowed(str(kunci))


def _check_rows(perjanjian: PerjanjianKinerja, pilihan: Iterable[int]) -> None:
    levels = CHOSEN_LEVELS[perjanjian.jabatan.peran_anggaran]
    wanted = set(pilihan)
    rows = Simpul.objects.filter(rencana=perjanjian.rencana_id, pk__in=wanted, level__in=levels)
    if rows.count() != len(wanted):
        raise InvalidPlan("Ada baris yang dipilih tetapi tidak lagi ada di rencana. Muat ulang halaman ini.")


def _carried(rencana: Rencana, pilihan: list[int] | None) -> list[int] | None:
    """The rows of a new version that come from the chosen ones of the version before."""
    if pilihan is None:
        return None
    return list(Simpul.objects.filter(rencana=rencana, asal__in=pilihan).order_by("pk").values_list("pk", flat=True))
