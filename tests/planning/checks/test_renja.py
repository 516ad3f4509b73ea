"""The rules of a Renja: each finds its fault, accepts what explains it, and says nothing of a sound plan."""

from collections.abc import Callable
from itertools import count

import pytest

from planning.cascade import Cascade, load
from planning.checks import Finding, run_checks
from planning.levels import Level
from planning.models import Rencana
from planning.writing import IndicatorDraft, NodeDraft, PlanDraft
from renstra_portal.lib.values import Nilai
from tests.planning.factories import indikator, make_plan, nilai, node, office

pytestmark = pytest.mark.django_db

RENJA = [f"RENJA-{number:02}" for number in range(1, 12)]
KODE = "2.07.03.2.01.0001"

_towns = count(1)


def cascade_of(draft: PlanDraft) -> Cascade:
    """The draft as the Renja 2026 of a daerah of its own, so that a test may compare several."""
    return load(make_plan(draft, f"kota-{next(_towns)}/disnaker/renja-2026/murni"))


def past(teks: str, satuan: str = "orang", **held: str) -> IndicatorDraft:
    """An indicator of the evaluation; the keywords name role and year: `target_2024="20"`."""
    one = IndicatorDraft(teks, satuan, frozenset({"output"}))
    for name, printed in held.items():
        role, year = name.rsplit("_", 1)
        one.set_value(role, int(year), nilai(printed))
    return one


def sound() -> PlanDraft:
    """A Renja 2026 with evaluation, draft RKPD and one proposal, in which everything agrees."""
    years = {2026: "20", 2027: "20"}
    sub = node(Level.SUB_KEGIATAN, "Proses Pelatihan", KODE, indikator=[indikator("Peserta", "orang", target=years)])
    sub.lokasi, sub.kelompok_sasaran = "Kota Uji", "Pencari kerja"
    for year in years:
        sub.set_pagu(year, Nilai.of(5_000_400), "PAD")
    kegiatan = node(
        Level.KEGIATAN, "Pelatihan", "2.07.03.2.01", sub, indikator=[indikator("Lulusan", "orang", target=years)]
    )
    program = node(
        Level.PROGRAM,
        "PROGRAM PELATIHAN KERJA",
        "2.07.03",
        kegiatan,
        indikator=[indikator("Persentase lulusan bekerja", "%", "outcome", target=years)],
    )
    held = {"akhir_2029": "100", "realisasi_2023": "10", "target_2024": "20", "realisasi_2024": "19"}
    evaluated = node(
        Level.EVALUASI,
        "Pelatihan",
        "2.07.03.2.01",
        node(Level.EVALUASI, "Proses Pelatihan", KODE, indikator=[past("Peserta", **held, target_2025="20")]),
    )
    drafted = [
        node(Level.RKPD, upper.uraian, upper.kode, plafon={2026: 5_000_000}, links=[upper])
        for upper in (program, kegiatan)
    ]
    drafted.append(
        node(
            Level.RKPD,
            sub.uraian,
            KODE,
            indikator=[indikator("Peserta", "orang", target={2026: "20"})],
            pagu={2026: 5_000_000},
            links=[sub],
        )
    )
    proposal = node(Level.USULAN, "Pelatihan menjahit", "", links=[sub])
    proposal.keputusan = "diterima"
    return PlanDraft(roots=[office(program), evaluated, *drafted, proposal], settings={"tahun_akhir_renstra": 2029})


def at(draft: PlanDraft, level: Level, kode: str | None = None) -> NodeDraft:
    """The last node of a level, or the one of a code."""
    return [one for one in draft.walk() if one.level == level and kode in (None, one.kode)][-1]


def findings(change: Callable[[PlanDraft], object], *codes: str) -> list[Finding]:
    draft = sound()
    change(draft)
    return run_checks(cascade_of(draft), codes or RENJA)


def only(change: Callable[[PlanDraft], object]) -> Finding:
    """The one finding of all rules of a Renja."""
    (one,) = findings(change)
    return one


def test_a_sound_renja_has_no_finding_of_any_check():
    assert run_checks(cascade_of(sound())) == []


def test_rows_of_the_past_and_of_the_draft_rkpd_need_no_targets_of_the_plans_years():
    draft = sound()
    at(draft, Level.EVALUASI).indikator[0].satuan = ""
    assert run_checks(cascade_of(draft), ["IND-02", "IND-03", "IND-05"]) == []


def test_a_program_of_a_renja_is_measured_itself():
    (one,) = findings(lambda draft: at(draft, Level.PROGRAM).indikator.clear(), "IND-01")
    assert one.level == "program"


# RENJA-01 and 05: the plan's own rows -------------------------------------------------------------


def test_everything_that_a_sub_kegiatan_lacks_is_named_in_one_finding():
    def clear(draft: PlanDraft) -> None:
        sub = at(draft, Level.SUB_KEGIATAN)
        sub.lokasi = sub.kelompok_sasaran = ""
        sub.pagu.clear()
        sub.indikator[0].values.clear()

    (one,) = findings(clear, "RENJA-01")
    assert "lokasi, kelompok sasaran, sumber dana, pagu 2026 dan pagu prakiraan maju 2027" in one.message


