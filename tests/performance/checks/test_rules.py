"""Each rule on a year finds what it is about, names the place, and stays silent where nothing is wrong."""

from collections.abc import Sequence

import pytest

import performance.checks  # noqa: F401  enters the rules
from performance.checks.dasar import last_told
from planning.cascade import Cascade, load
from planning.checks import CHECKS, Finding, run_checks
from planning.levels import Level
from planning.writing import NodeDraft
from renstra_portal.lib.values import Nilai
from tests.performance.capaian.years import TAHUN, data, indikator, money, program, sasaran, tree, year
from tests.planning.factories import SLUG as RENSTRA
from tests.planning.factories import node

pytestmark = pytest.mark.django_db

OTHER = "kota-uji/disnaker/kinerja-2023/perubahan-1"
THIRD = "kota-uji/disnaker/kinerja-2023/perubahan-2"
RULES = sorted(code for code in CHECKS if code.startswith("KIN-"))


def plan(*rows: NodeDraft, **settings: object) -> Cascade:
    """A year with the rows; sasaran stand under a tujuan."""
    served = [one for one in rows if one.level == Level.SASARAN]
    goals = [node(Level.TUJUAN, "Tujuan", "", *served)] if served else []
    return load(year(*goals, *(one for one in rows if one not in served), **settings))


def found(code: str, *rows: NodeDraft, **settings: object) -> list[Finding]:
    return run_checks(plan(*rows, **settings), [code])


def places(findings: list[Finding]) -> list[str]:
    return [one.node for one in findings]


def share(triwulan: Sequence[str] = (), target: str = "80", **fields: str) -> NodeDraft:
    one = indikator(
        "Persentase perselisihan yang diselesaikan", target=target, triwulan=triwulan, jenis="sasaran", **fields
    )
    return sasaran("Sasaran", one)


def output(target: str = "10", triwulan: Sequence[str] = (), pagu: int = 100, **fields: object) -> NodeDraft:
    """A program whose only sub-kegiatan counts trained people."""
    one = indikator("Jumlah peserta", "Orang", target=target, triwulan=triwulan, akumulasi="jumlah")
    return tree(program("Pelatihan", money(Level.SUB_KEGIATAN, "Latihan", pagu=pagu, indikator=[one], **fields)))


def test_every_rule_explains_itself_in_a_sentence():
    assert [f"KIN-{number:02}" for number in range(1, 14)] == RULES
    for code in RULES:
        assert CHECKS[code].explanation.endswith(".")
        assert len(CHECKS[code].title) < 60


@pytest.mark.parametrize("code", RULES)
def test_a_plan_that_is_not_carried_out_has_no_such_finding(code):
    assert found(code, share(["120"]), output(triwulan=["50"]), slug=RENSTRA, jenis="renstra") == []


@pytest.mark.parametrize("code", RULES)
def test_a_year_of_which_nothing_is_told_yet_lacks_nothing_but_its_pairs(code):
    findings = found(code, share(), output())
    assert bool(findings) == (code == "KIN-10")


def test_the_last_triwulan_told_is_that_of_any_figure():
    assert last_told(plan(share())) == 0
    assert last_told(plan(share(["", "50"]), slug=OTHER)) == 2
    spent = output(keuangan={3: 50})
    assert last_told(plan(spent, slug=THIRD)) == 3


# What was reached ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("reached", "suspicious"), [("20", False), ("21", True)])
def test_more_than_twice_the_target_is_suspicious(reached, suspicious):
    findings = found("KIN-01", output(triwulan=[reached]))
    assert bool(findings) == suspicious
    if suspicious:
        assert "21 dari target 10 Orang, capaian 210,00%" in findings[0].message


def test_a_rate_to_be_lowered_is_never_far_above_its_target():
    rate = indikator("Tingkat pengangguran", target="10", triwulan=["1"], arah="turun", jenis="sasaran")
    assert found("KIN-01", sasaran("Sasaran", rate), rumus_turun="A") == []


def test_a_share_above_100_percent_is_named_with_its_triwulan():
    findings = found("KIN-02", share(["90", "110"]))
    assert [one.found for one in findings] == ["110"]
    assert "realisasi triwulan II" in findings[0].message


def test_a_percentage_that_is_no_share_may_be_above_100_percent():
    rise = indikator("Persentase peningkatan penempatan", target="90", triwulan=["130"])
    assert found("KIN-02", sasaran("Sasaran", rise)) == []


@pytest.mark.parametrize(("part", "wrong"), [(["40", "10"], False), (["40", "11"], True)])
def test_a_part_larger_than_its_whole_is_found_where_it_first_is(part, wrong):
    ratio = share(akumulasi="rasio", data_pembilang="D01", data_penyebut="D02")
    findings = found("KIN-03", ratio, data("D01", "selesai", part), data("D02", "dilaporkan", ["40", "10"]))
    assert bool(findings) == wrong
    if wrong:
        assert "sampai triwulan II, selesai (51) lebih banyak dari dilaporkan (50)" in findings[0].message


def test_physical_progress_that_falls_is_found():
    falls = output(keuangan={1: 5}, fisik={1: "40", 2: "", 3: "35"})
    findings = found("KIN-04", falls)
    assert "kemajuan fisik triwulan III sebesar 35 persen, lebih kecil dari triwulan I (40 persen)" in (
        findings[0].message
    )


def test_a_percentage_that_falls_is_found_but_a_count_of_each_triwulan_may_fall():
    assert len(found("KIN-04", share(["60", "50"]), output(triwulan=["5", "3"]))) == 1


def test_a_rate_to_be_lowered_may_fall():
    assert found("KIN-04", share(["60", "50"], arah="turun")) == []


