"""The settings: safe without any variable, and exact about a wrong one."""

import json
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from renstra_portal import checks
from renstra_portal.client_address import client_address
from renstra_portal.database import postgresql_database, sqlite_database
from renstra_portal.env import env_bool, env_choice, env_int, env_list, env_path, env_secret, env_str
from renstra_portal.secret_key import stored_secret_key

ROOT = Path(__file__).resolve().parent.parent
SHOW = """
import json
from renstra_portal import settings as s
print(json.dumps({
    "DEBUG": s.DEBUG, "SECRET_KEY": s.SECRET_KEY, "ALLOWED_HOSTS": s.ALLOWED_HOSTS,
    "ENGINE": s.DATABASES["default"]["ENGINE"], "NAME": str(s.DATABASES["default"]["NAME"]),
    "STATIC": s.STORAGES["staticfiles"]["BACKEND"], "HSTS": s.SECURE_HSTS_SECONDS,
    "SECURE": [s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT],
    "TIME_ZONE": s.TIME_ZONE, "HASHER": s.PASSWORD_HASHERS[0], "PROXY_HEADER": s.SECURE_PROXY_SSL_HEADER,
}))
"""


def load_settings(var: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A fresh process that reads the settings with only these variables set."""
    return subprocess.run(
        [sys.executable, "-c", SHOW],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(var), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def settings_with(var: Path, **environment: str) -> dict:
    result = load_settings(var, **environment)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


# The helpers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "value"), [("1", True), ("TRUE", True), (" yes ", True), ("off", False), ("0", False), ("", True)]
)
def test_a_switch_reads_common_spellings_and_empty_means_the_default(monkeypatch, raw, value):
    monkeypatch.setenv("SWITCH", raw)
    assert env_bool("SWITCH", True) is value


@pytest.mark.parametrize("read", [env_bool, lambda name: env_int(name, 1), lambda name: env_choice(name, "a", ("a",))])
def test_a_value_that_cannot_be_read_names_its_variable(monkeypatch, read):
    monkeypatch.setenv("SWITCH", "maybe")
    with pytest.raises(ImproperlyConfigured, match=r"^SWITCH must be .*'maybe'"):
        read("SWITCH")


def test_a_number_below_the_minimum_is_refused(monkeypatch):
    monkeypatch.setenv("NUMBER", "-1")
    with pytest.raises(ImproperlyConfigured, match="NUMBER must be 0 or more"):
        env_int("NUMBER", 5)


def test_a_number_is_read_and_absent_means_the_default(monkeypatch):
    assert env_int("NUMBER", 5) == 5
    monkeypatch.setenv("NUMBER", "60")
    assert env_int("NUMBER", 5) == 60


def test_a_list_drops_blanks_and_empty_items(monkeypatch):
    monkeypatch.setenv("LIST", " a.go.id, ,b.go.id,")
    assert env_list("LIST", ["c"]) == ["a.go.id", "b.go.id"]
    monkeypatch.setenv("LIST", " , ")
    assert env_list("LIST", ["c"]) == ["c"]


def test_a_text_that_is_set_but_empty_counts_as_not_set(monkeypatch):
    monkeypatch.setenv("TEXT", "  ")
    assert env_str("TEXT", "default") == "default"


def test_a_relative_path_becomes_absolute(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOLDER", "data")
    assert env_path("FOLDER", Path("/elsewhere")) == tmp_path / "data"


def test_a_secret_may_come_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("s3cret\n")
    monkeypatch.setenv("WORD_FILE", str(tmp_path / "secret"))
    assert env_secret("WORD") == "s3cret"


def test_a_secret_given_twice_is_refused_and_not_shown(monkeypatch, tmp_path):
    monkeypatch.setenv("WORD", "s3cret")
    monkeypatch.setenv("WORD_FILE", str(tmp_path / "secret"))
    with pytest.raises(ImproperlyConfigured, match="WORD_FILE, not both") as refusal:
        env_secret("WORD")
    assert "s3cret" not in str(refusal.value)


@pytest.mark.parametrize(("content", "reason"), [(None, "cannot be read"), ("\n", "is empty")])
def test_a_secret_file_that_is_absent_or_empty_is_refused(monkeypatch, tmp_path, content, reason):
    file = tmp_path / "secret"
    if content is not None:
        file.write_text(content)
    monkeypatch.setenv("WORD_FILE", str(file))
    with pytest.raises(ImproperlyConfigured, match=f"WORD_FILE names .*{reason}"):
        env_secret("WORD")


# The secret key -----------------------------------------------------------------------------------


def test_the_secret_key_is_made_once_and_is_private(tmp_path):
    file = tmp_path / "var" / "secret.key"
    key = stored_secret_key(file)
    assert len(key) >= 50
    assert stored_secret_key(file) == key
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_key_file_left_empty_by_a_crash_is_filled(tmp_path):
    file = tmp_path / "secret.key"
    file.touch(0o600)
    assert stored_secret_key(file) == file.read_text() != ""


def test_processes_that_start_at_once_share_one_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(stored_secret_key, [tmp_path / "secret.key"] * 40))
    assert len(keys) == 1
    with ThreadPoolExecutor(3) as pool:
        started = list(pool.map(settings_with, [tmp_path / "fresh"] * 3))
    assert len({shown["SECRET_KEY"] for shown in started}) == 1


# The settings as a whole --------------------------------------------------------------------------


def test_without_any_variable_the_portal_is_closed_and_local(tmp_path):
    shown = settings_with(tmp_path)
    assert shown["DEBUG"] is False
    assert shown["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert shown["ENGINE"] == "django.db.backends.sqlite3"
    assert shown["NAME"] == str(tmp_path / "db.sqlite3")
    assert shown["STATIC"] == "renstra_portal.static_files.ModuleStaticFilesStorage"
    assert shown["TIME_ZONE"] == "Asia/Jakarta"
    assert shown["HASHER"].endswith("Argon2PasswordHasher")
    assert shown["PROXY_HEADER"] is None


def test_https_secures_cookies_and_remembers_it(tmp_path):
    shown = settings_with(tmp_path, HTTPS="1", PROXY_COUNT="1")
    assert shown["SECURE"] == [True, True, True]
    assert shown["HSTS"] == 365 * 24 * 3600
    assert shown["PROXY_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_postgresql_is_chosen_by_one_variable(tmp_path):
    shown = settings_with(tmp_path, DATABASE_URL="postgresql://u:p@db/renstra", SECRET_KEY="x" * 60)
    assert (shown["ENGINE"], shown["NAME"]) == ("django.db.backends.postgresql", "renstra")


@pytest.mark.parametrize(
    ("name", "value"),
    [("DEBUG", "ya"), ("TIME_ZONE", "WIB"), ("CONN_MAX_AGE", "a minute"), ("LOG_LEVEL", "loud")],
)
def test_a_wrong_variable_stops_the_start_and_is_named(tmp_path, name, value):
    environment = {name: value, "DATABASE_URL": "postgresql://u@db/renstra"}
    result = load_settings(tmp_path, **environment)
    assert result.returncode != 0
    assert f"ImproperlyConfigured: {name} must be" in result.stderr


def test_every_answer_carries_the_strict_content_security_policy(client):
    policy = client.get("/healthz").headers["Content-Security-Policy"]
    directives = {part.split()[0]: part.split()[1:] for part in policy.split(";")}
    assert directives["default-src"] == directives["script-src"] == directives["style-src"] == ["'self'"]
    assert directives["object-src"] == directives["base-uri"] == directives["frame-ancestors"] == ["'none'"]
    assert directives["img-src"] == ["'self'", "data:"]
    assert "unsafe" not in policy


# Databases ----------------------------------------------------------------------------------------


def test_a_database_url_is_read_whole_and_unquoted():
    database = postgresql_database(
        "postgresql://user%40dinas:p%3Aw%2F%25@db.local:6432/renstra%20uji?sslmode=require", conn_max_age=5
    )
    assert database["USER"] == "user@dinas"
    assert database["PASSWORD"] == "p:w/%"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.local", "6432", "renstra uji")
    assert database["OPTIONS"] == {"sslmode": "require"}
    assert database["CONN_MAX_AGE"] == 5


def test_a_database_url_may_name_a_socket_folder():
    assert postgresql_database("postgresql:///renstra?host=/run/postgresql")["HOST"] == "/run/postgresql"


def test_the_database_password_may_stand_apart_but_not_twice():
    assert postgresql_database("postgresql://u@db/renstra", password="pw")["PASSWORD"] == "pw"
    with pytest.raises(ImproperlyConfigured, match="not in both"):
        postgresql_database("postgresql://u:pw@db/renstra", password="pw")


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:s3cret@db/renstra",
        "postgresql://u:s3cret@db",
        "postgresql://u:s3cret@db/a/b",
        "postgresql://u:s3cret@db:port/renstra",
        "postgresql://u:s3cret@db/renstra?sslmodus=require",
    ],
)
def test_a_wrong_database_url_is_refused_without_showing_the_password(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as refusal:
        postgresql_database(url)
    assert "s3cret" not in str(refusal.value)


def test_sqlite_waits_for_its_turn_and_lets_people_read_meanwhile(tmp_path):
    from django.db.backends.sqlite3.base import DatabaseWrapper

    defaults = {"TIME_ZONE": None, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False, "AUTOCOMMIT": True}
    wrapper = DatabaseWrapper({**defaults, **sqlite_database(tmp_path / "db.sqlite3")}, alias="file")
    wrapper.inc_thread_sharing()
    try:
        with wrapper.wrap_database_errors:
            connection = wrapper.get_new_connection(wrapper.get_connection_params())
        pragma = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
        connection.close()
    finally:
        wrapper.dec_thread_sharing()
    assert pragma == PRAGMAS
    assert wrapper.transaction_mode == "IMMEDIATE"  # type: ignore[attr-defined]


# synchronous 1 is NORMAL; busy_timeout is in milliseconds.
PRAGMAS = {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "busy_timeout": 20_000}


# System checks ------------------------------------------------------------------------------------


def test_a_second_postgresql_driver_is_an_error(monkeypatch):
    assert checks.one_postgresql_driver(None) == []
    monkeypatch.setattr(checks, "find_spec", lambda name: object() if name == "psycopg" else None)
    assert [message.id for message in checks.one_postgresql_driver(None)] == ["renstra_portal.E001"]


def test_a_database_password_without_a_url_is_an_error(monkeypatch, tmp_path):
    monkeypatch.setitem(settings.DATABASES, "default", sqlite_database(tmp_path / "db.sqlite3"))
    monkeypatch.delenv("DATABASE_PASSWORD", raising=False)
    assert checks.database_is_wholly_configured(None) == []
    monkeypatch.setenv("DATABASE_PASSWORD", "pw")
    assert [message.id for message in checks.database_is_wholly_configured(None)] == ["renstra_portal.E002"]


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("postgresql://db/renstra", ["renstra_portal.E003"]),
        ("postgresql://u@db/renstra", []),
        ("postgresql:///renstra", []),
        ("postgresql:///renstra?host=/run/postgresql", []),
    ],
)
def test_a_database_server_without_a_user_is_an_error(monkeypatch, url, found):
    monkeypatch.setitem(settings.DATABASES, "default", postgresql_database(url))
    assert [message.id for message in checks.database_is_wholly_configured(None)] == found


# Where a sign-in comes from -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "10.9.9.9, 203.0.113.9", "203.0.113.9"),
        (2, "10.9.9.9, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "127.0.0.1"),
    ],
)
def test_only_what_our_own_proxies_added_is_believed(monkeypatch, proxies, forwarded, address):
    monkeypatch.setattr(settings, "PROXY_COUNT", proxies)
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR="127.0.0.1")
    assert client_address(request) == address
