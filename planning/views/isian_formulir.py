"""Entry without the grid: the plain form of one sub-kegiatan, and the panel of one indicator."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

from renstra_portal.lib.text import clean_text

from ..cascade import Cascade, CascadeNode, load
from ..entry_locks import locks_for
from ..grid.cells import Batch, Clashing, GridAct, Refused, save_cells
from ..grid.panel import PANEL_FIELDS, labour_data, panel_values, save_panel
from ..grid.rows import Grid
from ..grid.sections import GridSection, section_named, sections_of
from ..grid.sheet import UnknownCell
from ..levels import Level
from ..models import Indikator, JenisIndikator, Rencana
from ..policies import lock_on
from ..writing import NotAllowed
from .access import visible_plan
from .formulir_sub_kegiatan import CellsForm, told
from .isian_json import clock, session_ended, signed_in
from .plans import plan_tabs


def seen_before(request: HttpRequest) -> dict[str, str | None]:
    """What the person had before them, from the hidden field. Raises `PermissionDenied` when that was tampered with."""
    try:
        seen = json.loads(request.POST.get("lama", ""))
    except ValueError as problem:
        raise PermissionDenied("Formulir ini tidak lengkap. Buka kembali halamannya, lalu isi lagi.") from problem
    if not isinstance(seen, dict) or not all(value is None or isinstance(value, str) for value in seen.values()):
        raise PermissionDenied("Formulir ini tidak lengkap. Buka kembali halamannya, lalu isi lagi.")
    return seen


def _sub_kegiatan(cascade: Cascade, simpul: int) -> CascadeNode:
    node = cascade.by_id.get(simpul)
    if node is None or node.level != Level.SUB_KEGIATAN:
        raise Http404("Sub-kegiatan ini tidak ada dalam rencana ini.")
    return node


@require_http_methods(["GET", "HEAD", "POST"])
def sub_kegiatan(request: HttpRequest, slug: str, simpul: int) -> HttpResponse:
    """The plain form of one sub-kegiatan. Works without JavaScript, and keeps the grid's rule about conflicts."""
    rencana = visible_plan(request, slug)
    cascade = load(rencana)
    node = _sub_kegiatan(cascade, simpul)
    before, after, number, count = _neighbours(cascade, node)
    user = signed_in(request)
    kunci = lock_on(user, rencana)
    section = section_named(rencana, request.GET.get("bagian", ""))
    if section is None or not section.is_programme:
        raise Http404("Bagian ini tidak memiliki formulir sub-kegiatan.")
    grid = Grid(cascade, writable=True, section=section, locks=locks_for(rencana, user))
    closed = False
    if request.method == "POST":
        form = CellsForm(grid, node, request.POST, seen=seen_before(request))
        if _save_form(request, rencana, form):
            messages.success(request, f"{node.uraian} tersimpan pukul {clock(None)}.")
            following = after.id if after and "lanjut" in request.POST else simpul
            return redirect(f"{reverse('isian-formulir', args=[rencana, following])}{_query(section)}")
    else:
        form = CellsForm(grid, node)
        if closed := bool(grid.locks) and not form.fields:
            # Nothing can be filled in here now, but what stands there is still read.
            form = CellsForm(Grid(cascade, writable=True, section=section), node)
        if kunci or closed:
            for field in form.fields.values():
                field.disabled = True
    context = {
        "rencana": rencana,
        "tab": plan_tabs(rencana, "isian"),
        "simpul": node,
        "jalur": [one for one in cascade.path(node) if one.level in (Level.PROGRAM, Level.KEGIATAN)],
        "sebelum": before,
        "sesudah": after,
        "nomor": number,
        "banyak": count,
        "form": form,
        "lama": json.dumps(form.seen),
        "kunci": kunci,
        "tertutup": closed,
        "bagian": section,
        "semua_bagian": [one for one in sections_of(rencana) if one.is_programme],
        "kueri": _query(section),
        "terkunci": list(dict.fromkeys(grid.locks.values())),
    }
    return render(request, "planning/isian_formulir.html", context)


