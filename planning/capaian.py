"""The level of achievement (tingkat capaian) of an indicator, and what it has reached over triwulan and years.

Permendagri 86/2017 asks for realisation against target in percent. For indicators of which less is better three forms
are in use: B, the one usually quoted for the LKIP, A, and C, which cannot be held against the other two. A level of
achievement is never rounded or capped here. A ratio or a mean is a figure of the indicator itself, as BPS publishes
one: it has the indicator's decimals, so that whoever divides the printed figures finds the printed percentage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from renstra_portal.lib.values import KOSONG, TIDAK_DIRENCANAKAN, Jenis, Nilai, round_half_up

#: How indicators of which less is better (arah *turun*) are counted; see `capaian`.
RumusTurun = Literal["A", "B", "C"]
#: The scales of predikat that a plan may choose from, by key; `performance.capaian.predikat` holds their bands.
SKALA_PREDIKAT: Mapping[str, str] = {
    "permendagri-86": "Permendagri 86/2017 (lima tingkat)",
    "empat-tingkat": "Empat tingkat (sangat berhasil sejak 100)",
    "tiga-warna": "Tiga warna (hijau di atas 90)",
}
#: Decimals of a ratio or a mean whose indicator does not say how many it has.
USUAL_DECIMALS = 2

#: Units that are a percentage, however they are spelled.
_PERCENT = frozenset({"%", "persen", "persen (%)", "persentase", "persentase (%)"})


class Alasan(StrEnum):
    """Why there is no level of achievement; the value is a sentence for the page."""

    TARGET_KOSONG = "Target belum diisi."
    TARGET_TIDAK_DIRENCANAKAN = "Target tidak direncanakan (-)."
    TARGET_TEKS = "Target berupa teks, bukan angka."
    TARGET_NOL = "Target 0: tidak ada pembagi."
    REALISASI_KOSONG = "Realisasi belum diisi."
    REALISASI_TIDAK_ADA = "Realisasi ditulis tidak ada (-)."
    REALISASI_TEKS = "Realisasi berupa teks, bukan angka."
    TEKS_SAMA = "Target dan realisasi berupa teks dan sama; tidak dinyatakan dalam persen."
    TEKS_BERBEDA = "Target dan realisasi berupa teks dan berbeda; tidak dinyatakan dalam persen."
    DATA_TIDAK_DITEMUKAN = "Baris data pembilang atau penyebut tidak ditemukan dalam rencana ini."
    DATA_KOSONG = "Data pembilang dan penyebut belum diisi."
    PEMBILANG_KOSONG = "Data pembilang belum diisi."
    PENYEBUT_KOSONG = "Data penyebut belum diisi."
    DATA_TIDAK_ADA = "Data pembilang atau penyebut ditulis tidak ada (-)."
    DATA_TEKS = "Data pembilang atau penyebut berupa teks, bukan angka."
    PENYEBUT_NOL = "Penyebut 0: tidak ada pembagi."

    @property
    def is_blank(self) -> bool:
        """Whether what is missing is only still to be filled in, so that a table shows a blank and not "-"."""
        return self in _BLANK


_BLANK = frozenset(
    {Alasan.REALISASI_KOSONG, Alasan.DATA_TIDAK_DITEMUKAN, Alasan.DATA_KOSONG}
    | {Alasan.PEMBILANG_KOSONG, Alasan.PENYEBUT_KOSONG}
)


@dataclass(frozen=True, slots=True)
class Capaian:
    """A level of achievement: `persen`, unrounded and uncapped, or the reason why there is none."""

    persen: Decimal | None
    alasan: Alasan | None = None

    def nilai(self, decimals: int) -> Nilai:
        """As a printed table shows it, rounded half-up: blank as long as nothing is realised, "-" where none exists."""
        if self.persen is not None:
            return Nilai.of(round_half_up(self.persen, decimals), decimals=decimals)
        return KOSONG if self.alasan is not None and self.alasan.is_blank else TIDAK_DIRENCANAKAN


@dataclass(frozen=True, slots=True)
class Rasio:
    """A ratio as a value of its indicator, or a value without number and the reason why there is none."""

    nilai: Nilai
    alasan: Alasan | None = None


def capaian(realisasi: Nilai, target: Nilai, arah: str, rumus: RumusTurun = "B") -> Capaian:
    """Realisation against target in percent, as the indicator's direction (`arah`) counts.

    *naik* and *tetap*: R/T × 100. *turun*: form B (2T − R)/T × 100, which goes below 0 from twice the target on;
    form A T/R × 100 (0 when R is 0); form C (T − R)/T × 100, which tells by how much the target was kept under. A
    target of 0, "-", blank or in words gives none, with the reason. Two texts (grades such as BB) are the same or not,
    which the reason says; grades have no percentage.
    """
    if target.kind is realisasi.kind is Jenis.TEKS:
        same = target.text.casefold() == realisasi.text.casefold()
        return Capaian(None, Alasan.TEKS_SAMA if same else Alasan.TEKS_BERBEDA)
    target_number, realised = target.amount, realisasi.amount
    if realised is None:
        return Capaian(None, _missing(realisasi, Alasan.REALISASI_KOSONG))
    if target_number is None:
        return Capaian(None, _missing(target, Alasan.TARGET_KOSONG))
    if not target_number:
        return Capaian(None, Alasan.TARGET_NOL)
    if arah != "turun":
        return Capaian(realised * 100 / target_number)
    if rumus == "B":
        return Capaian((2 * target_number - realised) * 100 / target_number)
    if rumus == "C":
        return Capaian((target_number - realised) * 100 / target_number)
    return Capaian(target_number * 100 / realised if realised else Decimal(0))


def sampai(values: Sequence[Nilai], akumulasi: str) -> Nilai:
    """What an indicator has reached after the given values, oldest first (T-C.29 column 10, E.81 column 13).

    Accumulation *jumlah* adds up every number held. Any other (percentages, indexes, grades) takes the latest value
    held. "-" where nothing but "-" is held; `KOSONG` where nothing is.
    """
    if akumulasi == "jumlah":
        numbers = [one for one in values if one.amount is not None]
        if numbers:
            total = sum((one.amount for one in numbers if one.amount is not None), Decimal(0))
            return Nilai.of(total, decimals=max(one.decimals for one in numbers))
    held = [one for one in values if one.kind not in (Jenis.KOSONG, Jenis.TIDAK_DIRENCANAKAN)]
    if held:
        return held[-1]
    return TIDAK_DIRENCANAKAN if TIDAK_DIRENCANAKAN in values else KOSONG


def dari_triwulan(values: Sequence[Nilai], akumulasi: str, decimals: int | None = None) -> Nilai:
    """What an indicator has reached after the triwulan given, the first one first (E.81 column 12 after all four).

    Accumulation *jumlah* adds up the triwulan, *terakhir* takes the last one held, *rata_rata* the mean of those that
    hold a number, rounded half-up to `decimals` (default: two, or as many as were typed). A blank triwulan is left
    out and never counts as 0. Give the accumulation of `cara_akumulasi`, so that percentages are not summed. A *rasio*
    has a value of its own for every period (`rasio`); of typed ones the last stands.
    """
    amounts = [one.amount for one in values if one.amount is not None]
    if akumulasi != "rata_rata" or not amounts:
        return sampai(values, akumulasi)
    if decimals is None:
        decimals = max(USUAL_DECIMALS, *(one.decimals for one in values))
    return Nilai.of(round_half_up(sum(amounts, Decimal(0)) / len(amounts), decimals), decimals=decimals)


def sampai_tahun_ini(tahun_lalu: Nilai, tahun_ini: Nilai, akumulasi: str, satuan: str) -> Nilai:
    """What a Renstra has reached with this year (E.81 column 13), from columns 6 and 12.

    The form prints 6 + 12, which holds for cumulative indicators; of all others, percentages among them, it is the
    latest value.
    """
    return sampai((tahun_lalu, tahun_ini), cara_akumulasi(akumulasi, satuan))


def rasio(pembilang: Nilai, penyebut: Nilai, *, persen: bool, decimals: int = USUAL_DECIMALS) -> Rasio:
    """Numerator by denominator (× 100 where `persen`), rounded half-up to the `decimals` of its indicator.

    Where either is blank, "-" or in words, or the denominator is 0, there is none, with the reason.
    """
    if reason := _no_ratio(pembilang, penyebut):
        return Rasio(KOSONG if reason.is_blank else TIDAK_DIRENCANAKAN, reason)
    above, below = pembilang.amount or Decimal(0), penyebut.amount or Decimal(0)
    if not below:
        return Rasio(TIDAK_DIRENCANAKAN, Alasan.PENYEBUT_NOL)
    return Rasio(Nilai.of(round_half_up(above * (100 if persen else 1) / below, decimals), decimals=decimals))


def is_percent(satuan: str) -> bool:
    """Whether a unit is a percentage: "%", "Persen", "Persen (%)"."""
    return satuan.strip().casefold() in _PERCENT


def cara_akumulasi(akumulasi: str, satuan: str) -> str:
    """How an indicator adds up over years: as it says, except that percentages are never summed."""
    return "terakhir" if akumulasi == "jumlah" and is_percent(satuan) else akumulasi


def _no_ratio(pembilang: Nilai, penyebut: Nilai) -> Alasan | None:
    kinds = (pembilang.kind, penyebut.kind)
    match [kind is Jenis.KOSONG for kind in kinds]:
        case [True, True]:
            return Alasan.DATA_KOSONG
        case [True, False]:
            return Alasan.PEMBILANG_KOSONG
        case [False, True]:
            return Alasan.PENYEBUT_KOSONG
    if Jenis.TIDAK_DIRENCANAKAN in kinds:
        return Alasan.DATA_TIDAK_ADA
    return Alasan.DATA_TEKS if Jenis.TEKS in kinds else None


def _missing(nilai: Nilai, blank: Alasan) -> Alasan:
    """Why a value that is no number gives no percentage; `blank` tells which of the two it is."""
    of_target = blank is Alasan.TARGET_KOSONG
    match nilai.kind:
        case Jenis.KOSONG:
            return blank
        case Jenis.TIDAK_DIRENCANAKAN:
            return Alasan.TARGET_TIDAK_DIRENCANAKAN if of_target else Alasan.REALISASI_TIDAK_ADA
        case _:
            return Alasan.TARGET_TEKS if of_target else Alasan.REALISASI_TEKS
