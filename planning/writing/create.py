"""Opens a new plan version, with its daerah and perangkat daerah where they are not known yet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import transaction

from ..models import Daerah, EdisiNomenklatur, PerangkatDaerah, Rencana
from .errors import InvalidPlan

_SLUG = re.compile(
    r"^(?P<daerah>[a-z0-9-]+)/(?P<office>[a-z0-9-]+)/(?P<jenis>renstra|renja|kinerja)-(?P<awal>\d{4})(?:-(?P<akhir>\d{4}))?"
    r"/(?:murni|perubahan-(?P<perubahan>\d+))$"
)


@dataclass(frozen=True, slots=True)
class PlanSlug:
    """The readable name of a plan version, e.g. `kota-tangerang/disnaker/renstra-2025-2029/murni`."""

    daerah: str
    office: str
    jenis: str
    tahun_awal: int
    tahun_akhir: int
    perubahan_ke: int

    @classmethod
    def parse(cls, text: str) -> PlanSlug:
        """Read a slug; raises `InvalidPlan` when it is not of the form."""
        found = _SLUG.match(text)
        if not found:
            raise InvalidPlan(
                f"Nama rencana “{text}” tidak dikenal. Contoh: kota-tangerang/disnaker/renstra-2025-2029/murni "
                "atau kota-tangerang/disnaker/renja-2026/perubahan-1."
            )
        awal = int(found["awal"])
        akhir = int(found["akhir"] or awal)
        if akhir < awal:
            raise InvalidPlan(f"Nama rencana “{text}”: tahun akhir sebelum tahun awal.")
        return cls(found["daerah"], found["office"], found["jenis"], awal, akhir, int(found["perubahan"] or 0))

    def __str__(self) -> str:
        years = str(self.tahun_awal) if self.jenis != "renstra" else f"{self.tahun_awal}-{self.tahun_akhir}"
        version = f"perubahan-{self.perubahan_ke}" if self.perubahan_ke else "murni"
        return f"{self.daerah}/{self.office}/{self.jenis}-{years}/{version}"


@transaction.atomic
def create_plan(
    slug: PlanSlug,
    *,
    nama_daerah: str,
    nama_perangkat_daerah: str,
    edisi: EdisiNomenklatur,
    nama_singkat: str = "",
    tahun_tabel: list[int] | None = None,
    tahun_dasar: int | None = None,
    judul: str = "",
    asal: Rencana | None = None,
) -> Rencana:
    """Open an empty plan version. Daerah and perangkat daerah are created if their slugs are new.

    `tahun_tabel` defaults to the period and the year after it (the bridge year of a Renstra, the prakiraan maju of a
    Renja; a year that is carried out has none); `tahun_dasar` to the year before. `asal` is the version that it is
    made from. Raises `InvalidPlan` when the version already exists.
    """
    if Rencana.objects.filter(slug=str(slug)).exists():
        raise InvalidPlan(f"Rencana {slug} sudah ada.")
    jenis_daerah = nama_daerah.split(" ", 1)[0].lower()
    daerah, _ = Daerah.objects.get_or_create(
        slug=slug.daerah,
        defaults={
            "nama": nama_daerah,
            "jenis": jenis_daerah if jenis_daerah in Daerah.Jenis.values else Daerah.Jenis.KOTA,
        },
    )
    office, _ = PerangkatDaerah.objects.get_or_create(
        daerah=daerah,
        slug=slug.office,
        defaults={"nama": nama_perangkat_daerah, "nama_singkat": nama_singkat},
    )
    is_kinerja = slug.jenis == Rencana.Jenis.KINERJA
    years = str(slug.tahun_awal) if slug.tahun_awal == slug.tahun_akhir else f"{slug.tahun_awal}–{slug.tahun_akhir}"
    return Rencana.objects.create(
        perangkat_daerah=office,
        jenis=slug.jenis,
        tahun_awal=slug.tahun_awal,
        tahun_akhir=slug.tahun_akhir,
        tahun_tabel=tahun_tabel or list(range(slug.tahun_awal, slug.tahun_akhir + (1 if is_kinerja else 2))),
        tahun_dasar=tahun_dasar or slug.tahun_awal - 1,
        perubahan_ke=slug.perubahan_ke,
        edisi=edisi,
        asal=asal,
        slug=str(slug),
        judul=judul or f"{Rencana.Jenis(slug.jenis).label} {nama_perangkat_daerah} {nama_daerah} {years}",
        nama_daerah=nama_daerah,
        nama_perangkat_daerah=nama_perangkat_daerah,
    )
