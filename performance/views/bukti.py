"""Evidence of one row and triwulan: what is held, uploading more, downloading and deleting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planning.levels import Level
from planning.models import TRIWULAN, Indikator, Rencana, Simpul
from planning.views.isian_json import signed_in
from planning.views.plans import plan_tabs
from planning.writing import NotAllowed, WriteError
from renstra_portal.lib.codes import KodeProblem, format_kode

from ..bukti import MAX_FILES, Upload, add, delete, evidence_of, lock_on_evidence
from ..files import ALLOWED, CONTENT_TYPES, FileRefused, checked
from ..jadwal import schedule_of
from ..models.bukti import Bukti
from .access import kinerja_plan

_WHOLE_ROW = "baris"
#: Levels above a row that say where it stands.
_PATH_LEVELS = (Level.TUJUAN, Level.PROGRAM, Level.OUTCOME, Level.KEGIATAN)


class FilesInput(forms.FileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each checked; everything that is wrong with any of them is said at once."""

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        """The files with their bytes. Raises `ValidationError` naming each file that is not taken."""
        files: list[UploadedFile] = [one for one in (data if isinstance(data, list) else [data]) if one]
        if not files:
            raise forms.ValidationError(self.error_messages["required"])
        problems = []
        if len(files) > MAX_FILES:
            problems.append(f"Paling banyak {MAX_FILES} berkas sekali unggah; ini {len(files)} berkas.")
        uploads = []
        for one in files:
            try:
                uploads.append(Upload(checked(one.name or "", one, one.size or 0), one))
            except FileRefused as refusal:
                problems.append(f"{one.name}: {refusal}")
        if problems:
            raise forms.ValidationError(problems)
        return uploads


class BuktiForm(forms.Form):
    """Files as evidence of a row or of one of its indicators."""

    use_required_attribute = False

    tentang = forms.ChoiceField(
        label="Bukti dari",
        error_messages={
            "required": "Pilih bukti ini tentang apa.",
            "invalid_choice": "Indikator ini bukan bagian dari baris ini. Pilih dari daftar.",
        },
    )
    berkas = FilesField(
        label="Berkas",
        help_text=f"{ALLOWED}, masing-masing paling besar 10 MB; paling banyak {MAX_FILES} berkas sekali unggah.",
        error_messages={"required": "Pilih berkasnya dahulu."},
        widget=FilesInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.xlsx,.docx", "class": "unggah-berkas"}),
    )
    keterangan = forms.CharField(
        label="Keterangan",
        required=False,
        max_length=300,
        help_text="Misalnya nomor dan tanggal laporan atau daftar hadir.",
    )

    def __init__(self, simpul: Simpul, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._indicators = {str(one.pk): one for one in simpul.indikator.order_by("urutan", "pk")}
        about: Any = self.fields["tentang"]
        about.choices = [(_WHOLE_ROW, "Seluruh baris"), *((pk, one.teks) for pk, one in self._indicators.items())]
        if not self._indicators:
            del self.fields["tentang"]

    @property
    def indikator(self) -> Indikator | None:
        """The indicator that was chosen; None for the whole row."""
        return self._indicators.get(self.cleaned_data.get("tentang", ""))


@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: HttpRequest, slug: str, simpul: int, triwulan: int) -> HttpResponse:
    """The evidence of a row and triwulan, and the form that adds to it; past a lock, why not and who can open it."""
    rencana, row = _row(request, slug, simpul, triwulan)
    user = signed_in(request)
    kunci = lock_on_evidence(user, rencana, triwulan)
    form = BuktiForm(row)
    if request.method == "POST":
        if kunci:
            raise PermissionDenied(str(kunci))
        form = BuktiForm(row, request.POST, request.FILES)
        if form.is_valid() and _kept(request, rencana, row, triwulan, form):
            return redirect("kinerja-bukti", rencana, row.pk, triwulan)
    held = list(evidence_of(row, triwulan))
    indicators = dict(
        Indikator.objects.filter(pk__in=[one.indikator_id for one in held if one.indikator_id]).values_list(
            "pk", "teks"
        )
    )
    context = {
        "rencana": rencana,
        "tab": plan_tabs(rencana, "kelengkapan"),
        "baris": row,
        "nama": _name(row, rencana),
        "jalur": [_name(one, rencana) for one in _path(row)],
        "triwulan": triwulan,
        "triwulan_semua": TRIWULAN,
        "keadaan": schedule_of(rencana).keadaan(rencana.perangkat_daerah_id, triwulan),
        "kunci": kunci,
        "form": form,
        "berkas": [(one, indicators.get(one.indikator_id or 0, "")) for one in held if one.berkas],
        "dihapus": [one for one in held if not one.berkas],
    }
    return render(request, "performance/bukti.html", context)


