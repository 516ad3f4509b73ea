"""Setting a version: by whom, on which revision, and that nothing in it can be changed any more."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from tempfile import NamedTemporaryFile

import pytest
from django.core.management import call_command

from planning.cascade import load
from planning.grid.cells import Edit, GridAct, save_cells
from planning.grid.history import undo
from planning.grid.structure import AddIndicator, reshape
from planning.levels import Level
from planning.models import Change, ChangeSet, Rencana, User
from planning.versions.establishing import establish
from planning.versions.renja import create_renja
from planning.workbook import import_workbook, write_workbook
from planning.writing import (
    Authorship,
    Conflict,
    InvalidPlan,
    NotAllowed,
    PlanDraft,
    apply,
    compare,
    draft_of,
    locked_plan,
)
from renstra_portal.lib.values import Nilai
from tests.planning import factories as f

from . import plans as p

pytestmark = pytest.mark.django_db


@pytest.fixture
def renja() -> Rencana:
    return create_renja(p.make_renstra(), 2026, user=None)


# Setting --------------------------------------------------------------------------------------------------


def test_setting_a_version_is_recorded_with_the_decision(renja):
    kepala = f.make_user("kepala", "kepala", renja)
    changeset = establish(renja, user=kepala, reason=" Keputusan Nomor 5 Tahun 2025, 1 Juli 2025 ")
    renja.refresh_from_db()
    assert (renja.status, renja.revisi) == ("ditetapkan", 2)
    assert (changeset.origin, changeset.user, changeset.revisi) == ("status", kepala, 2)
    assert changeset.reason == "Keputusan Nomor 5 Tahun 2025, 1 Juli 2025"
    change = Change.objects.get(changeset=changeset)
    assert (change.kind, change.act, change.object_id) == ("rencana", "update", renja.pk)
    assert change.cells == {"status": ["konsep", "ditetapkan"]}


@pytest.mark.parametrize("peran", ["perencana", "reviewer", "pembaca"])
def test_only_the_kepala_sets_a_version(renja, peran):
    with pytest.raises(NotAllowed, match="hanya dapat ditetapkan oleh kepala"):
        establish(renja, user=f.make_user("orang", peran, renja), reason="Keputusan 1")


def test_the_kepala_of_another_office_sets_nothing_here(renja):
    other = f.make_plan(slug="kota-lain/disnaker/renja-2026/murni")
    with pytest.raises(NotAllowed):
        establish(renja, user=f.make_user("orang", "kepala", other), reason="Keputusan 1")


def test_the_admin_may_set_a_version(renja):
    establish(renja, user=User.objects.create_superuser("admin"), reason="Keputusan 1")
    assert renja.status == "ditetapkan"


def test_a_decision_has_to_be_named(renja):
    with pytest.raises(InvalidPlan, match="nomor dan tanggal keputusan"):
        establish(renja, user=None, reason=" ")


def test_a_version_is_set_once(renja):
    establish(renja, user=None, reason="Keputusan 1")
    with pytest.raises(NotAllowed, match="sudah ditetapkan"):
        establish(renja, user=None, reason="Keputusan 2")


def test_what_was_written_since_the_person_looked_is_not_set_unseen(renja):
    seen = renja.revisi
    p.rewrite(renja, p.SUB, lokasi="Tempat lain")
    with pytest.raises(Conflict, match="belum ditetapkan"):
        establish(renja, user=None, reason="Keputusan 1", revisi=seen)
    stale = Rencana.objects.get(pk=renja.pk)
    Rencana.objects.filter(pk=renja.pk).update(status="diajukan")
    with pytest.raises(Conflict):
        establish(stale, user=None, reason="Keputusan 1")
    renja.refresh_from_db()
    assert renja.status == "diajukan"


def test_a_writing_that_was_under_way_comes_too_late(renja):
    draft = draft_of(load(renja))
    draft.roots[0].uraian = "Tujuan lain"
    late, picture = compare(load(renja), draft), Rencana.objects.get(pk=renja.pk)
    establish(renja, user=None, reason="Keputusan 1")
    with pytest.raises(Conflict):
        apply(picture, late, by=f.Authorship(user=None, origin=ChangeSet.Origin.COMMAND))


# Set for good ---------------------------------------------------------------------------------------------


@dataclass
class Office:
    """A Renja, the planner who wrote to it before, and that writing."""

    rencana: Rencana
    planner: User
    written: ChangeSet


@pytest.fixture
def office(renja) -> Office:
    planner = f.make_user("perencana", "perencana", renja)
    draft = draft_of(load(renja))
    draft.roots[0].uraian = "Tujuan baru"
    written = f.write(renja, draft, user=planner)
    assert written is not None
    return Office(renja, planner, written)


def changed(rencana: Rencana) -> PlanDraft:
    draft = draft_of(load(rencana))
    draft.roots[0].uraian = "Tujuan yang tidak boleh berubah"
    return draft


def write_draft(office: Office) -> None:
    f.write(office.rencana, changed(office.rencana), user=office.planner)


def write_as_operator(office: Office) -> None:
    f.write(office.rencana, changed(office.rencana))


def write_settings(office: Office) -> None:
    f.write(office.rencana, PlanDraft(settings={"judul": "Judul lain"}), user=office.planner)


def write_copy(office: Office) -> None:
    difference = compare(load(office.rencana), changed(office.rencana))
    apply(office.rencana, difference, by=Authorship(user=office.planner, origin=ChangeSet.Origin.COPY))


def write_under_lock(office: Office) -> None:
    with locked_plan(office.rencana.slug, office.planner) as lock:
        by = Authorship(user=office.planner, origin=ChangeSet.Origin.GRID)
        apply(lock.rencana, compare(load(lock.rencana), changed(lock.rencana)), by=by, lock=lock)


def write_cell(office: Office) -> None:
    row = f"s{p.at(office.rencana, p.SUB, Level.SUB_KEGIATAN).id}"
    save_cells(office.rencana.slug, office.planner, [Edit(row, "lokasi", "Kota Uji", "Tempat lain")], GridAct.KETIK)


def add_row(office: Office) -> None:
    sub = p.at(office.rencana, p.SUB)
    reshape(office.rencana.slug, office.planner, AddIndicator(sub.id, "Indikator lain"))


def undo_own(office: Office) -> None:
    undo(office.rencana.slug, office.planner, office.written.pk)


def book_of(rencana: Rencana) -> io.BytesIO:
    """The plan's workbook with another pagu."""
    stream = io.BytesIO()
    cascade = load(rencana)
    other = f.make_plan(draft_of(cascade), "kota-lain/disnaker/renja-2026/murni")
    draft = draft_of(load(other))
    next(one for one in draft.walk() if one.kode == p.SUB).set_pagu(2026, Nilai.of(123456), "PAD")
    f.write(other, draft)
    write_workbook(load(other), stream)
    stream.seek(0)
    return stream


