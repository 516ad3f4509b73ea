"""The shapes in which offices really keep their plan in Excel."""

import pytest

from planning.cascade import load
from planning.levels import Level
from planning.workbook import Severity

from .. import factories as f
from .books import BY, HEAD, Shown, at, exported, galat, import_workbook, make_nomenclature, one, row, run

L = Level
PENUNJANG = "PROGRAM PENUNJANG URUSAN PEMERINTAHAN DAERAH KABUPATEN/KOTA"


@pytest.fixture
def plan(db):
    make_nomenclature()
    return f.make_plan()


def program(*rows):
    return {"Program Kegiatan": [HEAD, row("2.07.03", "PROGRAM PELATIHAN KERJA DAN PRODUKTIVITAS TENAGA KERJA"), *rows]}


def parents(cascade, level):
    return {node.uraian: cascade.parent(node).uraian for node in cascade.at(level)}


def test_urusan_and_bidang_are_inserted_from_the_nomenclature_and_the_office_stands_on_top(plan):
    report = run(plan, program())
    assert not report.refused
    cascade = load(plan)
    assert [(node.level, node.uraian) for node in cascade.path(one(cascade, "2.07.03"))[:3]] == [
        (L.PERANGKAT_DAERAH, "Dinas Ketenagakerjaan"),
        (L.URUSAN, "URUSAN PEMERINTAHAN WAJIB YANG TIDAK BERKAITAN DENGAN PELAYANAN DASAR"),
        (L.BIDANG_URUSAN, "URUSAN PEMERINTAHAN BIDANG TENAGA KERJA"),
    ]


def test_codes_are_read_in_every_spelling_of_the_documents(plan):
    report = run(
        plan,
        {
            "Program Kegiatan": [
                ("Kode", None, None, None, None, "Uraian", "Pagu 2025"),
                ("2", "07", "03", None, None, "PROGRAM PELATIHAN KERJA DAN PRODUKTIVITAS TENAGA KERJA"),
                (2, 7, 3, 2.01, None, "Pelaksanaan Pelatihan berdasarkan Unit Kompetensi"),
                (None, None, None, None, "0001", "Proses Pelaksanaan Pendidikan dan Pelatihan Keterampilan", 5),
                ("2 07 03 2. 01 02", None, None, None, None, "Koordinasi Lintas Lembaga", 6),
                (None, None, None, "2.02", None, "Pembinaan Lembaga Pelatihan Kerja Swasta"),
                (None, None, None, None, None, "01 Pembinaan Lembaga Pelatihan Kerja Swasta", 7),
            ]
        },
    )
    assert not galat(report)
    assert [node.kode for node in load(plan).at(L.KEGIATAN, L.SUB_KEGIATAN)] == [
        "2.07.03.2.01", "2.07.03.2.01.0001", "2.07.03.2.01.0002", "2.07.03.2.02", "2.07.03.2.02.0001",
    ]  # fmt: skip


def test_x_xx_becomes_the_first_bidang_of_an_office_with_two(plan):
    report = run(
        plan,
        {
            "Program Kegiatan": [
                HEAD,
                row("X.XX.01", PENUNJANG),
                row("X.XX.01.2.06", "Administrasi Umum Perangkat Daerah"),
                row("X.XX.01.2.06.0009", "Penyelenggaraan Rapat Koordinasi dan Konsultasi SKPD", pagu=1),
                row("2.07.04", "PROGRAM PENEMPATAN TENAGA KERJA"),
                row("3.32.03", "PROGRAM PEMBANGUNAN KAWASAN TRANSMIGRASI"),
                row("3.32.03.2.01", "Penataan Persebaran Penduduk yang Berasal dari 1 Daerah"),
                row("3.32.03.2.01.20", "Monitoring dan Evaluasi", pagu=2),
            ]
        },
    )
    assert not galat(report)
    cascade = load(plan)
    assert [node.kode for node in cascade.at(L.BIDANG_URUSAN)] == ["2.07", "3.32"]
    assert [node.kode for node in cascade.at(L.PROGRAM)] == ["2.07.01", "2.07.04", "3.32.03"]
    assert one(cascade, "2.07.01.2.06.0009").nomenklatur_id is not None
    assert [node.kode for node in cascade.at(L.SUB_KEGIATAN)][-1] == "3.32.03.2.01.0020"


