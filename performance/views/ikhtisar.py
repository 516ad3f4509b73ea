"""The home of a kinerja plan: where the year stands, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from planning.cascade import Cascade, load
from planning.checks import Severity, run_checks
from planning.models import Rencana
from planning.policies import Kunci, lock_on
from planning.views.aksi_versi import version_context
from planning.views.isian_json import signed_in
from planning.views.plans import plan_tabs, table_entries
from renstra_portal.lib.dates import roman

from ..capaian import Anggaran, Kinerja
from ..jadwal import Keadaan, schedule_of, today
from ..kelengkapan import Isi, completeness
from .kelengkapan import current_triwulan


@dataclass(frozen=True, slots=True)
class Langkah:
    """A next step: what, why, and the button that leads there."""

    ikon: str
    judul: str
    isi: str
    tombol: str
    url: str


@dataclass(frozen=True, slots=True)
class TriwulanIni:
    """One triwulan of the year: its window, what is filled in, and the money spent by its end."""

    keadaan: Keadaan
    isi: Isi
    anggaran: Anggaran | None
    kini: bool
    url: str


def overview(request: HttpRequest, rencana: Rencana) -> HttpResponse:
    """The year at a glance: its triwulan, the money spent so far, the next steps, and the tables."""
    cascade = load(rencana)
    keadaan = schedule_of(rencana).of(rencana.perangkat_daerah_id)
    quarters = _quarters(rencana, cascade, keadaan)
    current = next(one for one in quarters if one.kini)
    findings = run_checks(cascade)
    kunci = lock_on(signed_in(request), rencana)
    tables = table_entries(rencana)
    versions = version_context(request, rencana)
    steps = [] if versions["terbaru"] else _entry_steps(rencana, current, kunci)
    context = {
        "rencana": rencana,
        "tab": plan_tabs(rencana, "ikhtisar"),
        "triwulan": quarters,
        "serapan": next((one.anggaran for one in reversed(quarters) if one.anggaran and one.anggaran.terisi), None),
        "pagu": quarters[-1].anggaran.pagu if quarters[-1].anggaran else None,
        "langkah": steps + _reading_steps(rencana, current.keadaan.triwulan, {one["id"] for one in tables}),
        "galat": sum(1 for one in findings if one.severity is Severity.GALAT),
        "peringatan": sum(1 for one in findings if one.severity is Severity.PERINGATAN),
        "tabel": tables,
        **versions,
    }
    return render(request, "performance/ikhtisar.html", context)


def _quarters(rencana: Rencana, cascade: Cascade, keadaan: list[Keadaan]) -> list[TriwulanIni]:
    filled = completeness(cascade).jumlah
    kinerja, office = Kinerja(cascade), cascade.office
    current = current_triwulan(keadaan, today())
    grid = reverse("rencana-isian", args=[rencana])
    return [
        TriwulanIni(
            one,
            filled[one.triwulan],
            kinerja.anggaran(office, one.triwulan) if office else None,
            one.triwulan == current,
            f"{grid}?bagian=tw{one.triwulan}",
        )
        for one in keadaan
    ]


def _entry_steps(rencana: Rencana, current: TriwulanIni, kunci: Kunci | None) -> list[Langkah]:
    """What is to be filled in now. Nothing in a version that a later one has taken the place of."""
    missing = current.isi.semua.kosong
    name = roman(current.keadaan.triwulan)
    if not current.isi.semua.perlu:
        return [
            Langkah(
                "list-check",
                "Lengkapi program, target, dan pagu",
                "Belum ada indikator bertarget atau sub-kegiatan berpagu yang dapat diisi realisasinya.",
                "Buka Isian",
                reverse("rencana-isian", args=[rencana]),
            )
        ]
    if not missing:
        return []
    if current.keadaan.terbuka and not kunci:
        words = f"{missing} sel belum terisi. {current.keadaan.kalimat}"
        return [Langkah("pencil-square", f"Isi realisasi triwulan {name}", words, "Isi realisasi", current.url)]
    return [
        Langkah(
            "list-check",
            f"Triwulan {name} belum lengkap",
            f"{missing} sel belum terisi. {kunci.alasan if kunci else current.keadaan.kalimat}",
            "Lihat yang kurang",
            f"{reverse('kinerja-kelengkapan', args=[rencana])}?kurang=1",
        )
    ]


def _reading_steps(rencana: Rencana, triwulan: int, tables: set[str]) -> list[Langkah]:
    """What is to be read, signed and reported."""
    steps = []
    for table, name in (("E.81", "Evaluasi hasil Renja (E.81)"), ("E.60", "Pengendalian Renja (E.60)")):
        if table in tables:
            url = f"{reverse('rencana-tabel-satu', args=[rencana, table])}?triwulan={triwulan}"
            steps.append(Langkah("table", name, f"Sampai triwulan {roman(triwulan)}.", f"Lihat {table}", url))
    steps += [
        Langkah(
            "patch-check",
            "Perjanjian Kinerja",
            "Target dan pagu yang dijanjikan, siap ditandatangani.",
            "Buka Perjanjian Kinerja",
            reverse("kinerja-pk", args=[rencana]),
        ),
        Langkah(
            "file-earmark-text",
            "LKIP",
            "Laporan kinerja tahun ini, disusun dari isian portal.",
            "Buka LKIP",
            reverse("kinerja-lkip", args=[rencana]),
        ),
    ]
    return steps
