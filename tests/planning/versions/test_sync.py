"""Bringing a version into line with its origin: what is proposed, and what taking it writes."""

from __future__ import annotations

import pytest

from planning.cascade import Cascade, load
from planning.levels import Level
from planning.models import ChangeSet, Rencana
from planning.versions.origins import compared_with
from planning.versions.sync import Step, Synchronisation, synchronisation
from planning.writing import Authorship, NodeDraft, PlanDraft, apply, draft_of
from renstra_portal.lib.values import TIDAK_DIRENCANAKAN
from tests.planning.factories import every_year, indikator, make_plan, nilai, node, office, small_draft, write

from .pairs import MURNI, RENJA, Draft, make_from, new_sub

pytestmark = pytest.mark.django_db

SUB_1, SUB_2, SUB_3 = "2.07.03.2.01.0001", "2.07.03.2.01.0002", "2.07.03.2.02.0001"


@pytest.fixture
def renstra() -> Rencana:
    return make_plan(small_draft(), MURNI)


def make_renja(renstra: Rencana) -> Rencana:
    renja = make_from(renstra, RENJA)
    assert renja.tahun_tabel == [2026, 2027]
    return renja


def change_origin(renstra: Rencana, change) -> None:  # type: ignore[no-untyped-def]
    """The origin moves on after the Renja was made from it."""
    draft = Draft(draft_of(load(renstra)))
    change(draft)
    write(renstra, draft.plan, remove_missing=True)
    renstra.refresh_from_db()


def held(renja: Rencana, renstra: Rencana) -> Synchronisation:
    return synchronisation(load(renja), compared_with(renja, renstra))


def proposed(renja: Rencana, renstra: Rencana) -> list[tuple[str, str]]:
    return [(one.langkah.value, one.row.simpul.kode) for one in held(renja, renstra).usul]


def take(renja: Rencana, renstra: Rencana, *steps: Step) -> Cascade:
    """Take every proposal of these steps (all when none is named) and read the plan again."""
    both = held(renja, renstra)
    chosen = [one for one in both.usul if not steps or one.langkah in steps]
    by = Authorship(user=None, origin=ChangeSet.Origin.SYNC)
    assert apply(renja, both.difference(chosen), by=by) is not None
    return load(renja)


def at(cascade: Cascade, key: str):  # type: ignore[no-untyped-def]
    return next(one for one in cascade.walk() if key in (one.kode, one.uraian))


def test_a_plan_that_says_what_its_origin_says_has_nothing_to_take_over(renstra: Rencana):
    assert proposed(make_renja(renstra), renstra) == []


def test_each_part_that_differs_is_proposed_by_itself_with_both_sides(renstra: Rencana):
    renja = make_renja(renstra)

    def change(draft: Draft) -> None:
        draft[SUB_1].indikator[0].teks = "Jumlah peserta pelatihan"
        draft[SUB_1].indikator[0].set_value("target", 2026, nilai("20"))
        draft[SUB_1].set_pagu(2026, nilai("250"))
        draft[SUB_1].uraian = "Proses Pelatihan Kerja"

    change_origin(renstra, change)
    usul = held(renja, renstra).usul
    assert [one.langkah.value for one in usul] == ["nama", "indikator", "target", "pagu"]
    assert [(one.beda[0].semula, one.beda[0].menjadi) for one in usul] == [
        ("Proses Pelatihan Kerja", "Proses Pelatihan"),
        ("Jumlah peserta pelatihan", "Jumlah Proses Pelatihan"),
        ("20", "15"),
        ("250", "200"),
    ]


@pytest.mark.parametrize("step", [Step.NAMA, Step.INDIKATOR, Step.TARGET, Step.PAGU])
def test_taking_one_part_leaves_the_others_as_they_are(renstra: Rencana, step: Step):
    renja = make_renja(renstra)

    def change(draft: Draft) -> None:
        draft[SUB_1].indikator[0].teks = "Jumlah peserta pelatihan"
        draft[SUB_1].indikator[0].set_value("target", 2026, nilai("20"))
        draft[SUB_1].set_pagu(2026, nilai("250"))
        draft[SUB_1].uraian = "Proses Pelatihan Kerja"

    change_origin(renstra, change)
    node_ = at(take(renja, renstra, step), SUB_1)
    (one,) = node_.indikator
    assert {
        Step.NAMA: node_.uraian == "Proses Pelatihan Kerja",
        Step.INDIKATOR: one.teks == "Jumlah peserta pelatihan",
        Step.TARGET: one.target_at(2026) == nilai("20"),
        Step.PAGU: node_.pagu_at(2026) == nilai("250"),
    } == {one: one is step for one in (Step.NAMA, Step.INDIKATOR, Step.TARGET, Step.PAGU)}
    assert step.value not in [name for name, _ in proposed(renja, renstra)]


