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


def test_a_later_year_that_is_held_adds_columns_and_an_earlier_one_does_not(write: Write):
    one = indikator("A", "%", "layanan", target={2020: "1", 2028: "9"}, realisasi={2021: "1"}, proyeksi={2028: "9"})
    report = built("T-C.30", write(node(L.LAYANAN, "A", indikator=[one]), slug=RENJA))
    assert len(ids(report)) == 15
    assert "target_2028" in ids(report) and "proyeksi_2028" in ids(report)
    assert not {"target_2020", "realisasi_2021"} & set(ids(report))


def test_the_analysis_of_a_group_stands_once(write: Write):
    pair = [indikator("A", "%", "layanan", keterangan="catatan A"), indikator("B", "%", "layanan")]
    report = built("T-C.30", write(node(L.LAYANAN, "Kelompok", catatan="catatan", indikator=pair), slug=RENJA))
    assert column(report, "indikator") == ["Kelompok", "A", "B"]
    assert column(report, "catatan") == ["", "catatan A\ncatatan", ""]
