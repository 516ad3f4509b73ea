"""The level of achievement (tingkat capaian) of an indicator, and what it has reached up to a year.

Permendagri 86/2017 asks for realisation against target in percent. For indicators of which less is better two forms
are in use: B, the one usually quoted for the LKIP, and A. Nothing is rounded or capped here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from renstra_portal.lib.values import KOSONG, TIDAK_DIRENCANAKAN, Jenis, Nilai, round_half_up

#: How indicators of which less is better (arah *turun*) are counted; see `capaian`.
RumusTurun = Literal["A", "B"]

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


@dataclass(frozen=True, slots=True)
class Capaian:
    """A level of achievement: `persen`, unrounded and uncapped, or the reason why there is none."""

    persen: Decimal | None
    alasan: Alasan | None = None

    def nilai(self, decimals: int) -> Nilai:
        """As a printed table shows it, rounded half-up: blank as long as nothing is realised, "-" where none exists."""
        if self.persen is not None:
            return Nilai.of(round_half_up(self.persen, decimals), decimals=decimals)
        return KOSONG if self.alasan is Alasan.REALISASI_KOSONG else TIDAK_DIRENCANAKAN


def capaian(realisasi: Nilai, target: Nilai, arah: str, rumus: RumusTurun = "B") -> Capaian:
    """Realisation against target in percent, as the indicator's direction (`arah`) counts.

    *naik* and *tetap*: R/T × 100. *turun*: form B (2T − R)/T × 100, which goes below 0 from twice the target on, or
    form A T/R × 100 (0 when R is 0). A target of 0, "-", blank or in words gives none, with the reason.
    """
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


def is_percent(satuan: str) -> bool:
    """Whether a unit is a percentage: "%", "Persen", "Persen (%)"."""
    return satuan.strip().casefold() in _PERCENT


def cara_akumulasi(akumulasi: str, satuan: str) -> str:
    """How an indicator adds up over years: as it says, except that percentages are never summed."""
    return "terakhir" if akumulasi == "jumlah" and is_percent(satuan) else akumulasi


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
