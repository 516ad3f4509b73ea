"""A year of 500 sub-kegiatan as it is carried out: every figure computed, the pages of capaian, a triwulan's entry.

All of them begin with loading the cascade, so that is what they are measured against: the ratios say how many times the
reading a page costs. The numbers of queries are those beyond it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from performance.capaian import Kinerja
from planning.cascade import load
from planning.levels import Level
from planning.models import Rencana, User
from planning.writing import PlanDraft
from renstra_portal.lib.values import Nilai
from tests.planning.factories import make_plan

from .measure import Result, counted, ratio
from .plans import large_draft, rolled_back

SUB_KEGIATAN = 500
TAHUN = 2026
MOST_QUERIES = 6
RUNS = 5


def kinerja() -> Iterator[Result]:
    """The measurements of this group."""
    hosts = [*settings.ALLOWED_HOSTS, "testserver"]
    with rolled_back(), override_settings(ALLOWED_HOSTS=hosts):
        small, plan = year(50), year(SUB_KEGIATAN)
        client = Client()
        client.force_login(User.objects.create_superuser("ukur"))
        with counted() as queries:
            cascade = load(plan)
        loading = len(queries)
        node = next(one for one in cascade.at(Level.SUB_KEGIATAN))
        pages = {
            "the page Capaian": "kinerja-capaian",
            "the entry of a triwulan, as data": "isian-data",
            "why a figure is what it is": "kinerja-jelaskan",
        }
        for name, view in pages.items():
            counts = [_queries(client, _address(view, one)) for one in (small, plan)]
            yield Result(f"queries of {name} beyond loading", counts[1] - loading, MOST_QUERIES, f"loading {loading}")
            yield Result(f"more of them for {SUB_KEGIATAN} than for 50", counts[1] - counts[0], 0, "must be none")
        rows = sum(len(one.achievements) for one in cascade.walk())
        yield ratio(
            "every figure of the year computed against loading the cascade",
            1.5,
            RUNS,
            lambda: load(plan),
            lambda: compute(Kinerja(cascade)),
            f"{rows} indicators on {len(cascade.by_id)} rows, four triwulan",
        )
        limits = {"kinerja-capaian": 5.0, "isian-data": 2.5, "kinerja-jelaskan": 2.0}
        for name, view in pages.items():
            answer = client.get(_address(view, plan))
            yield ratio(
                f"{name} against loading the cascade",
                limits[view],
                RUNS,
                lambda: load(plan),
                _opening(client, _address(view, plan)),
                f"sub-kegiatan {node.kode}" if view == "kinerja-jelaskan" else f"{len(answer.content) / 1024:.0f} KB",
            )


def year(sub_kegiatan: int) -> Rencana:
    """A year of so many sub-kegiatan with every triwulan filled: targets, realisation, money and progress."""
    draft = large_draft(sub_kegiatan)
    _carry_out(draft)
    made = make_plan(draft, f"kota-besar-{sub_kegiatan}/disnaker/kinerja-{TAHUN}/murni")
    return Rencana.objects.select_related("edisi").get(pk=made.pk)


def _carry_out(draft: PlanDraft) -> None:
    """Fill what was done, and keep of what was planned only the year's own."""
    for number, row in enumerate(draft.walk()):
        for one in row.indikator:
            target = one.values["target", TAHUN]
            one.values = {("target", TAHUN): target}
            one.akumulasi = ("jumlah", "terakhir", "rata_rata")[number % 3]
            for triwulan in range(1, 5):
                one.set_value(f"target_{triwulan}", TAHUN, target)
                one.set_value(f"realisasi_{triwulan}", TAHUN, Nilai.of(Decimal(number % 90 + triwulan)))
        row.pagu = {key: nilai for key, nilai in row.pagu.items() if key[0] == TAHUN}
        if row.level == Level.SUB_KEGIATAN:
            for triwulan in range(1, 5):
                row.set_keuangan(f"keuangan_{triwulan}", TAHUN, Nilai.of(Decimal(200_000 + 31 * number + triwulan)))
                row.set_nilai(f"fisik_{triwulan}", TAHUN, Nilai.of(Decimal(25 * triwulan)))


def compute(engine: Kinerja) -> None:
    """Every figure that the engine can give of a year, at the end of each triwulan."""
    for triwulan in range(1, 5):
        for row in engine.cascade.walk():
            engine.anggaran(row, triwulan)
            engine.fisik(row, triwulan)
            for one in row.achievements:
                engine.capaian(one, triwulan)
        engine.rata_rata(triwulan)


def _address(view: str, plan: Rencana) -> str:
    if view == "kinerja-jelaskan":
        first = plan.simpul.filter(level=Level.SUB_KEGIATAN).order_by("pk")[0]
        return reverse(view, args=[plan, first.indikator.order_by("pk")[0].pk])
    url = reverse(view, args=[plan])
    return f"{url}?bagian=tw2" if view == "isian-data" else url


def _queries(client: Client, url: str) -> int:
    client.get(url)
    with counted() as queries:
        answer = client.get(url)
    if answer.status_code != 200:
        raise RuntimeError(f"{url} answered {answer.status_code}")
    return len(queries)


def _opening(client: Client, url: str) -> Callable[[], object]:
    return lambda: client.get(url)