# Money --------------------------------------------------------------------------------------------


def test_spending_beyond_the_pagu_of_a_source_is_found_with_the_difference():
    row = money(Level.SUB_KEGIATAN, "Latihan", pagu=100, sumber="APBD", keuangan={1: 60, 4: 50})
    row.set_pagu(TAHUN, Nilai.of(500), "DBHCHT")
    findings = found("KIN-05", tree(program("Pelatihan", row)))
    assert [(one.found, one.expected, one.difference) for one in findings] == [("110", "100", 10)]
    assert "dari APBD" in findings[0].message


def test_spending_all_of_the_pagu_is_right():
    assert found("KIN-05", output(keuangan={1: 60, 4: 40})) == []


def test_money_without_performance_and_performance_without_money_are_told_apart():
    silent = output(keuangan={2: 60})
    assert "sampai triwulan II dibelanjakan Rp60" in found("KIN-06", silent)[0].message
    assert found("KIN-07", output(triwulan=["5"]), slug=OTHER) != []


@pytest.mark.parametrize("code", ["KIN-06", "KIN-07"])
def test_a_row_that_tells_both_is_complete(code):
    assert found(code, output(triwulan=["5"], keuangan={1: 60})) == []


def test_a_row_that_spent_0_lacks_no_money():
    assert found("KIN-07", output(triwulan=["5"], keuangan={1: 0})) == []


def test_expenditure_by_kind_is_held_against_the_programs():
    kinds = money(Level.BELANJA, "Belanja Operasi", pagu=90, keuangan={1: 60})
    findings = found("KIN-08", output(keuangan={1: 60}), kinds)
    assert [(one.found, one.expected) for one in findings] == [("90", "100")]


# What was promised --------------------------------------------------------------------------------


@pytest.mark.parametrize(("plafon", "wrong"), [(100, False), (120, True), (None, False)])
def test_the_promised_budget_is_held_against_the_pagu(plafon, wrong):
    plan = output()
    if plafon is not None:
        next(one for one in plan.walk() if one.level == Level.PROGRAM).set_plafon(TAHUN, Nilai.of(plafon))
    findings = found("KIN-09", plan)
    assert [one.difference for one in findings] == ([20] if wrong else [])


def test_a_sasaran_without_program_and_a_program_without_sasaran_are_named():
    served, alone = sasaran("Terlayani"), sasaran("Sendiri")
    linked = program("Pelatihan", money(Level.SUB_KEGIATAN, "Latihan", pagu=100), links=[served])
    loose = program("Penempatan", money(Level.SUB_KEGIATAN, "Bursa", pagu=100), kode="2.07.04")
    goal = node(Level.TUJUAN, "Tujuan", "", served, alone)
    loose.links = [goal]
    findings = found("KIN-10", goal, tree(linked, loose))
    assert places(findings) == ["Sasaran Sendiri", "Program 2.07.04 Penempatan"]


# The year's end and its report ----------------------------------------------------------------------


def test_what_is_missing_is_named_only_once_the_last_triwulan_is_told():
    assert found("KIN-11", share(), output(triwulan=["", "", "3"])) == []
    findings = found("KIN-11", share(), output(triwulan=["", "", "", "3"]), slug=OTHER)
    assert places(findings) == ["Sasaran Sasaran"]


def test_a_realisation_of_none_is_no_realisation():
    findings = found("KIN-11", share(["", "", "", "-"]))
    assert "ditulis tidak ada (-)" in findings[0].message


def test_something_realised_without_a_target_is_named():
    findings = found("KIN-11", output(target="-", triwulan=["", "", "", "3"]))
    assert "tidak direncanakan (-)" in findings[0].message


def test_a_row_that_spent_in_silence_is_named_once():
    silent = output(keuangan={4: 60})
    assert found("KIN-11", silent) == []
    assert len(found("KIN-06", silent, slug=OTHER)) == 1


@pytest.mark.parametrize(
    ("note", "reached", "claimed"),
    [
        ("Capaian telah melampaui target.", "70", True),
        ("Target tercapai berkat mediasi.", "", True),
        ("Capaian melampaui target.", "80", False),
        ("Belum mencapai target karena mediasi terlambat.", "70", False),
        ("Mediasi dipercepat agar mencapai target.", "70", False),
        ("Kerja sama para pihak.", "70", False),
    ],
)
def test_a_claim_needs_the_figures(note, reached, claimed):
    row = share(["", "", "", reached])
    row.set_nilai("pendorong_4", TAHUN, Nilai.teks(note))
    assert bool(found("KIN-12", row)) == claimed


def test_a_claim_on_the_office_is_about_every_iku():
    one = indikator("IKU", target="80", triwulan=["", "", "", "70"])
    one.jenis = frozenset({"sasaran", "iku"})
    other = indikator("Bukan IKU", target="80", triwulan=["", "", "", "60"], jenis="sasaran")
    whole = output()
    whole.set_nilai("pendorong_4", TAHUN, Nilai.teks("Seluruh IKU melampaui target."))
    findings = found("KIN-12", sasaran("Sasaran", one, other), whole)
    assert [finding.indikator for finding in findings] == ["IKU"]


def test_a_target_not_reached_asks_for_a_reason_on_the_row_or_near_it():
    missed = output(triwulan=["", "", "", "3"])
    assert len(found("KIN-13", missed)) == 1
    program_row = next(one for one in missed.walk() if one.level == Level.PROGRAM)
    program_row.set_nilai("penghambat_4", TAHUN, Nilai.teks("Instruktur kurang."))
    assert found("KIN-13", missed, slug=OTHER) == []
