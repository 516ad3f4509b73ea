"""What the grid's JSON addresses share: who may call them, how a request is read, how refusals are answered."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils import timezone

from ..grid.cells import Clash, Clashing, Problem, Refused
from ..grid.history import UnknownChangeSet
from ..grid.sheet import UnknownCell
from ..models import Rencana, User
from ..policies import reason_not_writable
from ..templatetags.portal import tanggal_waktu
from ..writing import Conflict, NotAllowed

View = Callable[..., HttpResponseBase]


def json_view(*methods: str) -> Callable[[View], View]:
    """Make a view an address for scripts: answers of every kind are JSON, also when the session has ended (401)."""

    def wrap(view: View) -> View:
        @login_not_required
        @wraps(view)
        def answer(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return session_ended(slug)
            if request.method not in methods:
                return refuse("Cara memanggil alamat ini tidak dikenal.", 405, Allow=", ".join(methods))
            try:
                return view(request, slug, *args, **kwargs)
            except Rencana.DoesNotExist:
                return refuse("Rencana ini tidak ditemukan.", 404)
            except (UnknownCell, UnknownChangeSet) as problem:
                return refuse(str(problem) or "Perubahan ini tidak ditemukan.", 404)
            except RequestDataTooBig:
                return refuse("Kiriman ini terlalu besar. Kirim dalam beberapa bagian.", 413)
            except NotAllowed as problem:
                return refuse(str(problem), 403)
            except Refused as problem:
                body: dict[str, Any] = {"problems": [problem_json(one) for one in problem.problems]}
                if problem.clashes:
                    body["conflicts"] = [clash_json(one) for one in problem.clashes]
                return JsonResponse(body, status=422)
            except Clashing as problem:
                return JsonResponse({"conflicts": [clash_json(one) for one in problem.clashes]}, status=409)
            except Conflict as problem:
                return JsonResponse({"conflicts": [], "reason": str(problem)}, status=409)

        return answer

    return wrap


def session_ended(slug: str) -> JsonResponse:
    """401 with the address to sign in at, which leads back to the grid."""
    query = urlencode({"next": reverse("rencana-isian", args=[slug])})
    return JsonResponse({"masuk": f"{reverse('masuk')}?{query}"}, status=401)


def refuse(reason: str, status: int, **headers: str) -> JsonResponse:
    """An answer that says why not."""
    return JsonResponse({"reason": reason}, status=status, headers=headers)


def signed_in(request: HttpRequest) -> User:
    """The person; views behind a sign-in have one."""
    if not isinstance(request.user, User):
        raise TypeError("this view needs a person who signed in")
    return request.user


def readable_plan(request: HttpRequest, slug: str) -> Rencana:
    """The plan with the person's rights on it, in one query. Raises `Rencana.DoesNotExist` outside the scope."""
    plans = Rencana.objects.in_scope_of(signed_in(request)).select_related("edisi", "perangkat_daerah__daerah")
    return plans.get(slug=slug)


def writable_plan(request: HttpRequest, slug: str) -> Rencana:
    """As `readable_plan`, for a dry run of a write. Raises `NotAllowed` too."""
    rencana = readable_plan(request, slug)
    if reason := reason_not_writable(signed_in(request), rencana, may_write=rencana.dapat_diubah):
        raise NotAllowed(reason)
    return rencana


# Reading requests -----------------------------------------------------------------------------------


def bad_request(message: str) -> Refused:
    """A request that is not of the agreed form."""
    return Refused([Problem(None, None, message)])


def read_body(request: HttpRequest, *, required: Mapping[str, type], optional: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON object of a request, with these keys and no others. Raises `Refused`.

    A type in `optional` may be a tuple of types; a key that is absent or null there is left out.
    """
    try:
        body = json.loads(request.body)
    except ValueError as problem:
        raise bad_request("Kiriman ini bukan JSON.") from problem
    return read_object(body, "Kiriman", required=required, optional=optional)


def read_object(raw: Any, what: str, *, required: Mapping[str, type], optional: Mapping[str, Any]) -> dict[str, Any]:
    """A JSON object with these keys and types and no others. Raises `Refused`."""
    if not isinstance(raw, dict):
        raise bad_request(f"{what} harus berupa objek.")
    unknown = sorted(set(raw) - set(required) - set(optional))
    missing = sorted(name for name in required if name not in raw)
    if unknown or missing:
        told = [f"“{name[:40]}” tidak dikenal" for name in unknown] + [f"“{name}” tidak ada" for name in missing]
        raise bad_request(f"{what}: {', '.join(told)}.")
    read = {name: value for name, value in raw.items() if value is not None or name in required}
    for name, value in read.items():
        wanted = required.get(name) or optional[name]
        # JSON's true is no number here, although Python's True is an int.
        if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
            raise bad_request(f"{what}: “{name}” tidak sesuai bentuknya.")
    return read


# Writing answers ------------------------------------------------------------------------------------


def problem_json(one: Problem) -> dict[str, Any]:
    """A problem for the browser."""
    return {"row": one.row, "col": one.col, "message": one.message, "choices": choices_json(one.choices)}


def choices_json(choices: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    """What the person can choose instead: words, and the text to type."""
    return [{"label": label, "text": text} for label, text in choices]


def clash_json(one: Clash) -> dict[str, Any]:
    """A clash for the browser, with who changed the cell and when (null when it was never recorded)."""
    return {
        "row": one.row,
        "col": one.col,
        "yours": one.yours,
        "theirs": one.theirs,
        "who": one.touch.who if one.touch else None,
        "when": tanggal_waktu(one.touch.when) if one.touch else None,
    }


def clock(moment: datetime | None) -> str:
    """The time of day, as "tersimpan 10.42" says it; None is now."""
    return f"{timezone.localtime(moment):%H.%M}"
