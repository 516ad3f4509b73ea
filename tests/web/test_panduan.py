"""The user guide within the portal: served, safe, whole, and found from the pages it explains."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from planning.views.panduan import FOLDER, GUIDES
from renstra_portal.lib.markdown import anchor_of, render

LINK = re.compile(r'(?:href|src)="([^"]+)"')


def keep(target: str) -> str:
    return target


# The reader of Markdown -----------------------------------------------------------------------------


def test_headings_get_the_anchors_that_github_gives_them():
    document = render("# Judul\n\n## Tombol & pintas\n\n### `-` dan 0\n\n## Tombol & pintas\n", address=keep)
    assert document.title == "Judul"
    assert [(one.level, one.text, one.anchor) for one in document.headings] == [
        (2, "Tombol & pintas", "tombol--pintas"),
        (3, "- dan 0", "--dan-0"),
        (2, "Tombol & pintas", "tombol--pintas-1"),
    ]
    assert '<h2 id="tombol--pintas">' in document.html
    assert "Judul" not in document.html


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "[x](javascript:alert(1))", '<img src="x" onerror="a">'])
def test_html_and_scripts_in_the_text_stay_text(text):
    html = render(text, address=keep).html
    assert "<script" not in html and "<img" not in html and "<a " not in html


def test_every_link_and_picture_passes_through_the_address():
    html = render("[a](b.md#c) ![d](gambar/e.png)\n\n| x |\n|---|\n| [y](z.md) |", address=lambda one: f"/p/{one}").html
    assert LINK.findall(html) == ["/p/b.md#c", "/p/gambar/e.png", "/p/z.md"]


# The pages ------------------------------------------------------------------------------------------


@pytest.fixture
def reader(client: Client, django_user_model: type) -> Client:
    client.force_login(django_user_model.objects.create_user("pembaca"))
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_has_its_contents_and_every_link_within_leads_somewhere(reader, name):
    url = reverse("panduan-lain", args=[name]) if name else reverse("panduan")
    page = reader.get(url)
    assert page.status_code == 200
    text = page.content.decode()
    article = text[text.index("<article") : text.index("</article>")]
    anchors = set(re.findall(r'id="([^"]+)"', article))
    assert {one.anchor for one in page.context["daftar_isi"]} <= anchors
    for target in LINK.findall(article):
        address, _, anchor = target.partition("#")
        if anchor and not address:
            assert anchor in anchors, target
        elif not address.startswith("http"):
            assert address.startswith("/panduan/"), target
            answer = reader.get(address)
            assert answer.status_code == 200, target
            if not answer.streaming:
                assert not anchor or f'id="{anchor}"' in answer.content.decode(), target


@pytest.mark.django_db
def test_every_help_link_of_the_pages_names_a_section_of_the_guide(reader):
    text = (FOLDER / "panduan.md").read_text(encoding="utf-8")
    sections = {anchor_of(line.lstrip("# ")) for line in text.splitlines() if line.startswith("#")}
    named = set()
    for file in Path(settings.BASE_DIR).glob("templates/**/*.html"):
        page = file.read_text(encoding="utf-8")
        named |= set(re.findall(r"\{% block bantuan %\}([a-z-]+)\{% endblock %\}", page))
        named |= set(re.findall(r"\{% url 'panduan' %\}#([a-z-]+)", page))
    assert {"mengisi-di-lembar-isian", "formulir-sub-kegiatan"} <= named <= sections


@pytest.mark.django_db
def test_pictures_are_small_and_nothing_else_of_the_folder_is_served(reader):
    pictures = list((FOLDER / "gambar").glob("*.png"))
    assert pictures
    assert all(one.stat().st_size <= 150_000 for one in pictures)
    answer = reader.get(reverse("panduan-gambar", args=[pictures[0].name]))
    assert answer.headers["Content-Type"] == "image/png"
    for name in ("tidak-ada.png", "..", "%2e%2e%2fpanduan.md"):
        assert reader.get(f"/panduan/gambar/{name}").status_code == 404
    assert reader.get(reverse("panduan-lain", args=["architecture"])).status_code == 404


@pytest.mark.django_db
def test_the_guide_is_in_the_menu_of_the_person(reader):
    assert f'href="{reverse("panduan")}"' in reader.get(reverse("beranda")).content.decode()
