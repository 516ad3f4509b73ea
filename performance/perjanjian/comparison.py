"""What a perjanjian perubahan says otherwise than the one before it: row by row semula, menjadi, selisih. Pure.

Rows are paired by their origin, so that a row that was renamed stays one row; frozen documents carry theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import KOSONG, Nilai

from .content import BarisAnggaran, BarisIndikator, BarisKinerja, Content
from .document import Document

_Row = TypeVar("_Row", BarisKinerja, BarisAnggaran, BarisIndikator)

SAME, CHANGED, ADDED, DROPPED = "tetap", "diubah", "ditambah", "dihapus"


@dataclass(frozen=True, slots=True)
class Selisih:
    """One line of the comparison: of an indicator's target, or (`is_rupiah`) of a row's money.

    `jenis` is "tetap", "diubah", "ditambah" or "dihapus"; `alasan` is why, "" where nobody said or nothing changed.
    """

    jenis: str
    level: str
    kode: str
    uraian: str
    indikator: str
    satuan: str
    semula: Nilai
    menjadi: Nilai
    desimal: int | None = None
    is_rupiah: bool = False
    alasan: str = ""
    nama_semula: str = ""

    @property
    def selisih(self) -> Decimal | None:
        """Menjadi minus semula; of money a missing side counts as 0; None where there is nothing to subtract."""
        before, after = self.semula.amount, self.menjadi.amount
        if self.is_rupiah:
            return None if before is None and after is None else (after or Decimal(0)) - (before or Decimal(0))
        return None if before is None or after is None else after - before


@dataclass(frozen=True, slots=True)
class SelisihSumber:
    """The rupiah of one sumber dana over the whole perjanjian, in both versions."""

    sumber: str
    semula: Decimal
    menjadi: Decimal

    @property
    def selisih(self) -> Decimal:
        """Menjadi minus semula, in rupiah."""
        return self.menjadi - self.semula


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two perjanjian of one position held against each other."""

    semula: Document
    menjadi: Document
    kinerja: tuple[Selisih, ...]
    anggaran: tuple[Selisih, ...]
    sumber: tuple[SelisihSumber, ...]

    @property
    def berubah(self) -> int:
        """How many lines differ."""
        return sum(one.jenis != SAME for one in (*self.kinerja, *self.anggaran))

    @property
    def target_berubah(self) -> bool:
        """Whether any promised target or indicator differs."""
        return any(one.jenis != SAME for one in self.kinerja)

    @property
    def selisih_total(self) -> Decimal:
        """How much more money (rupiah) the later one has than the earlier one."""
        return self.menjadi.isi.total - self.semula.isi.total

    @property
    def ada_sumber(self) -> bool:
        """Whether any sumber dana is named."""
        return any(one.sumber for one in self.sumber)


def compare(semula: Document, menjadi: Document) -> Comparison:
    """The later perjanjian held against the earlier one, in the order of the later, dropped rows at the end."""
    return Comparison(
        semula=semula,
        menjadi=menjadi,
        kinerja=tuple(_performance(semula.isi, menjadi)),
        anggaran=tuple(_money(semula.isi, menjadi)),
        sumber=tuple(_sources(semula.isi, menjadi.isi)),
    )


def _performance(before: Content, menjadi: Document) -> Iterator[Selisih]:
    after = menjadi.isi
    for was, row in _pairs(before.kinerja, after.kinerja, lambda one: one.uraian):
        shown = row or was
        if shown is None:
            continue
        indicators = _pairs(was.indikator if was else (), row.indikator if row else (), lambda one: one.teks)
        for old, new in indicators:
            one = new or old
            if one is None:
                continue
            semula, target = (old.target if old else KOSONG), (new.target if new else KOSONG)
            jenis = _kind(old, new, same=semula.same_amount(target))
            yield Selisih(
                jenis=jenis,
                level=shown.level,
                kode="",
                uraian=shown.uraian,
                indikator=one.teks,
                satuan=one.satuan,
                semula=semula,
                menjadi=target,
                desimal=one.desimal,
                alasan=_reason(jenis, row, was, menjadi),
                nama_semula=old.teks if old and new and normalise_name(old.teks) != normalise_name(new.teks) else "",
            )


