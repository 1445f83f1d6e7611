"""Who is due is nudged, once, at the right time, whatever the bot was doing meanwhile."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.rate import Rate
from bot.clock import MovableClock
from bot.domain.standing import Stage
from bot.playground.refusal import too_many
from bot.playground.telegram import Telegram
from bot.store import people, routines
from bot.store.engine import Db
from bot.store.slots import Outcome
from tests.chat.talks import agreed, consult, is_exercise, settled_in
from tests.chat.town import MONDAY, StillClock, Town, town
from tests.patience import PATIENCE

EVERY_DAY = 0b1111111


async def _moves_in(db: Db, chat_id: int, due: datetime) -> None:
    """Somebody who has been here for a while, with a session due at that instant."""
    person = await people.register(db, chat_id, language="en", now=due)
    standing = replace(person.standing, stage=Stage.ACTIVE)
    person = replace(person, standing=standing, country="GB", zone="Europe/London", started_on=due.date())
    await people.save(db, person)
    at = f"{due:%H:%M}"
    await routines.put(db, person.id, "session", time=at, weekdays=EVERY_DAY, next_due=due, next_date=due.date())


@pytest.mark.alone
async def test_six_hundred_people_due_in_one_minute_are_each_nudged_once(tmp_path: Path, empty: Path) -> None:
    count, rate = 600, 25
    clock = MovableClock()
    telegram = Telegram(clock.now)
    chats = [telegram.chat(number).id for number in range(1, count + 1)]
    async with town(tmp_path, empty, clock=clock, rate=Rate(per_second=rate), telegram=telegram) as lumbar:
        due = clock.now().replace(microsecond=0) + timedelta(seconds=1)
        async with lumbar.app.database.writing() as db:
            for chat in chats:
                await _moves_in(db, chat, due)
        async with asyncio.timeout(PATIENCE):
            while len(telegram.sent) < count:
                await telegram.changed.after(telegram.changed.count)
        await lumbar.app.settled()
    nudged = Counter(sent.chat_id for sent in telegram.sent)
    assert nudged == dict.fromkeys(chats, 1)
    moments = [sent.at for sent in telegram.sent]
    assert (max(moments) - min(moments)).total_seconds() <= count / rate * 1.03
    seconds = [moment.timestamp() for moment in moments]
    assert max(sum(start <= moment < start + 1 for moment in seconds) for start in seconds) <= rate + 1


async def test_down_from_monday_to_tuesday_brings_tuesdays_nudge_and_records_mondays(
    tmp_path: Path, empty: Path
) -> None:
    telegram = Telegram(lambda: MONDAY)
    async with town(tmp_path, empty, telegram=telegram) as lumbar:
        ana = lumbar.phone()
        await settled_in(ana, session="09:00")
    tuesday_late = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
    clock = StillClock(tuesday_late)
    again = Telegram(clock.now)
    again.chats.update(telegram.chats)
    async with town(tmp_path, empty, clock=clock, telegram=again) as lumbar:
        await lumbar.app.travel(clock, tuesday_late + timedelta(seconds=1))
        outcomes = await lumbar.outcomes(ana)
    assert outcomes[date(2026, 3, 10)] is Outcome.SENT
    assert outcomes[date(2026, 3, 3)] is Outcome.SUPERSEDED
    (nudge,) = [sent for sent in again.sent if sent.method == "sendMessage"]
    assert "Running late: this was for 09:00" in nudge.text


async def test_a_practice_card_delayed_by_too_many_requests_never_comes_after_the_consult_message(
    lumbar: Town,
) -> None:
    ana = lumbar.phone()
    await settled_in(ana)
    await ana.taps("Today")
    lumbar.telegram.fail_next("sendAnimation", too_many(2), chat_id=ana.chat.id)
    await ana.taps("Start")
    assert not any(is_exercise(bubble) for bubble in ana.screen), "the card was to be delayed"
    assert consult(await ana.says("my left leg is tingling"))
    await ana.passes(timedelta(minutes=5))
    assert not any(is_exercise(bubble) for bubble in ana.screen)


async def test_after_an_outage_the_open_question_is_asked_again(tmp_path: Path, empty: Path) -> None:
    clock = StillClock()
    telegram = Telegram(clock.now)
    async with town(tmp_path, empty, clock=clock, telegram=telegram) as lumbar:
        ana, ben = lumbar.phone(), lumbar.phone()
        await agreed(ana)
        await settled_in(ben)
    again = Telegram(clock.now, first_id=10_000)
    again.chats.update(telegram.chats)
    clock.move_to(clock.now() + timedelta(minutes=10))
    async with town(tmp_path, empty, clock=clock, telegram=again) as lumbar:
        await again.updates.emptied()
        async with asyncio.timeout(PATIENCE):
            while not again.sent:
                await again.changed.after(again.changed.count)
        await lumbar.settled()
        sent = [one for one in again.sent if one.method == "sendMessage"]
        assert [one.chat_id for one in sent] == [ana.chat.id], "nobody is asked what they were not asked before"
        assert "Safety check · 1 of 7" in sent[0].text
