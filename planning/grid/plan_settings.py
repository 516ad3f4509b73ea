"""The settings of a plan version: what it is called, how it is printed, who signs it. Saved through the one writer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from ..cascade import Cascade, plan_info
from ..models import Change, ChangeSet, Rencana, User
from ..writing import Authorship, PlanDraft, apply, compare, locked_plan
from ..writing.draft import PLAN_SETTINGS, decode_setting, encode_setting
from .cells import Clash, Clashing
from .naming import cell_text, cell_title
from .sheet import Kind, Place
from .touches import Touch, last_touches

SOURCE = "Pengaturan"
#: How many of the latest acts on settings the page tells of.
LATEST = 10


def setting_values(rencana: Rencana) -> dict[str, str | None]:
    """Every setting as the change record spells it, None where blank."""
    return {name: encode_setting(getattr(rencana, name)) for name in PLAN_SETTINGS}


def setting_text(name: str, stored: str | None) -> str:
    """A stored setting as people read it, "" when blank."""
    return cell_text(name, stored, lambda kind, one: f"{kind} {one}")


def save_settings(
    slug: str, user: User, *, seen: Mapping[str, str | None], typed: Mapping[str, str | None]
) -> tuple[Rencana, ChangeSet | None]:
    """Save the settings that differ from what the person saw; settings that `typed` does not name stay as they are.

    Both map a setting to its stored form, None for blank. Returns the plan, and the change set or None when nothing
    had to be written. Raises `Rencana.DoesNotExist`, `NotAllowed`, and `Clashing` with the setting's name as column.
    """
    with locked_plan(slug, user) as lock:
        stored = setting_values(lock.rencana)
        changed = {name: new for name, new in typed.items() if new not in (seen.get(name), stored[name])}
        clashing = [Place(Kind.RENCANA, lock.rencana.pk, one) for one in changed if stored[one] != seen.get(one)]
        if clashing:
            touches = last_touches(lock.rencana, clashing)
            raise Clashing(
                [
                    Clash("", one.name, yours=changed[one.name], theirs=stored[one.name], touch=touches.get(one))
                    for one in clashing
                ]
            )
        draft = PlanDraft(settings={name: decode_setting(name, new) for name, new in changed.items()})
        # The rows of the plan play no part, so they need not be read.
        difference = compare(Cascade(plan_info(lock.rencana), (), {}), draft)
        by = Authorship(user=user, origin=ChangeSet.Origin.GRID, source=SOURCE)
        return lock.rencana, apply(lock.rencana, difference, by=by, lock=lock)


@dataclass(frozen=True, slots=True)
class SettingsAct:
    """Settings that were changed together: (title, before, after) in words. `alone`: nothing else changed with them."""

    touch: Touch
    source: str
    cells: tuple[tuple[str, str, str], ...]
    user_id: int | None
    alone: bool
    undone: bool


def latest_acts(rencana: Rencana) -> list[SettingsAct]:
    """The latest acts that changed settings, whatever page or workbook they came from, newest first. One query."""
    changes = Change.objects.filter(
        changeset__rencana=rencana, kind=Kind.RENCANA, object_id=rencana.pk, act=Change.Act.UPDATE
    )
    acts: list[SettingsAct] = []
    beside = Count("changeset__changes")
    for change in changes.select_related("changeset__undone_by").annotate(beside=beside).order_by("-pk")[: 2 * LATEST]:
        changeset = change.changeset
        cells = tuple(
            (cell_title(name), setting_text(name, change.cells[name][0]), setting_text(name, change.cells[name][1]))
            for name in PLAN_SETTINGS
            if name in change.cells
        )
        # The record of a plan also tells of other things, such as its status.
        if cells:
            source = changeset.source or changeset.get_origin_display()
            alone, undone = change.beside == 1, hasattr(changeset, "undone_by")
            acts.append(SettingsAct(Touch.of(changeset), source, cells, changeset.user_id, alone, undone))
    return acts[:LATEST]
