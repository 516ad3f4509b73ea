"""Filters of the performance pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from planning.templatetags.portal import angka, ikon
from renstra_portal.lib.dates import roman

if TYPE_CHECKING:
    from ..views.kelengkapan import Sel

register = template.Library()


@register.filter
def romawi(number: int) -> str:
    """A triwulan as people write it: "III"."""
    return roman(number)


@register.filter
def ukuran(size: int) -> str:
    """The size of a file, given in bytes: "812 KB", "2,4 MB"."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",")


@register.simple_tag
def sel_lengkap(sel: Sel) -> SafeString:
    """A cell of the matrix of completeness: "3/5", leading to where the rest is filled in; empty where none is due.

    A tag and not a template: a page holds thousands of them.
    """
    edge = " lengkap-tw" if sel.nama == "kinerja" else ""
    if not sel.url:
        return format_html('<td class="c{}"></td>', edge)
    return format_html(
        '<td class="c lengkap-{}{}"><a href="{}" title="{}: {} dari {} terisi">{}{}/{}</a></td>',
        sel.keadaan,
        edge,
        sel.url,
        sel.nama.capitalize(),
        sel.isi.terisi,
        sel.isi.perlu,
        ikon("check2") if sel.keadaan == "lengkap" else "",
        angka(sel.isi.terisi),
        angka(sel.isi.perlu),
    )
