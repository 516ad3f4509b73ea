"""Writes a plan as a workbook that reads back as the same plan, and the blank workbook to start from.

Headings, widths and drop-downs come from `schema`; numbers stay numbers and show the decimals they were typed with;
sums above the sub-kegiatan are live formulas with their values cached, so that previews show them, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from renstra_portal.lib.dates import long_date
from renstra_portal.lib.numbers import retype
from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import Jenis, Nilai, parse_nilai

from ..cascade import Cascade, CascadeIndicator, CascadeNode, PlanInfo
from ..levels import PARENTS, Level
from ..models import Rencana
from . import schema
from .grid import column_heading
from .marks import MARKS
from .reading import is_dash
from .schema import SHEETS, Column, Sheet

L = Level
File = str | Path | IO[bytes]

_TINGKAT = {level: name for name, level in schema.TINGKAT_PROGRAM.items()}
_JENIS_RPJMD = {level: name for name, level in schema.JENIS_RPJMD.items()}
_REFERENCES = {
    L.NSPK: "",
    L.RPJMD_SASARAN: "Sasaran RPJMD: ",
    L.RPJMD_TUJUAN: "Tujuan RPJMD: ",
    L.RPJMD_MISI: "Misi RPJMD: ",
    L.RPJMD_ARAH_KEBIJAKAN: "",
}
_LIST_NUMBER = re.compile(r"((?:\d{1,2}|[a-zA-Z])[.)]?)")
_BLANK_ROWS = 1500
_EXACT_DIGITS = 15


@dataclass(slots=True)
class Line:
    """One row to be written: texts by column key, figures by (column key, year), ids, and rows whose pagu it sums."""

    texts: dict[str, str] = field(default_factory=dict)
    figures: dict[tuple[str, int | None], Nilai] = field(default_factory=dict)
    ids: str = ""
    strong: bool = False
    sums: list[Line] | None = None
    block_end: Line | None = None
    totals: dict[int, Decimal] = field(default_factory=dict)


def write_workbook(cascade: Cascade, file: File) -> None:
    """Write the whole plan version as an .xlsx workbook to a path or a binary stream."""
    _Writer(cascade, file).write()


def write_blank(file: File, *, tahun_awal: int = 2025, tahun_akhir: int = 2030) -> None:
    """Write an empty workbook with instructions, drop-downs and a worked example.

    The years are those of the printed columns; a Renstra ends a year before the last one.
    """
    plan = PlanInfo(
        id=0,
        slug="",
        jenis=Rencana.Jenis.RENSTRA.value,
        status=Rencana.Status.KONSEP.value,
        status_label="",
        versi="murni",
        revisi=0,
        judul="",
        nama_daerah="",
        nama_perangkat_daerah="",
        tahun_awal=tahun_awal,
        tahun_akhir=max(tahun_awal, tahun_akhir - 1),
        tahun_tabel=tuple(range(tahun_awal, tahun_akhir + 1)),
        tahun_dasar=tahun_awal - 1,
        edisi="",
        peraturan_edisi="",
        digit_sub=4,
        sumber="",
        kertas=Rencana.Kertas.F4.value,
        cetak_pagu=Rencana.CetakPagu.JUMLAH.value,
        tempat="",
        tanggal=None,
        penandatangan_jabatan="",
        penandatangan_nama="",
        penandatangan_pangkat="",
        penandatangan_nip="",
    )
    _Writer(Cascade(plan=plan, roots=(), by_id={}), file).write()


class _Writer:
    def __init__(self, cascade: Cascade, file: File) -> None:
        self.cascade = cascade
        self.plan = cascade.plan
        target = str(file) if isinstance(file, Path) else file
        self.book = xlsxwriter.Workbook(
            target,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False},
        )
        self._formats: dict[Any, Any] = {}
        self._notes_written: set[int] = set()

    def write(self) -> None:
        rows = {
            "rpjmd": self._rpjmd,
            "tujuan_sasaran": self._tujuan,
            "program": self._program,
            "plafon": self._plafon,
            "strategi": self._strategi,
            "arah_kebijakan": self._arah,
            "isu": self._isu,
            "iku": lambda: self._marks("iku"),
            "ikk": lambda: self._marks("ikk"),
            "prioritas": self._prioritas,
            "nomenklatur": self._nomenklatur,
            "pelayanan": self._pelayanan,
            "indikator": self._indikator,
        }
        self._petunjuk()
        self._identitas()
        for sheet in SHEETS[2:]:
            if sheet.key == "penahapan":
                self._penahapan()
            else:
                years = self._service_years() if sheet.key == "pelayanan" else self.plan.tahun_tabel
                self._sheet(sheet, list(rows[sheet.key]()), tuple(years))
        self.book.close()

    # --- formats and cells -----------------------------------------------------------------------------------------

    def _format(self, *, kind: str = "text", decimals: int = 0, strong: bool = False, grey: bool = False) -> Any:
        key = (kind, decimals, strong, grey)
        if key not in self._formats:
            properties: dict[str, Any] = {"valign": "top", "border": 1, "border_color": "#C9CED6", "font_size": 10}
            if kind == "head":
                properties |= {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True,
                               "align": "center", "valign": "vcenter"}  # fmt: skip
            elif kind == "text":
                properties |= {"text_wrap": True, "num_format": "@"}
            elif kind == "plain":
                properties |= {"align": "right"}
            else:
                properties |= {"num_format": "#,##0" + (f".{'0' * decimals}" if decimals else "")}
            if strong:
                properties |= {"bold": True, "bg_color": "#EEF3F8"}
            if grey:
                properties |= {"font_color": "#9AA1AB", "bg_color": "#F2F2F2", "text_wrap": False}
            self._formats[key] = self.book.add_format(properties)
        return self._formats[key]

    def _write_nilai(self, sheet: Any, row: int, column: int, nilai: Nilai, *, strong: bool) -> None:
        number = nilai.number
        if number is None:
            text = nilai.plain()
            if nilai.kind is Jenis.TEKS and parse_nilai(text).nilai != nilai:
                text = f"'{text}"
            sheet.write_string(row, column, text, self._format(kind="plain", strong=strong))
        elif len(number.as_tuple().digits) > _EXACT_DIGITS:
            # Excel keeps fifteen digits; longer numbers travel as text.
            sheet.write_string(row, column, retype(number), self._format(kind="plain", strong=strong))
        else:
            style = self._format(kind="number", decimals=nilai.decimals, strong=strong)
            sheet.write_number(row, column, float(number), style)

    def _expanded(self, sheet: Sheet, years: tuple[int, ...]) -> list[tuple[Column, int | None]]:
        """The sheet's columns with yearly ones repeated; target and pagu of one year stand side by side."""
        expanded: list[tuple[Column, int | None]] = []
        yearly = [one for one in sheet.columns if one.yearly]
        done = False
        for one in sheet.columns:
            if not one.yearly:
                expanded.append((one, None))
            elif sheet.key != "program":
                expanded.extend((one, year) for year in years)
            elif not done:
                expanded.extend((other, year) for year in years for other in yearly)
                done = True
        return expanded

    def _sheet(self, schema_sheet: Sheet, lines: list[Line], years: tuple[int, ...]) -> None:
        sheet = self.book.add_worksheet(schema_sheet.name)
        columns = self._expanded(schema_sheet, years)
        frozen = next((i for i, (one, year) in enumerate(columns) if year is not None or one.kind != "teks"), 2)
        sheet.freeze_panes(1, min(frozen, 3))
        sheet.set_row(0, 32)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        last = max(len(lines), _BLANK_ROWS)
        for index, (one, year) in enumerate(columns):
            heading = column_heading(one, tahun=year, dasar=self.plan.tahun_dasar)
            sheet.write_string(0, index, heading, self._format(kind="head"))
            sheet.write_comment(0, index, one.meaning)
            sheet.set_column(index, index, one.width)
            if one.choices:
                sheet.data_validation(
                    1, index, last, index,
                    {"validate": "list", "source": list(one.choices), "error_title": "Pilihan tidak dikenal",
                     "error_message": "Pilih dari daftar."},
                )  # fmt: skip
        if lines:
            sheet.autofilter(0, 0, len(lines), len(columns) - 1)
        where = {id(line): number for number, line in enumerate(lines, 1)}
        for number, line in enumerate(lines, 1):
            for index, (one, year) in enumerate(columns):
                key = one.key
                if key == "id":
                    sheet.write_string(number, index, line.ids, self._format(grey=True))
                elif one.kind == "teks" and year is None:
                    sheet.write_string(number, index, line.texts.get(key, ""), self._format(strong=line.strong))
                elif key == "pagu" and line.sums is not None:
                    self._write_sum(sheet, number, index, line, where, year or 0)
                elif (nilai := line.figures.get((key, year))) is not None and nilai.is_filled:
                    self._write_nilai(sheet, number, index, nilai, strong=line.strong)
                else:
                    sheet.write_blank(number, index, None, self._format(kind="plain", strong=line.strong))

    def _write_sum(self, sheet: Any, row: int, column: int, line: Line, where: dict[int, int], year: int) -> None:
        total = line.totals.get(year, Decimal(0))
        decimals = 0 if total == total.to_integral_value() else 2
        style = self._format(kind="number", decimals=decimals, strong=line.strong)
        if line.block_end is not None:
            first, last = row + 1, where[id(line.block_end)]
            parts = f"{xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(last, column)}"
        else:
            cells = [xl_rowcol_to_cell(where[id(one)], column) for one in line.sums or ()]
            # Excel takes at most 255 arguments of a function; sums of sums have no such limit.
            groups = [",".join(cells[start : start + 200]) for start in range(0, len(cells), 200)]
            parts = groups[0] if len(groups) == 1 else ",".join(f"SUM({group})" for group in groups)
        sheet.write_formula(row, column, f"=SUM({parts})", style, float(total))

    # --- instructions and identity ---------------------------------------------------------------------------------

    def _petunjuk(self) -> None:
        sheet = self.book.add_worksheet(schema.PETUNJUK.name)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 70)
        sheet.set_column(2, 12, 16)
        title = self.book.add_format({"bold": True, "font_size": 14})
        bold = self.book.add_format({"bold": True, "valign": "top"})
        wrap = self.book.add_format({"text_wrap": True, "valign": "top"})
        sheet.write_string(0, 0, "Buku kerja rencana", title)
        row = 2
        for text in _RULES:
            sheet.merge_range(row, 0, row, 1, text, wrap)
            sheet.set_row(row, 15 * (1 + len(text) // 90))
            row += 1
        row += 1
        sheet.write_string(row, 0, "Lembar", bold)
        sheet.write_string(row, 1, "Isi", bold)
        for one in SHEETS[1:]:
            row += 1
            sheet.write_string(row, 0, one.name, bold)
            sheet.write_string(row, 1, one.meaning, wrap)
        row += 2
        sheet.write_string(row, 0, "Contoh lembar “Program Kegiatan”", bold)
        years = self.plan.tahun_tabel[:1] or (2025,)
        head = ("Kode", "Bidang Urusan/Program/Outcome/Kegiatan/…", "Tingkat", "Indikator", "Satuan",
                f"Baseline {self.plan.tahun_dasar}", f"Target {years[0]}", f"Pagu {years[0]} (Rp)",
                "Sumber Dana")  # fmt: skip
        for number, example in enumerate((head, *_EXAMPLE)):
            for column, text in enumerate(example):
                style = self._format(kind="head") if number == 0 else self._format()
                sheet.write_string(row + 1 + number, column, text, style)

    def _identitas(self) -> None:
        sheet = self.book.add_worksheet(schema.IDENTITAS.name)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 70)
        sheet.freeze_panes(1, 1)
        sheet.write_string(0, 0, "Label", self._format(kind="head"))
        sheet.write_string(0, 1, "Isi", self._format(kind="head"))
        plan = self.plan
        years = list(plan.tahun_tabel)
        whole = years == list(range(years[0], years[-1] + 1)) if years else False
        values = {
            "slug": plan.slug,
            "jenis": Rencana.Jenis(plan.jenis).label,
            "tahun_awal": str(plan.tahun_awal),
            "tahun_akhir": str(plan.tahun_akhir),
            "tahun_tabel": f"{years[0]}-{years[-1]}" if whole and len(years) > 1 else ", ".join(map(str, years)),
            "tahun_dasar": str(plan.tahun_dasar),
            "cetak_pagu": Rencana.CetakPagu(plan.cetak_pagu).label,
            "tanggal": long_date(plan.tanggal) if plan.tanggal else "",
            "nama_singkat": "",
        }
        for number, one in enumerate(schema.IDENTITAS.columns, 1):
            value = values[one.key] if one.key in values else str(getattr(plan, one.key))
            sheet.write_string(number, 0, one.heading, self._format(strong=True))
            sheet.write_string(number, 1, value, self._format(grey=one.key == "slug"))
            sheet.write_comment(number, 0, one.meaning)
            if one.choices:
                sheet.data_validation(number, 1, number, 1, {"validate": "list", "source": list(one.choices)})

    # --- rows of each sheet ----------------------------------------------------------------------------------------

    def _figures(self, one: CascadeIndicator) -> dict[tuple[str, int | None], Nilai]:
        figures: dict[tuple[str, int | None], Nilai] = {("target", year): n for year, n in one.target.items()}
        figures.update({("realisasi", year): nilai for year, nilai in one.realisasi.items()})
        figures["baseline", None] = one.baseline_at(self.plan.tahun_dasar)
        return figures

    def _indicator_line(self, line: Line, one: CascadeIndicator, key: str = "indikator") -> Line:
        line.texts[key] = one.teks
        line.texts["satuan"] = one.satuan
        line.figures.update(self._figures(one))
        line.ids = f"{line.ids} I{one.id}".strip()
        return line

    def _further(self, one: CascadeIndicator) -> Line:
        self._notes_written.add(one.id)
        return self._indicator_line(Line(texts={"keterangan": one.keterangan, "tingkat": "Indikator"}), one)

    def _rpjmd(self) -> Iterator[Line]:
        order = {level: number for number, level in enumerate(_JENIS_RPJMD)}
        open_at: set[Level] = set()
        for root in self.cascade.roots:
            if root.level not in _JENIS_RPJMD:
                continue
            for node in root.walk():
                alone = node.parent_id is None and any(above in open_at for above in PARENTS[node.level])
                yield Line(
                    texts={
                        "jenis": _JENIS_RPJMD[node.level],
                        "nomor": node.nomor,
                        "uraian": node.uraian,
                        "keterangan": node.keterangan,
                        "induk": "-" if alone else "",
                    },
                    ids=f"S{node.id}",
                )
                if node.level != L.NSPK:
                    open_at = {level for level in open_at if order[level] < order[node.level]} | {node.level}

    def _tujuan(self) -> Iterator[Line]:
        for tujuan in self.cascade.at(L.TUJUAN):
            for node in (tujuan, *tujuan.children_at(L.SASARAN)):
                key = "tujuan" if node is tujuan else "sasaran"
                links = self.cascade.linked(node, L.NSPK, L.RPJMD_SASARAN, L.RPJMD_TUJUAN, L.RPJMD_MISI)
                line = Line(
                    texts={key: node.uraian, "keterangan": node.keterangan, "acuan": self._references(links)},
                    ids=f"S{node.id}",
                    strong=node is tujuan,
                )
                shown = [one for one in node.indikator if not _only_marked(one)]
                yield self._indicator_line(line, shown[0]) if shown else line
                yield from map(self._further, shown[1:])

    def _references(self, nodes: tuple[CascadeNode, ...]) -> str:
        lines = []
        for node in nodes:
            name = self._name(node)
            # A document that prints "-" for its NSPK has a row that says so; alone it would mean "none".
            lines.append(f"NSPK: {name}" if is_dash(name) else _REFERENCES[node.level] + name)
        return "\n".join(lines)

    def _name(self, node: CascadeNode) -> str:
        """A text that leads back to the node: its own, with its number when another of its level says the same."""
        same = [
            other
            for other in self.cascade.at(node.level)
            if normalise_name(other.uraian) == normalise_name(node.uraian)
        ]
        text = " ".join(node.uraian.split())
        return f"{node.nomor} {text}" if len(same) > 1 and same[0] is not node and node.nomor else text

    def _program(self) -> list[Line]:
        office = self.cascade.office
        lines: list[Line] = []
        if office is not None:
            self._programme_rows(office, lines, {})
        return lines

    def _programme_rows(self, node: CascadeNode, lines: list[Line], owners: dict[int, str]) -> Line:
        line = Line(
            texts={
                "kode": node.kode,
                "uraian": node.uraian,
                "tingkat": _TINGKAT[node.level],
                "lokasi": node.lokasi,
                "penanggung_jawab": node.penanggung_jawab,
                "keterangan": node.keterangan,
                "nomor": node.nomor,
                "outcome": owners.get(node.id, ""),
                "sasaran": "\n".join(self._name(one) for one in self.cascade.linked(node, L.SASARAN, L.TUJUAN)),
            },
            ids=f"S{node.id}",
            strong=node.level in (L.PERANGKAT_DAERAH, L.URUSAN, L.BIDANG_URUSAN, L.PROGRAM, L.KEGIATAN),
        )
        lines.append(line)
        shown = [one for one in node.indikator if not _only_marked(one)]
        if shown:
            self._indicator_line(line, shown[0])
        lines.extend(map(self._further, shown[1:]))
        if node.level == L.SUB_KEGIATAN:
            self._money_rows(node, line, lines)
        # Outputs stand directly under their kegiatan, so that they are not taken for those of a sub-kegiatan.
        children = sorted(node.children, key=lambda child: child.level != L.OUTPUT)
        if node.level == L.PROGRAM:
            owners = _owners(node)
        below: list[Line] = []
        for child in children:
            one = self._programme_rows(child, lines, owners)
            if child.level != L.OUTPUT:
                below.append(one)
        if node.level not in (L.SUB_KEGIATAN, L.OUTPUT) and below:
            line.sums = below
            line.totals = dict(node.total)
            if node.level == L.KEGIATAN:
                line.block_end = lines[-1]
        return line

    def _money_rows(self, node: CascadeNode, line: Line, lines: list[Line]) -> None:
        shown = set(self.plan.tahun_tabel)
        sources = sorted({sumber for year, sumber in node.pagu if year in shown})
        for number, sumber in enumerate(sources):
            row = line if number == 0 else Line(ids=f"S{node.id}")
            row.texts["sumber_dana"] = sumber
            row.figures.update(
                {("pagu", year): nilai for (year, source), nilai in node.pagu.items() if source == sumber}
            )
            if number:
                lines.append(row)

    def _plafon(self) -> Iterator[Line]:
        for node in self.cascade.walk():
            if node.plafon and node.level in _TINGKAT:
                yield Line(
                    texts={"kode": node.kode, "tingkat": _TINGKAT[node.level], "uraian": node.uraian},
                    figures={("plafon", year): nilai for year, nilai in node.plafon.items()},
                    ids=f"S{node.id}",
                )

    def _strategi(self) -> Iterator[Line]:
        for node in self.cascade.at(L.STRATEGI):
            sasaran = self.cascade.parent(node)
            tujuan = self.cascade.parent(sasaran) if sasaran is not None else None
            line = Line(
                texts={
                    "tujuan": tujuan.uraian if tujuan else "",
                    "sasaran": sasaran.uraian if sasaran else "-",
                    "strategi": node.uraian,
                },
                ids=f"S{node.id}",
            )
            yield line
            for number, arah in enumerate(node.children_at(L.ARAH_KEBIJAKAN)):
                if number == 0:
                    line.texts["arah"] = arah.uraian
                    line.ids += f" S{arah.id}"
                else:
                    yield Line(texts={"arah": arah.uraian}, ids=f"S{arah.id}")

    def _arah(self) -> Iterator[Line]:
        for node in self.cascade.at(L.ARAH_KEBIJAKAN):
            yield Line(
                texts={
                    "nomor": node.nomor,
                    "nspk": self._references(self.cascade.linked(node, L.NSPK)) or "-",
                    "rpjmd": self._references(self.cascade.linked(node, L.RPJMD_ARAH_KEBIJAKAN)) or "-",
                    "uraian": node.uraian,
                    "keterangan": node.keterangan,
                },
                ids=f"S{node.id}",
            )

    def _penahapan(self) -> None:
        sheet = self.book.add_worksheet(schema.PENAHAPAN.name)
        stages = self.cascade.at(L.TAHAP)
        head = self._format(kind="head")
        misi = schema.PENAHAPAN.column("misi")
        sheet.write_string(0, 0, misi.heading, head)
        sheet.write_comment(0, 0, misi.meaning)
        headings = [f"Tahap {one.nomor}" + (f" ({one.keterangan})" if one.keterangan else "") for one in stages]
        if not stages:
            after = self.plan.tahun_tabel[1:] or self.plan.tahun_tabel
            headings = [f"Tahap {number} ({year})" for number, year in zip(_STAGES, after, strict=False)]
        for index, heading in enumerate(headings, 1):
            sheet.write_string(0, index, heading, head)
        id_column = len(headings) + 1
        sheet.write_string(0, id_column, schema.ID_HEADING, head)
        sheet.set_column(0, len(headings), misi.width)
        sheet.freeze_panes(2, 1)
        for index, one in enumerate(stages, 1):
            sheet.write_string(1, index, one.uraian, self._format(strong=True))
        if stages:
            sheet.write_string(1, id_column, " ".join(f"S{one.id}" for one in stages), self._format(grey=True))
        groups: dict[str, list[list[CascadeNode]]] = {}
        for position, stage in enumerate(stages):
            for fokus in stage.children_at(L.FOKUS):
                label = "\n".join(self._name(one) for one in self.cascade.linked(fokus, L.RPJMD_MISI)) or "-"
                groups.setdefault(label, [[] for _ in stages])[position].append(fokus)
        row = 2
        for label, columns in groups.items():
            for number in range(max(map(len, columns))):
                sheet.write_string(row, 0, label, self._format())
                ids = []
                for index, column in enumerate(columns, 1):
                    here = column[number] if number < len(column) else None
                    sheet.write_string(row, index, here.uraian if here else "", self._format())
                    ids.append(f"S{here.id}" if here else "-")
                sheet.write_string(row, id_column, " ".join(ids), self._format(grey=True))
                row += 1

    def _isu(self) -> Iterator[Line]:
        strategis = _listed(self.cascade.at(L.ISU_STRATEGIS))
        lines: list[Line] = []
        for root in self.cascade.roots:
            if root.level == L.POTENSI:
                masalah = root.children_at(L.PERMASALAHAN)
                lines.append(Line(texts={"potensi": root.uraian}, ids=f"S{root.id}"))
                for number, node in enumerate(masalah):
                    if number:
                        lines.append(Line())
                    self._isu_cells(lines[-1], node)
            elif root.level == L.PERMASALAHAN:
                lines.append(Line(texts={"potensi": "-"}))
                self._isu_cells(lines[-1], root)
        if strategis:
            if not lines:
                lines.append(Line())
            lines[0].texts["isu_strategis"] = strategis
        yield from lines

    def _isu_cells(self, line: Line, node: CascadeNode) -> None:
        line.texts["permasalahan"] = node.uraian
        line.ids = f"{line.ids} S{node.id}".strip()
        for key, level in (
            ("isu_klhs", L.ISU_KLHS),
            ("isu_global", L.ISU_GLOBAL),
            ("isu_nasional", L.ISU_NASIONAL),
            ("isu_regional", L.ISU_REGIONAL),
        ):
            line.texts[key] = _listed(node.children_at(level))

    def _marks(self, mark: str) -> Iterator[Line]:
        number = 0
        for node in self.cascade.walk():
            for one in node.indikator:
                if mark not in one.jenis:
                    continue
                number += 1
                line = Line(
                    texts={
                        "nomor": (one.nomor if _only_marked(one) else "") or str(number),
                        "place": self._place(node),
                    },
                    ids=f"S{node.id}",
                )
                if one.id not in self._notes_written:
                    line.texts["keterangan"] = one.keterangan
                    self._notes_written.add(one.id)
                line.figures["akhir", None] = one.end_value(self.plan.tahun_awal, self.plan.tahun_akhir)
                self._indicator_line(line, one)
                line.texts["akhir"] = str(line.figures["akhir", None])
                yield line

    def _place(self, node: CascadeNode) -> str:
        if node.level == L.PERANGKAT_DAERAH:
            return "Perangkat daerah"
        if node.kode and node.level != L.ACUAN:
            return node.kode
        above = self.cascade.parent(node)
        while above is not None and not above.kode:
            above = self.cascade.parent(above)
        kode = f" {above.kode}" if above is not None else ""
        return f"{node.level.label}{kode}: {' '.join(node.uraian.split())}"

    def _prioritas(self) -> Iterator[Line]:
        for root in self.cascade.roots:
            if root.level != L.PRIORITAS:
                continue
            outcomes = self.cascade.linked(root, L.OUTCOME)
            yield Line(
                texts={
                    "nomor": root.nomor,
                    "program": root.uraian or self._linked_name(root, L.PROGRAM),
                    "outcome": outcomes[0].uraian if outcomes else "",
                    "keterangan": root.keterangan,
                },
                ids=f"S{root.id}",
                strong=True,
            )
            for node in root.walk():
                if node is root:
                    continue
                text = node.uraian or self._linked_name(node, L.SUB_KEGIATAN, L.KEGIATAN, L.OUTCOME, L.PROGRAM)
                label = node.nomor or "Sub kegiatan"
                yield Line(texts={"rincian": f"{label} : {text}", "keterangan": node.keterangan}, ids=f"S{node.id}")

    def _linked_name(self, node: CascadeNode, *levels: Level) -> str:
        for level in levels:
            for target in self.cascade.linked(node, level):
                return target.uraian
        return ""

    def _nomenklatur(self) -> Iterator[Line]:
        for node in self.cascade.at(L.ACUAN):
            line = Line(texts={"kode": node.kode, "uraian": node.uraian}, ids=f"S{node.id}")
            outputs = node.children_at(L.OUTPUT)
            if node.indikator:
                yield self._indicator_line(line, node.indikator[0])
                for one in node.indikator[1:]:
                    yield self._indicator_line(Line(), one)
            elif not outputs:
                yield line
            for number, output in enumerate(outputs):
                if number or node.indikator:
                    line = Line()
                line.texts["kinerja"] = output.uraian
                line.ids = f"{line.ids} S{output.id}".strip()
                if output.indikator:
                    self._indicator_line(line, output.indikator[0])
                yield line
                for one in output.indikator[1:]:
                    yield self._indicator_line(Line(), one)

    def _service_years(self) -> tuple[int, ...]:
        years = {
            year
            for node in self.cascade.at(L.LAYANAN)
            for one in node.indikator
            for year in (*one.target, *one.realisasi)
        }
        first = self.plan.tahun_awal
        return tuple(sorted(years)) or tuple(range(first - 4, first))

    def _pelayanan(self) -> Iterator[Line]:
        def rows(node: CascadeNode, depth: int) -> Iterator[Line]:
            yield Line(
                texts={"nomor": node.nomor, "uraian": node.uraian, "tingkat": f"Kelompok {depth}"},
                ids=f"S{node.id}",
                strong=True,
            )
            for one in node.indikator:
                line = Line(texts={"nomor": one.nomor, "tingkat": "Indikator"})
                yield self._indicator_line(line, one, "uraian")
            for child in node.children_at(L.LAYANAN):
                yield from rows(child, depth + 1)

        for root in self.cascade.roots:
            if root.level == L.LAYANAN:
                yield from rows(root, 1)

    def _indikator(self) -> Iterator[Line]:
        for node in self.cascade.walk():
            for one in node.indikator:
                kinds = one.jenis - MARKS
                detailed = any(
                    (one.definisi, one.rumus, one.pembilang, one.penyebut, one.sumber_data, one.penanggung_jawab)
                )
                odd = one.arah != "naik" or one.akumulasi != "terakhir" or one.desimal is not None
                noted = bool(one.keterangan) and one.id not in self._notes_written
                nomor = "" if _only_marked(one) or node.level == L.LAYANAN else one.nomor
                usual = kinds == _USUAL.get(node.level, kinds) or (not kinds and bool(one.jenis))
                important = node.level in (L.TUJUAN, L.SASARAN, L.PROGRAM, L.OUTCOME) or bool(one.jenis & MARKS)
                if not (detailed or odd or noted or nomor or important or not usual):
                    continue
                yield Line(
                    texts={
                        "place": self._place(node),
                        "indikator": one.teks,
                        "jenis": ", ".join(sorted(kinds)) or "-",
                        "definisi": one.definisi,
                        "rumus": one.rumus,
                        "pembilang": one.pembilang,
                        "penyebut": one.penyebut,
                        "arah": one.arah.capitalize(),
                        "akumulasi": _AKUMULASI[one.akumulasi],
                        "desimal": "" if one.desimal is None else str(one.desimal),
                        "sumber_data": one.sumber_data,
                        "penanggung_jawab": one.penanggung_jawab,
                        "nomor": nomor,
                        "keterangan": one.keterangan if noted else "",
                    },
                    ids=f"S{node.id} I{one.id}",
                )


_AKUMULASI = dict(zip(("terakhir", "jumlah", "rata_rata", "rasio"), schema.AKUMULASI_CHOICES, strict=True))
_STAGES = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
_USUAL = {
    L.TUJUAN: frozenset({"tujuan"}),
    L.SASARAN: frozenset({"sasaran"}),
    L.PROGRAM: frozenset({"outcome"}),
    L.OUTCOME: frozenset({"outcome"}),
    L.KEGIATAN: frozenset({"output"}),
    L.SUB_KEGIATAN: frozenset({"output"}),
    L.OUTPUT: frozenset({"output"}),
    L.LAYANAN: frozenset({"layanan"}),
}


def _only_marked(one: CascadeIndicator) -> bool:
    return bool(one.jenis) and one.jenis <= MARKS


def _owners(program: CascadeNode) -> dict[int, str]:
    """For kegiatan whose outcome the order of rows alone would tell wrongly: "-" or the number of their outcome."""
    outcomes = [child for child in program.children if child.level == L.OUTCOME]
    told: dict[int, str] = {}
    run: list[CascadeNode] = []
    after_kegiatan = True
    for child in program.children:
        if child.level == L.OUTCOME:
            run = [child] if after_kegiatan else [*run, child]
            after_kegiatan = False
            if any(one.level == L.KEGIATAN for one in child.children):
                if len(run) > 1:
                    number = str(outcomes.index(child) + 1)
                    told.update({one.id: number for one in child.children_at(L.KEGIATAN)})
                after_kegiatan = True
        elif child.level == L.KEGIATAN:
            if len(run) == 1:
                told[child.id] = "-"
            after_kegiatan = True
    return told


def _listed(nodes: tuple[CascadeNode, ...]) -> str:
    """Several nodes in one cell, one on each line, numbered when every one of them has a plain number."""
    numbers = [match[1] if (match := _LIST_NUMBER.fullmatch(node.nomor)) else "" for node in nodes]
    texts = [" ".join(node.uraian.split()) for node in nodes]
    if all(numbers):
        marked = [number if number[-1] in ".)" else f"{number}." for number in numbers]
        texts = [f"{number} {text}" for number, text in zip(marked, texts, strict=True)]
    return "\n".join(texts)


_RULES = (
    "Buku kerja ini adalah gambaran satu rencana. Isi atau ubah lembarnya, lalu impor kembali ke portal.",
    "Portal memeriksa seluruh isi dahulu. Bila ada galat, tidak ada satu pun yang disimpan.",
    "Lembar yang dihapus atau kosong dibiarkan: bagian itu pada rencana tidak berubah.",
    "Baris yang dihapus dari lembar tidak ikut terhapus di portal, kecuali hal itu diminta saat impor.",
    "Kolom “ID baris” mengenali baris lama. Jangan diubah; kosongkan pada baris baru atau salinan.",
    "Target: tulis angka (79,98), huruf nilai (BB), - untuk tidak direncanakan, 0 untuk nihil; kosong berarti belum "
    "diisi.",
    "Pagu diisi pada baris sub-kegiatan. Jumlah di atasnya dihitung sendiri.",
    "Indikator kedua dan seterusnya: tulis di baris bawahnya tanpa kode dan nama. Begitu pula sumber dana berikutnya.",
    "Kode sebaiknya berformat Teks, misalnya 2.07.03.2.01.0001.",
)
_EXAMPLE = (
    ("2.07.03", "PROGRAM PELATIHAN KERJA DAN PRODUKTIVITAS TENAGA KERJA", "Program", "", "", "", "", "", ""),
    ("", "Meningkatnya kompetensi tenaga kerja", "Outcome", "Persentase tenaga kerja bersertifikat", "Persen", "99,10",
     "99,30", "", ""),
    ("2.07.03.2.01", "Pelaksanaan Pelatihan berdasarkan Unit Kompetensi", "Kegiatan", "Jumlah peserta pelatihan",
     "Orang", "300", "320", "", ""),
    ("2.07.03.2.01.0001", "Proses Pelaksanaan Pendidikan dan Pelatihan Keterampilan bagi Pencari Kerja berdasarkan "
     "Klaster Kompetensi", "Sub-kegiatan",
     "Jumlah tenaga kerja yang dilatih", "Orang", "300", "320", "925.102.800", "APBD"),
    ("", "", "", "Jumlah paket pelatihan", "Paket", "-", "16", "", ""),
    ("", "", "", "", "", "", "", "150.000.000", "DBHCHT"),
)  # fmt: skip
