"""Rows that come, move, are linked, and go."""

import pytest

from planning.cascade import load
from planning.grid.cells import Refused
from planning.grid.entries import UnknownParent, offers_under
from planning.grid.rows import RowId
from planning.grid.structure import AddIndicator, AddRow, Link, Move, Remove, reshape
from planning.levels import Level
from planning.models import Indikator, Nomenklatur, Pagu, Rencana, Simpul
from planning.writing import NotAllowed

from .. import factories as f

SUB = "2.07.03.2.01.0001"


@pytest.fixture
def entries(rencana) -> dict[str, Nomenklatur]:
    """A few entries of the plan's edition, by code."""
    listed = {
        "2": ("urusan", "URUSAN WAJIB"),
        "2.07": ("bidang_urusan", "BIDANG TENAGA KERJA"),
        "2.07.03": ("program", "PROGRAM PELATIHAN KERJA"),
        "2.07.04": ("program", "PROGRAM PENEMPATAN TENAGA KERJA"),
        "X.XX.01": ("program", "PROGRAM PENUNJANG"),
        "2.07.03.2.01": ("kegiatan", "Pelaksanaan Pelatihan"),
        "2.07.04.2.01": ("kegiatan", "Pelayanan Antarkerja"),
        "2.07.04.2.02": ("kegiatan", "Perizinan LPTKS"),
        "X.XX.01.2.01": ("kegiatan", "Perencanaan Perangkat Daerah"),
        "2.07.04.2.01.0001": ("sub_kegiatan", "Penyediaan Sumber Daya"),
    }
    made = {
        kode: Nomenklatur.objects.create(edisi=rencana.edisi, kode=kode, level=level, uraian=uraian)
        for kode, (level, uraian) in listed.items()
    }
    sub = made["2.07.04.2.01.0001"]
    sub.kinerja, sub.indikator, sub.satuan = "Tersedianya sumber daya", "Jumlah petugas", "Orang"
    sub.definisi_operasional = "Petugas yang bekerja"
    sub.save()
    return made


def add(rencana, user, parent, level, entry=None, **more):
    parent_id = int(parent[1:]) if parent else None
    operation = AddRow(parent_id, level, nomenklatur=entry.pk if entry else None, **more)
    return reshape(rencana.slug, user, operation)


def children(rencana, row):
    return [one.uraian for one in load(rencana).by_id[int(row[1:])].children]


def told(refusal):
    return " ".join(one.message for one in refusal.value.problems)


# Adding ---------------------------------------------------------------------------------------------


def test_an_entry_brings_its_kinerja_indicator_and_unit(rencana, ani, row, entries):
    program = add(rencana, ani, row("2.07"), Level.PROGRAM, entries["2.07.04"]).rows[0]["row"]
    kegiatan = add(rencana, ani, program, Level.KEGIATAN, entries["2.07.04.2.01"]).rows[0]["row"]
    done = add(rencana, ani, kegiatan, Level.SUB_KEGIATAN, entries["2.07.04.2.01.0001"])
    sub, output = done.rows
    assert (sub["kode"], sub["parent"], sub["level"]) == ("2.07.04.2.01.0001", kegiatan, "sub_kegiatan")
    assert (sub["cells"]["indikator"], sub["cells"]["satuan"]) == ("Jumlah petugas", "Orang")
    assert (output["level"], output["uraian"]) == ("output", "Tersedianya sumber daya")
    made = Indikator.objects.get(pk=sub["indikator"])
    assert (made.jenis, made.definisi) == (["output"], "Petugas yang bekerja")
    assert Simpul.objects.get(pk=sub["simpul"]).nomenklatur == entries["2.07.04.2.01.0001"]
    assert done.changeset.source == "Tambah baris"


