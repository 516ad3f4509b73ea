"""What each kind of queued work does."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from renstra_portal.reporting.model import ReportError

from ..lkip.printing import make_lkip
from ..models import Job
from .queue import Made, Progress, Stopped, fail, finish, report

logger = logging.getLogger(__name__)

#: Who makes the file of each kind of work.
MAKERS: dict[str, Callable[[Job, Progress], Made]] = {Job.Kind.LKIP: make_lkip}


def run_job(job: Job) -> None:
    """Do a claimed piece of work to its end: the file is kept, or it is told why there is none.

    Ends quietly when the work was taken away meanwhile. What nobody foresaw is raised: the worker records it as failed.
    """
    with suppress(Stopped):
        try:
            made = MAKERS[job.kind](job, partial(report, job))
        except ReportError as problem:
            logger.warning("job %s failed: %s", job.pk, problem.__cause__ or problem)
            fail(job, str(problem))
            return
        finish(job, made)
