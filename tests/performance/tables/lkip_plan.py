"""A year of a small office for the tests of LKIP tables and charts: every point told, and a sasaran that tells none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from planning.cascade import Cascade, load
from planning.levels import Level
from planning.models import Rencana
from planning.writing import IndicatorDraft, NodeDraft, PlanDraft
from renstra_portal.lib.values import Nilai
from tests.planning.factories import make_plan, nilai

L = Level
YEAR = 2023
SLUG = "kota-uji/disnaker/kinerja-2023/murni"


def indicator(teks: str, satuan: str = "%", *jenis: str, **fields: Any) -> IndicatorDraft:
    """An indicator; `cells` maps "target:2023" and the like to printed figures, other fields are the draft's own."""
    cells: Mapping[str, str] = fields.pop("cells", {})
    one = IndicatorDraft(teks, satuan, frozenset(jenis), **fields)
    for name, printed in cells.items():
        role, year = name.split(":")
        one.set_value(role, int(year), nilai(printed))
    return one


def node(level: Level, uraian: str, *children: NodeDraft, **fields: Any) -> NodeDraft:
    """A row; `pagu` and `spent` are rupiah of the year (spent: one for each triwulan), `notes` its remarks."""
    pagu, spent = fields.pop("pagu", None), fields.pop("spent", ())
    notes: Mapping[str, str] = fields.pop("notes", {})
    fisik: Mapping[int, str] = fields.pop("fisik", {})
    links: Iterable[NodeDraft] = fields.pop("links", ())
    one = NodeDraft(level, uraian, children=list(children), links=list(links), **fields)
    if pagu is not None:
        one.pagu[YEAR, "APBD"] = Nilai.of(Decimal(pagu))
    for number, amount in enumerate(spent, 1):
        if amount is not None:
            one.keuangan[f"keuangan_{number}", YEAR, "APBD"] = Nilai.of(Decimal(amount))
    for role, text in notes.items():
        one.nilai[role, YEAR] = Nilai.teks(text)
    for number, printed in fisik.items():
        one.nilai[f"fisik_{number}", YEAR] = nilai(printed)
    return one


def sub(uraian: str, kode: str, pagu: int, spent: Iterable[int | None], reached: str = "", **fields: Any) -> NodeDraft:
    """A sub-kegiatan whose output has a target of 10 documents and reached so many in triwulan IV."""
    cells = {"target:2023": "10"} | ({"realisasi_4:2023": reached} if reached else {})
    output = indicator(f"Jumlah {uraian}", "Dokumen", "output", cells=cells)
    return node(L.SUB_KEGIATAN, uraian, kode=kode, pagu=pagu, spent=tuple(spent), indikator=[output], **fields)


def sasaran_rows() -> tuple[NodeDraft, NodeDraft, NodeDraft]:
    """Placement (every point told), competence (two indicators) and service (nothing realised, no program)."""
    placed = indicator(
        "Persentase tenaga kerja yang ditempatkan",
        "%",
        "sasaran",
        "iku",
        cells={
            "target:2023": "78",
            "realisasi_2:2023": "40,5",
            "realisasi_4:2023": "89,64",
            "realisasi:2021": "74",
            "realisasi:2022": "77,68",
            "akhir:2026": "82",
            "standar_provinsi:2023": "80",
            "standar_nasional:2023": "-",
        },
    )
    standard = indicator(
        "Persentase pencari kerja berkompetensi",
        "%",
        "sasaran",
        "iku",
        desimal_capaian=0,
        cells={"target:2023": "90", "realisasi_4:2023": "100"},
    )
    trained = indicator(
        "Jumlah pencari kerja terlatih",
        "orang",
        "sasaran",
        akumulasi="jumlah",
        cells={
            "target:2023": "800",
            "realisasi_1:2023": "200",
            "realisasi_2:2023": "200",
            "realisasi_3:2023": "225",
            "realisasi_4:2023": "200",
            "realisasi:2022": "565",
            "akhir:2026": "3.200",
        },
    )
    service = indicator("Indeks reformasi birokrasi", "indeks", "sasaran", "iku", cells={"target:2023": "60"})
    notes = {
        "pendorong_4": "Bursa kerja daring.",
        "penghambat_2": "Lowongan sedikit.",
        "tindak_lanjut_4": "Menambah mitra.",
    }
    return (
        node(L.SASARAN, "Meningkatnya kesempatan kerja", indikator=[placed], notes=notes),
        node(L.SASARAN, "Meningkatnya kompetensi pencari kerja", indikator=[standard, trained]),
        node(L.SASARAN, "Meningkatnya kualitas pelayanan publik", indikator=[service]),
    )


