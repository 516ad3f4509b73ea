"""Table T-C.30: the services of the office with targets and projections."""

from __future__ import annotations

from renstra_portal.reporting.model import header_rows

from .conftest import Write, built
from .drafts import L, column, ids, indikator, node

RENJA = "kota-contoh/disnaker/renja-2026/murni"


def test_thirteen_columns_with_marks_units_and_the_analysis(write: Write):
    tpt = indikator(
        "TPT",
        "%",
        "layanan ikk",
        target={2024: "5,71", 2025: "6,20", 2026: "6,00", 2027: "5,71"},
        realisasi={2024: "6,23"},
        proyeksi={2026: "6,00", 2027: "5,71"},
    )
    people = indikator("Transmigran", "KK", "layanan spm", target={2024: "-", 2026: "0"}, proyeksi={2027: "1"})
    report = built(
        "T-C.30",
        write(
            node(L.LAYANAN, "TPT", nomor="1", catatan="belum rilis", indikator=[tpt]),
            node(L.LAYANAN, "Transmigran", nomor="2", indikator=[people]),
            slug=RENJA,
        ),
    )
    assert len(ids(report)) == 13
    assert [cell.title for cell in header_rows(report.columns)[-1]][-1] == "(13)"
    assert column(report, "no") == ["1", "2"]
    assert column(report, "spm") == ["", "√"]
    assert column(report, "ikk") == ["√", ""]
    assert column(report, "target_2024") == ["5,71%", "-"]
    assert column(report, "target_2026") == ["6,00%", "0 KK"]
    assert column(report, "realisasi_2025") == ["", ""]
    assert column(report, "proyeksi_2027") == ["5,71%", "1 KK"]
    assert column(report, "catatan") == ["belum rilis", ""]


def test_a_later_year_that_is_held_adds_columns(write: Write):
    one = indikator("A", "%", "layanan", target={2028: "9"}, proyeksi={2028: "9"})
    report = built("T-C.30", write(node(L.LAYANAN, "A", indikator=[one]), slug=RENJA))
    assert len(ids(report)) == 15
    assert "target_2028" in ids(report) and "proyeksi_2028" in ids(report)


def test_where_earlier_years_are_held_exactly_the_years_held_are_printed(write: Write):
    """Five target years, two of realisation and three projections: the document of fifteen columns."""
    year = 2026
    one = indikator(
        "A",
        "%",
        "layanan",
        target=dict.fromkeys(range(year - 3, year + 2), "1"),
        realisasi={year - 3: "1", year - 2: "1"},
        proyeksi={year - 1: "1", year: "1", year + 1: "1"},
    )
    report = built("T-C.30", write(node(L.LAYANAN, "A", indikator=[one]), slug=RENJA))
    assert len(ids(report)) == 15
    assert [name for name in ids(report) if name.startswith(("realisasi", "proyeksi"))] == [
        "realisasi_2023", "realisasi_2024", "proyeksi_2025", "proyeksi_2026", "proyeksi_2027",
    ]  # fmt: skip


def test_the_analysis_of_a_group_stands_once(write: Write):
    pair = [indikator("A", "%", "layanan", keterangan="catatan A"), indikator("B", "%", "layanan")]
    report = built("T-C.30", write(node(L.LAYANAN, "Kelompok", catatan="catatan", indikator=pair), slug=RENJA))
    assert column(report, "indikator") == ["Kelompok", "A", "B"]
    assert column(report, "catatan") == ["", "catatan A\ncatatan", ""]


def test_indicators_without_numbers_count_from_one(write: Write):
    rows = [node(L.LAYANAN, name, indikator=[indikator(name, "%", "layanan")]) for name in ("TPT", "TPAK")]
    assert column(built("T-C.30", write(*rows, slug=RENJA)), "no") == ["1", "2"]
