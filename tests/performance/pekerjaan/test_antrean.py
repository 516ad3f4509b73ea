"""The queue of long work: one claim each, percent that never goes back, and nothing left running for ever."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError
from django.utils import timezone

from performance.models import Pekerjaan
from performance.pekerjaan import antrean
from performance.pekerjaan.antrean import Dihentikan, Hasil
from planning.models import Rencana, User
from tests.planning.factories import make_plan, make_user

pytestmark = pytest.mark.django_db
S = Pekerjaan.Status


@pytest.fixture
def rencana() -> Rencana:
    return make_plan(None, "kota-uji/disnaker/kinerja-2025/murni")


@pytest.fixture
def orang(rencana: Rencana) -> User:
    return make_user("perencana", rencana=rencana)


def ask(rencana: Rencana, user: User, sidik: str = "a") -> Pekerjaan:
    return antrean.minta(rencana, user, Pekerjaan.Jenis.LKIP, sidik)


def taken() -> Pekerjaan:
    job = antrean.ambil()
    assert job is not None
    return job


def test_the_oldest_work_is_taken_first_and_by_one_worker_only(rencana: Rencana, orang: User) -> None:
    first, second = ask(rencana, orang), ask(rencana, make_user("kepala", "kepala", rencana), "b")
    assert (taken().pk, taken().pk) == (first.pk, second.pk)
    assert antrean.ambil() is None


def test_a_worker_that_loses_the_race_takes_the_next(rencana: Rencana, orang: User, monkeypatch) -> None:
    first, second = ask(rencana, orang), ask(rencana, make_user("kepala", "kepala", rencana), "b")
    real = uuid_hex()
    lost: list[int] = []

    def another_was_quicker() -> str:
        if not lost:
            lost.append(Pekerjaan.objects.filter(pk=first.pk).update(status=S.BERJALAN, klaim="lain"))
        return real

    monkeypatch.setattr(antrean, "uuid", FakeUuid(another_was_quicker))
    assert taken().pk == second.pk
    first.refresh_from_db()
    assert first.klaim == "lain"


def uuid_hex() -> str:
    return "f" * 32


class FakeUuid:
    """Stands in for the module: asks `made` for the next claim."""

    def __init__(self, made) -> None:
        self.made = made

    def uuid4(self) -> FakeUuid:
        return self

    @property
    def hex(self) -> str:
        return self.made()


def test_percent_never_goes_back_and_only_the_end_is_a_hundred(rencana: Rencana, orang: User) -> None:
    ask(rencana, orang)
    job = taken()
    seen = []
    for persen in (5, 40, 20, 41, 300):
        antrean.lapor(job, "Menata", persen)
        job.refresh_from_db()
        seen.append(job.persen)
    assert seen == [5, 40, 40, 41, 99]
    antrean.selesaikan(job, Hasil(b"%PDF", "lkip.pdf", 1))
    job.refresh_from_db()
    assert (job.persen, job.status) == (100, S.SELESAI)


def test_a_person_has_one_piece_of_work_of_a_plan_at_a_time(rencana: Rencana, orang: User) -> None:
    first = ask(rencana, orang)
    assert ask(rencana, orang, "changed since").pk == first.pk
    with pytest.raises(IntegrityError):
        Pekerjaan.objects.create(rencana=rencana, user=orang, jenis="lkip", revisi=1, sidik="c")


def test_the_same_data_is_made_once_for_everybody(rencana: Rencana, orang: User) -> None:
    ask(rencana, orang)
    job = taken()
    kepala = make_user("kepala", "kepala", rencana)
    assert ask(rencana, kepala).pk == job.pk
    antrean.selesaikan(job, Hasil(b"%PDF", "lkip.pdf", 1))
    assert ask(rencana, kepala).pk == job.pk
    assert ask(rencana, kepala, "changed since").pk != job.pk


def test_work_of_a_worker_that_died_is_taken_up_and_the_second_time_failed(rencana: Rencana, orang: User) -> None:
    ask(rencana, orang)
    for expected in (S.ANTRE, S.GAGAL):
        job = taken()
        Pekerjaan.objects.update(denyut=timezone.now() - timedelta(minutes=2))
        assert antrean.pulihkan() == 1
        job.refresh_from_db()
        assert job.status == expected
    assert job.galat == antrean.TERHENTI


def test_work_of_a_living_worker_is_left_to_it(rencana: Rencana, orang: User) -> None:
    ask(rencana, orang)
    taken()
    assert antrean.pulihkan() == 0


def test_who_lost_the_work_can_neither_report_nor_finish_it(rencana: Rencana, orang: User) -> None:
    ask(rencana, orang)
    lost = taken()
    Pekerjaan.objects.update(denyut=timezone.now() - timedelta(minutes=2))
    antrean.pulihkan()
    again = taken()

    with pytest.raises(Dihentikan):
        antrean.lapor(lost, "Menata", 50)
    with pytest.raises(Dihentikan):
        antrean.selesaikan(lost, Hasil(b"%PDF old", "lkip.pdf", 1))
    assert not antrean.gagalkan(lost, "sebab") and not antrean.denyut(lost)
    antrean.selesaikan(again, Hasil(b"%PDF new", "lkip.pdf", 1))
    again.refresh_from_db()
    assert again.berkas.read() == b"%PDF new"


def test_cancelled_work_is_taken_by_nobody_and_ends_for_its_worker(rencana: Rencana, orang: User) -> None:
    waiting = ask(rencana, orang)
    assert antrean.batalkan(waiting)
    assert antrean.ambil() is None
    assert not antrean.batalkan(waiting)

    running = ask(rencana, orang)
    job = taken()
    assert job.pk == running.pk and antrean.batalkan(job)
    with pytest.raises(Dihentikan):
        antrean.lapor(job, "Menata", 50)


def test_work_put_back_keeps_its_attempts(rencana: Rencana, orang: User) -> None:
    ask(rencana, orang)
    for _ in range(5):
        antrean.kembalikan(taken())
    job = taken()
    assert job.percobaan == 1


def test_only_the_last_files_of_a_plan_are_kept(rencana: Rencana, orang: User, media: Path) -> None:
    for number in range(antrean.BERKAS_DISIMPAN + 2):
        ask(rencana, orang, str(number))
        antrean.selesaikan(taken(), Hasil(b"%PDF", f"lkip-{number}.pdf", 1))
    files = [path for path in media.rglob("*") if path.is_file()]
    assert len(files) == antrean.BERKAS_DISIMPAN
    assert Pekerjaan.objects.exclude(berkas="").count() == antrean.BERKAS_DISIMPAN
    # A print whose file is gone is made again when asked for.
    assert ask(rencana, orang, "0").status == S.ANTRE


def test_a_print_whose_file_was_lost_is_made_again(rencana: Rencana, orang: User) -> None:
    ask(rencana, orang)
    job = taken()
    antrean.selesaikan(job, Hasil(b"%PDF", "lkip.pdf", 1))
    assert ask(rencana, orang).pk == job.pk
    job.berkas.storage.delete(job.berkas.name)
    assert ask(rencana, orang).status == S.ANTRE


def test_the_files_of_a_deleted_plan_go_with_it(
    rencana: Rencana, orang: User, media: Path, django_capture_on_commit_callbacks
) -> None:
    ask(rencana, orang)
    antrean.selesaikan(taken(), Hasil(b"%PDF", "lkip.pdf", 1))
    with django_capture_on_commit_callbacks(execute=True):
        rencana.delete()
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_that_no_worker_runs_is_known_when_work_waits_and_nothing_moves(rencana: Rencana, orang: User) -> None:
    job = ask(rencana, orang)
    assert not antrean.tanpa_pekerja(job)
    Pekerjaan.objects.update(diminta=timezone.now() - timedelta(minutes=1))
    job.refresh_from_db()
    assert antrean.tanpa_pekerja(job)
    other = ask(rencana, make_user("kepala", "kepala", rencana), "b")
    Pekerjaan.objects.filter(pk=other.pk).update(status=S.BERJALAN, denyut=timezone.now())
    assert not antrean.tanpa_pekerja(job)


def test_a_stored_file_bears_a_name_that_says_nothing_of_the_plan(rencana: Rencana, orang: User) -> None:
    job = ask(rencana, orang)
    job.berkas.save("lkip.pdf", ContentFile(b"%PDF"), save=False)
    assert job.berkas.name == f"pekerjaan/{job.pk}/lkip.pdf"
