"""A draft: what a plan version should be, before anything is written.

Imports, demo data and copies build a draft; `compare` holds it against the cascade and `apply` writes the difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from renstra_portal.lib.values import KOSONG, Nilai

from ..cascade import Cascade, CascadeIndicator, CascadeNode
from ..cascade.tree import INDICATOR_NUMBERS, INDICATOR_TEXTS, NODE_TEXTS
from ..levels import Level

#: Settings of `Rencana` that a draft may change.
PLAN_SETTINGS = (
    "judul",
    "nama_daerah",
    "nama_perangkat_daerah",
    "tahun_tabel",
    "tahun_dasar",
    "sumber",
    "kertas",
    "cetak_pagu",
    "tahun_akhir_renstra",
    "perkiraan_capaian",
    "bentuk_rumusan",
    "satuan_uang",
    "rumus_turun",
    "skala_predikat",
    "metode_efisiensi",
    "dasar_efisiensi",
    "desimal_capaian",
    "capaian_maks",
    "penilai_jabatan",
    "penilai_nama",
    "penilai_pangkat",
    "penilai_nip",
    "dasar_perubahan",
    "tempat",
    "tanggal",
    "penandatangan_jabatan",
    "penandatangan_nama",
    "penandatangan_pangkat",
    "penandatangan_nip",
)


@dataclass(slots=True, eq=False)
class IndicatorDraft:
    """An indicator as it should be. `values` maps (role, year) to a `Nilai`; `place` names where it came from.

    `asal` is the id of the indicator of another version that it is taken from; None leaves what stands.
    """

    teks: str
    satuan: str = ""
    jenis: frozenset[str] = frozenset()
    nomor: str = ""
    arah: str = "naik"
    akumulasi: str = "terakhir"
    desimal: int | None = None
    desimal_capaian: int | None = None
    definisi: str = ""
    rumus: str = ""
    pembilang: str = ""
    penyebut: str = ""
    data_pembilang: str = ""
    data_penyebut: str = ""
    sumber_data: str = ""
    penanggung_jawab: str = ""
    keterangan: str = ""
    values: dict[tuple[str, int], Nilai] = field(default_factory=dict)
    id: int | None = None
    asal: int | None = None
    place: str = ""

    def set_value(self, role: str, tahun: int, nilai: Nilai) -> None:
        """Hold a value; a cell that is not filled in is not held."""
        if nilai != KOSONG:
            self.values[role, tahun] = nilai


@dataclass(slots=True, eq=False)
class NodeDraft:
    """A simpul as it should be, with its children in order and the nodes it links to.

    `keuangan` maps (role, year, sumber dana) to rupiah that are not pagu, `nilai` (role, year) to what is told of it.

    `asal` is the id of the simpul of another version that it is taken from or revises; None leaves what stands.
    """

    level: Level
    uraian: str = ""
    kode: str = ""
    nomor: str = ""
    keterangan: str = ""
    lokasi: str = ""
    penanggung_jawab: str = ""
    kelompok_sasaran: str = ""
    waktu_pelaksanaan: str = ""
    prioritas: str = ""
    catatan: str = ""
    alasan: str = ""
    dasar_hukum: str = ""
    sumber_usulan: str = ""
    keputusan: str = ""
    nomenklatur_id: int | None = None
    indikator: list[IndicatorDraft] = field(default_factory=list)
    pagu: dict[tuple[int, str], Nilai] = field(default_factory=dict)
    plafon: dict[int, Nilai] = field(default_factory=dict)
    keuangan: dict[tuple[str, int, str], Nilai] = field(default_factory=dict)
    nilai: dict[tuple[str, int], Nilai] = field(default_factory=dict)
    children: list[NodeDraft] = field(default_factory=list)
    links: list[NodeDraft] = field(default_factory=list)
    id: int | None = None
    asal: int | None = None
    place: str = ""

    def add(self, child: NodeDraft) -> NodeDraft:
        """Append a child and return it."""
        self.children.append(child)
        return child

    def set_pagu(self, tahun: int, nilai: Nilai, sumber_dana: str = "") -> None:
        """Hold rupiah of a year and sumber dana; a cell that is not filled in is not held."""
        if nilai != KOSONG:
            self.pagu[tahun, sumber_dana] = nilai

    def set_plafon(self, tahun: int, nilai: Nilai) -> None:
        """Hold a ceiling of a year; a cell that is not filled in is not held."""
        if nilai != KOSONG:
            self.plafon[tahun] = nilai

    def set_keuangan(self, peran: str, tahun: int, nilai: Nilai, sumber_dana: str = "") -> None:
        """Hold rupiah of another role than pagu; a cell that is not filled in is not held."""
        if nilai != KOSONG:
            self.keuangan[peran, tahun, sumber_dana] = nilai

    def set_nilai(self, peran: str, tahun: int, nilai: Nilai) -> None:
        """Hold physical progress or a note of a triwulan; a cell that is not filled in is not held."""
        if nilai != KOSONG:
            self.nilai[peran, tahun] = nilai

    def walk(self) -> Iterator[NodeDraft]:
        """This node and everything under it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True, eq=False)
