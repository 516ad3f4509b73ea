"""The standard sentences of the report, read with their figures in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from performance.lkip.data import LkipData
from performance.lkip.figures import Figures, joined, title_case
from performance.lkip.sentences import Sentences
from performance.lkip.token import replaced, tokens_in
from planning.cascade import Cascade, CascadeIndicator, CascadeNode, load
from planning.levels import Level
from tests.performance.tables import lkip_plan as p

pytestmark = pytest.mark.django_db


class Laporan:
    """A report's sentences, with figures filled in."""

    def __init__(self, cascade: Cascade) -> None:
        self.figures = Figures(LkipData(cascade))
        self.sentences = Sentences(self.figures)

    def node(self, words: str) -> CascadeNode:
        return next(one for one in self.figures.data.cascade.walk() if words in one.uraian)

    def indikator(self, words: str) -> CascadeIndicator:
        nodes = self.figures.data.cascade.walk()
        return next(one for node in nodes for one in node.indikator if words in one.teks)

    def say(self, text: str) -> str:
        return replaced(text, self.figures.say)


@pytest.fixture
def laporan() -> Laporan:
    return Laporan(p.year())


@pytest.fixture
def of() -> Callable[..., Laporan]:
    """The report of a year whose draft was changed first."""

    def made(change: Callable[[Any], None], **settings: Any) -> Laporan:
        draft = p.year_draft(**settings)
        change(draft)
        return Laporan(load(p.make_year(draft)))

    return made


def test_an_indicator_is_told_with_target_realisation_capaian_and_result(laporan: Laporan) -> None:
    assert laporan.say(laporan.sentences.target_realisasi(laporan.node("kesempatan kerja"))) == (
        "Indikator Persentase tenaga kerja yang ditempatkan ditargetkan 78% dan terealisasi 89,64%, dengan capaian "
        "114,92% sehingga melampaui target."
    )


def test_capaian_prints_with_the_decimals_of_its_indicator(laporan: Laporan) -> None:
    assert "dengan capaian 111% sehingga" in laporan.say(laporan.sentences.target_realisasi(laporan.node("kompetensi")))


def test_a_cumulative_indicator_has_its_unit_and_the_sum_of_its_triwulan(laporan: Laporan) -> None:
    said = laporan.say(laporan.sentences.target_realisasi(laporan.node("kompetensi")))
    assert "ditargetkan 800 orang dan terealisasi 825 orang, dengan capaian 103,13%" in said


def test_an_indicator_without_realisation_says_so_and_has_no_capaian(laporan: Laporan) -> None:
    assert laporan.say(laporan.sentences.target_realisasi(laporan.node("pelayanan publik"))) == (
        "Indikator Indeks reformasi birokrasi ditargetkan 60 indeks; realisasinya belum tersedia sehingga capaiannya "
        "belum dapat dihitung."
    )


def test_counts_of_results_are_in_words_and_name_only_what_there_is(laporan: Laporan) -> None:
    assert laporan.figures.say("hasil_indikator") == (
        "tiga indikator melampaui target dan satu indikator belum dapat dihitung capaiannya"
    )
    assert laporan.figures.say("jumlah:indikator") == "empat"
    assert laporan.figures.say("jumlah:tercapai") == "tiga"


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ("77,68", "89,64", "meningkat 11,96 poin persen, dari 77,68% pada tahun 2022 menjadi 89,64%"),
        ("90", "89,64", "menurun 0,36 poin persen, dari 90% pada tahun 2022 menjadi 89,64%"),
        ("89,64", "89,64", "tetap sebesar 89,64%, sama dengan tahun 2022"),
        ("", "89,64", "belum tersedia"),
    ],
)
def test_the_verb_of_a_change_follows_its_sign(of: Callable[..., Laporan], before: str, now: str, said: str) -> None:
    def change(draft: Any) -> None:
        one = next(one for node in draft.walk() for one in node.indikator if "ditempatkan" in one.teks)
        one.values.pop(("realisasi", 2022))
        one.set_value("realisasi", 2022, p.nilai(before))
        one.set_value("realisasi_4", 2023, p.nilai(now))

    found = of(change)
    assert found.figures.say(f"perubahan:{found.indikator('ditempatkan').id}") == said


@pytest.mark.parametrize(
    ("reached", "said"),
    [("78,01", "melampaui target"), ("78", "mencapai target"), ("77,99", "belum mencapai target")],
)
def test_whether_a_target_was_reached_is_decided_from_the_unrounded_figure(
    of: Callable[..., Laporan], reached: str, said: str
) -> None:
    def change(draft: Any) -> None:
        one = next(one for node in draft.walk() for one in node.indikator if "ditempatkan" in one.teks)
        one.set_value("realisasi_4", 2023, p.nilai(reached))

    found = of(change, desimal_capaian=0)
    assert found.figures.say(f"hasil:{found.indikator('ditempatkan').id}") == said


