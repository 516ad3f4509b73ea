"""The tabs, actions and home of a plan, to which other apps add what they have for plans of a kind.

Imports run one way, so an app says here, when it is ready, which tabs its plans have, what may be done with a plan, and
which view is its home.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from .models import Rencana, User


@dataclass(frozen=True, slots=True)
class PlanTab:
    """One tab: `alamat` names an address that takes the plan, `urutan` its place among the tabs (ikhtisar 0, isian 10,
    tabel 50, pemeriksaan 80, riwayat 90)."""

    key: str
    nama: str
    ikon: str
    alamat: str
    urutan: int


@dataclass(frozen=True, slots=True)
class Action:
    """A button of a plan's home: its words, its icon, where it leads, and whether it is the next thing to do."""

    nama: str
    ikon: str
    url: str
    utama: bool = False


@dataclass(frozen=True, slots=True)
class ExcelPage:
    """Where plans of a kind are filled in through Excel: its name, and the address, which takes the plan."""

    nama: str
    alamat: str


#: What the person may do with a plan now.
Actions = Callable[[User, Rencana], Iterable[Action]]
#: Shows the home of one plan, which the person may read.
Home = Callable[[HttpRequest, Rencana], HttpResponse]

_TABS: dict[str, dict[str, PlanTab]] = {}
_HOMES: dict[str, Home] = {}
_ACTIONS: dict[str, Actions] = {}
_EXCEL: dict[str, ExcelPage] = {}


def register_tabs(jenis: str, tabs: Iterable[PlanTab]) -> None:
    """Add tabs to the plans of a kind; one of the same key takes the place of the earlier one."""
    _TABS.setdefault(jenis, {}).update({one.key: one for one in tabs})


def tabs_of(jenis: str) -> tuple[PlanTab, ...]:
    """The tabs that were added to the plans of a kind."""
    return tuple(_TABS.get(jenis, {}).values())


def register_home(jenis: str, view: Home) -> None:
    """Let a view show the home of the plans of a kind."""
    _HOMES[jenis] = view


def home_of(jenis: str) -> Home | None:
    """The view that shows the home of such a plan; None for the usual one."""
    return _HOMES.get(jenis)


def register_actions(jenis: str, provider: Actions) -> None:
    """Offer further actions on the home of the plans of a kind."""
    _ACTIONS[jenis] = provider


def actions_of(user: User, rencana: Rencana) -> list[Action]:
    """The further actions that the person has on that plan."""
    provider = _ACTIONS.get(rencana.jenis)
    return list(provider(user, rencana)) if provider else []


def register_excel(jenis: str, page: ExcelPage) -> None:
    """Let the plans of a kind be filled in through Excel on a page of their own, instead of the plan's workbook.

    The workbook of a plan speaks of Renstra and Renja only: it would carry less than such plans hold.
    """
    _EXCEL[jenis] = page


def excel_of(jenis: str) -> ExcelPage | None:
    """The page on which such plans are filled in through Excel; None when they have the plan's workbook."""
    return _EXCEL.get(jenis)
