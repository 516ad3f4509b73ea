"""Import of a workbook on the plan's page: upload, preview cell by cell, apply all of it or nothing."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..models import Change, ChangeSet, Rencana, Unggahan
from ..plan_pages import ExcelPage, excel_of
from ..policies import lock_on
from ..templatetags.portal import tanggal_waktu
from ..workbook import Effect, ImportPreview, ImportReport, Severity, import_workbook
from ..writing import Authorship
from .access import visible_plan
from .impor_formulir import ApplyForm, WorkbookForm
from .isian_json import signed_in
from .plans import plan_tabs
from .undoing import take_back

OBJECTS_A_PAGE = 50
#: So many remarks of a kind, and missing rows, are listed; more would not be read before the first ones are put right.
LISTED = 200
_ASK_AGAIN = "Periksa selisihnya sekali lagi, lalu terapkan."
_NOTHING_WAITS = "Tidak ada unggahan yang menunggu. Unggah buku kerjanya dahulu."


# Upload -----------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    """The form to upload a workbook; on a plan that the person may not change, why not and who can change that."""
    rencana = visible_plan(request, slug)
    if page := excel_of(rencana.jenis):
        return _elsewhere(request, rencana, page)
    user = signed_in(request)
    kunci = lock_on(user, rencana)
    form = WorkbookForm()
    if request.method == "POST":
        if kunci:
            raise PermissionDenied(str(kunci))
        form = WorkbookForm(request.POST, request.FILES)
        if form.is_valid():
            Unggahan.objects.keep(user, form.isi, form.nama, rencana=rencana)
            return redirect("rencana-impor-pratinjau", rencana)
    context = {
        "rencana": rencana,
        "tab": plan_tabs(rencana, ""),
        "kunci": kunci,
        "form": form,
        "menunggu": None if kunci else Unggahan.objects.waiting(user, rencana),
    }
    return render(request, "planning/impor.html", context)


def _elsewhere(request: HttpRequest, rencana: Rencana, page: ExcelPage) -> HttpResponse:
    """To the page on which such plans are filled in through Excel."""
    messages.info(request, f"{rencana.judul} diisi lewat halaman {page.nama}, bukan lewat buku kerja rencana.")
    return redirect(page.alamat, rencana)


def demand_writable(request: HttpRequest, rencana: Rencana) -> None:
    """Raise `PermissionDenied` with the reason when the person may not change the plan now."""
    if kunci := lock_on(signed_in(request), rencana):
        raise PermissionDenied(str(kunci))


# Preview ----------------------------------------------------------------------------------------------


@require_safe
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """What the waiting workbook would change. `?hapus=1` also deletes the rows that it lacks; `alasan` is kept."""
    rencana = visible_plan(request, slug)
    if page := excel_of(rencana.jenis):
        return _elsewhere(request, rencana, page)
    user = signed_in(request)
    found = None if lock_on(user, rencana) else Unggahan.objects.waiting(user, rencana, to_read=True)
    if found is None:
        return redirect("rencana-impor", rencana)
    hapus = "hapus" in request.GET
    report = import_workbook(
        rencana, io.BytesIO(found.isi), by=authorship(request, found), dry_run=True, remove_missing=hapus
    )
    context = preview_context(request, ImportPreview(report)) | {
        "rencana": rencana,
        "tab": plan_tabs(rencana, ""),
        "unggahan": found,
        "hapus": hapus,
        "form": ApplyForm(
            initial={
                "revisi": rencana.revisi,
                "sha256": found.sha256,
                "hapus": "1" if hapus else "",
                "alasan": request.GET.get("alasan", ""),
            }
        ),
    }
    return render(request, "planning/impor_pratinjau.html", context)


def preview_address(rencana: Rencana, form: ApplyForm, name: str = "rencana-impor-pratinjau") -> str:
    """The preview of that address again, with what the person had chosen and written."""
    chosen = {field: str(value) for field in ("hapus", "alasan") if (value := form.data.get(field, ""))}
    address = reverse(name, args=[rencana])
    return f"{address}?{urlencode(chosen)}" if chosen else address


@dataclass(frozen=True, slots=True)
class Remarks:
    """The remarks of one severity: how many there are, and those that are listed."""

    tingkat: str
    banyak: int
    isi: list[Any]


def preview_context(request: HttpRequest, found: ImportPreview) -> dict[str, Any]:
    """What planning/impor_selisih.html shows: problems, counts, and the page of the difference that is asked for."""
    asked = request.GET.get("jenis", "")
    perubahan = asked if asked in set(Effect) else ""
    sheet, text = request.GET.get("lembar", ""), request.GET.get("q", "")
    pages = Paginator(found.chosen(perubahan, sheet, text), OBJECTS_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    remarks = [
        Remarks(severity.value, len(of_it), of_it[:LISTED])
        for severity in Severity
        if (of_it := [one for one in found.problems if one.severity is severity])
    ]
    return {
        "ditolak": found.report.refused,
        "masalah": remarks,
        "selisih": found.objects,
        "hitungan": found.report.counts(),
        "jenis_semua": [(one.value, found.counts[one.value]) for one in Effect if found.counts[one.value]],
        "jenis": perubahan,
        "lembar_semua": found.sheets,
        "lembar": sheet,
        "q": text,
        "page_obj": page,
        "objek": found.described(page.object_list),
        "hilang": found.missing[:LISTED],
        "banyak_hilang": len(found.missing),
        "batas": LISTED,
    }


def authorship(request: HttpRequest, unggahan: Unggahan, alasan: str = "") -> Authorship:
    """The person, with the file as the source of the change."""
    return Authorship(
        user=signed_in(request), origin=ChangeSet.Origin.IMPORT, source=unggahan.nama_berkas, reason=alasan
    )


# Apply ------------------------------------------------------------------------------------------------


@require_POST
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """Write all that the preview showed, or nothing: what changed since the preview is shown and asked again."""
    rencana = visible_plan(request, slug)
    demand_writable(request, rencana)
    unggahan = Unggahan.objects.waiting(signed_in(request), rencana, to_read=True)
    if unggahan is None:
        messages.info(request, _NOTHING_WAITS)
        return redirect("rencana-impor", rencana)
    form = ApplyForm(request.POST)
    if reason := refusal(rencana, unggahan, form):
        messages.warning(request, f"Belum ada yang ditulis. {reason}")
        return redirect(preview_address(rencana, form))
    report = import_workbook(
        rencana,
        io.BytesIO(unggahan.isi),
        by=authorship(request, unggahan, form.cleaned_data["alasan"]),
        remove_missing=form.cleaned_data["hapus"],
    )
    if report.refused:
        now = visible_plan(request, slug)
        reason = overtaken(now) if now.revisi != rencana.revisi else first_faults(report)
        messages.error(request, f"Belum ada yang ditulis. {reason}")
        return redirect(preview_address(rencana, form))
    unggahan.delete()
    if report.changeset is None:
        messages.info(request, "Tidak ada perubahan: rencana sudah sama dengan buku kerja.")
        return redirect(rencana)
    return redirect("rencana-impor-hasil", rencana, report.changeset.pk)


def refusal(rencana: Rencana, unggahan: Unggahan, form: ApplyForm) -> str:
    """Why the preview that was sent is not the one to apply; "" when it is."""
    if not form.is_valid():
        return " ".join(
            f"{form.fields[name].label or 'Formulir'}: {error}"
            for name, errors in form.errors.items()
            for error in errors
        )
    if form.cleaned_data["sha256"] != unggahan.sha256:
        return f"Berkas yang menunggu kini {unggahan.nama_berkas}. {_ASK_AGAIN}"
    return overtaken(rencana) if form.cleaned_data["revisi"] != rencana.revisi else ""


def overtaken(rencana: Rencana) -> str:
    """That somebody has changed the plan since the preview."""
    last = rencana.changesets.order_by("-revisi").first()
    who = f" oleh {last.user_name} pada {tanggal_waktu(last.at)}" if last else ""
    return f"Rencana ini diubah{who}, sesudah pratinjau dibuka. Di bawah ini selisih yang baru. {_ASK_AGAIN}"


def first_faults(report: ImportReport) -> str:
    """The first faults of a refused import in one text."""
    return " ".join([one.message for one in report.problems if one.severity is Severity.GALAT][:5])


@require_POST
def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    """Throw the waiting workbook away."""
    rencana = visible_plan(request, slug)
    demand_writable(request, rencana)
    if unggahan := Unggahan.objects.waiting(signed_in(request), rencana):
        unggahan.delete()
        messages.info(request, f"Impor {unggahan.nama_berkas} dibatalkan. Rencana tidak berubah.")
    return redirect("rencana-impor", rencana)


# Result -----------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def result(request: HttpRequest, slug: str, changeset: int) -> HttpResponse:
    """What an import wrote; a POST takes all of it back."""
    rencana = visible_plan(request, slug)
    imports = rencana.changesets.filter(origin=ChangeSet.Origin.IMPORT)
    done = get_object_or_404(imports.select_related("undone_by"), pk=changeset)
    if request.method == "POST":
        demand_writable(request, rencana)
        said = f"Impor {done.source} diurungkan. Rencana kembali seperti sebelumnya."
        take_back(request, rencana, done.pk, unit="sel", done=said)
        return redirect("rencana-impor-hasil", rencana, done.pk)
    kunci = lock_on(signed_in(request), rencana)
    undone: ChangeSet | None = getattr(done, "undone_by", None)
    context = {
        "rencana": rencana,
        "tab": plan_tabs(rencana, "riwayat"),
        "impor": done,
        "hitungan": _written(done),
        "urungan": undone,
        "dapat_diurungkan": not kunci and undone is None and done.user_id == request.user.pk,
    }
    return render(request, "planning/impor_hasil.html", context)


def _written(changeset: ChangeSet) -> list[tuple[str, int, int, int]]:
    """Per kind of object: its name, how many were made, changed and deleted."""
    rows = changeset.changes.order_by().values_list("kind", "act").annotate(banyak=Count("pk"))
    counts = {(kind, act): banyak for kind, act, banyak in rows}
    names = {Change.Kind.SIMPUL: "Baris", Change.Kind.INDIKATOR: "Indikator", Change.Kind.RENCANA: "Pengaturan rencana"}
    acts = (Change.Act.CREATE, Change.Act.UPDATE, Change.Act.DELETE)
    found = [(name, *(counts.get((kind.value, act.value), 0) for act in acts)) for kind, name in names.items()]
    return [one for one in found if any(one[1:])]


urlpatterns: list[URLPattern] = [
    path("", upload, name="rencana-impor"),
    path("pratinjau/", preview, name="rencana-impor-pratinjau"),
    path("terapkan/", apply, name="rencana-impor-terapkan"),
    path("batal/", cancel, name="rencana-impor-batal"),
    path("hasil/<int:changeset>/", result, name="rencana-impor-hasil"),
]
