"""Signing in and out, and changing one's password: Django's own views with the portal's words and pages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import forms, views
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse_lazy
from django.views.csrf import csrf_failure

from ..kept_form import KEPT_FIELD, KeptForm, kept_from, seal, unseal


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


class MasukView(views.LoginView):
    """The sign-in page; a form that was sent after its session had ended goes on from here."""

    authentication_form = MasukForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Also the kept form, so that a wrong password does not lose it."""
        return super().get_context_data(**kwargs) | {KEPT_FIELD: self.request.POST.get(KEPT_FIELD, "")}

    def form_valid(self, form: forms.AuthenticationForm) -> HttpResponse:
        """Sign in, then lead on: to the kept form of this person, or to the page asked for."""
        answer = super().form_valid(form)
        sealed = self.request.POST.get(KEPT_FIELD)
        if not sealed:
            return answer
        kept = unseal(sealed)
        if kept is not None and kept.pengguna == form.get_user().pk:
            return _send_once_more(self.request, kept)
        reason = "terlalu lama tertunda" if kept is None else "milik akun lain"
        messages.warning(self.request, f"Isian yang belum tersimpan tidak diteruskan karena {reason}.")
        return answer


class GantiKataSandiForm(forms.PasswordChangeForm):
    """The old password and, twice, the new one. What a password must be is in settings.AUTH_PASSWORD_VALIDATORS."""

    error_messages = {
        "password_incorrect": "Kata sandi lama salah. Ketik sekali lagi.",
        "password_mismatch": "Kedua kata sandi baru tidak sama. Ketik ulang keduanya.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Kata sandi sementara" if self.user.harus_ganti_sandi else "Kata sandi lama"
        self.fields["new_password1"].label = "Kata sandi baru"
        self.fields["new_password1"].help_text = (
            "Paling sedikit 10 karakter, tidak hanya angka, bukan kata sandi yang umum dipakai, "
            "dan tidak mirip nama Anda."
        )
        self.fields["new_password2"].label = "Kata sandi baru, sekali lagi"
        self.fields["new_password2"].help_text = ""

    def clean_new_password1(self) -> str:
        """The new password, which is not the old one. Raises `ValidationError`."""
        new = str(self.cleaned_data["new_password1"])
        if self.user.check_password(new):
            raise ValidationError("Kata sandi baru harus berbeda dari yang sekarang.")
        return new

    def save(self, commit: bool = True) -> Any:
        """Set the password; from now on it is the person's own."""
        self.user.harus_ganti_sandi = False
        return super().save(commit)


def sign_in_again(request: HttpRequest, kept: KeptForm) -> HttpResponse:
    """The sign-in page in place of a form that came without a session, with what was typed."""
    return _never_stored(
        render(
            request,
            "registration/login.html",
            {"form": MasukForm(request), "next": kept.alamat, KEPT_FIELD: seal(kept)},
        )
    )


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a CSRF token that no longer holds, as after signing in again in another tab.

    A form that says whose it is (`kept_form`) is not lost: the person sees that it was not taken and sends it once
    more. Nobody else can know that signed field, so a foreign page gets no further than before.
    """
    kept = kept_from(request) or unseal(request.POST.get(KEPT_FIELD, ""))
    if kept is None:
        return csrf_failure(request, reason)
    if not request.user.is_authenticated:
        return sign_in_again(request, kept)
    if kept.pengguna != request.user.pk:
        return csrf_failure(request, reason)
    return _send_once_more(request, kept)


def _send_once_more(request: HttpRequest, kept: KeptForm) -> HttpResponse:
    return _never_stored(render(request, "registration/lanjutkan.html", {"alamat": kept.alamat, "isian": kept.isian}))


def _never_stored(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store, private"
    return response


urlpatterns: list[URLPattern] = [
    path("masuk/", MasukView.as_view(), name="masuk"),
    # Leading to itself makes Django answer with the page registration/logged_out.html.
    path("keluar/", views.LogoutView.as_view(next_page="keluar"), name="keluar"),
    path(
        "kata-sandi/",
        views.PasswordChangeView.as_view(form_class=GantiKataSandiForm, success_url=reverse_lazy("kata_sandi_diganti")),
        name="ganti_kata_sandi",
    ),
    path("kata-sandi/diganti/", views.PasswordChangeDoneView.as_view(), name="kata_sandi_diganti"),
]
