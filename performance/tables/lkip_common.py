"""What the tables of the LKIP share: columns, rows of sasaran and indicators, money that adds up, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from planning.cascade import Cascade, CascadeIndicator, CascadeNode, PlanInfo
from planning.levels import Level
from planning.tables.common import Cells, Lines, unit_cell
from renstra_portal.lib.dates import roman
from renstra_portal.lib.values import KOSONG, TIDAK_DIRENCANAKAN, Nilai
from renstra_portal.reporting.model import Cell, CellStyle, Column, ColumnGroup, Heading, leaves

from ..capaian import Anggaran, CapaianSasaran, Kinerja
from ..capaian.cetak import (
    capaian_cell,
    desimal_capaian,
    dipotong,
    rupiah_nilai,
    serapan_cell,
    tercetak,
)
from ..capaian.penjelasan import RUMUS

DASAR = "PermenPANRB Nomor 53 Tahun 2014"
GROUP = "LKIP"
#: What stands in a cell that somebody still has to fill in.
BELUM_DIISI = "belum diisi"
RUPIAH = "(dalam rupiah)"
ISI = "Isi di halaman Isian, bagian {bagian}."
#: The sections of the grid as their tabs name them, where the figures of a table are entered.
PROGRAM_ANGGARAN = "Program & anggaran"
#: What a table about sasaran says of a plan without any.
NO_SASARAN = f"Belum ada sasaran. {ISI.format(bagian=PROGRAM_ANGGARAN)}"
DATA = "Data ketenagakerjaan"
#: The heading of programs whose money is in no sasaran.
LAIN = "Program yang tidak dikaitkan dengan sasaran"


@dataclass(frozen=True, slots=True)
class Pilihan:
    """What a table of the LKIP is made from: the figures, up to which triwulan, and which sasaran it tells about."""

    kinerja: Kinerja
    triwulan: int
    sasaran: tuple[CascadeNode, ...]

    @property
    def plan(self) -> PlanInfo:
        """The plan version."""
        return self.kinerja.plan

    @property
    def tahun(self) -> int:
        """The year that is reported."""
        return self.kinerja.tahun

    def measured(self) -> Iterator[tuple[int, CapaianSasaran]]:
        """Each sasaran with what it reached, numbered from 1."""
        for number, node in enumerate(self.sasaran, 1):
            yield number, self.kinerja.sasaran(node, self.triwulan)


def chosen(cascade: Cascade, triwulan: int, sasaran: Sequence[CascadeNode] | None = None) -> Pilihan:
    """Everything that a table of the LKIP needs; `sasaran` None takes all of the plan."""
    return Pilihan(Kinerja(cascade), triwulan, tuple(cascade.at(Level.SASARAN) if sasaran is None else sasaran))


def compared(cascade: Cascade) -> tuple[CascadeNode, ...]:
    """What points b to d compare: every sasaran, and each tujuan that has an indicator marked as IKU (TPT, say)."""
    return tuple(
        node
        for node in cascade.at(Level.TUJUAN, Level.SASARAN)
        if node.level == Level.SASARAN or node.indikator_of("iku")
    )


def held_or_missing(nilai: Nilai, one: CascadeIndicator) -> Cell | Nilai:
    """A figure with its unit, or the words that it is not filled in."""
    return unit_cell(nilai, one) if nilai.is_filled else Cell(BELUM_DIISI, style="muted")


def reached_cells(pilihan: Pilihan, one: CascadeIndicator) -> Cells:
    """The cells `target`, `realisasi` and `capaian` of an indicator."""
    kinerja, triwulan = pilihan.kinerja, pilihan.triwulan
    return {
        "target": held_or_missing(kinerja.target(one), one),
        "realisasi": held_or_missing(kinerja.sampai(one, triwulan), one),
        "capaian": capaian_cell(pilihan.plan, kinerja.capaian(one, triwulan), one),
    }


def mean_nilai(plan: PlanInfo, found: CapaianSasaran) -> Nilai:
    """The mean capaian of a sasaran as it prints: with the decimals that all its indicators have, else the plan's."""
    if found.capaian is None:
        return TIDAK_DIRENCANAKAN
    decimals = {desimal_capaian(plan, one) for one, _ in found.indikator}
    shared = decimals.pop() if len(decimals) == 1 else desimal_capaian(plan)
    return Nilai.of(tercetak(plan, found.capaian, shared), decimals=shared)


def mean_cell(plan: PlanInfo, found: CapaianSasaran) -> Cell:
    """The cell of `mean_nilai`."""
    return Cell(mean_nilai(plan, found), percent=True)


def other_programs(cascade: Cascade) -> tuple[CascadeNode, ...]:
    """The programs that serve no sasaran, neither themselves nor by an outcome: their money is in none."""
    return tuple(
        program
        for program in cascade.at(Level.PROGRAM)
        if not any(cascade.linked(one, Level.SASARAN) for one in (program, *program.children_at(Level.OUTCOME)))
    )


def missing_row(lines: Lines, columns: Sequence[Heading], text: str, node: CascadeNode | None = None) -> None:
    """A row over the whole width that says what is missing, and where it is entered."""
    lines.add("catatan", _across(columns, text, style="italic"), node=node)


