"""Indicators that are counted from the shared list of labour data: what their realisation is, and from what."""

from __future__ import annotations

from dataclasses import dataclass

from renstra_portal.lib.values import Nilai, format_nilai

from ..capaian import Alasan, is_percent
from ..cascade import Cascade, CascadeIndicator, CascadeNode
from ..realisasi import Realisasi

#: Why nothing is typed into a realisation that is counted.
COUNTED = "Dihitung dari data ketenagakerjaan. Isi datanya di bagian Data ketenagakerjaan."


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted cell: its value, and in a sentence what it is counted from or why there is none."""

    nilai: Nilai
    told: str


class Ratios:
    """The counted realisations of one cascade."""

    def __init__(self, cascade: Cascade) -> None:
        self._year = Realisasi(cascade)

    def of(self, one: CascadeIndicator, triwulan: int) -> Counted | None:
        """The ratio of the data of that triwulan alone; None for an indicator whose realisation is typed."""
        year = self._year
        if not year.is_rasio(one):
            return None
        found = year.rasio(one, triwulan, sampai=False)
        above, below = year.data_rows.get(one.data_pembilang), year.data_rows.get(one.data_penyebut)
        if above is None or below is None:
            return Counted(found.nilai, f"{Alasan.DATA_TIDAK_DITEMUKAN.value} Pilih datanya di Rincian indikator.")
        if found.alasan:
            return Counted(found.nilai, f"{found.alasan.value} Pembilang: {_named(above)}; penyebut: {_named(below)}.")
        parts = [f"{self._count(node, triwulan)} ({_named(node)})" for node in (above, below)]
        return Counted(found.nilai, f"Dihitung: {' / '.join(parts)}{' × 100' if is_percent(one.satuan) else ''}.")

    def _count(self, node: CascadeNode, triwulan: int) -> str:
        return format_nilai(self._year.data_nilai(node.indikator[0], triwulan, sampai=False))


def _named(node: CascadeNode) -> str:
    return f"{node.nomor} {node.uraian}".strip()
