"""Saving cells: five kinds of value, conflicts, all or nothing."""

import pytest

from planning.cascade import load
from planning.grid.cells import Clashing, Edit, GridAct, Refused, preview_cells, save_cells
from planning.levels import Level
from planning.models import Change, ChangeSet, Indikator, Pagu, Rencana
from planning.writing import NotAllowed, draft_of
from renstra_portal.lib.values import Nilai

from .. import factories as f

SUB = "2.07.03.2.01.0001"


def last_change(rencana):
    return Change.objects.filter(changeset=rencana.changesets.first()).get()


def problems_of(refusal):
    return {(one.row, one.col): one.message for one in refusal.value.problems}


# Values ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("-", "-"), ("0", "0"), ("nihil", "0"), ("99,30", "99.30"), ("BB", "'BB"), ("1.700 Orang", "1700"), ("", None)],
)
def test_what_is_typed_as_a_target_stays_what_it_is(ani, save, row, value, typed, stored):
    saved = save(ani, (row(SUB), "target:2025", "15", typed))
    assert saved.readings[0].value == stored == value(row(SUB), "target:2025")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("Rp. 925.102.800,-", "925102800"), ("-", "-"), ("0", "0"), ("100,50", "100.50"), ("120,00", "120"), ("", None)],
)
def test_what_is_typed_as_pagu_is_rupiah(ani, save, row, value, typed, stored):
    save(ani, (row(SUB), "pagu:2025", "100", typed))
    assert value(row(SUB), "pagu:2025") == stored


def test_one_save_is_one_recorded_act_with_old_and_new(rencana, ani, save, row):
    saved = save(ani, (row(SUB), "pagu:2025", "100", "120"), act=GridAct.TEMPEL)
    change = last_change(rencana)
    assert change.cells == {"pagu:2025:": ["100", "120"]}
    changeset = change.changeset
    assert changeset.pk == saved.changeset.pk
    assert (changeset.origin, changeset.source, changeset.user_id) == ("grid", "Tempel", ani.pk)
    rencana.refresh_from_db()
    assert (saved.revisi, rencana.revisi, changeset.revisi) == (2, 2, 2)


def test_texts_plafon_and_baseline_are_cells_like_any_other(ani, save, row, value):
    cells = [
        (row(SUB), "uraian", "Proses Pelatihan", "  Proses\tPelatihan Kerja "),
        (row(SUB), "lokasi", None, "Kota"),
        (row(SUB), "satuan", "Orang", "Peserta"),
        (row(SUB), "baseline", "10", "12,5"),
        (row("2.07.03"), "plafon:2026", None, "1.000.000"),
    ]
    save(ani, *cells)
    assert [value(name, col) for name, col, _, _ in cells] == [
        "Proses Pelatihan Kerja",
        "Kota",
        "Peserta",
        "12.5",
        "1000000",
    ]


def test_typing_into_a_row_without_indicator_makes_its_first(rencana, ani, save, row, value):
    kegiatan = row("2.07.03.2.01")
    saved = save(ani, (kegiatan, "target:2025", None, "80"), (kegiatan, "satuan", None, "Persen"))
    made = Indikator.objects.get(pk=saved.made[kegiatan])
    assert (made.satuan, made.jenis, made.teks) == ("Persen", ["output"], "")
    assert value(kegiatan, "target:2025") == "80"
    assert last_change(rencana).act == "create"
    again = save(ani, (kegiatan, "indikator", None, "Tingkat kelulusan"))
    assert (again.made, value(kegiatan, "indikator")) == ({}, "Tingkat kelulusan")


def test_the_unit_typed_along_decides_how_a_figure_is_read(ani, save, row):
    kegiatan = row("2.07.03.2.01")
    with pytest.raises(Refused):
        save(ani, (kegiatan, "satuan", None, "Persen"), (kegiatan, "target:2025", None, "67.405"))
    asked = save(ani, (kegiatan, "target:2025", None, "67.405")).readings[0]
    assert [text for _, text in asked.doubt.choices] == ["67405", "67,4050"]
    saved = save(ani, (kegiatan, "satuan", None, "Orang"), (kegiatan, "target:2026", None, "68.100"))
    assert (saved.readings[1].value, saved.readings[1].doubt) == ("68100", None)


@pytest.mark.parametrize(
    ("typed", "desimal", "stored"),
    [
        ("67,4050", 3, "67.405"),
        ("67,4050", None, "67.4050"),
        ("67,4051", 3, "67.4051"),
        ("67,4", 3, "67.4"),
        ("-", 3, "-"),
    ],
)
def test_a_figure_copied_in_the_grid_keeps_its_decimals_but_never_loses_a_digit(
    rencana, ani, row, value, typed, desimal, stored
):
    save_cells(rencana.slug, ani, [Edit(row(SUB), "target:2025", "15", typed, desimal)], GridAct.TEMPEL)
    assert value(row(SUB), "target:2025") == stored


