"""Template tags around signing in: the times of a lock, and forms that outlive the end of a session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..kept_form import OWNER_FIELD, sign_owner

register = template.Library()


@dataclass(frozen=True)
class Penguncian:
    """A locked sign-in: `sejak`, the last wrong password; `sampai`, when it opens again by itself."""

    sejak: datetime
    sampai: datetime


@register.simple_tag(takes_context=True)
def penguncian(context: template.Context, username: str, cooloff: timedelta | None) -> Penguncian | None:
    """Since when and until when this user name is locked for the person's address.

    None when nothing is recorded or when locks never end by themselves (`cooloff` None): the page then says no times.
    """
    request = context["request"]
    last = (
        AccessAttempt.objects.filter(username=username, ip_address=request.axes_ip_address)
        .order_by("-attempt_time")
        .first()
    )
    if last is None or cooloff is None:
        return None
    return Penguncian(sejak=last.attempt_time, sampai=last.attempt_time + cooloff)


@register.simple_tag(takes_context=True)
def penjaga_sesi(context: template.Context) -> SafeString:
    """The hidden field that keeps what is typed into a plain form when the session ends (`planning.kept_form`)."""
    owner = sign_owner(context["request"].user)
    return format_html('<input type="hidden" name="{}" value="{}">', OWNER_FIELD, owner)
