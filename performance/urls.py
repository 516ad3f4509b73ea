"""Addresses of the performance pages: first those of no plan, then those of one kinerja plan."""

from django.urls import URLPattern, URLResolver, include, path

# The planning addresses register the converter `rencana`.
import planning.urls  # noqa: F401

general_urls: list[URLPattern | URLResolver] = [
    path("", include("performance.views.daftar")),
    path("jadwal/", include("performance.views.jadwal")),
    path("kelengkapan/", include("performance.views.kelengkapan_daerah")),
    path("jabatan/", include("performance.views.jabatan")),
]

plan_urls: list[URLPattern | URLResolver] = [
    path("perjanjian/", include("performance.views.perjanjian")),
    path("pohon/", include("performance.views.pohon")),
    path("kelengkapan/", include("performance.views.kelengkapan")),
    path("capaian/", include("performance.views.capaian")),
    path("jelaskan/", include("performance.views.jelaskan")),
    path("bukti/", include("performance.views.bukti")),
    path("realisasi/", include("performance.views.impor_realisasi")),
    path("lkip/", include("performance.views.lkip")),
    path("grafik/", include("performance.views.grafik")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("kinerja/", include(general_urls)),
    path("<rencana:slug>/", include(plan_urls)),
]
