"""The reference tables in the administration."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from tablib import Dataset

from planning.models import (
    Daerah,
    EdisiNomenklatur,
    Nomenklatur,
    PadananNomenklatur,
    PerangkatDaerah,
    User,
)
from planning.resources import (
    DaerahResource,
    NomenklaturResource,
    PadananNomenklaturResource,
    PerangkatDaerahResource,
)

from .lists import ROWS, edition, entry, load

pytestmark = pytest.mark.django_db

REFERENCE = (Daerah, PerangkatDaerah, EdisiNomenklatur, Nomenklatur, PadananNomenklatur)


@pytest.fixture
def pengelola(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("pengelola"))
    return client


def page(model, action="changelist") -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}")


def nomenklatur_dataset(*rows) -> Dataset:
    return Dataset(*rows, headers=["edisi", "kewenangan", "kode", "uraian", "satuan"])


def test_only_reference_tables_stand_in_the_administration():
    assert set(admin.site._registry) == set(REFERENCE)


@pytest.mark.parametrize("model", REFERENCE)
def test_every_list_and_form_opens(pengelola, model):
    load()
    for action in ("changelist", "add"):
        assert pengelola.get(page(model, action)).status_code == 200


def test_a_list_needs_the_same_queries_for_few_rows_and_for_many(pengelola, django_assert_max_num_queries):
    def queries(model) -> int:
        with django_assert_max_num_queries(15) as captured:
            pengelola.get(page(model))
        return len(captured)

    load(ROWS[:2])
    few = queries(Nomenklatur)
    load([*ROWS, *((f"2.07.03.2.01.{number:04}", f"Sub {number}", "", "", "", "") for number in range(1, 60))])
    assert queries(Nomenklatur) == few


def test_the_administration_searches_codes_in_any_spelling(pengelola):
    load()
    found = pengelola.get(page(Nomenklatur), {"q": "2 07 03 2.02 01"}).context["cl"].result_list
    assert [one.kode for one in found] == ["2.07.03.2.02.0001"]


def test_files_come_in_and_go_out_only_through_a_superuser(pengelola, client):
    for action in ("import", "export"):
        assert pengelola.get(page(Nomenklatur, action)).status_code == 200
    staff = User.objects.create_user("staf", is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(content_type__app_label="planning"))
    client.force_login(staff)
    assert client.get(page(Nomenklatur)).status_code == 200
    for action in ("import", "export"):
        assert client.get(page(Nomenklatur, action)).status_code == 403


def test_imported_entries_are_recognised_by_edition_kewenangan_and_code_in_any_spelling():
    load()
    result = NomenklaturResource().import_data(
        nomenklatur_dataset(
            ("900-1317-2023", "kab/kota", "2.07.03.2.02.01", ROWS[3][1], "LPK"),
            ("900-1317-2023", "kab/kota", "2 07 03 2.02 02", "Baru", "Orang"),
            ("900-1317-2023", "kab/kota", "2.07.03", ROWS[1][1], ""),
        )
    )
    assert not result.has_errors()
    assert (result.totals["update"], result.totals["new"], result.totals["skip"]) == (1, 1, 1)
    assert entry("2.07.03.2.02.0001").satuan == "LPK"
    assert entry("2.07.03.2.02.0002").level == "sub_kegiatan"
    assert entry("2.07.03.2.02.0002").berlaku


def test_an_unreadable_code_or_an_unknown_kewenangan_is_told_at_its_row():
    load()
    count = Nomenklatur.objects.count()
    result = NomenklaturResource().import_data(
        nomenklatur_dataset(
            ("900-1317-2023", "kab/kota", "2.07.3", "Salah", ""),
            ("900-1317-2023", "desa", "2.07.04", "Salah", ""),
        )
    )
    told = {number for number, _ in result.row_errors()} | {row.number for row in result.invalid_rows}
    assert told == {1, 2}
    assert Nomenklatur.objects.count() == count


def test_importing_many_entries_needs_few_queries(django_assert_max_num_queries):
    load()
    rows = [
        ("900-1317-2023", "kab/kota", f"2.07.03.2.01.{number:04}", f"Sub {number}", "Orang") for number in range(1, 301)
    ]
    with django_assert_max_num_queries(30):
        assert not NomenklaturResource().import_data(nomenklatur_dataset(*rows)).has_errors()
    assert edition().entri.count() == len(ROWS) + 300


def test_an_export_can_be_imported_again_without_a_change():
    load()
    load([("2.07.03", "PELATIHAN", "", "", "", "")], edisi="900-861-2026")
    PadananNomenklatur.objects.create(
        dari=entry("2.07.03"), edisi_tujuan=edition("900-861-2026"), ke=entry("2.07.03", "900-861-2026"), status="tetap"
    )
    daerah = Daerah.objects.create(nama="Kota Uji", slug="kota-uji")
    PerangkatDaerah.objects.create(daerah=daerah, nama="Dinas Ketenagakerjaan", slug="disnaker")
    for resource in (DaerahResource, PerangkatDaerahResource, NomenklaturResource, PadananNomenklaturResource):
        data = resource().export()
        result = resource().import_data(data)
        assert not result.has_errors(), [str(error.error) for _, errors in result.row_errors() for error in errors]
        assert (result.totals["skip"], result.total_rows) == (len(data), len(data))
