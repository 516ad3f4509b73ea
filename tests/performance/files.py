"""Small files of every kind, as they come from an office's computer."""

from __future__ import annotations

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 20
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
MAIN = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
}


def office_file(kind: str = "xlsx", *further: str) -> bytes:
    """A file of Excel or Word with nothing in it but its list of contents and the parts named."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_part("[Content_Types].xml"), f'<Types><Override ContentType="{MAIN[kind]}"/></Types>')
        for name in further:
            archive.writestr(_part(name), "isi")
    return held.getvalue()


def _part(name: str) -> zipfile.ZipInfo:
    """A part without the time of day, so that the file is the same in every process."""
    return zipfile.ZipInfo(name)


def upload(name: str = "laporan.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A file as the browser sends it."""
    return SimpleUploadedFile(name, content)
