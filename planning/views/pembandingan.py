"""A version beside another: what a perubahan changes and why, and where a Renja differs from its Renstra."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from renstra_portal.lib.text import normalise_name

from ..cascade import Cascade, load
from ..models import ChangeSet, Rencana
from ..policies import lock_on
from ..tables.renja_renstra import concerns, deviation_remark
from ..versions.comparison import (
    PARTS_OF_RENSTRA,
    PaguPair,
    Part,
    Perubahan,
    RowComparison,
    compare_versions,
    shared_years,
    total_pagu,
)
from ..versions.origins import compared_with, origin_plan
from ..versions.reasons import Reason, held_reason, reason_key, reasons_difference
from ..versions.wording import Deviation, differences
from ..writing import Authorship, Conflict, InvalidPlan, apply
from .access import visible_plan
from .isian_json import signed_in
from .plans import plan_tabs

ROWS_A_PAGE = 50
_REASONS = "Alasan dan dasar hukum perubahan"
Predicate = Callable[[RowComparison], bool]


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row as the pages show it: with its money of one year, what else differs, and where it stands."""

    row: RowComparison
    pagu: PaguPair
    beda: list[Deviation]
    induk: str
    keterangan: str
    kunci: str
    isian: Reason

    @property
    def ada_pagu(self) -> bool:
        """Whether either side says anything of the money of the year."""
        return self.pagu.semula.is_filled or self.pagu.menjadi.is_filled


@dataclass(frozen=True, slots=True)
class RowFilter:
    """A choice of rows: its name in the address, its words, and which rows it holds."""

    nama: str
    label: str
    holds: Predicate


_OF_PERUBAHAN = (
    RowFilter("", "Semua perubahan", lambda row: row.diputuskan),
    RowFilter("ditambah", "Ditambah", lambda row: row.jenis is Perubahan.DITAMBAH),
    RowFilter("dihapus", "Dihapus", lambda row: row.jenis is Perubahan.DIHAPUS),
    RowFilter("diubah", "Diubah", lambda row: row.jenis is Perubahan.DIUBAH and row.diputuskan),
    RowFilter("semua", "Semua baris", lambda row: True),
)
_OF_RENSTRA = (
    RowFilter("", "Semua perbedaan", lambda row: row.diputuskan),
    RowFilter("nama", "Nama", lambda row: bool({Part.NAMA, Part.KODE} & {*row.bagian})),
    RowFilter("indikator", "Indikator", lambda row: Part.INDIKATOR in row.bagian),
    RowFilter("target", "Target", lambda row: Part.TARGET in row.bagian),
    RowFilter("pagu", "Pagu", lambda row: Part.PAGU in row.bagian),
    RowFilter("tambahan", "Tidak ada dalam Renstra", lambda row: row.jenis is Perubahan.DITAMBAH),
    RowFilter("tidak-diambil", "Tidak diambil", lambda row: row.jenis is Perubahan.DIHAPUS),
    RowFilter("semua", "Semua baris", lambda row: True),
)


# Perubahan --------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """What the perubahan changes, row by row; a POST holds reasons and legal bases of the rows on the page."""
    rencana = visible_plan(request, slug)
    kunci = lock_on(signed_in(request), rencana)
    if request.method == "POST" and kunci:
        raise PermissionDenied(str(kunci))
    context: dict[str, object] = {"rencana": rencana, "tab": plan_tabs(rencana, "perubahan"), "kunci": kunci}
    other = origin_plan(rencana, "asal")
    if other is None:
        return render(request, "planning/perubahan.html", context)
    after = load(rencana)
    before = compared_with(rencana, other)
    years = shared_years(before.cascade.plan, after.plan)
    rows = compare_versions(before.cascade, after, before.origins, years=years)
    typed: dict[str, Reason] = {}
    if request.method == "POST":
        typed = _typed(request, rows)
        if _hold(request, rencana, after, rows, typed):
            return redirect(request.get_full_path())
    context |= _listing(request, after, rows, years, _OF_PERUBAHAN, _changed_remark, typed)
    context |= {"pembanding": other, "banyak": _counts(rows), "dasar_perubahan": rencana.dasar_perubahan}
    return render(request, "planning/perubahan.html", context)


def _typed(request: HttpRequest, rows: Iterable[RowComparison]) -> dict[str, Reason]:
    """What was typed for the rows of the page."""
    keys = {reason_key(row) for row in rows if row.diputuskan}
    found = {}
    for key in keys:
        alasan, dasar = request.POST.get(f"alasan-{key}"), request.POST.get(f"dasar-{key}")
        if alasan is not None and dasar is not None:
            found[key] = Reason(alasan.replace("\r\n", "\n").strip(), dasar.replace("\r\n", "\n").strip())
    return found


