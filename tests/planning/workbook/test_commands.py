"""`import_plan` and `export_plan`, and the blank workbook."""

import json
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from planning.cascade import load
from planning.models import ChangeSet, Daerah, PerangkatDaerah, Rencana
from planning.workbook import import_workbook, write_blank
from planning.workbook.columns import PlanKind
from planning.workbook.schema import sheets_for

from .. import factories as f
from .books import BY, HEAD, book, exported, make_nomenclature, nothing_written, row

SLUG = "kota-baru/disnaker/renstra-2025-2029/murni"
IDENTITY = [
    ("Label", "Isi"),
    ("Nama daerah", "Kota Baru"),
    ("Nama perangkat daerah", "Dinas Tenaga Kerja"),
    ("Nama singkat", "Disnaker"),
    ("Jenis dokumen", "Renstra"),
    ("Tahun awal", 2025),
    ("Tahun akhir", 2029),
    ("Tahun dasar", 2024),
    ("Penandatangan: NIP", "198001012005011001"),
    ("Tanggal", "17 Agustus 2025"),
    ("Pagu yang dicetak", "Plafon (bila ada)"),
]
ROWS = [HEAD, row("2.07.03", "PROGRAM PELATIHAN KERJA DAN PRODUKTIVITAS TENAGA KERJA")]


def run(*args, **options) -> str:
    out = StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def save(tmp_path):
    def write(sheets, name="rencana.xlsx"):
        path = tmp_path / name
        path.write_bytes((sheets if isinstance(sheets, BytesIO) else book(sheets)).getvalue())
        return str(path)

    return write


def test_create_makes_daerah_office_and_plan_from_slug_and_identity(db, save):
    edisi = make_nomenclature()
    said = run("import_plan", save({"Identitas": IDENTITY, "Program Kegiatan": ROWS}), plan=SLUG, create=True)
    assert "Ditulis" in said
    plan = Rencana.objects.get(slug=SLUG)
    assert (plan.nama_daerah, plan.nama_perangkat_daerah, plan.edisi) == ("Kota Baru", "Dinas Tenaga Kerja", edisi)
    assert (plan.penandatangan_nip, str(plan.tanggal)) == ("198001012005011001", "2025-08-17")
    assert plan.cetak_pagu == "plafon"
    assert plan.perangkat_daerah.nama_singkat == "Disnaker"
    assert load(plan).office.uraian == "Dinas Tenaga Kerja"
    changeset = ChangeSet.objects.get()
    assert (changeset.source, changeset.user_name, changeset.origin) == ("rencana.xlsx", "operator", "import")


def test_a_refused_create_leaves_nothing_behind_and_exits_with_1(db, save):
    make_nomenclature()
    rows = [*ROWS, row("2.07.03.2", "Kegiatan")]
    with pytest.raises(SystemExit) as exit_info:
        run("import_plan", save({"Identitas": IDENTITY, "Program Kegiatan": rows}), plan=SLUG, create=True)
    assert exit_info.value.code == 1
    assert [model.objects.count() for model in (Rencana, Daerah, PerangkatDaerah, ChangeSet)] == [0, 0, 0, 0]


def test_a_dry_create_tells_what_it_would_write_and_leaves_nothing(db, save):
    make_nomenclature()
    path = save({"Identitas": IDENTITY, "Program Kegiatan": ROWS})
    said = run("import_plan", path, plan=SLUG, create=True, dry_run=True)
    assert "Akan ditulis: 4 baris baru" in said
    assert not Rencana.objects.exists()


def test_create_under_the_name_of_another_daerah_is_explained(db, save):
    make_nomenclature()
    Daerah.objects.create(nama="Kota Baru", slug="kota-lama")
    with pytest.raises(SystemExit):
        run("import_plan", save({"Identitas": IDENTITY, "Program Kegiatan": ROWS}), plan=SLUG, create=True)
    assert not Rencana.objects.exists()


def test_create_without_any_nomenclature_says_to_load_it(db, save, capsys):
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("import_plan", save({"Identitas": IDENTITY}), plan=SLUG, create=True, stdout=out)
    assert "Muat nomenklatur dahulu" in out.getvalue()


