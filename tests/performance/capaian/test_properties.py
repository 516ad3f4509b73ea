"""What holds for every year: sums of leaves, absorption and what is left, and the rule of accumulation."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from performance.capaian import Anggaran, Kinerja
from performance.capaian.efisiensi import nilai_pmk
from performance.capaian.predikat import SKALA
from performance.capaian.rata_rata import rata_rata
from planning.capaian import cara_akumulasi, dari_triwulan, sampai_tahun_ini
from planning.cascade import CascadeNode, load
from planning.levels import Level
from planning.writing import NodeDraft
from renstra_portal.lib.values import KOSONG, TIDAK_DIRENCANAKAN, Nilai
from tests.planning.factories import node

from . import years

RUPIAH = st.integers(0, 10**13)
PERSEN = st.decimals(-500, 500, places=4, allow_nan=False)
VALUE = st.one_of(
    st.just(KOSONG),
    st.just(TIDAK_DIRENCANAKAN),
    st.sampled_from(["BB", "A"]).map(Nilai.teks),
    st.decimals(-(10**6), 10**6, places=2, allow_nan=False).map(Nilai.of),
)
YEAR = st.lists(VALUE, min_size=4, max_size=4)


@given(st.integers(1, 10**13), RUPIAH)
def test_absorption_and_what_is_left_make_the_whole(pagu, spent):
    found = Anggaran(Decimal(pagu), Decimal(spent), terisi=True)
    assert found.persen is not None and found.sisa_persen is not None
    assert found.persen + found.sisa_persen == 100
    assert found.sisa + found.realisasi == found.pagu


@given(YEAR)
def test_column_12_sums_a_cumulative_indicator_and_takes_the_last_of_any_other(values):
    numbers = [one.amount for one in values if one.amount is not None]
    told = [one for one in values if one.amount is not None or one.text]
    if numbers:
        assert dari_triwulan(values, "jumlah").amount == sum(numbers)
        assert min(numbers) <= (dari_triwulan(values, "rata_rata").amount or Decimal(0)) <= max(numbers)
    if told:
        assert dari_triwulan(values, "terakhir") == told[-1]
    else:
        assert dari_triwulan(values, "jumlah").amount is None


@given(YEAR, st.sampled_from(["jumlah", "terakhir", "rata_rata", "rasio"]))
def test_a_percentage_never_exceeds_its_greatest_triwulan(values, akumulasi):
    found = dari_triwulan(values, cara_akumulasi(akumulasi, "Persen")).amount
    numbers = [one.amount for one in values if one.amount is not None]
    assert found is None or found <= max(numbers)


@given(VALUE, VALUE)
def test_column_13_is_6_plus_12_for_counts_and_the_latest_for_percentages(before, now):
    counted, percent = (sampai_tahun_ini(before, now, "jumlah", unit) for unit in ("Orang", "%"))
    if before.amount is not None and now.amount is not None:
        assert counted.amount == before.amount + now.amount
    if now.amount is not None:
        assert percent == now
    assert sampai_tahun_ini(before, KOSONG, "terakhir", "Orang") == before


@given(st.lists(st.one_of(st.none(), PERSEN)))
def test_a_mean_lies_between_the_values_there_are(values):
    held = [one for one in values if one is not None]
    found = rata_rata(values)
    assert (found is None) is (not held)
    if found is not None:
        assert min(held) - Decimal("1e-9") <= found <= max(held) + Decimal("1e-9")


@pytest.mark.parametrize("skala", SKALA.values(), ids=SKALA)
@given(first=PERSEN, second=PERSEN)
def test_a_higher_percentage_never_has_a_lower_grade(skala, first, second):
    low, high = sorted((first, second))
    order = [band.nama for band in skala.bands]
    assert order.index(skala.predikat(high).nama) <= order.index(skala.predikat(low).nama)


@given(PERSEN)
def test_the_mark_of_pmk_is_between_0_and_100(found):
    assert 0 <= nilai_pmk(found) <= 100


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_money_of_every_row_is_the_sum_of_its_leaves(seed):
    """Whole years of made-up money: at every level and triwulan a row holds what its sub-kegiatan hold."""
    engine = Kinerja(load(years.year(_made_up(seed))))

    def leaves(row: CascadeNode) -> list[CascadeNode]:
        return [one for one in row.walk() if one.level == Level.SUB_KEGIATAN]

    for row in engine.cascade.walk():
        for triwulan in (1, 2, 3, 4):
            parts = [engine.anggaran(one, triwulan) for one in leaves(row)]
            found = engine.anggaran(row, triwulan)
            assert found.pagu == sum(one.pagu for one in parts)
            assert found.realisasi == sum(one.realisasi for one in parts)
            assert found.terisi is any(one.terisi for one in parts)
        shown = engine.jelaskan_anggaran(row)
        if row.children:
            assert sum(money.realisasi for _, money in shown.rincian) == shown.anggaran.realisasi


def _made_up(seed: int) -> NodeDraft:
    """A tree with uneven money: blanks, zeros, several sumber dana, rows spent over their pagu."""
    programs = []
    for at in range(3):
        kegiatan = []
        for under in range(2 + (at + seed) % 2):
            subs = []
            for number in range(4):
                mixed = (seed + 1) * 7919 * (at + 2) * (under + 3) * (number + 5)
                spent = {one: mixed % (10**6 * one + 7) for one in range(1, 5) if (mixed >> one) % 3}
                pagu = None if mixed % 11 == 0 else mixed % 10**7
                row = years.money(Level.SUB_KEGIATAN, f"{at}.{under}.{number}", pagu=pagu, keuangan=spent)
                if number == 1:
                    row.set_pagu(years.TAHUN, Nilai.of(Decimal("1250.75")), "DBHCHT")
                    row.set_keuangan("keuangan_2", years.TAHUN, Nilai.of(Decimal("250.25")), "DBHCHT")
                subs.append(row)
            kegiatan.append(node(Level.KEGIATAN, f"K {at}.{under}", f"2.07.0{at + 2}.2.0{under + 1}", *subs))
        programs.append(node(Level.PROGRAM, f"P {at}", f"2.07.0{at + 2}", *kegiatan))
    return years.tree(*programs)
