"""The operator hears that messages leave late: once when it begins, once when it is over."""

from datetime import timedelta

import pytest

from bot.flows import talk
from bot.flows.talk import say
from bot.playground.phone import Phone
from bot.store import outbox, people
from bot.store.outbox import Lane
from tests.chat.town import Town

MINUTE = timedelta(minutes=1)


async def waits(lumbar: Town, phone: Phone, count: int) -> None:
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, phone.chat.id)
        assert person is not None
        words, now = talk.dump(say("apology")), lumbar.clock.now()
        for _ in range(count):
            await outbox.add(db, person, phone.chat.id, payload=words, lane=Lane.REPLY, kind="plain", now=now)


async def test_a_queue_that_is_late_is_told_once_and_so_is_its_end(
    lumbar: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    ana = lumbar.phone()
    await ana.says("/start")
    backlog = lumbar.app.backlog
    await waits(lumbar, ana, 3)
    await backlog.look()
    lumbar.clock.move_to(lumbar.clock.now() + 2 * MINUTE)
    await backlog.look()
    lumbar.clock.move_to(lumbar.clock.now() + MINUTE)
    await backlog.look()
    lumbar.app.courier.wake()
    await lumbar.settled()
    await backlog.look()
    await backlog.look()
    told = [line for line in capsys.readouterr().out.splitlines() if "sending" in line]
    assert len(told) == 2
    assert "sending late" in told[0]
    assert "waiting=3" in told[0]
    assert "sending on time again" in told[1]
