"""The checks name what the real LKIP of Kota Cimahi contradicts or leaves open, and nothing else."""

from collections import Counter

import pytest

import performance.checks  # noqa: F401  enters the rules
from planning.cascade import Cascade
from planning.checks import Finding, run_checks
from renstra_portal.lib.text import normalise_name

from .lkip_document import rows

pytestmark = pytest.mark.golden


def noted(kind: str) -> list[str]:
    """What a reader of the document noted under a kind, in words."""
    return [normalise_name(row["explanation"]) for row in rows("anomalies") if row["kind"] == kind]


def findings(cascade: Cascade, *codes: str) -> list[Finding]:
    return run_checks(cascade, codes)


def test_the_year_has_these_findings_and_no_other(kinerja: Cascade):
    assert Counter(one.check for one in run_checks(kinerja)) == {
        "KIN-06": 37,
        "KIN-11": 25,
        "KIN-01": 4,
        "KIN-10": 2,
        "KIN-13": 2,
        "KIN-12": 1,
    }


def test_no_output_is_told_of_most_of_what_was_spent(kinerja: Cascade):
    # A070: 64 kegiatan and sub-kegiatan have a target of 2023; the text tells nine of them.
    silent = findings(kinerja, "KIN-06")
    kegiatan = [one for one in findings(kinerja, "KIN-11") if one.level == "kegiatan"]
    assert len(silent) + len(kegiatan) == 64 - 9


def test_indicators_without_realisation_are_those_that_a_reader_noted(kinerja: Cascade):
    missing = noted("missing_realisasi")
    programs = [one for one in findings(kinerja, "KIN-11") if one.level == "program"]
    assert len(programs) == 5
    for one in programs:
        assert any(normalise_name(one.indikator) in text for text in missing), one.indikator
    goals = [one.indikator for one in findings(kinerja, "KIN-11") if one.level in ("tujuan", "sasaran")]
    assert goals == ["Indeks Reformasi Birokrasi"] * 2


def test_the_claim_that_every_iku_exceeded_its_target_is_found(kinerja: Cascade):
    (claim,) = findings(kinerja, "KIN-12")
    assert claim.indikator == "Indeks Reformasi Birokrasi"
    assert any("iku 4 indeks reformasi birokrasi has no realisasi" in text for text in noted("mismatch_across_tables"))


def test_the_programs_whose_money_is_in_no_sasaran_are_named(kinerja: Cascade):
    assert [(one.node.split(" ", 2)[1], one.found) for one in findings(kinerja, "KIN-10")] == [
        ("2.07.02", "123.556.000"),
        ("3.32.03", "29.250.000"),
    ]


def test_targets_that_were_missed_without_a_word_are_named(kinerja: Cascade):
    assert [(one.found, one.expected) for one in findings(kinerja, "KIN-13")] == [("25", "80"), ("31", "45")]
    assert any("25 orang against a renstra target of 80 orang" in text for text in noted("target_not_met_unreported"))


def test_the_budget_of_the_first_perjanjian_is_not_the_pagu_of_the_renstra(pk_murni: Cascade):
    (found,) = findings(pk_murni, "KIN-09")
    assert (found.found, found.expected) == ("11.728.410.809", "10.663.949.709")


def test_the_changed_budget_is_the_pagu(kinerja: Cascade):
    assert findings(kinerja, "KIN-05", "KIN-08", "KIN-09", "PAGU-01", "PAGU-02") == []


def test_a_renstra_has_no_finding_of_a_year(cimahi_renstra: Cascade, cascade: Cascade):
    for plan in (cimahi_renstra, cascade):
        assert not [one for one in run_checks(plan) if one.check.startswith("KIN-")]
