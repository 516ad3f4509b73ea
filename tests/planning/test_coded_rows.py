"""At which level of the nomenclature a freely coded row stands, and what its indicators then are."""

import pytest

from planning.cascade import load
from planning.cascade.coded_rows import kode_level, row_level, row_levels
from planning.levels import Level, usual_kinds
from planning.writing import IndicatorDraft, NodeDraft, PlanDraft

from . import factories as f

L = Level


@pytest.mark.parametrize(
    ("told", "above", "level"),
    [
        (None, None, L.PROGRAM),
        (L.URUSAN, None, L.URUSAN),
        (None, L.PROGRAM, L.KEGIATAN),
        (L.SUB_KEGIATAN, L.PROGRAM, L.SUB_KEGIATAN),
        (L.KEGIATAN, L.KEGIATAN, L.SUB_KEGIATAN),
        (None, L.SUB_KEGIATAN, L.SUB_KEGIATAN),
    ],
)
def test_a_row_stands_where_it_tells_but_always_below_the_one_above(told, above, level):
    assert row_level(told, above) == level


def test_what_is_no_canonical_code_tells_no_level():
    assert [*map(kode_level, ("2.07.03", "2.07.03.2.01", "", "1.02.1"))] == [L.PROGRAM, L.KEGIATAN, None, None]


def test_urusan_to_program_have_outcomes_and_what_is_below_has_outputs():
    assert [*map(usual_kinds, (L.URUSAN, L.PROGRAM, L.KEGIATAN, L.PENDAPATAN))] == [
        {"outcome"}, {"outcome"}, {"output"}, frozenset(),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_row_without_code_stands_where_the_row_does_that_it_links_to():
    office = NodeDraft(L.PERANGKAT_DAERAH, "Dinas")
    urusan = office.add(NodeDraft(L.URUSAN, "Urusan", kode="2"))
    bidang = urusan.add(NodeDraft(L.BIDANG_URUSAN, "Bidang", kode="2.07"))
    program = bidang.add(NodeDraft(L.PROGRAM, "Program", kode="2.07.03"))
    kegiatan = program.add(NodeDraft(L.KEGIATAN, "Kegiatan", kode="2.07.03.2.01"))
    rows = [NodeDraft(L.RKPD, "Tertaut", links=[kegiatan]), NodeDraft(L.RKPD, "Lepas")]
    cascade = load(f.make_plan(PlanDraft([office, *rows])))

    assert [*row_levels(cascade, L.RKPD).values()] == [L.KEGIATAN, L.PROGRAM]


@pytest.mark.django_db
def test_a_row_achieves_its_own_indicators_and_those_of_its_outcomes_but_no_mere_iku():
    office = NodeDraft(L.PERANGKAT_DAERAH, "Dinas")
    urusan = office.add(NodeDraft(L.URUSAN, "Urusan", kode="2"))
    bidang = urusan.add(NodeDraft(L.BIDANG_URUSAN, "Bidang", kode="2.07"))
    program = bidang.add(NodeDraft(L.PROGRAM, "Program", kode="2.07.03"))
    program.indikator = [
        IndicatorDraft("Sendiri", jenis=frozenset({"outcome", "iku"})),
        IndicatorDraft("IKU lain", jenis=frozenset({"iku"})),
        IndicatorDraft("Tanpa jenis"),
    ]
    program.add(NodeDraft(L.OUTCOME, "Hasil")).indikator = [IndicatorDraft("Hasilnya", jenis=frozenset({"outcome"}))]
    program.add(NodeDraft(L.KEGIATAN, "Kegiatan", kode="2.07.03.2.01")).indikator = [IndicatorDraft("Lain")]
    (node,) = load(f.make_plan(PlanDraft([office]))).at(L.PROGRAM)

    assert [one.teks for one in node.achievements] == ["Sendiri", "Tanpa jenis", "Hasilnya"]
