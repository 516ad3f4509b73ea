"""The rencana aksi: targets of each triwulan."""

from __future__ import annotations

import pytest

from planning.tables import build_table
from renstra_portal.reporting.model import header_rows
from tests.planning.factories import nilai

from .plans import TAHUN, cascade_of, measure, row_of, shown, sub, year

pytestmark = pytest.mark.django_db


def test_each_indicator_has_its_unit_its_target_and_those_of_the_triwulan() -> None:
    one = measure("Peserta pelatihan", target="100")
    for number, text in enumerate(("10", "30", "60", "100"), 1):
        one.set_value(f"target_{number}", TAHUN, nilai(text))
    report = build_table(
        "rencana aksi",
        cascade_of(
            year(sub("2.07.03.2.01.0001", "Pelatihan", one, pagu=500, penanggung_jawab="Bidang Pelatihan")),
        ),
    )
    row = shown(report, row_of(report, "Peserta"))
    assert row == {
        "uraian": "Pelatihan",
        "indikator": "Peserta pelatihan",
        "satuan": "Orang",
        "target": "100",
        "target_1": "10",
        "target_2": "30",
        "target_3": "60",
        "target_4": "100",
        "anggaran": "500",
        "unit": "Bidang Pelatihan",
    }
    assert shown(report, row_of(report, "Jumlah", "no"))["anggaran"] == "500"
    assert [cell.title for cell in header_rows(report.columns)[-1]] == [f"({number})" for number in range(1, 12)]


def test_a_program_of_which_no_row_says_who_answers_belongs_to_the_office() -> None:
    report = build_table("rencana aksi", cascade_of(year(sub("2.07.03.2.01.0001", "Pelatihan"))))
    assert shown(report, row_of(report, "PROGRAM", "uraian"))["unit"] == "Dinas Ketenagakerjaan"
