"""Rows of the lists of indicators, one per indicator, shared by tables 4.5, 4.6 and T-C.28."""

from __future__ import annotations

from collections.abc import Sequence

from renstra_portal.reporting.model import Row

from ..cascade import Cascade
from ..levels import Level
from .common import Lines, marked_indicators, nilai_cell, target_cells


def indicator_rows(cascade: Cascade, jenis: str, years: Sequence[int], *, percent: bool = False) -> tuple[Row, ...]:
    """Every indicator of the kind with its unit, baseline, targets, condition at the end, and remark.

    `percent` prints "%" after values of that unit, for a table without a column for it.
    """
    plan = cascade.plan
    lines = Lines()
    for node, indikator, number, text in marked_indicators(cascade, jenis):
        end = indikator.end_value(plan.tahun_awal, plan.tahun_akhir)
        level = node.level.value if node.level in (Level.TUJUAN, Level.SASARAN) else jenis
        lines.add(
            level,
            {
                "no": number,
                "indikator": text,
                "satuan": indikator.satuan,
                "kondisi_awal": nilai_cell(indikator.baseline_at(plan.tahun_dasar), indikator, percent=percent),
                **target_cells(indikator, years, percent=percent),
                "kondisi_akhir": nilai_cell(end, indikator, percent=percent),
                "ket": indikator.keterangan,
            },
            node=node,
        )
    return lines.rows()
