"""The four methods of efficiency, cross-checked on the figures of the LKIP 2023 of Kota Cimahi."""

from __future__ import annotations

from decimal import Decimal

import pytest

from performance.capaian.cetak import efisiensi_teks
from performance.capaian.efisiensi import AlasanEfisiensi, efisiensi, nilai_pmk
from renstra_portal.lib.numbers import format_number

PELATIHAN = (Decimal(100) * 100 / 90, Decimal(3_403_156_536) * 100 / 3_764_725_407)
PENEMPATAN = (Decimal("89.64") * 100 / 78, Decimal(923_671_950) * 100 / 983_666_800)
HUBUNGAN_INDUSTRIAL = (Decimal(100) * 100 / 90, Decimal(1_149_801_722) * 100 / 1_195_809_550)


@pytest.mark.parametrize(
    ("figures", "metode", "expected"),
    [
        (PELATIHAN, "selisih", "20,72%"),
        (PENEMPATAN, "selisih", "21,02%"),
        (HUBUNGAN_INDUSTRIAL, "selisih", "14,96%"),
        (PELATIHAN, "indeks", "1,229"),
        (PENEMPATAN, "indeks", "1,224"),
        (HUBUNGAN_INDUSTRIAL, "indeks", "1,156"),
        (PELATIHAN, "pmk", "18,64%"),
        (PENEMPATAN, "pmk", "18,29%"),
        (HUBUNGAN_INDUSTRIAL, "pmk", "13,46%"),
        (PELATIHAN, "sisa", "9,60%"),
    ],
)
def test_cimahi_by_every_method_from_full_figures(figures, metode, expected):
    capaian, serapan = figures
    assert efisiensi_teks(efisiensi(metode, [capaian], serapan)) == expected


@pytest.mark.parametrize(
    ("capaian", "serapan", "expected"),
    [("111", "90.40", "20,60%"), ("114.92", "93.90", "21,02%"), ("111", "96.15", "14,85%")],
)
def test_cimahi_by_difference_from_printed_figures(capaian, serapan, expected):
    assert efisiensi_teks(efisiensi("selisih", [Decimal(capaian)], Decimal(serapan))) == expected


@pytest.mark.parametrize(
    ("figures", "expected"), [(PELATIHAN, "96,61"), (PENEMPATAN, "95,73"), (HUBUNGAN_INDUSTRIAL, "83,66")]
)
def test_cimahi_marks_by_pmk(figures, expected):
    found = efisiensi("pmk", [figures[0]], figures[1])
    assert found.tambahan is not None
    assert format_number(found.tambahan, 2) == expected


def test_a_mark_by_pmk_from_an_efficiency_rounded_before_differs_in_its_last_decimal():
    assert nilai_pmk(Decimal("13.46")) == Decimal("83.65")


@pytest.mark.parametrize(("efisiensi", "mark"), [("93.9", 100), ("20", 100), ("0", 50), ("-20", 0), ("-300", 0)])
def test_the_mark_of_pmk_stays_between_0_and_100(efisiensi, mark):
    assert nilai_pmk(Decimal(efisiensi)) == mark


def test_pmk_averages_over_the_outputs_and_the_others_start_from_the_mean():
    both = [Decimal(100), Decimal(50)]
    assert efisiensi("pmk", both, Decimal(50)).angka == Decimal(25)
    assert efisiensi("selisih", both, Decimal(50)).angka == Decimal(25)
    assert efisiensi("indeks", both, Decimal(50)).angka == Decimal("1.5")


def test_the_index_tells_by_how_much_it_passes_1():
    found = efisiensi("indeks", [Decimal("99.92")], Decimal("94.00"))
    assert found.tambahan is not None
    assert (efisiensi_teks(found), format_number(found.tambahan, 3), found.efisien) == ("1,063", "0,063", True)


@pytest.mark.parametrize(
    ("metode", "capaian", "serapan", "alasan"),
    [
        ("selisih", [], Decimal(50), AlasanEfisiensi.TANPA_CAPAIAN),
        ("selisih", [Decimal(50)], None, AlasanEfisiensi.TANPA_SERAPAN),
        ("sisa", [], None, AlasanEfisiensi.TANPA_SERAPAN),
        ("indeks", [Decimal(50)], Decimal(0), AlasanEfisiensi.SERAPAN_NOL),
        ("pmk", [Decimal(50), Decimal(0)], Decimal(50), AlasanEfisiensi.CAPAIAN_NOL),
        ("pmk", [Decimal(-50)], Decimal(50), AlasanEfisiensi.CAPAIAN_NOL),
    ],
)
def test_where_there_is_no_efficiency_the_reason_is_told(metode, capaian, serapan, alasan):
    found = efisiensi(metode, capaian, serapan)
    assert (found.angka, found.alasan, found.efisien, efisiensi_teks(found)) == (None, alasan, None, "-")


def test_less_spent_than_reached_is_efficient():
    assert efisiensi("selisih", [Decimal(100)], Decimal(90)).efisien is True
    assert efisiensi("selisih", [Decimal(80)], Decimal(90)).efisien is False
