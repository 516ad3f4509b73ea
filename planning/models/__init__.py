"""All models of the app; see docs/architecture.md for how they hang together."""

from .anggaran import NilaiSimpul, Pagu, Plafon
from .change import Change, ChangeSet
from .indikator import TRIWULAN, Indikator, JenisIndikator, NilaiIndikator
from .nomenklatur import EdisiNomenklatur, Nomenklatur, PadananNomenklatur
from .organisasi import Daerah, PerangkatDaerah
from .rencana import Rencana
from .simpul import Kaitan, Simpul
from .unggahan import Unggahan
from .user import Keanggotaan, User

__all__ = [
    "TRIWULAN",
    "Change",
    "ChangeSet",
    "Daerah",
    "EdisiNomenklatur",
    "Indikator",
    "JenisIndikator",
    "Kaitan",
    "Keanggotaan",
    "NilaiIndikator",
    "NilaiSimpul",
    "Nomenklatur",
    "PadananNomenklatur",
    "Pagu",
    "PerangkatDaerah",
    "Plafon",
    "Rencana",
    "Simpul",
    "Unggahan",
    "User",
]
