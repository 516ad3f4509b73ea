"""The pages of capaian: what they show, whom they show it to, how many queries they take; the settings behind them."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from planning.cascade import load
from planning.levels import Level
from planning.models import Rencana, User
from planning.versions.establishing import establish
from planning.writing import PlanDraft, draft_of
from tests.planning import factories as f
from tests.planning.factories import node

from . import years
from .years import data, indikator, money, program, sasaran, tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def rencana() -> Rencana:
    """A year with a ratio, a grade, a blank indicator, and money on two sub-kegiatan."""
    goal = sasaran(
        "Meningkatnya penempatan",
        indikator("Ditempatkan", target="78", akumulasi="rasio", data_pembilang="D03", data_penyebut="D01"),
        indikator("Nilai AKIP", "Predikat", target="BB", triwulan=["", "", "", "A"]),
        indikator("Belum", target="10"),
    )
    sub = Level.SUB_KEGIATAN
    first = money(
        sub,
        "Pelatihan",
        "2.07.03.2.01.0001",
        pagu=1000,
        keuangan={1: 250, 4: 650},
        fisik={4: "95"},
        indikator=[indikator("Peserta", "Orang", akumulasi="jumlah", target="100", triwulan=["40", "40"])],
    )
    second = money(sub, "Pemagangan", "2.07.03.2.01.0002", pagu=500)
    return years.year(
        node(Level.TUJUAN, "Tujuan", "", goal),
        tree(program("PROGRAM PELATIHAN", first, second, links=[goal])),
        data("D01", "Terdaftar", ["1.000", "1.047"]),
        data("D03", "Ditempatkan", ["835", "1.000"]),
    )


@pytest.fixture
def ani(client: Client, rencana: Rencana) -> User:
    user = f.make_user("ani", rencana=rencana)
    client.force_login(user)
    return user


def words(answer) -> str:
    """The text of a page, its tags and runs of blanks taken out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def explained(client: Client, rencana: Rencana, teks: str, **query: str):
    engine_indicator = years.the_indicator(years.Kinerja(load(rencana)), teks)
    return client.get(reverse("kinerja-jelaskan", args=[rencana, engine_indicator.id]), query)


def test_every_indicator_is_shown_with_capaian_and_grade_or_the_reason(client, rencana, ani):
    text = words(client.get(reverse("kinerja-capaian", args=[rencana])))

    assert "89,64" in text and "114,92%" in text and "Sangat Tinggi" in text
    assert "Target dan realisasi berupa teks dan berbeda; tidak dinyatakan dalam persen." in text
    assert "Realisasi belum diisi." in text
    assert "80,00%" in text and "Tinggi" in text


def test_the_page_of_a_triwulan_tells_what_was_reached_until_then(client, rencana, ani):
    text = words(client.get(reverse("kinerja-capaian", args=[rencana]), {"triwulan": "1"}))

    assert "40,00%" in text and "83,50" in text
    assert "25,00%" in text
    assert "80,00%" not in text


def test_a_triwulan_that_does_not_exist_is_the_whole_year(client, rencana, ani):
    page = client.get(reverse("kinerja-capaian", args=[rencana]), {"triwulan": "7"})
    assert page.context["triwulan"] == 4


def test_money_and_efficiency_stand_beside_what_was_reached(client, rencana, ani):
    page = client.get(reverse("kinerja-capaian", args=[rencana]))

    goal = page.context["strategi"][1]
    # Its only number is 114,92; of 1.500 rupiah 900 were spent.
    assert (goal.uang.pagu, goal.uang.realisasi, goal.uang.serapan, goal.akhir) == ("1.500", "900", "60,00%", "54,92%")
    rows = {row.node.uraian: row for row in page.context["program"]}
    assert (rows["Pelatihan"].uang.serapan, rows["Pelatihan"].akhir) == ("90,00%", "95,00%")
    assert (rows["Pemagangan"].uang.serapan, rows["Pemagangan"].uang.alasan) == ("", "Realisasi keuangan belum diisi.")


def test_the_page_follows_scale_form_and_cap_of_the_plan(client, rencana, ani):
    Rencana.objects.filter(pk=rencana.pk).update(skala_predikat="empat-tingkat", capaian_maks=100, desimal_capaian=1)

    text = words(client.get(reverse("kinerja-capaian", args=[rencana])))
    assert "100,0%" in text and "114,9" not in text
    assert "Sangat Berhasil" in text and "Cukup Berhasil" in text


