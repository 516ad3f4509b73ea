"""Addresses of the planning pages."""

from django.urls import URLPattern, URLResolver, include, path

account_urls: list[URLPattern | URLResolver] = [path("", include("planning.views.akun"))]

urlpatterns: list[URLPattern | URLResolver] = [*account_urls]
