"""Writes the realisation workbook: the rows as they stand, and yellow cells to be filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import xlsxwriter

from planning.cascade import Cascade, CascadeIndicator
from planning.models.indikator import TRIWULAN
from planning.policies import Kunci
from planning.workbook.columns import Column, Sheet
from renstra_portal.lib.dates import roman
from renstra_portal.lib.numbers import retype
from renstra_portal.lib.values import KOSONG, Jenis, Nilai, parse_nilai

from ..capaian import Kinerja
from .layout import BASE_SHEET, role_of, sheets
from .lines import Baris, Cells, computed, lines_of, ref_of

File = str | Path | IO[bytes]
_EXACT_DIGITS = 15
_AKUMULASI = {"jumlah": "dijumlah", "rata_rata": "rata-rata"}
_RULES = (
    "Isi hanya sel kuning; sel lain dikunci agar baris tetap dikenali. Realisasi kinerja indikator yang dijumlah dan "
    "keuangan diisi untuk triwulan itu saja; fisik dan indikator lain diisi keadaan sampai akhir triwulan.",
    "Sel yang dibiarkan kosong tetap belum diisi. Tulis 0 bila nihil, dan - bila tidak ada.",
    "Indikator rasio dihitung portal dari lembar Data, jadi tidak diisi di lembar Realisasi.",
    "Simpan, lalu unggah di halaman Realisasi lewat Excel. Portal menunjukkan tiap perubahan sebelum diterapkan.",
)


def write_realisasi(
    cascade: Cascade, file: File, quarters: Sequence[int] = TRIWULAN, locks: Mapping[str, Kunci] | None = None
) -> None:
    """Write the year's rows as an .xlsx workbook for some triwulan.

    `locks` are the roles of cells that are closed for entry, each with the reason; those are shown and locked.
    """
    _Writer(cascade, file, tuple(quarters), locks or {}).write()


class _Writer:
    """One workbook in the making."""

    def __init__(self, cascade: Cascade, file: File, quarters: tuple[int, ...], locks: Mapping[str, Kunci]) -> None:
        self.cascade = cascade
        self.plan = cascade.plan
        self.quarters = quarters
        self.locks = locks
        self.kinerja = Kinerja(cascade)
        self.cells = Cells(cascade)
        self.base: list[tuple[str, str]] = []
        target = str(file) if isinstance(file, Path) else file
        self.book = xlsxwriter.Workbook(
            target,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False},
        )
        self._formats: dict[tuple[Any, ...], Any] = {}

    def write(self) -> None:
        """Write every sheet that has rows."""
        self._guide()
        first: Any = None
        for one in sheets(self.quarters):
            lines = list(lines_of(self.cascade, one))
            if lines:
                sheet = self._sheet(one, lines)
                first = first or sheet
        if first is not None:
            first.activate()
        self._base()
        self.book.close()

    # Sheets -------------------------------------------------------------------------------------------

    def _guide(self) -> None:
        sheet = self.book.add_worksheet("Petunjuk")
        sheet.set_column(0, 0, 100)
        title = self.book.add_format({"bold": True, "font_size": 14})
        wrap = self.book.add_format({"text_wrap": True, "valign": "top"})
        which = " dan ".join(roman(n) for n in self.quarters) if len(self.quarters) < 3 else "I–IV"
        sheet.write_string(0, 0, f"Realisasi Triwulan {which} {self.plan.tahun_awal}", title)
        sheet.write_string(1, 0, f"{self.plan.judul} · {self.plan.nama_versi} · revisi {self.plan.revisi}")
        for row, rule in enumerate(_RULES, 3):
            sheet.write_string(row, 0, rule, wrap)
            sheet.set_row(row, 15 * (1 + len(rule) // 105))

    def _sheet(self, schema: Sheet, lines: Sequence[Baris]) -> Any:
        sheet = self.book.add_worksheet(schema.name)
        columns = [one for one in schema.columns if not one.key.startswith("target_") or self._has_targets]
        sheet.set_row(0, 45)
        entered = next(index for index, one in enumerate(columns) if role_of(one.key))
        sheet.freeze_panes(1, min(entered, 4))
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for index, one in enumerate(columns):
            sheet.write_string(0, index, one.heading, self._format("head"))
            kunci = self.locks.get(one.key)
            sheet.write_comment(0, index, str(kunci) if kunci else one.meaning)
            sheet.set_column(index, index, one.width, None, {"hidden": 1} if one.key == "id" else {})
        sheet.autofilter(0, 0, len(lines), len(columns) - 1)
        for row, baris in enumerate(lines, 1):
            for index, one in enumerate(columns):
                self._cell(sheet, row, index, baris, one)
        sheet.protect(
            "",
            {"autofilter": True, "sort": True, "format_cells": True, "format_columns": True, "format_rows": True},
        )
        return sheet

    @property
    def _has_targets(self) -> bool:
        """Whether the rencana aksi says anything, so that its columns are worth their room."""
        return any(
            one.at(f"target_{n}", self.plan.tahun_awal).is_filled
            for one in self.cells.indicators.values()
            for n in self.quarters
        )

    def _base(self) -> None:
        """What stood in each cell when the workbook was written, so that reading knows what was changed in it."""
        sheet = self.book.add_worksheet(BASE_SHEET)
        sheet.write_row(0, 0, ["rencana", self.plan.slug, "revisi", str(self.plan.revisi)])
        for row, (ref, encoded) in enumerate(self.base, 1):
            sheet.write_string(row, 0, ref)
            sheet.write_string(row, 1, encoded)
        sheet.very_hidden()

    # Cells --------------------------------------------------------------------------------------------

    def _cell(self, sheet: Any, row: int, column: int, baris: Baris, one: Column) -> None:
        strong = baris.node.level.value in ("program", "perangkat_daerah", "sasaran", "tujuan")
        ref = ref_of(baris, one.key, self.plan.tahun_awal)
        if ref is not None:
            is_ratio = ref.kind == "I" and computed(self.kinerja, baris)
            nilai = self._computed(baris, one.key) if is_ratio else self.cells.at(ref)
            self.base.append((str(ref), nilai.encode() or ""))
            look = "closed" if is_ratio or one.key in self.locks else "entry"
            self._nilai(sheet, row, column, nilai, look, one.kind, baris.indikator)
        elif (shown := self._shown(baris, one.key)) is not None:
            self._nilai(sheet, row, column, shown, "strong" if strong else "plain", one.kind, baris.indikator)
        else:
            text = self._text(baris, one.key)
            sheet.write_string(row, column, text, self._format("strong" if strong else "plain", "text"))

    def _computed(self, baris: Baris, key: str) -> Nilai:
        entered = role_of(key)
        return self.kinerja.pada(baris.indikator, entered[1]) if baris.indikator and entered else KOSONG

    def _shown(self, baris: Baris, key: str) -> Nilai | None:
        """Figures beside the cells to be filled in; None for a column of texts."""
        year = self.plan.tahun_awal
        if key == "pagu":
            if baris.sumber is None:
                total = baris.node.total.get(year) if baris.pertama else None
                return KOSONG if total is None else Nilai.of(total)
            return baris.node.pagu.get((year, baris.sumber), KOSONG)
        if key == "target" or key.startswith("target_"):
            return baris.indikator.at(key, year) if baris.indikator else KOSONG
        return None

    def _text(self, baris: Baris, key: str) -> str:
        node, one = baris.node, baris.indikator
        match key:
            case "id":
                return baris.ids
            case "tingkat":
                return node.level.label
            case "kode":
                return node.nomor if node.level.value == "data" else node.kode
            case "uraian":
                return node.uraian
            case "indikator":
                return one.teks if one else ""
            case "satuan":
                return one.satuan if one else ""
            case "sumber":
                return baris.sumber or ""
            case "cara":
                return _AKUMULASI.get(one.akumulasi, "nilai terakhir") if one else ""
        return ""

    def _nilai(
        self, sheet: Any, row: int, column: int, nilai: Nilai, look: str, kind: str, one: CascadeIndicator | None
    ) -> None:
        number = nilai.number
        if kind == "teks":
            sheet.write_string(row, column, nilai.text, self._format(look, "text"))
        elif number is None:
            text = nilai.plain()
            if nilai.kind is Jenis.TEKS and parse_nilai(text).nilai != nilai:
                text = f"'{text}"
            if text:
                sheet.write_string(row, column, text, self._format(look, "right"))
            else:
                sheet.write_blank(row, column, None, self._format(look, "right"))
        elif len(number.as_tuple().digits) > _EXACT_DIGITS:
            # Excel keeps fifteen digits; longer numbers travel as text.
            sheet.write_string(row, column, retype(number), self._format(look, "right"))
        else:
            sheet.write_number(row, column, float(number), self._format(look, "number", nilai.decimals))

    def _format(self, look: str, kind: str = "text", decimals: int = 0) -> Any:
        key = (look, kind, decimals)
        if key not in self._formats:
            style: dict[str, Any] = {"valign": "top", "border": 1, "border_color": "#C9CED6", "font_size": 10}
            style |= _LOOKS[look]
            if kind == "text":
                style |= {"text_wrap": True}
            elif kind == "number":
                style |= {"num_format": "#,##0" + (f".{'0' * decimals}" if decimals else "")}
            else:
                style |= {"align": "right"}
            self._formats[key] = self.book.add_format(style)
        return self._formats[key]


_LOOKS: dict[str, dict[str, Any]] = {
    "head": {
        "bold": True,
        "bg_color": "#1F4E79",
        "font_color": "#FFFFFF",
        "align": "center",
        "valign": "vcenter",
    },
    "plain": {"bg_color": "#F6F7F9"},
    "strong": {"bg_color": "#E8EDF3", "bold": True},
    "entry": {"bg_color": "#FFFBE0", "locked": False},
    "closed": {"bg_color": "#E3E5E8", "font_color": "#6B727B"},
}
