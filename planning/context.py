"""What the frame of every page shows about the person: menu, scope, role. Read only when a page draws the frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from .models import Keanggotaan
from .policies import may_manage_reference


@dataclass(frozen=True)
class Menu:
    """One declared entry of the menu: its name, icon (static/ikon.svg) and the name of its address."""

    nama: str
    ikon: str
    alamat: str
    anak: tuple[Menu, ...] = ()
    hanya_admin: bool = False


#: The menu, in the order of the yearly work. An entry whose address does not exist (yet) is not shown.
MENU: tuple[Menu, ...] = (
    Menu("Beranda", "house", "beranda"),
    Menu("Renstra", "journal-text", "renstra"),
    Menu("Renja", "calendar3", "renja"),
    Menu(
        "Kinerja",
        "speedometer2",
        "kinerja",
        anak=(
            Menu("Kelengkapan", "", "kinerja-kelengkapan-daerah"),
            Menu("Jadwal pengisian", "", "kinerja-jadwal"),
            Menu("Jabatan", "", "kinerja-jabatan"),
        ),
    ),
    Menu("Pemeriksaan", "clipboard-check", "pemeriksaan"),
    Menu("Reviu", "chat-left-text", "reviu"),
    Menu("Referensi", "book", "referensi"),
    Menu(
        "Administrasi",
        "gear",
        "pengguna",
        anak=(
            Menu("Pengguna", "", "pengguna"),
            Menu("Data referensi", "", "admin:index"),
        ),
        hanya_admin=True,
    ),
)

SEARCH = "cari"


@dataclass(frozen=True)
class Butir:
    """One entry of the menu as drawn. `aktif`: this page; `terbuka`: this page or one below it."""

    nama: str
    ikon: str
    url: str
    aktif: bool
    terbuka: bool
    anak: tuple[Butir, ...] = ()


def _address(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def menu_entries(menu: Sequence[Menu], path: str, *, admin: bool) -> tuple[Butir, ...]:
    """The entries to draw for a person standing at `path`: those that exist, and that the person may open.

    An entry is `terbuka` when the path lies below its address; only the closest such entry of a level is.
    """
    known = [(entry, _address(entry.alamat)) for entry in menu if admin or not entry.hanya_admin]
    found = [(entry, url) for entry, url in known if url is not None]
    home = [url for _, url in found if url == path]
    above = home or sorted((url for _, url in found if url != "/" and path.startswith(url)), key=len)[-1:]
    entries = []
    for entry, url in found:
        children = menu_entries(entry.anak, path, admin=admin) if url in above else ()
        inside = any(child.terbuka for child in children)
        entries.append(
            Butir(
                entry.nama,
                entry.ikon,
                url,
                aktif=url in above and not inside,
                terbuka=url in above,
                anak=children,
            )
        )
    return tuple(entries)


class Bingkai:
    """The frame of one request. Every property is read at most once, and only by pages that draw it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def _keanggotaan(self) -> list[Keanggotaan]:
        user = getattr(self._request, "user", None)
        if user is None or not user.is_authenticated:
            return []
        return list(user.keanggotaan.select_related("perangkat_daerah__daerah", "daerah"))

    @property
    def lingkup(self) -> str:
        """Where the person works: the perangkat daerah or daerah of the memberships, joined by " · "."""
        scopes = [
            f"{one.perangkat_daerah}, {one.perangkat_daerah.daerah}" if one.perangkat_daerah else str(one.daerah)
            for one in self._keanggotaan
        ]
        return " · ".join(dict.fromkeys(scopes))

    @property
    def peran(self) -> str:
        """The person's roles in words: "Perencana", "Admin"."""
        names = [one.get_peran_display() for one in self._keanggotaan]
        if self._is_admin:
            names.append("Admin")
        return ", ".join(dict.fromkeys(names)) or "Belum berperan"

    @property
    def navigasi(self) -> tuple[Butir, ...]:
        """The menu for this person on this page; empty for someone who has not signed in."""
        user = getattr(self._request, "user", None)
        if user is None or not user.is_authenticated:
            return ()
        return menu_entries(MENU, self._request.path, admin=self._is_admin)

    @property
    def url_cari(self) -> str | None:
        """The address of the search page, or None while there is none."""
        return _address(SEARCH)

    @property
    def _is_admin(self) -> bool:
        user = getattr(self._request, "user", None)
        return bool(user and user.is_authenticated and may_manage_reference(user))


def bingkai(request: HttpRequest) -> dict[str, Bingkai]:
    """Context processor: `bingkai` in every template. Costs nothing on pages that do not draw the frame."""
    return {"bingkai": Bingkai(request)}
