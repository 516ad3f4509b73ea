"""The one writer: all or nothing, recorded, and only by those who may."""

import pytest
from django.db import IntegrityError

from planning.cascade import load
from planning.levels import Level
from planning.models import Change, ChangeSet, Kaitan, Rencana, Simpul
from planning.writing import (
    Authorship,
    Conflict,
    InvalidPlan,
    NodeDraft,
    NotAllowed,
    PlanDraft,
    PlanSlug,
    apply,
    compare,
    create_plan,
    delete_all,
    draft_of,
)
from planning.writing.difference import Act, Difference, Kind
from renstra_portal.lib.values import KOSONG, NIHIL, TIDAK_DIRENCANAKAN, Nilai

from . import factories as f

pytestmark = pytest.mark.django_db
OPERATOR = Authorship(user=None, origin=ChangeSet.Origin.COMMAND)


@pytest.fixture
def rencana() -> Rencana:
    return f.make_plan(f.small_draft())


def node_at(draft: PlanDraft, key: str) -> NodeDraft:
    return next(one for one in draft.walk() if key in (one.kode, one.uraian))


def only_change(rencana: Rencana) -> Change:
    return Change.objects.get(changeset=rencana.changesets.first())


# Round trip ---------------------------------------------------------------------------------------


def test_writing_a_plan_back_as_it_stands_changes_nothing(rencana):
    assert f.write(rencana, draft_of(load(rencana)), remove_missing=True) is None
    assert f.write(rencana, f.small_draft(), remove_missing=True) is None
    rencana.refresh_from_db()
    assert (rencana.revisi, rencana.changesets.count()) == (1, 1)


def test_what_was_drafted_stands_in_the_cascade(rencana):
    cascade = load(rencana)
    sub = next(one for one in cascade.walk() if one.kode == "2.07.03.2.01.0001")
    assert sub.pagu_at(2026) == Nilai.of(200)
    assert sub.indikator[0].baseline_at(2024) == Nilai.of(10)
    assert sub.indikator[0].target_at(2030) == Nilai.of(15)
    assert [node.level for node in cascade.path(sub)][-3:] == [Level.OUTCOME, Level.KEGIATAN, Level.SUB_KEGIATAN]


def test_the_five_kinds_of_value_are_written_and_read_apart(rencana):
    draft = draft_of(load(rencana))
    one = node_at(draft, "2.07.03.2.01.0001").indikator[0]
    del one.values["target", 2030]
    kinds = {
        2025: TIDAK_DIRENCANAKAN,
        2026: NIHIL,
        2027: f.nilai("99,30"),
        2028: Nilai.teks("BB"),
        2029: f.nilai("0,00"),
    }
    for tahun, value in kinds.items():
        one.set_value("target", tahun, value)
    f.write(rencana, draft)
    held = next(n for n in load(rencana).walk() if n.kode == "2.07.03.2.01.0001").indikator[0].target
    assert dict(held) == kinds
    assert f.write(rencana, draft_of(load(rencana))) is None


# The record ---------------------------------------------------------------------------------------


def test_a_created_plan_is_recorded_with_new_sides_only(rencana):
    changeset = rencana.changesets.get()
    assert (changeset.revisi, changeset.origin, changeset.user_name) == (1, "command", "operator")
    changes = changeset.changes.all()
    assert {one.act for one in changes} == {"create"}
    assert all(old is None for one in changes for old, _ in one.cells.values())
    sub = next(one for one in changes if one.cells.get("kode") == [None, "2.07.03.2.01.0001"])
    assert sub.cells["pagu:2025:"] == [None, "100"]
    assert int(sub.cells["parent"][1]) in Simpul.objects.values_list("pk", flat=True)


def test_a_changed_figure_is_recorded_old_and_new_and_nothing_else(rencana):
    user = f.make_user("perencana", rencana=rencana)
    draft = draft_of(load(rencana))
    sub = node_at(draft, "2.07.03.2.01.0001")
    sub.set_pagu(2025, Nilai.of(120))
    f.write(rencana, draft, user=user, reason="Hasil desk")
    change = only_change(rencana)
    assert (change.kind, change.act, change.object_id) == ("simpul", "update", sub.id)
    assert change.cells == {"pagu:2025:": ["100", "120"]}
    assert (change.changeset.user_id, change.changeset.user_name) == (user.pk, "perencana")
    assert (change.changeset.reason, change.changeset.revisi, rencana.revisi) == ("Hasil desk", 2, 2)


