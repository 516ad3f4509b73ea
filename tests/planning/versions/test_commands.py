"""The commands that make and set versions."""

import io

import pytest
from django.core.management import CommandError, call_command

from planning.models import Rencana

from . import plans as p

pytestmark = pytest.mark.django_db


def run(*args: str, **options: object) -> str:
    said = io.StringIO()
    call_command(*args, stdout=said, **options)
    return said.getvalue()


def test_from_the_renstra_to_a_perubahan_of_its_renja_at_the_command_line():
    renstra = p.make_renstra()
    said = run("create_renja", f"--from={renstra.slug}", "--year=2026")
    slug = p.RENJA.format(2026)
    rows = Rencana.objects.get(slug=slug).simpul.count()
    assert said == f"Dibuat: Renja Dinas Ketenagakerjaan Kota Uji 2026 ({slug}), {rows} baris.\n"
    assert run("establish_plan", slug, "--reason=Keputusan 5/2025").startswith("Ditetapkan: Renja")
    assert Rencana.objects.get(slug=slug).changesets.first().reason == "Keputusan 5/2025"
    assert f"/renja-2026/perubahan-1), {rows} baris." in run("create_perubahan", slug)


@pytest.mark.parametrize(
    "args", [("create_renja", "--from=tidak-ada", "--year=2026"), ("create_perubahan", "tidak-ada")]
)
def test_a_plan_that_does_not_exist_is_named(args):
    with pytest.raises(CommandError, match="Rencana “tidak-ada” tidak ada"):
        run(*args)


def test_what_is_refused_ends_with_the_reason_as_an_error():
    renstra = p.make_renstra()
    with pytest.raises(CommandError, match="Tahun 2040 tidak dicetak"):
        run("create_renja", f"--from={renstra.slug}", "--year=2040")
    with pytest.raises(CommandError, match="belum ditetapkan"):
        run("create_perubahan", renstra.slug)
    with pytest.raises(CommandError, match="nomor dan tanggal keputusan"):
        run("establish_plan", renstra.slug, "--reason= ")
    with pytest.raises(CommandError, match="Rencana “tidak-ada” tidak ada"):
        run("establish_plan", "tidak-ada", "--reason=Keputusan 1")
