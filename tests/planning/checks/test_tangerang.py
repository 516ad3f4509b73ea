"""The checks name what the real Renstra of Kota Tangerang prints wrongly."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from planning.cascade import Cascade, load
from planning.checks import run_checks
from planning.demo.load import demo_plans, write_demo_plan
from renstra_portal.lib.values import parse_rupiah

pytestmark = [pytest.mark.django_db, pytest.mark.golden]

GOLDEN = Path(__file__).parents[2] / "golden" / "tangerang-renstra-2025-2029"


def demo(daerah: str) -> Cascade:
    plan = next(one for one in demo_plans() if one.slug.daerah == daerah)
    rencana = write_demo_plan(plan)
    assert rencana is not None
    return load(rencana)


def printed(text: str) -> Decimal:
    amount = parse_rupiah(text).nilai.amount
    assert amount is not None
    return amount


def test_all_seventeen_wrong_roll_ups_are_found_to_the_rupiah() -> None:
    with next(GOLDEN.glob("anomal*.csv")).open(encoding="utf-8", newline="") as file:
        expected = {
            (int(row["year"]), printed(row["printed"]), printed(row["expected"]))
            for row in csv.DictReader(file)
            if row["kind"] == "pagu_rollup"
        }
    findings = run_checks(demo("kota-tangerang"), ["PAGU-01"])

    found = {(one.tahun, printed(one.found), printed(one.expected)) for one in findings}
    assert found == expected
    assert len(findings) == 17
    assert all(one.difference == printed(one.found) - printed(one.expected) for one in findings)


def test_the_same_indicator_with_other_targets_is_named() -> None:
    findings = run_checks(demo("kota-tangerang"), ["IND-05"])

    certificate = [one for one in findings if "Bersertifikat Kompetensi" in one.indikator and one.tahun == 2026]
    # Table 3.1 says 99,70, the IKU table 100 and table 4.3 99,32 (there spelled "Prosentase").
    assert {one.found for one in certificate} == {"100", "99,32"}
    assert {one.expected for one in certificate} == {"99,70"}


def test_rows_without_code_and_the_row_out_of_order_are_named() -> None:
    cascade = demo("kota-tangerang")

    without_code = run_checks(cascade, ["KODE-01"])
    assert len(without_code) == 12
    assert {one.level for one in without_code} == {"sub_kegiatan"}
    # Two rows of table 4.3 stand behind a higher code, and table 4.1 prints a kegiatan before its program.
    out_of_order = [one.found for one in run_checks(cascade, ["KODE-02"])]
    assert out_of_order == ["2.07.04.2.01.0004", "2.07.04.2.03.0002", "2.07.04"]


def test_the_target_of_migrant_workers_without_pagu_is_named() -> None:
    findings = run_checks(demo("kota-tangerang"), ["PAGU-03"])

    assert ("2.07.04.2.04.0001", 2025) in {(one.node.split()[1], one.tahun) for one in findings}


def test_the_consistent_example_plan_has_no_finding_at_all() -> None:
    assert run_checks(demo("kota-contoh")) == []
