"""A whole triwulan of a real plan, entered by one person in the browser and printed by E.81."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from planning.cascade import Cascade, CascadeNode, load
from planning.demo.load import FOLDER, read_demo_plan, write_demo_plan
from planning.grid.rows import grid_data
from planning.grid.sections import section_named
from planning.levels import Level
from planning.models import Rencana
from planning.versions.kinerja import create_kinerja
from renstra_portal.lib.values import format_rupiah
from tests.e2e.conftest import Visitor
from tests.e2e.sheet import SheetPage, open_sheet
from tests.planning.factories import make_user

YEAR = 2025
PLAN = f"/kinerja/kota-tangerang/disnaker/{YEAR}"
REACHED, SPENT, DONE = f"realisasi_1:{YEAR}", f"keuangan_1:{YEAR}", f"fisik_1:{YEAR}"
NOTES = {
    f"pendorong_1:{YEAR}": "Kerja sama dengan balai latihan kerja",
    f"penghambat_1:{YEAR}": "Pengadaan instruktur terlambat",
    f"tindak_lanjut_1:{YEAR}": "Jadwal pelatihan dipadatkan",
    f"tindak_lanjut_renja_1:{YEAR}": "Pengadaan dimulai lebih awal",
}


@pytest.fixture
def kinerja() -> Rencana:
    """The performance of the year, opened from the Renstra of Kota Tangerang, with its planner."""
    renstra = write_demo_plan(read_demo_plan(FOLDER / "kota-tangerang-renstra-2025-2029.json"))
    assert renstra is not None
    made = create_kinerja(renstra, YEAR, user=None)
    make_user("perencana", "perencana", made)
    return made


@dataclass(frozen=True)
class Block:
    """What a person has in Excel for the rows of the sheet: realisation, money and progress of each, "" for none."""

    rows: list[dict[str, str]]

    @classmethod
    def for_plan(cls, cascade: Cascade) -> Block:
        section = section_named(cascade.plan, "tw1")
        assert section is not None
        data = grid_data(cascade, reason=None, section=section)
        rows = []
        for number, row in enumerate(data["rows"]):
            open_cells = data["editable"][row["level"] if row["kind"] == "simpul" else row["kind"]]
            is_counted = row.get("indikator") or row["kind"] == "indikator"
            pagu = Decimal(row["cells"].get(f"pagu:{YEAR}", "0"))
            money = pagu if SPENT in open_cells and pagu else None
            rows.append(
                {
                    REACHED: str(20 + number % 60) if is_counted else "",
                    SPENT: str(int(money / 4) + number) if money else "",
                    DONE: "25" if money and row["kind"] == "simpul" else "",
                }
            )
        return cls(rows)

    @property
    def lines(self) -> list[str]:
        """The block as Excel copies it, with the two columns between that the sheet fills in itself left blank."""
        return ["\t".join((row[REACHED], "", "", row[SPENT], row[DONE])) for row in self.rows]

    @property
    def filled(self) -> int:
        return sum(1 for row in self.rows for text in row.values() if text)


def paste_block(sheet: SheetPage, block: Block) -> None:
    """Pastes over the whole sheet from its first row on, and takes all that the preview shows."""
    first = str(sheet.page.locator("[data-baris]").first.get_attribute("data-baris"))
    sheet.copy_from_excel(*block.lines)
    sheet.click(first, REACHED)
    sheet.paste()
    sheet.dialog.get_by_role("button", name=f"Tempel semua ({block.filled})").click()
    expect(sheet.dialog).to_have_count(0)
    sheet.expect_saved()


def type_notes(sheet: SheetPage, row: str) -> None:
    for field, text in NOTES.items():
        sheet.click(row, field)
        sheet.type(text)
    sheet.expect_saved()


def leaves(cascade: Cascade) -> list[CascadeNode]:
    return [one for one in cascade.at(Level.SUB_KEGIATAN) if one.pagu]


def test_a_whole_triwulan_is_pasted_and_typed_and_e_81_prints_it(visitor: Visitor, kinerja: Rencana) -> None:
    before = load(kinerja)
    block = Block.for_plan(before)
    assert block.filled > 150 and before.office is not None
    sheet = open_sheet(visitor, "perencana", f"{PLAN}/isian/?bagian=tw1")
    expect(sheet.grid).to_contain_text("Realisasi TW I")
    paste_block(sheet, block)
    type_notes(sheet, f"s{before.office.id}")

    after = load(Rencana.objects.get(pk=kinerja.pk))
    figures = [one.at("realisasi_1", YEAR).plain() for node in after.walk() for one in node.indikator]
    assert sorted(filter(None, figures)) == sorted(row[REACHED] for row in block.rows if row[REACHED])
    spent = after.office.total_keuangan["keuangan_1", YEAR] if after.office else Decimal(0)
    assert spent == sum(int(row[SPENT]) for row in block.rows if row[SPENT])
    expect(sheet.page.locator("[data-petak=jumlah]")).to_contain_text(format_rupiah(spent))

    answer = visitor.page.request.get(f"{visitor.base}{PLAN}/tabel/E.81/unduh.csv?triwulan=1")
    lines = list(csv.reader(io.StringIO(answer.body().decode("utf-8-sig"))))
    printed = {cell for line in lines for cell in line}
    text = answer.text()
    for node in leaves(after):
        line = next(line for line in lines if line[0] == node.level and any(node.uraian in cell for cell in line))
        assert str(node.total_keuangan["keuangan_1", YEAR]) in line, node.uraian
        assert node.indikator[0].at("realisasi_1", YEAR).plain() in line, node.uraian
    assert str(spent) in printed
    for note in NOTES.values():
        assert note in text
    assert visitor.complaints == []
