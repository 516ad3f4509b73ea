"""A small year and the people around it, for the tests of the pages of kinerja plans."""

from __future__ import annotations

from datetime import date

from performance.jadwal import Jadwal, Jendela, set_windows
from performance.models import JadwalPengisian
from planning.cascade import load
from planning.levels import Level
from planning.models import ChangeSet, Daerah, PerangkatDaerah, Rencana, Simpul, User
from planning.versions.kinerja import create_kinerja
from planning.writing import Authorship, IndicatorDraft, NodeDraft, PlanDraft, apply, compare, draft_of
from renstra_portal.lib.values import Nilai
from tests.planning import factories as f

TAHUN = 2025
SUB = "2.07.03.2.01.0001"
FIRST, LAST = date(2025, 4, 1), date(2025, 4, 15)


def make_year(slug: str = f.SLUG) -> Rencana:
    """The kinerja plan 2025 of the small Renstra: three sub-kegiatan with pagu, each with one indicator."""
    return create_kinerja(f.make_plan(f.small_draft(), slug), TAHUN, user=None)


def row(rencana: Rencana, kode: str = SUB) -> Simpul:
    """The row with that code."""
    return Simpul.objects.get(rencana=rencana, kode=kode)


def enter(
    rencana: Rencana,
    triwulan: int = 1,
    *,
    user: User | None = None,
    kode: str = SUB,
    realisasi: int | None = 4,
    keuangan: int | None = 40,
    fisik: int | None = 25,
) -> ChangeSet | None:
    """Enter what was done in a triwulan on a row, as that person; None for what is not to be entered."""
    draft = draft_of(load(rencana))
    node = next(one for one in draft.walk() if one.kode == kode)
    if realisasi is not None:
        node.indikator[0].set_value(f"realisasi_{triwulan}", TAHUN, Nilai.of(realisasi))
    if keuangan is not None:
        node.set_keuangan(f"keuangan_{triwulan}", TAHUN, Nilai.of(keuangan))
    if fisik is not None:
        node.set_nilai(f"fisik_{triwulan}", TAHUN, Nilai.of(fisik))
    return written(rencana, draft, user)


def written(rencana: Rencana, draft: PlanDraft, user: User | None) -> ChangeSet | None:
    """Make the plan as the draft says, as that person and as the grid does; what it lacks is deleted."""
    by = Authorship(user=user, origin=ChangeSet.Origin.GRID, source="uji")
    return apply(rencana, compare(load(rencana), draft, remove_missing=True), by=by)


def data_row(nomor: str, uraian: str) -> NodeDraft:
    """A row of labour data."""
    indicator = IndicatorDraft(uraian, "Orang", akumulasi="jumlah")
    return NodeDraft(Level.DATA, uraian, nomor=nomor, indikator=[indicator])


def set_window(
    rencana: Rencana,
    triwulan: int = 1,
    first: date | None = FIRST,
    last: date | None = LAST,
    *,
    by: User | None = None,
    office: PerangkatDaerah | None = None,
    reason: str = "surat edaran",
) -> list[JadwalPengisian]:
    """Set a window of the plan's daerah and year, as an admin unless said otherwise."""
    daerah: Daerah = rencana.perangkat_daerah.daerah
    user = by or User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("penjadwal")
    versi = Jadwal(daerah.pk, rencana.tahun_awal).versi
    window = Jendela(triwulan, first, last, office)
    return set_windows(daerah, rencana.tahun_awal, [window], user=user, reason=reason, versi=versi)
