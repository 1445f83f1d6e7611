"""A walk that is counted along with: what its card shows, what is said on the way, and everything that ends it."""

import asyncio
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from telegram import Bot

from bot.chat.media import Media
from bot.chat.parcel import Parcel
from bot.chat.rate import Rate
from bot.chat.render import Rendered
from bot.chat.sender import Sender
from bot.domain.timer import STEP
from bot.flows import talk
from bot.flows.talk import Kind, Reply, words
from bot.playground.faults import Gateway
from bot.playground.message import Sent
from bot.playground.phone import Bubble, Phone
from bot.playground.telegram import Telegram
from bot.store import outbox, people, practices, timers
from bot.store.cards import Card
from bot.store.outbox import Lane, Post
from tests.chat.talks import (
    CONSULT,
    EMERGENCY,
    NO_SIGNS,
    ONE_LEG,
    after_a_restart,
    exported,
    goes,
    in_hand,
    left_of_people,
    moved_in,
    one,
    only_follow_ups,
    texts,
    two,
)
from tests.chat.town import StillClock, Town, town
from tests.wire import InProcess

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
HALF = "Half way. Time to turn back if you walked out."
END = "That's your walk: 10 minutes."
SAVED = "Saved: you have walked 10 minutes today."
STOPPED = "Stopped here. Nothing was saved."
POCKET = "I'll tell you at half time and at the end."


async def _started(lumbar: Town) -> tuple[Phone, Bubble]:
    """Somebody on a walk of ten minutes, which began two seconds ago."""
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    card = one(await goes(ana, "Walk", "Start walk"))
    return ana, card


def _frames(lumbar: Town, card: Bubble) -> list[Sent]:
    edits = [sent for sent in lumbar.telegram.sent if sent.message_id == card.id and sent.method == "editMessageText"]
    return [sent for sent in edits if sent.text.startswith("Walking: ") and "Walking: 0" not in sent.text]


async def _walks(lumbar: Town, phone: Phone) -> list[int]:
    """Minutes of those that are noted, the newest first."""
    async with lumbar.app.database.reading() as db:
        person = await people.by_chat(db, phone.chat.id)
        assert person is not None
        return [each.minutes for each in await practices.since(db, person.id, lumbar.clock.now().date() - 9 * DAY)]


async def _runs(lumbar: Town, phone: Phone) -> bool:
    async with lumbar.app.database.reading() as db:
        person = await people.by_chat(db, phone.chat.id)
        assert person is not None
        return await timers.of(db, person.id, "walk") is not None


async def test_a_walk_is_counted_in_its_card_and_half_time_and_the_end_are_messages(lumbar: Town) -> None:
    ana, card = await _started(lumbar)
    assert card.text == f"Walking: 0 of 10 minutes. ○○○○○○○○○○\n{POCKET}"
    assert card.labels == ("Stop", "New symptom")
    shown = one(await ana.passes(3 * MINUTE))
    assert (shown.id, shown.text) == (card.id, f"Walking: 3 of 10 minutes. ●●●○○○○○○○\n{POCKET}")
    frame, half = two(await ana.passes(2 * MINUTE))
    assert "Walking: 4 of 10 minutes." in frame.text
    assert (half.text, half.labels) == (HALF, ())
    receipt, end = two(await ana.passes(5 * MINUTE))
    assert (receipt.id, receipt.text) == (card.id, SAVED)
    assert receipt.labels == ("Start walk", "I walked again")
    assert end.text == END
    assert not any(ana.chat.find(each.id).silent for each in (half, end)), "the phone is in a pocket"  # type: ignore[union-attr]  # both are on the screen
    assert await _walks(lumbar, ana) == [10]
    assert not await ana.passes(10 * MINUTE)


async def test_its_card_changes_once_a_minute_and_never_twice_within_a_step(lumbar: Town) -> None:
    ana, card = await _started(lumbar)
    await ana.passes(20 * MINUTE)
    at = [sent.at for sent in _frames(lumbar, card)]
    assert len(at) == 8, "each minute but those of half-time and the end"
    assert all(after - before >= STEP for before, after in pairwise(at))


