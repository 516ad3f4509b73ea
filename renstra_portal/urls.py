"""The portal's addresses: health, administration, and each app's own."""

from django.contrib import admin
from django.urls import include, path

from renstra_portal.health import healthz, readyz

admin.site.site_header = "Data referensi Renstra Portal"
admin.site.site_title = "Renstra Portal"
admin.site.index_title = "Data referensi"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("", include("performance.urls")),
    path("", include("planning.urls")),
]
