"""What the browser is given: vendored files as recorded, icons that exist, nothing inline."""

import hashlib
import re
from pathlib import Path

import pytest

from planning.context import MENU
from planning.templatetags.portal import KIND_ICONS, STATUS_ICONS

ROOT = Path(__file__).resolve().parent.parent.parent
VENDOR = ROOT / "static" / "vendor"
TESTS_VENDOR = ROOT / "tests" / "e2e" / "vendor"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

ROW = re.compile(r"^\| (?P<file>[^ |]+) \|.*\| (?P<sha256>[0-9a-f]{64}) \|", re.MULTILINE)
SYMBOL = re.compile(r'<symbol id="([^"]+)"')
ICON = re.compile(r"""(?:\{% ikon "|ikon=")([a-z0-9-]+)""")
INLINE = re.compile(r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)


def recorded() -> dict[str, str]:
    return {row["file"]: row["sha256"] for row in ROW.finditer((VENDOR / "README.md").read_text(encoding="utf-8"))}


def test_every_vendored_file_is_recorded_and_no_other():
    found = {
        path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file() and path.name != "README.md"
    }
    found |= {path.relative_to(ROOT).as_posix() for path in TESTS_VENDOR.rglob("*") if path.is_file()}
    assert found == set(recorded())


@pytest.mark.parametrize("name", sorted(recorded()))
def test_a_vendored_file_is_the_one_recorded(name):
    path = ROOT / name if name.startswith("tests/") else VENDOR / name
    assert hashlib.sha256(path.read_bytes()).hexdigest() == recorded()[name]


def test_vendored_code_asks_for_no_source_map():
    asking = [path.name for path in VENDOR.rglob("*.[cj]s*") if b"sourceMappingURL" in path.read_bytes()]
    assert asking == []


def sprite() -> list[str]:
    return SYMBOL.findall((ROOT / "static" / "ikon.svg").read_text(encoding="utf-8"))


def test_every_icon_that_a_page_names_is_in_the_sprite():
    named = {name for path in TEMPLATES for name in ICON.findall(path.read_text(encoding="utf-8"))}
    named |= set(KIND_ICONS.values()) | set(STATUS_ICONS.values()) | {entry.ikon for entry in MENU}
    assert named - set(sprite()) == set()


def test_the_sprite_is_sorted_and_names_an_icon_once():
    assert sprite() == sorted(set(sprite()))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_a_template_has_nothing_inline(path):
    """The Content-Security-Policy allows no inline script, style or handler."""
    assert INLINE.findall(path.read_text(encoding="utf-8")) == []


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("netral-900", "netral-0"),
        ("netral-500", "netral-0"),
        ("netral-500", "netral-50"),
        ("netral-600", "netral-100"),
        ("aksen-700", "netral-0"),
        ("aksen-800", "aksen-100"),
        ("netral-0", "aksen-700"),
        ("aksen-100", "aksen-900"),
        ("aksen-200", "aksen-950"),
        ("galat", "galat-muda"),
        ("peringatan", "peringatan-muda"),
        ("selesai", "selesai-muda"),
    ],
)
def test_text_stands_out_from_its_ground(text, ground):
    """WCAG 2.2 AA, 1.4.3: at least 4.5 to 1."""
    css = (ROOT / "static" / "css" / "portal.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", css))
    darker, lighter = sorted([luminance(colours[text]), luminance(colours[ground])])
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5
