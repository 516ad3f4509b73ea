"""The portal's settings as the tests use them: quick hashing, nothing collected, nothing left on disk."""

import os
import tempfile
from pathlib import Path

from renstra_portal.settings import *  # noqa: F403
from renstra_portal.settings import CACHES, DATABASES, STORAGES

SECRET_KEY = "only-for-tests"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Finds files as they are asked for, so there is no folder of collected files to look through.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
# In memory, SQLite would give every thread of the live server one connection and so one transaction; a file lets
# browsers' requests run beside each other as they do in an office.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": Path(tempfile.gettempdir()) / f"renstra-portal-test-{os.getpid()}.sqlite3"}
# Sign-in locks are switched on by the tests that are about them.
AXES_ENABLED = False
CACHES = CACHES | {"cetak": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "cetak"}}
