"""A Renja written as a workbook reads back as the same Renja."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.core.management import call_command

from planning.cascade import Cascade, CascadeNode, load
from planning.levels import Level
from planning.models import Rencana
from planning.workbook import Severity, create_and_import, import_workbook, write_blank
from planning.workbook.columns import PlanKind
from planning.workbook.schema import sheets_for
from planning.writing import PlanDraft, PlanSlug
from renstra_portal.lib.values import TIDAK_DIRENCANAKAN

from .. import factories as f
from .books import BY, exported

L = Level
PASURUAN = "kota-pasuruan/disnaker/renja-2023/murni"
RENJA = "kota-uji/disnaker/renja-2026/murni"
PERUBAHAN = "kota-uji/disnaker/renja-2026/perubahan-1"


@pytest.fixture
def pasuruan(db: None) -> Rencana:
    call_command("load_demo", stdout=StringIO())
    return Rencana.objects.get(slug=PASURUAN)


def contents(cascade: Cascade) -> list[object]:
    """Everything of a plan but its ids, in order."""

    def row(node: CascadeNode) -> object:
        texts = [getattr(node, name) for name in ("level", "kode", "nomor", "uraian", "keterangan", "lokasi", "catatan",
                                                  "alasan", "dasar_hukum", "sumber_usulan", "keputusan",
                                                  "kelompok_sasaran", "waktu_pelaksanaan", "prioritas",
                                                  "penanggung_jawab")]  # fmt: skip
        indicators = [
            (one.nomor, one.teks, one.satuan, one.jenis, one.arah, one.akumulasi, list(one.values), one.keterangan)
            for one in node.indikator
        ]
        links = [(target.level, target.kode, target.uraian) for target in cascade.linked(node)]
        return texts, indicators, dict(node.pagu), dict(node.plafon), links, [row(child) for child in node.children]

    return [row(root) for level in L for root in cascade.roots if root.level == level]


def test_importing_an_export_of_a_real_renja_changes_nothing(pasuruan: Rencana) -> None:
    for remove_missing in (False, True):
        report = import_workbook(pasuruan, exported(pasuruan), by=BY, remove_missing=remove_missing)
        assert not [str(one) for one in report.problems if one.severity is not Severity.CATATAN]
        assert report.summary == ["tidak ada perubahan"]
        assert report.missing == []


def test_a_real_renja_can_be_made_anew_from_its_workbook_alone(pasuruan: Rencana) -> None:
    slug = PlanSlug.parse(PASURUAN.replace("disnaker", "salinan"))
    new, report = create_and_import(slug, exported(pasuruan), by=BY)
    assert new is not None, [str(one) for one in report.problems]
    held, made = load(pasuruan), load(new)
    for old, fresh in zip(contents(held), contents(made), strict=True):
        assert old == fresh
    assert made.office is not None
    assert made.plan.tahun_tabel == (2023, 2024)
    own = {"id": 0, "slug": "", "judul": "", "asal_id": None, "revisi": 0}
    assert replace(made.plan, **own) == replace(held.plan, **own)
    assert import_workbook(new, exported(new), by=BY).summary == ["tidak ada perubahan"]
    assert import_workbook(new, exported(pasuruan), by=BY).summary[0] == "tidak ada perubahan"


def whole_renja() -> PlanDraft:
    """A Renja with something in every sheet that only a Renja has."""
    sub = f.node(
        L.SUB_KEGIATAN, "Proses Pelatihan", "2.07.03.2.01.0001",
        indikator=[f.indikator("Jumlah lulusan", "Orang", target={2026: "40", 2027: "44"}),
                   f.indikator("Jumlah paket", "Paket", target={2026: "-", 2027: "BB"})],
        pagu={2026: 200, 2027: 220},
    )  # fmt: skip
    sub.kelompok_sasaran, sub.waktu_pelaksanaan, sub.prioritas = "Pencari kerja", "Triwulan II", "PN 3; PD 1"
    sub.catatan, sub.lokasi = "Bersama BLK", "Kota Uji"
    sub.set_pagu(2026, f.nilai("100"), "DBHCHT")
    outcome = f.node(L.OUTCOME, "Meningkatnya keterampilan", "", f.node(L.KEGIATAN, "Pelatihan", "2.07.03.2.01", sub))
    program = f.node(L.PROGRAM, "PROGRAM PELATIHAN KERJA", "2.07.03", outcome)
    given = f.node(L.RKPD, "Proses Pelatihan", "2.07.03.2.01.0001", pagu={2026: 150}, links=[sub],
                   indikator=[f.indikator("Jumlah lulusan", "Orang", target={2026: "30"})])  # fmt: skip
    unmatched = f.node(L.RKPD, "Kegiatan yang tidak diambil", plafon={2026: 7}, nomor="2")
    rkpd = f.node(L.RKPD, "PROGRAM PELATIHAN KERJA", "2.07.03", given, plafon={2026: 160}, links=[outcome], nomor="1")
    usulan = f.node(L.USULAN, "Pelatihan menjahit", links=[sub], pagu={2026: 50}, nomor="1",
                    indikator=[f.indikator("Peserta", "Orang", target={2026: "20"})])  # fmt: skip
    usulan.sumber_usulan, usulan.keputusan, usulan.keterangan = "musrenbang", "diterima", "Kelurahan Uji"
    refused = f.node(L.USULAN, "Proses Pelatihan", nomor="2")
    refused.sumber_usulan, refused.keputusan, refused.alasan = "pokir", "ditolak", "Bukan kewenangan"
    account = f.node(L.PENDAPATAN, "Retribusi", "", f.node(L.PENDAPATAN, "Retribusi IMTA", pagu={2026: 9},
                                                        nomor="4.1.02.01"), nomor="4.1.02")  # fmt: skip
    lead = f.node(L.UNGGULAN, "Magang", "", f.node(L.UNGGULAN, "Magang dalam negeri", pagu={2026: 5}))
    urgent = f.node(L.MENDESAK, "Bursa kerja", pagu={2026: 6})
    outside = f.node(L.USULAN_LUAR, "Balai latihan", indikator=[f.indikator("Gedung", "Unit", target={2026: "1"})])
    outside.set_pagu(2026, f.nilai("1000"), "APBN")
    outside.set_pagu(2026, f.nilai("2000"), "APBD Provinsi")
    outside.penanggung_jawab = "Kementerian"
    old = f.indikator("Jumlah lulusan lama", "Orang", "output")
    for role, year, printed in (("akhir", 2029, "200"), ("realisasi", 2023, "90"), ("target", 2024, "30"),
                                ("realisasi", 2024, "33"), ("target", 2025, "35"),
                                ("proyeksi", 2025, "36")):  # fmt: skip
        old.set_value(role, year, f.nilai(printed))
    evaluated = f.node(L.EVALUASI, "Pelatihan lama", "2.07.03.2.01", indikator=[old])
    odd = f.node(L.EVALUASI, "Program tanpa kode", "", evaluated, nomor="1.14.15")
    group = f.node(L.LAYANAN, "Ketenagakerjaan", indikator=[f.indikator("Penempatan", "Orang", "layanan", "spm")])
    return PlanDraft([f.office(program), odd, group, rkpd, unmatched, usulan, refused, account, lead, urgent, outside])


def edited(rencana: Rencana, sheet: str, change: dict[tuple[str, str], object]) -> BytesIO:
    """The plan's workbook with cells changed, each named by a text in its row and its heading."""
    workbook = openpyxl.load_workbook(exported(rencana))
    page = workbook[sheet]
    column = {cell.value: cell.column for cell in page[1]}
    for (text, heading), value in change.items():
        row = next(row for row in range(2, page.max_row + 1) if text in [cell.value for cell in page[row]])
        page.cell(row, column[heading]).value = value
    file = BytesIO()
    workbook.save(file)
    file.seek(0)
    return file


