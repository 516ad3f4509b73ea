"""The forms that make, revise, cancel and set plan versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from ..models import PerangkatDaerah, Rencana, User
from ..policies import offices_to_plan_for
from ..versions.lineage import short_name
from ..versions.renja import free_years, sources_for

_EMPTY = "kosong"
#: What `dari` holds: a version to make the Renja from, or the perangkat daerah of an empty one.
Source = Rencana | PerangkatDaerah


class RenjaForm(forms.Form):
    """A new Renja: from which version, or empty, and of which year. When valid, `source` is the one chosen."""

    use_required_attribute = False

    dari = forms.ChoiceField(
        label="Disusun dari",
        help_text="Target, pagu, indikator dan evaluasi diambil dari rencana ini; sesudah itu semuanya dapat diubah.",
        error_messages={"invalid_choice": "Rencana ini tidak dapat dipakai. Pilih salah satu dari daftar."},
    )
    tahun = forms.IntegerField(
        label="Tahun Renja",
        min_value=2000,
        max_value=2100,
        help_text="Dari Renstra: tahun yang dicetak di Renstra itu. Dari Renja: tahun sesudahnya.",
        error_messages={"required": "Isi tahunnya, misalnya 2026.", "invalid": "Isi tahun dengan angka."},
    )

    def __init__(self, user: User, data: Any = None, *, dari: str = "") -> None:
        super().__init__(data)
        self._sources: dict[str, Source] = {}
        offices = list(offices_to_plan_for(user))
        plans = sources_for(offices)
        choices: list[tuple[str, str]] = []
        for office in offices:
            # With one office its name in every choice would only be in the way.
            of_whom = f" · {office.nama_singkat or office.nama}, {office.daerah}" if len(offices) > 1 else ""
            choices += self._choices(office, plans, of_whom)
        self.fields["dari"].choices = choices  # type: ignore[attr-defined]
        chosen = dari if dari in self._sources else next(iter(self._sources), "")
        self.initial = {"dari": chosen, "tahun": _next_year(self._sources.get(chosen))}

    @property
    def source(self) -> Source:
        """The version, or the perangkat daerah of an empty Renja."""
        return self._sources[self.cleaned_data["dari"]]

    def _choices(self, office: PerangkatDaerah, plans: Iterable[Rencana], of_whom: str) -> Iterator[tuple[str, str]]:
        for plan in plans:
            if plan.perangkat_daerah_id == office.pk:
                self._sources[plan.slug] = plan
                yield plan.slug, f"{short_name(plan)}{of_whom}"
        name = f"{_EMPTY}:{office.pk}"
        self._sources[name] = office
        yield name, f"Kosong, tanpa rencana asal{of_whom}"


class PerubahanForm(forms.Form):
    """Why a plan is revised, and on what basis."""

    use_required_attribute = False

    alasan = forms.CharField(
        label="Alasan perubahan",
        required=False,
        max_length=500,
        help_text="Tercatat di riwayat, misalnya “penyesuaian dengan perubahan RKPD”.",
    )
    dasar = forms.CharField(
        label="Dasar hukum perubahan",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Dicetak pada baris yang berubah, bila baris itu tidak menyebut dasarnya sendiri.",
    )


class CancelForm(forms.Form):
    """Why a perubahan is cancelled, and which state of it the person saw."""

    use_required_attribute = False

    revisi = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    alasan = forms.CharField(
        label="Alasan pembatalan",
        max_length=500,
        help_text="Tercatat di riwayat versi yang diubah.",
        error_messages={"required": "Tulis alasan pembatalannya."},
    )


class EstablishForm(forms.Form):
    """The decision under which a version is set, and which state of it the person saw."""

    use_required_attribute = False

    revisi = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    alasan = forms.CharField(
        label="Nomor dan tanggal keputusan",
        max_length=500,
        help_text="Misalnya: Keputusan Kepala Dinas Nomor 050/12/2025, 14 Juli 2025.",
        error_messages={"required": "Tulis nomor dan tanggal keputusannya."},
    )
    yakin = forms.BooleanField(
        label="Saya sudah memeriksa isinya dan mengerti bahwa sesudah ditetapkan isinya tidak dapat diubah lagi",
        error_messages={"required": "Beri tanda centang bila rencana ini memang akan ditetapkan."},
    )


def _next_year(source: Source | None) -> int:
    """The year that is most likely wanted: the next one to plan that the source reaches."""
    coming = _today().year + 1
    years = free_years(source) if isinstance(source, Rencana) else ()
    return next((year for year in years if year >= coming), years[-1] if years else coming)


def _today() -> date:
    return timezone.localdate()
