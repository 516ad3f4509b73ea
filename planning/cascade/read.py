"""Loads a plan version into a `Cascade` in a fixed number of queries, whatever its size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, cast

from renstra_portal.lib.values import NIHIL, TIDAK_DIRENCANAKAN, Nilai

from ..capaian import RumusTurun
from ..levels import Level
from ..models import Indikator, Kaitan, NilaiIndikator, NilaiSimpul, Pagu, Plafon, Rencana, Simpul
from .tree import (
    INDICATOR_NUMBERS,
    INDICATOR_TEXTS,
    NODE_TEXTS,
    YEARLY_ROLES,
    Cascade,
    CascadeIndicator,
    CascadeNode,
    PlanInfo,
)

_NODE_FIELDS = ("id", "parent_id", "level", "urutan", "nomenklatur_id", "asal_id", *NODE_TEXTS)
_INDICATOR_FIELDS = ("id", "simpul_id", "jenis", "asal_id", *INDICATOR_NUMBERS, *INDICATOR_TEXTS)
_NOTHING: Mapping[Any, Any] = MappingProxyType({})


def load(rencana: Rencana) -> Cascade:
    """Read the whole plan version. At most seven queries, and one for the edition if it is not yet joined."""
    node_rows = list(Simpul.objects.filter(rencana=rencana).order_by("urutan", "pk").values_list(*_NODE_FIELDS))
    indicators = _indicators(rencana)
    pagu: dict[int, dict[tuple[int, str], Nilai]] = defaultdict(dict)
    keuangan: dict[int, dict[tuple[str, int, str], Nilai]] = defaultdict(dict)
    for simpul_id, peran, tahun, sumber, jenis, jumlah in (
        Pagu.objects.filter(simpul__rencana=rencana)
        .order_by("tahun", "sumber_dana", "peran")
        .values_list("simpul_id", "peran", "tahun", "sumber_dana", "jenis", "jumlah")
    ):
        if peran == "pagu":
            pagu[simpul_id][tahun, sumber] = money(jenis, jumlah)
        else:
            keuangan[simpul_id][peran, tahun, sumber] = money(jenis, jumlah)
    plafon: dict[int, dict[int, Nilai]] = defaultdict(dict)
    for simpul_id, tahun, jenis, jumlah in (
        Plafon.objects.filter(simpul__rencana=rencana)
        .order_by("tahun")
        .values_list("simpul_id", "tahun", "jenis", "jumlah")
    ):
        plafon[simpul_id][tahun] = money(jenis, jumlah)
    told: dict[int, dict[tuple[str, int], Nilai]] = defaultdict(dict)
    # Only a year that is carried out tells of its triwulan.
    if rencana.jenis == Rencana.Jenis.KINERJA:
        for simpul_id, peran, tahun, jenis, angka, desimal, teks in (
            NilaiSimpul.objects.filter(simpul__rencana=rencana)
            .order_by("tahun", "peran")
            .values_list("simpul_id", "peran", "tahun", "jenis", "angka", "desimal", "teks")
        ):
            told[simpul_id][peran, tahun] = figure(jenis, angka, desimal, teks)
    links: dict[int, list[int]] = defaultdict(list)
    for dari_id, ke_id in Kaitan.objects.filter(dari__rencana=rencana).order_by("pk").values_list("dari_id", "ke_id"):
        links[dari_id].append(ke_id)

    rows_under: dict[int | None, list[tuple[Any, ...]]] = defaultdict(list)
    for row in node_rows:
        rows_under[row[1]].append(row)
    by_id: dict[int, CascadeNode] = {}

    def build(row: tuple[Any, ...]) -> CascadeNode:
        node_id = row[0]
        children = tuple(build(child) for child in rows_under.get(node_id, ()))
        own = pagu.get(node_id, _NOTHING)
        spent = keuangan.get(node_id, _NOTHING)
        total: dict[int, Decimal] = {}
        total_keuangan: dict[tuple[str, int], Decimal] = {}
        for (tahun, _), nilai in own.items():
            if nilai.amount is not None:
                total[tahun] = total.get(tahun, Decimal(0)) + nilai.amount
        for (peran, tahun, _), nilai in spent.items():
            if nilai.amount is not None:
                total_keuangan[peran, tahun] = total_keuangan.get((peran, tahun), Decimal(0)) + nilai.amount
        for child in children:
            for tahun, amount in child.total.items():
                total[tahun] = total.get(tahun, Decimal(0)) + amount
            for key, amount in child.total_keuangan.items():
                total_keuangan[key] = total_keuangan.get(key, Decimal(0)) + amount
        node = CascadeNode(
            **{**dict(zip(_NODE_FIELDS, row, strict=True)), "level": Level(row[2])},
            indikator=tuple(indicators.get(node_id, ())),
            pagu=own,
            plafon=plafon.get(node_id, _NOTHING),
            keuangan=spent,
            nilai=told.get(node_id, _NOTHING),
            kaitan=tuple(links.get(node_id, ())),
            children=children,
            total=total,
            total_keuangan=total_keuangan,
        )
        by_id[node_id] = node
        return node

    roots = tuple(build(row) for row in rows_under.get(None, ()))
    return Cascade(plan=plan_info(rencana), roots=roots, by_id=by_id)


def plan_info(rencana: Rencana) -> PlanInfo:
    """The identity and print settings of a plan version, apart from the database."""
    return PlanInfo(
        id=rencana.pk,
        slug=rencana.slug,
        jenis=rencana.jenis,
        status=rencana.status,
        status_label=rencana.get_status_display(),
        versi=rencana.versi,
        revisi=rencana.revisi,
        judul=rencana.judul,
        nama_daerah=rencana.nama_daerah,
        nama_perangkat_daerah=rencana.nama_perangkat_daerah,
        tahun_awal=rencana.tahun_awal,
        tahun_akhir=rencana.tahun_akhir,
        tahun_tabel=tuple(rencana.tahun_tabel),
        tahun_dasar=rencana.tahun_dasar,
        edisi=rencana.edisi.nama,
        peraturan_edisi=rencana.edisi.peraturan,
        digit_sub=rencana.edisi.digit_sub,
        sumber=rencana.sumber,
        kertas=rencana.kertas,
        cetak_pagu=rencana.cetak_pagu,
        tempat=rencana.tempat,
        tanggal=rencana.tanggal,
        penandatangan_jabatan=rencana.penandatangan_jabatan,
        penandatangan_nama=rencana.penandatangan_nama,
        penandatangan_pangkat=rencana.penandatangan_pangkat,
        penandatangan_nip=rencana.penandatangan_nip,
        asal_id=rencana.asal_id,
        tahun_akhir_renstra=rencana.tahun_akhir_renstra,
        perkiraan_capaian=rencana.perkiraan_capaian,
        bentuk_rumusan=rencana.bentuk_rumusan,
        satuan_uang=rencana.satuan_uang,
        dasar_perubahan=rencana.dasar_perubahan,
        nama_versi=rencana.nama_versi,
        rumus_turun=cast(RumusTurun, rencana.rumus_turun),
        skala_predikat=rencana.skala_predikat,
        metode_efisiensi=rencana.metode_efisiensi,
        dasar_efisiensi=rencana.dasar_efisiensi,
        desimal_capaian=rencana.desimal_capaian,
        capaian_maks=rencana.capaian_maks,
        penilai_jabatan=rencana.penilai_jabatan,
        penilai_nama=rencana.penilai_nama,
        penilai_pangkat=rencana.penilai_pangkat,
        penilai_nip=rencana.penilai_nip,
    )


def money(jenis: str, jumlah: Decimal | None) -> Nilai:
    """A stored pagu or plafon as a `Nilai` (rupiah; two decimals only where there is sen)."""
    if jenis == "nihil":
        return NIHIL
    if jumlah is None:
        return TIDAK_DIRENCANAKAN
    whole = jumlah.to_integral_value()
    return Nilai.of(whole, decimals=0) if whole == jumlah else Nilai.of(jumlah, decimals=2)


def figure(jenis: str, angka: Decimal | None, desimal: int, teks: str) -> Nilai:
    """A stored indicator value as a `Nilai`, with the decimals it was typed with."""
    if jenis == "teks":
        return Nilai.teks(teks)
    if angka is None:
        return TIDAK_DIRENCANAKAN
    return Nilai.of(round(angka, desimal), decimals=desimal)


def _indicators(rencana: Rencana) -> dict[int, list[CascadeIndicator]]:
    values: dict[str, dict[int, dict[int, Nilai]]] = {role: defaultdict(dict) for role in YEARLY_ROLES}
    triwulan: dict[int, dict[tuple[str, int], Nilai]] = defaultdict(dict)
    for indikator_id, peran, tahun, jenis, angka, desimal, teks in (
        NilaiIndikator.objects.filter(indikator__simpul__rencana=rencana)
        .order_by("tahun")
        .values_list("indikator_id", "peran", "tahun", "jenis", "angka", "desimal", "teks")
    ):
        nilai = figure(jenis, angka, desimal, teks)
        if peran in values:
            values[peran][indikator_id][tahun] = nilai
        else:
            triwulan[indikator_id][peran, tahun] = nilai
    per_node: dict[int, list[CascadeIndicator]] = defaultdict(list)
    for row in (
        Indikator.objects.filter(simpul__rencana=rencana).order_by("urutan", "pk").values_list(*_INDICATOR_FIELDS)
    ):
        fields: dict[str, Any] = dict(zip(_INDICATOR_FIELDS, row, strict=True))
        fields["jenis"] = frozenset(fields["jenis"])
        fields |= {role: held.get(fields["id"], _NOTHING) for role, held in values.items()}
        fields["triwulan"] = triwulan.get(fields["id"], _NOTHING)
        per_node[fields["simpul_id"]].append(CascadeIndicator(**fields))
    return per_node