def test_the_kinerja_can_be_left_out(rencana, ani, row, entries):
    program = add(rencana, ani, row("2.07"), Level.PROGRAM, entries["2.07.04"]).rows[0]["row"]
    kegiatan = add(rencana, ani, program, Level.KEGIATAN, entries["2.07.04.2.01"]).rows[0]["row"]
    done = add(rencana, ani, kegiatan, Level.SUB_KEGIATAN, entries["2.07.04.2.01.0001"], kinerja=False)
    assert [one["level"] for one in done.rows] == ["sub_kegiatan"]


def test_an_empty_plan_begins_with_a_program(db, entries):
    empty = f.make_plan(None, "kota-kosong/disnaker/renstra-2025-2029/murni")
    dewi = f.make_user("dewi", rencana=empty)
    done = add(empty, dewi, None, Level.PROGRAM, entries["2.07.04"])
    assert [(one["level"], one["kode"]) for one in done.rows] == [
        ("perangkat_daerah", ""),
        ("urusan", "2"),
        ("bidang_urusan", "2.07"),
        ("program", "2.07.04"),
    ]
    assert done.rows[0]["uraian"] == "Dinas Ketenagakerjaan"
    add(empty, dewi, None, Level.PROGRAM, entries["2.07.03"])
    cascade = load(empty)
    assert [one.kode for one in cascade.at(Level.PROGRAM)] == ["2.07.03", "2.07.04"]
    assert len(cascade.at(Level.BIDANG_URUSAN)) == len(cascade.roots) == 1


def test_the_supporting_program_takes_the_bidang_of_the_office(rencana, ani, row, entries):
    done = add(rencana, ani, row("2.07"), Level.PROGRAM, entries["X.XX.01"])
    program = done.rows[0]
    assert program["kode"] == "2.07.01"
    assert children(rencana, row("2.07")) == ["PROGRAM PENUNJANG", "PROGRAM PELATIHAN KERJA"]
    kegiatan = add(rencana, ani, program["row"], Level.KEGIATAN, entries["X.XX.01.2.01"]).rows[0]
    assert kegiatan["kode"] == "2.07.01.2.01"


def test_the_supporting_program_cannot_be_the_first(db, entries):
    empty = f.make_plan(None, "kota-kosong/disnaker/renstra-2025-2029/murni")
    with pytest.raises(Refused) as refusal:
        add(empty, f.make_user("dewi", rencana=empty), None, Level.PROGRAM, entries["X.XX.01"])
    assert "Tambahkan dahulu satu program" in told(refusal)


def test_a_row_with_own_words_stands_after_the_one_named(rencana, ani, row):
    program, first = row("2.07.03"), int(row("Meningkatnya keterampilan")[1:])
    add(rencana, ani, program, Level.OUTCOME, uraian=" Outcome   baru ", after=first)
    assert children(rencana, program) == ["Meningkatnya keterampilan", "Outcome baru", "Meningkatnya mutu lembaga"]
    add(rencana, ani, program, Level.OUTCOME, uraian="Paling akhir")
    assert children(rencana, program)[-1] == "Paling akhir"
    tujuan = add(rencana, ani, None, Level.TUJUAN, uraian="Tujuan dua").rows[0]
    add(rencana, ani, tujuan["row"], Level.SASARAN, uraian="Sasaran dua")
    assert children(rencana, tujuan["row"]) == ["Sasaran dua"]


@pytest.mark.parametrize(
    ("parent", "level", "entry", "more", "part"),
    [
        ("2.07", Level.PROGRAM, "2.07.03", {}, "sudah ada"),
        ("2.07.03", Level.KEGIATAN, "2.07.04.2.01", {}, "tidak berada di bawah"),
        ("2.07.03", Level.SUB_KEGIATAN, None, {"uraian": "x"}, "tidak dapat ditambahkan di bawah program"),
        ("2.07.03", Level.OUTCOME, None, {}, "belum diisi"),
        ("2.07.03", Level.KEGIATAN, "2.07.04", {}, "bukan kode kegiatan"),
        ("2.07.03", Level.KEGIATAN, None, {"uraian": "x", "kode": "2.07.03.9"}, "2.07.03.9"),
        ("2.07.03", Level.OUTCOME, None, {"uraian": "x", "after": 999999}, "induk yang sama"),
        (None, Level.SASARAN, None, {"uraian": "x"}, "tanpa induk"),
        (None, Level.ISU_STRATEGIS, None, {"uraian": "x"}, "tidak diisi di halaman ini"),
    ],
)
def test_what_cannot_stand_there_is_refused_in_words(rencana, ani, row, entries, parent, level, entry, more, part):
    with pytest.raises(Refused) as refusal:
        add(rencana, ani, row(parent) if parent else None, level, entries[entry] if entry else None, **more)
    assert part in told(refusal)
    assert rencana.changesets.count() == 1


