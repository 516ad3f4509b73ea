"""The LKIP of a year, from the database to the PDF, against WeasyPrint on the same HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pypdfium2
from weasyprint import HTML

from performance.lkip.printing import lkip_html, lkip_pdf
from planning.levels import Level
from planning.models import Rencana
from planning.writing import IndicatorDraft, NodeDraft
from renstra_portal.lib.values import Nilai
from tests.planning.factories import make_plan, node

from .measure import Result, ratio
from .plans import large_draft, rolled_back

_YEAR = 2025
_SASARAN = 9
_SUB_KEGIATAN = 130


def lkip() -> Iterator[Result]:
    """The measurements of this group."""
    with rolled_back():
        plan = year()
        html = lkip_html(plan)
        made: list[bytes] = []
        result = ratio(
            "the LKIP as PDF against WeasyPrint on the same HTML",
            1.3,
            2,
            lambda: HTML(string=html).write_pdf(),
            lambda: made.append(lkip_pdf(plan)),
        )
        yield replace(result, detail=f"{result.detail}; {len(pypdfium2.PdfDocument(made[-1]))} pages")


def year() -> Rencana:
    """A year of nine sasaran and 130 sub-kegiatan, all of it realised, whose report has about sixty pages."""
    draft = large_draft(_SUB_KEGIATAN)
    goals = [_sasaran(number) for number in range(_SASARAN)]
    draft.roots.insert(0, node(Level.TUJUAN, "Meningkatnya kesempatan kerja dan produktivitas", "", *goals))
    programs = [one for one in draft.walk() if one.level == Level.PROGRAM]
    for number, one in enumerate(goals):
        programs[number % len(programs)].links.append(one)
    for number, one in enumerate(draft.walk()):
        if one.level == Level.SUB_KEGIATAN:
            for triwulan in range(1, 5):
                one.keuangan[f"keuangan_{triwulan}", _YEAR, ""] = Nilai.of(Decimal(1_000_000 + number))
            one.nilai["fisik_4", _YEAR] = Nilai.of(Decimal(100))
        for indicator in one.indikator:
            indicator.set_value("realisasi_4", _YEAR, Nilai.of(Decimal(90 + number % 20)))
    return make_plan(draft, f"kota-uji/disnaker/kinerja-{_YEAR}/murni")


def _sasaran(number: int) -> NodeDraft:
    one = node(Level.SASARAN, f"Meningkatnya hasil pelayanan ketenagakerjaan bidang ke-{number + 1}")
    for which in ("Persentase pencari kerja yang dilayani", "Persentase perusahaan yang dibina"):
        indicator = IndicatorDraft(f"{which} pada bidang ke-{number + 1}", "%", frozenset({"sasaran", "iku"}))
        indicator.set_value("target", _YEAR, Nilai.of(Decimal(95)))
        indicator.set_value("realisasi", _YEAR - 1, Nilai.of(Decimal(88 + number)))
        one.indikator.append(indicator)
    for role in ("pendorong_4", "penghambat_4", "tindak_lanjut_4"):
        one.nilai[role, _YEAR] = Nilai.teks("Kerja sama dengan perusahaan dan lembaga pelatihan berjalan baik. " * 3)
    return one
