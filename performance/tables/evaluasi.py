"""What the evaluation forms E.81 and E.80 share: pairs of performance and rupiah, sasaran with programs, foot, signers.

Both forms put performance (K) and rupiah (Rp) side by side. A sum of rupiah stays a sum in Excel; a rate of K follows
the direction of its indicator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from planning.capaian import is_percent
from planning.cascade import Cascade, CascadeIndicator, CascadeNode, PlanInfo
from planning.levels import Level
from planning.tables.base import TO_BE_WRITTEN
from planning.tables.common import Cells, Lines, node_text, numbered_text
from renstra_portal.lib.dates import long_date
from renstra_portal.lib.values import Jenis, Nilai, format_nilai
from renstra_portal.reporting.model import Cell, CellValue, Column, ColumnGroup, Signature

from ..capaian.cetak import rata_rata_nilai, rupiah_nilai
from ..capaian.predikat import SKALA, predikat
from ..capaian.rata_rata import rata_rata

K_WIDTH, RP_WIDTH = 0.55, 1.0


def pair(name: str, title: str, number: str = "", *, rate: bool = False, roomy: bool = False) -> ColumnGroup:
    """The columns `<name>_k` and `<name>_rp` under one head; of a `rate` both are percentages.

    A `roomy` pair keeps its room on paper while it is blank.
    """
    width = K_WIDTH if rate else RP_WIDTH
    least = (2.6, 2.6 if rate else 5.2) if roomy else (0.0, 0.0)
    return ColumnGroup(
        title,
        (
            Column(f"{name}_k", "K", K_WIDTH, "value", least=least[0]),
            Column(f"{name}_rp", "Rp", width, "value" if rate else "rupiah", least=least[1]),
        ),
        number,
    )


# Sasaran and programs --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kelompok:
    """A sasaran (or a tujuan that programs serve directly) with the programs printed under it; None for the rest."""

    sasaran: CascadeNode | None
    programs: tuple[CascadeNode, ...]


def groups(cascade: Cascade) -> list[Kelompok]:
    """Every sasaran with its programs, then the programs that serve none.

    A program that serves several is printed once, under the first, so that nothing is counted twice.
    """
    served: dict[int | None, list[CascadeNode]] = {}
    for program in cascade.at(Level.PROGRAM):
        first = next(iter(served_by(cascade, program)), None)
        served.setdefault(first.id if first else None, []).append(program)
    found = [
        Kelompok(one, tuple(served.get(one.id, ())))
        for one in cascade.at(Level.TUJUAN, Level.SASARAN)
        if one.level == Level.SASARAN or one.id in served
    ]
    rest = served.get(None, ())
    return [*found, Kelompok(None, tuple(rest))] if rest else found


def served_by(cascade: Cascade, program: CascadeNode) -> tuple[CascadeNode, ...]:
    """The sasaran that a program or its outcomes serve; where there is none, the tujuan."""
    nodes = (program, *program.children_at(Level.OUTCOME))
    sasaran = {target.id: target for one in nodes for target in cascade.linked(one, Level.SASARAN)}
    return tuple(sasaran.values()) or cascade.linked(program, Level.TUJUAN)


def shared_programs(cascade: Cascade) -> tuple[str, ...]:
    """The remark on programs that serve several sasaran; none where there is no such program."""
    shared = [one.uraian for one in cascade.at(Level.PROGRAM) if len(served_by(cascade, one)) > 1]
    if not shared:
        return ()
    return (f"Program yang mendukung beberapa sasaran dicetak sekali, pada sasaran pertamanya: {'; '.join(shared)}.",)


# Cells ------------------------------------------------------------------------------------------------


def figure(nilai: Nilai, one: CascadeIndicator) -> Cell | Nilai:
    """A value of an indicator with the decimals it asks for, and "%" where that is its unit."""
    percent = is_percent(one.satuan)
    if one.desimal is None and not percent:
        return nilai
    return Cell(nilai, decimals=one.desimal, percent=percent)


def indicator_text(one: CascadeIndicator) -> str:
    """An indicator with its unit, since the forms have no column for it; percentages show theirs in the figures."""
    text = numbered_text(one.nomor, one.teks)
    return text if not one.satuan.strip() or is_percent(one.satuan) else f"{text} ({one.satuan.strip()})"


def told(nilai: Nilai, one: CascadeIndicator) -> str:
    """A value of an indicator in a sentence: "6,00%", "1.200 orang", "BB"."""
    percent = is_percent(one.satuan)
    text = format_nilai(nilai, one.desimal, percent)
    return text if percent or nilai.number is None else f"{text} {one.satuan}".strip()


def accumulated(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of the amounts there are; None where there is none."""
    held = [one for one in amounts if one is not None]
    return sum(held, Decimal(0)) if held else None


