"""Entry without the grid: the plain form of one sub-kegiatan, and the panel of one indicator."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from renstra_portal.lib.text import clean_text
from renstra_portal.lib.values import Nilai, format_nilai

from ..cascade import Cascade, CascadeNode, load
from ..grid.cells import Clash, Clashing, Edit, GridAct, Refused, save_cells
from ..grid.panel import PANEL_FIELDS, panel_values, save_panel
from ..grid.rows import Grid
from ..grid.sheet import UnknownCell
from ..levels import Level
from ..models import Indikator, JenisIndikator, Rencana
from ..policies import lock_on
from ..templatetags.portal import tanggal_waktu
from ..writing import NotAllowed
from .access import visible_plan
from .isian_json import clock, session_ended, signed_in
from .plans import plan_tabs

_LONG_TEXTS = ("uraian", "indikator", "lokasi", "keterangan")


def _shown(jenis: str, value: str | None) -> str:
    """A stored value as it stands in an input: figures in Indonesian spelling."""
    if jenis == "teks":
        return value or ""
    return format_nilai(Nilai.decode(value))


class CellsForm(forms.Form):
    """The cells of one sub-kegiatan. `seen` maps a field ("s12|pagu:2025") to the stored value it was made from."""

    use_required_attribute = False

    def __init__(self, grid: Grid, node: CascadeNode, data: Any = None, *, seen: dict[str, str | None] | None = None):
        super().__init__(data)
        self.seen: dict[str, str | None] = {}
        self.groups: list[tuple[str, list[str]]] = []
        for row in grid.rows_of({node.id}):
            self._add_row(grid, row)
        if seen is not None:
            self.seen |= {name: seen.get(name) for name in self.fields}

    def _add_row(self, grid: Grid, row: dict[str, Any]) -> None:
        titles = {"simpul": "", "indikator": "Indikator berikutnya", "sumber_dana": f"Pagu dari {row.get('sumber')}"}
        parts: dict[str, list[str]] = {}
        cols = grid.editable(Level(row["level"])) if row["kind"] == "simpul" else row["editable"]
        for col in cols:
            column = grid.columns[col]
            name, value = f"{row['row']}|{col}", row["cells"].get(col)
            widget = forms.Textarea({"rows": 3}) if col in _LONG_TEXTS else forms.TextInput()
            if column.jenis != "teks":
                widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}
            self.fields[name] = forms.CharField(
                label=column.judul, required=False, strip=False, initial=_shown(column.jenis, value), widget=widget
            )
            self.seen[name] = value
            part = "Pagu" if col.startswith(("pagu", "sumber")) else "Sub-kegiatan"
            if col in ("indikator", "satuan") or col.startswith(("baseline", "target")):
                part = "Indikator"
            parts.setdefault(titles[row["kind"]] or part, []).append(name)
        self.groups.extend(parts.items())

    def grouped(self) -> Iterable[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings."""
        return [(title, [self[name] for name in names]) for title, names in self.groups]

    def edits(self, grid: Grid) -> list[Edit]:
        """The cells whose text differs from what was shown."""
        found = []
        for name, text in self.cleaned_data.items():
            row, _, col = name.partition("|")
            before = self.seen[name]
            if clean_text(text) != clean_text(_shown(grid.columns[col].jenis, before)):
                found.append(Edit(row, col, before, text))
        return found

    def blame(self, name: str, message: str) -> None:
        """Show a problem at its field, or above the form when it has none."""
        self.add_error(name if name in self.fields else None, message)


def _seen(request: HttpRequest) -> dict[str, str | None]:
    """What the person had before them, from the hidden field. Raises `PermissionDenied` when that was tampered with."""
    try:
        seen = json.loads(request.POST.get("lama", ""))
    except ValueError as problem:
        raise PermissionDenied("Formulir ini tidak lengkap. Buka kembali halamannya, lalu isi lagi.") from problem
    if not isinstance(seen, dict) or not all(value is None or isinstance(value, str) for value in seen.values()):
        raise PermissionDenied("Formulir ini tidak lengkap. Buka kembali halamannya, lalu isi lagi.")
    return seen


