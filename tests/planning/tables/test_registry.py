"""All tables together: names, heads and feet, empty plans, queries."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from planning.cascade import load
from planning.models import Rencana
from planning.tables import TABLES, TableOptions, UnknownTable, build_table, find_table, tables_for
from renstra_portal.reporting.csv import render_csv
from renstra_portal.reporting.html import render_page_html
from renstra_portal.reporting.model import as_cell, leaves, placed_rows
from renstra_portal.reporting.xlsx import render_xlsx

from .conftest import Write, built
from .drafts import L, assert_sums_hold, indikator, node, rupiah, sub, tenaga_kerja


def whole_plan(size: int):
    """A plan that has something for every table, with `size` kegiatan."""
    targets = dict.fromkeys(range(2025, 2031), "10")
    misi = node(L.RPJMD_MISI, "Misi", nomor="1")
    policy = node(L.RPJMD_ARAH_KEBIJAKAN, "Arah RPJMD")
    nspk = node(L.NSPK, "NSPK")
    sasaran = node(
        L.SASARAN,
        "Sasaran",
        node(L.STRATEGI, "Strategi", node(L.ARAH_KEBIJAKAN, "Arah", links=[policy, nspk])),
        indikator=[indikator("S", "%", "sasaran iku ikk", target=targets)],
    )
    work = [
        node(
            L.KEGIATAN,
            f"Kegiatan {n}",
            sub(f"Sub {n}", f"2.07.03.2.{n:02}.0001", {2025: n, 2026: n}, node(L.OUTPUT, f"Output {n}")),
            kode=f"2.07.03.2.{n:02}",
        )
        for n in range(1, size + 1)
    ]
    program = node(L.PROGRAM, "PROGRAM", node(L.OUTCOME, "Outcome"), *work, kode="2.07.03", links=[sasaran])
    layanan = indikator("L", "%", "layanan", target={2023: "1"}, realisasi={2023: "1"})
    return [
        node(L.RPJMD_VISI, "Visi", misi),
        policy,
        nspk,
        node(L.TUJUAN, "Tujuan", sasaran, links=[nspk]),
        tenaga_kerja(program),
        node(L.TAHAP, "Tema", node(L.FOKUS, "Fokus", links=[misi]), nomor="I", keterangan="2026"),
        node(L.POTENSI, "Potensi", node(L.PERMASALAHAN, "Masalah", node(L.ISU_KLHS, "KLHS"))),
        node(L.ISU_STRATEGIS, "Isu"),
        node(L.PRIORITAS, "Prioritas", node(L.PRIORITAS, "", links=[work[0]]), links=[program]),
        node(L.LAYANAN, "Layanan", indikator=[layanan]),
    ]


def whole_renja(size: int):
    """A Renja of 2026 that has something for every table of its own, with `size` kegiatan."""
    targets = {2024: "10", 2025: "10", 2026: "10", 2027: "10"}
    sasaran = node(L.SASARAN, "Sasaran", indikator=[indikator("S", "%", "sasaran", target=targets)])
    work = [
        node(
            L.KEGIATAN,
            f"Kegiatan {n}",
            sub(f"Sub {n}", f"2.07.03.2.{n:02}.0001", {2026: 1000 * n, 2027: 2000 * n}),
            kode=f"2.07.03.2.{n:02}",
        )
        for n in range(1, size + 1)
    ]
    program = node(L.PROGRAM, "PROGRAM", *work, kode="2.07.03", links=[sasaran])
    one = indikator("E", "Orang", "output", target=targets, realisasi={2024: "8"}, akhir={2029: "50"})
    money = rupiah({2026: 500})
    return [
        node(L.TUJUAN, "Tujuan", sasaran),
        tenaga_kerja(program),
        node(L.EVALUASI, "Program lama", kode="2.07.03", indikator=[one]),
        node(L.LAYANAN, "L", indikator=[indikator("L", "%", "layanan", target=targets)]),
        node(L.RKPD, "Program RKPD", links=[program], pagu=money),
        node(L.USULAN, "Usulan", pagu=money),
        node(L.PENDAPATAN, "Retribusi", pagu=money, nomor="4.1"),
        node(L.UNGGULAN, "Unggulan", node(L.UNGGULAN, "Fokus", pagu=money)),
        node(L.MENDESAK, "Mendesak", node(L.MENDESAK, "Fokus", pagu=money)),
        node(L.USULAN_LUAR, "BLK", pagu=money),
    ]


RENJA = "kota-contoh/disnaker/renja-2026/murni"
#: Tables that print one plan by itself, with the plan that fills them.
ALONE = [(table.id, jenis) for jenis in ("renstra", "renja") for table in tables_for(jenis) if table.sources is None]


def stored(write: Write, jenis: str, size: int, **settings):
    """A plan of the kind that has something for every table of its kind."""
    if jenis == "renja":
        return write(*whole_renja(size), slug=RENJA, **settings)
    return write(*whole_plan(size), **settings)


def test_every_regulated_table_of_the_renstra_is_there():
    assert [table.id for table in tables_for("renstra")] == [
        "2.4", "2.8", "3.1", "3.2", "3.4", "4.1", "4.2", "4.3", "4.4", "4.5", "4.6",
        "T-C.23", "T-C.25", "T-C.26", "T-C.27", "T-C.28", "E.80", "T-C.24",
    ]  # fmt: skip


def test_every_regulated_table_of_the_renja_is_there():
    assert [table.id for table in tables_for("renja")] == [
        "T-C.25", "T-C.26", "T-C.29", "T-C.30", "T-C.31", "T-C.32", "T-C.33",
        "pendapatan", "program-unggulan", "program-mendesak", "usulan-luar",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("spelling", "expected"),
    [
        ("4.3", "4.3"), ("renstra-4.3", "4.3"), ("Tabel 4.3", "4.3"), ("tabel-renstra-4.3", "4.3"),
        ("T-C.27", "T-C.27"), ("tc27", "T-C.27"), ("TC-27", "T-C.27"), ("iku", "4.5"), ("IKK", "4.6"),
        ("cascading", "4.2"), ("tc33", "T-C.33"), ("rumusan", "T-C.33"), ("Rencana Pendapatan", "pendapatan"),
    ],
)  # fmt: skip
def test_a_table_is_found_under_the_spellings_people_use(spelling, expected):
    assert find_table(spelling).id == expected


@pytest.mark.parametrize("spelling", ["", "9.9", "tabel", "T-C.99", "renstra"])
def test_an_unknown_table_says_which_there_are(spelling):
    with pytest.raises(UnknownTable, match=r"tidak dikenal.*4\.3.*T-C\.27"):
        find_table(spelling)


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_plan_gives_no_rows_and_says_what_to_fill_in(table, write: Write):
    report = built(table, write())
    if report.rows:
        # The tables of the LKIP say in a row of theirs what is missing, so that the point is not skipped.
        assert {row.level for row in report.rows} == {"catatan"}
        told = [as_cell(cell).value for row in report.rows for cell in row.cells.values()]
        assert told and all(isinstance(text, str) and "elum " in text and "Isi di" in text for text in told)
    else:
        assert report.notes == (TABLES[table].kosong,)
        assert report.notes[0].startswith("Belum ada")
    assert "{" not in report.title
    assert "<table" in render_page_html(report)


@pytest.mark.parametrize(("table", "jenis"), ALONE)
def test_every_table_renders_everywhere_and_its_sums_hold(table, jenis, write: Write):
    report = built(table, stored(write, jenis, 3))
    assert report.rows
    assert not any("Belum ada" in note for note in report.notes)
    names = [column.id for column in leaves(report.columns)]
    assert len(set(names)) == len(names)
    assert all(cells for _, cells in placed_rows(report))
    assert render_csv(report).startswith(f"level,{names[0]}")
    assert render_xlsx(report).startswith(b"PK")
    if table in ("4.3", "T-C.27", "T-C.33"):
        assert assert_sums_hold(report) > 4


@pytest.mark.parametrize("jenis", ["renstra", "renja"])
def test_a_plan_loads_and_prints_every_table_in_nine_queries_whatever_its_size(jenis, write: Write):
    counts = []
    for size, office in ((1, "kecil"), (60, "besar")):
        slug = RENJA if jenis == "renja" else "kota-contoh/disnaker/renstra-2025-2029/murni"
        roots = whole_renja(size) if jenis == "renja" else whole_plan(size)
        plan = write(*roots, slug=slug.replace("disnaker", office)).plan
        with CaptureQueriesContext(
            connection,
        ) as queries:
            cascade = load(Rencana.objects.get(pk=plan.id))
            for table in tables_for(jenis):
                assert table.sources or build_table(table.id, cascade).rows
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 9


def test_head_and_foot_tell_which_version_was_printed(write: Write):
    cascade = write(
        *whole_plan(1),
        sumber="Dinas Ketenagakerjaan, 2025",
        tempat="Contoh",
        tanggal=date(2025, 9, 1),
        penandatangan_jabatan="Kepala Dinas Ketenagakerjaan",
        penandatangan_nama="Nama Pejabat",
        penandatangan_pangkat="Pembina",
        penandatangan_nip="1970",
    )
    report = built("4.3", cascade)
    assert report.number == "Tabel 4.3"
    assert report.organisation == "Dinas Ketenagakerjaan Kota Contoh"
    assert report.source == "Dinas Ketenagakerjaan, 2025"
    assert report.version_line == (
        "Renstra Dinas Ketenagakerjaan Kota Contoh 2025–2029 · murni · Konsep · revisi 1 · dicetak 9 Maret 2026"
    )
    (signature,) = report.signatures
    assert signature.place_date == "Contoh, 1 September 2025"
    assert signature.lines_before == ("Kepala Dinas Ketenagakerjaan",)
    assert (signature.name, signature.rank, signature.nip) == ("Nama Pejabat", "Pembina", "1970")


def test_a_plan_without_a_signer_has_no_signature(write: Write):
    assert built("4.3", write(*whole_plan(1))).signatures == ()


def test_a_table_without_a_number_prints_none_but_has_a_name_of_its_own(write: Write):
    report = built("pendapatan", stored(write, "renja", 1))
    assert report.number == ""
    assert report.title == "Rencana Pendapatan Tahun 2026"
    assert find_table("pendapatan").nomor == "Tabel Pendapatan"


def test_titles_without_a_plan_speak_of_years_in_letters():
    assert TABLES["T-C.33"].generic_title == (
        "Rumusan Rencana Program dan Kegiatan Perangkat Daerah Tahun n dan Prakiraan Maju Tahun n+1"
    )
    assert TABLES["T-C.29"].generic_title.endswith("s/d Tahun n−1")


def test_the_paper_is_the_plans_unless_asked_otherwise(write: Write):
    plan = write(kertas="A3").plan
    assert TableOptions().paper(plan).name == "A3"
    assert TableOptions(kertas="F4").paper(plan).name == "F4"


def test_a_row_carries_the_id_of_its_node(write: Write):
    cascade = write(*whole_plan(1))
    report = built("4.3", cascade)
    assert [cascade.by_id[int(row.key)].level.value for row in report.rows][:4] == [
        "perangkat_daerah", "urusan", "bidang_urusan", "program",
    ]  # fmt: skip
