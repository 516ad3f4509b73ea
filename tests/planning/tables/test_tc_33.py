"""Table T-C.33: programs of the year and the prakiraan maju."""

from __future__ import annotations

import csv
import io

import openpyxl

from renstra_portal.lib.values import TIDAK_DIRENCANAKAN, Nilai
from renstra_portal.reporting.csv import render_csv
from renstra_portal.reporting.model import header_rows
from renstra_portal.reporting.xlsx import render_xlsx

from .conftest import Write, built
from .drafts import L, assert_sums_hold, cell, column, ids, indikator, levels, node, office, row_of, sub, tenaga_kerja

RENJA = "kota-contoh/disnaker/renja-2026/murni"


def funded(name: str, kode: str, pagu: dict[tuple[int, str], int], **fields):
    """A sub-kegiatan with rupiah per year and sumber dana."""
    one = sub(name, kode, {}, **fields)
    one.pagu = {place: Nilai.of(amount) for place, amount in pagu.items()}
    one.indikator = [indikator(f"Jumlah {name}", "dokumen", "output", target={2026: "7", 2027: "8"})]
    return one


def work():
    """Two bidang urusan; the first program has two sources of funds, the last nothing but dashes."""
    two = funded(
        "Latihan",
        "2.07.03.2.01.0001",
        {(2026, "DBHCHT"): 300, (2026, "DAU"): 700, (2027, "DAU"): 1_100},
        lokasi="Kota Contoh",
        catatan="prioritas",
        penanggung_jawab="Bidang Pelatihan",
    )
    one = funded("Sertifikasi", "2.07.03.2.01.0002", {(2026, "PAD"): 50, (2027, "PAD"): 60})
    program = node(
        L.PROGRAM,
        "PROGRAM PELATIHAN",
        node(L.KEGIATAN, "Pelatihan", two, one, kode="2.07.03.2.01"),
        kode="2.07.03",
        indikator=[
            indikator("Persentase lulus", "%", "outcome", target={2026: "17", 2027: "17,5"}),
            indikator("Nilai SAKIP", "nilai", "outcome", target={2026: "BB", 2027: "-"}),
        ],
    )
    dashed = node(
        L.SUB_KEGIATAN,
        "Monitoring",
        kode="3.32.03.2.01.0020",
        pagu={(2026, "DAU"): TIDAK_DIRENCANAKAN, (2027, "DAU"): Nilai.of(36)},
        indikator=[indikator("Lokasi", "lokasi", "output", target={2026: "0"})],
    )
    other = node(
        L.PROGRAM, "PROGRAM KAWASAN", node(L.KEGIATAN, "Penataan", dashed, kode="3.32.03.2.01"), kode="3.32.03"
    )
    return program, other


def whole_office():
    program, other = work()
    return office(
        node(L.BIDANG_URUSAN, "TENAGA KERJA", program, kode="2.07"),
        node(L.BIDANG_URUSAN, "TRANSMIGRASI", other, kode="3.32"),
    )


def test_ten_columns_with_their_numbers_and_a_row_for_each_indicator(write: Write):
    report = built("T-C.33", write(whole_office(), slug=RENJA))
    assert ids(report) == [
        "kode", "uraian", "indikator", "lokasi", "target_2026", "pagu_2026", "sumber_dana", "catatan",
        "target_2027", "pagu_2027",
    ]  # fmt: skip
    assert [one.title for one in header_rows(report.columns)[-1]] == [f"({n})" for n in range(1, 11)]
    assert levels(report) == [
        "urusan", "bidang_urusan", "program", "indikator", "kegiatan", "sub_kegiatan", "sub_kegiatan",
        "urusan", "bidang_urusan", "program", "kegiatan", "sub_kegiatan", "jumlah",
    ]  # fmt: skip
    assert column(report, "target_2026") == [
        "", "", "17%", "BB", "", "7 dokumen", "7 dokumen", "", "", "", "", "0 lokasi", "",
    ]  # fmt: skip
    assert column(report, "target_2027")[2:4] == ["17,5%", "-"]
    assert column(report, "catatan")[5] == "prioritas"
    assert report.title.startswith("Rumusan Rencana Program dan Kegiatan Perangkat Daerah Tahun 2026 dan Prakiraan")


def test_a_further_indicator_has_no_place_money_or_source_of_its_own(write: Write):
    report = built("T-C.33", write(whole_office(), slug=RENJA))
    second = report.rows[row_of(report, "Nilai SAKIP")]
    assert set(second.cells) == {"indikator", "satuan", "target_2026", "target_2027"}


def test_every_sum_can_be_proved_and_both_bidang_add_up(write: Write):
    report = built("T-C.33", write(whole_office(), slug=RENJA))
    assert column(report, "pagu_2026") == [
        "1.050", "1.050", "1.050", "", "1.050", "1.000", "50", "-", "-", "-", "-", "-", "1.050",
    ]  # fmt: skip
    assert column(report, "pagu_2027")[-1] == "1.196"
    assert cell(report, 12, "pagu_2026").sum_of == (0, 7)
    assert assert_sums_hold(report) == 14


