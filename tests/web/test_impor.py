"""Import of a workbook on the pages: upload, preview cell by cell, apply all or nothing, undo, and new plans."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from planning.cascade import load
from planning.grid.naming import cell_text, cell_title
from planning.models import ChangeSet, Daerah, Pagu, PerangkatDaerah, Rencana, Simpul, Unggahan, User
from planning.views.impor_formulir import MAX_BYTES
from planning.workbook import write_workbook
from planning.workbook.schema import PROGRAM
from planning.writing import draft_of
from tests.planning import factories as f

pytestmark = pytest.mark.django_db
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Edit = Callable[[Workbook], None]


@pytest.fixture
def rencana() -> Rencana:
    return f.make_plan(f.small_draft())


@pytest.fixture
def ani(client: Client, rencana: Rencana) -> User:
    """The planner, signed in."""
    user = f.make_user("ani", rencana=rencana)
    client.force_login(user)
    return user


def workbook(rencana: Rencana, edit: Edit | None = None) -> bytes:
    """The plan's own workbook, as somebody changed it."""
    stream = io.BytesIO()
    write_workbook(load(rencana), stream)
    if edit is None:
        return stream.getvalue()
    book = openpyxl.load_workbook(stream)
    edit(book)
    changed = io.BytesIO()
    book.save(changed)
    return changed.getvalue()


def cell(book: Workbook, uraian: str, heading: str) -> Any:
    """The cell of the programme sheet on the row of these words, under this heading."""
    sheet = book[PROGRAM.name]
    column = next(one.column for one in sheet[1] if one.value == heading)
    row = next(one[0].row for one in sheet.iter_rows() if any(c.value == uraian for c in one))
    return sheet.cell(row, column)


def put(uraian: str, heading: str, value: Any) -> Edit:
    def edit(book: Workbook) -> None:
        cell(book, uraian, heading).value = value

    return edit


def without(uraian: str) -> Edit:
    def edit(book: Workbook) -> None:
        book[PROGRAM.name].delete_rows(cell(book, uraian, "Kode").row)

    return edit


def identity(**settings: Any) -> Edit:
    """Other contents on "Identitas", by label."""

    def edit(book: Workbook) -> None:
        for label, value, *_ in book["Identitas"].iter_rows():
            if label.value in settings:
                value.value = settings[label.value]

    return edit


def upload(client: Client, rencana: Rencana, content: bytes, name: str = "usulan.xlsx") -> Any:
    file = SimpleUploadedFile(name, content, XLSX)
    return client.post(reverse("rencana-impor", args=[rencana]), {"berkas": file})


def preview(client: Client, rencana: Rencana, **query: Any) -> Any:
    answer = client.get(reverse("rencana-impor-pratinjau", args=[rencana]), query)
    assert answer.status_code == 200, answer
    return answer


def sent(shown: Any, **more: Any) -> dict[str, Any]:
    """What the preview's form sends."""
    return {name: value for name, value in shown.context["form"].initial.items() if value != ""} | more


def apply(client: Client, rencana: Rencana, shown: Any, **more: Any) -> Any:
    return client.post(reverse("rencana-impor-terapkan", args=[rencana]), sent(shown, **more), follow=True)


def pagu_of(uraian: str, tahun: int = 2025) -> int:
    return int(Pagu.objects.get(simpul__uraian=uraian, tahun=tahun).jumlah)


