"""Who gets past the door: people who signed in, with a password of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin

from .kept_form import kept_from
from .views.akun import sign_in_again

#: What somebody with a temporary password may open. Style sheets and scripts are served before this is asked.
OPEN_WITH_TEMPORARY_PASSWORD = {"masuk", "keluar", "ganti_kata_sandi", "kata_sandi_diganti", "healthz", "readyz"}

View = Callable[..., HttpResponseBase]


class SignInRequired(LoginRequiredMiddleware):
    """Django's rule that pages are for people who signed in, and a form sent after the session ended is not lost."""

    def process_view(
        self, request: HttpRequest, view_func: View, view_args: tuple[Any, ...], view_kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Ask to sign in; what a plain form brought is taken along."""
        # What a script of a page sends stays in that page.
        if request.method == "POST" and not request.user.is_authenticated and "HX-Request" not in request.headers:
            kept = kept_from(request)
            if kept is not None:
                return sign_in_again(request, kept)
        answer: HttpResponseBase | None = super().process_view(request, view_func, view_args, view_kwargs)
        return answer


class OwnPasswordRequired(MiddlewareMixin):
    """With a temporary password nothing opens but the page that changes it, and the way out."""

    def process_view(
        self, request: HttpRequest, view_func: View, view_args: tuple[Any, ...], view_kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Lead to the change of the password; a script is told so as when its session has ended."""
        if not getattr(request.user, "harus_ganti_sandi", False):
            return None
        match = request.resolver_match
        if match is not None and match.view_name in OPEN_WITH_TEMPORARY_PASSWORD:
            return None
        for_script = not getattr(view_func, "login_required", True) and "text/html" not in request.headers.get(
            "Accept", ""
        )
        if for_script:
            return JsonResponse({"masuk": reverse("ganti_kata_sandi")}, status=401)
        return redirect("ganti_kata_sandi")
