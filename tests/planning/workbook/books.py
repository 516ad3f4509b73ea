"""Workbooks built in memory from lists, so that a test shows the cells it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from planning.cascade import Cascade, CascadeNode, load
from planning.levels import Level
from planning.models import ChangeSet, EdisiNomenklatur, Nomenklatur, Rencana
from planning.workbook import ImportReport, Problem, Severity, import_workbook, write_workbook
from planning.writing import Authorship

from ..factories import make_edition

BY = Authorship(user=None, origin=ChangeSet.Origin.IMPORT, source="uji.xlsx")
ENTRIES = (
    ("2", "urusan", "URUSAN PEMERINTAHAN WAJIB YANG TIDAK BERKAITAN DENGAN PELAYANAN DASAR"),
    ("2.07", "bidang_urusan", "URUSAN PEMERINTAHAN BIDANG TENAGA KERJA"),
    ("2.07.03", "program", "PROGRAM PELATIHAN KERJA DAN PRODUKTIVITAS TENAGA KERJA"),
    ("2.07.03.2.01", "kegiatan", "Pelaksanaan Pelatihan berdasarkan Unit Kompetensi"),
    ("2.07.03.2.01.0001", "sub_kegiatan", "Proses Pelaksanaan Pendidikan dan Pelatihan Keterampilan"),
    ("2.07.03.2.01.0002", "sub_kegiatan", "Koordinasi Lintas Lembaga dan Kerja Sama dengan Sektor Swasta"),
    ("2.07.03.2.02", "kegiatan", "Pembinaan Lembaga Pelatihan Kerja Swasta"),
    ("2.07.03.2.02.0001", "sub_kegiatan", "Pembinaan Lembaga Pelatihan Kerja Swasta"),
    ("2.07.04", "program", "PROGRAM PENEMPATAN TENAGA KERJA"),
    ("2.07.04.2.03", "kegiatan", "Pengelolaan Informasi Pasar Kerja"),
    ("2.07.04.2.03.0003", "sub_kegiatan", "Job Fair/Bursa Kerja"),
    ("3", "urusan", "URUSAN PEMERINTAHAN PILIHAN"),
    ("3.32", "bidang_urusan", "URUSAN PEMERINTAHAN BIDANG TRANSMIGRASI"),
    ("3.32.03", "program", "PROGRAM PEMBANGUNAN KAWASAN TRANSMIGRASI"),
    ("3.32.03.2.01", "kegiatan", "Penataan Persebaran Penduduk yang Berasal dari 1 Daerah"),
    ("3.32.03.2.01.0020", "sub_kegiatan", "Monitoring dan Evaluasi"),
    ("X.XX", "bidang_urusan", "NON URUSAN"),
    ("X.XX.01", "program", "PROGRAM PENUNJANG URUSAN PEMERINTAHAN DAERAH KABUPATEN/KOTA"),
    ("X.XX.01.2.06", "kegiatan", "Administrasi Umum Perangkat Daerah"),
    ("X.XX.01.2.06.0009", "sub_kegiatan", "Penyelenggaraan Rapat Koordinasi dan Konsultasi SKPD"),
)
YEARS = range(2025, 2031)
HEAD = ("Kode", "Uraian", "Tingkat", "Indikator", "Satuan", "Baseline 2024",
        *(f"{kind} {year}{end}" for year in YEARS for kind, end in (("Target", ""), ("Pagu", " (Rp)"))),
        "Sumber Dana")  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A number with the number format of its cell."""

    value: float
    number_format: str


def make_nomenclature() -> EdisiNomenklatur:
    """The edition of the test plans with a few entries."""
    edisi = make_edition()
    Nomenklatur.objects.bulk_create(
        [Nomenklatur(edisi=edisi, kode=kode, level=level, uraian=uraian) for kode, level, uraian in ENTRIES]
    )
    return edisi


def book(sheets: Mapping[str, Any]) -> BytesIO:
    """An .xlsx file with the sheets, each given as its rows."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for index, value in enumerate(row, 1):
                if isinstance(value, Shown):
                    cell = sheet.cell(number, index, value.value)
                    cell.number_format = value.number_format
                elif value is not None:
                    sheet.cell(number, index, value)
    file = BytesIO()
    workbook.save(file)
    file.seek(0)
    return file


def row(
    kode: Any = None,
    uraian: Any = None,
    tingkat: Any = None,
    indikator: Any = None,
    satuan: Any = None,
    baseline: Any = None,
    *,
    target: Any = None,
    pagu: Any = None,
    sumber: Any = None,
    **years: Any,
) -> list[Any]:
    """A row under `HEAD`: the same target and pagu in every year, or `target_2026=…`, `pagu_2026=…` for one."""
    figures = [
        years.get(f"{kind}_{year}", same) for year in YEARS for kind, same in (("target", target), ("pagu", pagu))
    ]
    return [kode, uraian, tingkat, indikator, satuan, baseline, *figures, sumber]


def exported(rencana: Rencana) -> BytesIO:
    """The plan as its workbook."""
    file = BytesIO()
    write_workbook(load(rencana), file)
    file.seek(0)
    return file


def run(rencana: Rencana, sheets: Mapping[str, Any], **options: Any) -> ImportReport:
    """Import a workbook built from lists."""
    return import_workbook(rencana, book(sheets), by=BY, **options)


def galat(report: ImportReport) -> list[Problem]:
    """The faults of a report."""
    return [one for one in report.problems if one.severity is Severity.GALAT]


def at(report: ImportReport, column: str, row: int) -> Problem:
    """The first remark on a cell."""
    found = [one for one in report.problems if (one.column, one.row) == (column, row)]
    assert found, f"nothing said about {column}{row}: {[str(one) for one in report.problems]}"
    return found[0]


def one(cascade: Cascade, key: str, level: Level | None = None) -> CascadeNode:
    """The node with this code or these words."""
    found = [
        node for node in cascade.walk() if key in (node.kode, node.uraian) and (level is None or node.level == level)
    ]
    assert len(found) == 1, f"{key}: {len(found)} found"
    return found[0]


@contextmanager
def nothing_written() -> Iterator[None]:
    """Fails when anything but reading reaches the database."""
    with CaptureQueriesContext(connection) as queries:
        yield
    written = [
        query["sql"]
        for query in queries
        if not query["sql"].lstrip('"').upper().startswith(("SELECT", "SAVEPOINT", "RELEASE", "EXPLAIN"))
    ]
    assert not written
