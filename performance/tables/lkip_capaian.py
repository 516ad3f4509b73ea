"""LKIP point a: target against realisation of this year, for the IKU, for each sasaran, and as the closing recap."""

from __future__ import annotations

from collections.abc import Sequence

from planning.cascade import Cascade, CascadeIndicator, CascadeNode
from planning.levels import Level
from planning.tables.base import Content, TableDefinition, TableOptions
from planning.tables.common import Lines, marked_indicators, node_text, numbered
from renstra_portal.lib.values import format_nilai
from renstra_portal.reporting.model import Cell, Column, Heading

from ..capaian.cetak import rata_rata_nilai
from ..capaian.predikat import SKALA, predikat
from ..capaian.rata_rata import rata_rata
from .lkip_common import (
    DASAR,
    GROUP,
    ISI,
    NO_SASARAN,
    PROGRAM_ANGGARAN,
    Pilihan,
    chosen,
    group_row,
    indicators_of,
    mean_cell,
    missing_realisation,
    missing_row,
    notes_on,
    number_column,
    reached_cells,
    year_group,
)

_NO_INDICATOR = f"Indikator sasaran ini belum diisi. {ISI.format(bagian=PROGRAM_ANGGARAN)}"

Measured = Sequence[tuple[CascadeNode, CascadeIndicator]]


def iku(cascade: Cascade) -> list[tuple[CascadeNode, CascadeIndicator]]:
    """The indicators that are marked as IKU with their rows; where none is marked, those of the sasaran."""
    marked = [(node, one) for node, one, _, _ in marked_indicators(cascade, "iku")]
    return marked or [
        (node, one) for node in cascade.at(Level.SASARAN) for one in node.indicators_for("sasaran") or node.indikator
    ]


def _rows(pilihan: Pilihan, columns: Sequence[Heading], measured: Measured) -> Lines:
    """One row per indicator, numbered from 1; what stands on one row of the plan shares its cell."""
    lines = Lines()
    for number, (node, one) in enumerate(measured, 1):
        cells = {"no": str(number), "sasaran": _served(pilihan, node), "indikator": one.teks}
        lines.add("indikator", cells | reached_cells(pilihan, one), node=node, groups={"sasaran": node.id})
    if measured:
        missing_realisation(pilihan, lines, columns, [one for _, one in measured])
    else:
        missing_row(lines, columns, NO_SASARAN)
    return lines


def _served(pilihan: Pilihan, node: CascadeNode) -> str:
    """The sasaran that an indicator's row serves: the row itself, or what a program links to."""
    if node.level in (Level.SASARAN, Level.TUJUAN):
        return node_text(node)
    linked = pilihan.kinerja.cascade.linked(node, Level.SASARAN, Level.TUJUAN)
    return "\n".join(map(node_text, linked)) or node_text(node)


def iku_content(cascade: Cascade, options: TableOptions) -> Content:
    """Six columns: No, sasaran strategis, indikator, target, realisasi, capaian."""
    pilihan = chosen(cascade, options.triwulan)
    tahun = pilihan.tahun
    columns = numbered(
        (
            number_column(),
            Column("sasaran", "Sasaran Strategis", 2.6),
            Column("indikator", "Indikator Kinerja", 2.6),
            Column("target", f"Target {tahun}", 0.9, "value"),
            Column("realisasi", f"Realisasi {tahun}", 0.9, "value"),
            Column("capaian", "Capaian Kinerja", 0.9, "value"),
        )
    )
    measured = iku(cascade)
    lines = _rows(pilihan, columns, measured)
    return Content(columns, lines.rows(), notes_on(pilihan, (one for _, one in measured)))


def recap_content(cascade: Cascade, options: TableOptions) -> Content:
    """The closing recap: every indicator of every sasaran, and below it how many reached their target."""
    pilihan = chosen(cascade, options.triwulan)
    columns = numbered(
        (
            number_column(),
            Column("sasaran", "Sasaran Strategis", 2.6),
            Column("indikator", "Indikator Kinerja", 2.6),
            year_group(
                pilihan.tahun, Column("target", "Target", 0.9, "value"), Column("realisasi", "Realisasi", 0.9, "value")
            ),
            Column("capaian", "%", 0.9, "value"),
        )
    )
    measured = [(found.node, one) for _, found in pilihan.measured() for one, _ in found.indikator]
    lines = _rows(pilihan, columns, measured)
    notes = (*notes_on(pilihan, (one for _, one in measured)), *_summary(pilihan, measured))
    return Content(columns, lines.rows(), notes)


