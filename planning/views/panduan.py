"""The user guide, from the Markdown files in docs/, with its pictures."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from renstra_portal.lib.markdown import Document
from renstra_portal.lib.markdown import render as render_markdown

FOLDER = Path(settings.BASE_DIR) / "docs"
#: The files that are for users, by the address below "panduan/" they are shown at.
GUIDES = {"": "panduan.md", "format-buku-kerja": "format-buku-kerja.md"}
_ADDRESSES = {file: name for name, file in GUIDES.items()}


def guide_url(name: str) -> str:
    """The address of a guide, "" being the user guide itself."""
    return reverse("panduan-lain", args=[name]) if name else reverse("panduan")


def _address(target: str) -> str:
    """Where a link or picture of a guide leads within the portal; others stay as they are."""
    file, hash_, anchor = target.partition("#")
    if file in _ADDRESSES:
        return f"{guide_url(_ADDRESSES[file])}{hash_}{anchor}"
    if file.startswith("gambar/"):
        return reverse("panduan-gambar", args=[file.removeprefix("gambar/")])
    return target


@lru_cache(maxsize=16)
def _document(file: Path, changed_ns: int) -> Document:
    """The guide as it was when the file last changed; `changed_ns` only keeps an older one from being used."""
    return render_markdown(file.read_text(encoding="utf-8"), address=_address)


@require_safe
def guide(request: HttpRequest, nama: str = "") -> HttpResponse:
    """One guide with its list of contents."""
    if nama not in GUIDES:
        raise Http404("Panduan ini tidak ada.")
    file = FOLDER / GUIDES[nama]
    document = _document(file, file.stat().st_mtime_ns)
    context = {
        "judul": document.title,
        # Our own file, through a reader that lets no HTML pass.
        "isi": mark_safe(document.html),
        "daftar_isi": [one for one in document.headings if one.level <= 3],
        "utama": not nama,
    }
    return render(request, "planning/panduan.html", context)


@require_safe
def picture(request: HttpRequest, nama: str) -> FileResponse:
    """A picture of the guides."""
    known = {one.name: one for one in (FOLDER / "gambar").glob("*.png")}
    if nama not in known:
        raise Http404("Gambar ini tidak ada.")
    return FileResponse(
        known[nama].open("rb"), content_type="image/png", headers={"Cache-Control": "private, max-age=3600"}
    )


urlpatterns: list[URLPattern] = [
    path("panduan/", guide, name="panduan"),
    path("panduan/gambar/<str:nama>", picture, name="panduan-gambar"),
    path("panduan/<slug:nama>/", guide, name="panduan-lain"),
]
