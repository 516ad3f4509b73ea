"""Which further plan versions the evaluation forms read: the Renstra in force, and the years as they went."""

from __future__ import annotations

from planning.models import Rencana
from planning.versions.lineage import renstra_until
from planning.versions.origins import origin_plan


def renstra_in_force(rencana: Rencana) -> Rencana | None:
    """The Renstra that a plan carries out: by its origins, else the one that ends in the year it states.

    A Renstra carries out itself. None where the portal holds no such Renstra.
    """
    if rencana.jenis == Rencana.Jenis.RENSTRA:
        return rencana
    return origin_plan(rencana, "renstra") or renstra_until(rencana.perangkat_daerah, rencana.tahun_akhir_renstra)
