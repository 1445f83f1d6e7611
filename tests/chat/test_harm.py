"""This hurt me: anybody can say that Lumbar did them harm. It is kept, it is counted, and it lowers nothing."""

import pytest

from bot.domain.standing import Hold
from bot.playground.phone import Phone
from bot.store import check_ins
from bot.store.check_ins import CheckIn
from tests.chat.talks import (
    ANSWERED,
    HELD_CONSULT,
    NO_SIGNS,
    ONE_LEG,
    agreed,
    data_of,
    exercise_in,
    exported,
    goes,
    moved_in,
    one,
    texts,
    two,
)
from tests.chat.town import MONDAY, Town

WHAT = (
    *("An exercise hurt me", "A reminder or message upset me"),
    *("It missed something serious", "Something else"),
)
THANKS = "Thank you for telling me."


async def _reports(lumbar: Town, phone: Phone) -> list[CheckIn]:
    person = await lumbar.person(phone)
    assert person is not None
    async with lumbar.app.database.reading() as db:
        return await check_ins.since(db, person, check_ins.Topic.HARM, MONDAY)


async def _held(lumbar: Town, phone: Phone) -> Hold:
    person = await lumbar.person(phone)
    assert person is not None
    return person.standing.held


@pytest.mark.parametrize("page", ["/help", "/about"])
async def test_the_way_to_report_stands_on_the_pages(lumbar: Town, page: str) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    one(await ana.says(page))
    asked = one(await ana.taps("This hurt me"))
    assert asked.text == "Sorry. What happened?"
    assert asked.labels == WHAT


@pytest.mark.parametrize(
    ("label", "category"), [("A reminder or message upset me", "message"), ("Something else", "else")]
)
async def test_a_report_is_kept_and_answered_with_thanks_the_operator_and_when_to_get_help(
    lumbar: Town, label: str, category: str
) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("/about")
    told = one(await goes(ana, "This hurt me", label))
    assert told.text.startswith(THANKS)
    assert "This bot is run by The test town. Please tell them too.".replace(". ", ".\n", 1) in told.text
    assert "Go to A&E or call 999 straight away if you notice" in told.text
    assert told.labels == ("New symptom",)
    (report,) = await _reports(lumbar, ana)
    assert (report.answers, report.state) == ((("category", category),), "done")
    assert await _held(lumbar, ana) is Hold.NONE


@pytest.mark.parametrize("label", ["An exercise hurt me", "It missed something serious"])
async def test_what_may_be_a_sign_opens_the_check_and_holds_until_it_is_answered(lumbar: Town, label: str) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("/help")
    told, check = two(await goes(ana, "This hurt me", label))
    assert told.text.startswith(THANKS)
    assert check.text.startswith("Safety check · 1 of 6")
    assert await _held(lumbar, ana) is Hold.OPEN_QUESTION
    assert not exercise_in(await ana.says("/today"))
    await goes(ana, *NO_SIGNS)
    assert await _held(lumbar, ana) is Hold.NONE


async def test_a_report_while_held_comes_beneath_the_advice_and_changes_no_hold(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", *ONE_LEG)
    await ana.says("/about")
    advice, asked = two(await ana.taps("This hurt me"))
    assert HELD_CONSULT in advice.text
    assert asked.labels == WHAT
    advice, told = two(await ana.taps("Something else"))
    assert HELD_CONSULT in advice.text
    assert told.text.startswith(THANKS)
    assert await _held(lumbar, ana) is Hold.CONSULT
    assert len(await _reports(lumbar, ana)) == 1


async def test_a_report_in_the_middle_of_the_check_goes_back_to_it(lumbar: Town) -> None:
    ana = lumbar.phone()
    await agreed(ana)
    await goes(ana, "None of these", "None of these")
    await ana.says("/help")
    _, check = two(await goes(ana, "This hurt me", "A reminder or message upset me"))
    assert "Any tingling, numbness or pain" in check.text
    assert exercise_in(await goes(ana, *NO_SIGNS[1:]))


async def test_one_report_is_kept_for_one_answer(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("that hurt me")
    asked = ana.screen[-1]
    data = data_of(ana, asked.id, "Something else")
    await ana.presses(asked.id, data)
    await ana.presses(asked.id, data)
    assert ana.toast == ANSWERED
    assert len(await _reports(lumbar, ana)) == 1


async def test_a_report_can_be_typed_left_and_taken_away(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("This hurt me")
    assert one(await ana.says("/cancel")).text == "OK, that is closed."
    assert not await _reports(lumbar, ana)
    await ana.says("This hurt me")
    assert THANKS in texts(await ana.says("something else"))
    assert "report of harm\n• Something else" in await exported(ana)


async def test_before_consent_nothing_is_kept(lumbar: Town) -> None:
    ana = lumbar.phone()
    await ana.says("/about")
    assert "Which country are you in?" in one(await ana.taps("This hurt me")).text
