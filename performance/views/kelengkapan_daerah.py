"""Who has not entered yet: the perangkat daerah of the person's scope against the triwulan of a year."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from planning.models import PerangkatDaerah, Rencana, User
from planning.views.isian_json import signed_in

from ..jadwal import Jadwal, Keadaan
from ..kelengkapan import NOTHING, Terakhir, Terisi, last_entries, progress_of
from .pilihan import Choice, choose


@dataclass(frozen=True, slots=True)
class BarisDaerah:
    """One perangkat daerah: its latest kinerja version of the year (None: none yet) and how complete it is."""

    perangkat_daerah: PerangkatDaerah
    rencana: Rencana | None
    isi: tuple[tuple[Terisi, Keadaan], ...]
    terakhir: Terakhir | None


@require_safe
def region(request: HttpRequest) -> HttpResponse:
    """The perangkat daerah of a daerah (`?daerah=` slug, `?tahun=`): what is filled in, last by whom and when."""
    user = signed_in(request)
    choice = choose(request, user)
    jadwal = Jadwal(choice.daerah.pk, choice.tahun) if choice.daerah else None
    rows = _rows(user, choice, jadwal) if jadwal else []
    context = {
        "pilihan": choice,
        "baris": rows,
        "tanpa_rencana": sum(1 for one in rows if one.rencana is None),
        "belum": [(one, _blank(rows, one.triwulan)) for one in (jadwal.of(None) if jadwal else [])],
    }
    return render(request, "performance/kelengkapan_daerah.html", context)


def _blank(rows: list[BarisDaerah], triwulan: int) -> int:
    """How many perangkat daerah have entered nothing of the triwulan."""
    return sum(1 for one in rows if one.rencana is None or one.isi[triwulan - 1][0].keadaan == "kosong")


def _rows(user: User, choice: Choice, jadwal: Jadwal) -> list[BarisDaerah]:
    offices = list(_offices(user, choice))
    plans: dict[int, Rencana] = {}
    visible = Rencana.objects.visible_to(user).filter(
        perangkat_daerah__in=offices, jenis=Rencana.Jenis.KINERJA, tahun_awal=choice.tahun
    )
    for plan in visible.order_by("perubahan_ke"):
        plans[plan.perangkat_daerah_id] = plan
    progress, last = progress_of(plans.values()), last_entries(plans.values())
    rows = []
    for office in offices:
        found = plans.get(office.pk)
        year = progress.get(found.pk, NOTHING) if found else NOTHING
        isi = tuple((year[one.triwulan].semua, one) for one in jadwal.of(office.pk))
        rows.append(BarisDaerah(office, found, isi, last.get(found.pk) if found else None))
    return rows


def _offices(user: User, choice: Choice) -> QuerySet[PerangkatDaerah]:
    """The perangkat daerah of the daerah that the person may look into."""
    offices = PerangkatDaerah.objects.filter(daerah=choice.daerah).select_related("daerah").order_by("nama")
    if user.is_superuser:
        return offices
    return offices.filter(Q(keanggotaan__user=user) | Q(daerah__keanggotaan__user=user)).distinct()


urlpatterns: list[URLPattern] = [path("", region, name="kinerja-kelengkapan-daerah")]