def _across(columns: Sequence[Heading], text: str, number: str = "", style: CellStyle = "") -> Cells:
    """Cells of a row with one text from left to right, after the column of numbers where there is one."""
    heads = leaves(columns)
    first = 1 if heads[0].id == "no" else 0
    cells: Cells = {"no": number} if first and number else {}
    return cells | {heads[first].id: Cell(text, style=style, colspan=len(heads) - first)}


def realisation_section(triwulan: int) -> str:
    """The tab of the grid in which a triwulan is entered."""
    return f"Realisasi triwulan {roman(triwulan)}"


def missing_row_for(
    lines: Lines,
    columns: Sequence[Heading],
    what: str,
    indicators: Sequence[CascadeIndicator],
    missing: Sequence[CascadeIndicator],
    bagian: str,
    hint: str = "",
) -> None:
    """A row that says what is missing of some or all of the indicators, and in which section it is entered."""
    if missing:
        some = "" if len(missing) == len(indicators) else f" untuk {len(missing)} dari {len(indicators)} indikator"
        missing_row(lines, columns, f"{what} belum diisi{some}. {ISI.format(bagian=bagian)}{hint}")


def missing_realisation(
    pilihan: Pilihan, lines: Lines, columns: Sequence[Heading], indicators: Sequence[CascadeIndicator]
) -> None:
    """A row on the indicators of which nothing is realised yet; ratios wait for the shared labour data."""
    kinerja, triwulan = pilihan.kinerja, pilihan.triwulan
    missing = [one for one in indicators if not kinerja.sampai(one, triwulan).is_filled]
    sections = {DATA if kinerja.is_rasio(one) else realisation_section(triwulan) for one in missing}
    bagian = " dan ".join(sorted(sections, reverse=True))
    missing_row_for(lines, columns, f"Realisasi {pilihan.tahun}", indicators, missing, bagian)


def group_row(
    lines: Lines, columns: Sequence[Heading], text: str, number: str = "", node: CascadeNode | None = None
) -> None:
    """A heading over the whole width: the sasaran whose rows follow."""
    lines.add("kelompok", _across(columns, text, number), node=node, keep=True)


def year_group(tahun: int, *columns: Column) -> ColumnGroup:
    """Columns under the head "Tahun 2023"."""
    return ColumnGroup(f"Tahun {tahun}", columns)


def number_column() -> Column:
    """The column of consecutive numbers."""
    return Column("no", "No", 0.45, align="center")


class Uang:
    """Writes money into rows, remembering what it wrote, so that a sum is a sum only where its parts do add up."""

    def __init__(self, lines: Lines, pagu: str = "pagu", realisasi: str = "realisasi_anggaran", sisa: str = "") -> None:
        self._lines = lines
        self._pagu, self._realisasi, self._sisa = pagu, realisasi, sisa
        self._written: dict[tuple[int, str], Decimal] = {}

    def fill(self, index: int, money: Anggaran, parts: Sequence[int] = (), serapan: str = "serapan") -> None:
        """Pagu, realisation, rate of absorption and (where the table has it) what is left, on row `index`.

        `parts` are the rows whose money makes up this one's.
        """
        cells = self._lines.cells(index)
        has_pagu = bool(money.pagu) or money.terisi
        self._write(index, self._pagu, money.pagu if has_pagu else None, parts)
        self._write(index, self._realisasi, money.realisasi if money.terisi else None, parts)
        if self._sisa:
            self._write(index, self._sisa, money.sisa if money.terisi else None, parts)
        cells[serapan] = serapan_cell(money)

    def _write(self, index: int, column: str, amount: Decimal | None, parts: Sequence[int]) -> None:
        if amount is None:
            self._lines.cells(index)[column] = KOSONG
            return
        self._written[index, column] = amount
        found = [self._written[part, column] for part in parts if (part, column) in self._written]
        adds_up = bool(found) and sum(found, Decimal(0)) == amount
        self._lines.cells(index)[column] = Cell(rupiah_nilai(amount), sum_of=tuple(parts) if adds_up else ())


def notes_on(pilihan: Pilihan, indicators: Iterable[CascadeIndicator]) -> tuple[str, ...]:
    """What the figures of those indicators do not say themselves: up to when, by which formula, what was cut off."""
    kinerja, plan = pilihan.kinerja, pilihan.plan
    shown = list(indicators)
    notes = []
    if pilihan.triwulan < 4:
        notes.append(f"Realisasi sampai triwulan {roman(pilihan.triwulan)}; capaian dihitung terhadap target setahun.")
    if any(one.arah == "turun" for one in shown):
        notes.append(f"{RUMUS[plan.rumus_turun]}.")
    found = [kinerja.capaian(one, pilihan.triwulan).persen for one in shown]
    if any(one is not None and dipotong(plan, one) for one in found):
        notes.append(
            f"Capaian di atas {plan.capaian_maks}% dicetak {plan.capaian_maks}%; "
            "rata-rata dihitung dari angka yang tidak dipotong."
        )
    return tuple(notes)


def indicators_of(pilihan: Pilihan) -> list[CascadeIndicator]:
    """Every indicator of the sasaran told about, in order."""
    return [one for _, found in pilihan.measured() for one, _ in found.indikator]


def merged(cells: Mapping[str, object], *columns: str, of: object) -> dict[str, object]:
    """The groups by which cells of neighbouring rows merge: the named columns that a row has, each of one owner."""
    return {column: (column, of) for column in columns if column in cells}
