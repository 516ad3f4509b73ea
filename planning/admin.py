"""The administration of reference data: offices and the nomenclature. People and plans have pages of their own."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from import_export.admin import ImportExportModelAdmin

from . import resources
from .models import (
    Daerah,
    EdisiNomenklatur,
    Nomenklatur,
    PadananNomenklatur,
    PerangkatDaerah,
)
from .nomenklatur.index import matching
from .policies import may_manage_reference

# Rights come from Keanggotaan, on the page Pengguna; groups would be a second, silent source of them.
admin.site.unregister(Group)


class ReferenceAdmin(ImportExportModelAdmin):
    """A reference table: files come in and go out only through those who may manage the reference."""

    list_per_page = 50
    show_full_result_count = False

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Whether the person may load a file."""
        return may_manage_reference(request.user)  # type: ignore[arg-type]

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Whether the person may take a file."""
        return may_manage_reference(request.user)  # type: ignore[arg-type]


@admin.register(Daerah)
class DaerahAdmin(ReferenceAdmin):
    """Kota, kabupaten and provinsi."""

    resource_classes = (resources.DaerahResource,)
    list_display = ("nama", "jenis", "slug")
    list_filter = ("jenis",)
    search_fields = ("nama", "slug")
    prepopulated_fields = {"slug": ("nama",)}


@admin.register(PerangkatDaerah)
class PerangkatDaerahAdmin(ReferenceAdmin):
    """Offices of the daerah."""

    resource_classes = (resources.PerangkatDaerahResource,)
    list_display = ("nama", "nama_singkat", "daerah", "slug")
    list_filter = ("daerah",)
    list_select_related = ("daerah",)
    search_fields = ("nama", "nama_singkat", "daerah__nama")
    autocomplete_fields = ("daerah",)
    prepopulated_fields = {"slug": ("nama_singkat",)}


@admin.register(EdisiNomenklatur)
class EdisiNomenklaturAdmin(ReferenceAdmin):
    """Editions of the nomenclature."""

    resource_classes = (resources.EdisiNomenklaturResource,)
    list_display = ("nama", "kode", "tanggal", "digit_sub", "peraturan")
    search_fields = ("nama", "kode", "peraturan")
    date_hierarchy = "tanggal"


@admin.register(Nomenklatur)
class NomenklaturAdmin(ReferenceAdmin):
    """Entries; whole lists are loaded with `manage.py import_nomenklatur`."""

    resource_classes = (resources.NomenklaturResource,)
    list_display = ("kode", "uraian", "level", "satuan", "kewenangan", "edisi", "berlaku")
    list_filter = ("edisi", "kewenangan", "level", "berlaku")
    list_select_related = ("edisi",)
    search_fields = ("kode", "uraian", "kinerja", "indikator")
    search_help_text = "Kode (ejaan apa pun) atau kata dari uraian, kinerja, atau indikator"
    autocomplete_fields = ("edisi",)
    ordering = ("edisi", "kewenangan", "kode")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Nomenklatur], search_term: str
    ) -> tuple[QuerySet[Nomenklatur], bool]:
        """As the pages search: the beginning of a code in any spelling, or words."""
        return queryset.filter(matching(search_term)), False


@admin.register(PadananNomenklatur)
class PadananNomenklaturAdmin(ReferenceAdmin):
    """Which old code became which new one."""

    resource_classes = (resources.PadananNomenklaturResource,)
    list_display = ("dari", "edisi_tujuan", "ke", "status")
    list_filter = ("edisi_tujuan",)
    list_select_related = ("dari", "edisi_tujuan", "ke")
    search_fields = ("dari__kode", "dari__uraian", "ke__kode", "ke__uraian", "status")
    autocomplete_fields = ("dari", "edisi_tujuan", "ke")
