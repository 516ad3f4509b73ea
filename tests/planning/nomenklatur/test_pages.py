"""The pages of the nomenclature, as a signed-in person sees them."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from planning.models import User
from planning.nomenklatur.importing import import_table
from planning.nomenklatur.mapping import import_mapping_table
from planning.nomenklatur.reading import table_from_sheets

from .lists import ROWS, entry, load

pytestmark = pytest.mark.django_db

URL = "/referensi/nomenklatur/"


@pytest.fixture
def orang(client: Client) -> Client:
    client.force_login(User.objects.create_user("pembaca"))
    return client


def kodes(response) -> list[str]:
    return [record.kode for record in response.context["table"].page.object_list.data]


def test_the_pages_are_only_for_people_who_signed_in(client):
    load()
    for url in (URL, entry("2.07").get_absolute_url()):
        assert client.get(url)["Location"].startswith("/masuk/")


def test_without_any_list_the_page_says_how_to_load_one(orang):
    response = orang.get(reverse("nomenklatur"))
    assert "python manage.py import_nomenklatur" in response.text
    assert "load_demo" in response.text


def test_the_newest_edition_is_shown_until_one_is_chosen(orang):
    load()
    load([("2.07", "TENAGA KERJA 2026", "", "", "", "")], edisi="900-861-2026")
    assert kodes(orang.get(URL)) == ["2.07"]
    assert len(kodes(orang.get(URL, {"edisi": "900-1317-2023"}))) == len(ROWS)
    assert len(kodes(orang.get(URL, {"edisi": ""}))) == len(ROWS) + 1


def test_the_row_shows_code_name_and_what_the_list_prescribes(orang):
    load(edisi="5889-2021")
    page = orang.get(URL, {"q": "2.07.03.2.02.0001"}).text
    for shown in ("2.07.03.2.02.01<", "Terlaksananya Pembinaan LPK Swasta", "Jumlah LPK Swasta yang Dibina", "Lembaga"):
        assert shown in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "2 07 03 2.02"}, ["2.07.03.2.02", "2.07.03.2.02.0001"]),
        ({"level": "program"}, ["2.07.03", "X.XX.01"]),
        ({"bagian": "X.XX.01"}, ["X.XX.01", "X.XX.01.2.06", "X.XX.01.2.06.0009"]),
        ({"kewenangan": "provinsi"}, []),
        ({"q": "swasta", "level": "kegiatan"}, ["2.07.03.2.02"]),
    ],
)
def test_the_list_is_filtered(orang, query, expected):
    load()
    assert kodes(orang.get(URL, query)) == expected


def test_a_filter_without_a_match_offers_the_way_back(orang):
    load()
    response = orang.get(URL, {"q": "kapal selam"})
    assert "Tidak ada entri yang cocok" in response.text
    assert "Hapus saringan" in response.text


def test_htmx_gets_only_the_list_and_going_back_gets_the_whole_page(orang):
    load()
    part = orang.get(URL, {"q": "swasta"}, headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert "Pembinaan Lembaga" in part.text
    assert "HX-Request" in part["Vary"]
    whole = orang.get(URL, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in whole.text


def test_fifty_entries_stand_on_a_page(orang):
    load([(f"2.07.03.2.01.{number:04}", f"Sub {number}", "", "", "", "") for number in range(1, 62)])
    assert len(kodes(orang.get(URL))) == 50
    assert len(kodes(orang.get(URL, {"page": 2}))) == 11
    assert "51–61 dari 61" in orang.get(URL, {"page": 2}).text


def test_the_list_needs_the_same_few_queries_for_few_entries_and_for_many(orang, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(9) as captured:
            orang.get(URL, {"edisi": ""})
        return len(captured)

    load(ROWS[:2])
    few = queries()
    load([*ROWS, *((f"2.07.03.2.01.{number:04}", f"Sub {number}", "", "", "", "") for number in range(1, 400))])
    load(edisi="900-861-2026")
    assert queries() == few


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_filtered_list_is_downloaded_and_can_be_imported_again(orang, kind):
    load(edisi="5889-2021")
    response = orang.get(URL, {"q": "2.07.03.2", "unduh": kind})
    assert f'filename="nomenklatur-5889-2021.{kind}"' in response["Content-Disposition"]
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    else:
        rows = [list(row) for row in load_workbook(io.BytesIO(response.content)).active.values]
    assert [row[2] for row in rows] == ["kode", "2.07.03.2.02", "2.07.03.2.02.01"]
    again = import_table(table_from_sheets({"": rows}), partial=True)
    assert (again.unchanged, again.written) == (2, False)


def test_a_name_that_looks_like_a_formula_is_downloaded_as_text(orang):
    load([("2.07", "=1+1", "", "", "", "")])
    assert ",'=1+1," in orang.get(URL, {"unduh": "csv"}).content.decode()
    sheet = load_workbook(io.BytesIO(orang.get(URL, {"unduh": "xlsx"}).content)).active
    assert (sheet["E2"].value, sheet["E2"].data_type) == ("=1+1", "s")


def test_the_page_of_an_entry_shows_its_parents_children_and_other_editions(orang):
    load()
    load(edisi="5889-2021")
    load([("2.07.03.2.09", "Kegiatan Pengganti", "", "", "", "")], edisi="900-861-2026")
    head = ("versi_lama", "kode_lama", "versi_baru", "kode_baru", "status")
    row = ("900-1317-2023", "2.07.03.2.02", "900-861-2026", "2.07.03.2.09", "berganti")
    import_mapping_table(table_from_sheets({"": [head, row]}))

    context = orang.get(entry("2.07.03.2.02").get_absolute_url()).context

    assert [kode for kode, _ in context["induk"]] == ["2.07", "2.07.03"]
    assert [kode for kode, _ in context["turunan"]] == ["2.07.03.2.02.0001"]
    assert [(arah, kode, status) for arah, _, kode, _, status in context["padanan"]] == [
        ("menjadi", "2.07.03.2.09", "berganti")
    ]
    assert [(one.edisi.kode, kode) for kode, one in context["edisi_lain"]] == [("5889-2021", "2.07.03.2.02")]
    came_from = orang.get(entry("2.07.03.2.09", "900-861-2026").get_absolute_url()).text
    assert "Berasal dari" in came_from


def test_an_office_spelling_of_the_supporting_programme_stands_under_the_placeholder(orang):
    load([*ROWS, ("2.07.01.2.06.0010", "Dokumen Arsip", "", "", "", "")])
    context = orang.get(entry("2.07.01.2.06.0010").get_absolute_url()).context
    assert [kode for kode, _ in context["induk"]] == ["2.07", "X.XX.01", "X.XX.01.2.06"]


def test_an_entry_no_longer_valid_says_so(orang):
    load()
    load(ROWS[:3])
    assert "tidak berlaku lagi" in orang.get(entry("2.07.03.2.02.0001").get_absolute_url()).text
    assert "tidak berlaku lagi" in orang.get(URL).text


def test_the_page_of_an_entry_needs_few_queries(orang, django_assert_max_num_queries):
    load()
    url = entry("2.07.03.2.02").get_absolute_url()
    with django_assert_max_num_queries(7):
        orang.get(url)


@pytest.mark.parametrize("kode", ["2.07.99", "bukan-kode", "2.7"])
def test_a_code_that_does_not_exist_is_not_found(orang, kode):
    load()
    assert orang.get(f"{URL}900-1317-2023/kab-kota/{kode}/").status_code == 404


def test_the_menus_reference_leads_here(orang):
    assert orang.get(reverse("referensi"))["Location"] == URL
