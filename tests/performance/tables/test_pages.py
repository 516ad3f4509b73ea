"""The tables of a year on their page and at the command line: up to which triwulan, on which paper."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from planning.models import Rencana
from tests.planning.factories import make_user

from .plans import SLUG, measure, stored, sub, year

pytestmark = pytest.mark.django_db


@pytest.fixture
def rencana(client: Client) -> Rencana:
    """A year whose sub-kegiatan reached 10, 20, 30 and 40; its planner is signed in."""
    one = measure("Peserta", target="100", triwulan=("10", "20", "30", "40"), akumulasi="jumlah")
    plan = stored(year(sub("2.07.03.2.01.0001", "Pelatihan", one)))
    client.force_login(make_user("ani", rencana=plan))
    return plan


def address(rencana: Rencana, table: str) -> str:
    """The page of a table."""
    return reverse("rencana-tabel-satu", args=[rencana, table])


def test_the_tables_of_a_year_open_with_e_81(client: Client, rencana: Rencana) -> None:
    assert client.get(reverse("rencana-tabel", args=[rencana])).headers["Location"] == address(rencana, "E.81")


def test_the_page_prints_up_to_the_triwulan_that_is_asked_for(client: Client, rencana: Rencana) -> None:
    answer = client.get(address(rencana, "E.81"), {"triwulan": "2"})
    assert answer.context["pilihan"].triwulan == 2
    assert '<option value="2" selected>s.d. II</option>' in answer.content.decode()
    assert ">30</td>" in answer.content.decode()
    assert ">40</td>" not in answer.content.decode()


@pytest.mark.parametrize("asked", ["", "0", "5", "x"])
def test_any_other_triwulan_is_the_whole_year(client: Client, rencana: Rencana, asked: str) -> None:
    assert client.get(address(rencana, "E.81"), {"triwulan": asked}).context["pilihan"].triwulan == 4


def test_a_table_that_is_not_by_triwulan_offers_no_choice_of_it(client: Client, rencana: Rencana) -> None:
    assert 'id="triwulan"' not in client.get(address(rencana, "rencana-aksi")).content.decode()


def test_only_papers_on_which_the_columns_fit_are_offered(client: Client, rencana: Rencana) -> None:
    answer = client.get(address(rencana, "E.81"), {"kertas": "A4"})
    assert answer.context["pilihan"].kertas == "F4"
    assert [paper for paper, _ in answer.context["kertas"]] == ["F4", "A3"]
    wide = client.get(address(rencana, "E.81"), {"kertas": "F4", "bentuk": "lebar"})
    assert wide.context["pilihan"].kertas == "A3"


def test_the_download_holds_the_figures_up_to_that_triwulan(client: Client, rencana: Rencana) -> None:
    url = reverse("rencana-tabel-unduh", args=[rencana, "E.81", "csv"])
    lines = list(csv.DictReader(io.StringIO(client.get(url, {"triwulan": "3"}).content.decode("utf-8-sig"))))
    row = next(one for one in lines if one["indikator"].startswith("Peserta"))
    assert (row["tw_3_k"], row["tw_4_k"], row["tahun_ini_k"]) == ("30", "", "60")


def test_the_command_prints_up_to_a_triwulan(rencana: Rencana, tmp_path: Path) -> None:
    file = tmp_path / "e81.csv"
    call_command(
        "generate", "E.81", "--plan", SLUG, "--format", "csv", "--triwulan", "1", "--output", str(file),
        stderr=io.StringIO(),
    )  # fmt: skip
    lines = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))
    row = next(one for one in lines if one["indikator"].startswith("Peserta"))
    assert (row["tw_1_k"], row["tw_2_k"], row["tahun_ini_k"]) == ("10", "", "10")


def test_the_command_says_when_a_larger_sheet_is_needed(rencana: Rencana, tmp_path: Path) -> None:
    told = io.StringIO()
    call_command(
        "generate", "E.80", "--plan", SLUG, "--format", "html", "--paper", "F4", "--output",
        str(tmp_path / "e80.html"), stderr=told,
    )  # fmt: skip
    assert "Dicetak di kertas A3" in told.getvalue()
