"""What the record says of cells: history, changes of others, undo in this session and in later ones."""

import pytest

from planning.cascade import load
from planning.grid.cells import Clashing, GridAct, Refused
from planning.grid.history import UnknownChangeSet, cell_history, changes_since, undo, undoable
from planning.grid.rows import RowId
from planning.grid.structure import AddRow, Link, Remove, reshape
from planning.levels import Level
from planning.models import ChangeSet, Indikator, Rencana, Simpul
from planning.writing import NotAllowed, draft_of
from renstra_portal.lib.values import Nilai

from .. import factories as f

SUB = "2.07.03.2.01.0001"


def picture(rencana):
    """Everything the plan holds, to be compared before and after."""
    return load(Rencana.objects.get(pk=rencana.pk)).roots


def take_back(rencana, user, saved):
    return undo(rencana.slug, user, saved.changeset.pk)


def history(rencana, row, col):
    return [(one.touch.who, one.old, one.new, one.source) for one in cell_history(rencana, RowId.parse(row), col)]


# History --------------------------------------------------------------------------------------------


def test_a_cell_tells_every_change_newest_first_with_its_source(rencana, ani, budi, save, row):
    save(ani, (row(SUB), "pagu:2025", "100", "120"))
    save(budi, (row(SUB), "pagu:2025", "120", "-"), act=GridAct.TEMPEL)
    save(budi, (row(SUB), "pagu:2026", "200", "300"))
    assert history(rencana, row(SUB), "pagu:2025") == [
        ("budi", "120", "-", "Tempel"),
        ("ani", "100", "120", "Ketik"),
        ("operator", None, "100", "uji"),
    ]


def test_a_renamed_sumber_dana_has_a_history_too(rencana, ani, save, row):
    save(ani, (row(SUB), "sumber_dana", None, "APBD"))
    save(ani, (row(SUB), "sumber_dana", "APBD", "DAK"))
    assert history(rencana, row(SUB), "sumber_dana") == [
        ("ani", "APBD", "DAK", "Ketik"),
        ("ani", None, "APBD", "Ketik"),
    ]


def test_pagu_keeps_its_history_when_its_sumber_dana_gets_a_name(rencana, ani, save, row):
    save(ani, (row(SUB), "pagu:2025", "100", "120"))
    save(ani, (row(SUB), "sumber_dana", None, "APBD"), (row(SUB), "pagu:2025", "120", "130"))
    save(ani, (row(SUB), "sumber_dana", "APBD", "DAK"))
    assert history(rencana, row(SUB), "pagu:2025") == [
        ("ani", "120", "130", "Ketik"),
        ("ani", "100", "120", "Ketik"),
        ("operator", None, "100", "uji"),
    ]


# Changes of others ----------------------------------------------------------------------------------


def test_changes_since_a_revision_are_the_cells_as_they_stand_now(rencana, ani, budi, save, row):
    save(ani, (row(SUB), "target:2025", "15", "20"))
    save(budi, (row(SUB), "target:2025", "20", "25"), (row(SUB), "pagu:2026", "200", ""))
    rencana.refresh_from_db()
    found = changes_since(rencana, 1, ani)
    assert (found.revisi, found.structure) == (3, False)
    cells = {(one.row, one.col): (one.value, one.touch.who, one.mine) for one in found.cells}
    assert cells[row(SUB), "target:2025"] == ("25", "budi", False)
    assert cells[row(SUB), "pagu:2026"] == (None, "budi", False)
    assert {one.col for one in changes_since(rencana, 2, budi).cells if one.mine} >= {"target:2025"}


def test_nothing_since_the_own_revision_is_found_without_looking(rencana, ani, django_assert_num_queries):
    with django_assert_num_queries(0):
        found = changes_since(rencana, rencana.revisi, ani)
    assert (found.cells, found.structure) == ([], False)


def test_a_further_indicator_keeps_its_own_row_in_the_changes(rencana, ani, save, row):
    draft = draft_of(load(rencana))
    next(one for one in draft.walk() if one.kode == SUB).indikator.append(f.indikator("Kelas", "Kelas"))
    f.write(rencana, draft)
    second = Indikator.objects.get(teks="Kelas")
    save(ani, (f"i{second.pk}", "target:2025", None, "3"))
    rencana.refresh_from_db()
    (one,) = changes_since(rencana, 2, ani).cells
    assert (one.row, one.col, one.value, one.mine) == (f"i{second.pk}", "target:2025", "3", True)


