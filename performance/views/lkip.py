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

from ..jobs import queue
from ..lkip.composition import ENTRY, POINTS, SETTINGS, Composition, Gap, Section, TextBlock
from ..lkip.figures import Figure, Figures
from ..lkip.naskah import (
    Changed,
    NotSaved,
    difference,
    history_of,
    restore,
    save,
    take_over_from,
    tidy,
)
from ..lkip.printing import composition_of, fingerprint
from ..lkip.text import text_html
from ..lkip.token import broken_in, shown, tokens_in
from ..models import BlockEdit, Job
from .access import kinerja_plan

_JOBS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Print:
    """One earlier print as listed: the work, and whether the data has changed since."""

    job: Job
    is_outdated: bool


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One line of the outline: a part with its texts and with what it lacks; `level` 1 to 4."""

    section: Section
    anchor: str
    texts: tuple[TextBlock, ...]
    gaps: tuple[tuple[Gap, str], ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One point (a–g) of one sasaran in the matrix of completeness: how many things are missing."""

    letter: str
    anchor: str
    gaps: int


@require_safe
def lkip(request: HttpRequest, slug: str) -> HttpResponse:
    """The report's outline, what is missing in it, and its prints."""
    rencana = kinerja_plan(request, slug)
    user = signed_in(request)
    composition = composition_of(rencana)
    rows = list(_rows(rencana, composition))
    before = _version_before(rencana)
    context = {
        "rencana": rencana,
        "tab": plan_tabs(rencana, "lkip"),
        "kunci": lock_on(user, rencana),
        "baris": rows,
        "butir": POINTS,
        "sasaran": [(node, list(_points(composition, node.id))) for node in composition.data.sasaran],
        "kosong": [one for row in rows for one in row.texts if not one.text and not one.optional],
        "jumlah_kurang": sum(len(row.gaps) for row in rows),
        "hilang": sorted({name for row in rows for name in row.lost}),
        "sebelumnya": before if before and not _was_edited(composition) and _edits_of(before) else None,
    }
    return render(request, "performance/lkip.html", context | _prints(request, rencana))


def _rows(rencana: Rencana, composition: Composition) -> Iterator[OutlineRow]:
    for main in composition.sections:
        for one in main.walk():
            if isinstance(one, Section):
                texts = tuple(part for part in one.content if isinstance(part, TextBlock))
                missing = tuple((part, _where(rencana, part.place)) for part in one.content if isinstance(part, Gap))
                lost = tuple(name for text in texts for name in _lost(composition.figures, text.text))
                yield OutlineRow(one, _anchor(one.key), texts, missing, lost)


def _where(rencana: Rencana, place: str) -> str:
    """The address at which what is missing is entered."""
    if place == SETTINGS:
        return reverse("rencana-pengaturan", args=[rencana])
    address = reverse("rencana-isian", args=[rencana])
    return address if place == ENTRY else f"{address}?{urlencode({'bagian': 'tw4'})}"


def _points(composition: Composition, sasaran: int) -> Iterator[Point]:
    for part in composition.sections:
        for one in part.walk():
            if isinstance(one, Section) and one.level == 4 and one.key.startswith(f"sasaran.{sasaran}."):
                letter = one.key.rpartition(".")[2]
                yield Point(letter, _anchor(one.key), sum(isinstance(found, Gap) for found in one.content))


def _anchor(key: str) -> str:
    return key.replace(".", "-")


def _lost(figures: Figures, text: str) -> list[str]:
    """The tokens of a text that name no figure (any more), in order and once each."""
    return [name for name in dict.fromkeys(tokens_in(text)) if figures.get(name) is None]


# Texts -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def block(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One text block: read by all, edited by those who may write, with its standard text, differences and history."""
    rencana = kinerja_plan(request, slug)
    lock = lock_on(signed_in(request), rencana)
    if request.method == "POST" and lock:
        raise PermissionDenied(str(lock))
    composition = composition_of(rencana)
    found = composition.block(key)
    if found is None:
        raise Http404("Bagian naskah ini tidak ada.")
    typed, newer, problem = None, None, ""
    if request.method == "POST":
        typed = request.POST.get("teks", "")
        try:
            return _saved(request, rencana, found, typed)
        except Changed as clash:
            newer = clash.latest
        except NotSaved as reason:
            problem = str(reason)
    context = _block_context(rencana, composition, found, typed) | {
        "tab": plan_tabs(rencana, "lkip"),
        "kunci": lock,
        "terbaru": newer,
        "galat": problem,
        # After a clash the person may save over what the other wrote, having seen it.
        "nomor": newer.number if newer else found.number,
    }
    return render(request, "performance/lkip_blok.html", context, status=409 if newer else 422 if problem else 200)


