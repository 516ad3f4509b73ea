"""One perjanjian kinerja as a whole document: parties, day and content; live, or frozen as JSON when signed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from renstra_portal.lib.values import Nilai

from .content import BarisAnggaran, BarisIndikator, BarisKinerja, Content

#: Raised when what a signed perjanjian holds is written in another way.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Pihak:
    """One party: the position as signed for ("Plt. Kepala Dinas …"), and who signs; blank where nobody holds it."""

    jabatan: str
    nama: str = ""
    pangkat: str = ""
    nip: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that a perjanjian prints. `perubahan_ke` 0 is the perjanjian murni.

    `menggantikan` is the day of the perjanjian that it replaces, None where there is none or its day is not known.
    """

    perangkat_daerah: str
    daerah: str
    perubahan_ke: int
    dasar_perubahan: str
    pertama: Pihak
    kedua: Pihak
    tempat: str
    tanggal: date | None
    isi: Content
    menggantikan: date | None = None

    @property
    def judul(self) -> str:
        """ "Perjanjian Kinerja Tahun 2023", "Perjanjian Kinerja Perubahan Tahun 2023"."""
        return f"{self.nama} Tahun {self.isi.tahun}"

    @property
    def nama(self) -> str:
        """The name without its year; from the second perubahan on with its number."""
        if not self.perubahan_ke:
            return "Perjanjian Kinerja"
        return f"Perjanjian Kinerja Perubahan{f' Ke-{self.perubahan_ke}' if self.perubahan_ke > 1 else ''}"


def frozen(document: Document) -> dict[str, Any]:
    """The document as JSON, figures encoded exactly (`Nilai.encode`); `thawed` gives the same document back."""
    held = asdict(document)
    held["format"] = FORMAT
    held["tanggal"] = document.tanggal.isoformat() if document.tanggal else None
    held["menggantikan"] = document.menggantikan.isoformat() if document.menggantikan else None
    isi = document.isi
    held["isi"]["misi"] = list(isi.misi)
    held["isi"]["dihentikan"] = [list(pair) for pair in isi.dihentikan]
    held["isi"]["kinerja"] = [
        {**asdict(row), "indikator": [{**asdict(one), "target": one.target.encode()} for one in row.indikator]}
        for row in isi.kinerja
    ]
    held["isi"]["anggaran"] = [
        {
            **asdict(row),
            "jumlah": row.jumlah.encode(),
            "sumber": [[source, nilai.encode()] for source, nilai in row.sumber],
        }
        for row in isi.anggaran
    ]
    return held


def thawed(held: dict[str, Any]) -> Document:
    """The document that `frozen` made. Raises `ValueError` for a format this portal does not know."""
    if held.get("format") != FORMAT:
        raise ValueError(f"a perjanjian of format {held.get('format')!r}")
    isi = held["isi"]
    return Document(
        perangkat_daerah=held["perangkat_daerah"],
        daerah=held["daerah"],
        perubahan_ke=held["perubahan_ke"],
        dasar_perubahan=held["dasar_perubahan"],
        pertama=Pihak(**held["pertama"]),
        kedua=Pihak(**held["kedua"]),
        tempat=held["tempat"],
        tanggal=_day(held["tanggal"]),
        menggantikan=_day(held["menggantikan"]),
        isi=Content(
            eselon=isi["eselon"],
            tahun=isi["tahun"],
            misi=tuple(isi["misi"]),
            dihentikan=tuple((row, why) for row, why in isi["dihentikan"]),
            kinerja=tuple(
                BarisKinerja(
                    **{
                        **row,
                        "indikator": tuple(
                            BarisIndikator(**{**one, "target": Nilai.decode(one["target"])}) for one in row["indikator"]
                        ),
                    }
                )
                for row in isi["kinerja"]
            ),
            anggaran=tuple(
                BarisAnggaran(
                    **{
                        **row,
                        "jumlah": Nilai.decode(row["jumlah"]),
                        "sumber": tuple((source, Nilai.decode(nilai)) for source, nilai in row["sumber"]),
                    }
                )
                for row in isi["anggaran"]
            ),
        ),
    )


def fingerprint(document: Document) -> str:
    """A short text that differs whenever the document does, to tell that what is signed is what was seen."""
    text = json.dumps(frozen(document), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _day(held: str | None) -> date | None:
    return date.fromisoformat(held) if held else None