def test_a_cleared_target_is_gone_and_recorded_with_its_old_side(rencana):
    draft = draft_of(load(rencana))
    one = node_at(draft, "2.07.03.2.02.0001").indikator[0]
    del one.values["target", 2027]
    f.write(rencana, draft)
    assert only_change(rencana).cells == {"target:2027": ["15", None]}
    held = next(n for n in load(rencana).walk() if n.kode == "2.07.03.2.02.0001").indikator[0]
    assert not held.target_at(2027).is_filled
    assert held.target_at(2026) == Nilai.of(15)


def test_a_deleted_node_is_recorded_whole_so_that_it_can_be_restored(rencana):
    cascade = load(rencana)
    sub = next(one for one in cascade.walk() if one.kode == "2.07.03.2.02.0001")
    apply(rencana, Difference(objects=delete_all(cascade, sub)), by=OPERATOR)
    indicator, node = Change.objects.filter(changeset=rencana.changesets.first())
    assert (indicator.kind, node.kind, indicator.act, node.act) == ("indikator", "simpul", "delete", "delete")
    assert node.cells["pagu:2026:"] == ["50", None]
    assert indicator.cells["target:2025"] == ["15", None]
    assert not Simpul.objects.filter(pk=sub.id).exists()


def test_the_title_of_the_plan_is_changed_through_the_same_record(rencana):
    f.write(rencana, PlanDraft(settings={"judul": "Renstra Perbaikan", "tahun_tabel": [2025, 2026]}))
    assert only_change(rencana).cells["judul"][1] == "Renstra Perbaikan"
    rencana.refresh_from_db()
    assert (rencana.judul, rencana.tahun_tabel) == ("Renstra Perbaikan", [2025, 2026])


# Who and when -------------------------------------------------------------------------------------


def test_whoever_writes_second_from_an_old_picture_is_refused(rencana):
    first, second = draft_of(load(rencana)), draft_of(load(rencana))
    node_at(first, "2.07.03").uraian = "PROGRAM A"
    node_at(second, "2.07.03").uraian = "PROGRAM B"
    stale = Rencana.objects.get(pk=rencana.pk)
    late = compare(load(stale), second)
    f.write(rencana, first)
    with pytest.raises(Conflict, match="diubah oleh orang lain"):
        apply(stale, late, by=OPERATOR)
    with pytest.raises(Conflict):
        apply(rencana, late, by=OPERATOR, revisi=1)
    rencana.refresh_from_db()
    assert (rencana.revisi, rencana.changesets.count()) == (2, 2)
    assert Simpul.objects.get(kode="2.07.03").uraian == "PROGRAM A"


@pytest.mark.parametrize("status", ["diajukan", "diverifikasi", "ditetapkan"])
def test_a_version_that_has_left_the_office_is_closed_even_to_the_operator(rencana, status):
    Rencana.objects.filter(pk=rencana.pk).update(status=status)
    rencana.refresh_from_db()
    draft = draft_of(load(rencana))
    draft.roots[0].uraian = "Lain"
    with pytest.raises(NotAllowed, match=rencana.get_status_display().lower()):
        f.write(rencana, draft)


def test_a_version_that_closes_while_someone_types_is_not_written(rencana):
    draft = draft_of(load(rencana))
    draft.roots[0].uraian = "Lain"
    Rencana.objects.filter(pk=rencana.pk).update(status="diajukan")
    with pytest.raises(Conflict):
        f.write(rencana, draft)
    assert rencana.changesets.count() == 1


def test_a_returned_version_may_be_written_again(rencana):
    Rencana.objects.filter(pk=rencana.pk).update(status="dikembalikan")
    rencana.refresh_from_db()
    draft = draft_of(load(rencana))
    draft.roots[0].uraian = "Lain"
    assert f.write(rencana, draft) is not None


