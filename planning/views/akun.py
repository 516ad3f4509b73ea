"""Signing in and out, and changing one's password: Django's own views with the portal's words and pages."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import forms, views
from django.urls import URLPattern, path, reverse_lazy


class MasukForm(forms.AuthenticationForm):
    """User name and password. A wrong pair says no more than that it is wrong."""

    error_messages = {
        "invalid_login": "Nama pengguna atau kata sandi salah. Periksa juga huruf besar dan kecil (Caps Lock).",
        "inactive": "Akun ini tidak aktif. Hubungi admin portal di daerah Anda.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Nama pengguna"
        self.fields["password"].label = "Kata sandi"


class GantiKataSandiForm(forms.PasswordChangeForm):
    """The old password and, twice, the new one. What a password must be is in settings.AUTH_PASSWORD_VALIDATORS."""

    error_messages = {
        "password_incorrect": "Kata sandi lama salah. Ketik sekali lagi.",
        "password_mismatch": "Kedua kata sandi baru tidak sama. Ketik ulang keduanya.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Kata sandi lama"
        self.fields["new_password1"].label = "Kata sandi baru"
        self.fields["new_password1"].help_text = (
            "Paling sedikit 10 karakter, tidak hanya angka, bukan kata sandi yang umum dipakai, "
            "dan tidak mirip nama Anda."
        )
        self.fields["new_password2"].label = "Kata sandi baru, sekali lagi"
        self.fields["new_password2"].help_text = ""


urlpatterns: list[URLPattern] = [
    path(
        "masuk/",
        views.LoginView.as_view(authentication_form=MasukForm, redirect_authenticated_user=True),
        name="masuk",
    ),
    # Leading to itself makes Django answer with the page registration/logged_out.html.
    path("keluar/", views.LogoutView.as_view(next_page="keluar"), name="keluar"),
    path(
        "kata-sandi/",
        views.PasswordChangeView.as_view(form_class=GantiKataSandiForm, success_url=reverse_lazy("kata_sandi_diganti")),
        name="ganti_kata_sandi",
    ),
    path("kata-sandi/diganti/", views.PasswordChangeDoneView.as_view(), name="kata_sandi_diganti"),
]
