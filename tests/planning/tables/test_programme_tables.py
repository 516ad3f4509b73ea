"""Tables 4.1, 4.2, 4.4 and T-C.27."""

from __future__ import annotations

from decimal import Decimal

from planning.tables.alignment import UNLINKED

from .conftest import Write, built
from .drafts import (
    L,
    amount,
    assert_sums_hold,
    cell,
    column,
    ids,
    indikator,
    levels,
    node,
    plafon,
    row_of,
    spans,
    sub,
    tenaga_kerja,
)

KODE = ("kode_urusan", "kode_bidang_urusan", "kode_program", "kode_kegiatan", "kode_sub_kegiatan")


def program(number, *children, name="", **fields):
    return node(L.PROGRAM, name or f"PROGRAM {number}", *children, kode=f"2.07.{number:02}", **fields)


def kegiatan(number, position, *children, **fields):
    kode = f"2.07.{number:02}.2.{position:02}"
    return node(L.KEGIATAN, f"Kegiatan {number}.{position}", *children, kode=kode, **fields)


def test_4_1_prints_the_code_in_five_cells(write: Write):
    kinerja = node(L.OUTPUT, "Tersusunnya dokumen", indikator=[indikator("Jumlah dokumen", "Dokumen", "output")])
    report = built(
        "4.1",
        write(
            node(L.ACUAN, "URUSAN", kode="2"),
            node(L.ACUAN, "Perencanaan", kode="2.07.01.2.01"),
            node(L.ACUAN, "Penyusunan Dokumen", kinerja, kode="2.07.01.2.01.0001"),
            node(L.ACUAN, "Tanpa kinerja", kode="2.07.01.2.01.0002", indikator=[indikator("Jumlah", "Paket")]),
        ),
    )
    rows = [[report.rows[n].cells.get(name) for name in KODE] for n in range(4)]
    assert rows == [
        ["2", None, None, None, None],
        ["2", "07", "01", "2.01", None],
        ["2", "07", "01", "2.01", "0001"],
        ["2", "07", "01", "2.01", "0002"],
    ]
    assert levels(report) == ["urusan", "kegiatan", "sub_kegiatan", "sub_kegiatan"]
    assert column(report, "kinerja") == ["", "", "Tersusunnya dokumen", ""]
    assert column(report, "indikator") == ["", "", "Jumlah dokumen", "Jumlah"]
    assert column(report, "satuan") == ["", "", "Dokumen", "Paket"]


def test_4_1_prints_as_many_digits_as_the_edition(write: Write, edisi):
    edisi.digit_sub = 2
    edisi.save()
    report = built(
        "4.1",
        write(
            node(L.ACUAN, "Job Fair", kode="2.07.04.2.03.0003"),
            node(L.ACUAN, "Seratus satu", kode="2.07.04.2.03.0101"),
        ),
    )
    assert column(report, "kode_sub_kegiatan") == ["03", "0101"]
    assert column(report, "kode_kegiatan") == ["2.03", "2.03"]


def test_4_1_without_a_list_of_its_own_prints_the_programme_tree(write: Write):
    work = sub("Latihan", "2.07.03.2.01.0001", {2025: 1}, node(L.OUTPUT, "Terlaksananya latihan"))
    work.indikator = [
        indikator("Jumlah orang", "Orang", "output"),
        indikator("Jumlah kelas", "Kelas", "output"),
    ]
    outcome = node(L.OUTCOME, "Meningkatnya produktivitas", indikator=[indikator("Persentase", jenis="outcome")])
    report = built("4.1", write(tenaga_kerja(program(3, outcome, kegiatan(3, 1, work)))))
    assert levels(report) == [
        "urusan",
        "bidang_urusan",
        "program",
        "kegiatan",
        "sub_kegiatan",
        "indikator",
    ]
    assert column(report, "kinerja")[2:] == ["Meningkatnya produktivitas", "", "Terlaksananya latihan", ""]
    assert column(report, "indikator")[4:] == ["Jumlah orang", "Jumlah kelas"]
    assert column(report, "nomenklatur")[4:] == ["Latihan", ""]