def test_sources_of_a_row_stand_on_lines_of_their_own_and_rise_to_the_rows_above(write: Write):
    report = built("T-C.33", write(whole_office(), slug=RENJA))
    sources = column(report, "sumber_dana")
    assert sources[5] == "DAU: 700\nDBHCHT: 300"
    assert sources[6] == "PAD"
    assert sources[0] == sources[2] == sources[4] == "DAU\nDBHCHT\nPAD"
    assert sources[7] == sources[11] == "DAU"
    assert sources[12] == ""


def test_a_row_with_a_blank_below_does_not_say_dash(write: Write):
    dashed = sub("A", "2.07.03.2.01.0001", {})
    dashed.pagu = {(2026, ""): TIDAK_DIRENCANAKAN}
    blank = sub("B", "2.07.03.2.01.0002", {})
    kegiatan = node(L.KEGIATAN, "K", dashed, blank, kode="2.07.03.2.01")
    program = node(L.PROGRAM, "P", kegiatan, kode="2.07.03")
    report = built("T-C.33", write(tenaga_kerja(program), slug=RENJA))
    assert column(report, "pagu_2026") == ["", "", "", "", "-", "", ""]


def with_goals():
    sasaran = node(L.SASARAN, "Penyerapan tenaga kerja", nomor="1.")
    tujuan = node(L.TUJUAN, "Kompetensi", sasaran, indikator=[indikator("TPAK", "%", "tujuan"), indikator("IPK")])
    tree = whole_office()
    program = tree.children[0].children[0].children[0]
    program.links = [sasaran]
    return tujuan, tree


def test_the_wide_form_has_sixteen_columns_with_goals_units_and_who_is_in_charge(write: Write):
    report = built("T-C.33", write(*with_goals(), slug=RENJA, bentuk_rumusan="lebar"))
    assert len(ids(report)) == 16
    assert ids(report)[1:5] == ["bidang_urusan", "tujuan", "indikator_tujuan", "sasaran"]
    assert ids(report)[-1] == "penanggung_jawab"
    place = row_of(report, "PROGRAM PELATIHAN")
    assert column(report, "bidang_urusan")[place] == "TENAGA KERJA"
    assert column(report, "tujuan")[place] == "Kompetensi"
    assert column(report, "indikator_tujuan")[place] == "TPAK\nIPK"
    assert column(report, "sasaran")[place] == "1. Penyerapan tenaga kerja"
    assert column(report, "sasaran")[row_of(report, "PROGRAM KAWASAN")] == ""
    assert column(report, "target_2026")[place : place + 2] == ["17", "BB"]
    assert column(report, "satuan")[place : place + 2] == ["%", "nilai"]
    assert column(report, "penanggung_jawab")[row_of(report, "Latihan")] == "Bidang Pelatihan"


def test_the_print_may_ask_for_another_form_than_the_plans(write: Write):
    cascade = write(*with_goals(), slug=RENJA, bentuk_rumusan="lebar")
    assert len(ids(built("T-C.33", cascade, bentuk="ringkas"))) == 10
    assert len(ids(built("T-C.33", cascade, bentuk="lebar"))) == 16


def test_the_sum_never_stands_alone_on_a_page(write: Write):
    rows = built("T-C.33", write(whole_office(), slug=RENJA)).rows
    assert [row.keep_with_next for row in rows[-3:]] == [True, True, False]


def test_codes_have_as_many_digits_as_the_edition(write: Write, edisi):
    edisi.digit_sub = 2
    edisi.save()
    report = built("T-C.33", write(whole_office(), slug=RENJA))
    assert column(report, "kode")[5] == "2.07.03.2.01.01"


def test_in_the_workbook_a_target_with_its_unit_stays_a_number(write: Write):
    report = built("T-C.33", write(whole_office(), slug=RENJA))
    sheet = openpyxl.load_workbook(io.BytesIO(render_xlsx(report))).active
    found = [one for row in sheet.iter_rows() for one in row if one.number_format == '#,##0" dokumen"']
    assert [one.value for one in found] == [7, 8, 7, 8]


def test_in_the_csv_the_unit_has_a_column_of_its_own(write: Write):
    report = built("T-C.33", write(whole_office(), slug=RENJA))
    rows = list(csv.DictReader(io.StringIO(render_csv(report))))
    assert (rows[5]["target_2026"], rows[5]["target_2026_satuan"]) == ("7", "dokumen")
    assert (rows[2]["target_2027"], rows[2]["target_2027_satuan"]) == ("17.5", "%")
    assert (rows[3]["target_2026"], rows[3]["target_2026_satuan"]) == ("BB", "")
