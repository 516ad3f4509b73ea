"""The entry windows of a daerah and year: read by everyone there, set by its reviewer, with all that was changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

from planning.models import TRIWULAN, Daerah, PerangkatDaerah
from planning.views.isian_json import signed_in
from planning.writing import Conflict, NotAllowed
from renstra_portal.lib.dates import DateProblem, long_date, parse_date, roman

from ..jadwal import Jadwal, Jendela, Keadaan, lock_on_schedule, set_windows
from ..models.jadwal import JadwalPengisian
from .pilihan import Choice, choose

#: How long after its year a triwulan may still be entered: evaluation and audit run into the next years.
_LATEST = 2
_REASON = "Tercatat di riwayat di bawah ini, misalnya “penyesuaian jadwal evaluasi RKPD”."


class TanggalField(forms.CharField):
    """A day as people write it; `None` when blank."""

    def to_python(self, value: object) -> Any:
        """The day. Raises `ValidationError` with the way to write it."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_date(text)
        except DateProblem as problem:
            raise forms.ValidationError(str(problem)) from problem


class _WindowForm(forms.Form):
    """What both forms share: the year, the state that the person saw, and windows whose days fit each other."""

    use_required_attribute = False

    versi = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    alasan = forms.CharField(
        label="Alasan perubahan",
        max_length=500,
        required=False,
        help_text=_REASON,
        error_messages={"max_length": "Alasan paling panjang 500 huruf."},
    )

    def __init__(self, jadwal: Jadwal, *args: Any, **kwargs: Any) -> None:
        self.jadwal = jadwal
        super().__init__(*args, **kwargs)
        self.initial.setdefault("versi", jadwal.versi)

    def check_days(self, first: str, last: str) -> None:
        """Note everything that is wrong with the days of one window at its fields."""
        if self.has_error(first) or self.has_error(last):
            return
        dibuka, ditutup = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if bool(dibuka) != bool(ditutup):
            missing = last if dibuka else first
            self.add_error(missing, "Isi kedua tanggalnya, atau kosongkan keduanya agar triwulan ini selalu terbuka.")
            return
        if not dibuka or not ditutup:
            return
        if ditutup < dibuka:
            self.add_error(last, f"Hari terakhir tidak boleh sebelum hari dibuka, {long_date(dibuka)}.")
        tahun = self.jadwal.tahun
        for name, day in ((first, dibuka), (last, ditutup)):
            if not tahun <= day.year <= tahun + _LATEST:
                self.add_error(name, f"Tahunnya {tahun} sampai {tahun + _LATEST}, bukan {day.year}.")


class JadwalForm(_WindowForm):
    """The windows of the four triwulan; both days of one blank: it is always open."""

    def __init__(self, jadwal: Jadwal, data: Any = None) -> None:
        super().__init__(jadwal, data)
        for triwulan in TRIWULAN:
            now = jadwal.umum(triwulan)
            for what, label in (("dibuka", "dibuka"), ("ditutup", "hari terakhir")):
                day = getattr(now, what) if now else None
                self.fields[f"{what}_{triwulan}"] = TanggalField(
                    label=f"Triwulan {roman(triwulan)} {label}",
                    required=False,
                    initial=long_date(day) if day else "",
                    widget=forms.TextInput(attrs={"placeholder": "tidak dibatasi", "autocomplete": "off"}),
                )

    def clean(self) -> dict[str, Any] | None:
        """Each window for itself, and a reason where a window that stood is changed."""
        cleaned = super().clean()
        for triwulan in TRIWULAN:
            self.check_days(f"dibuka_{triwulan}", f"ditutup_{triwulan}")
        if not self.errors and not self.cleaned_data.get("alasan") and any(self._changed()):
            self.add_error("alasan", "Tulis alasannya: tanggal yang sudah ditetapkan diubah.")
        return cleaned

    def windows(self) -> list[Jendela]:
        """The four windows as they were typed."""
        said = self.cleaned_data
        return [Jendela(one, said[f"dibuka_{one}"], said[f"ditutup_{one}"]) for one in TRIWULAN]

    def rows(self) -> Iterator[tuple[Keadaan, BoundField, BoundField]]:
        """Per triwulan its state now and its two fields."""
        for one in TRIWULAN:
            yield self.jadwal.keadaan(None, one), self[f"dibuka_{one}"], self[f"ditutup_{one}"]

    def _changed(self) -> Iterator[bool]:
        for one in self.windows():
            now = self.jadwal.umum(one.triwulan)
            yield now is not None and (now.dibuka, now.ditutup) != (one.dibuka, one.ditutup)


