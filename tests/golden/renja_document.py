"""The printed Renja of Kota Pasuruan as rows of expected cells, straight from the CSV files beside this module.

A figure stands under its column as `Nilai`, its unit under `<column>_satuan` ("dokumen", "%"). Blank cells are left
out of a row.
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from renstra_portal.lib.codes import parse_kode
from renstra_portal.lib.values import KOSONG, TIDAK_DIRENCANAKAN, Nilai

from .document import Expected, SourceRow, texts

FOLDER = Path(__file__).parent / "pasuruan-renja-2023"
_FIGURE = re.compile(r"(?P<number>-|[0-9.]+(?:,[0-9]+)?) ?(?P<unit>.*)")


@cache
def rows(name: str) -> list[SourceRow]:
    """The rows of one CSV file, e.g. `tabel_4_1`."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figure(row: SourceRow, column: str) -> tuple[Nilai, str]:
    """The figure and the unit of a printed cell: "28,50%", "7 dokumen", "3.456.509.470". A dash has no unit here.

    A dot never parts decimals in these tables, a comma always does ("64,528 m2").
    """
    found = _FIGURE.fullmatch(row[column])
    if found is None:
        assert not row[column], row[column]
        return KOSONG, ""
    if found["number"] == "-":
        return TIDAK_DIRENCANAKAN, ""
    nilai = Nilai.of(Decimal(found["number"].replace(".", "").replace(",", ".")))
    assert nilai.amount == Decimal(row[f"{column}_num"]), row[column]
    return nilai, found["unit"]


def figures(row: SourceRow, **columns: str) -> Expected:
    """The filled figures of a row with their units, as (table column)=(CSV column)."""
    found: Expected = {}
    for ours, theirs in columns.items():
        nilai, unit = figure(row, theirs)
        if nilai is not KOSONG:
            found[ours] = nilai
            if unit:
                found[f"{ours}_satuan"] = unit
    return found


def code(row: SourceRow) -> Expected:
    """The printed code in canonical form, however it is spaced: "2 07 01 2. 01 06"."""
    return {"kode": parse_kode(row["kode"]).text} if row["kode"] else {}


def table_29() -> list[Expected]:
    return [
        code(row)
        | texts(row, uraian="nama", indikator="indikator")
        | figures(
            row,
            target_renstra="target_renstra_2026",
            realisasi_sd_2020="realisasi_sd_2020",
            target_2021="target_renja_2021",
            realisasi_2021="realisasi_renja_2021",
            tingkat_2021="tingkat_realisasi_2021",
            target_2022="target_2022",
            capaian_sd_2022="realisasi_capaian_sd_2022",
            tingkat_renstra="tingkat_capaian_renstra",
        )
        for row in rows("tabel_2_1")
    ]


def table_30() -> list[Expected]:
    return [
        texts(row, no="no", indikator="indikator", spm="spm_standar_nasional", ikk="ikk", catatan="catatan_analisis")
        | figures(
            row,
            **{f"target_{year}": f"target_renstra_{year}" for year in range(2021, 2025)},
            **{f"realisasi_{year}": f"realisasi_{year}" for year in (2021, 2022)},
            **{f"proyeksi_{year}": f"proyeksi_{year}" for year in (2023, 2024)},
        )
        for row in rows("tabel_2_2")
    ]


def table_31() -> list[Expected]:
    names = ("nama", "lokasi", "indikator")
    sides = {"awal": "awal_pagu_rp000", "analisis": "analisis_kebutuhan_dana_rp000"}
    expected = []
    for row in rows("tabel_2_3"):
        line = texts(row, catatan="catatan_penting")
        for side, money in sides.items():
            ours = {f"{side}_{name.replace('nama', 'uraian')}": f"{side}_{name}" for name in names}
            line |= texts(row, **ours)
            line |= figures(row, **{f"{side}_target": f"{side}_target", f"{side}_pagu_2023": money})
        if row["no"]:
            line["no"] = Nilai.of(int(row["no"]))
        expected.append(line)
    return expected


def table_32() -> list[Expected]:
    return [
        texts(row, no="no", uraian="nama", lokasi="lokasi", indikator="indikator", catatan="catatan")
        | figures(row, besaran="besaran_volume")
        for row in rows("tabel_2_4")
    ]


def table_33() -> list[Expected]:
    return [
        code(row)
        | texts(
            row,
            uraian="nama",
            indikator="indikator",
            lokasi="lokasi_2023",
            sumber_dana="sumber_dana_2023",
            catatan="catatan_penting",
        )
        | figures(row, **{f"{what}_{year}": f"{what}_{year}" for year in (2023, 2024) for what in ("target", "pagu")})
        for row in rows("tabel_4_1")
    ]


@dataclass(frozen=True)
class Difference:
    """Cells that the portal prints otherwise than the document, on the rows (from 1) of one column, and why."""

    table: str
    rows: Sequence[int]
    column: str
    document: Nilai | str | None
    portal: Nilai | str
    reason: str


DIFFERENCES = (
    Difference(
        "T-C.29",
        (13, 24, 48, 68),
        "tingkat_2021",
        None,
        TIDAK_DIRENCANAKAN,
        "0 of 0 is blank on these rows and a dash on three others; the portal always prints the dash",
    ),
    Difference(
        "T-C.29",
        range(58, 68),
        "tingkat_renstra",
        None,
        TIDAK_DIRENCANAKAN,
        "ten rows without a Renstra target leave the last column blank where all others of their part print a dash",
    ),
    Difference("T-C.31", (53,), "awal_uraian", None, "Jumlah", "the document's last row has no name"),
    Difference("T-C.31", (53,), "analisis_uraian", None, "Jumlah", "the document's last row has no name"),
    Difference(
        "T-C.31",
        (7,),
        "analisis_target_satuan",
        "orang/bul",
        "orang/bulan",
        "cut off; table 4.1 prints the same indicator's unit in full",
    ),
    Difference(
        "T-C.31",
        (45,),
        "analisis_indikator",
        "Persentase perusahaan yang menerapkan pembentukan sarana hubungan industrial",
        "persentase perusahaan yang menerapkan pembentukan sarana hubungan industrial",
        "the office's half is the programme tree, which table 4.1 spells with a small letter",
    ),
    Difference("T-C.33", (53,), "uraian", None, "Jumlah", "the document's last row has no name"),
)

_TABLES = {"T-C.29": table_29, "T-C.30": table_30, "T-C.31": table_31, "T-C.32": table_32, "T-C.33": table_33}
TABLES = tuple(_TABLES)
#: Rows that the regulated head of a table asks for and the document leaves out, by their codes.
ADDED = {"T-C.33": {"2", "2.07", "3", "3.32"}}


def printed_rows(table: str) -> list[Expected]:
    """The rows of a table as the document prints them."""
    return _TABLES[table]()


def expected_rows(table: str) -> list[Expected]:
    """The rows as the portal prints them: the document's, but for `DIFFERENCES`."""
    expected = printed_rows(table)
    for one in DIFFERENCES:
        for number in one.rows if one.table == table else ():
            line = expected[number - 1]
            assert line.get(one.column) == one.document, (table, number, one.column)
            line[one.column] = one.portal
    return expected
