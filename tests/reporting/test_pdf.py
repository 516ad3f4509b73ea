import ctypes
import re
import subprocess
from collections.abc import Callable

import pypdfium2
import pypdfium2.raw
import pytest

from renstra_portal.reporting.html import render_page_html
from renstra_portal.reporting.model import A4, Cell, Column, Paper, Report, Row, Signature
from renstra_portal.reporting.pdf import PdfError, PdfTimeout, html_to_pdf, render_pdf_in_subprocess

from .samples import VERSION_LINE, cascade_report, funding_report

Pages = list[str]
PlainRender = Callable[[Report, Paper], Pages]
SMALL = "<!DOCTYPE html><html lang=id><title>x</title><body>halo"


def test_heads_and_column_numbers_stand_on_every_page(funding_pdf: tuple[bytes, Pages]):
    _, pages = funding_pdf
    assert len(pages) > 1
    for page in pages:
        assert "Target dan Pagu Indikatif Tahun" in page
        assert all(f"({number})" in page for number in range(1, 18))


def test_the_foot_tells_version_table_and_page_of_pages(funding_pdf: tuple[bytes, Pages]):
    _, pages = funding_pdf
    for number, page in enumerate(pages, 1):
        assert VERSION_LINE in page
        assert f"Tabel 4.3 · Halaman {number} dari {len(pages)}" in page


def test_every_figure_of_the_report_is_printed_whole(funding_pdf: tuple[bytes, Pages]):
    text = "".join(funding_pdf[1])
    assert text.count("6.932.442.432,24") == 1
    for row in funding_report().rows:
        if row.key:
            value = row.cells["pagu_2027"]
            assert f"{value:,}".replace(",", ".") in text


def test_the_signature_is_whole_on_the_last_page(funding_pdf: tuple[bytes, Pages]):
    last = funding_pdf[1][-1]
    for line in ("Kota Contoh, 22 November 2026", "Nama Kepala Dinas, S.Sos., M.Si.", "NIP 123456789012345678"):
        assert line in last
        assert sum(page.count(line) for page in funding_pdf[1]) == 1


def plain_report(lines: int, **fields: object) -> Report:
    columns = (Column("a", "Uraian", 3, number="(1)"), Column("b", "Nilai", 1, "rupiah", number="(2)"))
    rows = tuple(Row("sub_kegiatan", {"a": f"baris-{i}.", "b": 1000 + i}) for i in range(lines))
    return Report("r", "Tabel 9", "Judul", columns, rows, **fields)  # type: ignore[arg-type]


def test_a_signature_is_never_divided_nor_alone_wherever_the_table_ends(render_pages: PlainRender):
    signature = Signature("Tempat, tanggal", ("Kepala Dinas,",), "Nama Penanda Tangan", "Pangkat", "1" * 18)
    moved = set()
    for lines in range(24, 41, 4):
        pages = render_pages(plain_report(lines, signatures=(signature,)), A4)
        assert "Tempat, tanggal" in pages[-1]
        assert "NIP 111111111111111111" in pages[-1]
        assert "baris-" in pages[-1]
        moved.add(len(pages))
    assert moved == {1, 2}


def test_notes_and_signature_take_the_end_of_the_table_with_them(render_pages: PlainRender):
    signature = Signature("Tempat, tanggal", ("Kepala Dinas,",), "Nama Penanda Tangan", "Pangkat", "1" * 18)
    for lines in range(22, 41, 2):
        report = plain_report(lines, signatures=(signature,), notes=("Catatan satu.", "Catatan dua."), source="Dokumen")
        last = render_pages(report, A4)[-1]
        for text in ("baris-", "Sumber: Dokumen", "Catatan satu.", "Catatan dua.", "Tempat, tanggal"):
            assert text in last


def test_a_line_that_introduces_others_never_ends_a_page(render_pages: PlainRender):
    columns = (Column("a", "Uraian", 3),)
    rows = tuple(
        Row("kegiatan", {"a": f"KEPALA-{i}."}, keep_with_next=True)
        if i % 3 != 2
        else Row("sub_kegiatan", {"a": f"anak-{i}."})
        for i in range(150)
    )
    for shift in range(3):
        report = Report("r", "Tabel 9", "Judul", columns, rows, subtitle=("Baris judul",) * shift)
        pages = render_pages(report, A4)
        assert len(pages) > 3
        for page in pages:
            lines = re.findall(r"(KEPALA|anak)-\d+\.", page)
            assert lines[-1] == "anak"


def test_a_run_of_headings_as_long_as_a_page_leaves_room_for_the_head_of_the_table(render_pages: PlainRender):
    columns = (Column("a", "Uraian", 2), Column("b", "Nilai", 20))
    tall = "kata " * 20
    rows = (
        *(Row("sub_kegiatan", {"a": f"baris-{i}."}) for i in range(6)),
        *(Row("program", {"a": f"awal{i} {tall}"}, keep_with_next=True) for i in range(8)),
        Row("sub_kegiatan", {"a": "anak-0."}),
    )
    pages = render_pages(Report("r", "Tabel 9", "Judul", columns, rows), A4)
    assert len(pages) == 2
    assert all("Nilai" in page for page in pages)
    # The first headings fill up the page; the last ones stay with what they introduce.
    assert "awal0" in pages[0] and "awal7" in pages[1]


