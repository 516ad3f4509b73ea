"""Entry without JavaScript: the form of one sub-kegiatan, and the panel of one indicator."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from planning.cascade import load
from planning.models import Indikator, Rencana
from planning.writing import draft_of
from tests.planning import factories as f

pytestmark = pytest.mark.django_db
SUB = "2.07.03.2.01.0001"


@pytest.fixture
def sub(proses: int) -> int:
    """The sub-kegiatan whose form it is."""
    return proses


def form_of(client, url):
    """What a browser would send back unchanged."""
    answer = client.get(url)
    assert answer.status_code == 200
    form = answer.context["form"]
    return {name: form[name].value() or "" for name in form.fields} | {"lama": answer.context["lama"]}


def node(rencana, sub):
    return load(Rencana.objects.get(pk=rencana.pk)).by_id[sub]


# The form -------------------------------------------------------------------------------------------


def test_the_form_holds_every_cell_of_the_sub_kegiatan(client, rencana, ani, sub):
    draft = draft_of(load(rencana))
    one = next(one for one in draft.walk() if one.kode == SUB)
    one.indikator.append(f.indikator("Kelas", "Kelas"))
    one.set_pagu(2025, f.nilai("1.500"), "DAK")
    f.write(rencana, draft)
    sent = form_of(client, reverse("isian-formulir", args=[rencana, sub]))
    second = Indikator.objects.get(teks="Kelas").pk
    assert sent[f"s{sub}|uraian"] == "Proses Pelatihan"
    assert sent[f"s{sub}|target:2030"] == "15"
    assert sent[f"i{second}|satuan"] == "Kelas"
    assert sent[f"s{sub}:DAK|pagu:2025"] == "1.500"
    assert f"s{sub}|plafon:2025" not in sent


def test_what_is_typed_is_saved_through_the_one_writer(client, rencana, ani, sub):
    url = reverse("isian-formulir", args=[rencana, sub])
    sent = form_of(client, url) | {
        f"s{sub}|pagu:2027": "Rp 1.308.202.759",
        f"s{sub}|target:2025": "-",
        f"s{sub}|lokasi": "Kota",
    }
    answer = client.post(url, sent, follow=True)
    assert "tersimpan pukul" in answer.content.decode()
    changeset = rencana.changesets.first()
    assert (changeset.origin, changeset.source, changeset.user_id) == ("grid", "Formulir", ani.pk)
    assert {name for one in changeset.changes.all() for name in one.cells} == {"pagu:2027:", "target:2025", "lokasi"}
    held = node(rencana, sub)
    assert held.pagu_at(2027) == f.nilai("1.308.202.759")
    assert str(held.indikator[0].target_at(2025)) == "-"


def test_a_form_sent_back_unchanged_changes_nothing(client, rencana, ani, sub):
    url = reverse("isian-formulir", args=[rencana, sub])
    draft = draft_of(load(rencana))
    one = next(one for one in draft.walk() if one.kode == SUB)
    one.indikator[0].set_value("target", 2025, f.nilai("67,4050"))
    one.keterangan = "baris satu\nbaris dua"
    f.write(rencana, draft)
    assert client.post(url, form_of(client, url)).status_code == 302
    assert rencana.changesets.count() == 2


def test_problems_stand_at_their_fields_and_nothing_typed_is_lost(client, rencana, ani, sub):
    url = reverse("isian-formulir", args=[rencana, sub])
    sent = form_of(client, url) | {f"s{sub}|target:2025": "1,835", f"s{sub}|pagu:2025": "banyak", f"s{sub}|lokasi": "A"}
    answer = client.post(url, sent)
    errors = answer.context["form"].errors
    assert set(errors) == {f"s{sub}|target:2025", f"s{sub}|pagu:2025"}
    assert 'value="1,835"' in answer.content.decode()
    assert rencana.changesets.count() == 1


def test_a_cell_changed_meanwhile_is_shown_and_overwritten_only_knowingly(client, rencana, ani, sub):
    url = reverse("isian-formulir", args=[rencana, sub])
    sent = form_of(client, url) | {f"s{sub}|pagu:2025": "150"}
    draft = draft_of(load(rencana))
    next(one for one in draft.walk() if one.kode == SUB).set_pagu(2025, f.nilai("175"))
    f.write(rencana, draft, user=f.make_user("budi", rencana=rencana))
    answer = client.post(url, sent)
    (message,) = answer.context["form"].errors[f"s{sub}|pagu:2025"]
    assert "budi" in message and "175" in message
    again = client.post(url, sent | {"lama": answer.context["lama"]})
    assert again.status_code == 302
    assert node(rencana, sub).pagu_at(2025) == f.nilai("150")


def test_an_untouched_cell_that_changed_meanwhile_is_left_alone(client, rencana, ani, sub):
    url = reverse("isian-formulir", args=[rencana, sub])
    sent = form_of(client, url) | {f"s{sub}|lokasi": "Kota"}
    draft = draft_of(load(rencana))
    next(one for one in draft.walk() if one.kode == SUB).set_pagu(2025, f.nilai("175"))
    f.write(rencana, draft)
    assert client.post(url, sent).status_code == 302
    assert node(rencana, sub).pagu_at(2025) == f.nilai("175")


def test_a_closed_plan_shows_the_form_without_a_button_and_refuses_to_save(client, rencana, ani, sub):
    url = reverse("isian-formulir", args=[rencana, sub])
    sent = form_of(client, url) | {f"s{sub}|lokasi": "Kota"}
    Rencana.objects.update(status=Rencana.Status.DIVERIFIKASI)
    shown = client.get(url).content.decode()
    assert "Simpan sub-kegiatan" not in shown
    assert "berstatus diverifikasi" in shown
    answer = client.post(url, sent)
    assert answer.status_code == 403
    assert "berstatus diverifikasi" in answer.content.decode()


@pytest.mark.parametrize("key", ["2.07.03", "Meningkatnya kesempatan kerja"])
def test_only_sub_kegiatan_have_a_form(client, rencana, ani, key):
    other = f.find(load(rencana), key)
    assert client.get(reverse("isian-formulir", args=[rencana, other])).status_code == 404


def test_a_sub_kegiatan_of_another_plan_does_not_exist(client, rencana, ani):
    foreign = f.make_plan(f.small_draft(), "kota-lain/disnaker/renstra-2025-2029/murni")
    sub = f.find(load(foreign), SUB)
    assert client.get(reverse("isian-formulir", args=[rencana, sub])).status_code == 404


@pytest.mark.parametrize("lama", ["", "x", "[]", '{"s1|uraian": 5}'])
def test_a_form_that_was_tampered_with_is_refused(client, rencana, ani, sub, lama):
    assert client.post(reverse("isian-formulir", args=[rencana, sub]), {"lama": lama}).status_code == 403


def test_a_second_sumber_dana_is_added_with_its_pagu(client, rencana, ani, sub):
    url = reverse("isian-formulir", args=[rencana, sub])
    sent = form_of(client, url) | {"sumber_baru": " DAK  Fisik ", "baru|pagu:2026": "1.500", f"s{sub}|target:2026": "-"}
    assert client.post(url, sent).status_code == 302
    held = node(rencana, sub)
    assert held.pagu[2026, "DAK Fisik"] == f.nilai("1.500")
    assert str(held.indikator[0].target_at(2026)) == "-"
    assert rencana.changesets.count() == 2
    again = form_of(client, url)
    assert again[f"s{sub}:DAK Fisik|pagu:2026"] == "1.500"
    assert again["sumber_baru"] == ""


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"sumber_baru": "DAK"}, "baru|pagu:2025", "sekurangnya satu tahun"),
        ({"baru|pagu:2025": "5"}, "sumber_baru", "nama sumber dananya"),
        ({"sumber_baru": "apbd", "baru|pagu:2025": "5"}, "sumber_baru", "sudah ada"),
        ({"sumber_baru": "DAK", "baru|pagu:2025": "banyak"}, "baru|pagu:2025", "bukan jumlah rupiah"),
    ],
)
def test_a_new_sumber_dana_needs_a_name_of_its_own_and_pagu(client, rencana, ani, sub, typed, field, words):
    draft = draft_of(load(rencana))
    one = next(one for one in draft.walk() if one.kode == SUB)
    one.set_pagu(2025, f.nilai("1.500"), "APBD")
    f.write(rencana, draft)
    url = reverse("isian-formulir", args=[rencana, sub])
    answer = client.post(url, form_of(client, url) | typed)
    assert words in answer.context["form"].errors[field][0]
    assert rencana.changesets.count() == 2


def test_a_further_indicator_is_added_with_its_targets(client, rencana, ani, sub):
    url = reverse("isian-formulir", args=[rencana, sub])
    sent = form_of(client, url) | {
        f"s{sub}+|indikator": "Jumlah kelas",
        f"s{sub}+|satuan": "Kelas",
        f"s{sub}+|target:2025": "4",
        f"s{sub}+|target:2026": "-",
    }
    assert client.post(url, sent).status_code == 302
    first, second = node(rencana, sub).indikator
    assert (second.teks, second.satuan, second.jenis) == ("Jumlah kelas", "Kelas", {"output"})
    assert [str(second.target_at(year)) for year in (2025, 2026)] == ["4", "-"]
    assert first.teks != second.teks
    assert rencana.changesets.count() == 2


def test_targets_without_an_indicator_are_asked_about(client, rencana, ani, sub):
    url = reverse("isian-formulir", args=[rencana, sub])
    answer = client.post(url, form_of(client, url) | {f"s{sub}+|target:2025": "4"})
    assert answer.context["form"].errors[f"s{sub}+|indikator"] == ["Tulis dahulu indikatornya."]
    assert "<details" in answer.content.decode() and " open>" in answer.content.decode()


def test_all_problems_of_old_and_new_rows_are_told_at_once(client, rencana, ani, sub):
    url = reverse("isian-formulir", args=[rencana, sub])
    sent = form_of(client, url) | {f"s{sub}|target:2025": "1,835", "baru|pagu:2025": "5", f"s{sub}|lokasi": "Kec. Satu"}
    answer = client.post(url, sent)
    assert set(answer.context["form"].errors) == {f"s{sub}|target:2025", "sumber_baru"}
    assert "Kec. Satu" in answer.content.decode()
    assert rencana.changesets.count() == 1


def test_what_was_typed_for_a_row_that_went_meanwhile_is_named_and_nothing_is_saved(client, rencana, ani, sub):
    draft = draft_of(load(rencana))
    next(one for one in draft.walk() if one.kode == SUB).indikator.append(f.indikator("Kelas", "Kelas"))
    f.write(rencana, draft)
    url = reverse("isian-formulir", args=[rencana, sub])
    second = Indikator.objects.get(teks="Kelas")
    sent = form_of(client, url) | {f"i{second.pk}|target:2025": "7", f"s{sub}|lokasi": "Kota"}
    second.delete()
    answer = client.post(url, sent)
    assert "isian “7” belum disimpan" in answer.context["form"].non_field_errors()[0]
    assert rencana.changesets.count() == 2


def test_a_form_leads_to_the_one_before_the_one_after_and_back_to_the_sheet(client, rencana, ani, sub):
    url = reverse("isian-formulir", args=[rencana, sub])
    page = client.get(url)
    assert page.context["sebelum"] is None
    after = page.context["sesudah"]
    assert after.kode == "2.07.03.2.01.0002"
    shown = page.content.decode()
    assert f'rel="next" href="{reverse("isian-formulir", args=[rencana, after.id])}"' in shown
    assert f'href="{reverse("rencana-isian", args=[rencana])}"' in shown
    answer = client.post(url, form_of(client, url) | {f"s{sub}|lokasi": "Kota", "lanjut": "1"})
    assert answer.headers["Location"] == reverse("isian-formulir", args=[rencana, after.id])
    assert node(rencana, sub).lokasi == "Kota"
    back = client.get(answer.headers["Location"])
    assert back.context["sebelum"].id == sub


# The panel ------------------------------------------------------------------------------------------


@pytest.fixture
def panel(rencana: Rencana, sub: int) -> str:
    return reverse("isian-panel", args=[rencana, Indikator.objects.get(simpul=sub).pk])


HTMX = {"HTTP_HX_REQUEST": "true"}


def test_the_panel_is_a_part_for_htmx_and_a_page_otherwise(client, rencana, ani, panel):
    part, page = client.get(panel, **HTMX).content.decode(), client.get(panel).content.decode()
    assert "<html" not in part and "<html" in page
    assert 'id="panel-indikator"' in part and 'id="panel-indikator"' in page


def test_the_panel_saves_through_the_one_writer_and_tells_the_grid(client, rencana, ani, panel, sub):
    sent = form_of(client, panel) | {
        "definisi": "Orang yang lulus",
        "pembilang": "Lulusan",
        "arah": "turun",
        "akumulasi": "jumlah",
        "jenis": ["output", "iku"],
        "desimal": "2",
    }
    answer = client.post(panel, sent, **HTMX)
    assert json.loads(answer.headers["HX-Trigger"]) == {"isian-tersimpan": {"revisi": 2}}
    assert "Tersimpan" in answer.content.decode()
    one = Indikator.objects.get(simpul=sub)
    assert (one.definisi, one.arah, one.akumulasi, one.desimal) == ("Orang yang lulus", "turun", "jumlah", 2)
    assert one.jenis == ["iku", "output"]
    changeset = rencana.changesets.first()
    assert changeset.source == "Panel indikator"
    assert changeset.changes.get().cells["desimal"] == [None, "2"]
    assert client.post(panel, form_of(client, panel), **HTMX).status_code == 200
    assert rencana.changesets.count() == 2


def test_without_htmx_the_panel_returns_to_itself(client, rencana, ani, panel):
    answer = client.post(panel, form_of(client, panel) | {"rumus": "a / b"}, follow=True)
    assert "Indikator tersimpan pukul" in answer.content.decode()


def test_a_field_changed_meanwhile_is_overwritten_only_knowingly(client, rencana, ani, panel, sub):
    sent = form_of(client, panel) | {"rumus": "a / b", "definisi": "Punya saya"}
    draft = draft_of(load(rencana))
    next(one for one in draft.walk() if one.kode == SUB).indikator[0].rumus = "a x b"
    f.write(rencana, draft, user=f.make_user("budi", rencana=rencana))
    answer = client.post(panel, sent, **HTMX)
    (message,) = answer.context["form"].errors["rumus"]
    assert "budi" in message and "a x b" in message
    assert Indikator.objects.get(simpul=sub).definisi == ""
    client.post(panel, sent | {"lama": answer.context["lama"]}, **HTMX)
    one = Indikator.objects.get(simpul=sub)
    assert (one.rumus, one.definisi) == ("a / b", "Punya saya")


def test_a_wrong_field_is_told_in_the_panel(client, rencana, ani, panel):
    answer = client.post(panel, form_of(client, panel) | {"desimal": "9", "arah": "miring"}, **HTMX)
    assert set(answer.context["form"].errors) == {"desimal", "arah"}
    assert rencana.changesets.count() == 1


def test_without_a_session_the_panel_answers_401_to_htmx_and_redirects_a_page(client, rencana, panel):
    assert client.get(panel, **HTMX).status_code == 401
    assert client.get(panel).status_code == 302


def test_an_indicator_of_another_plan_has_no_panel(client, rencana, ani):
    foreign = f.make_plan(f.small_draft(), "kota-lain/disnaker/renstra-2025-2029/murni")
    other = Indikator.objects.filter(simpul__rencana=foreign)[0]
    assert client.get(reverse("isian-panel", args=[rencana, other.pk])).status_code == 404
