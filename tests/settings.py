"""The portal's settings as the tests use them: quick hashing, nothing collected, nothing left on disk."""

from renstra_portal.settings import *  # noqa: F403
from renstra_portal.settings import CACHES, STORAGES

SECRET_KEY = "only-for-tests"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Finds files as they are asked for, so there is no folder of collected files to look through.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
# Sign-in locks are switched on by the tests that are about them.
AXES_ENABLED = False
CACHES = CACHES | {"cetak": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "cetak"}}