def rate(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """Part of whole in percent, unrounded; None where either is missing or the whole is 0."""
    return part * 100 / whole if part is not None and whole else None


class Rupiah:
    """Fills the rupiah cells of a form and remembers what it printed, so that rows above can add it up.

    `across` maps a column to those of the same row that add up to it.
    """

    def __init__(self, lines: Lines, across: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self._lines = lines
        self._across = across or {}
        self._printed: dict[int, dict[str, Decimal]] = {}

    def fill(self, index: int, amounts: Mapping[str, Decimal | None], parts: Sequence[int] = ()) -> None:
        """Print amounts (rupiah by column) on a row; `parts` are the rows that add up to it, if any."""
        held = {column: amount for column, amount in amounts.items() if amount is not None}
        self._printed[index] = held
        for column, amount in held.items():
            across = () if parts else self._across.get(column, ())
            self._lines.cells(index)[column] = Cell(rupiah_nilai(amount), sum_of=tuple(parts), sum_across=across)

    def total(self, parts: Iterable[int]) -> dict[str, Decimal]:
        """What the given rows add up to, by column."""
        found: dict[str, Decimal] = {}
        for index in parts:
            for column, amount in self._printed.get(index, {}).items():
                found[column] = found.get(column, Decimal(0)) + amount
        return found


# Foot -------------------------------------------------------------------------------------------------


def full_row(lines: Lines, columns: Sequence[str], label: str, texts: Sequence[str], label_width: int) -> None:
    """A row of the foot over the whole width: its label over `label_width` columns, then what is told."""
    value: CellValue = tuple(texts) if len(texts) > 1 else (texts[0] if texts else None)
    lines.add(
        "catatan",
        {
            columns[0]: Cell(label, colspan=label_width, style="bold"),
            columns[label_width]: Cell(value, colspan=len(columns) - label_width, align="left"),
        },
    )


def average_rows(
    lines: Lines, columns: Sequence[str], rates: Mapping[str, Sequence[Decimal]], plan: PlanInfo, label: str
) -> None:
    """The rows of means and of grades; `rates` maps a rate column to the unrounded rates of its sub-kegiatan.

    The means of performance and of rupiah are graded apart, rounded half-up to whole percent first where the scale
    asks for that (Permendagri 86/2017).
    """
    means = {column: rata_rata(values) for column, values in rates.items()}
    first = min(columns.index(column) for column in rates)
    averages: Cells = {columns[0]: Cell(label, colspan=first)}
    grades: Cells = {columns[0]: Cell("Predikat kinerja", colspan=first)}
    for column, mean in means.items():
        if mean is not None:
            averages[column] = rata_rata_nilai(plan, mean)
        grade = predikat(mean, plan.skala_predikat)
        grades[column] = Cell(grade.nama if grade else None, align="center")
    lines.add("jumlah", averages, keep=True)
    lines.add("jumlah", grades)


def falling_note(plan: PlanInfo) -> str:
    """How the rate of an indicator of which less is better is counted."""
    form = {
        "A": "target / realisasi × 100",
        "B": "(2 × target − realisasi) / target × 100",
        "C": "(target − realisasi) / target × 100",
    }[plan.rumus_turun]
    return f"Tingkat capaian indikator yang makin kecil makin baik: {form}."


def scale_note(plan: PlanInfo) -> str:
    """Which scale the grades are of."""
    scale = SKALA[plan.skala_predikat]
    bands = ", ".join(f"{one.nama} {one.rentang}" for one in scale.bands)
    return f"Predikat menurut {scale.sumber}: {bands}."


def remarks(cascade: Cascade, role: str) -> list[str]:
    """What is told under a role ("pendorong_2") for the whole, else on the single rows, each named."""
    year = cascade.plan.tahun_awal
    if cascade.office and (whole := cascade.office.nilai_at(role, year)).kind is Jenis.TEKS:
        return whole.text.splitlines()
    told = []
    for node in cascade.strategy_first():
        nilai = node.nilai_at(role, year)
        if nilai.kind is Jenis.TEKS:
            told.append(f"{node_text(node)}: {' '.join(nilai.text.split())}")
    return told


# Signers ----------------------------------------------------------------------------------------------


def evaluated_by(plan: PlanInfo) -> tuple[Signature, ...]:
    """Who made the form (head of the office) and who evaluated it (head of Bappeda), each with place and date."""
    day = long_date(plan.tanggal) if plan.tanggal else TO_BE_WRITTEN
    place_date = f"{plan.tempat or TO_BE_WRITTEN}, {day}"
    made = Signature(
        place_date,
        ("Disusun", plan.penandatangan_jabatan or f"Kepala {plan.nama_perangkat_daerah}"),
        plan.penandatangan_nama or TO_BE_WRITTEN,
        plan.penandatangan_pangkat,
        plan.penandatangan_nip,
    )
    evaluated = Signature(
        f"{plan.tempat or TO_BE_WRITTEN}, {TO_BE_WRITTEN}",
        ("Dievaluasi", plan.penilai_jabatan or f"Kepala Bappeda {plan.nama_daerah}"),
        plan.penilai_nama or TO_BE_WRITTEN,
        plan.penilai_pangkat,
        plan.penilai_nip,
    )
    return made, evaluated


def unit_of(plan: PlanInfo, node: CascadeNode) -> str:
    """Who answers for a row: as it says; for a program of which no row says it, the perangkat daerah itself."""
    if node.level == Level.PROGRAM and not any(one.penanggung_jawab for one in node.walk()):
        return plan.nama_perangkat_daerah
    return node.penanggung_jawab


def shown_indicators(node: CascadeNode) -> tuple[CascadeIndicator, ...]:
    """The indicators of a row: all of a sasaran, of the programme tree those of outcomes and outputs on it too."""
    return node.indikator if node.level in (Level.TUJUAN, Level.SASARAN) else node.achievements
