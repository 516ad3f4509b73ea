"""Filters of the list of accounts."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from ..accounts import ADMIN, PERAN_CHOICES
from ..models import Daerah, Keanggotaan, PerangkatDaerah, User


class PenggunaFilter(django_filters.FilterSet):
    """By name or user name, role, daerah, perangkat daerah, and whether the account is open.

    Role, daerah and perangkat daerah are those of one and the same membership: a reviewer in one daerah and pembaca
    in another is no reviewer of the other.
    """

    q = django_filters.CharFilter(
        method="filter_name",
        label="Nama atau nama pengguna",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    peran = django_filters.ChoiceFilter(choices=PERAN_CHOICES, label="Peran", empty_label="Semua", method="unchanged")
    daerah = django_filters.ModelChoiceFilter(
        queryset=Daerah.objects.all(), label="Daerah", empty_label="Semua", method="unchanged"
    )
    perangkat_daerah = django_filters.ModelChoiceFilter(
        queryset=PerangkatDaerah.objects.order_by("nama", "daerah__nama").select_related("daerah"),
        label="Perangkat daerah",
        empty_label="Semua",
        method="unchanged",
    )
    aktif = django_filters.ChoiceFilter(
        field_name="is_active", choices=[("True", "Aktif"), ("False", "Nonaktif")], label="Keadaan", empty_label="Semua"
    )

    class Meta:
        model = User
        fields = ["q", "peran", "daerah", "perangkat_daerah", "aktif"]

    def filter_name(self, queryset: QuerySet[User], _name: str, query: str) -> QuerySet[User]:
        """Accounts whose name or user name holds every word."""
        for word in query.split():
            queryset = queryset.filter(Q(nama_lengkap__icontains=word) | Q(username__icontains=word))
        return queryset

    def unchanged(self, queryset: QuerySet[User], _name: str, _value: object) -> QuerySet[User]:
        """For the fields that `filter_queryset` applies together."""
        return queryset

    def filter_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        """The accounts that fit every field; a choice that does not exist narrows nothing."""
        found: QuerySet[User] = super().filter_queryset(queryset)
        chosen = self.form.cleaned_data
        memberships = Keanggotaan.objects.filter(user=OuterRef("pk"))
        narrowed = False
        if chosen.get("peran") == ADMIN:
            found = found.filter(is_superuser=True)
        elif peran := chosen.get("peran"):
            memberships, narrowed = memberships.filter(peran=peran), True
        if daerah := chosen.get("daerah"):
            of_daerah = Q(daerah=daerah) | Q(perangkat_daerah__daerah=daerah)
            memberships, narrowed = memberships.filter(of_daerah), True
        if office := chosen.get("perangkat_daerah"):
            memberships, narrowed = memberships.filter(perangkat_daerah=office), True
        return found.filter(Exists(memberships)) if narrowed else found
