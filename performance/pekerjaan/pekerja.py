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

from ..models import Pekerjaan
from .antrean import RUSAK, ambil, denyut, gagalkan, kembalikan, pulihkan

logger = logging.getLogger(__name__)

#: Longer than any report takes; what is not done by then is stuck.
BATAS = timedelta(minutes=10)


def perintah_kerja(job: Pekerjaan) -> list[str]:
    """The command that does one piece of work (`manage.py kerjakan`)."""
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "kerjakan", str(job.pk), job.klaim]


@dataclass
class Pekerja:
    """A worker. `perintah` gives the command that does a piece of work, `batas` its time limit, `jeda` seconds between
    looks into the queue and `detak` seconds between looks at what runs.
    """

    perintah: Callable[[Pekerjaan], Sequence[str]] = perintah_kerja
    batas: timedelta = BATAS
    jeda: float = 1.0
    detak: float = 0.5
    berhenti: threading.Event = field(default_factory=threading.Event)

    def jalankan(self, *, sekali: bool = False) -> None:
        """Work until told to stop (`berhenti`); with `sekali` only until the queue is empty."""
        while not self.berhenti.is_set():
            close_old_connections()
            pulihkan()
            job = ambil()
            if job is not None:
                self.kerjakan(job)
            elif sekali:
                return
            else:
                self.berhenti.wait(self.jeda)

    def kerjakan(self, job: Pekerjaan) -> None:
        """Have a claimed piece of work done, and see to it that it ends: done, failed, cancelled or put back."""
        deadline = time.monotonic() + self.batas.total_seconds()
        # A session of its own, so that the process is stopped with everything it may have started.
        process = subprocess.Popen(self.perintah(job), stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603
        try:
            while process.poll() is None:
                if self.berhenti.is_set():
                    kembalikan(job)
                    return
                if time.monotonic() > deadline:
                    gagalkan(job, self._terlalu_lama())
                    return
                if not denyut(job):
                    return
                with suppress(subprocess.TimeoutExpired):
                    process.wait(self.detak)
        finally:
            _stop(process)
        # Work that ended well is no longer this worker's, and nothing is changed here.
        if gagalkan(job, RUSAK):
            logger.error("job %s ended with code %s without a result", job.pk, process.returncode)

    def _terlalu_lama(self) -> str:
        minutes = self.batas.total_seconds() / 60
        return f"Dokumen belum selesai dalam {minutes:g} menit sehingga pembuatannya dihentikan. Coba lagi."


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
