"""Editing the texts of a report: recorded, against what the person saw, only by those who may, and back again."""

from __future__ import annotations

import pytest

from performance.lkip.composition import compose
from performance.lkip.naskah import (
    Changed,
    NotSaved,
    difference,
    edits_of,
    history_of,
    restore,
    save,
    take_over_from,
)
from performance.models import BlockEdit
from planning.cascade import load
from planning.models import Rencana, User
from planning.versions.perubahan import create_perubahan
from planning.writing import NotAllowed
from tests.performance.tables import lkip_plan as p
from tests.planning.factories import make_user, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def rencana() -> Rencana:
    return p.make_year()


@pytest.fixture
def orang(rencana: Rencana) -> User:
    return make_user("perencana", rencana=rencana)


def edit(rencana: Rencana, user: User, text: str, number: int = 0, key: str = "belanja") -> BlockEdit | None:
    return save(rencana, user, key, text, number, standard="Baku.")


def test_an_edit_is_kept_with_who_and_when_and_holds_instead_of_the_standard_text(
    rencana: Rencana, orang: User
) -> None:
    made = edit(rencana, orang, "Serapan {{85,00%|serapan}} baik.")
    assert made is not None and made.user == orang and made.made_at is not None

    block = compose(load(rencana), edits_of(rencana)).block("belanja")
    assert block is not None and block.is_edited
    assert block.text == "Serapan {{serapan}} baik."


def test_a_figure_in_an_edited_text_follows_its_cell(rencana: Rencana, orang: User) -> None:
    edit(rencana, orang, "Serapan {{1%|serapan}}.")
    before = compose(load(rencana), edits_of(rencana)).figures.say("serapan")
    draft = p.year_draft()
    sub = next(one for one in draft.walk() if one.uraian == "Gaji")
    sub.keuangan["keuangan_4", p.YEAR, "APBD"] = p.Nilai.of(100)
    write(rencana, draft)

    assert before == "85,00%"
    assert compose(load(rencana), edits_of(rencana)).figures.say("serapan") == "90,00%"


def test_who_saves_over_an_edit_they_did_not_see_is_told_what_stands_there(rencana: Rencana, orang: User) -> None:
    edit(rencana, orang, "Pertama.")
    with pytest.raises(Changed) as clash:
        edit(rencana, orang, "Kedua.", number=0)
    assert clash.value.latest.text == "Pertama."
    assert edit(rencana, orang, "Kedua.", number=1) is not None
    assert [one.text for one in history_of(rencana, "belanja")] == ["Kedua.", "Pertama."]


def test_going_back_to_the_standard_text_is_an_edit_too(rencana: Rencana, orang: User) -> None:
    edit(rencana, orang, "Pertama.")
    back = restore(rencana, orang, "belanja", 1)
    assert back is not None and back.is_standard and back.number == 2
    block = compose(load(rencana), edits_of(rencana)).block("belanja")
    assert block is not None and not block.is_edited and block.text == block.standard


def test_saving_the_standard_text_or_what_stands_there_already_changes_nothing(rencana: Rencana, orang: User) -> None:
    assert edit(rencana, orang, " Baku. ") is None
    edit(rencana, orang, "Lain.")
    assert edit(rencana, orang, "Lain.", number=1) is None
    assert BlockEdit.objects.count() == 1


def test_a_broken_token_and_an_endless_text_are_refused_with_the_reason(rencana: Rencana, orang: User) -> None:
    with pytest.raises(NotSaved, match="capaian 12"):
        edit(rencana, orang, "Angka {{capaian 12}}.")
    with pytest.raises(NotSaved, match="terlalu panjang"):
        edit(rencana, orang, "x" * 20_001)
    assert not BlockEdit.objects.exists()


@pytest.mark.parametrize("peran", ["kepala", "reviewer", "pembaca"])
def test_only_the_perencana_of_the_office_edits(rencana: Rencana, peran: str) -> None:
    with pytest.raises(NotAllowed):
        edit(rencana, make_user(peran, peran, rencana), "Lain.")


def test_a_plan_that_was_set_takes_no_edit(rencana: Rencana, orang: User) -> None:
    Rencana.objects.update(status="ditetapkan")
    rencana.refresh_from_db()
    with pytest.raises(NotAllowed, match="ditetapkan"):
        edit(rencana, orang, "Lain.")


def test_the_difference_from_the_standard_text_names_what_is_only_in_one_of_them() -> None:
    found = difference("Satu.\n\nDua.", "Satu.\n\nTiga.")
    assert [(one.kind, one.text) for one in found] == [
        ("tetap", "Satu."),
        ("hilang", "Dua."),
        ("tambah", "Tiga."),
    ]


def test_the_texts_of_the_murni_version_are_taken_over_with_figures_of_the_perubahan(
    rencana: Rencana, orang: User
) -> None:
    sasaran = next(one for one in load(rencana).walk() if one.level == "sasaran")
    own = sasaran.indikator[0].id
    edit(rencana, orang, f"Tercapai {{{{capaian:{own}}}}}.", key=f"sasaran.{sasaran.id}.a")
    Rencana.objects.update(status="ditetapkan")
    rencana.refresh_from_db()
    changed = create_perubahan(rencana, user=None)
    cascade = load(changed)
    ids = {node.asal_id: node.id for node in cascade.walk() if node.asal_id is not None}

    assert take_over_from(rencana, changed, orang, ids) == 1
    report = compose(cascade, edits_of(changed))
    block = next(one for one in report.texts() if one.is_edited)
    assert block.key == f"sasaran.{ids[sasaran.id]}.a"
    # The token still holds the id of the murni version, which is found by what was copied from it.
    assert report.figures.say(f"capaian:{own}") == "114,92%"
    assert take_over_from(rencana, changed, orang, ids) == 0


def test_texts_are_taken_over_all_or_none(rencana: Rencana, orang: User, monkeypatch) -> None:
    for key in ("belanja", "inovasi"):
        edit(rencana, orang, "Tertulis.", key=key)
    Rencana.objects.update(status="ditetapkan")
    rencana.refresh_from_db()
    changed = create_perubahan(rencana, user=None)
    # Somebody else writes the second one after this person has looked what is written.
    edit(changed, orang, "Lebih cepat.", key="inovasi")
    monkeypatch.setattr("performance.lkip.naskah.edits_of", lambda rencana: {})

    with pytest.raises(Changed):
        take_over_from(rencana, changed, orang, {})
    assert [one.key for one in BlockEdit.objects.filter(rencana=changed)] == ["inovasi"]