def _kept(request: HttpRequest, rencana: Rencana, row: Simpul, triwulan: int, form: BuktiForm) -> bool:
    """Keep the files; False, with the reason at the form, when they cannot be kept."""
    said = form.cleaned_data
    try:
        kept = add(
            rencana,
            row,
            form.indikator,
            triwulan,
            said["berkas"],
            user=signed_in(request),
            keterangan=said["keterangan"],
        )
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except WriteError as refusal:
        form.add_error("berkas", str(refusal))
        return False
    messages.success(request, f"{kept[0].nama_asli} tersimpan." if len(kept) == 1 else f"{len(kept)} berkas tersimpan.")
    return True


@require_safe
def download(request: HttpRequest, slug: str, bukti: int) -> FileResponse:
    """The file, to be saved and never to be shown in the browser."""
    held = _of_plan(request, slug, bukti)
    if not held.berkas or not default_storage.exists(held.berkas):
        raise Http404("Berkas ini sudah dihapus.")
    answer = FileResponse(
        default_storage.open(held.berkas),
        as_attachment=True,
        filename=held.nama_asli,
        content_type=CONTENT_TYPES[held.tipe],
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def remove(request: HttpRequest, slug: str, bukti: int) -> HttpResponse:
    """Delete a file of this very version; the page goes on saying who did it."""
    held = _of_plan(request, slug, bukti)
    try:
        delete(held, user=signed_in(request))
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    messages.success(request, f"{held.nama_asli} dihapus.")
    return redirect("kinerja-bukti", held.rencana, held.simpul_id, held.triwulan)


def _row(request: HttpRequest, slug: str, simpul: int, triwulan: int) -> tuple[Rencana, Simpul]:
    """The plan and its row; 404 for other plans, other rows and what is no triwulan."""
    rencana = kinerja_plan(request, slug)
    if triwulan not in TRIWULAN:
        raise Http404("Triwulan ini tidak ada.")
    return rencana, get_object_or_404(Simpul, pk=simpul, rencana=rencana)


def _of_plan(request: HttpRequest, slug: str, bukti: int) -> Bukti:
    rencana = kinerja_plan(request, slug)
    held = get_object_or_404(Bukti, pk=bukti, rencana=rencana)
    held.rencana = rencana
    return held


def _name(row: Simpul, rencana: Rencana) -> tuple[str, str]:
    """The code of a row as its edition prints it, or its number, and its words."""
    try:
        code = format_kode(row.kode, rencana.edisi.digit_sub) if row.kode else row.nomor
    except KodeProblem:
        # A number above 99 does not fit in two digits; it prints as it is held.
        code = row.kode
    return code, row.uraian


def _path(row: Simpul) -> list[Simpul]:
    """The rows above that say where it stands, topmost first; a query each, of which there are few."""
    above = []
    at = row.parent
    while at is not None:
        above.append(at)
        at = at.parent
    return [one for one in reversed(above) if one.level in _PATH_LEVELS]


urlpatterns: list[URLPattern] = [
    path("<int:simpul>/<int:triwulan>/", evidence, name="kinerja-bukti"),
    path("berkas/<int:bukti>/", download, name="kinerja-bukti-unduh"),
    path("berkas/<int:bukti>/hapus/", remove, name="kinerja-bukti-hapus"),
]
