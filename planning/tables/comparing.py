"""Tables that hold two versions against each other: a line for each indicator and year, semula beside menjadi."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from renstra_portal.lib.values import KOSONG, Nilai, round_half_up
from renstra_portal.reporting.model import Cell, CellValue, Column, Row, as_cell

from ..cascade import Cascade
from ..levels import PROGRAMME_LEVELS, Level
from ..versions.comparison import (
    IndicatorComparison,
    PaguPair,
    Perubahan,
    RowComparison,
    TargetPair,
    sources_text,
    with_headings,
)
from .common import Cells, Lines, kode_text, nilai_cell, numbered_text

#: Levels that introduce what follows, and whose last line therefore never ends a page.
_INTRODUCING = frozenset(PROGRAMME_LEVELS) - {Level.SUB_KEGIATAN, Level.OUTPUT}
#: Columns that say something of all years of an indicator.
_SHARED = (
    "uraian", "indikator", "satuan", "lokasi", "sumber_dana", "keterangan", "alasan", "dasar_hukum",
)  # fmt: skip
_PAGU = ("pagu_semula", "pagu_menjadi", "pagu_selisih")
_PERCENT_DECIMALS = 2
_INDICATOR_REMARKS = {Perubahan.DITAMBAH: "Indikator ditambah", Perubahan.DIHAPUS: "Indikator dihapus"}


@dataclass(frozen=True, slots=True)
class Words:
    """What a comparing table calls its two sides ("Semula", "Menjadi"), and what it remarks on a row."""

    semula: str
    menjadi: str
    keterangan: Callable[[RowComparison], str]

    def beside(self, sides: tuple[str, str] | None, text: str) -> CellValue:
        """A text, or both of its forms where they differ."""
        if sides is None:
            return text
        return (f"{self.semula}: {sides[0] or '-'}", f"{self.menjadi}: {sides[1] or '-'}")


def remark(row: RowComparison) -> str:
    """What became of a row, in words: "Ditambah", "Diubah: nama, pagu", "Tetap"."""
    word = row.jenis.value.capitalize()
    return f"{word}: {', '.join(row.bagian)}" if row.bagian else word


def shown_rows(
    rows: Sequence[RowComparison], *, hanya_berubah: bool, concerns: Callable[[RowComparison], bool] | None = None
) -> list[int]:
    """The indexes of the rows to print: all that the table `concerns`, or of these what changed, under its headings.

    An output that only repeats what an indicator beside it says, and did not change, has no line of its own.
    """

    def wanted(row: RowComparison) -> bool:
        if concerns is not None and not concerns(row):
            return False
        if hanya_berubah:
            return row.diputuskan
        return row.level != Level.OUTPUT or row.diputuskan or bool(row.indikator)

    return with_headings(rows, wanted)


def tahun_columns(years: Sequence[int]) -> tuple[Column, ...]:
    """A column that tells the year of a line, where there are several."""
    return (Column("tahun", "Tahun", 0.6, align="center"),) if len(years) > 1 else ()


def in_year(title: str, years: Sequence[int]) -> str:
    """A head that names the year where there is only one: "Target Tahun 2026"."""
    return f"{title} Tahun {years[0]}" if len(years) == 1 else title


def version_notes(words: Words, before: Cascade, after: Cascade) -> tuple[str, ...]:
    """Which two versions are compared, for the foot of the table."""
    return tuple(
        f"{word}: {plan.judul} ({plan.nama_versi}, {plan.status_label.lower()}, revisi {plan.revisi})."
        for word, plan in ((words.semula, before.plan), (words.menjadi, after.plan))
    )


class ComparisonLines:
    """Prints rows of a comparison: what concerns the row once, its indicators and years line by line.

    `shown` are the indexes of the rows to print, `digits` those that the edition prints of a sub-kegiatan's code.
    Money carries its parts as a sum only where these are printed and add up to it.
    """

    def __init__(self, rows: Sequence[RowComparison], shown: Iterable[int], words: Words, *, digits: int) -> None:
        self._rows = rows
        self._words = words
        self._digits = digits
        self._lines = Lines()
        #: The line of each printed row and year that holds its money.
        self._places: dict[tuple[int, int], int] = {}
        printed = list(shown)
        for index in printed:
            self._print(index)
        self._add_up(printed)

    def rows(self) -> tuple[Row, ...]:
        """The finished rows."""
        return self._lines.rows()

    def _print(self, index: int) -> None:
        row = self._rows[index]
        indicators: Sequence[IndicatorComparison | None] = row.indikator or (None,)
        last = (len(indicators) - 1, len(row.pagu) - 1)
        for number, one in enumerate(indicators):
            for position, pagu in enumerate(row.pagu):
                cells: Cells = {"tahun": str(pagu.tahun)}
                if position == 0:
                    cells |= self._row_cells(row) if number == 0 else {}
                    cells |= self._indicator_cells(one) if one else {}
                    cells["keterangan"] = self._remark(row, one, number)
                if one:
                    cells |= _target_cells(one, one.target[position])
                if number == 0:
                    cells |= _pagu_cells(pagu)
                level = row.level.value if number == 0 else "indikator"
                # The years of an indicator share its cells, so that its words do not make the first year tall.
                groups = dict.fromkeys(_SHARED, (index, number)) if len(row.pagu) > 1 else None
                keep = row.level in _INTRODUCING and (number, position) == last
                line = self._lines.add(level, cells, node=row.simpul, groups=groups, keep=keep)
                if number == 0:
                    self._places[index, pagu.tahun] = line

    def _row_cells(self, row: RowComparison) -> Cells:
        beside, node = self._words.beside, row.simpul
        sources = sources_text(node, row.pagu)
        return {
            "kode": kode_text(node, self._digits),
            "uraian": beside(_named(row, self._digits), numbered_text(node.nomor, node.uraian)),
            "lokasi": beside(row.lokasi, node.lokasi),
            "sumber_dana": beside(row.sumber_dana, sources),
            "alasan": row.alasan,
            "dasar_hukum": row.dasar_hukum,
        }

    def _indicator_cells(self, one: IndicatorComparison) -> Cells:
        held, beside = one.indikator, self._words.beside
        return {
            "indikator": beside(one.teks, numbered_text(held.nomor, held.teks)),
            "satuan": beside(one.satuan, held.satuan),
        }

    def _remark(self, row: RowComparison, one: IndicatorComparison | None, number: int) -> CellValue:
        of_row = self._words.keterangan(row) if number == 0 else ""
        both_sides = row.before is not None and row.after is not None
        of_indicator = _INDICATOR_REMARKS.get(one.jenis, "") if one and both_sides else ""
        return (of_row, of_indicator) if of_row and of_indicator else of_row or of_indicator

    def _add_up(self, shown: Sequence[int]) -> None:
        """Turn each upper row's money into a sum of the rows right below it, where it is one."""
        below: dict[int, list[int]] = {}
        for index in shown:
            above = self._rows[index].above
            if above is not None:
                below.setdefault(above, []).append(index)
        for index, children in below.items():
            for pagu in self._rows[index].pagu:
                cells = self._lines.cells(self._places[index, pagu.tahun])
                places = [self._places[child, pagu.tahun] for child in children]
                for column in _PAGU:
                    amounts = {place: _amount(self._lines.cells(place), column) for place in places}
                    parts = {place: amount for place, amount in amounts.items() if amount is not None}
                    if parts and sum(parts.values(), Decimal(0)) == _amount(cells, column):
                        cells[column] = replace(as_cell(cells[column]), sum_of=tuple(parts))


