"""How the printed report reads: what is said once, what is left out, and what it says of a year without realisation."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from performance.charts import charts_of
from performance.lkip.composition import ChartBlock
from performance.lkip.printing import composition_of, lkip_html
from performance.lkip.token import replaced
from planning.cascade import load
from planning.levels import Level
from planning.models import Rencana
from tests.performance.tables import lkip_plan as p

pytestmark = pytest.mark.django_db


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("</style>")[2]))


def changed(change: Callable[[Any], None]) -> Rencana:
    """A year whose draft was changed first."""
    draft = p.year_draft()
    change(draft)
    return p.make_year(draft)


@pytest.fixture
def unrealised() -> Rencana:
    """A year of which nothing was realised yet."""

    def change(draft: Any) -> None:
        for node in draft.walk():
            node.keuangan.clear()
            node.nilai.clear()
            for one in node.indikator:
                for role, year in list(one.values):
                    if role.startswith("realisasi_"):
                        one.values.pop((role, year))

    return changed(change)


def test_a_table_inside_the_report_does_not_name_the_report_as_its_source() -> None:
    assert "Sumber: LKIP" not in words(lkip_html(p.make_year()))


def test_a_note_stands_once_in_a_chapter() -> None:
    text = words(lkip_html(p.make_year()))
    assert text.count("Predikat: Permendagri 86/2017") == 1
    assert text.count("Efisiensi = capaian kinerja") == 1


def test_a_chart_has_its_title_in_the_caption_and_not_in_the_picture_too() -> None:
    cascade = load(p.make_year())
    titled, bare = charts_of(cascade), charts_of(cascade, titled=False)
    assert [one.judul for one in bare] == [one.judul for one in titled]
    drawn = [re.sub(r"<(title|desc)\b.*?</\1>", "", one.svg, flags=re.DOTALL) for one in (titled[0], bare[0])]
    assert ["strategis tahun 2023" in one for one in drawn] == [True, False]


def test_annexes_number_their_tables_in_plain_figures() -> None:
    html = lkip_html(p.make_year())
    assert re.findall(r"<span>Tabel (L[^<]+)</span>", html)
    assert not re.findall(r"<span>Tabel L[IVX]", html)


def test_the_mean_says_that_it_leaves_out_what_cannot_be_counted() -> None:
    assert "Rata-rata capaian sasaran yang dapat dihitung adalah" in words(lkip_html(p.make_year()))


def test_a_realisation_written_as_none_is_told_with_its_cause() -> None:
    def change(draft: Any) -> None:
        node = next(one for one in draft.walk() if "pelayanan publik" in one.uraian)
        node.indikator[0].set_value("realisasi_4", 2023, p.nilai("-"))
        node.nilai["penghambat_4", 2023] = p.nilai("Penilaian pusat belum terbit.")

    text = words(lkip_html(changed(change)))
    assert (
        "Realisasi “Indeks reformasi birokrasi” tahun 2023 tidak ada (-), jadi capaiannya belum dihitung. "
        "Penilaian pusat belum terbit." in text
    )


def test_a_year_without_realisation_makes_no_sentence_of_missing_figures(unrealised: Rencana) -> None:
    report = composition_of(unrealised)
    said = [replaced(one.text, report.figures.say) for one in report.texts()]
    whole = " ".join(said)
    assert "Capaian empat indikator sasaran belum dapat dihitung." in whole
    for nonsense in ("atau belum tersedia", "mencapai belum tersedia", "sisa anggaran belum", "(belum tersedia)"):
        assert nonsense not in whole
    assert "Realisasinya belum tersedia." in whole
    drawn = {part.key for main in report.sections for part in main.walk() if isinstance(part, ChartBlock)}
    assert not drawn & {"capaian-sasaran", "serapan-program", "serapan-triwulan"}


def test_an_indicator_without_target_is_said_to_have_none() -> None:
    def change(draft: Any) -> None:
        node = next(one for one in draft.walk() if "pelayanan publik" in one.uraian)
        node.indikator[0].values.pop(("target", 2023))

    report = composition_of(changed(change))
    sasaran = next(one for one in report.data.sasaran if "pelayanan publik" in one.uraian)
    block = report.block(f"sasaran.{sasaran.id}.a")
    assert block and "belum memiliki target; realisasinya" in replaced(block.text, report.figures.say)


def test_the_year_before_gives_a_tujuan_its_chart() -> None:
    def change(draft: Any) -> None:
        tujuan = next(one for one in draft.roots if one.level == Level.TUJUAN)
        cells = {"target:2023": "12,61", "realisasi:2022": "10,77", "realisasi_4:2023": "8,00"}
        tujuan.indikator.append(p.indicator("TPT", "%", "tujuan", arah="turun", cells=cells))

    assert "Target dan Realisasi TPT" in words(lkip_html(changed(change)))