def test_a_figure_is_explained_with_its_cells_who_entered_them_and_where(client, rencana, ani):
    draft = draft_of(load(rencana))
    row = next(one for one in draft.walk() if one.nomor == "D03")
    row.indikator[0].values["realisasi_2", years.TAHUN] = f.nilai("1.010")
    f.write(rencana, draft, user=ani)

    answer = explained(client, rencana, "Ditempatkan")
    text = words(answer)
    assert "Kenapa angka ini?" in text
    assert "Realisasi: 1.845 ÷ 2.047 × 100% = 90,13% (dibulatkan ke 2 desimal)." in text
    assert "Pembilang D03, triwulan II 1.010 ani" in text
    assert "Penyebut D01, triwulan II 1.047 operator" in text
    assert (
        f"bagian=data&amp;baris=s{load(rencana).roots[-1].id}&amp;kolom=realisasi_2%3A2023" in answer.content.decode()
    )


def test_a_target_leads_to_the_section_that_enters_it_and_a_triwulan_to_its_own(client, rencana, ani):
    found = explained(client, rencana, "Peserta").content.decode()

    assert "bagian=program&amp;baris=" in found and "kolom=target%3A2023" in found
    assert "bagian=tw2&amp;baris=" in found and "kolom=realisasi_2%3A2023" in found


def test_htmx_gets_the_fragment_and_a_person_a_page(client, rencana, ani):
    one = years.the_indicator(years.Kinerja(load(rencana)), "Peserta")
    url = reverse("kinerja-jelaskan", args=[rencana, one.id])

    page, fragment = client.get(url), client.get(url, headers={"HX-Request": "true"})
    assert "<!doctype html>" in page.content.decode()
    assert fragment.content.decode().strip().startswith("<section")


def test_the_money_of_a_row_is_explained_down_to_its_cells(client, rencana, ani):
    rows = {row.uraian: row.id for row in load(rencana).walk()}

    above = words(client.get(reverse("kinerja-jelaskan-anggaran", args=[rencana, rows["PROGRAM PELATIHAN"]])))
    assert "60,00%" in above and "Kegiatan PROGRAM PELATIHAN 1.500 900" in above
    leaf = words(client.get(reverse("kinerja-jelaskan-anggaran", args=[rencana, rows["Pelatihan"]]), {"triwulan": "1"}))
    assert "25,00%" in leaf and "Realisasi triwulan I 250 operator" in leaf
    assert "Realisasi triwulan IV" not in leaf


def test_a_row_of_another_plan_is_not_explained(client, rencana, ani):
    other = years.year(
        tree(program("P", money(Level.SUB_KEGIATAN, "K", pagu=1))), slug="kota-lain/x/kinerja-2023/murni"
    )
    foreign = next(row.id for row in load(other).walk())

    assert client.get(reverse("kinerja-jelaskan-anggaran", args=[rencana, foreign])).status_code == 404
    assert client.get(reverse("kinerja-jelaskan", args=[rencana, 10**9])).status_code == 404
    assert client.get(reverse("kinerja-capaian", args=[other])).status_code == 404


def test_the_pages_are_there_for_kinerja_plans_alone(client, rencana, ani):
    renstra = f.make_plan(f.small_draft(), "kota-uji/disnaker/renstra-2025-2029/murni")

    assert client.get(reverse("kinerja-capaian", args=[renstra])).status_code == 404


def test_a_year_that_was_set_is_still_explained(client, rencana, ani):
    establish(rencana, user=f.make_user("kepala", "kepala", rencana), reason="Selesai")

    assert client.get(reverse("kinerja-capaian", args=[rencana])).status_code == 200
    assert explained(client, rencana, "Ditempatkan").status_code == 200


def test_an_empty_year_says_where_to_begin(client, ani):
    empty = f.make_plan(slug="kota-uji/disnaker/kinerja-2024/murni")

    assert "Belum ada yang dapat diukur" in words(client.get(reverse("kinerja-capaian", args=[empty])))


# Queries ------------------------------------------------------------------------------------------------------