def test_a_printed_table_4_3_pasted_without_codes_is_recognised_by_names(plan):
    """Titles above, two-row heads with merged years, column numbers, a repeated head, sums with final commas."""
    head = [
        ("Tabel 4.3",), ("RENCANA PROGRAM/KEGIATAN/SUB-KEGIATAN DAN PENDANAAN",), (),
        ("BIDANG URUSAN/PROGRAM/ OUTCOME/KEGIATAN/ SUBKEGIATAN/OUTPUT", "INDIKATOR OUTCOME/OUTPUT", "SATU AN",
         "BASE LINE (2024)", "TARGET DAN PAGU INDIKATIF", None, None, None, "KET"),
        (None, None, None, None, "2025", None, 2026, None, None),
        (None, None, None, None, "TAR GET", "PAGU", "TARGET", "PAGU", None),
    ]  # fmt: skip
    rows = [
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"),
        ("DINAS KETENAGAKERJAAN", None, None, None, None, "1.300.000", None, "300.000,"),
        ("URUSAN PEMERINTAHAN WAJIB YANG TIDAK BERKAITAN DENGAN PELAYANAN DASAR",),
        ("URUSAN PEMERINTAHAN BIDANG TENAGA KERJA", None, None, None, None, "1.300.000", None, "300.000,"),
        ("PROGRAM PELATIHAN KERJA DAN PRODUKTIVITAS TENAGA KERJA", None, None, None, None, "1.350.000"),
        ("Outcome: Meningkatnya kompetensi", "Indikator 1: Tenaga kerja bersertifikat", "Persen", "99,10", "99,30",
         None, "99,70"),
        ("Pelaksanaan Pelatihan berdasarkan Unit Kompetensi", "Jumlah peserta", "Orang", "-", "300", "1.300.000", "320",
         "300.000"),
        head[3], head[4], head[5],
        ("Proses Pelaksanaan Pendidikan & Pelatihan Keterampilan", "Jumlah orang", "Orang", 12, "16 Orang", "1.000.000",
         "17", "300.000,"),
        ("Koordinasi Lintas Lembaga dan Kerja Sama dengan Sektor Swasta", "Jumlah dokumen", "Dokumen", None, 1, 300000),
        ("JUMLAH", None, None, None, None, "1.300.000", None, "300.000"),
    ]  # fmt: skip
    report = run(plan, {"Tabel 4.3": [*head, *rows]})
    assert not galat(report)
    cascade = load(plan)
    assert [(node.level, node.kode) for node in cascade.office.walk()] == [
        (L.PERANGKAT_DAERAH, ""), (L.URUSAN, "2"), (L.BIDANG_URUSAN, "2.07"), (L.PROGRAM, "2.07.03"), (L.OUTCOME, ""),
        (L.KEGIATAN, "2.07.03.2.01"), (L.SUB_KEGIATAN, "2.07.03.2.01.0001"), (L.SUB_KEGIATAN, "2.07.03.2.01.0002"),
    ]  # fmt: skip
    assert one(cascade, "DINAS KETENAGAKERJAAN").plafon == {}
    # An amount above the leaves that is not their sum is a plafon, and is told.
    assert {year: str(amount) for year, amount in one(cascade, "2.07.03").plafon.items()} == {2025: "1.350.000"}
    outcome = cascade.at(L.OUTCOME)[0]
    assert outcome.uraian == "Meningkatnya kompetensi"
    assert outcome.indikator[0].teks == "Tenaga kerja bersertifikat"
    assert str(outcome.indikator[0].target_at(2025)) == "99,30"
    assert any("diisi menurut nama" in said.message and "kemiripan" in said.message for said in report.problems)
    assert any("baris jumlah" in said.message.lower() for said in report.problems)


