"""Files of evidence: ending and content have to agree, and nothing in them may run."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest

from performance.files import MAX_BYTES, FileRefused, checked, safe_name
from tests.performance.files import JPG, PDF, PNG, office_file

WORD = office_file("docx")


def check(name: str, content: bytes) -> str:
    return checked(name, io.BytesIO(content), len(content)).tipe


@pytest.mark.parametrize(
    ("name", "content", "tipe"),
    [
        ("laporan.pdf", PDF, "pdf"),
        ("LAPORAN.PDF", PDF, "pdf"),
        ("foto.jpg", JPG, "jpg"),
        ("foto.jpeg", JPG, "jpg"),
        ("gambar.png", PNG, "png"),
        ("data.xlsx", office_file("xlsx", "xl/workbook.xml"), "xlsx"),
        ("surat.docx", WORD, "docx"),
    ],
)
def test_every_kind_of_evidence_is_taken(name, content, tipe):
    assert check(name, content) == tipe


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("halaman.html", b"<script>alert(1)</script>", "Unggah PDF, JPG, PNG, XLSX, atau DOCX"),
        ("gambar.svg", b"<svg/>", "tidak diterima"),
        ("tanpa-akhiran", PDF, "tidak diterima"),
        ("jahat.pdf.exe", PDF, "tidak diterima"),
        ("laporan.pdf", b"", "kosong"),
        ("laporan.pdf", b"<html><script>alert(1)</script>", "isinya bukan PDF"),
        ("laporan.pdf", b"\n" + PDF, "isinya bukan PDF"),
        ("foto.jpg", PNG, "isinya bukan gambar JPG"),
        ("gambar.png", JPG, "isinya bukan gambar PNG"),
        ("data.xlsx", PDF, "isinya bukan buku kerja Excel"),
        ("data.xlsx", WORD, "isinya bukan buku kerja Excel"),
        ("surat.docx", office_file("xlsx"), "isinya bukan dokumen Word"),
        ("data.xlsx", office_file("xlsx")[:60], "rusak"),
        ("data.xlsx", b"PK\x03\x04 dan seterusnya", "rusak"),
        ("lama.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 9, "kata sandi"),
        ("data.xlsm", office_file("xlsm"), "makro"),
        ("data.xlsx", office_file("xlsm"), "makro"),
        ("data.xlsx", office_file("xlsx", "xl/vbaProject.bin"), "makro"),
        ("surat.docx", office_file("docx", "word/VBAPROJECT.bin"), "makro"),
    ],
)
def test_what_is_not_what_it_says_it_is_is_refused_with_the_reason(name, content, reason):
    with pytest.raises(FileRefused, match=reason):
        check(name, content)


def test_a_damaged_office_file_is_refused_and_breaks_nothing():
    """Any byte may be wrong: in a name, in the packed contents, or where the archive says they stand."""
    reasons = set()
    for position in range(4, len(WORD)):
        for wrong in (0x00, 0x7F, 0xFF):
            damaged = bytearray(WORD)
            damaged[position] = wrong
            try:
                assert check("surat.docx", bytes(damaged)) == "docx"
            except FileRefused as refusal:
                reasons.add(str(refusal))
    assert any("Mungkin rusak saat disalin" in one for one in reasons)


def test_a_zip_without_a_list_of_contents_is_refused():

    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("xl/workbook.xml", "isi")
    with pytest.raises(FileRefused, match="isinya bukan buku kerja Excel"):
        check("data.xlsx", held.getvalue())


def test_a_list_of_contents_that_swells_when_unpacked_is_refused():

    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"0" * (2 * 1024 * 1024))
    with pytest.raises(FileRefused, match="isinya bukan"):
        check("data.xlsx", held.getvalue())


def test_ten_megabytes_are_taken_and_a_byte_more_is_not():
    exact = PDF + b"\x00" * (MAX_BYTES - len(PDF))
    assert check("laporan.pdf", exact) == "pdf"
    with pytest.raises(FileRefused, match=r"Berkas ini 10,0 MB; paling besar 10 MB"):
        check("laporan.pdf", exact + b"\x00")


def test_the_file_is_known_by_its_sum():
    assert checked("a.pdf", io.BytesIO(PDF), len(PDF)).sha256 == hashlib.sha256(PDF).hexdigest()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("laporan.pdf", "laporan.pdf"),
        ("../../etc/laporan.pdf", "laporan.pdf"),
        ("C:\\Users\\ani\\laporan.pdf", "laporan.pdf"),
        ('a"b;c\r\nd.pdf', "a_b_c d.pdf"),
        ("Laporan Triwulan I – Ringkasan.pdf", "Laporan Triwulan I – Ringkasan.pdf"),
        ("...", "berkas"),
        ("", "berkas"),
    ],
)
def test_a_name_loses_its_folders_and_what_breaks_a_header(name, shown):
    assert safe_name(name) == shown


def test_a_long_name_keeps_its_ending():
    name = safe_name("a" * 400 + ".pdf")
    assert len(name) <= 200
    assert name.endswith("….pdf")
