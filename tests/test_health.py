"""The two pages for machines."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from renstra_portal import health


def test_a_living_process_says_so_without_asking_the_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_cannot_be_posted_to(client, path):
    assert client.post(path).status_code == 405


@pytest.mark.django_db
def test_a_migrated_database_is_ready(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "migrations": "ok"})


@pytest.mark.django_db
def test_a_waiting_migration_is_not_ready(client):
    MigrationRecorder(connection).migration_qs.filter(app="sessions").delete()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": "ok", "migrations": "1 waiting"})


def test_a_database_that_does_not_answer_is_not_ready_and_keeps_its_name(client, monkeypatch):
    class Unreachable:
        def cursor(self):
            raise OperationalError("no route to secret-host")

    monkeypatch.setattr(health, "connection", Unreachable())
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "unreachable")
    assert b"secret-host" not in answer.content
