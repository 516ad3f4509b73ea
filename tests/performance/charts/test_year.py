"""The charts of a year say what its tables say, and the page hands them out."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from performance.charts import Chart, charts_of
from planning.cascade import Cascade, load
from planning.levels import Level
from planning.tables import TableOptions, build_table
from planning.writing import PlanDraft
from renstra_portal.reporting.model import Report
from tests.performance.tables import lkip_plan
from tests.planning.factories import make_plan, make_user, small_draft
from tests.planning.tables.drafts import column, levels

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"


@lru_cache(maxsize=1)
def _year() -> Cascade:
    return lkip_plan.year()


@pytest.fixture
def cascade(db: None) -> Cascade:
    """The year, written once: a cascade is a value that outlives its rows."""
    return _year()


def chart(cascade: Cascade, key: str, triwulan: int = 4) -> Chart:
    return next(one for one in charts_of(cascade, triwulan) if one.key == key)


def texts(one: Chart) -> list[str]:
    return [found.text or "" for found in ElementTree.fromstring(one.svg).iter(f"{SVG}text")]


def built(table: str, cascade: Cascade, triwulan: int = 4) -> Report:
    return build_table(table, cascade, TableOptions(triwulan=triwulan))


def of_indicator(cascade: Cascade, teks: str, triwulan: int) -> Chart:
    return next(one for one in charts_of(cascade, triwulan) if one.judul == teks)


def test_there_is_a_chart_of_the_sasaran_of_each_indicator_of_the_money_and_of_the_regions(cascade: Cascade) -> None:
    charts = charts_of(cascade)
    assert [one.kelompok for one in charts] == [
        "Capaian sasaran",
        *["Target dan realisasi per tahun"] * 4,
        *["Serapan anggaran"] * 2,
        "Perbandingan antardaerah",
    ]
    assert len({one.key for one in charts}) == len(charts)
    indicators = [one.id for node in cascade.at(Level.SASARAN) for one in node.indikator]
    assert [one.indikator for one in charts[1:5]] == indicators


@pytest.mark.parametrize(("triwulan", "means"), [(2, ["51,92%", "50,00%", "-"]), (4, ["114,92%", "107,12%", "-"])])
def test_the_bars_of_the_sasaran_are_the_means_of_the_table(cascade: Cascade, triwulan: int, means: list[str]) -> None:
    report = built("LKIP-2", cascade, triwulan)
    rows = [row for row, level in enumerate(levels(report)) if level == "jumlah"]
    assert [column(report, "capaian")[row] for row in rows] == means
    shown = texts(chart(cascade, "capaian-sasaran", triwulan))
    assert [text for text in shown if text in means] == means[:2]
    assert "belum ada capaian" in shown


@pytest.mark.parametrize("triwulan", [2, 4])
@pytest.mark.parametrize("row", range(4))
def test_the_columns_of_an_indicator_are_the_cells_of_the_tables_of_years_and_renstra(
    cascade: Cascade, row: int, triwulan: int
) -> None:
    years, renstra = built("LKIP-3", cascade, triwulan), built("LKIP-4", cascade, triwulan)
    shown = texts(of_indicator(cascade, column(years, "indikator")[row], triwulan))
    cells = [column(years, f"realisasi_{year}")[row] for year in (2021, 2022, 2023)]
    cells += [column(renstra, name)[row] for name in ("target", "akhir")]
    assert {text for text in cells if text != "belum diisi"} <= set(shown)
    for year, realised in zip(("2021", "2022"), cells, strict=False):
        assert (year in shown) == (realised != "belum diisi")


@pytest.mark.parametrize("triwulan", [2, 4])
def test_the_bars_of_the_programs_are_the_absorption_of_the_table(cascade: Cascade, triwulan: int) -> None:
    report = built("LKIP-10", cascade, triwulan)
    programs = [row for row, level in enumerate(levels(report)) if level == "program"]
    shown = texts(chart(cascade, "serapan-program", triwulan))
    for row in programs:
        told = f"{column(report, 'keu')[row]} · Rp{column(report, 'realisasi')[row]}"
        assert told in shown
        assert column(report, "uraian")[row] in " ".join(shown)


@pytest.mark.parametrize("triwulan", [1, 2, 3, 4])
def test_the_line_goes_through_what_the_table_tells_up_to_each_triwulan(cascade: Cascade, triwulan: int) -> None:
    report = built("LKIP-10", cascade, triwulan)
    spent, share = column(report, "realisasi")[-1], column(report, "keu")[-1]
    shown = chart(cascade, "serapan-triwulan")
    expected = {1: "Rp250 (12,50%)", 2: "Rp650 (32,50%)", 3: "Rp1,20 ribu (60,00%)", 4: "Rp1,70 ribu (85,00%)"}
    assert expected[triwulan].endswith(f"({share})")
    assert spent == {1: "250", 2: "650", 3: "1.200", 4: "1.700"}[triwulan]
    assert expected[triwulan] in texts(shown)


def test_a_chart_up_to_a_triwulan_draws_no_later_one(cascade: Cascade) -> None:
    shown = texts(chart(cascade, "serapan-triwulan", triwulan=2))
    assert "Rp650 (32,50%)" in shown
    assert shown.count("belum diisi") == 2


def test_the_regions_stand_from_the_best_on_with_the_figures_of_the_table(cascade: Cascade) -> None:
    report = built("LKIP-6", cascade)
    figures = dict(zip(column(report, "daerah"), column(report, "realisasi_2023"), strict=True))
    shown = texts(chart(cascade, "antardaerah"))
    names = [text for text in shown if text in figures]
    assert names == ["Ciamis", "Provinsi Uji", "Bogor", "Kota Uji"]
    assert [text for text in shown if text in figures.values()] == [figures[name] for name in names]


def test_only_the_own_region_stands_out(cascade: Cascade) -> None:
    root = ElementTree.fromstring(chart(cascade, "antardaerah").svg)
    bold = [one.text for one in root.iter(f"{SVG}text") if one.get("font-weight") == "bold"]
    assert bold[1:] == ["Kota Uji", "10,52"]


def test_a_capped_capaian_is_drawn_as_it_prints(cascade: Cascade) -> None:
    capped = replace(cascade, plan=replace(cascade.plan, capaian_maks=110))
    assert "110,00%" in texts(chart(capped, "capaian-sasaran"))


def test_a_year_without_figures_says_in_every_chart_where_to_enter_them() -> None:
    goal = lkip_plan.node(Level.SASARAN, "S", indikator=[lkip_plan.indicator("Angka", "%", "sasaran")])
    draft = PlanDraft(roots=[lkip_plan.node(Level.TUJUAN, "T", goal)])
    for one in charts_of(load(lkip_plan.make_year(draft))):
        assert any("Isi di" in text or "Isian" in text for text in texts(one)), one.key


# The page ---------------------------------------------------------------------------------------------


@pytest.fixture
def page(client: Client) -> tuple[Client, Any]:
    rencana = lkip_plan.make_year()
    client.force_login(make_user("perencana.uji", rencana=rencana))
    return client, rencana


def test_the_page_shows_every_chart_with_its_download(page: tuple[Client, Any]) -> None:
    client, rencana = page
    answer = client.get(reverse("kinerja-grafik", args=[rencana]))
    text = answer.content.decode()
    for one in charts_of(load(rencana)):
        assert one.svg in text
        assert reverse("kinerja-grafik-unduh", args=[rencana, one.key]) in text


def test_a_downloaded_chart_is_the_picture_of_the_page_as_svg(page: tuple[Client, Any]) -> None:
    client, rencana = page
    answer = client.get(reverse("kinerja-grafik-unduh", args=[rencana, "serapan-program"]) + "?triwulan=2")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Disposition"].startswith('attachment; filename="grafik-serapan-program-kota-uji-')
    assert answer.content.decode() == chart(load(rencana), "serapan-program", 2).svg


def test_a_chart_that_does_not_exist_answers_404(page: tuple[Client, Any]) -> None:
    client, rencana = page
    assert client.get(reverse("kinerja-grafik-unduh", args=[rencana, "tiada"])).status_code == 404


def test_a_renstra_has_no_charts(client: Client) -> None:
    rencana = make_plan(small_draft())
    client.force_login(make_user("perencana.uji", rencana=rencana))
    assert client.get(reverse("kinerja-grafik", args=[rencana])).status_code == 404
