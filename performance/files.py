"""What an uploaded file of evidence really is: its ending and its content have to agree, and nothing in it may run."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from renstra_portal.lib.text import clean_text

#: The largest file, in bytes.
MAX_BYTES = 10 * 1024 * 1024
#: What a stored name may be long, in letters.
MAX_NAME = 200
ALLOWED = "PDF, JPG, PNG, XLSX, atau DOCX"

_ENDINGS = {"pdf": "pdf", "jpg": "jpg", "jpeg": "jpg", "png": "png", "xlsx": "xlsx", "docx": "docx"}
_SIGNATURES = {"pdf": b"%PDF-", "jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
#: The main part of an Office file, as its list of contents names it.
_MAIN_PARTS = {
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
}
_CONTENTS = "[Content_Types].xml"
#: What reading a damaged archive may raise; `ValueError` for names that are no text.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    RuntimeError,
    OSError,
    EOFError,
)
#: A list of contents larger than this is no honest one, in bytes.
_MAX_CONTENTS = 1024 * 1024
_PART = 64 * 1024
#: Old Office files, and new ones behind a password.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAY = {"pdf": "PDF", "jpg": "gambar JPG", "png": "gambar PNG", "xlsx": "buku kerja Excel", "docx": "dokumen Word"}
_MACROS = "Berkas ini berisi makro. Simpan tanpa makro (.xlsx atau .docx), lalu unggah lagi."

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class FileRefused(Exception):
    """A file that is not taken; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that was checked: its name as people see it, its kind (a key of `CONTENT_TYPES`), size in bytes, sum."""

    nama: str
    tipe: str
    ukuran: int
    sha256: str


def checked(name: str, content: IO[bytes], size: int) -> CheckedFile:
    """The file, once its ending, size and content are known to be allowed. Raises `FileRefused`."""
    shown = safe_name(name)
    ending = PurePosixPath(shown).suffix.lower().lstrip(".")
    tipe = _ENDINGS.get(ending)
    if ending in ("xlsm", "docm", "xltm", "dotm"):
        raise FileRefused(_MACROS)
    if tipe is None:
        raise FileRefused(f"Jenis berkas ini tidak diterima. Unggah {ALLOWED}.")
    if size > MAX_BYTES:
        megabytes = f"{size / 1024 / 1024:.1f}".replace(".", ",")
        raise FileRefused(f"Berkas ini {megabytes} MB; paling besar 10 MB. Perkecil atau bagi berkasnya.")
    if not size:
        raise FileRefused("Berkas ini kosong (0 byte). Simpan ulang berkasnya, lalu unggah lagi.")
    content.seek(0)
    start = content.read(8)
    if tipe in _MAIN_PARTS:
        _demand_office(tipe, start, content)
    elif not start.startswith(_SIGNATURES[tipe]):
        raise FileRefused(f"Akhiran berkas ini .{ending}, tetapi isinya bukan {_SAY[tipe]}.")
    content.seek(0)
    digest = hashlib.sha256()
    for part in iter(lambda: content.read(_PART), b""):
        digest.update(part)
    return CheckedFile(shown, tipe, size, digest.hexdigest())


def safe_name(name: str) -> str:
    """A file name without folders and control characters, shortened with its ending kept; never empty."""
    last = clean_text(name.replace("\\", "/")).replace("\n", " ").rsplit("/", 1)[-1].strip(". ")
    # What closes a header or a name on Windows.
    last = "".join("_" if letter in '"<>:|?*;%' else letter for letter in last) or "berkas"
    if len(last) <= MAX_NAME:
        return last
    stem, dot, ending = last.rpartition(".")
    return f"{stem[: MAX_NAME - len(ending) - 2]}…{dot}{ending}" if stem and len(ending) < 10 else last[:MAX_NAME]


def _demand_office(tipe: str, start: bytes, content: IO[bytes]) -> None:
    """Raise `FileRefused` unless the bytes are an Office file of that kind, open and without macros."""
    wrong = f"Akhiran berkas ini .{tipe}, tetapi isinya bukan {_SAY[tipe]}."
    if start.startswith(_OLE):
        raise FileRefused("Berkas ini berformat Office lama atau terkunci kata sandi. Simpan ulang tanpa kata sandi.")
    if not start.startswith(b"PK\x03\x04"):
        raise FileRefused(wrong)
    try:
        with zipfile.ZipFile(content) as archive:
            names = [one.filename.casefold() for one in archive.infolist()]
            listed = archive.getinfo(_CONTENTS)
            if listed.file_size > _MAX_CONTENTS:
                raise FileRefused(wrong)
            parts = archive.read(listed)
    except _DAMAGED as problem:
        raise FileRefused(f"{wrong} Mungkin rusak saat disalin.") from problem
    if any("vbaproject" in one for one in names) or b"vbaProject" in parts or b"macroEnabled" in parts:
        raise FileRefused(_MACROS)
    if _MAIN_PARTS[tipe] not in parts:
        raise FileRefused(wrong)