@pytest.mark.parametrize("peran", ["kepala", "reviewer", "pembaca"])
def test_only_the_planner_of_the_office_may_write(rencana, peran):
    draft = draft_of(load(rencana))
    draft.roots[0].uraian = "Lain"
    with pytest.raises(NotAllowed, match="perencana"):
        f.write(rencana, draft, user=f.make_user("orang", peran, rencana))


def test_the_planner_of_another_office_may_not_write(rencana):
    other = f.make_plan(slug="kota-lain/disnaker/renstra-2025-2029/murni")
    draft = draft_of(load(rencana))
    draft.roots[0].uraian = "Lain"
    with pytest.raises(NotAllowed):
        f.write(rencana, draft, user=f.make_user("tetangga", "perencana", other))


# What is refused ----------------------------------------------------------------------------------


def test_every_broken_rule_is_told_at_once_and_nothing_is_written(rencana):
    draft = draft_of(load(rencana))
    draft.add(f.node(Level.KEGIATAN, "Tanpa program"))
    program = node_at(draft, "2.07.03")
    program.set_pagu(2025, Nilai.of(5))
    program.add(f.node(Level.KEGIATAN, "Salah kode", "2.07.03.2.01.0009"))
    program.add(f.node(Level.KEGIATAN, "Kode longgar", "2.7.3.2.04"))
    program.links.append(program)
    sub = node_at(draft, "2.07.03.2.01.0001")
    sub.set_pagu(2027, Nilai.teks("banyak"))
    sub.indikator.append(f.indikator("", ""))
    sub.indikator.append(f.indikator("Aneh", "Orang", "ajaib"))
    sub.nomor = "x" * 31
    before = list(Simpul.objects.values_list("pk", "uraian"))
    with pytest.raises(InvalidPlan) as refusal:
        f.write(rencana, draft)
    told = "\n".join(refusal.value.messages)
    for part in (
        "kegiatan tidak dapat berdiri tanpa induk",
        "pagu hanya diisi pada sub-kegiatan",
        "2.07.03.2.01.0009 adalah kode sub-kegiatan",
        "Kode longgar",
        "program tidak dapat dikaitkan dengan program",
        "“banyak”",
        "tidak berisi teks maupun nilai",
        "ajaib",
        "lebih panjang dari 30",
    ):
        assert part in told
    assert len(refusal.value.messages) == 9
    rencana.refresh_from_db()
    assert (rencana.revisi, rencana.changesets.count()) == (1, 1)
    assert list(Simpul.objects.values_list("pk", "uraian")) == before


@pytest.mark.parametrize(
    ("level", "under"),
    [(Level.SASARAN, None), (Level.PROGRAM, Level.TUJUAN), (Level.SUB_KEGIATAN, Level.PROGRAM), (Level.OUTPUT, None)],
)
def test_a_node_stands_only_where_its_level_may(rencana, level, under):
    draft = draft_of(load(rencana))
    one = f.node(level, "Salah tempat")
    if under is None:
        draft.add(one)
    else:
        next(node for node in draft.walk() if node.level == under).add(one)
    with pytest.raises(InvalidPlan, match="tidak dapat berdiri"):
        f.write(rencana, draft)


def test_an_indicator_without_words_may_carry_the_targets_a_document_prints(rencana):
    draft = draft_of(load(rencana))
    node_at(draft, "2.07.03").indikator.append(f.indikator("", "Persen", "outcome", target={2025: "100"}))
    f.write(rencana, draft)
    (held,) = next(one for one in load(rencana).walk() if one.kode == "2.07.03").indikator
    assert (held.teks, held.target_at(2025)) == ("", Nilai.of(100))


def test_money_with_more_than_two_decimals_is_refused_not_rounded(rencana):
    draft = draft_of(load(rencana))
    node_at(draft, "2.07.03.2.01.0001").set_pagu(2025, f.nilai("100,1234"))
    with pytest.raises(InvalidPlan, match="dua desimal"):
        f.write(rencana, draft)


def test_money_typed_with_empty_decimals_is_the_same_amount(rencana):
    draft = draft_of(load(rencana))
    node_at(draft, "2.07.03.2.01.0001").set_pagu(2025, f.nilai("100,00"))
    assert f.write(rencana, draft) is None


