"""LKIP point f: how sparingly each sasaran was reached, and the budget per sasaran beside it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from planning.cascade import Cascade, CascadeNode, PlanInfo
from planning.levels import Level
from planning.tables.base import Content, TableDefinition, TableOptions
from planning.tables.common import Cells, Lines, node_text, numbered
from renstra_portal.reporting.model import Cell, Column, Heading

from ..capaian import Anggaran, CapaianSasaran
from ..capaian.anggaran import TANPA_ANGGARAN
from ..capaian.cetak import efisiensi_cell
from .lkip_common import (
    DASAR,
    GROUP,
    ISI,
    LAIN,
    NO_SASARAN,
    PROGRAM_ANGGARAN,
    RUPIAH,
    Pilihan,
    Uang,
    chosen,
    indicators_of,
    mean_cell,
    missing_row,
    notes_on,
    number_column,
    other_programs,
    reached_cells,
    realisation_section,
    year_group,
)

_NOT_LINKED = f"Sasaran {{number}} belum dikaitkan dengan program. {ISI.format(bagian=PROGRAM_ANGGARAN)}"
_SHARED = "Program yang mendukung beberapa sasaran tercetak pada setiap sasaran, dan dihitung sekali pada Jumlah."
_PARTLY = "Sebagian outcome program belum dikaitkan dengan sasaran; pagunya hanya dihitung pada Jumlah."
_MONEY = ("pagu", "realisasi_anggaran", "serapan")
_METHODS = {
    "selisih": "Efisiensi = capaian kinerja − serapan anggaran, dalam poin persen",
    "sisa": "Efisiensi = (1 − realisasi anggaran ÷ pagu) × 100%",
    "indeks": "Efisiensi = indeks efisiensi: capaian kinerja ÷ serapan anggaran; efisien bila 1 atau lebih",
    "pmk": "Efisiensi = rata-rata [1 − (serapan ÷ capaian indikator)] × 100% (mengacu pada PMK 249/2011)",
}
_BASES = {"penuh": "angka penuh yang belum dibulatkan", "tercetak": "angka yang tercetak"}


def _columns(tahun: int, last: Sequence[Column] = ()) -> tuple[Heading, ...]:
    return numbered(
        (
            number_column(),
            Column("sasaran", "Sasaran Strategis", 2.6),
            Column("indikator", "Indikator Kinerja", 2.6),
            year_group(tahun, Column("target", "Target", 0.8, "value"), Column("realisasi", "Realisasi", 0.8, "value")),
            Column("capaian", "%", 0.75, "value"),
            year_group(
                tahun,
                Column("pagu", "Pagu", 1.3, "rupiah"),
                Column("realisasi_anggaran", "Realisasi", 1.3, "rupiah"),
            ),
            Column("serapan", "%", 0.75, "value"),
            *last,
        )
    )


def _block(pilihan: Pilihan, lines: Lines, uang: Uang, number: int, found: CapaianSasaran, last: Cells) -> int:
    """The rows of a sasaran's indicators, its money (and the cells `last`) once beside them. Gives the first row."""
    first = len(lines)
    for one, _ in found.indikator or ((None, None),):
        cells: Cells = {"no": str(number), "sasaran": node_text(found.node)} | last
        cells |= dict.fromkeys(_MONEY)
        if one is not None:
            cells |= {"indikator": one.teks} | reached_cells(pilihan, one)
        groups = dict.fromkeys(("no", "sasaran", *_MONEY, *last), found.node.id)
        lines.add("indikator", cells, node=found.node, groups=groups)
    uang.fill(first, found.anggaran)
    return first


