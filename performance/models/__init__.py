"""All models of the app."""

from .bukti import Bukti
from .jabatan import Jabatan, Pejabat
from .jadwal import JadwalPengisian
from .job import Job
from .naskah import BlockEdit
from .perjanjian import PerjanjianKinerja

__all__ = [
    "BlockEdit",
    "Bukti",
    "Jabatan",
    "JadwalPengisian",
    "Job",
    "Pejabat",
    "PerjanjianKinerja",
]
