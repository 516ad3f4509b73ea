from decimal import Decimal

import pytest

from renstra_portal.lib.values import KOSONG, NIHIL, TIDAK_DIRENCANAKAN, Nilai
from renstra_portal.reporting.figures import decimals_of, plain, printed
from renstra_portal.reporting.fit import column_needs, fit
from renstra_portal.reporting.metrics import longest_word, text_width, wrapped_lines
from renstra_portal.reporting.model import A3, A4, F4, Cell, Column, header_rows, leaves

from .samples import funding_columns

VALUE, RUPIAH, TEXT = Column("v", "V", kind="value"), Column("r", "R", kind="rupiah"), Column("t", "T")


@pytest.mark.parametrize(
    ("cell", "column", "expected"),
    [
        (Cell(Nilai.of(Decimal("99.30")), percent=True), VALUE, "99,30%"),
        (Cell(Nilai.of(Decimal("99.345")), decimals=2), VALUE, "99,35"),
        (Cell(TIDAK_DIRENCANAKAN, percent=True), VALUE, "-"),
        (Cell(NIHIL), VALUE, "0"),
        (Cell(KOSONG, percent=True), VALUE, ""),
        (Cell(Nilai.teks("BB")), VALUE, "BB"),
        (Cell(Nilai.of(1200), unit="dokumen"), VALUE, "1.200 dokumen"),
        (Cell(NIHIL, unit="KK"), VALUE, "0 KK"),
        (Cell(TIDAK_DIRENCANAKAN, unit="KK"), VALUE, "-"),
        (Cell(Nilai.teks("BB"), unit="nilai"), VALUE, "BB"),
        (Cell(5, unit="unit"), VALUE, "5 unit"),
        (Cell(Decimal("33461231210")), RUPIAH, "33.461.231.210"),
        (Cell(Decimal("35009269693.06")), RUPIAH, "35.009.269.693,06"),
        (Cell(2026), TEXT, "2026"),
        (Cell(["1. Satu", "2. Dua"]), TEXT, "1. Satu\n2. Dua"),
        (Cell(), RUPIAH, ""),
    ],
)
def test_a_cell_prints_as_indonesian_documents_have_it(cell: Cell, column: Column, expected: str):
    assert printed(cell, column) == expected


def test_plain_values_keep_typed_decimals_of_a_nilai_and_drop_those_of_an_amount():
    assert plain(Nilai.of(Decimal("99.30"))) == "99.30"
    assert plain(Decimal("1000.00")) == "1000"
    assert plain(Decimal("35009269693.06")) == "35009269693.06"
    assert plain(TIDAK_DIRENCANAKAN) == "-"


def test_rupiah_has_two_decimals_only_when_there_are_sen():
    assert decimals_of(Decimal("10.50"), RUPIAH, None) == 2
    assert decimals_of(Decimal("10.00"), RUPIAH, None) == 0
    assert decimals_of(Decimal("10.001"), RUPIAH, None) == 0


def test_figures_of_liberation_sans_have_one_width():
    assert len({text_width(digit) for digit in "0123456789"}) == 1


def test_a_word_may_be_divided_after_a_slash():
    assert longest_word("Urusan/Kegiatan") == text_width("Kegiatan")


def test_a_text_takes_as_many_lines_as_its_words_need():
    width = text_width("satu dua ")
    assert wrapped_lines("satu dua", width) == 1
    assert wrapped_lines("satu dua satu dua satu", width) == 3
    assert wrapped_lines("satu\ndua\n", width) == 3


@pytest.mark.parametrize("paper", [A3, A4, F4])
def test_every_figure_fits_its_column_on_every_paper(paper):
    columns = leaves(funding_columns())
    texts = [{"35.009.269.693,06"} if c.kind == "rupiah" else {"1.200"} for c in columns]
    needs = column_needs(columns, header_rows(funding_columns()), texts)
    fitted = fit(columns, needs, paper)
    assert all(fitted.width_em(index) >= need - 1e-9 for index, need in enumerate(needs))


def test_larger_paper_gets_larger_type():
    columns = leaves(funding_columns())
    texts = [{"35.009.269.693,06"} if c.kind == "rupiah" else {"Ketenagakerjaan"} for c in columns]
    needs = column_needs(columns, header_rows(funding_columns()), texts)
    sizes = [fit(columns, needs, paper).font_pt for paper in (A4, F4, A3)]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[2]
