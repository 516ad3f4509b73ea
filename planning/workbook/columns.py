"""What a sheet and a column of the workbook are, and the columns that many sheets share.

Headings may hold `{tahun}` (one column for each year) and `{dasar}` (the year of the baseline).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..levels import Level
from ..models import Rencana

#: The one column that every sheet of rows ends with: which stored row and indicator a row of the sheet is.
ID_HEADING = "ID baris"


RENSTRA, RENJA = Rencana.Jenis.RENSTRA.value, Rencana.Jenis.RENJA.value


@dataclass(frozen=True, slots=True)
class PlanKind:
    """What decides which sheets and columns a plan's workbook has: `jenis`, and whether it is a perubahan."""

    jenis: str
    perubahan: bool = False

    def takes(self, jenis: tuple[str, ...], perubahan: bool) -> bool:
        """Whether something that only these kinds have (none named: every kind) belongs into this workbook."""
        return (not jenis or self.jenis in jenis) and (self.perubahan or not perubahan)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column (or, with `{tahun}` in its heading, one column for each year).

    `aliases` are other headings it is recognised by; `pattern` is a regular expression over a heading written small
    and without blanks or marks: of the whole heading, for a yearly column of any part of it. `kind` says what the
    cells hold: teks, nilai (five kinds of value) or rupiah. `jenis` names the plans that have it (none: all), and
    `perubahan` says that only a perubahan does. A `pasted` column is read from printed tables but never written; a
    `computed` one is known and not read.
    """

    key: str
    heading: str
    meaning: str
    aliases: tuple[str, ...] = ()
    pattern: str = ""
    required: bool = False
    kind: str = "teks"
    width: int = 14
    choices: tuple[str, ...] = ()
    jenis: tuple[str, ...] = ()
    perubahan: bool = False
    pasted: bool = False
    computed: bool = False

    @property
    def yearly(self) -> bool:
        """Whether there is one such column for each year."""
        return "{tahun}" in self.heading


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet. `levels` are the levels of simpul whose rows it lists in full: a row it lacks is missing.

    `jenis` and `perubahan` are as those of a column. `beside` is a pattern for the group heading over the other half
    of a table of two halves: a column under it has the key `beside_` and its own. `titles` are
    words of titles above such a table, beside the sheet's names.
    """

    key: str
    name: str
    meaning: str
    columns: tuple[Column, ...]
    aliases: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    jenis: tuple[str, ...] = ()
    perubahan: bool = False
    beside: str = ""
    titles: tuple[str, ...] = ()

    def column(self, key: str) -> Column:
        """The column with the key. Raises `KeyError`."""
        for one in self.columns:
            if one.key == key:
                return one
        raise KeyError(key)

    def for_kind(self, kind: PlanKind) -> Sheet | None:
        """The sheet with the columns that the workbook of such a plan has; None when it has no such sheet."""
        if not kind.takes(self.jenis, self.perubahan):
            return None
        return replace(self, columns=tuple(one for one in self.columns if kind.takes(one.jenis, one.perubahan)))


def id_column() -> Column:
    """The column that ends every sheet of rows."""
    return Column(
        key="id", heading=ID_HEADING, meaning="Tanda pengenal baris. Jangan diubah; kosongkan untuk baris baru."
    )


def text(key: str, heading: str, meaning: str, *aliases: str, width: int = 30, **more: object) -> Column:
    """A column of texts."""
    return Column(key=key, heading=heading, meaning=meaning, aliases=aliases, width=width, **more)  # type: ignore[arg-type]


INDIKATOR = text(
    "indikator", "Indikator", "Teks indikator.", "Indikator kinerja", "Indikator outcome/output", width=40,
    pattern=r"indikator(kinerja|outcome|output|sasaran|tujuan)*.*",
)  # fmt: skip
SATUAN = text("satuan", "Satuan", "Satuan indikator, misalnya Persen, Orang, Dokumen.", "Unit", width=14)
BASELINE = Column(
    key="baseline", heading="Baseline {dasar}", meaning="Nilai pada tahun dasar.", kind="nilai",
    aliases=("Baseline", "Kondisi awal", "Data capaian awal", "Kondisi kinerja awal"),
    pattern=r"(baseline|kondisi(kinerja)?(pada)?awal|datacapaian).*",
)  # fmt: skip
TARGET = Column(
    key="target", heading="Target {tahun}", meaning="Target tahun itu: angka, huruf nilai seperti BB, - (tidak "
    "direncanakan), 0 (nihil) atau kosong (belum diisi).", kind="nilai",
    aliases=("Target Capaian Kinerja", "Target Capaian", "Target Kinerja"), pattern=r"target|kinerja|^k$|volume",
)  # fmt: skip
REALISASI = Column(
    key="realisasi", heading="Realisasi {tahun}", meaning="Realisasi tahun itu.", kind="nilai",
    pattern=r"^(?!.*rasio).*(realisasi|capaian)",
)  # fmt: skip
KET = text("keterangan", "Keterangan", "Keterangan baris.", "Ket", "Ket.", "Catatan", width=24)
NO = text("nomor", "No", "Nomor urut seperti pada cetakan.", "No.", "Nomor", width=7)
