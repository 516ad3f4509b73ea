"""The texts of the demo's LKIP: loaded once, bound to the plan's figures, and never over what people wrote."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from performance.demo.naskah import FILE, SLUG, load_texts, texts
from performance.lkip.composition import Composition
from performance.lkip.printing import composition_of
from performance.lkip.token import broken_in, tokens_in
from performance.models import BlockEdit
from planning.models import Rencana


@pytest.fixture
def rencana(db: None) -> Rencana:
    call_command("load_demo", stdout=StringIO())
    return Rencana.objects.get(slug=SLUG)


@pytest.fixture
def composition(rencana: Rencana) -> Composition:
    return composition_of(rencana)


def test_every_text_stands_in_a_block_that_the_report_has(rencana: Rencana, composition: Composition) -> None:
    written = set(BlockEdit.objects.filter(rencana=rencana).values_list("key", flat=True))
    assert len(written) == len(list(texts(FILE.read_text(encoding="utf-8"))))
    assert written <= {one.key for one in composition.texts()}
    assert {"kata-pengantar", "tugas-fungsi", "sumber-daya", "isu-strategis", "inovasi"} <= written


def test_every_token_of_the_texts_names_a_figure_that_the_plan_holds(
    rencana: Rencana, composition: Composition
) -> None:
    edits = BlockEdit.objects.filter(rencana=rencana)
    names = [name for one in edits for name in tokens_in(one.text)]
    assert len(names) > 40
    assert [name for name in names if not composition.figures.exists(name)] == []
    assert [broken for one in edits for broken in broken_in(one.text)] == []


def test_no_text_types_a_figure_that_the_plan_holds(composition: Composition) -> None:
    typed = re.sub(r"\{\{.*?\}\}", "", FILE.read_text(encoding="utf-8"))
    figures = [composition.figures.say(f"data:{nomor}").split()[0] for nomor in composition.data.ketenagakerjaan]
    # Of two digits there are other things too: a paragraph of a regulation, a count of participants.
    held = [one for one in (*figures, "10,52", "12,61", "89,64", composition.figures.say("pagu")) if len(one) > 2]
    assert "1.835" in held
    assert [one for one in held if re.search(rf"(?<![\d.]){re.escape(one)}(?![\d.])", typed)] == []


def test_a_second_run_writes_nothing(rencana: Rencana) -> None:
    assert load_texts() == []


def test_a_report_that_people_edited_is_left_alone(rencana: Rencana) -> None:
    BlockEdit.objects.filter(rencana=rencana).exclude(key="inovasi").delete()
    assert load_texts() == []
    assert BlockEdit.objects.filter(rencana=rencana).count() == 1


def test_without_the_demo_plan_there_are_no_texts(db: None) -> None:
    assert load_texts() == []


def test_no_block_of_the_first_two_chapters_of_the_demo_is_left_to_be_written(composition: Composition) -> None:
    first = [one for one in composition.sections if one.key in ("pengantar", "bab-1", "bab-2")]
    blank = [part.key for one in first for part in one.walk() if hasattr(part, "standard") and not part.text]
    assert blank == []
