"""Pages on which versions are made, revised, cancelled and set; each shows first what it would do."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from ..cascade import load
from ..checks import Severity, run_checks
from ..models import ChangeSet, Rencana
from ..policies import Kunci, offices_to_plan_for
from ..versions.establishing import establish
from ..versions.perubahan import cancel_perubahan, create_perubahan
from ..versions.renja import create_empty_renja, create_renja
from ..versions.rights import lock_on_cancelling, lock_on_establishing, lock_on_perubahan
from ..writing import Conflict, NotAllowed, WriteError
from .access import visible_plan
from .isian_json import signed_in
from .plans import money_by_year, plan_tabs
from .versi_formulir import CancelForm, EstablishForm, PerubahanForm, RenjaForm

_ASKS = require_http_methods(["GET", "HEAD", "POST"])
_NOT_YOURS = "Renja hanya dapat dibuat oleh perencana, untuk perangkat daerahnya sendiri."


@_ASKS
def new_renja(request: HttpRequest) -> HttpResponse:
    """The form for a new Renja; for those who may make none, why not and who can change that. `?dari=` is a slug."""
    user = signed_in(request)
    may_make = offices_to_plan_for(user).exists()
    form = RenjaForm(user, dari=request.GET.get("dari", ""))
    if request.method == "POST":
        if not may_make:
            raise PermissionDenied(_NOT_YOURS)
        form = RenjaForm(user, request.POST)
        if form.is_valid() and (renja := _made(request, form)):
            messages.success(request, _welcome(renja))
            return redirect(renja)
    return render(request, "planning/renja_baru.html", {"form": form, "boleh": may_make})


def _made(request: HttpRequest, form: RenjaForm) -> Rencana | None:
    """The Renja that the form asks for; None, with the reason at the form, when it cannot be made."""
    source, tahun, user = form.source, form.cleaned_data["tahun"], signed_in(request)
    try:
        if isinstance(source, Rencana):
            return create_renja(source, tahun, user=user)
        return create_empty_renja(source, tahun, user=user)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except WriteError as refusal:
        form.add_error("tahun", str(refusal))
        return None


def _welcome(renja: Rencana) -> str:
    if renja.asal is None:
        return f"{renja.judul} dibuat, masih kosong."
    return f"{renja.judul} dibuat dari {renja.asal.judul}. Periksa target, pagu dan evaluasinya."


@_ASKS
def new_perubahan(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a perubahan of a version that was set."""
    rencana = visible_plan(request, slug)
    user = signed_in(request)
    kunci = lock_on_perubahan(user, rencana)
    form = PerubahanForm(request.POST if request.method == "POST" else None)
    if _is_valid(request, kunci, form):
        said = form.cleaned_data
        try:
            made = create_perubahan(rencana, user=user, reason=said["alasan"], dasar=said["dasar"])
        except WriteError as refusal:
            messages.error(request, str(refusal))
            return redirect("rencana-buat-perubahan", rencana)
        messages.success(request, f"{made.judul} dibuat. Isinya sama dengan versi sebelumnya dan dapat diubah.")
        return redirect(made)
    context = _context(rencana, kunci, form) | {"baris": rencana.simpul.count(), "nomor": rencana.perubahan_ke + 1}
    return render(request, "planning/versi_perubahan.html", context)


@_ASKS
def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    """Delete an open perubahan as a whole, once the person has said why."""
    rencana = visible_plan(request, slug)
    user = signed_in(request)
    kunci = lock_on_cancelling(user, rencana)
    form = CancelForm(request.POST if request.method == "POST" else None, initial={"revisi": rencana.revisi})
    if _is_valid(request, kunci, form):
        said = form.cleaned_data
        try:
            revised = cancel_perubahan(rencana, user=user, reason=said["alasan"], revisi=said["revisi"])
        except Conflict as refusal:
            messages.error(request, str(refusal))
            return redirect("rencana-batalkan", rencana)
        except WriteError as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        messages.success(request, f"{rencana.judul} dibatalkan. Pembatalannya tercatat di riwayat rencana ini.")
        return redirect(revised)
    written = rencana.changesets.exclude(origin=ChangeSet.Origin.COPY).count()
    context = _context(rencana, kunci, form) | {"baris": rencana.simpul.count(), "tulisan": written}
    return render(request, "planning/versi_batalkan.html", context)


@_ASKS
def set_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Set a version: first what is set, what the checks found, and that it is for good."""
    rencana = visible_plan(request, slug)
    user = signed_in(request)
    kunci = lock_on_establishing(user, rencana)
    form = EstablishForm(request.POST if request.method == "POST" else None, initial={"revisi": rencana.revisi})
    if _is_valid(request, kunci, form):
        said = form.cleaned_data
        try:
            establish(rencana, user=user, reason=said["alasan"], revisi=said["revisi"])
        except WriteError as refusal:
            messages.error(request, str(refusal))
            return redirect("rencana-tetapkan", rencana)
        messages.success(request, f"{rencana.judul} ditetapkan. Isinya kini tidak dapat diubah.")
        return redirect(rencana)
    context = _context(rencana, kunci, form)
    if kunci is None:
        cascade = load(rencana)
        counts = Counter(finding.severity for finding in run_checks(cascade))
        context |= {
            "tahun": money_by_year(cascade),
            "temuan": [(one.value, counts[one]) for one in Severity if counts[one]],
            "galat": counts[Severity.GALAT],
        }
    return render(request, "planning/versi_tetapkan.html", context)


def _is_valid(request: HttpRequest, kunci: Kunci | None, form: Form) -> bool:
    """Whether the form was sent and can be acted on. Raises `PermissionDenied` when sent past a lock."""
    if request.method != "POST":
        return False
    if kunci:
        raise PermissionDenied(str(kunci))
    return form.is_valid()


def _context(rencana: Rencana, kunci: Kunci | None, form: Form) -> dict[str, object]:
    return {"rencana": rencana, "tab": plan_tabs(rencana, ""), "kunci": kunci, "form": form}


renja_urls: list[URLPattern] = [path("baru/", new_renja, name="renja-baru")]

urlpatterns: list[URLPattern] = [
    path("tetapkan/", set_plan, name="rencana-tetapkan"),
    path("buat-perubahan/", new_perubahan, name="rencana-buat-perubahan"),
    path("batalkan-perubahan/", cancel, name="rencana-batalkan"),
]
