"""The import of a list: all problems at once, nothing half written, safe to repeat."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from planning.models import EdisiNomenklatur, Nomenklatur
from planning.nomenklatur.importing import import_table

from .lists import HEAD, ROWS, edition, entry, load, table

pytestmark = pytest.mark.django_db


def changed(rows, kode, **texts):
    """The rows with other texts for one code; `None` as a text leaves the row out altogether."""
    new = []
    for row in rows:
        if row[0] != kode:
            new.append(row)
        elif None not in texts.values():
            new.append(tuple(texts.get(name, cell) for name, cell in zip(HEAD, row, strict=True)))
    return new


def test_a_list_is_stored_under_a_known_edition_with_its_levels_and_texts():
    result = load()
    assert (len(result.new), result.written, result.problems) == (len(ROWS), True, [])
    stored = entry("2.07.03.2.02.0001")
    assert (stored.level, stored.satuan, stored.kewenangan) == ("sub_kegiatan", "Lembaga", "kab/kota")
    assert (stored.edisi.digit_sub, stored.edisi.peraturan[:9]) == (4, "Keputusan")


def test_loading_a_list_again_changes_nothing():
    load()
    before = list(Nomenklatur.objects.order_by("pk").values())
    result = load()
    assert (result.unchanged, result.written) == (len(ROWS), False)
    assert list(Nomenklatur.objects.order_by("pk").values()) == before


def test_a_code_is_the_same_in_two_digits_and_in_four_in_one_cell_or_in_many():
    load([("2.07.03.2.01.01", "Pelatihan", "", "", "", ""), ("2 07 03 2. 01 02", "Uji", "", "", "", "")])
    spread = (("Kode", "", "", "", "", "Uraian"), ("2", "07", "03", "2.01", "0001", "Pelatihan"))
    result = import_table(table(spread[1:], spread[0]), edisi="900-1317-2023", partial=True)
    assert result.unchanged == 1
    assert set(Nomenklatur.objects.values_list("kode", flat=True)) == {"2.07.03.2.01.0001", "2.07.03.2.01.0002"}


def test_a_changed_text_is_reported_as_old_and_new_and_written():
    load()
    result = load(changed(ROWS, "2.07.03.2.02.0001", satuan="LPK"))
    (change,) = result.changes
    assert (change.kode, change.field, change.old, change.new) == ("2.07.03.2.02.0001", "satuan", "Lembaga", "LPK")
    assert entry("2.07.03.2.02.0001").satuan == "LPK"


def test_an_empty_cell_leaves_what_stands():
    load()
    result = load(changed(ROWS, "2.07.03.2.02.0001", satuan="", kinerja=""))
    assert result.changes == []
    assert entry("2.07.03.2.02.0001").satuan == "Lembaga"


def test_what_a_list_no_longer_names_is_kept_as_no_longer_valid_and_may_return():
    load()
    result = load(changed(ROWS, "2.07.03.2.02.0001", uraian=None))
    assert [gone.kode for gone in result.gone] == ["2.07.03.2.02.0001"]
    assert not entry("2.07.03.2.02.0001").berlaku

    again = load()
    assert [(change.kode, change.field) for change in again.changes] == [("2.07.03.2.02.0001", "berlaku")]
    assert entry("2.07.03.2.02.0001").berlaku


def test_a_partial_list_marks_nothing_as_gone():
    load()
    result = load(ROWS[:2], partial=True)
    assert result.gone == []
    assert not Nomenklatur.objects.filter(berlaku=False).exists()


def test_a_list_only_speaks_for_its_own_bidang_edition_and_kewenangan():
    load()
    load(ROWS, edisi="900-861-2026")
    load([("3.32", "TRANSMIGRASI", "", "", "", "")])
    load([("2.07", "TENAGA KERJA", "", "", "", "")], kewenangan="provinsi")
    assert not Nomenklatur.objects.filter(berlaku=False).exists()


def test_the_supporting_programme_may_be_restated_with_the_placeholder():
    load([("2.07.01.2.06.0009", "Rapat", "", "", "", "")])
    result = load()
    assert result.gone == []
    assert entry("2.07.01.2.06.0009").berlaku


def test_losing_more_than_half_of_a_bidang_is_a_warning():
    load()
    result = load(ROWS[:1])
    assert any("3 dari 4 entri 2.07" in str(warning) and "--partial" in str(warning) for warning in result.warnings)


def test_all_problems_are_told_at_once_with_row_and_column_and_nothing_is_written():
    result = load(
        [
            ROWS[0],
            ("2.07.3", "Program", "", "", "", ""),
            ("2.07.03.2.01", "", "", "", "", ""),
            ("", "Uraian", "Kinerja", "", "", ""),
            ("2.07.03.2.01.0001", "Pelatihan", "", "", "s" * 121, ""),
        ]
    )
    assert [(problem.row, problem.column) for problem in result.problems] == [
        (3, "kode"),
        (4, "uraian"),
        (5, "kode"),
        (6, "satuan"),
    ]
    assert str(result.problems[1]) == "Baris 4, kolom uraian: Uraian belum diisi."
    assert not Nomenklatur.objects.exists()
    assert not EdisiNomenklatur.objects.exists()


def test_a_level_that_contradicts_the_code_is_a_problem():
    rows = [("2.07.03", "program", "Pelatihan"), ("2.07.03.2.01", "Sub Kegiatan", "Pelatihan")]
    result = import_table(table(rows, ("kode", "tingkat", "uraian")), edisi="900-1317-2023")
    assert [(problem.row, problem.column) for problem in result.problems] == [(3, "tingkat")]


def test_a_code_twice_with_other_texts_in_one_list_is_a_problem():
    result = load([*ROWS, ("2.07.03.2.02.01", "Nama lain", "", "", "", "")])
    assert [(problem.row, problem.column) for problem in result.problems] == [(9, "kode")]
    assert "baris 5" in str(result.problems[0])


def test_the_first_of_several_lists_of_one_edition_gives_the_spelling():
    rows = [
        ("2.07.03", "PELATIHAN KERJA", "", "", "", "K900 brs 1"),
        ("2.07.03", "Pelatihan kerja", "", "", "", "SEED-000 l1"),
    ]
    result = import_table(table(rows))
    assert entry("2.07.03").uraian == "PELATIHAN KERJA"
    assert "Pelatihan kerja" in str(result.warnings[0])


def test_one_file_may_hold_several_editions_named_in_the_usual_ways():
    rows = [
        ("2.07", "Tenaga Kerja", "P90-2019", ""),
        ("2.07", "Tenaga Kerja", "", "SIPD-2027 brs 5296"),
        ("2.07", "Tenaga Kerja", "Kepmendagri 050-5889/2021", ""),
        ("2.07", "Tenaga Kerja", "900-1317-2023", "K900"),
    ]
    result = import_table(table(rows, ("kode", "uraian", "edisi", "sumber")))
    assert result.editions == ["p90-2019", "900-861-2026", "5889-2021", "900-1317-2023"]
    digits = dict(EdisiNomenklatur.objects.values_list("kode", "digit_sub"))
    assert digits == {"p90-2019": 2, "900-861-2026": 4, "5889-2021": 2, "900-1317-2023": 4}


def test_an_edition_kept_in_the_database_is_known_too():
    EdisiNomenklatur.objects.create(kode="900-1-2030", nama="Kepmendagri 900-1/2030")
    assert load(edisi="Kepmendagri 900-1/2030").editions == ["900-1-2030"]


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        ([("2.07", "A", "", "")], "edisi"),
        ([("2.07", "A", "2035", "")], "edisi"),
        ([("2.07", "A", "", "XYZ 1")], "sumber"),
    ],
)
def test_an_edition_that_is_missing_or_unknown_is_a_problem(rows, column):
    result = import_table(table(rows, ("kode", "uraian", "edisi", "sumber")))
    assert [(problem.row, problem.column) for problem in result.problems] == [(2, column)]
    assert "900-1317-2023" in str(result.problems[0])


def test_an_unknown_edition_on_the_command_line_is_one_problem_not_one_a_row():
    assert len(load(edisi="2035").problems) == 1


def test_the_kewenangan_follows_from_the_codes():
    load([("2.07.03", "Pelatihan", "", "", "", ""), ("2.07.03.1.01", "Pelatihan provinsi", "", "", "", "")])
    assert set(Nomenklatur.objects.values_list("kewenangan", flat=True)) == {"provinsi"}


def test_a_list_of_both_kewenangan_must_say_which_is_which():
    rows = [("2.07.03.1.01", "A", "", "", "", ""), ("2.07.03.2.01", "B", "", "", "", "")]
    assert [problem.column for problem in load(rows).problems] == ["kewenangan", "kewenangan"]
    named = [("2.07.03.1.01", "A", "Provinsi"), ("2.07.03.2.01", "B", "Kabupaten/Kota")]
    result = import_table(table(named, ("kode", "uraian", "kewenangan")), edisi="900-1317-2023")
    assert [new.kewenangan for new in result.new] == ["provinsi", "kab/kota"]


def test_a_sub_kegiatan_whose_kegiatan_is_nowhere_is_a_warning_and_is_loaded():
    result = load([("2.07.03.2.05.0001", "Pengukuran", "", "", "", "")])
    assert "Kegiatan 2.07.03.2.05 belum ada" in str(result.warnings[0])
    assert result.written


def test_a_parent_already_in_the_database_is_enough():
    load()
    result = load([("2.07.03.2.02.0002", "Lain", "", "", "", "")], partial=True)
    assert result.warnings == []


def test_a_trial_run_tells_everything_and_writes_nothing():
    result = load(dry_run=True)
    assert (len(result.new), result.written) == (len(ROWS), False)
    assert not EdisiNomenklatur.objects.exists()


def test_only_new_never_touches_what_stands():
    load()
    result = load([*changed(ROWS, "2.07.03", uraian="LAIN"), ("2.07.04", "BARU", "", "", "", "")], only_new=True)
    assert [new.kode for new in result.new] == ["2.07.04"]
    assert entry("2.07.03").uraian != "LAIN"


def test_an_empty_list_is_a_problem():
    assert "kosong" in str(load([]).problems[0])


def test_thousands_of_rows_need_few_queries(django_assert_max_num_queries):
    rows = [
        (f"2.07.{program:02}.2.{kegiatan:02}.{sub:04}", f"Nama {program} {kegiatan} {sub}", "K", "I", "S", "")
        for program in range(2, 7)
        for kegiatan in range(1, 21)
        for sub in range(1, 21)
    ]
    with django_assert_max_num_queries(40):
        load(rows)
    with django_assert_max_num_queries(5):
        load(rows)


def test_reading_needs_the_same_queries_for_few_rows_and_for_many():
    load()
    counts = []
    for rows in (ROWS[:2], ROWS):
        with CaptureQueriesContext(connection) as queries:
            load(rows, dry_run=True)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert edition().entri.count() == len(ROWS)