def test_one_more_indicator_is_made_beside_those_that_stand(ani, save, row):
    new = f"{row(SUB)}+"
    saved = save(ani, (new, "indikator", None, "Jumlah kelas"), (new, "target:2025", None, "4"))
    made = Indikator.objects.get(teks="Jumlah kelas")
    assert (made.simpul_id, made.urutan, made.jenis) == (int(row(SUB)[1:]), 1, ["output"])
    assert (saved.made, saved.structure) == ({}, True)
    with pytest.raises(Refused):
        save(ani, (f"{row('2.07.03.2.01')}+", "indikator", None, "Tanpa yang pertama"))


# Sumber dana ----------------------------------------------------------------------------------------


def test_naming_the_sumber_dana_takes_the_rows_pagu_along(ani, save, row, value):
    saved = save(ani, (row(SUB), "sumber_dana", None, "APBD"), (row(SUB), "pagu:2027", None, "300"))
    assert list(Pagu.objects.filter(simpul=int(row(SUB)[1:])).values_list("tahun", "sumber_dana", "jumlah")) == [
        (2025, "APBD", 100),
        (2026, "APBD", 200),
        (2027, "APBD", 300),
    ]
    assert value(row(SUB), "sumber_dana") == "APBD"
    assert saved.structure is False


def test_a_further_sumber_dana_begins_with_its_first_pagu(ani, save, row, value):
    save(ani, (row(SUB), "sumber_dana", None, "APBD"))
    further = f"{row(SUB)}:DAK"
    saved = save(ani, (further, "pagu:2025", None, "40"))
    assert saved.structure is True
    assert (value(further, "pagu:2025"), value(row(SUB), "pagu:2025")) == ("40", "100")
    with pytest.raises(Refused, match="sudah ada"):
        save(ani, (further, "sumber_dana", "DAK", "APBD"))


def test_a_sumber_dana_needs_pagu_to_cling_to(rencana, ani, save, row):
    save(ani, (row(SUB), "pagu:2025", "100", ""), (row(SUB), "pagu:2026", "200", ""))
    with pytest.raises(Refused, match="Isi dahulu pagu"):
        save(ani, (row(SUB), "sumber_dana", None, "APBD"))


# Problems -------------------------------------------------------------------------------------------


def test_every_problem_is_told_at_once_and_nothing_is_saved(rencana, ani, save, row, value):
    with pytest.raises(Refused) as refusal:
        save(
            ani,
            (row(SUB), "target:2025", "15", "1,835"),
            (row(SUB), "pagu:2025", "100", "banyak"),
            (row(SUB), "pagu:2026", "200", "-5"),
            (row(SUB), "pagu:2028", None, "1,234"),
            (row(SUB), "penanggung_jawab", None, "x" * 201),
            (row(SUB), "satuan", "Orang", "x" * 121),
            (row(SUB), "target:2027", "15", "x" * 251),
            (row(SUB), "uraian", "Proses Pelatihan", " "),
            (row("2.07.03"), "pagu:2025", None, "5"),
            (row("2.07.03"), "plafon:2025", None, "BB"),
            (row(SUB), "target:2031", None, "1"),
            (row(SUB), "ajaib", None, "1"),
            ("s999999", "target:2025", None, "1"),
            ("bukan baris", "target:2025", None, "1"),
            (row(SUB), "target:2026", "15", "16"),
        )
    found = problems_of(refusal)
    assert len(found) == 14
    assert (row(SUB), "target:2026") not in found
    assert "sub-kegiatan" in found[row("2.07.03"), "pagu:2025"]
    assert found[row(SUB), "penanggung_jawab"] == "Penanggung jawab lebih panjang dari 200 huruf."
    assert "s999999" in found["s999999", "target:2025"]
    choices = next(one.choices for one in refusal.value.problems if one.col == "target:2025" and one.row == row(SUB))
    assert [text for _, text in choices] == ["1,8350", "1835"]
    assert value(row(SUB), "target:2026") == "15"
    rencana.refresh_from_db()
    assert (rencana.revisi, rencana.changesets.count()) == (1, 1)


def test_rows_of_another_plan_and_rows_outside_the_grid_are_unknown(rencana, ani, save):
    other = f.make_plan(f.small_draft(), "kota-lain/disnaker/renstra-2025-2029/murni")
    foreign = load(other)
    sub = foreign.by_id[f.find(foreign, SUB)]
    draft = draft_of(load(rencana))
    draft.add(f.node(Level.ISU_STRATEGIS, "Isu"))
    f.write(rencana, draft)
    issue = f.find(load(rencana), "Isu")
    with pytest.raises(Refused) as refusal:
        save(
            ani,
            (f"s{sub.id}", "uraian", "x", "Disusupi"),
            (f"i{sub.indikator[0].id}", "target:2025", "15", "1"),
            (f"s{issue}", "uraian", "Isu", "Lain"),
        )
    assert all("tidak ada" in message for message in problems_of(refusal).values())
    assert sub.uraian not in str(refusal.value)


def test_the_same_cell_twice_in_one_request_is_refused(ani, save, row):
    with pytest.raises(Refused, match="dua kali"):
        save(ani, (row(SUB), "target:2025", "15", "16"), (row(SUB), "target:2025", "15", "17"))


# Two people -----------------------------------------------------------------------------------------


