"""What a perjanjian kinerja promises: rows of performance and rows of money, out of the cascade. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from planning.cascade import Cascade, CascadeIndicator, CascadeNode
from planning.levels import Level
from planning.tables.base import PaguBasis
from planning.tables.common import kode_text, misi_text
from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import KOSONG, TIDAK_DIRENCANAKAN, Nilai

#: The levels whose rows an echelon answers for, from which its perjanjian is chosen.
CHOSEN_LEVELS: dict[str, tuple[Level, ...]] = {
    "II": (),
    "III": (Level.PROGRAM,),
    "IV": (Level.KEGIATAN, Level.SUB_KEGIATAN),
}


@dataclass(frozen=True, slots=True)
class BarisIndikator:
    """One indicator with its target of the year; `desimal` None prints the target as it was typed."""

    teks: str
    satuan: str
    target: Nilai
    desimal: int | None = None
    id: int = 0
    asal: int | None = None


@dataclass(frozen=True, slots=True)
class BarisKinerja:
    """A sasaran, program, kegiatan or sub-kegiatan that is promised, with its indicators.

    `asal` is the row of the version before that it comes from; `alasan` why it was changed, "" where nobody said.
    """

    level: str
    uraian: str
    indikator: tuple[BarisIndikator, ...]
    id: int = 0
    asal: int | None = None
    alasan: str = ""


@dataclass(frozen=True, slots=True)
class BarisAnggaran:
    """A program, kegiatan or sub-kegiatan with its rupiah of the year, and how much comes from each sumber dana."""

    level: str
    kode: str
    uraian: str
    jumlah: Nilai
    sumber: tuple[tuple[str, Nilai], ...] = ()
    id: int = 0
    asal: int | None = None
    alasan: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a perjanjian: its year, misi ("" where the plan has none), and both of its tables.

    `eselon` is "II", "III" or "IV". `dihentikan` tells why rows of the version before (id) were dropped.
    """

    eselon: str
    tahun: int
    kinerja: tuple[BarisKinerja, ...]
    anggaran: tuple[BarisAnggaran, ...]
    misi: tuple[str, ...] = ()
    dihentikan: tuple[tuple[int, str], ...] = ()

    @property
    def total(self) -> Decimal:
        """The sum of the rows of money, in rupiah."""
        return sum((one.jumlah.amount for one in self.anggaran if one.jumlah.amount is not None), Decimal(0))

    @property
    def is_empty(self) -> bool:
        """Whether it promises nothing."""
        return not self.kinerja and not self.anggaran


def compose(
    cascade: Cascade, eselon: str, pilihan: Collection[int] | None = None, basis: PaguBasis | None = None
) -> Content:
    """The content for an echelon ("II", "III", "IV") out of a plan of one year.

    `pilihan` are the ids of the rows that it answers for; an eselon II answers for all. `basis` says whether programs
    and kegiatan show the sum of their details or the plafon where one stands; None: as the plan prints it.
    """
    tahun = cascade.plan.tahun_awal
    money = _Money(cascade, tahun, basis or ("plafon" if cascade.plan.cetak_pagu == "plafon" else "jumlah"))
    if eselon == "II":
        promised: list[CascadeNode] = list(cascade.at(Level.SASARAN))
        budget: list[CascadeNode] = list(cascade.at(Level.PROGRAM))
    else:
        promised = chosen_rows(cascade, eselon, pilihan or ())
        budget = _kegiatan_of(promised) if eselon == "III" else _leaves_of(promised)
    return Content(
        eselon=eselon,
        tahun=tahun,
        kinerja=tuple(_performance(node, tahun) for node in promised),
        anggaran=tuple(money.row(node) for node in budget),
        misi=_misi(cascade),
        dihentikan=tuple(
            (node.asal_id, node.alasan)
            for node in cascade.at(Level.PENGHENTIAN)
            if node.asal_id is not None and node.alasan
        ),
    )


def chosen_rows(cascade: Cascade, eselon: str, pilihan: Collection[int]) -> list[CascadeNode]:
    """The rows with those ids that the echelon can answer for, in printed order."""
    wanted = set(pilihan)
    return [node for node in cascade.at(*CHOSEN_LEVELS[eselon]) if node.id in wanted]


def propose(cascade: Cascade, eselon: str, jabatan: str) -> list[int]:
    """The ids of the rows whose penanggung jawab is the position, by name.

    "Kepala Bidang Pelatihan" answers for what "Bidang Pelatihan" is to do, and for what lies below it. An eselon III
    answers for a program when it is named on the program or on all that is below it.
    """
    levels = CHOSEN_LEVELS[eselon]
    unit = _unit(jabatan)
    if not levels or not unit:
        return []
    found = [
        node
        for node in cascade.at(*levels)
        if _is_responsible(cascade, node, unit) or (eselon == "III" and _all_below(cascade, node, unit))
    ]
    return [node.id for node in found]


