"""Realisation through Excel: the workbook as a download, and its import as upload, preview and word to apply."""

from __future__ import annotations

import io

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planning.cascade import load
from planning.entry_locks import locks_for
from planning.models import Unggahan
from planning.models.indikator import TRIWULAN
from planning.policies import lock_on
from planning.views.downloads import XLSX, file_response
from planning.views.impor import (
    authorship,
    demand_writable,
    first_faults,
    overtaken,
    preview_address,
    preview_context,
    refusal,
)
from planning.views.impor_formulir import ApplyForm, WorkbookForm
from planning.views.isian_json import signed_in
from planning.views.plans import plan_tabs
from planning.workbook import ImportPreview

from ..jadwal import schedule_of
from ..workbook import import_realisasi, write_realisasi
from .access import kinerja_plan

_NOTHING_WAITS = "Tidak ada unggahan yang menunggu. Unggah buku kerjanya dahulu."
_PREVIEW = "kinerja-impor-realisasi-pratinjau"


@require_safe
def workbook(request: HttpRequest, slug: str) -> HttpResponse:
    """The realisation workbook of one triwulan (`?triwulan=`), or of all four."""
    rencana = kinerja_plan(request, slug)
    asked = request.GET.get("triwulan", "")
    quarters = (int(asked),) if asked in {str(n) for n in TRIWULAN} else TRIWULAN
    stream = io.BytesIO()
    write_realisasi(load(rencana), stream, quarters, locks_for(rencana, signed_in(request)))
    which = f"triwulan-{asked}" if len(quarters) == 1 else "triwulan-1-4"
    return file_response(stream.getvalue(), XLSX, f"realisasi-{which}-{rencana.slug.replace('/', '-')}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    """Which workbook to download, and the form to upload it; on a plan that is locked, why and who opens it."""
    rencana = kinerja_plan(request, slug)
    user = signed_in(request)
    kunci = lock_on(user, rencana)
    form = WorkbookForm()
    if request.method == "POST":
        if kunci:
            raise PermissionDenied(str(kunci))
        form = WorkbookForm(request.POST, request.FILES)
        if form.is_valid():
            Unggahan.objects.keep(user, form.isi, form.nama, rencana=rencana)
            return redirect(_PREVIEW, rencana)
    context = {
        "rencana": rencana,
        "tab": plan_tabs(rencana, ""),
        "kunci": kunci,
        "form": form,
        "triwulan": schedule_of(rencana).of(rencana.perangkat_daerah_id),
        "menunggu": None if kunci else Unggahan.objects.waiting(user, rencana),
    }
    return render(request, "performance/impor_realisasi.html", context)


@require_safe
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """What the waiting workbook would change, cell by cell."""
    rencana = kinerja_plan(request, slug)
    user = signed_in(request)
    found = None if lock_on(user, rencana) else Unggahan.objects.waiting(user, rencana, to_read=True)
    if found is None:
        return redirect("kinerja-impor-realisasi", rencana)
    report = import_realisasi(rencana, io.BytesIO(found.isi), by=authorship(request, found), dry_run=True)
    initial = {"revisi": rencana.revisi, "sha256": found.sha256, "alasan": request.GET.get("alasan", "")}
    context = preview_context(request, ImportPreview(report)) | {
        "rencana": rencana,
        "tab": plan_tabs(rencana, ""),
        "unggahan": found,
        "hanya_sel": True,
        "form": ApplyForm(initial=initial),
    }
    return render(request, "performance/impor_realisasi_pratinjau.html", context)


@require_POST
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """Write all that the preview showed, or nothing: what changed since the preview is shown and asked again."""
    rencana = kinerja_plan(request, slug)
    demand_writable(request, rencana)
    unggahan = Unggahan.objects.waiting(signed_in(request), rencana, to_read=True)
    if unggahan is None:
        messages.info(request, _NOTHING_WAITS)
        return redirect("kinerja-impor-realisasi", rencana)
    form = ApplyForm(request.POST)
    if reason := refusal(rencana, unggahan, form):
        messages.warning(request, f"Belum ada yang ditulis. {reason}")
        return redirect(preview_address(rencana, form, _PREVIEW))
    by = authorship(request, unggahan, form.cleaned_data["alasan"])
    report = import_realisasi(rencana, io.BytesIO(unggahan.isi), by=by)
    if report.refused:
        now = kinerja_plan(request, slug)
        reason = overtaken(now) if now.revisi != rencana.revisi else first_faults(report)
        messages.error(request, f"Belum ada yang ditulis. {reason}")
        return redirect(preview_address(rencana, form, _PREVIEW))
    unggahan.delete()
    if report.changeset is None:
        messages.info(request, "Tidak ada perubahan: realisasi sudah sama dengan buku kerja.")
        return redirect(rencana)
    return redirect("rencana-impor-hasil", rencana, report.changeset.pk)


@require_POST
def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    """Throw the waiting workbook away."""
    rencana = kinerja_plan(request, slug)
    demand_writable(request, rencana)
    if unggahan := Unggahan.objects.waiting(signed_in(request), rencana):
        unggahan.delete()
        messages.info(request, f"Impor {unggahan.nama_berkas} dibatalkan. Rencana tidak berubah.")
    return redirect("kinerja-impor-realisasi", rencana)


urlpatterns: list[URLPattern] = [
    path("", upload, name="kinerja-impor-realisasi"),
    path("buku-kerja.xlsx", workbook, name="kinerja-buku-realisasi"),
    path("pratinjau/", preview, name="kinerja-impor-realisasi-pratinjau"),
    path("terapkan/", apply, name="kinerja-impor-realisasi-terapkan"),
    path("batal/", cancel, name="kinerja-impor-realisasi-batal"),
]
