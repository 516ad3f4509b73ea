"""The five kinds of value: kept apart, stored reversibly, printed in Indonesian, read from people."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renstra_portal.lib.values import (
    KOSONG,
    NIHIL,
    TIDAK_DIRENCANAKAN,
    Jenis,
    Nilai,
    format_nilai,
    format_rupiah,
    parse_nilai,
    parse_rupiah,
)

numbers = st.builds(
    lambda digits, decimals: Decimal(digits).scaleb(-decimals),
    st.integers(-(10**15), 10**15),
    st.integers(0, 6),
)
values = st.one_of(
    st.sampled_from([KOSONG, NIHIL, TIDAK_DIRENCANAKAN]),
    numbers.map(Nilai.of),
    st.text().map(lambda text: Nilai.teks(f"x{text}")),
)  # fmt: skip


def test_zero_is_nihil_and_keeps_its_decimals() -> None:
    assert Nilai.of(0) == NIHIL
    assert Nilai.of(Decimal("-0.00")) == Nilai(Jenis.NIHIL, Decimal(0), 2)
    assert format_nilai(Nilai.of(Decimal("0.00"))) == "0,00"


def test_the_typed_form_differs_but_the_amount_is_the_same() -> None:
    typed, padded = Nilai.of(Decimal("99.3")), Nilai.of(Decimal("99.30"))
    assert typed != padded
    assert typed.same_amount(padded)
    assert not typed.same_amount(Nilai.of(Decimal("99.4")))


def test_nihil_minus_and_blank_are_three_different_things() -> None:
    kinds = [NIHIL, TIDAK_DIRENCANAKAN, KOSONG, Nilai.teks("-")]
    assert len(set(kinds)) == 4
    assert not any(a.same_amount(b) for a in kinds for b in kinds if a is not b)


def test_only_numbers_and_nihil_have_an_amount() -> None:
    assert Nilai.of(5).amount == 5
    assert NIHIL.amount == 0
    assert [v.amount for v in (KOSONG, TIDAK_DIRENCANAKAN, Nilai.teks("BB"))] == [None, None, None]


def test_only_a_blank_is_not_filled_in() -> None:
    assert [v.is_filled for v in (KOSONG, TIDAK_DIRENCANAKAN, NIHIL, Nilai.teks("BB"))] == [
        False,
        True,
        True,
        True,
    ]


def test_decimals_may_add_zeros_but_never_cut_digits() -> None:
    assert Nilai.of(Decimal("99.3"), 2).plain() == "99.30"
    with pytest.raises(ValueError, match="round it first"):
        Nilai.of(Decimal("99.35"), 1)


def test_a_large_power_of_ten_is_held_as_whole_digits() -> None:
    assert Nilai.of(Decimal("1E+3")).plain() == "1000"


def test_floats_bools_and_infinities_make_no_value() -> None:
    for wrong in (1.5, True):
        with pytest.raises(TypeError):
            Nilai.of(wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="finite"):
        Nilai.of(Decimal("NaN"))
    with pytest.raises(ValueError, match="words"):
        Nilai.teks(" \u00a0")


@pytest.mark.parametrize(
    ("value", "plain", "encoded"),
    [
        (Nilai.of(Decimal("99.30")), "99.30", "99.30"),
        (Nilai.of(-5), "-5", "-5"),
        (TIDAK_DIRENCANAKAN, "-", "-"),
        (NIHIL, "0", "0"),
        (Nilai.teks("BB"), "BB", "'BB"),
        (Nilai.teks("-"), "-", "'-"),
        (KOSONG, "", None),
    ],
)
def test_every_kind_has_a_plain_and_a_stored_spelling(value: Nilai, plain: str, encoded: str | None) -> None:
    assert value.plain() == plain
    assert value.encode() == encoded
    assert Nilai.decode(encoded) == value


@given(values)
def test_a_stored_value_comes_back_exactly_as_typed(value: Nilai) -> None:
    back = Nilai.decode(value.encode())
    assert back == value
    assert back.plain() == value.plain()


@pytest.mark.parametrize("broken", ["", "BB", "1,5", "1e5", "NaN", "--5", "1.2.3", "٣", "'"])
def test_a_text_that_was_never_stored_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match=r"not an encoded Nilai|needs words"):
        Nilai.decode(broken)


@pytest.mark.parametrize(
    ("value", "decimals", "percent", "printed"),
    [
        (Nilai.of(1308202759), None, False, "1.308.202.759"),
        (Nilai.of(Decimal("79.98")), None, False, "79,98"),
        (Nilai.of(Decimal("99.30")), None, True, "99,30%"),
        (Nilai.of(Decimal("79.985")), 2, False, "79,99"),
        (Nilai.of(100), 2, False, "100,00"),
        (Nilai.of(-5), None, False, "\u22125"),
        (NIHIL, None, True, "0%"),
        (TIDAK_DIRENCANAKAN, 2, True, "-"),
        (Nilai.teks("BB"), 2, True, "BB"),
        (KOSONG, 2, True, ""),
    ],
)
def test_values_print_in_indonesian(value: Nilai, decimals: int | None, percent: bool, printed: str) -> None:
    assert format_nilai(value, decimals, percent) == printed


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        ("26221443229", "26.221.443.229"),
        ("35009269693.06", "35.009.269.693,06"),
        ("100.50", "100,50"),
        ("100.00", "100"),
        ("100.004", "100"),
        ("0", "0"),
        ("-117600", "\u2212117.600"),
    ],
)
def test_rupiah_show_sen_only_where_there_are_any(amount: str, printed: str) -> None:
    assert format_rupiah(Decimal(amount)) == printed


def test_rupiah_can_be_forced_to_decimals_or_thousands() -> None:
    assert format_rupiah(Decimal("100"), 2) == "100,00"
    assert format_rupiah(Decimal("26221443500"), thousand=True) == "26.221.444"
    assert format_rupiah(Decimal("499"), thousand=True) == "0"
    assert format_rupiah(None) == ""


@pytest.mark.parametrize(
    ("raw", "decimals", "plain"),
    [
        (99, None, "99"),
        (99.3, None, "99.3"),
        (99.3, 2, "99.30"),
        (99.355, 2, "99.355"),
        (100.0, None, "100"),
        (100, 2, "100.00"),
        (0.1 + 0.2, None, "0.3"),
        (1.1 * 3, None, "3.3"),
        (35009269693.06, None, "35009269693.06"),
        (1e15, None, "1000000000000000"),
        (1e-7, None, "0.0000001"),
        (-0.0, None, "0"),
        (0, 2, "0.00"),
        (Decimal("99.30"), None, "99.30"),
        (Decimal("99.3"), 2, "99.30"),
    ],
)
def test_numeric_cells_are_read_as_excel_shows_them(raw: object, decimals: int | None, plain: str) -> None:
    parsed = parse_nilai(raw, decimals=decimals)
    assert parsed.problem is None
    assert parsed.nilai.plain() == plain
    assert (parsed.nilai.kind is Jenis.NIHIL) == (Decimal(plain) == 0)


def test_the_number_one_and_the_truth_are_never_mixed_up() -> None:
    assert parse_nilai(1).nilai == Nilai.of(1)
    assert "BENAR/SALAH" in str(parse_nilai(True).problem)
    assert parse_nilai(1.0).nilai == Nilai.of(1)


def test_an_empty_cell_is_blank_and_a_blank_text_too() -> None:
    assert parse_nilai(None).nilai is KOSONG
    assert parse_nilai(" \n\u00a0").nilai is KOSONG


def test_a_date_tells_that_excel_changed_the_number() -> None:
    for raw in (
        datetime.date(2026, 5, 1),
        datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC),
        datetime.time(7),
    ):
        assert "Excel mengubah isi sel ini menjadi tanggal" in str(parse_nilai(raw).problem)
        assert "Excel mengubah isi sel ini menjadi tanggal" in str(parse_rupiah(raw).problem)


@pytest.mark.parametrize("raw", [float("nan"), float("inf"), Decimal("Infinity"), object(), [5]])
def test_whatever_is_no_value_becomes_a_problem_not_an_exception(raw: object) -> None:
    parsed = parse_nilai(raw)
    assert parsed.problem
    assert parsed.nilai is KOSONG


@given(st.integers(-(10**14), 10**14), st.integers(0, 2))
def test_floats_of_up_to_fifteen_digits_are_read_exactly(digits: int, decimals: int) -> None:
    exact = Decimal(digits).scaleb(-decimals)
    assert parse_nilai(float(exact)).nilai.amount == exact


@pytest.mark.parametrize(
    ("raw", "amount"),
    [
        ("Rp. 925.102.800,-", "925102800"),
        ("925.000", "925000"),
        ("8.800.000,", "8800000"),
        ("35.009.269.693,06", "35009269693.06"),
        ("1.000.000 rupiah", "1000000"),
        (925102800, "925102800"),
        (35009269693.06, "35009269693.06"),
        ("0", "0"),
        ("nihil", "0"),
    ],
)
def test_money_is_read_in_the_spellings_offices_use(raw: object, amount: str) -> None:
    parsed = parse_rupiah(raw)
    assert (parsed.problem, parsed.readings, parsed.unit) == (None, (), "")
    assert parsed.nilai.amount == Decimal(amount)


def test_money_may_be_not_planned_or_blank() -> None:
    assert parse_rupiah("-").nilai is TIDAK_DIRENCANAKAN
    assert parse_rupiah("Rp. -").nilai is TIDAK_DIRENCANAKAN
    assert parse_rupiah("").nilai is KOSONG
    assert parse_rupiah(None).nilai is KOSONG


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        ("BB", "bukan jumlah rupiah"),
        ("100%", "satuan “%”"),
        ("12 Dokumen", "satuan “Dokumen”"),
        ("1.156,140,000", "dua cara"),
        ("1,835", "dua cara"),
        ("1,5 miliar", "lengkap: 1.500.000.000"),
    ],
)
def test_money_refuses_words_units_and_doubt(raw: str, word: str) -> None:
    assert word in str(parse_rupiah(raw).problem)


def test_negative_money_is_a_problem_that_still_shows_the_amount() -> None:
    for raw in ("(1.250.000)", -1250000):
        parsed = parse_rupiah(raw)
        assert parsed.problem == "Jumlah rupiah tidak boleh negatif: \u22121.250.000."
        assert parsed.nilai.amount == -1250000
