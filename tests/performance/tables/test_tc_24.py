"""Table T-C.24: budget and realisation over five years."""

from __future__ import annotations

from decimal import Decimal

import pytest

from performance.tables.tc_24 import growth
from planning.cascade import load
from planning.levels import Level
from planning.models import Rencana
from planning.printing import with_sources
from planning.tables import TableOptions, build_table
from planning.writing import NodeDraft, PlanDraft
from renstra_portal.reporting.model import Report, header_rows, leaves

from ..tables.plans import node, row_of, rupiah, shown, stored

pytestmark = pytest.mark.django_db


def account(level: Level, uraian: str, tahun: int, pagu: int, spent: int, *children: NodeDraft) -> NodeDraft:
    """A revenue or expenditure account of a year."""
    one = node(level, uraian, "", *children)
    if not children:
        one.set_pagu(tahun, rupiah(pagu))
        one.set_keuangan("keuangan_1", tahun, rupiah(spent))
    return one


def carried_out(tahun: int, pegawai: int, spent: int, barang: int = 0) -> Rencana:
    """A year with belanja pegawai and belanja barang under belanja operasi."""
    operasi = account(
        Level.BELANJA,
        "Belanja Operasi",
        tahun,
        0,
        0,
        account(Level.BELANJA, "Belanja Pegawai", tahun, pegawai, spent),
        account(Level.BELANJA, "Belanja Barang dan Jasa", tahun, barang, barang),
    )
    return stored(PlanDraft(roots=[operasi]), f"kota-uji/disnaker/kinerja-{tahun}/murni")


def table(rencana: Rencana) -> Report:
    """The table of a plan with the versions that it reads."""
    return build_table("T-C.24", load(rencana), with_sources(TableOptions(), rencana, "T-C.24"))


def test_growth_is_the_mean_of_the_yearly_growth() -> None:
    assert growth([Decimal(100), Decimal(110), Decimal(99)]) == 0
    assert growth([None, Decimal(100), Decimal(150), None]) == 50


def test_growth_from_nothing_or_zero_does_not_exist() -> None:
    assert growth([Decimal(0), Decimal(10)]) is None
    assert growth([Decimal(10), None, Decimal(30)]) is None


def test_the_table_has_eighteen_numbered_columns() -> None:
    report = table(carried_out(2027, 100, 80))
    assert [cell.title for cell in header_rows(report.columns)[-1]] == [f"({number})" for number in range(1, 19)]
    assert len(leaves(report.columns)) == 18


def test_rows_of_several_years_are_put_together_by_name() -> None:
    for tahun, pegawai, spent in ((2025, 100, 90), (2026, 120, 60)):
        carried_out(tahun, pegawai, spent)
    report = table(carried_out(2027, 150, 150))
    row = shown(report, row_of(report, "Belanja Pegawai", "uraian"))
    assert [row[f"anggaran_{tahun}"] for tahun in (2025, 2026, 2027)] == ["100", "120", "150"]
    assert [row[f"rasio_{tahun}"] for tahun in (2025, 2026, 2027)] == ["90,00", "50,00", "100,00"]
    # (20 % + 25 %) / 2 and (−33,33 % + 150 %) / 2
    assert (row["tumbuh_anggaran"], row["tumbuh_realisasi"]) == ("22,50", "58,33")
    assert "anggaran_2023" not in row


def test_an_account_above_holds_the_sum_of_those_below() -> None:
    report = table(carried_out(2027, 100, 80, barang=50))
    row = shown(report, row_of(report, "Belanja Operasi", "uraian"))
    assert (row["anggaran_2027"], row["realisasi_2027"], row["rasio_2027"]) == ("150", "130", "86,67")


def test_a_renstra_tells_about_the_five_years_before_it_where_the_portal_holds_them() -> None:
    carried_out(2024, 100, 80)
    renstra = stored(PlanDraft(), "kota-uji/disnaker/renstra-2025-2029/murni")
    assert "2020–2024" in table(renstra).title


def test_a_renstra_without_such_years_tells_about_its_own() -> None:
    renstra = stored(PlanDraft(), "kota-uji/disnaker/renstra-2025-2029/murni")
    carried_out(2026, 100, 80)
    assert "2025–2029" in table(renstra).title


def test_a_later_year_tells_of_a_year_that_has_no_version_of_its_own() -> None:
    root = account(Level.BELANJA, "Belanja Operasi", 2027, 10, 5)
    root.set_pagu(2026, rupiah(8))
    root.set_keuangan("keuangan", 2026, rupiah(4))
    report = table(stored(PlanDraft(roots=[root]), "kota-uji/disnaker/kinerja-2027/murni"))
    row = shown(report, row_of(report, "Belanja Operasi", "uraian"))
    assert (row["anggaran_2026"], row["realisasi_2026"], row["rasio_2026"]) == ("8", "4", "50,00")
