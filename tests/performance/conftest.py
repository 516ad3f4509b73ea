"""What the tests of the performance app share: a day that stands still, and a storage of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from planning.models import Rencana
from tests.performance import year


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Makes it that day where the office is."""

    def set_day(value: date) -> None:
        monkeypatch.setattr(timezone, "localdate", lambda: value)

    return set_day


@pytest.fixture
def media(settings, tmp_path: Path) -> Path:
    """An empty folder in which uploads are kept, as on a real server."""
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def tahun(db: None) -> Rencana:
    """The kinerja plan 2025 of the small Renstra."""
    return year.make_year()