def test_everything_at_once_brings_the_plan_into_line(renstra: Rencana):
    renja = make_renja(renstra)

    def change(draft: Draft) -> None:
        draft[SUB_1].set_pagu(2026, nilai("250"))
        draft["2.07.03.2.01"].children.insert(1, new_sub())
        draft.drop("2.07.03.2.02")
        draft[SUB_2].indikator.append(indikator("Jumlah rapat", "Kali", target=every_year("4")))

    change_origin(renstra, change)
    assert proposed(renja, renstra) == [
        ("pagu", SUB_1),
        ("baru", "2.07.03.2.01.0007"),
        ("indikator", SUB_2),
        ("hilang", "2.07.03.2.02"),
        ("hilang", SUB_3),
    ]
    cascade = take(renja, renstra)
    assert proposed(renja, renstra) == []
    assert [one.kode for one in cascade.at(Level.SUB_KEGIATAN)] == [SUB_1, "2.07.03.2.01.0007", SUB_2]
    assert [one.teks for one in at(cascade, SUB_2).indikator] == ["Jumlah Koordinasi Pelatihan", "Jumlah rapat"]
    changeset = ChangeSet.objects.filter(rencana=renja).latest("pk")
    assert changeset.origin == ChangeSet.Origin.SYNC


def test_a_new_row_names_its_origin_and_holds_only_the_years_of_the_plan(renstra: Rencana):
    renja = make_renja(renstra)
    change_origin(renstra, lambda draft: draft["2.07.03.2.01"].add(new_sub()))
    added = at(take(renja, renstra), "Sertifikasi Kompetensi")
    assert added.asal_id == at(load(renstra), "Sertifikasi Kompetensi").id
    assert added.indikator[0].asal_id is not None
    assert ({tahun for tahun, _ in added.pagu}, set(added.indikator[0].target)) == ({2026}, {2026})
    assert added.alasan == ""


def test_a_new_row_brings_the_rows_above_it_and_its_links(renstra: Rencana):
    renja = make_renja(renstra)

    def change(draft: Draft) -> None:
        program = node(Level.PROGRAM, "PROGRAM PENEMPATAN", "2.07.04", links=[draft["Meningkatnya kesempatan kerja"]])
        kegiatan = node(Level.KEGIATAN, "Pelayanan Antarkerja", "2.07.04.2.01", new_sub("2.07.04.2.01.0001"))
        draft["2.07"].add(program).add(kegiatan)

    change_origin(renstra, change)
    # Kegiatan and program hold no target of their own; their money is that of the row below.
    both = held(renja, renstra)
    only = [one for one in both.usul if one.row.simpul.kode == "2.07.04.2.01.0001"]
    apply(renja, both.difference(only), by=Authorship(user=None, origin=ChangeSet.Origin.SYNC))
    cascade = load(renja)
    assert [one.kode for one in cascade.path(at(cascade, "2.07.04.2.01.0001"))][3:] == [
        "2.07.04", "2.07.04.2.01", "2.07.04.2.01.0001",
    ]  # fmt: skip
    program = at(cascade, "2.07.04")
    assert [one.uraian for one in cascade.linked(program)] == ["Meningkatnya kesempatan kerja"]


def test_a_row_of_the_origin_planned_only_for_other_years_is_not_proposed(renstra: Rencana):
    renja = make_renja(renstra)
    later = node(Level.SUB_KEGIATAN, "Tahun 2029", "2.07.03.2.01.0008", pagu={2029: 5})
    change_origin(renstra, lambda draft: draft["2.07.03.2.01"].add(later))
    assert proposed(renja, renstra) == []


def test_what_the_origin_leaves_empty_takes_nothing_away(renstra: Rencana):
    renja = make_renja(renstra)

    def change(draft: Draft) -> None:
        draft[SUB_1].pagu.clear()
        draft[SUB_1].indikator[0].values.clear()

    change_origin(renstra, change)
    assert proposed(renja, renstra) == []


