"""Names compared without a care for case, marks and blanks; free text cleaned for storing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renstra_portal.lib.text import clean_text, closest, normalise_name, similarity

NAMES = [
    "Penyediaan Barang Cetakan dan Penggandaan",
    "Penyelenggaraan Rapat Koordinasi dan Konsultasi SKPD",
    "Pelindungan PMI (Pra dan Purna Penempatan) di Daerah Kabupaten/Kota",
    "Job Fair/Bursa Kerja",
]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Kabupaten/ Kota", "KABUPATEN/KOTA"),
        ("Job Fair /Bursa Kerja", "Job Fair/Bursa Kerja"),
        ("Up-Skilling dan Re-Skilling", "up skilling dan re skilling"),
        ("Barang  Milik\u00a0Daerah.", "barang milik daerah"),
        ("Jum\u2019at", "Jumat"),
        ("Per\u200bencanaan", "Perencanaan"),
        ("ﬁsik", "fisik"),
    ],
)
def test_names_that_differ_only_in_marks_blanks_or_case_are_the_same(first: str, second: str) -> None:
    assert normalise_name(first) == normalise_name(second)
    assert similarity(first, second) == 1.0


@given(st.text(max_size=60))
def test_a_normalised_name_stays_as_it_is(name: str) -> None:
    once = normalise_name(name)
    assert normalise_name(once) == once


def test_spelling_variants_of_one_name_are_alike_and_different_names_are_not() -> None:
    assert similarity("Penyediaan Barang Cetak dan Penggandaan", NAMES[0]) > 0.9
    assert similarity("Penyelenggaraan Rapat Koordinasi dan Konsultansi SKPD", NAMES[1]) > 0.9
    assert similarity("Job Fair", "Penyusunan Rencana Tenaga Kerja Makro") < 0.5
    assert similarity("", "Job Fair") == 0.0


def test_words_in_another_order_are_alike_but_not_the_same() -> None:
    assert 0.9 < similarity("Bursa Kerja/Job Fair", "Job Fair/Bursa Kerja") < 1.0


@given(st.text(max_size=40), st.text(max_size=40))
def test_similarity_lies_between_nothing_and_one(first: str, second: str) -> None:
    assert 0.0 <= similarity(first, second) <= 1.0


def test_the_closest_candidate_is_found_or_none_is_near_enough() -> None:
    assert closest("Penyediaan Barang Cetak dan Penggandaan", NAMES) == NAMES[0]
    assert closest("PERLINDUNGAN PMI (pra dan purna penempatan) di daerah kabupaten / kota", NAMES) == NAMES[2]
    assert closest("Pengadaan Kendaraan", NAMES) is None
    assert closest("Job Fair", NAMES, cutoff=0.5) == NAMES[3]
    assert closest("", NAMES) is None


def test_the_first_of_equally_close_candidates_wins() -> None:
    assert closest("Rapat", ["RAPAT", "rapat"]) == "RAPAT"


def test_an_exact_name_further_on_beats_a_near_one_before() -> None:
    assert closest("Rapat Kerja", ["Rapat Kerjas", "Rapat Kerja"]) == "Rapat Kerja"


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  a \t b  ", "a b"),
        ("satu \r\n dua\rtiga", "satu\ndua\ntiga"),
        ("nol\u200blebar\ufeff", "nollebar"),
        ("bel\x07l\x00", "bell"),
        ("spasi\u00a0\u2009keras", "spasi keras"),
        ("a\u2028b\x0bc", "a\nb\nc"),
        ("paragraf\n\nbaru", "paragraf\n\nbaru"),
        ("\n\n", ""),
    ],
)
def test_stored_text_is_trimmed_and_keeps_only_visible_marks_and_line_breaks(raw: str, cleaned: str) -> None:
    assert clean_text(raw) == cleaned


@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
