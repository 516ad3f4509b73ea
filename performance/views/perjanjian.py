"""Perjanjian kinerja of a plan version: who has one, making and editing, the preview, signing, and what changed."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, re_path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planning.cascade import Cascade, load
from planning.models import Rencana
from planning.views.downloads import XLSX, file_response
from planning.views.isian_json import signed_in
from planning.views.plans import plan_tabs
from planning.writing import WriteError
from renstra_portal.reporting.model import Report, ReportError
from renstra_portal.reporting.xlsx import render_workbook

from ..models.jabatan import Jabatan
from ..models.perjanjian import PerjanjianKinerja
from ..perjanjian.comparison import Comparison
from ..perjanjian.document import Document, fingerprint
from ..perjanjian.drawing import compared, document_of, earlier, perjanjian_of, positions_of
from ..perjanjian.lampiran import attachment, comparison_reports
from ..perjanjian.printing import UPRIGHT, comparison_html, document_html
from ..perjanjian.rights import lock_on_editing, lock_on_making, lock_on_signing, what_is_missing
from ..perjanjian.writing import edit, make, remove, sign
from ..printed import PrintedDocument
from .access import kinerja_plan
from .perjanjian_formulir import PerjanjianForm, SignForm, rows_to_choose

_ASKS = require_http_methods(["GET", "HEAD", "POST"])
_TAB = "perjanjian"


@dataclass(frozen=True, slots=True)
class Opened:
    """A perjanjian with its document, and the one it replaces where it replaces one."""

    rencana: Rencana
    perjanjian: PerjanjianKinerja
    cascade: Cascade | None
    document: Document
    before: Document | None

    @property
    def comparison(self) -> Comparison | None:
        """What it says otherwise than the one before it."""
        return compared(self.document, self.before)

    @property
    def cetakan(self) -> PrintedDocument:
        """The document on paper."""
        signed, kertas, comparison = self.perjanjian.is_signed, self.rencana.kertas, self.comparison
        before = fingerprint(self.before) if self.before else ""
        return PrintedDocument(
            f"perjanjian:{fingerprint(self.document)}:{before}:{signed}:{kertas}",
            lambda: document_html(self.document, kertas, signed=signed, comparison=comparison),
        )


@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Every position of the office with the state of its perjanjian under this version."""
    rencana = kinerja_plan(request, slug)
    user = signed_in(request)
    made = list(perjanjian_of(rencana))
    positions = positions_of(rencana, made)
    context = {
        "rencana": rencana,
        "tab": plan_tabs(rencana, _TAB),
        "baris": positions,
        "kunci": lock_on_making(user, rencana),
        "jumlah": [
            (name, sum(one.keadaan == name for one in positions))
            for name in ("ditandatangani", "konsep", "belum dibuat")
        ],
        "url_jabatan": f"{reverse('kinerja-jabatan')}?pd={rencana.perangkat_daerah_id}",
    }
    return render(request, "performance/perjanjian.html", context)


