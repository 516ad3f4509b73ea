"""The levels a simpul (node of a plan) can have, and which level may stand under which.

The programme tree follows Permendagri 90/2019 and its updates (urusan → bidang urusan → program → kegiatan →
sub-kegiatan); outcome and output, the strategy tree and the RPJMD references follow Inmendagri 2/2025.
"""

from __future__ import annotations

from django.db import models


class Level(models.TextChoices):
    """What a simpul is. The value is stored; the label is what people read."""

    PERANGKAT_DAERAH = "perangkat_daerah", "Perangkat daerah"
    URUSAN = "urusan", "Urusan"
    BIDANG_URUSAN = "bidang_urusan", "Bidang urusan"
    PROGRAM = "program", "Program"
    OUTCOME = "outcome", "Outcome"
    KEGIATAN = "kegiatan", "Kegiatan"
    SUB_KEGIATAN = "sub_kegiatan", "Sub-kegiatan"
    OUTPUT = "output", "Output"

    TUJUAN = "tujuan", "Tujuan"
    SASARAN = "sasaran", "Sasaran"
    STRATEGI = "strategi", "Strategi"
    ARAH_KEBIJAKAN = "arah_kebijakan", "Arah kebijakan"

    NSPK = "nspk", "NSPK"
    RPJMD_VISI = "rpjmd_visi", "Visi RPJMD"
    RPJMD_MISI = "rpjmd_misi", "Misi RPJMD"
    RPJMD_TUJUAN = "rpjmd_tujuan", "Tujuan RPJMD"
    RPJMD_SASARAN = "rpjmd_sasaran", "Sasaran RPJMD"
    RPJMD_STRATEGI = "rpjmd_strategi", "Strategi RPJMD"
    RPJMD_ARAH_KEBIJAKAN = "rpjmd_arah_kebijakan", "Arah kebijakan RPJMD"

    TAHAP = "tahap", "Tahap"
    FOKUS = "fokus", "Fokus tahap"

    POTENSI = "potensi", "Potensi daerah"
    PERMASALAHAN = "permasalahan", "Permasalahan"
    ISU_KLHS = "isu_klhs", "Isu KLHS"
    ISU_GLOBAL = "isu_global", "Isu global"
    ISU_NASIONAL = "isu_nasional", "Isu nasional"
    ISU_REGIONAL = "isu_regional", "Isu regional"
    ISU_STRATEGIS = "isu_strategis", "Isu strategis"

    PRIORITAS = "prioritas", "Prioritas"
    ACUAN = "acuan", "Nomenklatur acuan"
    LAYANAN = "layanan", "Kinerja pelayanan"

    EVALUASI = "evaluasi", "Evaluasi tahun lalu"
    RKPD = "rkpd", "Rancangan awal RKPD"
    USULAN = "usulan", "Usulan pemangku kepentingan"
    PENDAPATAN = "pendapatan", "Rencana pendapatan"
    UNGGULAN = "unggulan", "Program unggulan"
    MENDESAK = "mendesak", "Program mendesak"
    USULAN_LUAR = "usulan_luar", "Usulan ke APBN/APBD provinsi"
    PENGHENTIAN = "penghentian", "Baris yang dihentikan"

    DATA = "data", "Data ketenagakerjaan"
    BELANJA = "belanja", "Belanja per jenis"
    PEMBANDING = "pembanding", "Daerah pembanding"


L = Level

#: The levels that carry the cascade of money, from the office down to its leaves.
PROGRAMME_LEVELS: tuple[Level, ...] = (
    L.PERANGKAT_DAERAH,
    L.URUSAN,
    L.BIDANG_URUSAN,
    L.PROGRAM,
    L.OUTCOME,
    L.KEGIATAN,
    L.SUB_KEGIATAN,
    L.OUTPUT,
)

#: Levels whose simpul stands for another row of the nomenclature, at whatever level its code is.
FREELY_CODED_LEVELS: frozenset[Level] = frozenset({L.ACUAN, L.EVALUASI, L.RKPD, L.USULAN, L.UNGGULAN, L.MENDESAK})

#: Levels whose simpul bears a nomenclature code.
CODED_LEVELS: frozenset[Level] = FREELY_CODED_LEVELS | {
    L.URUSAN,
    L.BIDANG_URUSAN,
    L.PROGRAM,
    L.KEGIATAN,
    L.SUB_KEGIATAN,
}

#: Levels on which rupiah are entered; above them they add up. What is not a sub-kegiatan is never part of its sums.
PAGU_LEVELS: frozenset[Level] = frozenset(
    {L.SUB_KEGIATAN, L.RKPD, L.USULAN, L.PENDAPATAN, L.BELANJA, L.UNGGULAN, L.MENDESAK, L.USULAN_LUAR}
)