def _unit(jabatan: str) -> str:
    """The unit that a position leads: "Kepala Bidang Pelatihan" → "bidang pelatihan"."""
    return normalise_name(jabatan).removeprefix("kepala ").strip()


def _is_responsible(cascade: Cascade, node: CascadeNode, unit: str) -> bool:
    """Whether the nearest named penanggung jawab, of the row or of those above it, is the unit or its head."""
    named = next((one.penanggung_jawab for one in reversed(cascade.path(node)) if one.penanggung_jawab), "")
    return bool(named) and _unit(named) == unit


def _all_below(cascade: Cascade, node: CascadeNode, unit: str) -> bool:
    leaves = list(node.descendants_at(Level.SUB_KEGIATAN))
    return bool(leaves) and all(_is_responsible(cascade, one, unit) for one in leaves)


def _kegiatan_of(programs: Sequence[CascadeNode]) -> list[CascadeNode]:
    return [kegiatan for program in programs for kegiatan in program.descendants_at(Level.KEGIATAN)]


def _leaves_of(rows: Sequence[CascadeNode]) -> list[CascadeNode]:
    """The chosen sub-kegiatan, and kegiatan of which no sub-kegiatan is chosen: so that no rupiah counts twice."""
    chosen = {node.id for node in rows}
    return [
        node
        for node in rows
        if node.level == Level.SUB_KEGIATAN or not any(child.id in chosen for child in node.children)
    ]


def _performance(node: CascadeNode, tahun: int) -> BarisKinerja:
    indicators = node.indicators_for("sasaran") if node.level == Level.SASARAN else node.achievements
    return BarisKinerja(
        level=node.level.value,
        uraian=node.uraian,
        indikator=tuple(_indicator(one, tahun) for one in _planned(indicators, tahun)),
        id=node.id,
        asal=node.asal_id,
        alasan=node.alasan,
    )


def _planned(indicators: Sequence[CascadeIndicator], tahun: int) -> Sequence[CascadeIndicator]:
    """The indicators with a target of the year; all of them where none has one, so that the gap shows."""
    return [one for one in indicators if one.target_at(tahun).is_filled] or indicators


def _indicator(one: CascadeIndicator, tahun: int) -> BarisIndikator:
    return BarisIndikator(one.teks, one.satuan, one.target_at(tahun), one.desimal, one.id, one.asal_id)


class _Money:
    """Rows of money of one year."""

    def __init__(self, cascade: Cascade, tahun: int, basis: PaguBasis) -> None:
        self._cascade, self._tahun, self._basis = cascade, tahun, basis

    def row(self, node: CascadeNode) -> BarisAnggaran:
        """The row of a node, with the sumber dana of everything below it."""
        return BarisAnggaran(
            level=node.level.value,
            kode=kode_text(node, self._cascade.plan.digit_sub),
            uraian=node.uraian,
            jumlah=self._amount(node),
            sumber=tuple(self._sources(node)),
            id=node.id,
            asal=node.asal_id,
            alasan="; ".join(dict.fromkeys(one.alasan for one in node.walk() if one.alasan)),
        )

    def _amount(self, node: CascadeNode) -> Nilai:
        ceiling = node.plafon_at(self._tahun)
        if self._basis == "plafon" and ceiling.is_filled:
            return ceiling
        entered = node.pagu_at(self._tahun)
        if entered.is_filled:
            return entered
        if self._tahun in node.total:
            return Nilai.of(node.total[self._tahun])
        return TIDAK_DIRENCANAKAN if ceiling == TIDAK_DIRENCANAKAN else KOSONG

    def _sources(self, node: CascadeNode) -> Iterator[tuple[str, Nilai]]:
        sums: dict[str, Decimal] = {}
        for one in node.walk():
            for (tahun, source), nilai in one.pagu.items():
                if tahun == self._tahun and nilai.amount is not None:
                    sums[source] = sums.get(source, Decimal(0)) + nilai.amount
        for source in sorted(sums):
            yield source, Nilai.of(sums[source])


def _misi(cascade: Cascade) -> tuple[str, ...]:
    """The misi of the RPJMD that the plan's tujuan and sasaran serve, as printed; the plan's only one if unlinked."""
    found: dict[int, CascadeNode] = {}
    for node in cascade.at(Level.TUJUAN, Level.SASARAN):
        for target in cascade.linked(node):
            for above in cascade.path(target):
                if above.level == Level.RPJMD_MISI:
                    found.setdefault(above.id, above)
    if not found:
        held = cascade.at(Level.RPJMD_MISI)
        found = {one.id: one for one in held} if len(held) == 1 else {}
    return tuple(misi_text(one) for one in found.values())
