"""Tags and filters of the portal's pages: icons, status chips, form fields, Indonesian figures and dates."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms, template
from django.contrib.messages.storage.base import Message
from django.forms import BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from planning.models import Rencana
from planning.plan_pages import ExcelPage, excel_of
from renstra_portal.lib.dates import long_date
from renstra_portal.lib.numbers import format_number
from renstra_portal.lib.numbers import terbilang as in_words
from renstra_portal.lib.values import Jenis, Nilai, format_nilai, format_rupiah

register = template.Library()

#: Sums from this size on (one milliard rupiah) also say themselves in words, on hover.
SPELLED_FROM = Decimal(1_000_000_000)

ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}

STATUS_ICONS = {
    Rencana.Status.KONSEP: "pencil",
    Rencana.Status.DIAJUKAN: "send",
    Rencana.Status.DIKEMBALIKAN: "arrow-return-left",
    Rencana.Status.DIVERIFIKASI: "check2-circle",
    Rencana.Status.DITETAPKAN: "lock",
}

KIND_ICONS = {
    "galat": "x-octagon",
    "peringatan": "exclamation-triangle",
    "selesai": "check-circle",
    "catatan": "info-circle",
    "info": "info-circle",
}

MESSAGE_KINDS = {"danger": "galat", "error": "galat", "warning": "peringatan", "success": "selesai"}


@register.simple_tag
def ikon(name: str, label: str = "") -> SafeString:
    """The icon `name` of static/ikon.svg, hidden from screen readers unless it has a `label` of its own."""
    address = f"{static('ikon.svg')}#{name}"
    if label:
        return format_html('<svg class="ikon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, address)
    return format_html('<svg class="ikon" aria-hidden="true"><use href="{}"></use></svg>', address)


@register.simple_tag
def status(value: str, label: str = "") -> SafeString:
    """The chip of a plan's status (`Rencana.Status`), with its own words unless `label` gives others.

    Raises `ValueError` for a status that does not exist.
    """
    known = Rencana.Status(value)
    return format_html(
        '<span class="chip chip-{}">{}{}</span>', known.value, ikon(STATUS_ICONS[known]), label or known.label
    )


@register.simple_tag
def remah(nama: str, url: str = "") -> SafeString:
    """One step of the breadcrumb: a link, or the page itself when it has no address."""
    if url:
        return format_html('<li><a href="{}">{}</a></li>', url, nama)
    return format_html('<li aria-current="page">{}</li>', nama)


@register.simple_tag
def isian(field: BoundField) -> SafeString:
    """The input of a form field with the classes of its kind, and the mark of an error where it has one."""
    widget = field.field.widget
    classes = widget.attrs.get("class", "").split()
    if isinstance(widget, forms.CheckboxInput):
        classes.append("form-check-input")
    elif isinstance(widget, forms.Select) and not isinstance(widget, forms.RadioSelect):
        classes.append("form-select")
    elif not isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        classes.append("form-control")
    if field.errors:
        classes.append("is-invalid")
    return field.as_widget(attrs={"class": " ".join(classes)})


@register.filter
def ikon_jenis(kind: str) -> str:
    """The icon of a kind of message or finding: galat, peringatan, selesai, catatan, info."""
    return KIND_ICONS[kind]


@register.filter
def jenis_pesan(message: Message) -> str:
    """The kind (galat, peringatan, selesai, info) of a message of django.contrib.messages."""
    return MESSAGE_KINDS.get(message.level_tag, "info")


@register.filter
def rupiah(amount: Decimal | int | None) -> str:
    """An amount in rupiah without "Rp": "1.308.202.759"; with sen only where there are any; None gives ""."""
    return format_rupiah(None if amount is None else Decimal(amount))


@register.filter
def terbilang(amount: Decimal | int | None) -> str:
    """A very large amount of rupiah in words, for the title of its cell; "" for None and for small amounts."""
    exact = Decimal(amount or 0)
    return in_words(exact) if abs(exact) >= SPELLED_FROM else ""


@register.filter
def angka(value: Nilai | Decimal | int | None, decimals: int | None = None) -> str:
    """A figure in Indonesian spelling, "1.250" or "79,98"; `decimals` None prints it as held; None gives ""."""
    if value is None:
        return ""
    if isinstance(value, Nilai):
        return format_nilai(value, decimals)
    return format_number(Decimal(value), decimals)


@register.filter
def persen(value: Nilai | Decimal | int | None, decimals: int | None = None) -> str:
    """A figure that is already in percent, "99,30%"; "-" and grades stay as they are; None gives ""."""
    if value is None:
        return ""
    if isinstance(value, Nilai):
        return format_nilai(value, decimals, percent=True)
    return f"{format_number(Decimal(value), decimals)}%"


@register.filter
def nilai(value: Nilai | None, decimals: int | None = None) -> SafeString:
    """A value for the screen: an empty one and "-" look different from each other and from 0."""
    if value is None or value.kind is Jenis.KOSONG:
        return SafeString(
            '<span class="nilai-kosong" title="Belum diisi"><span class="visually-hidden">belum diisi</span></span>'
        )
    if value.kind is Jenis.TIDAK_DIRENCANAKAN:
        return SafeString('<span class="nilai-tidak" title="Tidak direncanakan">-</span>')
    return format_html("{}", format_nilai(value, decimals))


def _local(moment: date) -> date:
    return timezone.localtime(moment) if isinstance(moment, datetime) and timezone.is_aware(moment) else moment


@register.filter
def tanggal(moment: date | None) -> str:
    """A date, or the local date of a moment: "17 Agustus 2026"; None gives ""."""
    return "" if moment is None else long_date(_local(moment))


@register.filter
def tanggal_waktu(moment: datetime | None) -> str:
    """A moment in the portal's own zone: "17 Agustus 2026 pukul 15.04 WIB"; None gives ""."""
    if moment is None:
        return ""
    local: Any = _local(moment)
    zone = ZONES.get(timezone.get_current_timezone_name(), "")
    return f"{long_date(local)} pukul {local:%H.%M} {zone}".rstrip()


@register.filter
def lewat_excel(rencana: Rencana) -> ExcelPage | None:
    """The page on which such a plan is filled in through Excel; None when it has the plan's workbook."""
    return excel_of(rencana.jenis)