# Upload -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("usulan.xlsx", b"", "kosong (0 byte)"),
        ("usulan.xlsx", b"bukan buku kerja", "tidak dapat dibaca sebagai buku kerja"),
        ("usulan.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "bersandi"),
        ("usulan.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Excel lama (.xls)"),
        ("usulan.xlsm", b"PK\x03\x04", "makro (.xlsm)"),
        ("usulan.pdf", b"%PDF-1.7", "bukan buku kerja Excel"),
        ("usulan", b"PK\x03\x04", "bukan buku kerja Excel"),
        ("usulan.xlsx", bytes(MAX_BYTES + 1), "paling besar 10 MB"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_in_plain_words(
    client: Client, rencana: Rencana, ani: User, name: str, content: bytes, told: str
) -> None:
    answer = upload(client, rencana, content, name)

    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert not Unggahan.objects.exists()


def test_an_upload_without_a_file_asks_for_one(client: Client, rencana: Rencana, ani: User) -> None:
    answer = client.post(reverse("rencana-impor", args=[rencana]))

    assert "Pilih berkas buku kerja dahulu." in answer.content.decode()


def test_macros_are_refused_even_under_the_name_of_a_plain_workbook(
    client: Client, rencana: Rencana, ani: User
) -> None:
    stream = io.BytesIO(workbook(rencana))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"makro")

    assert "makro (.xlsm)" in upload(client, rencana, stream.getvalue()).content.decode()
    assert not Unggahan.objects.exists()


def test_a_file_that_was_damaged_on_its_way_is_refused_in_plain_words(
    client: Client, rencana: Rencana, ani: User
) -> None:
    content = bytearray(workbook(rencana))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        inner = archive.getinfo("xl/workbook.xml")
    # Right after the member's own head: a compressed block of a kind that does not exist.
    content[inner.header_offset + 30 + len(inner.filename)] |= 0b110

    answer = upload(client, rencana, bytes(content))

    assert "tidak dapat dibaca sebagai buku kerja" in answer.content.decode()


def test_a_workbook_waits_until_it_is_applied_and_a_new_one_takes_its_place(
    client: Client, rencana: Rencana, ani: User
) -> None:
    first = upload(client, rencana, workbook(rencana), "satu.xlsx")
    upload(client, rencana, workbook(rencana), "dua.xlsx")

    assert first.headers["Location"] == reverse("rencana-impor-pratinjau", args=[rencana])
    assert [one.nama_berkas for one in Unggahan.objects.all()] == ["dua.xlsx"]
    assert "dua.xlsx" in client.get(reverse("rencana-impor", args=[rencana])).content.decode()


def test_the_bytes_of_an_upload_are_fetched_only_to_be_read(rencana: Rencana, ani: User) -> None:
    Unggahan.objects.keep(ani, b"isi", "satu.xlsx", rencana=rencana)

    shown = Unggahan.objects.waiting(ani, rencana)
    read = Unggahan.objects.waiting(ani, rencana, to_read=True)

    assert shown is not None and read is not None
    assert (shown.get_deferred_fields(), read.get_deferred_fields()) == ({"isi"}, set())


def test_what_was_left_for_a_day_is_neither_shown_nor_kept(client: Client, rencana: Rencana, ani: User) -> None:
    other = f.make_user("budi", rencana=rencana)
    old = Unggahan.objects.keep(other, workbook(rencana), "lama.xlsx", rencana=rencana)
    Unggahan.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(hours=25))

    assert Unggahan.objects.waiting(other, rencana) is None
    upload(client, rencana, workbook(rencana))
    assert [one.user for one in Unggahan.objects.all()] == [ani]


def test_the_upload_of_one_person_is_not_that_of_another(client: Client, rencana: Rencana, ani: User) -> None:
    upload(client, rencana, workbook(rencana))
    client.force_login(f.make_user("budi", rencana=rencana))

    answer = client.get(reverse("rencana-impor-pratinjau", args=[rencana]))

    assert answer.headers["Location"] == reverse("rencana-impor", args=[rencana])


# Preview ------------------------------------------------------------------------------------------------


def test_the_preview_shows_each_cell_old_and_new_as_people_read_it(client: Client, rencana: Rencana, ani: User) -> None:
    def edit(book: Workbook) -> None:
        put("Proses Pelatihan", "Pagu 2025 (Rp)", 1_308_202_759)(book)
        put("Proses Pelatihan", "Target 2026", "-")(book)

    upload(client, rencana, workbook(rencana, edit))
    objek = preview(client, rencana).context["objek"]

    cells = {(one.what, cell.title): (cell.old, cell.new) for one in objek for cell in one.cells}
    assert cells == {
        ("Simpul", "Pagu 2025"): ("100", "1.308.202.759"),
        ("Indikator", "Target 2026"): ("15", "-"),
    }
    assert objek[0].label == "Sub-kegiatan 2.07.03.2.01.0001 Proses Pelatihan"
    assert objek[1].under == objek[0].label
    assert objek[0].place.startswith("Lembar Program Kegiatan, baris ")
    assert pagu_of("Proses Pelatihan") == 100


