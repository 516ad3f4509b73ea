"""The entry-order list for the national system."""

from __future__ import annotations

import io

import openpyxl
import pytest

from planning.cascade import load
from planning.levels import Level
from planning.sipd import Entry, EntryField, entries, sipd_report
from planning.writing import PlanDraft
from renstra_portal.lib.values import KOSONG, TIDAK_DIRENCANAKAN, Nilai
from renstra_portal.reporting.xlsx import render_xlsx
from tests.planning.factories import indikator, make_plan, nilai, node, office

pytestmark = pytest.mark.django_db

RENJA = "kota-uji/disnaker/renja-2025/murni"


def renja() -> PlanDraft:
    """A Renja of 2025 with one sub-kegiatan, filled in as far as the national form goes."""
    sub = node(
        Level.SUB_KEGIATAN,
        "Proses Pelatihan",
        "2.07.03.2.01.0001",
        indikator=[
            indikator("Peserta", "Orang", target={2025: "1.250", 2026: "1.300"}),
            indikator("Lulus", "%", target={2025: "98,14"}),
        ],
    )
    sub.lokasi, sub.waktu_pelaksanaan, sub.kelompok_sasaran = "Kota Uji", "Maret–Juni", "Pencari kerja"
    sub.prioritas, sub.catatan = "SPM;Kemiskinan", "Bersama BLK"
    sub.set_pagu(2025, Nilai.of(14_898_900), "DAU")
    sub.set_pagu(2025, Nilai.of(1_000_000), "PAD")
    sub.set_pagu(2026, Nilai.of(20_000_000), "DAU")
    kegiatan = node(
        Level.KEGIATAN,
        "Pelaksanaan Pelatihan",
        "2.07.03.2.01",
        sub,
        indikator=[indikator("Persentase dilatih", "%", target={2025: "28,50"})],
    )
    return PlanDraft(roots=[office(node(Level.PROGRAM, "PROGRAM PELATIHAN", "2.07.03", kegiatan))])


def only() -> Entry:
    (entry,) = entries(load(make_plan(renja(), RENJA)))
    return entry


def test_fields_stand_in_the_order_of_the_national_form():
    sections = [(name, [one.nama for one in fields]) for name, fields in only().per_bagian]
    assert sections == [
        (
            "Nomenklatur",
            ["Kode program", "Program", "Kode kegiatan", "Kegiatan", "Kode sub-kegiatan", "Sub-kegiatan"],
        ),
        ("Capaian program", ["Indikator"]),
        (
            "Keluaran sub-kegiatan",
            ["Indikator 1", "Target 1", "Satuan 1", "Indikator 2", "Target 2", "Satuan 2"],
        ),
        ("Hasil kegiatan", ["Indikator", "Target", "Satuan"]),
        ("Pelaksanaan", ["Lokasi", "Waktu pelaksanaan", "Kelompok sasaran", "Prioritas"]),
        ("Pagu 2025", ["Pagu dari DAU", "Pagu dari PAD"]),
        ("Prakiraan maju 2026", ["Target 1", "Satuan 1", "Target 2", "Satuan 2", "Pagu dari DAU"]),
        ("Catatan", ["Catatan penting"]),
    ]


def test_fields_hold_what_the_plan_holds():
    held = {(one.bagian, one.nama): one.teks for one in only().ruas}
    assert held["Nomenklatur", "Kode sub-kegiatan"] == "2.07.03.2.01.0001"
    assert held["Capaian program", "Indikator"] == ""
    assert held["Keluaran sub-kegiatan", "Target 1"] == "1.250"
    assert held["Hasil kegiatan", "Target"] == "28,50"
    assert held["Pelaksanaan", "Waktu pelaksanaan"] == "Maret–Juni"
    assert held["Pagu 2025", "Pagu dari PAD"] == "1.000.000"
    assert held["Prakiraan maju 2026", "Target 2"] == ""
    assert held["Prakiraan maju 2026", "Pagu dari DAU"] == "20.000.000"
    assert held["Catatan", "Catatan penting"] == "Bersama BLK"


@pytest.mark.parametrize(
    ("value", "shown", "copied"),
    [
        (Nilai.of(14_898_900), "14.898.900", "14898900"),
        (nilai("98,10"), "98,10", "98,10"),
        (TIDAK_DIRENCANAKAN, "-", "-"),
        (Nilai.teks("BB"), "BB", "BB"),
        (KOSONG, "", ""),
        ("Kota Uji", "Kota Uji", "Kota Uji"),
    ],
)
def test_a_figure_is_copied_without_thousand_dots(value, shown, copied):
    one = EntryField("Pagu", "Pagu", value)
    assert (one.teks, one.salinan) == (shown, copied)


def test_the_workbook_holds_every_field_with_figures_as_numbers_and_says_it_is_not_official():
    report = sipd_report(load(make_plan(renja(), RENJA)))
    assert "Bukan format resmi SIPD" in report.title
    sheet = openpyxl.load_workbook(io.BytesIO(render_xlsx(report))).active
    held = {(row[2].value, row[3].value): row[4].value for row in sheet.iter_rows() if row[3].value}
    assert held["Pagu 2025", "Pagu dari DAU"] == 14_898_900
    assert held["Hasil kegiatan", "Target"] == 28.5
    assert held["Pelaksanaan", "Lokasi"] == "Kota Uji"
    assert len(report.rows) == 1 + 28


def test_a_renja_without_sub_kegiatan_has_an_empty_list():
    cascade = load(make_plan(PlanDraft(), RENJA))
    assert entries(cascade) == ()
    assert sipd_report(cascade).notes[0].startswith("Belum ada sub-kegiatan")
