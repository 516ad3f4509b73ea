"""Typed reading of environment variables.

Every helper takes the variable's name and a default. A value that cannot be read raises
`ImproperlyConfigured` naming the variable, so that a typing error stops the start instead of being guessed.
A variable that is set but empty counts as not set.
"""

import os
from collections.abc import Collection
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def env_str(name: str, default: str = "") -> str:
    """The variable's text without surrounding blanks, or the default."""
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, default: bool = False) -> bool:
    """1/true/yes/on or 0/false/no/off, in any case."""
    raw = env_str(name)
    if not raw:
        return default
    if raw.lower() in TRUE:
        return True
    if raw.lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be one of 1, true, yes, on, 0, false, no, off; it is {raw!r}.")


def env_int(name: str, default: int, *, minimum: int = 0) -> int:
    """A whole number not below `minimum`."""
    raw = env_str(name)
    if not raw:
        return default
    try:
        value = int(raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number; it is {raw!r}.") from error
    if value < minimum:
        raise ImproperlyConfigured(f"{name} must be {minimum} or more; it is {value}.")
    return value


def env_list(name: str, default: Collection[str] = ()) -> list[str]:
    """A comma-separated list; blanks around the items and empty items are dropped."""
    items = [item.strip() for item in env_str(name).split(",")]
    return [item for item in items if item] or list(default)


def env_choice(name: str, default: str, choices: Collection[str]) -> str:
    """One of the given texts, spelled exactly."""
    value = env_str(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}; it is {value!r}.")
    return value


def env_path(name: str, default: Path) -> Path:
    """An absolute path; a relative one is taken from the working directory."""
    raw = env_str(name)
    return Path(raw).expanduser().absolute() if raw else default


def env_secret(name: str, default: str = "") -> str:
    """A secret from `NAME`, or from the file that `NAME_FILE` names (as container secrets are handed over).

    Setting both is refused. The error never shows the secret itself.
    """
    value, file_name = env_str(name), env_str(f"{name}_FILE")
    if value and file_name:
        raise ImproperlyConfigured(f"Set either {name} or {name}_FILE, not both.")
    if not file_name:
        return value or default
    try:
        value = Path(file_name).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name}_FILE names {file_name!r}, which cannot be read: {error.strerror}."
        ) from error
    if not value:
        raise ImproperlyConfigured(f"{name}_FILE names {file_name!r}, which is empty.")
    return value
