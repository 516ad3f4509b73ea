"""Evidence: kept and deleted with its record, under the plan's locks, without ever leaving a file behind."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from performance import bukti as keeping
from performance.bukti import Upload, add, counts_of, delete, evidence_of, space_used
from performance.files import checked
from performance.models import Bukti
from planning.models import Rencana, Simpul, User
from planning.versions.establishing import establish
from planning.versions.perubahan import cancel_perubahan, create_perubahan
from planning.writing import InvalidPlan, NotAllowed
from tests.performance.files import PDF, PNG, office_file, upload
from tests.performance.year import FIRST, LAST, row, set_window
from tests.planning import factories as f

# The files are deleted when a transaction is over, so the transactions here are real ones.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("media")]


@pytest.fixture
def planner(tahun: Rencana) -> User:
    return f.make_user("perencana", rencana=tahun)


@pytest.fixture
def browser(client: Client, planner: User) -> Client:
    """A browser in which the planner has signed in."""
    client.force_login(planner)
    return client


def one_file(name: str = "laporan.pdf", content: bytes = PDF) -> Upload:
    return Upload(checked(name, io.BytesIO(content), len(content)), io.BytesIO(content))


def stored(media: Path) -> list[Path]:
    return [one for one in media.rglob("*") if one.is_file()]


def page(simpul: Simpul, triwulan: int = 1) -> str:
    return reverse("kinerja-bukti", args=[simpul.rencana, simpul.pk, triwulan])


# Keeping --------------------------------------------------------------------------------------------------


def test_a_file_is_kept_under_a_random_name_with_all_that_tells_of_it(tahun, planner, media):
    (held,) = add(tahun, row(tahun), None, 1, [one_file("Laporan Triwulan.pdf")], user=planner, keterangan="No. 5")
    (file,) = stored(media)
    assert file.read_bytes() == PDF
    assert file.relative_to(media).parts[:2] == ("bukti", "2025")
    assert "Laporan" not in file.name
    assert (held.nama_asli, held.tipe, held.ukuran, held.oleh_nama, held.keterangan) == (
        "Laporan Triwulan.pdf",
        "pdf",
        len(PDF),
        "perencana",
        "No. 5",
    )


def test_when_something_fails_no_file_stays_behind(tahun, planner, media, monkeypatch):
    created = Bukti.objects.create

    def fail_at_the_second(**fields):
        if Bukti.objects.exists():
            raise RuntimeError("the database is gone")
        return created(**fields)

    monkeypatch.setattr(Bukti.objects, "create", fail_at_the_second)
    with pytest.raises(RuntimeError):
        add(tahun, row(tahun), None, 1, [one_file(), one_file("foto.png", PNG)], user=planner)
    assert stored(media) == []
    assert not Bukti.objects.exists()


def test_a_deleted_file_is_gone_and_its_record_stays(tahun, planner, media):
    (held,) = add(tahun, row(tahun), None, 1, [one_file()], user=planner)
    delete(held, user=planner)
    held.refresh_from_db()
    assert stored(media) == []
    assert (held.berkas, held.dihapus_oleh, held.nama_asli) == ("", "perencana", "laporan.pdf")
    assert held.dihapus_at is not None


def test_deleting_twice_keeps_the_first_record(tahun, planner):
    admin = User.objects.create_superuser("admin")
    (held,) = add(tahun, row(tahun), None, 1, [one_file()], user=planner)
    delete(held, user=planner)
    delete(held, user=admin)
    held.refresh_from_db()
    assert held.dihapus_oleh == "perencana"


def test_a_deletion_that_is_taken_back_keeps_the_file(tahun, planner, media, monkeypatch):
    (held,) = add(tahun, row(tahun), None, 1, [one_file()], user=planner)

    def fail(self, **kwargs):
        raise RuntimeError("the database is gone")

    monkeypatch.setattr(Bukti, "save", fail)
    with pytest.raises(RuntimeError):
        delete(held, user=planner)
    assert len(stored(media)) == 1


def test_a_cancelled_perubahan_takes_its_files_along_and_no_others(tahun, planner, media):
    add(tahun, row(tahun), None, 1, [one_file("murni.pdf")], user=planner)
    establish(tahun, user=None, reason="DPA")
    tahun.refresh_from_db()
    revised = create_perubahan(tahun, user=None)
    add(revised, row(revised), None, 1, [one_file("perubahan.pdf")], user=planner)
    assert len(stored(media)) == 2
    cancel_perubahan(revised, user=None, reason="batal")
    assert len(stored(media)) == 1
    assert Bukti.objects.get().nama_asli == "murni.pdf"


def test_a_perubahan_shows_the_evidence_of_the_version_it_revises(tahun, planner):
    add(tahun, row(tahun), None, 1, [one_file("murni.pdf")], user=planner)
    establish(tahun, user=None, reason="DPA")
    tahun.refresh_from_db()
    revised = create_perubahan(tahun, user=None)
    add(revised, row(revised), None, 1, [one_file("perubahan.pdf")], user=planner)
    assert [one.nama_asli for one in evidence_of(row(revised), 1)] == ["murni.pdf", "perubahan.pdf"]
    assert [one.nama_asli for one in evidence_of(row(tahun), 1)] == ["murni.pdf"]
    assert counts_of(revised) == {(row(revised).pk, 1): 2}
    assert counts_of(tahun) == {(row(tahun).pk, 1): 1}


def test_deleted_files_are_not_counted(tahun, planner):
    (held,) = add(tahun, row(tahun), None, 2, [one_file()], user=planner)
    delete(held, user=planner)
    assert counts_of(tahun) == {}
    assert space_used(tahun) == 0


def test_a_plan_holds_only_so_much(tahun, planner, media, monkeypatch):
    monkeypatch.setattr(keeping, "MAX_TOTAL", len(PDF) + 5)
    add(tahun, row(tahun), None, 1, [one_file()], user=planner)
    with pytest.raises(InvalidPlan, match="paling banyak 1 MB"):
        add(tahun, row(tahun), None, 2, [one_file()], user=planner)
    assert len(stored(media)) == 1


# Locks ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("on", "is_open"), [(FIRST, True), (LAST, True), (date(2025, 4, 16), False)])
def test_evidence_follows_the_entry_window(tahun, planner, media, day, on, is_open):
    (held,) = add(tahun, row(tahun), None, 1, [one_file()], user=planner)
    set_window(tahun)
    day(on)
    if is_open:
        add(tahun, row(tahun), None, 1, [one_file()], user=planner)
        delete(held, user=planner)
    else:
        with pytest.raises(NotAllowed, match="ditutup 15 April 2025"):
            add(tahun, row(tahun), None, 1, [one_file()], user=planner)
        with pytest.raises(NotAllowed, match="ditutup 15 April 2025"):
            delete(held, user=planner)
        add(tahun, row(tahun), None, 2, [one_file()], user=planner)


def test_a_version_that_was_set_takes_no_evidence(tahun, planner, media):
    (held,) = add(tahun, row(tahun), None, 1, [one_file()], user=planner)
    establish(tahun, user=None, reason="DPA")
    with pytest.raises(NotAllowed, match="ditetapkan"):
        add(tahun, row(tahun), None, 1, [one_file()], user=planner)
    with pytest.raises(NotAllowed, match="ditetapkan"):
        delete(held, user=planner)
    assert len(stored(media)) == 1


# Pages ----------------------------------------------------------------------------------------------------


def text(answer) -> str:
    return answer.content.decode()


def test_the_planner_uploads_several_files_at_once(browser, tahun, media):
    files = [upload(), upload("data.xlsx", office_file())]
    answer = browser.post(page(row(tahun)), {"tentang": "baris", "berkas": files}, follow=True)
    assert answer.redirect_chain == [(page(row(tahun)), 302)]
    assert "2 berkas tersimpan." in text(answer)
    assert "laporan.pdf" in text(answer)
    assert len(stored(media)) == 2


def test_evidence_can_be_of_one_indicator(browser, tahun):
    indicator = row(tahun).indikator.get()
    answer = browser.post(page(row(tahun)), {"tentang": indicator.pk, "berkas": upload()}, follow=True)
    assert Bukti.objects.get().indikator == indicator
    assert indicator.teks in text(answer)


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_kept(browser, tahun, media):
    files = [upload("a.html", b"<html>"), upload("b.pdf", b"bukan"), upload("c.pdf")]
    answer = browser.post(page(row(tahun)), {"tentang": "0", "berkas": files, "keterangan": "x" * 301})
    page_text = text(answer)
    assert "a.html: Jenis berkas ini tidak diterima" in page_text
    assert "b.pdf: Akhiran berkas ini .pdf, tetapi isinya bukan PDF" in page_text
    assert "Indikator ini bukan bagian dari baris ini" in page_text
    assert "c.pdf:" not in page_text
    assert stored(media) == []


def test_without_a_file_the_form_asks_for_one(browser, tahun):
    assert "Pilih berkasnya dahulu." in text(browser.post(page(row(tahun)), {"tentang": "baris"}))


def test_more_files_than_can_be_taken_at_once_are_refused(browser, tahun):
    files = [upload(f"{number}.pdf") for number in range(11)]
    answer = browser.post(page(row(tahun)), {"tentang": "baris", "berkas": files})
    assert "Paling banyak 10 berkas sekali unggah; ini 11 berkas." in text(answer)


def test_a_download_is_to_be_saved_and_never_to_be_shown(browser, tahun, planner):
    (held,) = add(tahun, row(tahun), None, 1, [one_file("Laporan “akhir”.pdf")], user=planner)
    answer = browser.get(reverse("kinerja-bukti-unduh", args=[tahun, held.pk]))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_a_deleted_file_can_no_longer_be_downloaded(browser, tahun, planner):
    (held,) = add(tahun, row(tahun), None, 1, [one_file()], user=planner)
    answer = browser.post(reverse("kinerja-bukti-hapus", args=[tahun, held.pk]), follow=True)
    assert "laporan.pdf dihapus." in text(answer)
    assert "1 berkas sudah dihapus" in text(answer)
    assert browser.get(reverse("kinerja-bukti-unduh", args=[tahun, held.pk])).status_code == 404


def test_a_closed_window_says_why_and_takes_nothing(browser, tahun, day):
    set_window(tahun)
    day(date(2025, 5, 1))
    shown = text(browser.get(page(row(tahun))))
    assert "Pengisian Triwulan I 2025 ditutup 15 April 2025." in shown
    assert "Unggah bukti" not in shown
    answer = browser.post(page(row(tahun)), {"tentang": "baris", "berkas": upload()})
    assert answer.status_code == 403
    assert not Bukti.objects.exists()


def test_evidence_of_other_plans_rows_and_quarters_does_not_exist(browser, tahun, planner):
    (held,) = add(tahun, row(tahun), None, 1, [one_file()], user=planner)
    other = f.make_plan(f.small_draft(), "kota-lain/disnaker/kinerja-2025/murni")
    foreign = row(other)
    assert browser.get(page(foreign)).status_code == 404
    assert browser.post(page(foreign), {"berkas": upload()}).status_code == 404
    assert browser.get(reverse("kinerja-bukti", args=[tahun, foreign.pk, 1])).status_code == 404
    assert browser.get(reverse("kinerja-bukti", args=[tahun, row(tahun).pk, 5])).status_code == 404
    assert browser.get(reverse("kinerja-bukti-unduh", args=[other, held.pk])).status_code == 404
    # The Renstra of the year has rows, but no evidence.
    assert browser.get(reverse("kinerja-bukti", args=[tahun.asal, row(tahun.asal).pk, 1])).status_code == 404


@pytest.mark.parametrize("peran", ["kepala", "reviewer", "pembaca"])
def test_those_who_only_read_see_the_files_and_change_nothing(client, tahun, planner, peran, media):
    (held,) = add(tahun, row(tahun), None, 1, [one_file()], user=planner)
    client.force_login(f.make_user(peran, peran, tahun))
    assert "laporan.pdf" in text(client.get(page(row(tahun))))
    assert client.get(reverse("kinerja-bukti-unduh", args=[tahun, held.pk])).status_code == 200
    assert client.post(page(row(tahun)), {"berkas": upload()}).status_code == 403
    assert client.post(reverse("kinerja-bukti-hapus", args=[tahun, held.pk])).status_code == 403
    assert len(stored(media)) == 1
