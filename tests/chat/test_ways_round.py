"""Ways round a hold or round D1 that a review once found. Each stays closed."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from bot.domain.standing import Hold
from bot.playground.params import Upload
from bot.playground.refusal import Answer
from bot.playground.telegram import Telegram
from tests.chat.talks import (
    NO_SIGNS,
    agreed,
    consult,
    exercise_in,
    exercising,
    goes,
    is_exercise,
    moved_in,
    one,
    texts,
)
from tests.chat.town import StillClock, Town, town

DAYS = timedelta(days=1)


async def test_a_condition_to_clear_first_outlives_an_emergency_taken_back(lumbar: Town) -> None:
    ana = lumbar.phone()
    await agreed(ana)
    await goes(ana, "Pregnant or just gave birth", "Ready", "No, or didn't ask", *NO_SIGNS)
    await goes(ana, "New symptom", "Yes, one or more", "I tapped by mistake", *NO_SIGNS)
    person = await lumbar.person(ana)
    assert person is not None
    assert person.standing.hold is Hold.CLEAR_FIRST
    assert not exercise_in(await ana.says("/today"))


async def test_answers_of_another_day_finish_no_check(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", "None of these", "No", "No", "None of these", "3")
    last = ana.screen[-1]
    yes = next(b for m in ana.chat.messages if m.id == last.id for row in m.buttons for b in row if b.label == "Yes")
    await ana.passes(20 * DAYS)
    again = await ana.presses(last.id, yes.data or "")
    assert "1 of 6" in texts(again), "it begins again"
    person = await lumbar.person(ana)
    assert person is not None
    assert person.standing.hold is Hold.OPEN_QUESTION
    assert not exercise_in(await ana.says("/today"))


async def test_a_gate_left_for_a_day_has_to_be_gone_through_again(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("my left leg is tingling")
    await goes(
        ana, "I've been checked", "GP or doctor", "Today", "Yes", "None of these", "No", "No", "None of these", "3"
    )
    await ana.passes(2 * DAYS)
    await ana.taps("Yes")
    person = await lumbar.person(ana)
    assert person is not None
    assert person.standing.hold is Hold.CONSULT


async def test_it_hurt_holds_until_it_is_answered(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await exercising(ana)
    await ana.taps("It hurt")
    assert not any(is_exercise(bubble) for bubble in await ana.says("done"))
    assert not exercise_in(await ana.says("/today"))
    assert any(is_exercise(bubble) for bubble in await ana.taps("Back only, and it eased"))


async def test_words_behind_a_slash_are_read_like_any_others(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    assert consult(await ana.says("/today my left foot is tingling"))
    assert "tingling" not in " ".join(lumbar.happened[-1].notes), "what somebody typed is in no note"


async def test_an_unknown_command_that_names_a_symptom_holds(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    assert consult(await ana.says("/tingling"))


async def test_neither_easier_nor_undo_shows_a_move_after_the_checks_four_hours(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await exercising(ana)
    await ana.passes(timedelta(hours=5))
    shown = one(await ana.taps("Easier"))
    assert not is_exercise(shown)
    assert "Nothing new – start" in shown.labels


async def test_both_legs_typed_at_the_question_about_legs_is_an_emergency(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", "None of these")
    assert "get medical help now" in texts(await ana.says("both legs"))


async def test_the_same_symptom_said_twice_at_once_is_no_worsening(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("my left foot is tingling")
    await goes(ana, "New symptom", "None of these", "B: one leg", "No", "None of these", "3", "Yes")
    person = await lumbar.person(ana)
    assert person is not None
    assert person.standing.hold is Hold.CONSULT


async def test_after_a_pause_the_whole_check_comes_before_an_exercise(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "Today")
    await ana.says("/pause 3 days")
    await ana.says("/resume")
    await ana.says("/today")
    opened = await ana.taps("Start")
    assert "Before you start again I ask the longer check" in texts(opened)
    assert not any(is_exercise(bubble) for bubble in opened)
    await goes(ana, *NO_SIGNS)
    assert any(is_exercise(bubble) for bubble in await ana.taps("Start now"))


async def test_after_four_weeks_the_whole_check_is_asked_and_holds_nobody(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.passes(30 * DAYS)
    await ana.says("/today")
    opened = await ana.taps("Nothing new")
    assert "Every four weeks I ask the longer check again" in texts(opened)
    person = await lumbar.person(ana)
    assert person is not None
    assert person.standing.hold is Hold.NONE
    await goes(ana, *NO_SIGNS)
    assert any(is_exercise(bubble) for bubble in await ana.taps("Start now"))


class SlowCards(Telegram):
    """Takes its time with a practice card: it arrives only when `let_go` is set."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(now)
        self.on_its_way = asyncio.Event()
        self.let_go = asyncio.Event()

    @override
    async def call(
        self, method: str, params: Mapping[str, Any] | None = None, files: Mapping[str, Upload] | None = None
    ) -> Answer:
        if method.lower() == "sendmessage" and "1 of 5" in str((params or {}).get("text")):
            self.on_its_way.set()
            await self.let_go.wait()
        return await super().call(method, params, files)


async def test_a_card_that_was_on_its_way_does_not_arrive_after_the_message_that_says_stop(
    tmp_path: Path, empty: Path
) -> None:
    clock = StillClock()
    telegram = SlowCards(clock.now)
    async with town(tmp_path, empty, clock=clock, telegram=telegram) as lumbar:
        ana = lumbar.phone()
        await moved_in(lumbar, ana)
        await ana.says("/today")

        async def stopped() -> None:
            while not consult(ana.screen):
                await telegram.changed.after(telegram.changed.count)

        start = next(b for m in ana.chat.messages for row in m.buttons for b in row if b.label == "Start")
        telegram.taps(ana.chat.id, ana.screen[-1].id, start.data or "")
        await asyncio.wait_for(telegram.on_its_way.wait(), 5)
        telegram.says(ana.chat.id, "my left leg is tingling")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(stopped(), 0.5)
        telegram.let_go.set()
        await lumbar.settled()
        arrived = [sent.text for sent in telegram.sent if sent.method == "sendMessage"]
        card = next(place for place, text in enumerate(arrived) if "1 of 5" in text)
        stop = next(place for place, text in enumerate(arrived) if "I've paused your exercises" in text)
        assert card < stop
