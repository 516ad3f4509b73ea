"""Codes of the nomenclature: every spelling of the documents, one canonical form, doubt refused."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renstra_portal.lib.codes import (
    LEVELS,
    Kode,
    KodeProblem,
    child_kode,
    format_kode,
    is_penunjang,
    level_kode,
    parent_kode,
    parse_kode,
    parse_kode_cells,
    resolve_xx,
    segments,
    sort_key,
    split_kode_nama,
    to_xx,
)

two_digits = st.integers(1, 99).map("{:02}".format)
full_codes = st.builds(
    lambda bidang, program, j, kegiatan, sub: (*bidang, program, f"{j}.{kegiatan}", f"{sub:04}"),
    st.tuples(st.integers(1, 9).map(str), two_digits) | st.just(("X", "XX")),
    two_digits,
    st.integers(1, 8),
    two_digits,
    st.integers(1, 9999),
)
codes = st.builds(lambda cells, length: cells[:length], full_codes, st.integers(1, 5)).filter(
    lambda cells: cells != ("X",)
)


@pytest.mark.parametrize(
    ("raw", "text", "level"),
    [
        ("2", "2", "urusan"),
        ("2.07", "2.07", "bidang_urusan"),
        ("2.07.03", "2.07.03", "program"),
        ("2.07.03.", "2.07.03", "program"),
        ("2.07.05.2.02", "2.07.05.2.02", "kegiatan"),
        ("2.07.03.2.01.0001", "2.07.03.2.01.0001", "sub_kegiatan"),
        ("2.07.04.2.03.03", "2.07.04.2.03.0003", "sub_kegiatan"),
        ("3.32.03.2.01.20", "3.32.03.2.01.0020", "sub_kegiatan"),
        ("2 07 01 2.06 09", "2.07.01.2.06.0009", "sub_kegiatan"),
        ("2 07 01 2. 01 01", "2.07.01.2.01.0001", "sub_kegiatan"),
        ("2.07.01.2. 01", "2.07.01.2.01", "kegiatan"),
        ("2 07 01 2. 02", "2.07.01.2.02", "kegiatan"),
        ("2|07|03|2.01|0001", "2.07.03.2.01.0001", "sub_kegiatan"),
        ("2\t07\t03\t2.01\t01", "2.07.03.2.01.0001", "sub_kegiatan"),
        ("2/07/03/2.01/01", "2.07.03.2.01.0001", "sub_kegiatan"),
        ("2-07-03", "2.07.03", "program"),
        ("2,07", "2.07", "bidang_urusan"),
        ("2.07.01.02.01.0001", "2.07.01.2.01.0001", "sub_kegiatan"),
        ("2 07 03 2 01 0001", "2.07.03.2.01.0001", "sub_kegiatan"),
        ("\u00a02.07\u200b.03 ", "2.07.03", "program"),
        ("x.xx.01.2.06", "X.XX.01.2.06", "kegiatan"),
        ("X XX 01 2.06 0001", "X.XX.01.2.06.0001", "sub_kegiatan"),
        ("2.07.03.3.03", "2.07.03.3.03", "kegiatan"),
        (2, "2", "urusan"),
        (2.07, "2.07", "bidang_urusan"),
        (Decimal("3.32"), "3.32", "bidang_urusan"),
    ],
)
def test_every_spelling_of_the_documents_has_one_canonical_form(raw: object, text: str, level: str) -> None:
    assert parse_kode(raw) == Kode(text, level)
    assert str(parse_kode(raw)) == text


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("", "Kode kosong"),
        (None, "Kode kosong"),
        ("2.07.03.2", "ambigu"),
        ("2 07 03 2 01", "ambigu"),
        ("2|07|03|2|01", "ambigu"),
        ("2.07.03.2.0001", "ambigu"),
        ("2.07.3.2", "Program"),
        ("2.7", "Tulis 07 atau 70"),
        ("2.07.03.2.1", "Tulis 01 atau 10"),
        (2.1, "2.01 atau 2.10"),
        ("2.07.03.2.01.001", "dua atau empat angka"),
        ("2.07.03.2.01.1", "dua atau empat angka"),
        ("02", "satu angka"),
        ("02.07.03", "program"),
        ("2.07.03.9.01", "kegiatan"),
        ("2.00.03", "program"),
        ("2.07.03.2.01.0000", "sub-kegiatan"),
        ("2.XX.01", "program"),
        ("2.07.O1", "“O1”"),
        ("2..07", "segmen kosong"),
        ("2.07.03.2.01.0001.1", "paling banyak enam"),
        ("PROGRAM", "tidak terbaca"),
        (207, "satu angka"),
        (2.071, "bukan kode"),
        (1e20, "bukan kode|bagian|tidak terbaca"),
        (-2, "tidak mengikuti pola|bukan kode"),
        (float("nan"), "bukan kode"),
        (True, "tidak terbaca"),
        (["2"], "tidak terbaca"),
    ],
)
def test_what_cannot_be_read_with_certainty_is_refused_in_words(raw: object, words: str) -> None:
    with pytest.raises(KodeProblem, match=words):
        parse_kode(raw)


def test_a_reduced_kegiatan_is_told_how_to_write_it() -> None:
    with pytest.raises(KodeProblem) as caught:
        parse_kode_cells([2, 7, 3, 2, 1])
    assert str(caught.value) == (
        "Kode “2 | 7 | 3 | 2 | 1” ambigu: segmen kegiatan hanya tertulis “2”, "
        "seharusnya seperti 2.01 atau 2.02. Tulis kegiatannya lengkap, misalnya 2.07.03.2.01."
    )


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        (["2", "07", "03", "2.01", "01"], "2.07.03.2.01.0001"),
        (["2", "07", "03", "2.01", ""], "2.07.03.2.01"),
        (["2", "07", None, None, None], "2.07"),
        ([2, 7, 3, 2.01, 1], "2.07.03.2.01.0001"),
        ([2.0, 7.0, 1.0], "2.07.01"),
        ([2, "7", "3"], "2.07.03"),
        ([2.07, 3], "2.07.03"),
        (["2", "07", "01", "02.01", "01"], "2.07.01.2.01.0001"),
        (["2", "07", "03", "2", "01", "0001"], "2.07.03.2.01.0001"),
        (["2.07.03", "2.01", "0001"], "2.07.03.2.01.0001"),
        (["X", "XX", "01", "2.06", 9], "X.XX.01.2.06.0009"),
    ],
)
def test_cells_of_a_row_join_to_one_code(cells: list[object], text: str) -> None:
    assert parse_kode_cells(cells).text == text


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([2, 7, 3, 2.1, 1], "2.01 atau 2.10"),
        ([2, 7, 3, "2.1", 1], "Tulis 01 atau 10"),
        ([2, 7, 3, 2], "ambigu"),
        (["2", "07", "", "2.01"], "sel kosong"),
        ([], "bagian"),
        ([None, ""], "bagian"),
    ],
)
def test_cells_that_lost_something_are_refused(cells: list[object], words: str) -> None:
    with pytest.raises(KodeProblem, match=words):
        parse_kode_cells(cells)


@given(codes)
def test_a_canonical_code_reads_as_itself_and_parts_into_its_cells(cells: tuple[str, ...]) -> None:
    text = ".".join(cells)
    kode = parse_kode(text)
    assert kode == Kode(text, LEVELS[len(cells) - 1])
    assert segments(text) == cells
    assert level_kode(text) == kode.level
    assert parent_kode(text) == (".".join(cells[:-1]) or None)
    assert parse_kode(format_kode(text, 4)) == kode


@given(
    codes,
    st.lists(
        st.sampled_from([".", " ", " . ", ". ", "/", " / ", "  ", "\u00a0", "|", " | "]),
        min_size=4,
        max_size=4,
    ),
    st.sampled_from([".", ". ", " .", " . "]),
    st.booleans(),
    st.booleans(),
)
def test_every_mixture_of_marks_reads_the_same(
    cells: tuple[str, ...], marks: list[str], kegiatan_mark: str, padded_j: bool, short: bool
) -> None:
    spelled = list(cells)
    if len(cells) > 3:
        spelled[3] = ("0" if padded_j else "") + cells[3].replace(".", kegiatan_mark)
    if len(cells) == 5 and short and cells[4].startswith("00"):
        spelled[4] = cells[4][2:]
    text = "".join(part + mark for part, mark in zip(spelled, [*marks, ""], strict=False)).rstrip("|/. ")
    assert parse_kode(text).text == ".".join(cells)


@given(codes)
def test_cells_as_excel_holds_them_read_the_same_unless_a_zero_was_lost(cells: tuple[str, ...]) -> None:
    excel: list[object] = [cell if "X" in cell else float(cell) for cell in cells]
    if len(cells) > 3 and cells[3].endswith("0"):
        with pytest.raises(KodeProblem, match="Excel membuang nol"):
            parse_kode_cells(excel)
    else:
        assert parse_kode_cells(excel).text == ".".join(cells)


@given(st.text(max_size=20) | st.text("0123456789.X |/-", max_size=20))
def test_any_text_is_a_canonical_code_or_a_problem(text: str) -> None:
    try:
        kode = parse_kode(text)
    except KodeProblem as problem:
        assert str(problem).endswith((".", ")."))
    else:
        assert level_kode(kode.text) == kode.level


def test_an_edition_prints_two_or_four_digits() -> None:
    assert format_kode("2.07.03.2.01.0001") == "2.07.03.2.01.0001"
    assert format_kode("2.07.03.2.01.0001", 2) == "2.07.03.2.01.01"
    assert format_kode("2.07.03.2.01", 2) == "2.07.03.2.01"
    with pytest.raises(KodeProblem, match="dua angka"):
        format_kode("2.07.03.2.01.0123", 2)
    with pytest.raises(ValueError, match="2 or 4"):
        format_kode("2.07.03.2.01.0001", 3)


@pytest.mark.parametrize("text", ["2.7", "2.07.03.2", "2.07.03.2.01.01", "", "x.xx", "2.07.03.2.01.0000", "2.07\n"])
def test_a_text_that_is_not_canonical_has_no_level(text: str) -> None:
    with pytest.raises(KodeProblem, match="bukan kode baku"):
        level_kode(text)


def test_a_row_that_prints_only_its_last_segment_is_completed_from_its_parent() -> None:
    assert child_kode("2.07.01.2.06", "06") == Kode("2.07.01.2.06.0006", "sub_kegiatan")
    assert child_kode("2.07.03", "2.01") == Kode("2.07.03.2.01", "kegiatan")
    assert child_kode("2.07", 3) == Kode("2.07.03", "program")


@pytest.mark.parametrize(
    ("parent", "part"), [("2.07.03", "2"), ("2.07", "03.2.01"), ("2.07.01.2.06", "2.01"), ("2", None)]
)
def test_more_or_less_than_one_segment_does_not_complete_a_code(parent: str, part: object) -> None:
    with pytest.raises(KodeProblem):
        child_kode(parent, part)


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("06 Penatausahaan barang", "06", "Penatausahaan barang"),
        ("06Penatausahaan barang", "06", "Penatausahaan barang"),
        ("2.07.03 PROGRAM PELATIHAN KERJA", "2.07.03", "PROGRAM PELATIHAN KERJA"),
        ("2.07.03 - PROGRAM", "2.07.03", "PROGRAM"),
        ("2.07.03-PROGRAM", "2.07.03", "PROGRAM"),
        ("2.07.03.2.01.0001\nProses Pelaksanaan", "2.07.03.2.01.0001", "Proses Pelaksanaan"),
        ("2 07 01 2. 01 01 Penyusunan Dokumen", "2 07 01 2. 01 01", "Penyusunan Dokumen"),
        ("X.XX.01.2.06 Administrasi Umum", "X.XX.01.2.06", "Administrasi Umum"),
        ("X.XX PENUNJANG", "X.XX", "PENUNJANG"),
        ("Program 3", "", "Program 3"),
        ("Xenia", "", "Xenia"),
        ("2.07", "2.07", ""),
        ("", "", ""),
    ],
)
def test_a_code_glued_to_a_name_is_parted(text: str, code: str, name: str) -> None:
    assert split_kode_nama(text) == (code, name)


@given(codes.filter(lambda cells: len(cells) > 1))
def test_a_code_before_a_name_always_comes_back(cells: tuple[str, ...]) -> None:
    text = ".".join(cells)
    code, name = split_kode_nama(f"{text} Pengadaan 2 Unit")
    assert (parse_kode(code).text, name) == (text, "Pengadaan 2 Unit")


def test_the_placeholder_resolves_to_the_office_and_back() -> None:
    assert resolve_xx("X.XX.01.2.06.0001", "2.07") == "2.07.01.2.06.0001"
    assert resolve_xx("X.XX", "2.07") == "2.07"
    assert resolve_xx("X", "3.32") == "3"
    assert resolve_xx("2.07.03", "3.32") == "2.07.03"
    assert to_xx("2.07.01.2.06.0001") == "X.XX.01.2.06.0001"
    assert to_xx("2.07.01") == "X.XX.01"
    assert [to_xx(text) for text in ("2.07.03", "2.07", "2", "X.XX.01", "X")] == [
        "2.07.03",
        "2.07",
        "2",
        "X.XX.01",
        "X",
    ]


@pytest.mark.parametrize("bidang", ["2", "X.XX", "2.07.01", "2.7"])
def test_the_placeholder_only_resolves_to_a_real_bidang(bidang: str) -> None:
    with pytest.raises(KodeProblem):
        resolve_xx("X.XX.01", bidang)


@given(full_codes.filter(lambda cells: cells[0] != "X"))
def test_programme_01_goes_to_the_placeholder_and_back(cells: tuple[str, ...]) -> None:
    text = ".".join([*cells[:2], "01", *cells[3:]])
    assert is_penunjang(text)
    assert resolve_xx(to_xx(text), ".".join(cells[:2])) == text


def test_only_programme_01_is_penunjang() -> None:
    assert [is_penunjang(text) for text in ("X.XX", "X.XX.01.2.01", "2.07.01")] == [True, True, True]
    assert [is_penunjang(text) for text in ("2", "2.07", "2.07.03.2.01.0001")] == [False, False, False]


def test_codes_sort_in_official_order_with_the_placeholder_first() -> None:
    ordered = [
        "X.XX", "X.XX.01", "X.XX.01.2.06", "2", "2.07", "2.07.01", "2.07.01.2.01", "2.07.01.2.01.0002",
        "2.07.01.2.02", "2.07.03", "2.07.03.1.01", "2.07.03.2.01", "3.32", "3.32.03",
    ]  # fmt: skip
    shuffled = sorted(ordered, key=lambda text: (len(text), text[::-1]))
    assert shuffled != ordered
    assert sorted(shuffled, key=sort_key) == ordered


@given(codes)
def test_a_parent_sorts_before_its_children(cells: tuple[str, ...]) -> None:
    text = ".".join(cells)
    parent = parent_kode(text)
    assert parent is None or sort_key(parent) < sort_key(text)


def test_canonical_codes_match_the_validating_expression_of_the_regulation() -> None:
    pattern = re.compile(r"(?:[1-9]\.\d{2}|X\.XX)\.\d{2}\.[1-8]\.\d{2}\.\d{4}")
    for text in ("2.07.03.2.01.01", "x.xx.01.2.06.0001", "9 02 02 3.02 01"):
        assert pattern.fullmatch(parse_kode(text).text)
