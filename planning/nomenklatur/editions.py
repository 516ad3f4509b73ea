"""The known editions of the nomenclature, as data, and how a list may name the edition it belongs to.

Chain of regulations: Permendagri 90/2019 and its updates. The sub-kegiatan has two digits up to 050-5889/2021 and four
from 900.1.15.5-1317/2023 on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from planning.models import EdisiNomenklatur
from renstra_portal.lib.text import normalise_name


@dataclass(frozen=True, slots=True)
class KnownEdition:
    """An edition as the regulation defines it. `aliases` are other names that lists in circulation use for it."""

    kode: str
    nama: str
    peraturan: str
    tanggal: date
    digit_sub: int
    aliases: tuple[str, ...] = ()

    def as_model(self) -> EdisiNomenklatur:
        """A new, unsaved row of the database."""
        return EdisiNomenklatur(
            kode=self.kode,
            nama=self.nama,
            peraturan=self.peraturan,
            tanggal=self.tanggal,
            digit_sub=self.digit_sub,
        )


# K900 is the four-digit list for plans of 2024–2026 and SIPD-2027 the list for 2027: each is filed under the
# regulation in force for those years; `--edisi` files a list elsewhere. A document (SEED-…) is filed under the
# regulation that its table cites, unless it prints four digits while citing a two-digit one: four digits cannot come
# from there (SEED-001 cites 050-3708/2020, and all of its codes stand in the four-digit list).
KNOWN_EDITIONS: tuple[KnownEdition, ...] = (
    KnownEdition(
        "p90-2019",
        "Permendagri 90/2019",
        "Peraturan Menteri Dalam Negeri Nomor 90 Tahun 2019",
        date(2019, 10, 18),
        digit_sub=2,
        aliases=("P90-2019",),
    ),
    KnownEdition(
        "3708-2020",
        "Kepmendagri 050-3708/2020",
        "Keputusan Menteri Dalam Negeri Nomor 050-3708 Tahun 2020",
        date(2020, 10, 5),
        digit_sub=2,
        aliases=("SEED-002",),
    ),
    KnownEdition(
        "5889-2021",
        "Kepmendagri 050-5889/2021",
        "Keputusan Menteri Dalam Negeri Nomor 050-5889 Tahun 2021",
        date(2021, 12, 27),
        digit_sub=2,
        aliases=("SEED-003", "SEED-004"),
    ),
    KnownEdition(
        "900-1317-2023",
        "Kepmendagri 900.1.15.5-1317/2023",
        "Keputusan Menteri Dalam Negeri Nomor 900.1.15.5-1317 Tahun 2023",
        date(2023, 6, 23),
        digit_sub=4,
        aliases=("K900", "SEED-000", "SEED-001"),
    ),
    KnownEdition(
        "900-3406-2024",
        "Kepmendagri 900.1.15.5-3406/2024",
        "Keputusan Menteri Dalam Negeri Nomor 900.1.15.5-3406 Tahun 2024",
        date(2024, 8, 27),
        digit_sub=4,
    ),
    KnownEdition(
        "900-2850-2025",
        "Kepmendagri 900.1-2850/2025",
        "Keputusan Menteri Dalam Negeri Nomor 900.1-2850 Tahun 2025",
        date(2025, 7, 31),
        digit_sub=4,
    ),
    KnownEdition(
        "900-861-2026",
        "Kepmendagri 900.1-861/2026",
        "Keputusan Menteri Dalam Negeri Nomor 900.1-861 Tahun 2026",
        date(2026, 5, 7),
        digit_sub=4,
        aliases=("SIPD-2027",),
    ),
)


class Editions:
    """Finds an edition by any of its names: among the stored ones, then among the known ones (not yet stored)."""

    def __init__(self, stored: Iterable[EdisiNomenklatur]) -> None:
        self._by_kode = {edition.kode: edition for edition in stored}
        for known in KNOWN_EDITIONS:
            self._by_kode.setdefault(known.kode, known.as_model())
        self._names: dict[str, str] = {}
        for known in KNOWN_EDITIONS:
            for name in (known.nama, known.peraturan, *known.aliases):
                self._names[normalise_name(name)] = known.kode
        for edition in self._by_kode.values():
            for name in (edition.kode, edition.nama, edition.peraturan):
                if name:
                    self._names[normalise_name(name)] = edition.kode

    @classmethod
    def load(cls) -> Editions:
        """The editions of the database and of `KNOWN_EDITIONS`, in one query."""
        return cls(EdisiNomenklatur.objects.all())

    def find(self, name: str) -> EdisiNomenklatur | None:
        """The edition called `name` (kode, nama, peraturan or alias, any case), or None."""
        kode = self._names.get(normalise_name(name))
        return self._by_kode[kode] if kode else None

    @property
    def names(self) -> str:
        """The codes of all editions for a message: "p90-2019, 3708-2020, …"."""
        return ", ".join(self._by_kode)