def test_an_entry_of_another_edition_is_not_offered(rencana, ani, row, entries):
    with pytest.raises(Refused) as refusal:
        reshape(rencana.slug, ani, AddRow(int(row("2.07")[1:]), Level.PROGRAM, nomenklatur=999_999))
    assert "edisi" in told(refusal)


def test_a_further_indicator_stands_last(rencana, ani, row):
    sub = int(row(SUB)[1:])
    reshape(rencana.slug, ani, AddIndicator(sub, "Kelas", "Kelas"))
    done = reshape(rencana.slug, ani, AddIndicator(sub))
    assert [one.teks for one in load(rencana).by_id[sub].indikator][1:] == ["Kelas", "Indikator baru"]
    assert [one["kind"] for one in done.rows] == ["simpul", "indikator", "indikator"]


# Moving and linking -----------------------------------------------------------------------------------


def test_a_kegiatan_moves_to_another_outcome_with_all_below_it(rencana, ani, row):
    kegiatan, outcome = row("2.07.03.2.01"), row("Meningkatnya mutu lembaga")
    reshape(rencana.slug, ani, Move(int(kegiatan[1:]), int(outcome[1:])))
    assert children(rencana, outcome) == ["Pelaksanaan Pelatihan", "Pembinaan Lembaga Pelatihan Kerja Swasta"]
    assert children(rencana, row("Meningkatnya keterampilan")) == []
    assert len(children(rencana, kegiatan)) == 2


def test_a_row_moves_among_its_siblings(rencana, ani, row):
    first, second = row("2.07.03.2.01.0001"), row("2.07.03.2.01.0002")
    reshape(rencana.slug, ani, Move(int(first[1:]), int(row("2.07.03.2.01")[1:]), after=int(second[1:])))
    assert children(rencana, row("2.07.03.2.01")) == ["Koordinasi Pelatihan", "Proses Pelatihan"]


def test_a_row_moves_only_where_its_level_may_stand(rencana, ani, row):
    with pytest.raises(Refused) as refusal:
        reshape(rencana.slug, ani, Move(int(row(SUB)[1:]), int(row("2.07.03")[1:])))
    assert "tidak dapat dipindahkan" in told(refusal)


def test_links_of_a_program_are_what_was_chosen(rencana, ani, row):
    program = int(row("2.07.03")[1:])
    tujuan, sasaran = int(row("Meningkatnya produktivitas")[1:]), int(row("Meningkatnya kesempatan kerja")[1:])
    done = reshape(rencana.slug, ani, Link(program, [tujuan]))
    assert done.rows[0]["kaitan"] == [tujuan]
    reshape(rencana.slug, ani, Link(program, [tujuan, sasaran]))
    assert set(load(rencana).by_id[program].kaitan) == {tujuan, sasaran}
    assert reshape(rencana.slug, ani, Link(program, [sasaran, tujuan])).changeset is None
    with pytest.raises(Refused):
        reshape(rencana.slug, ani, Link(program, [int(row(SUB)[1:])]))
    with pytest.raises(Refused):
        reshape(rencana.slug, ani, Link(int(row(SUB)[1:]), [sasaran]))


# Removing -------------------------------------------------------------------------------------------