def _told(clash: Clash, shown: str) -> str:
    by = f" oleh {clash.touch.who} pada {tanggal_waktu(clash.touch.when)}" if clash.touch else ""
    now = f"menjadi “{shown}”" if shown else "menjadi kosong"
    return f"Diubah{by} {now}. Simpan sekali lagi untuk memakai isian Anda, atau ketik ulang nilainya."


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
    kunci = lock_on(signed_in(request), rencana)
    grid = Grid(cascade, writable=True)
    if request.method == "POST":
        form = CellsForm(grid, node, request.POST, seen=_seen(request))
        if form.is_valid() and _save_form(request, rencana, grid, form):
            messages.success(request, f"{node.uraian} tersimpan pukul {clock(None)}.")
            return redirect("isian-formulir", rencana, simpul)
    else:
        form = CellsForm(grid, node)
        if kunci:
            for field in form.fields.values():
                field.disabled = True
    context = {
        "rencana": rencana,
        "tab": plan_tabs(rencana, "isian"),
        "simpul": node,
        "jalur": cascade.path(node)[:-1],
        "form": form,
        "lama": json.dumps(form.seen),
        "kunci": kunci,
    }
    return render(request, "planning/isian_formulir.html", context)


def _save_form(request: HttpRequest, rencana: Rencana, grid: Grid, form: CellsForm) -> bool:
    """Save what was changed; False with the problems at their fields when nothing was saved."""
    try:
        save_cells(rencana.slug, signed_in(request), form.edits(grid), GridAct.FORMULIR)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refused as refusal:
        for problem in refusal.problems:
            form.blame(f"{problem.row}|{problem.col}", problem.message)
        _show_clashes(form, grid, refusal.clashes)
        return False
    except Clashing as refusal:
        _show_clashes(form, grid, refusal.clashes)
        return False
    return True


def _show_clashes(form: CellsForm, grid: Grid, clashes: Iterable[Clash]) -> None:
    """Show who changed what; sending the form once more then overwrites it knowingly."""
    for clash in clashes:
        name = f"{clash.row}|{clash.col}"
        form.blame(name, _told(clash, _shown(grid.columns[clash.col].jenis, clash.theirs)))
        form.seen[name] = clash.theirs


class PanelForm(forms.Form):
    """What an indicator means and how it is counted."""

    use_required_attribute = False
    nomor = forms.CharField(label="Nomor", required=False, max_length=30)
    definisi = forms.CharField(label="Definisi operasional", required=False, widget=forms.Textarea({"rows": 3}))
    rumus = forms.CharField(label="Rumus", required=False, widget=forms.Textarea({"rows": 2}))
    pembilang = forms.CharField(label="Pembilang", required=False, widget=forms.Textarea({"rows": 2}))
    penyebut = forms.CharField(label="Penyebut", required=False, widget=forms.Textarea({"rows": 2}))
    arah = forms.ChoiceField(label="Arah", choices=Indikator.Arah.choices)
    akumulasi = forms.ChoiceField(label="Akumulasi antartahun", choices=Indikator.Akumulasi.choices)
    jenis = forms.MultipleChoiceField(
        label="Jenis", required=False, choices=JenisIndikator.choices, widget=forms.CheckboxSelectMultiple
    )
    desimal = forms.IntegerField(
        label="Desimal pada cetakan", required=False, min_value=0, max_value=6, help_text="Kosong: seperti diketik."
    )
    sumber_data = forms.CharField(label="Sumber data", required=False, widget=forms.Textarea({"rows": 2}))
    penanggung_jawab = forms.CharField(label="Penanggung jawab", required=False, max_length=200)
    keterangan = forms.CharField(label="Keterangan", required=False, widget=forms.Textarea({"rows": 2}))

    def typed(self) -> dict[str, str]:
        """The fields as the change record spells them."""
        found = {}
        for name in PANEL_FIELDS:
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
            seen = {name: value for name, value in _seen(request).items() if value is not None}
            form = PanelForm(request.POST)
            if form.is_valid() and (saved := _save_panel(request, slug, indikator, form, seen)):
                rencana, values = saved, panel_values(saved, indikator)
        if request.method != "POST" or saved:
            seen, form = values, PanelForm(initial=_panel_initial(values))
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
            form.add_error(clash.col, _told(clash, clash.theirs or ""))
            seen.pop(clash.col, None)
            if clash.theirs is not None:
                seen[clash.col] = clash.theirs
        return None
    return rencana


urlpatterns: list[URLPattern] = [
    path("sub-kegiatan/<int:simpul>/", sub_kegiatan, name="isian-formulir"),
    path("panel/<int:indikator>/", panel, name="isian-panel"),
]
