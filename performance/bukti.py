"""Keeping evidence: files in the storage under random names, reached only through rows of `Bukti`."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from planning import entry_locks
from planning.models import Indikator, Rencana, Simpul, User
from planning.policies import Kunci, lock_on
from planning.writing import InvalidPlan, NotAllowed, locked_plan

from .files import CheckedFile
from .models.bukti import Bukti, delete_file_on_commit

#: What all evidence of one plan may weigh, in bytes, and how many files are taken at once.
MAX_TOTAL = 500 * 1024 * 1024
MAX_FILES = 10
_FOLDER = "bukti"


@dataclass(frozen=True, slots=True)
class Upload:
    """A checked file with its bytes."""

    berkas: CheckedFile
    isi: IO[bytes]


def lock_on_evidence(user: User, rencana: Rencana, triwulan: int) -> Kunci | None:
    """What keeps the person from adding or deleting evidence of a triwulan: the plan's lock, or a closed window."""
    return lock_on(user, rencana) or entry_locks.locks_for(rencana, user).get(f"realisasi_{triwulan}")


def add(
    rencana: Rencana,
    simpul: Simpul,
    indikator: Indikator | None,
    triwulan: int,
    uploads: Sequence[Upload],
    *,
    user: User,
    keterangan: str = "",
) -> list[Bukti]:
    """Keep files as evidence of a row, or of one of its indicators: all of them or none.

    Raises `NotAllowed` past a lock, `InvalidPlan` when the plan would hold more than `MAX_TOTAL` or the row is gone.
    """
    with _files_of_this_act() as files, locked_plan(rencana.slug, user) as lock:
        _demand_open(lock.rencana, user, triwulan)
        if not Simpul.objects.filter(pk=simpul.pk, rencana=lock.rencana).exists():
            raise InvalidPlan("Baris ini baru saja dihapus oleh orang lain. Muat ulang halamannya.")
        held = space_used(lock.rencana)
        if held + sum(one.berkas.ukuran for one in uploads) > MAX_TOTAL:
            raise InvalidPlan(
                f"Bukti rencana ini sudah {_megabytes(held)} MB; seluruhnya paling banyak {_megabytes(MAX_TOTAL)} MB. "
                "Hapus atau perkecil berkas lain dahulu."
            )
        rows = []
        for one in uploads:
            name = f"{_FOLDER}/{rencana.tahun_awal}/{uuid.uuid4().hex}.{one.berkas.tipe}"
            one.isi.seek(0)
            files.append(stored := default_storage.save(name, File(one.isi)))
            rows.append(
                Bukti.objects.create(
                    rencana=lock.rencana,
                    simpul=simpul,
                    indikator=indikator,
                    triwulan=triwulan,
                    berkas=stored,
                    nama_asli=one.berkas.nama,
                    tipe=one.berkas.tipe,
                    ukuran=one.berkas.ukuran,
                    sha256=one.berkas.sha256,
                    keterangan=keterangan,
                    oleh=user,
                    oleh_nama=str(user),
                )
            )
    return rows


def delete(bukti: Bukti, *, user: User) -> None:
    """Delete the file; the row stays and says who deleted it and when. Raises `NotAllowed` past a lock.

    What is deleted already stays as it is.
    """
    with locked_plan(bukti.rencana.slug, user) as lock:
        _demand_open(lock.rencana, user, bukti.triwulan)
        held = Bukti.objects.select_for_update().get(pk=bukti.pk)
        if not held.berkas:
            return
        delete_file_on_commit(held.berkas)
        held.berkas, held.dihapus_oleh, held.dihapus_at = "", str(user), timezone.now()
        held.save(update_fields=["berkas", "dihapus_oleh", "dihapus_at"])


def space_used(rencana: Rencana) -> int:
    """What the evidence of the plan weighs, in bytes."""
    held: int | None = Bukti.objects.filter(rencana=rencana, berkas__gt="").aggregate(jumlah=Sum("ukuran"))["jumlah"]
    return held or 0


def evidence_of(simpul: Simpul, triwulan: int) -> QuerySet[Bukti]:
    """The evidence of a row and triwulan, that of the versions it revises included, deleted files too."""
    rows = Bukti.objects.filter(simpul__in=_with_origins([simpul.pk])[simpul.pk], triwulan=triwulan)
    return rows.select_related("rencana__perangkat_daerah__daerah").order_by("pk")


def counts_of(rencana: Rencana) -> dict[tuple[int, int], int]:
    """How many files stand at each row and triwulan of the plan, those of the versions it revises included."""
    by_row: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for simpul, triwulan, banyak in (
        Bukti.objects.filter(rencana__in=_versions_before(rencana), berkas__gt="")
        .order_by()
        .values_list("simpul_id", "triwulan")
        .annotate(banyak=Count("pk"))
    ):
        by_row[simpul].append((triwulan, banyak))
    counts: dict[tuple[int, int], int] = defaultdict(int)
    if by_row:
        for row, chain in _with_origins(Simpul.objects.filter(rencana=rencana).values_list("pk", flat=True)).items():
            for one in chain:
                for triwulan, banyak in by_row.get(one, ()):
                    counts[row, triwulan] += banyak
    return dict(counts)


def _versions_before(rencana: Rencana) -> QuerySet[Rencana]:
    """The version and those of the same plan before it."""
    return Rencana.objects.filter(
        perangkat_daerah=rencana.perangkat_daerah_id,
        jenis=rencana.jenis,
        tahun_awal=rencana.tahun_awal,
        perubahan_ke__lte=rencana.perubahan_ke,
    )


def _with_origins(rows: Iterable[int]) -> dict[int, list[int]]:
    """Each row with the rows of earlier kinerja versions that it comes from; a query for every version back."""
    chains = {row: [row] for row in rows}
    latest = {row: row for row in chains}
    while latest:
        origins = Simpul.objects.filter(pk__in=latest.values(), asal__rencana__jenis=Rencana.Jenis.KINERJA)
        above = dict(origins.values_list("pk", "asal_id"))
        latest = {row: above[last] for row, last in latest.items() if last in above}
        for row, origin in latest.items():
            chains[row].append(origin)
    return chains


def _demand_open(rencana: Rencana, user: User, triwulan: int) -> None:
    if kunci := entry_locks.locks_for(rencana, user).get(f"realisasi_{triwulan}"):
        raise NotAllowed(str(kunci))


@contextmanager
def _files_of_this_act() -> Iterator[list[str]]:
    """A list for the names of files that were stored: if what follows fails, they are deleted again."""
    files: list[str] = []
    try:
        yield files
    except BaseException:
        for name in files:
            default_storage.delete(name)
        raise


def _megabytes(size: int) -> int:
    return -(-size // (1024 * 1024))
