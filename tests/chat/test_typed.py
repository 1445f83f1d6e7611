"""A typed answer is an option only when it is exactly one: everything else is read for warning signs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.render import Renderer, options
from bot.chat.typed import chosen
from bot.flows.talk import Button, Reply, words
from tests.chat.town import read_library

LIBRARY = read_library()
RENDERER = Renderer(LIBRARY)


def question(*labels: str) -> Reply:
    rows = tuple((Button(words(label), option=f"option-{number}"),) for number, label in enumerate(labels, start=1))
    ways = ((Button(words("Today"), goes="today"),),)
    return Reply(text=((words("a question"),),), buttons=(*rows, *ways))


LETTERS = question("A: no", "B: one leg", "C: both legs", "✓ I'm not sure")
FIGURES = question("10", "15", "25", "Another")
DOUBLE = question("Yes", "Yes!", "No")


def picked(asked: Reply, text: str) -> str | None:
    return chosen(asked, text, lambda label: label.key, LIBRARY.answers)


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("B: one leg", 2),
        ("b: ONE  leg.", 2),
        ("B", 2),
        (" b ", 2),
        ("b)", 2),
        ("One leg", 2),
        ("no", 1),
        ("2", 2),
        ("I’m not sure", 4),
        ("i'm not sure!", 4),
        ("4", 4),
    ],
)
def test_a_label_its_letter_or_its_number(text: str, option: int) -> None:
    assert picked(LETTERS, text) == f"option-{option}"


@pytest.mark.parametrize("text", ["", " ", "?!", "one", "B one", "BB", "0", "5", "2.5", "none", "today", "²", "٢٢"])
def test_what_is_not_exactly_an_option_is_none(text: str) -> None:
    assert picked(LETTERS, text) is None


@pytest.mark.parametrize(("text", "option"), [("15", 2), ("25", 3), ("another", 4)])
def test_where_options_are_figures_a_number_is_that_figure(text: str, option: int) -> None:
    assert picked(FIGURES, text) == f"option-{option}"


@pytest.mark.parametrize("text", ["1", "2", "4"])
def test_and_never_the_place_in_the_row(text: str) -> None:
    assert picked(FIGURES, text) is None


def test_two_options_of_one_name_are_not_guessed_between() -> None:
    assert picked(DOUBLE, "yes") is None
    assert picked(DOUBLE, "no") == "option-3"


def test_a_button_that_leads_elsewhere_is_no_option() -> None:
    assert [button.option for button in options(DOUBLE)] == ["option-1", "option-2", "option-3"]
    assert picked(question(), "1") is None


@given(st.text(max_size=50))
def test_any_text_is_an_option_or_nothing(text: str) -> None:
    assert picked(LETTERS, text) in {None, *(button.option for button in options(LETTERS))}


WARNINGS = (
    "my leg is tingling",
    "numb",
    "tingling in both legs",
    "I can't pee",
    "no feeling in my groin",
    "B and my leg is numb",
)


@pytest.mark.parametrize("text", WARNINGS)
@pytest.mark.parametrize("asked", [LETTERS, FIGURES, DOUBLE])
def test_a_warning_is_never_taken_for_an_answer(asked: Reply, text: str) -> None:
    assert picked(asked, text) is None


def test_labels_are_read_as_they_are_shown() -> None:
    asked = Reply(text=((words("apology"),),), buttons=((Button(words("label-new-symptom"), option="x"),),))
    assert chosen(asked, RENDERER.plain(words("label-new-symptom")), RENDERER.plain, LIBRARY.answers) == "x"
