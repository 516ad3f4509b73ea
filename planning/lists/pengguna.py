"""The list of accounts as a table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ..accounts import ADMIN, Role, role_of
from ..locks import SignInLock
from ..models import User
from ..templatetags.portal import ikon, tanggal_waktu


class PenggunaTable(tables.Table):
    """Accounts: who, with which roles where, last sign-in, and whether the account is open.

    Wants accounts with `keanggotaan` prefetched; `locks` are those of `planning.locks.locks_of`.
    """

    nama_lengkap = tables.Column("Nama lengkap", empty_values=(), order_by=("nama_lengkap", "username"))
    username = tables.Column("Nama pengguna")
    peran = tables.Column("Peran dan lingkup", empty_values=(), orderable=False)
    last_login = tables.Column("Terakhir masuk", empty_values=())
    is_active = tables.Column("Keadaan", order_by=("is_active", "nama_lengkap"))

    class Meta:
        model = User
        fields = ("nama_lengkap", "username", "peran", "last_login", "is_active")
        attrs = {"class": "daftar"}
        row_attrs = {"class": lambda record: "" if record.is_active else "redup"}

    def __init__(self, *args: Any, locks: Mapping[str, list[SignInLock]], **kwargs: Any) -> None:
        self.locks = locks
        super().__init__(*args, **kwargs)

    def render_nama_lengkap(self, record: User) -> SafeString:
        """The full name, leading to the person's page."""
        return format_html('<a href="{}">{}</a>', reverse("pengguna-satu", args=[record.pk]), record)

    def render_peran(self, record: User) -> SafeString:
        """Every role with its scope, one a line."""
        roles = [role_of(one) for one in record.keanggotaan.all()]
        if record.is_superuser:
            roles.insert(0, Role(ADMIN))
        if not roles:
            return format_html('<span class="redup">{}</span>', "belum berperan")
        return format_html_join("", "<div>{}</div>", ((str(one),) for one in roles))

    def render_last_login(self, value: datetime | None) -> SafeString:
        """The moment of the last sign-in, in local time."""
        if value is None:
            return format_html('<span class="redup">{}</span>', "belum pernah")
        return format_html('<span class="text-nowrap">{}</span>', tanggal_waktu(value))

    def render_is_active(self, record: User) -> SafeString:
        """Whether the account is open, and whether signing in is locked now."""
        chips = [("chip-selesai", "check-circle", "Aktif") if record.is_active else ("", "x-circle", "Nonaktif")]
        if record.username in self.locks:
            chips.append(("chip-peringatan", "lock", "Terkunci"))
        return format_html_join(" ", '<span class="chip {}">{}{}</span>', ((c, ikon(i), text) for c, i, text in chips))
