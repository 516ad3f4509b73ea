"""Form E.80: what the Renstra planned beside what its years reached."""

from __future__ import annotations

import pytest

from planning.cascade import load
from planning.levels import Level
from planning.models import Rencana
from planning.printing import with_sources
from planning.tables import TableOptions, build_table
from planning.versions.kinerja import create_kinerja
from planning.writing import PlanDraft, draft_of
from renstra_portal.lib.values import Nilai
from renstra_portal.reporting.model import Report, header_rows, leaves
from tests.planning.factories import indikator, make_plan, nilai, small_draft, write

from .plans import cascade_of, node, row_of, rupiah, shown, sub, year

pytestmark = pytest.mark.django_db

FIRST = "2.07.03.2.01.0001"


def form(rencana: Rencana) -> Report:
    """The form of a plan with the versions that it reads."""
    return build_table("E.80", load(rencana), with_sources(TableOptions(), rencana, "E.80"))


def carried_out(renstra: Rencana, tahun: int, reached: str, spent: int) -> Rencana:
    """The year opened from the Renstra; its first sub-kegiatan reached and spent this in triwulan I."""
    kinerja = create_kinerja(renstra, tahun, user=None)
    cascade = load(kinerja)
    draft = draft_of(cascade)
    row = next(one for one in draft.walk() if one.kode == FIRST)
    row.indikator[0].set_value("realisasi_1", tahun, nilai(reached))
    row.set_keuangan("keuangan_1", tahun, rupiah(spent))
    write(kinerja, draft)
    return Rencana.objects.select_related("edisi", "perangkat_daerah__daerah").get(pk=kinerja.pk)


def renstra() -> Rencana:
    """A Renstra 2025–2029: its first sub-kegiatan 15 orang a year, pagu 100 in 2025 and 200 in 2026."""
    return Rencana.objects.select_related("edisi", "perangkat_daerah__daerah").get(pk=make_plan(small_draft()).pk)


def test_each_year_shows_target_realisation_and_their_ratio() -> None:
    plan = renstra()
    carried_out(plan, 2025, "12", 80)
    carried_out(plan, 2026, "18", 100)
    row = shown(form(plan), row_of(form(plan), "Proses Pelatihan", "uraian"))
    assert (row["awal"], row["akhir_k"], row["akhir_rp"]) == ("10", "15", "300")
    assert (row["target_2025_k"], row["target_2025_rp"]) == ("15", "100")
    assert (row["realisasi_2025_k"], row["realisasi_2025_rp"]) == ("12", "80")
    assert (row["rasio_2025_k"], row["rasio_2025_rp"]) == ("80,00", "80,00")
    assert (row["rasio_2026_k"], row["rasio_2026_rp"]) == ("120,00", "50,00")
    assert "realisasi_2027_k" not in row


def test_the_form_is_the_same_from_the_renstra_and_from_any_of_its_years() -> None:
    plan = renstra()
    first = carried_out(plan, 2025, "12", 80)
    carried_out(plan, 2026, "18", 100)
    assert form(plan).rows == form(first).rows


def test_rows_are_found_by_their_origin_even_when_code_and_words_changed() -> None:
    plan = renstra()
    kinerja = carried_out(plan, 2025, "12", 80)
    draft = draft_of(load(kinerja))
    row = next(one for one in draft.walk() if one.kode == FIRST)
    row.kode, row.uraian, row.indikator[0].teks = "2.07.03.2.01.0009", "Nama lain", "Indikator lain"
    write(kinerja, draft)
    printed = shown(form(plan), row_of(form(plan), "Proses Pelatihan", "uraian"))
    assert (printed["realisasi_2025_k"], printed["realisasi_2025_rp"]) == ("12", "80")


def test_a_year_that_was_not_made_from_the_renstra_is_found_by_code_and_words() -> None:
    plan = renstra()
    # The indicator of the Renstra's row is called "Jumlah Proses Pelatihan".
    one = indikator("Jumlah Proses Pelatihan", "Orang")
    one.set_value("realisasi_4", 2027, nilai("9"))
    cascade_of(year(sub(FIRST, "Proses", one, pagu=10, triwulan=(5,))))
    printed = shown(form(plan), row_of(form(plan), "Proses Pelatihan", "uraian"))
    assert (printed["realisasi_2027_k"], printed["realisasi_2027_rp"]) == ("9", "5")


def test_the_form_has_twenty_two_numbered_columns_for_five_years() -> None:
    report = form(renstra())
    assert [cell.title for cell in header_rows(report.columns)[-1]] == [str(number) for number in range(1, 23)]
    assert len(leaves(report.columns)) == 38


def test_means_and_predikat_stand_under_each_year() -> None:
    plan = renstra()
    carried_out(plan, 2025, "12", 80)
    report = form(plan)
    means, grades = (shown(report, row_of(report, text, "no")) for text in ("Rata-rata", "Predikat"))
    assert (means["rasio_2025_k"], grades["rasio_2025_k"]) == ("80,00", "Tinggi")
    assert "rasio_2026_k" not in means


def test_factors_of_the_years_are_collected_behind_their_year() -> None:
    plan = renstra()
    kinerja = carried_out(plan, 2025, "12", 80)
    draft = draft_of(load(kinerja))
    root = next(one for one in draft.roots if one.level == Level.PERANGKAT_DAERAH)
    root.set_nilai("pendorong_2", 2025, Nilai.teks("Dukungan mitra"))
    root.set_nilai("pendorong_3", 2025, Nilai.teks("Dukungan industri"))
    write(kinerja, draft)
    row = shown(form(plan), row_of(form(plan), "Faktor pendorong", "no"))
    assert row["awal"] == "2025: Dukungan industri"


def test_both_heads_sign() -> None:
    assert [one.lines_before[0] for one in form(renstra()).signatures] == ["Disusun", "Dievaluasi"]


def test_a_year_without_any_renstra_says_so() -> None:
    report = build_table("E.80", cascade_of(PlanDraft(roots=[node(Level.TUJUAN, "Tujuan")])))
    assert not report.rows
    assert "Belum ada Renstra" in report.notes[0]
