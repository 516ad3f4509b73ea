"""The perjanjian on paper and in Excel, read back from the finished files."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pypdfium2
import pytest

from performance.perjanjian.comparison import compare
from performance.perjanjian.content import BarisAnggaran, BarisIndikator, BarisKinerja, Content
from performance.perjanjian.document import Document, Pihak
from performance.perjanjian.lampiran import attachment, comparison_reports
from performance.perjanjian.printing import comparison_html, document_html, statement
from renstra_portal.lib.values import Nilai
from renstra_portal.reporting.pdf import html_to_pdf
from renstra_portal.reporting.xlsx import render_workbook

from .office import DAY, LATER

LONG = "Kepala Bidang Pelatihan, Produktivitas, Penempatan Tenaga Kerja, Perluasan Kesempatan Kerja & Transmigrasi"


def document(pagu: int = 925_102_800, sumber: str = "DAU", **changed: object) -> Document:
    isi = Content(
        "II",
        2025,
        (
            BarisKinerja(
                "sasaran",
                "Meningkatnya kesempatan kerja",
                (
                    BarisIndikator("Persentase tenaga kerja yang ditempatkan", "%", Nilai.of(78), id=1),
                    BarisIndikator("Indeks Reformasi Birokrasi", "Indeks", Nilai.of(60), id=2),
                ),
                id=1,
            ),
        ),
        (
            BarisAnggaran(
                "program", "2.07.04", "Program Penempatan", Nilai.of(pagu), ((sumber, Nilai.of(pagu)),), id=2
            ),
            BarisAnggaran("program", "2.07.02", "Program Perencanaan", Nilai.of(52_640_000), id=3),
        ),
        ("Misi Tiga : Meningkatkan Perekonomian",),
    )
    made = Document(
        "Dinas Tenaga Kerja", "Kota Uji", 0, "", Pihak("Kepala Dinas Tenaga Kerja", "Orang Dua", "Pembina", "19700101"),
        Pihak("Wali Kota Uji", "Orang Satu"), "Uji", DAY, isi,
    )  # fmt: skip
    return replace(made, **changed)  # type: ignore[arg-type]


def pages(html: str) -> list[str]:
    """The text of every page of the PDF, its lines joined."""
    document = pypdfium2.PdfDocument(html_to_pdf(html))
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def test_the_first_page_is_the_statement_and_the_second_its_attachment() -> None:
    first, second = pages(document_html(document(), "F4", signed=True))

    assert "PERJANJIAN KINERJA TAHUN 2025" in first
    assert "selanjutnya disebut PIHAK PERTAMA" in first
    assert "Rp977.742.800 (sembilan ratus tujuh puluh tujuh juta" in first
    assert "LAMPIRAN PERJANJIAN KINERJA TAHUN 2025" in second
    assert "Misi Tiga : Meningkatkan Perekonomian" in second
    assert "78%" in second
    assert "60 Indeks" in second
    assert "977.742.800" in second
    for page in (first, second):
        assert page.count("Orang Satu") >= 1
        assert page.count("Orang Dua") >= 1
        assert "Uji, 31 Januari 2025" in page
        assert "KONSEP" not in page


def test_every_page_of_a_draft_says_so_and_leaves_dots_for_what_is_open() -> None:
    draft = document(tanggal=None, kedua=Pihak("Wali Kota Uji"))

    for page in pages(document_html(draft, "A4", signed=False)):
        assert "KONSEP, belum ditandatangani" in page
        assert "...." in page


def test_a_perubahan_names_what_it_replaces_and_ends_with_what_it_changed() -> None:
    before = document()
    after = document(
        983_666_800, "DBHCHT", perubahan_ke=1, dasar_perubahan="Perda APBD Perubahan.", menggantikan=DAY, tanggal=LATER
    )
    text = pages(document_html(after, "F4", signed=True, comparison=compare(before, after)))

    assert "PERJANJIAN KINERJA PERUBAHAN TAHUN 2025" in text[0]
    assert (
        "Perjanjian ini menggantikan Perjanjian Kinerja Tahun 2025 tanggal 31 Januari 2025 berdasarkan "
        "Perda APBD Perubahan." in text[0]
    )
    last = " ".join(text[2:])
    assert "925.102.800 983.666.800 58.564.000" in last
    assert "DBHCHT" in last


def test_the_second_perubahan_replaces_a_perubahan() -> None:
    assert "menggantikan Perjanjian Kinerja Perubahan Tahun 2025" in statement(document(perubahan_ke=2))[0]
    assert document(perubahan_ke=2).judul == "Perjanjian Kinerja Perubahan Ke-2 Tahun 2025"


def test_texts_are_escaped_and_long_positions_stay_whole() -> None:
    sharp = document(pertama=Pihak(LONG, "<b>Orang</b> & Dua"))
    html = document_html(sharp, "F4", signed=True)

    assert "<b>Orang" not in html
    first, second = pages(html)
    assert LONG in first
    assert "<b>Orang</b> & Dua" in second


def test_a_perjanjian_without_rows_prints_without_tables() -> None:
    empty = document(isi=Content("III", 2025, (), ()))
    text = " ".join(pages(document_html(empty, "F4", signed=False)))

    assert "Baris kinerja belum dipilih." in text
    assert "anggaran sebesar" not in text


def test_the_comparison_alone_is_a_document_too() -> None:
    found = compare(document(), document(925_000_000))
    text = " ".join(pages(comparison_html(found, "A3", signed=True)))

    assert "PERBANDINGAN PERJANJIAN KINERJA TAHUN 2025" in text
    assert "−102.800" in text


def test_the_workbook_holds_both_tables_with_a_real_sum() -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(attachment(document()))))

    assert book.sheetnames == ["kinerja", "anggaran"]
    values = [cell.value for line in book["anggaran"].iter_rows() for cell in line]
    assert 925_102_800 in values
    assert any(isinstance(one, str) and one.startswith("=SUM(") for one in values)


@pytest.mark.parametrize("named", [True, False])
def test_money_by_source_is_compared_only_where_a_source_is_named(named: bool) -> None:
    source = "DAU" if named else ""
    reports = comparison_reports(compare(document(sumber=source), document(1, sumber=source)))

    assert [one.id for one in reports][2:] == (["banding-sumber"] if named else [])
