"""The nomenclature in the browser: a searchable list with downloads, and a page for each entry."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils.cache import patch_vary_headers
from django.utils.text import slugify
from django.views.generic import RedirectView
from django_tables2 import RequestConfig

from renstra_portal.lib.codes import KodeProblem, level_kode, parent_kode, sort_key, to_xx

from ..filters.nomenklatur import LEVEL_CHOICES, NomenklaturFilter
from ..lists.nomenklatur import NomenklaturTable
from ..models import EdisiNomenklatur, Nomenklatur, PadananNomenklatur
from ..nomenklatur.exporting import export_csv, export_xlsx
from ..nomenklatur.index import printed_kode, same_kode

PER_PAGE = 50
_EXPORTS: dict[str, tuple[Callable[[QuerySet[Nomenklatur]], bytes], str]] = {
    "csv": (export_csv, "text/csv; charset=utf-8"),
    "xlsx": (export_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def daftar(request: HttpRequest) -> HttpResponse:
    """The list, filtered and paged; `?unduh=csv` or `?unduh=xlsx` gives all filtered rows as a file."""
    editions = list(
        EdisiNomenklatur.objects.filter(entri__isnull=False)
        .distinct()
        .order_by(F("tanggal").desc(nulls_last=True), "kode")
    )
    entries = Nomenklatur.objects.select_related("edisi").order_by("edisi__tanggal", "kewenangan", "kode")
    filtered = NomenklaturFilter(request.GET, entries, editions=editions)
    kind = request.GET.get("unduh")
    if kind in _EXPORTS:
        export, content_type = _EXPORTS[kind]
        name = slugify(f"nomenklatur {filtered.data.get('edisi', '')}")
        return HttpResponse(
            export(filtered.qs),
            content_type=content_type,
            headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'},
        )
    # A column that would say the same in every row.
    said_above = tuple(name for name in ("edisi", "kewenangan") if filtered.data.get(name))
    table = NomenklaturTable(filtered.qs, exclude=said_above)
    RequestConfig(request, paginate={"per_page": PER_PAGE, "silent": True}).configure(table)
    # Going back in the browser needs the whole page again.
    partial = bool(request.htmx) and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    response = render(
        request,
        "planning/nomenklatur_tabel.html" if partial else "planning/nomenklatur_daftar.html",
        {
            "filter": filtered,
            "table": table,
            "ada_nomenklatur": bool(editions),
            "edisi_terpilih": next((one for one in editions if one.kode == filtered.data.get("edisi")), None),
            "url_csv": _download(filtered.data, "csv"),
            "url_excel": _download(filtered.data, "xlsx"),
        },
    )
    patch_vary_headers(response, ["HX-Request"])
    return response


def entri(request: HttpRequest, edisi: str, kewenangan: str, kode: str) -> HttpResponse:
    """One entry: what it stands under, what stands under it, and what it is in other editions."""
    try:
        level = level_kode(kode)
    except KodeProblem as error:
        raise Http404(str(error)) from error
    entry = get_object_or_404(
        Nomenklatur.objects.select_related("edisi"),
        edisi__kode=edisi,
        kewenangan=kewenangan.replace("-", "/"),
        kode=kode,
    )
    parents, children = _family(entry)
    return render(
        request,
        "planning/nomenklatur_entri.html",
        {
            "entri": entry,
            "kode": printed_kode(entry),
            "tingkat": dict(LEVEL_CHOICES)[level],
            "induk": [(printed_kode(one), one) for one in parents],
            "turunan": [(printed_kode(one), one) for one in children],
            "padanan": _mappings(entry),
            "edisi_lain": [(printed_kode(one), one) for one in _same_code_elsewhere(entry)],
        },
    )


def _download(data: QueryDict, kind: str) -> str:
    query = data.copy()
    query["unduh"] = kind
    query.pop("page", None)
    return f"?{query.urlencode()}"


def _family(entry: Nomenklatur) -> tuple[list[Nomenklatur], list[Nomenklatur]]:
    """The entries above, from the urusan down, and those directly below, in one query."""
    above = set[str]()
    kode = parent_kode(entry.kode)
    while kode is not None:
        above |= {kode, to_xx(kode)}
        kode = parent_kode(kode)
    family = [
        one
        for one in Nomenklatur.objects.filter(
            Q(kode__in=above) | Q(kode__startswith=f"{entry.kode}."), edisi=entry.edisi_id, kewenangan=entry.kewenangan
        ).select_related("edisi")
        if one.kode in above or parent_kode(one.kode) == entry.kode
    ]
    family.sort(key=lambda one: sort_key(one.kode))
    own_bidang = {one.level for one in family if one.kode in above and entry.kode.startswith(one.kode)}
    parents = [
        one for one in family if one.kode in above and (entry.kode.startswith(one.kode) or one.level not in own_bidang)
    ]
    parents.sort(key=lambda one: len(one.kode))
    return parents, [one for one in family if one.kode not in above]


def _mappings(entry: Nomenklatur) -> list[tuple[str, EdisiNomenklatur, str, Nomenklatur | None, str]]:
    """Recorded mappings from and to the entry: direction, the other edition, code there, entry there, status."""
    rows = PadananNomenklatur.objects.filter(Q(dari=entry) | Q(ke=entry)).select_related(
        "dari__edisi", "ke__edisi", "edisi_tujuan"
    )
    found: list[tuple[str, EdisiNomenklatur, str, Nomenklatur | None, str]] = []
    for row in rows:
        if row.dari_id == entry.pk:
            found.append(("menjadi", row.edisi_tujuan, printed_kode(row.ke) if row.ke else "", row.ke, row.status))
        else:
            found.append(("berasal dari", row.dari.edisi, printed_kode(row.dari), row.dari, row.status))
    return found


def _same_code_elsewhere(entry: Nomenklatur) -> QuerySet[Nomenklatur]:
    return (
        Nomenklatur.objects.filter(same_kode(entry.kode), kewenangan=entry.kewenangan, level=entry.level)
        .exclude(edisi=entry.edisi_id)
        .select_related("edisi")
        .order_by("edisi__tanggal", "kode")
    )


urlpatterns: list[URLPattern] = [
    path("referensi/", RedirectView.as_view(pattern_name="nomenklatur"), name="referensi"),
    path("referensi/nomenklatur/", daftar, name="nomenklatur"),
    path("referensi/nomenklatur/<slug:edisi>/<slug:kewenangan>/<str:kode>/", entri, name="nomenklatur-entri"),
]