def cascading():
    """Two sasaran, three programs: one serving both, one split by its outcomes, one serving none."""
    first, second = node(L.SASARAN, "Sasaran 1"), node(L.SASARAN, "Sasaran 2")
    tujuan = node(L.TUJUAN, "Tujuan", first, second)
    output = node(L.OUTPUT, "Terlaksananya latihan")
    both = program(
        3,
        node(L.OUTCOME, "Outcome 3", indikator=[indikator("I3", jenis="outcome", target={2025: "1"})]),
        kegiatan(3, 1, sub("Latihan", "2.07.03.2.01.0001", {2025: 10, 2030: 99}, output)),
        links=[first, second],
    )
    split = program(
        4,
        node(
            L.OUTCOME,
            "Outcome 4a",
            kegiatan(4, 1, sub("A", "2.07.04.2.01.0001", {2025: 4})),
            links=[second],
        ),
        node(L.OUTCOME, "Outcome 4b", kegiatan(4, 2, sub("B", "2.07.04.2.02.0001", {2025: 6}))),
    )
    alone = program(5, kegiatan(5, 1))
    return tujuan, both, split, alone


def test_4_2_stands_programs_under_the_sasaran_they_serve(write: Write):
    tujuan, both, split, alone = cascading()
    report = built("4.2", write(tujuan, tenaga_kerja(both, split, alone)))
    assert column(report, "sasaran") == [
        "Sasaran 1", "", "",
        "Sasaran 2", "", "", "", "", "",
        UNLINKED, "", "", "", "",
    ]  # fmt: skip
    assert column(report, "program_kegiatan_subkegiatan") == [
        "1. PROGRAM 3", "1.1. Kegiatan 3.1", "1.1.1. Latihan",
        "1. PROGRAM 3", "1.1. Kegiatan 3.1", "1.1.1. Latihan",
        "2. PROGRAM 4", "2.1. Kegiatan 4.1", "2.1.1. A",
        "2. PROGRAM 4", "2.1. Kegiatan 4.2", "2.1.1. B",
        "3. PROGRAM 5", "3.1. Kegiatan 5.1",
    ]  # fmt: skip
    assert column(report, "outcome")[:9] == ["Outcome 3", "", "", "Outcome 3", "", "", "Outcome 4a", "", ""]
    assert column(report, "indikator")[:3] == ["I3", "", "Jumlah Latihan"]
    assert column(report, "output")[:3] == ["", "", "1.1.1. Terlaksananya latihan"]
    assert spans(report, "tujuan") == [9, 1, 1, 1, 1, 1]
    assert spans(report, "sasaran") == [3, 6, 5]


def test_4_2_shows_goals_without_programs_and_programs_of_a_tujuan(write: Write):
    tujuan = node(L.TUJUAN, "Tujuan", node(L.SASARAN, "Sepi"))
    report = built("4.2", write(tujuan, tenaga_kerja(program(3, links=[tujuan]))))
    assert column(report, "sasaran") == ["Sepi", ""]
    assert column(report, "program_kegiatan_subkegiatan") == ["", "1. PROGRAM 3"]
    assert spans(report, "tujuan") == [2]


def test_4_2_takes_the_output_from_the_nomenclature_list_where_the_row_has_none(write: Write):
    listed = node(L.ACUAN, "Latihan", node(L.OUTPUT, "Terlaksananya latihan"), kode="2.07.03.2.01.0001")
    work = kegiatan(3, 1, sub("Latihan", "2.07.03.2.01.0001", {2025: 1}))
    report = built("4.2", write(listed, tenaga_kerja(program(3, work))))
    assert column(report, "output") == ["", "", "1.1.1. Terlaksananya latihan"]


def test_4_4_prints_one_line_per_kegiatan_and_sub_kegiatan(write: Write):
    outcome = node(L.OUTCOME, "Meningkatnya produktivitas")
    work = sub("Latihan", "2.07.03.2.01.0001", {2025: 10})
    activity = kegiatan(3, 1, work)
    linked = program(3, outcome, activity)
    first = node(
        L.PRIORITAS,
        "Pelatihan Kerja",
        node(
            L.PRIORITAS,
            "",
            node(L.PRIORITAS, "", links=[work], keterangan="di BLK"),
            node(L.PRIORITAS, "Sarana", nomor="Sub kegiatan"),
            links=[activity],
        ),
        links=[linked],
    )
    second = node(L.PRIORITAS, "Tanpa rincian", keterangan="menyusul")
    report = built("4.4", write(tenaga_kerja(linked), first, second))
    assert ids(report) == [
        "no", "program_prioritas", "outcome", "label", "kegiatan_sub_kegiatan", "keterangan",
    ]  # fmt: skip
    assert column(report, "no") == ["1", "", "", "2"]
    assert column(report, "program_prioritas") == ["Pelatihan Kerja", "", "", "Tanpa rincian"]
    assert column(report, "outcome")[0] == "Meningkatnya produktivitas"
    assert column(report, "label") == ["Kegiatan", "Sub Kegiatan", "Sub kegiatan", ""]
    assert column(report, "kegiatan_sub_kegiatan") == ["Kegiatan 3.1", "Latihan", "Sarana", ""]
    assert column(report, "keterangan") == ["", "di BLK", "", "menyusul"]
    assert spans(report, "program_prioritas") == [3, 1]


