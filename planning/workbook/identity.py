"""Reads the sheet "Identitas": labels in the first filled column, their contents in the next."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import TextChoices

from renstra_portal.lib.dates import DateProblem, parse_date
from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.years import YearsProblem, parse_years

from ..models import Rencana
from .cells import squash
from .grid import Book, read_rows
from .problems import Problems
from .reading import text_of
from .schema import IDENTITAS

_YEAR = re.compile(r"(?:19|20)\d\d")
#: Settings that a plan must have: an empty cell leaves them as they are.
_NEVER_EMPTY = frozenset({"judul", "nama_daerah", "nama_perangkat_daerah"})
#: Settings that are one of a few, with the choices of the model.
_CHOICES: dict[str, type[TextChoices]] = {
    "kertas": Rencana.Kertas,
    "cetak_pagu": Rencana.CetakPagu,
    "perkiraan_capaian": Rencana.PerkiraanCapaian,
    "bentuk_rumusan": Rencana.BentukRumusan,
    "satuan_uang": Rencana.SatuanUang,
}
_TEXTS = (
    "judul",
    "nama_daerah",
    "nama_perangkat_daerah",
    "sumber",
    "dasar_perubahan",
    "tempat",
    "penandatangan_jabatan",
    "penandatangan_nama",
    "penandatangan_pangkat",
    "penandatangan_nip",
)


@dataclass(slots=True)
class Identity:
    """What "Identitas" states. `settings` are those of a draft; the rest identifies the plan."""

    settings: dict[str, Any] = field(default_factory=dict)
    slug: str = ""
    nama_singkat: str = ""
    jenis: str = ""
    edisi: str = ""
    tahun_awal: int | None = None
    tahun_akhir: int | None = None
    places: dict[str, dict[str, Any]] = field(default_factory=dict)


def read_identity(book: Book, problems: Problems) -> Identity:
    """The identity that a workbook states; an empty one when the sheet is absent."""
    identity = Identity()
    if "identitas" not in book.sheets:
        return identity
    name = book.sheets["identitas"].title
    labels = {squash(text): one.key for one in IDENTITAS.columns for text in (one.heading, *one.aliases)}
    cells: dict[str, Any] = {}
    for number, row in read_rows(book, "identitas"):
        position = next(index for index, cell in enumerate(row) if cell.value is not None)
        label = text_of(row[position])
        key = labels.get(squash(label))
        if key is None:
            if squash(label) not in ("label", "uraian"):
                problems.catatan(
                    "Label ini tidak dikenal dan tidak dibaca.", sheet=name, row=number, index=position, found=label
                )
            continue
        index = next((i for i in range(position + 1, len(row)) if text_of(row[i]) not in ("", ":")), position + 1)
        identity.places[key] = {"sheet": name, "row": number, "index": index, "heading": label}
        cells[key] = row[index] if index < len(row) else None
    for number, index in book.uncached.get("identitas", ()):
        problems.galat(
            "Rumus tanpa nilai tersimpan.", sheet=name, row=number, index=index,
            hint="Buka berkasnya di Excel, simpan, lalu impor lagi.",
        )  # fmt: skip
    _Reader(identity, cells, problems).read()
    return identity


class _Reader:
    def __init__(self, identity: Identity, cells: dict[str, Any], problems: Problems) -> None:
        self.identity = identity
        self.cells = cells
        self.problems = problems

    def read(self) -> None:
        identity = self.identity
        identity.slug = self._plain("slug")
        for key in _TEXTS:
            self._text(key)
        identity.nama_singkat = self._plain("nama_singkat")
        identity.edisi = self._plain("edisi")
        if jenis := self._plain("jenis"):
            identity.jenis = self._choice("jenis", jenis, {"renstra": "renstra", "renja": "renja"})
        for key, choices in _CHOICES.items():
            labels = {normalise_name(str(label)): value for value, label in choices.choices}
            labels |= {normalise_name(value): value for value in choices.values}
            if (text := self._plain(key)) and (value := self._choice(key, text, labels)):
                identity.settings[key] = value
        identity.tahun_awal = self._year("tahun_awal")
        identity.tahun_akhir = self._year("tahun_akhir")
        if dasar := self._year("tahun_dasar"):
            identity.settings["tahun_dasar"] = dasar
        if akhir := self._year("tahun_akhir_renstra"):
            identity.settings["tahun_akhir_renstra"] = akhir
        elif "tahun_akhir_renstra" in identity.places and self._is_emptied("tahun_akhir_renstra"):
            identity.settings["tahun_akhir_renstra"] = None
        self._years()
        self._date()

    def _plain(self, key: str) -> str:
        cell = self.cells.get(key)
        return text_of(cell) if cell is not None else ""

    def _text(self, key: str) -> None:
        if key not in self.identity.places:
            return
        cell = self.cells[key]
        value = cell.value if cell is not None else None
        text = self._plain(key)
        place = self.identity.places[key]
        if key == "penandatangan_nip" and isinstance(value, int | float) and abs(value) >= 10**15:
            self.problems.galat(
                "NIP tersimpan sebagai angka sehingga angka belakangnya hilang.", **place, found=value,
                hint="Ubah format sel menjadi Teks, lalu ketik ulang NIP-nya.",
            )  # fmt: skip
            return
        if not text and not self._may_empty(key):
            return
        try:
            limit = Rencana._meta.get_field(key).max_length  # type: ignore[union-attr]
        except FieldDoesNotExist:
            limit = None
        if limit and len(text) > limit:
            self.problems.galat(f"Isi sel lebih panjang dari {limit} huruf.", **place, found=text)
            return
        self.identity.settings[key] = text

    def _may_empty(self, key: str) -> bool:
        """Whether a blank cell empties the setting: only in a plan's own export, not in a workbook made anew."""
        return key not in _NEVER_EMPTY and bool(self.identity.slug)

    def _is_emptied(self, key: str) -> bool:
        return not self._plain(key) and self._may_empty(key)

    def _choice(self, key: str, text: str, labels: dict[str, str]) -> str:
        found = labels.get(normalise_name(text), "")
        if not found:
            choices = ", ".join(IDENTITAS.column(key).choices)
            self.problems.galat(
                "Pilihan tidak dikenal.", **self.identity.places[key], found=text, hint=f"Pilih: {choices}."
            )
        return found

    def _year(self, key: str) -> int | None:
        text = self._plain(key)
        if not text:
            return None
        if _YEAR.fullmatch(text):
            return int(text)
        self.problems.galat(
            "Bukan tahun empat angka.", **self.identity.places[key], found=text, hint="Tulis misalnya 2025."
        )
        return None

    def _years(self) -> None:
        text = self._plain("tahun_tabel")
        if not text:
            return
        try:
            self.identity.settings["tahun_tabel"] = parse_years(text)
        except YearsProblem:
            self.problems.galat(
                "Tahun pada tabel tidak terbaca.", **self.identity.places["tahun_tabel"], found=text,
                hint="Tulis misalnya 2025-2030, atau 2025, 2026, 2027.",
            )  # fmt: skip

    def _date(self) -> None:
        if "tanggal" not in self.identity.places:
            return
        cell = self.cells["tanggal"]
        if cell is None or not text_of(cell):
            if self._may_empty("tanggal"):
                self.identity.settings["tanggal"] = None
            return
        try:
            self.identity.settings["tanggal"] = parse_date(cell.value)
        except DateProblem as problem:
            self.problems.galat(str(problem), **self.identity.places["tanggal"], found=cell.value)
