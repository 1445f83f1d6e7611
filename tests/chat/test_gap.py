"""After a silence the open question comes again: a tap in it may be lost."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.chat.gap import HEARD, Gap
from bot.store import instance
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
