"""All models of the app."""

from .bukti import Bukti
from .jabatan import Jabatan, Pejabat
from .jadwal import JadwalPengisian
from .naskah import Suntingan
from .pekerjaan import Pekerjaan
from .perjanjian import PerjanjianKinerja

__all__ = [
    "Bukti",
    "Jabatan",
    "JadwalPengisian",
    "Pejabat",
    "Pekerjaan",
    "PerjanjianKinerja",
    "Suntingan",
]
