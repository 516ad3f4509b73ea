"""Editing the texts of a report: recorded, against what the person saw, only by those who may, and back again."""

from __future__ import annotations

import pytest

from performance.lkip.naskah import (
    Berubah,
    TidakTersimpan,
    beda,
    kembalikan,
    riwayat,
    salin_dari,
    simpan,
    suntingan,
)
from performance.lkip.susunan import susun
from performance.models import Suntingan
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


def save(rencana: Rencana, user: User, teks: str, nomor: int = 0, kunci: str = "belanja") -> Suntingan | None:
    return simpan(rencana, user, kunci, teks, nomor, standar="Baku.")


def test_an_edit_is_kept_with_who_and_when_and_holds_instead_of_the_standard_text(
    rencana: Rencana, orang: User
) -> None:
    made = save(rencana, orang, "Serapan {{85,00%|serapan}} baik.")
    assert made is not None and made.user == orang and made.pada is not None

    blok = susun(load(rencana), suntingan(rencana)).blok("belanja")
    assert blok is not None and blok.disunting
    assert blok.teks == "Serapan {{serapan}} baik."


def test_a_figure_in_an_edited_text_follows_its_cell(rencana: Rencana, orang: User) -> None:
    save(rencana, orang, "Serapan {{1%|serapan}}.")
    before = susun(load(rencana), suntingan(rencana)).angka.say("serapan")
    draft = p.year_draft()
    sub = next(one for one in draft.walk() if one.uraian == "Gaji")
    sub.keuangan["keuangan_4", p.YEAR, "APBD"] = p.Nilai.of(100)
    write(rencana, draft)

    assert before == "85,00%"
    assert susun(load(rencana), suntingan(rencana)).angka.say("serapan") == "90,00%"


def test_who_saves_over_an_edit_they_did_not_see_is_told_what_stands_there(rencana: Rencana, orang: User) -> None:
    save(rencana, orang, "Pertama.")
    with pytest.raises(Berubah) as clash:
        save(rencana, orang, "Kedua.", nomor=0)
    assert clash.value.terbaru.teks == "Pertama."
    assert save(rencana, orang, "Kedua.", nomor=1) is not None
    assert [one.teks for one in riwayat(rencana, "belanja")] == ["Kedua.", "Pertama."]


def test_going_back_to_the_standard_text_is_an_edit_too(rencana: Rencana, orang: User) -> None:
    save(rencana, orang, "Pertama.")
    back = kembalikan(rencana, orang, "belanja", 1)
    assert back is not None and back.baku and back.nomor == 2
    blok = susun(load(rencana), suntingan(rencana)).blok("belanja")
    assert blok is not None and not blok.disunting and blok.teks == blok.standar


def test_saving_the_standard_text_or_what_stands_there_already_changes_nothing(rencana: Rencana, orang: User) -> None:
    assert save(rencana, orang, " Baku. ") is None
    save(rencana, orang, "Lain.")
    assert save(rencana, orang, "Lain.", nomor=1) is None
    assert Suntingan.objects.count() == 1


def test_a_broken_token_and_an_endless_text_are_refused_with_the_reason(rencana: Rencana, orang: User) -> None:
    with pytest.raises(TidakTersimpan, match="capaian 12"):
        save(rencana, orang, "Angka {{capaian 12}}.")
    with pytest.raises(TidakTersimpan, match="terlalu panjang"):
        save(rencana, orang, "x" * 20_001)
    assert not Suntingan.objects.exists()


@pytest.mark.parametrize("peran", ["kepala", "reviewer", "pembaca"])
def test_only_the_perencana_of_the_office_edits(rencana: Rencana, peran: str) -> None:
    with pytest.raises(NotAllowed):
        save(rencana, make_user(peran, peran, rencana), "Lain.")


def test_a_plan_that_was_set_takes_no_edit(rencana: Rencana, orang: User) -> None:
    Rencana.objects.update(status="ditetapkan")
    rencana.refresh_from_db()
    with pytest.raises(NotAllowed, match="ditetapkan"):
        save(rencana, orang, "Lain.")


def test_the_difference_from_the_standard_text_names_what_is_only_in_one_of_them() -> None:
    found = beda("Satu.\n\nDua.", "Satu.\n\nTiga.")
    assert [(one.jenis, one.teks) for one in found] == [
        ("tetap", "Satu."),
        ("hilang", "Dua."),
        ("tambah", "Tiga."),
    ]


def test_the_texts_of_the_murni_version_are_taken_over_with_figures_of_the_perubahan(
    rencana: Rencana, orang: User
) -> None:
    sasaran = next(one for one in load(rencana).walk() if one.level == "sasaran")
    own = sasaran.indikator[0].id
    save(rencana, orang, f"Tercapai {{{{capaian:{own}}}}}.", kunci=f"sasaran.{sasaran.id}.a")
    Rencana.objects.update(status="ditetapkan")
    rencana.refresh_from_db()
    changed = create_perubahan(rencana, user=None)
    cascade = load(changed)
    ids = {node.asal_id: node.id for node in cascade.walk() if node.asal_id is not None}

    assert salin_dari(rencana, changed, orang, ids) == 1
    report = susun(cascade, suntingan(changed))
    blok = next(one for one in report.teks() if one.disunting)
    assert blok.kunci == f"sasaran.{ids[sasaran.id]}.a"
    # The token still holds the id of the murni version, which is found by what was copied from it.
    assert report.angka.say(f"capaian:{own}") == "114,92%"
    assert salin_dari(rencana, changed, orang, ids) == 0


def test_texts_are_taken_over_all_or_none(rencana: Rencana, orang: User, monkeypatch) -> None:
    for kunci in ("belanja", "inovasi"):
        save(rencana, orang, "Tertulis.", kunci=kunci)
    Rencana.objects.update(status="ditetapkan")
    rencana.refresh_from_db()
    changed = create_perubahan(rencana, user=None)
    # Somebody else writes the second one after this person has looked what is written.
    save(changed, orang, "Lebih cepat.", kunci="inovasi")
    monkeypatch.setattr("performance.lkip.naskah.suntingan", lambda rencana: {})

    with pytest.raises(Berubah):
        salin_dari(rencana, changed, orang, {})
    assert [one.kunci for one in Suntingan.objects.filter(rencana=changed)] == ["inovasi"]