def content(cascade: Cascade, options: TableOptions, sasaran: Sequence[CascadeNode] | None = None) -> Content:
    """Ten columns: target, realisasi, capaian; pagu, realisasi, serapan; efisiensi. A sum for each sasaran."""
    pilihan = chosen(cascade, options.triwulan, sasaran)
    columns = _columns(pilihan.tahun, (Column("efisiensi", "Efisiensi", 0.85, "value"),))
    lines = Lines()
    uang = Uang(lines)
    for number, found in pilihan.measured():
        cell = efisiensi_cell(found.efisiensi)
        first = _block(pilihan, lines, uang, number, found, {"efisiensi": cell})
        mean = mean_cell(pilihan.plan, found)
        total = lines.add(
            "jumlah", {"sasaran": Cell("Jumlah", colspan=4), "capaian": mean, "efisiensi": cell}, node=found.node
        )
        uang.fill(total, found.anggaran, (first,))
        if not found.program:
            missing_row(lines, columns, _NOT_LINKED.format(number=number), found.node)
        elif not found.anggaran.terisi:
            where = ISI.format(bagian=realisation_section(pilihan.triwulan))
            missing_row(lines, columns, f"Realisasi anggaran sasaran {number} belum diisi. {where}", found.node)
    if not len(lines):
        missing_row(lines, columns, NO_SASARAN)
    notes = (*notes_on(pilihan, indicators_of(pilihan)), _method(pilihan.plan))
    return Content(columns, lines.rows(), notes, unit_note=f"Pagu dan realisasi anggaran {RUPIAH}")


def _method(plan: PlanInfo) -> str:
    return f"{_METHODS[plan.metode_efisiensi]}; dihitung dari {_BASES[plan.dasar_efisiensi]}."


def budget_content(cascade: Cascade, options: TableOptions) -> Content:
    """Nine columns: every sasaran with its capaian and money, programs that serve none, and the sum of the office."""
    pilihan = chosen(cascade, options.triwulan)
    kinerja, triwulan = pilihan.kinerja, pilihan.triwulan
    columns = _columns(pilihan.tahun)
    lines = Lines()
    uang = Uang(lines)
    parts: list[int] = []
    counted = Decimal(0)
    for number, found in pilihan.measured():
        parts.append(_block(pilihan, lines, uang, number, found, {}))
        counted += found.anggaran.pagu
    loose = other_programs(cascade)
    if loose:
        names = "; ".join(one.uraian for one in loose)
        index = lines.add("indikator", {"sasaran": Cell(f"{LAIN}: {names}", colspan=5)})
        money = sum((kinerja.anggaran(one, triwulan) for one in loose), TANPA_ANGGARAN)
        uang.fill(index, money)
        parts.append(index)
        counted += money.pagu
    programs = cascade.at(Level.PROGRAM)
    office: Anggaran = sum((kinerja.anggaran(one, triwulan) for one in programs), TANPA_ANGGARAN)
    if parts:
        uang.fill(lines.add("jumlah", {"sasaran": Cell("Jumlah", colspan=5)}), office, parts)
    else:
        missing_row(lines, columns, NO_SASARAN)
    notes = list(notes_on(pilihan, indicators_of(pilihan)))
    if counted > office.pagu:
        notes.append(_SHARED)
    elif counted < office.pagu:
        notes.append(_PARTLY)
    return Content(columns, lines.rows(), tuple(notes), unit_note=f"Pagu dan realisasi anggaran {RUPIAH}")


TABLE = TableDefinition(
    id="LKIP-8",
    judul="Efisiensi Penggunaan Sumber Daya pada Pencapaian Sasaran Tahun {tahun}",
    dasar=DASAR,
    group=GROUP,
    content=content,
    kosong=NO_SASARAN,
    jenis_rencana=("kinerja",),
    pilih_pagu=False,
    names=("efisiensi", "efisiensi sumber daya"),
    singkat="Efisiensi",
    per_triwulan=True,
)
BUDGET = TableDefinition(
    id="LKIP-11",
    judul="Pagu dan Realisasi Anggaran per Sasaran Tahun {tahun}",
    dasar=DASAR,
    group=GROUP,
    content=budget_content,
    kosong=NO_SASARAN,
    jenis_rencana=("kinerja",),
    pilih_pagu=False,
    names=("anggaran per sasaran", "anggaran sasaran"),
    singkat="Anggaran sasaran",
    per_triwulan=True,
)
