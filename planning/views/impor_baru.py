"""Import of a workbook that opens a new plan of the person's own perangkat daerah."""

from __future__ import annotations

import io

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..models import PerangkatDaerah, Rencana, Unggahan, User
from ..policies import offices_to_plan_for
from ..workbook import ImportPreview, Unreadable, create_and_import, plan_to_open
from ..writing import InvalidPlan, PlanSlug
from .impor import authorship, first_faults, preview_context
from .impor_formulir import ApplyForm, NewPlanForm
from .isian_json import signed_in

_NOT_YOURS = "Anda hanya dapat membuat rencana untuk perangkat daerah tempat Anda menjadi perencana."


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The form for workbook and perangkat daerah; for those who may open no plan, why not and who can change that."""
    user = signed_in(request)
    may_open = offices_to_plan_for(user).exists()
    jenis = _jenis(request)
    form = NewPlanForm(user)
    if request.method == "POST":
        if not may_open:
            raise PermissionDenied(_NOT_YOURS)
        form = NewPlanForm(user, request.POST, request.FILES)
        if form.is_valid() and (slug := _slug_of(form, jenis)):
            Unggahan.objects.keep(user, form.isi, form.nama, slug_baru=str(slug))
            return redirect("rencana-baru-pratinjau")
    context = {
        "form": form,
        "jenis": jenis,
        "boleh": may_open,
        "menunggu": Unggahan.objects.waiting(user) if may_open else None,
    }
    return render(request, "planning/impor_baru.html", context)


def _jenis(request: HttpRequest) -> Rencana.Jenis:
    """The list that the person comes from; a Renstra unless it is that of Renja."""
    return Rencana.Jenis.RENJA if request.GET.get("jenis") == Rencana.Jenis.RENJA else Rencana.Jenis.RENSTRA


def _slug_of(form: NewPlanForm, jenis: Rencana.Jenis) -> PlanSlug | None:
    """The plan that the workbook opens; None, with the reason at the form, when it cannot."""
    office: PerangkatDaerah = form.cleaned_data["perangkat_daerah"]
    try:
        slug = plan_to_open(io.BytesIO(form.isi), office, jenis)
    except Unreadable as error:
        form.add_error("berkas", f"{error.problem.message} {error.problem.hint}".strip())
        return None
    except InvalidPlan as refusal:
        for message in refusal.messages:
            form.add_error("berkas", message)
        return None
    if held := Rencana.objects.filter(slug=str(slug)).first():
        form.add_error(
            "berkas",
            format_html(
                'Rencana ini sudah ada. Impor buku kerjanya di <a href="{}">halaman {}</a>.',
                reverse("rencana-impor", args=[held]),
                held.judul,
            ),
        )
        return None
    return slug


def _waiting(user: User) -> tuple[Unggahan, PlanSlug] | None:
    """The person's upload with the plan that it opens. Raises `PermissionDenied` when not theirs any more."""
    found = Unggahan.objects.waiting(user, to_read=True)
    if found is None:
        return None
    slug = PlanSlug.parse(found.slug_baru)
    if not offices_to_plan_for(user).filter(slug=slug.office, daerah__slug=slug.daerah).exists():
        raise PermissionDenied(_NOT_YOURS)
    return found, slug


@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """The plan that the waiting workbook would open."""
    waiting = _waiting(signed_in(request))
    if waiting is None:
        return redirect("rencana-baru")
    unggahan, slug = waiting
    _, report = create_and_import(slug, io.BytesIO(unggahan.isi), by=authorship(request, unggahan), dry_run=True)
    context = preview_context(request, ImportPreview(report)) | {
        "unggahan": unggahan,
        "slug": slug,
        "judul": report.cascade.plan.judul if report.cascade else "Rencana baru",
        "kantor": PerangkatDaerah.objects.select_related("daerah").get(slug=slug.office, daerah__slug=slug.daerah),
        "form": ApplyForm(initial={"sha256": unggahan.sha256}),
        "baru": True,
    }
    return render(request, "planning/impor_baru_pratinjau.html", context)


@require_POST
def apply(request: HttpRequest) -> HttpResponse:
    """Open the plan and write the whole workbook into it, or leave nothing behind."""
    waiting = _waiting(signed_in(request))
    if waiting is None:
        messages.info(request, "Tidak ada unggahan yang menunggu. Unggah buku kerjanya dahulu.")
        return redirect("rencana-baru")
    unggahan, slug = waiting
    form = ApplyForm(request.POST)
    if not form.is_valid() or form.cleaned_data["sha256"] != unggahan.sha256:
        messages.warning(request, f"Berkas yang menunggu kini {unggahan.nama_berkas}. Periksa isinya, lalu terapkan.")
        return redirect("rencana-baru-pratinjau")
    by = authorship(request, unggahan, form.cleaned_data["alasan"])
    rencana, report = create_and_import(slug, io.BytesIO(unggahan.isi), by=by)
    if rencana is None:
        messages.error(request, f"Rencana belum dibuat. {first_faults(report)}")
        return redirect("rencana-baru-pratinjau")
    unggahan.delete()
    messages.success(request, f"{rencana.judul} dibuat.")
    if report.changeset is None:
        return redirect(rencana)
    return redirect("rencana-impor-hasil", rencana, report.changeset.pk)


@require_POST
def cancel(request: HttpRequest) -> HttpResponse:
    """Throw the waiting workbook away."""
    if unggahan := Unggahan.objects.waiting(signed_in(request)):
        unggahan.delete()
        messages.info(request, f"Impor {unggahan.nama_berkas} dibatalkan. Rencana tidak dibuat.")
    return redirect("rencana-baru")


urlpatterns: list[URLPattern] = [
    path("", upload, name="rencana-baru"),
    path("pratinjau/", preview, name="rencana-baru-pratinjau"),
    path("terapkan/", apply, name="rencana-baru-terapkan"),
    path("batal/", cancel, name="rencana-baru-batal"),
]