async def test_what_nobody_looked_at_meanwhile_is_not_made_up_for(tmp_path: Path, empty: Path) -> None:
    """A computer that slept: the frame of now, and half-time no more."""
    clock = StillClock()
    async with town(tmp_path, empty, clock=clock) as lumbar:
        ana, card = await _started(lumbar)
        telegram = after_a_restart(lumbar.telegram)
    clock.move_to(clock.now() + 8 * MINUTE)
    async with town(tmp_path, empty, clock=clock, telegram=telegram) as lumbar:
        ana = in_hand(lumbar, ana)
        assert "Walking: 8 of 10 minutes." in one(await ana.passes(timedelta(seconds=1))).text
        assert len(_frames(lumbar, card)) == 1
        assert END in texts(await ana.passes(2 * MINUTE))


async def test_a_restart_on_the_way_changes_nothing(tmp_path: Path, empty: Path) -> None:
    clock = StillClock()
    async with town(tmp_path, empty, clock=clock) as lumbar:
        ana, card = await _started(lumbar)
        await ana.passes(2 * MINUTE)
        telegram = after_a_restart(lumbar.telegram)
    async with town(tmp_path, empty, clock=clock, telegram=telegram) as lumbar:
        ana = in_hand(lumbar, ana)
        _, half = two(await ana.passes(3 * MINUTE))
        assert half.text == HALF
        telegram = after_a_restart(lumbar.telegram)
    async with town(tmp_path, empty, clock=clock, telegram=telegram) as lumbar:
        ana = in_hand(lumbar, ana)
        receipt, end = two(await ana.passes(5 * MINUTE))
        assert (receipt.id, receipt.text, end.text) == (card.id, SAVED, END)
        assert await _walks(lumbar, ana) == [10]


@pytest.mark.parametrize("away", [timedelta(hours=2), timedelta(hours=9)])
async def test_a_walk_that_ended_while_the_bot_was_away_is_noted_late_and_once(
    tmp_path: Path, empty: Path, away: timedelta
) -> None:
    clock = StillClock()
    async with town(tmp_path, empty, clock=clock) as lumbar:
        ana, card = await _started(lumbar)
        telegram = after_a_restart(lumbar.telegram)
    clock.move_to(clock.now() + away)
    async with town(tmp_path, empty, clock=clock, telegram=telegram) as lumbar:
        ana = in_hand(lumbar, ana)
        receipt = one(await ana.passes(timedelta(seconds=1)))
        assert (receipt.id, receipt.text) == (card.id, "Saved: a walk of 10 minutes, up to 18:10.")
        assert not await ana.passes(MINUTE)
        async with lumbar.app.database.reading() as db:
            person = await people.by_chat(db, ana.chat.id)
            assert person is not None
            (walk,) = await practices.since(db, person.id, date.min)
        assert (walk.minutes, f"{walk.day}") == (10, "2026-03-02"), "on the day on which it was made"


# Stop


@pytest.mark.parametrize("said", [None, "stop", "Done", "I'm back", "walked"])
async def test_stop_asks_nothing_and_notes_whole_minutes(lumbar: Town, said: str | None) -> None:
    ana, _ = await _started(lumbar)
    await ana.passes(3 * MINUTE + 40 * timedelta(seconds=1))
    receipt = one(await ana.taps("Stop") if said is None else await ana.says(said))
    assert receipt.text == "Saved: you have walked 3 minutes today."
    assert await _walks(lumbar, ana) == [3]
    assert not await ana.passes(20 * MINUTE)


async def test_less_than_a_minute_is_not_noted(lumbar: Town) -> None:
    ana, card = await _started(lumbar)
    await ana.passes(50 * timedelta(seconds=1))
    stopped = one(await ana.taps("Stop"))
    assert stopped.id == card.id
    assert stopped.text == "Stopped. It was under a minute, so nothing is saved. That's fine."
    assert stopped.labels == ("Start walk", "Done")
    assert await _walks(lumbar, ana) == []
    again = await ana.presses(card.id, "/walk-stop")
    assert "Today's walk: 10 minutes" in one(again).text, "there is nothing more to stop"


async def test_minutes_that_are_told_count_in_the_place_of_the_timer_s(lumbar: Town) -> None:
    ana, card = await _started(lumbar)
    await ana.passes(3 * MINUTE)
    receipt = one(await ana.says("walked 25"))
    assert (receipt.id, receipt.text) == (card.id, "Saved: you have walked 25 minutes today.")
    assert not await ana.passes(20 * MINUTE)
    assert await _walks(lumbar, ana) == [25]


