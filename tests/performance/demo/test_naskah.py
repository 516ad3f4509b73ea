"""The texts of the demo's LKIP: loaded once, bound to the plan's figures, and never over what people wrote."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from performance.demo.naskah import FILE, SLUG, load_texts, texts
from performance.lkip.cetak import susunan_lkip
from performance.lkip.susunan import Susunan
from performance.lkip.token import broken_in, tokens_in
from performance.models import Suntingan
from planning.models import Rencana


@pytest.fixture
def rencana(db: None) -> Rencana:
    call_command("load_demo", stdout=StringIO())
    return Rencana.objects.get(slug=SLUG)


@pytest.fixture
def susunan(rencana: Rencana) -> Susunan:
    return susunan_lkip(rencana)


def test_every_text_stands_in_a_block_that_the_report_has(rencana: Rencana, susunan: Susunan) -> None:
    written = set(Suntingan.objects.filter(rencana=rencana).values_list("kunci", flat=True))
    assert len(written) == len(list(texts(FILE.read_text(encoding="utf-8"))))
    assert written <= {one.kunci for one in susunan.teks()}
    assert {"kata-pengantar", "tugas-fungsi", "sumber-daya", "isu-strategis", "inovasi"} <= written


def test_every_token_of_the_texts_names_a_figure_that_the_plan_holds(rencana: Rencana, susunan: Susunan) -> None:
    edits = Suntingan.objects.filter(rencana=rencana)
    names = [name for one in edits for name in tokens_in(one.teks)]
    assert len(names) > 40
    assert [name for name in names if not susunan.angka.ada(name)] == []
    assert [broken for one in edits for broken in broken_in(one.teks)] == []


def test_no_text_types_a_figure_that_the_plan_holds(susunan: Susunan) -> None:
    typed = re.sub(r"\{\{.*?\}\}", "", FILE.read_text(encoding="utf-8"))
    figures = [susunan.angka.say(f"data:{nomor}").split()[0] for nomor in susunan.data.ketenagakerjaan]
    # Of two digits there are other things too: a paragraph of a regulation, a count of participants.
    held = [one for one in (*figures, "10,52", "12,61", "89,64", susunan.angka.say("pagu")) if len(one) > 2]
    assert "1.835" in held
    assert [one for one in held if re.search(rf"(?<![\d.]){re.escape(one)}(?![\d.])", typed)] == []


def test_a_second_run_writes_nothing(rencana: Rencana) -> None:
    assert load_texts() == []


def test_a_report_that_people_edited_is_left_alone(rencana: Rencana) -> None:
    Suntingan.objects.filter(rencana=rencana).exclude(kunci="inovasi").delete()
    assert load_texts() == []
    assert Suntingan.objects.filter(rencana=rencana).count() == 1


def test_without_the_demo_plan_there_are_no_texts(db: None) -> None:
    assert load_texts() == []


def test_no_block_of_the_first_two_chapters_of_the_demo_is_left_to_be_written(susunan: Susunan) -> None:
    first = [one for one in susunan.bagian if one.kunci in ("pengantar", "bab-1", "bab-2")]
    blank = [part.kunci for one in first for part in one.walk() if hasattr(part, "standar") and not part.teks]
    assert blank == []
