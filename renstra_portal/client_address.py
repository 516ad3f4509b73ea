"""The address of the person's machine, also behind reverse proxies."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address that a sign-in attempt comes from.

    `settings.PROXY_COUNT` is how many reverse proxies of our own stand in front; each appends the address it
    saw to X-Forwarded-For. Only those last entries are believed: whatever a client wrote before them is not.
    """
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    count: int = settings.PROXY_COUNT
    if count and len(seen) >= count:
        return seen[-count]
    return str(request.META.get("REMOTE_ADDR", ""))