def test_everything_a_renja_can_hold_comes_back_from_its_workbook(db: None) -> None:
    draft = whole_renja()
    draft.settings |= {"perkiraan_capaian": "perkiraan", "tahun_akhir_renstra": 2029, "satuan_uang": "rupiah",
                       "bentuk_rumusan": "lebar"}  # fmt: skip
    rencana = f.make_plan(draft, slug=RENJA)
    report = import_workbook(rencana, exported(rencana), by=BY, remove_missing=True)
    assert report.summary == ["tidak ada perubahan"], [str(one) for one in report.problems]
    assert not [one for one in report.problems if one.severity is not Severity.CATATAN]
    slug = PlanSlug.parse(RENJA.replace("disnaker", "salinan"))
    new, report = create_and_import(slug, exported(rencana), by=BY)
    assert new is not None, [str(one) for one in report.problems]
    for old, fresh in zip(contents(load(rencana)), contents(load(new)), strict=True):
        assert old == fresh
    assert (load(new).plan.perkiraan_capaian, load(new).plan.tahun_akhir_renstra) == ("perkiraan", 2029)


def test_a_renja_in_the_workbook_is_changed_cell_by_cell(db: None) -> None:
    rencana = f.make_plan(whole_renja(), slug=RENJA)
    for sheet, change, cells in (
        ("Usulan", {("Pelatihan menjahit", "Keputusan"): "Ditunda", ("Pelatihan menjahit", "Diambil oleh"): "-"},
         {"keputusan", "kaitan"}),
        ("Rancangan Awal RKPD", {("Kegiatan yang tidak diambil", "Plafon (Rp)"): None}, {"plafon"}),
        ("Kinerja Pelayanan", {("Penempatan", "IKK"): "√", ("Penempatan", "SPM"): None}, {"jenis"}),
        ("Evaluasi", {("Pelatihan lama", "Target 2025"): "-"}, {"target"}),
    ):  # fmt: skip
        report = import_workbook(rencana, edited(rencana, sheet, change), by=BY)
        assert report.status == "ditulis", [str(one) for one in report.problems]
        assert report.difference is not None
        changed = {name.partition(":")[0] for one in report.difference.objects for name in one.cells}
        assert changed == cells, sheet
        rencana.refresh_from_db()
    (group,) = load(rencana).at(L.LAYANAN)
    assert group.indikator[0].jenis == {"layanan", "ikk"}


