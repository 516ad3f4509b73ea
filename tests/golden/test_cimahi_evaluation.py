"""The evaluation forms of Kota Cimahi's year 2023 against the figures that its LKIP prints."""

from __future__ import annotations

from decimal import Decimal

import pytest

from planning.cascade import Cascade
from planning.tables import TableOptions, build_table
from renstra_portal.lib.numbers import round_half_up
from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import Nilai
from renstra_portal.reporting.model import Row, as_cell

from .lkip_document import amount, rows

pytestmark = [pytest.mark.golden, pytest.mark.django_db]

LEVELS = ("program", "kegiatan", "sub_kegiatan")
ACCOUNTS = ("belanja_total", "belanja_kelompok", "belanja_jenis")
Line = tuple[str, str, Decimal, Decimal, Decimal]


def figure(row: Row, column: str) -> Decimal:
    """The number in a cell."""
    value = as_cell(row.cells[column]).value
    assert isinstance(value, Nilai) and value.number is not None
    return value.number


def decimals(number: Decimal) -> int:
    """How many decimals a number is written with."""
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return -exponent


def text(row: Row, column: str) -> str:
    """The words in a cell."""
    value = as_cell(row.cells.get(column)).value
    return normalise_name(value) if isinstance(value, str) else ""


def printed(*levels: str) -> list[Line]:
    """Level, name, pagu, spending and rate of the rows of the printed realisation (t19)."""
    return sorted(
        (
            one["level"],
            normalise_name(one["uraian"]),
            amount(one, "pagu_anggaran"),
            amount(one, "realisasi_penyerapan"),
            Decimal(one["keu_persen_num"]),
        )
        for one in rows("t19")
        if one["level"] in levels
    )


def test_every_row_of_the_printed_realisation_stands_in_e_81_with_pagu_spending_and_rate(kinerja: Cascade) -> None:
    report = build_table("E.81", kinerja, TableOptions(bentuk="lebar"))
    found = sorted(
        (
            row.level,
            text(row, "uraian"),
            figure(row, "target_rp"),
            figure(row, "tahun_ini_rp"),
            figure(row, "tingkat_rp"),
        )
        for row in report.rows
        if row.level in LEVELS
    )
    assert len(found) == 70
    assert found == printed(*LEVELS)


def test_every_printed_indicator_of_a_sasaran_stands_in_e_81_with_target_realisation_and_rate(
    kinerja: Cascade,
) -> None:
    report = build_table("E.81", kinerja, TableOptions(bentuk="lebar"))
    by_name = {text(row, "indikator"): row for row in report.rows if row.level == "kelompok"}
    for one in rows("t11"):
        if one["realisasi_2023"] == "-":
            continue
        row = by_name[normalise_name(one["indikator_kinerja"])]
        assert figure(row, "target_k") == Decimal(one["target_2023_num"])
        assert figure(row, "tahun_ini_k") == Decimal(one["realisasi_2023_num"])
        ours, theirs = figure(row, "tingkat_k"), Decimal(one["capaian_kinerja_num"])
        # The document prints one and the same rate with none, one or two decimals.
        shared = min(decimals(ours), decimals(theirs))
        assert round_half_up(ours, shared) == round_half_up(theirs, shared)


def test_the_total_of_e_81_is_the_total_of_the_document(kinerja: Cascade) -> None:
    report = build_table("E.81", kinerja)
    total = next(row for row in report.rows if text(row, "no") == "jumlah")
    ((_, _, pagu, spent, _),) = printed("jumlah")
    assert (figure(total, "target_rp"), figure(total, "tahun_ini_rp")) == (pagu, spent)


def test_the_accounts_of_t_c_24_are_those_of_the_document(kinerja: Cascade) -> None:
    report = build_table("T-C.24", kinerja)
    names = {name for _, name, *_ in printed(*ACCOUNTS)}
    found = sorted(
        (text(row, "uraian"), figure(row, "anggaran_2023"), figure(row, "realisasi_2023"), figure(row, "rasio_2023"))
        for row in report.rows
        if text(row, "uraian") in names
    )
    assert found == sorted(line[1:] for line in printed(*ACCOUNTS))
