"""Both tables of the perjanjian kinerja of the head of the office, as the plan version has them now.

They are printed in chapter II of the LKIP too. What was signed stands in the perjanjian itself.
"""

from __future__ import annotations

from planning.cascade import Cascade
from planning.tables.base import Content, TableDefinition, TableOptions

from ..perjanjian.content import compose
from ..perjanjian.lampiran import RUPIAH, money_columns, money_rows, performance_columns, performance_rows

PERMENPANRB_53 = "PermenPANRB Nomor 53 Tahun 2014"
GROUP = "Perjanjian Kinerja"


def targets(cascade: Cascade, options: TableOptions) -> Content:
    """Sasaran strategis, indicator and target of the year, under the misi that they serve."""
    isi = compose(cascade, "II")
    return Content(columns=performance_columns(isi), rows=performance_rows(isi) if isi.kinerja else ())


def money(cascade: Cascade, options: TableOptions) -> Content:
    """Program and budget of the year with the sum, as details or plafon."""
    isi = compose(cascade, "II", basis=options.pagu_basis(cascade.plan))
    return Content(columns=money_columns(isi), rows=money_rows(isi), unit_note=RUPIAH)


PK_1 = TableDefinition(
    id="PK-1",
    judul="Sasaran, Indikator dan Target Perjanjian Kinerja Kepala {perangkat_daerah} Tahun {tahun}",
    dasar=PERMENPANRB_53,
    group=GROUP,
    content=targets,
    jenis_rencana=("kinerja",),
    kosong="Belum ada sasaran. Isi dahulu tujuan dan sasaran beserta indikatornya.",
    names=("perjanjian-kinerja", "pk-sasaran"),
)
PK_2 = TableDefinition(
    id="PK-2",
    judul="Program dan Anggaran Perjanjian Kinerja Kepala {perangkat_daerah} Tahun {tahun}",
    dasar=PERMENPANRB_53,
    group=GROUP,
    content=money,
    jenis_rencana=("kinerja",),
    kosong="Belum ada program. Isi dahulu program dan pagunya.",
    names=("pk-anggaran", "pk-program"),
)
TABLES = (PK_1, PK_2)
