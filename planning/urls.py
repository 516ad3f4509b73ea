"""Addresses of the planning pages."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from .addresses import PlanConverter
from .views import plans, versi, workbook

register_converter(PlanConverter, "rencana")

account_urls: list[URLPattern | URLResolver] = [
    path("", include("planning.views.akun")),
    path("pengguna/", include("planning.views.pengguna")),
]

nomenclature_urls: list[URLPattern | URLResolver] = [
    path("", include("planning.views.nomenklatur")),
]

guide_urls: list[URLPattern | URLResolver] = [path("", include("planning.views.panduan"))]

plan_urls: list[URLPattern | URLResolver] = [
    path("", plans.beranda, name="beranda"),
    path("buku-kerja-kosong.xlsx", workbook.blank_workbook, name="buku-kerja-kosong"),
    path("renstra/", plans.plan_list, {"jenis": "renstra"}, name="renstra"),
    path("renja/", include(versi.renja_urls)),
    path("renja/", plans.plan_list, {"jenis": "renja"}, name="renja"),
    path("impor/", include("planning.views.impor_baru")),
    path("<rencana:slug>/isian/", include("planning.views.isian")),
    path("<rencana:slug>/impor/", include("planning.views.impor")),
    path("<rencana:slug>/isian-sipd/", include("planning.views.daftar_sipd")),
    path("<rencana:slug>/tabel/", include("planning.views.plan_tables")),
    path("<rencana:slug>/", include("planning.views.pembandingan")),
    path("<rencana:slug>/", include("planning.views.penyelarasan")),
    path("<rencana:slug>/", include("planning.views.workbook")),
    path("<rencana:slug>/", include("planning.views.versi")),
    path("<rencana:slug>/pengaturan/", include("planning.views.pengaturan")),
    path("<rencana:slug>/", include("planning.views.plans")),
]

urlpatterns: list[URLPattern | URLResolver] = [*account_urls, *nomenclature_urls, *guide_urls, *plan_urls]
