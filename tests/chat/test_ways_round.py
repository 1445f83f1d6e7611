"""Ways round a hold or round D1 that a review once found. Each stays closed."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from bot.domain.standing import Hold, Standing
from bot.playground.message import Message
from bot.playground.params import Upload
from bot.playground.phone import Phone
from bot.playground.refusal import Answer
from bot.playground.telegram import Telegram
from bot.store import check_ins, people
from bot.store.check_ins import Topic
from tests.chat.talks import (
    EMERGENCY,
    HELD_EMERGENCY,
    HELD_URGENT,
    NO_SIGNS,
    ONE_LEG,
    SILENCE,
    agreed,
    consult,
    data_of,
    exercise_in,
    exercising,
    goes,
    is_exercise,
    moved_in,
    one,
    open_step,
    texts,
    two,
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


async def test_an_emergency_tapped_by_mistake_in_the_first_check_is_taken_back_by_a_whole_check(lumbar: Town) -> None:
    ana = lumbar.phone()
    await agreed(ana)
    await ana.says("I can't pee")
    assert "I tapped by mistake" in ana.labels
    await goes(ana, "I tapped by mistake", "None of these", *NO_SIGNS)
    person = await lumbar.person(ana)
    assert person is not None
    assert person.standing.held is Hold.NONE
    assert "Start now" in ana.labels


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
        given = params or {}
        if method.lower().startswith("send") and "1 of 5" in str(given.get("text") or given.get("caption")):
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
        arrived = [sent.text for sent in telegram.sent if sent.method.startswith("send")]
        card = next(place for place, text in enumerate(arrived) if "1 of 5" in text)
        stop = next(place for place, text in enumerate(arrived) if "I've paused your exercises" in text)
        assert card < stop


# What was told since the way back began

GATE = ("I've been checked", "Physio", "Today", "Yes")
WORSE_NOW = "actually now I can't feel my groin and can't pee"


async def _standing(lumbar: Town, phone: Phone) -> Standing:
    person = await lumbar.person(phone)
    assert person is not None
    return person.standing


async def _hammers(phone: Phone, card: Message) -> None:
    """Every button that a card of long ago had, and all that a check may still ask."""
    for _ in range(6):
        for row in card.buttons:
            for button in row:
                await phone.presses(card.id, button.data or "")
    for label in (*NO_SIGNS, "Ready", "None of these"):
        if label in phone.labels:
            await phone.taps(label)


@pytest.mark.parametrize(
    "walked", [GATE, GATE[:2], GATE[:3], (*GATE[:3], "Yes, with limits"), (*GATE, "None of these")]
)
@pytest.mark.parametrize("by", ["typing", "tapping"])
async def test_an_emergency_told_at_the_gate_is_not_cleared_by_that_gate(
    lumbar: Town, walked: tuple[str, ...], by: str
) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", *ONE_LEG)
    await ana.passes(DAYS)
    await goes(ana, *walked)
    card, _ = open_step(ana)
    assert EMERGENCY in one(await ana.says(WORSE_NOW)).text
    person = await lumbar.person(ana)
    assert person is not None
    assert person.question is None, "nothing is asked beneath it"
    if by == "typing":
        for said in ("today", "yes", "none of these", "old", "yes", "no", "none of these", "3", "yes"):
            await ana.says(said)
    else:
        await _hammers(ana, card)
    assert (await _standing(lumbar, ana)).hold is Hold.EMERGENCY
    assert not exercise_in(await ana.says("/today"))


async def test_an_emergency_told_again_is_no_mistake_that_was_tapped_before(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("I can't pee")
    await goes(ana, "I tapped by mistake", "None of these")
    card, _ = open_step(ana)
    assert EMERGENCY in one(await ana.says("I really cannot pee")).text
    await _hammers(ana, card)
    assert (await _standing(lumbar, ana)).hold is Hold.EMERGENCY


@pytest.mark.parametrize("said", ["my foot is tingling now", "my leg is weak"])
async def test_less_than_what_holds_ends_its_gate_as_well(lumbar: Town, said: str) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("I can't pee")
    await ana.passes(DAYS)
    await goes(ana, *GATE, "None of these")
    card, _ = open_step(ana)
    assert HELD_EMERGENCY in one(await ana.says(said)).text
    await _hammers(ana, card)
    assert (await _standing(lumbar, ana)).hold is Hold.EMERGENCY
    await goes(ana, *GATE, *NO_SIGNS)
    assert (await _standing(lumbar, ana)).hold is Hold.NONE, "a gate begun since ends it"


async def test_what_a_broken_update_found_meanwhile_ends_the_way_back_too(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", *ONE_LEG)
    await ana.passes(DAYS)
    await goes(ana, *GATE, *NO_SIGNS[:-1])
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, ana.chat.id)
        assert person is not None
        detail = {"hold": "URGENT", "episode": person.standing.episode}
        now = lumbar.clock.now()
        await check_ins.record_triage(db, person, rules="1", source="tapped", detail=detail, now=now)
        await people.save(db, replace(person, standing=replace(person.standing, hold=Hold.URGENT)))
    still, advice = two(await ana.taps(NO_SIGNS[-1]))
    assert "still needs a person to look at it" in still.text
    assert HELD_URGENT in advice.text
    assert (await _standing(lumbar, ana)).hold is Hold.URGENT


async def test_a_gate_begun_before_something_else_was_found_begins_again_beneath_the_advice(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", *ONE_LEG)
    await ana.passes(DAYS)
    await goes(ana, *GATE[:2])
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, ana.chat.id)
        assert person is not None
        detail = {"hold": "EMERGENCY", "episode": person.standing.episode}
        now = lumbar.clock.now()
        await check_ins.record_triage(db, person, rules="1", source="tapped", detail=detail, now=now)
        await people.save(db, replace(person, standing=replace(person.standing, hold=Hold.EMERGENCY)))
    advice, who = two(await ana.taps("Today"))
    assert HELD_EMERGENCY in advice.text
    assert "Good to hear" not in texts((advice, who))
    assert who.labels[:2] == ("Hospital", "GP or doctor")


# Behind a message that was said


@pytest.mark.parametrize("by", ["silence", "the next thing"])
async def test_back_does_not_go_behind_a_message_that_was_said(lumbar: Town, by: str) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", "None of these", "B: one leg")
    card, _ = open_step(ana)
    back = data_of(ana, card.id, "Back")
    said = await ana.passes(SILENCE + timedelta(minutes=1)) if by == "silence" else await ana.says("/today")
    assert consult(said)
    assert (await _standing(lumbar, ana)).hold is Hold.CONSULT
    await ana.presses(card.id, back)
    for label in NO_SIGNS:
        if label in ana.labels:
            await ana.taps(label)
    assert (await _standing(lumbar, ana)).hold is Hold.CONSULT
    assert not exercise_in(await ana.says("/today"))


async def test_before_anything_was_said_back_still_takes_an_answer_back(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", "None of these", "B: one leg", "Back", *NO_SIGNS[1:])
    assert (await _standing(lumbar, ana)).hold is Hold.NONE


@pytest.mark.parametrize(
    ("answers", "days", "asked"),
    [
        (("None of these", "B: one leg"), range(1, 8), "How is it today?"),
        (("None of these", "No", "A: one leg, a bit"), (1, 3), "Have you been able to get help?"),
    ],
)
async def test_a_check_left_open_is_followed_up_like_a_finished_one(
    lumbar: Town, answers: tuple[str, ...], days: Iterable[int], asked: str
) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", *answers)
    begun = lumbar.clock.now().date()
    await ana.passes(timedelta(days=7, hours=23))
    follow_ups = [(each.at.date() - begun).days for each in ana.chat.messages if asked in each.plain]
    assert follow_ups == list(days)


# An edit of long ago


async def _cleared(lumbar: Town, said: str) -> tuple[Phone, int]:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    mine = lumbar.telegram.says(ana.chat.id, said)
    await lumbar.settled()
    await ana.passes(DAYS)
    await goes(ana, *GATE, *NO_SIGNS)
    assert (await _standing(lumbar, ana)).hold is Hold.NONE
    return ana, mine.id


async def test_an_edit_of_a_message_from_before_the_clearance_is_asked_about(lumbar: Town) -> None:
    ana, mine = await _cleared(lumbar, "my foot tingles")
    assert one(await ana.edits(mine, "my foot tingles a bit")).text.startswith("Just checking.")
    assert (await _standing(lumbar, ana)).hold is Hold.OPEN_QUESTION
    await ana.taps("No, I'm fine")
    assert (await _standing(lumbar, ana)).hold is Hold.NONE
    assert EMERGENCY in one(await ana.edits(mine, "my foot tingles and I can't pee")).text
    assert (await _standing(lumbar, ana)).hold is Hold.EMERGENCY


async def test_an_edit_of_a_message_sent_since_holds(lumbar: Town) -> None:
    ana, _ = await _cleared(lumbar, "my foot tingles")
    mine = lumbar.telegram.says(ana.chat.id, "hello")
    await lumbar.settled()
    assert consult(await ana.edits(mine.id, "my foot tingles"))
    assert (await _standing(lumbar, ana)).hold is Hold.CONSULT


# A report of harm in words


@pytest.mark.parametrize(
    ("said", "level"), [("an exercise made my foot numb", Hold.CONSULT), ("now I can't pee", Hold.EMERGENCY)]
)
async def test_a_report_of_harm_in_words_is_kept_and_holds(lumbar: Town, said: str, level: Hold) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("/help")
    await ana.taps("This hurt me")
    await ana.says(said)
    person = await lumbar.person(ana)
    assert person is not None
    assert person.standing.hold is level
    async with lumbar.app.database.reading() as db:
        (report,) = await check_ins.since(db, person, Topic.HARM, person.created_at)
    assert report.answers == (("category", "else"),)