def _saved(request: HttpRequest, rencana: Rencana, found: TextBlock, typed: str) -> HttpResponse:
    """Save the text or go back to the standard one. Raises `Changed` and `NotSaved`."""
    user = signed_in(request)
    raw = request.POST.get("nomor", "")
    seen = int(raw) if raw.isdecimal() else found.number
    try:
        if "baku" in request.POST:
            kept = restore(rencana, user, found.key, seen)
        elif "teks" not in request.POST:
            messages.error(request, "Formulir ini tidak lengkap. Buka kembali halamannya, lalu coba lagi.")
            return redirect("kinerja-lkip-blok", rencana, found.key)
        else:
            kept = save(rencana, user, found.key, typed, seen, standard=found.standard)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    if kept is None:
        messages.info(request, f"{found.name}: tidak ada yang berubah.")
    elif kept.is_standard:
        messages.success(request, f"{found.name}: kembali ke teks baku.")
    else:
        messages.success(request, f"{found.name} tersimpan.")
    return redirect(reverse("kinerja-lkip", args=[rencana]) + f"#{_anchor(found.key)}")


def _block_context(
    rencana: Rencana, composition: Composition, found: TextBlock, typed: str | None
) -> dict[str, object]:
    figures = composition.figures
    text = found.text if typed is None else tidy(typed)
    history = history_of(rencana, found.key)
    return {
        "rencana": rencana,
        "blok": found,
        "jangkar": _anchor(found.key),
        "isi": shown(text, figures.say) if typed is None else typed,
        "pratinjau": _preview(figures, text),
        "hilang": _lost(figures, text),
        "beda": difference(shown(found.standard, figures.say), shown(found.text, figures.say))
        if found.is_edited
        else [],
        "standar": _preview(figures, found.standard),
        "riwayat": [(one, text_html(one.text, _chips(figures))) for one in history],
        "palet": list(_palette(composition, found)),
    }


