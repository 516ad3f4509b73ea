"""The cascade: one plan version as a typed, immutable tree, with roll-ups and plafon worked out.

Screens, printed tables, Excel, checks and comparisons all read this tree and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from renstra_portal.lib.values import KOSONG, Nilai, round_half_up

from ..capaian import RumusTurun, cara_akumulasi
from ..levels import Level
from ..models import NilaiIndikator, NilaiSimpul, Pagu

#: The roles of an indicator's yearly values, each an attribute of `CascadeIndicator`.
YEARLY_ROLES = ("baseline", "target", "realisasi", "proyeksi", "akhir")
#: Every role a value of an indicator can have; those that are not yearly are held together in `triwulan`.
ROLES: tuple[str, ...] = (
    *YEARLY_ROLES,
    *(role for role in NilaiIndikator.Peran.values if role not in YEARLY_ROLES),
)
#: The roles of rupiah beside `pagu`, and the roles of what is told of a simpul for a triwulan.
MONEY_ROLES: tuple[str, ...] = tuple(role for role in Pagu.Peran.values if role != Pagu.Peran.PAGU)
NODE_ROLES: tuple[str, ...] = tuple(NilaiSimpul.Peran.values)

#: Fields of `Simpul` and `Indikator` that are plain text, and the whole numbers of an `Indikator` that may be blank;
#: under the names of the models, in tree, draft, record and document alike.
NODE_TEXTS = (
    "kode",
    "nomor",
    "uraian",
    "keterangan",
    "lokasi",
    "penanggung_jawab",
    "kelompok_sasaran",
    "waktu_pelaksanaan",
    "prioritas",
    "catatan",
    "alasan",
    "dasar_hukum",
    "sumber_usulan",
    "keputusan",
)
INDICATOR_TEXTS = (
    "nomor",
    "teks",
    "satuan",
    "arah",
    "akumulasi",
    "definisi",
    "rumus",
    "pembilang",
    "penyebut",
    "data_pembilang",
    "data_penyebut",
    "sumber_data",
    "penanggung_jawab",
    "keterangan",
)
INDICATOR_NUMBERS = ("desimal", "desimal_capaian")


@dataclass(frozen=True, slots=True)
class PlanInfo:
    """Identity and print settings of the plan version, copied out of `Rencana`."""

    id: int
    slug: str
    jenis: str
    status: str
    status_label: str
    versi: str
    revisi: int
    judul: str
    nama_daerah: str
    nama_perangkat_daerah: str
    tahun_awal: int
    tahun_akhir: int
    tahun_tabel: tuple[int, ...]
    tahun_dasar: int
    edisi: str
    peraturan_edisi: str
    digit_sub: int
    sumber: str
    kertas: str
    cetak_pagu: str
    tempat: str
    tanggal: date | None
    penandatangan_jabatan: str
    penandatangan_nama: str
    penandatangan_pangkat: str
    penandatangan_nip: str
    asal_id: int | None = None
    tahun_akhir_renstra: int | None = None
    perkiraan_capaian: str = "jumlah"
    bentuk_rumusan: str = "ringkas"
    satuan_uang: str = "ribuan"
    dasar_perubahan: str = ""
    nama_versi: str = "murni"
    rumus_turun: RumusTurun = "B"
    skala_predikat: str = "permendagri-86"
    metode_efisiensi: str = "selisih"
    dasar_efisiensi: str = "penuh"
    desimal_capaian: int = 2
    capaian_maks: int | None = None
    penilai_jabatan: str = ""
    penilai_nama: str = ""
    penilai_pangkat: str = ""
    penilai_nip: str = ""


@dataclass(frozen=True, slots=True)
class CascadeIndicator:
    """An indicator with all its values: each role (`baseline`, `target`, …) maps a year to its `Nilai`.

    `triwulan` maps (role, year) for the roles that are not yearly: `target_2`, `realisasi_4`, `standar_nasional`.
    """

    id: int
    simpul_id: int
    nomor: str
    teks: str
    satuan: str
    jenis: frozenset[str]
    arah: str
    akumulasi: str
    desimal: int | None
    desimal_capaian: int | None
    definisi: str
    rumus: str
    pembilang: str
    penyebut: str
    data_pembilang: str
    data_penyebut: str
    sumber_data: str
    penanggung_jawab: str
    keterangan: str
    asal_id: int | None
    baseline: Mapping[int, Nilai]
    target: Mapping[int, Nilai]
    realisasi: Mapping[int, Nilai]
    proyeksi: Mapping[int, Nilai]
    akhir: Mapping[int, Nilai]
    triwulan: Mapping[tuple[str, int], Nilai]

    @property
    def values(self) -> Iterator[tuple[str, int, Nilai]]:
        """Every value held, with its role and year."""
        for role in YEARLY_ROLES:
            for tahun, nilai in getattr(self, role).items():
                yield role, tahun, nilai
        for (role, tahun), nilai in self.triwulan.items():
            yield role, tahun, nilai

    def at(self, role: str, tahun: int) -> Nilai:
        """The value of any role and year, `KOSONG` if none is held."""
        if role in YEARLY_ROLES:
            yearly: Mapping[int, Nilai] = getattr(self, role)
            return yearly.get(tahun, KOSONG)
        return self.triwulan.get((role, tahun), KOSONG)

    def baseline_at(self, tahun: int) -> Nilai:
        """The baseline value of the year, `KOSONG` if none is held."""
        return self.baseline.get(tahun, KOSONG)

    def target_at(self, tahun: int) -> Nilai:
        """The target of the year, `KOSONG` if none is held."""
        return self.target.get(tahun, KOSONG)

    def realisasi_at(self, tahun: int) -> Nilai:
        """The realisation of the year, `KOSONG` if none is held."""
        return self.realisasi.get(tahun, KOSONG)

    def proyeksi_at(self, tahun: int) -> Nilai:
        """What is expected for the year, `KOSONG` if none is held."""
        return self.proyeksi.get(tahun, KOSONG)

    def akhir_at(self, tahun: int) -> Nilai:
        """The target at the end of the Renstra that ends in the year, `KOSONG` if none is held."""
        return self.akhir.get(tahun, KOSONG)

    def end_value(self, tahun_awal: int, tahun_akhir: int) -> Nilai:
        """The condition at the end of the period (T-C.27 column 17, IKU "kondisi akhir").

        A cumulative indicator ends at the sum of the period's targets, an averaged one at their mean, any other at
        the target of `tahun_akhir` (of a plan 2025–2029 that is 2029, not the bridge year 2030). Percentages are
        never summed.
        """
        akumulasi = cara_akumulasi(self.akumulasi, self.satuan)
        if akumulasi not in ("jumlah", "rata_rata"):
            return self.target_at(tahun_akhir)
        held = [self.target_at(tahun) for tahun in range(tahun_awal, tahun_akhir + 1)]
        amounts = [nilai.amount for nilai in held if nilai.amount is not None]
        if not amounts:
            return self.target_at(tahun_akhir)
        decimals = max(nilai.decimals for nilai in held)
        total = sum(amounts, Decimal(0))
        if akumulasi == "rata_rata":
            # A mean may never end; two decimals at least, rounded here because it is made only to be printed.
            decimals = max(decimals, 2)
            return Nilai.of(round_half_up(total / len(amounts), decimals), decimals=decimals)
        return Nilai.of(total, decimals=decimals)


@dataclass(frozen=True, slots=True)
class CascadeNode:
    """A simpul with its children in order, its figures, and what its leaves add up to.

    `pagu` maps (year, sumber dana) to the entered rupiah; `plafon` a year to its ceiling; `total` a year to the sum
    of every sub-kegiatan below (or of the node itself), `None`-free: years without any pagu are absent. `keuangan`
    maps (role, year, sumber dana) to what was spent (`keuangan_2`, …) or planned by the Renstra, `total_keuangan`
    (role, year) to its sum over everything below; `nilai` (role, year) to physical progress and notes of a triwulan.
    """

    id: int
    parent_id: int | None
    level: Level
    urutan: int
    kode: str
    nomor: str
    uraian: str
    keterangan: str
    lokasi: str
    penanggung_jawab: str
    kelompok_sasaran: str
    waktu_pelaksanaan: str
    prioritas: str
    catatan: str
    alasan: str
    dasar_hukum: str
    sumber_usulan: str
    keputusan: str
    nomenklatur_id: int | None
    asal_id: int | None
    indikator: tuple[CascadeIndicator, ...]
    pagu: Mapping[tuple[int, str], Nilai]
    plafon: Mapping[int, Nilai]
    keuangan: Mapping[tuple[str, int, str], Nilai]
    nilai: Mapping[tuple[str, int], Nilai]
    kaitan: tuple[int, ...]
    children: tuple[CascadeNode, ...]
    total: Mapping[int, Decimal]
    total_keuangan: Mapping[tuple[str, int], Decimal]

    def walk(self) -> Iterator[CascadeNode]:
        """This node and everything under it, in printed order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def children_at(self, *levels: Level) -> tuple[CascadeNode, ...]:
        """The direct children of the given levels, in order."""
        return tuple(child for child in self.children if child.level in levels)

    def descendants_at(self, *levels: Level) -> Iterator[CascadeNode]:
        """Everything below of the given levels, in printed order."""
        return (node for child in self.children for node in child.walk() if node.level in levels)

    def indikator_of(self, *jenis: str) -> tuple[CascadeIndicator, ...]:
        """This node's indicators that are used as one of the given kinds."""
        wanted = frozenset(jenis)
        return tuple(one for one in self.indikator if one.jenis & wanted)

    def indicators_for(self, *jenis: str) -> tuple[CascadeIndicator, ...]:
        """This node's indicators that are used as one of the given kinds, and those whose kind is not stated."""
        wanted = frozenset(jenis)
        return tuple(one for one in self.indikator if not one.jenis or one.jenis & wanted)

    @property
    def work_indicators(self) -> tuple[CascadeIndicator, ...]:
        """The outcome and output indicators that stand on the node itself."""
        return self.indicators_for("outcome", "output")

    @property
    def achievements(self) -> tuple[CascadeIndicator, ...]:
        """The indicators that a row of the programme tree shows: its own, and those of the outcomes and outputs on it.

        The tables of Permendagri 86/2017 have no rows for outcome and output: what they reach is told on the row above.
        """
        reached = (self, *self.children_at(Level.OUTCOME, Level.OUTPUT))
        return tuple(one for node in reached for one in node.work_indicators)

    def pagu_at(self, tahun: int) -> Nilai:
        """Rupiah entered on this node for the year over all sumber dana; `KOSONG` if nothing was entered."""
        return _over_sources([nilai for (year, _), nilai in self.pagu.items() if year == tahun])

    @property
    def money(self) -> dict[tuple[str, int, str], Nilai]:
        """All rupiah of this node by (role, year, sumber dana), pagu first."""
        return {("pagu", year, source): nilai for (year, source), nilai in self.pagu.items()} | dict(self.keuangan)

    def keuangan_at(self, peran: str, tahun: int) -> Nilai:
        """Rupiah of that role entered on this node for the year over all sumber dana; `KOSONG` if none was."""
        return _over_sources(
            [nilai for (role, year, _), nilai in self.keuangan.items() if (role, year) == (peran, tahun)]
        )

    def nilai_at(self, peran: str, tahun: int) -> Nilai:
        """Physical progress or a note of a triwulan (`fisik_2`, `penghambat_4`), `KOSONG` if none is held."""
        return self.nilai.get((peran, tahun), KOSONG)

    def plafon_at(self, tahun: int) -> Nilai:
        """The ceiling of the year in rupiah, `KOSONG` if none stands."""
        return self.plafon.get(tahun, KOSONG)

    @property
    def sumber_dana(self) -> tuple[str, ...]:
        """The distinct funding sources named on this node, in order of first year."""
        return tuple(dict.fromkeys(sumber for _, sumber in sorted(self.pagu) if sumber))


