"""Making, editing and signing: what is signed stays as it was, whatever happens to plan and people."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from performance.models import Jabatan, Pejabat, PerjanjianKinerja
from performance.perjanjian.content import BarisAnggaran, BarisIndikator, BarisKinerja, Content
from performance.perjanjian.document import Document, Pihak, fingerprint, frozen, thawed
from performance.perjanjian.writing import Terms, edit, make, remove, sign
from planning.levels import Level
from planning.models import Rencana
from planning.versions.perubahan import cancel_perubahan
from planning.writing import Conflict, InvalidPlan, NotAllowed
from renstra_portal.lib.values import KOSONG, TIDAK_DIRENCANAKAN, Nilai
from tests.performance.year import SUB
from tests.planning import factories as f

from .office import (
    DAY,
    LATER,
    Office,
    change_pagu,
    change_target,
    drawn,
    fresh,
    hold,
    made,
    office_year,
    revised,
    row_id,
    signed,
)

figures = st.one_of(
    st.just(KOSONG),
    st.just(TIDAK_DIRENCANAKAN),
    st.decimals(-(10**15), 10**15, places=2, allow_nan=False).map(Nilai.of),
    st.text("ABC'-1. ", min_size=1).filter(str.strip).map(Nilai.teks),
)


@given(target=figures, money=figures, text=st.text(max_size=40))
def test_a_frozen_document_comes_back_exactly_as_it_was(target: Nilai, money: Nilai, text: str) -> None:
    document = Document(
        "Dinas", "Kota", 1, text, Pihak("Kepala", text), Pihak(""), "Uji", DAY,
        Content(
            "II", 2025,
            (BarisKinerja("sasaran", text, (BarisIndikator(text, "%", target, 2, 5, None),), 7, 3, text),),
            (BarisAnggaran("program", "2.07", text, money, (("APBD", money),), 9, None, text),),
            ("Misi",), ((3, text),),
        ),
    )  # fmt: skip

    assert thawed(frozen(document)) == document


def test_a_document_in_a_format_of_another_portal_is_refused() -> None:
    with pytest.raises(ValueError, match="format"):
        thawed({"format": 99})


@pytest.mark.django_db
class TestMaking:
    def test_a_konsep_names_the_superior_as_second_party(self) -> None:
        rencana, office = office_year()

        assert make(rencana, office.kepala, user=None).jabatan_kedua == office.wali_kota

    def test_a_position_has_one_perjanjian_under_a_version(self) -> None:
        rencana, office = office_year()
        make(rencana, office.kepala, user=None)

        with pytest.raises(InvalidPlan, match="sudah dibuat"):
            make(rencana, office.kepala, user=None)

    def test_only_years_that_are_carried_out_have_perjanjian(self) -> None:
        _, office = office_year()
        renstra = Rencana.objects.get(jenis="renstra")

        with pytest.raises(InvalidPlan, match="rencana kinerja"):
            make(renstra, office.kepala, user=None)

    def test_positions_of_another_office_have_none_here(self) -> None:
        rencana, _ = office_year()
        other = Office(f.make_plan(slug="kota-lain/disnaker/renstra-2025-2029/murni").perangkat_daerah)

        with pytest.raises(InvalidPlan, match="bukan jabatan perangkat daerah ini"):
            make(rencana, other.kepala, user=None)

    @pytest.mark.parametrize("peran", ["kepala", "reviewer", "pembaca"])
    def test_nobody_but_the_perencana_makes_and_edits(self, peran: str) -> None:
        rencana, office = office_year()
        person = f.make_user("orang", peran, rencana)
        one = made(rencana, office.kepala)

        with pytest.raises(NotAllowed, match="dibuat dan diubah oleh perencana"):
            make(rencana, office.bidang, user=person)
        with pytest.raises(NotAllowed, match="dibuat dan diubah oleh perencana"):
            edit(one, Terms(DAY, "Uji", office.wali_kota), user=person, revisi=one.revisi)
        with pytest.raises(NotAllowed, match="dibuat dan diubah oleh perencana"):
            remove(one, user=person, revisi=one.revisi)

    def test_the_second_of_two_who_edit_at_once_is_told(self) -> None:
        rencana, office = office_year()
        one = made(rencana, office.kepala)
        edit(one, Terms(DAY, "Lain", office.wali_kota), user=None, revisi=one.revisi)

        with pytest.raises(Conflict, match="diubah oleh orang lain"):
            edit(one, Terms(DAY, "Uji", office.wali_kota), user=None, revisi=one.revisi)

    def test_rows_of_another_plan_cannot_be_chosen(self) -> None:
        rencana, office = office_year()
        one = made(rencana, office.bidang)
        elsewhere = Rencana.objects.get(jenis="renstra").simpul.filter(level=Level.PROGRAM)[0]

        with pytest.raises(InvalidPlan, match="tidak lagi ada di rencana"):
            edit(one, Terms(DAY, "Uji", office.kepala, pilihan=(elsewhere.pk,)), user=None, revisi=one.revisi)

    def test_a_person_who_did_not_hold_the_position_that_day_cannot_sign_for_it(self) -> None:
        rencana, office = office_year()
        one = made(rencana, office.kepala)
        later = hold(office.kepala, "Pelaksana", LATER, sifat="plt")

        with pytest.raises(InvalidPlan, match="tidak menjabat pada 31 Januari 2025"):
            edit(one, Terms(DAY, "Uji", office.wali_kota, pejabat=later), user=None, revisi=one.revisi)

    def test_the_parties_are_those_who_hold_the_positions_on_the_day(self) -> None:
        rencana, office = office_year()
        hold(office.wali_kota, "Pejabat Sementara", date(2025, 1, 15), date(2025, 2, 15), "plt")
        one = made(rencana, office.kepala)

        assert drawn(one).kedua == Pihak(
            "Plt. Wali Kota Uji", "Pejabat Sementara", "Pembina, IV/a", "197001012000031001"
        )
        edit(one, Terms(LATER, "Uji", office.wali_kota), user=None, revisi=one.revisi)
        assert drawn(one).kedua.nama == "Orang Satu"


@pytest.mark.django_db
class TestSigning:
    def test_a_konsep_follows_the_plan(self) -> None:
        rencana, office = office_year()
        one = made(rencana, office.kepala)
        change_pagu(rencana, 1000)

        assert drawn(one).isi.total == 1075

    def test_what_is_signed_stays_whatever_happens_to_plan_and_people(self) -> None:
        rencana, office = office_year()
        one = signed(made(rencana, office.kepala))
        before = drawn(one)

        change_pagu(rencana, 1000)
        change_target(rencana, "50")
        Pejabat.objects.all().delete()
        Jabatan.objects.filter(pk=office.kepala.pk).update(nama="Kepala Badan")
        Rencana.objects.filter(pk=rencana.pk).update(nama_perangkat_daerah="Badan Baru", tempat="Lain")

        assert drawn(one) == before
        assert before.isi.total == 175
        assert before.pertama.nama == "Orang Dua"

    def test_what_is_signed_is_neither_edited_nor_deleted_nor_signed_again(self) -> None:
        rencana, office = office_year()
        one = signed(made(rencana, office.kepala))

        for attempt in (
            lambda: edit(one, Terms(LATER, "Lain", office.wali_kota), user=None, revisi=one.revisi),
            lambda: remove(one, user=None, revisi=one.revisi),
            lambda: sign(one, user=None, seen=fingerprint(drawn(one))),
            lambda: one.delete(),
        ):
            with pytest.raises(NotAllowed, match="sudah ditandatangani"), transaction.atomic():
                attempt()
        assert fresh(one).tanggal == DAY

    def test_a_perubahan_with_a_signed_perjanjian_is_not_cancelled(self) -> None:
        rencana, office = office_year()
        perubahan = revised(rencana)
        signed(made(perubahan, office.kepala, LATER))

        with pytest.raises(NotAllowed, match="sudah ditandatangani"):
            cancel_perubahan(perubahan, user=None, reason="keliru")
        assert Rencana.objects.filter(pk=perubahan.pk).exists()

    def test_a_perubahan_with_a_konsep_is_cancelled_with_it(self) -> None:
        rencana, office = office_year()
        perubahan = revised(rencana)
        made(perubahan, office.kepala, LATER)
        cancel_perubahan(perubahan, user=None, reason="keliru")

        assert not PerjanjianKinerja.objects.exists()

    def test_signing_is_refused_when_the_plan_changed_after_it_was_read(self) -> None:
        rencana, office = office_year()
        one = made(rencana, office.kepala)
        seen = fingerprint(drawn(one))
        change_pagu(rencana, 1000)

        with pytest.raises(Conflict, match="berubah sejak Anda membukanya"):
            sign(one, user=None, seen=seen)
        assert not fresh(one).is_signed

    @pytest.mark.parametrize("peran", ["perencana", "reviewer", "pembaca"])
    def test_nobody_but_the_kepala_records_the_signatures(self, peran: str) -> None:
        rencana, office = office_year()
        one = made(rencana, office.kepala)

        with pytest.raises(NotAllowed, match="dicatat oleh kepala"):
            sign(one, user=f.make_user("orang", peran, rencana), seen=fingerprint(drawn(one)))

    def test_the_kepala_records_the_signatures_and_is_named(self) -> None:
        rencana, office = office_year()
        one = made(rencana, office.kepala)
        kepala = f.make_user("kepala", "kepala", rencana)
        sign(one, user=kepala, seen=fingerprint(drawn(one)))

        held = fresh(one)
        assert held.is_signed
        assert held.dicatat_nama == "kepala"

    def test_what_is_missing_is_told_before_it_can_be_signed(self) -> None:
        rencana, office = office_year()
        office.wali_kota.pejabat.all().delete()
        one = made(rencana, office.kepala, None)

        with pytest.raises(NotAllowed) as refused:
            sign(one, user=None, seen=fingerprint(drawn(one)))
        assert "tanggal belum diisi" in str(refused.value)
        assert "belum ada pejabat untuk Wali Kota Uji" in str(refused.value)

    def test_the_rows_chosen_once_are_chosen_under_the_perubahan_too(self) -> None:
        rencana, office = office_year()
        chosen = row_id(rencana, SUB)
        made(rencana, office.seksi, pilihan=(chosen,))
        perubahan = revised(rencana)
        later = make(perubahan, office.seksi, user=None)

        assert later.pilihan == [row_id(perubahan, SUB)]
