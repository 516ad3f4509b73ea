"""Settings of the portal. What a deployment may change is an environment variable; the defaults are safe.

README.md lists the variables. Without any of them the portal runs on this machine only, with SQLite.
"""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.contrib.messages import constants as message_levels
from import_export.formats import base_formats

from renstra_portal.database import postgresql_database, sqlite_database
from renstra_portal.env import env_bool, env_choice, env_int, env_list, env_path, env_secret
from renstra_portal.secret_key import stored_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
# What the portal writes while it runs: database, key, uploads, cache.
VAR_DIR = env_path("VAR_DIR", BASE_DIR / "var")

DEBUG = env_bool("DEBUG", False)
SECRET_KEY = env_secret("SECRET_KEY") or stored_secret_key(VAR_DIR / "secret.key")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

ROOT_URLCONF = "renstra_portal.urls"
WSGI_APPLICATION = "renstra_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "import_export",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "axes",
    "csp",
    "renstra_portal.apps.RenstraPortalConfig",
    "planning.apps.PlanningConfig",
    "performance.apps.PerformanceConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # A page is for people who signed in, unless its view says @login_not_required.
    "planning.middleware.SignInRequired",
    "planning.middleware.OwnPasswordRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # django-axes asks to be last: it turns a refused sign-in into the answer "locked".
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "planning.context.bingkai",
            ],
        },
    },
]
# Lets templates/django/forms/ change how a form field looks, once for all forms.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
# Bootstrap calls an error "danger".
MESSAGE_TAGS = {message_levels.ERROR: "danger"}
DJANGO_TABLES2_TEMPLATE = "django_tables2/bootstrap5.html"

# Data ---------------------------------------------------------------------------------------------

DATABASE_URL = env_secret("DATABASE_URL")
DATABASES = {
    "default": postgresql_database(
        DATABASE_URL,
        password=env_secret("DATABASE_PASSWORD"),
        conn_max_age=env_int("CONN_MAX_AGE", 60),
    )
    if DATABASE_URL
    else sqlite_database(VAR_DIR / "db.sqlite3"),
}
if not DATABASE_URL:
    VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Printed pages: on disk, so that every web process finds what one has rendered.
    "cetak": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "cache",
        "TIMEOUT": timedelta(days=7).total_seconds(),
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}

# Uploads are never served by path: a view reads them after the access check.
MEDIA_ROOT = env_path("MEDIA_ROOT", VAR_DIR / "media")

STATIC_URL = "static/"
STATIC_ROOT = env_path("STATIC_ROOT", BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # File names with a hash may be cached for ever; they need collectstatic, so not while developing.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "renstra_portal.static_files.ModuleStaticFilesStorage"
    },
}

# Language and time --------------------------------------------------------------------------------

LANGUAGE_CODE = "id"
USE_I18N = True
USE_TZ = True
# WIB, WITA or WIT: the office's own days and deadlines.
TIME_ZONE = env_choice(
    "TIME_ZONE", "Asia/Jakarta", ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")
)
# On, it would write years as 2.025 and ids in links as 12.345. Money has its own filter.
USE_THOUSAND_SEPARATOR = False

# People and sessions ------------------------------------------------------------------------------

AUTH_USER_MODEL = "planning.User"
LOGIN_URL = "masuk"
LOGIN_REDIRECT_URL = "beranda"
LOGOUT_REDIRECT_URL = "masuk"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# How many reverse proxies of ours stand in front; 0 means that clients connect directly.
PROXY_COUNT = env_int("PROXY_COUNT", 0)

# Five wrong passwords lock that user name at that address for a quarter of an hour. A whole office shares one
# address, so the address alone must not lock; the name alone would let anyone lock a colleague out.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "renstra_portal.client_address.client_address"
AXES_VERBOSE = False
# Locks are shown and opened on the page of the person.
AXES_ENABLE_ADMIN = False
AXES_LOCKOUT_TEMPLATE = "registration/terkunci.html"

SESSION_COOKIE_AGE = int(timedelta(hours=env_int("SESSION_HOURS", 12, minimum=1)).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "planning.views.akun.form_expired"

# The connection -----------------------------------------------------------------------------------

# HTTPS=1 says that people reach the portal through TLS: cookies travel only there, plain HTTP is redirected.
HTTPS = env_bool("HTTPS", False)
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env_int("HSTS_SECONDS", int(timedelta(days=365).total_seconds()) if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env_bool("HSTS_INCLUDE_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = env_bool("HSTS_PRELOAD", False)
# Only a proxy of ours may say that the client came through TLS; anyone could send it to a bare server.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# Reference data in the administration -------------------------------------------------------------

IMPORT_EXPORT_FORMATS = [base_formats.XLSX, base_formats.CSV]
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_IMPORT_IGNORE_BLANK_LINES = True
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"
# Between preview and confirmation the file waits where every web process can read it.
IMPORT_EXPORT_TMP_STORAGE_CLASS = "import_export.tmp_storages.MediaStorage"

# Log ----------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["stderr"],
        "level": env_choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
    },
    "loggers": {
        # Its own handler would mail admins; errors go to the one log.
        "django": {"handlers": [], "propagate": True},
        # Both log a page or more for every document at INFO.
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
