"""The pages of a Renja's tables and of the entry-order list."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from planning.models import Rencana
from planning.tables import TABLES
from planning.tables.base import TableDefinition
from tests.planning.factories import make_plan, make_user, small_draft, wide_draft

pytestmark = pytest.mark.django_db

RENJA = "kota-uji/disnaker/renja-2025/murni"


@pytest.fixture
def renja(client: Client) -> Rencana:
    """The small plan as a Renja of 2025, whose planner has signed in."""
    plan = make_plan(small_draft(), RENJA)
    client.force_login(make_user("budi", rencana=plan))
    return plan


def page(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_tables_of_a_renja_open_with_its_programs_and_money(client: Client, renja: Rencana):
    answer = client.get(reverse("rencana-tabel", args=[renja]))
    assert answer.headers["Location"] == reverse("rencana-tabel-satu", args=[renja, "T-C.33"])


def test_every_table_of_a_renja_is_offered_and_none_of_a_renstra(client: Client, renja: Rencana):
    text = page(client, "rencana-tabel-satu", renja, "T-C.33")
    for table in ("T-C.25", "T-C.29", "T-C.32", "pendapatan", "usulan-luar"):
        assert reverse("rencana-tabel-satu", args=[renja, table]) in text
    assert client.get(reverse("rencana-tabel-satu", args=[renja, "4.3"])).status_code == 404
    assert ">Program unggulan</a>" in text


def test_the_columns_may_be_wide_where_a_table_has_both_forms(client: Client, renja: Rencana):
    assert "Indikator Tujuan" not in page(client, "rencana-tabel-satu", renja, "T-C.33")
    assert "Indikator Tujuan" in page(client, "rencana-tabel-satu", renja, "T-C.33", bentuk="lebar")
    assert 'name="bentuk"' not in page(client, "rencana-tabel-satu", renja, "T-C.29")


def test_the_plans_own_form_is_chosen_until_another_is_asked_for(client: Client, renja: Rencana):
    Rencana.objects.filter(pk=renja.pk).update(bentuk_rumusan="lebar")
    text = page(client, "rencana-tabel-satu", renja, "T-C.33")
    assert '<option value="lebar" selected>' in text and "Indikator Tujuan" in text
    assert '<option value="ringkas" selected>' in page(client, "rencana-tabel-satu", renja, "T-C.31")
    assert "Indikator Tujuan" not in page(client, "rencana-tabel-satu", renja, "T-C.33", bentuk="ringkas")


@pytest.mark.parametrize(
    "table", [one for one in TABLES.values() if one.bagian and "renja" in one.jenis_rencana], ids=lambda one: one.id
)
def test_an_empty_table_leads_to_the_section_in_which_its_rows_are_entered(client: Client, table: TableDefinition):
    renja = make_plan(slug=RENJA)
    client.force_login(make_user("budi", rencana=renja))
    assert f'href="{section_of(renja, table)}">Isi sekarang</a>' in page(client, "rencana-tabel-satu", renja, table.id)
    assert client.get(section_of(renja, table)).context["bagian"].key == table.bagian
    client.force_login(make_user("cici", "pembaca", renja))
    assert "Isi sekarang" not in page(client, "rencana-tabel-satu", renja, table.id)


def section_of(renja: Rencana, table: TableDefinition) -> str:
    return f"{reverse('rencana-isian', args=[renja])}?bagian={table.bagian}"


def test_the_list_shows_each_field_with_something_to_copy(client: Client, renja: Rencana):
    text = page(client, "rencana-sipd", renja)
    assert "Bukan format resmi SIPD" in text
    assert 'data-salin="2.07.03.2.01.0001"' in text
    assert 'data-salin="Proses Pelatihan"' in text
    assert "belum diisi" in text
    assert text.count("data-sipd-sudah") == 3


def test_the_list_can_be_narrowed_to_a_program(client: Client, renja: Rencana):
    program = renja.simpul.get(level="program")
    assert page(client, "rencana-sipd", renja, program=str(program.pk)).count("data-sipd-id") == 3
    assert page(client, "rencana-sipd", renja, program="lain").count("data-sipd-id") == 3


def test_a_renstra_is_told_where_the_list_is_and_has_no_download(client: Client):
    renstra = make_plan(small_draft())
    client.force_login(make_user("ani", rencana=renstra))
    assert "Daftar isian SIPD dibuat dari Renja" in page(client, "rencana-sipd", renstra)
    answer = client.get(reverse("rencana-sipd-unduh", args=[renstra]))
    assert answer.headers["Location"] == reverse("rencana-sipd", args=[renstra])


def test_the_list_downloads_as_a_workbook(client: Client, renja: Rencana):
    answer = client.get(reverse("rencana-sipd-unduh", args=[renja]))
    assert answer.content.startswith(b"PK")
    assert "daftar-isian-sipd" in answer.headers["Content-Disposition"]


def test_the_list_takes_as_many_queries_for_a_large_plan_as_for_a_small_one(client: Client, renja: Rencana):
    large = make_plan(wide_draft(120), "kota-uji/dinas-besar/renja-2025/murni")
    counts = []
    for plan, person in ((renja, "cici"), (large, "dedi")):
        client.force_login(make_user(person, rencana=plan))
        with CaptureQueriesContext(connection) as queries:
            page(client, "rencana-sipd", plan)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
