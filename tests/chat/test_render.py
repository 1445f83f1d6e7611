"""What people typed is text wherever it appears, limits hold whatever the words, and labels carry their country."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup, ReplyKeyboardMarkup
from typing_extensions import override

from bot.chat.render import CAPTION_LIMIT, KEYBOARD, TEXT_LIMIT, Renderer, stand_in
from bot.chat.routes import KEYBOARD as WAYS_OF_KEYBOARD
from bot.domain.standing import Hold
from bot.flows import hold, talk
from bot.flows.talk import Button, Reply, Words, paragraph, say, words
from bot.library import Library
from bot.library.measure import strip, units
from bot.playground.markup import parse
from tests.chat.town import ROOT

LIBRARY = Library.read(ROOT / "content")
RENDERER = Renderer(LIBRARY, operator="Ada & <Sons>")
HOSTILE = (
    "<b>bold</b>",
    "</b></i><a href='tg://user?id=1'>x</a>",
    "<script>alert(1)</script>",
    "a < b & c > d",
    "&lt;b&gt; &amp;amp; &#60;",
    "{ $EM } {{ }} { label-today }",
    "\u202eevil\u2066 right to left ﷽ שלום",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
    "👩‍👩‍👧‍👦🏳️‍🌈" * 40,
    "'\"`*_[](){}~>#+-=|.!",
    "",
)
ECHO = "questions-one"
"""A sentence that shows what it is given, in bold."""
ARGUMENT = "question"

anything = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=300) | st.sampled_from(HOSTILE)
long = st.text(alphabet="a<&>👩\n \u202eé", min_size=4000, max_size=6000)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.open: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not attrs, "no sentence of ours has a link"
        self.seen.append(tag)
        self.open.append(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def tags(markup: str) -> list[str]:
    parser = Tags()
    parser.feed(markup)
    parser.close()
    assert parser.open == []
    return parser.seen


def shown(reply: Reply, country: str | None = None) -> str:
    return RENDERER.render(reply, country).text


NO_ECHO = tags(shown(say(ECHO, **{ARGUMENT: "x"})))


@given(anything)
def test_what_somebody_typed_is_shown_as_they_typed_it(typed: str) -> None:
    text = shown(say(ECHO, **{ARGUMENT: typed}))
    assert tags(text) == NO_ECHO, "nothing of theirs is markup"
    assert typed in strip(text)
    assert parse(text, "HTML").plain.strip() == strip(text).strip(), "and Telegram reads it alike"


@given(anything)
def test_words_within_words_are_escaped_once(typed: str) -> None:
    inner = words(ECHO, **{ARGUMENT: typed})
    text = shown(say(ECHO, **{ARGUMENT: inner}))
    assert tags(text) == NO_ECHO * 2
    assert typed in strip(text)


@given(st.lists(anything | long, min_size=1, max_size=4))
def test_no_message_is_longer_than_telegram_takes(typed: list[str]) -> None:
    reply = Reply(text=tuple(paragraph(words(ECHO, **{ARGUMENT: each})) for each in typed))
    text = shown(reply)
    assert units(text) <= TEXT_LIMIT
    assert set(tags(text)) <= {"b", "i"}
    assert len(parse(text, "HTML").plain.encode("utf-16-le")) // 2 <= TEXT_LIMIT


@settings(max_examples=30)
@given(long)
def test_of_a_very_long_text_the_beginning_is_shown(typed: str) -> None:
    text = strip(shown(say(ECHO, **{ARGUMENT: typed})))
    assert typed[:199] + "…" in text
    assert units(text) <= 500


@settings(max_examples=30)
@given(long)
def test_a_caption_is_cut_to_a_quarter(typed: str) -> None:
    renderer = Renderer(LIBRARY)
    name = next(iter(LIBRARY.pictures), None)
    text = renderer.render(Reply(text=((words(ECHO, **{ARGUMENT: typed}),),), picture=name), None).text
    assert units(text) <= (CAPTION_LIMIT if name else TEXT_LIMIT)


def test_a_cut_keeps_whole_lines_and_says_that_there_was_more() -> None:
    lines = tuple(paragraph(words(ECHO, **{ARGUMENT: f"{number} " + "x" * 100})) for number in range(100))
    text = shown(Reply(text=lines))
    assert TEXT_LIMIT - 200 < units(text) <= TEXT_LIMIT
    assert text.endswith("…")
    assert "99 x" not in text


@pytest.mark.parametrize("country", sorted(LIBRARY.countries))
def test_every_safety_text_carries_the_numbers_of_the_country(country: str) -> None:
    text = shown(say("safety-urgent"), country) + shown(say("safety-emergency-nerve"), country)
    assert not re.search(r"\{ ?\$?[A-Z]+ ?\}", text), "a place was left open"
    assert strip(LIBRARY.country(country).args["EM"]) in strip(text)


def test_a_reply_may_carry_another_country_than_the_persons() -> None:
    reply = Reply(text=((words("safety-urgent"),),), country="US")
    assert shown(reply, "GB") == shown(say("safety-urgent"), "US") != shown(say("safety-urgent"), "GB")


def test_an_unknown_country_is_elsewhere() -> None:
    assert shown(say("safety-urgent"), "XX") == shown(say("safety-urgent"), None)


@given(anything)
def test_who_runs_it_is_a_text_too(operator: str) -> None:
    text = Renderer(LIBRARY, operator=operator).render(say("privacy-who"), None).text
    assert set(tags(text)) <= {"b", "i"}


def test_a_label_is_not_markup_and_so_not_escaped() -> None:
    buttons = (
        (Button(words(ECHO, **{ARGUMENT: "a < b & c"}), option="x"), Button(words("label-today"), goes="today")),
    )
    markup = RENDERER.render(Reply(text=((words("apology"),),), buttons=buttons, step="step"), None).markup
    assert isinstance(markup, InlineKeyboardMarkup)
    answer, way = markup.inline_keyboard[0]
    assert "a < b & c" in answer.text
    assert (answer.callback_data, way.callback_data) == ("step:x", "/today")


def test_the_persistent_keyboard_is_what_its_labels_lead_to() -> None:
    markup = RENDERER.render(Reply(text=((words("apology"),),), keyboard=True), None).markup
    assert isinstance(markup, ReplyKeyboardMarkup)
    assert (markup.is_persistent, markup.resize_keyboard) == (True, True)
    assert [[key.text for key in row] for row in markup.keyboard] == [
        [RENDERER.plain(Words(key)) for key in row] for row in KEYBOARD
    ]
    assert set(RENDERER.keyboard().values()) == WAYS_OF_KEYBOARD.keys()


def test_without_buttons_there_is_no_markup() -> None:
    assert RENDERER.render(say("apology"), None).markup is None


def test_units_are_those_of_utf_16_without_markup() -> None:
    assert units("<b>a</b>&amp;👩é") == 1 + 1 + 2 + 1


def test_a_safety_text_whose_button_fails_keeps_its_own_words_and_the_persons_numbers() -> None:
    reply = Reply(text=((words("safety-urgent"),),), buttons=((Button(words("label-no-such"), goes="checked"),),))
    bare = RENDERER.bare(talk.dump(reply), "GB")
    assert bare.markup is None
    assert bare.plain == strip(shown(say("safety-urgent"), "GB"))
    assert tags(bare.text) == [], "plain text: nothing that could be refused"


@pytest.mark.parametrize(
    ("level", "key"),
    [
        (Hold.CONSULT, "safety-lifeline-consult"),
        (Hold.URGENT, "safety-lifeline-urgent"),
        (Hold.EMERGENCY, "safety-lifeline-emergency"),
    ],
)
def test_of_a_safety_text_that_cannot_be_said_the_level_is_read_from_what_is_stored(level: Hold, key: str) -> None:
    for reply in (hold.message(level), hold.advice(level)):
        dumped = talk.dump(reply).replace('"text":[[', '"text":[["no-such-words",')
        assert RENDERER.bare(dumped, "GB").plain == strip(LIBRARY.say(key))
        assert RENDERER.bare(dumped[:-9], "GB").plain == strip(LIBRARY.say(key)), "also where it cannot be read"


@pytest.mark.parametrize("dumped", [None, "", "no JSON", '{"kind":"safety","text":[["no-such-words"]]}'])
def test_without_a_level_it_is_when_to_get_help(dumped: str | None) -> None:
    expected = LIBRARY.say("safety-when-to-get-help", LIBRARY.country(None).args)
    assert RENDERER.bare(dumped, "GB").plain == strip(expected)


def test_the_highest_level_wins_and_a_crisis_comes_first() -> None:
    assert stand_in('[["safety-held-consult"],["safety-emergency-other"]]') == "safety-lifeline-emergency"
    assert stand_in('[["safety-crisis"],["safety-consult-leg"]]') == "safety-lifeline-crisis"