def test_rows_of_another_plan_cannot_be_written_through_this_one(rencana):
    other = f.make_plan(f.small_draft(), "kota-lain/disnaker/renstra-2025-2029/murni")
    foreign = load(other)
    changed = draft_of(foreign)
    changed.roots[0].uraian = "Disusupi"
    with pytest.raises(InvalidPlan, match="bukan milik rencana ini"):
        apply(rencana, compare(foreign, changed), by=OPERATOR)
    sub = next(one for one in foreign.walk() if one.level == Level.SUB_KEGIATAN)
    deletion = Difference(objects=[one for one in delete_all(foreign, sub) if one.kind == Kind.INDIKATOR])
    with pytest.raises(InvalidPlan, match="bukan milik rencana ini"):
        apply(rencana, deletion, by=OPERATOR)
    with pytest.raises(InvalidPlan, match="bukan milik rencana ini"):
        apply(rencana, Difference(objects=delete_all(foreign, sub)), by=OPERATOR)
    assert load(other).roots[0].uraian == "Meningkatnya produktivitas"


def test_a_failure_half_way_leaves_nothing_behind(rencana, monkeypatch):
    draft = draft_of(load(rencana))
    draft.roots[0].uraian = "Lain"
    draft.roots[0].add(f.node(Level.SASARAN, "Baru"))

    def fail(*args: object, **kwargs: object) -> None:
        raise IntegrityError("disk full")

    monkeypatch.setattr(Change.objects, "bulk_create", fail)
    with pytest.raises(IntegrityError):
        f.write(rencana, draft)
    rencana.refresh_from_db()
    assert (rencana.revisi, rencana.changesets.count()) == (1, 1)
    assert not Simpul.objects.filter(uraian__in=["Lain", "Baru"]).exists()


# Structure ----------------------------------------------------------------------------------------


def test_a_link_is_made_and_taken_away(rencana):
    draft = draft_of(load(rencana))
    node_at(draft, "2.07.03").links = []
    f.write(rencana, draft)
    assert not Kaitan.objects.exists()
    draft = draft_of(load(rencana))
    sasaran = node_at(draft, "Meningkatnya kesempatan kerja")
    node_at(draft, "2.07.03").links = [sasaran]
    f.write(rencana, draft)
    cells = only_change(rencana).cells
    assert cells == {f"kaitan:{sasaran.id}": [None, "1"]}
    assert Kaitan.objects.get().ke_id == sasaran.id


def test_a_link_to_a_node_written_at_the_same_time_is_recorded_with_its_real_id(rencana):
    draft = draft_of(load(rencana))
    sasaran = draft.roots[0].add(f.node(Level.SASARAN, "Sasaran baru"))
    node_at(draft, "2.07.03").links.append(sasaran)
    f.write(rencana, draft)
    new = Simpul.objects.get(uraian="Sasaran baru")
    updated = Change.objects.get(changeset=rencana.changesets.first(), act="update")
    assert updated.cells == {f"kaitan:{new.pk}": [None, "1"]}


def test_a_kegiatan_moves_to_another_outcome_with_all_below_it_and_its_pagu_follows(rencana):
    draft = draft_of(load(rencana))
    first, second = node_at(draft, "2.07.03").children
    kegiatan = first.children.pop()
    second.add(kegiatan)
    f.write(rencana, draft)
    change = only_change(rencana)
    assert change.object_id == kegiatan.id
    assert change.cells == {"parent": [str(first.id), str(second.id)], "urutan": ["0", "1"]}
    left, right = next(one for one in load(rencana).walk() if one.kode == "2.07.03").children
    assert dict(left.total) == {}
    assert dict(right.total) == {2025: 175, 2026: 350}


def test_a_kegiatan_known_by_its_code_is_moved_not_made_anew(rencana):
    ids = set(Simpul.objects.values_list("pk", flat=True))
    draft = f.small_draft()
    first, second = node_at(draft, "2.07.03").children
    second.add(first.children.pop())
    f.write(rencana, draft)
    assert set(Simpul.objects.values_list("pk", flat=True)) == ids


