"""Charts: what they show, that they say it without colour, and that any page may hold them."""

import xml.etree.ElementTree as ElementTree
from decimal import Decimal

import pytest

from renstra_portal.reporting.charts import (
    WIDTH,
    Bar,
    Limit,
    Point,
    Series,
    bar_chart,
    column_chart,
    empty_chart,
    line_chart,
    rupiah_text,
)
from renstra_portal.reporting.svg import Drawing, text_pixels, wrap

SVG = "{http://www.w3.org/2000/svg}"
NOTHING = "Belum ada data."


def point(number: str, text: str = "") -> Point:
    return Point(Decimal(number), text or number.replace(".", ","))


BLANK = Point(None, "belum diisi")


def tree(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [one.text or "" for one in tree(svg).iter(f"{SVG}text")]


def bars_of(svg: str) -> list[tuple[float, float, str]]:
    """Width, height and filling of every bar; white boxes behind texts and the hatching are not bars."""
    return [
        (float(one.get("width", "0")), float(one.get("height", "0")), one.get("fill", ""))
        for one in tree(svg).findall(f"{SVG}rect")
        if one.get("stroke")
    ]


def years_chart() -> str:
    return column_chart(
        "serapan",
        "Tenaga kerja yang ditempatkan",
        ["2022", "2023"],
        [
            Series("Target", (BLANK, point("78")), "hatched"),
            Series("Realisasi", (point("39"), point("89.64"))),
        ],
        unit="persen",
        empty=NOTHING,
    )


def sasaran_chart(*bars: Bar) -> str:
    return bar_chart("capaian", "Capaian per sasaran", bars, limit=Limit(Decimal(100), "100%"), empty=NOTHING)


def spending_chart(*points: Point) -> str:
    return line_chart(
        "uang",
        "Serapan per triwulan",
        ["Triwulan I", "Triwulan II", "Triwulan III", "Triwulan IV"],
        Series("Realisasi", points),
        limit=Limit(Decimal(1000), "Pagu Rp1.000"),
        tick=rupiah_text,
        empty=NOTHING,
    )


ALL = [
    years_chart(),
    sasaran_chart(Bar("Kompetensi", point("111.11"))),
    spending_chart(point("10"), point("20"), point("30"), point("40")),
    empty_chart("kosong", "Serapan", NOTHING),
]


@pytest.mark.parametrize("svg", ALL)
def test_a_chart_needs_no_style_and_no_script_so_that_a_strict_page_shows_it(svg: str) -> None:
    for element in tree(svg).iter():
        assert element.tag not in (f"{SVG}style", f"{SVG}script")
        assert not {"style", "class"} & element.attrib.keys()
        assert not [name for name in element.attrib if name.startswith("on")]


@pytest.mark.parametrize("svg", ALL)
def test_a_chart_names_and_describes_itself(svg: str) -> None:
    root = tree(svg)
    named = (root.get("aria-labelledby") or "").split()
    assert root.get("role") == "img"
    assert [one.get("id") for one in (root.find(f"{SVG}title"), root.find(f"{SVG}desc")) if one is not None] == named
    assert all(one.text for one in (root.find(f"{SVG}title"), root.find(f"{SVG}desc")) if one is not None)


@pytest.mark.parametrize("svg", ALL)
def test_nothing_stands_outside_the_picture(svg: str) -> None:
    root = tree(svg)
    left_edge, top_edge, width, height = map(float, (root.get("viewBox") or "").split())
    assert width + left_edge >= WIDTH
    for text in root.iter(f"{SVG}text"):
        x, size = float(text.get("x", "0")), float(text.get("font-size", "0"))
        wide = text_pixels(text.text or "", size, bold=text.get("font-weight") == "bold")
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[text.get("text-anchor", "")]
        assert left >= left_edge and left + wide <= left_edge + width, text.text
        assert top_edge + size <= float(text.get("y", "0")) <= top_edge + height


def test_columns_are_as_high_as_their_figures_and_say_them() -> None:
    svg = years_chart()
    columns = [height for _, height, _ in bars_of(svg)[2:]]
    assert {"39", "78", "89,64", "belum diisi", "2022", "2023", "persen"} <= set(texts(svg))
    assert columns[0] * 2 == pytest.approx(columns[1], abs=0.05)
    assert columns[2] / columns[1] == pytest.approx(89.64 / 78, abs=0.001)


def test_the_series_of_a_column_chart_differ_in_pattern_and_not_in_colour_alone() -> None:
    fills = [fill for _, _, fill in bars_of(years_chart())]
    assert fills == ["url(#serapan-arsir)", "#0f5c63", "#0f5c63", "url(#serapan-arsir)", "#0f5c63"]


def test_the_description_tells_every_figure_in_words() -> None:
    described = tree(years_chart()).find(f"{SVG}desc")
    assert described is not None
    assert described.text == (
        "Satuan: persen. 2022: Target belum diisi, Realisasi 39; 2023: Target 78, Realisasi 89,64."
    )


def test_bars_are_as_long_as_their_figures_and_the_limit_stands_at_its_place() -> None:
    svg = sasaran_chart(Bar("Satu", point("50")), Bar("Dua", point("200")), Bar("Tiga", BLANK))
    short, long = (width for width, _, _ in bars_of(svg))
    assert short * 4 == pytest.approx(long, abs=0.05)
    base, limit = tree(svg).findall(f"{SVG}line")
    assert float(limit.get("x1", "0")) - float(base.get("x1", "0")) == pytest.approx(long / 2, abs=0.05)
    assert {"50", "200", "belum diisi", "100%"} <= set(texts(svg))


def test_a_figure_below_zero_goes_to_the_other_side() -> None:
    svg = sasaran_chart(Bar("Satu", point("100")), Bar("Dua", point("-25")))
    base = float(tree(svg).findall(f"{SVG}line")[0].get("x1", "0"))
    places = [float(one.get("x", "0")) for one in tree(svg).findall(f"{SVG}rect") if one.get("stroke")]
    assert places[0] == pytest.approx(base, abs=0.01)
    assert places[1] < base


def test_the_row_to_be_looked_at_is_solid_and_bold_among_light_ones() -> None:
    svg = bar_chart(
        "tpt", "TPT", [Bar("Kota A", point("4"), highlighted=False), Bar("Kota B", point("5"))], empty=NOTHING
    )
    assert [fill for _, _, fill in bars_of(svg)] == ["#eaeeee", "#0f5c63"]
    bold = [one.text for one in tree(svg).iter(f"{SVG}text") if one.get("font-weight") == "bold"]
    assert bold == ["TPT", "Kota B", "5"]


def test_a_line_ends_where_the_figures_end_and_the_rest_is_said() -> None:
    svg = spending_chart(point("100"), point("400"), BLANK, BLANK)
    assert len(tree(svg).findall(f"{SVG}circle")) == 2
    assert texts(svg).count("belum diisi") == 2


def test_a_line_stands_in_proportion_to_its_limit() -> None:
    svg = spending_chart(point("250"), point("500"), point("750"), point("1000"))
    heights = [float(one.get("cy", "0")) for one in tree(svg).findall(f"{SVG}circle")]
    limit = next(float(one.get("y1", "0")) for one in tree(svg).findall(f"{SVG}line") if one.get("stroke-dasharray"))
    assert heights[3] == pytest.approx(limit, abs=0.01)
    assert heights[0] - heights[1] == pytest.approx(heights[2] - heights[3], abs=0.02)


@pytest.mark.parametrize(
    "svg",
    [
        column_chart("a", "Judul", ["2023"], [Series("Target", (BLANK,))], empty=NOTHING),
        bar_chart("b", "Judul", [], empty=NOTHING),
        line_chart("c", "Judul", ["I"], Series("x", (BLANK,)), empty=NOTHING),
    ],
)
def test_a_chart_without_any_figure_says_so_in_words(svg: str) -> None:
    assert texts(svg) == ["Judul", NOTHING]


def test_figures_that_are_all_zero_are_drawn_and_not_called_missing() -> None:
    svg = sasaran_chart(Bar("Satu", point("0")))
    assert "0" in texts(svg)
    assert NOTHING not in texts(svg)


def test_texts_of_people_cannot_become_markup() -> None:
    svg = sasaran_chart(Bar('<b>Satu</b> & "dua"', point("1", "<i>1</i>")))
    assert {'<b>Satu</b> & "dua"', "<i>1</i>"} <= set(texts(svg))


def test_ids_of_two_charts_on_one_page_differ() -> None:
    ids = [[one.get("id") for one in tree(svg).iter() if one.get("id")] for svg in ALL]
    assert len({one for found in ids for one in found}) == sum(len(found) for found in ids)


def test_a_key_that_could_break_an_id_is_refused() -> None:
    with pytest.raises(ValueError, match="key"):
        Drawing('x" onload="', 100)


def test_long_words_are_wrapped_within_the_width_and_nothing_is_lost() -> None:
    text = "Meningkatnya Kesejahteraan Buruh dan Keharmonisan Hubungan Industrial/Ketenagakerjaanmenyeluruh"
    lines = wrap(text, 120, 12)
    assert all(text_pixels(line, 12) <= 120 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("11141936138", "Rp11,14 miliar"),
        ("983666800", "Rp983,67 juta"),
        ("5000000000000", "Rp5 triliun"),
        ("750000", "Rp750 ribu"),
        ("999", "Rp999"),
        ("0", "Rp0"),
        ("-2500000", "Rp−2,50 juta"),
        ("999999999", "Rp1 miliar"),
        ("995000000", "Rp995 juta"),
    ],
)
def test_rupiah_are_written_in_the_largest_word_that_fits(amount: str, expected: str) -> None:
    assert rupiah_text(Decimal(amount)) == expected