def test_one_outcome_owns_the_kegiatan_after_it_and_several_in_a_row_leave_them_to_the_program(plan):
    report = run(
        plan,
        program(
            row("2.07.03.2.01", "Kegiatan awal", "Kegiatan"),
            row(None, "Outcome satu", "Outcome"),
            row("2.07.03.2.02", "Kegiatan kedua", "Kegiatan"),
            row("2.07.03.2.03", "Kegiatan ketiga", "Kegiatan"),
            row(None, "Outcome dua", "Outcome"),
            row("2.07.03.2.04", "Kegiatan keempat", "Kegiatan"),
            row(None, "Outcome tiga", "Outcome"),
            row(None, "Outcome empat", "Outcome"),
            row("2.07.03.2.05", "Kegiatan kelima", "Kegiatan"),
        ),
    )
    name = "PROGRAM PELATIHAN KERJA DAN PRODUKTIVITAS TENAGA KERJA"
    assert parents(load(plan), L.KEGIATAN) == {
        "Kegiatan awal": name,
        "Kegiatan kedua": "Outcome satu",
        "Kegiatan ketiga": "Outcome satu",
        "Kegiatan keempat": "Outcome dua",
        "Kegiatan kelima": name,
    }
    assert "2 outcome berurutan" in at(report, "B", 11).message
    assert import_workbook(plan, exported(plan), by=BY).summary[0] == "tidak ada perubahan"


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ([("O1", []), ("O2", []), "K1"], {"K1": "P"}),
        ([("O1", []), "K1"], {"K1": "P"}),
        ([("O1", []), ("O2", ["K1"]), ("O3", ["K2"]), "K3"], {"K1": "O2", "K2": "O3", "K3": "P"}),
        (["K1", ("O1", ["K2"]), "K3"], {"K1": "P", "K2": "O1", "K3": "P"}),
    ],
)
def test_any_grouping_of_kegiatan_survives_export_and_import(db, shape, expected):
    make_nomenclature()
    number = iter(range(1, 20))

    def kegiatan(name):
        return f.node(L.KEGIATAN, name, f"2.07.03.2.{next(number):02d}")

    children = [
        kegiatan(item) if isinstance(item, str) else f.node(L.OUTCOME, item[0], "", *map(kegiatan, item[1]))
        for item in shape
    ]
    plan = f.make_plan(f.PlanDraft(roots=[f.office(f.node(L.PROGRAM, "P", "2.07.03", *children))]))
    assert parents(load(plan), L.KEGIATAN) == expected
    file = exported(plan)
    assert import_workbook(plan, file, by=BY).summary[0] == "tidak ada perubahan"
    other = f.make_plan(slug="kota-uji/lain/renstra-2025-2029/murni")
    file.seek(0)
    assert import_workbook(other, file, by=BY).status == "ditulis"
    assert parents(load(other), L.KEGIATAN) == expected


def test_ten_indicators_and_several_sumber_dana_stand_on_the_rows_below(plan):
    sub = row("2.07.03.2.01.0001", "Proses Pelaksanaan", None, "Indikator 0", target=1, pagu=100, sumber="APBD")
    more = [row(None, None, None, f"Indikator ke-{number}", "Paket", target=number) for number in range(1, 11)]
    run(
        plan,
        program(
            row("2.07.03.2.01", "Pelaksanaan Pelatihan berdasarkan Unit Kompetensi"),
            sub,
            *more,
            row(pagu=50, sumber="DBHCHT"),
            row(pagu_2026=7, sumber="DAK"),
        ),
    )
    node = one(load(plan), "2.07.03.2.01.0001")
    assert len(node.indikator) == 11
    assert node.sumber_dana == ("APBD", "DBHCHT", "DAK")
    assert (node.total[2025], node.total[2026]) == (150, 157)
    assert import_workbook(plan, exported(plan), by=BY).summary[0] == "tidak ada perubahan"


