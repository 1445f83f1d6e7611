"""After a silence the open question comes again: a tap in it may be lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from bot.chat.gap import HEARD, Gap
from bot.flows import talk
from bot.flows.talk import Kind
from bot.store import instance, people
from bot.store.outbox import Lane
from bot.store.tables import outbox
from tests.chat.town import Town

REFUSING = "CREATE TRIGGER refusing BEFORE UPDATE ON instance BEGIN SELECT RAISE(ABORT, 'not now'); END"


async def test_it_comes_once_also_where_it_cannot_be_noted_that_it_came(lumbar: Town) -> None:
    ana = lumbar.phone()
    await ana.says("/start")
    now = lumbar.clock.now()
    async with lumbar.app.database.writing() as db:
        await instance.write(db, HEARD, (now - timedelta(hours=1)).isoformat())
        await db.execute(text(REFUSING))
    gap = Gap(lumbar.app.database, lumbar.clock, wake=lumbar.app.courier.wake)
    with pytest.raises(DBAPIError, match="not now"):
        await gap.heard()
    async with lumbar.app.database.writing() as db:
        await db.execute(text("DROP TRIGGER refusing"))
    await gap.heard()
    await gap.heard()
    await lumbar.settled()
    first, again = (sent.text for sent in lumbar.telegram.sent if sent.method == "sendMessage")
    assert first == again


async def test_a_question_about_safety_comes_again_before_everything_else(lumbar: Town) -> None:
    ana = lumbar.phone()
    await ana.says("/start")
    now = lumbar.clock.now()
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, ana.chat.id)
        assert person is not None
        assert person.asked is not None
        asked = talk.dump(replace(talk.load(person.asked), kind=Kind.SAFETY))
        await people.ask(db, person, step=person.step or "", question=person.question or "", asked=asked, now=now)
        await instance.write(db, HEARD, (now - timedelta(hours=1)).isoformat())
    await Gap(lumbar.app.database, lumbar.clock, wake=lumbar.app.courier.wake).heard()
    async with lumbar.app.database.reading() as db:
        lanes = (await db.execute(select(outbox.c.lane).order_by(outbox.c.seq))).scalars().all()
    assert lanes == [Lane.REPLY, Lane.SAFETY]