def test_a_sub_kegiatan_that_bears_the_name_of_its_kegiatan_is_not_taken_for_it(rencana):
    draft = f.small_draft()
    node_at(draft, "2.07.03.2.02.0001").set_pagu(2025, Nilai.of(30))
    f.write(rencana, draft)
    change = only_change(rencana)
    assert Simpul.objects.get(pk=change.object_id).level == "sub_kegiatan"
    assert change.cells == {"pagu:2025:": ["25", "30"]}


def test_rows_that_a_draft_does_not_mention_stay_unless_their_removal_is_asked_for(rencana):
    draft = f.small_draft()
    program = node_at(draft, "2.07.03")
    program.children.pop()
    difference = compare(load(rencana), draft)
    assert [one.uraian for one in difference.missing] == [
        "Meningkatnya mutu lembaga",
        "Pembinaan Lembaga Pelatihan Kerja Swasta",
        "Pembinaan Lembaga Pelatihan Kerja Swasta",
    ]
    assert difference.is_empty
    assert f.write(rencana, draft, remove_missing=True) is not None
    deleted = Change.objects.filter(changeset=rencana.changesets.first(), act="delete")
    kinds = [(one.kind, one.cells["level"][0] if one.kind == "simpul" else "") for one in deleted]
    assert kinds == [("indikator", ""), ("simpul", "sub_kegiatan"), ("simpul", "kegiatan"), ("simpul", "outcome")]
    assert load(rencana).at(Level.KEGIATAN)[0].kode == "2.07.03.2.01"
    assert len(load(rencana).at(Level.KEGIATAN)) == 1


def test_links_to_a_deleted_row_are_recorded_as_taken_off(rencana):
    cascade = load(rencana)
    tujuan, program = cascade.at(Level.TUJUAN)[0], cascade.at(Level.PROGRAM)[0]
    (sasaran,) = cascade.linked(program)
    changeset = apply(rencana, Difference(objects=delete_all(cascade, tujuan)), by=OPERATOR)
    unlinked = Change.objects.get(changeset=changeset, object_id=program.id)
    assert (unlinked.act, unlinked.cells) == ("update", {f"kaitan:{sasaran.id}": ["1", None]})
    assert load(rencana).at(Level.PROGRAM)[0].kaitan == ()


def test_a_row_is_not_deleted_while_rows_stand_under_it(rencana):
    cascade = load(rencana)
    kegiatan = next(one for one in cascade.walk() if one.kode == "2.07.03.2.02")
    alone = [one for one in delete_all(cascade, kegiatan) if one.id == kegiatan.id]
    with pytest.raises(InvalidPlan, match="masih memiliki rincian"):
        apply(rencana, Difference(objects=alone), by=OPERATOR)
    assert Simpul.objects.filter(pk=kegiatan.id).exists()


def test_an_indicator_that_leaves_its_row_is_deleted(rencana):
    draft = draft_of(load(rencana))
    node_at(draft, "2.07.03.2.02.0001").indikator.clear()
    difference = compare(load(rencana), draft)
    assert (difference.count(Kind.INDIKATOR, Act.DELETE), len(difference.objects)) == (1, 1)


def test_the_order_of_rows_is_written(rencana):
    draft = draft_of(load(rencana))
    node_at(draft, "2.07.03.2.01").children.reverse()
    f.write(rencana, draft)
    kegiatan = next(one for one in load(rencana).walk() if one.kode == "2.07.03.2.01")
    assert [one.kode[-4:] for one in kegiatan.children] == ["0002", "0001"]


# Opening a version --------------------------------------------------------------------------------


def test_a_version_is_opened_once():
    f.make_plan()
    with pytest.raises(InvalidPlan, match="sudah ada"):
        f.make_plan()


def test_a_new_renstra_prints_its_bridge_year_and_a_new_renja_its_prakiraan_maju():
    renstra = f.make_plan()
    renja = f.make_plan(slug="kota-uji/disnaker/renja-2026/perubahan-1")
    assert (renstra.tahun_tabel, renstra.tahun_dasar) == ([2025, 2026, 2027, 2028, 2029, 2030], 2024)
    assert (renja.tahun_tabel, renja.versi, renja.perangkat_daerah) == (
        [2026, 2027],
        "perubahan-1",
        renstra.perangkat_daerah,
    )
    assert renja.judul == "Renja Dinas Ketenagakerjaan Kota Uji 2026"