@require_POST
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the perjanjian of a position (`jabatan`), then go on to its form."""
    rencana = kinerja_plan(request, slug)
    user = signed_in(request)
    if kunci := lock_on_making(user, rencana):
        raise PermissionDenied(str(kunci))
    asked = request.POST.get("jabatan", "")
    positions = Jabatan.objects.of_office(rencana.perangkat_daerah)
    jabatan = next((one for one in positions if str(one.pk) == asked), None)
    if jabatan is None:
        messages.error(request, "Pilih jabatan yang perjanjiannya akan dibuat.")
        return redirect("kinerja-pk", rencana)
    try:
        made = make(rencana, jabatan, user=user)
    except WriteError as refusal:
        messages.error(request, str(refusal))
        return redirect("kinerja-pk", rencana)
    messages.success(request, f"Konsep perjanjian kinerja {jabatan} dibuat. Periksa pihak, tanggal dan isinya.")
    return redirect("kinerja-pk-ubah", rencana, made.pk)


@require_safe
def show(request: HttpRequest, slug: str, nomor: int) -> HttpResponse:
    """One perjanjian: its parties, what can be done, and the pages of its PDF."""
    opened = _open(request, slug, nomor)
    user = signed_in(request)
    try:
        pages = opened.cetakan.page_count()
    except ReportError as error:
        messages.error(request, str(error))
        pages = 0
    comparison = opened.comparison
    context = {
        **_context(opened),
        "halaman": range(1, pages + 1),
        "kunci_ubah": lock_on_editing(user, opened.perjanjian),
        "kunci_tanda": lock_on_signing(user, opened.perjanjian, opened.document),
        "kurang": [] if opened.perjanjian.is_signed else what_is_missing(opened.document),
        "berubah": comparison.berubah if comparison else None,
    }
    return render(request, "performance/perjanjian_satu.html", context)


@_ASKS
def change(request: HttpRequest, slug: str, nomor: int) -> HttpResponse:
    """The form of parties, day and rows."""
    opened = _open(request, slug, nomor)
    user = signed_in(request)
    kunci = lock_on_editing(user, opened.perjanjian)
    rows = rows_to_choose(opened.perjanjian, opened.cascade) if opened.cascade else []
    form = PerjanjianForm(opened.perjanjian, rows, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if kunci:
            raise PermissionDenied(str(kunci))
        if form.is_valid():
            try:
                edit(opened.perjanjian, form.terms(), user=user, revisi=form.cleaned_data["revisi"])
            except WriteError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "Perjanjian tersimpan.")
                return redirect("kinerja-pk-satu", opened.rencana, nomor)
    return render(request, "performance/perjanjian_ubah.html", {**_context(opened), "form": form, "kunci": kunci})


@_ASKS
def signing(request: HttpRequest, slug: str, nomor: int) -> HttpResponse:
    """Record the signatures, once the person has seen what is signed and that it is for good."""
    opened = _open(request, slug, nomor)
    user = signed_in(request)
    kunci = lock_on_signing(user, opened.perjanjian, opened.document)
    seen = fingerprint(opened.document)
    form = SignForm(request.POST if request.method == "POST" else None, initial={"dilihat": seen})
    if request.method == "POST":
        if kunci:
            raise PermissionDenied(str(kunci))
        if form.is_valid():
            try:
                sign(opened.perjanjian, user=user, seen=form.cleaned_data["dilihat"])
            except WriteError as refusal:
                messages.error(request, str(refusal))
                return redirect("kinerja-pk-tandatangan", opened.rencana, nomor)
            messages.success(request, f"{opened.document.nama} {opened.document.pertama.jabatan} ditandatangani.")
            return redirect("kinerja-pk-satu", opened.rencana, nomor)
    return render(
        request,
        "performance/perjanjian_tandatangan.html",
        {
            **_context(opened),
            "form": form,
            "kunci": kunci,
            "baris": sum(len(r.indikator) for r in opened.document.isi.kinerja),
        },
    )


@require_POST
def delete(request: HttpRequest, slug: str, nomor: int) -> HttpResponse:
    """Delete a konsep; `revisi` is the state that the person saw."""
    rencana, perjanjian = _perjanjian(request, slug, nomor)
    user = signed_in(request)
    if kunci := lock_on_editing(user, perjanjian):
        raise PermissionDenied(str(kunci))
    seen = request.POST.get("revisi", "")
    try:
        remove(perjanjian, user=user, revisi=int(seen) if seen.isdecimal() else 0)
    except WriteError as refusal:
        messages.error(request, str(refusal))
        return redirect("kinerja-pk-satu", rencana, nomor)
    messages.success(request, f"Konsep perjanjian kinerja {perjanjian.jabatan} dihapus.")
    return redirect("kinerja-pk", rencana)


@require_safe
def page_png(request: HttpRequest, slug: str, nomor: int, halaman: int) -> HttpResponse:
    """One page of the PDF as a picture."""
    picture = _open(request, slug, nomor).cetakan.page_png(halaman)
    if picture is None:
        raise Http404("Halaman itu tidak ada.")
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": "private, no-cache"})


@require_safe
def download(request: HttpRequest, slug: str, nomor: str, format: str) -> HttpResponse:
    """The document as PDF, or its attachment as Excel."""
    opened = _open(request, slug, int(nomor))
    return _file(request, opened, format, attachment(opened.document), opened.cetakan, "kinerja-pk-satu")


@require_safe
def comparison(request: HttpRequest, slug: str, nomor: int) -> HttpResponse:
    """What the perubahan changed: row by row semula, menjadi, selisih, why, and by sumber dana."""
    opened = _open(request, slug, nomor)
    context = {**_context(opened), "banding": opened.comparison, "hanya_berubah": "semua" not in request.GET}
    return render(request, "performance/perjanjian_banding.html", context)


@require_safe
def comparison_download(request: HttpRequest, slug: str, nomor: str, format: str) -> HttpResponse:
    """The comparison as PDF or Excel; of a perjanjian that replaces none there is nothing to download."""
    opened = _open(request, slug, int(nomor))
    comparison = opened.comparison
    if comparison is None or opened.before is None:
        messages.info(request, "Perjanjian ini tidak menggantikan perjanjian lain, jadi tidak ada yang dibandingkan.")
        return redirect("kinerja-pk-banding", opened.rencana, nomor)
    signed, kertas = opened.perjanjian.is_signed, opened.rencana.kertas
    printed = PrintedDocument(
        f"banding:{fingerprint(opened.document)}:{fingerprint(opened.before)}:{signed}:{kertas}",
        lambda: comparison_html(comparison, kertas, signed=signed),
    )
    return _file(request, opened, format, comparison_reports(comparison), printed, "kinerja-pk-banding")


def _file(
    request: HttpRequest, opened: Opened, format: str, reports: tuple[Report, ...], printed: PrintedDocument, back: str
) -> HttpResponse:
    stem = reports[0].file_stem
    if format == "xlsx":
        paper = UPRIGHT.get(opened.rencana.kertas, UPRIGHT["A4"])
        return file_response(render_workbook(reports, paper), XLSX, f"{stem}.xlsx")
    try:
        return file_response(printed.pdf(), "application/pdf", f"{stem}.pdf")
    except ReportError as error:
        messages.error(request, str(error))
        return redirect(back, opened.rencana, opened.perjanjian.pk)


def _perjanjian(request: HttpRequest, slug: str, nomor: int) -> tuple[Rencana, PerjanjianKinerja]:
    rencana = kinerja_plan(request, slug)
    return rencana, get_object_or_404(perjanjian_of(rencana), pk=nomor)


def _open(request: HttpRequest, slug: str, nomor: int) -> Opened:
    """The perjanjian of that number under the plan, with both documents; 404 outside the person's scope."""
    rencana, perjanjian = _perjanjian(request, slug, nomor)
    cascade = None if perjanjian.is_signed else load(rencana)
    former = earlier(perjanjian)
    before = None
    if former is not None:
        before = document_of(former, None if former.is_signed else load(former.rencana))
    return Opened(rencana, perjanjian, cascade, document_of(perjanjian, cascade, former), before)


