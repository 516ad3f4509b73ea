"""The computing engine: what a year reached and what it cost, from the cascade alone, without a query."""

from .anggaran import Anggaran
from .kinerja import CapaianSasaran, Kinerja
from .penjelasan import Masukan, Penjelasan, PenjelasanAnggaran

__all__ = ["Anggaran", "CapaianSasaran", "Kinerja", "Masukan", "Penjelasan", "PenjelasanAnggaran"]