@require_POST
def preview(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """What a text being typed will print, figures and all; nothing is kept."""
    rencana = kinerja_plan(request, slug)
    composition = composition_of(rencana)
    if composition.block(key) is None:
        raise Http404("Bagian naskah ini tidak ada.")
    text = tidy(request.POST.get("teks", ""))
    context = {
        "pratinjau": _preview(composition.figures, text),
        "hilang": _lost(composition.figures, text),
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
        count = take_over_from(before, rencana, signed_in(request), ids)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Changed:
        messages.error(request, "Naskah baru saja diubah orang lain, jadi belum ada yang diambil. Coba lagi.")
        return redirect("kinerja-lkip", rencana)
    messages.success(request, f"{count} bagian naskah diambil dari {before.judul}.")
    return redirect("kinerja-lkip", rencana)


def _preview(figures: Figures, text: str) -> str:
    return text_html(text, _chips(figures))


def _chips(figures: Figures) -> Callable[[str], str]:
    """Tokens as marked figures for the screen: what it is on hover, and a warning where there is no such figure."""

    def say(name: str) -> str:
        found = figures.get(name)
        if found is None:
            return format_html('<mark class="angka-hilang" title="Angka ini tidak ada lagi">{}</mark>', name)
        kind = "angka-naskah" if found.exists else "angka-naskah angka-belum"
        return format_html('<span class="{}" title="{}">{}</span>', kind, found.meaning, found.text)

    return say


def _palette(composition: Composition, found: TextBlock) -> Iterator[tuple[str, list[Figure], bool]]:
    """The figures that may be put into the text, in groups; those of the block's own row come first and open."""
    figures, data = composition.figures, composition.data
    own = found.key.split(".")
    number = int(own[1]) if len(own) > 1 and own[1].isdecimal() else None
    nodes = sorted((*data.tujuan, *data.sasaran), key=lambda node: node.id != number)
    for node in nodes:
        is_own = node.id == number
        yield node.uraian, list(figures.of_sasaran(node)), is_own
        for one in data.indikator_of(node):
            yield f"Indikator: {one.teks}", list(figures.of_indicator(one)), is_own
    yield "Seluruh laporan", list(figures.of_plan()), number is None
    office = data.cascade.office
    for row in (*((office,) if office else ()), *data.program):
        yield row.uraian, list(figures.of_row(row)), False
    held = list(figures.of_data())
    if held:
        yield "Data ketenagakerjaan", held, False


def _version_before(rencana: Rencana) -> Rencana | None:
    if rencana.asal_id is None or not rencana.perubahan_ke:
        return None
    return Rencana.objects.filter(pk=rencana.asal_id, jenis=Rencana.Jenis.KINERJA).first()


def _was_edited(composition: Composition) -> bool:
    return any(one.edit is not None for one in composition.texts())


def _edits_of(rencana: Rencana) -> bool:
    return BlockEdit.objects.filter(rencana=rencana, is_standard=False).exists()


# Printing ----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def prints(request: HttpRequest, slug: str) -> HttpResponse:
    """The panel of prints: asked for again and again while one is made. POST asks for a print."""
    rencana = kinerja_plan(request, slug)
    if request.method == "POST":
        job = queue.request(rencana, signed_in(request), Job.Kind.LKIP, fingerprint(rencana))
        if not getattr(request, "htmx", False):
            if job.status == Job.Status.DONE:
                messages.info(request, "Data belum berubah sejak cetakan terakhir; berkasnya siap diunduh.")
            return redirect("kinerja-lkip", rencana)
    elif not getattr(request, "htmx", False):
        return redirect("kinerja-lkip", rencana)
    return render(request, "performance/lkip_cetakan.html", {"rencana": rencana} | _prints(request, rencana))


def _prints(request: HttpRequest, rencana: Rencana) -> dict[str, object]:
    """The work being done that concerns the person, and the prints of this plan."""
    user = signed_in(request)
    now = fingerprint(rencana)
    jobs = list(
        Job.objects.filter(rencana=rencana, kind=Job.Kind.LKIP)
        .select_related("user")
        .order_by("-requested_at")[: 4 * _JOBS_SHOWN]
    )
    running = next((one for one in jobs if one.is_active and (one.user_id == user.pk or one.fingerprint == now)), None)
    done = [one for one in jobs if one.status == Job.Status.DONE and one.has_file]
    latest = next((one for one in jobs if one.user_id == user.pk), None)
    return {
        "berjalan": running,
        "milik_sendiri": running is not None and (running.user_id == user.pk or user.is_superuser),
        "tanpa_pekerja": running is not None and queue.without_worker(running),
        "gagal": latest if latest and latest.status == Job.Status.FAILED else None,
        "cetakan": [Print(one, one.fingerprint != now) for one in done[:_JOBS_SHOWN]],
        "mutakhir": next((one for one in done if one.fingerprint == now), None),
    }


@require_POST
def cancel(request: HttpRequest, slug: str, number: uuid.UUID) -> HttpResponse:
    """Cancel one's own print that is waiting or being made."""
    rencana = kinerja_plan(request, slug)
    user = signed_in(request)
    job = get_object_or_404(Job, pk=number, rencana=rencana)
    if job.user_id != user.pk and not user.is_superuser:
        messages.error(request, "Cetakan ini diminta orang lain, jadi hanya dapat dibatalkan olehnya.")
    elif queue.cancel(job):
        messages.info(request, "Pembuatan PDF dibatalkan.")
    else:
        messages.info(request, "Pembuatan PDF ini sudah berakhir.")
    return redirect("kinerja-lkip", rencana)


@require_safe
def download(request: HttpRequest, slug: str, number: uuid.UUID) -> HttpResponseBase:
    """The file of a finished print, to be saved. 404 for what is not finished, or whose file was cleared away."""
    rencana = kinerja_plan(request, slug)
    job = get_object_or_404(Job, pk=number, rencana=rencana, status=Job.Status.DONE)
    if not job.has_file:
        raise Http404("Berkas cetakan ini sudah dihapus karena ada cetakan yang lebih baru. Buat PDF lagi.")
    return FileResponse(job.file.open("rb"), as_attachment=True, filename=job.file_name, content_type="application/pdf")


urlpatterns: list[URLPattern] = [
    path("", lkip, name="kinerja-lkip"),
    path("naskah/", take_over, name="kinerja-lkip-ambil"),
    path("naskah/<str:key>/", block, name="kinerja-lkip-blok"),
    path("naskah/<str:key>/pratinjau/", preview, name="kinerja-lkip-pratinjau"),
    path("cetakan/", prints, name="kinerja-lkip-cetakan"),
    path("cetakan/<uuid:number>/batalkan/", cancel, name="kinerja-lkip-batal"),
    path("cetakan/<uuid:number>.pdf", download, name="kinerja-lkip-unduh"),
]