def _context(opened: Opened) -> dict[str, object]:
    return {
        "rencana": opened.rencana,
        "tab": plan_tabs(opened.rencana, _TAB),
        "perjanjian": opened.perjanjian,
        "dokumen": opened.document,
        "hari_ini": timezone.localdate(),
    }


urlpatterns: list[URLPattern] = [
    path("", overview, name="kinerja-pk"),
    path("buat/", create, name="kinerja-pk-buat"),
    path("<int:nomor>/", show, name="kinerja-pk-satu"),
    path("<int:nomor>/ubah/", change, name="kinerja-pk-ubah"),
    path("<int:nomor>/tandatangan/", signing, name="kinerja-pk-tandatangan"),
    path("<int:nomor>/hapus/", delete, name="kinerja-pk-hapus"),
    path("<int:nomor>/halaman/<int:halaman>.png", page_png, name="kinerja-pk-halaman"),
    re_path(r"^(?P<nomor>[0-9]+)/unduh\.(?P<format>pdf|xlsx)$", download, name="kinerja-pk-unduh"),
    path("<int:nomor>/perubahan/", comparison, name="kinerja-pk-banding"),
    re_path(
        r"^(?P<nomor>[0-9]+)/perubahan/unduh\.(?P<format>pdf|xlsx)$",
        comparison_download,
        name="kinerja-pk-banding-unduh",
    ),
]