def test_decimals_grades_nihil_and_dashes_come_back_as_they_were_typed(plan):
    rows = program(
        row("2.07.03.2.01", "Pelaksanaan Pelatihan berdasarkan Unit Kompetensi"),
        row(
            "2.07.03.2.01.0001", "Proses Pelaksanaan", None, "Nilai", "Nilai", "-",
            target_2025=Shown(99.3, "0.00"), target_2026="BB", target_2027=0, target_2028="-", target_2029="79,980",
            target_2030=12.5, pagu_2025="35.009.269.693,06", pagu_2026="Rp. 925.102.800,-", pagu_2027=0,
        ),
    )  # fmt: skip
    assert "dua cara" in at(run(plan, rows), "O", 4).message
    rows["Program Kegiatan"][3][14] = "79,9800"
    report = run(plan, rows)
    assert not galat(report)
    node = one(load(plan), "2.07.03.2.01.0001")
    indicator = node.indikator[0]
    assert [str(indicator.target_at(year)) for year in f.YEARS] == ["99,30", "BB", "0", "-", "79,9800", "12,5"]
    assert str(indicator.baseline_at(2024)) == "-"
    assert [str(node.pagu_at(year)) for year in (2025, 2026, 2027, 2028)] == [
        "35.009.269.693,06", "925.102.800", "0", "",
    ]  # fmt: skip
    assert import_workbook(plan, exported(plan), by=BY).summary == ["tidak ada perubahan"]


def test_another_offices_four_years_are_its_own_columns(db):
    make_nomenclature()
    plan = f.make_plan(slug="kota-lain/disnaker/renstra-2023-2026/murni")
    report = run(
        plan,
        {
            "Identitas": [("Label", "Isi"), ("Tahun pada tabel", "2023-2026"), ("Tahun dasar", 2022)],
            "Program Kegiatan": [
                ("Kode", "Nama", "Tingkat", "Kinerja 2022", "Indikator", "Satuan", "Target 2023", "Pagu 2023"),
                ("2.07.03", "Pelatihan Kerja", None, None, "Tersertifikasi", "Persen", 10, None),
                ("2.07.03.2.01", "Pelaksanaan Pelatihan"),
                (None, "Sub-kegiatan tanpa kode", "Sub-kegiatan", None, "Peserta", "Orang", 100, 1000),
            ],
        },
    )
    assert [said.column for said in galat(report)] == ["D"]  # "Kinerja 2022" is a target of a year outside the plan
    assert "2023–2026" in galat(report)[0].message


def test_a_sub_kegiatan_without_a_code_is_matched_by_its_name_the_next_time(plan):
    sheets = program(
        row("2.07.03.2.01", "Pelaksanaan Pelatihan berdasarkan Unit Kompetensi"),
        row(None, "Pelatihan kewirausahaan milenial", "Sub-kegiatan", "Peserta", "Orang", target=10, pagu=5),
    )
    assert run(plan, sheets).status == "ditulis"
    node = one(load(plan), "Pelatihan kewirausahaan milenial")
    assert node.kode == ""
    assert run(plan, sheets).summary[0] == "tidak ada perubahan"
    # Without a Tingkat its name is known from the plan now.
    sheets["Program Kegiatan"][3][2] = None
    again = run(plan, sheets)
    assert again.summary[0] == "tidak ada perubahan"
    assert "diketahui dari baris bernama sama" in at(again, "B", 4).message


