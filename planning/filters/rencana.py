"""Filters of the list of plan versions."""

from __future__ import annotations

import django_filters
from django import forms

from ..models import PerangkatDaerah, Rencana


class RencanaFilter(django_filters.FilterSet):
    """By words in the title, by perangkat daerah (only those the person has plans of), and by state."""

    q = django_filters.CharFilter(
        field_name="judul", lookup_expr="icontains", label="Cari judul", widget=forms.TextInput
    )
    perangkat_daerah = django_filters.ModelChoiceFilter(
        queryset=lambda request: PerangkatDaerah.objects.filter(
            rencana__in=Rencana.objects.visible_to(request.user)
        ).distinct(),
        label="Perangkat daerah",
        empty_label="Semua",
    )
    status = django_filters.ChoiceFilter(choices=Rencana.Status, label="Status", empty_label="Semua")

    class Meta:
        model = Rencana
        fields = ["q", "perangkat_daerah", "status"]