@pytest.mark.parametrize("operation", ["add", "link", "indicator", "source"])
def test_rows_that_come_or_go_ask_for_a_new_reading(rencana, ani, save, row, operation):
    match operation:
        case "add":
            reshape(rencana.slug, ani, AddRow(int(row("2.07.03")[1:]), Level.OUTCOME, uraian="Baru"))
        case "link":
            reshape(rencana.slug, ani, Link(int(row("2.07.03")[1:]), []))
        case "indicator":
            save(ani, (row("2.07.03.2.01"), "indikator", None, "Baru"))
        case "source":
            save(ani, (f"{row(SUB)}:DAK", "pagu:2025", None, "1"))
    rencana.refresh_from_db()
    assert changes_since(rencana, 1, ani).structure is True


def test_a_renamed_sumber_dana_is_a_cell_not_a_new_row(rencana, ani, save, row):
    save(ani, (row(SUB), "sumber_dana", None, "APBD"))
    rencana.refresh_from_db()
    found = changes_since(rencana, 1, ani)
    assert found.structure is False
    cells = {(one.row, one.col): one.value for one in found.cells}
    assert cells == {(row(SUB), "sumber_dana"): "APBD", (row(SUB), "pagu:2025"): "100", (row(SUB), "pagu:2026"): "200"}


def test_a_revision_from_another_copy_of_the_data_asks_for_a_new_reading(rencana, ani):
    assert changes_since(rencana, 99, ani).structure is True


# Undo -----------------------------------------------------------------------------------------------


def test_an_undone_paste_leaves_the_plan_as_it_was_and_is_recorded(rencana, ani, save, row):
    before = picture(rencana)
    saved = save(
        ani,
        (row(SUB), "target:2025", "15", "BB"),
        (row(SUB), "target:2026", "15", ""),
        (row(SUB), "pagu:2027", None, "-"),
        (row("2.07.03"), "plafon:2025", None, "500"),
        (row(SUB), "lokasi", None, "Kota"),
        act=GridAct.TEMPEL,
    )
    undone = take_back(rencana, ani, saved)
    assert picture(rencana) == before
    assert (undone.changeset.origin, undone.changeset.source) == ("undo", "Urungkan: Tempel")
    assert undone.structure is False
    cells = {(one.row, one.col): one.value for one in undone.cells}
    assert cells[row(SUB), "target:2026"] == "15"
    assert cells[row(SUB), "lokasi"] is None
    assert history(rencana, row(SUB), "target:2025")[0] == ("ani", "'BB", "15", "Urungkan: Tempel")


def test_undoing_the_undo_brings_the_change_back_and_so_on(rencana, ani, save, row, value):
    saved = save(ani, (row(SUB), "target:2025", "15", "20"))
    undone = take_back(rencana, ani, saved)
    redone = take_back(rencana, ani, undone)
    assert (value(row(SUB), "target:2025"), redone.changeset.source) == ("20", "Ulangi: Ketik")
    last = take_back(rencana, ani, redone)
    assert (value(row(SUB), "target:2025"), last.changeset.source) == ("15", "Urungkan: Ketik")


def test_undo_twice_by_a_lost_answer_undoes_once(rencana, ani, save, row, value):
    saved = save(ani, (row(SUB), "target:2025", "15", "20"))
    first = take_back(rencana, ani, saved)
    again = take_back(rencana, ani, saved)
    assert again.changeset == first.changeset
    assert value(row(SUB), "target:2025") == "15"


def test_the_list_names_ones_own_standing_changes_newest_first(rencana, ani, budi, save, row):
    one = save(ani, (row(SUB), "target:2025", "15", "20"))
    two = save(ani, (row(SUB), "target:2026", "15", "20"), (row(SUB), "pagu:2026", "200", "300"), act=GridAct.TEMPEL)
    save(budi, (row(SUB), "target:2027", "15", "20"))
    entries = undoable(rencana, ani)
    assert [(entry.touch.changeset, entry.act, entry.count) for entry in entries] == [
        (two.changeset.pk, "Tempel", 2),
        (one.changeset.pk, "Ketik", 1),
    ]
    assert entries[0].summary == "2 sel: Target 2026, Pagu 2026"
    undone = take_back(rencana, ani, one)
    assert [entry.touch.changeset for entry in undoable(rencana, ani)] == [undone.changeset.pk, two.changeset.pk]


def test_undo_refuses_with_the_cells_that_changed_since_and_undoes_nothing(rencana, ani, budi, save, row, value):
    saved = save(ani, (row(SUB), "target:2025", "15", "20"), (row(SUB), "target:2026", "15", "20"))
    save(budi, (row(SUB), "target:2025", "20", "25"))
    with pytest.raises(Clashing) as clash:
        take_back(rencana, ani, saved)
    (one,) = clash.value.clashes
    assert (one.row, one.col, one.yours, one.theirs, one.touch.who) == (row(SUB), "target:2025", "15", "25", "budi")
    assert value(row(SUB), "target:2026") == "20"