def test_a_program_serves_the_sasaran_it_names_by_number_or_words(plan):
    sheets = {
        "Tujuan Sasaran": [
            ("NSPK dan sasaran RPJMD", "Tujuan", "Sasaran", "Indikator", "Target 2025", "Ket"),
            ("Sasaran RPJMD: Ekonomi maju\nUU 13/2003", "Tujuan A", None, "Ind A", "83,00%"),
            (None, None, "Sasaran A1", "Ind A1", 5),
            (None, None, None, "Ind A1 kedua", 6),
            (None, "Tujuan A", "Sasaran A2", "Ind A2", 7),
            (None, "Tujuan B", "Sasaran B1", "Ind B1", 8, "penting"),
        ],
        "Program Kegiatan": [
            ("Kode", "Uraian", "Sasaran yang dilayani"),
            ("2.07.03", "PROGRAM PELATIHAN KERJA DAN PRODUKTIVITAS TENAGA KERJA", "1, 3"),
            ("2.07.04", "PROGRAM PENEMPATAN TENAGA KERJA", "sasaran a2\nSasaran B1"),
        ],
    }
    report = run(plan, sheets)
    assert not galat(report)
    cascade = load(plan)
    served = {node.kode: [to.uraian for to in cascade.linked(node)] for node in cascade.at(L.PROGRAM)}
    assert served == {"2.07.03": ["Sasaran A1", "Sasaran B1"], "2.07.04": ["Sasaran A2", "Sasaran B1"]}
    assert [node.uraian for node in cascade.at(L.TUJUAN)] == ["Tujuan A", "Tujuan B"]
    assert [node.uraian for node in cascade.linked(one(cascade, "Tujuan A"))] == ["Ekonomi maju", "UU 13/2003"]
    assert len(one(cascade, "Sasaran A1").indikator) == 2
    assert one(cascade, "Tujuan A").indikator[0].satuan == "%"
    assert one(cascade, "Sasaran B1").keterangan == "penting"
    assert import_workbook(plan, exported(plan), by=BY).summary == ["tidak ada perubahan"]


def test_an_iku_that_repeats_an_indicator_is_a_mark_and_one_that_differs_is_its_own(plan):
    sheets = {
        "Tujuan Sasaran": [
            ("Tujuan", "Sasaran", "Indikator", "Satuan", "Target 2025", "Target 2026"),
            ("Tujuan A", None, "Tingkat penyerapan", "Persen", 83, 84),
            (None, "Sasaran A", "Tata kelola", "Persen", 79, 80),
        ],
        "IKU": [
            ("No", "Indikator", "Satuan", "Kondisi Awal", "Target 2025", "Target 2026"),
            (1, "Tingkat  Penyerapan", "Persen", 82, 83, 84),
            (None, "1. Tata kelola", "Persen", None, 81, 82),
        ],
        "IKK": [("No", "Indikator", "Satuan", "Target 2025"), (1, "Kegiatan mengacu RTK", "%", 100)],
    }
    report = run(plan, sheets)
    assert not galat(report)
    cascade = load(plan)
    (tingkat,) = one(cascade, "Tujuan A").indikator
    assert tingkat.jenis == {"tujuan", "iku"}
    assert str(tingkat.baseline_at(2024)) == "82"
    tata, own = one(cascade, "Sasaran A").indikator
    assert (tata.jenis, own.jenis) == ({"sasaran"}, {"iku"})
    said = next(one for one in report.problems if one.severity is Severity.PERINGATAN)
    assert "2025 81" in said.message
    assert "2025 79" in said.message
    assert [held.teks for held in cascade.office.indikator_of("ikk")] == ["Kegiatan mengacu RTK"]
    assert run(plan, sheets).summary[0] == "tidak ada perubahan"
    assert import_workbook(plan, exported(plan), by=BY).summary == ["tidak ada perubahan"]


