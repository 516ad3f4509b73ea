"""Short ways to draft rows of a plan, and to look at the rows of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from planning.levels import Level
from planning.writing import IndicatorDraft, NodeDraft
from renstra_portal.lib.values import Nilai, parse_nilai
from renstra_portal.reporting.figures import number_of, printed
from renstra_portal.reporting.model import Cell, Report, as_cell, leaves, placed_rows

L = Level


def node(level: Level, uraian: str = "", *children: NodeDraft, kode: str = "", **fields: object) -> NodeDraft:
    """A node with its children."""
    return NodeDraft(level=level, uraian=uraian, kode=kode, children=list(children), **fields)  # type: ignore[arg-type]


def indikator(
    teks: str,
    satuan: str = "Persen",
    jenis: str = "",
    *,
    baseline: Mapping[int, str] | None = None,
    target: Mapping[int, str] | None = None,
    realisasi: Mapping[int, str] | None = None,
    proyeksi: Mapping[int, str] | None = None,
    akhir: Mapping[int, str] | None = None,
    **fields: object,
) -> IndicatorDraft:
    """An indicator; figures as people type them, `jenis` as words parted by blanks."""
    one = IndicatorDraft(teks=teks, satuan=satuan, jenis=frozenset(jenis.split()), **fields)  # type: ignore[arg-type]
    roles = {"baseline": baseline, "target": target, "realisasi": realisasi, "proyeksi": proyeksi, "akhir": akhir}
    for role, values in roles.items():
        for year, typed in (values or {}).items():
            parsed = parse_nilai(typed)
            assert parsed.problem is None
            one.set_value(role, year, parsed.nilai)
    return one


def rupiah(values: Mapping[int, int]) -> dict[tuple[int, str], Nilai]:
    """Pagu without a sumber dana."""
    return {(year, ""): Nilai.of(amount) for year, amount in values.items()}


def plafon(values: Mapping[int, int]) -> dict[int, Nilai]:
    """Ceilings per year."""
    return {year: Nilai.of(amount) for year, amount in values.items()}


def sub(name: str, kode: str, pagu: Mapping[int, int], *children: NodeDraft, **fields: object) -> NodeDraft:
    """A sub-kegiatan with pagu and one output indicator."""
    fields.setdefault("indikator", [indikator(f"Jumlah {name}", "Dokumen", "output", target={2025: "1"})])
    return node(L.SUB_KEGIATAN, name, *children, kode=kode, pagu=rupiah(pagu), **fields)


def office(*bidang: NodeDraft) -> NodeDraft:
    """The programme tree around bidang urusan of the urusan their codes name."""
    urusan: dict[str, NodeDraft] = {}
    for one in bidang:
        above = urusan.setdefault(one.kode[0], node(L.URUSAN, f"URUSAN {one.kode[0]}", kode=one.kode[0]))
        above.add(one)
    return node(L.PERANGKAT_DAERAH, "DINAS KETENAGAKERJAAN", *urusan.values())


def tenaga_kerja(*programs: NodeDraft) -> NodeDraft:
    """The office with one bidang urusan, 2.07."""
    return office(node(L.BIDANG_URUSAN, "BIDANG TENAGA KERJA", *programs, kode="2.07"))


def column(report: Report, name: str) -> list[str]:
    """A column as paper prints it, "" in blank and covered cells, marks included."""
    heads = leaves(report.columns)
    place = [head.id for head in heads].index(name)
    found = []
    for _, cells in placed_rows(report):
        cell = next((as_cell(value) for index, value in cells if index == place), Cell())
        found.append(printed(cell, heads[place]) + cell.mark)
    return found


def cell(report: Report, row: int, name: str) -> Cell:
    """One cell."""
    return as_cell(report.rows[row].cells.get(name))


def amount(report: Report, row: int, name: str) -> Decimal:
    """The number in a cell; "-" and blanks count as nothing."""
    return number_of(cell(report, row, name).value) or Decimal(0)


def spans(report: Report, name: str) -> list[int]:
    """How many rows each drawn cell of a column covers."""
    place = [head.id for head in leaves(report.columns)].index(name)
    return [as_cell(value).rowspan for _, cells in placed_rows(report) for index, value in cells if index == place]


def ids(report: Report) -> list[str]:
    """The column ids."""
    return [head.id for head in leaves(report.columns)]


def levels(report: Report) -> list[str]:
    """The level of every row."""
    return [row.level for row in report.rows]


def row_of(report: Report, text: str) -> int:
    """The index of the first row that holds the text in any cell."""
    for index, row in enumerate(report.rows):
        if any(as_cell(value).value == text for value in row.cells.values()):
            return index
    raise AssertionError(f"no row holds {text!r}")


def assert_sums_hold(report: Report) -> int:
    """Every sum of the report adds up to what is printed; returns how many sums there are."""
    count = 0
    for index, row in enumerate(report.rows):
        for name, value in row.cells.items():
            parts: Sequence[int] = as_cell(value).sum_of
            if parts:
                count += 1
                assert sum(amount(report, part, name) for part in parts) == amount(report, index, name)
                assert index not in parts
    return count
