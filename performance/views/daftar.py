"""The list of kinerja plans, and the page on which one is made from a Renja or a year of a Renstra."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from planning.models import Rencana, User
from planning.plan_pages import Action
from planning.policies import offices_to_plan_for
from planning.versions.kinerja import create_kinerja, kinerja_sources_for
from planning.versions.lineage import short_name
from planning.versions.rights import lock_on_new_plan
from planning.views.isian_json import signed_in
from planning.views.plans import plan_list
from planning.writing import NotAllowed, WriteError

from ..jadwal import today

_NOT_YOURS = "Kinerja hanya dapat dibuat oleh perencana, untuk perangkat daerahnya sendiri."


class KinerjaForm(forms.Form):
    """A new kinerja plan: of which year, and from which version. When valid, `source` and `tahun` are the chosen."""

    use_required_attribute = False

    dari = forms.ChoiceField(
        label="Tahun dan rencana asalnya",
        help_text="Tujuan, sasaran, program, indikator, target, dan pagu tahun itu diambil dari rencana ini.",
        error_messages={
            "required": "Pilih tahun dan rencana asalnya.",
            "invalid_choice": "Pilihan ini tidak dapat dipakai: kinerja tahun itu sudah ada, atau rencananya bukan "
            "milik perangkat daerah Anda. Pilih dari daftar.",
        },
    )

    def __init__(self, user: User, data: Any = None, *, dari: str = "", tahun: str = "") -> None:
        super().__init__(data)
        self._chosen: dict[str, tuple[Rencana, int]] = {}
        of_office: dict[str, list[tuple[str, str]]] = {}
        for one, years in kinerja_sources_for(list(offices_to_plan_for(user))).items():
            office = f"{one.perangkat_daerah}, {one.perangkat_daerah.daerah}"
            for year in years:
                self._chosen[f"{one.slug}:{year}"] = one, year
                of_office.setdefault(office, []).append((f"{one.slug}:{year}", f"{year}, dari {short_name(one)}"))
        groups = list(of_office.items())
        self.fields["dari"].choices = groups[0][1] if len(groups) == 1 else groups  # type: ignore[attr-defined]
        self.initial = {"dari": self._likely(dari, tahun)}

    @property
    def has_sources(self) -> bool:
        """Whether there is any year to open."""
        return bool(self._chosen)

    @property
    def source(self) -> Rencana:
        """The version that was chosen."""
        return self._chosen[self.cleaned_data["dari"]][0]

    @property
    def tahun(self) -> int:
        """The year that was chosen."""
        return self._chosen[self.cleaned_data["dari"]][1]

    def _likely(self, slug: str, tahun: str) -> str:
        """The choice most likely wanted: of the plan that was asked for, the year nearest to the one asked for."""
        held = {name: one for name, one in self._chosen.items() if one[0].slug == slug} or self._chosen
        wanted = int(tahun) if tahun.isascii() and tahun.isdecimal() and len(tahun) == 4 else today().year
        return min(held, key=lambda name: abs(held[name][1] - wanted), default="")


def opening_actions(user: User, rencana: Rencana) -> Iterator[Action]:
    """What a Renja or Renstra offers to a person who may open one of its years."""
    if lock_on_new_plan(user, rencana.perangkat_daerah):
        return
    years = kinerja_sources_for([rencana.perangkat_daerah]).get(rencana, ())
    if years:
        which = f" {years[0]}" if len(years) == 1 else ""
        query = urlencode({"dari": rencana.slug})
        yield Action(f"Buat Kinerja{which}", "speedometer2", f"{reverse('kinerja-baru')}?{query}")


@require_safe
def kinerja_list(request: HttpRequest) -> HttpResponse:
    """Every kinerja plan version that the person may read."""
    offices = list(offices_to_plan_for(signed_in(request)))
    return plan_list(
        request,
        Rencana.Jenis.KINERJA.value,
        "performance/daftar.html",
        {"ada_asal": bool(offices) and bool(kinerja_sources_for(offices))},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_kinerja(request: HttpRequest) -> HttpResponse:
    """The form for a new kinerja plan (`?dari=` a slug, `?tahun=`); else why not and who can."""
    user = signed_in(request)
    may_make = offices_to_plan_for(user).exists()
    form = KinerjaForm(user, dari=request.GET.get("dari", ""), tahun=request.GET.get("tahun", ""))
    if request.method == "POST":
        if not may_make:
            raise PermissionDenied(_NOT_YOURS)
        form = KinerjaForm(user, request.POST)
        if form.is_valid() and (made := _made(request, form)):
            messages.success(request, f"{made.judul} dibuat dari {form.source.judul}. Periksa target dan pagunya.")
            return redirect(made)
    return render(request, "performance/baru.html", {"form": form, "boleh": may_make})


def _made(request: HttpRequest, form: KinerjaForm) -> Rencana | None:
    """The plan that the form asks for; None, with the reason at the form, when it cannot be made."""
    try:
        return create_kinerja(form.source, form.tahun, user=signed_in(request))
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except WriteError as refusal:
        form.add_error("dari", str(refusal))
        return None


urlpatterns: list[URLPattern] = [
    path("", kinerja_list, name="kinerja"),
    path("baru/", new_kinerja, name="kinerja-baru"),
]