def test_an_edit_of_one_cell_of_an_export_changes_that_cell_alone(plan):
    from io import BytesIO

    import openpyxl

    f.write(plan, f.small_draft())
    workbook = openpyxl.load_workbook(exported(plan))
    sheet = workbook["Program Kegiatan"]
    heading = {cell.value: cell.column for cell in sheet[1]}
    line = next(number for number in range(2, 40) if sheet.cell(number, 1).value == "2.07.03.2.01.0001")
    sheet.cell(line, heading["Target 2026"]).value = 17
    sheet.cell(line, heading["Pagu 2026 (Rp)"]).value = 250
    # A saved copy without Excel has no cached sums: then the cells above are simply empty.
    file = BytesIO()
    workbook.save(file)
    report = import_workbook(plan, file, by=BY)
    changed = [(diff.cells, diff.act.value) for diff in report.difference.objects]
    assert changed == [({"pagu:2026:": ("200", "250")}, "update"), ({"target:2026": ("15", "17")}, "update")]
    assert report.changeset.revisi == plan.revisi


def test_a_copied_row_keeps_only_one_identity(plan):
    from io import BytesIO

    import openpyxl

    f.write(plan, f.small_draft())
    workbook = openpyxl.load_workbook(exported(plan))
    sheet = workbook["Program Kegiatan"]
    line = next(number for number in range(2, 40) if sheet.cell(number, 1).value == "2.07.03.2.01.0002")
    values = [cell.value for cell in sheet[line]]
    values[0], values[1] = "2.07.03.2.01.0009", "Salinan"
    sheet.insert_rows(line + 1)
    for index, value in enumerate(values, 1):
        sheet.cell(line + 1, index).value = value
    file = BytesIO()
    workbook.save(file)
    report = import_workbook(plan, file, by=BY)
    assert report.counts()["simpul_created"] == 1
    assert report.counts()["indikator_created"] == 1
    assert one(load(plan), "Salinan").kode == "2.07.03.2.01.0009"


