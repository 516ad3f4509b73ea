"""The list of plan versions as a table with sorting."""

from __future__ import annotations

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..models import Rencana
from ..templatetags.portal import status, tanggal_waktu


class RencanaTable(tables.Table):
    """Plan versions: what, of whom, which version, its state, when last changed."""

    judul = tables.Column("Rencana", order_by=("slug",))
    perangkat_daerah = tables.Column("Perangkat daerah", accessor="nama_perangkat_daerah")
    nama_daerah = tables.Column("Daerah")
    versi = tables.Column("Versi", accessor="nama_versi", orderable=False)
    status = tables.Column("Status")
    diubah = tables.Column("Terakhir diubah")

    class Meta:
        model = Rencana
        fields = ("judul", "perangkat_daerah", "nama_daerah", "versi", "status", "diubah")
        order_by = "judul"
        attrs = {"class": "daftar"}

    def render_judul(self, record: Rencana) -> SafeString:
        """The title, leading to the plan's home."""
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), record.judul)

    def value_judul(self, record: Rencana) -> str:
        """The title as exported."""
        return record.judul

    def render_status(self, record: Rencana) -> SafeString:
        """The state as a chip."""
        return status(record.status)

    def render_diubah(self, record: Rencana) -> str:
        """The moment of the last change, in local time."""
        return tanggal_waktu(record.diubah)