def programs(placement: NodeDraft, competence: NodeDraft) -> tuple[NodeDraft, ...]:
    """Placement 900 of 1.000 spent, training 500 of 600, support 300 of 400 (rupiah); support serves no sasaran."""
    served = indicator(
        "Persentase pencari kerja dilayani", "%", "outcome", cells={"target:2023": "50", "realisasi_4:2023": "60"}
    )
    output = indicator("Jumlah layanan", "Layanan", "output", cells={"target:2023": "4", "realisasi_4:2023": "3"})
    return (
        node(
            L.PROGRAM,
            "PROGRAM PENEMPATAN TENAGA KERJA",
            node(
                L.KEGIATAN,
                "Pelayanan Antarkerja",
                sub("Pelayanan", "2.07.04.2.01.0001", 700, (100, 200, 150, 200), "10", fisik={4: "100"}),
                sub("Penyuluhan", "2.07.04.2.01.0002", 300, (50, None, 100, 100), "8", fisik={4: "90"}),
                kode="2.07.04.2.01",
                indikator=[output],
            ),
            kode="2.07.04",
            indikator=[served],
            links=[placement],
        ),
        node(
            L.PROGRAM,
            "PROGRAM PELATIHAN KERJA",
            node(
                L.KEGIATAN,
                "Pelatihan",
                sub("Proses Pelatihan", "2.07.03.2.01.0001", 600, (0, 100, 200, 200), "12"),
                kode="2.07.03.2.01",
            ),
            kode="2.07.03",
            links=[competence],
        ),
        node(
            L.PROGRAM,
            "PROGRAM PENUNJANG",
            node(
                L.KEGIATAN,
                "Administrasi",
                sub("Gaji", "2.07.01.2.02.0001", 400, (100, 100, 100, None)),
                kode="2.07.01.2.02",
            ),
            kode="2.07.01",
        ),
    )


def accounts() -> tuple[NodeDraft, ...]:
    """Expenditure by kind (2.000, of which 1.700 spent) and revenue (500 with 450 come in), in rupiah."""
    return (
        node(
            L.BELANJA,
            "BELANJA DAERAH",
            node(
                L.BELANJA,
                "BELANJA OPERASI",
                node(L.BELANJA, "Belanja Pegawai", pagu=400, spent=(100, 100, 100)),
                node(L.BELANJA, "Belanja Barang dan Jasa", pagu=1500, spent=(150, 300, 400, 450)),
            ),
            node(L.BELANJA, "BELANJA MODAL", pagu=100, spent=(None, None, 50, 50)),
        ),
        node(
            L.PENDAPATAN,
            "DANA PERIMBANGAN",
            node(L.PENDAPATAN, "Dana Bagi Hasil", pagu=500, spent=(None, 200, None, 250)),
        ),
    )


def regions() -> tuple[NodeDraft, ...]:
    """TPT of the province, of two other districts and of the plan's own."""
    found = {
        "Provinsi Uji": ("8,31", "7,44"),
        "Bogor": ("10,64", "8,47"),
        "Kota Uji": ("10,77", "10,52"),
        "Ciamis": ("3,75", "3,52"),
    }
    return tuple(
        node(
            L.PEMBANDING,
            name,
            indikator=[indicator("TPT", "%", arah="turun", cells={"realisasi:2022": before, "realisasi:2023": now})],
        )
        for name, (before, now) in found.items()
    )


def year_draft(**settings: Any) -> PlanDraft:
    """The whole year."""
    placement, competence, service = sasaran_rows()
    tujuan = node(L.TUJUAN, "Menurunnya pengangguran", placement, competence, service)
    bidang = node(L.BIDANG_URUSAN, "TENAGA KERJA", *programs(placement, competence), kode="2.07")
    office = node(L.PERANGKAT_DAERAH, "DINAS TENAGA KERJA", node(L.URUSAN, "URUSAN WAJIB", bidang, kode="2"))
    roots = [tujuan, office, *accounts(), *regions()]
    return PlanDraft(roots=roots, settings={"tahun_akhir_renstra": 2026} | settings)


def make_year(draft: PlanDraft | None = None, **settings: Any) -> Rencana:
    """The year as a plan version; `settings` are print settings of it."""
    rencana = make_plan(draft or year_draft(**settings), SLUG)
    return Rencana.objects.select_related("edisi").get(pk=rencana.pk)


def year(**settings: Any) -> Cascade:
    """The year, read."""
    return load(make_year(**settings))