def _named(row: RowComparison, digits: int) -> tuple[str, str] | None:
    """Name before and after, behind the codes where these differ."""
    before, after = row.before, row.after
    if before is None or after is None or not (row.nama or row.kode):
        return None
    if row.kode is None:
        return row.nama
    return f"{kode_text(before, digits)} {before.uraian}".strip(), f"{kode_text(after, digits)} {after.uraian}".strip()


def _target_cells(one: IndicatorComparison, pair: TargetPair) -> Cells:
    held = one.indikator
    selisih = pair.selisih
    return {
        "target_semula": nilai_cell(pair.semula, one.before or held),
        "target_menjadi": nilai_cell(pair.menjadi, one.after or held),
        "target_selisih": KOSONG if selisih is None else nilai_cell(Nilai.of(selisih), held),
        "target_persen": _percent_cell(pair.persen),
    }


def _pagu_cells(pair: PaguPair) -> Cells:
    selisih = pair.selisih
    return {
        "pagu_semula": pair.semula,
        "pagu_menjadi": pair.menjadi,
        "pagu_selisih": KOSONG if selisih is None else Nilai.of(selisih),
        "pagu_persen": _percent_cell(pair.persen),
    }


def _percent_cell(percent: Decimal | None) -> Cell | None:
    if percent is None:
        return None
    # Rounded here because a quotient may never end and is made only to be printed.
    return Cell(Nilai.of(round_half_up(percent, _PERCENT_DECIMALS)), percent=True)


def _amount(cells: Cells, column: str) -> Decimal | None:
    value = as_cell(cells.get(column)).value
    return value.amount if isinstance(value, Nilai) else None
