"""What the tables share: year columns, value cells, numbered texts, and rows whose neighbours merge."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from renstra_portal.lib.codes import KodeProblem, format_kode
from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import Nilai
from renstra_portal.reporting.model import Cell, CellValue, Column, ColumnGroup, Heading, Row

from ..capaian import is_percent
from ..cascade import Cascade, CascadeIndicator, CascadeNode, PlanInfo
from ..levels import Level

PERMENDAGRI_86 = "Permendagri Nomor 86 Tahun 2017"
INMENDAGRI_2 = "Instruksi Mendagri Nomor 2 Tahun 2025"

Cells = dict[str, Cell | CellValue]

_WORKS = (Level.URUSAN, Level.BIDANG_URUSAN, Level.PROGRAM, Level.OUTCOME, Level.KEGIATAN, Level.SUB_KEGIATAN)


class Lines:
    """Rows under construction, whose cells may be filled in later and whose neighbours may merge."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, str, Cells, Mapping[str, Hashable], bool]] = []

    def __len__(self) -> int:
        return len(self._rows)

    def add(
        self,
        level: str,
        cells: Cells,
        *,
        node: CascadeNode | None = None,
        groups: Mapping[str, Hashable] | None = None,
        keep: bool = False,
    ) -> int:
        """Append a row and return its index.

        `groups` names, per column, what the cell belongs to: neighbouring rows of one group merge into one cell,
        which shows what its first row holds. `keep` marks a row that must not end a page.
        """
        self._rows.append((level, str(node.id) if node else "", cells, groups or {}, keep))
        return len(self._rows) - 1

    def cells(self, index: int) -> Cells:
        """The cells of a row, to be filled in."""
        return self._rows[index][2]

    def rows(self) -> tuple[Row, ...]:
        """The finished rows, with neighbours merged. A sum never begins a page."""
        for column in {name for row in self._rows for name in row[3]}:
            self._merge(column)
        following = [row[0] for row in self._rows[1:]] + [""]
        return tuple(
            Row(level=level, cells=cells, keep_with_next=keep or below == "jumlah", key=key)
            for (level, key, cells, _, keep), below in zip(self._rows, following, strict=False)
        )

    def _merge(self, column: str) -> None:
        start = 0
        while start < len(self._rows):
            group = self._rows[start][3].get(column)
            end = start + 1
            while group is not None and end < len(self._rows) and self._rows[end][3].get(column) == group:
                self._rows[end][2].pop(column, None)
                end += 1
            if end - start > 1:
                value = self._rows[start][2].get(column)
                cell = value if isinstance(value, Cell) else Cell(value)
                self._rows[start][2][column] = replace(cell, rowspan=end - start)
            start = end


def numbered(headings: Iterable[Heading]) -> tuple[Heading, ...]:
    """The same columns with their numbers "(1)", "(2)", … under the head."""
    counter = iter(range(1, 1000))

    def number(heading: Heading) -> Heading:
        if isinstance(heading, ColumnGroup):
            return replace(heading, columns=tuple(number(child) for child in heading.columns))
        return replace(heading, number=f"({next(counter)})")

    return tuple(number(heading) for heading in headings)


def year_columns(prefix: str, years: Sequence[int], width: float = 0.8) -> tuple[Column, ...]:
    """One column of values per year, `<prefix>_<year>`."""
    return tuple(Column(f"{prefix}_{year}", str(year), width, "value") for year in years)


def nilai_cell(nilai: Nilai, indikator: CascadeIndicator, *, percent: bool = False) -> Cell | Nilai:
    """A value with the decimals its indicator asks for.

    `percent` prints "%" after the number when the unit is exactly "%": for tables that have no unit column.
    """
    shows_percent = percent and indikator.satuan == "%"
    if indikator.desimal is None and not shows_percent:
        return nilai
    return Cell(nilai, decimals=indikator.desimal, percent=shows_percent)


def unit_cell(nilai: Nilai, indikator: CascadeIndicator) -> Cell | Nilai:
    """A value with its unit in the cell, for tables that have no column for it: "7 dokumen", "90%", "-"."""
    if nilai.amount is None:
        return nilai
    percent = is_percent(indikator.satuan)
    unit = "" if percent else indikator.satuan.strip()
    return Cell(nilai, decimals=indikator.desimal, percent=percent, unit=unit)


def target_cells(indikator: CascadeIndicator, years: Iterable[int], *, percent: bool = False) -> Cells:
    """The cells `target_<year>` of an indicator."""
    return {f"target_{year}": nilai_cell(indikator.target_at(year), indikator, percent=percent) for year in years}


