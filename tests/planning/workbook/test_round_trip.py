"""A plan written as a workbook reads back as the same plan."""

from io import BytesIO, StringIO

import openpyxl
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from planning.cascade import load
from planning.levels import Level
from planning.models import Rencana
from planning.workbook import Severity, create_and_import, import_workbook, read_workbook, write_workbook
from planning.writing import NodeDraft, PlanSlug

from .. import factories as f
from .books import BY, exported, one

L = Level
DEMO = (
    "kota-tangerang/disnaker/renstra-2025-2029/murni",
    "kota-contoh/disnaker/renstra-2025-2029/murni",
)


@pytest.fixture
def demo(db):
    call_command("load_demo", stdout=StringIO())


@pytest.mark.parametrize("slug", DEMO)
def test_importing_an_export_of_a_real_plan_changes_nothing(demo, slug):
    rencana = Rencana.objects.get(slug=slug)
    report = import_workbook(rencana, exported(rencana), by=BY)
    assert not [said for said in report.problems if said.severity is not Severity.CATATAN]
    assert report.summary == ["tidak ada perubahan"]
    assert report.missing == []
    # Asking for removal removes nothing either, for the workbook lacks nothing.
    assert import_workbook(rencana, exported(rencana), by=BY, remove_missing=True).summary == ["tidak ada perubahan"]


@pytest.mark.parametrize("slug", DEMO)
def test_a_real_plan_can_be_made_anew_from_its_workbook(demo, slug):
    rencana = Rencana.objects.get(slug=slug)
    file = exported(rencana)
    new, report = create_and_import(PlanSlug.parse(slug.replace("disnaker", "salinan")), file, by=BY)
    assert report.status == "ditulis"
    assert new is not None
    old_tree, new_tree = load(rencana), load(new)
    for level in set(L) - {L.PRIORITAS}:
        assert [node.uraian for node in new_tree.at(level)] == [node.uraian for node in old_tree.at(level)]
    assert len(new_tree.by_id) == len(old_tree.by_id)
    assert new_tree.office.total == old_tree.office.total
    for one_tree, other in zip(new_tree.office.walk(), old_tree.office.walk(), strict=True):
        assert (one_tree.pagu, one_tree.plafon) == (other.pagu, other.plafon)
    assert import_workbook(new, exported(new), by=BY).summary == ["tidak ada perubahan"]
    file.seek(0)
    assert import_workbook(new, file, by=BY).summary[0] == "tidak ada perubahan"


def test_sums_above_the_leaves_are_formulas_with_their_totals_cached(db):
    plan = f.make_plan(f.small_draft())
    file = exported(plan)
    formulas = openpyxl.load_workbook(file)["Program Kegiatan"]
    file.seek(0)
    values = openpyxl.load_workbook(file, data_only=True)["Program Kegiatan"]
    heading = {cell.value: cell.column for cell in values[1]}
    column = heading["Pagu 2025 (Rp)"]
    shown = {
        values.cell(row, 2).value: (formulas.cell(row, column).value, values.cell(row, column).value)
        for row in range(2, values.max_row + 1)
        if values.cell(row, 2).value
    }
    assert shown["DINAS KETENAGAKERJAAN"][1] == 175
    assert str(shown["PROGRAM PELATIHAN KERJA"][0]).startswith("=SUM(")
    assert shown["Pelaksanaan Pelatihan"][1] == 150
    assert shown["Proses Pelatihan"] == (100, 100)


def test_text_that_looks_like_a_formula_stays_text(db):
    draft = f.small_draft()
    draft.roots[0].uraian = '=HYPERLINK("http://contoh.invalid")'
    plan = f.make_plan(draft)
    cell = openpyxl.load_workbook(exported(plan))["Tujuan Sasaran"]["B2"]
    assert cell.data_type == "s"
    assert import_workbook(plan, exported(plan), by=BY).summary == ["tidak ada perubahan"]


