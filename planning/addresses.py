"""How a plan version is named in an address: /renstra/kota-tangerang/disnaker/2025-2029[/perubahan-1]."""

from __future__ import annotations

from .models import Rencana


class PlanConverter:
    """Turns that part of an address into the slug of a plan version, and a slug back into it."""

    regex = r"(?:renstra|renja|kinerja)/[a-z0-9-]+/[a-z0-9-]+/\d{4}(?:-\d{4})?(?:/perubahan-\d+)?"

    def to_python(self, value: str) -> str:
        """The slug that the address names."""
        jenis, daerah, office, years, *versi = value.split("/")
        return f"{daerah}/{office}/{jenis}-{years}/{versi[0] if versi else 'murni'}"

    def to_url(self, value: Rencana | str) -> str:
        """The address of a plan version, given it or its slug."""
        slug = value.slug if isinstance(value, Rencana) else value
        daerah, office, name, versi = slug.split("/")
        jenis, _, years = name.partition("-")
        address = f"{jenis}/{daerah}/{office}/{years}"
        return address if versi == "murni" else f"{address}/{versi}"