def test_the_budget_is_told_with_absorption_and_what_is_left(laporan: Laporan) -> None:
    assert laporan.say(laporan.sentences.belanja()) == (
        "Untuk melaksanakan program dan kegiatan Tahun 2023 tersedia anggaran belanja sebesar Rp2.000. Realisasinya "
        "Rp1.700 atau 85,00%, sehingga terdapat sisa anggaran Rp300 atau 15,00% dari pagu."
    )


def test_efficiency_is_achievement_less_absorption_of_the_programs_that_serve_the_sasaran(laporan: Laporan) -> None:
    said = laporan.say(laporan.sentences.efisiensi(laporan.node("kesempatan kerja")))
    assert "didukung anggaran sebesar Rp1.000 dengan realisasi Rp900 atau 90,00%." in said
    assert "selisih keduanya menunjukkan efisiensi sebesar 24,92%" in said
    assert said.endswith("dinilai efisien.")


def test_revenue_is_told_against_its_target(laporan: Laporan) -> None:
    assert laporan.say(laporan.sentences.pendapatan()).endswith(
        "ditargetkan sebesar Rp500 dan terealisasi Rp450 atau 90,00%, sehingga belum mencapai target."
    )


def test_the_place_among_districts_leaves_the_province_out_and_counts_the_own_one(of: Callable[..., Laporan]) -> None:
    def change(draft: Any) -> None:
        tujuan = next(one for one in draft.roots if one.level == Level.TUJUAN)
        cells = {"target:2023": "12,61", "realisasi:2022": "10,77", "realisasi_4:2023": "8,00"}
        tujuan.indikator.append(p.indicator("TPT", "%", "tujuan", arah="turun", cells=cells))

    found = of(change)
    said = found.say(found.sentences.tujuan(found.node("Menurunnya pengangguran")))
    assert "menurun 2,77 poin persen, dari 10,77% pada tahun 2022 menjadi 8,00%" in said
    # Of Bogor 8,47, Ciamis 3,52 and the own 8,00 the lowest is best; the province is no competitor.
    assert "urutan ke-2 dari 3 kabupaten/kota" in said


def test_what_was_written_about_a_sasaran_becomes_its_point_e(laporan: Laporan) -> None:
    said = laporan.say(laporan.sentences.penyebab(laporan.node("kesempatan kerja")))
    assert "Keberhasilan pencapaian sasaran ini didorong oleh hal berikut: Bursa kerja daring." in said
    assert "Lowongan sedikit." in said
    assert laporan.sentences.penyebab(laporan.node("pelayanan publik")) == ""


def test_every_standard_sentence_names_only_figures_that_exist(laporan: Laporan) -> None:
    sentences, data = laporan.sentences, laporan.figures.data
    texts = [sentences.ringkasan(), sentences.renstra(), sentences.simpulan(), sentences.belanja_program()]
    for node in data.sasaran:
        texts += [sentences.target_realisasi(node), sentences.antartahun(node), sentences.jangka_menengah(node)]
        texts += [sentences.standar(node), sentences.efisiensi(node), sentences.program_pendukung(node)]
    names = {name for text in texts for name in tokens_in(text)}
    assert len(names) > 40
    assert [name for name in names if laporan.figures.get(name) is None] == []


def test_a_figure_that_does_not_exist_is_said_by_its_name(laporan: Laporan) -> None:
    assert laporan.figures.get("capaian:999999") is None
    assert laporan.figures.say("capaian:999999") == "[capaian:999999 tidak ditemukan]"
    assert laporan.figures.get("karangan:1") is None


def test_names_in_capitals_become_names_of_a_sentence() -> None:
    assert title_case("PROGRAM PELATIHAN KERJA DAN PRODUKTIVITAS TENAGA KERJA") == (
        "Program Pelatihan Kerja dan Produktivitas Tenaga Kerja"
    )
    assert title_case("DAERAH KABUPATEN/KOTA") == "Daerah Kabupaten/Kota"
    assert title_case("Pelayanan Antarkerja") == "Pelayanan Antarkerja"


def test_a_list_in_words_has_its_commas_and_its_and() -> None:
    assert joined(["a"]) == "a"
    assert joined(["a", "b"]) == "a dan b"
    assert joined(["a", "b", "c"]) == "a, b, dan c"
