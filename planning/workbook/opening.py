"""Which plan version a workbook opens for a perangkat daerah, as its sheet "Identitas" states."""

from __future__ import annotations

from renstra_portal.lib.text import normalise_name

from ..models import PerangkatDaerah, Rencana
from ..writing import InvalidPlan, PlanSlug
from .grid import open_book
from .identity import Identity, read_identity
from .importing import File
from .problems import Problems


def plan_to_open(file: File, office: PerangkatDaerah, jenis: Rencana.Jenis) -> PlanSlug:
    """The slug of the plan version; `jenis` is taken where the workbook does not state its kind.

    Raises `Unreadable` for a bad file, and `InvalidPlan` with sentences for the person when the workbook is of another
    perangkat daerah or does not state its years.
    """
    problems = Problems()
    identity = read_identity(open_book(file), problems)
    if problems.has_galat:
        raise InvalidPlan(*(str(one) for one in problems.found if one.severity == "galat"))
    if other := _other_office(identity, office):
        raise InvalidPlan(
            f"Buku kerja ini milik {other}, sedangkan rencana ini akan dibuat untuk {office.nama}, {office.daerah}. "
            "Pilih berkas yang sesuai, atau betulkan lembar Identitas."
        )
    stated = identity.jenis or jenis.value
    awal, akhir = identity.tahun_awal, identity.tahun_akhir
    if stated == Rencana.Jenis.RENJA:
        akhir = akhir or awal
    if awal is None or akhir is None:
        raise InvalidPlan("Periode rencana belum disebut. Isi Tahun awal dan Tahun akhir pada lembar Identitas.")
    if akhir < awal:
        raise InvalidPlan(f"Tahun akhir ({akhir}) sebelum tahun awal ({awal}). Betulkan lembar Identitas.")
    if stated == Rencana.Jenis.RENJA and akhir != awal:
        raise InvalidPlan("Renja berlaku satu tahun. Samakan Tahun awal dan Tahun akhir pada lembar Identitas.")
    return PlanSlug(office.daerah.slug, office.slug, stated, awal, akhir, _perubahan(identity, office))


def _other_office(identity: Identity, office: PerangkatDaerah) -> str:
    """The office that the workbook names when it is another one, otherwise ""."""
    daerah: str = identity.settings.get("nama_daerah", "")
    nama: str = identity.settings.get("nama_perangkat_daerah", "")
    if daerah and normalise_name(daerah) != normalise_name(office.daerah.nama):
        return ", ".join(part for part in (nama, daerah) if part)
    if nama:
        # Offices write their own name with or without that of the daerah.
        stated, held = normalise_name(nama), normalise_name(office.nama)
        if stated in held or held in stated or stated == normalise_name(office.nama_singkat):
            return ""
        return nama
    if daerah or not identity.slug or identity.slug.startswith(f"{office.daerah.slug}/{office.slug}/"):
        return ""
    return identity.slug


def _perubahan(identity: Identity, office: PerangkatDaerah) -> int:
    """The version that a plan's own export names; a workbook made anew is of the first one (murni)."""
    if not identity.slug.startswith(f"{office.daerah.slug}/{office.slug}/"):
        return 0
    return PlanSlug.parse(identity.slug).perubahan_ke
