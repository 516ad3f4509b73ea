"""Bringing a plan into line with the one it was made from: preview, choice, and writing what was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from ..cascade import load
from ..models import ChangeSet, Rencana
from ..policies import lock_on
from ..versions.comparison import RowComparison
from ..versions.origins import compared_with, origin_plan
from ..versions.sync import Proposal, Step, Synchronisation, synchronisation
from ..writing import Authorship, Conflict, InvalidPlan, apply
from .access import visible_plan
from .isian_json import signed_in
from .plans import plan_tabs

ROWS_A_PAGE = 100
LABELS = {
    Step.NAMA: "Nama",
    Step.INDIKATOR: "Indikator",
    Step.TARGET: "Target",
    Step.PAGU: "Pagu",
    Step.BARU: "Tambahkan baris",
    Step.HILANG: "Hapus baris",
    Step.COCOK: "Cocokkan",
}
_NOTES = {
    Step.BARU: "Ada di asal, belum ada di rencana ini.",
    Step.HILANG: "Tidak ada lagi di asal. Rinciannya ikut dihapus.",
    Step.COCOK: "Belum berasal, tetapi cocok dengan baris asal. Perbedaannya tampak sesudah dicocokkan.",
}


@dataclass(frozen=True, slots=True)
class OfferedRow:
    """A row with everything that can be taken over of it."""

    row: RowComparison
    induk: str
    usul: list[tuple[Proposal, str, str]]


def sync_sources(rencana: Rencana) -> dict[str, Rencana]:
    """The plans that this one can be brought into line with; the first is the ordinary choice.

    A Renja made from a Renstra, and a perubahan of one, follow the Renstra in force; another plan the one it was made
    from.
    """
    renstra = origin_plan(rencana, "renstra")
    found = {"renstra": renstra} if renstra else {}
    asal = rencana.asal
    if asal is not None and asal not in found.values():
        by_renstra = renstra is not None and (rencana.perubahan_ke or asal.jenis == Rencana.Jenis.RENSTRA)
        found = {**found, "asal": asal} if by_renstra else {"asal": asal, **found}
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def synchronise(request: HttpRequest, slug: str) -> HttpResponse:
    """What the plan could take over from its origin; a POST takes what was chosen, or all of it."""
    rencana = visible_plan(request, slug)
    kunci = lock_on(signed_in(request), rencana)
    if request.method == "POST" and kunci:
        raise PermissionDenied(str(kunci))
    sources = sync_sources(rencana)
    asked = request.GET.get("dengan", "")
    key = asked if asked in sources else next(iter(sources), "")
    context: dict[str, object] = {
        "rencana": rencana,
        "tab": plan_tabs(rencana, ""),
        "kunci": kunci,
        "sumber": sources.items(),
        "dengan": key,
    }
    if not key:
        return render(request, "planning/selaraskan.html", context)
    asal = sources[key]
    both = synchronisation(load(rencana), compared_with(rencana, asal))
    if request.method == "POST" and _take(request, rencana, asal, both):
        return redirect(request.get_full_path())
    page = Paginator(_rows(both), ROWS_A_PAGE).get_page(request.GET.get("page"))
    counts = [(LABELS[one], sum(1 for usul in both.usul if usul.langkah is one)) for one in Step]
    context |= {
        "asal": asal,
        "page_obj": page,
        "banyak": [entry for entry in counts if entry[1]],
        "tahun": both.years,
        "dipilih": set(request.POST.getlist("pilih")),
    }
    return render(request, "planning/selaraskan.html", context)


def _rows(both: Synchronisation) -> Sequence[OfferedRow]:
    found = []
    for index, usul in groupby(both.usul, key=lambda one: one.baris):
        row = both.rows[index]
        above = both.rows[row.above].simpul if row.above is not None else None
        entries = [(one, LABELS[one.langkah], _NOTES.get(one.langkah, "")) for one in usul]
        found.append(OfferedRow(row, f"{above.kode} {above.uraian}".strip() if above else "", entries))
    return found


def _take(request: HttpRequest, rencana: Rencana, asal: Rencana, both: Synchronisation) -> bool:
    """Write what was chosen; False, with a message, when nothing was written."""
    if request.POST.get("revisi") != f"{rencana.revisi}.{asal.revisi}":
        messages.warning(
            request,
            "Belum ada yang ditulis: rencana ini atau asalnya diubah sesudah halaman dibuka. "
            "Periksa perbedaannya sekali lagi, lalu terapkan.",
        )
        return False
    wanted = set(request.POST.getlist("pilih"))
    chosen = [one for one in both.usul if "semua" in request.POST or one.key in wanted]
    if not chosen:
        messages.info(request, "Belum ada yang dipilih. Centang dahulu bagian yang akan diambil.")
        return False
    by = Authorship(user=signed_in(request), origin=ChangeSet.Origin.SYNC, source=f"Selaraskan dengan {asal.judul}")
    try:
        written = apply(rencana, both.difference(chosen), by=by)
    except (Conflict, InvalidPlan) as refusal:
        messages.error(request, f"Belum ada yang ditulis. {refusal}")
        return False
    if written is None:
        messages.info(request, "Tidak ada yang berubah.")
        return False
    messages.success(
        request,
        f"{len(chosen)} bagian diambil dari {asal.judul} sebagai revisi {written.revisi}. "
        "Masih dapat diurungkan di Program & Pagu: Baris, Perubahan saya.",
    )
    return True


urlpatterns: list[URLPattern] = [path("selaraskan/", synchronise, name="rencana-selaraskan")]
