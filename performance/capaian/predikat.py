"""The grade (predikat) of a level of achievement: scales are data, with their name and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from planning.capaian import SKALA_PREDIKAT
from renstra_portal.lib.numbers import round_half_up

#: The look of a grade: the names of the portal's chips, from good to bad.
Rupa = Literal["selesai", "catatan", "peringatan", "galat"]


@dataclass(frozen=True, slots=True)
class Predikat:
    """One band of a scale: its word, where it begins (percent), and how it looks.

    `dari` None is the lowest band. The bound belongs to the band unless `melebihi` says that it must be exceeded.
    `rentang` is the band as people write it.
    """

    nama: str
    dari: Decimal | None
    rupa: Rupa
    rentang: str
    melebihi: bool = False

    def holds(self, persen: Decimal) -> bool:
        """Whether the percentage reaches this band."""
        if self.dari is None:
            return True
        return persen > self.dari if self.melebihi else persen >= self.dari


@dataclass(frozen=True, slots=True)
class Skala:
    """A scale: bands from the highest down, where it comes from, and whether it grades whole percent.

    `dibulatkan`: the percentage is first rounded half-up to a whole number, because the bands have gaps between
    whole numbers (90,4 lies in none of "76–90" and "≥ 91").
    """

    key: str
    sumber: str
    bands: tuple[Predikat, ...]
    dibulatkan: bool = True

    @property
    def nama(self) -> str:
        """What the scale is called on the page Pengaturan."""
        return SKALA_PREDIKAT[self.key]

    def predikat(self, persen: Decimal) -> Predikat:
        """The band of an unrounded percentage."""
        graded = round_half_up(persen) if self.dibulatkan else persen
        return next(band for band in self.bands if band.holds(graded))


SKALA: Mapping[str, Skala] = {
    one.key: one
    for one in (
        Skala(
            "permendagri-86",
            "Permendagri 86/2017, skala nilai peringkat kinerja",
            (
                Predikat("Sangat Tinggi", Decimal(91), "selesai", "≥ 91"),
                Predikat("Tinggi", Decimal(76), "selesai", "76–90"),
                Predikat("Sedang", Decimal(66), "catatan", "66–75"),
                Predikat("Rendah", Decimal(51), "peringatan", "51–65"),
                Predikat("Sangat Rendah", None, "galat", "≤ 50"),
            ),
        ),
        Skala(
            "empat-tingkat",
            "Dipakai pada sistem e-SAKIP daerah; rujukannya ke PermenPANRB 88/2021 tidak pasti",
            (
                Predikat("Sangat Berhasil", Decimal(100), "selesai", "≥ 100"),
                Predikat("Berhasil", Decimal(85), "selesai", "85 sampai di bawah 100"),
                Predikat("Cukup Berhasil", Decimal(70), "peringatan", "70 sampai di bawah 85"),
                Predikat("Tidak Berhasil", None, "galat", "< 70"),
            ),
            dibulatkan=False,
        ),
        Skala(
            "tiga-warna",
            "Dipakai pada sistem e-SAKIP daerah; tidak ditetapkan peraturan",
            (
                Predikat("Hijau", Decimal(90), "selesai", "> 90", melebihi=True),
                Predikat("Kuning", Decimal(70), "peringatan", "70–90"),
                Predikat("Merah", None, "galat", "< 70"),
            ),
            dibulatkan=False,
        ),
    )
}


def predikat(persen: Decimal | None, skala: str) -> Predikat | None:
    """The grade of an unrounded percentage on the scale of that key; None where there is no percentage.

    Raises `KeyError` for a scale that does not exist.
    """
    return None if persen is None else SKALA[skala].predikat(persen)
