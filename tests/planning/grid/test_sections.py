"""The sections of a Renja's grid: its further rows, entered by the same code as the programme tree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from planning.cascade import CascadeNode, load
from planning.grid.cells import Edit, GridAct, Refused, Saved, save_cells
from planning.grid.copying import CopyProgrammes
from planning.grid.history import cell_history, changes_since, undo
from planning.grid.rows import RowId, grid_data
from planning.grid.sections import SECTIONS, section_named, sections_of
from planning.grid.structure import AddIndicator, AddRow, Link, Move, Remove, reshape
from planning.levels import PARENTS, Level
from planning.models import Change, Nomenklatur, Rencana, User
from planning.tables.registry import build_table
from planning.writing import draft_of
from renstra_portal.reporting.csv import render_csv

from .. import factories as f

RENJA = "kota-uji/disnaker/renja-2026/murni"
PROSES = "2.07.03.2.01.0001"


@pytest.fixture
def renja(db: None) -> Rencana:
    plan = f.make_plan(f.small_draft(), RENJA)
    plan.tahun_akhir_renstra = 2029
    plan.save(update_fields=["tahun_akhir_renstra"])
    return plan


@pytest.fixture
def perencana(renja: Rencana) -> User:
    return f.make_user("perencana", rencana=renja)


@pytest.fixture
def type_in(renja: Rencana, perencana: User) -> Callable[..., Saved]:
    def write(*cells: tuple[str, str, str | None, str]) -> Saved:
        return save_cells(renja.slug, perencana, [Edit(*cell) for cell in cells], GridAct.KETIK)

    return write


def data_of(rencana: Rencana, key: str) -> dict[str, Any]:
    section = section_named(rencana, key)
    assert section is not None
    return grid_data(load(rencana), reason=None, section=section)


def columns_of(rencana: Rencana, key: str) -> list[str]:
    return [one["col"] for one in data_of(rencana, key)["columns"]]


def add(rencana: Rencana, user: User, level: Level, uraian: str, parent: int | None = None, kode: str = "") -> int:
    done = reshape(rencana.slug, user, AddRow(parent=parent, level=level, uraian=uraian, kode=kode))
    return int(next(row["simpul"] for row in done.rows if row["uraian"] == uraian))


def at(rencana: Rencana, level: Level) -> dict[str, CascadeNode]:
    return {one.uraian: one for one in load(rencana).at(level)}


def printed(rencana: Rencana, table: str) -> str:
    """A regulated table of the plan as it is printed to CSV."""
    return render_csv(build_table(table, load(rencana)))


def test_each_level_is_entered_in_one_section_only():
    levels = [level for section in SECTIONS for level in section.levels]
    assert len(levels) == len(set(levels))
    for section in SECTIONS:
        assert set(section.roots) <= set(section.levels)
        if not section.is_programme:
            assert section.nested == (section.levels[0] in PARENTS[section.levels[0]])


def test_a_renstra_enters_its_programmes_and_its_service_performance_only(db):
    renstra = f.make_plan(f.small_draft())
    assert [one.key for one in sections_of(renstra)] == ["program", "layanan"]
    assert section_named(renstra, "evaluasi") is None
    cols = columns_of(renstra, "layanan")
    assert [col for col in cols if ":" in col] == [
        f"{role}:{year}" for year in range(2020, 2025) for role in ("target", "realisasi")
    ]


def test_a_renja_heads_its_own_year_and_the_prakiraan_maju_of_the_next(renja):
    columns = {one["col"]: one for one in data_of(renja, "")["columns"]}
    assert columns["target:2026"]["judul"] == "Target 2026"
    assert (columns["pagu:2026"]["kelompok"], columns["pagu:2026"]["kepala"]) == ("2026", "Pagu (Rp)")
    assert columns["target:2027"]["judul"] == "Prakiraan maju 2027: target"
    assert columns["pagu:2027"]["kelompok"] == "Prakiraan maju 2027"
    assert "target:2028" not in columns
    assert {"kelompok_sasaran", "waktu_pelaksanaan", "prioritas", "catatan"} <= set(columns)
    assert not {"alasan", "dasar_hukum"} & set(columns)


def test_the_baseline_of_a_renja_is_shown_only_where_it_is_held(renja, type_in):
    assert "baseline" not in columns_of(renja, "")
    row = f"s{f.find(load(renja), PROSES)}"
    type_in((row, "baseline", None, "12"))
    assert "baseline" in columns_of(renja, "")


def test_a_perubahan_asks_for_reason_and_legal_basis_and_marks_rows_without_origin(renja):
    cascade = load(renja)
    draft = draft_of(cascade)
    for one in draft.walk():
        origin = next(node for node in cascade.walk() if (node.level, node.uraian) == (one.level, one.uraian))
        one.asal = None if one.kode == PROSES else origin.id
    perubahan = f.make_plan(None, "kota-uji/disnaker/renja-2026/perubahan-1")
    perubahan.asal = renja
    perubahan.save(update_fields=["asal"])
    f.write(perubahan, draft)
    data = data_of(perubahan, "")
    assert {"alasan", "dasar_hukum"} <= {one["col"] for one in data["columns"]}
    assert [row["kode"] for row in data["rows"] if row.get("tanpa_asal")] == [PROSES]
    assert not any(row.get("tanpa_asal") for row in data_of(renja, "")["rows"])


def test_the_evaluation_has_the_years_of_t_c_29_and_prints_them(renja, perencana, type_in):
    assert [col for col in columns_of(renja, "evaluasi") if ":" in col] == [
        "akhir:2029",
        "realisasi:2023",
        "target:2024",
        "realisasi:2024",
        "target:2025",
    ]
    simpul = add(renja, perencana, Level.EVALUASI, "PROGRAM PELATIHAN", kode="2.07.03")
    row = f"s{simpul}"
    type_in(
        (row, "indikator", None, "Lulusan bekerja"), (row, "satuan", None, "Orang"), (row, "akhir:2029", None, "50")
    )
    type_in((row, "realisasi:2023", None, "10"), (row, "target:2024", None, "20"), (row, "realisasi:2024", None, "15"))
    type_in((row, "target:2025", None, "-"))
    (one,) = at(renja, Level.EVALUASI)["PROGRAM PELATIHAN"].indikator
    assert (one.akhir_at(2029).plain(), one.realisasi_at(2024).plain()) == ("50", "15")
    assert one.jenis == {"outcome"}
    line = next(one for one in printed(renja, "T-C.29").splitlines() if "Lulusan bekerja" in one)
    assert "PROGRAM PELATIHAN" in line and "75" in line


def test_years_that_are_held_beside_the_usual_ones_are_shown_too(renja, perencana, type_in):
    row = f"s{add(renja, perencana, Level.EVALUASI, 'Program lama')}"
    type_in((row, "indikator", None, "Lulusan"), (row, "target:2023", None, "5"))
    cols = columns_of(renja, "evaluasi")
    assert cols[cols.index("realisasi:2022") :][:3] == ["realisasi:2022", "target:2023", "realisasi:2023"]


def test_a_column_of_one_section_is_unknown_in_another(renja, type_in):
    program = f"s{f.find(load(renja), '2.07.03')}"
    with pytest.raises(Refused) as refused:
        type_in((program, "realisasi:2024", None, "5"))
    assert refused.value.problems[0].message == "Kolom realisasi:2024 tidak ada dalam rencana ini."
    indikator = f"i{load(renja).by_id[f.find(load(renja), PROSES)].indikator[0].id}"
    with pytest.raises(Refused):
        type_in((indikator, "akhir:2029", None, "5"))


def test_a_choice_is_typed_by_label_or_value_and_anything_else_is_refused_with_the_list(renja, perencana, type_in):
    row = f"s{add(renja, perencana, Level.USULAN, 'Pelatihan las')}"
    type_in((row, "keputusan", None, "DITERIMA"), (row, "sumber_usulan", None, " pokok  pikiran dprd"))
    usulan = at(renja, Level.USULAN)["Pelatihan las"]
    assert (usulan.keputusan, usulan.sumber_usulan) == ("diterima", "pokir")
    with pytest.raises(Refused) as refused:
        type_in((row, "keputusan", "diterima", "setuju"))
    (problem,) = refused.value.problems
    assert problem.message == "“setuju” bukan pilihan keputusan. Pilih Diterima, Ditolak atau Ditunda."
    assert [text for _, text in problem.choices] == ["Diterima", "Ditolak", "Ditunda"]
    type_in((row, "keputusan", "diterima", ""))
    assert at(renja, Level.USULAN)["Pelatihan las"].keputusan == ""


def test_a_proposal_is_linked_to_the_row_that_takes_it_up_and_printed_so(renja, perencana, type_in):
    simpul = add(renja, perencana, Level.USULAN, "Pelatihan las")
    target = f.find(load(renja), PROSES)
    reshape(renja.slug, perencana, Link(simpul, [target]))
    data = data_of(renja, "usulan")
    assert data["rows"][0]["kaitan"] == [target]
    assert {"simpul": target, "level": "sub_kegiatan", "kode": PROSES, "uraian": "Proses Pelatihan"} in data[
        "sasaran_kaitan"
    ]
    type_in((f"s{simpul}", "indikator", None, "Peserta"), (f"s{simpul}", "target:2026", None, "20"))
    line = next(one for one in printed(renja, "T-C.32").splitlines() if "Pelatihan las" in one)
    assert "Peserta" in line and "20" in line
    sasaran = next(one.id for one in load(renja).at(Level.SASARAN))
    with pytest.raises(Refused):
        reshape(renja.slug, perencana, Link(simpul, [sasaran]))


def test_the_programmes_are_copied_into_the_rkpd_with_figures_and_links_as_one_act(renja, perencana):
    proses = f.find(load(renja), PROSES)
    done = reshape(renja.slug, perencana, CopyProgrammes("rkpd"))
    cascade = load(renja)
    rows = cascade.at(Level.RKPD)
    assert [one.kode for one in rows] == [
        one.kode for one in cascade.at(Level.PROGRAM, Level.KEGIATAN, Level.SUB_KEGIATAN)
    ]
    sub = next(one for one in rows if one.kode == PROSES)
    assert sub.kaitan == (proses,)
    assert sub.pagu_at(2026).plain() == "200"
    assert sub.indikator[0].target_at(2026).plain() == "15"
    kegiatan = cascade.by_id[sub.parent_id or 0]
    assert (kegiatan.level, kegiatan.kode, kegiatan.pagu) == (Level.RKPD, "2.07.03.2.01", {})
    assert [one.level for one in cascade.roots if one.level == Level.RKPD] == [Level.RKPD]
    assert done.changeset is not None
    with pytest.raises(Refused, match="tidak ada yang disalin"):
        reshape(renja.slug, perencana, CopyProgrammes("rkpd"))
    undo(renja.slug, perencana, done.changeset.pk)
    assert load(renja).at(Level.RKPD) == ()


def test_copying_again_adds_only_what_is_missing(renja, perencana):
    reshape(renja.slug, perencana, CopyProgrammes("rkpd"))
    sub = next(one for one in load(renja).at(Level.RKPD) if one.kode == PROSES)
    reshape(renja.slug, perencana, Remove(RowId(simpul=sub.id)))
    reshape(renja.slug, perencana, CopyProgrammes("rkpd"))
    again = next(one for one in load(renja).at(Level.RKPD) if one.kode == PROSES)
    assert again.parent_id == sub.parent_id
    assert len(load(renja).at(Level.RKPD)) == 6


def test_the_evaluation_takes_over_names_and_indicators_without_figures(renja, perencana):
    reshape(renja.slug, perencana, CopyProgrammes("evaluasi"))
    rows = load(renja).at(Level.EVALUASI)
    assert [one.kode for one in rows][:3] == ["2", "2.07", "2.07.03"]
    sub = next(one for one in rows if one.kode == PROSES)
    assert sub.indikator[0].teks == "Jumlah Proses Pelatihan"
    assert list(sub.indikator[0].values) == []
    assert sub.kaitan == () and sub.pagu == {}


@pytest.mark.parametrize("key", ["program", "usulan", "tidak-ada"])
def test_only_the_rkpd_and_the_evaluation_are_copied(renja, perencana, key):
    with pytest.raises(Refused):
        reshape(renja.slug, perencana, CopyProgrammes(key))


def test_rows_of_a_section_nest_move_and_go_but_never_under_themselves(renja, perencana):
    asli = add(renja, perencana, Level.PENDAPATAN, "Pendapatan asli daerah")
    retribusi = add(renja, perencana, Level.PENDAPATAN, "Retribusi", asli)
    with pytest.raises(Refused, match="dirinya sendiri"):
        reshape(renja.slug, perencana, Move(asli, retribusi))
    reshape(renja.slug, perencana, Move(retribusi, None))
    assert at(renja, Level.PENDAPATAN)["Retribusi"].parent_id is None
    reshape(renja.slug, perencana, Move(retribusi, asli))
    with pytest.raises(Refused):
        add(renja, perencana, Level.PENDAPATAN, "Salah tempat", f.find(load(renja), "2.07.03"))
    reshape(renja.slug, perencana, Remove(RowId(simpul=asli)))
    assert load(renja).at(Level.PENDAPATAN) == ()


def test_a_further_indicator_of_a_section_has_its_figures_but_no_texts(renja, perencana, type_in):
    simpul = add(renja, perencana, Level.LAYANAN, "Pengangguran terbuka")
    reshape(renja.slug, perencana, AddIndicator(simpul, "Tingkat pengangguran", "Persen"))
    done = reshape(renja.slug, perencana, AddIndicator(simpul, "Jumlah penganggur", "Orang"))
    further = next(row["row"] for row in done.rows if row["kind"] == "indikator")
    type_in((further, "realisasi:2024", None, "1.200"), (further, "proyeksi:2026", None, "1.100"))
    with pytest.raises(Refused, match="Catatan analisis tidak diisi"):
        type_in((further, "catatan", None, "x"))
    first, second = load(renja).by_id[simpul].indikator
    assert (first.jenis, second.realisasi_at(2024).plain()) == ({"layanan"}, "1200")


def test_a_code_may_be_evaluated_twice_and_comes_from_any_level_of_the_nomenclature(renja, perencana):
    entry = Nomenklatur.objects.create(
        edisi=renja.edisi,
        kewenangan=Nomenklatur.Kewenangan.KABUPATEN_KOTA,
        level="kegiatan",
        kode="2.07.03.2.01",
        uraian="Pelatihan",
    )
    for _ in range(2):
        reshape(renja.slug, perencana, AddRow(None, Level.EVALUASI, nomenklatur=entry.pk))
    assert [one.kode for one in load(renja).at(Level.EVALUASI)] == ["2.07.03.2.01"] * 2
    with pytest.raises(Refused, match="bukan kode program"):
        reshape(renja.slug, perencana, AddRow(None, Level.PROGRAM, nomenklatur=entry.pk))


def test_history_and_undo_reach_every_section(renja, perencana, type_in):
    simpul = add(renja, perencana, Level.USULAN, "Pelatihan las")
    row = f"s{simpul}"
    before = Rencana.objects.get(pk=renja.pk).revisi
    saved = type_in((row, "keputusan", None, "ditolak"), (row, "pagu:2026", None, "5.000.000"))
    plan = Rencana.objects.get(pk=renja.pk)
    assert {(one.row, one.col) for one in changes_since(plan, before, perencana).cells} >= {
        (row, "keputusan"),
        (row, "pagu:2026"),
    }
    assert [one.new for one in cell_history(plan, RowId(simpul=simpul), "keputusan")] == ["ditolak"]
    assert saved.changeset is not None
    undo(plan.slug, perencana, saved.changeset.pk)
    usulan = load(renja).by_id[simpul]
    assert (usulan.keputusan, usulan.pagu) == ("", {})


def test_a_section_of_another_kind_of_plan_takes_no_rows(db):
    renstra = f.make_plan(f.small_draft())
    user = f.make_user("perencana", rencana=renstra)
    with pytest.raises(Refused, match="tidak diisi di halaman ini"):
        add(renstra, user, Level.USULAN, "Pelatihan las")
    assert not Change.objects.filter(changeset__user=user).exists()