class PerpanjanganForm(_WindowForm):
    """Further days for one perangkat daerah, in a triwulan whose window is set."""

    perangkat_daerah = forms.ModelChoiceField(
        PerangkatDaerah.objects.none(),
        label="Perangkat daerah",
        empty_label="Pilih…",
        error_messages={
            "required": "Pilih perangkat daerahnya.",
            "invalid_choice": "Perangkat daerah ini bukan bagian dari daerah ini.",
        },
    )
    triwulan = forms.TypedChoiceField(
        label="Triwulan",
        coerce=int,
        choices=[(one, roman(one)) for one in TRIWULAN],
        error_messages={"required": "Pilih triwulannya.", "invalid_choice": "Triwulan I sampai IV."},
    )
    dibuka = TanggalField(label="Dibuka lagi", error_messages={"required": "Isi tanggalnya."})
    ditutup = TanggalField(label="Hari terakhir", error_messages={"required": "Isi tanggalnya."})
    field_order = ("perangkat_daerah", "triwulan", "dibuka", "ditutup", "alasan", "versi")

    def __init__(self, jadwal: Jadwal, daerah: Daerah, data: Any = None) -> None:
        super().__init__(jadwal, data, prefix="lagi")
        offices: Any = self.fields["perangkat_daerah"]
        offices.queryset = daerah.perangkat_daerah.order_by("nama")
        self.fields["alasan"].required = True
        self.fields["alasan"].error_messages["required"] = "Tulis alasannya, misalnya “data BPS terlambat”."
        self.fields["alasan"].label = "Alasan perpanjangan"

    def clean(self) -> dict[str, Any] | None:
        """Days that fit, and a window that they extend."""
        cleaned = super().clean()
        self.check_days("dibuka", "ditutup")
        triwulan = self.cleaned_data.get("triwulan")
        if triwulan and self.jadwal.umum(triwulan) is None:
            self.add_error("triwulan", f"Triwulan {roman(triwulan)} tidak dibatasi, jadi tidak perlu diperpanjang.")
        return cleaned

    def window(self) -> Jendela:
        """The further days."""
        said = self.cleaned_data
        return Jendela(said["triwulan"], said["dibuka"], said["ditutup"], said["perangkat_daerah"])


@dataclass(frozen=True, slots=True)
class Perubahan:
    """One line of the history: a row, with the window before and after it in words."""

    baris: JadwalPengisian
    semula: str
    menjadi: str


@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: HttpRequest) -> HttpResponse:
    """The windows of a daerah (`?daerah=` slug) and year (`?tahun=`), and the forms for those who may set them."""
    user = signed_in(request)
    choice = choose(request, user)
    if choice.daerah is None:
        if request.method == "POST":
            raise PermissionDenied("Akun Anda belum memiliki peran.")
        return render(request, "performance/jadwal.html", {"pilihan": choice})
    jadwal = Jadwal(choice.daerah.pk, choice.tahun)
    kunci = lock_on_schedule(user, choice.daerah)
    form, further = JadwalForm(jadwal), PerpanjanganForm(jadwal, choice.daerah)
    if request.method == "POST":
        if kunci:
            raise PermissionDenied(str(kunci))
        if "cabut" in request.POST:
            return _withdraw(request, choice, jadwal)
        if "perpanjang" in request.POST:
            further = PerpanjanganForm(jadwal, choice.daerah, request.POST)
            if further.is_valid() and _save(request, choice, further, [further.window()]):
                return _back(choice)
        else:
            form = JadwalForm(jadwal, request.POST)
            if form.is_valid() and _save(request, choice, form, form.windows()):
                return _back(choice)
    context = {
        "pilihan": choice,
        "jadwal": jadwal,
        "kunci": kunci,
        "form": form,
        "lagi": further,
        "keadaan": jadwal.of(None),
        "riwayat": _history(jadwal),
    }
    return render(request, "performance/jadwal.html", context)


def _save(request: HttpRequest, choice: Choice, form: _WindowForm, windows: list[Jendela]) -> bool:
    """Set the windows; False, with the reason at the form, when somebody else has changed them since."""
    said = form.cleaned_data
    try:
        rows = set_windows(
            _chosen(choice),
            choice.tahun,
            windows,
            user=signed_in(request),
            reason=said["alasan"],
            versi=said["versi"],
        )
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Conflict as refusal:
        form.add_error(None, str(refusal))
        # What was typed is kept and can be saved over what stands now.
        now = Jadwal(_chosen(choice).pk, choice.tahun)
        form.data = {**form.data.dict(), form.add_prefix("versi"): str(now.versi)}  # type: ignore[attr-defined]
        form.jadwal = now
        return False
    if rows:
        messages.success(request, "Jadwal pengisian tersimpan.")
    else:
        messages.info(request, "Tidak ada tanggal yang berubah.")
    return True


def _withdraw(request: HttpRequest, choice: Choice, jadwal: Jadwal) -> HttpResponse:
    """Take an extension back."""
    held = next((one for one in jadwal.perpanjangan if str(one.pk) == request.POST["cabut"]), None)
    if held is None:
        messages.error(request, "Perpanjangan ini sudah tidak ada.")
        return _back(choice)
    window = Jendela(held.triwulan, None, None, held.perangkat_daerah)
    user = signed_in(request)
    try:
        set_windows(
            _chosen(choice), choice.tahun, [window], user=user, reason="Perpanjangan dicabut", versi=jadwal.versi
        )
    except Conflict as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Perpanjangan untuk {held.perangkat_daerah} dicabut.")
    return _back(choice)


def _chosen(choice: Choice) -> Daerah:
    if choice.daerah is None:
        raise TypeError("a page about a daerah needs one")
    return choice.daerah


def _back(choice: Choice) -> HttpResponse:
    return redirect(reverse("kinerja-jadwal") + choice.query)


def _history(jadwal: Jadwal) -> list[Perubahan]:
    """Every change, newest first."""
    before: dict[tuple[int | None, int], JadwalPengisian] = {}
    lines = []
    for row in jadwal.riwayat:
        key = (row.perangkat_daerah_id, row.triwulan)
        old = before.get(key)
        lines.append(Perubahan(row, _days(old, key), _days(row, key)))
        before[key] = row
    return lines[::-1]


def _days(row: JadwalPengisian | None, key: tuple[int | None, int]) -> str:
    """A window in words; `key` tells whether it is that of an office."""
    first: date | None = row.dibuka if row else None
    last: date | None = row.ditutup if row else None
    if first and last:
        return f"{long_date(first)} – {long_date(last)}"
    return "tidak dibatasi" if key[0] is None else "tanpa perpanjangan"


urlpatterns: list[URLPattern] = [path("", schedule, name="kinerja-jadwal")]
