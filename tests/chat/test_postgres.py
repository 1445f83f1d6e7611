"""A few weeks with the bot on PostgreSQL: the conversations, reminders and holds of the other tests, once each."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from bot.chat.rate import Rate
from bot.domain.standing import Hold
from bot.playground.phone import Phone
from bot.playground.refusal import too_many
from bot.store import schema
from bot.store.slots import Outcome
from bot.store.tables import inbox
from bot.store.vault import Vault
from tests.chat.talks import (
    CONSULT,
    OLD_LEG,
    ONE_LEG,
    at_once,
    checked,
    consult,
    exercise_in,
    goes,
    has_practised,
    left_of_people,
    moved_in,
    settled_in,
    texts,
    whole_session,
)
from tests.chat.town import KEY, MONDAY, Town, town_at
from tests.patience import PATIENCE
from tests.postgres import Databases, served

DAY = timedelta(days=1)


@pytest.fixture
async def lumbar(postgres_address: str) -> AsyncIterator[Town]:
    async with town_at(postgres_address) as running:
        yield running


async def _hold(lumbar: Town, phone: Phone) -> Hold:
    person = await lumbar.person(phone)
    assert person is not None
    return person.standing.hold


async def test_from_start_to_the_next_morning_s_reminder(lumbar: Town) -> None:
    ana = lumbar.phone()
    await settled_in(ana, session="08:00", walk="12:30")
    assert await whole_session(ana)
    reminders = texts(await ana.passes(DAY))
    assert "Ready for today's routine?" in reminders
    assert "Time for a walk?" in reminders
    assert set((await lumbar.outcomes(ana)).values()) <= {Outcome.SENT, Outcome.DONE_ALREADY}
    assert await ana.says("/progress")
    assert await ana.says("/settings")


async def test_tingling_holds_and_the_way_back_ends_the_hold(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    assert consult(await ana.says("my left leg is tingling"))
    for wish in ("/today", "Start", "done"):
        assert not exercise_in(await ana.says(wish)), wish
    assert not exercise_in(await ana.passes(3 * DAY))
    assert await _hold(lumbar, ana) is Hold.CONSULT
    await checked(ana)
    await goes(ana, *OLD_LEG)
    assert await _hold(lumbar, ana) is Hold.NONE


async def test_thirty_people_at_once_are_each_answered(lumbar: Town) -> None:
    phones = [lumbar.phone() for _ in range(30)]
    for phone in phones:
        await moved_in(lumbar, phone)
        await has_practised(lumbar, phone, MONDAY.date() - DAY)
    says = lumbar.telegram.says
    assert all(await at_once(lumbar, [(phone, partial(says, phone.chat.id, "/today")) for phone in phones]))
    told = await at_once(lumbar, [(phone, partial(says, phone.chat.id, "I can't pee")) for phone in phones])
    assert all("A&E" in texts(each) for each in told)


async def test_delete_leaves_nothing_of_anybody(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await whole_session(ana)
    await goes(ana, "New symptom", *ONE_LEG)
    await ana.says("/delete")
    await goes(ana, "Delete everything")
    assert await lumbar.person(ana) is None
    assert await left_of_people(lumbar) == {}


async def test_while_the_server_crashes_again_and_again_nothing_is_lost_and_nobody_is_given_up() -> None:
    with served() as server:
        async with Databases(server.url).fresh() as address:
            await schema.migrate(address, Vault(KEY))
            async with town_at(address) as lumbar:
                ana = lumbar.phone()
                await moved_in(lumbar, ana)
                for number in range(1, 6):
                    lumbar.telegram.says(ana.chat.id, "/help")
                    server.stop("immediate")
                    server.start()
                    await lumbar.settled()
                    assert await _states(lumbar) == {"done": number}
                assert sum(sent.method == "sendMessage" for sent in lumbar.telegram.sent) >= number


async def test_a_warning_sign_is_answered_while_the_server_is_away_and_in_full_when_it_is_back() -> None:
    with served() as server:
        async with Databases(server.url).fresh() as address:
            await schema.migrate(address, Vault(KEY))
            async with town_at(address) as lumbar:
                ana = lumbar.phone()
                await moved_in(lumbar, ana)
                assert await ana.says("/help"), "it is at work"
                server.stop()
                lumbar.telegram.says(ana.chat.id, "my left leg is tingling")
                await _told(lumbar, "Something is wrong on my side right now")
                server.start()
                await _told(lumbar, CONSULT)
                assert await _hold(lumbar, ana) is Hold.CONSULT


async def _told(lumbar: Town, words: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while not any(words in sent.text for sent in lumbar.telegram.sent):
            await lumbar.telegram.changed.after(lumbar.telegram.changed.count)


async def _states(lumbar: Town) -> Mapping[str, int]:
    async with lumbar.app.database.reading() as db:
        return Counter((await db.execute(select(inbox.c.state))).scalars())


async def test_two_processes_keep_one_pace(postgres_address: str) -> None:
    """Real seconds: what each of them would send alone, they send together."""
    async with (
        town_at(postgres_address, rate=Rate(per_second=25)) as one,
        town_at(postgres_address, rate=Rate(per_second=25), telegram=one.telegram, clock=one.clock) as two,
    ):
        people = [one.phone() for _ in range(50)]
        for person in people:
            one.telegram.says(person.chat.id, "/help")
        async with asyncio.timeout(PATIENCE):
            while len(one.telegram.sent) < len(people):
                await one.telegram.changed.after(one.telegram.changed.count)
                two.app.courier.wake()
        moments = sorted(sent.real for sent in one.telegram.sent)
    assert len(moments) == len(people)
    assert max(sum(start <= moment < start + 1 for moment in moments) for start in moments) <= 26


async def test_a_429_that_one_process_meets_silences_the_other(postgres_address: str) -> None:
    async with (
        town_at(postgres_address) as one,
        town_at(postgres_address, telegram=one.telegram, clock=one.clock) as two,
    ):
        ana = one.phone()
        one.telegram.fail_next("sendMessage", too_many(5))
        assert await ana.says("/help") == []
        for town in (one, two):
            assert not await town.app.courier.turns.spare()
