"""The frame's own addresses around one empty page, so that the frame is tested without any page of data."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from planning.views import akun


def page(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


def refused(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Hanya perencana perangkat daerah ini yang dapat mengubahnya.")


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault in the program")


urlpatterns = [
    path("", page, name="beranda"),
    path("kinerja/", page, name="kinerja"),
    path("kinerja/lkip/", page, name="lkip"),
    path("cari/", page, name="cari"),
    path("pengguna/", page, name="pengguna"),
    path("ditolak/", refused),
    path("rusak/", broken),
    path("admin/", admin.site.urls),
    *akun.urlpatterns,
]