def test_reasons_and_dropped_rows_stand_in_the_workbook_of_a_perubahan_only(db: None) -> None:
    murni = f.make_plan(whole_renja(), slug=RENJA)
    draft = whole_renja()
    draft.roots[0].children[0].children[0].children[0].children[0].children[0].alasan = "Efisiensi"
    perubahan = f.make_plan(draft, slug=PERUBAHAN)
    Rencana.objects.filter(pk=perubahan.pk).update(asal=murni)
    perubahan.refresh_from_db()
    names = {plan: openpyxl.load_workbook(exported(plan)).sheetnames for plan in (murni, perubahan)}
    assert set(names[perubahan]) - set(names[murni]) == {"Baris Dihentikan"}
    workbook = openpyxl.load_workbook(exported(perubahan))
    workbook["Baris Dihentikan"].append(["2.07.03.2.01", "Pelatihan", "Digabung", "Perwal 3/2026"])
    workbook["Baris Dihentikan"].append(["9.99", "Tidak pernah ada", "", ""])
    file = BytesIO()
    workbook.save(file)
    report = import_workbook(perubahan, file, by=BY)
    (fault,) = [one for one in report.problems if one.severity is Severity.GALAT]
    assert (fault.sheet, fault.row, fault.column) == ("Baris Dihentikan", 3, "A")
    workbook["Baris Dihentikan"].delete_rows(3)
    file = BytesIO()
    workbook.save(file)
    assert import_workbook(perubahan, file, by=BY).status == "ditulis"
    (stopped,) = load(perubahan).at(L.PENGHENTIAN)
    dropped = next(node for node in load(murni).walk() if node.kode == "2.07.03.2.01" and node.level == L.KEGIATAN)
    assert (stopped.asal_id, stopped.nomor, stopped.alasan) == (dropped.id, "2.07.03.2.01", "Digabung")
    perubahan.refresh_from_db()
    assert import_workbook(perubahan, exported(perubahan), by=BY).summary == ["tidak ada perubahan"]


def test_a_deleted_outcome_row_keeps_its_kegiatan_unless_removal_is_asked_for(db: None) -> None:
    plan = f.make_plan(f.small_draft())
    workbook = openpyxl.load_workbook(exported(plan))
    sheet = workbook["Program Kegiatan"]
    rows = {str(sheet.cell(row, 2).value): row for row in range(2, sheet.max_row + 1)}
    sheet.delete_rows(rows["Meningkatnya mutu lembaga"])
    file = BytesIO()
    workbook.save(file)
    report = import_workbook(plan, file, by=BY)
    assert report.status == "tidak_ada_perubahan"
    assert report.missing == ["Outcome Meningkatnya mutu lembaga"]
    file.seek(0)
    assert import_workbook(plan, file, by=BY, remove_missing=True).counts()["simpul_deleted"] == 1
    (outcome,) = load(plan).at(L.OUTCOME)
    assert [node.kode for node in outcome.children] == ["2.07.03.2.01", "2.07.03.2.02"]


def test_the_blank_identitas_states_no_setting_that_a_plan_has_from_the_start(db: None) -> None:
    for jenis in ("renstra", "renja"):
        file = BytesIO()
        write_blank(file, jenis=jenis, tahun_awal=2026, tahun_akhir=2030)
        workbook = openpyxl.load_workbook(file)
        assert workbook.sheetnames == [sheet.name for sheet in sheets_for(PlanKind(jenis))]
        held = dict(workbook["Identitas"].iter_rows(max_col=2, values_only=True))
        stated = {label: value for label, value in held.items() if value}
        years = {"Tahun awal", "Tahun akhir", "Tahun pada tabel", "Tahun dasar"}
        assert set(stated) == {"Label", "Jenis dokumen", *years}
    assert [stated[label] for label in ("Tahun akhir", "Tahun pada tabel")] == ["2026", "2026-2027"]
    head = [cell.value for cell in workbook["Evaluasi"][1]]
    assert {"Target Akhir Renstra 2029", "Realisasi 2023", "Realisasi 2024", "Target 2025"} <= set(head)


def test_a_dash_with_a_unit_is_not_planned(db: None) -> None:
    rencana = f.make_plan(whole_renja(), slug=RENJA)
    file = edited(rencana, "Program Kegiatan", {("Jumlah lulusan", "Target 2026"): "- orang"})
    assert import_workbook(rencana, file, by=BY).status == "ditulis"
    sub = next(node for node in load(rencana).walk() if node.level == L.SUB_KEGIATAN)
    assert sub.indikator[0].target_at(2026) == TIDAK_DIRENCANAKAN
