"""What a plan's overview offers to do with the version, and where the version stands among others."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from ..models import Rencana
from ..plan_pages import Action, actions_of
from ..versions.lineage import Lineage, later_version
from ..versions.renja import free_years
from ..versions.rights import lock_on_cancelling, lock_on_establishing, lock_on_new_plan, lock_on_perubahan
from .isian_json import signed_in


def version_context(request: HttpRequest, rencana: Rencana) -> dict[str, object]:
    """`silsilah` (a `Lineage`), `terbaru` (a later version) and `aksi` for planning/rencana_versi.html."""
    return {
        "silsilah": Lineage.of(rencana),
        "terbaru": later_version(rencana),
        "aksi": version_actions(request, rencana),
    }


def version_actions(request: HttpRequest, rencana: Rencana) -> list[Action]:
    """What the person may do with the version now."""
    user = signed_in(request)
    actions: list[Action] = []
    if lock_on_new_plan(user, rencana.perangkat_daerah) is None and (years := free_years(rencana)):
        new = f"{reverse('renja-baru')}?{urlencode({'dari': rencana.slug})}"
        # From a Renja only one year can be made, so the button names it.
        which = f" {years[0]}" if rencana.jenis == Rencana.Jenis.RENJA else ""
        actions.append(Action(f"Buat Renja{which}", "calendar3", new))
    actions += actions_of(user, rencana)
    if lock_on_perubahan(user, rencana) is None:
        actions.append(Action("Buat perubahan", "arrow-repeat", reverse("rencana-buat-perubahan", args=[rencana])))
    if lock_on_cancelling(user, rencana) is None:
        actions.append(Action("Batalkan perubahan", "trash", reverse("rencana-batalkan", args=[rencana])))
    if lock_on_establishing(user, rencana) is None:
        actions.append(Action("Tetapkan", "patch-check", reverse("rencana-tetapkan", args=[rencana]), utama=True))
    return actions