def _query(section: GridSection) -> str:
    """What follows the address of a section's form."""
    return "" if section.is_main else f"?bagian={section.key}"


def _neighbours(cascade: Cascade, node: CascadeNode) -> tuple[CascadeNode | None, CascadeNode | None, int, int]:
    """The sub-kegiatan before and after, and which of how many this one is, in the plan's order."""
    every = [one for one in cascade.walk() if one.level == Level.SUB_KEGIATAN]
    at = next(index for index, one in enumerate(every) if one.id == node.id)
    return every[at - 1] if at else None, every[at + 1] if at + 1 < len(every) else None, at + 1, len(every)


def _save_form(request: HttpRequest, rencana: Rencana, form: CellsForm) -> bool:
    """Save what was changed; False with every problem at its field when nothing was saved."""
    user = signed_in(request)
    try:
        if form.is_valid():
            save_cells(rencana.slug, user, form.edits(), GridAct.FORMULIR)
            return True
        if kunci := lock_on(user, rencana):
            raise PermissionDenied(str(kunci))
        # What the form itself objects to is told together with what the plan would: read all of it, write nothing.
        batch = Batch(rencana, form.edits(), user)
        raise Refused(batch.problems(), batch.clashes())
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refused as refusal:
        for problem in refusal.problems:
            form.blame(problem.row, problem.col, problem.message)
        form.show_clashes(refusal.clashes)
    except Clashing as refusal:
        form.show_clashes(refusal.clashes)
    return False


#: Fields of the panel that only a year that is carried out has.
_OF_A_YEAR = ("data_pembilang", "data_penyebut", "desimal_capaian")


