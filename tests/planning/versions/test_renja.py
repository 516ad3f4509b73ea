"""A Renja made from a Renstra, from last year's Renja, or empty."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from planning.cascade import load
from planning.levels import Level
from planning.models import ChangeSet, EdisiNomenklatur, Indikator, Rencana, Simpul
from planning.versions.evaluation import accumulated
from planning.versions.lineage import Lineage, rows_without_origin
from planning.versions.opening import versions_held
from planning.versions.perubahan import create_perubahan
from planning.versions.renja import create_empty_renja, create_renja
from planning.writing import InvalidPlan, NotAllowed, draft_of
from renstra_portal.lib.values import KOSONG, Nilai
from tests.planning import factories as f

from . import plans as p

pytestmark = pytest.mark.django_db


@pytest.fixture
def renstra() -> Rencana:
    return p.make_renstra()


@pytest.fixture
def renja(renstra) -> Rencana:
    return create_renja(renstra, 2026, user=None)


def evaluation(rencana, kode):
    return p.at(rencana, kode, Level.EVALUASI)


# From a Renstra -----------------------------------------------------------------------------------------


def test_a_renja_is_a_plan_of_its_year_with_the_next_as_prakiraan_maju(renstra, renja):
    assert renja.slug == p.RENJA.format(2026)
    assert (renja.jenis, renja.tahun_awal, renja.tahun_akhir, renja.tahun_dasar) == ("renja", 2026, 2026, 2025)
    assert renja.tahun_tabel == [2026, 2027]
    assert (renja.asal, renja.edisi, renja.tahun_akhir_renstra) == (renstra, renstra.edisi, 2029)
    assert renja.judul == "Renja Dinas Ketenagakerjaan Kota Uji 2026"
    assert renja.status == "konsep"


def test_it_holds_target_and_pagu_of_the_year_and_of_the_next_only(renstra, renja):
    sub = p.at(renja, p.SUB)
    assert dict(sub.pagu) == {
        (2026, "PAD"): Nilai.of(2026),
        (2026, "DAU"): Nilai.of(7),
        (2027, "PAD"): Nilai.of(2027),
        (2027, "DAU"): Nilai.of(7),
    }
    assert dict(sub.indikator[0].target) == {2026: Nilai.of(26), 2027: Nilai.of(27)}
    assert (sub.lokasi, sub.penanggung_jawab) == ("Kota Uji", "Bidang Pelatihan")
    assert dict(p.at(renja, "2.07.03.2.01").plafon) == {2026: Nilai.of(999)}
    office, before = load(renja).office, load(renstra).office
    assert {year: office.total[year] for year in (2026, 2027)} == {year: before.total[year] for year in (2026, 2027)}


def test_remarks_and_reasons_of_another_document_stay_behind(renja):
    sub = p.at(renja, p.SUB)
    assert (sub.catatan, sub.alasan, sub.dasar_hukum) == ("", "", "")


def test_goals_come_along_with_the_link_of_the_program_but_strategies_do_not(renja):
    cascade = load(renja)
    program = p.at(cascade, "2.07.03", Level.PROGRAM)
    assert [one.uraian for one in cascade.linked(program)] == ["Meningkatnya kesempatan kerja"]
    assert not cascade.at(Level.STRATEGI)


def test_every_row_and_indicator_names_the_one_it_was_taken_from(renstra, renja):
    assert rows_without_origin(renja) == 0
    trees = [*Level.values]
    trees.remove(Level.LAYANAN)
    for row in Simpul.objects.filter(rencana=renja, level__in=trees).select_related("asal"):
        assert row.asal is not None
        assert (row.asal.rencana_id, row.asal.uraian) == (renstra.pk, row.uraian)
    for one in Indikator.objects.filter(simpul__rencana=renja).select_related("asal__simpul"):
        assert one.asal is not None
        assert (one.asal.simpul.rencana_id, one.asal.teks) == (renstra.pk, one.teks)


def test_one_change_set_names_the_version_it_was_copied_from(renstra, renja):
    copy = renja.changesets.get()
    assert (copy.origin, copy.user_name, copy.revisi) == ("copy", "operator", 1)
    assert copy.source == f"{renstra.judul} ({renstra.slug}, revisi 1)"
    assert copy.changes.filter(kind="simpul").count() == renja.simpul.count()


def test_the_bridge_year_of_a_renstra_can_be_planned_too(renstra):
    renja = create_renja(renstra, 2030, user=None)
    assert dict(p.at(renja, p.SUB).indikator[0].target) == {2030: Nilai.of(30)}


# Service performance --------------------------------------------------------------------------------------


def test_iku_and_ikk_become_the_service_performance_with_their_targets_expected(renja):
    rows = load(renja).at(Level.LAYANAN)
    assert [(row.nomor, row.uraian, *sorted(row.indikator[0].jenis)) for row in rows] == [
        ("1", "Lowongan kerja", "iku"),
        ("2", "Persentase lulusan bekerja", "ikk"),
    ]
    ikk = rows[1].indikator[0]
    assert dict(ikk.target) == dict.fromkeys((2025, 2026, 2027), f.nilai("80,5"))
    assert dict(ikk.proyeksi) == dict.fromkeys((2026, 2027), f.nilai("80,5"))
    assert not ikk.realisasi


def test_service_rows_of_those_years_serve_instead(renstra):
    draft = draft_of(load(renstra))
    row = draft.add(f.node(Level.LAYANAN, "Lowongan kerja", indikator=[f.indikator("Lowongan kerja", "Persen")]))
    row.indikator[0].set_value("target", 2024, f.nilai("90"))
    row.indikator[0].set_value("realisasi", 2024, f.nilai("91"))
    row.indikator[0].set_value("realisasi", 2021, f.nilai("70"))
    f.write(renstra, draft)
    rows = load(create_renja(renstra, 2025, user=None)).at(Level.LAYANAN)
    assert [row.uraian for row in rows] == ["Lowongan kerja"]
    one = rows[0].indikator[0]
    # 2025 and 2026 are those of the IKU of the same words.
    assert dict(one.target) == {2024: f.nilai("90"), 2025: f.nilai("100"), 2026: f.nilai("100")}
    assert dict(one.realisasi) == {2024: f.nilai("91")}
    assert dict(one.proyeksi) == {2025: f.nilai("100"), 2026: f.nilai("100")}
    # Of the years of the Renja 2026 they say nothing after 2024, so its IKU and IKK do.
    later = load(create_renja(renstra, 2026, user=None)).at(Level.LAYANAN)
    assert [row.uraian for row in later] == ["Lowongan kerja", "Persentase lulusan bekerja"]


# Evaluation -----------------------------------------------------------------------------------------------


def test_the_evaluation_is_the_programme_tree_with_outcomes_on_their_program(renja):
    cascade = load(renja)
    roots = [row for row in cascade.roots if row.level == Level.EVALUASI]
    assert [row.kode for root in roots for row in root.walk()] == [
        "2",
        "2.07",
        "2.07.03",
        "2.07.03.2.01",
        p.SUB,
        "2.07.03.2.01.0002",
        "2.07.03.2.02",
        "2.07.03.2.02.0001",
    ]
    program = evaluation(cascade, "2.07.03")
    assert [one.jenis for one in program.indikator] == [frozenset({"outcome"})]


def test_the_evaluation_holds_the_end_of_the_renstra_and_its_targets_of_the_years_before(renstra, renja):
    one = evaluation(renja, p.SUB).indikator[0]
    assert dict(one.akhir) == {2029: Nilai.of(29)}
    assert dict(one.target) == {2025: Nilai.of(25)}
    assert (dict(one.realisasi), dict(one.proyeksi)) == ({}, {})


def test_a_cumulative_indicator_ends_at_the_sum_of_the_period(renstra):
    draft = draft_of(load(renstra))
    next(node for node in draft.walk() if node.kode == p.SUB).indikator[0].akumulasi = "jumlah"
    f.write(renstra, draft)
    one = evaluation(create_renja(renstra, 2026, user=None), p.SUB).indikator[0]
    assert dict(one.akhir) == {2029: Nilai.of(25 + 26 + 27 + 28 + 29)}


def test_targets_of_past_years_are_those_of_their_latest_renja(renstra, renja):
    set_one = p.established(renja)
    perubahan = create_perubahan(set_one, user=None)
    draft = draft_of(load(perubahan))
    planned = next(one for one in draft.walk() if one.kode == p.SUB and one.level == Level.SUB_KEGIATAN)
    planned.indikator[0].set_value("target", 2026, Nilai.of(44))
    # Another wording: the origin still tells which indicator it is.
    planned.indikator[0].teks = "Jumlah peserta"
    f.write(perubahan, draft)
    one = evaluation(create_renja(renstra, 2028, user=None), p.SUB).indikator[0]
    assert dict(one.target) == {2026: Nilai.of(44), 2027: Nilai.of(27)}


def test_a_renja_without_origins_is_found_by_code_and_words(renstra):
    held = f.make_plan(p.renstra_draft(), p.RENJA.format(2026))
    draft = draft_of(load(held))
    sub = next(one for one in draft.walk() if one.kode == p.SUB)
    sub.indikator[0].set_value("target", 2026, Nilai.of(55))
    f.write(held, draft)
    one = evaluation(create_renja(renstra, 2027, user=None), p.SUB).indikator[0]
    assert dict(one.target) == {2025: Nilai.of(25), 2026: Nilai.of(55)}


def test_realisation_goes_on_from_last_years_evaluation(renstra, renja):
    draft = draft_of(load(renja))
    row = next(one for one in draft.walk() if one.kode == p.SUB and one.level == Level.EVALUASI)
    row.indikator[0].akumulasi = "jumlah"
    row.indikator[0].set_value("realisasi", 2023, Nilai.of(100))
    row.indikator[0].set_value("realisasi", 2024, Nilai.of(11))
    f.write(renja, draft)
    source = draft_of(load(renstra))
    next(one for one in source.walk() if one.kode == p.SUB).indikator[0].akumulasi = "jumlah"
    f.write(renstra, source)
    one = evaluation(create_renja(renstra, 2027, user=None), p.SUB).indikator[0]
    # Up to and including 2024: what was reached up to 2023, and in 2024.
    assert dict(one.realisasi) == {2024: Nilai.of(111)}


@pytest.mark.parametrize(
    ("akumulasi", "satuan", "parts", "reached"),
    [
        ("jumlah", "orang", "100 11", "111"),
        ("jumlah", "%", "80 85", "85"),
        ("jumlah", "orang", "100 -", "100"),
        ("jumlah", "orang", "100 ?", ""),
        ("terakhir", "%", "80 -", "80"),
        ("terakhir", "%", "80 ?", "80"),
        ("terakhir", "%", "- -", "-"),
    ],
)
def test_what_was_reached_over_years_adds_up_only_what_can_be_added(renstra, akumulasi, satuan, parts, reached):
    held = [KOSONG if one == "?" else Nilai.decode(one) for one in parts.split()]
    one = replace(p.at(renstra, p.SUB).indikator[0], akumulasi=akumulasi, satuan=satuan)
    assert accumulated(one, held).plain() == reached


# From last year's Renja -----------------------------------------------------------------------------------


def test_from_last_years_renja_the_prakiraan_maju_becomes_the_plan(renstra, renja):
    held = draft_of(load(renja))
    sub = next(one for one in held.walk() if one.kode == p.SUB and one.level == Level.SUB_KEGIATAN)
    sub.set_pagu(2027, Nilai.of(5000), "PAD")
    sub.indikator[0].set_value("target", 2027, Nilai.of(72))
    f.write(renja, held)
    second = create_renja(renja, 2027, user=None)
    row = p.at(second, p.SUB, Level.SUB_KEGIATAN)
    assert {key: nilai for key, nilai in row.pagu.items() if key[0] == 2027} == {
        (2027, "PAD"): Nilai.of(5000),
        (2027, "DAU"): Nilai.of(7),
    }
    assert row.indikator[0].target_at(2027) == Nilai.of(72)
    assert (second.asal, second.tahun_akhir_renstra) == (renja, 2029)
    assert row.asal_id == p.at(renja, p.SUB, Level.SUB_KEGIATAN).id
    one = evaluation(second, p.SUB).indikator[0]
    assert dict(one.akhir) == {2029: Nilai.of(29)}
    assert dict(one.target) == {2025: Nilai.of(25), 2026: Nilai.of(26)}


def test_from_last_years_renja_the_prakiraan_maju_is_that_of_the_renstra_behind_it(renstra, renja):
    perubahan = create_perubahan(p.established(renja), user=None)
    held = draft_of(load(perubahan))
    sub = next(one for one in held.walk() if one.kode == p.SUB and one.level == Level.SUB_KEGIATAN)
    sub.kode, sub.uraian = "2.07.03.2.01.0009", "Nama lain"
    kegiatan = next(one for one in held.walk() if one.kode == "2.07.03.2.01" and one.level == Level.KEGIATAN)
    kegiatan.add(f.node(Level.SUB_KEGIATAN, "Baru", indikator=[f.indikator("Baru", target={2027: "3"})]))
    f.write(perubahan, held)
    source = draft_of(load(renstra))
    next(one for one in source.walk() if one.kode == "2.07.03.2.01").set_plafon(2028, Nilai.of(888))
    f.write(renstra, source)
    second = create_renja(perubahan, 2027, user=None)
    # The origins tell the row through the perubahan and the murni, though its code and name are others now.
    row = p.at(second, "2.07.03.2.01.0009", Level.SUB_KEGIATAN)
    assert {key: nilai for key, nilai in row.pagu.items() if key[0] == 2028} == {
        (2028, "PAD"): Nilai.of(2028),
        (2028, "DAU"): Nilai.of(7),
    }
    assert dict(row.indikator[0].target) == {2027: Nilai.of(27), 2028: Nilai.of(28)}
    assert p.at(second, "2.07.03.2.01", Level.KEGIATAN).plafon_at(2028) == Nilai.of(888)
    assert dict(p.at(second, "Baru").indikator[0].target) == {2027: Nilai.of(3)}
    # Evaluation is about the past; what is expected of the services reaches the next year.
    assert 2028 not in evaluation(second, "2.07.03.2.01.0009").indikator[0].target
    ikk = load(second).at(Level.LAYANAN)[1].indikator[0]
    assert (ikk.target_at(2028), ikk.proyeksi_at(2028)) == (f.nilai("80,5"), f.nilai("80,5"))


def test_what_last_years_renja_says_of_the_year_after_next_is_kept(renstra, renja):
    held = draft_of(load(renja))
    sub = next(one for one in held.walk() if one.kode == p.SUB and one.level == Level.SUB_KEGIATAN)
    sub.set_pagu(2028, Nilai.of(1), "PAD")
    sub.indikator[0].set_value("target", 2028, Nilai.of(2))
    f.write(renja, held)
    row = p.at(create_renja(renja, 2027, user=None), p.SUB, Level.SUB_KEGIATAN)
    assert {key: nilai for key, nilai in row.pagu.items() if key[0] == 2028} == {(2028, "PAD"): Nilai.of(1)}
    assert row.indikator[0].target_at(2028) == Nilai.of(2)


# Refused --------------------------------------------------------------------------------------------------


def test_the_renja_of_a_year_is_made_once(renstra, renja):
    with pytest.raises(InvalidPlan, match="Renja tahun 2026 sudah ada"):
        create_renja(renstra, 2026, user=None)


def test_a_year_that_the_renstra_does_not_print_is_refused(renstra):
    with pytest.raises(InvalidPlan, match=r"Tahun 2031 tidak dicetak.*2025–2030"):
        create_renja(renstra, 2031, user=None)


def test_from_a_renja_only_the_year_after_it_can_be_planned(renja):
    with pytest.raises(InvalidPlan, match="hanya dapat dibuat Renja tahun 2027, bukan 2028"):
        create_renja(renja, 2028, user=None)


@pytest.mark.parametrize("peran", ["kepala", "reviewer", "pembaca"])
def test_only_planners_of_the_office_make_a_renja(renstra, peran):
    with pytest.raises(NotAllowed, match="hanya dapat dibuat oleh perencana"):
        create_renja(renstra, 2026, user=f.make_user("orang", peran, renstra))
    assert not Rencana.objects.filter(jenis="renja").exists()


def test_a_planner_of_another_office_makes_no_renja(renstra):
    other = p.make_renstra("kota-lain/disnaker/renstra-2025-2029/murni")
    with pytest.raises(NotAllowed):
        create_renja(renstra, 2026, user=f.make_user("orang", "perencana", other))


def test_the_planner_is_named_in_the_record(renstra):
    user = f.make_user("perencana", "perencana", renstra)
    assert create_renja(renstra, 2026, user=user).changesets.get().user_name == "perencana"


# Empty ----------------------------------------------------------------------------------------------------


def test_an_empty_renja_knows_the_renstra_that_covers_its_year(renstra):
    renja = create_empty_renja(renstra.perangkat_daerah, 2026, user=None)
    assert (renja.slug, renja.asal, renja.tahun_akhir_renstra) == (p.RENJA.format(2026), None, 2029)
    assert not renja.simpul.exists()
    assert renja.changesets.get().origin == ChangeSet.Origin.COPY
    assert Lineage.of(renja).tanpa_asal == 0


def test_without_any_edition_an_empty_renja_is_refused(renstra):
    office = renstra.perangkat_daerah
    Rencana.objects.all().delete()
    EdisiNomenklatur.objects.all().delete()
    with pytest.raises(InvalidPlan, match="Belum ada edisi nomenklatur"):
        create_empty_renja(office, 2026, user=None)


# Speed ----------------------------------------------------------------------------------------------------


def queries_of(slug: str, size: int) -> list[str]:
    """The queries of making the Renja 2027 where those of 2025 and 2026 are held, without bulk inserts."""
    renstra = f.make_plan(f.wide_draft(size), slug)
    for year in (2025, 2026):
        create_renja(renstra, year, user=None)
    user = f.make_user(f"perencana-{size}", "perencana", renstra)
    with CaptureQueriesContext(connection) as queries:
        create_renja(renstra, 2027, user=user)
    return [one["sql"].split(" VALUES ")[0][:200] for one in queries.captured_queries]


def test_making_a_renja_takes_as_few_queries_for_five_hundred_sub_kegiatan_as_for_fifty():
    small = queries_of("kota-kecil/disnaker/renstra-2025-2029/murni", 50)
    large = queries_of("kota-besar/disnaker/renstra-2025-2029/murni", 500)
    assert len(small) == len(large)
    rows = ("simpul", "indikator", "nilaiindikator", "pagu", "plafon", "kaitan", "change")
    bulk = [one for one in large if one.startswith(tuple(f'INSERT INTO "planning_{name}"' for name in rows))]
    assert len(large) - len(bulk) < 40


# At the same time -----------------------------------------------------------------------------------------


def test_a_version_that_an_import_opened_meanwhile_is_a_clear_refusal(renstra):
    """The database has the last word where someone opens versions without holding the office."""
    again = Rencana.objects.get(pk=renstra.pk)
    again.pk = None
    with pytest.raises(InvalidPlan, match="baru saja dibuat oleh orang lain"), versions_held(renstra.perangkat_daerah):
        again.save(force_insert=True)


def test_any_other_fault_of_the_data_is_not_explained_away(renstra):
    with pytest.raises(IntegrityError), versions_held(renstra.perangkat_daerah):
        Simpul.objects.create(rencana=renstra, level="tidak_dikenal", urutan=0)
