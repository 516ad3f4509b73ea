"""The pohon kinerja: what hangs under what, that nothing overlaps, how it is cut for paper, and its pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import combinations, pairwise

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from performance.pohon.arrangement import LEVELS, MOST_INDICATORS, Box, Measure, build_tree
from performance.pohon.drawing import draw
from performance.pohon.layout import GAP_X, GAP_Y, SIZES, WIDTH, Layout, band, lay_out
from performance.pohon.pages import paginate
from performance.pohon.printing import PAGE_HEIGHT, PAGE_WIDTH, tree_html
from planning.cascade import Cascade, load
from planning.levels import Level
from planning.writing import PlanDraft
from renstra_portal.lib.values import Nilai
from renstra_portal.reporting.pdf import html_to_pdf
from renstra_portal.reporting.svg import text_pixels
from tests.performance.year import make_year
from tests.planning import factories as f

SENTENCE = "Meningkatnya kompetensi tenaga kerja yang bersertifikat menurut standar kompetensi kerja nasional"


def boxes(level: int = 0) -> st.SearchStrategy[Box]:
    """Trees of boxes, each level under the one before, some levels left out."""
    below = st.just(()) if level + 1 >= len(LEVELS) else st.lists(boxes(level + 1), max_size=3).map(tuple)
    return st.builds(
        Box,
        key=st.uuids().map(str),
        level=st.just(LEVELS[level]),
        tanda=st.just(LEVELS[level].label),
        uraian=st.integers(1, 30).map(lambda words: " ".join((SENTENCE.split() * 4)[:words])),
        indikator=st.lists(st.just(Measure(SENTENCE, "2025: 10%")), max_size=3).map(tuple),
        children=below,
    )


def overlaps(layout: Layout) -> list[tuple[str, str]]:
    """Pairs of boxes that cover each other."""
    return [
        (one.content.uraian, other.content.uraian)
        for one, other in combinations(layout.boxes, 2)
        if one.x == other.x and one.y < other.y + other.height and other.y < one.y + one.height
    ]


@given(st.lists(boxes(), min_size=1, max_size=3))
def test_no_two_boxes_ever_overlap_and_all_stand_inside_the_picture(roots: list[Box]) -> None:
    layout = lay_out(roots)

    assert overlaps(layout) == []
    for box in layout.boxes:
        assert box.y >= -0.01
        assert box.y + box.height <= layout.height + 0.01
        assert box.x + WIDTH <= layout.width + 0.01


@given(st.lists(boxes(), min_size=1, max_size=3))
def test_every_page_fits_the_sheet_and_every_box_is_printed(roots: list[Box]) -> None:
    pages = paginate(roots, PAGE_HEIGHT)

    for page in pages:
        layout = page.layout(0)
        assert layout.height <= PAGE_HEIGHT + 0.01
        assert layout.width <= PAGE_WIDTH
    printed = {box.key for page in pages for root in page.roots for box in root.walk()}
    assert printed == {box.key for root in roots for box in root.walk()}


def test_five_hundred_sub_kegiatan_do_not_overlap() -> None:
    kegiatan = tuple(
        Box(
            f"k{number}", Level.KEGIATAN, "Kegiatan", SENTENCE,
            children=tuple(Box(f"s{number}-{one}", Level.SUB_KEGIATAN, "Sub", SENTENCE) for one in range(25)),
        )
        for number in range(20)
    )  # fmt: skip
    layout = lay_out([Box("p", Level.PROGRAM, "Program", SENTENCE, children=kegiatan)])
    by_column: dict[float, list[tuple[float, float]]] = {}
    for box in layout.boxes:
        by_column.setdefault(box.x, []).append((box.y, box.y + box.height))

    assert len(layout.boxes) == 521
    for spans in by_column.values():
        spans.sort()
        assert all(below[0] >= above[1] for above, below in pairwise(spans))


@given(st.text(st.characters(codec="latin-1", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=400))
def test_every_line_of_a_text_stands_inside_its_box(text: str) -> None:
    layout = lay_out([Box("a", Level.TUJUAN, "Tujuan", text, indikator=(Measure(text, text),))])
    (box,) = layout.boxes

    for line in box.lines:
        assert line.x + text_pixels(line.text, SIZES[line.kind]) <= WIDTH
        assert line.y < box.height


def test_a_box_stands_in_the_middle_of_those_under_it() -> None:
    children = tuple(Box(f"s{one}", Level.SASARAN, "Sasaran", "Sama") for one in range(3))
    root, *below = lay_out([Box("t", Level.TUJUAN, "Tujuan", "Satu", children=children)]).boxes

    assert root.middle == pytest.approx(below[1].middle)
    assert below[1].y - (below[0].y + below[0].height) == pytest.approx(GAP_Y)


def test_nothing_is_printed_smaller_than_six_and_a_half_points_and_a3_holds_every_column() -> None:
    assert min(SIZES.values()) >= 6.5
    assert len(LEVELS) * WIDTH + (len(LEVELS) - 1) * GAP_X + 2 <= PAGE_WIDTH


def test_texts_are_escaped_and_no_style_is_written_into_the_picture() -> None:
    picture = draw(lay_out([Box('"k', Level.TUJUAN, "Tujuan", "<script>A & B</script>")]), for_screen=True)

    assert "<script>" not in picture
    assert " style=" not in picture
    assert "A &amp; B" in picture


def test_a_branch_that_runs_over_a_page_is_drawn_again_with_the_boxes_above_it() -> None:
    leaves = tuple(Box(f"s{one}", Level.SUB_KEGIATAN, "Sub", SENTENCE) for one in range(60))
    kegiatan = Box("k", Level.KEGIATAN, "Kegiatan 1", SENTENCE, children=leaves)
    program = Box("p", Level.PROGRAM, "Program 1", SENTENCE, (), (Measure("Angka", "2025: 1"),), children=(kegiatan,))
    pages = paginate([program], PAGE_HEIGHT)

    assert len(pages) > 1
    for page in pages:
        assert [root.key for root in page.roots] == ["p"]
        assert page.roots[0].children[0].key == "k"
        assert page.cabang.startswith(f"Program 1: {SENTENCE[:40]}")
        assert "Kegiatan 1" in page.cabang
    assert pages[1].roots[0].catatan == "lanjutan dari halaman sebelumnya"
    assert [len(page.roots[0].children[0].children) > 0 for page in pages] == [True] * len(pages)
    assert band(pages[-1].roots[0]) <= PAGE_HEIGHT


@pytest.mark.django_db
class TestTree:
    def tree(self, cascade: Cascade) -> tuple[Box, ...]:
        return build_tree(cascade, 2025)

    def test_a_program_hangs_under_the_sasaran_it_serves(self) -> None:
        (tujuan,) = self.tree(load(make_year()))
        program = tujuan.children[0].children[0]

        assert [box.level for box in (tujuan, tujuan.children[0], program, program.children[0])] == list(LEVELS[:4])
        assert program.hasil == ("Meningkatnya keterampilan", "Meningkatnya mutu lembaga")
        assert [box.tanda for box in program.children] == ["Kegiatan 2.07.03.2.01", "Kegiatan 2.07.03.2.02"]
        assert tujuan.children[0].indikator == (Measure("Lowongan kerja", "2025: 100%"),)

    def test_a_program_of_several_sasaran_is_drawn_once_and_referred_to_elsewhere(self) -> None:
        draft = f.small_draft()
        tujuan = draft.roots[0]
        second = f.node(Level.SASARAN, "Meningkatnya mutu pelatihan")
        tujuan.add(second)
        program = next(one for one in draft.walk() if one.level == Level.PROGRAM)
        program.links.append(second)
        (root,) = self.tree(load(f.make_plan(draft)))
        full, reference = root.children[0].children[0], root.children[1].children[0]

        assert len(full.children) == 2
        assert reference.children == ()
        assert reference.acuan == full.key != reference.key
        assert "diuraikan di bawah sasaran “Meningkatnya kesempatan kerja”" in reference.catatan

    def test_a_program_that_serves_no_sasaran_is_a_root_that_says_so(self) -> None:
        draft = PlanDraft(roots=[f.office(f.node(Level.PROGRAM, "PROGRAM LEPAS", "2.07.03"))])
        (root,) = self.tree(load(f.make_plan(draft)))

        assert (root.level, root.catatan) == (Level.PROGRAM, "belum dikaitkan dengan sasaran")

    def test_an_outcome_carries_its_program_to_a_sasaran(self) -> None:
        draft = f.small_draft()
        program = next(one for one in draft.walk() if one.level == Level.PROGRAM)
        outcome = next(one for one in draft.walk() if one.level == Level.OUTCOME)
        outcome.links, program.links = list(program.links), []
        (root,) = self.tree(load(f.make_plan(draft)))

        assert root.children[0].children[0].uraian == "PROGRAM PELATIHAN KERJA"

    def test_very_many_indicators_go_on_in_a_second_box(self) -> None:
        draft = f.small_draft()
        sasaran = next(one for one in draft.walk() if one.level == Level.SASARAN)
        sasaran.indikator = [f.indikator(f"Indikator {one}", "Orang", "sasaran") for one in range(MOST_INDICATORS + 3)]
        (root,) = self.tree(load(f.make_plan(draft)))
        first, second = root.children

        assert (len(first.indikator), len(second.indikator)) == (MOST_INDICATORS, 3)
        assert second.catatan == "lanjutan indikator"

    def test_a_target_without_a_value_says_so(self) -> None:
        draft = f.small_draft()
        sasaran = next(one for one in draft.walk() if one.level == Level.SASARAN)
        sasaran.indikator[0].values.pop(("target", 2025))
        sasaran.indikator[0].set_value("target", 2026, Nilai.of(Decimal("99.5")))
        cascade = load(f.make_plan(draft))

        assert build_tree(cascade, 2025)[0].children[0].indikator[0].target == "2025: belum diisi"
        assert build_tree(cascade, 2026)[0].children[0].indikator[0].target == "2026: 99,5%"

    def test_the_pdf_tells_every_box_on_a3(self) -> None:
        cascade = load(make_year())
        html = tree_html(cascade, build_tree(cascade, 2025), 2025, date(2025, 12, 1))
        document = pypdfium2.PdfDocument(html_to_pdf(html))
        width, height = document[0].get_size()
        printed = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
        document.close()

        assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (420, 297)
        for words in (
            "Pohon Kinerja Dinas Ketenagakerjaan",
            "TUJUAN",
            "Meningkatnya kesempatan kerja",
            "2.07.03.2.01.0001",
        ):
            assert words in printed


@pytest.mark.django_db
class TestPages:
    @pytest.mark.parametrize("jenis", ["renstra", "kinerja"])
    def test_every_kind_of_plan_has_its_tree(self, client: Client, jenis: str) -> None:
        kinerja = make_year()
        rencana = kinerja if jenis == "kinerja" else kinerja.asal
        assert rencana is not None
        client.force_login(f.make_user("pembaca", "pembaca", rencana))
        page = client.get(reverse("kinerja-pohon", args=[rencana])).content.decode()

        assert page.count('role="treeitem"') == 8
        assert "Baca sebagai daftar" in page
        assert " style=" not in page[page.index("<svg xmlns") :]
        assert client.get(reverse("kinerja-pohon-unduh", args=[rencana])).content.startswith(b"%PDF")

    def test_the_year_of_the_targets_can_be_chosen(self, client: Client) -> None:
        rencana = f.make_plan(f.small_draft())
        client.force_login(f.make_user("pembaca", "pembaca", rencana))
        url = reverse("kinerja-pohon", args=[rencana])

        assert "2029: 100%" in client.get(url).content.decode()
        assert "2026: 100%" in client.get(f"{url}?tahun=2026").content.decode()
        assert "2029: 100%" in client.get(f"{url}?tahun=1999").content.decode()

    def test_an_empty_plan_says_what_the_tree_is_made_of(self, client: Client) -> None:
        rencana = f.make_plan()
        client.force_login(f.make_user("pembaca", "pembaca", rencana))

        assert "Pohon kinerja masih kosong" in client.get(reverse("kinerja-pohon", args=[rencana])).content.decode()

    def test_the_page_takes_as_many_queries_for_five_hundred_as_for_three(
        self, client: Client, django_assert_max_num_queries
    ) -> None:
        rencana = f.make_plan(f.wide_draft(500))
        client.force_login(f.make_user("pembaca", "pembaca", rencana))

        with django_assert_max_num_queries(16):
            page = client.get(reverse("kinerja-pohon", args=[rencana])).content.decode()
        assert page.count('role="treeitem"') == 511
