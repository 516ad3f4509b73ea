import pytest

from renstra_portal.reporting.model import (
    Cell,
    Column,
    ColumnGroup,
    HeaderCell,
    Report,
    ReportError,
    Row,
    header_rows,
    leaves,
    placed_rows,
)

from .samples import funding_columns

A, B, C = Column("a", "A"), Column("b", "B"), Column("c", "C")


def report_of(*rows: dict[str, object]) -> Report:
    return Report("r", "Tabel 1", "Judul", (A, B, C), tuple(Row("x", row) for row in rows))  # type: ignore[arg-type]


def placed(report: Report) -> list[list[int]]:
    return [[index for index, _ in cells] for _, cells in placed_rows(report)]


def test_leaves_are_the_printed_columns_from_left_to_right():
    assert [column.id for column in leaves((A, ColumnGroup("G", (B, ColumnGroup("H", (C,))))))] == ["a", "b", "c"]


def test_a_column_beside_a_group_reaches_down_to_the_lowest_head():
    assert header_rows((A, ColumnGroup("G", (B, C)))) == [
        [HeaderCell("A", 0, rowspan=2), HeaderCell("G", 1, colspan=2)],
        [HeaderCell("B", 1), HeaderCell("C", 2)],
    ]


def test_column_numbers_are_a_last_head_row_only_when_there_are_any():
    assert len(header_rows((A, B))) == 1
    rows = header_rows((A, Column("n", "N", number="(2)")))
    assert rows[-1] == [HeaderCell("", 0, is_number=True), HeaderCell("(2)", 1, is_number=True)]


def test_the_heads_of_the_funding_table_cover_its_17_columns_in_every_row():
    rows = header_rows(funding_columns())
    covered = [0] * len(rows)
    for level, row in enumerate(rows):
        for cell in row:
            for below in range(level, level + cell.rowspan):
                covered[below] += cell.colspan
    assert covered == [17, 17, 17, 17]


def test_cells_under_a_merge_are_not_drawn():
    report = report_of({"a": Cell("x", rowspan=2, colspan=2), "c": "1"}, {"c": "2"}, {"a": "y"})
    assert placed(report) == [[0, 2], [2], [0, 1, 2]]


def test_overlapping_merges_are_refused():
    report = report_of({"b": Cell("x", rowspan=2)}, {"b": Cell("y", rowspan=2)}, {})
    with pytest.raises(ReportError, match="bertumpuk"):
        placed(report)


@pytest.mark.parametrize("cell", [Cell("x", rowspan=3), Cell("x", colspan=4)])
def test_a_merge_that_leaves_the_table_is_refused(cell: Cell):
    with pytest.raises(ReportError, match="lewat tepi"):
        placed(report_of({"a": cell}, {}))


def test_a_file_name_holds_only_safe_letters():
    report = Report("id", "Tabel 4.3", "Rencana Program/Kegiatan – “Pagu”", (A,), ())
    assert report.file_stem == "tabel-4.3-rencana-program-kegiatan-pagu"


def test_columns_of_a_group_can_share_one_number():
    pair = ColumnGroup("G", (A, B), "1 = 2/3")
    numbers = header_rows((pair, Column("c", "C", number="2")))[-1]
    assert numbers == [
        HeaderCell("1 = 2/3", 0, colspan=2, is_number=True),
        HeaderCell("2", 2, is_number=True),
    ]


def test_a_group_without_a_number_leaves_its_columns_theirs():
    numbers = header_rows((ColumnGroup("G", (Column("a", "A", number="1"), B)), C))[-1]
    assert [(cell.title, cell.column, cell.colspan) for cell in numbers] == [("1", 0, 1), ("", 1, 1), ("", 2, 1)]
