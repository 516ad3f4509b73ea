"""Filters of the nomenclature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.text import Truncator

from ..models import EdisiNomenklatur, Nomenklatur
from ..nomenklatur.index import matching

LEVEL_CHOICES = [
    ("urusan", "Urusan"),
    ("bidang_urusan", "Bidang urusan"),
    ("program", "Program"),
    ("kegiatan", "Kegiatan"),
    ("sub_kegiatan", "Sub-kegiatan"),
]


class NomenklaturFilter(django_filters.FilterSet):
    """By code or words, edition, kewenangan, level, and bidang or program.

    Without a choice of edition the newest one is shown, since the editions repeat each other; an empty choice
    (`?edisi=`) means all of them. `editions` are those that can be chosen, newest first.
    """

    q = django_filters.CharFilter(
        method="filter_text",
        label="Kode atau kata",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    edisi = django_filters.ChoiceFilter(field_name="edisi__kode", label="Edisi", empty_label="Semua edisi")
    kewenangan = django_filters.ChoiceFilter(
        choices=Nomenklatur.Kewenangan.choices, label="Kewenangan", empty_label="Semua"
    )
    level = django_filters.ChoiceFilter(choices=LEVEL_CHOICES, label="Tingkat", empty_label="Semua")
    bagian = django_filters.ChoiceFilter(
        field_name="kode", lookup_expr="startswith", label="Bidang atau program", empty_label="Semua"
    )

    class Meta:
        model = Nomenklatur
        fields = ["q", "edisi", "kewenangan", "level", "bagian"]

    def __init__(
        self,
        data: QueryDict,
        queryset: QuerySet[Nomenklatur],
        *,
        editions: Sequence[EdisiNomenklatur],
        **kwargs: Any,
    ) -> None:
        data = data.copy()
        if "edisi" not in data and editions:
            data["edisi"] = editions[0].kode
        super().__init__(data, queryset, **kwargs)
        self.filters["edisi"].extra["choices"] = [(edition.kode, edition.nama) for edition in editions]
        self.filters["bagian"].extra["choices"] = self._parts(queryset, data.get("edisi", ""))

    def filter_text(self, queryset: QuerySet[Nomenklatur], _name: str, query: str) -> QuerySet[Nomenklatur]:
        """Entries whose code begins so, or that hold all the words."""
        return queryset.filter(matching(query))

    @staticmethod
    def _parts(queryset: QuerySet[Nomenklatur], edisi: str) -> list[tuple[str, str]]:
        """The bidang and programs of the edition to choose from, in the order of their codes."""
        parts = queryset.filter(level__in=["bidang_urusan", "program"]).order_by("kode")
        if edisi:
            parts = parts.filter(edisi__kode=edisi)
        names = {kode: f"{kode} {uraian}" for kode, uraian in parts.values_list("kode", "uraian")}
        return [(kode, Truncator(name).chars(70)) for kode, name in names.items()]