class PlanDraft:
    """A whole plan version as it should be. `settings` holds those of `PLAN_SETTINGS` that it states."""

    roots: list[NodeDraft] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)

    def walk(self) -> Iterator[NodeDraft]:
        """Every node, in order."""
        for root in self.roots:
            yield from root.walk()

    def add(self, root: NodeDraft) -> NodeDraft:
        """Append a root and return it."""
        self.roots.append(root)
        return root


def draft_of(cascade: Cascade) -> PlanDraft:
    """The plan as it stands, as a draft to be changed. Ids are kept, so comparing it back finds nothing."""
    drafts: dict[int, NodeDraft] = {}

    def copy(node: CascadeNode) -> NodeDraft:
        draft = NodeDraft(
            level=node.level,
            nomenklatur_id=node.nomenklatur_id,
            asal=node.asal_id,
            indikator=[_copy_indicator(one) for one in node.indikator],
            pagu=dict(node.pagu),
            plafon=dict(node.plafon),
            keuangan=dict(node.keuangan),
            nilai=dict(node.nilai),
            children=[copy(child) for child in node.children],
            id=node.id,
            **{name: getattr(node, name) for name in NODE_TEXTS},
        )
        drafts[node.id] = draft
        return draft

    roots = [copy(root) for root in cascade.roots]
    for node in cascade.walk():
        drafts[node.id].links = [drafts[target] for target in node.kaitan]
    plan = cascade.plan
    return PlanDraft(
        roots=roots,
        settings={
            name: list(plan.tahun_tabel) if name == "tahun_tabel" else getattr(plan, name) for name in PLAN_SETTINGS
        },
    )


def _copy_indicator(one: CascadeIndicator) -> IndicatorDraft:
    return IndicatorDraft(
        jenis=one.jenis,
        values={(role, tahun): nilai for role, tahun, nilai in one.values},
        id=one.id,
        asal=one.asal_id,
        **{name: getattr(one, name) for name in (*INDICATOR_NUMBERS, *INDICATOR_TEXTS)},
    )


def encode_setting(value: Any) -> str | None:
    """A plan setting as the text the change record holds."""
    if value is None or value == "":
        return None
    if isinstance(value, list | tuple):
        return ",".join(str(item) for item in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def decode_setting(name: str, text: str | None) -> Any:
    """The reverse of `encode_setting` for the named setting."""
    match name:
        case "tahun_tabel":
            return [int(year) for year in (text or "").split(",") if year]
        case "tahun_dasar":
            return int(text or 0)
        case "desimal_capaian":
            return int(text or 0)
        case "tahun_akhir_renstra" | "capaian_maks":
            return int(text) if text else None
        case "tanggal":
            return date.fromisoformat(text) if text else None
        case _:
            return text or ""
