"""A perubahan: the next version of what was set, row by row; and taking it back."""

import pytest

from planning.cascade import load
from planning.levels import Level
from planning.models import Change, ChangeSet, Rencana, Simpul
from planning.versions.establishing import establish
from planning.versions.lineage import Lineage, rows_without_origin
from planning.versions.perubahan import cancel_perubahan, create_perubahan, perubahan_title
from planning.versions.renja import create_renja
from planning.writing import Conflict, Difference, InvalidPlan, NotAllowed, apply, compare, delete_all, draft_of
from renstra_portal.lib.values import Nilai
from tests.planning import factories as f

from . import plans as p

pytestmark = pytest.mark.django_db


@pytest.fixture
def renstra() -> Rencana:
    return p.make_renstra()


@pytest.fixture
def renja(renstra) -> Rencana:
    """The Renja 2026, set."""
    return p.established(create_renja(renstra, 2026, user=None))


def content(rencana: Rencana) -> list[object]:
    """All that stands in a version, without ids."""
    nodes = list(draft_of(load(rencana)).walk())
    return [
        (
            *(node.level, node.kode, node.uraian, node.lokasi, node.pagu, node.plafon),
            [(one.teks, one.satuan, one.jenis, one.values) for one in node.indikator],
            [target.uraian for target in node.links],
        )
        for node in nodes
    ]


# Made -----------------------------------------------------------------------------------------------------


def test_a_perubahan_holds_everything_and_names_every_row_it_revises(renja):
    perubahan = create_perubahan(renja, user=None)
    assert perubahan.slug == "kota-uji/disnaker/renja-2026/perubahan-1"
    assert (perubahan.perubahan_ke, perubahan.asal, perubahan.status) == (1, renja, "konsep")
    assert perubahan.judul == "Perubahan Renja Dinas Ketenagakerjaan Kota Uji 2026"
    assert (perubahan.tahun_tabel, perubahan.tahun_akhir_renstra) == ([2026, 2027], 2029)
    assert content(perubahan) == content(renja)
    assert {node.asal_id for node in load(perubahan).walk()} == set(load(renja).by_id)
    assert perubahan.changesets.get().origin == ChangeSet.Origin.COPY


def test_a_renstra_can_be_revised_too_with_its_strategies(renstra):
    perubahan = create_perubahan(p.established(renstra), user=None)
    assert perubahan.slug == "kota-uji/disnaker/renstra-2025-2029/perubahan-1"
    assert perubahan.tahun_tabel == [2025, 2026, 2027, 2028, 2029, 2030]
    assert load(perubahan).at(Level.STRATEGI)


def test_perubahan_follow_one_another_each_from_the_one_before(renja):
    first = p.established(create_perubahan(renja, user=None))
    second = create_perubahan(first, user=None)
    assert (second.perubahan_ke, second.asal) == (2, first)
    assert second.judul == "Perubahan Ke-2 Renja Dinas Ketenagakerjaan Kota Uji 2026"
    assert {node.asal_id for node in load(second).walk()} == set(load(first).by_id)


def test_reasons_of_the_version_before_stay_behind_but_not_those_of_decisions(renja):
    first = create_perubahan(renja, user=None)
    draft = draft_of(load(first))
    next(one for one in draft.walk() if one.kode == p.SUB).alasan = "Penyesuaian pagu"
    usulan = draft.add(f.node(Level.USULAN, "Pelatihan las"))
    usulan.keputusan, usulan.alasan = "ditolak", "Bukan kewenangan"
    draft.add(f.node(Level.PENGHENTIAN, "Baris lama"))
    f.write(first, draft)
    second = create_perubahan(p.established(first), user=None)
    assert p.at(second, p.SUB).alasan == ""
    assert p.at(second, "Pelatihan las").alasan == "Bukan kewenangan"
    assert not load(second).at(Level.PENGHENTIAN)


def test_what_is_changed_in_a_perubahan_leaves_the_version_before_as_it_was(renja):
    before = content(renja)
    perubahan = create_perubahan(renja, user=None)
    draft = draft_of(load(perubahan))
    next(one for one in draft.walk() if one.kode == p.SUB).set_pagu(2026, Nilai.of(1), "PAD")
    f.write(perubahan, draft)
    assert content(renja) == before


def test_rows_that_are_added_and_rows_whose_origin_is_gone_are_counted(renstra):
    renja = create_renja(renstra, 2026, user=None)
    p_node = f.node(Level.SUB_KEGIATAN, "Sub-kegiatan tambahan", "2.07.03.2.01.0009")
    draft = draft_of(load(renja))
    next(one for one in draft.walk() if one.kode == "2.07.03.2.01" and one.level == Level.KEGIATAN).add(p_node)
    f.write(renja, draft)
    assert rows_without_origin(renja) == 1
    cascade = load(renstra)
    gone = Difference(objects=delete_all(cascade, p.at(cascade, p.SUB)))
    apply(renstra, gone, by=f.Authorship(user=None, origin=ChangeSet.Origin.COMMAND))
    assert rows_without_origin(renja) == 2
    assert Lineage.of(renja).tanpa_asal == 2


@pytest.mark.parametrize(
    ("judul", "nth", "expected"),
    [
        ("Renja Dinas 2026", 1, "Perubahan Renja Dinas 2026"),
        ("Perubahan Renja Dinas 2026", 2, "Perubahan Ke-2 Renja Dinas 2026"),
        ("PERUBAHAN KE-2 Renja Dinas 2026", 3, "Perubahan Ke-3 Renja Dinas 2026"),
        ("Perubahanan", 1, "Perubahan Perubahanan"),
    ],
)
def test_the_title_says_which_perubahan_it_is(judul, nth, expected):
    assert perubahan_title(judul, nth) == expected


# Refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["konsep", "diajukan", "dikembalikan", "diverifikasi"])
def test_what_is_not_set_is_changed_itself_and_needs_no_perubahan(renja, status):
    Rencana.objects.filter(pk=renja.pk).update(status=status)
    with pytest.raises(NotAllowed, match="belum ditetapkan"):
        create_perubahan(renja, user=None)


def test_while_a_perubahan_is_open_there_is_no_second_one(renja):
    create_perubahan(renja, user=None)
    with pytest.raises(NotAllowed, match="Perubahan Renja Dinas Ketenagakerjaan Kota Uji 2026 masih disusun"):
        create_perubahan(renja, user=None)


def test_only_the_latest_version_can_be_revised(renja):
    first = p.established(create_perubahan(renja, user=None))
    with pytest.raises(NotAllowed, match="bukan versi terakhir"):
        create_perubahan(renja, user=None)
    assert create_perubahan(first, user=None).perubahan_ke == 2


@pytest.mark.parametrize(("peran", "may"), [("perencana", True), ("kepala", False), ("reviewer", False)])
def test_only_planners_of_the_office_open_a_perubahan(renja, peran, may):
    user = f.make_user("orang", peran, renja)
    if may:
        assert create_perubahan(renja, user=user).changesets.get().user == user
    else:
        with pytest.raises(NotAllowed):
            create_perubahan(renja, user=user)


# Cancelled ------------------------------------------------------------------------------------------------


def test_a_cancelled_perubahan_is_gone_and_the_version_before_says_so(renja):
    perubahan = create_perubahan(renja, user=None)
    rows = renja.simpul.count()
    revised = cancel_perubahan(perubahan, user=None, reason="APBD perubahan batal")
    assert revised == renja
    assert not Rencana.objects.filter(pk=perubahan.pk).exists()
    assert Simpul.objects.filter(rencana=renja).count() == rows
    record = renja.changesets.first()
    assert (record.origin, record.reason, record.revisi) == ("status", "APBD perubahan batal", renja.revisi)
    assert record.source.startswith("Dibatalkan: Perubahan Renja Dinas Ketenagakerjaan Kota Uji 2026")
    change = Change.objects.get(changeset=record)
    assert (change.kind, change.act, change.object_id) == ("rencana", "delete", perubahan.pk)
    assert change.cells["slug"] == ["kota-uji/disnaker/renja-2026/perubahan-1", None]


def test_after_cancelling_the_same_perubahan_can_be_opened_again(renja):
    cancel_perubahan(create_perubahan(renja, user=None), user=None, reason="Batal")
    assert create_perubahan(renja, user=None).perubahan_ke == 1


def test_a_murni_version_a_set_one_and_one_that_others_come_from_cannot_be_cancelled(renstra, renja):
    with pytest.raises(NotAllowed, match="Hanya perubahan"):
        cancel_perubahan(renja, user=None, reason="Batal")
    perubahan = create_perubahan(renja, user=None)
    made = create_renja(perubahan, 2027, user=None)
    with pytest.raises(NotAllowed, match=f"{made.judul} disusun dari perubahan ini"):
        cancel_perubahan(perubahan, user=None, reason="Batal")
    made.delete()
    with pytest.raises(NotAllowed, match="berstatus ditetapkan"):
        cancel_perubahan(p.established(perubahan), user=None, reason="Batal")


def test_cancelling_asks_for_a_reason_and_for_the_state_that_the_person_saw(renja):
    perubahan = create_perubahan(renja, user=None)
    with pytest.raises(InvalidPlan, match="alasan"):
        cancel_perubahan(perubahan, user=None, reason="  ")
    seen = perubahan.revisi
    p.rewrite(perubahan, p.SUB, lokasi="Tempat lain")
    with pytest.raises(Conflict, match="diubah oleh orang lain"):
        cancel_perubahan(perubahan, user=None, reason="Batal", revisi=seen)
    assert Rencana.objects.filter(pk=perubahan.pk).exists()


@pytest.mark.parametrize("peran", ["kepala", "reviewer", "pembaca"])
def test_only_planners_cancel_a_perubahan(renja, peran):
    perubahan = create_perubahan(renja, user=None)
    with pytest.raises(NotAllowed, match="hanya dapat dibatalkan oleh perencana"):
        cancel_perubahan(perubahan, user=f.make_user("orang", peran, renja), reason="Batal")


def test_whoever_is_writing_to_a_cancelled_perubahan_is_told(renja):
    perubahan = create_perubahan(renja, user=None)
    draft = draft_of(load(perubahan))
    draft.roots[0].uraian = "Tujuan lain"
    late = compare(load(perubahan), draft)
    cancel_perubahan(Rencana.objects.get(pk=perubahan.pk), user=None, reason="Batal")
    with pytest.raises(Conflict):
        apply(perubahan, late, by=f.Authorship(user=None, origin=ChangeSet.Origin.COMMAND))


def test_setting_and_revising_leave_a_chain_down_to_the_renstra(renstra, renja):
    first = create_perubahan(renja, user=None)
    establish(first, user=None, reason="Keputusan 2")
    row = Simpul.objects.get(rencana=first, kode=p.SUB, level=Level.SUB_KEGIATAN)
    assert [row.asal.rencana, row.asal.asal.rencana] == [renja, renstra]
