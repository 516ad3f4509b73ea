"""Grades: rounding before comparing, the bounds of every scale, and scales that the plan may choose."""

from __future__ import annotations

from decimal import Decimal

import pytest

from performance.capaian.predikat import SKALA, predikat
from planning.capaian import SKALA_PREDIKAT
from planning.models import Rencana


@pytest.mark.parametrize(
    ("persen", "expected"),
    [
        ("114.92", "Sangat Tinggi"),
        ("91", "Sangat Tinggi"),
        ("90.5", "Sangat Tinggi"),
        ("90.4", "Tinggi"),
        ("90.49999", "Tinggi"),
        ("75.5", "Tinggi"),
        ("75.4", "Sedang"),
        ("65.5", "Sedang"),
        ("65.4", "Rendah"),
        ("50.5", "Rendah"),
        ("50.4", "Sangat Rendah"),
        ("0", "Sangat Rendah"),
        ("-3.83", "Sangat Rendah"),
    ],
)
def test_permendagri_86_grades_the_percentage_rounded_half_up(persen, expected):
    found = predikat(Decimal(persen), "permendagri-86")
    assert found is not None
    assert found.nama == expected


@pytest.mark.parametrize(
    ("persen", "skala", "expected"),
    [
        ("100", "empat-tingkat", "Sangat Berhasil"),
        ("99.99", "empat-tingkat", "Berhasil"),
        ("85", "empat-tingkat", "Berhasil"),
        ("70", "empat-tingkat", "Cukup Berhasil"),
        ("69.99", "empat-tingkat", "Tidak Berhasil"),
        ("90.01", "tiga-warna", "Hijau"),
        ("90", "tiga-warna", "Kuning"),
        ("70", "tiga-warna", "Kuning"),
        ("69.99", "tiga-warna", "Merah"),
    ],
)
def test_the_other_scales_grade_the_percentage_as_it_is(persen, skala, expected):
    found = predikat(Decimal(persen), skala)
    assert found is not None
    assert found.nama == expected


def test_where_there_is_no_percentage_there_is_no_grade():
    assert predikat(None, "permendagri-86") is None


def test_the_scales_a_plan_may_choose_are_those_that_exist():
    assert set(SKALA) == set(SKALA_PREDIKAT)
    assert Rencana._meta.get_field("skala_predikat").get_default() in SKALA


@pytest.mark.parametrize("skala", SKALA.values(), ids=SKALA)
def test_every_scale_names_its_source_and_ends_in_a_band_for_all_the_rest(skala):
    assert skala.sumber
    assert [band.dari is None for band in skala.bands] == [False] * (len(skala.bands) - 1) + [True]
    bounds = [band.dari for band in skala.bands if band.dari is not None]
    assert bounds == sorted(bounds, reverse=True)