def test_a_removal_first_shows_all_that_goes(rencana, row):
    going = Remove(RowId.parse(row("Meningkatnya keterampilan"))).preview(rencana)
    assert going[0].label == "Outcome Meningkatnya keterampilan"
    labels = [one.label for one in going]
    assert sum("Sub-kegiatan" in label for label in labels) == 2
    sub = next(one for one in going if one.label == "Sub-kegiatan 2.07.03.2.01.0001 Proses Pelatihan")
    assert sub.values == ("Pagu 2025: 100", "Pagu 2026: 200")
    assert rencana.changesets.count() == 1
    sasaran = Remove(RowId.parse(row("Meningkatnya kesempatan kerja"))).preview(rencana)
    assert any("PROGRAM PELATIHAN KERJA" in one.label and one.values == ("kaitan",) for one in sasaran)


def test_one_indicator_or_one_sumber_dana_can_be_removed(rencana, ani, save, row):
    sub = row(SUB)
    save(ani, (f"{sub}:DAK", "pagu:2025", None, "1"), (f"{sub}:DAK", "pagu:2026", None, "2"))
    reshape(rencana.slug, ani, Remove(RowId.parse(f"{sub}:DAK")))
    assert set(Pagu.objects.filter(simpul=int(sub[1:])).values_list("sumber_dana", flat=True)) == {""}
    reshape(rencana.slug, ani, AddIndicator(int(sub[1:]), "Kelas"))
    second = Indikator.objects.get(teks="Kelas")
    reshape(rencana.slug, ani, Remove(RowId.parse(f"i{second.pk}")))
    assert not Indikator.objects.filter(teks="Kelas").exists()
    for gone in (f"{sub}:DAK", f"i{second.pk}", "s999999"):
        with pytest.raises(Refused, match="tidak ada"):
            reshape(rencana.slug, ani, Remove(RowId.parse(gone)))


# Rights ---------------------------------------------------------------------------------------------


def test_structure_is_for_those_who_may_write(rencana, row):
    operation = Remove(RowId.parse(row(SUB)))
    with pytest.raises(NotAllowed):
        reshape(rencana.slug, f.make_user("kepala", "kepala", rencana), operation)
    other = f.make_plan(None, "kota-lain/disnaker/renstra-2025-2029/murni")
    with pytest.raises(Rencana.DoesNotExist):
        reshape(rencana.slug, f.make_user("citra", rencana=other), operation)


# Offers ---------------------------------------------------------------------------------------------


def offered(rencana, parent, query=""):
    return [one.kode for one in offers_under(rencana, int(parent[1:]) if parent else None, query).offers]


def test_offers_are_the_entries_that_may_stand_below(rencana, row, entries):
    assert offered(rencana, row("2.07")) == ["2.07.01", "2.07.03", "2.07.04"]
    assert offered(rencana, row("2.07.03")) == ["2.07.03.2.01"]
    assert offered(rencana, row("Meningkatnya keterampilan")) == ["2.07.03.2.01"]
    assert offered(rencana, row(SUB)) == []
    assert offered(rencana, None, "penempatan") == ["2.07.04"]
    assert offered(rencana, row("2.07"), "2.07.04") == ["2.07.04"]
    assert offered(rencana, row("2.07"), "pelatihan KERJA") == ["2.07.03"]


def test_an_offer_says_which_row_bears_the_code_already(rencana, row, entries):
    used = {one.kode: one.used_by for one in offers_under(rencana, int(row("2.07")[1:]), "").offers}
    assert used == {"2.07.01": None, "2.07.03": row("2.07.03"), "2.07.04": None}


def test_entries_no_longer_valid_are_not_offered(rencana, row, entries):
    Nomenklatur.objects.filter(kode="2.07.04").update(berlaku=False)
    assert "2.07.04" not in offered(rencana, row("2.07"))


def test_offers_under_a_row_of_another_plan_are_refused(rencana, entries):
    other = f.make_plan(f.small_draft(), "kota-lain/disnaker/renstra-2025-2029/murni")
    with pytest.raises(UnknownParent):
        offers_under(rencana, f.find(load(other), "2.07"), "")
