"""The composed report: its parts, what is missing in them, and the printed document read back."""

from __future__ import annotations

import re
from datetime import date

import pypdfium2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from performance.lkip.composition import Gap, Section, compose
from performance.lkip.naskah import edits_of, save
from performance.lkip.pages import report_html
from performance.lkip.printing import file_name, fingerprint, lkip_html, lkip_pdf
from planning.cascade import load
from planning.models import Rencana
from tests.performance.perjanjian.office import made, office_year, signed
from tests.performance.tables import lkip_plan as p
from tests.planning.factories import make_plan, make_user, wide_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def rencana() -> Rencana:
    return p.make_year(tempat="Kota Uji", penandatangan_jabatan="Kepala Dinas Tenaga Kerja")


def parts(rencana: Rencana) -> dict[str, Section]:
    """Every part of the report by its key."""
    report = compose(load(rencana), edits_of(rencana))
    return {one.key: one for main in report.sections for one in main.walk() if isinstance(one, Section)}


def missing(part: Section) -> list[str]:
    return [one.message for one in part.content if isinstance(one, Gap)]


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("</style>")[2]))


def test_the_report_has_the_chapters_of_the_regulation_and_points_a_to_g_of_every_sasaran(rencana: Rencana) -> None:
    found = parts(rencana)
    assert [one.number for one in found.values() if one.number.startswith("BAB")] == [
        "BAB I",
        "BAB II",
        "BAB III",
        "BAB IV",
    ]
    for sasaran in load(rencana).at(*[one.level for one in load(rencana).walk() if one.level == "sasaran"][:1]):
        assert [f"sasaran.{sasaran.id}.{letter}" in found for letter in "abcdefg"] == [True] * 7


def test_what_is_missing_is_named_at_its_point_and_never_skipped(rencana: Rencana) -> None:
    found = parts(rencana)
    placement, _, service = (one for one in load(rencana).walk() if one.level == "sasaran")
    assert [missing(found[f"sasaran.{placement.id}.{letter}"]) for letter in "abcefg"] == [[]] * 6
    told = {letter: missing(found[f"sasaran.{service.id}.{letter}"]) for letter in "abcdefg"}
    assert all(told.values())
    assert told["a"] == ["Capaian “Indeks reformasi birokrasi” belum ada: Realisasi belum diisi."]
    assert told["g"] == ["Belum ada program yang dikaitkan dengan sasaran ini."]

    text = words(lkip_html(rencana))
    for sentence in (*told["a"], *told["b"], *told["g"]):
        assert f"Belum tersedia: {sentence}" in text