@pytest.mark.parametrize(
    "text",
    [
        "kota-uji/disnaker/renstra-2029-2025/murni",
        "kota uji/disnaker/renstra-2025-2029/murni",
        "renstra",
        "a/b/rkpd-2025/murni",
    ],
)
def test_a_name_that_is_not_a_plan_is_refused(text):
    with pytest.raises(InvalidPlan, match="Nama rencana"):
        PlanSlug.parse(text)


def test_a_name_reads_back_as_it_was_written():
    for text in (f.SLUG, "kab-uji/disnaker/renja-2026/murni", "kab-uji/disnaker/renja-2026/perubahan-2"):
        assert str(PlanSlug.parse(text)) == text


def test_an_office_is_made_once_for_all_its_plans():
    first = f.make_plan()
    second = create_plan(
        PlanSlug.parse("kota-uji/disnaker/renja-2027/murni"),
        nama_daerah="Kota Uji (baru)",
        nama_perangkat_daerah="Dinas Lain",
        edisi=f.make_edition(),
    )
    assert second.perangkat_daerah == first.perangkat_daerah
    assert second.perangkat_daerah.nama == "Dinas Ketenagakerjaan"


def test_the_origin_of_a_row_and_its_indicator_stays_when_a_draft_that_does_not_know_it_is_written(rencana):
    origin = load(f.make_plan(f.small_draft(), slug="kota-uji/disnaker/renstra-2020-2024/murni"))
    source = origin.at(Level.SUB_KEGIATAN)[0]
    draft = draft_of(load(rencana))
    copied = next(one for one in draft.walk() if one.kode == source.kode)
    copied.asal, copied.indikator[0].asal = source.id, source.indikator[0].id
    f.write(rencana, draft)
    stated = draft_of(load(rencana))
    for one in stated.walk():
        one.asal = None
        one.catatan = "Catatan"
        for indicator in one.indikator:
            indicator.asal = None
    f.write(rencana, stated)
    kept = next(one for one in load(rencana).at(Level.SUB_KEGIATAN) if one.kode == source.kode)
    assert (kept.asal_id, kept.indikator[0].asal_id, kept.catatan) == (source.id, source.indikator[0].id, "Catatan")


def test_what_is_expected_and_the_end_of_the_renstra_are_values_of_their_own(rencana):
    draft = draft_of(load(rencana))
    one = next(one for one in draft.walk() if one.indikator)
    one.indikator[0].set_value("proyeksi", 2026, f.nilai("71,50"))
    one.indikator[0].set_value("akhir", 2026, f.nilai("80"))
    f.write(rencana, draft)
    held = load(rencana).by_id[one.id or 0].indikator[0]
    assert (held.proyeksi_at(2026), held.akhir_at(2026)) == (f.nilai("71,50"), f.nilai("80"))
    assert held.proyeksi_at(2025) == held.akhir_at(2025) == KOSONG


@pytest.mark.parametrize(("field", "text"), [("keputusan", "mungkin"), ("sumber_usulan", "bisikan")])
def test_an_unknown_choice_of_a_usulan_is_refused_with_those_there_are(rencana, field, text):
    draft = draft_of(load(rencana))
    draft.add(NodeDraft(Level.USULAN, "Pelatihan barista", **{field: text}))
    with pytest.raises(InvalidPlan, match=f"“{text}” tidak dikenal; pilih"):
        f.write(rencana, draft)


def test_rupiah_of_a_proposal_are_no_part_of_the_sums_of_the_plan(rencana):
    before = load(rencana).office.total
    draft = draft_of(load(rencana))
    proposal = draft.add(NodeDraft(Level.USULAN, "Pelatihan barista", keputusan="ditolak"))
    proposal.set_pagu(2026, f.nilai("5000000"))
    f.write(rencana, draft)
    cascade = load(rencana)
    assert cascade.office.total == before
    assert cascade.at(Level.USULAN)[0].total == {2026: 5000000}