def _over_sources(held: Sequence[Nilai]) -> Nilai:
    """One amount out of those of several sumber dana; "-" only where nothing but "-" is held."""
    if len(held) == 1:
        return held[0]
    amounts = [nilai.amount for nilai in held if nilai.amount is not None]
    if amounts:
        return Nilai.of(sum(amounts, Decimal(0)))
    return held[0] if held else KOSONG


@dataclass(frozen=True, slots=True)
class Cascade:
    """A whole plan version: `roots` in order, and every node by id."""

    plan: PlanInfo
    roots: tuple[CascadeNode, ...]
    by_id: Mapping[int, CascadeNode] = field(repr=False)

    def walk(self) -> Iterator[CascadeNode]:
        """Every node, in printed order."""
        for root in self.roots:
            yield from root.walk()

    def strategy_first(self) -> Iterator[CascadeNode]:
        """Every node, in printed order, the tree of tujuan and sasaran before all others."""
        for is_strategy in (True, False):
            for root in self.roots:
                if (root.level == Level.TUJUAN) is is_strategy:
                    yield from root.walk()

    def at(self, *levels: Level) -> tuple[CascadeNode, ...]:
        """Every node of the given levels, in printed order."""
        return tuple(node for node in self.walk() if node.level in levels)

    @property
    def office(self) -> CascadeNode | None:
        """The root of the programme tree, or None in a plan without programmes."""
        return next((root for root in self.roots if root.level == Level.PERANGKAT_DAERAH), None)

    def parent(self, node: CascadeNode) -> CascadeNode | None:
        """The node above, or None at a root."""
        return self.by_id[node.parent_id] if node.parent_id is not None else None

    def ancestor(self, node: CascadeNode, *levels: Level) -> CascadeNode | None:
        """The nearest node above of the given levels."""
        above = self.parent(node)
        while above is not None and above.level not in levels:
            above = self.parent(above)
        return above

    def linked(self, node: CascadeNode, *levels: Level) -> tuple[CascadeNode, ...]:
        """The nodes this node links to, of the given levels (all when none is given)."""
        targets = (self.by_id[target] for target in node.kaitan)
        return tuple(target for target in targets if not levels or target.level in levels)

    def path(self, node: CascadeNode) -> tuple[CascadeNode, ...]:
        """The node with all its ancestors, topmost first."""
        trail = [node]
        while (above := self.parent(trail[-1])) is not None:
            trail.append(above)
        return tuple(reversed(trail))