def _summary(pilihan: Pilihan, measured: Measured) -> tuple[str, ...]:
    """How many indicators reached their target, how many did not, how many tell nothing; and the mean."""
    found = [pilihan.kinerja.capaian(one, pilihan.triwulan).persen for _, one in measured]
    held = [one for one in found if one is not None]
    if not held:
        return ()
    reached = sum(1 for one in held if one >= 100)
    parts = [f"{reached} dari {len(found)} indikator mencapai atau melampaui target"]
    if len(held) > reached:
        parts.append(f"{len(held) - reached} belum mencapai target")
    if len(found) > len(held):
        parts.append(f"{len(found) - len(held)} belum dapat dihitung")
    mean = rata_rata(held)
    grade = predikat(mean, pilihan.plan.skala_predikat)
    text = format_nilai(rata_rata_nilai(pilihan.plan, mean), percent=True)
    return (
        f"{', '.join(parts)}.",
        f"Rata-rata capaian {text}" + (f" ({grade.nama})." if grade else "."),
    )


def sasaran_content(cascade: Cascade, options: TableOptions, sasaran: Sequence[CascadeNode] | None = None) -> Content:
    """Per sasaran its indicators, and the mean with its predikat."""
    pilihan = chosen(cascade, options.triwulan, sasaran)
    columns = numbered(
        (
            number_column(),
            Column("indikator", "Indikator Sasaran", 4.0),
            Column("target", "Target", 0.9, "value"),
            Column("realisasi", "Realisasi", 0.9, "value"),
            Column("capaian", "Capaian", 0.9, "value"),
            Column("predikat", "Predikat", 1.1, align="center"),
        )
    )
    scale = pilihan.plan.skala_predikat
    lines = Lines()
    for number, found in pilihan.measured():
        if sasaran is None:
            group_row(lines, columns, f"Sasaran: {node_text(found.node)}", str(number), found.node)
        label = f"{number}.{{}}" if sasaran is None else "{}"
        for place, (one, reached) in enumerate(found.indikator, 1):
            grade = predikat(reached.persen, scale)
            cells = {"no": label.format(place), "indikator": one.teks, "predikat": grade.nama if grade else ""}
            lines.add("indikator", cells | reached_cells(pilihan, one), node=found.node)
        if not found.indikator:
            missing_row(lines, columns, _NO_INDICATOR, found.node)
            continue
        grade = predikat(found.capaian, scale)
        lines.add(
            "jumlah",
            {
                "indikator": Cell("Rata-rata capaian sasaran", colspan=3),
                "capaian": mean_cell(pilihan.plan, found),
                "predikat": grade.nama if grade else "",
            },
            node=found.node,
        )
    if not len(lines):
        missing_row(lines, columns, NO_SASARAN)
    missing_realisation(pilihan, lines, columns, indicators_of(pilihan))
    notes = (*notes_on(pilihan, indicators_of(pilihan)), f"Predikat: {SKALA[scale].sumber}.")
    return Content(columns, lines.rows(), notes)


IKU = TableDefinition(
    id="LKIP-1",
    judul="Capaian Indikator Kinerja Utama (IKU) {perangkat_daerah} Tahun {tahun}",
    dasar=DASAR,
    group=GROUP,
    content=iku_content,
    kosong=NO_SASARAN,
    jenis_rencana=("kinerja",),
    pilih_pagu=False,
    names=("capaian iku", "pengukuran kinerja"),
    singkat="Capaian IKU",
    per_triwulan=True,
)
SASARAN = TableDefinition(
    id="LKIP-2",
    judul="Capaian Indikator Kinerja per Sasaran Strategis Tahun {tahun}",
    dasar=DASAR,
    group=GROUP,
    content=sasaran_content,
    kosong=NO_SASARAN,
    jenis_rencana=("kinerja",),
    pilih_pagu=False,
    names=("capaian sasaran",),
    singkat="Capaian sasaran",
    per_triwulan=True,
)
RECAP = TableDefinition(
    id="LKIP-13",
    judul="Rekapitulasi Capaian Kinerja {perangkat_daerah} Tahun {tahun}",
    dasar=DASAR,
    group=GROUP,
    content=recap_content,
    kosong=NO_SASARAN,
    jenis_rencana=("kinerja",),
    pilih_pagu=False,
    names=("rekap capaian", "rekapitulasi capaian"),
    singkat="Rekap capaian",
    per_triwulan=True,
)
