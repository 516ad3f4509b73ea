"""The difference between a perjanjian murni and its perubahan, live and frozen."""

from __future__ import annotations

from decimal import Decimal

import pytest

from performance.perjanjian.comparison import Comparison, compare
from planning.cascade import load
from planning.levels import Level
from planning.models import Rencana
from planning.writing import draft_of
from renstra_portal.lib.values import Nilai
from tests.performance.year import TAHUN, written

from .office import LATER, change_pagu, change_target, drawn, made, office_year, revised, row_id, signed

pytestmark = pytest.mark.django_db


def compared(dasar: str = "", **change: object) -> Comparison:
    """The signed murni against a perubahan in which one sub-kegiatan got another pagu."""
    rencana, office = office_year()
    before = drawn(signed(made(rencana, office.kepala)))
    perubahan = revised(rencana, dasar)
    change_pagu(perubahan, **{"amount": 160, **change})  # type: ignore[arg-type]
    return compare(before, drawn(made(perubahan, office.kepala, LATER)))


def test_a_program_tells_semula_menjadi_and_selisih() -> None:
    found = compared()

    (row,) = found.anggaran
    assert (row.jenis, row.semula, row.menjadi, row.selisih) == ("diubah", Nilai.of(175), Nilai.of(235), 60)
    assert found.selisih_total == 60
    assert found.berubah == 1


def test_the_reason_is_that_of_the_row_below_that_changed() -> None:
    assert compared("Perda APBD Perubahan", alasan="Tambahan DBHCHT").anggaran[0].alasan == "Tambahan DBHCHT"


def test_without_a_reason_of_its_own_a_row_tells_the_basis_of_the_perubahan() -> None:
    assert compared("Perda APBD Perubahan").anggaran[0].alasan == "Perda APBD Perubahan"


def test_a_row_that_did_not_change_has_no_reason() -> None:
    found = compared("Perda APBD Perubahan")

    assert [(one.jenis, one.alasan) for one in found.kinerja] == [("tetap", "")]


def test_money_from_another_source_is_a_change_though_the_amount_stays() -> None:
    found = compared(amount=100, sumber="DBHCHT")

    assert found.anggaran[0].jenis == "diubah"
    assert found.anggaran[0].selisih == 0
    assert {one.sumber: one.selisih for one in found.sumber} == {"": Decimal(-100), "DBHCHT": Decimal(100)}


def test_details_that_changed_under_the_same_plafon_are_no_change_of_the_promise() -> None:
    rencana, office = office_year()
    draft = draft_of(load(rencana))
    next(one for one in draft.walk() if one.level == Level.PROGRAM).set_plafon(TAHUN, Nilai.of(200))
    draft.settings["cetak_pagu"] = "plafon"
    written(rencana, draft, None)
    before = drawn(signed(made(rencana, office.kepala)))
    perubahan = revised(rencana)
    change_pagu(perubahan, 160)
    found = compare(before, drawn(made(perubahan, office.kepala, LATER)))

    assert [(one.jenis, one.semula, one.menjadi) for one in found.anggaran] == [("tetap", Nilai.of(200), Nilai.of(200))]


def test_a_target_tells_its_difference() -> None:
    rencana, office = office_year()
    before = drawn(signed(made(rencana, office.kepala)))
    perubahan = revised(rencana)
    change_target(perubahan, "95.5")
    found = compare(before, drawn(made(perubahan, office.kepala, LATER)))

    assert [(one.jenis, one.selisih) for one in found.kinerja] == [("diubah", Decimal("-4.5"))]


def test_a_row_that_was_renamed_stays_one_row() -> None:
    rencana, office = office_year()
    before = drawn(signed(made(rencana, office.kepala)))
    perubahan = revised(rencana)
    draft = draft_of(load(perubahan))
    program = next(one for one in draft.walk() if one.level == Level.PROGRAM)
    program.uraian = "PROGRAM PELATIHAN DAN PRODUKTIVITAS"
    written(perubahan, draft, None)
    (row,) = compare(before, drawn(made(perubahan, office.kepala, LATER))).anggaran

    assert (row.jenis, row.nama_semula) == ("tetap", "PROGRAM PELATIHAN KERJA")


def test_added_and_dropped_rows_are_told_apart() -> None:
    rencana, office = office_year()
    chosen = (row_id(rencana, "2.07.03.2.01.0001"), row_id(rencana, "2.07.03.2.01.0002"))
    before = drawn(signed(made(rencana, office.seksi, pilihan=chosen)))
    perubahan = revised(rencana)
    now = (row_id(perubahan, "2.07.03.2.01.0001"), row_id(perubahan, "2.07.03.2.02.0001"))
    found = compare(before, drawn(made(perubahan, office.seksi, LATER, pilihan=now)))

    assert [(one.kode[-9:], one.jenis, one.selisih) for one in found.anggaran] == [
        ("2.01.0001", "tetap", Decimal(0)),
        ("2.02.0001", "ditambah", Decimal(25)),
        ("2.01.0002", "dihapus", Decimal(-50)),
    ]


def test_both_sides_may_be_frozen() -> None:
    rencana, office = office_year()
    before = signed(made(rencana, office.kepala))
    perubahan = revised(rencana)
    change_pagu(perubahan, 160)
    after = signed(made(perubahan, office.kepala, LATER))
    change_pagu(perubahan, 999)
    Rencana.objects.filter(jenis="renstra").update(judul="Lain")

    assert compare(drawn(before), drawn(after)).selisih_total == 60
    assert drawn(after).menggantikan == drawn(before).tanggal


def test_a_perubahan_with_nothing_changed_says_so() -> None:
    found = compared(amount=100)

    assert found.berubah == 0
    assert found.selisih_total == 0
