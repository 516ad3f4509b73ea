"""Positions and their holders: who signs on a day, and one definitif holder at a time."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from performance.models import Jabatan, Pejabat
from performance.models.jabatan import holder_on
from performance.perjanjian.positions import remove_position, save_holder
from tests.planning import factories as f

from .office import NIP, Office, hold, made, office_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return Office(f.make_plan().perangkat_daerah)


def new_holder(jabatan: Jabatan, mulai: date, selesai: date | None = None, sifat: str = "definitif") -> Pejabat:
    return Pejabat(jabatan=jabatan, nama="Orang Baru", nip=NIP, sifat=sifat, mulai=mulai, selesai=selesai)


def test_the_definitif_holder_signs_while_nobody_stands_in(office: Office) -> None:
    found = holder_on(office.kepala.pejabat.all(), date(2025, 1, 31))

    assert found is not None
    assert (found.nama, found.sebutan) == ("Orang Dua", "")


def test_a_plh_signs_only_on_the_days_of_the_absence(office: Office) -> None:
    hold(office.kepala, "Pengganti", date(2025, 2, 1), date(2025, 2, 10), "plh")
    names = [holder_on(office.kepala.pejabat.all(), date(2025, 2, day)) for day in (1, 10, 11)]

    assert [str(one) for one in names] == ["Pengganti", "Pengganti", "Orang Dua"]


def test_nobody_signs_before_the_first_holder_came(office: Office) -> None:
    assert holder_on(office.kepala.pejabat.all(), date(2019, 12, 31)) is None


def test_a_new_definitif_holder_ends_the_time_of_the_one_before(office: Office) -> None:
    ended = save_holder(new_holder(office.kepala, date(2025, 6, 1)))

    assert ended is not None
    ended.refresh_from_db()
    assert (ended.nama, ended.selesai) == ("Orang Dua", date(2025, 5, 31))
    assert str(holder_on(office.kepala.pejabat.all(), date(2025, 6, 1))) == "Orang Baru"


def test_two_definitif_holders_on_one_day_are_refused_in_words(office: Office) -> None:
    with pytest.raises(ValidationError) as refused:
        save_holder(new_holder(office.kepala, date(2019, 1, 1), date(2020, 1, 1)))

    assert "Orang Dua menjadi pejabat definitif sejak 1 Januari 2020" in str(refused.value)
    assert office.kepala.pejabat.count() == 1


def test_definitif_holders_follow_each_other_without_a_gap(office: Office) -> None:
    save_holder(new_holder(office.kepala, date(2018, 1, 1), date(2019, 12, 31)))

    assert office.kepala.pejabat.count() == 2


def test_the_database_itself_refuses_a_second_definitif_holder_without_an_end(office: Office) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        hold(office.kepala, "Kedua", date(2021, 1, 1))


def test_a_plt_may_hold_a_position_beside_a_definitif_holder(office: Office) -> None:
    assert save_holder(new_holder(office.kepala, date(2025, 1, 1), sifat="plt")) is None
    assert office.kepala.pejabat.count() == 2


@pytest.mark.parametrize(("nip", "fine"), [(NIP, True), ("", True), ("1970", False), (f"{NIP[:-1]}x", False)])
def test_a_nip_has_eighteen_digits(office: Office, nip: str, fine: bool) -> None:
    one = new_holder(office.seksi, date(2030, 1, 1), sifat="plt")
    one.nip = nip
    if fine:
        one.full_clean()
    else:
        with pytest.raises(ValidationError, match="18 angka"):
            one.full_clean()


def test_an_end_before_the_beginning_is_refused(office: Office) -> None:
    with pytest.raises(ValidationError, match="Selesai menjabat tidak boleh sebelum"):
        new_holder(office.kepala, date(2030, 2, 1), date(2030, 1, 1), "plt").full_clean()


def test_a_superior_stands_higher(office: Office) -> None:
    with pytest.raises(ValidationError, match="eselon lebih tinggi"):
        Jabatan(perangkat_daerah=office.pd, nama="Sekretaris", eselon="III", atasan=office.seksi).full_clean()


def test_a_superior_is_of_the_same_office_or_heads_its_daerah(office: Office) -> None:
    other = Office(f.make_plan(slug="kota-lain/disnaker/renstra-2025-2029/murni").perangkat_daerah)
    with pytest.raises(ValidationError, match="dari perangkat daerah ini"):
        Jabatan(perangkat_daerah=office.pd, nama="Sekretaris", eselon="III", atasan=other.kepala).full_clean()


def test_a_daerah_has_one_head(office: Office) -> None:
    with pytest.raises(ValidationError, match="Kepala daerah ini sudah tercatat"):
        Jabatan(daerah=office.pd.daerah, nama="Bupati", eselon="kepala_daerah").full_clean()


def test_a_position_with_a_perjanjian_is_not_deleted() -> None:
    rencana, office = office_year()
    made(rencana, office.seksi)

    assert "sudah memiliki perjanjian kinerja" in remove_position(office.seksi)
    assert "masih menjadi atasan" in remove_position(office.bidang)
    assert Jabatan.objects.filter(pk=office.seksi.pk).exists()


def test_a_position_that_nothing_refers_to_is_deleted_with_its_history(office: Office) -> None:
    assert remove_position(office.seksi) == ""
    assert not Pejabat.objects.filter(nama="Orang Empat").exists()
