"""The one reader: the plan as a tree, in a fixed number of queries."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from planning.cascade import Cascade, load
from planning.levels import Level
from planning.models import Rencana
from renstra_portal.lib.values import KOSONG, NIHIL, TIDAK_DIRENCANAKAN, Nilai

from . import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def cascade() -> Cascade:
    return load(f.make_plan(f.small_draft()))


def queries(rencana: Rencana) -> tuple[int, Cascade]:
    fresh = Rencana.objects.get(pk=rencana.pk)
    with CaptureQueriesContext(connection) as captured:
        cascade = load(fresh)
    return len(captured), cascade


def test_fifty_and_five_thousand_sub_kegiatan_take_the_same_few_queries():
    small = f.make_plan(f.wide_draft(50), "kota-uji/disnaker/renstra-2025-2029/murni")
    large = f.make_plan(f.wide_draft(5000), "kota-uji/dinkes/renstra-2025-2029/murni")
    few, small_tree = queries(small)
    many, large_tree = queries(large)
    assert few == many <= 8
    assert len(small_tree.at(Level.SUB_KEGIATAN)) == 50
    assert large_tree.office is not None
    assert dict(large_tree.office.total) == {2025: Decimal(5_000_000), 2026: Decimal(10_000_000)}


def test_the_writer_takes_as_many_queries_for_many_rows_as_for_few():
    counts = []
    for number, size in ((1, 50), (2, 400)):
        rencana = f.make_plan(slug=f"kota-uji/dinas-{number}/renstra-2025-2029/murni")
        with CaptureQueriesContext(connection) as captured:
            f.write(rencana, f.wide_draft(size))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_rupiah_add_up_from_the_leaves_to_the_office(cascade):
    for key in ("2.07.03", "2.07", "2", "DINAS KETENAGAKERJAAN"):
        assert dict(cascade.by_id[f.find(cascade, key)].total) == {2025: 175, 2026: 350}
    first, second = cascade.by_id[f.find(cascade, "2.07.03")].children
    assert (first.total[2025], second.total[2025]) == (150, 25)


def test_a_year_without_any_pagu_has_no_total(cascade):
    assert 2027 not in cascade.by_id[f.find(cascade, "2.07.03")].total


def test_not_planned_and_nihil_are_told_apart_in_money():
    draft = f.small_draft()
    sub = next(one for one in draft.walk() if one.kode == "2.07.03.2.01.0001")
    sub.pagu = {
        (2025, ""): TIDAK_DIRENCANAKAN,
        (2026, ""): NIHIL,
        (2027, "APBD"): Nilai.of(5),
        (2027, "DAK"): Nilai.of(7),
    }
    cascade = load(f.make_plan(draft))
    held = cascade.by_id[f.find(cascade, "2.07.03.2.01.0001")]
    assert (held.pagu_at(2025), held.pagu_at(2026), held.pagu_at(2028)) == (TIDAK_DIRENCANAKAN, NIHIL, KOSONG)
    assert (held.pagu_at(2027), held.sumber_dana) == (Nilai.of(12), ("APBD", "DAK"))
    assert dict(held.total) == {2026: 0, 2027: 12}


def test_plafon_stands_beside_the_sum_and_never_in_it():
    draft = f.small_draft()
    next(one for one in draft.walk() if one.kode == "2.07.03").set_plafon(2025, Nilai.of(Decimal("999.06")))
    cascade = load(f.make_plan(draft))
    program = cascade.by_id[f.find(cascade, "2.07.03")]
    assert (program.plafon_at(2025), program.plafon_at(2026)) == (Nilai.of(Decimal("999.06")), KOSONG)
    assert program.total[2025] == 175


def test_the_tree_knows_its_ways(cascade):
    sub = cascade.by_id[f.find(cascade, "2.07.03.2.02.0001")]
    program = cascade.ancestor(sub, Level.PROGRAM)
    assert program is not None
    assert [one.level.value for one in cascade.path(sub)] == [
        "perangkat_daerah", "urusan", "bidang_urusan", "program", "outcome", "kegiatan", "sub_kegiatan",
    ]  # fmt: skip
    assert [one.uraian for one in cascade.linked(program, Level.SASARAN)] == ["Meningkatnya kesempatan kerja"]
    assert cascade.linked(program, Level.TUJUAN) == ()
    assert cascade.parent(cascade.roots[0]) is None
    assert cascade.office is cascade.roots[1]
    assert [one.kode[-4:] for one in program.descendants_at(Level.SUB_KEGIATAN)] == ["0001", "0002", "0001"]


def end_value(akumulasi: str, *printed: str, satuan: str = "Orang") -> str:
    draft = f.small_draft()
    one = f.indikator("Akhir", satuan, target=dict(zip(f.YEARS, printed, strict=True)))
    one.akumulasi = akumulasi
    draft.roots[0].indikator.append(one)
    (held,) = load(f.make_plan(draft)).roots[0].indikator
    return held.end_value(2025, 2029).plain()


@pytest.mark.parametrize(
    ("akumulasi", "end"), [("terakhir", "5"), ("rasio", "5"), ("jumlah", "15"), ("rata_rata", "3.00")]
)
def test_the_end_of_the_period_is_the_last_year_of_the_plan_not_the_bridge_year(akumulasi, end):
    assert end_value(akumulasi, "1", "2", "3", "4", "5", "6") == end


@pytest.mark.parametrize(("akumulasi", "end"), [("jumlah", "5"), ("rata_rata", "3.00")])
def test_percentages_are_averaged_but_never_summed(akumulasi, end):
    assert end_value(akumulasi, "1", "2", "3", "4", "5", "6", satuan="Persen") == end


def test_a_cumulative_indicator_without_numbers_ends_with_what_stands_in_the_last_year():
    assert end_value("jumlah", "A", "A", "A", "A", "BB", "AA") == "BB"