def test_pagu_missing_in_a_year_with_a_target_is_named_once_by_the_rule_on_pagu():
    found = findings(lambda draft: at(draft, Level.SUB_KEGIATAN).pagu.pop((2027, "PAD")), "RENJA-01", "PAGU-03")
    assert [(one.check, one.tahun) for one in found] == [("PAGU-03", 2027)]


@pytest.mark.parametrize("target", ["0", "-"])
def test_money_for_a_target_of_nothing_is_named_at_every_row_that_says_so(target: str):
    def nothing(draft: PlanDraft) -> None:
        for level in (Level.KEGIATAN, Level.SUB_KEGIATAN):
            at(draft, level).indikator[0].set_value("target", 2027, nilai(target))

    found = findings(nothing, "RENJA-05")
    assert [(one.level, one.tahun, one.found) for one in found] == [
        ("kegiatan", 2027, target),
        ("sub_kegiatan", 2027, target),
    ]


def test_one_indicator_above_zero_justifies_the_money():
    def second(draft: PlanDraft) -> None:
        sub = at(draft, Level.SUB_KEGIATAN)
        sub.indikator[0].set_value("target", 2027, nilai("0"))
        sub.indikator.append(indikator("Lembaga", "lembaga", target={2026: "1", 2027: "1"}))

    assert findings(second, "RENJA-05") == []


# RENJA-02, 06 to 10: the past ---------------------------------------------------------------------


def evaluation(**held: str) -> Callable[[PlanDraft], None]:
    """Replaces figures of the evaluated indicator."""

    def change(draft: PlanDraft) -> None:
        one = at(draft, Level.EVALUASI).indikator[0]
        for name, printed in held.items():
            role, year = name.rsplit("_", 1)
            one.values[role, int(year)] = nilai(printed)

    return change


def test_a_share_above_a_hundred_percent_is_implausible_but_a_growth_is_not():
    def share(teks: str) -> Callable[[PlanDraft], None]:
        def change(draft: PlanDraft) -> None:
            at(draft, Level.EVALUASI).indikator = [past(teks, "%", realisasi_2023="1", realisasi_2024="130,13")]

        return change

    (one,) = findings(share("Persentase laporan tepat waktu"), "RENJA-02")
    assert (one.tahun, one.found, one.expected) == (2024, "130,13", "100")
    assert findings(share("Persentase kenaikan upah"), "RENJA-02") == []


@pytest.mark.parametrize(("reached", "named"), [("199", False), ("200", True), ("2", True), ("2,1", False)])
def test_a_realisation_of_ten_times_or_a_tenth_of_the_target_is_implausible(reached: str, named: bool):
    assert bool(findings(evaluation(realisasi_2024=reached), "RENJA-02")) is named


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ({"target_2025": "101"}, "sudah terlampaui"),
        ({"target_2025": "-"}, "tahun berjalan tidak memuat target"),
        ({"akhir_2029": "-"}, "Renstra tidak memuat target"),
    ],
)
def test_the_running_target_goes_with_the_end_of_the_renstra(held: dict[str, str], said: str):
    assert said in findings(evaluation(**held), "RENJA-06")[0].message


def test_a_falling_indicator_goes_beyond_its_end_by_being_smaller():
    def falling(draft: PlanDraft) -> None:
        evaluation(akhir_2029="5", target_2025="6")(draft)
        at(draft, Level.EVALUASI).indikator[0].arah = "turun"

    assert findings(falling, "RENJA-06") == []


def test_without_a_year_of_the_renstras_end_nothing_is_said_of_it():
    def forget(draft: PlanDraft) -> None:
        draft.settings["tahun_akhir_renstra"] = None
        evaluation(target_2025="101")(draft)

    assert findings(forget, "RENJA-06") == []


def test_a_target_below_what_another_row_of_the_same_code_reached_is_a_note():
    def percents(draft: PlanDraft) -> None:
        row = at(draft, Level.EVALUASI)
        row.indikator = [past("Persentase lulusan", "%", realisasi_2024="98,14")]
        draft.add(
            node(Level.EVALUASI, row.uraian, row.kode, indikator=[past("Persentase lulusan", "%", target_2025="90")])
        )

    (one,) = findings(percents, "RENJA-07")
    assert (one.tahun, one.found, one.expected) == (2025, "90", "98,14")


def test_service_targets_are_held_against_what_was_reached_in_the_direction_of_the_indicator():
    def service(arah: str) -> Callable[[PlanDraft], None]:
        def change(draft: PlanDraft) -> None:
            one = past("Tingkat Pengangguran Terbuka", "%", target_2025="6,20", realisasi_2024="6,00")
            one.arah = arah
            draft.add(node(Level.LAYANAN, "Tingkat Pengangguran Terbuka", indikator=[one]))

        return change

    assert findings(service("naik"), "RENJA-07") == []
    assert [one.found for one in findings(service("turun"), "RENJA-07")] == ["6,20"]