def test_json_has_stable_keys(db, save):
    make_nomenclature()
    plan = f.make_plan(f.small_draft())
    path = save({"Program Kegiatan": [*ROWS, row("2.07.03.2.09", "Kegiatan baru")], "Catatan": [("x",)]})
    report = json.loads(run("import_plan", path, plan=plan.slug, dry_run=True, format="json"))
    assert set(report) == {
        "status", "summary", "problems", "changes", "missing", "missing_removed", "revision",
    }  # fmt: skip
    assert report["status"] == "diperiksa"
    assert report["changes"]["simpul_created"] == 1
    assert set(report["problems"][0]) == {
        "severity", "message", "sheet", "row", "column", "heading", "found", "hint", "place",
    }  # fmt: skip
    assert "Outcome Meningkatnya keterampilan" in report["missing"]


def test_a_second_import_of_an_export_says_exactly_that_nothing_changes(db, save):
    plan = f.make_plan(f.small_draft())
    path = save(exported(plan))
    with nothing_written():
        assert run("import_plan", path, plan=plan.slug) == "tidak ada perubahan\n"


def test_an_unknown_plan_names_the_way_to_create_it(db, save):
    with pytest.raises(CommandError, match="--create"):
        run("import_plan", save({"Program Kegiatan": ROWS}), plan=SLUG)
    with pytest.raises(CommandError, match="tidak dikenal"):
        run("import_plan", save({"Program Kegiatan": ROWS}), plan="kota-baru")


def test_a_missing_file_is_one_problem(db):
    plan = f.make_plan()
    with pytest.raises(SystemExit):
        run("import_plan", "/tidak/ada.xlsx", plan=plan.slug)


def test_a_plan_that_is_ditetapkan_is_not_written_to(db, save):
    make_nomenclature()
    plan = f.make_plan()
    Rencana.objects.filter(pk=plan.pk).update(status=Rencana.Status.DITETAPKAN)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("import_plan", save({"Program Kegiatan": ROWS}), plan=plan.slug, stdout=out)
    assert "ditetapkan" in out.getvalue()
    assert load(plan).roots == ()


def test_export_writes_the_plan_and_refuses_an_unknown_one(db, tmp_path):
    plan = f.make_plan(f.small_draft())
    path = tmp_path / "ekspor.xlsx"
    assert str(path) in run("export_plan", plan=plan.slug, output=path)
    assert import_workbook(plan, path, by=BY).summary == ["tidak ada perubahan"]
    with pytest.raises(CommandError, match="tidak ada"):
        run("export_plan", plan="kota-lain/x/renja-2026/murni", output=path)


def test_the_blank_workbook_has_every_sheet_and_says_nothing_about_a_plan(db, tmp_path):
    path = tmp_path / "kosong.xlsx"
    run("export_plan", blank=True, output=path, years="2023-2026")
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames == [sheet.name for sheet in sheets_for(PlanKind("renstra"))]
    head = [cell.value for cell in workbook["Program Kegiatan"][1]]
    assert "Target 2023" in head
    assert "Pagu 2026 (Rp)" in head
    assert workbook["Program Kegiatan"].data_validations.count >= 1
    plan = f.make_plan(f.small_draft())
    blank = BytesIO()
    write_blank(blank, tahun_awal=2025, tahun_akhir=2030)
    report = import_workbook(plan, blank, by=BY)
    assert report.missing == []
    assert not report.refused


def test_years_of_the_blank_workbook_must_be_readable(tmp_path):
    with pytest.raises(CommandError, match="2025-2030"):
        run("export_plan", blank=True, output=tmp_path / "x.xlsx", years="2030-2025")


def test_a_plan_opened_from_an_empty_workbook_is_said_to_be_made(db, tmp_path):
    make_nomenclature()
    path = tmp_path / "kosong.xlsx"
    call_command("export_plan", "--blank", "--output", str(path), stdout=StringIO())
    said = StringIO()
    call_command("import_plan", str(path), "--plan", SLUG, "--create", stdout=said)

    assert "Rencana dibuat:" in said.getvalue()
    assert Rencana.objects.filter(slug=SLUG).exists()