async def test_a_second_start_shows_the_walk_that_runs(lumbar: Town) -> None:
    ana, card = await _started(lumbar)
    await ana.passes(3 * MINUTE)
    assert not await ana.presses(card.id, "/walk-going"), "the card shows it already"
    lower = one(await ana.taps("Walk"))
    assert lower.id != card.id, "asked for, it comes to the foot of the chat"
    assert lower.labels == ("Stop", "New symptom")
    await ana.presses(card.id, "/walk-not-today")
    await ana.passes(2 * MINUTE)
    receipt, end = two(await ana.passes(5 * MINUTE))
    assert (receipt.id, receipt.text, end.text) == (lower.id, SAVED, END)
    assert await _walks(lumbar, ana) == [10]


async def test_nobody_is_reminded_of_the_walk_they_are_on(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana, walk="18:05")
    await goes(ana, "Walk", "Start walk")
    await ana.passes(6 * MINUTE)
    assert not any("Time for a walk?" in sent.text for sent in lumbar.telegram.sent)


async def test_what_runs_is_told_and_is_erased_with_the_rest(lumbar: Town) -> None:
    ana, _ = await _started(lumbar)
    assert "A walk of 10 minutes is being timed, since 18:00." in await exported(ana)
    await ana.says("/delete")
    await goes(ana, "Delete everything")
    assert await left_of_people(lumbar) == {}
    assert not await ana.passes(20 * MINUTE)


async def test_a_day_may_be_skipped_with_a_walk_on_the_way(lumbar: Town) -> None:
    ana, card = await _started(lumbar)
    bubbles = await ana.passes(DAY)
    assert [bubble.text for bubble in bubbles][:3] == [SAVED, HALF, END]
    assert bubbles[0].id == card.id


# Holds


@pytest.mark.parametrize(
    ("taps", "said"),
    [
        (("New symptom",), None),
        (("New symptom", *ONE_LEG), None),
        (("New symptom", "Yes, one or more"), None),
        ((), "my left foot is tingling"),
        ((), "I have lost control of my bladder"),
        ((), "my leg hurts"),
        ((), "I want to kill myself"),
    ],
)
async def test_a_symptom_ends_the_walk_at_once_and_nothing_more_is_said_of_it(
    lumbar: Town, taps: tuple[str, ...], said: str | None
) -> None:
    ana, card = await _started(lumbar)
    await ana.passes(4 * MINUTE)
    await goes(ana, *taps)
    if said is not None:
        await ana.says(said)
    assert not await _runs(lumbar, ana)
    stopped = next(bubble for bubble in ana.screen if bubble.id == card.id)
    assert (stopped.text, stopped.labels) == (STOPPED, ())
    after = await ana.passes(30 * MINUTE)
    assert not any(each in texts(after) for each in (HALF, "Walking", END, "Saved"))
    assert await _walks(lumbar, ana) == []


async def test_half_time_that_waits_is_taken_back_by_a_hold(lumbar: Town) -> None:
    ana, _ = await _started(lumbar)
    await ana.passes(4 * MINUTE)
    await _queue_half_time(lumbar, ana, lumbar.clock.now(), waits=timedelta(seconds=30))
    assert EMERGENCY in texts(await goes(ana, "New symptom", "Yes, one or more"))
    assert HALF not in texts(await ana.passes(5 * MINUTE))


ENDS = (("New symptom", "Yes, one or more"), ("Stop",), ("Stop", "Start walk"))


@pytest.mark.parametrize("taps", ENDS, ids=" · ".join)
async def test_half_time_that_comes_back_to_the_queue_is_said_of_no_other_walk(
    lumbar: Town, taps: tuple[str, ...]
) -> None:
    """It was on its way when the walk ended, and Telegram wanted silence: nobody could take it back."""
    ana, _ = await _started(lumbar)
    await ana.passes(4 * MINUTE)
    told_at = lumbar.clock.now()
    assert await goes(ana, *taps)
    await _queue_half_time(lumbar, ana, told_at)
    assert HALF not in texts(await ana.passes(MINUTE))


