"""The report of a year (LKIP): what it holds and lacks, its texts to be edited, and its print as background work."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planning.cascade import load
from planning.models import Rencana
from planning.policies import lock_on
from planning.views.isian_json import signed_in
from planning.views.plans import plan_tabs
from planning.writing import NotAllowed

from ..lkip.angka import Angka, DaftarAngka
from ..lkip.cetak import sidik, susunan_lkip
from ..lkip.naskah import (
    Berubah,
    TidakTersimpan,
    beda,
    kembalikan,
    rapi,
    riwayat,
    salin_dari,
    simpan,
)
from ..lkip.susunan import BUTIR, ISIAN, PENGATURAN, Bagian, Kurang, Susunan, Teks
from ..lkip.teks import teks_html
from ..lkip.token import broken_in, shown, tokens_in
from ..models import Pekerjaan, Suntingan
from ..pekerjaan.antrean import batalkan, minta, tanpa_pekerja
from .access import kinerja_plan

_JOBS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Cetakan:
    """One earlier print as listed: the work, and whether the data has changed since."""

    job: Pekerjaan
    berubah: bool


@dataclass(frozen=True, slots=True)
class Baris:
    """One line of the outline: a part with its texts and with what it lacks; `tingkat` 1 to 4."""

    bagian: Bagian
    jangkar: str
    teks: tuple[Teks, ...]
    kurang: tuple[tuple[Kurang, str], ...]
    hilang: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Butir:
    """One point (a–g) of one sasaran in the matrix of completeness: how many things are missing."""

    huruf: str
    jangkar: str
    kurang: int


@require_safe
def lkip(request: HttpRequest, slug: str) -> HttpResponse:
    """The report's outline, what is missing in it, and its prints."""
    rencana = kinerja_plan(request, slug)
    user = signed_in(request)
    susunan = susunan_lkip(rencana)
    rows = list(_rows(rencana, susunan))
    before = _version_before(rencana)
    context = {
        "rencana": rencana,
        "tab": plan_tabs(rencana, "lkip"),
        "kunci": lock_on(user, rencana),
        "baris": rows,
        "butir": BUTIR,
        "sasaran": [(node, list(_points(susunan, node.id))) for node in susunan.data.sasaran],
        "kosong": [one for row in rows for one in row.teks if not one.teks and not one.pilihan],
        "jumlah_kurang": sum(len(row.kurang) for row in rows),
        "hilang": sorted({name for row in rows for name in row.hilang}),
        "sebelumnya": before if before and not _was_edited(susunan) and _edits_of(before) else None,
    }
    return render(request, "performance/lkip.html", context | _prints(request, rencana))


def _rows(rencana: Rencana, susunan: Susunan) -> Iterator[Baris]:
    for main in susunan.bagian:
        for one in main.walk():
            if isinstance(one, Bagian):
                texts = tuple(part for part in one.isi if isinstance(part, Teks))
                missing = tuple((part, _where(rencana, part.tempat)) for part in one.isi if isinstance(part, Kurang))
                lost = tuple(name for text in texts for name in _lost(susunan.angka, text.teks))
                yield Baris(one, _anchor(one.kunci), texts, missing, lost)


def _where(rencana: Rencana, tempat: str) -> str:
    """The address at which what is missing is entered."""
    if tempat == PENGATURAN:
        return reverse("rencana-pengaturan", args=[rencana])
    address = reverse("rencana-isian", args=[rencana])
    return address if tempat == ISIAN else f"{address}?{urlencode({'bagian': 'tw4'})}"


def _points(susunan: Susunan, sasaran: int) -> Iterator[Butir]:
    for part in susunan.bagian:
        for one in part.walk():
            if isinstance(one, Bagian) and one.tingkat == 4 and one.kunci.startswith(f"sasaran.{sasaran}."):
                letter = one.kunci.rpartition(".")[2]
                yield Butir(letter, _anchor(one.kunci), sum(isinstance(found, Kurang) for found in one.isi))


def _anchor(kunci: str) -> str:
    return kunci.replace(".", "-")


def _lost(angka: DaftarAngka, teks: str) -> list[str]:
    """The tokens of a text that name no figure (any more), in order and once each."""
    return [name for name in dict.fromkeys(tokens_in(teks)) if angka.get(name) is None]


# Texts -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def block(request: HttpRequest, slug: str, kunci: str) -> HttpResponse:
    """One text block: read by all, edited by those who may write, with its standard text, differences and history."""
    rencana = kinerja_plan(request, slug)
    lock = lock_on(signed_in(request), rencana)
    if request.method == "POST" and lock:
        raise PermissionDenied(str(lock))
    susunan = susunan_lkip(rencana)
    found = susunan.blok(kunci)
    if found is None:
        raise Http404("Bagian naskah ini tidak ada.")
    typed, newer, problem = None, None, ""
    if request.method == "POST":
        typed = request.POST.get("teks", "")
        try:
            return _saved(request, rencana, found, typed)
        except Berubah as clash:
            newer = clash.terbaru
        except TidakTersimpan as reason:
            problem = str(reason)
    context = _block_context(rencana, susunan, found, typed) | {
        "tab": plan_tabs(rencana, "lkip"),
        "kunci": lock,
        "terbaru": newer,
        "galat": problem,
        # After a clash the person may save over what the other wrote, having seen it.
        "nomor": newer.nomor if newer else found.nomor,
    }
    return render(request, "performance/lkip_blok.html", context, status=409 if newer else 422 if problem else 200)


