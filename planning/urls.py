"""Addresses of the planning pages."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from .addresses import PlanConverter
from .views import plans, workbook

register_converter(PlanConverter, "rencana")

account_urls: list[URLPattern | URLResolver] = [path("", include("planning.views.akun"))]

nomenclature_urls: list[URLPattern | URLResolver] = [
    path("", include("planning.views.nomenklatur")),
]

plan_urls: list[URLPattern | URLResolver] = [
    path("", plans.beranda, name="beranda"),
    path("buku-kerja-kosong.xlsx", workbook.blank_workbook, name="buku-kerja-kosong"),
    path("renstra/", plans.plan_list, {"jenis": "renstra"}, name="renstra"),
    path("renja/", plans.plan_list, {"jenis": "renja"}, name="renja"),
    path("<rencana:slug>/isian/", include("planning.views.isian")),
    path("<rencana:slug>/tabel/", include("planning.views.plan_tables")),
    path("<rencana:slug>/", include("planning.views.workbook")),
    path("<rencana:slug>/", include("planning.views.plans")),
]

urlpatterns: list[URLPattern | URLResolver] = [*account_urls, *nomenclature_urls, *plan_urls]