def test_4_4_takes_an_outcome_worded_below_the_priority(write: Write):
    outcome = node(L.OUTCOME, "meningkatnya penempatan")
    worded = node(L.PRIORITAS, "Meningkatnya Penempatan", nomor="Outcome", links=[outcome])
    pointing = node(L.PRIORITAS, "", links=[outcome])
    lines = [node(L.PRIORITAS, "Job fair", nomor="Sub Kegiatan") for _ in range(2)]
    report = built(
        "4.4",
        write(
            tenaga_kerja(program(4, outcome)),
            node(L.PRIORITAS, "Satu", worded, lines[0]),
            node(L.PRIORITAS, "Dua", pointing, lines[1]),
        ),
    )
    assert column(report, "outcome") == ["Meningkatnya Penempatan", "meningkatnya penempatan"]
    assert column(report, "label") == ["Sub Kegiatan", "Sub Kegiatan"]


def test_tc_27_counts_the_money_of_every_program_once(write: Write):
    tujuan, both, split, alone = cascading()
    report = built("T-C.27", write(tujuan, tenaga_kerja(both, split, alone)))
    assert len(ids(report)) == 20
    assert levels(report) == [
        "tujuan", "sasaran", "program", "kegiatan", "sub_kegiatan",
        "sasaran", "program", "kegiatan", "sub_kegiatan", "kegiatan", "sub_kegiatan",
        "kelompok", "program", "kegiatan", "jumlah",
    ]  # fmt: skip
    last = len(report.rows) - 1
    assert amount(report, last, "pagu_2025") == Decimal(20)
    assert cell(report, last, "pagu_2025").sum_of == (2, 6, 12)
    assert amount(report, last, "akhir_pagu") == Decimal(20)
    assert "pagu_2030" not in report.rows[2].cells
    assert report.notes == ("PROGRAM 3 juga mendukung: Sasaran 2.",)
    assert column(report, "kode")[4] == "2.07.03.2.01.0001"
    assert_sums_hold(report)


def test_tc_27_prints_goals_and_outcomes_with_their_indicators(write: Write):
    tujuan = node(
        L.TUJUAN,
        "Tujuan",
        indikator=[indikator("TPTK", "%", "tujuan", baseline={2024: "82"}, target={2029: "87"})],
    )
    outcome = node(
        L.OUTCOME,
        "Outcome",
        indikator=[
            indikator("Peserta", "Orang", "outcome", akumulasi="jumlah", target={2025: "10", 2026: "20"}),
            indikator("Lulusan", "Orang", "outcome", target={2029: "5"}),
        ],
    )
    work = program(3, outcome, links=[tujuan], penanggung_jawab="Bidang Lattas", lokasi="Kota")
    report = built("T-C.27", write(tujuan, tenaga_kerja(work)))
    assert column(report, "tujuan") == ["Tujuan", "", "", ""]
    assert column(report, "indikator") == ["TPTK", "Peserta", "Lulusan", ""]
    assert column(report, "data_awal")[0] == "82%"
    assert column(report, "akhir_target") == ["87%", "30", "5", ""]
    assert column(report, "unit_kerja")[1] == "Bidang Lattas"
    assert column(report, "lokasi")[1] == "Kota"


def test_tc_27_prints_and_marks_the_plafon_when_asked(write: Write):
    work = kegiatan(3, 1, sub("A", "2.07.03.2.01.0001", {2025: 4}), plafon=plafon({2025: 9}))
    cascade = write(tenaga_kerja(program(3, work)))
    report = built("T-C.27", cascade, pagu="plafon")
    assert column(report, "pagu_2025")[row_of(report, "Kegiatan 3.1")] == "9†"
    assert report.marks == {"†": "Plafon berbeda dari jumlah rinciannya."}
    assert_sums_hold(report)
