"""The demo's positions and perjanjian: loaded once, without people, and never over what is there."""

from io import StringIO

import pytest
from django.core.management import call_command

from performance.demo.jabatan import POSITIONS, load_positions
from performance.models.jabatan import Jabatan, Pejabat
from performance.models.perjanjian import PerjanjianKinerja
from performance.perjanjian.drawing import document_of
from planning.cascade import load


@pytest.fixture
def said(db: None) -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def test_the_positions_are_loaded_with_the_plans_and_nobody_holds_them(said: str):
    assert Jabatan.objects.count() == len(POSITIONS) + 1
    assert not Pejabat.objects.exists()
    assert "Jabatan contoh dibuat" in said


def test_a_second_run_makes_nothing(said: str):
    assert load_positions() == []


def test_positions_that_people_entered_are_left_alone(said: str):
    PerjanjianKinerja.objects.all().delete()
    for eselon in ("fungsional", "IV", "III"):
        Jabatan.objects.filter(eselon=eselon).delete()
    assert load_positions() == []
    assert Jabatan.objects.count() == 2


def test_without_the_demo_office_there_are_no_positions(db: None):
    assert load_positions() == []


def test_each_konsep_promises_the_money_that_the_position_answers_for(said: str):
    totals = {}
    for one in PerjanjianKinerja.objects.select_related("rencana__edisi", "jabatan__atasan", "jabatan_kedua"):
        assert one.jabatan_kedua == one.jabatan.atasan
        totals[one.rencana.versi, one.jabatan.nama] = document_of(one, load(one.rencana)).isi.total
    assert totals["murni", "Kepala Dinas Tenaga Kerja"] == 11_728_410_809
    assert totals["perubahan-1", "Kepala Dinas Tenaga Kerja"] == 11_872_240_800
    of_echelon_three = [totals["perubahan-1", one.nama] for one in POSITIONS if one.eselon == "III"]
    # Each program is answered for by one of them.
    assert sum(of_echelon_three) == totals["perubahan-1", "Kepala Dinas Tenaga Kerja"]