def test_an_evaluated_row_with_its_parents_own_code_is_named():
    one = findings(lambda draft: setattr(at(draft, Level.EVALUASI), "kode", "2.07.03.2.01"), "RENJA-08")[0]
    assert (one.found, one.expected) == ("2.07.03.2.01", "2.07.03.2.01")


def test_a_sub_kegiatan_that_ends_and_one_that_is_new_are_noted():
    found = findings(lambda draft: setattr(at(draft, Level.EVALUASI), "kode", "2.07.03.2.01.0002"), "RENJA-09")
    assert [(one.level, one.found) for one in found] == [("evaluasi", "2.07.03.2.01.0002"), ("sub_kegiatan", KODE)]


def test_a_row_of_an_old_indicator_set_that_ended_before_is_not_noted():
    def old(draft: PlanDraft) -> None:
        row = node(Level.EVALUASI, "Dihentikan", "2.07.03.2.01.0009", indikator=[past("Lama", realisasi_2024="3")])
        at(draft, Level.EVALUASI, "2.07.03.2.01").add(row)

    assert findings(old, "RENJA-09") == []


def test_a_column_without_any_number_is_noted_once():
    one = only(lambda draft: at(draft, Level.EVALUASI).indikator[0].values.pop(("realisasi", 2023)))
    assert (one.check, one.node_id) == ("RENJA-10", None)
    assert "realisasi s/d tahun 2023" in one.message


@pytest.mark.parametrize(("teks", "named"), [("Peserta tahun 2023", ["2023"]), ("Peserta 2026", []), ("Peserta", [])])
def test_words_that_name_a_year_without_a_figure_are_noted(teks: str, named: list[str]):
    found = findings(lambda draft: setattr(at(draft, Level.SUB_KEGIATAN).indikator[0], "teks", teks), "RENJA-11")
    assert [one.found for one in found] == named


# RENJA-03: the draft RKPD -------------------------------------------------------------------------


def test_a_draft_rounded_to_thousands_does_not_differ_unless_the_table_prints_rupiah():
    assert findings(lambda draft: None, "RENJA-03") == []
    found = findings_in_rupiah()
    assert {one.difference for one in found} == {400}


def findings_in_rupiah() -> list[Finding]:
    draft = sound()
    draft.settings["satuan_uang"] = Rencana.SatuanUang.RUPIAH.value
    return run_checks(cascade_of(draft), ["RENJA-03"])


def test_other_pagu_and_another_target_are_one_finding_and_a_note_explains_both():
    def differ(catatan: str) -> Callable[[PlanDraft], None]:
        def change(draft: PlanDraft) -> None:
            row = at(draft, Level.RKPD)
            row.set_pagu(2026, Nilai.of(4_000_000))
            row.indikator[0].set_value("target", 2026, nilai("40"))
            row.catatan = catatan

        return change

    one = only(differ(""))
    assert "pagu Rp4.000.000 menjadi Rp5.000.400; target 40 menjadi 20 orang" in one.message
    assert one.difference == 1_000_400


def test_a_note_on_either_side_explains_a_difference():
    def noted(draft: PlanDraft) -> None:
        at(draft, Level.RKPD).set_pagu(2026, Nilai.of(4_000_000))
        at(draft, Level.SUB_KEGIATAN).catatan = "Sesuai hasil musrenbang"

    assert findings(noted, "RENJA-03") == []


def test_rows_of_one_side_only_are_named_on_both_sides():
    found = findings(lambda draft: at(draft, Level.RKPD).links.clear(), "RENJA-03")
    assert [one.level for one in found] == ["rkpd", "sub_kegiatan"]


def test_a_renja_without_a_draft_rkpd_is_not_held_against_one():
    def without(draft: PlanDraft) -> None:
        draft.roots = [root for root in draft.roots if root.level != Level.RKPD]

    assert findings(without, "RENJA-03") == []


# RENJA-04: proposals ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keputusan", "linked", "alasan", "said"),
    [
        ("", True, "", "belum ada keputusan"),
        ("diterima", False, "", "belum dikaitkan"),
        ("ditolak", True, "", "alasannya belum ditulis"),
        ("ditunda", False, "", "alasannya belum ditulis"),
        ("ditunda", False, "Anggaran belum ada", ""),
    ],
)
def test_every_proposal_is_answered(keputusan: str, linked: bool, alasan: str, said: str):
    def answer(draft: PlanDraft) -> None:
        row = at(draft, Level.USULAN)
        row.keputusan, row.alasan = keputusan, alasan
        if not linked:
            row.links.clear()

    found = findings(answer, "RENJA-04")
    assert said in found[0].message if said else found == []


def test_a_heading_of_proposals_needs_no_answer_of_its_own():
    def under(draft: PlanDraft) -> None:
        heading = node(Level.USULAN, "PROGRAM PELATIHAN KERJA")
        heading.add(draft.roots.pop())
        draft.add(heading)

    assert findings(under, "RENJA-04") == []