async def _queue_half_time(lumbar: Town, phone: Phone, told_at: datetime, waits: timedelta = timedelta(0)) -> None:
    reply = Reply(text=((words("walk-half"),),), kind=Kind.TIMED)
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, phone.chat.id)
        await outbox.add(
            db,
            person,
            phone.chat.id,
            payload=talk.dump(reply),
            lane=Lane.REPLY,
            kind=reply.kind,
            now=told_at,
            not_before=lumbar.clock.now() + waits,
        )


async def test_a_walk_begun_in_the_middle_of_a_check_ends_with_what_it_finds(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", *ONE_LEG[:2])
    await goes(ana, "Walk", "Start walk")
    assert await _runs(lumbar, ana)
    await ana.taps("A: one leg, a bit")
    assert not await _runs(lumbar, ana), "urgent by now, though its message waits for the end of the check"


async def test_who_waits_for_a_check_may_walk_with_one_line_of_caution(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    assert CONSULT in texts(await goes(ana, "New symptom", *ONE_LEG))
    card = one(await goes(ana, "Walk", "Start walk"))
    assert "Walk only if it feels OK." in card.text
    assert HALF in texts(await ana.passes(5 * MINUTE))
    await goes(ana, "New symptom", *NO_SIGNS)
    assert not await _runs(lumbar, ana)
    assert only_follow_ups(await ana.passes(30 * MINUTE))


async def test_who_left_is_told_nothing_and_nothing_is_noted(lumbar: Town) -> None:
    ana, _ = await _started(lumbar)
    lumbar.telegram.blocks(ana.chat.id)
    await lumbar.settled()
    await ana.passes(20 * MINUTE)
    assert not await _runs(lumbar, ana)
    assert await _walks(lumbar, ana) == []


# Best effort


async def test_a_chat_without_room_gets_the_words_and_no_frames(tmp_path: Path, empty: Path) -> None:
    crowded = Rate(per_second=10_000, chat_interval=3600)
    async with town(tmp_path, empty, rate=crowded) as lumbar:
        ana, card = await _started(lumbar)
        assert one(await ana.passes(7 * MINUTE)).text == HALF
        assert _frames(lumbar, card) == []


async def test_a_frame_that_telegram_refuses_stops_nothing(lumbar: Town) -> None:
    ana, card = await _started(lumbar)
    lumbar.telegram.fail_next("editMessageText", Gateway(), times=3)
    ana.chat.messages = [message for message in ana.chat.messages if message.id != card.id]
    assert HALF in texts(await ana.passes(6 * MINUTE))
    receipt, end = two(await ana.passes(5 * MINUTE))
    assert sorted((receipt.text, end.text)) == sorted((SAVED, END))


class Slow:
    """Keeps the first edit until it is let go."""

    def __init__(self) -> None:
        self.begun, self.may_go = asyncio.Event(), asyncio.Event()

    async def __call__(self, method: str) -> None:
        if method == "editMessageText" and not self.begun.is_set():
            self.begun.set()
            await self.may_go.wait()


async def test_a_frame_on_its_way_does_not_land_on_the_receipt(lumbar: Town) -> None:
    clock = StillClock()
    telegram = Telegram(clock.now)
    chat = telegram.chat(1001)
    slow = Slow()
    request = InProcess(telegram, before=slow)
    bot = Bot(telegram.token, base_url="http://telegram/bot", request=request, get_updates_request=request)
    async with bot:
        sender = Sender(bot, Media(lumbar.app.database))
        message = await bot.send_message(chat.id, "Walking: 0")
        card = Card("walk", message.message_id, media=False, shows="", shown_at=clock.now())
        post = Post(
            1,
            "r",
            None,
            chat.id,
            Lane.REPLY,
            "plain",
            None,
            None,
            0,
            0,
            twin=False,
            created_at=clock.now(),
            tried_at=None,
        )
        receipt = Parcel(post, Reply(text=(), card="walk"), Rendered("Saved", None), card)
        frame = asyncio.create_task(sender.frame(chat.id, card, Rendered("Walking: 1", None)))
        await slow.begun.wait()
        await sender.frame(chat.id, card, Rendered("Walking: 2", None))
        saved = asyncio.create_task(sender.send(receipt))
        await asyncio.sleep(0)
        slow.may_go.set()
        await asyncio.gather(frame, saved)
    (shown,) = chat.messages
    assert shown.plain == "Saved"
    assert [sent.text for sent in telegram.sent] == ["Walking: 0", "Walking: 1", "Saved"]
