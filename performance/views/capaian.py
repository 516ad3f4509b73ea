"""The page Capaian: every indicator of a year with target, realisation and capaian, and the money beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe

from planning.cascade import CascadeIndicator, CascadeNode, load
from planning.levels import Level
from planning.models import Rencana
from planning.models.indikator import TRIWULAN
from planning.views.plans import plan_tabs
from renstra_portal.lib.values import Nilai, format_nilai, format_rupiah

from ..capaian import Anggaran, CapaianSasaran, Kinerja
from ..capaian.cetak import (
    DESIMAL_SERAPAN,
    capaian_nilai,
    efisiensi_teks,
    persen_nilai,
    rata_rata_nilai,
    serapan_nilai,
)
from ..capaian.penjelasan import RUMUS
from ..capaian.predikat import SKALA, Predikat, Skala
from .access import kinerja_plan
from .triwulan import asked_triwulan

#: The rows of the programme tree that the page shows; outcomes and outputs are told on the row above them.
_SHOWN = frozenset({Level.PERANGKAT_DAERAH, Level.PROGRAM, Level.KEGIATAN, Level.SUB_KEGIATAN})


@dataclass(frozen=True, slots=True)
class Ukuran:
    """An indicator as drawn; without `predikat` it has no capaian, and `alasan` says why."""

    teks: str
    satuan: str
    target: Nilai
    realisasi: Nilai
    capaian: str
    predikat: Predikat | None
    alasan: str
    url: str


@dataclass(frozen=True, slots=True)
class Uang:
    """The money of a row as drawn, in rupiah; `alasan` says why there is no absorption."""

    pagu: str
    realisasi: str
    serapan: str
    alasan: str
    url: str


@dataclass(frozen=True, slots=True)
class Baris:
    """A row as drawn: its indicators, one a line, and its money. `akhir` is its efficiency or physical progress."""

    node: CascadeNode
    ukuran: tuple[Ukuran | None, ...]
    uang: Uang | None
    akhir: str
    alasan: str = ""


@require_safe
def capaian(request: HttpRequest, slug: str) -> HttpResponse:
    """What the year reached by the end of `?triwulan=`: as a whole, per sasaran, per row of the programme tree."""
    rencana = kinerja_plan(request, slug)
    engine = Kinerja(load(rencana))
    triwulan = asked_triwulan(request)
    drawing = _Drawing(rencana, engine, triwulan)
    strategy = [drawing.strategy_row(row) for row in engine.cascade.at(Level.TUJUAN, Level.SASARAN)]
    office = engine.cascade.office
    programme = [drawing.programme_row(row) for row in office.walk() if row.level in _SHOWN] if office else []
    mean = engine.rata_rata(triwulan)
    context = {
        "rencana": rencana,
        "tab": plan_tabs(rencana, "capaian"),
        "triwulan": triwulan,
        "semua_triwulan": TRIWULAN,
        "strategi": strategy,
        "program": programme,
        "rata_rata": mean,
        "rata_kinerja": format_nilai(rata_rata_nilai(engine.plan, mean.kinerja), percent=True),
        "rata_anggaran": format_nilai(persen_nilai(mean.anggaran), percent=True),
        "predikat_kinerja": drawing.grade(mean.kinerja),
        "predikat_anggaran": drawing.grade(mean.anggaran),
        "anggaran": engine.anggaran(office, triwulan) if office else None,
        "serapan": format_nilai(serapan_nilai(engine.anggaran(office, triwulan)), percent=True) if office else "",
        "skala": drawing.skala,
        "rumus": RUMUS[engine.plan.rumus_turun],
        "metode": rencana.get_metode_efisiensi_display(),
    }
    return render(request, "performance/capaian.html", context)


class _Drawing:
    """What the rows of one page share: the engine, the scale, and where figures are explained."""

    def __init__(self, rencana: Rencana, engine: Kinerja, triwulan: int) -> None:
        self.engine = engine
        self.triwulan = triwulan
        self.skala: Skala = SKALA[engine.plan.skala_predikat]
        # One address each, not one for every figure of the page.
        self._indikator = reverse("kinerja-jelaskan", args=[rencana, 0]).removesuffix("0/")
        self._anggaran = reverse("kinerja-jelaskan-anggaran", args=[rencana, 0]).removesuffix("0/")

    def grade(self, persen: Decimal | None) -> Predikat | None:
        """The grade of a percentage on the plan's scale; None where there is none."""
        return None if persen is None else self.skala.predikat(persen)

    def strategy_row(self, node: CascadeNode) -> Baris:
        """A tujuan or sasaran with the money of its programs and how efficient it was."""
        found: CapaianSasaran = self.engine.sasaran(node, self.triwulan)
        money = self._money(found.anggaran, "") if found.program else None
        reason = str(found.efisiensi.alasan or "") if found.program else "Belum ada program yang dikaitkan."
        return Baris(node, self._measured(node.indikator), money, efisiensi_teks(found.efisiensi), reason)

    def programme_row(self, node: CascadeNode) -> Baris:
        """A row of the programme tree with its money and physical progress."""
        progress = self.engine.fisik(node, self.triwulan)
        money = self._money(
            self.engine.anggaran(node, self.triwulan), f"{self._anggaran}{node.id}/?triwulan={self.triwulan}"
        )
        shown = "" if progress is None else format_nilai(persen_nilai(progress, DESIMAL_SERAPAN), percent=True)
        return Baris(node, self._measured(node.achievements), money, shown)

    def _measured(self, indicators: Iterable[CascadeIndicator]) -> tuple[Ukuran | None, ...]:
        # A row without indicator still has a line.
        return tuple(self._one(one) for one in indicators) or (None,)

    def _one(self, one: CascadeIndicator) -> Ukuran:
        found = self.engine.capaian(one, self.triwulan)
        return Ukuran(
            teks=one.teks,
            satuan=one.satuan,
            target=self.engine.target(one),
            realisasi=self.engine.sampai(one, self.triwulan),
            capaian=format_nilai(capaian_nilai(self.engine.plan, found, one), percent=True),
            predikat=self.grade(found.persen),
            alasan=str(found.alasan or ""),
            url=f"{self._indikator}{one.id}/?triwulan={self.triwulan}",
        )

    def _money(self, money: Anggaran, url: str) -> Uang:
        return Uang(
            pagu=format_rupiah(money.pagu) if money.pagu else "",
            realisasi=format_rupiah(money.realisasi) if money.terisi else "",
            serapan=format_nilai(serapan_nilai(money), percent=True),
            alasan=str(money.alasan or ""),
            url=url,
        )


urlpatterns: list[URLPattern] = [path("", capaian, name="kinerja-capaian")]