def test_faults_are_listed_with_sheet_row_and_column_and_nothing_can_be_applied(
    client: Client, rencana: Rencana, ani: User
) -> None:
    def edit(book: Workbook) -> None:
        put("Koordinasi Pelatihan", "Pagu 2025 (Rp)", "seratus juta")(book)
        put("Proses Pelatihan", "Target 2025", "1,835")(book)

    upload(client, rencana, workbook(rencana, edit))
    shown = preview(client, rencana)

    galat = shown.context["masalah"][0]
    assert (galat.tingkat, galat.banyak) == ("galat", 2)
    assert [one.row for one in galat.isi] == sorted(one.row for one in galat.isi)
    assert {(one.sheet, one.heading) for one in galat.isi} == {
        ("Program Kegiatan", "Target 2025"),
        ("Program Kegiatan", "Pagu 2025 (Rp)"),
    }
    assert reverse("rencana-impor-terapkan", args=[rencana]) not in shown.content.decode()

    answer = apply(client, rencana, shown)
    assert "Belum ada yang ditulis." in answer.content.decode()
    assert rencana.changesets.count() == 1


def test_the_workbook_of_another_document_is_refused_by_name(client: Client, rencana: Rencana, ani: User) -> None:
    upload(client, rencana, workbook(rencana, identity(**{"Tahun akhir": 2031})))

    shown = preview(client, rencana)

    assert shown.context["ditolak"]
    assert "Buku kerja ini untuk dokumen lain: rencana di portal berisi 2029." in shown.content.decode()


def test_a_workbook_without_changes_says_so(client: Client, rencana: Rencana, ani: User) -> None:
    upload(client, rencana, workbook(rencana))

    text = preview(client, rencana).content.decode()

    assert "Rencana sudah sama dengan buku kerja ini." in text
    assert reverse("rencana-impor-terapkan", args=[rencana]) not in text


def test_the_difference_can_be_narrowed_by_kind_of_change_sheet_and_words(
    client: Client, rencana: Rencana, ani: User
) -> None:
    def edit(book: Workbook) -> None:
        put("Proses Pelatihan", "Pagu 2025 (Rp)", 1)(book)
        put("Koordinasi Pelatihan", "Target 2025", 1)(book)
        identity(Tempat="Kota Uji")(book)

    upload(client, rencana, workbook(rencana, edit))

    def found(**query: str) -> list[str]:
        return [one.what for one in preview(client, rencana, **query).context["objek"]]

    assert found() == ["Rencana", "Simpul", "Indikator"]
    assert found(lembar="Identitas") == ["Rencana"]
    assert found(q="koordinasi") == ["Indikator"]
    assert found(jenis="berubah") == ["Rencana", "Simpul", "Indikator"]
    assert found(jenis="baru") == []


def test_fifty_objects_stand_on_a_page(client: Client) -> None:
    big = f.make_plan(f.wide_draft(120))
    client.force_login(f.make_user("ani", rencana=big))

    def edit(book: Workbook) -> None:
        for number in range(120):
            put(f"Sub-kegiatan {number}", "Pagu 2026 (Rp)", 7000 + number)(book)

    upload(client, big, workbook(big, edit))

    assert [len(preview(client, big, page=page).context["objek"]) for page in (1, 2, 3)] == [50, 50, 20]


# Apply --------------------------------------------------------------------------------------------------


def test_applying_writes_all_of_it_with_file_and_reason_and_removes_the_upload(
    client: Client, rencana: Rencana, ani: User
) -> None:
    upload(client, rencana, workbook(rencana, put("Proses Pelatihan", "Pagu 2025 (Rp)", 777)), "asistensi.xlsx")

    answer = apply(client, rencana, preview(client, rencana), alasan="Hasil asistensi")

    changeset = rencana.changesets.latest("revisi")
    assert (changeset.origin, changeset.source, changeset.reason) == ("import", "asistensi.xlsx", "Hasil asistensi")
    assert changeset.user == ani
    assert pagu_of("Proses Pelatihan") == 777
    assert not Unggahan.objects.exists()
    assert answer.redirect_chain[-1][0] == reverse("rencana-impor-hasil", args=[rencana, changeset.pk])
    assert answer.context["hitungan"] == [("Baris", 0, 1, 0)]


