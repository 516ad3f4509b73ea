"""The pages on which a Renja is made and versions are revised, cancelled and set."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from planning.cascade import load
from planning.kept_form import KEPT_FIELD, OWNER_FIELD, unseal
from planning.levels import Level
from planning.models import Rencana, User
from planning.versions.perubahan import create_perubahan
from planning.versions.renja import create_renja
from planning.writing import NodeDraft, draft_of
from tests.planning import factories as f
from tests.planning.versions.plans import established, make_renstra, rewrite

pytestmark = pytest.mark.django_db

DECISION = {"alasan": "Keputusan 5/2025", "yakin": "on"}


@pytest.fixture
def renstra() -> Rencana:
    return make_renstra()


@pytest.fixture
def renja(renstra: Rencana) -> Rencana:
    return create_renja(renstra, 2026, user=None)


@pytest.fixture
def planner(client: Client, renstra: Rencana) -> Client:
    """A browser in which the planner of the office has signed in."""
    client.force_login(f.make_user("perencana", "perencana", renstra))
    return client


@pytest.fixture
def head(renstra: Rencana) -> Client:
    """A browser in which the kepala of the office has signed in."""
    browser = Client()
    browser.force_login(f.make_user("kepala", "kepala", renstra))
    return browser


def page(answer: Any) -> str:
    """The main part of a page as text, tags left out."""
    text = answer.content.decode()
    main = text[text.index("<main") :] if "<main" in text else text
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def actions(client: Client, rencana: Rencana) -> set[str]:
    """What the overview offers to do with the version."""
    text = client.get(rencana.get_absolute_url()).content.decode()
    offered = ("tetapkan/", "buat-perubahan/", "batalkan-perubahan/")
    found = {one.rstrip("/") for one in offered if f'href="{rencana.get_absolute_url()}{one}"' in text}
    return found | ({"renja"} if f"{reverse('renja-baru')}?dari=" in text else set())


# A new Renja ----------------------------------------------------------------------------------------------


def test_the_planner_makes_a_renja_from_the_renstra(planner, renstra):
    form = planner.get(reverse("renja-baru"), {"dari": renstra.slug})
    assert "Renstra 2025–2029 · murni" in page(form)
    assert f'value="{renstra.slug}" selected' in form.content.decode()
    answer = planner.post(reverse("renja-baru"), {"dari": renstra.slug, "tahun": "2026"}, follow=True)
    renja = Rencana.objects.get(jenis="renja")
    assert answer.redirect_chain == [(renja.get_absolute_url(), 302)]
    assert f"{renja.judul} dibuat dari {renstra.judul}." in page(answer)
    assert renja.changesets.get().user_name == "perencana"


def test_an_empty_renja_can_be_made_too(planner, renstra):
    office = f"kosong:{renstra.perangkat_daerah_id}"
    answer = planner.post(reverse("renja-baru"), {"dari": office, "tahun": "2027"}, follow=True)
    assert "dibuat, masih kosong" in page(answer)
    assert "Belum ada program" in page(answer)
    assert Rencana.objects.get(jenis="renja").asal is None


@pytest.mark.parametrize(
    ("tahun", "reason"),
    [
        ("2026", "Renja tahun 2026 sudah ada"),
        ("2035", "Tahun 2035 tidak dicetak"),
        ("", "Isi tahunnya"),
        ("dua ribu", "Isi tahun dengan angka"),
    ],
)
def test_a_year_that_cannot_be_planned_is_explained_at_the_form(planner, renstra, renja, tahun, reason):
    answer = planner.post(reverse("renja-baru"), {"dari": renstra.slug, "tahun": tahun})
    assert answer.status_code == 200
    assert reason in page(answer)
    assert Rencana.objects.filter(jenis="renja").count() == 1


def test_the_form_offers_only_the_latest_versions_that_still_have_a_year_to_plan(planner, renstra, renja):
    perubahan = create_perubahan(established(renja), user=None)
    create_renja(perubahan, 2027, user=None)
    text = planner.get(reverse("renja-baru")).content.decode()
    assert re.findall(r'<option value="([^"]+)"', text) == [
        renstra.slug,
        "kota-uji/disnaker/renja-2027/murni",
        f"kosong:{renstra.perangkat_daerah_id}",
    ]


def test_plans_of_other_offices_are_not_offered_and_not_taken(planner):
    other = make_renstra("kota-lain/disnaker/renstra-2025-2029/murni")
    assert other.slug not in planner.get(reverse("renja-baru")).content.decode()
    answer = planner.post(reverse("renja-baru"), {"dari": other.slug, "tahun": "2026"})
    assert "Rencana ini tidak dapat dipakai" in page(answer)
    assert not Rencana.objects.filter(jenis="renja").exists()


def test_the_admin_chooses_among_all_offices(client, renstra):
    other = make_renstra("kota-lain/disnaker/renstra-2025-2029/murni")
    client.force_login(User.objects.create_superuser("admin"))
    text = client.get(reverse("renja-baru")).content.decode()
    for daerah in ("Kota Uji", "Kota Lain"):
        assert f"Renstra 2025–2029 · murni · Dinas Ketenagakerjaan, {daerah}" in text
    client.post(reverse("renja-baru"), {"dari": other.slug, "tahun": "2026"})
    assert Rencana.objects.get(jenis="renja").asal == other


def test_those_who_may_make_none_are_told_why(head):
    assert "Terkunci. Renja hanya dapat dibuat oleh perencana" in page(head.get(reverse("renja-baru")))
    assert head.post(reverse("renja-baru"), {"tahun": "2026"}).status_code == 403


def test_the_list_of_renja_leads_to_the_form_for_those_who_may(planner, head, renstra):
    empty = planner.get(reverse("renja"))
    assert "Belum ada Renja" in page(empty)
    assert f'href="{reverse("renja-baru")}"' in empty.content.decode()
    assert reverse("renja-baru") not in head.get(reverse("renja")).content.decode()
    assert reverse("renja-baru") not in planner.get(reverse("renstra")).content.decode()


# The overview ---------------------------------------------------------------------------------------------


def test_the_overview_offers_what_the_role_may_do_in_that_state(planner, head, renstra, renja):
    assert (actions(planner, renstra), actions(head, renstra)) == ({"renja"}, {"tetapkan"})
    assert (actions(planner, renja), actions(head, renja)) == ({"renja"}, {"tetapkan"})
    established(renja)
    assert (actions(planner, renja), actions(head, renja)) == ({"renja", "buat-perubahan"}, set())
    perubahan = create_perubahan(renja, user=None)
    assert actions(planner, renja) == {"renja"}
    assert actions(planner, perubahan) == {"renja", "batalkan-perubahan"}
    assert actions(head, perubahan) == {"tetapkan"}


def test_the_overview_tells_where_a_version_comes_from_and_what_came_of_it(planner, renstra, renja):
    assert f"Renja 2026 {renja.judul}" in page(planner.get(renstra.get_absolute_url()))
    assert f"Disusun dari {renstra.judul}" in page(planner.get(renja.get_absolute_url()))
    assert "tanpa asal" not in page(planner.get(renja.get_absolute_url()))
    draft = draft_of(load(renja))
    row: NodeDraft = next(one for one in draft.walk() if one.level == Level.KEGIATAN)
    row.add(f.node(Level.SUB_KEGIATAN, "Sub-kegiatan tambahan"))
    f.write(renja, draft)
    assert "1 baris tanpa asal" in page(planner.get(renja.get_absolute_url()))
    perubahan = create_perubahan(established(renja), user=None)
    said = page(planner.get(renja.get_absolute_url()))
    assert f"Rencana ini sudah diubah. Versi terakhirnya {perubahan.judul}" in said
    assert f"Perubahan ke-1 {perubahan.judul}" in said
    assert f"Mengubah {renja.judul}" in page(planner.get(perubahan.get_absolute_url()))


def test_a_plan_that_stands_alone_says_nothing_of_versions(planner, renstra):
    assert "Versi dan asal" not in page(planner.get(renstra.get_absolute_url()))


# Setting --------------------------------------------------------------------------------------------------


def test_the_kepala_sees_what_is_set_and_sets_it(head, renja):
    url = reverse("rencana-tetapkan", args=[renja])
    shown = page(head.get(url))
    for words in (renja.judul, "Murni, revisi 1", "Jumlah pagu 2026", "tidak dapat diubah lagi"):
        assert words in shown
    answer = head.post(url, DECISION | {"revisi": renja.revisi}, follow=True)
    renja.refresh_from_db()
    assert renja.status == "ditetapkan"
    assert f"{renja.judul} ditetapkan." in page(answer)
    assert renja.changesets.first().reason == "Keputusan 5/2025"
    assert f"{renja.judul} sudah ditetapkan." in page(head.get(url))


def test_findings_are_counted_and_errors_are_warned_of(head, renja):
    draft = draft_of(load(renja))
    program = next(one for one in draft.walk() if one.level == Level.SUB_KEGIATAN)
    program.kode = "2.07.09.2.01.0001"
    f.write(renja, draft)
    shown = page(head.get(reverse("rencana-tetapkan", args=[renja])))
    assert re.search(r"Temuan pemeriksaan \d+ galat", shown)
    assert "Rencana tetap dapat ditetapkan" in shown


@pytest.mark.parametrize(
    ("left_out", "reason"),
    [("alasan", "Tulis nomor dan tanggal keputusannya"), ("yakin", "Beri tanda centang")],
)
def test_without_decision_or_consent_nothing_is_set(head, renja, left_out, reason):
    sent = {name: value for name, value in DECISION.items() if name != left_out}
    answer = head.post(reverse("rencana-tetapkan", args=[renja]), sent | {"revisi": renja.revisi})
    assert reason in page(answer)
    renja.refresh_from_db()
    assert renja.status == "konsep"


def test_what_was_written_meanwhile_is_shown_before_it_is_set(head, renja):
    seen = renja.revisi
    rewrite(renja, "2.07.03", uraian="PROGRAM LAIN")
    answer = head.post(reverse("rencana-tetapkan", args=[renja]), DECISION | {"revisi": seen}, follow=True)
    assert "baru saja diubah oleh orang lain" in page(answer)
    assert "revisi 2" in page(answer)
    renja.refresh_from_db()
    assert renja.status == "konsep"


def test_the_planner_is_told_who_can_set_and_cannot_do_it(planner, renja):
    url = reverse("rencana-tetapkan", args=[renja])
    assert "Rencana hanya dapat ditetapkan oleh kepala perangkat daerah ini" in page(planner.get(url))
    assert planner.post(url, DECISION | {"revisi": renja.revisi}).status_code == 403
    renja.refresh_from_db()
    assert renja.status == "konsep"


# Perubahan ------------------------------------------------------------------------------------------------


def test_the_planner_opens_a_perubahan_with_its_basis(planner, renja):
    established(renja)
    url = reverse("rencana-buat-perubahan", args=[renja])
    assert f"seluruh isi rencana ini ({renja.simpul.count()} baris)" in page(planner.get(url))
    answer = planner.post(url, {"alasan": "Perubahan RKPD", "dasar": "Perwal 7/2026"}, follow=True)
    perubahan = Rencana.objects.get(perubahan_ke=1)
    assert answer.redirect_chain == [(perubahan.get_absolute_url(), 302)]
    assert (perubahan.dasar_perubahan, perubahan.asal) == ("Perwal 7/2026", renja)
    assert perubahan.changesets.get().reason == "Perubahan RKPD"


def test_the_basis_typed_for_a_perubahan_outlives_the_session(planner, renja):
    established(renja)
    url = reverse("rencana-buat-perubahan", args=[renja])
    owner = planner.get(url).text.partition(f'name="{OWNER_FIELD}" value="')[2].partition('"')[0]
    planner.logout()
    asked = planner.post(url, {OWNER_FIELD: owner, "alasan": "", "dasar": "Perwal 7/2026"})
    kept = unseal(asked.context[KEPT_FIELD])
    assert kept is not None
    assert dict(kept.isian)["dasar"] == "Perwal 7/2026"


def test_a_plan_that_is_not_set_needs_no_perubahan(planner, renja):
    url = reverse("rencana-buat-perubahan", args=[renja])
    assert "belum ditetapkan" in page(planner.get(url))
    assert planner.post(url, {}).status_code == 403


def test_the_planner_cancels_an_open_perubahan(planner, renja):
    perubahan = create_perubahan(established(renja), user=None)
    url = reverse("rencana-batalkan", args=[perubahan])
    assert f"{perubahan.judul} dihapus seluruhnya." in page(planner.get(url))
    assert "Tulis alasan pembatalannya" in page(planner.post(url, {"revisi": perubahan.revisi}))
    answer = planner.post(url, {"revisi": perubahan.revisi, "alasan": "RKPD batal diubah"}, follow=True)
    assert answer.redirect_chain == [(renja.get_absolute_url(), 302)]
    assert not Rencana.objects.filter(perubahan_ke=1).exists()
    assert "RKPD batal diubah" in page(planner.get(reverse("rencana-riwayat", args=[renja])))


def test_what_was_written_meanwhile_is_not_cancelled_unseen(planner, renja):
    perubahan = create_perubahan(established(renja), user=None)
    rewrite(perubahan, "2.07.03", uraian="PROGRAM LAIN")
    url = reverse("rencana-batalkan", args=[perubahan])
    answer = planner.post(url, {"revisi": "1", "alasan": "Batal"}, follow=True)
    assert "baru saja diubah oleh orang lain" in page(answer)
    assert "1 kali pengisian sesudah dibuat" in page(answer)
    assert Rencana.objects.filter(perubahan_ke=1).exists()


def test_the_kepala_does_not_cancel_a_perubahan(head, renja):
    perubahan = create_perubahan(established(renja), user=None)
    url = reverse("rencana-batalkan", args=[perubahan])
    assert "Perubahan hanya dapat dibatalkan oleh perencana" in page(head.get(url))
    assert head.post(url, {"revisi": perubahan.revisi, "alasan": "Batal"}).status_code == 403


def test_a_murni_version_cannot_be_cancelled(planner, renja):
    url = reverse("rencana-batalkan", args=[renja])
    assert "Hanya perubahan" in page(planner.get(url))
    assert planner.post(url, {"revisi": renja.revisi, "alasan": "Batal"}).status_code == 403
    assert Rencana.objects.filter(pk=renja.pk).exists()


# Set for good ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["rencana-impor", "isian-formulir", "isian-panel"])
def test_the_forms_of_a_set_version_refuse_to_write(planner, renja, name):
    established(renja)
    before = list(renja.simpul.values_list()), Rencana.objects.filter(pk=renja.pk).values()[0]
    sub = renja.simpul.filter(level="sub_kegiatan").order_by("pk")[0]
    about = {"rencana-impor": (), "isian-formulir": (sub.pk,), "isian-panel": (sub.indikator.all()[0].pk,)}[name]
    sent = {"lama": "{}", "arah": "naik", "akumulasi": "jumlah", "uraian": "Lain"}
    assert planner.post(reverse(name, args=[renja, *about]), sent).status_code == 403
    assert (list(renja.simpul.values_list()), Rencana.objects.filter(pk=renja.pk).values()[0]) == before
