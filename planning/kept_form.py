"""What was typed into a plain form outlives the session that ended while it was open.

The form says whose it is with `{% penjaga_sesi %}` (a signed field). When it is sent without a session, the sign-in
page takes what was typed along as one signed field, and after signing in it is sent once more to where it was going:
with a new CSRF token, by the person's own click, and through the view's own checks. Nothing is kept on the server,
and nobody but the person who typed gets it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest

from .models import User

#: The field of a form that says whose it is, and the field of the sign-in page that holds what was typed.
OWNER_FIELD, KEPT_FIELD = "penjaga", "tertunda"

_OWNER_SALT, _KEPT_SALT = "planning.kept_form.owner", "planning.kept_form.kept"
_OWNER_AGE, _KEPT_AGE = timedelta(days=7), timedelta(hours=12)
_NOT_TYPED = {OWNER_FIELD, "csrfmiddlewaretoken"}


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form that could not be taken: who filled it in (id), its address, and its fields in order."""

    pengguna: int
    alamat: str
    isian: list[tuple[str, str]]


def sign_owner(user: User) -> str:
    """The value of the form's `OWNER_FIELD`."""
    return signing.dumps(user.pk, salt=_OWNER_SALT)


def kept_from(request: HttpRequest) -> KeptForm | None:
    """The form in the request, or None when it does not say whose it is."""
    try:
        owner = signing.loads(request.POST.get(OWNER_FIELD, ""), salt=_OWNER_SALT, max_age=_OWNER_AGE)
    except signing.BadSignature:
        return None
    fields = [(name, value) for name, values in request.POST.lists() if name not in _NOT_TYPED for value in values]
    return KeptForm(owner, request.get_full_path(), fields)


def seal(kept: KeptForm) -> str:
    """The kept form as one text that nobody can change; readable by whoever typed it."""
    return signing.dumps([kept.pengguna, kept.alamat, kept.isian], salt=_KEPT_SALT, compress=True)


def unseal(sealed: str) -> KeptForm | None:
    """What `seal` made; None when there is nothing, or it is too old or not ours."""
    try:
        pengguna, alamat, isian = signing.loads(sealed, salt=_KEPT_SALT, max_age=_KEPT_AGE)
    except signing.BadSignature:
        return None
    return KeptForm(pengguna, alamat, [(name, value) for name, value in isian])
