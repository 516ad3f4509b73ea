"""The checks name what the real Renja of Kota Pasuruan contradicts or leaves open, and nothing else."""

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from planning.cascade import Cascade, load
from planning.checks import Finding, run_checks
from planning.demo.load import demo_plans, write_demo_plan
from planning.levels import Level

pytestmark = [pytest.mark.django_db, pytest.mark.golden]

GOLDEN = Path(__file__).parents[2] / "golden" / "pasuruan-renja-2023"
#: The levels whose rows a table of the document prints, one row per indicator.
TABLES = {
    "2.1": (Level.EVALUASI,),
    "2.2": (Level.LAYANAN,),
    "2.3": (Level.RKPD,),
    "4.1": (Level.PROGRAM, Level.KEGIATAN, Level.SUB_KEGIATAN),
}
#: Rows of table 2.1 from here on are the indicator set of the running year; those before only tell of 2021.
RUNNING = 76

Place = tuple[str, int]


@cache
def _written_and_read() -> Cascade:
    plan = next(one for one in demo_plans() if one.slug.daerah == "kota-pasuruan")
    rencana = write_demo_plan(plan)
    assert rencana is not None
    return load(rencana)


@pytest.fixture
def renja() -> Cascade:
    """The plan as the first test that asked read it; the tree itself needs no database."""
    return _written_and_read()


def noted(*kinds: str) -> set[Place]:
    """The table and row of what a reader of the document noted under the kinds."""
    with (GOLDEN / "anomalies.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["table"], int(row["row_no"])) for row in csv.DictReader(file) if row["kind"] in kinds and row["row_no"]
        }


def places(cascade: Cascade, findings: list[Finding]) -> set[Place]:
    """The table and row at which each finding stands in print."""
    rows: dict[int | None, Place] = {}
    nodes: dict[int | None, Place] = {}
    for table, levels in TABLES.items():
        number = 0
        for node in cascade.at(*levels):
            nodes[node.id] = (table, number + 1)
            for one in node.indikator or (None,):
                number += 1
                if one is not None:
                    rows[one.id] = (table, number)
    return {rows[one.indikator_id] if one.indikator_id else nodes[one.node_id] for one in findings}


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("RENJA-02", ["implausible_value"]),
        ("RENJA-03", ["missing_note"]),
        ("RENJA-05", ["zero_target_with_pagu"]),
        ("RENJA-07", ["target_below_realisation"]),
        ("RENJA-08", ["code_order"]),
        ("RENJA-11", ["year_mismatch"]),
    ],
)
def test_a_check_names_exactly_the_rows_that_a_reader_noted(renja: Cascade, code: str, kinds: list[str]) -> None:
    findings = run_checks(renja, [code])

    assert places(renja, findings) == noted(*kinds)


def test_targets_beyond_or_beside_the_renstra_are_named_in_the_running_indicator_set(renja: Cascade) -> None:
    expected = {place for place in noted("target_exceeds_renstra", "missing_target") if place[0] == "2.1"}

    assert places(renja, run_checks(renja, ["RENJA-06"])) == {place for place in expected if place[1] >= RUNNING}


def test_sub_kegiatan_that_end_or_begin_are_noted_unless_their_code_is_wrong(renja: Cascade) -> None:
    found = places(renja, run_checks(renja, ["RENJA-09"]))

    # Row 86 lost the last part of its code (RENJA-08); 154 to 156 are new since 2021, not since 2022.
    assert noted("entity_set_mismatch") - found == {("2.1", row) for row in (86, 154, 155, 156)}
    assert found <= noted("entity_set_mismatch")


def test_the_change_of_both_target_and_pagu_is_one_finding(renja: Cascade) -> None:
    (one,) = [one for one in run_checks(renja, ["RENJA-03"]) if "target" in one.message]

    assert "2.07.01.2.01.0007" in one.node
    assert "target 2 menjadi 1 laporan" in one.message


def test_transmigrasi_lacks_a_location_and_every_sub_kegiatan_a_target_group(renja: Cascade) -> None:
    findings = run_checks(renja, ["RENJA-01"])

    assert len(findings) == 30
    assert Counter(one.expected for one in findings) == {"kelompok sasaran": 29, "lokasi, kelompok sasaran": 1}


def test_rows_of_other_documents_give_no_finding_of_the_plans_own_rules(renja: Cascade) -> None:
    counts = Counter(one.check for one in run_checks(renja))

    assert counts == {
        "RENJA-01": 30,
        "RENJA-02": 3,
        "RENJA-03": 10,
        "RENJA-04": 5,
        "RENJA-05": 3,
        "RENJA-06": 19,
        "RENJA-07": 16,
        "RENJA-08": 2,
        "RENJA-09": 3,
        "RENJA-10": 1,
        "RENJA-11": 1,
    }
