"""What each kind of queued work does."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from renstra_portal.reporting.model import ReportError

from ..lkip.cetak import buat_lkip
from ..models import Pekerjaan
from .antrean import Dihentikan, Hasil, Lapor, gagalkan, lapor, selesaikan

logger = logging.getLogger(__name__)

#: Who makes the file of each kind of work.
PEMBUAT: dict[str, Callable[[Pekerjaan, Lapor], Hasil]] = {Pekerjaan.Jenis.LKIP: buat_lkip}


def kerjakan(job: Pekerjaan) -> None:
    """Do a claimed piece of work to its end: the file is kept, or it is told why there is none.

    Ends quietly when the work was taken away meanwhile. What nobody foresaw is raised: the worker records it as failed.
    """
    with suppress(Dihentikan):
        try:
            hasil = PEMBUAT[job.jenis](job, partial(lapor, job))
        except ReportError as problem:
            logger.warning("job %s failed: %s", job.pk, problem.__cause__ or problem)
            gagalkan(job, str(problem))
            return
        selesaikan(job, hasil)
