"""Jabatan and pejabat: the positions of an office, who held them when, and the forms that keep them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planning.models import PerangkatDaerah
from planning.policies import Kunci
from planning.views.isian_json import signed_in

from ..models.jabatan import Jabatan, Pejabat, holder_on
from ..perjanjian.positions import offices_of, remove_position, save_holder
from ..perjanjian.rights import lock_on_position, lock_on_positions
from .jadwal import TanggalField

_ASKS = require_http_methods(["GET", "HEAD", "POST"])


# Forms ----------------------------------------------------------------------------------------------


class JabatanForm(forms.ModelForm):
    """A position of an office, or the head of its daerah where that is not entered yet."""

    use_required_attribute = False

    class Meta:
        model = Jabatan
        fields = ["nama", "eselon", "atasan", "urutan"]
        widgets = {"nama": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "nama": "Lengkap seperti dicetak, misalnya Kepala Bidang Penempatan Tenaga Kerja.",
            "atasan": "Menjadi pihak kedua perjanjian kinerjanya.",
            "urutan": "Urutan di antara jabatan seeselon.",
        }
        error_messages = {
            "nama": {"required": "Isi nama jabatannya."},
            "eselon": {"required": "Pilih eselonnya."},
            "urutan": {"required": "Isi urutannya, misalnya 1."},
        }

    def __init__(self, office: PerangkatDaerah, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._office = office
        held = list(Jabatan.objects.of_office(office).exclude(pk=self.instance.pk))
        atasan = self.fields["atasan"]
        eselon = self.fields["eselon"]
        assert isinstance(atasan, forms.ModelChoiceField) and isinstance(eselon, forms.ChoiceField)  # noqa: S101
        atasan.queryset = Jabatan.objects.of_office(office).exclude(pk=self.instance.pk)
        atasan.empty_label = "Belum ditentukan"
        head_free = not any(one.daerah_id for one in held)
        is_head = self.instance.eselon == Jabatan.Eselon.KEPALA_DAERAH
        kinds = [one for one in Jabatan.Eselon if (one == Jabatan.Eselon.KEPALA_DAERAH) == is_head or self._is_new]
        if not head_free and not is_head:
            kinds = [one for one in kinds if one != Jabatan.Eselon.KEPALA_DAERAH]
        eselon.choices = [("", "Pilih eselon"), *((one.value, one.label) for one in kinds)]

    @property
    def _is_new(self) -> bool:
        return self.instance.pk is None

    def clean(self) -> dict[str, Any]:
        """The position belongs to the daerah if it heads it, else to the office."""
        cleaned = super().clean() or {}
        heads = cleaned.get("eselon") == Jabatan.Eselon.KEPALA_DAERAH
        self.instance.daerah = self._office.daerah if heads else None
        self.instance.perangkat_daerah = None if heads else self._office
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Office and daerah are not typed, but their rules hold."""
        return super()._get_validation_exclusions() - {"daerah", "perangkat_daerah"}  # type: ignore[misc,no-any-return]