def _money(before: Content, menjadi: Document) -> Iterator[Selisih]:
    for was, row in _pairs(before.anggaran, menjadi.isi.anggaran, lambda one: one.kode or one.uraian):
        shown = row or was
        if shown is None:
            continue
        semula, jumlah = (was.jumlah if was else KOSONG), (row.jumlah if row else KOSONG)
        same = (semula.amount or 0) == (jumlah.amount or 0) and _same_sources(was, row)
        jenis = _kind(was, row, same=same)
        renamed = was and row and normalise_name(was.uraian) != normalise_name(row.uraian)
        yield Selisih(
            jenis=jenis,
            level=shown.level,
            kode=shown.kode,
            uraian=shown.uraian,
            indikator="",
            satuan="",
            semula=semula,
            menjadi=jumlah,
            is_rupiah=True,
            alasan=_reason(jenis, row, was, menjadi),
            nama_semula=was.uraian if was and renamed else "",
        )


def _sources(before: Content, after: Content) -> Iterator[SelisihSumber]:
    were, are = _by_source(before), _by_source(after)
    for source in dict.fromkeys((*are, *were)):
        yield SelisihSumber(source, were.get(source, Decimal(0)), are.get(source, Decimal(0)))


def _by_source(isi: Content) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for row in isi.anggaran:
        for source, nilai in row.sumber:
            sums[source] = sums.get(source, Decimal(0)) + (nilai.amount or Decimal(0))
    return sums


def _same_sources(was: BarisAnggaran | None, row: BarisAnggaran | None) -> bool:
    """Whether money of the same amount comes from the same sources.

    Details of unlike sums stand under a plafon that was promised unchanged; they are no change of the promise.
    """
    before, after = _amounts(was), _amounts(row)
    return before == after or _sum(before) != _sum(after)


def _sum(amounts: dict[str, Decimal]) -> Decimal:
    return sum(amounts.values(), Decimal(0))


def _amounts(row: BarisAnggaran | None) -> dict[str, Decimal]:
    return {source: nilai.amount for source, nilai in row.sumber if nilai.amount} if row else {}


def _kind(was: object, row: object, *, same: bool) -> str:
    if was is None:
        return ADDED
    if row is None:
        return DROPPED
    return SAME if same else CHANGED


def _reason(
    jenis: str, row: BarisKinerja | BarisAnggaran | None, was: BarisKinerja | BarisAnggaran | None, menjadi: Document
) -> str:
    """Why a line differs: what stands on its row, else the basis of the whole perubahan."""
    if jenis == SAME:
        return ""
    if row is not None:
        return row.alasan or menjadi.dasar_perubahan
    dropped = dict(menjadi.isi.dihentikan)
    return (dropped.get(was.id, "") if was else "") or menjadi.dasar_perubahan


def _pairs(
    before: Sequence[_Row], after: Sequence[_Row], name: Callable[[_Row], str]
) -> list[tuple[_Row | None, _Row | None]]:
    """(before, after) in the order of `after`, then what is gone: by origin, else by name."""
    by_id = {one.id: one for one in before if one.id}
    # Under a version straight from another source rows have no origin here; then the name tells which is which.
    by_name = {normalise_name(name(one)): one for one in reversed(before)}
    taken: set[int] = set()
    found: list[tuple[_Row | None, _Row | None]] = []
    for now in after:
        was = by_id.get(now.asal) if now.asal is not None else None
        if was is None and (now.asal is None or now.asal not in by_id):
            was = by_name.get(normalise_name(name(now)))
        if was is not None and id(was) in taken:
            was = None
        if was is not None:
            taken.add(id(was))
        found.append((was, now))
    found += [(one, None) for one in before if id(one) not in taken]
    return found
