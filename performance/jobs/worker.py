"""The worker: takes work from the queue, one piece at a time, and has each done in a process of its own.

The worker itself only watches. So a stuck rendering can be killed at its time limit or when somebody cancels it, its
memory goes back with its process, and the worker survives whatever happens there.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import close_old_connections

from ..models import Job
from .queue import CRASHED, beat, claim, fail, put_back, recover

logger = logging.getLogger(__name__)

#: Longer than any report takes; what is not done by then is stuck.
LIMIT = timedelta(minutes=10)


def job_command(job: Job) -> list[str]:
    """The command that does one piece of work (`manage.py run_job`)."""
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_job", str(job.pk), job.claim]


@dataclass
class Worker:
    """A worker. `command` gives the command that does a piece of work, `limit` its time limit, `pause` seconds between
    looks into the queue and `tick` seconds between looks at what runs.
    """

    command: Callable[[Job], Sequence[str]] = job_command
    limit: timedelta = LIMIT
    pause: float = 1.0
    tick: float = 0.5
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self, *, once: bool = False) -> None:
        """Work until told to stop (`stopping`); with `once` only until the queue is empty."""
        while not self.stopping.is_set():
            close_old_connections()
            recover()
            job = claim()
            if job is not None:
                self.run_job(job)
            elif once:
                return
            else:
                self.stopping.wait(self.pause)

    def run_job(self, job: Job) -> None:
        """Have a claimed piece of work done, and see to it that it ends: done, failed, cancelled or put back."""
        deadline = time.monotonic() + self.limit.total_seconds()
        # A session of its own, so that the process is stopped with everything it may have started.
        process = subprocess.Popen(self.command(job), stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603
        try:
            while process.poll() is None:
                if self.stopping.is_set():
                    put_back(job)
                    return
                if time.monotonic() > deadline:
                    fail(job, self._took_too_long())
                    return
                if not beat(job):
                    return
                with suppress(subprocess.TimeoutExpired):
                    process.wait(self.tick)
        finally:
            _stop(process)
        # Work that ended well is no longer this worker's, and nothing is changed here.
        if fail(job, CRASHED):
            logger.error("job %s ended with code %s without a result", job.pk, process.returncode)

    def _took_too_long(self) -> str:
        minutes = self.limit.total_seconds() / 60
        return f"Dokumen belum selesai dalam {minutes:g} menit sehingga pembuatannya dihentikan. Coba lagi."


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