def test_what_someone_set_back_already_is_no_obstacle(rencana, ani, budi, save, row, value):
    saved = save(ani, (row(SUB), "target:2025", "15", "20"), (row(SUB), "target:2026", "15", "20"))
    save(budi, (row(SUB), "target:2025", "20", "15"))
    take_back(rencana, ani, saved)
    assert (value(row(SUB), "target:2025"), value(row(SUB), "target:2026")) == ("15", "15")


def test_a_removed_branch_comes_back_with_its_ids_figures_and_links(rencana, ani, row):
    before = picture(rencana)
    removed = reshape(rencana.slug, ani, Remove(RowId.parse(row("2.07.03"))))
    assert not Simpul.objects.filter(rencana=rencana, level="kegiatan").exists()
    undone = take_back(rencana, ani, removed)
    assert undone.structure is True
    assert picture(rencana) == before
    take_back(rencana, ani, undone)
    assert not Simpul.objects.filter(rencana=rencana, level="program").exists()


def test_a_removed_sasaran_comes_back_with_the_programs_that_serve_it(rencana, ani, row):
    before = picture(rencana)
    removed = reshape(rencana.slug, ani, Remove(RowId.parse(row("Meningkatnya kesempatan kerja"))))
    assert load(rencana).by_id[int(row("2.07.03")[1:])].kaitan == ()
    take_back(rencana, ani, removed)
    assert picture(rencana) == before


def test_an_added_row_is_not_taken_back_with_what_others_put_into_it(rencana, ani, budi, save, row):
    added = reshape(rencana.slug, ani, AddRow(int(row("2.07.03")[1:]), Level.OUTCOME, uraian="Baru"))
    new = added.rows[0]["row"]
    reshape(rencana.slug, budi, AddRow(int(new[1:]), Level.KEGIATAN, uraian="Kegiatan baru"))
    save(budi, (new, "target:2025", None, "10"))
    with pytest.raises(Clashing) as clash:
        take_back(rencana, ani, added)
    assert {one.touch.who for one in clash.value.clashes} == {"budi"}
    assert Simpul.objects.filter(pk=int(new[1:])).exists()


def test_an_added_row_is_taken_back_when_only_its_neighbours_changed(rencana, ani, row):
    before = picture(rencana)
    after = int(row("Meningkatnya keterampilan")[1:])
    added = reshape(rencana.slug, ani, AddRow(int(row("2.07.03")[1:]), Level.OUTCOME, uraian="Baru", after=after))
    take_back(rencana, ani, added)
    assert picture(rencana) == before


def test_changes_in_a_row_that_was_removed_since_cannot_be_undone(rencana, ani, budi, save, row):
    sub = row(SUB)
    saved = save(ani, (sub, "lokasi", None, "Kota"))
    reshape(rencana.slug, budi, Remove(RowId.parse(sub)))
    with pytest.raises(Clashing) as clash:
        take_back(rencana, ani, saved)
    assert [(one.row, one.col) for one in clash.value.clashes] == [(sub, "lokasi")]


def test_only_ones_own_changes_of_this_plan_can_be_undone(rencana, ani, budi, save, row):
    saved = save(ani, (row(SUB), "target:2025", "15", "20"))
    with pytest.raises(NotAllowed, match="yang membuat perubahan"):
        take_back(rencana, budi, saved)
    other = f.make_plan(f.small_draft(), "kota-lain/disnaker/renstra-2025-2029/murni")
    with pytest.raises(UnknownChangeSet):
        undo(rencana.slug, ani, other.changesets.get().pk)


def test_a_closed_plan_takes_no_undo(rencana, ani, save, row):
    saved = save(ani, (row(SUB), "target:2025", "15", "20"))
    Rencana.objects.filter(pk=rencana.pk).update(status=Rencana.Status.DITETAPKAN)
    with pytest.raises(NotAllowed, match="ditetapkan"):
        take_back(rencana, ani, saved)


def test_an_import_of_ones_own_can_be_undone_too(rencana, ani, row):
    before = picture(rencana)
    draft = draft_of(load(rencana))
    draft.settings["judul"] = "Renstra Perbaikan"
    next(one for one in draft.walk() if one.kode == SUB).set_pagu(2025, Nilai.of(999))
    changeset = f.write(rencana, draft, user=ani)
    assert changeset is not None
    undo(rencana.slug, ani, changeset.pk)
    assert picture(rencana) == before
    assert Rencana.objects.get(pk=rencana.pk).judul != "Renstra Perbaikan"


def test_a_change_whose_parent_is_gone_is_refused_in_words(rencana, ani, row):
    removed = reshape(rencana.slug, ani, Remove(RowId.parse(row(SUB))))
    reshape(rencana.slug, ani, Remove(RowId.parse(row("2.07.03.2.01"))))
    with pytest.raises(Refused, match="sudah dihapus"):
        take_back(rencana, ani, removed)
    assert ChangeSet.objects.filter(origin="undo").count() == 0