def wide(sub_kegiatan: int, slug: str) -> Rencana:
    """A year of so many sub-kegiatan, ten to a program, each with an indicator and money."""
    programs = [
        program(
            f"PROGRAM {number}",
            *(
                money(
                    Level.SUB_KEGIATAN,
                    f"Sub {number}.{at}",
                    pagu=1000,
                    keuangan={1: 400 + at},
                    fisik={1: "40"},
                    indikator=[indikator("Keluaran", "Dokumen", akumulasi="jumlah", target="10", triwulan=["4"])],
                )
                for at in range(10)
            ),
            kode=f"2.07.{number + 2:02d}",
        )
        for number in range(sub_kegiatan // 10)
    ]
    return years.year(tree(*programs), slug=slug)


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_the_page_takes_as_many_queries_for_500_sub_kegiatan_as_for_50(client):
    client.force_login(User.objects.create_superuser("admin"))
    counts, loading = [], 0
    for size in (50, 500):
        plan = wide(size, f"kota-{size}/disnaker/kinerja-2023/murni")
        client.get(reverse("kinerja-capaian", args=[plan]))
        counts.append(queries_of(client, reverse("kinerja-capaian", args=[plan])))
        with CaptureQueriesContext(connection) as queries:
            load(Rencana.objects.select_related("edisi").get(pk=plan.pk))
        loading = len(queries) - 1
    assert counts[0] == counts[1]
    assert counts[1] <= loading + 6


def test_an_explanation_takes_as_many_queries_however_large_the_year(client):
    client.force_login(User.objects.create_superuser("admin"))
    counts = []
    for size in (50, 500):
        plan = wide(size, f"kota-{size}/disnaker/kinerja-2023/murni")
        rows = {row.uraian: row for row in load(plan).walk()}
        url = reverse("kinerja-jelaskan", args=[plan, rows["Sub 0.0"].indikator[0].id])
        whole = reverse("kinerja-jelaskan-anggaran", args=[plan, rows["DINAS KETENAGAKERJAAN"].id])
        client.get(url)
        counts.append((queries_of(client, url), queries_of(client, whole)))
    assert counts[0] == counts[1]


# Settings -----------------------------------------------------------------------------------------------------


def settings_form(client: Client, url: str) -> dict[str, str]:
    """What a browser would send back unchanged."""
    answer = client.get(url)
    form = answer.context["form"]
    return {name: form[name].value() or "" for name in form.fields} | {"lama": answer.context["lama"]}


def test_the_settings_of_a_year_say_how_it_is_counted_and_who_evaluates(client, rencana, ani):
    url = reverse("rencana-pengaturan", args=[rencana])
    sent = settings_form(client, url) | {
        "rumus_turun": "A",
        "skala_predikat": "tiga-warna",
        "metode_efisiensi": "pmk",
        "dasar_efisiensi": "tercetak",
        "desimal_capaian": "0",
        "capaian_maks": "150%",
        "penilai_jabatan": "Kepala Bappeda Kota Uji",
        "penilai_nip": "19800101 200501 1 001",
    }
    assert client.post(url, sent).status_code == 302

    kept = Rencana.objects.get(pk=rencana.pk)
    assert (kept.rumus_turun, kept.skala_predikat, kept.metode_efisiensi) == ("A", "tiga-warna", "pmk")
    assert (kept.dasar_efisiensi, kept.desimal_capaian, kept.capaian_maks) == ("tercetak", 0, 150)
    assert kept.penilai_jabatan == "Kepala Bappeda Kota Uji"
    assert "Tiga warna (hijau di atas 90)" in words(client.get(url))


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("desimal_capaian", ""),
        ("desimal_capaian", "5"),
        ("desimal_capaian", "dua"),
        ("capaian_maks", "99"),
        ("capaian_maks", "1.000"),
        ("skala_predikat", "lain"),
        ("rumus_turun", "D"),
        ("penilai_nip", "123"),
    ],
)
def test_settings_that_cannot_be_are_refused_with_a_sentence(client, rencana, ani, name, typed):
    url = reverse("rencana-pengaturan", args=[rencana])
    answer = client.post(url, settings_form(client, url) | {name: typed})

    assert answer.status_code == 200
    assert answer.context["form"].errors[name]


def test_a_blank_cap_is_no_cap(client, rencana, ani):
    f.write(rencana, PlanDraft(settings={"capaian_maks": 120}))
    url = reverse("rencana-pengaturan", args=[rencana])
    client.post(url, settings_form(client, url) | {"capaian_maks": ""})

    assert Rencana.objects.get(pk=rencana.pk).capaian_maks is None


def test_a_renstra_has_no_settings_of_capaian(client, rencana, ani):
    renstra = f.make_plan(f.small_draft(), "kota-uji/disnaker/renstra-2025-2029/murni")

    form = client.get(reverse("rencana-pengaturan", args=[renstra])).context["form"]
    assert "rumus_turun" not in form.fields and "penilai_nip" not in form.fields