def test_no_text_of_a_merged_table_is_lost_over_the_pages(cascade_pdf: tuple[bytes, Pages]):
    _, pages = cascade_pdf
    words = " ".join(" ".join(pages).split())
    report = cascade_report()
    assert len(pages) > 2
    for sasaran in range(1, 5):
        assert words.count(f"Sasaran {sasaran}") == 1
    for row in report.rows:
        assert str(row.cells["outcome"]).rsplit(maxsplit=1)[-1] in words
    outputs = sum(len(lines) for row in report.rows if isinstance(lines := row.cells["output"], list))
    assert words.count("Terlaksananya Koordinasi") == outputs


def test_a_merged_text_taller_than_its_rows_is_printed_to_the_end(render_pages: PlainRender):
    columns = (Column("a", "A", 1), Column("b", "B", 3))
    tall = " ".join(f"kata{i}." for i in range(400))
    rows = (
        *(Row("x", {"a": f"biasa-{i}.", "b": "isi"}) for i in range(20)),
        Row("x", {"a": Cell(tall, rowspan=2), "b": "satu-satu"}),
        Row("x", {"b": "dua-dua"}),
        Row("x", {"a": "akhir", "b": "tiga-tiga"}),
    )
    words = " ".join(" ".join(render_pages(Report("r", "1", "J", columns, rows), A4)).split())
    assert all(f"kata{i}." in words for i in range(400))
    assert all(words.count(word) == 1 for word in ("satu-satu", "dua-dua", "tiga-tiga"))


def test_a_row_taller_than_a_page_goes_on_to_the_next(render_pages: PlainRender):
    columns = (Column("a", "A", 1), Column("b", "B", 2))
    rows = (Row("x", {"a": [f"{i}. butir nomor-{i}." for i in range(150)], "b": "isi"}),)
    pages = render_pages(Report("r", "1", "J", columns, rows), A4)
    assert len(pages) > 1
    assert all(f"nomor-{i}." in "".join(pages) for i in range(150))


def test_only_liberation_sans_is_embedded(funding_pdf: tuple[bytes, Pages]):
    fonts = set()
    for page in pypdfium2.PdfDocument(funding_pdf[0]):
        for item in page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_TEXT,)):
            font = pypdfium2.raw.FPDFTextObj_GetFont(item.raw)
            length = pypdfium2.raw.FPDFFont_GetBaseFontName(font, None, 0)
            name = ctypes.create_string_buffer(length)
            pypdfium2.raw.FPDFFont_GetBaseFontName(font, name, length)
            assert pypdfium2.raw.FPDFFont_GetIsEmbedded(font) == 1
            fonts.add(name.value.decode().split("+")[-1].replace("-", " "))
    assert fonts
    assert all(font.startswith("Liberation Sans") for font in fonts)


def test_the_document_knows_its_title(funding_pdf: tuple[bytes, Pages]):
    document = pypdfium2.PdfDocument(funding_pdf[0])
    assert document.get_metadata_dict()["Title"].startswith("Tabel 4.3 ")


def test_a_document_fetches_nothing_from_the_disk(tmp_path):
    secret = tmp_path / "secret.css"
    secret.write_text("body::before { content: 'rahasia' }")
    html = f"<!DOCTYPE html><link rel=stylesheet href='file://{secret}'><body>halo"
    text = pypdfium2.PdfDocument(html_to_pdf(html))[0].get_textpage().get_text_bounded()
    assert text.strip() == "halo"


def test_a_subprocess_makes_the_same_document():
    pdf = render_pdf_in_subprocess(SMALL, timeout=60)
    assert pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded().strip() == "halo"


@pytest.mark.parametrize("tagged", [True, False])
def test_a_document_is_tagged_when_asked(tagged: bool):
    document = pypdfium2.PdfDocument(render_pdf_in_subprocess(SMALL, timeout=60, tagged=tagged))
    assert document.is_tagged() is tagged


def test_a_document_that_takes_too_long_is_stopped_with_a_readable_message():
    with pytest.raises(PdfTimeout, match=r"belum selesai dibuat dalam 0\.01 detik"):
        render_pdf_in_subprocess(SMALL, timeout=0.01)


def test_a_renderer_that_fails_is_told_from_one_that_is_slow(monkeypatch: pytest.MonkeyPatch):
    failed = subprocess.CompletedProcess([], 1, b"", b"MemoryError")
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_options: failed)
    with pytest.raises(PdfError, match="gagal dibuat") as caught:
        render_pdf_in_subprocess(SMALL)
    assert not isinstance(caught.value, PdfTimeout)
    assert "MemoryError" in str(caught.value.__cause__)


def test_a_page_stays_inside_its_margins(funding_pdf: tuple[bytes, Pages]):
    for page in pypdfium2.PdfDocument(funding_pdf[0]):
        width, height = page.get_size()
        for item in page.get_objects():
            left, bottom, right, top = item.get_bounds()
            assert left >= 30 and right <= width - 30, "12 mm are 34 points"
            assert bottom >= 10 and top <= height - 30


def test_portrait_turns_the_sheet():
    page = pypdfium2.PdfDocument(html_to_pdf(render_page_html(plain_report(3), Paper("F4", "portrait"))))[0]
    width, height = page.get_size()
    assert (round(width * 25.4 / 72), round(height * 25.4 / 72)) == (215, 330)
