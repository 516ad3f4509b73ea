"""Small nomenclature lists for the tests, as rows of a file."""

from collections.abc import Sequence

from planning.models import EdisiNomenklatur, Nomenklatur
from planning.nomenklatur.importing import ImportResult, import_table
from planning.nomenklatur.reading import Table, table_from_sheets

HEAD = ("kode", "uraian", "kinerja", "indikator", "satuan", "sumber")
#: A kegiatan and its sub-kegiatan bear the same name on purpose: a name is never a key.
ROWS = (
    ("2.07", "URUSAN PEMERINTAHAN BIDANG TENAGA KERJA", "", "", "", ""),
    ("2.07.03", "PROGRAM PELATIHAN KERJA DAN PRODUKTIVITAS TENAGA KERJA", "", "", "", ""),
    ("2.07.03.2.02", "Pembinaan Lembaga Pelatihan Kerja Swasta", "", "", "", ""),
    (
        "2.07.03.2.02.0001",
        "Pembinaan Lembaga Pelatihan Kerja Swasta",
        "Terlaksananya Pembinaan LPK Swasta",
        "Jumlah LPK Swasta yang Dibina",
        "Lembaga",
        "",
    ),
    ("X.XX.01", "PROGRAM PENUNJANG URUSAN PEMERINTAHAN DAERAH", "", "", "", ""),
    ("X.XX.01.2.06", "Administrasi Umum Perangkat Daerah", "", "", "", ""),
    ("X.XX.01.2.06.0009", "Penyelenggaraan Rapat Koordinasi dan Konsultasi SKPD", "", "", "Laporan", ""),
)


def table(rows: Sequence[Sequence[object]], head: Sequence[str] = HEAD) -> Table:
    """The rows as a file with that heading would give them."""
    return table_from_sheets({"": [head, *rows]})


def load(rows: Sequence[Sequence[object]] = ROWS, edisi: str = "900-1317-2023", **options) -> ImportResult:
    """Import the rows into an edition."""
    return import_table(table(rows), edisi=edisi, **options)


def entry(kode: str, edisi: str = "900-1317-2023", kewenangan: str = "kab/kota") -> Nomenklatur:
    return Nomenklatur.objects.get(edisi__kode=edisi, kode=kode, kewenangan=kewenangan)


def edition(kode: str = "900-1317-2023") -> EdisiNomenklatur:
    return EdisiNomenklatur.objects.get(kode=kode)
