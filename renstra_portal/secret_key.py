"""The installation's own secret key, made once and kept in a private file."""

import fcntl
import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def stored_secret_key(path: Path) -> str:
    """The key in `path`; the first caller makes it, with file mode 0600.

    The file is locked while it is read and, if empty, filled: two processes that start at once get the same
    key, and a process that died before writing leaves an empty file that the next one fills. `OSError` if
    the folder cannot be written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        key = file.read().strip()
        if not key:
            key = get_random_secret_key()
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        return key
