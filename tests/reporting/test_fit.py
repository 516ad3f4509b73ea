"""Columns that stay blank on paper."""

from renstra_portal.reporting.fit import CELL_PADDING_PT, column_needs, fit
from renstra_portal.reporting.model import A4, Column, header_rows


def test_a_blank_column_keeps_the_room_that_it_asks_for():
    columns = (
        Column("teks", "Uraian", 20),
        Column("rp", "Rp", 0.1, "rupiah", least=5),
        Column("k", "K", 0.1, "value"),
    )
    needs = column_needs(columns, header_rows(columns), [set(), set(), set()])
    fitted = fit(columns, needs, A4)
    assert fitted.widths_pt[1] >= 5 * fitted.font_pt + CELL_PADDING_PT > fitted.widths_pt[2]