def test_a_dash_of_the_origin_is_an_answer_and_is_taken_over(renstra: Rencana):
    renja = make_renja(renstra)
    change_origin(renstra, lambda draft: draft[SUB_1].indikator[0].set_value("target", 2026, nilai("-")))
    assert at(take(renja, renstra), SUB_1).indikator[0].target_at(2026) == TIDAK_DIRENCANAKAN


def test_the_funding_source_decided_in_the_renja_outlives_an_origin_that_names_none(renstra: Rencana):
    renja = make_renja(renstra)
    draft = Draft(draft_of(load(renja)))
    draft[SUB_1].pagu = {(tahun, "DAU"): amount for (tahun, _), amount in draft[SUB_1].pagu.items()}
    write(renja, draft.plan)
    assert proposed(renja, renstra) == []
    change_origin(renstra, lambda origin: origin[SUB_1].set_pagu(2026, nilai("250")))
    pagu = at(take(renja, renstra), SUB_1).pagu
    assert {key: amount.amount for key, amount in pagu.items() if key[0] == 2026} == {(2026, "DAU"): 250}


def test_rows_of_the_plans_own_are_left_alone(renstra: Rencana):
    renja = make_renja(renstra)
    draft = Draft(draft_of(load(renja)))
    draft["2.07.03.2.01"].add(new_sub())
    draft[SUB_1].indikator.append(indikator("Indikator sendiri", "Orang", target={2026: "1"}))
    write(renja, draft.plan)
    assert proposed(renja, renstra) == []


def test_removing_a_row_whose_origin_is_gone_takes_off_the_links_to_it(renstra: Rencana):
    renja = make_renja(renstra)
    change_origin(renstra, lambda draft: draft.drop("Meningkatnya kesempatan kerja"))
    cascade = take(renja, renstra, Step.HILANG)
    assert cascade.at(Level.SASARAN) == ()
    assert at(cascade, "2.07.03").kaitan == ()


def strip_origins(draft: PlanDraft) -> PlanDraft:
    for one in draft.walk():
        one.asal = None
        for indicator in one.indikator:
            indicator.asal = None
    return draft


def test_rows_without_origin_are_matched_by_code_and_then_differ_part_by_part(renstra: Rencana):
    renja = make_plan(strip_origins(draft_of(load(renstra))), RENJA)
    Rencana.objects.filter(pk=renja.pk).update(asal=renstra)
    renja.refresh_from_db()
    change_origin(renstra, lambda draft: draft[SUB_1].set_pagu(2026, nilai("250")))
    found = proposed(renja, renstra)
    assert {step for step, _ in found} == {"cocok"}
    assert len(found) == 13
    cascade = take(renja, renstra, Step.COCOK)
    assert at(cascade, SUB_1).asal_id == at(load(renstra), SUB_1).id
    assert at(cascade, SUB_1).indikator[0].asal_id == at(load(renstra), SUB_1).indikator[0].id
    assert proposed(renja, renstra) == [("pagu", SUB_1)]


def test_a_new_row_under_rows_without_origin_matches_them_instead_of_making_them_twice(renstra: Rencana):
    renja = make_plan(strip_origins(draft_of(load(renstra))), RENJA)
    Rencana.objects.filter(pk=renja.pk).update(asal=renstra)
    renja.refresh_from_db()
    change_origin(renstra, lambda draft: draft["2.07.03.2.01"].add(new_sub()))
    cascade = take(renja, renstra, Step.BARU)
    assert [one.kode for one in cascade.at(Level.KEGIATAN)] == ["2.07.03.2.01", "2.07.03.2.02"]
    assert cascade.parent(at(cascade, "Sertifikasi Kompetensi")) is at(cascade, "2.07.03.2.01")


def test_a_code_that_stands_twice_is_matched_with_nothing(renstra: Rencana):
    twice = [NodeDraft(Level.KEGIATAN, f"Kegiatan {number}", kode="2.07.03.2.01") for number in (1, 2)]
    program = node(Level.PROGRAM, "PROGRAM PELATIHAN KERJA", "2.07.03", *twice)
    renja = make_plan(PlanDraft(roots=[office(program)]), RENJA)
    Rencana.objects.filter(pk=renja.pk).update(asal=renstra)
    renja.refresh_from_db()
    assert ("cocok", "2.07.03.2.01") not in proposed(renja, renstra)
    assert ("cocok", "2.07.03") in proposed(renja, renstra)
