"""Beranda, the lists of plans, and the home of a plan with its tabs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from ..cascade import Cascade, load, plan_info
from ..checks import CHECKS, Finding, Severity, run_checks
from ..filters.rencana import RencanaFilter
from ..levels import Level
from ..lists.rencana import RencanaTable
from ..models import Rencana
from ..plan_pages import PlanTab, home_of, tabs_of
from ..policies import offices_to_plan_for
from ..tables import tables_for
from ..versions.origins import comparisons_of
from .access import visible_plan
from .aksi_versi import version_context
from .isian_json import signed_in

HISTORY_PAGE = 50


@require_safe
def beranda(request: HttpRequest) -> HttpResponse:
    """The first page: the person's plans, latest changed first, each with its state."""
    plans = Rencana.objects.visible_to(request.user).select_related("perangkat_daerah__daerah")
    return render(
        request,
        "planning/beranda.html",
        {"rencana": plans.order_by("-diubah", "slug")[:6], "jumlah": plans.count()},
    )


@require_safe
def plan_list(
    request: HttpRequest,
    jenis: str,
    template: str = "planning/rencana_daftar.html",
    further: Mapping[str, Any] = MappingProxyType({}),
) -> HttpResponse:
    """Every plan version of a kind that the person may read, with filters and sorting."""
    plans = (
        Rencana.objects.visible_to(request.user)
        .filter(jenis=jenis)
        .select_related("perangkat_daerah__daerah", "edisi")
        .order_by("slug")
    )
    chosen = RencanaFilter(request.GET, queryset=plans, request=request)
    table = RencanaTable(chosen.qs)
    RequestConfig(request, paginate={"per_page": 25}).configure(table)
    context = {
        "filter": chosen,
        "table": table,
        "jenis": Rencana.Jenis(jenis),
        "ada": plans.exists(),
        "boleh_membuat": offices_to_plan_for(signed_in(request)).exists(),
        **further,
    }
    return render(request, template, context)


def plan_tabs(rencana: Rencana, active: str) -> list[dict[str, object]]:
    """The tabs of a plan's home, as partials/tab.html draws them."""
    is_renja, is_kinerja = rencana.jenis == Rencana.Jenis.RENJA, rencana.jenis == Rencana.Jenis.KINERJA
    entries = [
        PlanTab("ikhtisar", "Ikhtisar", "house", "rencana-ikhtisar", 0),
        PlanTab("isian", "Isian" if is_kinerja else "Program & Pagu", "pencil-square", "rencana-isian", 10),
        PlanTab("tabel", "Tabel", "table", "rencana-tabel", 50),
        PlanTab("pemeriksaan", "Pemeriksaan", "clipboard-check", "rencana-pemeriksaan", 80),
        PlanTab("riwayat", "Riwayat", "clock-history", "rencana-riwayat", 90),
        *tabs_of(rencana.jenis),
    ]
    if rencana.perubahan_ke and rencana.asal_id:
        entries.append(PlanTab("perubahan", "Perubahan", "arrow-down-up", "rencana-perubahan", 60))
    if is_renja:
        # Whether the origins of a Renja lead to a Renstra takes a query; its page tells when they do not.
        if rencana.asal_id:
            entries.append(PlanTab("terhadap-renstra", "Terhadap Renstra", "diagram-3", "rencana-terhadap-renstra", 65))
        entries.append(PlanTab("sipd", "Isian SIPD", "list-check", "rencana-sipd", 70))
    return [
        {"nama": one.nama, "ikon": one.ikon, "url": reverse(one.alamat, args=[rencana]), "aktif": one.key == active}
        for one in sorted(entries, key=lambda one: one.urutan)
    ]


def table_entries(rencana: Rencana) -> list[dict[str, str]]:
    """The regulated tables of a plan with their full titles, for lists and tabs."""
    plan = plan_info(rencana)
    return [
        {"id": one.id, "label": one.label, "nomor": one.nomor, "judul_lengkap": one.title(plan), "dasar": one.dasar}
        for one in tables_for(rencana.jenis, comparisons_of(rencana))
    ]


@require_safe
def plan_overview(request: HttpRequest, slug: str) -> HttpResponse:
    """What the plan holds at a glance: size, money per year against plafon, findings, and its tables."""
    rencana = visible_plan(request, slug)
    if home := home_of(rencana.jenis):
        return home(request, rencana)
    cascade = load(rencana)
    findings = run_checks(cascade)
    context = {
        "rencana": rencana,
        "tab": plan_tabs(rencana, "ikhtisar"),
        "isi": _sizes(cascade),
        "tahun": money_by_year(cascade),
        "temuan": Counter(finding.severity.value for finding in findings),
        "tabel": table_entries(rencana),
        **version_context(request, rencana),
    }
    return render(request, "planning/rencana_ikhtisar.html", context)


@require_safe
def plan_checks(request: HttpRequest, slug: str) -> HttpResponse:
    """Every finding, grouped by check, gravest first; `?tingkat=` narrows to one severity."""
    rencana = visible_plan(request, slug)
    findings = run_checks(load(rencana))
    asked = request.GET.get("tingkat", "")
    wanted = asked if asked in set(Severity) else ""
    counts = Counter(finding.severity.value for finding in findings)
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        if not wanted or finding.severity == wanted:
            groups.setdefault(finding.check, []).append(finding)
    context = {
        "rencana": rencana,
        "tab": plan_tabs(rencana, "pemeriksaan"),
        "kelompok": [(CHECKS[code], found) for code, found in groups.items()],
        "tingkat": wanted,
        "tingkat_semua": [(severity.value, counts[severity.value]) for severity in Severity],
        "jumlah": len(findings),
        "banyak_aturan": len(CHECKS),
    }
    return render(request, "planning/rencana_pemeriksaan.html", context)


@require_safe
def plan_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Who changed the plan when and from where, newest first."""
    rencana = visible_plan(request, slug)
    acts = Paginator(rencana.changesets.order_by("-at", "-pk"), HISTORY_PAGE)
    context = {
        "rencana": rencana,
        "tab": plan_tabs(rencana, "riwayat"),
        "page_obj": acts.get_page(request.GET.get("page")),
    }
    return render(request, "planning/rencana_riwayat.html", context)


def _sizes(cascade: Cascade) -> list[tuple[str, int]]:
    """How many of each thing the plan holds, in the order people think of them."""
    counts = Counter(node.level for node in cascade.walk())
    shown = (Level.TUJUAN, Level.SASARAN, Level.PROGRAM, Level.KEGIATAN, Level.SUB_KEGIATAN)
    return [(level.label, counts[level]) for level in shown]


def money_by_year(cascade: Cascade) -> list[dict[str, object]]:
    """Per printed year in rupiah: the sum of sub-kegiatan, the office's plafon, and plafon minus sum."""
    office = cascade.office
    if office is None:
        return []
    years = []
    for tahun in cascade.plan.tahun_tabel:
        total = office.total.get(tahun, Decimal(0))
        plafon = office.plafon_at(tahun).amount
        years.append(
            {
                "tahun": tahun,
                "jumlah": total,
                "plafon": plafon,
                "selisih": None if plafon is None else plafon - total,
            }
        )
    return years


urlpatterns: list[URLPattern] = [
    path("", plan_overview, name="rencana-ikhtisar"),
    path("pemeriksaan/", plan_checks, name="rencana-pemeriksaan"),
    path("riwayat/", plan_history, name="rencana-riwayat"),
]
