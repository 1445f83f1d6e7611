"""A guided practice: a move that is held is counted along in its card, and everything that ends it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from typing_extensions import override

from bot.chat.rate import Rate
from bot.domain.guide import PATIENCE
from bot.domain.response import Footing
from bot.flows.day import CHECK_HOLDS
from bot.playground.message import Sent
from bot.playground.phone import Bubble, Phone
from bot.store import people, rungs, timers
from tests.chat.talks import (
    ONE_LEG,
    after_a_restart,
    data_of,
    exercising,
    exported,
    goes,
    in_hand,
    left_of_people,
    moved_in,
    on_course,
    one,
    texts,
    two,
)
from tests.chat.town import StillClock, Town, town

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
RUNNING = ("Pause", "+10 s", "Stop", "It hurt", "New symptom")
STOP_FOR = "Stop for sharp pain, leg symptoms, dizziness or chest pain."
HELD = 2
"""Draw-in: 10 seconds, 10 times."""
STRETCH = 5
"""Hip-flexor stretch: 30 seconds a side."""


async def _at(lumbar: Town, number: int = HELD, phone: Phone | None = None) -> tuple[Phone, Bubble]:
    """Somebody at this move of their first session."""
    ana = phone or lumbar.phone()
    if phone is None:
        await moved_in(lumbar, ana)
    card = await exercising(ana)
    for _ in range(number - 1):
        card = one(await ana.taps("Done"))
    assert card.text.startswith(f"{number} of 5 · ")
    return ana, card


async def _started(lumbar: Town, number: int = HELD) -> tuple[Phone, Bubble]:
    """The same, with a timer that was started two seconds ago."""
    ana, _ = await _at(lumbar, number)
    return ana, one(await ana.taps("Start timer"))


def _shown(lumbar: Town, card: Bubble) -> list[Sent]:
    """All that stood in the card since the timer was started."""
    edits = [sent for sent in lumbar.telegram.sent if sent.message_id == card.id]
    first = next(at for at, sent in enumerate(edits) if "Get ready." in sent.text)
    return edits[first:]


def _lines(shown: Sequence[Sent]) -> list[str]:
    """Their first lines without the dots, each once."""
    lines = [re.sub(r" ?[●○]+", "", sent.text.splitlines()[0]) for sent in shown]
    return [line for at, line in enumerate(lines) if at == 0 or lines[at - 1] != line]


async def _runs(lumbar: Town, phone: Phone) -> bool:
    async with lumbar.app.database.reading() as db:
        person = await people.by_chat(db, phone.chat.id)
        assert person is not None
        return await timers.of(db, person.id, "practice") is not None


async def _is_over(lumbar: Town, phone: Phone) -> None:
    """Nothing counts, and nothing more is said or shown of it."""
    assert not await _runs(lumbar, phone)
    after = texts(await phone.passes(10 * MINUTE))
    assert not any(each in after for each in ("Hold.", "Slowly", "that was all"))


async def test_what_is_held_can_be_timed_and_what_is_only_counted_is_done_at_ones_own_pace(lumbar: Town) -> None:
    ana, first = await _at(lumbar, 1)
    assert "Start timer" not in first.labels
    held = one(await ana.taps("Done"))
    assert held.labels[:4] == ("Start timer", "Start with sound", "Done", "Easier")


async def test_a_hold_is_counted_from_getting_ready_to_the_last_one(lumbar: Town) -> None:
    ana, card = await _started(lumbar)
    assert card.text == f"Draw-in. Get ready. ○○\n\n{STOP_FOR}"
    assert card.labels == RUNNING
    last = (await ana.passes(3 * MINUTE))[-1]
    assert last.id == card.id
    assert last.text == f"Draw-in: that was all of it. Come out of it slowly. Then tap Done.\n\n{STOP_FOR}"
    assert last.labels == ("Start timer", "Done", "Easier", "Skip", "It hurt", "New symptom")
    holds = [
        line
        for number in range(1, 11)
        for line in (f"Draw-in, {number} of 10. Slowly into place.", f"Draw-in, {number} of 10. Hold.")
    ]
    shown = _shown(lumbar, card)
    ready, *rest = _lines(shown)
    assert (ready, rest[:-1]) == ("Draw-in. Get ready.", holds)
    assert all(2 * SECOND <= after.at - before.at <= 5 * SECOND for before, after in pairwise(shown))
    let_go = next(sent for sent in shown if "2 of 10. Slowly" in sent.text)
    assert let_go.at - shown[0].at == 18 * SECOND, "5 to get ready, 3 into place, 10 of holding"
    hold = [sent.text.splitlines()[0][-5:] for sent in shown if " 1 of 10. Hold." in sent.text]
    assert hold == ["○○○○○", "●○○○○", "●●○○○", "●●●○○", "●●●●○"]
    assert not await ana.passes(10 * MINUTE)
    assert one(await ana.taps("Done")).text.startswith("3 of 5 · ")


async def test_sides_are_switched_and_named(lumbar: Town) -> None:
    ana, card = await _started(lumbar, STRETCH)
    await ana.passes(2 * MINUTE)
    assert _lines(_shown(lumbar, card)) == [
        "Hip-flexor stretch. Get ready.",
        "Hip-flexor stretch, right side. Slowly into place.",
        "Hip-flexor stretch, right side. Hold.",
        "Switch sides. Left now.",
        "Hip-flexor stretch, left side. Slowly into place.",
        "Hip-flexor stretch, left side. Hold.",
        "Hip-flexor stretch: that was all of it. Come out of it slowly. Then tap Done.",
    ]


@pytest.mark.soak
async def test_between_sets_there_is_a_rest(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await on_course(lumbar, ana, week=6)
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, ana.chat.id)
        assert person is not None
        await rungs.put(db, person, {"glute-bridge": Footing(2, lumbar.clock.now().date())})
    await ana.says("/exercises")
    await goes(ana, "Glute bridge", "Do this now", "Start timer")
    card = ana.screen[-1]
    await ana.passes(2 * MINUTE)
    assert "Rest, 20 seconds." in _lines(_shown(lumbar, card))


# Pause, more, stop


async def test_a_pause_stops_it_and_it_goes_on_where_it_was(lumbar: Town) -> None:
    ana, card = await _started(lumbar)
    await ana.passes(11 * SECOND)
    assert "Draw-in, 1 of 10. Hold. ●●○○○" in ana.screen[-1].text
    paused = one(await ana.taps("Pause"))
    assert paused.id == card.id
    assert paused.text == f"Draw-in: paused. Tap Go on when you are back in place.\n\n{STOP_FOR}"
    assert paused.labels == ("Go on", *RUNNING[1:])
    assert not await ana.passes(5 * MINUTE)
    on = one(await ana.taps("Go on"))
    assert "Draw-in, 1 of 10. Hold. ●●●○○" in on.text, "two seconds are for finding the button"
    assert on.labels == RUNNING
    await ana.passes(3 * SECOND)
    assert "2 of 10. Slowly into place." in ana.screen[-1].text


async def test_after_a_pause_that_outlasts_the_check_of_today_it_comes_first(lumbar: Town) -> None:
    ana, _ = await _started(lumbar)
    await ana.taps("Pause")
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, ana.chat.id)
        assert person is not None
        await people.save(db, replace(person, checked_at=lumbar.clock.now() - CHECK_HOLDS))
    asked = one(await ana.taps("Go on"))
    assert "Nothing new – start" in asked.labels
    await _is_over(lumbar, ana)


async def test_who_does_not_come_back_from_a_pause_finds_the_move_as_it_was(lumbar: Town) -> None:
    ana, card = await _started(lumbar)
    await ana.taps("Pause")
    back = one(await ana.passes(PATIENCE + SECOND))
    assert (back.id, back.text.startswith("2 of 5 · Draw-in")) == (card.id, True)
    assert "Start timer" in back.labels
    await _is_over(lumbar, ana)


async def test_ten_seconds_more_make_this_hold_longer_and_no_other(lumbar: Town) -> None:
    ana, card = await _started(lumbar)
    await ana.passes(9 * SECOND)
    more = one(await ana.taps("+10 s"))
    assert more.text.startswith("Draw-in, 1 of 10. Hold. +10 s. ●")
    await ana.passes(45 * SECOND)
    shown = _shown(lumbar, card)
    first = next(sent.at for sent in shown if " 1 of 10. Hold." in sent.text)
    second = next(sent.at for sent in shown if " 2 of 10. Slowly" in sent.text)
    third = next(sent.at for sent in shown if " 3 of 10. Slowly" in sent.text)
    assert (second - first, third - second) == (20 * SECOND, 13 * SECOND)


async def test_stop_brings_the_move_back(lumbar: Town) -> None:
    ana, card = await _started(lumbar)
    await ana.passes(9 * SECOND)
    back = one(await ana.taps("Stop"))
    assert (back.id, back.text.startswith("2 of 5 · Draw-in")) == (card.id, True)
    await _is_over(lumbar, ana)
    assert "Get ready." in one(await ana.taps("Start timer")).text


async def test_a_second_tap_on_start_hits_nothing_and_begins_nothing_anew(lumbar: Town) -> None:
    ana, card = await _at(lumbar)
    data = data_of(ana, card.id, "Start timer")
    lumbar.telegram.taps(ana.chat.id, card.id, data)
    running = one(await ana.presses(card.id, data))
    assert running.labels == RUNNING
    pause = data_of(ana, card.id, "Pause")
    before = _shown(lumbar, card)[-1].at
    lumbar.clock.move_to(before)
    await ana.passes(11 * SECOND)
    assert not await ana.presses(card.id, data) or "Hold." in ana.screen[-1].text, "it runs already"
    assert "paused" in one(await ana.presses(card.id, pause)).text


@pytest.mark.soak
async def test_a_button_of_a_move_that_is_over_times_nothing(lumbar: Town) -> None:
    ana, card = await _started(lumbar)
    old = {label: data_of(ana, card.id, label) for label in ("Pause", "+10 s", "Stop")}
    start = old["Pause"].replace("pause", "start")
    await ana.says("done")
    for data in (*old.values(), start):
        stale = one(await ana.presses(card.id, data))
        assert "That move is done. You are here:" in stale.text
        await ana.says("/today")
        await goes(ana, "Carry on")
    assert not await _runs(lumbar, ana)


async def test_words_do_what_the_buttons_do(lumbar: Town) -> None:
    ana, _ = await _at(lumbar)
    assert "Get ready." in one(await ana.says("start the timer")).text
    assert "Draw-in: paused." in texts(await ana.says("Pause"))
    assert ana.screen[-1].labels[0] == "Go on"
    assert "Get ready." in texts(await ana.says("go on please"))
    assert "+10 s." in texts(await ana.says("longer"))
    assert "2 of 5 · Draw-in" in texts(await ana.says("stop"))
    assert not await _runs(lumbar, ana)
    assert "How long shall I stay quiet?" in texts(await ana.says("pause")), "nothing counts: it means reminders"


# What ends it

MORE = pytest.mark.soak
ENDS = (
    pytest.param(("It hurt",), None),
    pytest.param(("New symptom",), None),
    pytest.param((), "my left foot is tingling"),
    pytest.param((), "done"),
    pytest.param((), "skip"),
    pytest.param(("Today", "Start again"), None),
    pytest.param((), "no floor today"),
    pytest.param(("New symptom", "Yes, one or more"), None, marks=MORE),
    pytest.param(("New symptom", *ONE_LEG), None, marks=MORE),
    pytest.param((), "I have lost control of my bladder", marks=MORE),
    pytest.param((), "I want to kill myself", marks=MORE),
    pytest.param((), "easier", marks=MORE),
    pytest.param(("That's enough today",), None, marks=MORE),
    pytest.param(("Today", "Carry on"), None, marks=MORE),
)


@pytest.mark.parametrize(("taps", "said"), ENDS, ids=str)
async def test_it_ends_with_whatever_ends_the_move(lumbar: Town, taps: tuple[str, ...], said: str | None) -> None:
    ana, _ = await _started(lumbar)
    await ana.passes(9 * SECOND)
    if taps:
        await goes(ana, *taps)
    if said is not None:
        await ana.says(said)
    await _is_over(lumbar, ana)


@pytest.mark.parametrize("said", [None, "my left foot is tingling", "not today"])
async def test_that_it_ended_is_seen_in_the_card(lumbar: Town, said: str | None) -> None:
    ana, card = await _started(lumbar)
    await (ana.taps("New symptom") if said is None else ana.says(said))
    stopped = next(bubble for bubble in ana.screen if bubble.id == card.id)
    assert (stopped.text, stopped.labels) == ("Stopped here.", ())


async def test_it_is_told_and_erased_with_the_rest(lumbar: Town) -> None:
    ana, _ = await _started(lumbar)
    assert "Draw-in is being timed, since 18:00." in await exported(ana)
    await ana.says("/delete")
    await goes(ana, "Delete everything")
    assert await left_of_people(lumbar) == {}
    assert not await ana.passes(10 * MINUTE)


@pytest.mark.soak
async def test_who_left_is_shown_nothing(lumbar: Town) -> None:
    ana, card = await _started(lumbar)
    lumbar.telegram.blocks(ana.chat.id)
    await lumbar.settled()
    shown = len(_shown(lumbar, card))
    await ana.passes(5 * MINUTE)
    assert len(_shown(lumbar, card)) == shown
    assert not await _runs(lumbar, ana)


# Restarts


async def test_a_restart_in_the_middle_of_a_hold_goes_on_with_it(tmp_path: Path, empty: Path) -> None:
    clock = StillClock()
    async with town(tmp_path, empty, clock=clock) as lumbar:
        ana, card = await _started(lumbar)
        await ana.passes(9 * SECOND)
        await ana.taps("+10 s")
        telegram = after_a_restart(lumbar.telegram)
    clock.move_to(clock.now() + 4 * SECOND)
    async with town(tmp_path, empty, clock=clock, telegram=telegram) as lumbar:
        ana = in_hand(lumbar, ana)
        on = one(await ana.passes(SECOND))
        assert on.id == card.id
        assert on.text.startswith("Draw-in, 1 of 10. Hold. +10 s. ●●")
        await ana.taps("Pause")
        telegram = after_a_restart(lumbar.telegram)
    clock.move_to(clock.now() + MINUTE)
    async with town(tmp_path, empty, clock=clock, telegram=telegram) as lumbar:
        ana = in_hand(lumbar, ana)
        assert not await ana.passes(MINUTE)
        assert one(await ana.taps("Go on")).text.startswith("Draw-in, 1 of 10. Hold. +10 s. ●●")
        assert "that was all of it" in (await ana.passes(3 * MINUTE))[-1].text


async def test_one_that_ended_while_the_bot_was_away_is_over(tmp_path: Path, empty: Path) -> None:
    clock = StillClock()
    async with town(tmp_path, empty, clock=clock) as lumbar:
        ana, _ = await _started(lumbar)
        telegram = after_a_restart(lumbar.telegram)
    clock.move_to(clock.now() + 5 * 60 * MINUTE)
    async with town(tmp_path, empty, clock=clock, telegram=telegram) as lumbar:
        ana = in_hand(lumbar, ana)
        assert "that was all of it" in texts(await ana.passes(SECOND))
        await _is_over(lumbar, ana)
        assert "one quick check first" in one(await ana.taps("Start timer")).text


# Room


class Narrow(Rate):
    """Lets so many frames pass."""

    def __init__(self) -> None:
        super().__init__(per_second=10_000, chat_interval=0.0)
        self.frames: int | None = None

    @override
    def spare(self, chat_id: int, now: float) -> bool:
        if not self.has_room(now) or not super().spare(chat_id, now):
            return False
        if self.frames is not None:
            self.frames -= 1
        return True

    @override
    def has_room(self, now: float) -> bool:
        return self.frames != 0 and super().has_room(now)


async def test_where_there_is_no_room_at_all_the_end_is_shown_alone(tmp_path: Path, empty: Path) -> None:
    narrow = Narrow()
    async with town(tmp_path, empty, rate=narrow) as lumbar:
        ana, card = await _started(lumbar)
        narrow.frames = 0
        assert "that was all of it" in one(await ana.passes(3 * MINUTE)).text
        assert len(_shown(lumbar, card)) == 2


async def test_where_there_is_no_room_for_all_the_end_of_a_hold_goes_first(tmp_path: Path, empty: Path) -> None:
    narrow = Narrow()
    async with town(tmp_path, empty, rate=narrow) as lumbar:
        phones = [lumbar.phone(name=name) for name in ("Ana", "Ben", "Eve")]
        begun = []
        for phone in phones:
            await moved_in(lumbar, phone)
            await _at(lumbar, HELD, phone)
        for phone in phones:
            begun.append(lumbar.clock.now())
            await phone.taps("Start timer")
        narrow.frames = 0
        await phones[0].passes(begun[1] + 18 * SECOND - lumbar.clock.now())
        # The second's first hold has just ended, the first is within its second, the third within its first.
        seen = [phone.screen[-1].text for phone in phones]
        assert all("Get ready." in text for text in seen)
        narrow.frames = 1
        await phones[0].passes(timedelta(0))
        after = [phone.screen[-1].text for phone in phones]
        changed = [phone.chat.name for phone, old, new in zip(phones, seen, after, strict=True) if old != new]
        assert narrow.frames == 0
        assert changed == ["Ana"], "whose hold ended, and who has waited longest since"
        narrow.frames = None
        await phones[0].passes(timedelta(0))
        assert all("Get ready." not in phone.screen[-1].text for phone in phones), "nobody is forgotten"


# Sound


async def test_the_recording_of_a_dose_comes_beneath_its_card_and_that_is_remembered(lumbar: Town) -> None:
    ana, _ = await _at(lumbar)
    card, played = two(await ana.taps("Start with sound"))
    assert "Get ready." in card.text
    assert played.id > card.id
    assert (played.media, played.labels) == ("audio", ())
    assert played.text == (
        "Draw-in: 10 seconds, 10 times. Press play. A tone says when to start, let go, rest or switch sides."
    )
    await ana.taps("Stop")
    assert "Start timer" not in ana.labels, "what was chosen is what is offered"
    following = one(await ana.taps("Done"))
    assert following.labels[:2] == ("Start with sound", "Done")
    card, other = two(await ana.taps("Start with sound"))
    assert other.id == played.id, "it changes in place"
    assert other.text.startswith("Glute bridge: ")
    sent = [each.media for each in lumbar.telegram.sent if each.message_id == played.id]
    assert sent[0] != sent[1], "another dose"


async def test_sound_instead_of_countdown_changes_the_card_no_more(lumbar: Town) -> None:
    ana, _ = await _at(lumbar)
    await ana.says("/settings")
    await goes(ana, "More", "Sound")
    assert "Timer: sound instead of countdown" in one(await ana.taps("Sound instead of countdown")).text
    await goes(ana, "Today", "Carry on")
    shown, played = two(await ana.taps("Start with sound"))
    assert "Press play below, and follow the tones." in shown.text
    assert shown.labels == ("Start with sound", "Done", "Easier", "Skip", "It hurt", "New symptom")
    assert played.media == "audio"
    assert not await ana.passes(5 * MINUTE)
    assert not await _runs(lumbar, ana)


@pytest.mark.soak
async def test_a_countdown_alone_is_what_it_was_chosen_to_be(lumbar: Town) -> None:
    ana, _ = await _started(lumbar)
    await ana.taps("Stop")
    assert "Start with sound" not in ana.labels
    assert "Timer: a countdown" in one(await ana.says("/settings")).text


async def test_who_is_held_hears_no_recording(lumbar: Town) -> None:
    ana, card = await _at(lumbar)
    data = data_of(ana, card.id, "Start with sound")
    await ana.says("my left foot is tingling")
    assert not any(bubble.media for bubble in await ana.presses(card.id, data))


async def test_on_the_first_card_two_settings_are_offered_until_one_is_used(lumbar: Town) -> None:
    ana, first = await _at(lumbar, 1)
    assert first.labels[-2:] == ("Sound", "Text only")
    question = one(await ana.taps("Sound"))
    assert question.labels == ("Countdown", "Countdown and sound", "Sound instead of countdown", "Back")
    await ana.taps("Countdown and sound")
    await goes(ana, "Today", "Start again")
    assert "Text only" not in ana.screen[-1].labels
