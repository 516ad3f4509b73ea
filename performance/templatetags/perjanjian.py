"""Filters of the pages on perjanjian kinerja."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from renstra_portal.lib.numbers import format_number
from renstra_portal.lib.values import format_rupiah

from ..perjanjian.comparison import Selisih
from ..perjanjian.lampiran import target_text

register = template.Library()


@register.filter
def target_semula(one: Selisih) -> str:
    """The target as it was, with its unit."""
    return target_text(one.semula, one.satuan, one.desimal)


@register.filter
def target_menjadi(one: Selisih) -> str:
    """The target as it is now, with its unit."""
    return target_text(one.menjadi, one.satuan, one.desimal)


@register.filter
def beda(one: Selisih) -> SafeString:
    """How much more or less: bold where something changed, quiet where nothing did, blank where it cannot be said."""
    if one.selisih is None:
        return SafeString("")
    text = format_rupiah(one.selisih) if one.is_rupiah else format_number(one.selisih, one.desimal)
    return format_html("<strong>{}</strong>" if one.selisih else '<span class="redup">{}</span>', text)
