"""Pages to read: every command and every button has an answer, whoever asks."""

import ast
from pathlib import Path

import pytest

from bot.chat import routes
from bot.playground.phone import Bubble, Phone
from tests.chat.talks import ONE_LEG, agreed, exercise_in, goes, moved_in, one, texts
from tests.chat.town import ROOT, Town, read_library

LOST = ("I didn't get that", "something went wrong")


def _literal_keys() -> set[str]:
    """Every key of a sentence that stands as it is in the code."""
    found: set[str] = set()
    for file in Path(ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in {"words", "say"} and isinstance(node.args[0].value, str):
                found.add(node.args[0].value)
    return found


def test_every_sentence_that_the_code_names_has_words() -> None:
    library, keys = read_library(), _literal_keys()
    assert len(keys) > 200
    assert sorted(key for key in keys if not library.has(key)) == []


async def test_every_command_is_registered_with_its_description(lumbar: Town) -> None:
    (registered,) = lumbar.telegram.commands.values()
    assert [each["command"] for each in registered] == list(routes.COMMANDS)
    assert all(3 <= len(each["description"]) <= 256 for each in registered)


async def _nobody(_: Town, __: Phone) -> None:
    """They have never written."""


async def _in_the_check(_: Town, phone: Phone) -> None:
    await agreed(phone)


async def _at_home(lumbar: Town, phone: Phone) -> None:
    await moved_in(lumbar, phone)


async def _held(lumbar: Town, phone: Phone) -> None:
    await moved_in(lumbar, phone)
    await goes(phone, "New symptom", *ONE_LEG)


@pytest.mark.parametrize("stage", [_nobody, _in_the_check, _at_home, _held])
async def test_every_command_has_an_answer_at_every_stage(lumbar: Town, stage: object) -> None:
    assert callable(stage)
    ana = lumbar.phone()
    await stage(lumbar, ana)
    for command in routes.COMMANDS:
        bubbles = await ana.says(f"/{command}")
        assert bubbles, f"silence after /{command}"
        assert not any(words in texts(bubbles) for words in LOST), command
        assert stage is _at_home or not exercise_in(bubbles), command


async def test_every_button_of_the_pages_leads_somewhere(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    for page in ("/help", "/about", "/faq", "habits"):
        shown = one(await ana.says(page) if page != "habits" else await ana.taps("Good habits"))
        for data in _data(ana, shown):
            if data.startswith(("/faq", "/habit", "/about", "/privacy", "/gethelp", "/help")):
                read = one(await ana.presses(shown.id, data))
                assert read.text != shown.text
                assert not any(words in read.text for words in LOST)
        if page == "/faq":
            one(await ana.says("/help"))


def _data(phone: Phone, bubble: Bubble) -> list[str]:
    message = phone.chat.find(bubble.id)
    assert message is not None
    return [button.data or "" for row in message.buttons for button in row]


async def test_help_about_and_thanks(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    assert "Something new or worse? Tap New symptom." in one(await ana.says("hello")).text
    assert "Clinical review: none yet." in one(await ana.says("/about")).text
    assert not await ana.says("thanks!")
    assert ana.chat.messages[-1].reactions == ("👍",)


async def test_get_help_comes_at_any_time_with_the_numbers_of_the_country(lumbar: Town) -> None:
    ana = lumbar.phone()
    assert "112, 999 or 911" in one(await ana.says("/gethelp")).text
    ben = lumbar.phone(name="Ben")
    await moved_in(lumbar, ben)
    assert "Go to A&E or call 999 straight away" in one(await ben.taps("Get help")).text


async def test_cancel_closes_a_question_that_is_not_about_safety(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    assert one(await ana.says("/cancel")).text == "There is nothing to cancel."
    await ana.says("/pause")
    assert one(await ana.says("/cancel")).text == "OK, that is closed."
    assert "I didn't get that" in one(await ana.says("a bit")).text
