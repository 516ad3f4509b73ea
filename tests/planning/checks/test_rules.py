"""Each rule finds its fault, names the cell, and says nothing of a sound plan."""

from collections.abc import Callable
from decimal import Decimal
from itertools import count

import pytest

from planning.cascade import Cascade, load
from planning.checks import CHECKS, Finding, Severity, run_checks
from planning.checks.base import check
from planning.levels import Level
from planning.models import ChangeSet, Rencana
from planning.versions.kinerja import create_kinerja
from planning.writing import Authorship, NodeDraft, PlanDraft, apply, compare, draft_of
from renstra_portal.lib.values import Nilai
from tests.planning.factories import every_year, indikator, make_plan, node, office, small_draft

pytestmark = pytest.mark.django_db

_towns = count(1)


def cascade_of(draft: PlanDraft) -> Cascade:
    """The draft as a plan of a daerah of its own, so that a test may compare several."""
    return load(make_plan(draft, f"kota-{next(_towns)}/disnaker/renstra-2025-2029/murni"))


def first(draft: PlanDraft, level: Level) -> NodeDraft:
    return next(one for one in draft.walk() if one.level == level)


def findings(code: str, change: Callable[[PlanDraft], None]) -> list[Finding]:
    draft = small_draft()
    change(draft)
    return run_checks(cascade_of(draft), [code])


def test_every_check_says_what_it_is_and_why() -> None:
    for code, one in CHECKS.items():
        assert code == one.code
        assert one.title and one.explanation.endswith(".")


def test_a_code_can_be_registered_only_once() -> None:
    with pytest.raises(ValueError, match="PAGU-01"):
        check("PAGU-01", Severity.GALAT, "lagi", "lagi.")(lambda cascade: iter(()))


def test_a_plafon_equal_to_its_rows_is_not_named() -> None:
    def plafon(draft: PlanDraft) -> None:
        first(draft, Level.PROGRAM).set_plafon(2025, Nilai.of(Decimal(175)))

    assert findings("PAGU-01", plafon) == []
    assert findings("PAGU-02", plafon) == []


def test_a_plafon_above_its_rows_is_named_with_year_and_difference() -> None:
    def plafon(draft: PlanDraft) -> None:
        first(draft, Level.PROGRAM).set_plafon(2026, Nilai.of(Decimal(400)))

    (one,) = findings("PAGU-01", plafon)
    assert (one.tahun, one.found, one.expected, one.difference) == (2026, "400", "350", Decimal(50))
    assert "2.07.03" in one.message
    assert "+Rp50" in one.message


def test_a_difference_below_an_agreeing_level_is_named_once_at_each_level() -> None:
    def plafon(draft: PlanDraft) -> None:
        first(draft, Level.BIDANG_URUSAN).set_plafon(2025, Nilai.of(Decimal(200)))
        first(draft, Level.PROGRAM).set_plafon(2025, Nilai.of(Decimal(200)))

    assert [one.level for one in findings("PAGU-01", plafon)] == ["program"]


def test_a_target_without_pagu_and_a_pagu_without_target_are_two_findings() -> None:
    def only_target(draft: PlanDraft) -> None:
        sub = first(draft, Level.SUB_KEGIATAN)
        del sub.pagu[2026, ""]

    years = [one.tahun for one in findings("PAGU-03", only_target) if "2.01.0001" in one.node]
    assert years == [2026, 2027, 2028, 2029, 2030]

    draft = small_draft()
    del first(draft, Level.SUB_KEGIATAN).indikator[0].values["target", 2025]
    (one,) = run_checks(cascade_of(draft), ["PAGU-04"])
    assert (one.tahun, one.found) == (2025, "100")


def test_a_plan_of_one_year_names_the_year_without_a_target() -> None:
    year = create_kinerja(make_plan(small_draft(), "kota-satu-tahun/disnaker/renstra-2025-2029/murni"), 2026, user=None)
    draft = draft_of(load(year))
    del first(draft, Level.SUB_KEGIATAN).indikator[0].values["target", 2026]
    apply(year, compare(load(year), draft), by=Authorship(user=None, origin=ChangeSet.Origin.COMMAND))
    (one,) = run_checks(load(Rencana.objects.get(pk=year.pk)), ["IND-03"])
    assert one.tahun == 2026
    assert "target tahun 2026 indikator" in one.message


def test_a_dash_says_not_planned_and_is_not_missing() -> None:
    def dash(draft: PlanDraft) -> None:
        for one in draft.walk():
            if one.level == Level.SUB_KEGIATAN:
                for tahun in range(2027, 2031):
                    one.set_pagu(tahun, Nilai.decode("-"))

    assert findings("PAGU-03", dash) == []


@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("IND-01", lambda sub: sub.indikator.clear()),
        ("IND-02", lambda sub: setattr(sub.indikator[0], "satuan", "")),
        ("IND-03", lambda sub: sub.indikator[0].values.pop(("target", 2028))),
        ("KODE-01", lambda sub: setattr(sub, "kode", "")),
        ("KODE-03", lambda sub: setattr(sub, "kode", "2.07.02.2.01.0001")),
        ("KODE-04", lambda sub: setattr(sub, "kode", "2.07.03.2.02.0001")),
    ],
)
def test_a_spoiled_sub_kegiatan_is_named(code: str, spoil: Callable[[NodeDraft], None]) -> None:
    sound = findings(code, lambda draft: None)
    spoiled = findings(code, lambda draft: spoil(first(draft, Level.SUB_KEGIATAN)))

    assert len(spoiled) == len(sound) + 1


def test_an_outcome_with_indicators_below_it_needs_no_unit_on_its_own_words() -> None:
    outcome = node(
        Level.OUTCOME,
        "Meningkatnya kinerja",
        indikator=[
            indikator("Meningkatnya kinerja", "", "outcome", baseline="100"),
            indikator("Persentase pegawai", "Persen", "outcome", target=every_year("100")),
        ],
    )
    draft = PlanDraft(roots=[office(node(Level.PROGRAM, "PROGRAM PENUNJANG", "2.07.01", outcome))])

    assert run_checks(cascade_of(draft), ["IND-02", "IND-03", "IND-04"]) == []


def test_findings_come_gravest_first() -> None:
    draft = small_draft()
    first(draft, Level.PROGRAM).set_plafon(2026, Nilai.of(Decimal(400)))
    order = [one.severity for one in run_checks(cascade_of(draft))]

    assert order == sorted(order, key=list(Severity).index)
    assert order[0] is Severity.GALAT