def test_two_people_on_one_cell_the_later_one_sees_both_values(rencana, ani, budi, save, row, value):
    save(ani, (row(SUB), "target:2025", "15", "20"))
    with pytest.raises(Clashing) as clash:
        save(budi, (row(SUB), "target:2025", "15", "30"), (row(SUB), "target:2026", "15", "30"))
    (one,) = clash.value.clashes
    assert (one.row, one.col, one.yours, one.theirs) == (row(SUB), "target:2025", "30", "20")
    assert one.touch.who == "ani"
    assert value(row(SUB), "target:2026") == "15"
    save(budi, (row(SUB), "target:2025", "20", "30"))
    assert value(row(SUB), "target:2025") == "30"


def test_two_people_on_two_cells_do_not_disturb_each_other(ani, budi, save, row, value):
    save(ani, (row(SUB), "target:2025", "15", "20"))
    save(budi, (row(SUB), "target:2026", "15", "30"))
    assert (value(row(SUB), "target:2025"), value(row(SUB), "target:2026")) == ("20", "30")


def test_both_filling_in_one_blank_cell_is_a_clash_too(ani, budi, save, row):
    save(ani, (row("2.07.03.2.01"), "indikator", None, "Lulusan"))
    with pytest.raises(Clashing) as clash:
        save(budi, (row("2.07.03.2.01"), "indikator", None, "Peserta"))
    assert clash.value.clashes[0].theirs == "Lulusan"


def test_clashes_are_told_along_with_problems(ani, budi, save, row):
    save(ani, (row(SUB), "target:2025", "15", "20"))
    with pytest.raises(Refused) as refusal:
        save(budi, (row(SUB), "target:2025", "15", "30"), (row(SUB), "target:2026", "15", "1,835"))
    assert len(refusal.value.problems) == len(refusal.value.clashes) == 1


def test_sending_the_same_batch_again_is_harmless(rencana, ani, save, row):
    cells = [(row(SUB), "target:2025", "15", "20"), (row(SUB), "pagu:2025", "100", "120,00")]
    first = save(ani, *cells)
    again = save(ani, *cells)
    assert again.changeset is None
    assert (again.revisi, rencana.changesets.count()) == (first.revisi, 2)
    assert [one.value for one in again.readings] == ["20", "120"]


# Rights ---------------------------------------------------------------------------------------------


def test_a_closed_plan_says_why_since_when_and_who_can_open_it(rencana, ani, row):
    rencana.status = Rencana.Status.DIAJUKAN
    rencana.save()
    with pytest.raises(NotAllowed) as refusal:
        save_cells(rencana.slug, ani, [Edit(row(SUB), "target:2025", "15", "20")], GridAct.KETIK)
    for part in ("berstatus diajukan", "Terkunci sejak", "Yang dapat membuka: reviewer Bappeda"):
        assert part in str(refusal.value)


def test_who_may_only_read_is_told_the_role_that_writes(rencana, row):
    head = f.make_user("kepala", "kepala", rencana)
    with pytest.raises(NotAllowed, match=r"Anda masuk sebagai Kepala.*perencana.*admin"):
        save_cells(rencana.slug, head, [Edit(row(SUB), "target:2025", "15", "20")], GridAct.KETIK)


def test_a_plan_outside_the_scope_does_not_exist(rencana, row):
    other = f.make_plan(None, "kota-lain/disnaker/renstra-2025-2029/murni")
    with pytest.raises(Rencana.DoesNotExist):
        save_cells(rencana.slug, f.make_user("citra", rencana=other), [], GridAct.KETIK)


# Preview --------------------------------------------------------------------------------------------


def test_a_preview_says_what_each_cell_would_do_and_writes_nothing(rencana, ani, budi, save, row):
    save(ani, (row(SUB), "target:2030", "15", "20"))
    states = {
        "target:2025": ("15", "16", "berubah"),
        "target:2026": ("15", "150", "mencurigakan"),
        "target:2027": ("15", "15", "sama"),
        "target:2028": ("15", "1,835", "galat"),
        "target:2030": ("15", "30", "bentrok"),
        "pagu:2027": (None, "150", "baru"),
        "pagu:2031": (None, "1", "galat"),
    }
    edits = [Edit(row(SUB), col, old, new) for col, (old, new, _) in states.items()]
    before = ChangeSet.objects.count()
    readings, touches = preview_cells(rencana, edits, ani)
    assert {one.edit.col: one.state for one in readings} == {col: state for col, (_, _, state) in states.items()}
    assert touches[row(SUB), "target:2030"].who == "ani"
    assert ChangeSet.objects.count() == before


def test_a_paste_in_thousands_of_rupiah_is_suspicious_beside_what_stands(rencana, row, ani):
    sub = row(SUB)
    readings, _ = preview_cells(
        rencana, [Edit(sub, "pagu:2025", "100", "100000"), Edit(sub, "pagu:2027", None, "210000")], ani
    )
    assert [one.state for one in readings] == ["mencurigakan", "mencurigakan"]
    assert Nilai.decode(readings[0].value) == Nilai.of(100000)
