"""The year as it is carried out, opened from the plans before it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from planning.cascade import load
from planning.levels import Level
from planning.models import ChangeSet, Rencana
from planning.versions.kinerja import create_kinerja, kinerja_of, kinerja_sources_for
from planning.versions.renja import create_renja
from planning.writing import (
    Authorship,
    IndicatorDraft,
    InvalidPlan,
    NodeDraft,
    NotAllowed,
    apply,
    compare,
    draft_of,
)
from renstra_portal.lib.values import Nilai
from tests.planning.factories import make_plan, make_user, small_draft

pytestmark = pytest.mark.django_db

BY = Authorship(user=None, origin=ChangeSet.Origin.COMMAND)


@pytest.fixture
def renstra() -> Rencana:
    return make_plan(small_draft(), "kota-a/disnaker/renstra-2025-2029/murni")


def _leaf(rencana: Rencana):  # type: ignore[no-untyped-def]
    return next(node for node in load(rencana).walk() if node.level == Level.SUB_KEGIATAN and node.pagu)


def _spend(rencana: Rencana, amount: str, reached: str) -> None:
    cascade = load(rencana)
    draft = draft_of(cascade)
    node = next(one for one in draft.walk() if one.level == Level.SUB_KEGIATAN and one.pagu)
    tahun = rencana.tahun_awal
    node.set_keuangan("keuangan_1", tahun, Nilai.of(Decimal(amount)), "APBD")
    node.set_keuangan("keuangan_4", tahun, Nilai.of(Decimal(1)), "APBD")
    node.set_nilai("fisik_1", tahun, Nilai.of(Decimal("25.5")))
    node.set_nilai("penghambat_1", tahun, Nilai.teks("Lelang ulang."))
    for one in (one for held in draft.walk() for one in held.indikator):
        one.akumulasi = "jumlah"
        one.satuan = "Orang"
        one.set_value("realisasi_1", tahun, Nilai.of(Decimal(reached)))
        one.set_value("realisasi_2", tahun, Nilai.of(Decimal(reached)))
    apply(rencana, compare(cascade, draft), by=BY)


def test_a_year_takes_over_target_and_pagu_of_that_year_alone(renstra: Rencana) -> None:
    made = create_kinerja(renstra, 2026, user=None)
    assert made.slug == "kota-a/disnaker/kinerja-2026/murni"
    assert made.tahun_tabel == [2026]
    leaf, origin = _leaf(made), _leaf(renstra)
    assert leaf.asal_id == origin.id
    assert {year for year, _ in leaf.pagu} == {2026}
    assert leaf.total[2026] == origin.total[2026]
    assert all(set(one.target) <= {2026} for node in load(made).walk() for one in node.indikator)


def test_the_budget_of_the_year_is_its_pagu_and_no_ceiling_of_the_plan_before(renstra: Rencana) -> None:
    draft = draft_of(load(renstra))
    next(one for one in draft.walk() if one.level == Level.PROGRAM).set_plafon(2026, Nilai.of(999))
    draft.settings["cetak_pagu"] = "plafon"
    apply(renstra, compare(load(renstra), draft), by=BY)
    made = create_kinerja(Rencana.objects.get(pk=renstra.pk), 2026, user=None)
    assert made.cetak_pagu == "jumlah"
    assert not any(node.plafon for node in load(made).walk())


def test_it_knows_what_the_renstra_wants_at_its_end(renstra: Rencana) -> None:
    made = load(create_kinerja(renstra, 2026, user=None))
    plan, leaf = load(renstra), _leaf(renstra)
    here = next(node for node in made.walk() if node.asal_id == leaf.id)
    whole = sum((leaf.total.get(year, Decimal(0)) for year in range(2025, 2030)), Decimal(0))
    assert here.total_keuangan["renstra", 2029] == whole
    for node in made.walk():
        for one in node.indikator:
            origin = next(i for n in plan.walk() for i in n.indikator if i.id == one.asal_id)
            assert one.akhir_at(2029) == origin.end_value(2025, 2029)


def test_it_remembers_what_earlier_years_reached_and_spent(renstra: Rencana) -> None:
    first = create_kinerja(renstra, 2025, user=None)
    _spend(first, "1500", "7")
    second = create_kinerja(renstra, 2026, user=None)
    leaf = _leaf(second)
    assert leaf.total_keuangan["keuangan", 2025] == Decimal(1501)
    assert {one.realisasi_at(2025).amount for one in leaf.indikator} == {Decimal(14)}


def test_a_row_of_a_year_made_from_a_renja_finds_its_past_through_both_plans(renstra: Rencana) -> None:
    first = create_kinerja(renstra, 2025, user=None)
    _spend(first, "1500", "7")
    made = create_kinerja(create_renja(renstra, 2026, user=None), 2026, user=None)
    leaf = _leaf(made)
    assert leaf.total_keuangan["keuangan", 2025] == Decimal(1501)
    assert ("renstra", 2029) in leaf.total_keuangan


def test_figures_of_a_triwulan_are_read_back_as_written(renstra: Rencana) -> None:
    made = create_kinerja(renstra, 2025, user=None)
    _spend(made, "1500", "7")
    leaf = _leaf(made)
    assert leaf.keuangan_at("keuangan_1", 2025).amount == Decimal(1500)
    assert leaf.nilai_at("fisik_1", 2025).amount == Decimal("25.5")
    assert leaf.nilai_at("penghambat_1", 2025).text == "Lelang ulang."
    office = load(made).office
    assert office and office.total_keuangan["keuangan_1", 2025] == Decimal(1500)


def test_a_year_is_opened_once(renstra: Rencana) -> None:
    create_kinerja(renstra, 2025, user=None)
    with pytest.raises(InvalidPlan, match="sudah ada"):
        create_kinerja(renstra, 2025, user=None)
    assert list(kinerja_of(renstra.perangkat_daerah)) == [2025]


def test_a_year_outside_the_plan_is_refused(renstra: Rencana) -> None:
    with pytest.raises(InvalidPlan, match="2025–2029"):
        create_kinerja(renstra, 2030, user=None)


def test_a_year_with_a_renja_is_opened_from_the_renja(renstra: Rencana) -> None:
    renja = create_renja(renstra, 2026, user=None)
    create_kinerja(renstra, 2025, user=None)
    found = kinerja_sources_for([renstra.perangkat_daerah])
    assert found == {renja: (2026,), renstra: (2027, 2028, 2029)}


def test_someone_without_the_role_opens_no_year(renstra: Rencana) -> None:
    with pytest.raises(NotAllowed):
        create_kinerja(renstra, 2025, user=make_user("orang-lain"))


def test_a_ratio_of_an_earlier_year_is_counted_from_its_data(renstra: Rencana) -> None:
    first = create_kinerja(renstra, 2025, user=None)
    cascade = load(first)
    draft = draft_of(cascade)
    for nomor, count in (("D01", "2047"), ("D02", "1835")):
        row = draft.add(NodeDraft(Level.DATA, f"Data {nomor}", nomor=nomor))
        row.indikator.append(
            IndicatorDraft(
                "Jumlah", "Orang", akumulasi="jumlah", values={("realisasi_3", 2025): Nilai.of(Decimal(count))}
            )
        )
    sasaran = next(node for node in draft.walk() if node.level == Level.SASARAN)
    sasaran.indikator[0].akumulasi = "rasio"
    sasaran.indikator[0].data_pembilang, sasaran.indikator[0].data_penyebut = "D02", "D01"
    apply(first, compare(cascade, draft), by=BY)

    second = load(create_kinerja(renstra, 2026, user=None))
    found = next(node for node in second.walk() if node.level == Level.SASARAN).indikator[0]
    assert found.realisasi_at(2025) == Nilai.of(Decimal("89.64"))


def test_the_command_opens_a_year_or_says_why_not(renstra: Rencana, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_kinerja", "--from", renstra.slug, "--year", "2026")
    made = kinerja_of(renstra.perangkat_daerah)[2026]
    assert made.slug in capsys.readouterr().out
    with pytest.raises(CommandError, match="sudah ada"):
        call_command("create_kinerja", "--from", renstra.slug, "--year", "2026")
