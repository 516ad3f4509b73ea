"""The tables of a perjanjian kinerja as reports: what is promised, what it costs, and what a perubahan changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from planning.capaian import is_percent
from planning.tables.base import TO_BE_WRITTEN
from planning.tables.common import Lines, as_lines, numbered
from renstra_portal.lib.dates import long_date
from renstra_portal.lib.values import KOSONG, Nilai, format_nilai, format_rupiah
from renstra_portal.reporting.model import Cell, CellValue, Column, Heading, Report, Row, Signature

from .comparison import DROPPED, SAME, Comparison, Selisih
from .content import BarisIndikator, Content
from .document import Document, Pihak

RUPIAH = "(dalam rupiah)"
#: The level of rows among which none stands above another.
PLAIN_ROW = "baris"
_WITHOUT_SOURCE = "Belum disebut"

#: For each echelon: what is promised, the indicator's head, and what the money is for.
WORDS: dict[str, tuple[str, str, str]] = {
    "II": ("Sasaran Strategis", "Indikator Kinerja", "Program"),
    "III": ("Program", "Indikator Kinerja Program", "Kegiatan"),
    "IV": ("Kegiatan/Sub-Kegiatan", "Indikator Keluaran", "Kegiatan/Sub-Kegiatan"),
}


def performance_columns(isi: Content) -> tuple[Heading, ...]:
    """No · sasaran (or program, kegiatan) · indicator · target."""
    promised, indicator, _ = WORDS[isi.eselon]
    return numbered(
        (
            Column("no", "No.", 0.35, "integer", align="center"),
            Column("kinerja", promised, 2.4),
            Column("indikator", indicator, 2.8),
            Column("target", f"Target {isi.tahun}", 1.1, "value", align="center"),
        )
    )


def performance_rows(isi: Content) -> tuple[Row, ...]:
    """One row per indicator, what is promised merged over its indicators; the misi over the whole width above them."""
    lines = Lines()
    for misi in isi.misi:
        lines.add("kelompok", {"no": Cell(misi, colspan=4)}, keep=True)
    for number, row in enumerate(isi.kinerja, 1):
        indicators: Sequence[BarisIndikator | None] = row.indikator or (None,)
        level = _row_level(isi, row.level)
        for one in indicators:
            cells: dict[str, Cell | CellValue] = {"no": number, "kinerja": row.uraian}
            if one is not None:
                cells |= {"indikator": one.teks, "target": target_cell(one.target, one.satuan, one.desimal)}
            lines.add(level, cells, groups={"no": number, "kinerja": number})
    return lines.rows()


def money_columns(isi: Content) -> tuple[Heading, ...]:
    """No · program (or kegiatan, sub-kegiatan) · rupiah, and a remark where any sumber dana is named."""
    named = any(source for row in isi.anggaran for source, _ in row.sumber)
    return numbered(
        (
            Column("no", "No.", 0.35, "integer", align="center"),
            Column("uraian", WORDS[isi.eselon][2], 3.6),
            Column("anggaran", "Anggaran (Rp)", 1.5, "rupiah"),
            *((Column("keterangan", "Sumber Dana", 1.4),) if named else ()),
        )
    )


def money_rows(isi: Content) -> tuple[Row, ...]:
    """One row for each program (kegiatan, sub-kegiatan), then the sum of those printed."""
    rows = [
        Row(
            _row_level(isi, row.level),
            {
                "no": number,
                "uraian": row.uraian,
                "anggaran": row.jumlah,
                "keterangan": as_lines(_sources_text(row.sumber)),
            },
        )
        for number, row in enumerate(isi.anggaran, 1)
    ]
    if rows:
        parts = tuple(index for index, row in enumerate(isi.anggaran) if row.jumlah.amount is not None)
        rows[-1] = replace(rows[-1], keep_with_next=True)
        total = Cell(Nilai.of(isi.total), sum_of=parts)
        rows.append(Row("jumlah", {"no": Cell("Jumlah", colspan=2), "anggaran": total}))
    return tuple(rows)


def target_cell(target: Nilai, satuan: str, desimal: int | None) -> Cell | Nilai:
    """A target with its unit in the cell: "78%", "60 Indeks", "-"."""
    if target.amount is None:
        return target
    percent = is_percent(satuan)
    return Cell(target, decimals=desimal, percent=percent, unit="" if percent else satuan.strip())


def target_text(target: Nilai, satuan: str, desimal: int | None) -> str:
    """`target_cell` as one text, for pages."""
    if target.amount is None:
        return format_nilai(target)
    percent = is_percent(satuan)
    return f"{format_nilai(target, desimal, percent)}{'' if percent else ' ' + satuan.strip()}".strip()


def attachment(document: Document) -> tuple[Report, Report]:
    """Both tables of the attachment: what is promised, and the money with its sum and the signatures."""
    isi = document.isi
    shared: dict[str, Any] = {
        "number": "",
        "organisation": document.perangkat_daerah,
        "version_line": version_line(document),
        "stem": file_stem(document),
    }
    return (
        Report(
            id="kinerja",
            title=f"Lampiran {document.judul}",
            columns=performance_columns(isi),
            rows=performance_rows(isi),
            subtitle=(document.pertama.jabatan,),
            **shared,
        ),
        Report(
            id="anggaran",
            title=f"Anggaran {document.judul}",
            columns=money_columns(isi),
            rows=money_rows(isi),
            subtitle=(document.pertama.jabatan,),
            unit_note=RUPIAH,
            signatures=signatures(document),
            **shared,
        ),
    )


def comparison_reports(comparison: Comparison) -> tuple[Report, ...]:
    """What the perubahan changed: targets, money, and money by sumber dana where any is named."""
    document, isi = comparison.menjadi, comparison.menjadi.isi
    promised, indicator, budget = WORDS[isi.eselon]
    shared: dict[str, Any] = {
        "number": "",
        "organisation": document.perangkat_daerah,
        "version_line": version_line(document),
        "stem": f"perbandingan {file_stem(document)}",
    }
    heads = (
        Column("semula", "Semula", 1.25, "value"),
        Column("menjadi", "Menjadi", 1.25, "value"),
        Column("selisih", "Bertambah (Berkurang)", 1.25, "value"),
        Column("alasan", "Alasan", 2.2),
    )
    number = Column("no", "No.", 0.4, "integer", align="center")
    reports = [
        Report(
            id="banding-kinerja",
            title=f"Perubahan Target Kinerja, {document.judul}",
            columns=numbered((number, Column("kinerja", promised, 2.0), Column("indikator", indicator, 2.2), *heads)),
            rows=_target_lines(comparison.kinerja),
            subtitle=(document.pertama.jabatan,),
            **shared,
        ),
        Report(
            id="banding-anggaran",
            title=f"Perubahan Anggaran, {document.judul}",
            columns=numbered((number, Column("uraian", budget, 3.0), *heads)),
            rows=_money_lines(comparison),
            subtitle=(document.pertama.jabatan,),
            unit_note=RUPIAH,
            **shared,
        ),
    ]
    if comparison.ada_sumber:
        reports.append(
            Report(
                id="banding-sumber",
                title=f"Perubahan Anggaran menurut Sumber Dana, {document.judul}",
                columns=numbered((number, Column("uraian", "Sumber Dana", 3.0), *heads[:3])),
                rows=_source_lines(comparison),
                subtitle=(document.pertama.jabatan,),
                unit_note=RUPIAH,
                **shared,
            )
        )
    return tuple(reports)


def _row_level(isi: Content, level: str) -> str:
    """How a row looks: kegiatan and sub-kegiatan of one table are told apart, rows of one kind are plain."""
    return level if isi.eselon == "IV" else PLAIN_ROW


def _target_lines(found: Sequence[Selisih]) -> tuple[Row, ...]:
    lines = Lines()
    number = 0
    last = None
    for one in found:
        if one.uraian != last:
            number, last = number + 1, one.uraian
        lines.add(
            PLAIN_ROW,
            {
                "no": number,
                "kinerja": one.uraian,
                "indikator": _marked(one, one.indikator),
                "semula": target_cell(one.semula, one.satuan, one.desimal),
                "menjadi": target_cell(one.menjadi, one.satuan, one.desimal),
                "selisih": _difference(one),
                "alasan": one.alasan,
            },
            groups={"no": number, "kinerja": number},
        )
    return lines.rows()


def _money_lines(comparison: Comparison) -> tuple[Row, ...]:
    rows = [
        Row(
            PLAIN_ROW,
            {
                "no": number,
                "uraian": _marked(one, one.uraian),
                "semula": one.semula,
                "menjadi": one.menjadi,
                "selisih": _difference(one),
                "alasan": one.alasan,
            },
        )
        for number, one in enumerate(comparison.anggaran, 1)
    ]
    if rows:
        rows[-1] = replace(rows[-1], keep_with_next=True)
        before, after = comparison.semula.isi.total, comparison.menjadi.isi.total
        every = tuple(range(len(rows)))
        rows.append(Row("jumlah", {"no": Cell("Jumlah", colspan=2), **_sums(before, after, every)}))
    return tuple(rows)


def _source_lines(comparison: Comparison) -> tuple[Row, ...]:
    rows = [
        Row(
            PLAIN_ROW,
            {
                "no": number,
                "uraian": one.sumber or _WITHOUT_SOURCE,
                "semula": Nilai.of(one.semula),
                "menjadi": Nilai.of(one.menjadi),
                "selisih": Nilai.of(one.selisih),
            },
        )
        for number, one in enumerate(comparison.sumber, 1)
    ]
    rows[-1] = replace(rows[-1], keep_with_next=True)
    before = sum((one.semula for one in comparison.sumber), Decimal(0))
    after = sum((one.menjadi for one in comparison.sumber), Decimal(0))
    rows.append(Row("jumlah", {"no": Cell("Jumlah", colspan=2), **_sums(before, after, tuple(range(len(rows))))}))
    return tuple(rows)


def _sums(before: Decimal, after: Decimal, parts: tuple[int, ...]) -> dict[str, Cell | CellValue]:
    return {
        "semula": Cell(Nilai.of(before), sum_of=parts),
        "menjadi": Cell(Nilai.of(after), sum_of=parts),
        "selisih": Cell(Nilai.of(after - before), sum_of=parts),
    }


def _difference(one: Selisih) -> Nilai | Cell:
    if one.selisih is None:
        return KOSONG
    value = Nilai.of(one.selisih)
    return value if one.is_rupiah or one.desimal is None else Cell(value, decimals=one.desimal)


def _marked(one: Selisih, text: str) -> str:
    """A text with what became of it and what it was called before."""
    notes = [one.jenis] if one.jenis not in (SAME, "diubah") else []
    if one.nama_semula and one.jenis != DROPPED:
        notes.append(f"semula: {one.nama_semula}")
    return f"{text} ({'; '.join(notes)})" if notes else text


def _sources_text(sources: Sequence[tuple[str, Nilai]]) -> tuple[str, ...]:
    named = [(source, nilai) for source, nilai in sources if source]
    if len(named) == 1 and len(sources) == 1:
        return (named[0][0],)
    return tuple(f"{source}: {format_rupiah(nilai.amount)}" for source, nilai in named)


def signatures(document: Document) -> tuple[Signature, ...]:
    """Both signatures, the superior at the left, the day above the right one; what is not known is left as dots."""
    day = long_date(document.tanggal) if document.tanggal else TO_BE_WRITTEN
    place = f"{document.tempat or TO_BE_WRITTEN}, {day}"
    return (
        _signature("", "PIHAK KEDUA,", document.kedua),
        _signature(place, "PIHAK PERTAMA,", document.pertama),
    )


def _signature(place_date: str, role: str, pihak: Pihak) -> Signature:
    return Signature(
        place_date=place_date,
        lines_before=(role, pihak.jabatan or TO_BE_WRITTEN),
        name=pihak.nama or TO_BE_WRITTEN,
        rank=pihak.pangkat,
        nip=pihak.nip,
    )


def version_line(document: Document) -> str:
    """Which perjanjian a loose page came from."""
    return " · ".join(one for one in (document.judul, document.pertama.jabatan, document.perangkat_daerah) if one)


def file_stem(document: Document) -> str:
    """What its files are called, before they are made safe for a disk."""
    return f"{document.nama} {document.isi.tahun} {document.pertama.jabatan}"
