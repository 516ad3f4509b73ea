"""The pages that hold two versions beside each other: perubahan, against the Renstra, taking over from the origin."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from planning.cascade import load
from planning.levels import Level
from planning.models import ChangeSet, Rencana, User
from planning.writing import draft_of
from tests.planning.factories import make_plan, make_user, nilai, small_draft, wide_draft, write
from tests.planning.versions.pairs import MURNI, PERUBAHAN, RENJA, Draft, make_from, new_sub

pytestmark = pytest.mark.django_db

SUB_1, SUB_2, SUB_3 = "2.07.03.2.01.0001", "2.07.03.2.01.0002", "2.07.03.2.02.0001"


def many_changes(draft: Draft) -> None:
    draft[SUB_1].set_pagu(2025, nilai("130"))
    draft[SUB_1].set_pagu(2026, nilai("260"))
    draft[SUB_3].uraian = "Pembinaan LPKS"
    draft["2.07.03.2.01"].add(new_sub())
    draft.drop(SUB_2)


@pytest.fixture
def murni() -> Rencana:
    return make_plan(small_draft(), MURNI)


@pytest.fixture
def perubahan(murni: Rencana) -> Rencana:
    return make_from(murni, PERUBAHAN.format(1), many_changes)


@pytest.fixture
def planner(client: Client, murni: Rencana) -> User:
    user = make_user("perencana", "perencana", murni)
    client.force_login(user)
    return user


def url(name: str, plan: Rencana) -> str:
    return reverse(name, args=[plan])


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    words = re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2])
    return " ".join(words.split())


def key_of(kind: str, plan: Rencana, kode: str) -> str:
    """The name of a row in the form: "s" for a row of the plan, "d" for a dropped one of the version before."""
    return f"{kind}{next(one.id for one in load(plan).walk() if one.kode == kode)}"


# Perubahan --------------------------------------------------------------------------------------------


def test_the_page_lists_what_was_added_dropped_and_changed_with_totals(
    client: Client, planner: User, perubahan: Rencana
):
    text = text_of(client, url("rencana-perubahan", perubahan))
    assert "Semua perubahan 4" in text
    assert "Ditambah 1" in text
    assert "Dihapus 1" in text
    assert "Diubah 2" in text
    assert "Semula 2025 175 Menjadi 2025 195 Selisih 20" in text
    assert "Nama Pembinaan Lembaga Pelatihan Kerja Swasta → Pembinaan LPKS" in text
    assert "Pagu 2026 200 → 260" in text


@pytest.mark.parametrize(
    ("saring", "codes"),
    [("ditambah", ["2.07.03.2.01.0007"]), ("dihapus", [SUB_2]), ("diubah", [SUB_1, SUB_3])],
)
def test_a_filter_shows_only_its_rows(client: Client, planner: User, perubahan: Rencana, saring: str, codes: list[str]):
    answer = client.get(url("rencana-perubahan", perubahan), {"saring": saring})
    assert [one.row.simpul.kode for one in answer.context["baris"]] == codes


def test_a_word_and_a_year_narrow_the_list(client: Client, planner: User, perubahan: Rencana):
    answer = client.get(url("rencana-perubahan", perubahan), {"q": "lpks", "tahun": "2026"})
    assert [one.row.simpul.kode for one in answer.context["baris"]] == [SUB_3]
    assert answer.context["total"].selisih == 60 - 100 + 40
    # A year that the versions do not print is not asked for.
    assert client.get(url("rencana-perubahan", perubahan), {"tahun": "1999"}).context["tahun"] == 2025


def post_reasons(client: Client, plan: Rencana, revisi: int, **reasons: str):  # type: ignore[no-untyped-def]
    fields = {"revisi": str(revisi)}
    for key, text in reasons.items():
        fields |= {f"alasan-{key}": text, f"dasar-{key}": ""}
    return client.post(url("rencana-perubahan", plan), fields)


def test_reasons_of_standing_and_dropped_rows_are_kept_and_recorded(
    client: Client, planner: User, murni: Rencana, perubahan: Rencana
):
    keys = key_of("s", perubahan, SUB_1), key_of("d", murni, SUB_2)
    answer = post_reasons(client, perubahan, perubahan.revisi, **dict.fromkeys(keys, "Hasil evaluasi"))
    assert answer.status_code == 302
    cascade = load(perubahan)
    assert next(one for one in cascade.walk() if one.kode == SUB_1).alasan == "Hasil evaluasi"
    (stopped,) = cascade.at(Level.PENGHENTIAN)
    assert (stopped.alasan, stopped.nomor) == ("Hasil evaluasi", SUB_2)
    changeset = ChangeSet.objects.filter(rencana=perubahan).latest("pk")
    assert (changeset.user, changeset.source) == (planner, "Alasan dan dasar hukum perubahan")


def test_a_reason_that_meets_a_newer_revision_is_not_written_and_not_lost(
    client: Client, planner: User, perubahan: Rencana
):
    key = key_of("s", perubahan, SUB_1)
    answer = post_reasons(client, perubahan, perubahan.revisi - 1, **{key: "Hasil evaluasi triwulan II"})
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Belum disimpan" in text
    assert ">Hasil evaluasi triwulan II</textarea>" in text
    assert next(one for one in load(perubahan).walk() if one.kode == SUB_1).alasan == ""


def test_a_closed_perubahan_shows_its_reasons_and_takes_none(client: Client, planner: User, perubahan: Rencana):
    Rencana.objects.filter(pk=perubahan.pk).update(status="ditetapkan")
    page = client.get(url("rencana-perubahan", perubahan)).content.decode()
    assert "Kebutuhan industri" in page
    assert "<textarea" not in page
    assert post_reasons(client, perubahan, perubahan.revisi).status_code == 403


def test_a_plan_that_revises_none_says_what_the_page_is_for(client: Client, planner: User, murni: Rencana):
    assert "Tidak ada yang dibandingkan" in text_of(client, url("rencana-perubahan", murni))
    assert "Perubahan" not in [one["nama"] for one in client.get(url("rencana-ikhtisar", murni)).context["tab"]]


def test_the_matrix_is_printed_only_for_a_plan_that_has_one(
    client: Client, planner: User, murni: Rencana, perubahan: Rencana
):
    assert "Ditambah" in text_of(client, reverse("rencana-tabel-satu", args=[perubahan, "Perubahan"]))
    assert client.get(reverse("rencana-tabel-satu", args=[murni, "Perubahan"])).status_code == 404
    csv = client.get(reverse("rencana-tabel-unduh", args=[perubahan, "Perubahan", "csv"]) + "?hanya_berubah=1")
    assert csv.content.decode().count("Tetap") < 7


# Against the Renstra ----------------------------------------------------------------------------------


def test_deviations_of_a_renja_are_listed_with_amounts_and_percent(client: Client, planner: User, murni: Rencana):
    renja = make_from(murni, RENJA, many_changes)
    address = url("rencana-terhadap-renstra", renja)
    text = text_of(client, address)
    assert "Renstra 2026 350 Renja 2026 350" in text
    assert "30,00%" in text
    assert "Tidak ada dalam Renstra" in text
    chosen = client.get(address, {"saring": "tidak-diambil"}).context["baris"]
    assert [one.row.simpul.kode for one in chosen] == [SUB_2]
    chosen = client.get(address, {"saring": "pagu"}).context["baris"]
    assert [(one.row.simpul.kode, one.pagu.selisih) for one in chosen] == [(SUB_1, 60)]


def test_a_renja_of_no_renstra_says_so(client: Client, planner: User, murni: Rencana):
    renja = make_plan(small_draft(), RENJA)
    assert "Tidak ada Renstra yang dibandingkan" in text_of(client, url("rencana-terhadap-renstra", renja))


@pytest.mark.parametrize("name", ["rencana-perubahan", "rencana-terhadap-renstra", "rencana-selaraskan"])
def test_a_page_takes_as_many_queries_for_many_rows_as_for_few(client: Client, planner: User, name: str):
    counts = []
    for size, office in ((3, "dinas-a"), (120, "dinas-b")):
        base = make_plan(wide_draft(size), f"kota-uji/{office}/renstra-2025-2029/murni")
        slug = "renja-2026/murni" if name != "rencana-perubahan" else "renstra-2025-2029/perubahan-1"
        made = make_from(base, f"kota-uji/{office}/{slug}")
        draft = draft_of(load(base))
        for one in draft.walk():
            if one.level == Level.SUB_KEGIATAN:
                one.set_pagu(2026, nilai("2500"))
        write(base, draft)
        admin = User.objects.create_superuser(f"admin-{office}")
        client.force_login(admin)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(name, made)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 30


# Taking over ------------------------------------------------------------------------------------------


@pytest.fixture
def renja(murni: Rencana) -> Rencana:
    renja = make_from(murni, RENJA)
    draft = Draft(draft_of(load(murni)))
    many_changes(draft)
    write(murni, draft.plan, remove_missing=True)
    murni.refresh_from_db()
    return renja


def test_what_was_ticked_is_taken_over_and_nothing_else(client: Client, planner: User, murni: Rencana, renja: Rencana):
    address = url("rencana-selaraskan", renja)
    page = client.get(address)
    keys = [usul.key for one in page.context["page_obj"] for usul, _, _ in one.usul]
    assert [key.partition("-")[0] for key in keys] == ["pagu", "baru", "hilang", "nama"]
    answer = client.post(address, {"revisi": f"{renja.revisi}.{murni.revisi}", "pilih": keys[0]})
    assert answer.status_code == 302
    cascade = load(renja)
    assert next(one for one in cascade.walk() if one.kode == SUB_1).pagu_at(2026) == nilai("260")
    assert SUB_2 in {one.kode for one in cascade.walk()}
    assert ChangeSet.objects.filter(rencana=renja).latest("pk").origin == ChangeSet.Origin.SYNC


def test_everything_is_taken_over_at_once(client: Client, planner: User, murni: Rencana, renja: Rencana):
    address = url("rencana-selaraskan", renja)
    client.post(address, {"revisi": f"{renja.revisi}.{murni.revisi}", "semua": "1"})
    assert "Sudah selaras" in text_of(client, address)


def test_a_choice_made_on_an_older_revision_of_either_plan_is_shown_again_and_not_written(
    client: Client, planner: User, murni: Rencana, renja: Rencana
):
    before = renja.revisi
    address = url("rencana-selaraskan", renja)
    for revisi in (f"{renja.revisi - 1}.{murni.revisi}", f"{renja.revisi}.{murni.revisi - 1}"):
        answer = client.post(address, {"revisi": revisi, "semua": "1"})
        assert "Belum ada yang ditulis" in answer.content.decode()
    renja.refresh_from_db()
    assert renja.revisi == before


def test_nothing_ticked_says_so(client: Client, planner: User, murni: Rencana, renja: Rencana):
    answer = client.post(url("rencana-selaraskan", renja), {"revisi": f"{renja.revisi}.{murni.revisi}"})
    assert "Belum ada yang dipilih" in answer.content.decode()


def test_a_closed_plan_is_not_brought_into_line(client: Client, planner: User, renja: Rencana):
    Rencana.objects.filter(pk=renja.pk).update(status="ditetapkan")
    address = url("rencana-selaraskan", renja)
    assert "Terkunci" in text_of(client, address)
    assert client.post(address, {"semua": "1"}).status_code == 403


def test_a_perubahan_without_changes_says_so_and_leads_to_the_grid(client: Client, planner: User, renja: Rencana):
    revised = make_from(renja, "kota-uji/disnaker/renja-2026/perubahan-1")
    html = client.get(url("rencana-perubahan", revised)).content.decode()
    assert "Belum ada yang berubah" in html and f'href="{url("rencana-isian", revised)}">Buka Program' in html
    assert "<li>perubahan ke-1</li>" in html
    assert "Tidak ada baris" in text_of(client, url("rencana-perubahan", revised) + "?q=lain")


def test_a_perubahan_of_a_renja_may_follow_its_renstra_or_the_version_it_revises(
    client: Client, planner: User, renja: Rencana
):
    revised = make_from(renja, "kota-uji/disnaker/renja-2026/perubahan-1")
    page = client.get(url("rencana-selaraskan", revised))
    assert page.context["dengan"] == "renstra"
    assert [key for key, _ in page.context["sumber"]] == ["renstra", "asal"]
    assert "Sudah selaras" in text_of(client, url("rencana-selaraskan", revised) + "?dengan=asal")
