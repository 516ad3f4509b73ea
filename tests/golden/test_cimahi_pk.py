"""The changed perjanjian kinerja of Kota Cimahi held against the first one: what it says changed, and what did."""

from decimal import Decimal

import pytest

from performance.perjanjian.comparison import Comparison, compare
from performance.perjanjian.content import compose
from performance.perjanjian.document import Document, Pihak
from planning.cascade import Cascade

from .lkip_document import amount, rows

pytestmark = pytest.mark.golden


def document(cascade: Cascade) -> Document:
    """The perjanjian of the head of the office, whoever signs it."""
    plan = cascade.plan
    parties = (Pihak("Kepala Dinas Tenaga Kerja"), Pihak("Wali Kota Cimahi"))
    isi = compose(cascade, "II")
    return Document(plan.nama_perangkat_daerah, plan.nama_daerah, 0, "", *parties, plan.tempat, None, isi)


@pytest.fixture
def banding(pk_murni: Cascade, kinerja: Cascade) -> Comparison:
    return compare(document(pk_murni), document(kinerja))


def test_no_target_changed_although_the_text_says_that_targets_were_added(banding: Comparison):
    assert not banding.target_berubah
    assert [one.semula for one in banding.kinerja] == [one.menjadi for one in banding.kinerja]
    a048 = next(row for row in rows("anomalies") if row["id"] == "A048")
    assert a048["expected"] == "no target changed"


def test_the_change_of_each_program_is_the_difference_of_both_printed_budgets(banding: Comparison):
    before = {row["program"].upper(): amount(row, "anggaran") for row in rows("t08")}
    after = {row["program"].upper(): amount(row, "anggaran") for row in rows("t10")}
    assert {one.uraian: one.selisih for one in banding.anggaran} == {
        name: after[name] - before[name] for name in after if name
    }
    assert banding.selisih_total == after[""] - before[""] == Decimal(143_829_991)


def test_the_addition_for_training_is_not_the_one_that_the_text_names(banding: Comparison):
    training = next(one for one in banding.anggaran if "PELATIHAN" in one.uraian)
    told = next(row for row in rows("n05") if row["subjek"] == "Tambahan anggaran DBHCHT")
    # A045: the text names 475.925.507 from DBHCHT; 3.396.000 more are unexplained.
    assert training.selisih == Decimal(told["nilai_num"]) + 3_396_000
    assert "DBHCHT" in training.alasan