def _saved(request: HttpRequest, rencana: Rencana, found: Teks, typed: str) -> HttpResponse:
    """Save the text or go back to the standard one. Raises `Berubah` and `TidakTersimpan`."""
    user = signed_in(request)
    raw = request.POST.get("nomor", "")
    seen = int(raw) if raw.isdecimal() else found.nomor
    try:
        if "baku" in request.POST:
            kept = kembalikan(rencana, user, found.kunci, seen)
        elif "teks" not in request.POST:
            messages.error(request, "Formulir ini tidak lengkap. Buka kembali halamannya, lalu coba lagi.")
            return redirect("kinerja-lkip-blok", rencana, found.kunci)
        else:
            kept = simpan(rencana, user, found.kunci, typed, seen, standar=found.standar)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    if kept is None:
        messages.info(request, f"{found.nama}: tidak ada yang berubah.")
    elif kept.baku:
        messages.success(request, f"{found.nama}: kembali ke teks baku.")
    else:
        messages.success(request, f"{found.nama} tersimpan.")
    return redirect(reverse("kinerja-lkip", args=[rencana]) + f"#{_anchor(found.kunci)}")


def _block_context(rencana: Rencana, susunan: Susunan, found: Teks, typed: str | None) -> dict[str, object]:
    angka = susunan.angka
    text = found.teks if typed is None else rapi(typed)
    history = riwayat(rencana, found.kunci)
    return {
        "rencana": rencana,
        "blok": found,
        "jangkar": _anchor(found.kunci),
        "isi": shown(text, angka.say) if typed is None else typed,
        "pratinjau": _preview(angka, text),
        "hilang": _lost(angka, text),
        "beda": beda(shown(found.standar, angka.say), shown(found.teks, angka.say)) if found.disunting else [],
        "standar": _preview(angka, found.standar),
        "riwayat": [(one, teks_html(one.teks, _chips(angka))) for one in history],
        "palet": list(_palette(susunan, found)),
    }


@require_POST
def preview(request: HttpRequest, slug: str, kunci: str) -> HttpResponse:
    """What a text being typed will print, figures and all; nothing is kept."""
    rencana = kinerja_plan(request, slug)
    susunan = susunan_lkip(rencana)
    if susunan.blok(kunci) is None:
        raise Http404("Bagian naskah ini tidak ada.")
    text = rapi(request.POST.get("teks", ""))
    context = {
        "pratinjau": _preview(susunan.angka, text),
        "hilang": _lost(susunan.angka, text),
        "rusak": broken_in(text),
    }
    return render(request, "performance/lkip_pratinjau.html", context)


@require_POST
def take_over(request: HttpRequest, slug: str) -> HttpResponse:
    """Take over the edited texts of the version before."""
    rencana = kinerja_plan(request, slug)
    if lock := lock_on(signed_in(request), rencana):
        raise PermissionDenied(str(lock))
    before = _version_before(rencana)
    if before is None:
        messages.info(request, "Tidak ada versi sebelumnya.")
        return redirect("kinerja-lkip", rencana)
    cascade = load(rencana)
    ids = {node.asal_id: node.id for node in cascade.walk() if node.asal_id is not None}
    try:
        count = salin_dari(before, rencana, signed_in(request), ids)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Berubah:
        messages.error(request, "Naskah baru saja diubah orang lain, jadi belum ada yang diambil. Coba lagi.")
        return redirect("kinerja-lkip", rencana)
    messages.success(request, f"{count} bagian naskah diambil dari {before.judul}.")
    return redirect("kinerja-lkip", rencana)


def _preview(angka: DaftarAngka, teks: str) -> str:
    return teks_html(teks, _chips(angka))


def _chips(angka: DaftarAngka) -> Callable[[str], str]:
    """Tokens as marked figures for the screen: what it is on hover, and a warning where there is no such figure."""

    def say(name: str) -> str:
        found = angka.get(name)
        if found is None:
            return format_html('<mark class="angka-hilang" title="Angka ini tidak ada lagi">{}</mark>', name)
        kind = "angka-naskah" if found.ada else "angka-naskah angka-belum"
        return format_html('<span class="{}" title="{}">{}</span>', kind, found.arti, found.teks)

    return say


def _palette(susunan: Susunan, found: Teks) -> Iterator[tuple[str, list[Angka], bool]]:
    """The figures that may be put into the text, in groups; those of the block's own row come first and open."""
    angka, data = susunan.angka, susunan.data
    own = found.kunci.split(".")
    number = int(own[1]) if len(own) > 1 and own[1].isdecimal() else None
    nodes = sorted((*data.tujuan, *data.sasaran), key=lambda node: node.id != number)
    for node in nodes:
        is_own = node.id == number
        yield node.uraian, list(angka.of_sasaran(node)), is_own
        for one in data.indikator_of(node):
            yield f"Indikator: {one.teks}", list(angka.of_indicator(one)), is_own
    yield "Seluruh laporan", list(angka.of_plan()), number is None
    office = data.cascade.office
    for row in (*((office,) if office else ()), *data.program):
        yield row.uraian, list(angka.of_row(row)), False
    held = list(angka.of_data())
    if held:
        yield "Data ketenagakerjaan", held, False


