"""The nomenclature as a table, indented by level."""

from __future__ import annotations

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..models import Nomenklatur
from ..nomenklatur.index import printed_kode


class NomenklaturTable(tables.Table):
    """Code in the edition's digits, name, and what the national list prescribes: kinerja, indikator, satuan."""

    kode = tables.Column("Kode", attrs={"td": {"class": "kode"}})
    uraian = tables.Column("Uraian", attrs={"td": {"class": "nomenklatur-uraian"}})
    kinerja = tables.Column("Kinerja", orderable=False, default="")
    indikator = tables.Column("Indikator", orderable=False, default="")
    satuan = tables.Column("Satuan", orderable=False, default="")
    kewenangan = tables.Column("Kewenangan", orderable=False)
    edisi = tables.Column("Edisi", order_by=("edisi__tanggal", "kode"))

    class Meta:
        model = Nomenklatur
        fields = ("kode", "uraian", "kinerja", "indikator", "satuan", "kewenangan", "edisi")
        attrs = {"class": "daftar daftar-padat nomenklatur-daftar"}
        row_attrs = {"class": lambda record: f"nomenklatur-{record.level}"}

    def render_kode(self, record: Nomenklatur) -> str:
        """The code as the edition prints it."""
        return printed_kode(record)

    def render_uraian(self, record: Nomenklatur) -> SafeString:
        """The name, leading to the entry's page, and a mark where it is no longer valid."""
        mark = "" if record.berlaku else format_html(' <span class="chip">{}</span>', "tidak berlaku lagi")
        return format_html('<a href="{}" hx-boost="false">{}</a>{}', record.get_absolute_url(), record.uraian, mark)