def _hold(
    request: HttpRequest,
    rencana: Rencana,
    after: Cascade,
    rows: Sequence[RowComparison],
    typed: dict[str, Reason],
) -> bool:
    """Write what was typed; False, with a message, when the plan moved on since the page was opened."""
    if request.POST.get("revisi") != str(rencana.revisi):
        messages.warning(
            request,
            "Belum disimpan: rencana ini diubah sesudah halaman dibuka. Yang Anda ketik masih ada di bawah ini; "
            "periksa, lalu simpan sekali lagi.",
        )
        return False
    by = Authorship(user=signed_in(request), origin=ChangeSet.Origin.GRID, source=_REASONS)
    try:
        written = apply(rencana, reasons_difference(after, rows, typed), by=by)
    except (Conflict, InvalidPlan) as refusal:
        messages.error(request, f"Belum disimpan. {refusal}")
        return False
    if written:
        messages.success(request, f"Alasan dan dasar hukum tersimpan sebagai revisi {written.revisi}.")
    else:
        messages.info(request, "Tidak ada yang berubah.")
    return True


def _counts(rows: Iterable[RowComparison]) -> dict[str, int]:
    """How many rows were added, dropped, changed by themselves, or left as they are."""
    counts = Counter(row.jenis.value for row in rows if not row.hanya_jumlah)
    return {jenis.value: counts[jenis.value] for jenis in Perubahan}


def _changed_remark(row: RowComparison) -> str:
    return "Jumlah berubah" if row.hanya_jumlah else row.jenis.value.capitalize()


# Renja against Renstra --------------------------------------------------------------------------------


@require_safe
def against_renstra(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the Renja differs from its Renstra, with amounts."""
    rencana = visible_plan(request, slug)
    context: dict[str, object] = {
        "rencana": rencana,
        "tab": plan_tabs(rencana, "terhadap-renstra"),
        "kunci": lock_on(signed_in(request), rencana),
    }
    other = origin_plan(rencana, "renstra")
    if other is None:
        return render(request, "planning/terhadap_renstra.html", context)
    after = load(rencana)
    before = compared_with(rencana, other)
    years = shared_years(before.cascade.plan, after.plan)
    rows = compare_versions(before.cascade, after, before.origins, years=years, parts=PARTS_OF_RENSTRA)
    context |= _listing(
        request, after, rows, years, _OF_RENSTRA, deviation_remark, {}, concerned=concerns, parts=PARTS_OF_RENSTRA
    )
    context["pembanding"] = other
    return render(request, "planning/terhadap_renstra.html", context)


# Both -------------------------------------------------------------------------------------------------


def _listing(
    request: HttpRequest,
    after: Cascade,
    rows: Sequence[RowComparison],
    years: Sequence[int],
    filters: Sequence[RowFilter],
    remark: Callable[[RowComparison], str],
    typed: dict[str, Reason],
    *,
    concerned: Predicate = lambda row: True,
    parts: Collection[Part] = frozenset(Part),
) -> dict[str, object]:
    """The rows that the address asks for, one page of them, with the totals of the year it asks for."""
    listed = [row for row in rows if concerned(row)]
    chosen = next((one for one in filters if one.nama == request.GET.get("saring", "")), filters[0])
    words = normalise_name(request.GET.get("q", ""))
    asked = request.GET.get("tahun", "")
    # Of a Renja the first year that both print is its own; of a Renstra the one asked for.
    tahun = int(asked) if asked in {str(one) for one in years} else next(iter(years), after.plan.tahun_awal)
    wanted = [row for row in listed if chosen.holds(row) and words in normalise_name(_said(row))]
    page = Paginator(wanted, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return {
        "page_obj": page,
        "baris": [_listed_row(after, rows, row, tahun, remark, typed, parts) for row in page.object_list],
        "saringan": [(one, sum(1 for row in listed if one.holds(row))) for one in filters],
        "saring": chosen.nama,
        "q": request.GET.get("q", ""),
        "tahun": tahun,
        "tahun_semua": years,
        "total": total_pagu(rows, tahun),
    }


def _said(row: RowComparison) -> str:
    return " ".join((row.simpul.kode, row.simpul.uraian, *(one.indikator.teks for one in row.indikator)))


def _listed_row(
    after: Cascade,
    rows: Sequence[RowComparison],
    row: RowComparison,
    tahun: int,
    remark: Callable[[RowComparison], str],
    typed: dict[str, Reason],
    parts: Collection[Part],
) -> ListedRow:
    above = rows[row.above].simpul if row.above is not None else None
    key = reason_key(row)
    return ListedRow(
        row=row,
        pagu=next((pair for pair in row.pagu if pair.tahun == tahun), total_pagu((), tahun)),
        beda=differences(row, parts=parts, without_pagu_of=tahun),
        induk=f"{above.kode} {above.uraian}".strip() if above else "",
        keterangan=remark(row),
        kunci=key if row.diputuskan else "",
        isian=typed.get(key) or held_reason(after, row),
    )


urlpatterns: list[URLPattern] = [
    path("perubahan/", changes, name="rencana-perubahan"),
    path("terhadap-renstra/", against_renstra, name="rencana-terhadap-renstra"),
]
