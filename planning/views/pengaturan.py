"""The settings of a plan version: a form for those who may write, the same in words for everybody else."""

from __future__ import annotations

import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from ..grid.cells import Clashing
from ..grid.plan_settings import latest_acts, save_settings
from ..models import Rencana
from ..policies import Kunci, lock_on
from ..writing import NotAllowed
from .access import visible_plan
from .isian_formulir import seen_before
from .isian_json import clock, signed_in
from .pengaturan_formulir import SettingsForm, read_only
from .plans import plan_tabs, table_entries
from .undoing import take_back

_INCOMPLETE = "Formulir ini tidak lengkap. Buka kembali halamannya, lalu isi lagi."


@require_http_methods(["GET", "HEAD", "POST"])
def plan_settings(request: HttpRequest, slug: str) -> HttpResponse:
    """The settings of a plan; `?tabel=` names the table that the person came from."""
    rencana = visible_plan(request, slug)
    kunci = lock_on(signed_in(request), rencana)
    table = next((one for one in table_entries(rencana) if one["id"] == request.GET.get("tabel")), None)
    form = SettingsForm(rencana)
    if request.method == "POST":
        if kunci:
            raise PermissionDenied(str(kunci))
        if "urungkan" in request.POST:
            _undo(request, rencana)
            return _back(rencana, table)
        form = _sent(request, rencana)
        if form.is_valid() and _save(request, rencana, form):
            return _back(rencana, table)
    return render(request, "planning/pengaturan.html", _context(request, rencana, kunci, form) | {"tabel": table})


def _context(request: HttpRequest, rencana: Rencana, kunci: Kunci | None, form: SettingsForm) -> dict[str, object]:
    user = signed_in(request)
    return {
        "rencana": rencana,
        "tab": plan_tabs(rencana, ""),
        "kunci": kunci,
        "form": form,
        "bagian": read_only(rencana) if kunci else list(form.sections()),
        "lama": json.dumps(form.seen),
        "riwayat": [
            (one, kunci is None and one.alone and not one.undone and one.user_id == user.pk)
            for one in latest_acts(rencana)
        ],
    }


def _sent(request: HttpRequest, rencana: Rencana) -> SettingsForm:
    """The form as it was sent. Raises `PermissionDenied` when what the person had before them was tampered with."""
    try:
        return SettingsForm(rencana, request.POST, seen=seen_before(request))
    except ValueError as problem:
        raise PermissionDenied(_INCOMPLETE) from problem


def _save(request: HttpRequest, rencana: Rencana, form: SettingsForm) -> bool:
    """Save what was changed; False, with what others changed at its fields, when nothing was saved."""
    try:
        _, changeset = save_settings(rencana.slug, signed_in(request), seen=form.seen, typed=form.typed)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Clashing as refusal:
        form.show_clashes(refusal.clashes)
        return False
    if changeset is None:
        messages.info(request, "Tidak ada pengaturan yang berubah.")
    else:
        messages.success(request, f"Pengaturan tersimpan pukul {clock(changeset.at)}.")
    return True


def _undo(request: HttpRequest, rencana: Rencana) -> None:
    """Take one of the person's own acts on settings back, or say why that cannot be."""
    offered = {str(one.touch.changeset) for one in latest_acts(rencana) if one.alone}
    if (asked := request.POST["urungkan"]) not in offered:
        raise PermissionDenied(_INCOMPLETE)
    take_back(request, rencana, int(asked), unit="pengaturan", done="Perubahan pengaturan diurungkan.")


def _back(rencana: Rencana, table: dict[str, str] | None) -> HttpResponse:
    """The page again, still knowing the table that the person came from."""
    query = f"?{urlencode({'tabel': table['id']})}" if table else ""
    return redirect(reverse("rencana-pengaturan", args=[rencana]) + query)


urlpatterns: list[URLPattern] = [path("", plan_settings, name="rencana-pengaturan")]
