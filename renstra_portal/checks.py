"""System checks: `manage.py check` refuses a half-configured installation before its users find out."""

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from renstra_portal.database import POSTGRESQL
from renstra_portal.env import env_secret


@register(Tags.compatibility)
def one_postgresql_driver(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """With both drivers installed Django silently takes psycopg 3; the portal is tested with psycopg2."""
    if find_spec("psycopg") is None:
        return []
    return [
        Error(
            "psycopg 3 is installed beside psycopg2, and Django would use it instead.",
            hint="Remove it: pip uninstall psycopg psycopg-binary psycopg-c psycopg-pool",
            id="renstra_portal.E001",
        )
    ]


@register(Tags.compatibility)
def database_is_wholly_configured(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A password without a URL would leave everything in SQLite; a server without a user cannot be used."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] != POSTGRESQL:
        if not env_secret("DATABASE_PASSWORD"):
            return []
        return [
            Error(
                "DATABASE_PASSWORD is set but DATABASE_URL is not: the data would go into SQLite.",
                hint="Set DATABASE_URL=postgresql://user@host/name, or remove DATABASE_PASSWORD.",
                id="renstra_portal.E002",
            )
        ]
    over_network = database["HOST"] and not str(database["HOST"]).startswith("/")
    if over_network and not database["USER"]:
        return [
            Error(
                "DATABASE_URL names a server but no user.",
                hint="Write it as postgresql://user@host/name.",
                id="renstra_portal.E003",
            )
        ]
    return []