def test_an_import_can_be_undone_from_its_result(client: Client, rencana: Rencana, ani: User) -> None:
    upload(client, rencana, workbook(rencana, put("Proses Pelatihan", "Pagu 2025 (Rp)", 777)))
    result = apply(client, rencana, preview(client, rencana)).redirect_chain[-1][0]

    answer = client.post(result, follow=True)

    assert pagu_of("Proses Pelatihan") == 100
    assert "Impor ini sudah diurungkan" in answer.content.decode()
    assert not answer.context["dapat_diurungkan"]


def test_an_import_that_others_have_changed_since_is_not_undone(client: Client, rencana: Rencana, ani: User) -> None:
    upload(client, rencana, workbook(rencana, put("Proses Pelatihan", "Pagu 2025 (Rp)", 777)))
    result = apply(client, rencana, preview(client, rencana)).redirect_chain[-1][0]
    change_pagu(rencana, 888)

    answer = client.post(result, follow=True)

    assert "Tidak dapat diurungkan: 1 sel sudah diubah lagi" in answer.content.decode()
    assert pagu_of("Proses Pelatihan") == 888


def test_another_person_cannot_undo_the_import(client: Client, rencana: Rencana, ani: User) -> None:
    upload(client, rencana, workbook(rencana, put("Proses Pelatihan", "Pagu 2025 (Rp)", 777)))
    result = apply(client, rencana, preview(client, rencana)).redirect_chain[-1][0]
    client.force_login(f.make_user("budi", rencana=rencana))

    assert not client.get(result).context["dapat_diurungkan"]
    assert client.post(result).status_code == 403
    assert pagu_of("Proses Pelatihan") == 777


def change_pagu(rencana: Rencana, amount: int) -> None:
    """Somebody else saves meanwhile."""
    rencana.refresh_from_db()
    draft = draft_of(load(rencana))
    sub = next(one for one in draft.walk() if one.uraian == "Proses Pelatihan")
    sub.pagu[2025, ""] = f.nilai(str(amount))
    assert f.write(rencana, draft) is not None


def test_what_somebody_saved_since_the_preview_is_shown_before_it_is_overwritten(
    client: Client, rencana: Rencana, ani: User
) -> None:
    upload(client, rencana, workbook(rencana, put("Proses Pelatihan", "Pagu 2025 (Rp)", 777)))
    shown = preview(client, rencana)
    change_pagu(rencana, 888)

    answer = apply(client, rencana, shown, alasan="Hasil asistensi")

    assert pagu_of("Proses Pelatihan") == 888
    assert "Rencana ini diubah oleh operator" in answer.content.decode()
    assert [cell.old for one in answer.context["objek"] for cell in one.cells] == ["888"]
    assert answer.context["form"].initial["alasan"] == "Hasil asistensi"
    assert Unggahan.objects.count() == 1

    apply(client, rencana, answer)
    assert pagu_of("Proses Pelatihan") == 777


