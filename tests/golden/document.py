"""The printed document as rows of expected cells, straight from the CSV files beside this module."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

from renstra_portal.lib.values import KOSONG, Nilai, parse_nilai

FOLDER = Path(__file__).parent / "tangerang-renstra-2025-2029"
YEARS = range(2025, 2031)
PAST = range(2021, 2025)
SourceRow = dict[str, str]
#: A cell as the portal should print it: a figure or a text. Blank cells are left out of a row.
Expected = dict[str, Nilai | str]

TREE_TEXT = "bidang_urusan_program_outcome_kegiatan_subkegiatan_output"
TREE_INDICATOR = "indikator_outcome_output"


@cache
def rows(name: str) -> list[SourceRow]:
    """The rows of one CSV file, e.g. `tabel_4_3`."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figure(row: SourceRow, column: str) -> Nilai:
    """The figure printed in a cell, read by the portal's own grammar.

    Prints that the grammar calls ambiguous (`22,737`, `47.35`) are taken as what the document means by them.
    """
    parsed = parse_nilai(row[column])
    if parsed.problem is None:
        return parsed.nilai
    return Nilai.of(Decimal(row[f"{column}_num"]))


def figures(row: SourceRow, *columns: str) -> Expected:
    """The filled figures of a row."""
    return {column: value for column in columns if (value := figure(row, column)) is not KOSONG}


def texts(row: SourceRow, **columns: str) -> Expected:
    """The filled texts of a row, as (table column)=(CSV column)."""
    return {ours: row[theirs] for ours, theirs in columns.items() if row[theirs]}


def targets(prefix: str = "target", years: range = YEARS) -> list[str]:
    return [f"{prefix}_{year}" for year in years]


def years_of_tree() -> list[str]:
    return [f"{what}_{year}" for year in YEARS for what in ("target", "pagu")]


def table_2_4() -> list[Expected]:
    columns = [*targets("target", PAST), *targets("realisasi", PAST)]
    return [texts(row, no="no", indikator="indikator") | figures(row, *columns) for row in rows("tabel_2_4")]


def table_2_8() -> list[Expected]:
    columns = (
        "potensi_daerah",
        "permasalahan_perangkat_daerah",
        "isu_klhs",
        "isu_global",
        "isu_nasional",
        "isu_regional",
        "isu_strategis_perangkat_daerah",
    )
    return [{name: row[name].replace(" | ", "\n") for name in columns if row[name]} for row in rows("tabel_2_8")]


def table_3_1() -> list[Expected]:
    return [
        texts(row, nspk="nspk", tujuan="tujuan", sasaran="sasaran", indikator="indikator", ket="ket")
        | figures(row, *targets())
        for row in rows("tabel_3_1")
    ]


def table_3_2() -> list[Expected]:
    stages = [name for name in rows("tabel_3_2")[0] if name.startswith("tahap_")]
    ours = {f"tahap_{number}": name for number, name in enumerate(stages, 1)}
    return [texts(row, misi="misi", **ours) for row in rows("tabel_3_2")]


def table_3_4() -> list[Expected]:
    names = ("no", "operasionalisasi_nspk", "arah_kebijakan_rpjmd", "arah_kebijakan_renstra_pd", "keterangan")
    return [texts(row, **{name: name for name in names}) for row in rows("tabel_3_4")]


def table_4_1() -> list[Expected]:
    """With the code whole and canonical under `kode`, instead of the five cells it is printed in."""
    return [
        texts(
            row,
            kode="kode_norm4",
            nomenklatur="nomenklatur_urusan_kabupaten_kota",
            kinerja="kinerja",
            indikator="indikator",
            satuan="satuan",
        )
        for row in rows("tabel_4_1")
    ]


def table_4_3() -> list[Expected]:
    return [
        texts(row, uraian=TREE_TEXT, indikator=TREE_INDICATOR, satuan="satuan", ket="ket")
        | figures(row, "baseline_2024", *years_of_tree())
        for row in rows("tabel_4_3")
    ]


def table_4_4() -> list[Expected]:
    """The program and its outcome share the line of their first kegiatan, as on paper."""
    expected: list[Expected] = []
    lead: Expected = {}
    for row in rows("tabel_4_4"):
        if row["level"] == "program":
            lead = texts(row, no="no", program_prioritas="program_prioritas", outcome="outcome")
            continue
        names = {"label": "label_tercetak", "kegiatan_sub_kegiatan": "kegiatan_sub_kegiatan"}
        expected.append(lead | texts(row, keterangan="keterangan", **names))
        lead = {}
    return expected


def table_4_5() -> list[Expected]:
    columns = ("kondisi_awal", *targets(), "kondisi_akhir")
    return [
        texts(row, no="no", indikator="indikator", satuan="satuan") | figures(row, *columns)
        for row in rows("tabel_4_5")
    ]


def table_4_6() -> list[Expected]:
    return [
        texts(row, no="no", indikator="indikator", satuan="satuan", ket="ket") | figures(row, *targets())
        for row in rows("tabel_4_6")
    ]


TABLES = {
    "2.4": table_2_4,
    "2.8": table_2_8,
    "3.1": table_3_1,
    "3.2": table_3_2,
    "3.4": table_3_4,
    "4.1": table_4_1,
    "4.3": table_4_3,
    "4.4": table_4_4,
    "4.5": table_4_5,
    "4.6": table_4_6,
}


def leaf_sums() -> dict[tuple[str, int], Decimal | None]:
    """For each row of table 4.3 and year, what the sub-kegiatan under it add up to; None where none has a pagu."""
    tree = rows("tabel_4_3")
    parents = {row["row_no"]: row["parent_row_no"] for row in tree}
    sums: dict[tuple[str, int], Decimal | None] = {(row["row_no"], year): None for row in tree for year in YEARS}
    for row in tree:
        if row["level"] != "sub_kegiatan":
            continue
        for year in YEARS:
            if not row[f"pagu_{year}_num"]:
                continue
            for above in ancestors(row["row_no"], parents):
                sums[above, year] = (sums[above, year] or Decimal(0)) + Decimal(row[f"pagu_{year}_num"])
    return sums


def ancestors(row_no: str, parents: dict[str, str]) -> Iterator[str]:
    """The row and everything above it."""
    while row_no:
        yield row_no
        row_no = parents[row_no]