class PejabatForm(forms.ModelForm):
    """Who holds a position, as what, and from when to when."""

    use_required_attribute = False

    mulai = TanggalField(
        label="Mulai menjabat",
        help_text="Misalnya 2 Januari 2026 atau 02-01-2026.",
        error_messages={"required": "Isi hari mulai menjabat."},
    )
    selesai = TanggalField(
        label="Selesai menjabat", required=False, help_text="Hari terakhir. Kosongkan selama masih menjabat."
    )

    class Meta:
        model = Pejabat
        fields = ["nama", "pangkat", "nip", "sifat", "mulai", "selesai"]
        help_texts = {
            "nip": "18 angka. Kosongkan untuk kepala daerah.",
            "pangkat": "Misalnya Pembina Utama Muda, IV/c.",
        }
        error_messages = {"nama": {"required": "Isi nama pejabatnya."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("mulai", "selesai"):
            day = getattr(self.instance, name)
            if day:
                self.initial[name] = f"{day:%d-%m-%Y}"

    def validate_unique(self) -> None:
        """Left to `save_holder`, which first ends the time of the one before."""

    def validate_constraints(self) -> None:
        """Left to `save_holder`."""


# Pages ----------------------------------------------------------------------------------------------


@require_safe
def position_list(request: HttpRequest) -> HttpResponse:
    """The positions of one office (`?pd=` its id) with who holds them now."""
    user = signed_in(request)
    offices = list(offices_of(user))
    office = _office_asked(request, offices)
    context: dict[str, object] = {"offices": offices, "office": office}
    if office is not None:
        today = timezone.localdate()
        held = Jabatan.objects.of_office(office).select_related("atasan").prefetch_related("pejabat")
        context |= {
            "baris": [(one, holder_on(one.pejabat.all(), today)) for one in held],
            "kunci": lock_on_positions(user, office),
        }
    return render(request, "performance/jabatan.html", context)


@_ASKS
def new_position(request: HttpRequest) -> HttpResponse:
    """The form of a new position of an office (`?pd=`)."""
    user = signed_in(request)
    office = _office_asked(request, list(offices_of(user)))
    if office is None:
        raise Http404("Perangkat daerah ini tidak ditemukan.")
    kunci = lock_on_positions(user, office)
    form = JabatanForm(office, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        _demand(kunci)
        if form.is_valid():
            jabatan = form.save()
            messages.success(request, f"{jabatan} tersimpan. Tambahkan pejabatnya.")
            return redirect("kinerja-pejabat-baru", jabatan.pk)
    return render(
        request,
        "performance/jabatan_formulir.html",
        {"form": form, "office": office, "kunci": kunci, "judul": "Jabatan baru", "url_batal": _list_of(office)},
    )


@require_safe
def position(request: HttpRequest, nomor: int) -> HttpResponse:
    """A position with everyone who held it."""
    jabatan, office = _position(request, nomor)
    held = list(jabatan.pejabat.all())
    context = {
        "jabatan": jabatan,
        "office": office,
        "pejabat": held,
        "kini": holder_on(held, timezone.localdate()),
        "kunci": lock_on_position(signed_in(request), jabatan),
        "kunci_pejabat": lock_on_positions(signed_in(request), office),
        "bawahan": list(jabatan.bawahan.filter(perangkat_daerah=office)),
        "url_daftar": _list_of(office),
    }
    return render(request, "performance/jabatan_satu.html", context)


@_ASKS
def edit_position(request: HttpRequest, nomor: int) -> HttpResponse:
    """The form of a position that is there."""
    jabatan, office = _position(request, nomor)
    kunci = lock_on_position(signed_in(request), jabatan)
    form = JabatanForm(office, request.POST if request.method == "POST" else None, instance=jabatan)
    if request.method == "POST":
        _demand(kunci)
        if form.is_valid():
            form.save()
            messages.success(request, f"{jabatan} tersimpan.")
            return redirect("kinerja-jabatan-satu", jabatan.pk)
    url = reverse("kinerja-jabatan-satu", args=[nomor])
    return render(
        request,
        "performance/jabatan_formulir.html",
        {"form": form, "office": office, "kunci": kunci, "judul": "Ubah jabatan", "url_batal": url},
    )


@require_POST
def delete_position(request: HttpRequest, nomor: int) -> HttpResponse:
    """Delete a position that no perjanjian and no other position refers to."""
    jabatan, office = _position(request, nomor)
    _demand(lock_on_position(signed_in(request), jabatan))
    if reason := remove_position(jabatan):
        messages.error(request, reason)
        return redirect("kinerja-jabatan-satu", nomor)
    messages.success(request, f"{jabatan} dihapus.")
    return redirect(_list_of(office))


@_ASKS
def new_holder(request: HttpRequest, nomor: int) -> HttpResponse:
    """The form of a new holder."""
    jabatan, office = _position(request, nomor)
    kunci = lock_on_positions(signed_in(request), office)
    return _holder_form(request, Pejabat(jabatan=jabatan), kunci, "Pejabat baru")


@_ASKS
def edit_holder(request: HttpRequest, nomor: int, pejabat: int) -> HttpResponse:
    """The form of a holder: to correct a name, or to end the time in office."""
    jabatan, _ = _position(request, nomor)
    held = get_object_or_404(jabatan.pejabat, pk=pejabat)
    return _holder_form(request, held, lock_on_position(signed_in(request), jabatan), "Ubah pejabat")


@require_POST
def delete_holder(request: HttpRequest, nomor: int, pejabat: int) -> HttpResponse:
    """Delete a holder who was entered by mistake; signed perjanjian keep their names."""
    jabatan, _ = _position(request, nomor)
    _demand(lock_on_position(signed_in(request), jabatan))
    held = get_object_or_404(jabatan.pejabat, pk=pejabat)
    held.delete()
    messages.success(request, f"{held} dihapus dari riwayat {jabatan}.")
    return redirect("kinerja-jabatan-satu", jabatan.pk)


def _holder_form(request: HttpRequest, pejabat: Pejabat, kunci: Kunci | None, judul: str) -> HttpResponse:
    jabatan = pejabat.jabatan
    form = PejabatForm(request.POST if request.method == "POST" else None, instance=pejabat)
    if request.method == "POST":
        _demand(kunci)
        if form.is_valid() and _saved(request, form):
            return redirect("kinerja-jabatan-satu", jabatan.pk)
    return render(
        request,
        "performance/pejabat_formulir.html",
        {"form": form, "jabatan": jabatan, "kunci": kunci, "judul": judul},
    )


def _saved(request: HttpRequest, form: PejabatForm) -> bool:
    """Whether the holder could be saved; the reason stands at the form when not."""
    pejabat = form.save(commit=False)
    try:
        ended = save_holder(pejabat)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    messages.success(request, f"{pejabat} tersimpan.")
    if ended is not None:
        messages.info(request, f"Masa jabatan {ended} diakhiri sehari sebelumnya.")
    return True


def _position(request: HttpRequest, nomor: int) -> tuple[Jabatan, PerangkatDaerah]:
    """The position if the person may see it, with the office on whose behalf it is looked at; otherwise 404."""
    user = signed_in(request)
    found = Jabatan.objects.visible_to(user).select_related("atasan", "perangkat_daerah__daerah", "daerah")
    jabatan = get_object_or_404(found, pk=nomor)
    if jabatan.perangkat_daerah is not None:
        return jabatan, jabatan.perangkat_daerah
    offices = list(offices_of(user).filter(daerah=jabatan.daerah))
    # The head of the daerah is looked at from an office; one that the person writes for comes first.
    offices.sort(key=lambda one: lock_on_positions(user, one) is not None)
    if not offices:
        raise Http404("Perangkat daerah ini tidak ditemukan.")
    return jabatan, offices[0]


def _office_asked(request: HttpRequest, offices: list[PerangkatDaerah]) -> PerangkatDaerah | None:
    asked = request.GET.get("pd", "")
    if asked:
        found = next((one for one in offices if str(one.pk) == asked), None)
        if found is None:
            raise Http404("Perangkat daerah ini tidak ditemukan.")
        return found
    return offices[0] if offices else None


def _list_of(office: PerangkatDaerah) -> str:
    return f"{reverse('kinerja-jabatan')}?pd={office.pk}"


def _demand(kunci: Kunci | None) -> None:
    if kunci is not None:
        raise PermissionDenied(str(kunci))


urlpatterns: list[URLPattern] = [
    path("", position_list, name="kinerja-jabatan"),
    path("baru/", new_position, name="kinerja-jabatan-baru"),
    path("<int:nomor>/", position, name="kinerja-jabatan-satu"),
    path("<int:nomor>/ubah/", edit_position, name="kinerja-jabatan-ubah"),
    path("<int:nomor>/hapus/", delete_position, name="kinerja-jabatan-hapus"),
    path("<int:nomor>/pejabat/baru/", new_holder, name="kinerja-pejabat-baru"),
    path("<int:nomor>/pejabat/<int:pejabat>/ubah/", edit_holder, name="kinerja-pejabat-ubah"),
    path("<int:nomor>/pejabat/<int:pejabat>/hapus/", delete_holder, name="kinerja-pejabat-hapus"),
]
