import re
from dataclasses import replace

from renstra_portal.reporting.html import render_page_html, render_table_html
from renstra_portal.reporting.levels import LEVEL_STYLES, level_css
from renstra_portal.reporting.model import A4, Cell, Column, Report, Row

from .samples import funding_report

COLUMNS = (Column("a", "A"), Column("n", "N", kind="value"))


def table(*cells: dict[str, object], for_screen: bool = False, **fields: object) -> str:
    rows = tuple(Row("program", row, key="7") for row in cells)  # type: ignore[arg-type]
    report = Report("r", "Tabel 1", "Judul", COLUMNS, rows, **fields)  # type: ignore[arg-type]
    return render_table_html(report, for_screen)


def test_texts_are_escaped():
    html = table({"a": "<script>alert(1)</script> & co"})
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in html


def test_the_table_on_the_screen_carries_no_inline_style():
    html = render_table_html(funding_report(), for_screen=True)
    assert "style=" not in html
    assert "<style" not in html
    assert html.count("<col width=") == 17
    assert "<caption>Tabel 4.3 " in html


def test_rows_carry_their_level_and_on_screen_their_key():
    assert '<tr class="level-program" data-key="7">' in table({"a": "x"}, for_screen=True)
    assert "data-key" not in table({"a": "x"})


def test_an_empty_figure_differs_on_screen_from_a_dash_and_from_nought():
    assert '<td class="n empty"></td>' in table({"a": "x"}, for_screen=True)
    assert '<td class="c">-</td>' in table({"n": "-"}, for_screen=True)
    assert '<td class="n">0</td>' in table({"n": 0}, for_screen=True)


def test_a_blank_running_number_is_not_marked_as_missing():
    report = Report("r", "Tabel 1", "Judul", (Column("no", "No", kind="integer"),), (Row("x", {}), Row("x", {"no": 1})))
    html = render_table_html(report, for_screen=True)
    assert "empty" not in html
    assert '<td class="n">1</td>' in html


def test_lines_of_a_list_are_items_and_lines_of_a_text_are_breaks():
    html = table({"a": ["1. Satu", "2. Dua"]}, {"a": "x\ny"})
    assert '<div class="item">1. Satu</div><div class="item">2. Dua</div>' in html
    assert "<td>x<br>y</td>" in html


def test_a_mark_stands_behind_its_figure():
    assert "<td>x<sup>†</sup></td>" in table({"a": Cell("x", mark="†")})


def test_merged_cells_carry_their_spans():
    html = table({"a": Cell("x", rowspan=2)}, {"n": "1"})
    assert '<td rowspan="2">x</td>' in html
    assert html.count("<td") == 3


def test_the_page_names_its_language_title_and_paper():
    html = render_page_html(funding_report(), A4)
    assert '<html lang="id">' in html
    assert "<title>Tabel 4.3 Rencana Program, Kegiatan, Subkegiatan dan Pendanaan</title>" in html
    assert "size: 297mm 210mm" in html


def test_nothing_in_the_page_foot_can_leave_the_style_sheet():
    version = '"} body{display:none} </style><script>x</script>\\'
    html = render_page_html(replace(funding_report(), version_line=version), A4)
    assert "<script>" not in html
    style = html[html.index("<style>") : html.index("</style>")]
    assert "body{display" not in style
    assert html.count("</style>") == 1


def test_a_word_wider_than_its_column_gets_soft_hyphens_and_others_do_not():
    columns = (Column("a", "A", 1), Column("b", "B", 60))
    word = "mempertanggungjawabkannyalah-ketenagakerjaan"
    rows = (Row("x", {"a": word, "b": word}),)
    cells = re.findall(r"<td>(.*?)</td>", render_page_html(Report("r", "1", "J", columns, rows), A4))
    assert "\N{SOFT HYPHEN}" in cells[0]
    assert cells[1] == word


def test_every_level_that_has_a_style_has_its_rule():
    css = level_css(".laporan")
    for level in LEVEL_STYLES:
        assert f".laporan tr.level-{level}" in css


def test_a_text_in_a_column_of_figures_can_stand_to_the_left():
    assert '<td class="l">Dukungan mitra</td>' in table({"n": Cell("Dukungan mitra", align="left")})
