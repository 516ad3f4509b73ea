"""Tokens: where figures stand in a text."""

from __future__ import annotations

import pytest

from performance.lkip.naskah import tidy
from performance.lkip.token import broken_in, replaced, shown, stored, token, tokens_in


def test_a_text_is_stored_with_names_of_figures_and_never_with_the_figures_shown() -> None:
    assert stored("Serapan {{93,85%|serapan}} dari {{ Rp10 | pagu:12 }}.") == "Serapan {{serapan}} dari {{pagu:12}}."


def test_what_a_person_types_into_the_shown_figure_is_dropped() -> None:
    assert stored("tercapai {{150%, hebat|capaian:7}}") == f"tercapai {token('capaian:7')}"


def test_showing_and_storing_a_text_gives_the_text_again() -> None:
    text = "Dari {{jumlah:indikator}} indikator, {{data:D03}} orang."
    assert stored(shown(text, lambda name: f"nilai {name} | {{x}}\n")) == text


def test_tokens_are_named_in_order_and_as_often_as_they_stand_there() -> None:
    assert tokens_in("{{a:1}} {{b}} {{9%|a:1}}") == ["a:1", "b", "a:1"]


@pytest.mark.parametrize("text", ["{{capaian 12}}", "{{capaian:12", "{{}}", "capaian:12}}", "{{a|}}", "{{A:1}}"])
def test_a_broken_token_is_named_as_it_was_typed(text: str) -> None:
    assert broken_in(f"Kinerja {text} tahun ini.")


def test_whole_tokens_are_not_broken() -> None:
    assert broken_in("{{93%|serapan}} dan {{data:D03}} {satu}") == []


def test_every_token_is_replaced_by_what_is_said_for_its_name() -> None:
    assert replaced("{{a}}-{{b:2}}", str.upper) == "A-B:2"


def test_a_typed_text_is_kept_with_single_blank_lines_and_without_stray_blanks() -> None:
    assert tidy("  Satu  kata \r\n\r\n\r\n\r\nDua\t{{9%|serapan}} \n") == "Satu kata\n\nDua {{serapan}}"
