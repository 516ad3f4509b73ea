"""`manage.py import_nomenklatur` at the command line."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from planning.models import Nomenklatur, PadananNomenklatur

pytestmark = pytest.mark.django_db


@pytest.fixture
def daftar(tmp_path: Path) -> Path:
    path = tmp_path / "daftar.csv"
    path.write_text("kode;uraian\n2.07;Tenaga Kerja\n2.07.03;Pelatihan\n", encoding="utf-8")
    return path


def test_the_report_says_what_was_done(daftar, capsys):
    call_command("import_nomenklatur", str(daftar), "--edisi", "900-1317-2023")
    assert "Baru 2 · berubah 0" in capsys.readouterr().out
    daftar.write_text("kode;uraian\n2.07;Ketenagakerjaan\n", encoding="utf-8")
    call_command("import_nomenklatur", str(daftar), "--edisi", "900-1317-2023")
    out = capsys.readouterr().out
    assert "2.07 uraian: “Tenaga Kerja” → “Ketenagakerjaan”" in out
    assert "900-1317-2023 2.07.03 Pelatihan" in out
    assert "Tersimpan." in out


def test_the_report_comes_as_json_too(daftar, capsys):
    call_command("import_nomenklatur", str(daftar), "--edisi", "900-1317-2023", "--format", "json", "--dry-run")
    report = json.loads(capsys.readouterr().out)
    assert [new["kode"] for new in report["baru"]] == ["2.07", "2.07.03"]
    assert report["ditulis"] is False
    assert not Nomenklatur.objects.exists()


def test_problems_end_the_command_with_an_error(daftar, capsys):
    daftar.write_text("kode;uraian\n2.07.3;Pelatihan\n2.07.04;\n", encoding="utf-8")
    with pytest.raises(CommandError, match="2 kesalahan; tidak ada yang ditulis"):
        call_command("import_nomenklatur", str(daftar), "--edisi", "900-1317-2023")
    assert "Baris 3, kolom uraian" in capsys.readouterr().err


def test_a_mapping_is_read_with_its_own_option(daftar, tmp_path, capsys):
    for edisi in ("900-1317-2023", "900-861-2026"):
        call_command("import_nomenklatur", str(daftar), "--edisi", edisi)
    mapping = tmp_path / "padanan.csv"
    mapping.write_text("versi_lama,kode_lama,versi_baru,kode_baru\nK900,2.07.03,SIPD-2027,2.07.03\n", encoding="utf-8")
    call_command("import_nomenklatur", "--padanan", str(mapping))
    assert "Padanan baru 1" in capsys.readouterr().out
    assert PadananNomenklatur.objects.count() == 1


def test_a_list_is_no_mapping(daftar):
    with pytest.raises(CommandError, match="kesalahan"):
        call_command("import_nomenklatur", "--padanan", str(daftar))


@pytest.mark.parametrize("arguments", [(), ("tidak-ada.csv",), ("a.csv", "--padanan", "b.csv")])
def test_a_wrong_call_says_what_to_give(arguments):
    with pytest.raises(CommandError, match=r"Sebutkan satu berkas|tidak ditemukan"):
        call_command("import_nomenklatur", *arguments)