def import_book(office: Office) -> None:
    by = Authorship(user=office.planner, origin=ChangeSet.Origin.IMPORT)
    report = import_workbook(office.rencana, book_of(office.rencana), by=by)
    if report.refused:
        raise NotAllowed(*(str(one) for one in report.problems))


def import_by_command(office: Office) -> None:
    said = io.StringIO()
    with NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(book_of(office.rencana).read())
        file.flush()
        try:
            call_command("import_plan", file.name, plan=office.rencana.slug, stdout=said)
        except SystemExit as ended:
            raise NotAllowed(said.getvalue()) from ended


WAYS: dict[str, Callable[[Office], None]] = {
    "a draft": write_draft,
    "the operator": write_as_operator,
    "a setting": write_settings,
    "a copy": write_copy,
    "the lock of the grid": write_under_lock,
    "a cell of the grid": write_cell,
    "a row of the grid": add_row,
    "an undo": undo_own,
    "a workbook": import_book,
    "the import command": import_by_command,
}


def everything(rencana: Rencana) -> tuple[object, ...]:
    row = Rencana.objects.filter(pk=rencana.pk).values()[0]
    return row, sorted(rencana.simpul.values_list()), rencana.changesets.count(), load(rencana)


@pytest.mark.parametrize("way", WAYS)
def test_an_open_version_is_written_by(office, way):
    before = everything(office.rencana)
    WAYS[way](office)
    assert everything(office.rencana) != before


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_written_to_a_set_version_by(office, way):
    p.established(office.rencana)
    before = everything(office.rencana)
    with pytest.raises(NotAllowed, match="berstatus ditetapkan sehingga tidak dapat diubah"):
        WAYS[way](office)
    assert everything(office.rencana) == before