def _version_before(rencana: Rencana) -> Rencana | None:
    if rencana.asal_id is None or not rencana.perubahan_ke:
        return None
    return Rencana.objects.filter(pk=rencana.asal_id, jenis=Rencana.Jenis.KINERJA).first()


def _was_edited(susunan: Susunan) -> bool:
    return any(one.suntingan is not None for one in susunan.teks())


def _edits_of(rencana: Rencana) -> bool:
    return Suntingan.objects.filter(rencana=rencana, baku=False).exists()


# Printing ----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def prints(request: HttpRequest, slug: str) -> HttpResponse:
    """The panel of prints: asked for again and again while one is made. POST asks for a print."""
    rencana = kinerja_plan(request, slug)
    if request.method == "POST":
        job = minta(rencana, signed_in(request), Pekerjaan.Jenis.LKIP, sidik(rencana))
        if not getattr(request, "htmx", False):
            if job.status == Pekerjaan.Status.SELESAI:
                messages.info(request, "Data belum berubah sejak cetakan terakhir; berkasnya siap diunduh.")
            return redirect("kinerja-lkip", rencana)
    elif not getattr(request, "htmx", False):
        return redirect("kinerja-lkip", rencana)
    return render(request, "performance/lkip_cetakan.html", {"rencana": rencana} | _prints(request, rencana))


def _prints(request: HttpRequest, rencana: Rencana) -> dict[str, object]:
    """The work being done that concerns the person, and the prints of this plan."""
    user = signed_in(request)
    now = sidik(rencana)
    jobs = list(
        Pekerjaan.objects.filter(rencana=rencana, jenis=Pekerjaan.Jenis.LKIP)
        .select_related("user")
        .order_by("-diminta")[: 4 * _JOBS_SHOWN]
    )
    running = next((one for one in jobs if one.aktif and (one.user_id == user.pk or one.sidik == now)), None)
    done = [one for one in jobs if one.status == Pekerjaan.Status.SELESAI and one.ada_berkas]
    latest = next((one for one in jobs if one.user_id == user.pk), None)
    return {
        "berjalan": running,
        "milik_sendiri": running is not None and (running.user_id == user.pk or user.is_superuser),
        "tanpa_pekerja": running is not None and tanpa_pekerja(running),
        "gagal": latest if latest and latest.status == Pekerjaan.Status.GAGAL else None,
        "cetakan": [Cetakan(one, one.sidik != now) for one in done[:_JOBS_SHOWN]],
        "mutakhir": next((one for one in done if one.sidik == now), None),
    }


@require_POST
def cancel(request: HttpRequest, slug: str, nomor: uuid.UUID) -> HttpResponse:
    """Cancel one's own print that is waiting or being made."""
    rencana = kinerja_plan(request, slug)
    user = signed_in(request)
    job = get_object_or_404(Pekerjaan, pk=nomor, rencana=rencana)
    if job.user_id != user.pk and not user.is_superuser:
        messages.error(request, "Cetakan ini diminta orang lain, jadi hanya dapat dibatalkan olehnya.")
    elif batalkan(job):
        messages.info(request, "Pembuatan PDF dibatalkan.")
    else:
        messages.info(request, "Pembuatan PDF ini sudah berakhir.")
    return redirect("kinerja-lkip", rencana)


@require_safe
def download(request: HttpRequest, slug: str, nomor: uuid.UUID) -> HttpResponseBase:
    """The file of a finished print, to be saved. 404 for what is not finished, or whose file was cleared away."""
    rencana = kinerja_plan(request, slug)
    job = get_object_or_404(Pekerjaan, pk=nomor, rencana=rencana, status=Pekerjaan.Status.SELESAI)
    if not job.ada_berkas:
        raise Http404("Berkas cetakan ini sudah dihapus karena ada cetakan yang lebih baru. Buat PDF lagi.")
    return FileResponse(
        job.berkas.open("rb"), as_attachment=True, filename=job.nama_berkas, content_type="application/pdf"
    )


urlpatterns: list[URLPattern] = [
    path("", lkip, name="kinerja-lkip"),
    path("naskah/", take_over, name="kinerja-lkip-ambil"),
    path("naskah/<str:kunci>/", block, name="kinerja-lkip-blok"),
    path("naskah/<str:kunci>/pratinjau/", preview, name="kinerja-lkip-pratinjau"),
    path("cetakan/", prints, name="kinerja-lkip-cetakan"),
    path("cetakan/<uuid:nomor>/batalkan/", cancel, name="kinerja-lkip-batal"),
    path("cetakan/<uuid:nomor>.pdf", download, name="kinerja-lkip-unduh"),
]