#: What an indicator on a row of that level is used as, unless something else is said.
INDICATOR_KINDS: dict[Level, str] = {
    L.TUJUAN: "tujuan",
    L.SASARAN: "sasaran",
    L.URUSAN: "outcome",
    L.BIDANG_URUSAN: "outcome",
    L.PROGRAM: "outcome",
    L.OUTCOME: "outcome",
    L.KEGIATAN: "output",
    L.SUB_KEGIATAN: "output",
    L.OUTPUT: "output",
    L.LAYANAN: "layanan",
    L.USULAN_LUAR: "output",
    L.DATA: "lainnya",
    L.PEMBANDING: "lainnya",
}

#: For each level, the levels its parent may have; None stands for "no parent".
PARENTS: dict[Level, tuple[Level | None, ...]] = {
    L.PERANGKAT_DAERAH: (None,),
    L.URUSAN: (L.PERANGKAT_DAERAH,),
    L.BIDANG_URUSAN: (L.URUSAN,),
    L.PROGRAM: (L.BIDANG_URUSAN,),
    L.OUTCOME: (L.PROGRAM,),
    L.KEGIATAN: (L.PROGRAM, L.OUTCOME),
    L.SUB_KEGIATAN: (L.KEGIATAN,),
    L.OUTPUT: (L.KEGIATAN, L.SUB_KEGIATAN, L.ACUAN),
    L.TUJUAN: (None,),
    L.SASARAN: (L.TUJUAN,),
    L.STRATEGI: (L.SASARAN, None),
    L.ARAH_KEBIJAKAN: (L.STRATEGI, None),
    L.NSPK: (None,),
    L.RPJMD_VISI: (None,),
    L.RPJMD_MISI: (L.RPJMD_VISI, None),
    L.RPJMD_TUJUAN: (L.RPJMD_MISI, None),
    L.RPJMD_SASARAN: (L.RPJMD_TUJUAN, None),
    L.RPJMD_STRATEGI: (L.RPJMD_SASARAN, None),
    L.RPJMD_ARAH_KEBIJAKAN: (L.RPJMD_STRATEGI, None),
    L.TAHAP: (None,),
    L.FOKUS: (L.TAHAP,),
    L.POTENSI: (None,),
    L.PERMASALAHAN: (L.POTENSI, None),
    L.ISU_KLHS: (L.PERMASALAHAN,),
    L.ISU_GLOBAL: (L.PERMASALAHAN,),
    L.ISU_NASIONAL: (L.PERMASALAHAN,),
    L.ISU_REGIONAL: (L.PERMASALAHAN,),
    L.ISU_STRATEGIS: (None,),
    L.PRIORITAS: (None, L.PRIORITAS),
    L.ACUAN: (None,),
    L.LAYANAN: (None, L.LAYANAN),
    L.EVALUASI: (None, L.EVALUASI),
    L.RKPD: (None, L.RKPD),
    L.USULAN: (None, L.USULAN),
    L.PENDAPATAN: (None, L.PENDAPATAN),
    L.UNGGULAN: (None, L.UNGGULAN),
    L.MENDESAK: (None, L.MENDESAK),
    L.USULAN_LUAR: (None,),
    L.PENGHENTIAN: (None,),
    L.DATA: (None,),
    L.BELANJA: (None, L.BELANJA),
    L.PEMBANDING: (None,),
}

#: For each level, the levels a kaitan (link) may lead to.
LINKS: dict[Level, tuple[Level, ...]] = {
    L.TUJUAN: (L.NSPK, L.RPJMD_SASARAN, L.RPJMD_TUJUAN, L.RPJMD_MISI),
    L.SASARAN: (L.NSPK, L.RPJMD_SASARAN),
    L.PROGRAM: (L.SASARAN, L.TUJUAN),
    L.OUTCOME: (L.SASARAN,),
    L.ARAH_KEBIJAKAN: (L.NSPK, L.RPJMD_ARAH_KEBIJAKAN),
    L.FOKUS: (L.RPJMD_MISI,),
    L.PRIORITAS: (L.PROGRAM, L.OUTCOME, L.KEGIATAN, L.SUB_KEGIATAN),
    L.RKPD: (L.PROGRAM, L.OUTCOME, L.KEGIATAN, L.SUB_KEGIATAN),
    L.USULAN: (L.PROGRAM, L.OUTCOME, L.KEGIATAN, L.SUB_KEGIATAN),
}


def usual_kinds(level: Level) -> frozenset[str]:
    """The kinds (`INDICATOR_KINDS`) of an indicator on a row of that level; none where no kind is usual."""
    return frozenset({INDICATOR_KINDS[level]} if level in INDICATOR_KINDS else ())
