"""The grid of a year that is carried out: one tree in several sections, counted ratios, closed triwulan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from planning import entry_locks
from planning.cascade import CascadeNode, load
from planning.grid import standard_rows
from planning.grid.cells import Edit, GridAct, Refused, Saved, preview_cells, save_cells
from planning.grid.history import cell_history, changes_since, undo, undoable
from planning.grid.panel import labour_data, panel_values, save_panel
from planning.grid.rows import RowId, grid_data
from planning.grid.sections import section_named, sections_at, sections_of
from planning.grid.standard_rows import AddStandardRows, StandardRow
from planning.grid.structure import AddRow, Move, Remove, reshape
from planning.levels import Level
from planning.models import Rencana, User
from planning.policies import Kunci
from renstra_portal.lib.values import Nilai

from .. import factories as f

KINERJA = "kota-uji/disnaker/kinerja-2026/murni"
PROSES = "2.07.03.2.01.0001"
#: What the tests type in, as the grid's columns name it.
TW2 = ("realisasi_2:2026", "keuangan_2:2026", "fisik_2:2026", "penghambat_2:2026")


@pytest.fixture
def plan(db: None) -> Rencana:
    made = f.make_plan(f.small_draft(), KINERJA)
    made.tahun_akhir_renstra = 2029
    made.save(update_fields=["tahun_akhir_renstra"])
    return made


@pytest.fixture
def ani(plan: Rencana) -> User:
    return f.make_user("ani", rencana=plan)


@pytest.fixture
def type_in(plan: Rencana, ani: User) -> Callable[..., Saved]:
    def write(*cells: tuple[str, str, str | None, str]) -> Saved:
        return save_cells(plan.slug, ani, [Edit(*cell) for cell in cells], GridAct.KETIK)

    return write


@pytest.fixture
def closed() -> Iterator[dict[str, Kunci]]:
    """Roles to close for the time of a test."""
    locks: dict[str, Kunci] = {}

    def provider(rencana: Rencana, user: User) -> dict[str, Kunci]:
        return locks

    entry_locks.register(provider)
    yield locks
    entry_locks._PROVIDERS.remove(provider)


def data_of(plan: Rencana, key: str, **how: Any) -> dict[str, Any]:
    section = section_named(plan, key)
    assert section is not None
    return grid_data(load(plan), reason=None, section=section, **how)


def node_at(plan: Rencana, key: str) -> CascadeNode:
    cascade = load(plan)
    return cascade.by_id[f.find(cascade, key)]


def row_at(plan: Rencana, key: str) -> str:
    return f"s{f.find(load(plan), key)}"


def add(plan: Rencana, user: User, level: Level, uraian: str, parent: int | None = None) -> str:
    done = reshape(plan.slug, user, AddRow(parent=parent, level=level, uraian=uraian))
    return str(next(row["row"] for row in done.rows if row["uraian"] == uraian))


# Sections ---------------------------------------------------------------------------------------------


def test_the_programme_tree_stands_in_several_sections_and_its_rows_come_and_go_in_one(plan):
    assert [one.key for one in sections_of(plan)] == [
        *("program", "aksi", "tw1", "tw2", "tw3", "tw4"),
        *("data", "belanja", "pendapatan", "pembanding"),
    ]
    assert [one.key for one in sections_at(plan, Level.SUB_KEGIATAN)] == ["program", "aksi", "tw1", "tw2", "tw3", "tw4"]
    assert [one.key for one in sections_of(plan) if one.is_programme and one.menata] == ["program"]


def test_every_figure_is_entered_in_one_section_only(plan):
    seen: dict[tuple[Level, str], str] = {}
    for section in sections_of(plan):
        for level in section.levels:
            for col in section.editable(level, section.columns(plan, ())):
                if ":" in col:
                    assert seen.setdefault((level, col), section.key) == section.key


def test_a_triwulan_shows_what_was_promised_and_takes_what_was_done(plan):
    data = data_of(plan, "tw2")
    assert set(data["editable"]["sub_kegiatan"]) == {
        *TW2,
        "pendorong_2:2026",
        "tindak_lanjut_2:2026",
        "tindak_lanjut_renja_2:2026",
    }
    assert set(data["editable"]["program"]) == set(data["editable"]["sub_kegiatan"]) - {
        "keuangan_2:2026",
        "fisik_2:2026",
    }
    assert data["editable"]["indikator"] == ["realisasi_2:2026"]
    assert data["editable"]["sumber_dana"] == ["keuangan_2:2026"]
    columns = {one["col"]: one for one in data["columns"]}
    assert columns["target:2026"]["baca"] == "Diisi di bagian Program & anggaran."
    assert columns["target_2:2026"]["baca"] == "Diisi di bagian Rencana aksi."
    assert columns["realisasi_2:2026"]["judul"] == "Realisasi Triwulan II 2026"
    row = next(one for one in data["rows"] if one.get("kode") == PROSES)
    assert (row["cells"]["target:2026"], row["cells"]["pagu:2026"]) == ("15", "200")


def test_the_programme_section_has_the_years_of_the_plan_and_its_renstra(plan):
    cols = [one["col"] for one in data_of(plan, "")["columns"]]
    assert {"target:2026", "pagu:2026", "akhir:2029", "renstra:2029", "standar_nasional:2026"} <= set(cols)
    assert {"realisasi:2024", "realisasi:2025", "keuangan:2025"} <= set(cols)
    assert not {"realisasi_1:2026", "pagu:2027", "alasan"} & set(cols)


# Saving -----------------------------------------------------------------------------------------------


def test_everything_of_a_triwulan_is_saved_read_back_recorded_and_undone(plan, ani, type_in):
    row = row_at(plan, PROSES)
    before = Rencana.objects.get(pk=plan.pk).revisi
    saved = type_in(*zip([row] * 4, TW2, [None] * 4, ["7", "150", "62,5", "Lelang ulang"], strict=True))
    node = node_at(plan, PROSES)
    assert node.indikator[0].at("realisasi_2", 2026).plain() == "7"
    assert node.keuangan_at("keuangan_2", 2026).plain() == "150"
    assert (node.nilai_at("fisik_2", 2026).plain(), node.nilai_at("penghambat_2", 2026).text) == (
        "62.5",
        "Lelang ulang",
    )
    now = Rencana.objects.get(pk=plan.pk)
    changed = {one.col: one.value for one in changes_since(now, before, ani).cells if one.row == row}
    assert [changed[col] for col in TW2] == ["7", "150", "62.5", "'Lelang ulang"]
    (entry,) = cell_history(now, RowId.parse(row), "penghambat_2:2026")
    assert (entry.old, entry.new) == (None, "'Lelang ulang")
    (act,) = undoable(now, ani)
    assert "Realisasi Triwulan II 2026" in act.summary
    undo(plan.slug, ani, saved.changeset.pk)
    node = node_at(plan, PROSES)
    assert (node.keuangan, node.nilai, node.indikator[0].triwulan) == ({}, {}, {})


def test_money_of_a_triwulan_stands_per_sumber_dana_and_moves_with_its_name(plan, ani, type_in):
    row = row_at(plan, PROSES)
    type_in((row, "sumber_dana", None, "APBD"), (f"{row}:DAK", "pagu:2026", None, "90"))
    type_in((row, "keuangan_1:2026", None, "10"), (f"{row}:DAK", "keuangan_1:2026", None, "20"))
    type_in((f"{row}:DAK", "sumber_dana", "DAK", "DAK Fisik"))
    node = node_at(plan, PROSES)
    assert node.money == {
        ("pagu", 2026, "APBD"): Nilai.of(200),
        ("pagu", 2026, "DAK Fisik"): Nilai.of(90),
        ("pagu", 2025, "APBD"): Nilai.of(100),
        ("keuangan_1", 2026, "APBD"): Nilai.of(10),
        ("keuangan_1", 2026, "DAK Fisik"): Nilai.of(20),
    }
    entries = cell_history(Rencana.objects.get(pk=plan.pk), RowId.parse(f"{row}:DAK Fisik"), "keuangan_1:2026")
    assert [(one.old, one.new) for one in entries] == [(None, "20")]


def test_spending_more_than_the_pagu_is_asked_about_not_refused(plan, ani, type_in):
    row = row_at(plan, PROSES)
    type_in((row, "keuangan_1:2026", None, "150"))
    saved = type_in((row, "keuangan_2:2026", None, "60"))
    assert saved.readings[0].doubt.message == "Realisasi seluruh triwulan 210 melebihi pagu 200."
    assert type_in((row, "keuangan_2:2026", "60", "50")).readings[0].doubt is None


def test_figures_of_a_triwulan_are_held_against_those_beside_it(plan, ani, type_in):
    row = row_at(plan, PROSES)
    type_in((row, "realisasi_1:2026", None, "12"))
    readings, _ = preview_cells(plan, [Edit(row, "realisasi_2:2026", None, "120")], ani)
    assert readings[0].state == "mencurigakan"


@pytest.mark.parametrize("typed", ["101", "abc", "-5"])
def test_physical_progress_is_a_percentage(plan, type_in, typed):
    with pytest.raises(Refused):
        type_in((row_at(plan, PROSES), "fisik_1:2026", None, typed))


def test_physical_progress_and_money_are_not_entered_above_a_sub_kegiatan(plan, type_in):
    program = row_at(plan, "2.07.03")
    for col in ("fisik_1:2026", "keuangan_1:2026"):
        with pytest.raises(Refused):
            type_in((program, col, None, "5"))
    type_in((program, "pendorong_1:2026", None, "Kerja sama dengan BLK"))
    assert node_at(plan, "2.07.03").nilai_at("pendorong_1", 2026).text == "Kerja sama dengan BLK"


def test_how_an_indicator_adds_up_is_chosen_and_never_blank(plan, type_in):
    row = row_at(plan, PROSES)
    type_in((row, "akumulasi", "terakhir", "Dijumlah"), (row, "arah", "naik", "turun"))
    one = node_at(plan, PROSES).indikator[0]
    assert (one.akumulasi, one.arah) == ("jumlah", "turun")
    with pytest.raises(Refused) as refused:
        type_in((row, "akumulasi", "jumlah", ""))
    assert refused.value.problems[0].message.startswith("Akumulasi tidak boleh kosong. Pilih ")


# Locks ------------------------------------------------------------------------------------------------


def test_a_closed_triwulan_is_shown_with_its_reason_and_refused_on_the_server(plan, ani, type_in, closed):
    row = row_at(plan, PROSES)
    type_in((row, "realisasi_1:2026", None, "3"))
    closed["realisasi_1"] = Kunci("Pengisian Triwulan I 2026 ditutup 15 April 2026.", "", "reviewer Bappeda")
    data = data_of(plan, "tw1", locks=closed)
    assert "realisasi_1:2026" not in data["editable"]["sub_kegiatan"]
    assert "fisik_1:2026" in data["editable"]["sub_kegiatan"]
    columns = {one["col"]: one["kunci"] for one in data["columns"]}
    assert columns["realisasi_1:2026"] == str(closed["realisasi_1"])
    assert columns["fisik_1:2026"] == ""
    with pytest.raises(Refused) as refused:
        type_in((row, "realisasi_1:2026", "3", "4"))
    assert refused.value.problems[0].message == str(closed["realisasi_1"])
    assert (refused.value.problems[0].row, refused.value.problems[0].col) == (row, "realisasi_1:2026")
    # A cell of a pasted block that stays as it is stands in nobody's way.
    type_in((row, "realisasi_1:2026", "3", "3"), (row, "realisasi_2:2026", None, "4"))
    assert [one.new for one in cell_history(plan, RowId.parse(row), "realisasi_1:2026")] == ["3"]


def test_what_was_spent_in_a_closed_triwulan_keeps_its_sumber_dana_and_is_not_undone(plan, ani, type_in, closed):
    row = row_at(plan, PROSES)
    saved = type_in((row, "keuangan_1:2026", None, "10"))
    closed["keuangan_1"] = Kunci("Pengisian Triwulan I 2026 ditutup.", "", "reviewer Bappeda")
    with pytest.raises(Refused) as refused:
        type_in((row, "sumber_dana", None, "APBD"))
    assert refused.value.problems[0].message == str(closed["keuangan_1"])
    assert (refused.value.problems[0].row, refused.value.problems[0].col) == (row, "sumber_dana")
    with pytest.raises(Refused, match="Triwulan I 2026 ditutup"):
        undo(plan.slug, ani, saved.changeset.pk)
    assert node_at(plan, PROSES).keuangan_at("keuangan_1", 2026) == Nilai.of(10)


# Labour data and ratios -------------------------------------------------------------------------------


@pytest.fixture
def ratio(plan: Rencana, ani: User, type_in: Callable[..., Saved]) -> str:
    """The row of the sasaran, whose indicator is placed / registered of the labour data D02 / D01."""
    registered = add(plan, ani, Level.DATA, "Pencari kerja terdaftar")
    placed = add(plan, ani, Level.DATA, "Pencari kerja ditempatkan")
    type_in((registered, "satuan", None, "Orang"), (placed, "satuan", None, "Orang"))
    type_in((registered, "realisasi_1:2026", None, "1.154"), (placed, "realisasi_1:2026", None, "630"))
    type_in((registered, "realisasi_2:2026", None, "100"))
    sasaran = node_at(plan, "Meningkatnya kesempatan kerja")
    seen = panel_values(plan, sasaran.indikator[0].id)
    typed = seen | {"akumulasi": "rasio", "data_pembilang": "D02", "data_penyebut": "D01"}
    save_panel(plan.slug, ani, sasaran.indikator[0].id, seen=seen, typed=typed)
    return f"s{sasaran.id}"


def test_labour_data_get_keys_of_their_own_and_add_up(plan, ratio):
    assert labour_data(plan) == [("D01", "D01 Pencari kerja terdaftar"), ("D02", "D02 Pencari kerja ditempatkan")]
    assert {one.indikator[0].akumulasi for one in load(plan).at(Level.DATA)} == {"jumlah"}


def test_the_key_of_labour_data_is_not_typed(plan, ratio, type_in):
    with pytest.raises(Refused, match="kode diberikan sendiri"):
        type_in((row_at(plan, "Pencari kerja terdaftar"), "nomor", "D01", "D07"))


def test_a_ratio_is_counted_shown_and_not_typed(plan, ratio, type_in):
    row = next(one for one in data_of(plan, "tw1")["rows"] if one["row"] == ratio)
    assert row["cells"]["realisasi_1:2026"] == "54.59"
    assert "realisasi_1:2026" not in row["editable"]
    assert row["hitung"] == {
        "realisasi_1:2026": "Dihitung: 630 (D02 Pencari kerja ditempatkan) / 1.154 (D01 Pencari kerja terdaftar) × 100."
    }
    with pytest.raises(Refused, match="Dihitung dari data ketenagakerjaan"):
        type_in((ratio, "realisasi_1:2026", None, "50"))
    type_in((ratio, "target_1:2026", None, "50"))


def test_a_ratio_says_which_data_are_missing(plan, ratio):
    second, third = (next(one for one in data_of(plan, key)["rows"] if one["row"] == ratio) for key in ("tw2", "tw3"))
    assert "realisasi_2:2026" not in second["cells"]
    assert second["hitung"]["realisasi_2:2026"].startswith("Data pembilang belum diisi. Pembilang: D02 Pencari")
    assert third["hitung"]["realisasi_3:2026"].startswith("Data pembilang dan penyebut belum diisi.")


def test_a_ratio_whose_data_went_says_so(plan, ani, ratio, type_in):
    simpul = int(row_at(plan, "Pencari kerja terdaftar")[1:])
    reshape(plan.slug, ani, Remove(RowId(simpul=simpul)))
    row = next(one for one in data_of(plan, "tw1")["rows"] if one["row"] == ratio)
    assert "tidak ditemukan" in row["hitung"]["realisasi_1:2026"]


def test_standard_rows_are_added_once_with_their_own_keys_and_taken_back_at_once(plan, ani, monkeypatch):
    rows = (
        StandardRow("D01", "Angkatan kerja", "Orang", "terakhir", "BPS"),
        StandardRow("D02", "Lowongan kerja", "Lowongan", "jumlah"),
    )
    monkeypatch.setitem(standard_rows._ROWS, Level.DATA, rows)
    add(plan, ani, Level.DATA, "Data sendiri")
    done = reshape(plan.slug, ani, AddStandardRows("data"))
    held = {one.uraian: one for one in load(plan).at(Level.DATA)}
    assert {name: one.nomor for name, one in held.items()} == {
        "Data sendiri": "D01",
        "Angkatan kerja": "D03",
        "Lowongan kerja": "D02",
    }
    one = held["Angkatan kerja"]
    assert (one.keterangan, one.indikator[0].satuan, one.indikator[0].akumulasi) == ("BPS", "Orang", "terakhir")
    with pytest.raises(Refused, match="sudah ada"):
        reshape(plan.slug, ani, AddStandardRows("data"))
    with pytest.raises(Refused, match="tidak memiliki baris baku"):
        reshape(plan.slug, ani, AddStandardRows("belanja"))
    undo(plan.slug, ani, done.changeset.pk)
    assert [one.uraian for one in load(plan).at(Level.DATA)] == ["Data sendiri"]


# Money by account -------------------------------------------------------------------------------------


def test_expenditure_and_revenue_nest_and_are_entered_per_triwulan(plan, ani, type_in):
    operasi = add(plan, ani, Level.BELANJA, "Belanja Operasi")
    pegawai = add(plan, ani, Level.BELANJA, "Belanja Pegawai", int(operasi[1:]))
    pajak = add(plan, ani, Level.PENDAPATAN, "Retribusi")
    type_in((pegawai, "pagu:2026", None, "500"), (pegawai, "keuangan_1:2026", None, "120"))
    type_in((pajak, "pagu:2026", None, "80"), (pajak, "keuangan_4:2026", None, "75"))
    node = node_at(plan, "Belanja Operasi")
    assert (node.total[2026], node.total_keuangan["keuangan_1", 2026]) == (500, 120)
    assert node_at(plan, "Retribusi").keuangan_at("keuangan_4", 2026).plain() == "75"
    reshape(plan.slug, ani, Move(int(pegawai[1:]), None))
    assert node_at(plan, "Belanja Pegawai").parent_id is None


def test_other_regions_are_compared_by_year(plan, ani, type_in):
    row = add(plan, ani, Level.PEMBANDING, "Kota Sebelah")
    type_in(
        (row, "indikator", None, "TPT"), (row, "realisasi:2024", None, "7,10"), (row, "realisasi:2026", None, "6,9")
    )
    one = node_at(plan, "Kota Sebelah").indikator[0]
    assert (one.realisasi_at(2024).plain(), one.realisasi_at(2026).plain()) == ("7.10", "6.9")