class PanelForm(forms.Form):
    """What an indicator means and how it is counted."""

    use_required_attribute = False
    nomor = forms.CharField(label="Nomor", required=False, max_length=30)
    definisi = forms.CharField(label="Definisi operasional", required=False, widget=forms.Textarea({"rows": 3}))
    rumus = forms.CharField(label="Rumus", required=False, widget=forms.Textarea({"rows": 2}))
    pembilang = forms.CharField(label="Pembilang", required=False, widget=forms.Textarea({"rows": 2}))
    penyebut = forms.CharField(label="Penyebut", required=False, widget=forms.Textarea({"rows": 2}))
    data_pembilang = forms.ChoiceField(label="Data pembilang", required=False)
    data_penyebut = forms.ChoiceField(
        label="Data penyebut",
        required=False,
        help_text="Bila akumulasinya rasio, realisasi dihitung dari kedua data ini dan tidak diketik.",
    )
    arah = forms.ChoiceField(label="Arah", choices=Indikator.Arah.choices)
    akumulasi = forms.ChoiceField(label="Akumulasi", choices=Indikator.Akumulasi.choices)
    jenis = forms.MultipleChoiceField(
        label="Jenis", required=False, choices=JenisIndikator.choices, widget=forms.CheckboxSelectMultiple
    )
    desimal = forms.IntegerField(
        label="Desimal pada cetakan", required=False, min_value=0, max_value=6, help_text="Kosong: seperti diketik."
    )
    desimal_capaian = forms.IntegerField(
        label="Desimal capaian pada cetakan",
        required=False,
        min_value=0,
        max_value=6,
        help_text="Kosong: seperti pengaturan rencana.",
    )
    sumber_data = forms.CharField(label="Sumber data", required=False, widget=forms.Textarea({"rows": 2}))
    penanggung_jawab = forms.CharField(label="Penanggung jawab", required=False, max_length=200)
    keterangan = forms.CharField(label="Keterangan", required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, rencana: Rencana, held: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if rencana.jenis != Rencana.Jenis.KINERJA:
            for name in _OF_A_YEAR:
                del self.fields[name]
            return
        data = labour_data(rencana)
        known = {key for key, _ in data}
        for name in ("data_pembilang", "data_penyebut"):
            field = self.fields[name]
            # What is held stays a choice after its row is gone.
            gone = [(held[name], f"{held[name]} (tidak ada lagi)")] if held.get(name, "") not in {"", *known} else []
            field.choices = [("", "tidak dipilih"), *data, *gone]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A ratio that is counted needs both of its data."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        above, below = cleaned.get("data_pembilang"), cleaned.get("data_penyebut")
        if bool(above) != bool(below):
            missing = "data_penyebut" if above else "data_pembilang"
            self.add_error(missing, "Pilih pembilang dan penyebutnya, atau kosongkan keduanya.")
        return cleaned

    def typed(self) -> dict[str, str]:
        """The fields as the change record spells them."""
        found = {}
        for name in PANEL_FIELDS:
            if name not in self.fields:
                continue
            value = self.cleaned_data[name]
            if name == "jenis":
                found[name] = ",".join(sorted(value))
            else:
                found[name] = "" if value is None else clean_text(str(value))
        return found


def _panel_initial(values: dict[str, str]) -> dict[str, Any]:
    return values | {"jenis": values["jenis"].split(",") if values.get("jenis") else []}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def panel(request: HttpRequest, slug: str, indikator: int) -> HttpResponse:
    """The panel of one indicator: a part of the grid's page for htmx, a page of its own otherwise."""
    is_part = request.headers.get("HX-Request") == "true"
    if not request.user.is_authenticated:
        return session_ended(slug) if is_part else redirect_to_login(request.get_full_path())
    rencana = visible_plan(request, slug)
    kunci = lock_on(signed_in(request), rencana)
    try:
        values = panel_values(rencana, indikator)
        saved = None
        if request.method == "POST":
            seen = {name: value for name, value in seen_before(request).items() if value is not None}
            form = PanelForm(request.POST, rencana=rencana, held=values)
            if form.is_valid() and (saved := _save_panel(request, slug, indikator, form, seen)):
                rencana, values = saved, panel_values(saved, indikator)
        if request.method != "POST" or saved:
            seen, form = values, PanelForm(initial=_panel_initial(values), rencana=rencana, held=values)
    except UnknownCell as problem:
        raise Http404(str(problem)) from problem
    if kunci:
        for field in form.fields.values():
            field.disabled = True
    if saved and not is_part:
        messages.success(request, f"Indikator tersimpan pukul {clock(None)}.")
        return redirect("isian-panel", rencana, indikator)
    context = {
        "rencana": rencana,
        "indikator": indikator,
        "teks": values.get("teks", ""),
        "satuan": values.get("satuan", ""),
        "form": form,
        "lama": json.dumps(seen),
        "kunci": kunci,
        "tersimpan": clock(None) if saved else "",
    }
    if not is_part:
        context["tab"] = plan_tabs(rencana, "isian")
    page = "planning/isian_panel.html" if is_part else "planning/isian_panel_halaman.html"
    response = render(request, page, context)
    if saved:
        response.headers["HX-Trigger"] = json.dumps({"isian-tersimpan": {"revisi": rencana.revisi}})
    return response


def _save_panel(
    request: HttpRequest, slug: str, indikator: int, form: PanelForm, seen: dict[str, str]
) -> Rencana | None:
    """The plan after saving; None with the problems at their fields when nothing was saved.

    After a clash `seen` holds what stands now, so that sending the form once more overwrites it knowingly.
    """
    try:
        rencana, _ = save_panel(slug, signed_in(request), indikator, seen=seen, typed=form.typed())
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refused as refusal:
        for problem in refusal.problems:
            form.add_error(problem.col if problem.col in form.fields else None, problem.message)
        return None
    except Clashing as refusal:
        for clash in refusal.clashes:
            form.add_error(clash.col, told(clash, clash.theirs or ""))
            seen.pop(clash.col, None)
            if clash.theirs is not None:
                seen[clash.col] = clash.theirs
        return None
    return rencana


urlpatterns: list[URLPattern] = [
    path("sub-kegiatan/<int:simpul>/", sub_kegiatan, name="isian-formulir"),
    path("panel/<int:indikator>/", panel, name="isian-panel"),
]
