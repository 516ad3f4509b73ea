"""A kinerja plan is filled in through its realisation workbook; the workbook of a plan would lose its triwulan."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from planning.models import ChangeSet, Rencana, Unggahan
from planning.workbook import import_workbook, write_blank
from planning.writing import Authorship
from tests.performance.year import TAHUN
from tests.planning.factories import make_user


@pytest.fixture
def perencana(client: Client, tahun: Rencana) -> Client:
    """The planner of the year, signed in."""
    client.force_login(make_user("perencana", "perencana", tahun))
    return client


def test_the_head_of_a_kinerja_plan_leads_to_its_own_workbook(perencana: Client, tahun: Rencana) -> None:
    text = perencana.get(reverse("rencana-pemeriksaan", args=[tahun])).content.decode()
    assert f'href="{reverse("kinerja-impor-realisasi", args=[tahun])}"' in text
    assert reverse("rencana-impor", args=[tahun]) not in text
    assert reverse("rencana-buku-kerja", args=[tahun]) not in text


def test_a_renstra_keeps_the_workbook_of_a_plan(perencana: Client, tahun: Rencana) -> None:
    renstra = tahun.asal
    assert renstra is not None
    text = perencana.get(reverse("rencana-pemeriksaan", args=[renstra])).content.decode()
    assert f'href="{reverse("rencana-impor", args=[renstra])}"' in text
    assert f'href="{reverse("rencana-buku-kerja", args=[renstra])}"' in text


@pytest.mark.parametrize("name", ["rencana-impor", "rencana-impor-pratinjau", "rencana-buku-kerja"])
def test_an_old_address_leads_to_the_page_of_the_realisation_workbook(
    perencana: Client, tahun: Rencana, name: str
) -> None:
    answer = perencana.get(reverse(name, args=[tahun]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("kinerja-impor-realisasi", args=[tahun]))


def test_an_upload_to_the_general_page_keeps_the_waiting_realisation(perencana: Client, tahun: Rencana) -> None:
    user = make_user("lain", "perencana", tahun)
    perencana.force_login(user)
    Unggahan.objects.keep(user, b"isi", "realisasi.xlsx", rencana=tahun)
    answer = perencana.post(reverse("rencana-impor", args=[tahun]), {"berkas": io.BytesIO(b"lain")}, follow=True)
    assert "Realisasi lewat Excel" in answer.content.decode()
    waiting = Unggahan.objects.waiting(user, tahun)
    assert waiting is not None and waiting.nama_berkas == "realisasi.xlsx"


@pytest.mark.parametrize("remove_missing", [False, True])
def test_the_workbook_of_a_plan_is_refused_and_loses_nothing(tahun: Rencana, remove_missing: bool) -> None:
    book = io.BytesIO()
    write_blank(book, jenis="renja", tahun_awal=TAHUN)
    by = Authorship(user=None, origin=ChangeSet.Origin.IMPORT, source="uji")
    before = tahun.simpul.count()
    report = import_workbook(tahun, book, by=by, remove_missing=remove_missing)
    assert report.refused and "triwulan" in report.problems[0].message
    assert tahun.simpul.count() == before > 0


def test_the_command_writes_no_workbook_that_cannot_be_read_again(tahun: Rencana, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="tidak memiliki buku kerja rencana"):
        call_command("export_plan", plan=tahun.slug, output=tmp_path / "buku.xlsx")
    assert not (tmp_path / "buku.xlsx").exists()