def test_what_somebody_saves_while_the_import_is_read_is_not_overwritten(
    client: Client, rencana: Rencana, ani: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from planning.workbook import importing

    upload(client, rencana, workbook(rencana, put("Proses Pelatihan", "Pagu 2025 (Rp)", 777)))
    shown = preview(client, rencana)
    compare = importing.compare

    def slow_compare(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.undo()
        change_pagu(Rencana.objects.get(pk=rencana.pk), 888)
        return compare(*args, **kwargs)

    monkeypatch.setattr(importing, "compare", slow_compare)
    answer = apply(client, rencana, shown)

    assert pagu_of("Proses Pelatihan") == 888
    assert "Di bawah ini selisih yang baru" in answer.content.decode()


def test_another_file_uploaded_since_the_preview_is_not_applied_unseen(
    client: Client, rencana: Rencana, ani: User
) -> None:
    upload(client, rencana, workbook(rencana, put("Proses Pelatihan", "Pagu 2025 (Rp)", 777)))
    shown = preview(client, rencana)
    upload(client, rencana, workbook(rencana, put("Proses Pelatihan", "Pagu 2025 (Rp)", 999)), "lain.xlsx")

    answer = apply(client, rencana, shown)

    assert "Berkas yang menunggu kini lain.xlsx" in answer.content.decode()
    assert pagu_of("Proses Pelatihan") == 100


def test_nothing_is_written_when_one_part_cannot_be(
    client: Client, rencana: Rencana, ani: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from planning.writing import InvalidPlan
    from planning.writing.apply import _Writer

    upload(client, rencana, workbook(rencana, put("Proses Pelatihan", "Pagu 2025 (Rp)", 777)))
    shown = preview(client, rencana)

    def fail(*args: Any) -> None:
        raise InvalidPlan("Baris ini tidak dapat dihapus.")

    monkeypatch.setattr(_Writer, "_delete", fail)
    answer = apply(client, rencana, shown)

    assert "Belum ada yang ditulis. Baris ini tidak dapat dihapus." in answer.content.decode()
    assert pagu_of("Proses Pelatihan") == 100
    rencana.refresh_from_db()
    assert rencana.revisi == 1


def test_a_second_click_finds_nothing_to_apply(client: Client, rencana: Rencana, ani: User) -> None:
    upload(client, rencana, workbook(rencana, put("Proses Pelatihan", "Pagu 2025 (Rp)", 777)))
    shown = preview(client, rencana)
    apply(client, rencana, shown)

    answer = apply(client, rencana, shown)

    assert "Tidak ada unggahan yang menunggu." in answer.content.decode()
    assert rencana.changesets.filter(origin=ChangeSet.Origin.IMPORT).count() == 1


def test_cancelling_throws_the_workbook_away(client: Client, rencana: Rencana, ani: User) -> None:
    upload(client, rencana, workbook(rencana, put("Proses Pelatihan", "Pagu 2025 (Rp)", 777)))

    answer = client.post(reverse("rencana-impor-batal", args=[rencana]), follow=True)

    assert "dibatalkan. Rencana tidak berubah." in answer.content.decode()
    assert not Unggahan.objects.exists()


def test_a_reason_that_is_too_long_is_said_and_not_cut(client: Client, rencana: Rencana, ani: User) -> None:
    alasan = "x" * 501
    upload(client, rencana, workbook(rencana, put("Proses Pelatihan", "Pagu 2025 (Rp)", 777)))

    answer = apply(client, rencana, preview(client, rencana), alasan=alasan)

    assert "Alasan perubahan:" in answer.content.decode()
    assert answer.context["form"].initial["alasan"] == alasan
    assert pagu_of("Proses Pelatihan") == 100


# Rows that the workbook lacks ---------------------------------------------------------------------------


def test_rows_that_the_workbook_lacks_are_named_and_stay(client: Client, rencana: Rencana, ani: User) -> None:
    upload(client, rencana, workbook(rencana, without("Koordinasi Pelatihan")))

    shown = preview(client, rencana)

    [missing] = shown.context["hilang"]
    assert missing.label == "Sub-kegiatan 2.07.03.2.01.0002 Koordinasi Pelatihan"
    assert (missing.indicators, missing.pagu) == (1, "150")
    assert shown.context["objek"] == []


def test_they_are_deleted_with_all_they_hold_only_when_asked_for(client: Client, rencana: Rencana, ani: User) -> None:
    upload(client, rencana, workbook(rencana, without("Koordinasi Pelatihan")))
    shown = preview(client, rencana, hapus="1")

    assert {(one.what, one.perubahan.value) for one in shown.context["objek"]} == {
        ("Simpul", "dihapus"),
        ("Indikator", "dihapus"),
    }
    gone = {cell.title: cell.old for one in shown.context["objek"] for cell in one.cells}
    assert (gone["Pagu 2025"], gone["Target 2030"]) == ("50", "15")

    apply(client, rencana, shown)
    assert not Simpul.objects.filter(uraian="Koordinasi Pelatihan").exists()
    assert Simpul.objects.filter(uraian="Proses Pelatihan").exists()


# Locks and access ---------------------------------------------------------------------------------------


def test_a_closed_plan_says_why_and_who_can_open_it_instead_of_the_form(
    client: Client, rencana: Rencana, ani: User
) -> None:
    upload(client, rencana, workbook(rencana))
    Rencana.objects.update(status=Rencana.Status.DITETAPKAN)

    text = client.get(reverse("rencana-impor", args=[rencana])).content.decode()

    assert "berstatus ditetapkan" in text
    assert "Yang dapat membuka:" in text
    assert 'type="file"' not in text
    assert client.get(reverse("rencana-impor-pratinjau", args=[rencana])).status_code == 302
    assert upload(client, rencana, workbook(rencana)).status_code == 403


# Cost ---------------------------------------------------------------------------------------------------


def queries_of(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_upload_and_preview_cost_the_same_in_every_plan(client: Client) -> None:
    counts = []
    for size in (50, 500):
        source = f.make_plan(f.wide_draft(size), f"kota-{size}/asal/renstra-2025-2029/murni")
        content = workbook(source)
        empty = f.make_plan(slug=f"kota-{size}/disnaker/renstra-2025-2029/murni")
        client.force_login(f.make_user(f"ani-{size}", rencana=empty))
        look = partial(preview, client, empty)
        acts = (partial(upload, client, empty, content), look, partial(look, page=2))
        counts.append([queries_of(act) for act in acts])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 30


# New plans ----------------------------------------------------------------------------------------------


@pytest.fixture
def office(rencana: Rencana) -> PerangkatDaerah:
    return rencana.perangkat_daerah


NEXT_PERIOD = identity(
    **{
        "Tahun awal": 2031,
        "Tahun akhir": 2035,
        "Tahun dasar": 2024,
        "Tahun pada tabel": "2025-2030",
        "Judul": "Renstra berikutnya",
    }
)


def open_new(client: Client, office: PerangkatDaerah, content: bytes) -> Any:
    file = SimpleUploadedFile("baru.xlsx", content, XLSX)
    return client.post(reverse("rencana-baru"), {"perangkat_daerah": office.pk, "berkas": file}, follow=True)


def test_a_workbook_opens_a_new_plan_of_the_planners_own_office(
    client: Client, rencana: Rencana, ani: User, office: PerangkatDaerah
) -> None:
    shown = open_new(client, office, workbook(rencana, NEXT_PERIOD))
    assert Rencana.objects.count() == 1
    assert shown.context["judul"] == "Renstra berikutnya"
    assert not shown.context["ditolak"]

    answer = client.post(reverse("rencana-baru-terapkan"), sent(shown, alasan="Periode baru"), follow=True)

    new = Rencana.objects.get(tahun_awal=2031)
    assert new.slug == "kota-uji/disnaker/renstra-2031-2035/murni"
    assert new.perangkat_daerah == office
    assert new.status == Rencana.Status.KONSEP
    assert new.changesets.get().reason == "Periode baru"
    assert Simpul.objects.filter(rencana=new).count() == Simpul.objects.filter(rencana=rencana).count()
    assert answer.redirect_chain[-1][0] == reverse("rencana-impor-hasil", args=[new, new.changesets.get().pk])
    assert not Unggahan.objects.exists()


def test_a_new_plan_that_is_cancelled_leaves_nothing(
    client: Client, rencana: Rencana, ani: User, office: PerangkatDaerah
) -> None:
    open_new(client, office, workbook(rencana, NEXT_PERIOD))

    client.post(reverse("rencana-baru-batal"))

    assert not Unggahan.objects.exists()
    assert Rencana.objects.count() == 1


def test_the_workbook_of_a_plan_that_exists_leads_to_that_plan(
    client: Client, rencana: Rencana, ani: User, office: PerangkatDaerah
) -> None:
    text = open_new(client, office, workbook(rencana)).content.decode()

    assert "Rencana ini sudah ada." in text
    assert f'href="{reverse("rencana-impor", args=[rencana])}"' in text


def test_the_workbook_of_another_office_opens_no_plan_for_ones_own(
    client: Client, ani: User, office: PerangkatDaerah
) -> None:
    foreign = f.make_plan(f.small_draft(), "kota-lain/dinsos/renstra-2025-2029/murni")

    text = open_new(client, office, workbook(foreign)).content.decode()

    assert "Buku kerja ini milik Dinas Ketenagakerjaan, Kota Lain, sedangkan rencana ini akan dibuat untuk" in text
    assert Rencana.objects.count() == 2


def test_a_planner_cannot_choose_a_foreign_office_but_an_admin_can(
    client: Client, ani: User, office: PerangkatDaerah
) -> None:
    foreign = f.make_plan(f.small_draft(), "kota-lain/dinsos/renstra-2025-2029/murni")
    content = workbook(foreign, NEXT_PERIOD)

    text = open_new(client, foreign.perangkat_daerah, content).content.decode()
    assert "Anda hanya dapat membuat rencana untuk perangkat daerah Anda sendiri." in text
    assert not Unggahan.objects.exists()

    client.force_login(User.objects.create_superuser("admin"))
    shown = open_new(client, foreign.perangkat_daerah, content)
    client.post(reverse("rencana-baru-terapkan"), sent(shown))
    assert Rencana.objects.get(tahun_awal=2031).perangkat_daerah == foreign.perangkat_daerah


def test_a_workbook_that_does_not_state_its_years_opens_no_plan(
    client: Client, rencana: Rencana, ani: User, office: PerangkatDaerah
) -> None:
    text = open_new(client, office, workbook(rencana, identity(**{"Tahun akhir": None}))).content.decode()

    assert "Isi Tahun awal dan Tahun akhir pada lembar Identitas." in text


@pytest.mark.parametrize("peran", ["kepala", "reviewer", "pembaca"])
def test_whoever_is_no_planner_is_told_so_and_can_open_no_plan(
    client: Client, rencana: Rencana, office: PerangkatDaerah, peran: str
) -> None:
    client.force_login(f.make_user("pembaca", peran, rencana))

    page = client.get(reverse("rencana-baru")).content.decode()
    assert "Rencana baru hanya dapat dibuat oleh perencana" in page
    assert 'type="file"' not in page
    assert open_new(client, office, workbook(rencana, NEXT_PERIOD)).status_code == 403
    assert reverse("rencana-baru") not in client.get(reverse("renstra")).content.decode()


def test_a_planner_who_lost_the_role_meanwhile_opens_no_plan(
    client: Client, rencana: Rencana, ani: User, office: PerangkatDaerah
) -> None:
    shown = open_new(client, office, workbook(rencana, NEXT_PERIOD))
    ani.keanggotaan.all().delete()

    assert client.post(reverse("rencana-baru-terapkan"), sent(shown)).status_code == 403
    assert Rencana.objects.count() == 1


def test_a_renja_is_opened_from_a_workbook_that_states_one_year(
    client: Client, rencana: Rencana, ani: User, office: PerangkatDaerah
) -> None:
    content = workbook(rencana, identity(**{"Jenis dokumen": "Renja", "Tahun awal": 2026, "Tahun akhir": None}))

    shown = open_new(client, office, content)
    client.post(reverse("rencana-baru-terapkan"), sent(shown))

    assert Rencana.objects.filter(slug="kota-uji/disnaker/renja-2026/murni").exists()


def test_the_lists_lead_planners_to_the_import(client: Client, ani: User) -> None:
    assert f"{reverse('rencana-baru')}?jenis=renja" in client.get(reverse("renja")).content.decode()
    assert Daerah.objects.count() == 1


# Names of cells -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("pagu:2025:APBD", "Pagu 2025 (APBD)"),
        ("pagu:2025:", "Pagu 2025"),
        ("target:2026", "Target 2026"),
        ("teks", "Indikator"),
        ("sumber_data", "Sumber data"),
        ("kaitan:17", "Kaitan"),
    ],
)
def test_cells_have_titles_as_on_the_screen(name: str, title: str) -> None:
    assert cell_title(name) == title


@pytest.mark.parametrize(
    ("name", "stored", "text"),
    [
        ("pagu:2025:", "1308202759", "1.308.202.759"),
        ("target:2026", "79.98", "79,98"),
        ("target:2026", "-", "-"),
        ("target:2026", "'BB", "BB"),
        ("parent", "4", "simpul 4"),
        ("kaitan:7", "1", "simpul 7"),
        ("nomenklatur", "9", "nomenklatur 9"),
        ("arah", "turun", "Turun (makin kecil makin baik)"),
        ("jenis", "iku,sasaran", "Indikator Kinerja Utama (IKU), Indikator sasaran"),
        ("tanggal", "2026-08-17", "17 Agustus 2026"),
        ("urutan", "0", "1"),
        ("uraian", None, ""),
    ],
)
def test_stored_values_are_told_as_people_read_them(name: str, stored: str | None, text: str) -> None:
    assert cell_text(name, stored, lambda kind, one: f"{kind} {one}") == text