def test_tables_and_charts_are_numbered_by_chapter_without_a_gap_and_listed_in_that_order(rencana: Rencana) -> None:
    html = lkip_html(rencana)
    captions = re.findall(r'<p class="judul-tabel" id="tabel-\d+"><span>Tabel ([^<]+)</span>', html)
    for chapter in ("3", "4"):
        own = [one for one in captions if one.startswith(f"{chapter}.")]
        assert own == [f"{chapter}.{number}" for number in range(1, len(own) + 1)]
    assert len([one for one in captions if one.startswith("3.")]) > 10
    listed = re.search(r'id="daftar-tabel">(.*?)</section>', html, re.DOTALL)
    assert listed and re.findall(r"Tabel ([\dLIVX.]+)<", listed[1]) == captions
    anchors = set(re.findall(r'id="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= anchors


def test_a_plan_without_anything_still_prints_and_says_what_to_fill_in() -> None:
    rencana = make_plan(None, p.SLUG)
    text = words(lkip_html(rencana))
    assert "Belum tersedia: Sasaran dan indikatornya belum diisi." in text
    assert "None" not in text and "[" not in text


def test_what_people_write_can_bring_in_no_html_and_no_link(rencana: Rencana) -> None:
    user = make_user("perencana", rencana=rencana)
    save(
        rencana, user, "inovasi", "<script>alert(1)</script> [x](javascript:1) **tebal** & {{serapan}}", 0, standard=""
    )
    html = lkip_html(rencana)
    assert "<script" not in html and "javascript:1)" in html and 'href="javascript' not in html
    assert "<strong>tebal</strong> &amp; 85,00%" in html


def test_an_optional_section_is_printed_only_when_somebody_wrote_it(rencana: Rencana) -> None:
    assert "Inovasi dan Penghargaan" not in words(lkip_html(rencana))
    save(rencana, make_user("perencana", rencana=rencana), "inovasi", "Bursa kerja daring.", 0, standard="")
    text = words(lkip_html(rencana))
    assert "3.3 Inovasi dan Penghargaan" in text and "Bursa kerja daring." in text


def test_the_pdf_read_back_holds_the_figures_of_its_tables_and_pages_that_the_contents_name(rencana: Rencana) -> None:
    told: list[tuple[str, int]] = []
    document = pypdfium2.PdfDocument(lkip_pdf(rencana, lambda stage, percent: told.append((stage, percent))))
    pages = [page.get_textpage().get_text_range() for page in document]

    assert len(pages) > 15
    assert "LAPORAN KINERJA" in pages[0].upper()
    whole = " ".join(" ".join(pages).split())
    for figure in ("114,92%", "89,64%", "24,92%", "85,00%"):
        assert figure in whole
    contents = next(text for text in pages if "DAFTAR ISI" in text)
    # Tables are set under Bab IV too; the contents name the page on which the chapter really begins.
    found = re.search(r"BAB IV\s+PENUTUP\s*\.*\s*(\d+)", contents)
    assert found
    body = next(
        number for number, text in enumerate(pages) if "1.1" in text and "Latar Belakang" in text and number > 2
    )
    assert "PENUTUP" in pages[body + int(found[1]) - 1]

    percents = [percent for _, percent in told]
    assert percents == sorted(percents) and percents[0] < 10 and percents[-1] == 98
    assert len(set(percents)) > 10
    assert any(stage.startswith("Menata halaman") for stage, _ in told)


def test_the_fingerprint_changes_with_the_data_and_with_the_texts(rencana: Rencana) -> None:
    first = fingerprint(rencana)
    assert fingerprint(rencana) == first
    save(rencana, make_user("perencana", rencana=rencana), "inovasi", "Baru.", 0, standard="")
    second = fingerprint(rencana)
    Rencana.objects.update(revisi=99)
    rencana.refresh_from_db()
    assert len({first, second, fingerprint(rencana)}) == 3


def test_the_fingerprint_changes_with_who_would_sign_the_perjanjian_until_it_is_signed() -> None:
    rencana, office = office_year()
    konsep = made(rencana, office.kepala)
    first = fingerprint(rencana)
    office.kepala.pejabat.update(nama="Orang Lain")
    second = fingerprint(rencana)
    assert first != second

    signed(konsep)
    frozen = fingerprint(rencana)
    office.kepala.pejabat.update(nama="Orang Lain Lagi")
    assert fingerprint(rencana) == frozen != second


def queries_of(rows: int) -> int:
    """How often the database is asked to compose the report of a plan with so many sub-kegiatan."""
    rencana = make_plan(wide_draft(rows), f"kota-{rows}/disnaker/kinerja-2025/murni")
    with CaptureQueriesContext(connection) as queries:
        lkip_html(rencana)
    return len(queries)


def test_the_composition_asks_the_database_as_often_for_many_rows_as_for_few() -> None:
    assert queries_of(3) == queries_of(150) <= 20


def test_the_name_of_the_file_tells_plan_and_revision(rencana: Rencana) -> None:
    assert file_name(rencana) == "lkip-kota-uji-disnaker-kinerja-2023-murni-revisi-1.pdf"


def test_the_command_prints_the_report_with_its_progress(rencana: Rencana, tmp_path, capsys) -> None:
    target = tmp_path / "lkip.html"
    call_command("generate", "lkip", plan=rencana.slug, format="html", output=str(target))
    assert "AKUNTABILITAS" in target.read_text().upper()
    assert "Menyusun naskah" in capsys.readouterr().err


def test_the_command_refuses_forms_and_plans_that_have_no_report(rencana: Rencana, tmp_path) -> None:
    with pytest.raises(CommandError, match="pdf, html"):
        call_command("generate", "lkip", plan=rencana.slug, format="csv", output="-")
    renstra = make_plan(None)
    with pytest.raises(CommandError, match="bukan rencana"):
        call_command("generate", "LKIP", plan=renstra.slug, format="pdf", output="-")


def test_paper_of_the_report_is_the_one_of_the_plan_and_a4_instead_of_a3(rencana: Rencana) -> None:
    report = compose(load(rencana), {})
    assert "size: 215mm 330mm" in report_html(report, "F4", date(2024, 3, 1))
    assert "size: 210mm 297mm" in report_html(report, "A3", date(2024, 3, 1))