def test_money_with_sen_above_fifteen_digits_is_not_rounded_on_its_way(db):
    draft = f.small_draft()
    plan = f.make_plan(draft)
    sub = one(load(plan), "2.07.03.2.01.0001")
    for node in draft.walk():
        if node.kode == sub.kode:
            node.pagu[2025, ""] = f.nilai("12.345.678.901.234.567,89")
    f.write(plan, draft)
    assert import_workbook(plan, exported(plan), by=BY).summary == ["tidak ada perubahan"]


def test_what_the_workbook_has_no_column_for_stays_as_it_is(db):
    draft = f.small_draft()
    for node in draft.walk():
        node.nomor, node.keterangan, node.lokasi = "7.", "catatan", "Kota Uji"
        for indicator in node.indikator:
            indicator.set_value("realisasi", 2023, f.nilai("12"))
            indicator.set_value("target", 2040, f.nilai("99"))
            indicator.rumus = "a/b"
    plan = f.make_plan(draft)
    # Only the columns that a planner needs to change one thing.
    from .books import run

    report = run(
        plan,
        {
            "Program Kegiatan": [
                ("Kode", "Uraian", "Indikator", "Target 2025"),
                ("2.07.03", "PROGRAM PELATIHAN KERJA"),
                (None, "Outcome: Meningkatnya keterampilan"),
                ("2.07.03.2.01", "Pelaksanaan Pelatihan"),
                ("2.07.03.2.01.0001", "Proses Pelatihan", "Jumlah Proses Pelatihan", 16),
            ]
        },
    )
    assert [diff.cells for diff in report.difference.objects] == [{"target:2025": ("15", "16")}]
    assert len(report.missing) == 4


def test_a_removed_indicator_row_is_listed_and_kept(db):
    plan = f.make_plan(f.small_draft())
    workbook = openpyxl.load_workbook(exported(plan))
    sheet = workbook["Tujuan Sasaran"]
    sheet.cell(3, 4).value = None
    for column in range(5, 14):
        sheet.cell(3, column).value = None
    sheet.cell(3, sheet.max_column).value = str(sheet.cell(3, sheet.max_column).value).split()[0]
    file = BytesIO()
    workbook.save(file)
    report = import_workbook(plan, file, by=BY, dry_run=True)
    assert report.status == "tidak_ada_perubahan"
    assert report.missing == ["Indikator Lowongan kerja (Sasaran Meningkatnya kesempatan kerja)"]
    file.seek(0)
    gone = import_workbook(plan, file, by=BY, remove_missing=True)
    assert gone.counts()["indikator_deleted"] == 1


def test_an_import_needs_few_queries_however_long_the_workbook(db):
    plan = f.make_plan(f.wide_draft(1000))
    file = exported(plan)
    other = f.make_plan(slug="kota-uji/lain/renstra-2025-2029/murni")
    with CaptureQueriesContext(connection) as queries:
        report = import_workbook(other, file, by=BY)
    assert report.status == "ditulis"
    assert len(queries) <= 60
    with CaptureQueriesContext(connection) as queries:
        assert import_workbook(other, exported(other), by=BY).summary == ["tidak ada perubahan"]
    assert len(queries) <= 20


def test_reading_gives_the_draft_of_the_whole_plan_and_the_sheets_it_found(db):
    plan = f.make_plan(f.small_draft())
    result = read_workbook(exported(plan), plan)
    assert result.sheets_present == ("tujuan_sasaran", "program", "indikator")
    assert not result.has_galat
    assert [type(root) for root in result.draft.roots] == [NodeDraft, NodeDraft]


def test_a_workbook_is_written_to_a_path_as_well_as_to_a_stream(db, tmp_path):
    plan = f.make_plan(f.small_draft())
    write_workbook(load(plan), tmp_path / "rencana.xlsx")
    assert import_workbook(plan, tmp_path / "rencana.xlsx", by=BY).summary == ["tidak ada perubahan"]