def test_lists_around_the_tree_are_read_in_their_printed_shapes(plan):
    sheets = {
        "RPJMD": [
            ("Jenis", "Nomor", "Uraian"), ("Visi", "", "Kota maju"), ("Misi", "2", "Ekonomi berkeadilan"),
            ("Tujuan", "2.1", "Produktif"), ("Arah Kebijakan", "2.1.1", "Penguatan riset"), ("NSPK", "", "UU 13/2003"),
        ],
        "Tujuan Sasaran": [("Tujuan", "Sasaran", "Indikator"), ("T", None, "I"), (None, "S", "J")],
        "Program Kegiatan": [
            ("Kode", "Uraian"), ("2.07.03", "PROGRAM PELATIHAN KERJA DAN PRODUKTIVITAS TENAGA KERJA"),
            (None, "Outcome: Terampil"), ("2.07.03.2.01", "Pelaksanaan Pelatihan berdasarkan Unit Kompetensi"),
            ("2.07.03.2.01.0001", "Proses Pelaksanaan Pendidikan dan Pelatihan Keterampilan"),
        ],
        "Strategi": [
            ("Tujuan", "Sasaran", "Strategi", "Arah Kebijakan"), ("T", "S", "Strategi 1", "Arah 1"),
            (None, None, None, "Arah 2"), (None, None, "Strategi 2"),
        ],
        "Arah Kebijakan": [
            ("No", "Operasionalisasi NSPK", "Arah Kebijakan RPJMD", "Arah Kebijakan Renstra PD", "Keterangan"),
            ("(1)", "(2)", "(3)", "(4)", "(5)"), (1, "UU 13/2003", "Penguatan riset", "Arah 1", "ket 1"),
            (None, None, None, "Arah lepas", None),
        ],
        "Penahapan": [
            ("Misi", "Tahap I (2026)", "Tahap II (2027)"), (None, "Pemenuhan dasar", "Adaptif"),
            ("Misi 2: Ekonomi berkeadilan", "Perluasan pelatihan", "Kemandirian"), (None, "Kapasitas", None),
        ],
        "Isu Strategis": [
            ("Potensi Daerah Yang Menjadi Kewenangan", "Permasalahan Perangkat Daerah", "Isu KLHS Yang Relevan",
             "Isu Lingkungan Yang Relevan", None, None, "Isu Strategis Perangkat Daerah"),
            (None, None, None, "Global", "Nasional", "Regional", None),
            ("Industri", "SDM belum unggul", "Daya saing", "1. SDGs\n2. Urbanisasi", "Bonus demografi", "-",
             "1. Kompetensi\n2. Penempatan"),
        ],
        "Prioritas": [
            ("No", "Program Prioritas", "Outcome", "Kegiatan/Sub Kegiatan", "Keterangan"),
            (1, "Pelatihan Kerja dan Produktivitas Tenaga Kerja", "Terampil",
             "Kegiatan : Pelaksanaan Pelatihan berdasarkan Unit Kompetensi\n"
             "Sub kegiatan : Proses Pelaksanaan Pendidikan dan Pelatihan Keterampilan", "di BLK"),
        ],
        "Nomenklatur": [
            ("Kode", None, None, None, None, "Nomenklatur Urusan Kabupaten/Kota", "Kinerja", "Indikator", "Satuan"),
            ("2", "07", "03", "2.01", "0001", "Proses Pelaksanaan", "Terlaksananya pelatihan", "Jumlah orang", "Orang"),
        ],
        "Kinerja Pelayanan": [
            ("No", "Indikator", "TARGET", None, "REALISASI", None), (None, None, 2021, 2022, 2021, 2022),
            ("I", "Indikator Kinerja Utama"), (1, "TPT", "7,55%", "6,90%", "9,07%", "-"), ("II", "Program"),
            (1, "Program Penempatan"), ("A", "Lowongan", 16800, 17800, 22462, None),
        ],
        "Indikator": [
            ("Melekat pada", "Indikator", "Definisi operasional", "Arah", "Akumulasi", "Desimal"),
            ("Tujuan: T", "I", "Definisinya", "Turun", "Rata-rata", 2),
        ],
    }  # fmt: skip
    report = run(plan, sheets)
    assert not galat(report)
    cascade = load(plan)
    assert [(node.nomor, node.keterangan, node.uraian) for node in cascade.at(L.TAHAP)] == [
        ("I", "2026", "Pemenuhan dasar"), ("II", "2027", "Adaptif"),
    ]  # fmt: skip
    assert [to.uraian for to in cascade.linked(one(cascade, "Kapasitas"))] == ["Ekonomi berkeadilan"]
    assert [(node.nomor, node.uraian) for node in cascade.at(L.ISU_GLOBAL)] == [("1.", "SDGs"), ("2.", "Urbanisasi")]
    assert len(cascade.at(L.ISU_STRATEGIS)) == 2
    assert cascade.at(L.ISU_REGIONAL) == ()
    assert parents(cascade, L.STRATEGI) == {"Strategi 1": "S", "Strategi 2": "S"}
    assert [node.uraian for node in cascade.at(L.ARAH_KEBIJAKAN)] == ["Arah 1", "Arah 2", "Arah lepas"]
    assert [to.uraian for to in cascade.linked(one(cascade, "Arah 1"))] == ["UU 13/2003", "Penguatan riset"]
    priority, kegiatan, sub = cascade.at(L.PRIORITAS)
    assert [to.level for to in cascade.linked(priority)] == [L.PROGRAM, L.OUTCOME]
    assert (kegiatan.nomor, kegiatan.uraian, sub.nomor, sub.keterangan) == ("Kegiatan", "", "Sub kegiatan", "")
    assert kegiatan.keterangan == "di BLK"
    acuan = one(cascade, "2.07.03.2.01.0001", L.ACUAN)
    assert acuan.children[0].indikator[0].teks == "Jumlah orang"
    group = one(cascade, "Program Penempatan")
    assert str(group.indikator[0].realisasi_at(2021)) == "22.462"
    detail = one(cascade, "T").indikator[0]
    assert (detail.definisi, detail.arah, detail.akumulasi, detail.desimal) == ("Definisinya", "turun", "rata_rata", 2)
    assert run(plan, sheets).summary[0] == "tidak ada perubahan"
    assert import_workbook(plan, exported(plan), by=BY).summary == ["tidak ada perubahan"]
