"""The realisation workbook on its pages: download, upload, preview cell by cell, apply, undo; and the command."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from planning.cascade import load
from planning.models import ChangeSet, Rencana, Unggahan, User
from planning.writing import draft_of
from tests.planning.factories import make_user, nilai, write

from ..tables.plans import SLUG, TAHUN, stored
from .test_round_trip import FIRST, Buku, draft, filled, first_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def rencana() -> Rencana:
    """The year, stored."""
    return stored(draft())


@pytest.fixture
def ani(client: Client, rencana: Rencana) -> User:
    """The planner, signed in."""
    user = make_user("ani", rencana=rencana)
    client.force_login(user)
    return user


def page(name: str, rencana: Rencana) -> str:
    """The address of a page."""
    return reverse(f"kinerja-{name}", args=[rencana])


def upload(client: Client, rencana: Rencana, book: Buku) -> str:
    """Upload a workbook and give the page that follows."""
    file = SimpleUploadedFile("realisasi.xlsx", book.bytes().getvalue())
    answer = client.post(page("impor-realisasi", rencana), {"berkas": file}, follow=True)
    return answer.content.decode()


def confirmed(client: Client, rencana: Rencana) -> dict[str, str]:
    """What the form of the preview sends back."""
    form = client.get(page("impor-realisasi-pratinjau", rencana)).context["form"]
    return {name: str(form.initial[name]) for name in ("revisi", "sha256")}


def test_the_page_offers_the_workbook_of_each_triwulan_and_of_all(client: Client, rencana: Rencana, ani: User) -> None:
    text = client.get(page("impor-realisasi", rencana)).content.decode()
    address = page("buku-realisasi", rencana)
    assert all(f'href="{address}?triwulan={number}"' in text for number in (1, 2, 3, 4))
    answer = client.get(address, {"triwulan": 3})
    assert "realisasi-triwulan-3-" in answer.headers["Content-Disposition"]
    headings = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(answer.content))["Realisasi"][1]]
    assert "Realisasi TW III" in headings and "Realisasi TW II" not in headings


def test_an_upload_is_previewed_cell_by_cell_and_then_applied_as_one_change_that_can_be_taken_back(
    client: Client, rencana: Rencana, ani: User
) -> None:
    text = upload(client, rencana, filled(rencana))
    for part in ("Realisasi Triwulan I 2027", "Peserta pelatihan", "Instruktur kurang", "Terapkan semua"):
        assert part in text
    assert not first_row(load(rencana)).indikator[0].at("realisasi_1", TAHUN).is_filled
    answer = client.post(
        page("impor-realisasi-terapkan", rencana), confirmed(client, rencana) | {"alasan": "Laporan triwulan I"}
    )
    change = rencana.changesets.get(origin=ChangeSet.Origin.IMPORT)
    assert answer.headers["Location"] == reverse("rencana-impor-hasil", args=[rencana, change.pk])
    assert (change.reason, change.user) == ("Laporan triwulan I", ani)
    assert first_row(load(rencana)).indikator[0].at("realisasi_1", TAHUN) == nilai("12")
    assert not Unggahan.objects.exists()
    client.post(answer.headers["Location"])
    assert not first_row(load(rencana)).indikator[0].at("realisasi_1", TAHUN).is_filled


def test_faults_stand_in_the_preview_with_sheet_row_and_column_and_nothing_can_be_applied(
    client: Client, rencana: Rencana, ani: User
) -> None:
    book = filled(rencana)
    book.fill("Realisasi", "Kepuasan", "Realisasi TW I", "1.2.3")
    text = upload(client, rencana, book)
    assert "Buku kerja ini belum dapat diterapkan" in text
    assert "Realisasi TW I" in text
    client.post(page("impor-realisasi-terapkan", rencana), {"revisi": rencana.revisi, "sha256": ""})
    assert not first_row(load(rencana)).indikator[0].at("realisasi_1", TAHUN).is_filled


def test_a_plan_changed_since_the_preview_is_shown_and_asked_again(client: Client, rencana: Rencana, ani: User) -> None:
    upload(client, rencana, filled(rencana))
    sent = confirmed(client, rencana)
    elsewhere = draft_of(load(rencana))
    row = next(one for one in elsewhere.walk() if one.kode == FIRST)
    row.lokasi = "Kota Uji"
    write(rencana, elsewhere)
    answer = client.post(page("impor-realisasi-terapkan", rencana), sent, follow=True)
    assert "Belum ada yang ditulis" in answer.content.decode()
    assert not first_row(load(rencana)).indikator[0].at("realisasi_1", TAHUN).is_filled


def test_an_upload_can_be_thrown_away(client: Client, rencana: Rencana, ani: User) -> None:
    upload(client, rencana, filled(rencana))
    client.post(page("impor-realisasi-batal", rencana))
    assert not Unggahan.objects.exists()


def test_a_year_that_is_set_offers_the_download_but_no_upload(client: Client, rencana: Rencana, ani: User) -> None:
    Rencana.objects.filter(pk=rencana.pk).update(status=Rencana.Status.DITETAPKAN)
    text = client.get(page("impor-realisasi", rencana)).content.decode()
    assert "Unduh buku kerja" in text
    assert "Unggah dan periksa</button>" not in text


def test_a_plan_of_another_kind_has_no_such_page(client: Client, rencana: Rencana, ani: User) -> None:
    renstra = stored(draft(), "kota-uji/disnaker/renstra-2025-2029/murni")
    assert client.get(page("impor-realisasi", renstra)).status_code == 404


# The command ------------------------------------------------------------------------------------------


def saved(book: Buku, folder: Path) -> str:
    """The workbook as a file."""
    path = folder / "realisasi.xlsx"
    path.write_bytes(book.bytes().getvalue())
    return str(path)


def test_the_command_takes_the_plan_that_the_workbook_names(rencana: Rencana, tmp_path: Path) -> None:
    out = io.StringIO()
    call_command("import_realisasi", saved(filled(rencana), tmp_path), stdout=out)
    assert "10 sel berubah" in out.getvalue()
    assert first_row(load(rencana)).indikator[0].at("realisasi_1", TAHUN) == nilai("12")


def test_a_dry_run_of_the_command_writes_nothing(rencana: Rencana, tmp_path: Path) -> None:
    out = io.StringIO()
    call_command("import_realisasi", saved(filled(rencana), tmp_path), "--dry-run", "--plan", SLUG, stdout=out)
    assert "Akan ditulis" in out.getvalue()
    assert not first_row(load(rencana)).indikator[0].at("realisasi_1", TAHUN).is_filled


def test_the_command_ends_with_1_when_the_workbook_is_refused(rencana: Rencana, tmp_path: Path) -> None:
    book = filled(rencana)
    book.fill("Realisasi", "Kepuasan", "Realisasi TW I", "1.2.3")
    out = io.StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("import_realisasi", saved(book, tmp_path), stdout=out)
    assert stopped.value.code == 1
    assert "Ditolak: 1 galat" in out.getvalue()


def test_the_command_names_a_plan_that_does_not_exist(rencana: Rencana, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="tidak ada"):
        call_command("import_realisasi", saved(filled(rencana), tmp_path), "--plan", "kota-x/y/kinerja-2027/murni")