def plan_years(plan: PlanInfo) -> tuple[int, ...]:
    """The years of the plan's period, without the bridge year that a Renstra prints besides."""
    return tuple(range(plan.tahun_awal, plan.tahun_akhir + 1))


def kode_text(node: CascadeNode, digits: int) -> str:
    """A node's code with as many digits as the edition prints, "" where it has none."""
    try:
        return format_kode(node.kode, digits) if node.kode else ""
    except KodeProblem:
        # A number above 99 does not fit in two digits; it prints as it is held.
        return node.kode


def numbered_text(nomor: str, text: str) -> str:
    """A text behind its number as printed: "1.1. Persentase …"."""
    return f"{nomor} {text}".strip()


def node_text(node: CascadeNode) -> str:
    """A node's words behind its number, if it has one."""
    return numbered_text(node.nomor, node.uraian)


def items(nodes: Sequence[CascadeNode]) -> CellValue:
    """Several nodes as a numbered list in one cell; a single one as plain text, none as a blank.

    Numbers that the plan holds are kept; where it holds none, the items count from 1.
    """
    if len(nodes) <= 1 or any(node.nomor for node in nodes):
        texts = [node_text(node) for node in nodes]
    else:
        texts = [f"{number}. {node.uraian}" for number, node in enumerate(nodes, 1)]
    return as_lines(texts)


def as_lines(texts: Sequence[str]) -> CellValue:
    """Texts of one cell: blank, a text, or a list of lines."""
    if len(texts) > 1:
        return tuple(texts)
    return texts[0] if texts else None


def linked_texts(cascade: Cascade, nodes: Iterable[CascadeNode], *levels: Level) -> tuple[str, ...]:
    """The words of everything that the nodes link to at the given levels, each once, in order."""
    return tuple(dict.fromkeys(node_text(target) for node in nodes for target in cascade.linked(node, *levels)))


def misi_text(node: CascadeNode) -> str:
    """A mission as printed: "Misi 2: Meningkatkan …"."""
    if node.uraian.casefold().startswith("misi"):
        return node.uraian
    return f"Misi {node.nomor.rstrip('.')}: {node.uraian}" if node.nomor else node.uraian


def says_the_same(first: str, second: str) -> bool:
    """Whether two texts differ only in capitals, blanks and punctuation."""
    return normalise_name(first) == normalise_name(second)


def performance(node: CascadeNode) -> list[tuple[str, CascadeIndicator | None]]:
    """What a node is to achieve, as (kinerja, indicator) lines: outcomes of a program, outputs of all below it.

    Outcomes and outputs without indicators of their own name, in order, the indicators that stand on the node itself.
    """
    below = node.children_at(Level.OUTCOME if node.level == Level.PROGRAM else Level.OUTPUT)
    named = [one.uraian for one in below if not one.work_indicators and one.uraian]
    lines: list[tuple[str, CascadeIndicator | None]] = [
        (text or "", indicator) for text, indicator in zip_longest(named, node.work_indicators)
    ]
    for one in below:
        for position, indicator in enumerate(one.work_indicators):
            lines.append((one.uraian if position == 0 else "", indicator))
    return lines


def works_below(node: CascadeNode) -> list[CascadeNode]:
    """The next rows of the programme tree under a node; an outcome that groups kegiatan hands on its own."""
    below: list[CascadeNode] = []
    for child in node.children_at(*_WORKS):
        below += child.children_at(Level.KEGIATAN) if child.level == Level.OUTCOME else (child,)
    return below


def indicator_number(indikator: CascadeIndicator) -> tuple[str, str]:
    """How an indicator with a number prints it: ("1", text) in the No column, ("", "1. text") before the text."""
    nomor = indikator.nomor
    return (nomor, indikator.teks) if nomor.isdecimal() else ("", numbered_text(nomor, indikator.teks))


def marked_indicators(cascade: Cascade, jenis: str) -> list[tuple[CascadeNode, CascadeIndicator, str, str]]:
    """Every indicator of a kind with its node, its number for the No column, and its text.

    Where no indicator of the kind has a number of its own, they count from 1. Services of past years are left out:
    their marks are for their own table.
    """
    found = [(node, one) for node in cascade.strategy_first() for one in node.indikator if jenis in one.jenis]
    found = [pair for pair in found if pair[0].level != Level.LAYANAN]
    if any(one.nomor for _, one in found):
        return [(node, one, *indicator_number(one)) for node, one in found]
    return [(node, one, str(number), one.teks) for number, (node, one) in enumerate(found, 1)]


def held_years(indicators: Iterable[CascadeIndicator], *roles: str) -> tuple[int, ...]:
    """The years for which any of the indicators holds a value in one of the roles."""
    return tuple(sorted({year for one in indicators for role in roles for year in getattr(one, role)}))
