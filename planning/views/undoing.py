"""Taking an act back from a page without JavaScript: one answer for every page that offers it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from ..grid.cells import Clashing, Refused
from ..grid.history import UnknownChangeSet, undo
from ..models import Rencana
from ..templatetags.portal import tanggal_waktu
from ..writing import NotAllowed
from .isian_json import signed_in


def take_back(request: HttpRequest, rencana: Rencana, changeset: int, *, unit: str, done: str) -> None:
    """Undo an act of the person and tell them, or tell them why that cannot be.

    `done` is said when it was undone, `unit` is what others may have changed since ("sel"). Raises `PermissionDenied`
    for an act that is not theirs to undo.
    """
    try:
        undo(rencana.slug, signed_in(request), changeset)
    except (NotAllowed, UnknownChangeSet) as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refused as refusal:
        messages.error(request, " ".join(one.message for one in refusal.problems[:5]))
    except Clashing as refusal:
        touched = next((one.touch for one in refusal.clashes if one.touch), None)
        who = f", terakhir oleh {touched.who} pada {tanggal_waktu(touched.when)}" if touched else ""
        messages.error(
            request,
            f"Tidak dapat diurungkan: {len(refusal.clashes)} {unit} sudah diubah lagi{who}. Tidak ada yang diubah.",
        )
    else:
        messages.success(request, done)
