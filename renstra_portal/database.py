"""The DATABASES entry: SQLite in one file by default, PostgreSQL when DATABASE_URL says so."""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper

POSTGRESQL = "django.db.backends.postgresql"
SQLITE = "django.db.backends.sqlite3"

# What a URL may add after "?", as libpq names it; and `host` for a Unix socket folder.
LIBPQ_OPTIONS = {"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name"}


def sqlite_database(path: Path) -> dict[str, Any]:
    """SQLite for one machine.

    Write-ahead logging lets people read while one writes. IMMEDIATE takes the write lock when a transaction
    begins: a second writer waits (20 seconds) instead of failing halfway with "database is locked".
    """
    return {
        "ENGINE": SQLITE,
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }


def postgresql_database(url: str, *, password: str = "", conn_max_age: int = 60) -> dict[str, Any]:
    """PostgreSQL from `postgresql://user:password@host:port/name?sslmode=require`.

    User, password and name may be percent-encoded. `password` is used when the URL holds none; both at once
    are refused. `conn_max_age` is in seconds. `ImproperlyConfigured` names DATABASE_URL but never repeats it,
    because it may hold the password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read as a URL; percent-encode special characters."
        ) from error
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://.")
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name:
        raise ImproperlyConfigured("DATABASE_URL must end with one database name, as in postgresql://host/name.")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    socket_folder = options.pop("host", "")
    unknown = sorted(options.keys() - LIBPQ_OPTIONS)
    if unknown:
        raise ImproperlyConfigured(f"DATABASE_URL has options that are not known: {', '.join(unknown)}.")
    url_password = unquote(parts.password or "")
    if url_password and password:
        raise ImproperlyConfigured("Give the password in DATABASE_URL or in DATABASE_PASSWORD, not in both.")
    return {
        "ENGINE": POSTGRESQL,
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": url_password or password,
        "HOST": socket_folder or parts.hostname or "",
        "PORT": str(port or ""),
        "CONN_MAX_AGE": conn_max_age,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def use_full_batches(connection: BaseDatabaseWrapper, **_kwargs: object) -> None:
    """Let bulk writes to SQLite use as many parameters a query as the library really takes.

    Django 5.2 assumes SQLite's old limit of 999, which cuts the import of one workbook into hundreds of
    queries; the library at hand says what it takes (Django 6 asks it in the same way).
    """
    if connection.vendor == "sqlite":
        connection.features.max_query_params = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
