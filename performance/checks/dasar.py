"""What the rules on a year share: which plans they are about, and how far the year has been told."""

from __future__ import annotations

from planning.cascade import Cascade
from planning.models import TRIWULAN, Rencana

from ..capaian import Kinerja


def year_of(cascade: Cascade) -> Kinerja | None:
    """The figures of the plan's year; None for a plan that is not carried out (Renstra, Renja)."""
    return Kinerja(cascade) if cascade.plan.jenis == Rencana.Jenis.KINERJA else None


def last_told(cascade: Cascade) -> int:
    """The last triwulan of which anything is told (performance, money or physical progress); 0 where nothing is."""
    tahun = cascade.plan.tahun_awal
    roles: set[str] = set()
    for node in cascade.walk():
        roles.update(role for role, year, _ in node.keuangan if year == tahun)
        roles.update(role for role, year in node.nilai if year == tahun)
        for one in node.indikator:
            roles.update(role for role, year in one.triwulan if year == tahun)
    return max(
        (number for number in TRIWULAN if roles & {f"{what}_{number}" for what in ("realisasi", "keuangan", "fisik")}),
        default=0,
    )
