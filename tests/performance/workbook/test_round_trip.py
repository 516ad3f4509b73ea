"""The realisation workbook: written, filled in with openpyxl as a person would in Excel, and read back."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest

from performance.workbook import import_realisasi, plan_of, write_realisasi
from performance.workbook.layout import BASE_SHEET
from planning.cascade import Cascade, load
from planning.entry_locks import locks_for
from planning.levels import Level
from planning.models import ChangeSet, Rencana, User
from planning.workbook import ImportReport
from planning.writing import Authorship, PlanDraft, draft_of
from renstra_portal.lib.values import Nilai
from tests.planning.factories import indikator, make_user, nilai, node, office, write

from ..tables.plans import SLUG, TAHUN, measure, rupiah, stored, sub

pytestmark = pytest.mark.django_db

FIRST = "2.07.03.2.01.0001"


def draft() -> PlanDraft:
    """A year: a sasaran with a ratio of data, a sub-kegiatan with two indicators and two sumber dana, an account."""
    ratio = indikator("Persentase penempatan", "Persen", "sasaran")
    ratio.akumulasi, ratio.data_pembilang, ratio.data_penyebut = "rasio", "D02", "D01"
    sasaran = node(Level.SASARAN, "Meningkatnya penempatan", "", indikator=[ratio])
    first = sub(
        FIRST,
        "Pelatihan",
        measure("Peserta pelatihan", target="40", akumulasi="jumlah"),
        measure("Kepuasan", "Nilai", target="80,00"),
        pagu=1000,
        sumber="APBD",
    )
    first.set_pagu(TAHUN, rupiah(500), "DBHCHT")
    kegiatan = node(Level.KEGIATAN, "Pelaksanaan Pelatihan", "2.07.03.2.01", first)
    program = node(Level.PROGRAM, "PROGRAM PELATIHAN KERJA", "2.07.03", kegiatan, links=[sasaran])
    data = [
        node(Level.DATA, uraian, nomor=nomor, indikator=[indikator(uraian, "Orang", "lainnya")])
        for nomor, uraian in (("D01", "Pencari kerja terdaftar"), ("D02", "Pencari kerja ditempatkan"))
    ]
    belanja = node(Level.BELANJA, "Belanja Operasi", "", node(Level.BELANJA, "Belanja Pegawai", pagu={TAHUN: 700}))
    return PlanDraft(roots=[node(Level.TUJUAN, "Tujuan", "", sasaran), office(program), *data, belanja])


class Buku:
    """A workbook in memory, as the person has it open."""

    def __init__(self, rencana: Rencana, *quarters: int, user: User | None = None) -> None:
        stream = io.BytesIO()
        write_realisasi(load(rencana), stream, quarters or (1, 2, 3, 4), locks_for(rencana, user))
        self.book = openpyxl.load_workbook(stream)

    def cell(self, sheet: str, row: str, heading: str, nth: int = 0) -> Any:
        """The cell under a heading on the nth row that holds a text."""
        page = self.book[sheet]
        column = next(one.column for one in page[1] if one.value == heading)
        rows = [line[0].row for line in page.iter_rows() if any(str(one.value) == row for one in line)]
        return page.cell(rows[nth], column)

    def fill(self, sheet: str, row: str, heading: str, value: object, nth: int = 0) -> None:
        """Type a value."""
        self.cell(sheet, row, heading, nth).value = value

    def bytes(self) -> io.BytesIO:
        """The file as it is uploaded."""
        stream = io.BytesIO()
        self.book.save(stream)
        stream.seek(0)
        return stream


def imported(rencana: Rencana, book: Buku, user: User | None = None, *, dry_run: bool = False) -> ImportReport:
    """The import of a workbook."""
    by = Authorship(user=user, origin=ChangeSet.Origin.IMPORT, source="realisasi.xlsx")
    return import_realisasi(rencana, book.bytes(), by=by, dry_run=dry_run)


def messages(report: ImportReport) -> list[str]:
    """Every remark in words."""
    return [str(one) for one in report.problems]


def first_row(cascade: Cascade) -> Any:
    """The sub-kegiatan."""
    return next(one for one in cascade.walk() if one.kode == FIRST)


@pytest.fixture
def rencana() -> Rencana:
    """The year, stored."""
    return stored(draft())


def filled(rencana: Rencana) -> Buku:
    """A workbook in which every kind of cell is filled in."""
    book = Buku(rencana)
    book.fill("Realisasi", "Peserta pelatihan", "Realisasi TW I", 12)
    book.fill("Realisasi", "Kepuasan", "Realisasi TW II", 81.5)
    book.fill("Realisasi", "APBD", "Keuangan TW I (Rp)", 250)
    book.fill("Realisasi", "DBHCHT", "Keuangan TW I (Rp)", "-")
    book.fill("Realisasi", "Peserta pelatihan", "Fisik TW I (%)", 30)
    book.fill("Realisasi", "Peserta pelatihan", "Faktor penghambat (TW I)", "Instruktur kurang")
    book.fill("Realisasi", "DINAS KETENAGAKERJAAN", "Faktor pendorong (TW IV)", "Dukungan mitra")
    book.fill("Data", "D01", "TW I", 200)
    book.fill("Data", "D02", "TW I", 50)
    book.fill("Pendapatan dan Belanja", "Belanja Pegawai", "Keuangan TW I (Rp)", 300)
    return book


def test_every_kind_of_cell_is_read_back_and_written_in_one_change(rencana: Rencana) -> None:
    report = imported(rencana, filled(rencana))
    assert messages(report) == []
    assert report.status == "ditulis"
    cascade = load(Rencana.objects.get(pk=rencana.pk))
    row = first_row(cascade)
    assert row.indikator[0].at("realisasi_1", TAHUN) == nilai("12")
    assert row.indikator[1].at("realisasi_2", TAHUN) == nilai("81,5")
    assert row.keuangan["keuangan_1", TAHUN, "APBD"] == rupiah(250)
    assert row.keuangan["keuangan_1", TAHUN, "DBHCHT"] == nilai("-")
    assert row.nilai_at("fisik_1", TAHUN) == nilai("30")
    assert row.nilai_at("penghambat_1", TAHUN) == Nilai.teks("Instruktur kurang")
    assert cascade.office is not None
    assert cascade.office.nilai_at("pendorong_4", TAHUN) == Nilai.teks("Dukungan mitra")
    assert [one.indikator[0].at("realisasi_1", TAHUN) for one in cascade.at(Level.DATA)] == [nilai("200"), nilai("50")]
    account = next(one for one in cascade.at(Level.BELANJA) if one.uraian == "Belanja Pegawai")
    assert account.keuangan["keuangan_1", TAHUN, ""] == rupiah(300)
    assert report.changeset is not None and report.changeset.origin == ChangeSet.Origin.IMPORT


def test_a_workbook_of_the_year_as_it_stands_changes_nothing(rencana: Rencana) -> None:
    imported(rencana, filled(rencana))
    rencana.refresh_from_db()
    report = imported(rencana, Buku(rencana))
    assert (report.status, messages(report)) == ("tidak_ada_perubahan", [])


def test_a_dry_run_writes_nothing_and_tells_the_same(rencana: Rencana) -> None:
    report = imported(rencana, filled(rencana), dry_run=True)
    assert report.status == "diperiksa"
    assert report.difference is not None and report.difference.cell_count() == 10
    assert load(rencana).plan.revisi == rencana.revisi


def test_a_cell_that_is_emptied_in_the_workbook_is_cleared(rencana: Rencana) -> None:
    imported(rencana, filled(rencana))
    rencana.refresh_from_db()
    book = Buku(rencana)
    book.fill("Realisasi", "Peserta pelatihan", "Realisasi TW I", None)
    book.fill("Realisasi", "APBD", "Keuangan TW I (Rp)", None)
    report = imported(rencana, book)
    row = first_row(load(rencana))
    assert report.status == "ditulis"
    assert not row.indikator[0].at("realisasi_1", TAHUN).is_filled
    assert ("keuangan_1", TAHUN, "APBD") not in row.keuangan
    assert row.indikator[1].at("realisasi_2", TAHUN).is_filled


def test_a_workbook_of_one_triwulan_has_only_its_columns(rencana: Rencana) -> None:
    headings = [cell.value for cell in Buku(rencana, 2).book["Realisasi"][1]]
    assert "Realisasi TW II" in headings
    assert not {"Realisasi TW I", "Realisasi TW III"} & set(headings)


def test_the_rows_are_shown_with_target_and_pagu_and_only_cells_to_fill_in_are_open(rencana: Rencana) -> None:
    book = Buku(rencana)
    assert book.cell("Realisasi", "Peserta pelatihan", "Target").value == 40
    assert book.cell("Realisasi", "DBHCHT", "Pagu (Rp)").value == 500
    assert book.cell("Realisasi", "Peserta pelatihan", "Target").protection.locked
    assert not book.cell("Realisasi", "Peserta pelatihan", "Realisasi TW I").protection.locked
    assert book.cell("Realisasi", "Persentase penempatan", "Realisasi TW I").protection.locked
    assert book.book["Realisasi"].protection.sheet


def test_a_ratio_is_never_read_from_the_workbook(rencana: Rencana) -> None:
    book = Buku(rencana)
    book.fill("Realisasi", "Persentase penempatan", "Realisasi TW I", 99)
    report = imported(rencana, book)
    assert report.status == "tidak_ada_perubahan"
    assert "dihitung portal dari lembar Data" in messages(report)[0]


def test_words_where_the_target_is_a_number_are_taken_with_a_warning(rencana: Rencana) -> None:
    book = Buku(rencana)
    book.fill("Realisasi", "Peserta pelatihan", "Realisasi TW I", "banyak sekali")
    report = imported(rencana, book)
    (warning,) = messages(report)
    assert "realisasinya kata" in warning and "banyak sekali" in warning
    assert report.status == "ditulis"


def test_every_fault_is_told_at_once_with_sheet_row_and_column_and_nothing_is_written(rencana: Rencana) -> None:
    book = Buku(rencana)
    book.fill("Realisasi", "Peserta pelatihan", "Realisasi TW I", "1.2.3")
    book.fill("Realisasi", "APBD", "Keuangan TW II (Rp)", "seribu")
    book.fill("Realisasi", "Peserta pelatihan", "Fisik TW I (%)", 130)
    book.fill("Realisasi", "Kepuasan", "Realisasi TW I", 80)
    report = imported(rencana, book)
    assert report.refused
    assert len(report.problems) == 3
    places = [(one.sheet, one.row is not None, one.heading) for one in report.problems]
    assert places == [
        ("Realisasi", True, "Realisasi TW I"),
        ("Realisasi", True, "Fisik TW I (%)"),
        ("Realisasi", True, "Keuangan TW II (Rp)"),
    ]
    assert not first_row(load(rencana)).indikator[1].at("realisasi_1", TAHUN).is_filled


def test_a_cell_changed_in_the_portal_since_the_download_is_a_conflict_that_names_both_values(
    rencana: Rencana,
) -> None:
    book = filled(rencana)
    elsewhere = draft_of(load(rencana))
    row = next(one for one in elsewhere.walk() if one.kode == FIRST)
    row.indikator[0].set_value("realisasi_1", TAHUN, nilai("15"))
    write(rencana, elsewhere)
    report = imported(Rencana.objects.get(pk=rencana.pk), book)
    assert report.refused
    assert "semula kosong, kini “15”" in messages(report)[0]


def test_a_cell_that_was_not_touched_in_the_workbook_leaves_what_others_wrote(rencana: Rencana) -> None:
    book = Buku(rencana)
    book.fill("Realisasi", "Kepuasan", "Realisasi TW I", 80)
    elsewhere = draft_of(load(rencana))
    row = next(one for one in elsewhere.walk() if one.kode == FIRST)
    row.indikator[0].set_value("realisasi_1", TAHUN, nilai("15"))
    write(rencana, elsewhere)
    assert imported(Rencana.objects.get(pk=rencana.pk), book).status == "ditulis"
    assert first_row(load(rencana)).indikator[0].at("realisasi_1", TAHUN) == nilai("15")


def test_rows_may_be_sorted_in_the_workbook(rencana: Rencana) -> None:
    book = filled(rencana)
    page = book.book["Realisasi"]
    rows = [[cell.value for cell in line] for line in page.iter_rows(min_row=2)]
    for number, values in enumerate(reversed(rows), 2):
        for column, value in enumerate(values, 1):
            page.cell(number, column).value = value
    assert imported(rencana, book).status == "ditulis"
    assert first_row(load(rencana)).indikator[0].at("realisasi_1", TAHUN) == nilai("12")


def test_ids_that_were_moved_to_other_rows_are_a_fault(rencana: Rencana) -> None:
    book = filled(rencana)
    page = book.book["Realisasi"]
    last = page.max_column
    ids = [page.cell(row, last).value for row in range(2, page.max_row + 1)]
    for row, value in enumerate(ids[1:] + ids[:1], 2):
        page.cell(row, last).value = value
    report = imported(rencana, book)
    assert report.refused
    assert any("bukan kode baris yang ditunjuk" in one for one in messages(report))


# Without the keys of the portal -----------------------------------------------------------------------


def plain(rows: list[list[object]], sheet: str = "Realisasi") -> Buku:
    """A workbook that a person made."""
    book = Buku.__new__(Buku)
    book.book = openpyxl.Workbook()
    page = book.book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(row)
    return book


HEAD: list[object] = ["Kode", "Uraian", "Indikator", "Sumber Dana", "Realisasi Triwulan II", "Keuangan Triwulan II"]


def test_a_workbook_of_another_make_is_matched_by_code_and_indicator(rencana: Rencana) -> None:
    report = imported(
        rencana,
        plain(
            [
                ["Realisasi sampai triwulan II"],
                HEAD,
                ["2.07.03.2.01.0001", "Pelatihan", "peserta  Pelatihan", "apbd", "20", "400"],
                [None, None, "Kepuasan", "DBHCHT", "82,5", None],
            ]
        ),
    )
    assert messages(report) == []
    row = first_row(load(rencana))
    assert row.indikator[0].at("realisasi_2", TAHUN) == nilai("20")
    assert row.indikator[1].at("realisasi_2", TAHUN) == nilai("82,5")
    assert row.keuangan["keuangan_2", TAHUN, "APBD"] == rupiah(400)


def test_without_keys_a_blank_cell_says_nothing(rencana: Rencana) -> None:
    imported(rencana, filled(rencana))
    rencana.refresh_from_db()
    rows = [
        ["Kode", "Uraian", "Indikator", "Realisasi TW I", "Realisasi TW III"],
        [FIRST, "Pelatihan", "Peserta pelatihan", None, 3],
    ]
    assert imported(rencana, plain(rows)).status == "ditulis"
    assert first_row(load(rencana)).indikator[0].at("realisasi_1", TAHUN) == nilai("12")


def test_rows_indicators_and_sources_that_are_not_in_the_plan_are_faults_with_a_hint(rencana: Rencana) -> None:
    report = imported(
        rencana,
        plain(
            [
                HEAD,
                ["2.07.03.2.01.0009", "Pelatihan lain", "Apa saja", "APBD", 1, 1],
                [FIRST, "Pelatihan", "Peserta pelatihn", "APBD", 1, None],
                [FIRST, "Pelatihan", "Kepuasan", "APBN", None, 5],
            ]
        ),
    )
    said = messages(report)
    assert report.refused
    assert "Baris ini tidak ditemukan di rencana." in said[0]
    assert "Maksud Anda “Peserta pelatihan”?" in said[1]
    assert "Pilih salah satu: APBD, DBHCHT." in said[2]


def test_one_cell_stated_twice_with_different_values_is_a_fault(rencana: Rencana) -> None:
    rows: list[list[object]] = [
        ["Kode", "Uraian", "Indikator", "Realisasi TW I"],
        [FIRST, "Pelatihan", "Peserta pelatihan", 3],
        [FIRST, "Pelatihan", "Peserta pelatihan", 4],
    ]
    assert "sudah diisi lain di Realisasi baris 2" in messages(imported(rencana, plain(rows)))[0]


def test_a_workbook_without_any_known_sheet_is_refused(rencana: Rencana) -> None:
    report = imported(rencana, plain([["Apa", "Saja"]], "Catatan"))
    assert report.refused
    assert "tidak berisi lembar realisasi" in messages(report)[0]


def test_a_file_that_is_no_workbook_is_refused(rencana: Rencana) -> None:
    by = Authorship(user=None, origin=ChangeSet.Origin.IMPORT)
    report = import_realisasi(rencana, io.BytesIO(b"bukan buku kerja"), by=by)
    assert report.refused


def test_a_workbook_names_its_plan(rencana: Rencana) -> None:
    assert plan_of(Buku(rencana).bytes()) == SLUG
    assert plan_of(plain([HEAD]).bytes()) == ""


def test_a_damaged_note_of_what_stood_there_is_told_and_the_rows_are_known_by_their_words(rencana: Rencana) -> None:
    whole = filled(rencana)
    number = whole.book.sheetnames.index(BASE_SHEET) + 1
    damaged = io.BytesIO()
    with zipfile.ZipFile(whole.bytes()) as archive, zipfile.ZipFile(damaged, "w") as copy:
        for one in archive.namelist():
            content = archive.read(one)
            cut = one == f"xl/worksheets/sheet{number}.xml"
            copy.writestr(one, content[: len(content) // 2] if cut else content)
    damaged.seek(0)
    report = import_realisasi(rencana, damaged, by=Authorship(user=None, origin=ChangeSet.Origin.IMPORT), dry_run=True)

    assert "Catatan tersembunyi buku kerja ini rusak" in " ".join(messages(report))
    assert report.difference is not None
    assert "Peserta pelatihan" in [one.label for one in report.difference.objects]


# Who may, and when ------------------------------------------------------------------------------------


def test_a_person_without_the_right_to_write_is_refused(rencana: Rencana) -> None:
    reader = make_user("pembaca", "pembaca", rencana)
    assert imported(rencana, filled(rencana), reader).refused


def test_cells_of_a_closed_triwulan_are_refused_and_shown_locked(
    rencana: Rencana, monkeypatch: pytest.MonkeyPatch
) -> None:
    from planning import entry_locks
    from planning.policies import Kunci

    closed = Kunci("Pengisian Triwulan I 2027 ditutup 15 April 2027.", "", "reviewer Bappeda")
    monkeypatch.setattr(entry_locks, "_PROVIDERS", [lambda _plan, _user: {"realisasi_1": closed}])
    perencana = make_user("perencana", "perencana", rencana)
    book = Buku(rencana, user=perencana)
    assert book.cell("Realisasi", "Peserta pelatihan", "Realisasi TW I").protection.locked
    assert not book.cell("Realisasi", "Peserta pelatihan", "Realisasi TW II").protection.locked
    book.fill("Realisasi", "Peserta pelatihan", "Realisasi TW I", 5)
    book.fill("Realisasi", "Peserta pelatihan", "Realisasi TW II", 6)
    report = imported(rencana, book, perencana)
    assert report.refused
    assert [one.heading for one in report.problems] == ["Realisasi TW I"]
    assert "ditutup 15 April 2027" in messages(report)[0]
    book.fill("Realisasi", "Peserta pelatihan", "Realisasi TW I", None)
    assert imported(rencana, book, perencana).status == "ditulis"
