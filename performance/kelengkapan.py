"""How complete the entry of a year is: per row and triwulan, how many cells are waited for and how many are filled in.

Waited for in a triwulan are
- kinerja: the realisation of every indicator of tujuan, sasaran, programme tree and labour data that has a target for
  the year (labour data: always), unless the target of the year or of that triwulan is "-", or the figure is computed
  as a ratio of labour data;
- keuangan and fisik: the spending and the physical progress of every sub-kegiatan that has pagu.

`completeness` reads one plan from its cascade, `progress_of` counts many plans in the database; both count the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from planning.cascade import Cascade, CascadeIndicator, CascadeNode
from planning.levels import PROGRAMME_LEVELS, Level
from planning.models import (
    TRIWULAN,
    Change,
    ChangeSet,
    Indikator,
    NilaiIndikator,
    NilaiSimpul,
    Pagu,
    Rencana,
    Simpul,
)
from planning.tables.common import kode_text
from renstra_portal.lib.values import Jenis

STRATEGY_LEVELS = (Level.TUJUAN, Level.SASARAN)
#: The rows on which indicators are waited for.
_MEASURED = (*STRATEGY_LEVELS, *PROGRAMME_LEVELS, Level.DATA)
#: The rows that are shown, each with everything below it.
_SHOWN = (Level.PROGRAM, Level.KEGIATAN, Level.SUB_KEGIATAN)


@dataclass(frozen=True, slots=True)
class Terisi:
    """How many cells are waited for, and how many of them are filled in."""

    terisi: int = 0
    perlu: int = 0

    def __add__(self, other: Terisi) -> Terisi:
        return Terisi(self.terisi + other.terisi, self.perlu + other.perlu)

    @property
    def keadaan(self) -> str:
        """ "tidak" (nothing is waited for), "kosong", "sebagian" or "lengkap"."""
        if not self.perlu:
            return "tidak"
        if not self.terisi:
            return "kosong"
        return "lengkap" if self.terisi == self.perlu else "sebagian"

    @property
    def kosong(self) -> int:
        """How many cells are still blank."""
        return self.perlu - self.terisi

    @property
    def persen(self) -> int | None:
        """The share filled in, in whole percent: 100 only when all is, 0 only when nothing is; None if none is due."""
        if not self.perlu:
            return None
        share = int(Decimal(self.terisi * 100) / self.perlu)
        return max(share, 1) if self.terisi else 0


@dataclass(frozen=True, slots=True)
class Isi:
    """The three kinds of cells of one triwulan."""

    kinerja: Terisi = field(default_factory=Terisi)
    keuangan: Terisi = field(default_factory=Terisi)
    fisik: Terisi = field(default_factory=Terisi)

    def __add__(self, other: Isi) -> Isi:
        return Isi(self.kinerja + other.kinerja, self.keuangan + other.keuangan, self.fisik + other.fisik)

    @property
    def semua(self) -> Terisi:
        """All cells of the triwulan."""
        return self.kinerja + self.keuangan + self.fisik


Year = Mapping[int, Isi]
NOTHING: Year = {triwulan: Isi() for triwulan in TRIWULAN}


@dataclass(frozen=True, slots=True)
class Baris:
    """One row of the matrix: a row of the plan with all that stands below it."""

    id: int
    level: Level
    kode: str
    nama: str
    isi: Year

    @property
    def lengkap(self) -> bool:
        """Whether nothing is missing in any triwulan."""
        return all(not one.semua.kosong for one in self.isi.values())


@dataclass(frozen=True, slots=True)
class Kelengkapan:
    """The matrix of one plan: rows of the strategy, the programme tree and the labour data, and their sum."""

    strategi: tuple[Baris, ...]
    program: tuple[Baris, ...]
    data: tuple[Baris, ...]
    jumlah: Year


def completeness(cascade: Cascade) -> Kelengkapan:
    """The matrix of a kinerja plan, from its cascade; pure."""
    tahun = cascade.plan.tahun_awal
    own = {node.id: _own(node, tahun) for node in cascade.walk() if node.level in _MEASURED}

    def below(node: CascadeNode) -> Year:
        return total([own[one.id] for one in node.walk() if one.id in own])

    def row(node: CascadeNode, isi: Year) -> Baris:
        return Baris(node.id, node.level, kode_text(node, cascade.plan.digit_sub) or node.nomor, node.uraian, isi)

    return Kelengkapan(
        strategi=tuple(row(node, own[node.id]) for node in cascade.at(*STRATEGY_LEVELS) if node.indikator),
        program=tuple(row(node, below(node)) for node in cascade.at(*_SHOWN)),
        data=tuple(row(node, own[node.id]) for node in cascade.at(Level.DATA)),
        jumlah=total(own.values()),
    )


def total(parts: Iterable[Year]) -> Year:
    """The sum of several rows or plans."""
    added = dict(NOTHING)
    for part in parts:
        for triwulan, isi in part.items():
            added[triwulan] += isi
    return added


def _own(node: CascadeNode, tahun: int) -> Year:
    """The cells on the row itself."""
    has_pagu = node.level == Level.SUB_KEGIATAN and bool(node.pagu_at(tahun).amount)
    return {
        triwulan: Isi(
            _sum_of(_kinerja(node, tahun, triwulan)),
            Terisi(int(_is_held(node, f"keuangan_{triwulan}", tahun)), 1) if has_pagu else Terisi(),
            Terisi(int((f"fisik_{triwulan}", tahun) in node.nilai), 1) if has_pagu else Terisi(),
        )
        for triwulan in TRIWULAN
    }


def _kinerja(node: CascadeNode, tahun: int, triwulan: int) -> Iterator[Terisi]:
    for one in node.indikator:
        if _is_due(node, one, tahun, triwulan):
            yield Terisi(int(one.at(f"realisasi_{triwulan}", tahun).kind is not Jenis.KOSONG), 1)


def _is_due(node: CascadeNode, one: CascadeIndicator, tahun: int, triwulan: int) -> bool:
    if node.level == Level.DATA:
        return True
    if is_computed(one):
        return False
    target = one.target_at(tahun).kind
    of_triwulan = one.at(f"target_{triwulan}", tahun).kind
    return target not in (Jenis.KOSONG, Jenis.TIDAK_DIRENCANAKAN) and of_triwulan is not Jenis.TIDAK_DIRENCANAKAN


def is_computed(one: CascadeIndicator) -> bool:
    """Whether the realisation is a ratio of labour data, into which nothing is typed."""
    return one.akumulasi == Indikator.Akumulasi.RASIO and bool(one.data_pembilang or one.data_penyebut)


def _is_held(node: CascadeNode, role: str, tahun: int) -> bool:
    return any((peran, year) == (role, tahun) for peran, year, _ in node.keuangan)


def _sum_of(parts: Iterable[Terisi]) -> Terisi:
    return sum(parts, Terisi())


# Many plans -------------------------------------------------------------------------------------------


def progress_of(plans: Iterable[Rencana]) -> dict[int, Year]:
    """How complete each of the plans, all of one year, is: id → year. Four queries, whatever their number and size."""
    held = list(plans)
    if not held:
        return {}
    tahun = held[0].tahun_awal
    ids = [one.pk for one in held]
    kinerja = _kinerja_counts(ids, tahun)
    with_pagu = Simpul.objects.filter(rencana__in=ids, level=Level.SUB_KEGIATAN).filter(
        Exists(Pagu.objects.filter(simpul=OuterRef("pk"), peran="pagu", tahun=tahun, jumlah__gt=0))
    )
    due = Counter(dict(with_pagu.order_by().values_list("rencana").annotate(banyak=Count("pk"))))
    keuangan = _by_triwulan(
        Pagu.objects.filter(tahun=tahun, peran__in=_roles("keuangan"), simpul__in=with_pagu)
        .order_by()
        .values_list("simpul__rencana", "peran")
        .annotate(banyak=Count("simpul", distinct=True))
    )
    fisik = _by_triwulan(
        NilaiSimpul.objects.filter(tahun=tahun, peran__in=_roles("fisik"), simpul__in=with_pagu)
        .order_by()
        .values_list("simpul__rencana", "peran")
        .annotate(banyak=Count("pk"))
    )
    return {
        plan: {
            triwulan: Isi(
                kinerja[plan, triwulan],
                Terisi(keuangan[plan, triwulan], due[plan]),
                Terisi(fisik[plan, triwulan], due[plan]),
            )
            for triwulan in TRIWULAN
        }
        for plan in ids
    }


def _kinerja_counts(plans: list[int], tahun: int) -> dict[tuple[int, int], Terisi]:
    """Per plan and triwulan the realisations waited for and held. One query."""

    def value(role: str) -> QuerySet[NilaiIndikator]:
        return NilaiIndikator.objects.filter(indikator=OuterRef("pk"), peran=role, tahun=tahun)

    measured = Q(simpul__level=Level.DATA) | (
        ~(Q(akumulasi=Indikator.Akumulasi.RASIO) & (Q(data_pembilang__gt="") | Q(data_penyebut__gt="")))
        & Exists(value("target").exclude(jenis=Jenis.TIDAK_DIRENCANAKAN.value))
    )
    counts: dict[str, Count] = {}
    for triwulan in TRIWULAN:
        unplanned = value(f"target_{triwulan}").filter(jenis=Jenis.TIDAK_DIRENCANAKAN.value)
        due = Q(simpul__level=Level.DATA) | Q(~Exists(unplanned))
        counts[f"perlu_{triwulan}"] = Count("pk", filter=due)
        counts[f"terisi_{triwulan}"] = Count("pk", filter=due & Q(Exists(value(f"realisasi_{triwulan}"))))
    found: dict[tuple[int, int], Terisi] = defaultdict(Terisi)
    rows = Indikator.objects.filter(measured, simpul__rencana__in=plans, simpul__level__in=_MEASURED)
    for plan, *numbers in (
        rows.order_by().values("simpul__rencana").annotate(**counts).values_list("simpul__rencana", *counts)
    ):
        for triwulan, perlu, terisi in zip(TRIWULAN, numbers[::2], numbers[1::2], strict=True):
            found[plan, triwulan] = Terisi(terisi, perlu)
    return found


def _by_triwulan(rows: Iterable[tuple[int, str, int]]) -> Counter[tuple[int, int]]:
    return Counter({(plan, int(role[-1])): banyak for plan, role, banyak in rows})


def _roles(what: str) -> list[str]:
    return [f"{what}_{triwulan}" for triwulan in TRIWULAN]


@dataclass(frozen=True, slots=True)
class Terakhir:
    """Who entered figures of the year last, and when."""

    oleh: str
    at: datetime


def last_entries(plans: Iterable[Rencana]) -> dict[int, Terakhir]:
    """Per plan the last act that entered something of a triwulan; plans without one are left out. One query.

    What a perubahan took over from the version before is no entry.
    """
    entered = Q()
    for what in ("realisasi_", "keuangan_", "fisik_"):
        entered |= Q(cells__icontains=f'"{what}')
    acts = (
        ChangeSet.objects.filter(rencana=OuterRef("pk"))
        .exclude(origin=ChangeSet.Origin.COPY)
        .filter(Exists(Change.objects.filter(entered, changeset=OuterRef("pk"))))
        .order_by("-pk")
    )
    found = Rencana.objects.filter(pk__in=[one.pk for one in plans]).annotate(
        terakhir_oleh=Subquery(acts.values("user_name")[:1]), terakhir_at=Subquery(acts.values("at")[:1])
    )
    rows = found.order_by().values_list("pk", "terakhir_oleh", "terakhir_at")
    return {plan: Terakhir(oleh, at) for plan, oleh, at in rows if at}
